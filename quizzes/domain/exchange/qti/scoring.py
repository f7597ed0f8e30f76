"""How a QTI item scores a number: exactly, within a tolerance, or between two limits."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from quizzes.domain.exchange.draft import Refused
from quizzes.domain.exchange.numbers import decimal, interval, relative, written
from quizzes.domain.exchange.safexml import child, children, descendants, local, text_of

LOWER, UPPER = frozenset(["gte", "gt"]), frozenset(["lte", "lt"])


def number_of(root: Any, declaration: Any, right: Sequence[str], weights: Mapping[str, Decimal]) -> tuple[str, str]:
    """Return the right number and its tolerance. Raises Refused for words, and for rules that are not understood."""
    name = declaration.get("identifier")
    processing = child(root, "responseProcessing")
    template = processing.get("template", "") if processing is not None else ""
    try:
        if processing is not None and not template:
            for rule in processing.iter():
                if local(rule) in {"equal", "equalRounded", *LOWER} and _is_about(rule, name):
                    return _by_rule(rule, right, name)
        values = right or [key for key, weight in weights.items() if weight > 0 and weight == max(weights.values())]
        if len(values) != 1:
            raise Refused(f"{len(values)} answers are right; numeric has one number with a tolerance")
        return written(decimal(values[0])), "0"
    except ValueError as error:
        if isinstance(error, Refused):
            raise
        raise Refused(f"{error}: answers in words are not compared here") from None


def _is_about(rule: Any, name: str) -> bool:
    return any(variable.get("identifier") == name for variable in children(rule, "variable"))


def _by_rule(rule: Any, right: Sequence[str], name: str) -> tuple[str, str]:
    if local(rule) in LOWER:
        return _between(rule, name)
    value = _value(rule, right)
    if local(rule) == "equalRounded":
        raise Refused("a number compared after rounding; numeric has a tolerance")
    mode = rule.get("toleranceMode", "exact")
    if mode == "exact":
        return written(decimal(value)), "0"
    sizes = rule.get("tolerance", "0").split()
    least, most = sizes[0], sizes[-1]
    if mode == "relative":
        least, most = relative(value, least), relative(value, most)
    if decimal(least) == decimal(most):
        return written(decimal(value)), written(decimal(least))
    return interval(str(decimal(value) - decimal(least)), str(decimal(value) + decimal(most)))


def _between(rule: Any, name: str) -> tuple[str, str]:
    """Return the middle of "at least a and at most b", both in one rule."""
    upper = [found for found in descendants(rule.getparent(), *UPPER) if _is_about(found, name)]
    if local(rule.getparent()) != "and" or len(upper) != 1:
        raise Refused("a number with one limit, or with rules that are not understood; numeric has two")
    if local(rule) == "gt" or local(upper[0]) == "lt":
        raise Refused("a number between limits that are wrong themselves; a tolerance includes its ends")
    return interval(_value(rule, ()), _value(upper[0], ()))


def _value(rule: Any, right: Sequence[str]) -> str:
    given = child(rule, "baseValue")
    if given is not None:
        return text_of(given).strip()
    if child(rule, "correct") is not None and len(right) == 1:
        return right[0]
    raise Refused("a number compared with something that is not understood")
