"""Gaps, words within a text, sliders and packages as other programs write them."""

import pytest

from quizzes.domain.exchange.formats import FORMATS
from quizzes.domain.exchange.package import pack
from tests.quizzes.exchange.qtifiles import MAPPED, choices, declared, item, mapped


def read(*parts, **more):
    return FORMATS["qti22"].read(item(*parts, **more).encode(), "i.xml")


def one(reading):
    assert [str(problem) for problem in reading.problems] == []
    (question,) = reading.questions
    again = FORMATS["qti30"].read(FORMATS["qti30"].write([question], {}).content, "again.zip")
    assert (again.questions, again.problems, again.left_out) == ([question], [], [])
    return question


def notes(reading):
    return [problem.message.removeprefix("'Item': ") for problem in reading.left_out]


def reason(reading):
    (problem,) = reading.problems
    return problem.message.removeprefix("'Item': ")


GAPS = """<p>Read.</p><gapMatchInteraction responseIdentifier="RESPONSE"><prompt>Fill in.</prompt>
<gapText identifier="W" matchMax="1">winter</gapText><gapText identifier="S" matchMax="2">summer</gapText>
<gapText identifier="F" matchMax="1">fall</gapText><p>After <gap identifier="G1"/> comes <gap identifier="G2"/>.</p>
</gapMatchInteraction>"""


def pairs(*listed, **points):
    keys = {key.replace("_", " "): value for key, value in points.items()}
    return declared(*listed, cardinality="multiple", base="directedPair", mapping=points and mapped(**keys))


def test_several_gaps_are_a_match_of_numbered_gaps_with_words():
    question = one(read(GAPS, pairs("W G1", "S G2")))
    assert (question.stem_html, question.lead_in_html) == (
        "<p>Read.</p>\n<p>After (1) _____ comes (2) _____.</p>",
        "<p>Fill in.</p>",
    )
    assert question.content == {
        "options": [{"html": "winter"}, {"html": "summer"}, {"html": "fall"}],
        "vignettes": [
            {"html": "(1) _____", "comment_html": "", "answer": 0},
            {"html": "(2) _____", "comment_html": "", "answer": 1},
        ],
    }


def test_one_gap_is_a_single_best_answer():
    question = one(read(GAPS.replace('comes <gap identifier="G2"/>', "it is warm"), pairs("W G1")))
    assert question.stem_html == "<p>Read.</p>\n<p>After _____ it is warm.</p>"
    assert [(part["html"], part["correct"]) for part in question.parts] == [
        ("winter", True),
        ("summer", False),
        ("fall", False),
    ]


@pytest.mark.parametrize(
    ("key", "rules", "why"),
    [
        (pairs("W G1"), "", "a gap with several right words, or none; each has one here"),
        (pairs("W G1", "S G1", "S G2"), "", "a gap with several right words, or none; each has one here"),
        (pairs("W G1", "X G2"), "", "the right word 'X' is not among the words"),
        (pairs("W G1", "S G2", W_G1=1, S_G2=1, F_G2=1), MAPPED, "'F G2' gets as many points as the right 'S G2'"),
        (pairs("W G1", "S G2", W_G1=1, S_G2=1, F_G2=1), "", "'F G2' has points and is not declared as right"),
    ],
)
def test_gaps_whose_words_are_not_certain_are_refused(key, rules, why):
    assert reason(read(GAPS, key, rules)) == why


def test_an_upper_bound_of_the_points_is_no_second_key():
    key = pairs("W G1", "S G2", W_G1=1, S_G2=1).replace("<mapping ", '<mapping upperBound="1" ')
    assert one(read(GAPS, key, MAPPED)).kind == "extended-matching"


def test_unequal_points_of_the_gaps_are_noted():
    reading = read(GAPS, pairs("W G1", "S G2", W_G1=1, S_G2=2), MAPPED)
    assert one(reading).kind == "extended-matching"
    assert notes(reading) == ["unequal weights of the right answers; here they count alike"]


HOTTEXT = """<p>Find the mistake.</p><hottextInteraction responseIdentifier="RESPONSE" maxChoices="{most}">
<p>He <hottext identifier="A">go</hottext> and <hottext identifier="B">sings</hottext>
 <hottext identifier="C">aloud</hottext>.</p></hottextInteraction>"""


def test_words_of_a_text_are_the_options():
    question = one(read(HOTTEXT.replace("{most}", "1"), declared("A")))
    assert (question.stem_html, question.lead_in_html) == (
        "<p>Find the mistake.</p>",
        "<p>He <strong>go</strong> and <strong>sings</strong> <strong>aloud</strong>.</p>",
    )
    assert [part["html"] for part in question.parts] == ["go", "sings", "aloud"]
    several = one(read(HOTTEXT.replace("{most}", "0"), declared("A", "C", cardinality="multiple")))
    assert (several.kind, [part["correct"] for part in several.parts]) == ("multiple-response", [True, False, True])


SLIDER = """<sliderInteraction responseIdentifier="RESPONSE" lowerBound="0" upperBound="50"><prompt>How many?</prompt>
</sliderInteraction>"""


def test_a_slider_asks_for_a_number_and_its_scale_is_noted():
    reading = read(
        SLIDER, declared("15", base="integer", mapping=mapped(**{"13": 0.5, "14": 1, "15": 1, "16": 1})), MAPPED
    )
    content = one(reading).content
    assert (content["answer"], content["tolerance"]) == ("15", "1")
    assert notes(reading) == [
        "its slider from 0 to 50; here the number is typed",
        "the points of answers beside the right number: no part of the credit",
    ]


def test_whole_numbers_with_a_hole_are_no_tolerance():
    key = declared("15", base="integer", mapping=mapped(**{"13": 1, "15": 1, "16": 1}))
    assert "do not score 15 ± 0 and nothing else" in reason(read(SLIDER, key, MAPPED))


def test_a_package_may_lie_in_a_folder_with_its_base_and_backward_slashes():
    manifest = """<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources xml:base="content/">
<resource identifier="i" type="imsqti_item_xmlv2p2" xml:base="items/" href="sub\\a%20b.xml"/></resources></manifest>"""
    files = {
        "export/imsmanifest.xml": manifest.encode(),
        "export/content/items/sub/a b.xml": item(choices(), declared("A")).encode(),
        "export/non_cc_assessments/old.xml.qti": b"<questestinterop/>",
    }
    reading = FORMATS["qti30"].read(pack(files), "bank.zip")
    old = "export/non_cc_assessments/old.xml.qti: this is QTI 1.2; export it as QTI 2.1, 2.2 or 3.0"
    assert [str(problem) for problem in reading.problems] == [f"{old}, as Moodle XML or as GIFT"]
    assert [question.path for question in reading.questions] == ["export/content/items/sub/a b.xml"]
