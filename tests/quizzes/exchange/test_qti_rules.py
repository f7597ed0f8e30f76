"""What is right in a QTI item is what it declares and what its rules score; where they differ it is refused."""

import pytest

from quizzes.domain.exchange.formats import FORMATS
from tests.quizzes.exchange.qtifiles import (
    CORRECT,
    MAPPED,
    base,
    choices,
    declared,
    equals,
    if_,
    item,
    mapped,
    modal,
    said,
    score,
    several,
    variable,
)


def read(*parts, **more):
    return FORMATS["qti22"].read(item(*parts, **more).encode(), "i.xml")


def right(reading):
    assert [str(problem) for problem in reading.problems] == []
    (question,) = reading.questions
    return "".join("1" if part["correct"] else "0" for part in question.parts)


def notes(reading):
    return [problem.message.removeprefix("'Item': ") for problem in reading.left_out]


def reason(reading):
    assert reading.questions == []
    (problem,) = reading.problems
    return problem.message.removeprefix("'Item': ")


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        (if_(equals("B"), score(1), score(0)), "010"),
        (if_(f"<not>{equals('B')}</not>", score(0), score(2)), "010"),
        (if_(f"<or>{equals('B')}{equals('X')}</or>", score(1)), "010"),
        (if_(f"<and>{equals('B')}<isNull><null/></isNull></and>", score(1)), "010"),
        (f"{score(3)}{if_(equals('B'), '<exitResponse/>')}{score(0)}", "010"),
        (if_(f"<stringMatch caseSensitive='false'>{variable()}{base('b', 'string')}</stringMatch>", score(1)), "010"),
        (if_(f"<member>{variable()}<multiple>{base('B')}</multiple></member>", score(1)), "010"),
        (
            f'<setOutcomeValue identifier="SCORE"><sum>{variable("SCORE")}{base(1, "integer")}</sum></setOutcomeValue>'
            + if_(equals("B"), score(2)),
            "010",
        ),
    ],
)
def test_a_single_choice_without_a_declared_answer_is_right_where_its_rules_give_the_most(rules, found):
    assert right(read(choices(), declared(), rules)) == found


def test_points_are_followed_for_one_and_for_several():
    assert right(read(choices(), declared(mapping=mapped(A=0, B=2, C=0)), MAPPED)) == "010"
    both = declared(cardinality="multiple", mapping=mapped(-1, A=1, C=1))
    assert right(read(choices(0), both, MAPPED)) == "101"
    assert right(read(choices(0), both)) == "101"  # no rules at all


def test_a_part_of_the_points_is_noted():
    reading = read(choices(), declared(), if_(equals("A"), score(4), if_(equals("B"), score(1))))
    assert right(reading) == "100"
    assert notes(reading) == ["answers with a part of the credit (25 %) count as wrong"]


def test_several_right_answers_are_found_in_the_rules_that_compare_with_them():
    reading = read(choices(0), declared(cardinality="multiple"), if_(several("C", "A"), score(1)))
    assert right(reading) == "101"


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        (
            (choices(), declared("A"), if_(equals("B"), score(1))),
            "'A' is declared as right, and 'B' gets the points",
        ),
        ((choices(), declared("A", mapping=mapped(B=1))), "'A' is declared as right, and 'B' has points too"),
        (
            (choices(0), declared("A", cardinality="multiple", mapping=mapped(A=1, B=1)), MAPPED),
            "its right answer gets 1 points and another one 2",
        ),
        (
            (choices(), declared(), if_(f"<patternMatch pattern='B'>{variable()}</patternMatch>", score(1))),
            "no answer is marked as right, and its rules hold <patternMatch>",
        ),
        (
            (choices(), declared(), if_(equals("A"), score(1)) + if_(equals("B"), score(1))),
            "2 answers are fully right; single-best-answer has one",
        ),
        ((choices(), declared(), score(1)), "no answer is marked as right"),
        ((choices(), declared("X")), "the right answer 'X' is not among the answers"),
    ],
)
def test_a_key_that_is_not_certain_is_refused(parts, why):
    assert reason(read(*parts)) == why


