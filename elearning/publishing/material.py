"""All that pre-flight and dossier read of one edition, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import courses.access
from courses import disclosures
from courses.domain.disclosures import Person, Statement
from courses.models import Edition, Module, Slide, Term
from elearning.certificates.models import Accreditation
from quizzes.models import Item, Test, TestPolicy


@dataclass(frozen=True)
class Material:
    """The rows of an edition and of its module as they stand at ``now``, the newest policy and accreditation first.

    ``policies`` are those in force by then, ``accreditations`` every row recorded by then, ``statement`` what learners
    would read then of ``persons`` and of commercial support.
    """

    edition: Edition
    now: datetime
    slides: list[Slide]
    test: Test | None
    bank: list[Item]
    pretest: list[Item]
    policies: list[TestPolicy]
    accreditations: list[Accreditation]
    term: Term | None
    persons: list[Person]
    statement: Statement

    @property
    def module(self) -> Module:
        return self.edition.module

    def day_of(self, instant: datetime) -> date:
        """Return the day of an instant in the module's time zone."""
        return instant.astimezone(ZoneInfo(self.module.time_zone)).date()

    @property
    def today(self) -> date:
        return self.day_of(self.now)

    @property
    def current(self) -> list[Accreditation]:
        """Each body's accreditation as it stands, in order of body and scheme."""
        newest = {row.identity: row for row in reversed(self.accreditations)}
        return sorted(newest.values(), key=lambda row: row.identity)


def gather(edition: Edition, now: datetime) -> Material:
    """Return the material of ``edition``, which comes with its module."""
    persons = disclosures.persons_of(edition, now)
    test = Test.objects.filter(edition=edition).first()
    items = list(Item.objects.filter(test__edition=edition).order_by("position"))
    accreditations = edition.module.accreditations.filter(effective_from__lte=now).order_by("-effective_from", "-pk")
    return Material(
        edition=edition,
        now=now,
        slides=list(edition.slides.all()),
        test=test,
        bank=[item for item in items if item.matches_id is None],
        pretest=[item for item in items if item.matches_id is not None],
        policies=list(TestPolicy.objects.in_force(edition.module, now)),
        accreditations=list(accreditations),
        term=courses.access.current_term(edition.module, now),
        persons=persons,
        statement=disclosures.statement_of(edition, now, persons),
    )
