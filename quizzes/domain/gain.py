"""What learners know after a module that they did not know before: pairs of siblings, never the same question twice.

Each learner is their own control: the gain is the mean of the learners' differences, its interval that of the paired t
test. Altman DG, Machin D, Bryant TN, Gardner MJ, editors. Statistics with confidence. 2nd ed. London: BMJ Books; 2000.
Chapter 4. The interval supposes differences that are about normal; with ROUGH_BELOW learners or more the mean of any
such differences is, with fewer it is rough and pages say so.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from elearning.groups import FEWEST
from quizzes.domain.student import paired_interval

ROUGH_BELOW = 30


@dataclass(frozen=True)
class Early:
    """A question of the pre-test: its first objective, the item of the bank that it ``matches``, its Moore level."""

    key: str
    objective: str
    matches: str
    level: str


@dataclass(frozen=True)
class Pair:
    """One learner's marks, from 0 to 1, for a question of the pre-test and for its sibling in the test."""

    objective: str
    level: str
    before: Fraction
    after: Fraction


@dataclass(frozen=True)
class Change:
    """What ``learners`` gained in one group of questions; shares are from 0 to 1.

    ``before`` and ``after`` are the mean shares of the learners, ``mean`` the mean of their differences and
    ``interval`` its 95 % confidence interval (None with fewer than FEWEST learners). ``right_before`` and
    ``right_after`` count the pairs whose question was wholly right, of ``pairs``.
    """

    learners: int
    pairs: int
    before: Fraction
    after: Fraction
    right_before: int
    right_after: int
    interval: tuple[float, float] | None

    @property
    def mean(self) -> Fraction:
        return self.after - self.before

    @property
    def enough(self) -> bool:
        return self.learners >= FEWEST

    @property
    def rough(self) -> bool:
        return self.learners < ROUGH_BELOW


@dataclass(frozen=True)
class Gain:
    """The change overall (None where nobody has a pair), by objective as the pre-test has them, and by Moore level."""

    overall: Change | None
    objectives: dict[str, Change]
    levels: dict[str, Change]


def siblings(early: Sequence[Early], drawn: Mapping[str, str]) -> dict[str, str]:
    """Return, by the key of each question of the pre-test, the key of the test's item that it is compared with.

    ``drawn`` has the first objective of each item of one attempt, in the order of its paper. A question is compared
    with the item that it matches; where that one was not drawn, with the first item of the same objective that no
    other question is compared with. Each item serves once; a question without a sibling is left out.
    """
    found: dict[str, str] = {}
    for question in early:
        if question.matches in drawn and question.matches not in found.values():
            found[question.key] = question.matches
    free = [key for key in drawn if key not in found.values()]
    for question in early:
        if question.key in found:
            continue
        sibling = next((key for key in free if drawn[key] == question.objective), None)
        if sibling is not None:
            found[question.key] = sibling
            free.remove(sibling)
    return found


def pairs_of(
    early: Sequence[Early], drawn: Mapping[str, str], before: Mapping[str, Fraction], after: Mapping[str, Fraction]
) -> list[Pair]:
    """Return one learner's pairs; ``before`` and ``after`` are the marks by key, ``drawn`` as for ``siblings``."""
    compared = siblings(early, drawn)
    return [
        Pair(question.objective, question.level, before[question.key], after[compared[question.key]])
        for question in early
        if question.key in compared
    ]


def gain(learners: Iterable[Sequence[Pair]]) -> Gain:
    """Return what all ``learners`` gained, each given by the pairs of the pre-test and the first attempt."""
    everybody = [pairs for pairs in learners if pairs]
    return Gain(
        overall=change(everybody) if everybody else None,
        objectives=_grouped(everybody, lambda pair: pair.objective),
        levels=dict(sorted(_grouped(everybody, lambda pair: pair.level).items())),
    )


def change(learners: Sequence[Sequence[Pair]]) -> Change:
    """Return the change over ``learners``, each with at least one pair; every learner counts alike."""
    before = [_share([pair.before for pair in pairs]) for pairs in learners]
    after = [_share([pair.after for pair in pairs]) for pairs in learners]
    differences = [float(late - early) for early, late in zip(before, after, strict=True)]
    flat = [pair for pairs in learners for pair in pairs]
    return Change(
        learners=len(learners),
        pairs=len(flat),
        before=_share(before),
        after=_share(after),
        right_before=sum(pair.before == 1 for pair in flat),
        right_after=sum(pair.after == 1 for pair in flat),
        interval=paired_interval(differences) if len(differences) >= FEWEST else None,
    )


def _grouped(learners: Sequence[Sequence[Pair]], group: Callable[[Pair], str]) -> dict[str, Change]:
    names = dict.fromkeys(group(pair) for pairs in learners for pair in pairs)
    parts = {name: [[pair for pair in pairs if group(pair) == name] for pairs in learners] for name in names}
    return {name: change([pairs for pairs in part if pairs]) for name, part in parts.items()}


def _share(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)
