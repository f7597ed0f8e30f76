"""How a QTI item scores a number: exactly, within a tolerance, or between two limits."""

from decimal import Decimal
from typing import Any

from quizzes.domain.exchange.draft import Refused
from quizzes.domain.exchange.numbers import decimal, interval, relative, written
from quizzes.domain.exchange.qti.expressions import NUMBERS, NotUnderstood
from quizzes.domain.exchange.qti.keys import Key
from quizzes.domain.exchange.safexml import child, children, descendants, local, text_of

LOWER, UPPER = frozenset(["gte", "gt"]), frozenset(["lte", "lt"])
STEP = Decimal("1e-6")
"""Share of a number by which an answer lies outside of the tolerance when the rules are tried."""


def number_of(key: Key) -> tuple[str, str]:
    """Return the right number and its tolerance. Raises Refused for words, and for rules that are not understood."""
    found = _found(key)
    _verify(key, *found)
    return found


def _found(key: Key) -> tuple[str, str]:
    processing = key.rules.processing
    try:
        if processing is not None and not key.rules.template:
            for rule in processing.iter():
                if local(rule) in {"equal", "equalRounded", *LOWER} and _is_about(rule, key.name):
                    return _by_rule(rule, key)
        best = max(key.points.values(), default=Decimal(0))
        values = key.declared or [name for name, points in key.points.items() if points == best > 0]
        if not values:
            raise Refused("no number is marked as right")
        if whole := _whole_numbers(key):
            return interval(str(whole[0]), str(whole[-1]))
        if len({decimal(value) for value in values}) != 1:
            raise Refused(f"{len(values)} answers are right; numeric has one number with a tolerance")
        return written(decimal(values[0])), "0"
    except ValueError as error:
        if isinstance(error, Refused):
            raise
        raise Refused(f"{error}: answers in words are not compared here") from None


def _whole_numbers(key: Key) -> list[int]:
    """Return the whole numbers in a row that have all the points; none where only one has them."""
    if key.declaration.get("baseType") != "integer":
        return []
    best = max(key.points.values(), default=Decimal(0))
    full = sorted(int(decimal(name)) for name, points in key.points.items() if points == best > 0)
    return full if len(full) > 1 and full == list(range(full[0], full[-1] + 1)) else []


def _verify(key: Key, answer: str, tolerance: str) -> None:
    """Make sure that the rules score the number, all of its tolerance and nothing beyond, as it was read."""
    right, size = decimal(answer), decimal(tolerance)
    base = key.declaration.get("baseType", "")
    if not key.rules.are_there or base not in NUMBERS:
        if any(name not in key.declared and points > 0 and decimal_or_none(name) != right
               for name, points in key.points.items()):  # fmt: skip
            key.draft.left_out("answers beside the right number: no part of the credit")
        return
    step = Decimal(1) if base == "integer" else max(abs(right), Decimal(1)) * STEP
    try:
        full = key.score_of(right)
        if full is None:
            return
        ends = [key.score_of(right - size), key.score_of(right + size)]
        beyond = [key.score_of(right - size - step), key.score_of(right + size + step)]
    except NotUnderstood as reason:
        if not key.rules.template:
            raise Refused(f"a number, and {reason}") from None
        key.only_declared(reason)
        return
    if full <= 0 or any(score is not None and score >= full for score in beyond):
        raise Refused(f"its rules do not score {answer} ± {tolerance} and nothing else; numeric does")
    if any(score != full for score in ends):
        raise Refused("a number between limits that are wrong themselves; a tolerance includes its ends")
    partial = any(0 < points < max(key.points.values()) for points in key.points.values())
    if partial or descendants(key.rules.processing, "responseElseIf") or any(score for score in beyond):
        key.draft.left_out("the points of answers beside the right number: no part of the credit")


def decimal_or_none(text: str) -> Decimal | None:
    try:
        return decimal(text)
    except ValueError:
        return None


def _is_about(rule: Any, name: str) -> bool:
    return any(variable.get("identifier") == name for variable in children(rule, "variable"))


def _by_rule(rule: Any, key: Key) -> tuple[str, str]:
    if local(rule) in LOWER:
        return _between(rule, key)
    value = _value(rule, key)
    if local(rule) == "equalRounded":
        raise Refused("a number compared after rounding; numeric has a tolerance")
    mode = rule.get("toleranceMode", "exact")
    if mode == "exact":
        return written(decimal(value)), "0"
    sizes = rule.get("tolerance", "0").split() or ["0"]
    least, most = sizes[0], sizes[-1]
    if mode == "relative":
        least, most = relative(value, least), relative(value, most)
    if decimal(least) == decimal(most):
        return written(decimal(value)), written(decimal(least))
    return interval(str(decimal(value) - decimal(least)), str(decimal(value) + decimal(most)))


def _between(rule: Any, key: Key) -> tuple[str, str]:
    """Return the middle of "at least a and at most b", both in one rule."""
    upper = [found for found in descendants(rule.getparent(), *UPPER) if _is_about(found, key.name)]
    if local(rule.getparent()) != "and" or len(upper) != 1:
        raise Refused("a number with one limit, or with rules that are not understood; numeric has two")
    if local(rule) == "gt" or local(upper[0]) == "lt":
        raise Refused("a number between limits that are wrong themselves; a tolerance includes its ends")
    return interval(_value(rule, key), _value(upper[0], key))


def _value(rule: Any, key: Key) -> str:
    given = child(rule, "baseValue")
    if given is not None:
        return text_of(given).strip()
    if child(rule, "correct") is not None and len(key.declared) == 1:
        return key.declared[0]
    raise Refused("a number compared with something that is not understood")
