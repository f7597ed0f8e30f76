"""Check questions and cases: what is read from a slide, what is refused and where, and what an answer amounts to."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.domain import questions
from courses.domain.content import read_content
from courses.domain.problems import Problems
from tests.courses.domain.build import lines, markup
from tests.factories import CASE, CHECK, asking, slide

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


def read(text, first_line=1):
    """The passage that a slide's body makes, and the problems found."""
    problems = Problems()
    return markup(problems).slide("slide.md", first_line, text), lines(problems)


def sup(*numbers):
    links = ", ".join(f'<a href="#reference-{number}">{number}</a>' for number in numbers)
    return f'<sup class="citation">{links}</sup>'


def whole(text):
    """A short name with a hyphen, which is not broken at the end of a line."""
    return f'<span class="text-nowrap">{text}</span>'


def test_a_check_is_read_and_leaves_its_place_in_the_slide():
    passage, problems = read(f"Before.\n\n{CHECK}\n\nAfter.")
    assert problems == []
    assert passage.html == f"<p>Before.</p>\n{questions.place('scored-two-plus')}\n<p>After.</p>"
    (question,) = passage.questions
    assert question == questions.Question(
        key="scored-two-plus",
        kind="check",
        hash=question.hash,
        line=4,
        question="A biopsy is IHC 2+ and not amplified. How is it classified?",
        options=[
            questions.Option(whole("HER2-low"), f"<p>Right, because it is not amplified{sup(1)}.</p>", right=True),
            questions.Option(whole("HER2-positive"), "<p>Wrong, because it is not amplified.</p>", right=False),
        ],
    )


def test_a_case_is_read_with_its_patient_guideline_and_trial():
    passage, problems = read(CASE)
    assert problems == []
    (case,) = passage.questions
    assert (case.kind, [option.right for option in case.options]) == ("case", [False, True, False])
    assert case.patient == f"<p>A {whole('49-year-old')} woman has a relapse.</p>\n<p>She has no symptoms.</p>"
    assert case.guideline == questions.Guideline(
        "October 2021", f"<p>The society recommends two antibodies{sup(1)}.</p>"
    )
    datum = '<data class="datum" value="cleopatra.os.hr">0.69</data>'
    assert case.trial == f"<p>CLEOPATRA found HR {datum}{sup(1)}.</p>"


def test_citations_go_on_from_the_slide_and_into_it():
    check = CHECK.replace("@swain2020", "@modi2022").replace("Wrong,", "Wrong [@swain2020],")
    passage, problems = read(f"First [@swain2020].\n\n{check}\n\nLast [@modi2022].")
    assert (problems, passage.references) == ([], ["swain2020", "modi2022"])
    assert passage.questions[0].options[0].comment == f"<p>Right, because it is not amplified{sup(2)}.</p>"
    assert passage.html.endswith(f"<p>Last{sup(2)}.</p>")


def test_figures_in_a_question_are_bound_at_their_line():
    problems = Problems()
    reader = markup(problems)
    reader.slide("slide.md", 10, CASE.replace("She has no symptoms.", "HR [0.69](ev:cleopatra.os.hr)."))
    assert lines(problems) == []
    assert reader.bindings == [("slide.md", 15, "cleopatra.os.hr"), ("slide.md", 28, "cleopatra.os.hr")]


def test_the_hash_follows_the_block_and_not_its_place():
    def digest(text):
        return read(text)[0].questions[0].hash

    assert digest(CHECK) == digest(f"More.\n\n{CHECK}")
    assert digest(CHECK) != digest(CHECK.replace("Wrong,", "No,"))


def test_what_is_stored_is_plain_and_without_the_line():
    stored = read(CASE)[0].questions[0].as_stored()
    assert "line" not in stored
    assert stored["guideline"]["dated"] == "October 2021"
    assert questions.find([stored], "early-relapse") == stored
    assert questions.find([stored], "other") is None


SECOND = "  - text: HER2-positive\n    comment: Wrong, because it is not amplified.\n"


