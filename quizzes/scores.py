"""The scores of attempts recomputed from what is stored: paper, responses, items and the corrections until then."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from elearning.batches import in_batches
from quizzes.domain import scoring
from quizzes.domain.kinds import Answer
from quizzes.domain.scoring import Effect, Scorable
from quizzes.models import Attempt, Item, ItemCorrection, Score, Test

Bank = Mapping[str, Scorable]


@dataclass(frozen=True)
class Difference:
    """A stored score that does not come out again; ``what`` says in which field and with which values."""

    attempt: int
    number: int
    what: str


@dataclass(frozen=True)
class Checked:
    """How many ``scores`` of an attempt were recomputed, and what differs."""

    scores: int
    differences: list[Difference]


def recomputed(attempt: Attempt, bank: Bank, answers: Mapping[str, Answer]) -> scoring.Score:
    """Return the score of the attempt's paper by the policy frozen in it."""
    policy = attempt.policy
    return scoring.score(
        [place["item"] for place in attempt.paper],
        bank,
        answers,
        pass_percent=policy.pass_percent,
        section_percents=policy.section_percents,
        partial=policy.partial_credit,
    )


def answers_of(attempt: Attempt) -> dict[str, Answer]:
    return {response.item_key: response.answer for response in attempt.responses.all()}


def bank_of(attempt: Attempt) -> Bank:
    """Return what scoring needs of the attempt's items as they stand now."""
    return corrected_bank(attempt.test_id, [place["item"] for place in attempt.paper])


def corrected_bank(test: int, keys: Iterable[str] | None = None, until: datetime | None = None) -> Bank:
    """Return what scoring needs of a test's items (of those with ``keys``) with every correction made so far.

    ``until`` leaves out corrections that were made after that instant.
    """
    corrections = ItemCorrection.objects.filter(test_id=test).order_by("pk")
    return _corrected(_items(test, keys), corrections if until is None else corrections.filter(at__lte=until))


def with_newest_key(item: Item) -> Item:
    """Give ``item`` the key that its corrections gave it, also where it counts for nobody by now."""
    item.content = corrected_bank(item.test_id, [item.key])[item.key].content
    return item


def lock(test: int) -> None:
    """Let nobody else score or correct items of this test until the transaction ends: a score knows what it knew."""
    Test.objects.select_for_update(no_key=True).only("pk").get(pk=test)


def newest_correction(test: int) -> ItemCorrection | None:
    return ItemCorrection.objects.filter(test_id=test).order_by("-pk").first()


def submitted_with(test: int, item_key: str) -> Iterator[list[Attempt]]:
    """Yield in batches the submitted attempts whose paper holds the item, locked, with policy, responses and scores."""
    attempts = Attempt.objects.complete().filter(test_id=test, submitted_at__isnull=False)
    locked = attempts.select_for_update(of=("self",)).prefetch_related("responses", "scores", "learner")
    for batch in in_batches(locked):
        yield [attempt for attempt in batch if any(place["item"] == item_key for place in attempt.paper)]


def count_with(item: Item) -> int:
    """Return how many submitted attempts hold the item in their paper."""
    papers = Attempt.objects.filter(test_id=item.test_id, submitted_at__isnull=False).values_list("paper", flat=True)
    return sum(any(place["item"] == item.key for place in paper) for paper in papers.iterator())


