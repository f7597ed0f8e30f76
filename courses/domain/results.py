"""Numbers that look like the result of a trial. Each must be bound to the evidence, so that none is typed by hand.

The signs are those by which results are reported: a hazard ratio, a confidence interval, a p value, a median in months,
the share of patients with a response or an event.
"""

import re
from collections.abc import Iterator

NUMBER = r"\d+(?:[.,·]\d+)?"
DECIMAL = r"\d+[.,·]\d+"
BOUND_OR_CODE = re.compile(r"\[[^\]]*\]\(ev:[^)\s]*\)|\{[a-z0-9_.]+\}|`[^`\n]*`|\[@[^\]]*\]|\]\([^)]*\)|https?://\S+")
SENTENCE = re.compile(r"(?:[^.!?;\n]|\.(?=\S)|\n(?!\s*(?:\n|[-|#*>])))+")
LEVEL = re.compile(rf"{NUMBER}\s?(?:%|per cent)(?=[\s-]*(?:CI\b|KI\b|confidence|Konfidenz))", re.IGNORECASE)
OUTCOME = re.compile(
    r"\b(?:responses?|responded|responders?|respon[ds]e rates?|survival|survived|alive|progression-free|event-free|"
    r"free of progression|risk of (?:death|progression)|clinical benefit|complete remission|ORR|pCR|PFS|OS|"
    r"Ansprechraten?|Ansprechen|Überleben|progressionsfrei\w*)\b"
)
MEDIAN = re.compile(r"\b(?:median|mPFS|mOS|PFS|OS|survival|progression-free|Median|mediane?[rsn]?|Überleben)\b")

ANYWHERE = {
    "a hazard ratio": re.compile(rf"\b(?:HR|hazard ratio|Hazard Ratio)\b[\s:=(]*(?:of|was|von|,)?\s*{DECIMAL}"),
    "a confidence interval": re.compile(
        rf"\b(?:CI|KI|confidence interval|Konfidenzintervall)\b[^;\n]{{0,25}}?{DECIMAL}"
    ),
    "a p value": re.compile(rf"\b[pP](?:\s?value|-Wert)?\s*(?:[=<>≤≥]|of|was)\s*{DECIMAL}"),
    "a result in months": re.compile(
        rf"{DECIMAL}(?:\s*(?:to|v|vs|versus|and|–|-|bis|und)\s*{NUMBER})?[\s-]*(?:months?|Monate\w*)\b"
    ),
    "a ratio with its interval": re.compile(rf"{DECIMAL}\s*[(\[]\s*{DECIMAL}\s*(?:to|bis|–|-|,)\s*{DECIMAL}"),
    "a result in a table": re.compile(rf"(?<=[|\"])[ \t]*{DECIMAL}[ \t]*(?=[|\"])"),
    "a percentage with decimals": re.compile(rf"{DECIMAL}\s?(?:%|per cent|Prozent)"),
}
LANDMARK = r"(?<!at )(?<!after )(?<!within )(?<!every )(?<!least )(?<!than )(?<!nach )(?<!alle )(?<!mit )(?<!von )"
MONTHS = re.compile(rf"\b{LANDMARK}{NUMBER}[\s-]*(?:months?|Monate\w*)\b")
SHARE = re.compile(rf"{NUMBER}\s?(?:%|per cent|Prozent)")


def unbound_results(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield each number in ``text`` that looks like a result and is not bound: line (from 0), what it is, its words."""
    plain = LEVEL.sub(_blank, BOUND_OR_CODE.sub(_blank, text))
    for sentence in SENTENCE.finditer(plain):
        told: set[int] = set()
        for kind, sign in _signs(sentence[0]):
            for found in sign.finditer(sentence[0]):
                if found.end() not in told:
                    told.add(found.end())
                    line = plain.count("\n", 0, sentence.start() + found.start())
                    yield line, kind, " ".join(found[0].split())


def _signs(sentence: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    yield from ANYWHERE.items()
    if MEDIAN.search(sentence):
        yield "a result in months", MONTHS
    if OUTCOME.search(sentence):
        yield "a share of patients", SHARE


def _blank(match: re.Match[str]) -> str:
    """Return as many lines as the match has, so that places stay right, and nothing that reads as a number."""
    return "\N{WHITE SQUARE}" + "\n" * match[0].count("\n")
