"""The Hofstee method, a compromise between a standard that is wanted and the failures that it would cause.

Hofstee WKB. The case for compromise in educational selection and grading. In: Anderson SB, Helmick JS, editors. On
educational testing. San Francisco: Jossey-Bass; 1983. p. 109-127. Cizek GJ, Bunch MB. Standard setting. Thousand Oaks:
Sage; 2007. Chapter 9.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from statistics import median

from elearning.standards.domain.angoff import LEAST_JUDGES


@dataclass(frozen=True)
class Bounds:
    """One judge's four answers, or their average, in per cent: the lowest and highest acceptable pass mark (of the
    points) and share of candidates who fail. The lowest is never above the highest."""

    min_pass: Fraction
    max_pass: Fraction
    min_fail: Fraction
    max_fail: Fraction

    def line(self, mark: Fraction) -> Fraction:
        """Return the share of failures on the diagonal from (lowest mark, most failures) to (highest, fewest)."""
        if self.min_pass == self.max_pass:
            return self.max_fail
        return self.max_fail - (self.max_fail - self.min_fail) * (mark - self.min_pass) / (
            self.max_pass - self.min_pass
        )

    def mark_at(self, failing: Fraction) -> Fraction:
        """Return the mark where the diagonal, which must not be flat or upright, has that share of failures."""
        down = (self.max_fail - failing) / (self.max_fail - self.min_fail)
        return self.min_pass + (self.max_pass - self.min_pass) * down


class Miss(StrEnum):
    """Why curve and diagonal do not cross."""

    TOO_FEW_FAIL = "too-few-fail"
    """Even at the highest acceptable mark fewer fail than the fewest acceptable."""
    TOO_MANY_FAIL = "too-many-fail"
    """Even at the lowest acceptable mark more fail than the most acceptable."""
    NOBODY_SAT = "nobody-sat"
    TOO_FEW_JUDGES = "too-few-judges"


@dataclass(frozen=True)
class Crossing:
    """Where they cross: the pass ``mark`` and the share of failures ``failing`` on the diagonal there, in per cent."""

    mark: Fraction
    failing: Fraction


@dataclass(frozen=True)
class Check:
    """The method with the judges' means (as Hofstee has it) and with their medians, which an outlier moves less."""

    means: Bounds | None
    medians: Bounds | None
    by_means: Crossing | Miss
    by_medians: Crossing | Miss


def check(judgements: Sequence[Bounds], scores: Sequence[Fraction]) -> Check:
    """Return where the standard lies for candidates with ``scores`` (per cent of the points), by two judges or more."""
    if len(judgements) < LEAST_JUDGES:
        return Check(None, None, Miss.TOO_FEW_JUDGES, Miss.TOO_FEW_JUDGES)
    means, medians = _average(judgements, _mean), _average(judgements, median)
    return Check(means, medians, crossing(means, scores), crossing(medians, scores))


def failing(scores: Sequence[Fraction], mark: Fraction) -> Fraction:
    """Return the share of candidates, in per cent, whose score is below ``mark``; ``scores`` ascend."""
    return Fraction(100 * bisect_left(scores, mark), len(scores))


def reached(scores: Sequence[Fraction], mark: Fraction) -> Fraction:
    """Return the share of candidates, in per cent, whose score is ``mark`` or less; ``scores`` ascend."""
    return Fraction(100 * bisect_right(scores, mark), len(scores))


def curve(scores: Sequence[Fraction]) -> list[tuple[Fraction, Fraction]]:
    """Return the corners of the curve of failures (mark, share), from (0, 0) to (100, 100), upright parts included."""
    ordered = sorted(scores)
    points = [(Fraction(0), Fraction(0))]
    for score in dict.fromkeys(ordered):
        points += [(score, points[-1][1]), (score, reached(ordered, score))]
    return [*points, (Fraction(100), Fraction(100))]


def crossing(bounds: Bounds, scores: Sequence[Fraction]) -> Crossing | Miss:
    """Return where the cumulative curve of failures crosses the diagonal.

    The curve is flat between two scores and rises upright at each, because whoever reached the mark passes. It never
    falls and the diagonal never rises, so they meet once at most. Where the diagonal meets an upright part, the mark is
    that score.
    """
    if not scores:
        return Miss.NOBODY_SAT
    scores = sorted(scores)
    if failing(scores, bounds.min_pass) > bounds.max_fail:
        return Miss.TOO_MANY_FAIL
    previous = bounds.min_pass
    steps = sorted({score for score in scores if bounds.min_pass <= score < bounds.max_pass} | {bounds.max_pass})
    for mark in steps:
        level = failing(scores, mark)  # of every mark above ``previous`` and up to this one
        if bounds.line(mark) <= level and bounds.min_pass < bounds.max_pass:
            return _crossing_between(bounds, previous, level)
        previous = mark
    return _at_the_end(bounds, scores)


def _crossing_between(bounds: Bounds, previous: Fraction, level: Fraction) -> Crossing:
    """Return the crossing with the upright at ``previous``, or with the level that follows it."""
    mark = previous if level >= bounds.line(previous) else bounds.mark_at(level)
    return Crossing(mark, bounds.line(mark))


def _at_the_end(bounds: Bounds, scores: Sequence[Fraction]) -> Crossing | Miss:
    """Return the crossing with the upright at the highest mark, where the diagonal (upright or not) ends."""
    if reached(scores, bounds.max_pass) < bounds.min_fail:
        return Miss.TOO_FEW_FAIL
    return Crossing(bounds.max_pass, max(failing(scores, bounds.max_pass), bounds.min_fail))


def _average(judgements: Sequence[Bounds], of: Callable[[list[Fraction]], Fraction]) -> Bounds:
    columns = zip(*((one.min_pass, one.max_pass, one.min_fail, one.max_fail) for one in judgements), strict=True)
    return Bounds(*(Fraction(of(list(column))) for column in columns))


def _mean(values: Iterable[Fraction]) -> Fraction:
    found = list(values)
    return sum(found, Fraction(0)) / len(found)
