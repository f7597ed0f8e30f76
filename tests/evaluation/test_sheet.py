"""Reading what was filled in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.evaluation.domain import form, sheet
from elearning.evaluation.domain.sheet import Fault
from tests.evaluation.factories import filled

OBJECTIVES = [{"key": "choose", "text": "Choose."}, {"key": "name", "text": "Name."}]
QUESTIONS = form.questions(OBJECTIVES)
NEEDED = ["objective:choose", "objective:name", "relevance", "new", "level", "time", "balance", "intention"]


def problems(**changes):
    read = sheet.read(QUESTIONS, filled(QUESTIONS, **changes))
    return [(problem.question.key, problem.fault) for problem in read.problems]


def test_an_empty_form_names_every_answer_that_is_missing_and_no_other():
    read = sheet.read(QUESTIONS, {})
    assert read.answers == {}
    assert [(each.question.key, each.fault) for each in read.problems] == [(key, Fault.MISSING) for key in NEEDED]


def test_a_form_without_omissions_is_read_whole():
    read = sheet.read(QUESTIONS, filled(QUESTIONS, improve=[" More cases.\r\nPlease. "], reminder=["90", "30"]))
    assert read.problems == []
    assert read.answers == {
        "objective:choose": "3",
        "objective:name": "3",
        "relevance": "3",
        "new": "3",
        "level": "right",
        "time": "right",
        "balance": "yes",
        "improve": "More cases.\nPlease.",
        "intention": "change",
        "changes": ["guideline"],
        "reminder": ["30", "90"],
    }
    assert sheet.reminder_days(read.answers) == [30, 90]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"balance": ["no"]}, [("bias", Fault.MISSING)]),
        ({"balance": ["no"], "bias": [" "]}, [("bias", Fault.MISSING)]),
        ({"balance": ["no"], "bias": ["Slide 4"]}, []),
        ({"balance": ["yes"], "bias": [""]}, []),
        ({"intention": ["no-change"], "changes": None}, [("reason", Fault.MISSING)]),
        ({"intention": ["no-change"], "reason": ["I do so already"], "changes": None}, []),
        ({"changes": None}, [("changes", Fault.MISSING)]),
        ({"changes": ["guideline", "patient", "team"]}, []),
        ({"changes": ["guideline", "patient", "team", "cases"]}, [("changes", Fault.TOO_MANY)]),
        ({"changes": ["own"]}, [("own-change", Fault.MISSING)]),
        ({"changes": ["own"], "own_change": ["Ask a pharmacist"]}, []),
        ({"improve": ["x" * 2000]}, []),
        ({"improve": ["x" * 2001]}, [("improve", Fault.TOO_LONG)]),
        ({"relevance": ["6"]}, [("relevance", Fault.MISSING)]),
        ({"relevance": ["2", "4"]}, [("relevance", Fault.MISSING)]),
        ({"changes": ["guideline", "nothing of the form"]}, []),
    ],
)
def test_what_is_wrong_is_said_of_the_question_where_it_is(changes, expected):
    assert problems(**changes) == expected


def test_what_was_given_to_a_question_that_is_not_asked_is_left_out():
    read = sheet.read(
        QUESTIONS,
        filled(QUESTIONS, intention=["no-change"], reason=["Done already"], bias=["Nowhere"], reminder=["30"]),
    )
    assert read.problems == []
    assert {"bias", "changes", "reminder"} & read.answers.keys() == set()


def test_commitments_are_those_chosen_own_words_among_them():
    given = filled(QUESTIONS, changes=["own", "objective:name"], own_change=["Ask a pharmacist"])
    read = sheet.read(QUESTIONS, given)
    assert [(one.value, one.subject or one.text) for one in sheet.changes(QUESTIONS, read.answers)] == [
        ("objective:name", "Name."),
        ("own", "Ask a pharmacist"),
    ]


values = st.one_of(
    st.sampled_from([choice.value for question in QUESTIONS for choice in question.choices]), st.text(max_size=5)
)
sent = st.dictionaries(st.sampled_from([question.key for question in QUESTIONS]), st.lists(values, max_size=4))


@settings(max_examples=200)
@given(sent)
def test_whatever_is_sent_nothing_is_answered_but_what_was_given_and_offered(sent):
    read = sheet.read(QUESTIONS, sent)
    offered = {question.key: {choice.value for choice in question.choices} for question in QUESTIONS}
    for key, answer in read.answers.items():
        if isinstance(answer, list):
            assert answer == [value for value in answer if value in sent[key] and value in offered[key]]
        elif offered[key]:
            assert answer in offered[key]
            assert answer in sent[key]
        else:
            assert answer
            assert answer in sent[key][-1].replace("\0", "").replace("\r\n", "\n")


@settings(max_examples=200)
@given(sent)
def test_a_form_is_complete_exactly_when_all_that_is_asked_and_needed_is_answered(sent):
    read = sheet.read(QUESTIONS, sent)
    missing = [
        question.key
        for question in QUESTIONS
        if question.required and sheet.is_asked(question, read.answers) and question.key not in read.answers
    ]
    assert [each.question.key for each in read.problems if each.fault is Fault.MISSING] == missing
