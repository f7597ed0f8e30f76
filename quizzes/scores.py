"""The scores of attempts recomputed from what is stored: paper, responses, items and the corrections until then."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django.db.models import QuerySet

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


def corrected_bank(test: int, keys: Iterable[str] | None = None) -> Bank:
    """Return what scoring needs of a test's items (of those with ``keys``) with every correction made so far."""
    corrections = ItemCorrection.objects.filter(test_id=test).order_by("pk")
    return _corrected(_items(test, keys), corrections)


def lock(test: int) -> None:
    """Let nobody else score or correct items of this test until the transaction ends: a score knows what it knew."""
    Test.objects.select_for_update(no_key=True).only("pk").get(pk=test)


def newest_correction(test: int) -> ItemCorrection | None:
    return ItemCorrection.objects.filter(test_id=test).order_by("-pk").first()


def submitted_with(test: int, item_key: str) -> list[Attempt]:
    """Return the submitted attempts whose paper holds the item, locked, with policy, responses and scores."""
    attempts = Attempt.objects.complete().filter(test_id=test, submitted_at__isnull=False)
    locked = attempts.select_for_update(of=("self",)).order_by("pk").prefetch_related("responses", "scores", "learner")
    return [attempt for attempt in locked if any(place["item"] == item_key for place in attempt.paper)]


def count_with(item: Item) -> int:
    """Return how many submitted attempts hold the item in their paper."""
    papers = Attempt.objects.filter(test_id=item.test_id, submitted_at__isnull=False).values_list("paper", flat=True)
    return sum(any(place["item"] == item.key for place in paper) for paper in papers.iterator())


def differences(attempts: QuerySet[Attempt]) -> Iterator[Difference]:
    """Yield every stored score of ``attempts`` (submitted ones) that does not come out again, test by test."""
    attempts = attempts.filter(submitted_at__isnull=False).select_related("policy").order_by("test_id", "pk")
    banks: dict[int, _Banks] = {}
    for attempt in attempts.prefetch_related("responses", "scores").iterator(chunk_size=500):
        if attempt.test_id not in banks:
            banks = {attempt.test_id: _Banks(attempt.test_id)}
        yield from _differences(attempt, banks[attempt.test_id])


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


def _differences(attempt: Attempt, banks: _Banks) -> Iterator[Difference]:
    rows = sorted(attempt.scores.all(), key=lambda row: row.number)
    if not rows:
        yield Difference(attempt.pk, 0, "the attempt is submitted, but has no score")
        return
    answers = answers_of(attempt)
    for row in rows:
        result = recomputed(attempt, banks.until(row), answers)
        expected = {name: getattr(result, name) for name in ("correct", "total", "points")} | result.as_json()
        expected["passed"] = result.passed or row.held
        for name, value in expected.items():
            if (stored := getattr(row, name)) != value:
                yield Difference(attempt.pk, row.number, f"{name} is {stored}, recomputed {value}")
    for name in ("correct", "total", "points", "passed"):
        if (stored := getattr(attempt, name)) != (value := getattr(rows[-1], name)):
            yield Difference(attempt.pk, rows[-1].number, f"the attempt says {name} {stored}, its newest score {value}")


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
