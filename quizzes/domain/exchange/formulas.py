"""Small formulas in MathML -> one line of characters where that is as clear: E = mc², a/b, √2."""

from itertools import pairwise
from typing import Any

from quizzes.domain.exchange.markup import LOWERED, RAISED
from quizzes.domain.exchange.safexml import local, text_of

TOKENS = frozenset(["mi", "mn", "mo", "mtext", "ms"])
GROUPS = frozenset(["math", "mrow", "mstyle", "mpadded"])
SPACED = frozenset("=<>≤≥≠≈±+−-×·÷→∈∝")
INVISIBLE = dict.fromkeys(range(0x2061, 0x2065))
PAIR = 2


class _Unclear(ValueError):
    """The formula is not the same on one line."""


def on_one_line(math: Any) -> str | None:
    """Return the formula as characters; None where a line would be another formula, or none."""
    try:
        return " ".join(_written(math).split()) or None
    except _Unclear:
        return None


def _written(element: Any) -> str:
    name = local(element)
    parts = [part for part in element if local(part)]
    if name in TOKENS:
        return _token(element)
    if name in GROUPS:
        return _row(parts)
    if name == "semantics" and parts:
        return _written(parts[0])  # what follows says the same in other words
    if name == "mfenced":
        return f"{element.get('open', '(')}{', '.join(map(_written, parts))}{element.get('close', ')')}"
    return _placed(name, parts)


def _placed(name: str, parts: list[Any]) -> str:
    """Return what stands above, below or under something."""
    if name == "msqrt":
        return f"√{_row(parts)}" if len(parts) == 1 and _is_small(parts[0]) else f"√({_row(parts)})"
    if name in {"msup", "msub"} and len(parts) == PAIR and _is_small(parts[0]):
        return _written(parts[0]) + _shifted(_written(parts[1]), RAISED if name == "msup" else LOWERED)
    if name == "mfrac" and len(parts) == PAIR and all(map(_is_small, parts)):
        return "/".join(map(_written, parts))
    raise _Unclear


def _token(element: Any) -> str:
    text = " ".join(text_of(element).translate(INVISIBLE).split())
    return f" {text} " if local(element) == "mo" and text in SPACED else text


def _row(parts: list[Any]) -> str:
    """Return what stands side by side; not a number beside a number or a fraction: 2 ½ is no 21/2."""
    names = [local(part) for part in parts]
    for before, after in pairwise(names):
        pair = {before, after}
        if (before == after == "mn") or ("mfrac" in pair and pair != {"mfrac", "mo"}):
            raise _Unclear
    return "".join(map(_written, parts))


def _is_small(element: Any) -> bool:
    """Tell whether an element is one number, one name or in brackets."""
    name, parts = local(element), [part for part in element if local(part)]
    if name in GROUPS:
        return len(parts) == 1 and _is_small(parts[0])
    return name in {"mi", "mn", "mfenced"}


def _shifted(text: str, table: dict[int, str]) -> str:
    bare = "".join(text.split())
    if not bare or any(ord(sign) not in table for sign in bare):
        raise _Unclear
    return bare.translate(table)
