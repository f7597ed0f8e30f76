"""Moodle's texts with gaps, short answers, and the types of common plugins."""

import pytest

from quizzes.domain.exchange.formats import FORMATS, detect


def moodle(kind, inside, text="Which?"):
    return FORMATS["moodle"].read(
        f"""<quiz><question type="{kind}"><name><text>Q</text></name><questiontext format="html">
<text><![CDATA[<p>{text}</p>]]></text></questiontext>{inside}</question></quiz>""".encode(),
        "bank",
    )


def one(reading):
    assert [str(problem) for problem in reading.problems] == []
    (question,) = reading.questions
    again = FORMATS["moodle"].read(FORMATS["moodle"].write([question], {}).content, "again")
    assert [(each.kind, each.lead_in_html) for each in again.questions] == [(question.kind, question.lead_in_html)]
    return question


def notes(reading):
    return [problem.message.removeprefix("'Q': ") for problem in reading.left_out]


def reason(reading):
    assert reading.questions == []
    (problem,) = reading.problems
    return problem.message.removeprefix("'Q': ")


def answer(text, fraction, more=""):
    return f'<answer fraction="{fraction}" format="html"><text>{text}</text>{more}</answer>'


def rights(question):
    return [(part["html"], part["correct"]) for part in question.parts]


def matches(question):
    options = [option["html"] for option in question.content["options"]]
    return options, [(part["html"], options[part["answer"]]) for part in question.parts]


def words(*pairs, name="selectoption"):
    return "".join(f"<{name}><text>{text}</text><group>{group}</group></{name}>" for text, group in pairs)


@pytest.mark.parametrize(("kind", "name"), [("gapselect", "selectoption"), ("ddwtos", "dragbox")])
def test_gaps_with_words_of_one_group_are_a_match(kind, name):
    listed = words(("cat", 1), ("red", 2), ("mat", 1), ("dog", 1), name=name)
    question = one(moodle(kind, listed, "A [[1]] on a [[3]]."))
    assert question.lead_in_html == "<p>A (1) _____ on a (2) _____.</p>"
    assert matches(question) == (["cat", "mat", "dog"], [("(1) _____", "cat"), ("(2) _____", "mat")])


def test_one_gap_is_a_single_best_answer():
    question = one(moodle("gapselect", words(("cat", 1), ("mat", 1)), "A [[2]]."))
    assert (question.lead_in_html, rights(question)) == ("<p>A _____.</p>", [("cat", False), ("mat", True)])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("A [[1]] [[2]].", "gaps with words of their own; the gaps of an item share their words"),
        ("A [[7]].", "a gap [[…]] without its word, or no gap at all"),
        ("A cat.", "a gap [[…]] without its word, or no gap at all"),
    ],
)
def test_gaps_that_are_no_item_are_refused(text, why):
    assert reason(moodle("ddwtos", words(("cat", 1), ("red", 2), name="dragbox"), text)) == why


@pytest.mark.parametrize(
    ("mark", "kind", "found"),
    [
        ("{1:MULTICHOICE:=red#Yes~blue#No~%0%a\\}b}", "single-best-answer",
         [("red", True), ("blue", False), ("a}b", False)]),
        ("{:MCVS:~%100%red~blue}", "single-best-answer", [("red", True), ("blue", False)]),
        ("{2:MULTIRESPONSE_S:=red~=blue~%-100%green}", "multiple-response",
         [("red", True), ("blue", True), ("green", False)]),
    ],
)  # fmt: skip
def test_one_embedded_choice_is_a_choice(mark, kind, found):
    question = one(moodle("cloze", "", f"It is {mark}."))
    assert (question.kind, question.lead_in_html, rights(question)) == (kind, "<p>It is _____.</p>", found)


@pytest.mark.parametrize("mark", ["{1:NUMERICAL:=5:0.5#Yes~*#No}", "{1:NM:%100%5:0.5#Yes}", "{1:SA:=5#Yes}"])
def test_one_embedded_number_is_a_number(mark):
    content = one(moodle("multianswer", "", f"Give {mark} mg.")).content
    assert (content["answer"], content["tolerance"]) == ("5", "0" if "SA" in mark else "0.5")
    assert content["comment_html"] == "<p>Yes</p>"


def test_several_embedded_choices_of_the_same_words_are_a_match():
    reading = moodle("cloze", "", "A {1:MC:=x#Good~y~z} B {1:MC:x~%50%y~=z}")
    assert matches(one(reading)) == (["x", "y", "z"], [("(1) _____", "x"), ("(2) _____", "z")])
    assert notes(reading) == ["answers with a part of the credit (50 %) count as wrong"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("A {1:MC:=x~y} {1:MC:=z~y}", "2 gaps with answers of their own; the gaps of an item share their words"),
        ("A {1:SA:=x}", "a short answer in words ('x') has no counterpart"),
        ("A {1:MC:x~y}", "no answer is marked as right"),
        ("A {1:MC:=x~y~z} {1:MC:=x~=y~z}", "a gap with 2 fully right words; each has one here"),
        ("A {1:MAGIC:=x}", "an embedded answer of the type MAGIC, which is not known here"),
        ("A {1:NUMERICAL:=x}", "'x' is no number"),
        ("No gap.", "there is no embedded answer such as {1:MULTICHOICE:=yes~no}"),
    ],
)
def test_embedded_answers_that_are_no_item_are_refused(text, why):
    assert reason(moodle("cloze", "", text)) == why