@pytest.mark.parametrize(
    ("block", "problems"),
    [
        (CHECK.replace("key: scored-two-plus\n", ""), ["2: 'key' is missing"]),
        (CHECK.replace("scored-two-plus", "Two"), ["2: 'key': 'Two': use lower-case letters, digits and hyphens"]),
        (CHECK.replace("question: A", "questions: A"), [
            "2: 'question' is missing",
            "3: unknown key 'questions'; known are key, question, options",
        ]),
        (CHECK.replace("    correct: true\n", ""), ["4: no option is correct; write 'correct: true' in it"]),
        (CHECK.replace("    comment: Wrong", "    correct: true\n    comment: Wrong"), [
            "9: a second correct option; a check has a single best answer"
        ]),
        (CHECK.replace(SECOND, ""), ["4: 1 options; a check has 2 to 6"]),
        (CHECK.replace(SECOND, "".join(SECOND.replace("positive", str(n)) for n in range(6))), [
            "4: 7 options; a check has 2 to 6"
        ]),
        (CHECK.replace("text: HER2-positive", "text: her2-LOW"), ["8: the same text as an earlier option"]),
        (CHECK.replace("    comment: Wrong, because it is not amplified.\n", ""), ["8: 'comment' is missing"]),
        (CHECK.replace("correct: true", "correct: yes please"), [
            "4: no option is correct; write 'correct: true' in it", "6: 'correct': write true or false"
        ]),
        (CHECK.replace("correct: true", "recommended: true"), [
            "4: no option is correct; write 'correct: true' in it",
            "6: unknown key 'recommended'; known are text, correct, comment",
        ]),
        (CHECK.replace("text: HER2-low", "text: HER2-low [@swain2020]"), [
            "5: an option's text has no citations; cite in its comment"
        ]),
        (CHECK.replace("@swain2020", "@nobody"), ["7: references.yaml has no 'nobody'"]),
        (CHECK.replace("Wrong, because", "<b>Wrong</b>, because"), [
            "9: raw HTML (or script) is not allowed; write Markdown, and a plain < with a space after it"
        ]),
        (CHECK.replace("Wrong, because", "HR [0.70](ev:cleopatra.os.hr), because"), [
            "9: the text says '0.70', but cleopatra.os.hr is '0.69' (check_module --fix rewrites it)"
        ]),
        (CHECK.replace("comment: Wrong,", "comment: '![x](../media/cell.svg)',"), [
            "9: not valid YAML: expected <block end>, but found ','"
        ]),
        (CHECK.replace("question: A", "question: |\n  ![x](../media/cell.svg)\n  A"), [
            "3: pictures and charts stand outside of a question"
        ]),
        (CHECK.replace("question: A", "question: |\n  - A"), [
            "3: 'question': write plain paragraphs, without lists, tables or headings"
        ]),
        (CHECK.replace("options:\n", "options: none\nmore:\n"), [
            "4: 'options': write a list", "5: unknown key 'more'; known are key, question, options"
        ]),
        ("```check\n```", ["2: the file is empty"]),
        ("```check\n- a\n```", [
            "2: 'key' is missing", "2: 'options' is missing", "2: 'question' is missing",
            "2: slide.md: write a mapping with the keys key, question, options",
        ]),
        ("```check\nkey: a", ["1: the block that opens here with ``` is never closed"]),
        (CASE.replace("recommended: true\n    ", ""), [
            "8: no option is recommended; write 'recommended: true' in it"
        ]),
        (CASE.replace("    comment: Alone", "    recommended: true\n    comment: Alone"), []),
        (CASE.replace("patient: |", "patients: |"), [
            "2: 'patient' is missing",
            "3: unknown key 'patients'; known are key, patient, question, options, guideline, trial",
        ]),
        (CASE.replace("She has no symptoms.", "[@nobody]"), ["6: references.yaml has no 'nobody'"]),
        (CASE.replace("  dated: October 2021\n", ""), ["16: 'dated' is missing"]),
        (CASE.replace("October 2021", "2021-10-01"), ["17: 'dated': write it in words, as October 2021"]),
        (CASE.replace("antibodies [@swain2020]", "antibodies"), [
            "18: the guideline's position needs a citation, as [@key]"
        ]),
        (CASE.replace("[0.69](ev:cleopatra.os.hr) [@swain2020]", "in favour"), [
            "19: 'trial': cite it, as [@key], or show a figure of it, as [0.69](ev:…)"
        ]),
        (CASE.replace(" [@swain2020].\n```", ".\n```"), []),
        (CASE[: CASE.index("guideline:")] + "```", ["2: 'guideline' is missing", "2: 'trial' is missing"]),
        (CASE.replace("guideline:", "guideline: none\nmore:"), [
            "16: guideline: write a mapping with the keys dated, text",
            "16: 'dated' is missing",
            "16: 'text' is missing",
            "17: unknown key 'more'; known are key, patient, question, options, guideline, trial",
        ]),
    ],
)  # fmt: skip
def test_a_faulty_block_names_its_faults_and_their_lines(block, problems):
    _, found = read(block)
    assert sorted(found) == sorted(f"slide.md:{problem}" for problem in problems)