def with_marks(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """Annotate ``marks``, those of the score that stands: the mark of each item by its key, in 1/WHOLE of an item."""
    newest = Score.objects.filter(attempt=OuterRef("pk")).order_by("-number").values("marks")[:1]
    return attempts.annotate(marks=Subquery(newest))


def differences(attempts: QuerySet[Attempt]) -> Iterator[Difference]:
    """Yield every stored score of ``attempts`` (submitted ones) that does not come out again, test by test."""
    for checked in check(attempts):
        yield from checked.differences


def check(attempts: QuerySet[Attempt]) -> Iterator[Checked]:
    """Recompute all scores of the submitted ones of ``attempts``, test by test; the memory it takes stays the same."""
    attempts = attempts.filter(submitted_at__isnull=False).order_by("test_id", "pk")
    banks: dict[int, _Banks] = {}
    for attempt in _with_scores(attempts).iterator(chunk_size=500):
        if attempt.test_id not in banks:
            banks = {attempt.test_id: _Banks(attempt.test_id)}
        found = list(_differences(attempt, banks[attempt.test_id]))
        yield _checked_again(attempt) if found else Checked(len(attempt.scores.all()), [])


def _checked_again(attempt: Attempt) -> Checked:
    """Return the check while nobody scores: what differs may have been scored between two statements of the first."""
    with transaction.atomic():
        lock(attempt.test_id)
        fresh = _with_scores(Attempt.objects.filter(pk=attempt.pk)).get()
        return Checked(len(fresh.scores.all()), list(_differences(fresh, _Banks(attempt.test_id))))


def _with_scores(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    return attempts.select_related("policy").prefetch_related("responses", "scores")


class _Banks:
    """The items of one test as they stood after each of its corrections."""

    def __init__(self, test: int) -> None:
        self.items = _items(test, None)
        self.corrections = list(ItemCorrection.objects.filter(test_id=test).order_by("pk"))
        self.known: dict[int, Bank] = {}

    def until(self, row: Score) -> Bank:
        """Return them as they stood when ``row`` was written."""
        made = [each for each in self.corrections if each.pk <= (row.correction_id or 0)]
        if len(made) not in self.known:
            self.known[len(made)] = _corrected(self.items, made)
        return self.known[len(made)]

    def after(self, row: Score, attempt: Attempt) -> list[int]:
        """Return the corrections, made after ``row``, of items that the attempt's paper holds."""
        keys = {place["item"] for place in attempt.paper}
        return [each.pk for each in self.corrections if each.pk > (row.correction_id or 0) and each.item_key in keys]

    def may_take_away(self, row: Score) -> bool:
        return any(each.pk == row.correction_id and each.take_passes_away for each in self.corrections)


def _differences(attempt: Attempt, banks: _Banks) -> Iterator[Difference]:
    rows = sorted(attempt.scores.all(), key=lambda row: row.number)
    if not rows:
        yield Difference(attempt.pk, 0, "the attempt is submitted, but has no score")
        return
    if (numbers := [row.number for row in rows]) != list(range(1, len(rows) + 1)):
        yield Difference(attempt.pk, rows[-1].number, f"the scores are numbered {numbers}, not from 1 without a gap")
    made, scored = banks.after(rows[0], attempt), [row.correction_id for row in rows[1:]]
    if scored != made:
        yield Difference(attempt.pk, rows[-1].number, f"the scores follow the corrections {scored}, made were {made}")
    answers, before = answers_of(attempt), False
    for row in rows:
        result = recomputed(attempt, banks.until(row), answers)
        held = before and not result.passed and not banks.may_take_away(row)
        expected = {name: getattr(result, name) for name in ("correct", "total", "points")} | result.as_json()
        expected |= {"passed": result.passed or held, "held": held}
        stored = {name: getattr(row, name) for name in expected}
        for name, was, value in _unlike(stored, expected):
            yield Difference(attempt.pk, row.number, f"{name} is {was}, recomputed {value}")
        before = result.passed or held
    for name in ("correct", "total", "points", "passed"):
        if (stored := getattr(attempt, name)) != (value := getattr(rows[-1], name)):
            yield Difference(attempt.pk, rows[-1].number, f"the attempt says {name} {stored}, its newest score {value}")


def _unlike(stored: Mapping[str, Any], expected: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Yield where the two differ, inside the mappings that they hold too, with both values."""
    for name in {**expected, **stored}:
        was, value = stored.get(name), expected.get(name)
        if isinstance(was, dict) and isinstance(value, dict):
            yield from ((f"{name} of {key}", *both) for key, *both in _unlike(was, value))
        elif was != value:
            yield name, was, value


def _items(test: int, keys: Iterable[str] | None) -> dict[str, Scorable]:
    items = Item.objects.filter(test_id=test)
    if keys is not None:
        items = items.filter(key__in=list(keys))
    rows = items.values_list("key", "kind", "content", "section")
    return {key: Scorable(kind, content, section) for key, kind, content, section in rows}


def _corrected(items: Mapping[str, Scorable], corrections: Iterable[ItemCorrection]) -> Bank:
    bank = dict(items)
    for each in corrections:
        if each.item_key not in bank:
            continue
        neutral = each.effect == Effect.NEUTRALISED
        content = bank[each.item_key].content if neutral else each.content
        bank[each.item_key] = replace(bank[each.item_key], content=content, neutralised=neutral)
    return bank
