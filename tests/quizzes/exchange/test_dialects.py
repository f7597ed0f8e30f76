"""Questions as other systems write them: what is read, what is refused and why, what of it is left out."""

from textwrap import dedent

import pytest

from quizzes.domain.exchange.formats import FORMATS, detect
from quizzes.domain.exchange.package import pack
from quizzes.domain.exchange.question import missing
from tests.quizzes.exchange.questions import SVG, single


def read(name, text, path="bank"):
    content = text if isinstance(text, bytes) else dedent(text).encode()
    return FORMATS[name].read(content, path)


def one(name, text):
    reading = read(name, text)
    assert [str(problem) for problem in reading.problems] == []
    (question,) = reading.questions
    return question


def refused(name, text):
    reading = read(name, text)
    assert reading.questions == []
    return [str(problem) for problem in reading.problems]


def left_out(name, text):
    reading = read(name, text)
    assert reading.problems == []
    return [str(problem) for problem in reading.left_out]


def choices(question):
    return [(part["html"], part["correct"]) for part in question.parts]


@pytest.mark.parametrize(
    ("text", "kind", "holds"),
    [
        ("Who?{~A =B ~C}", "single-best-answer", [("A", False), ("B", True), ("C", False)]),
        ("Who?{~%-50%A ~%50%B ~%50%C}", "multiple-response", [("A", False), ("B", True), ("C", True)]),
        ("So?{T}", "single-best-answer", [("True", True), ("False", False)]),
        ("So?{FALSE}", "single-best-answer", [("True", False), ("False", True)]),
        ("{=one ~two} is right.", None, None),
        ("Which?{~ \\= 2 \\~ = \\{\\\\\\}}", "single-best-answer", [("= 2 ~", False), ("{\\}", True)]),
    ],
)
def test_gift_choices(text, kind, holds):
    question = one("gift", text)
    if kind:
        assert (question.kind, choices(question)) == (kind, holds)
    else:
        assert question.lead_in_html == "<p>_____ is right.</p>"


@pytest.mark.parametrize(
    ("block", "answer", "tolerance"),
    [
        ("#5", "5", "0"),
        ("#1822:5", "1822", "5"),
        ("#1..5", "3", "2"),
        ("#=1..2", "1.5", "0.5"),
        ("#=3.141..3.142", "3.1415", "0.0005"),
        ("#-0,5:0.10", "-0.5", "0.10"),
        ("#1e2", "100", "0"),
    ],
)
def test_gift_numbers(block, answer, tolerance):
    content = one("gift", f"How much?{{{block}}}").content
    assert (content["answer"], content["tolerance"]) == (answer, tolerance)


def test_gift_matching_takes_spare_answers_and_true_false_pairs():
    question = one("gift", "Match.{=a -> x =b -> y = -> z}")
    assert question.content == {
        "options": [{"html": "x"}, {"html": "y"}, {"html": "z"}],
        "vignettes": [{"html": "a", "comment_html": "", "answer": 0}, {"html": "b", "comment_html": "", "answer": 1}],
    }
    statements = one("gift", "True?{=a -> True =b -> False}").content["statements"]
    assert [(each["html"], each["holds"]) for each in statements] == [("a", True), ("b", False)]


def test_gift_keys_tags_titles_formats_and_feedback():
    question = one(
        "gift",
        """
        // question: 7 [id:dose-one] [tag:objective:dosing] [tag:slide:doses]
        ::First dose::[markdown]A **man**.

        Which dose?{
            =[html]<b>5</b> mg#Right.
            ~10 mg#[plain]Too <much>.

            ####In general.
        }
        """.replace("A **man**.\n\n        Which", "A **man**: which"),
    )
    assert (question.key, question.title, question.objectives, question.slides) == (
        "dose-one",
        "First dose",
        ("dosing",),
        ("doses",),
    )
    assert question.lead_in_html == "<p>A <strong>man</strong>: which dose?</p>"
    assert question.rationale_html == "<p>In general.</p>"
    assert [(part["html"], part["comment_html"]) for part in question.parts] == [
        ("<strong>5</strong> mg", "<p>Right.</p>"),
        ("10 mg", "<p>Too &lt;much&gt;.</p>"),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Write.{}", "bank:1: an essay (an empty answer block) has no counterpart: nobody marks texts here"),
        ("Who?{=a =b}", "bank:1: a short answer in words ('a') has no counterpart"),
        ("A text.", "bank:1: a description without an answer block {…} is no question"),
        ("Who?{=a ~b", "bank:1: the answer block that { opens is never closed"),
        ("::Name", "bank:1: the name that begins with :: never ends"),
        ("Who?{=a =b ~c}", "bank:1: 2 answers are fully right; single-best-answer has one"),
        ("Who?{~%50%a ~b}", "bank:1: no answer has the full weight; the best has 50 %"),
        ("Who?{~a ~b}", "bank:1: no answer is marked as right"),
        ("Who?{=a ~a}", "bank:1: two of its options have the same text, 'a'"),
        ("Who?{=a {x} ~b}", "bank:1: a second {; a question has one answer block"),
        ("Who?{=a ~b} Where?{=c ~d}", "bank:1: a second {; a question has one answer block"),
        ("How?{#=1 =2}", "bank:1: 2 numbers are fully right; numeric has one number with a tolerance"),
        ("How?{#many}", "bank:1: 'many' is no number"),
        ("Match.{=a->x =b->y}", "bank:1: 2 answers to choose from; extended-matching has 3 to 20"),
        ("[html]See <img src='x.png'>{=a ~b}", "bank:1: the question needs what a text here cannot hold: <img> x.png"),
    ],
)
def test_gift_says_why_it_refuses(text, reason):
    assert refused("gift", text)[0].startswith(reason)


