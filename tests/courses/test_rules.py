"""Every rule that the database itself keeps, broken once."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint, UniqueConstraint

from courses.models import Blob, Edition, Module, Progress, Slide, SourceFile, Start, Term
from courses.services.disclosures import store_statement
from elearning.accounts.models import User
from tests.factories import NOW, user

pytestmark = pytest.mark.django_db


def edition():
    return Edition.objects.get()


def module():
    return Module.objects.get()


def again(row, **changes):
    """Insert a copy of ``row`` with some of its values changed."""
    row.pk = None
    for name, value in changes.items():
        setattr(row, name, value)
    row._state.adding = True
    row.save()


def progress(learner, **changes):
    values = {
        "learner": learner,
        "module": module(),
        "slide_key": "one",
        "edition": edition(),
        "first_seen": NOW,
        "last_seen": NOW,
    }
    return Progress.objects.create(**{**values, **changes})


def start(learner, **changes):
    return Start.objects.create(learner=learner, module=module(), edition=edition(), at=NOW, **changes)


BREAKING = {
    "module_access_is_known": lambda _: Module.objects.update(access="everyone"),
    "module_withdrawal_has_a_reason": lambda _: Module.objects.update(withdrawn_at=NOW),
    "module_does_not_replace_itself": lambda _: Module.objects.update(replaces=module().pk),
    "term_number_unique_in_module": lambda _: again(Term.objects.get()),
    "term_ends_after_it_begins": lambda _: Term.objects.update(
        last_valid_day=date(2026, 12, 31), last_review=date(2026, 1, 1)
    ),
    "term_is_reviewed_before_its_end": lambda _: Term.objects.update(last_review=date(2028, 1, 1)),
    "term_expires_after_it_opens": lambda _: Term.objects.update(expires_at=Term.objects.get().opens_at),
    "edition_number_unique_in_module": lambda _: again(edition()),
    "source_file_path_unique_in_edition": lambda _: again(SourceFile.objects.first()),
    "slide_key_unique_in_edition": lambda _: again(Slide.objects.first(), position=99),
    "slide_position_unique_in_edition": lambda _: again(Slide.objects.first(), key="other"),
    "start_once_per_edition_and_statement": lambda learner: [
        start(learner, statement=store_statement(edition=edition(), now=NOW)) for _ in range(2)
    ],
    "start_once_per_edition_without_statement": lambda learner: [start(learner), start(learner)],
    "progress_once_per_slide": lambda learner: [progress(learner), progress(learner)],
    "progress_last_seen_after_first": lambda learner: progress(learner, last_seen=NOW - timedelta(seconds=1)),
    "user_profession_is_known": lambda learner: User.objects.filter(pk=learner.pk).update(profession="wizard"),
    "user_email_unique_in_any_case": lambda _: User.objects.bulk_create(
        [User(email="Learner@Example.org", name="Ann")]
    ),
}
UNIQUE_COLUMNS = {
    "term_number_unique_in_module": "courses_term.module_id, courses_term.number",
    "edition_number_unique_in_module": "courses_edition.module_id, courses_edition.number",
    "source_file_path_unique_in_edition": "courses_sourcefile.edition_id, courses_sourcefile.path",
    "slide_key_unique_in_edition": "courses_slide.edition_id, courses_slide.key",
    "slide_position_unique_in_edition": "courses_slide.edition_id, courses_slide.position",
    "start_once_per_edition_and_statement": (
        "courses_start.learner_id, courses_start.edition_id, courses_start.statement_id"
    ),
    "start_once_per_edition_without_statement": "courses_start.learner_id, courses_start.edition_id",
    "progress_once_per_slide": "courses_progress.learner_id, courses_progress.module_id, courses_progress.slide_key",
}
"""SQLite names the columns of a unique constraint instead of the constraint."""


@pytest.mark.parametrize("name", BREAKING)
def test_the_database_refuses_to_break_the_rule(name, edition, learner):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        BREAKING[name](learner)
    assert (UNIQUE_COLUMNS.get(name, name) if connection.vendor == "sqlite" else name) in str(caught.value)


def test_every_constraint_is_broken_here():
    named = {
        constraint.name
        for model in (Module, Term, Edition, Blob, SourceFile, Slide, Start, Progress, User)
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint | UniqueConstraint)
    }
    assert named == BREAKING.keys()


def test_a_slug_belongs_to_one_module(edition):
    with pytest.raises(IntegrityError), transaction.atomic():
        again(Module.objects.get())


def test_a_module_is_replaced_by_at_most_one_other(edition):
    old = module()
    for slug in ("newer", "newest"):
        again(Module.objects.get(slug="sample"), slug=slug, current_edition=None)
    Module.objects.filter(slug="newer").update(replaces=old)
    with pytest.raises(IntegrityError), transaction.atomic():
        Module.objects.filter(slug="newest").update(replaces=old)


@pytest.mark.parametrize("seconds", [-1])
def test_active_seconds_are_never_negative(edition, learner, seconds):
    with pytest.raises(IntegrityError), transaction.atomic():
        progress(learner, active_seconds=seconds)


def test_an_account_can_go_and_takes_its_progress_along(edition):
    leaving = user("leaving@example.org")
    start(leaving)
    progress(leaving)
    leaving.delete()
    assert (Start.objects.count(), Progress.objects.count()) == (0, 0)
