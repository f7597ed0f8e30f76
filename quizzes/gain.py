"""Learning gain from what is stored: sittings of the pre-test beside attempts at the test."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from courses.domain.plaintext import words
from courses.models import Edition
from quizzes import scores
from quizzes.domain import gain, moore
from quizzes.domain.gain import Early, Gain, Pair
from quizzes.domain.kinds import WHOLE, kind_of
from quizzes.models import Attempt, Item, PretestSitting


@dataclass(frozen=True)
class Own:
    """What one learner got wholly right before and after in an objective, of ``count`` questions each."""

    objective: str
    before: int
    after: int
    count: int


@dataclass(frozen=True)
class _Side:
    """The pre-test of an edition: its questions, and its items by key."""

    early: list[Early]
    items: Mapping[str, Item]

    def marks(self, sitting: PretestSitting, *, partial: bool) -> dict[str, Fraction]:
        """Return the marks of a sitting, from 0 to 1, graded as the test it is compared with."""
        return {
            key: Fraction(kind_of(item.kind).grade(item.content, sitting.answers.get(key), partial=partial), WHOLE)
            for key, item in self.items.items()
        }


def gain_of(edition: Edition) -> Gain:
    """Return what the learners gained who sat the pre-test of ``edition``, in four statements.

    Each is compared with the first attempt that they submitted in the module, in whichever edition: later ones were
    taught by the result of the one before.
    """
    side = _pretest(edition)
    sittings = {row.learner_id: row for row in PretestSitting.objects.filter(edition=edition, learner__isnull=False)}
    attempts = _first_attempts(edition)
    objectives = _objectives(attempts)
    return gain.gain(_pairs(side, sittings[attempt.learner_id], attempt, objectives) for attempt in attempts)


def own_gain(attempt: Attempt) -> list[Own]:
    """Return what the learner of the submitted ``attempt`` knew before and in it, by objective in its words.

    Empty where the pre-test was not sat, or nothing of it can be compared. In at most four statements, one where the
    learner sat no pre-test.
    """
    sitting = PretestSitting.objects.filter(learner=attempt.learner_id, module=attempt.module_id)
    sitting = sitting.filter(learner__isnull=False).select_related("edition").first()
    if sitting is None:
        return []
    scored = _with_marks(Attempt.objects.filter(pk=attempt.pk)).get()
    pairs = _pairs(_pretest(sitting.edition), sitting, scored, _objectives([scored]))
    texts = {each["key"]: each["text"] for each in sitting.edition.front_matter["objectives"]}
    return [
        Own(texts[key], change.right_before, change.right_after, change.pairs)
        for key, change in gain.gain([pairs]).objectives.items()
    ]


def _pretest(edition: Edition) -> _Side:
    """Return the pre-test of ``edition`` in one statement."""
    stated = {each["key"]: each.get("moore") or "" for each in edition.front_matter["objectives"]}
    items = list(Item.objects.pretest().filter(test__edition=edition).select_related("matches").order_by("position"))
    early = [
        Early(
            key=item.key,
            objective=item.objectives[0],
            matches=item.matches.key,
            level=moore.level(words(item.stem_html), item.kind, stated.get(item.objectives[0], "")),
        )
        for item in items
    ]
    return _Side(early, {item.key: item for item in items})


def _first_attempts(edition: Edition) -> list[Attempt]:
    """Return the first submitted attempt of each learner who sat the pre-test of ``edition``, with its marks."""
    sat = PretestSitting.objects.filter(edition=edition, learner__isnull=False).values("learner")
    attempts = Attempt.objects.filter(module=edition.module_id, learner__in=sat, submitted_at__isnull=False)
    first: dict[int, Attempt] = {}
    for attempt in _with_marks(attempts).order_by("submitted_at", "pk"):
        first.setdefault(attempt.learner_id, attempt)
    return list(first.values())


def _with_marks(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """Return ``attempts`` with their marks, and with no more else than comparing them needs."""
    columns = ("learner_id", "test_id", "paper", "submitted_at", "policy__partial_credit")
    return scores.with_marks(attempts.select_related("policy").only(*columns))


def _objectives(attempts: Iterable[Attempt]) -> dict[tuple[int, str], str]:
    """Return the first objective of each item of the tests that were attempted, by test and key, in one statement."""
    rows = Item.objects.bank().filter(test_id__in={attempt.test_id for attempt in attempts})
    return {(test, key): objectives[0] for test, key, objectives in rows.values_list("test_id", "key", "objectives")}


def _pairs(
    side: _Side, sitting: PretestSitting, attempt: Any, objectives: Mapping[tuple[int, str], str]
) -> Sequence[Pair]:
    """Return one learner's pairs; an item that a correction took out of the score is in none."""
    keys = [place["item"] for place in attempt.paper if place["item"] in attempt.marks]
    drawn = {key: objectives[attempt.test_id, key] for key in keys}
    after = {key: Fraction(attempt.marks[key], WHOLE) for key in keys}
    before = side.marks(sitting, partial=attempt.policy.partial_credit)
    return gain.pairs_of(side.early, drawn, before, after)
