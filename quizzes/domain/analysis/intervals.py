"""Intervals and tests of shares, and the correction where many are tested at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt
from statistics import NormalDist

Z95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Interval:
    """A 95 % confidence interval."""

    low: float
    high: float


def wilson(share: float, n: int) -> Interval:
    """Return the score interval of ``share`` among ``n`` (at least 1): E. B. Wilson, J Am Stat Assoc 1927;22:209-212.

    (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n). For marks between 0 and 1 it is wider than needed, because their
    variance is at most p(1-p).
    """
    spread = Z95 * sqrt(max(share * (1 - share), 0) / n + Z95**2 / (4 * n * n))
    middle, scale = share + Z95**2 / (2 * n), 1 + Z95**2 / n
    low, high = (middle - spread) / scale, (middle + spread) / scale
    return Interval(max(min(low, share), 0.0), min(max(high, share), 1.0))  # rounding may step over 0, 1 or the share


@dataclass(frozen=True)
class Difference:
    """``second`` minus ``first`` share, its interval, and the test of no difference: z and its two-sided p."""

    value: float
    interval: Interval
    z: float
    p: float


def difference(first: float, n_first: int, second: float, n_second: int) -> Difference:
    """Compare two shares of independent groups.

    Interval: R. G. Newcombe, Stat Med 1998;17:873-890, method 10, from the two Wilson intervals. z: the difference over
    its standard error from the pooled share; z² is Pearson's chi-square without correction.
    """
    value, one, two = second - first, wilson(first, n_first), wilson(second, n_second)
    low = value - sqrt((second - two.low) ** 2 + (one.high - first) ** 2)
    high = value + sqrt((two.high - second) ** 2 + (first - one.low) ** 2)
    pooled = (first * n_first + second * n_second) / (n_first + n_second)
    error = sqrt(max(pooled * (1 - pooled), 0) * (1 / n_first + 1 / n_second))
    z = value / error if error else 0.0
    return Difference(value, Interval(low, high), z, two_sided(z))


def two_sided(z: float) -> float:
    """Return the probability that a standard normal value lies at least as far from 0 as ``z``."""
    return erfc(abs(z) / sqrt(2))


def holm(values: Sequence[float]) -> list[float]:
    """Return p values corrected for being tested together: S. Holm, Scand J Stat 1979;6:65-70. In the order given."""
    order = sorted(range(len(values)), key=values.__getitem__)
    corrected, largest = [0.0] * len(values), 0.0
    for place, index in enumerate(order):
        largest = max(largest, min(1.0, (len(values) - place) * values[index]))
        corrected[index] = largest
    return corrected
