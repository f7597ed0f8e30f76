"""A translated slide asks what the original asks: an answer means the same in every language."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.domain.comparison import Asked, compare, questions_in
from courses.domain.content import read_content
from courses.domain.problems import Problems
from tests.courses.domain.build import lines
from tests.factories import CASE, CHECK, GERMAN_CASE, GERMAN_CHECK, asking, asking_in_german, slide, translated_slide

ONE, TWO = "1-basics/01-one.md", "1-basics/02-two.md"
SECOND = CHECK.replace("scored-two-plus", "again")
GERMAN_SECOND = GERMAN_CHECK.replace("scored-two-plus", "again")


def read(files):
    problems = Problems()
    return read_content(files, problems), lines(problems)


def found(**changes):
    """What is wrong when slide one asks ``there`` and its translation ``here``."""
    bodies = {"there": CHECK, "here": GERMAN_CHECK, **changes}
    files = {ONE: slide("one", body=bodies["there"]), f"de/{ONE}": translated_slide("one", body=bodies["here"])}
    return [problem for problem in read({**asking(), **asking_in_german(), **files})[1] if problem.startswith("de/")]


def test_translated_questions_are_read_with_the_hashes_of_the_originals():
    content, problems = read({**asking(), **asking_in_german()})
    assert problems == []
    slides = content.translations["de"].slides
    for original in content.slides[:2]:
        (asked,), (meant,) = slides[original.key].questions, original.questions
        assert (asked.key, asked.kind, asked.hash) == (meant.key, meant.kind, meant.hash)
        assert [option.right for option in asked.options] == [option.right for option in meant.options]
    case = slides["two"].questions[0]
    assert (case.guideline.dated, '<data class="datum" value="cleopatra.os.hr">0,69</data>' in case.trial) == (
        "Oktober 2021",
        True,
    )


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        (
            {"here": "Nichts, doch mit Beleg [@swain2020]."},
            [f"de/{ONE}: the translation leaves out the check 'scored-two-plus' that {ONE}:8 asks"],
        ),
        (
            {"there": "Nothing, but cited [@swain2020]."},
            [f"de/{ONE}:6: the translation asks the check 'scored-two-plus', which {ONE} does not"],
        ),
        (
            {"here": GERMAN_CHECK.replace("scored-two-plus", "other")},
            [
                f"de/{ONE}: the translation leaves out the check 'scored-two-plus' that {ONE}:8 asks",
                f"de/{ONE}:6: the translation asks the check 'other', which {ONE} does not",
            ],
        ),
        (
            {
                "here": GERMAN_CASE.replace("early-relapse", "scored-two-plus"),
                "there": f"[0.69](ev:cleopatra.os.hr)\n\n{CHECK}",
            },
            [f"de/{ONE}:6: the case 'scored-two-plus' is a check at {ONE}:10"],
        ),
        (
            {
                "here": GERMAN_CHECK.replace("```", "  - text: Weder noch\n    comment: Nein.\n```").replace(
                    "  - text: Weder noch\n    comment: Nein.\n```check", "```check"
                )
            },
            [f"de/{ONE}:6: the check 'scored-two-plus' has 3 options; at {ONE}:8 it has 2"],
        ),
        (
            {
                "here": GERMAN_CHECK.replace("    correct: true\n", "").replace(
                    "HER2-positiv\n", "HER2-positiv\n    correct: true\n"
                )
            },
            [f"de/{ONE}:6: the check 'scored-two-plus' has as right option 2; at {ONE}:8 it is 1"],
        ),
        (
            {"there": f"{CHECK}\n\n{SECOND}", "here": f"{GERMAN_SECOND}\n\n{GERMAN_CHECK}"},
            [f"de/{ONE}:6: the questions are again, scored-two-plus; write them as {ONE} does: scored-two-plus, again"],
        ),
        (
            {"here": f"{GERMAN_CHECK}\n\n{GERMAN_CHECK}"},
            [
                (
                    f"de/{ONE}:6: the questions are scored-two-plus, scored-two-plus; "
                    f"write them as {ONE} does: scored-two-plus"
                )
            ],
        ),
        ({"there": f"{CHECK}\n\n{SECOND}", "here": f"Text.\n\n{GERMAN_CHECK}\n\n{GERMAN_SECOND}"}, []),
    ],
)
def test_each_difference_between_the_questions_is_named_with_file_and_line(changes, problems):
    assert found(**changes) == problems


def test_a_case_may_recommend_no_other_options_than_the_original():
    case = GERMAN_CASE.replace("  - text: Operation\n", "  - text: Operation\n    recommended: true\n")
    assert read({**asking(), **asking_in_german(case=case)})[1] == [
        f"de/{TWO}:6: the case 'early-relapse' has as right option 2, 3; at {TWO}:8 it is 2"
    ]


def test_figures_and_sources_of_a_question_are_compared_like_those_of_the_text():
    case = GERMAN_CASE.replace(" von [0,69](ev:cleopatra.os.hr)", "")
    assert read({**asking(), **asking_in_german(case=case)})[1] == [
        f"de/{TWO}: the translation leaves out ev:cleopatra.os.hr that {TWO}:26 shows"
    ]


def test_what_is_wrong_in_a_translated_question_is_named_where_it_stands():
    check = GERMAN_CHECK.replace("    comment: Falsch, denn sie ist nicht amplifiziert.\n", "")
    assert read({**asking(), **asking_in_german(check=check)})[1] == [f"de/{ONE}:15: 'comment' is missing"]


def test_a_question_is_compared_as_it_is_declared():
    assert questions_in(slide("two", body=CASE).decode()) == [Asked("early-relapse", "case", 3, (2,), 8)]
    broken = (
        "```check\nkey: [\n```\n\n```case\n- x\n```\n\n```check\nkey: a\noptions: b\n```\n\n```evidence\nkey: c\n```"
    )
    assert questions_in(slide("two", body=broken).decode()) == [Asked("a", "check", 0, (), 16)]


KINDS = {"check": "correct", "case": "recommended"}
QUESTIONS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(list(KINDS)), st.lists(st.booleans(), min_size=1, max_size=3)),
    max_size=3,
    unique_by=lambda question: question[0],
)


@settings(max_examples=200)
@given(QUESTIONS, QUESTIONS)
def test_only_the_same_questions_in_the_same_order_are_accepted(there, here):
    def text(questions):
        blocks = [
            "\n".join(
                [
                    f"```{kind}\nkey: {key}\noptions:",
                    *(f"  - {{text: x, {KINDS[kind]}: {str(right).lower()}}}" for right in options),
                    "```",
                ]
            )
            for key, kind, options in questions
        ]
        return "\n\n".join(["---\nkey: x\n---", *blocks])

    problems = Problems()
    compare("de.md", "en.md", {"de.md": text(here), "en.md": text(there)}, problems)
    assert bool(problems.found) == (there != here)