def test_gift_names_what_it_leaves_out():
    assert left_out("gift", "$CATEGORY: a/b\n\nWho?{=a ~%25%b ~%-10%c}") == [
        "bank:1: the category 'a/b'; objectives group items here",
        "bank:3: answers with a part of the credit (25 %) count as wrong",
        "bank:3: negative weights: wrong answers cost nothing more here",
    ]


def test_control_characters_reach_neither_the_report_nor_the_question():
    assert refused("gift", "::a\x1b[31m::Write.{}")[0].startswith("bank:1: 'a[31m': an essay")
    assert one("gift", "::a\x07::W\x1bho?{=x ~y}").lead_in_html == "<p>Who?</p>"


def test_a_broken_gift_question_does_not_swallow_the_next():
    reading = read("gift", "::a::Who?{=x ~y\n\n::b::Who?{=x ~y}\n")
    assert [str(problem) for problem in reading.problems] == [
        "bank:1: 'a': the answer block that { opens is never closed"
    ]
    assert [question.key for question in reading.questions] == ["b"]


def test_aiken():
    question = one("aiken", "E. coli is\nfound where?\nA) Gut\nB. Sky\nANSWER: A\n")
    assert question.lead_in_html == "<p>E. coli is<br>found where?</p>"
    assert choices(question) == [("Gut", True), ("Sky", False)]
    assert missing(question) == [
        "no rationale",
        "no objective",
        "no slide",
        "no reference",
        "no comment on options 1, 2",
    ]
    assert one("aiken", "Q\nA) a\nB) b\nC) c\nANSWER: A, C").kind == "multiple-response"
    assert refused("aiken", "Q\nA) a\nB) b\n\nR\nA) a\nANSWER: B\n") == [
        "bank:1: the question has no line 'ANSWER: A' after its options",
        "bank:5: 'ANSWER: B': there is no option B",
    ]


MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz><question type="category"><category><text>$course$/top</text></category></question>
<question type="{type}"><name><text>Q one</text></name>
<questiontext format="html"><text><![CDATA[<p>A man.</p><p>Which?</p>]]></text></questiontext>
<generalfeedback format="moodle_auto_format"><text>Because 1 < 2.</text></generalfeedback>{more}
<tags><tag><text>objective:dosing</text></tag><tag><text>other</text></tag></tags></question></quiz>""".replace(
    "1 < 2", "1 &lt; 2"
)
CATEGORY = "bank:2: the category '$course$/top'; objectives group items here"


def moodle(kind, more):
    return read("moodle", MOODLE.replace("{type}", kind).replace("{more}", more))


def answer(fraction, text, more=""):
    return f'<answer fraction="{fraction}"><text>{text}</text><feedback><text>F{text}</text></feedback>{more}</answer>'


def test_moodle_choice_with_its_texts_and_tags():
    reading = moodle("multichoice", "<single>true</single><defaultgrade>2</defaultgrade><hint><text>x</text></hint>"
                     + answer(100, "a") + answer("33.333", "b") + answer(0, "c"))  # fmt: skip
    (question,) = reading.questions
    assert (question.key, question.stem_html, question.lead_in_html, question.rationale_html, question.objectives) == (
        "q-one",
        "<p>A man.</p>",
        "<p>Which?</p>",
        "<p>Because 1 &lt; 2.</p>",
        ("dosing",),
    )
    assert choices(question) == [("a", True), ("b", False), ("c", False)]
    assert [str(problem) for problem in reading.left_out] == [
        CATEGORY,
        "bank:3: 'Q one': answers with a part of the credit (33.333 %) count as wrong",
        "bank:3: 'Q one': hints for a second try",
        "bank:3: 'Q one': its 2 points; every item counts one",
        "bank:3: 'Q one': the tag 'other'",
    ]


@pytest.mark.parametrize(
    ("kind", "more", "found", "content"),
    [
        ("truefalse", answer(0, "true") + answer(100, "false"), "single-best-answer", None),
        (
            "multichoice",
            "<single>false</single>" + answer(50, "a") + answer(50, "b") + answer(-50, "c"),
            "multiple-response",
            None,
        ),
        (
            "numerical",
            answer(100, "12.50", "<tolerance>0.5</tolerance>")
            + "<units><unit><multiplier>1</multiplier><unit_name>mg</unit_name></unit></units>",
            "numeric",
            {"answer": "12.50", "tolerance": "0.5", "unit": "mg", "units": [], "comment_html": "<p>F12.50</p>"},
        ),
        (
            "matching",
            "".join(f"<subquestion><text>{n}</text><answer><text>{n}!</text></answer></subquestion>" for n in "abc"),
            "extended-matching",
            None,
        ),
        ("ordering", answer(2, "b") + answer(1, "a") + answer(3, "c"), "ordering", None),
    ],
)
def test_moodle_kinds(kind, more, found, content):
    (question,) = moodle(kind, more).questions
    assert question.kind == found
    if content:
        assert question.content == content
    if found == "ordering":
        assert [step["html"] for step in question.parts] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("essay", "nobody marks texts here"),
        ("calculated", "its numbers change from learner to learner"),
        ("brandnew", "it is not known here"),
    ],
)
def test_moodle_says_why_it_refuses_a_type(kind, reason):
    assert [str(p) for p in moodle(kind, "").problems] == [
        f"bank:3: 'Q one': the type '{kind}' has no counterpart: {reason}"
    ]


TAO = """<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="i15" title="Item 1" adaptive="false"
 timeDependent="false" toolName="TAO" toolVersion="3.4">
<responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="identifier"><correctResponse>
<value><![CDATA[choice_2]]></value></correctResponse></responseDeclaration>
<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
<itemBody><div class="grid-row"><div class="col-12"><p>A man of 60.</p>{body}
<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="{most}" minChoices="0">
<prompt>Which?</prompt><simpleChoice identifier="choice_1" fixed="false" showHide="show">One</simpleChoice>
<simpleChoice identifier="choice_2" fixed="true" showHide="show">Two</simpleChoice>
<simpleChoice identifier="choice_3">Three<feedbackInline outcomeIdentifier="FEEDBACK" identifier="choice_3"
 showHide="show">No.</feedbackInline></simpleChoice></choiceInteraction></div></div></itemBody>
<responseProcessing template="http://www.imsglobal.org/question/qti_v2p2/rptemplates/match_correct"/>
<modalFeedback outcomeIdentifier="FEEDBACK" identifier="choice_2" showHide="show">Yes.</modalFeedback>
<modalFeedback outcomeIdentifier="FEEDBACK" identifier="solution" showHide="show"><p>Why.</p></modalFeedback>
</assessmentItem>"""


def tao(cardinality="single", most="1", body=""):
    return TAO.replace("{cardinality}", cardinality).replace("{most}", most).replace("{body}", body)


def test_qti_choice_with_fixed_options_and_both_sorts_of_feedback():
    question = one("qti22", tao())
    assert (question.kind, question.key, question.stem_html, question.lead_in_html, question.rationale_html) == (
        "single-best-answer",
        "i15",
        "<p>A man of 60.</p>",
        "<p>Which?</p>",
        "<p>Why.</p>",
    )
    assert [tuple(part.values()) for part in question.parts] == [
        ("One", "", False, False),
        ("Two", "<p>Yes.</p>", True, True),
        ("Three", "<p>No.</p>", False, False),
    ]
    assert one("qti22", tao("multiple", "0")).kind == "multiple-response"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('<p><img src="x.png" alt="A sign"/></p>', "the picture 'x.png' did not come with the file"),
        (
            "<p><hottextInteraction/></p>",
            "2 interactions in one item (choiceInteraction, hottextInteraction); an item here asks once",
        ),
        ('<p><printedVariable identifier="x"/></p>', "a template: its values change from learner to learner"),
    ],
)
def test_qti_says_why_it_refuses(body, reason):
    assert refused("qti22", tao(body=body)) == [f"bank:3: 'Item 1': {reason}"]


NUMBER = """<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="n" title="N"
 adaptive="false" time-dependent="false"><qti-response-declaration identifier="RESPONSE" cardinality="single"
 base-type="float"><qti-correct-response><qti-value>10</qti-value></qti-correct-response></qti-response-declaration>