def test_a_faulty_block_leaves_no_question_behind():
    passage, _ = read(CHECK.replace("correct: true", "correct: 1"))
    assert (passage.html, passage.questions) == ("", [])


def problems_of(files):
    problems = Problems()
    read_content(files, problems)
    return lines(problems)


def test_a_key_belongs_to_one_question_of_the_module():
    assert problems_of(asking()) == []
    assert problems_of(asking(case=CASE.replace("early-relapse", "scored-two-plus"))) == [
        "1-basics/02-two.md:9: the key 'scored-two-plus' is already used by a question of 1-basics/01-one.md"
    ]
    assert problems_of(asking(check=f"{CHECK}\n\n{CHECK}")) == [
        "1-basics/01-one.md:22: the key 'scored-two-plus' is already used by a question of 1-basics/01-one.md"
    ]


def test_a_question_has_no_place_in_notes_or_in_an_item():
    files = {**asking(), "1-basics/03-three.md": slide("four", notes=f"Spoken.\n\n{CHECK.replace('two', 'three')}")}
    assert problems_of(files) == ["1-basics/03-three.md:14: a question stands in the slide's body, not in its notes"]
    problems = Problems()
    assert markup(problems).passage("test.yaml", 5, f"Text.\n\n{CHECK}") == ""
    assert len(problems.found) == 1


# What an answer amounts to

STORED = {"key": "q", "hash": "abc", "options": [{"right": False}, {"right": True}]}


def test_the_latest_answer_is_kept_beside_the_first():
    first = questions.given(None, STORED, 0, 1, NOW)
    assert first == {"option": 0, "first": 0, "question": "abc", "edition": 1, "at": "2027-03-01T12:00:00+00:00"}
    assert questions.given(first, STORED, 1, 2, NOW) == {**first, "option": 1, "edition": 2}


def test_a_changed_question_is_answered_for_the_first_time_again():
    before = questions.given(None, {**STORED, "hash": "old"}, 0, 1, NOW)
    assert questions.given(before, STORED, 1, 2, NOW)["first"] == 1


@pytest.mark.parametrize(
    ("answer", "since", "counts", "chosen"),
    [
        (None, 1, False, None),
        ({"option": 1, "question": "abc", "edition": 1}, 1, True, 1),
        ({"option": 1, "question": "abc", "edition": 3}, 2, True, 1),
        ({"option": 1, "question": "old", "edition": 1}, 1, True, None),  # the block was changed: asked anew, counts
        ({"option": 1, "question": "abc", "edition": 1}, 2, False, None),  # the slide was changed in substance
    ],
)
def test_an_answer_counts_from_the_edition_of_substance_and_its_feedback_belongs_to_its_block(
    answer, since, counts, chosen
):
    assert questions.counts(answer, since) is counts
    assert questions.chosen(STORED, answer, since) == chosen


versions = st.sampled_from(["abc", "def"])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), versions, st.integers(1, 5)), min_size=1, max_size=8))
def test_whatever_is_answered_the_first_is_that_of_the_version_answered_last(given_answers):
    stored = None
    for option, version, edition in given_answers:
        stored = questions.given(stored, {**STORED, "hash": version}, option, edition, NOW)
    option, version, _ = given_answers[-1]
    run = []
    for each in reversed(given_answers):
        if each[1] != version:
            break
        run.append(each[0])
    assert (stored["option"], stored["question"]) == (option, version)
    assert stored["edition"] == max(edition for _, _, edition in given_answers)
    assert stored["first"] == run[-1]
