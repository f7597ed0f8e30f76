"""A bank with one item of each kind, as a module's folder; the key of each item is the name of its kind."""

from copy import deepcopy

import yaml

from tests import factories

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" width="400" height="200">'
    "<title>Two breasts and their nodes</title>"
    '<rect width="400" height="200" fill="#fff"/><circle cx="100" cy="100" r="70" fill="#e8d2c8"/>'
    '<circle cx="300" cy="100" r="70" fill="#e8d2c8"/></svg>'
)


def entries() -> list[dict[str, object]]:
    """The items of test.yaml. What must stay secret says so: every comment, rationale and late result."""
    choices = [_option("Trastuzumab", correct=True), _option("Bevacizumab"), _option("Pertuzumab", correct=True)]
    best = [{**each, "correct": place == 1} for place, each in enumerate(choices)]
    return [
        _item("single-best-answer", options=best),
        _item("multiple-response", options=choices),
        _item(
            "multiple-true-false",
            statements=[
                {"text": "HER2 is a receptor.", "comment": "secret comment", "holds": True},
                {"text": "HER2 is a hormone.", "comment": "secret comment", "holds": False},
            ],
        ),
        _item(
            "extended-matching",
            options=[{"key": key, "text": f"Therapy {key} & more"} for key in ("alpha", "beta", "gamma")],
            vignettes=[
                {"text": "A woman of 49 with a relapse.", "comment": "secret comment", "answer": "beta"},
                {"text": "A woman of 71 with a new tumour.", "comment": "secret comment", "answer": "alpha"},
            ],
        ),
        _item(
            "ordering",
            steps=[{"text": text, "comment": "secret comment"} for text in ("Biopsy", "Staging", "Therapy", "Control")],
        ),
        _item(
            "numeric",
            answer="12.5",
            tolerance="0.5",
            unit="mg",
            units=["mg", "g"],
            comment="secret comment",
            calculator=True,
        ),
        _item(
            "hotspot",
            picture="![Two breasts, seen from the front](media/breasts.svg)",
            areas=[
                {"label": "The right breast", "comment": "secret comment", "circle": [100, 100, 60]},
                {"label": "The middle", "comment": "secret comment", "rectangle": [180, 20, 40, 160]},
                {
                    "label": "The left breast",
                    "comment": "secret comment",
                    "correct": True,
                    "polygon": [[250, 50], [350, 50], [350, 150], [250, 150]],
                },
            ],
        ),
        _item(
            "case",
            questions=[
                {"kind": "single-best-answer", "options": deepcopy(best), **_asked("What comes first?")},
                {
                    "kind": "numeric",
                    "result": "A secret result of the biopsy.",
                    "answer": "6",
                    "unit": "mg/kg",
                    **_asked("Which dose?"),
                },
            ],
        ),
    ]


RIGHT = {
    "single-best-answer": 1,
    "multiple-response": [0, 2],
    "multiple-true-false": [True, False],
    "extended-matching": [1, 0],
    "ordering": [0, 1, 2, 3],
    "numeric": {"value": "12,5", "unit": "mg"},
    "hotspot": 2,
    "case": {"answers": [1, {"value": "6", "unit": ""}], "settled": 1},
}
"""The right answers as responses keep them when a learner gives them on the pages."""


def folder(**policy: object) -> dict[str, bytes]:
    """The files of the module; options stay as they were written, so that tests may name them by their places."""
    rules = {**factories.POLICY, "shuffle_items": False, "shuffle_options": False, **policy}
    test = {"title": "CME test", "policy": rules, "items": entries()}
    return {
        **factories.folder(slug="eight", title="Eight kinds"),
        "test.yaml": yaml.safe_dump(test, sort_keys=False).encode(),
        "media/breasts.svg": PICTURE.encode(),
    }


def _item(kind: str, **fields: object) -> dict[str, object]:
    return {
        "key": kind,
        "kind": kind,
        "stem": f"A patient for {kind}.",
        "objectives": ["know"],
        "slides": ["one"],
        "references": ["swain2020"],
        **_asked("What is right?"),
        **fields,
    }


def _asked(lead_in: str) -> dict[str, str]:
    return {"lead_in": lead_in, "rationale": "A secret rationale."}


def _option(text: str, *, correct: bool = False) -> dict[str, object]:
    return {"text": text, "comment": "secret comment", "correct": correct}
