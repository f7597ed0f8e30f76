"""What was exported is read again with the same meaning; whatever a format cannot hold, its writer has named."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.domain.exchange.formats import FORMATS
from quizzes.domain.exchange.markup import one_line, to_plain
from quizzes.domain.exchange.question import (
    CASE,
    HOTSPOT,
    MATCHING,
    MULTIPLE,
    NUMERIC,
    ORDERING,
    SINGLE,
    TRUE_FALSE,
    Question,
    misfit,
)
from tests.quizzes.exchange.questions import PICTURES, banks, escaped, single

EVERY = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))


def again(name, bank):
    """The bank written and read, and what the writer named as lost."""
    written = FORMATS[name].write(bank, PICTURES)
    reading = FORMATS[name].read(written.content, "bank")
    assert (reading.problems, reading.left_out) == ([], [])
    return reading.questions, {problem.path for problem in written.left_out}


def each(question, **fields):
    """The question with fields of its parts replaced."""
    name = next((name for name in ("options", "statements", "vignettes", "steps") if name in question.content), None)
    if question.kind == MATCHING:
        name = "vignettes"
    if name is None:
        return question
    return replace(question, content={**question.content, name: [{**part, **fields} for part in question.parts]})


def asked_together(question):
    """Formats with one text for the question: stem and lead-in are split at the last paragraph again."""
    return replace(question, stem_html="", lead_in_html=f"{question.stem_html}\n{question.lead_in_html}".strip())


def unanchored(question):
    return each(question, anchored=False) if question.kind in {SINGLE, MULTIPLE} else question


def plain_choices(question):
    if question.kind != MATCHING:
        return question
    options = [{"html": escaped(to_plain(option["html"])[0])} for option in question.content["options"]]
    return by_answer(replace(question, content={**question.content, "options": options}))


def by_answer(question):
    """Pairs have no order among the answers: those of the vignettes come first."""
    content = question.content
    used = list(dict.fromkeys(vignette["answer"] for vignette in content["vignettes"]))
    order = used + [place for place in range(len(content["options"])) if place not in used]
    vignettes = [{**each, "answer": order.index(each["answer"])} for each in content["vignettes"]]
    return replace(question, content={"options": [content["options"][n] for n in order], "vignettes": vignettes})


def without_comments(question, *kinds):
    return each(question, comment_html="") if question.kind in kinds else question


def distinct(question):
    return misfit(question) == ""


@EVERY
@given(
    name=st.sampled_from(["qti21", "qti22", "qti30"]),
    bank=banks(SINGLE, MULTIPLE, TRUE_FALSE, MATCHING, ORDERING, NUMERIC, HOTSPOT),
)
def test_qti_keeps_every_kind_whole(name, bank):
    found, lost = again(name, bank)
    assert found == bank
    assert lost == set()


@EVERY
@given(bank=banks(SINGLE, MULTIPLE, TRUE_FALSE, MATCHING, ORDERING, NUMERIC))
def test_csv_keeps_every_kind_without_pictures_whole(bank):
    found, lost = again("csv", bank)
    assert found == bank
    assert lost == set()


@EVERY
@given(bank=banks(SINGLE, MULTIPLE, TRUE_FALSE, MATCHING, ORDERING, NUMERIC))
def test_moodle_keeps_what_it_can_hold_and_names_the_rest(bank):
    def kept(question):
        question = without_comments(plain_choices(question), TRUE_FALSE, MATCHING, ORDERING)
        if question.kind in {SINGLE, MULTIPLE} and not all(part["anchored"] for part in question.parts):
            question = unanchored(question)
        if question.kind == NUMERIC:
            question = replace(question, content={**question.content, "units": []})
        return question

    bank = [question for question in bank if distinct(kept(question))]
    found, lost = again("moodle", bank)
    assert [asked_together(question) for question in found] == [asked_together(kept(question)) for question in bank]
    assert {question.key for question in bank if not_equal(kept(question), question)} <= lost


@EVERY
@given(bank=banks(SINGLE, MULTIPLE, TRUE_FALSE, MATCHING, NUMERIC))
def test_gift_keeps_what_it_can_hold_and_names_the_rest(bank):
    def kept(question):
        question = without_comments(unanchored(plain_lines(question)), TRUE_FALSE, MATCHING)
        if question.kind == NUMERIC:
            question = replace(question, content={**question.content, "unit": "", "units": []})
        return question

    bank = [question for question in bank if distinct(kept(question))]
    found, lost = again("gift", bank)
    assert [asked_together(question) for question in found] == [asked_together(kept(question)) for question in bank]
    assert {question.key for question in bank if not_equal(kept(question), question)} <= lost


def plain_lines(question):
    """GIFT's matching chooses from plain text on one line."""
    if question.kind != MATCHING:
        return question
    options = [{"html": escaped(one_line(o["html"])[0].replace("->", "→"))} for o in question.content["options"]]
    return by_answer(replace(question, content={**question.content, "options": options}))


def not_equal(kept, question):
    return (by_answer(kept) if kept.kind == MATCHING else kept) != (
        by_answer(question) if question.kind == MATCHING else question
    )


@EVERY
@given(bank=banks(SINGLE))
def test_aiken_keeps_question_options_and_key_and_names_the_rest(bank):
    def words(question):
        asked = one_line(f"{question.stem_html}\n{question.lead_in_html}")[0]
        return asked, [(one_line(part["html"])[0], part["correct"]) for part in question.parts]

    lines = [[" ".join(text.casefold().split()) for text, _ in words(question)[1]] for question in bank]
    bank = [question for question, texts in zip(bank, lines, strict=True) if len(set(texts)) == len(texts)]
    found, lost = again("aiken", bank)
    assert [words(question) for question in found] == [words(question) for question in bank]
    assert lost == {question.key for question in bank}


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_takes_a_case_and_each_says_so(name):
    part = {"result_html": "", "kind": SINGLE, "lead_in_html": "<p>?</p>", "rationale_html": "", "content": {}}
    case = Question(CASE, {"questions": [part, part]}, "two-steps")
    written = FORMATS[name].write([case, single()], {})
    assert [problem.path for problem in written.left_out if "the question:" in problem.message] == ["two-steps"]
    assert [question.kind for question in FORMATS[name].read(written.content, "bank").questions] == [SINGLE]


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_questions_make_the_same_bytes(name):
    assert FORMATS[name].write([single()], {}).content == FORMATS[name].write([single()], {}).content
