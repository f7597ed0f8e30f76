"""One item of each kind as test.yaml has it, and how to read it."""

import yaml

from courses.domain.media import Picture
from courses.domain.problems import Problems
from quizzes.domain.testfile import Known, read_test
from tests.quizzes.factories import REFERENCE

PICTURE = Picture("/media/receptor.svg", "image/svg+xml", 400, 300)
KNOWN = Known(
    frozenset({"standards"}), {"cleopatra": "current"}, {"swain2020": REFERENCE}, {"media/receptor.svg": PICTURE}
)
HEAD = {"title": "CME test", "policy": {"pass_percent": 75, "reveal": "never"}}
COMMON = {
    "stem": "A 52-year-old woman has visceral metastases.",
    "lead_in": "What now?",
    "rationale": "CLEOPATRA",
    "objectives": ["standards"],
    "slides": ["cleopatra"],
    "references": ["swain2020"],
}


def _options(*right, count=4):
    return [
        {"text": f"Option {place}", "comment": f"Comment {place}", **({"correct": True} if place in right else {})}
        for place in range(count)
    ]


FIELDS = {
    "single-best-answer": {"options": [*_options(1), {"text": "Nothing", "comment": "No", "anchored": True}]},
    "multiple-response": {"options": _options(0, 2)},
    "multiple-true-false": {
        "statements": [
            {"text": "HER2 is a receptor", "comment": "Yes", "holds": True},
            {"text": "HER2 is a ligand", "comment": "No", "holds": False},
            {"text": "HER2 dimerises", "comment": "Yes", "holds": True},
        ]
    },
    "extended-matching": {
        "options": [{"key": f"drug-{place}", "text": f"Drug {place}"} for place in range(6)],
        "vignettes": [
            {"text": "First line", "comment": "C1", "answer": "drug-4"},
            {"text": "Second line", "comment": "C2", "answer": "drug-0"},
        ],
    },
    "ordering": {"steps": [{"text": "Biopsy"}, {"text": "IHC", "comment": "Then"}, {"text": "ISH"}, {"text": "Treat"}]},
    "numeric": {"answer": "12.5", "tolerance": "0.5", "unit": "months", "units": ["days", "months"], "comment": "So"},
    "hotspot": {
        "picture": "![A receptor in the membrane](media/receptor.svg)",
        "areas": [
            {"label": "Upper part", "comment": "No", "circle": [100, 100, 40]},
            {"label": "Lower part", "comment": "Yes", "correct": True, "rectangle": [10, 200, 80, 60]},
            {"label": "Right edge", "comment": "No", "polygon": [[300, 10], [390, 10], [390, 90]]},
        ],
    },
    "case": {
        "questions": [
            {"kind": "single-best-answer", "lead_in": "Which test?", "rationale": "R1", "options": _options(0)},
            {
                "result": "IHC 2+",
                "kind": "multiple-response",
                "lead_in": "And now?",
                "rationale": "R2",
                "options": _options(1, 3),
            },
            {"result": "ISH ratio?", "kind": "numeric", "lead_in": "From which?", "rationale": "R3", "answer": "2.0"},
        ]
    },
}


def entry(kind, /, **values):
    """The item of test.yaml of this kind, with ``values`` in place of its fields."""
    return {"key": f"about-{kind}", "kind": kind, **COMMON, **FIELDS[kind], **values}


def read(*entries, known=KNOWN):
    """Return what test.yaml with these items becomes, and its problems as lines."""
    problems = Problems()
    text = yaml.safe_dump({**HEAD, "items": list(entries)}, sort_keys=False, allow_unicode=True)
    content = read_test(
        "test.yaml", text, known=known, passage=lambda _p, _l, source: f"<p>{source}</p>", problems=problems
    )
    return content, [problem.message for problem in problems.sorted()]


def content_of(kind):
    content, problems = read(entry(kind))
    assert problems == []
    return content.items[0].content