<qti-item-body><p>Give <qti-text-entry-interaction response-identifier="RESPONSE"/> mg.</p></qti-item-body>
<qti-response-processing><qti-response-condition><qti-response-if>{rule}</qti-response-if></qti-response-condition>
</qti-response-processing></qti-assessment-item>"""
VARIABLE = '<qti-variable identifier="RESPONSE"/>'
CORRECT = f'{VARIABLE}<qti-correct identifier="RESPONSE"/>'


def limit(name, value):
    return f'<qti-{name}>{VARIABLE}<qti-base-value base-type="float">{value}</qti-base-value></qti-{name}>'


@pytest.mark.parametrize(
    ("rule", "answer", "tolerance"),
    [
        (f"<qti-match>{CORRECT}</qti-match>", "10", "0"),
        (f'<qti-equal tolerance-mode="exact">{CORRECT}</qti-equal>', "10", "0"),
        (f'<qti-equal tolerance-mode="absolute" tolerance="0.5 0.5">{CORRECT}</qti-equal>', "10", "0.5"),
        (f'<qti-equal tolerance-mode="absolute" tolerance="1 2">{CORRECT}</qti-equal>', "10.5", "1.5"),
        (f'<qti-equal tolerance-mode="relative" tolerance="5">{CORRECT}</qti-equal>', "10", "0.5"),
        (f"<qti-and>{limit('gte', 4)}{limit('lte', 6)}</qti-and>", "5", "1"),
    ],
)
def test_qti_numbers(rule, answer, tolerance):
    question = one("qti30", NUMBER.replace("{rule}", rule))
    assert (question.content["answer"], question.content["tolerance"]) == (answer, tolerance)
    assert question.lead_in_html == "<p>Give _____ mg.</p>"


def test_qti_numbers_with_one_limit_are_refused():
    assert "a number with one limit" in refused("qti30", NUMBER.replace("{rule}", limit("gte", 4)))[0]


HOTSPOT = """<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="spot" title="Spot"
 adaptive="false" timeDependent="false"><responseDeclaration identifier="R" cardinality="single" baseType="identifier">
<correctResponse><value>A</value></correctResponse></responseDeclaration><itemBody>
<hotspotInteraction responseIdentifier="R" maxChoices="1"><prompt>Where?</prompt>
<object type="image/svg+xml" width="80" height="60" data="../img/Axilla%201.svg">An axilla</object>
<hotspotChoice shape="circle" coords="10,20,6" identifier="A" hotspotLabel="left"/>
<hotspotChoice shape="rect" coords="10,20,30,40" identifier="B"/></hotspotInteraction></itemBody></assessmentItem>"""
MANIFEST = """<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>
<resource identifier="b" type="imsqti_item_xmlv2p1" href="items/b.xml"><metadata><lom xmlns="LOM"><general>
<keyword><string>slide:axilla</string></keyword></general></lom></metadata><file href="items/b.xml"/></resource>
<resource identifier="gone" type="imsqti_item_xmlv2p1" href="gone.xml"/>
<resource identifier="a" type="imsqti_item_xmlv2p1" href="a.xml"/></resources></manifest>"""


def test_a_qti_package_brings_pictures_tags_and_the_order_of_its_manifest():
    files = {"imsmanifest.xml": MANIFEST, "a.xml": tao(), "items/b.xml": HOTSPOT, "img/Axilla 1.svg": SVG}
    packed = pack({path: text if isinstance(text, bytes) else text.encode() for path, text in files.items()})
    reading = read("qti21", packed)
    assert [str(problem) for problem in reading.problems] == [
        "imsmanifest.xml:4: the item 'gone.xml' is not in the package"
    ]
    spot, choice = reading.questions
    assert (spot.key, spot.slides, choice.key) == ("spot", ("axilla",), "i15")
    assert reading.pictures == {"media/axilla-1.svg": SVG}
    assert spot.content == {
        "path": "media/axilla-1.svg",
        "picture_html": '<img src="media/axilla-1.svg" alt="An axilla">',
        "width": 40,
        "height": 30,
        "areas": [
            {"html": "left", "comment_html": "", "correct": True, "shape": "circle", "coords": [5, 10, 3]},
            {"html": "", "comment_html": "", "correct": False, "shape": "rectangle", "coords": [5, 10, 10, 10]},
        ],
    }
    assert missing(spot)[-1] == "no words for areas 2"


def test_qti_1_2_is_refused_by_name():
    assert refused("qti21", "<questestinterop><item/></questestinterop>") == [
        "bank:1: this is QTI 1.2; export it as QTI 2.1, 2.2 or 3.0, as Moodle XML or as GIFT"
    ]


def test_csv_of_a_spreadsheet():
    head = "\ufeffkey;kind;lead_in;text_1;text_2;text_3;correct;calculator\r\n"
    text = f"""{head}d;multiple-response;"Which\nones?";a;'=b;c;1, 3;yes\r\n"""
    question = one("csv", text.encode())
    assert choices(question) == [("a", True), ("=b", False), ("c", True)]
    assert (question.lead_in_html, question.calculator) == ("<p>Which<br>ones?</p>", True)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("named", [False, True])
