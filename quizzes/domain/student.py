"""Student's t distribution, for intervals of means of few values.

"Student". The probable error of a mean. Biometrika 1908;6(1):1-25. The distribution function is an incomplete beta
function, computed by its continued fraction (Press WH et al. Numerical recipes. 3rd ed. Cambridge: Cambridge University
Press; 2007. Section 6.4, after Lentz).
"""

from functools import cache
from math import exp, lgamma, log, sqrt

STEPS = 200
TINY = 1e-300
PRECISION = 1e-16


@cache
def t_quantile(probability: float, freedom: int) -> float:
    """Return the value below which ``probability`` (at least 0.5, less than 1) of the distribution lies.

    ``freedom`` is the number of degrees of freedom, at least 1.
    """
    low, high = 0.0, 1.0
    while t_distribution(high, freedom) < probability:
        high *= 2
    for _ in range(STEPS):
        middle = (low + high) / 2
        if middle in {low, high}:
            break
        low, high = (middle, high) if t_distribution(middle, freedom) < probability else (low, middle)
    return (low + high) / 2


def t_distribution(t: float, freedom: int) -> float:
    """Return the share of the distribution below ``t``, which is not negative."""
    return 1 - _beta(freedom / 2, 0.5, freedom / (freedom + t * t)) / 2


def paired_interval(differences: list[float], confidence: float = 0.95) -> tuple[float, float]:
    """Return the confidence interval of the mean of at least two differences of pairs: mean ± t · SD / root n."""
    n = len(differences)
    mean = sum(differences) / n
    spread = sqrt(sum((value - mean) ** 2 for value in differences) / (n - 1))
    half = t_quantile(1 - (1 - confidence) / 2, n - 1) * spread / sqrt(n)
    return mean - half, mean + half


def _beta(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function at ``x`` from 0 to 1."""
    if x in {0.0, 1.0}:
        return x
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, STEPS):
        for part in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                     -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):  # fmt: skip
            d = 1 / (1 + part * d or TINY)
            c = 1 + part / c or TINY
            value *= c * d
        if abs(c * d - 1) < PRECISION:
            break
    return value
