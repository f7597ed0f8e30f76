"""Numbers as texts: read from the notations of the formats, kept exactly."""

import re
from decimal import Decimal

from quizzes.domain.exchange.question import NUMBER

GIVEN = re.compile(r"[+-]?(?:[0-9]{1,30}\.?[0-9]{0,30}|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,2})?", re.ASCII)


def decimal(text: str) -> Decimal:
    """Return a number written with a point or a comma, also as 1.5e3. Raises ValueError that says what it is not."""
    bare = text.strip().replace("−", "-")
    bare = bare.replace(",", ".") if bare.count(",") == 1 and "." not in bare else bare
    if not GIVEN.fullmatch(bare):
        raise ValueError(f"'{text.strip()[:40]}' is no number")
    return Decimal(bare)


def written(value: Decimal) -> str:
    """Return the number as test.yaml has it: digits with a point, its trailing zeros kept."""
    text = f"{value:f}"
    return "0" if text.strip("-0.") == "" and "." not in text else text


def interval(low: str, high: str) -> tuple[str, str]:
    """Return the middle of two limits, and the tolerance that reaches them."""
    least, most = sorted((decimal(low), decimal(high)))
    return written(_short((least + most) / 2)), written(_short((most - least) / 2))


def relative(value: str, percent: str) -> str:
    """Return the tolerance that is ``percent`` of ``value``."""
    return written(_short(abs(decimal(value) * decimal(percent) / 100)))


def _short(value: Decimal) -> Decimal:
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def is_number(text: str) -> bool:
    return NUMBER.fullmatch(text) is not None