def test_csv_of_other_programs(sign, encoding, named):
    rows = ["Key", "Lead in", "text_1", "text_2", "correct"], ["k", '"5 µg, ""or""; 6\tµg\n?"', "a", "b", "2"]
    text = (f"sep={sign}\r\n" if named else "") + "\r\n".join(sign.join(row) for row in rows)
    question = one("csv", text.encode(encoding))
    assert question.lead_in_html == '<p>5 µg, "or"; 6\tµg<br>?</p>'
    assert (question.line, choices(question)) == (3 if named else 2, [("a", False), ("b", True)])


@pytest.mark.parametrize("broken", ['"never closed,a,b,1\nnext,a,b,1\n', '"closed" too early,a,b,1\n'])
def test_a_quote_that_is_not_closed_makes_no_question_of_the_rest(broken):
    reading = read("csv", f"lead_in,text_1,text_2,correct\nOne?,a,b,1\n{broken}")
    assert [question.lead_in_html for question in reading.questions] == ["<p>One?</p>"]
    assert str(reading.problems[0]).startswith("bank:3: not readable as CSV from here on")


@pytest.mark.parametrize(
    ("text", "kind", "right"),
    [
        ("Who?\na) x\nb) y\nanswer: b\n", "single-best-answer", [("x", False), ("y", True)]),
        ("Who?\nA. x\nB. y\nANSWER: A.\n", "single-best-answer", [("x", True), ("y", False)]),
        ("Who?\na. x\nb. y\nc. z\nANSWER: a, C\n", "multiple-response", [("x", True), ("y", False), ("z", True)]),
    ],
)
def test_aiken_with_small_or_dotted_letters(text, kind, right):
    question = one("aiken", text)
    assert (question.kind, choices(question)) == (kind, right)


def test_aiken_does_not_mix_large_and_small_letters():
    assert refused("aiken", "Who?\na) x\nB) y\nANSWER: A\n")[0].startswith("bank:1: the question has no line 'ANSWER")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("lead_in,colour\n", "bank:1: unknown column 'colour'"),
        ("key\n", "bank:1: the column 'lead_in' is missing; the first line names the columns"),
        ("lead_in,kind\nx,essay\n", "bank:2: 'essay' in the column 'kind'"),
        ("lead_in,text_1,text_2,correct\nx,a,b,3\n", "bank:2: '3' in the column 'correct'; write numbers from 1 to 2"),
        ("lead_in,text_1,text_2\nx,,b\n", "bank:2: 'text_1' is empty, and a later one is not"),
        ('lead_in,kind,answer\n"x\ny",numeric,1\nz,numeric,many\n', "bank:4: 'many' is no number"),
        ("lead_in\nx,y\n", "bank:2: 2 cells under 1 columns"),
    ],
)
def test_csv_says_what_is_wrong_and_where(text, reason):
    assert str(read("csv", text).problems[0]).startswith(reason)


@pytest.mark.parametrize("name", FORMATS)
def test_the_format_of_a_file_is_found_out(name):
    made = FORMATS[name]
    found = detect(made.write([single()], {}).content, f"bank{made.suffix}")
    assert FORMATS[found].read == made.read
    assert detect(b"Nothing of the sort", "bank.txt") == ""
