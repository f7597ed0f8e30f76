"""Options that are numbers: "12 weeks", "5 to 10 %", "≥ 50"."""

import re
from dataclasses import dataclass

NUMBER = r"[-−]?\d{1,3}(?:[,\s]\d{3})+(?:\.\d+)?|[-−]?\d+(?:[.,]\d+)?"
QUANTITY = re.compile(
    rf"(?:(?:about|at least|at most|less than|more than|under|over)\s+)?[<>≤≥~±≈]?\s*({NUMBER})"
    rf"(?:\s*(?:to|–|-|/)\s*({NUMBER}))?\s*(%|°?[^\W\d_]\S*(?:\s\S+)?)?\.?",
    re.IGNORECASE,
)
GROUPING = re.compile(r"[,\s](?=\d{3}(?:\D|$))")


@dataclass(frozen=True)
class Quantity:
    """A number or a range with its unit ("" where it has none)."""

    least: float
    most: float
    unit: str

    def bounds(self) -> tuple[float, float]:
        return self.least, self.most


def quantity(text: str) -> Quantity | None:
    """Return the quantity that ``text`` is as a whole; None for words, even with numbers among them."""
    found = QUANTITY.fullmatch(text.strip())
    if found is None:
        return None
    least = _value(found[1])
    return Quantity(least, _value(found[2]) if found[2] else least, (found[3] or "").casefold().rstrip("s."))


def _value(text: str) -> float:
    return float(GROUPING.sub("", text).replace(",", ".").replace("−", "-"))
