"""The expressions of QTI's response processing (QTI 2.2 information model, "Expressions") that items here need."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from quizzes.domain.exchange.numbers import decimal
from quizzes.domain.exchange.safexml import child, children, local, text_of

Value = Any
"""None for NULL, a list for a container, else a text, a Decimal or a truth."""
MAX_STEPS = 20_000
"""Expressions and rules that are followed for one item, over all the responses that are tried."""
MAX_DIGITS = 60
NUMBERS = frozenset(["float", "integer"])


class NotUnderstood(ValueError):
    """The rules of an item hold something that is not followed here; the text says what."""


def typed(text: str, base: str) -> Value:
    """Return a written value as what its base type says; a number that is none stays text."""
    text = " ".join(text.split())
    if base in NUMBERS:
        try:
            return decimal(text)
        except ValueError:
            return text
    return text == "true" if base == "boolean" else text


@dataclass
class Run:
    """What the variables hold while the rules are followed for one response; ``declared``: the response variables."""

    declared: Mapping[str, Any]
    responses: Mapping[str, Value]
    outcomes: dict[str, Value] = field(default_factory=dict)
    steps: int = 0

    def count(self, steps: int = 1) -> None:
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise NotUnderstood("its rules are too long to be followed")

    def variable(self, name: str) -> Value:
        if name in self.outcomes:
            return self.outcomes[name]
        if name in self.declared:
            return self.responses.get(name)
        raise NotUnderstood(f"its rules use '{name[:40]}'")

    def is_ordered(self, name: str) -> bool:
        return name in self.declared and self.declared[name].get("cardinality") == "ordered"

    def _declaration(self, name: str) -> Any:
        if name not in self.declared:
            raise NotUnderstood(f"its rules use '{name[:40]}', which is not declared")
        return self.declared[name]

    def right(self, name: str) -> Value:
        """Return the declared right response."""
        declaration = self._declaration(name)
        given = child(declaration, "correctResponse")
        self.count(len(given) if given is not None else 0)
        base = declaration.get("baseType", "")
        values = [typed(text_of(value), base) for value in children(given, "value")] if given is not None else []
        if declaration.get("cardinality", "single") == "single":
            return values[0] if values else None
        return values or None

    def points(self, name: str) -> Decimal:
        """Return the sum of what the mapping gives for the response."""
        declaration = self._declaration(name)
        mapping = child(declaration, "mapping")
        if mapping is None:
            raise NotUnderstood(f"its rules give points for '{name[:40]}', which has none")
        self.count(len(mapping))
        base = declaration.get("baseType", "")
        try:
            known = {_key(typed(entry.get("mapKey", ""), base)): decimal(entry.get("mappedValue", ""))
                     for entry in children(mapping, "mapEntry")}  # fmt: skip
            default = decimal(mapping.get("defaultValue", "0"))
            bounds = {end: decimal(mapping.get(end, "")) for end in ("lowerBound", "upperBound") if mapping.get(end)}
        except ValueError:
            raise NotUnderstood("its points are no numbers") from None
        response = self.responses.get(name)
        values = response if isinstance(response, list) else [] if response is None else [response]
        total = sum((known.get(key, default) for key in dict.fromkeys(map(_key, values))), Decimal(0))
        total = min(total, bounds.get("upperBound", total))
        return max(total, bounds.get("lowerBound", total))


def value_of(run: Run, expression: Any | None) -> Value:
    """Return the value of an expression. Raises NotUnderstood."""
    run.count()
    if expression is None:
        raise NotUnderstood("its rules hold an empty expression")
    found = EXPRESSIONS.get(local(expression))
    if found is None:
        raise NotUnderstood(f"its rules hold <{local(expression)}>")
    return found(run, expression)


def same(first: Value, second: Value, *, ordered: bool) -> bool | None:
    """Tell whether two values are equal; None where one of them is NULL."""
    if first in (None, []) or second in (None, []):
        return None
    if isinstance(first, list) != isinstance(second, list):
        raise NotUnderstood("its rules compare a list with a single value")
    if not isinstance(first, list):
        return _key(first) == _key(second)
    keys = [list(map(_key, first)), list(map(_key, second))]
    return keys[0] == keys[1] if ordered else sorted(keys[0]) == sorted(keys[1])


def _key(value: Value) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _short(value: Decimal) -> Decimal:
    if value.adjusted() > MAX_DIGITS:
        raise InvalidOperation
    return value


def _name(expression: Any) -> str:
    return expression.get("identifier", "")


def _only(run: Run, expression: Any) -> Value:
    return value_of(run, expression[0] if len(expression) else None)


def _pair(run: Run, expression: Any) -> tuple[Value, Value]:
    if len(expression) != 2:  # noqa: PLR2004 both sides
        raise NotUnderstood(f"its rules hold a <{local(expression)}> of {len(expression)} parts")
    return value_of(run, expression[0]), value_of(run, expression[1])


def _both(made: Callable[[Any, Any], Value]) -> Callable[[Run, Any], Value]:
    """Return an expression of two values that is NULL where one of them is."""

    def value(run: Run, expression: Any) -> Value:
        first, second = _pair(run, expression)
        return None if first is None or second is None else made(first, second)

    return value


def _container(run: Run, expression: Any) -> list[Value] | None:
    listed: list[Value] = []
    for part in expression:
        found = value_of(run, part)
        listed += found if isinstance(found, list) else [] if found is None else [found]
    return listed or None


def _match(run: Run, expression: Any) -> bool | None:
    first, second = _pair(run, expression)
    ordered = any(local(part) == "ordered" or run.is_ordered(_name(part)) for part in expression)
    return same(first, second, ordered=ordered)


def _equal(run: Run, expression: Any) -> bool | None:
    first, second = _pair(run, expression)
    if first is None or second is None:
        return None
    mode = expression.get("toleranceMode", "exact")
    if mode == "exact":
        return first == second
    # A tolerance is around the right number, on whichever side that stands.
    answered = local(expression[0]) == "variable" and _name(expression[0]) in run.declared
    given, right = (first, second) if answered else (second, first)
    try:
        sizes = [decimal(part) for part in expression.get("tolerance", "").split()]
    except ValueError:
        sizes = []
    if not sizes:
        raise NotUnderstood("its rules have a tolerance that is no number")
    least, most = sizes[0], sizes[-1]
    if mode == "relative":
        least, most = abs(right * least / 100), abs(right * most / 100)
    low, high = right - least, right + most
    above = given > low if expression.get("includeLowerBound") == "false" else given >= low
    below = given < high if expression.get("includeUpperBound") == "false" else given <= high
    return above and below


def _all(run: Run, expression: Any) -> bool | None:
    found = [value_of(run, part) for part in expression]
    return False if False in found else None if None in found else True


def _any(run: Run, expression: Any) -> bool | None:
    found = [value_of(run, part) for part in expression]
    return True if True in found else None if None in found else False


def _not(run: Run, expression: Any) -> bool | None:
    found = _only(run, expression)
    return None if found is None else found is not True


def _numbers(run: Run, expression: Any) -> list[Decimal] | None:
    listed: list[Value] = []
    for part in expression:
        found = value_of(run, part)
        listed += found if isinstance(found, list) else [found]
    return None if None in listed else listed


def _sum(run: Run, expression: Any) -> Decimal | None:
    numbers = _numbers(run, expression)
    return None if numbers is None else _short(sum(numbers, Decimal(0)))


def _product(run: Run, expression: Any) -> Decimal | None:
    numbers, made = _numbers(run, expression), Decimal(1)
    for number in numbers or ():
        made = _short(made * number)
    return None if numbers is None else made


def _within(whole: Value, part: Value) -> bool:
    kept = [_key(value) for value in whole]
    return all(_key(value) in kept for value in (part if isinstance(part, list) else [part]))


def _string(run: Run, expression: Any) -> bool | None:
    first, second = _pair(run, expression)
    if first is None or second is None:
        return None
    if expression.get("substring") == "true":
        raise NotUnderstood("its rules look for a part of a text")
    pair = [_key(first), _key(second)]
    if expression.get("caseSensitive") == "false":
        pair = [text.casefold() for text in pair]
    return pair[0] == pair[1]


EXPRESSIONS: dict[str, Callable[[Run, Any], Value]] = {
    "variable": lambda run, expression: run.variable(_name(expression)),
    "correct": lambda run, expression: run.right(_name(expression)),
    "mapResponse": lambda run, expression: run.points(_name(expression)),
    "baseValue": lambda _run, expression: typed(text_of(expression), expression.get("baseType", "")),
    "null": lambda _run, _expression: None,
    "multiple": _container,
    "ordered": _container,
    "match": _match,
    "equal": _equal,
    "stringMatch": _string,
    "isNull": lambda run, expression: _only(run, expression) in (None, []),
    "and": _all,
    "or": _any,
    "not": _not,
    "lt": _both(lambda first, second: first < second),
    "lte": _both(lambda first, second: first <= second),
    "gt": _both(lambda first, second: first > second),
    "gte": _both(lambda first, second: first >= second),
    "sum": _sum,
    "product": _product,
    "subtract": _both(lambda first, second: _short(first - second)),
    "divide": _both(lambda first, second: _short(first / second)),
    "contains": _both(_within),
    "member": _both(lambda part, whole: _within(whole, part)),
    "integerToFloat": _only,
}