def test_rules_that_are_not_followed_are_noted_where_the_answer_is_declared():
    reading = read(choices(), declared("A"), "<lookupOutcomeValue/>")
    assert right(reading) == "100"
    assert notes(reading) == [
        "how it is scored (its rules hold <lookupOutcomeValue>); what it declares as right counts"
    ]


def test_endless_rules_are_not_followed_to_their_end():
    long = if_(equals("X"), score(0)) * 5_000
    assert "too long to be followed" in notes(read(choices(), declared("A"), long))[0]


def test_feedback_goes_to_the_answers_that_show_it():
    rules = if_(CORRECT, score(1) + said("good"), said("bad"))
    texts = modal("good", "Well done.") + modal("bad", "It is A.") + modal("never", "For all.", "hide")
    question = read(choices(), declared("A"), rules, texts).questions[0]
    assert [part["comment_html"] for part in question.parts] == [
        "<p>Well done.</p>",
        "<p>It is A.</p>",
        "<p>It is A.</p>",
    ]
    assert question.rationale_html == "<p>For all.</p>"


def test_feedback_that_no_rule_shows_is_named():
    rules = if_(CORRECT, score(1) + said("good"), said("bad"))
    reading = read(choices(), declared("A"), rules, modal("other", "Lost."))
    assert notes(reading) == ["the feedback 'other', which belongs to no single answer"]


ENTRY = "<p>Give <textEntryInteraction responseIdentifier='RESPONSE'/></p>"


def near(name, tolerance):
    return (f'<equal toleranceMode="absolute" tolerance="{tolerance}">{variable()}'
            f'<correct identifier="{name}"/></equal>')  # fmt: skip


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        (if_(f"<not>{near('RESPONSE', 1)}</not>", score(1)), "its rules do not score 10 ± 1 and nothing else"),
        (if_(near("RESPONSE", 1), score(1)) + score(1), "its rules do not score 10 ± 1 and nothing else"),
        (if_(near("RESPONSE", 1), said("x"), score(1)), "its rules do not score 10 ± 1 and nothing else"),
        (if_(f"<patternMatch pattern='1.'>{variable()}</patternMatch>", score(1)), "a number, and its rules hold"),
        (
            if_(near("RESPONSE", 1).replace("<equal ", '<equal includeLowerBound="false" '), score(1)),
            "a number between limits that are wrong themselves",
        ),
    ],
)
def test_a_number_is_what_the_rules_score_and_nothing_else(rules, why):
    assert reason(read(ENTRY, declared("10", base="float"), rules)).startswith(why)


def test_a_number_with_points_beside_it_says_so():
    near_miss = f"<responseElseIf>{near('RESPONSE', 5)}{score('0.5')}</responseElseIf></responseCondition>"
    rules = if_(near("RESPONSE", 1), score(1)).replace("</responseCondition>", near_miss)
    reading = read(ENTRY, declared("10", base="float"), rules)
    assert (reading.questions[0].content["answer"], reading.questions[0].content["tolerance"]) == ("10", "1")
    assert notes(reading) == ["the points of answers beside the right number: no part of the credit"]


def test_one_number_in_several_notations_is_one_number():
    keys = mapped(**{"0.5": 1, "0.50": 1}).replace('"0.5"', '".5"')
    assert read(ENTRY, declared(base="string", mapping=keys), MAPPED).questions[0].content["answer"] in {"0.5", "0.50"}


def test_an_order_that_scores_less_than_another_is_refused():
    listed = choices().replace("choiceInteraction", "orderInteraction")
    swapped = f"<match>{variable()}<ordered>{base('B')}{base('A')}{base('C')}</ordered></match>"
    key = declared("A", "B", "C", cardinality="ordered")
    assert reason(read(listed, key, if_(swapped, score(2)))) == "its right answer gets 0 points and another one 2"
    assert read(listed, key, if_(CORRECT, score(1))).questions[0].kind == "ordering"