def test_a_short_answer_that_is_a_number_is_a_number():
    reading = moodle("shortanswer", answer("0.5", 100) + answer("0,50", 100) + answer("*", 0))
    assert one(reading).content["answer"] == "0.5"
    assert notes(reading) == [
        "that its answer is compared as text; here every notation of the number counts",
        "answers beside the right number: no part of the credit, no feedback of their own",
    ]
    assert "a short answer in words" in reason(moodle("shortanswer", answer("1", 100) + answer("one", 100)))
    assert FORMATS["gift"].read(b"How many?{=42}", "bank").questions[0].content["answer"] == "42"


@pytest.mark.parametrize("kind", ["oumultiresponse", "multichoiceset"])
def test_sets_of_right_answers_are_multiple_responses(kind):
    question = one(moodle(kind, answer("a", 100) + answer("b", 0) + answer("c", 100)))
    assert rights(question) == [("a", True), ("b", False), ("c", True)]


def rows(*texts):
    return "".join(
        f'<row number="{number}"><optiontext format="html"><text>{text}</text></optiontext>'
        f'<feedbacktext format="html"><text>On {text}</text></feedbacktext></row>'
        for number, text in enumerate(texts, start=1)
    )


def test_one_right_row_is_a_single_best_answer():
    question = one(moodle("sc", f"<correctrow>2</correctrow>{rows('a', 'b')}"))
    assert rights(question) == [("a", False), ("b", True)]
    assert question.parts[0]["comment_html"] == "<p>On a</p>"


def columns(*names):
    return "".join(
        f'<column number="{number}"><responsetext><text>{name}</text></responsetext></column>'
        for number, name in enumerate(names, start=1)
    )


def weights(*right):
    return "".join(
        f'<weight rownumber="{row}" columnnumber="{column}"><value> 1.000 </value></weight>'
        for row, column in enumerate(right, start=1)
    )


@pytest.mark.parametrize("kind", ["mtf", "kprime"])
def test_rows_that_are_true_or_false_are_statements(kind):
    inside = f"<scoringmethod><text>subpoints</text></scoringmethod>{rows('a', 'b')}{columns('Richtig', 'Falsch')}"
    reading = moodle(kind, inside + weights(1, 1))
    statements = one(reading).content["statements"]
    assert [(each["html"], each["holds"]) for each in statements] == [("a", True), ("b", True)]
    assert notes(reading) == []
    assert notes(moodle(kind, inside.replace("subpoints", "subpointdeduction") + weights(1, 2))) == [
        "that wrong answers cost points"
    ]
    assert reason(moodle(kind, inside + weights(1))) == "a row with 0 right columns; each has one here"


MATRIX = """<row><shorttext>r1</shorttext><description><text>One</text></description></row>
<row><shorttext>r2</shorttext></row><col><shorttext>x</shorttext></col><col><shorttext>y</shorttext></col>
<col><shorttext>z</shorttext></col><weights-of-row><weight-of-col>0</weight-of-col><weight-of-col>1</weight-of-col>
<weight-of-col>0</weight-of-col></weights-of-row><weights-of-row><weight-of-col>1</weight-of-col>
<weight-of-col>0</weight-of-col><weight-of-col>0</weight-of-col></weights-of-row>"""


def test_a_matrix_is_a_match():
    assert matches(one(moodle("matrix", MATRIX))) == (["x", "y", "z"], [("r1: One", "y"), ("r2", "x")])
    assert "3 right columns" in reason(moodle("matrix", MATRIX.replace(">0<", ">1<")))
    assert "rows with the weights of 1" in reason(moodle("matrix", MATRIX.replace("weights-of-row", "x", 2)))


def test_the_picture_of_an_old_file_is_not_lost_in_silence():
    inside = f"<image>ct.png</image><image_base64>iVBO</image_base64>{answer('a', 100)}{answer('b', 0)}"
    assert reason(moodle("multichoice", inside)) == (
        "the picture 'ct.png' has no alternative text; say what the picture shows"
    )


def test_a_hidden_question_says_so_and_a_single_question_is_a_file_too():
    texts = "<name><text>Q</text></name><questiontext><text>W?</text></questiontext>"
    inside = f"{texts}{answer('a', 100)}{answer('b', 0)}<hidden>1</hidden>"
    content = f'<question type="multichoice">{inside}</question>'.encode()
    reading = FORMATS[detect(content, "q.xml")].read(content, "q.xml")
    assert (len(reading.questions), notes(reading)) == (1, ["that it is hidden"])


def test_gift_orders_lines():
    reading = FORMATS["gift"].read(b"// [id:o]\nOrder.{>2 ALL VERTICAL\n[html]<b>a</b>\nb\n\nc\n####Why.}\n", "bank")
    (question,) = reading.questions
    assert (question.kind, [part["html"] for part in question.parts]) == ("ordering", ["<strong>a</strong>", "b", "c"])
    assert question.rationale_html == "<p>Why.</p>"
    assert [problem.message for problem in reading.left_out] == [
        "that only some of its steps are drawn; here all are shown"
    ]
