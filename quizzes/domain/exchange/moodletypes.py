"""The types of question in Moodle XML -> the contents of items: those of Moodle itself and of common plugins."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from quizzes.domain.exchange.draft import Draft, Refused, few, note_weights
from quizzes.domain.exchange.matching import matching, table
from quizzes.domain.exchange.moodlegaps import cloze, gaps, short_number
from quizzes.domain.exchange.moodletexts import FULL, Content, fraction, html_of, is_false, number, words_of
from quizzes.domain.exchange.numbers import written
from quizzes.domain.exchange.question import MULTIPLE, NUMERIC, ORDERING, SINGLE, option
from quizzes.domain.exchange.safexml import child, children, text_of

UNLIKE = {
    "essay": "nobody marks texts here",
    "description": "it asks nothing",
    "calculated": "its numbers change from learner to learner",
    "calculatedmulti": "its numbers change from learner to learner",
    "calculatedsimple": "its numbers change from learner to learner",
    "randomsamatch": "it is drawn from short answers",
    "random": "it is drawn from a category; a blueprint does this here",
    "ddimageortext": "texts to drag onto a picture are no kind of item here",
    "ddmarker": "markers to drag onto a picture are no kind of item here",
}
FEW = 2
"""Options with which a question of several answers is one of a single answer."""


def _choice(element: Any, draft: Draft) -> Content:
    answers = few(children(element, "answer"), "answers")
    weights = [fraction(answer) for answer in answers]
    single = not is_false(element, "single")
    right = [weight >= FULL if single else weight > 0 for weight in weights]
    note_weights(weights, right, draft)
    kind = SINGLE if single or (sum(right) == 1 and len(right) == FEW) else MULTIPLE
    return kind, {"options": _options(element, answers, right, draft)}


def _options(element: Any, answers: Sequence[Any], right: list[bool], draft: Draft) -> list[dict[str, Any]]:
    fixed = is_false(element, "shuffleanswers")
    return [
        option(
            draft.phrase(html_of(answer)),
            draft.remark(html_of(child(answer, "feedback")), "feedback"),
            correct=correct,
            anchored=fixed,
        )
        for answer, correct in zip(answers, right, strict=True)
    ]


def _set(element: Any, draft: Draft) -> Content:
    """Several answers that are right or wrong without weights: the plugins oumultiresponse and multichoiceset."""
    answers = few(children(element, "answer"), "answers")
    right = [fraction(answer) > 0 for answer in answers]
    return MULTIPLE, {"options": _options(element, answers, right, draft)}


def _single_row(element: Any, draft: Draft) -> Content:
    """One of several rows is right: the plugin sc."""
    right, fixed = words_of(element, "correctrow"), is_false(element, "shuffleanswers")
    options = [
        option(html, said, correct=row.get("number") == right, anchored=fixed)
        for row, html, said in _rows(element, draft)
    ]
    return SINGLE, {"options": options}


def _rows(element: Any, draft: Draft) -> list[tuple[Any, str, str]]:
    rows = few(children(element, "row"), "rows")
    return [(row, draft.phrase(html_of(child(row, "optiontext"))),
             draft.remark(html_of(child(row, "feedbacktext")), "feedback")) for row in rows]  # fmt: skip


def _columns(element: Any, draft: Draft) -> Content:
    """Each of several rows is one of the columns, mostly true or false: the plugins mtf and kprime."""
    columns = few(children(element, "column"), "columns")
    names = [column.get("number", "") for column in columns]
    weights = {(weight.get("rownumber"), weight.get("columnnumber")): number(words_of(weight, "value") or "0")
               for weight in children(element, "weight")}  # fmt: skip
    asked = []
    for row, html, said in _rows(element, draft):
        given = [weights.get((row.get("number"), name), 0) for name in names]
        asked.append((html, said, _only(given)))
    if words_of(child(element, "scoringmethod"), "text") not in {"", "subpoints", "kprime", "kprimeonezero"}:
        draft.left_out("that wrong answers cost points")
    return table(asked, [draft.phrase(html_of(child(column, "responsetext"))) for column in columns])


def _matrix(element: Any, draft: Draft) -> Content:
    """Each of several rows is one of the columns: the plugin matrix."""
    weights = [[number(text_of(weight).strip() or "0") for weight in children(row, "weight-of-col")]
               for row in children(element, "weights-of-row")]  # fmt: skip
    rows = few(children(element, "row"), "rows")
    if len(weights) != len(rows):
        raise Refused(f"{len(rows)} rows with the weights of {len(weights)}")
    asked = [(_head(row, draft), draft.remark(html_of(child(row, "feedback")), "feedback"), _only(given))
             for row, given in zip(rows, weights, strict=True)]  # fmt: skip
    columns = [_head(column, draft) for column in children(element, "col", "column")]
    if any(right >= len(columns) for _, _, right in asked):
        raise Refused("a weight for a column that is not there")
    return table(asked, columns)


def _head(element: Any, draft: Draft) -> str:
    short = escape(words_of(element, "shorttext"), quote=False)
    more = draft.phrase(html_of(child(element, "description")))
    return ": ".join(part for part in (short, more) if part)


def _only(weights: Sequence[Any]) -> int:
    """Return the place of the only weight above 0. Raises Refused."""
    right = [place for place, weight in enumerate(weights) if weight > 0]
    if len(right) != 1:
        raise Refused(f"a row with {len(right)} right columns; each has one here")
    return right[0]


def _truth(element: Any, draft: Draft) -> Content:
    options = [
        option(
            escape(text_of(child(answer, "text")).strip().capitalize(), quote=False),
            draft.remark(html_of(child(answer, "feedback")), "feedback"),
            correct=fraction(answer) >= FULL,
            anchored=True,
        )
        for answer in few(children(element, "answer"), "answers")
    ]
    return SINGLE, {"options": options}


def _matching(element: Any, draft: Draft) -> Content:
    pairs = [
        (draft.phrase(html_of(pair)), "", escape(text_of(child(child(pair, "answer"), "text")).strip(), quote=False))
        for pair in few(children(element, "subquestion"), "pairs")
        if child(pair, "answer") is not None
    ]
    if not pairs:
        raise Refused("it has no pairs to match")
    return matching(pairs)


def _numeric(element: Any, draft: Draft) -> Content:
    answers = few(children(element, "answer"), "answers")
    right = [answer for answer in answers if fraction(answer) >= FULL]
    if len(right) != 1:
        raise Refused(f"{len(right)} numbers are fully right; numeric has one number with a tolerance")
    if len(answers) > 1:
        draft.left_out("answers beside the right number: no part of the credit, no feedback of their own")
    answer = right[0]
    text = text_of(child(answer, "text")).strip()
    if text == "*":
        raise Refused("any number is right")
    unit, units = _units(element, draft)
    tolerance = number(text_of(child(answer, "tolerance")).strip() or "0")
    if tolerance < 0:
        raise Refused("the tolerance is negative")
    return NUMERIC, {
        "answer": written(number(text)),
        "tolerance": written(tolerance),
        "unit": unit,
        "units": units,
        "comment_html": draft.remark(html_of(child(answer, "feedback")), "feedback"),
    }


def _short(element: Any, draft: Draft) -> Content:
    """A short answer that is a number. Raises Refused for words."""
    answers = few(children(element, "answer"), "answers")
    right = [answer for answer in answers if fraction(answer) >= FULL]
    values = [words_of(answer, "text") for answer in right]
    content = short_number(values, draft)
    if len(answers) > len(right):
        draft.left_out("answers beside the right number: no part of the credit, no feedback of their own")
    said = draft.remark(html_of(child(right[0], "feedback")), "feedback")
    return NUMERIC, {**content, "comment_html": said}


def _units(element: Any, draft: Draft) -> tuple[str, list[str]]:
    """Return the unit with the factor 1, and all of them where the learner chooses one."""
    listed = child(element, "units")
    pairs = [
        (text_of(child(unit, "unit_name")).strip(), number(text_of(child(unit, "multiplier")) or "1"))
        for unit in (children(listed, "unit") if listed is not None else [])
    ]
    pairs = [(name, factor) for name, factor in pairs if name]
    if not pairs:
        return "", []
    unit = next((name for name, factor in pairs if factor == 1), pairs[0][0])
    others = [name for name, _ in pairs if name != unit]
    if others:
        draft.left_out(f"answers in other units ({', '.join(others)}) are not converted; they count as wrong")
    chosen = words_of(element, "showunits") == "1" and bool(others)
    return unit, [name for name, _ in pairs] if chosen else []


def _ordering(element: Any, draft: Draft) -> Content:
    answers = few(children(element, "answer"), "answers")
    places = [fraction(answer) for answer in answers]
    if len(set(places)) == len(places):
        answers = [answer for _, answer in sorted(zip(places, answers, strict=True), key=lambda pair: pair[0])]
    chosen = words_of(element, "selecttype").upper()
    if chosen not in {"", "ALL", "0"}:
        draft.left_out("that only some of its steps are drawn; here all are shown")
    steps = [
        {
            "html": draft.phrase(html_of(answer)),
            "comment_html": draft.remark(html_of(child(answer, "feedback")), "feedback"),
        }
        for answer in answers
    ]
    return ORDERING, {"steps": steps}


READERS: dict[str, Callable[[Any, Draft], tuple[str, dict[str, Any]]]] = {
    "multichoice": _choice,
    "truefalse": _truth,
    "matching": _matching,
    "numerical": _numeric,
    "ordering": _ordering,
    "shortanswer": _short,
    "gapselect": gaps,
    "ddwtos": gaps,
    "cloze": cloze,
    "multianswer": cloze,
    "oumultiresponse": _set,
    "multichoiceset": _set,
    "sc": _single_row,
    "mtf": _columns,
    "kprime": _columns,
    "matrix": _matrix,
}
