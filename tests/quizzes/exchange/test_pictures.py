"""Pictures within the texts of questions come in by what they hold, with words for those who do not see, and go out."""

import io
from base64 import b64encode
from dataclasses import replace

import pytest
from PIL import Image

from elearning.publishing.bank.entries import entry_of
from elearning.publishing.bank.plan import Keys, with_pictures
from quizzes.domain.exchange.formats import FORMATS
from quizzes.domain.exchange.markup import illustrated, to_plain
from quizzes.domain.exchange.package import pack
from tests.quizzes.exchange.questions import SVG, single


def drawn(kind):
    out = io.BytesIO()
    Image.new("RGB", (4, 3)).save(out, kind)
    return out.getvalue()


PNG, GIF = drawn("PNG"), drawn("GIF")
PICTURES = {"media/ct.png": PNG, "media/ecg.svg": SVG}
CT = '<p><img src="media/ct.png" alt="A CT of the &quot;chest&quot;: p &lt; 5 mm"></p>'
ECG = '<p><img src="media/ecg.svg" alt="An ECG"></p>'
SHOWING = single(
    stem_html=f"<p>A man.</p>\n{CT}", lead_in_html=f"<p>Which?</p>\n{ECG}", rationale_html=f"{ECG}\n<p>So.</p>"
)
MOODLE = """<quiz><question type="multichoice"><name><text>Q</text></name><questiontext format="html"><text>
<![CDATA[{text}]]></text><file name="ct 1.png" path="/" encoding="base64">{data}</file></questiontext>
<answer fraction="100"><text>{option}</text></answer><answer fraction="0"><text>b</text></answer></question></quiz>"""
IMG = '<img src="@@PLUGINFILE@@/ct%201.png" alt="A CT" width="9">'
QTI = """<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="q" title="Q" adaptive="false"
 timeDependent="false"><responseDeclaration identifier="R" cardinality="single" baseType="identifier"><correctResponse>
<value>A</value></correctResponse></responseDeclaration><itemBody>{body}<choiceInteraction responseIdentifier="R"
 maxChoices="1"><prompt>Which?</prompt><simpleChoice identifier="A">a</simpleChoice><simpleChoice identifier="B">b
</simpleChoice></choiceInteraction></itemBody></assessmentItem>"""


def moodle(text=IMG, data=PNG, option="a"):
    text = MOODLE.format(text=text, data=b64encode(data).decode(), option=option)
    return FORMATS["moodle"].read(text.encode(), "bank")


def qti(body):
    packed = {"imsmanifest.xml": b"<manifest/>", "items/q.xml": QTI.format(body=body).encode()}
    return FORMATS["qti21"].read(pack({**packed, "img/CT.png": PNG}), "bank")


@pytest.mark.parametrize("name", ["qti21", "qti22", "qti30", "moodle"])
def test_pictures_are_written_and_read_again(name):
    written = FORMATS[name].write([SHOWING], PICTURES)
    reading = FORMATS[name].read(written.content, "bank")
    assert (written.left_out, reading.problems, reading.left_out, reading.pictures) == ([], [], [], PICTURES)
    (found,) = reading.questions
    assert found == SHOWING


@pytest.mark.parametrize("name", ["gift", "aiken", "csv"])
def test_where_there_are_none_they_are_named_as_left_out(name):
    written = FORMATS[name].write([SHOWING], PICTURES)
    label = FORMATS[name].label
    assert f"its pictures (media/ct.png, media/ecg.svg): {label} has none" in [
        each.message for each in written.left_out
    ]
    (found,) = FORMATS[name].read(written.content, "bank").questions
    assert to_plain(f"{found.stem_html}\n{found.lead_in_html}")[0].split() == ["A", "man.", "Which?"]


@pytest.mark.parametrize("name", ["moodle", "qti22"])
def test_a_question_whose_picture_is_missing_is_not_written(name):
    assert [each.message for each in FORMATS[name].write([SHOWING], {}).left_out] == [
        "the question: its picture is missing"
    ]


@pytest.mark.parametrize(
    ("text", "stem", "lead_in"),
    [
        (f"<p>A man. {IMG} Which?</p>", "<p>A man.</p>\n{}", "<p>Which?</p>"),
        (f"<p>Which?<br><strong>{IMG}</strong></p>", "", "<p>Which?</p>\n{}"),
        (f'<a href="https://x.org">{IMG}</a><p>Which?</p>', "{}", "<p>Which?</p>"),
        (f"Which?<img alt='A CT' src='data:image/png;base64,{b64encode(PNG).decode()}'>", "", "<p>Which?</p>\n{}"),
    ],
)
def test_a_picture_stands_alone_and_the_question_keeps_its_words(text, stem, lead_in):
    reading = moodle(text)
    (found,) = reading.questions
    (path,) = reading.pictures
    shown = f'<p><img src="{path}" alt="A CT"></p>'
    assert (found.stem_html, found.lead_in_html) == (stem.format(shown), lead_in.format(shown))


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"text": IMG.replace("A CT", " ")},
         "the picture 'ct-1.png' has no alternative text; say what the picture shows"),
        ({"data": GIF}, "the picture '@@PLUGINFILE@@/ct%201.png': a picture is an SVG, PNG, JPEG or WebP file"),
        ({"data": b""}, "the picture '@@PLUGINFILE@@/ct%201.png': a picture is an SVG, PNG, JPEG or WebP file"),
        ({"data": PNG[:45]}, "the picture '@@PLUGINFILE@@/ct%201.png': this is not a readable PNG picture"),
        ({"text": IMG.replace("%201", "")}, "the picture '@@PLUGINFILE@@/ct.png' did not come with the file"),
        ({"text": f"<ul><li>{IMG}</li></ul><p>Which?</p>"},
         "the question needs what a text here cannot hold: a picture in a list, a table, a heading or a link"),
        ({"text": IMG}, "the question has no text"),
        ({"text": "".join(f"<p>x</p>{IMG.replace('1.png', f'1.png?{n}')}" for n in range(21))},
         "more than 20 pictures in one text"),
        ({"text": "Which?", "option": f"&lt;img src='{IMG[10:35]}' alt='x'&gt;"},
         "an answer needs what a text here cannot hold: <img> @@PLUGINFILE@@/ct%201.png"),
    ],
)  # fmt: skip
def test_moodle_says_why_a_picture_cannot_come(values, problem):
    assert [str(each) for each in moodle(**values).problems] == [f"bank:1: 'Q': {problem}"]


def test_qti_pictures_are_images_or_objects_and_known_by_what_they_hold():
    reading = qti(
        '<p>See <img src="../img/CT.png" alt="A CT"/></p><object data="../img/CT.png" type="image/gif">B</object>'
    )
    assert reading.questions[0].stem_html == (
        '<p>See</p>\n<p><img src="media/ct.png" alt="A CT"></p>\n<p><img src="media/ct.png" alt="B"></p>'
    )
    assert reading.pictures == {"media/ct.png": PNG}
    assert [each.message for each in qti('<object data="../img/CT.png" type="text/html">B</object>').problems] == [
        "'Q': the question needs what a text here cannot hold: <object> ../img/CT.png"
    ]


def test_a_picture_gets_a_number_where_another_has_its_name_and_is_put_into_the_file():
    files = {"media/ct.png": b"other"}
    placed = with_pictures(SHOWING, PICTURES, files)
    assert files == {"media/ct.png": b"other", "media/ct-2.png": PNG, "media/ecg.svg": SVG}
    assert entry_of(placed)["stem"] == 'A man.\n\n![A CT of the "chest": p < 5 mm](media/ct-2.png)'


def test_the_same_words_about_another_picture_ask_something_else():
    bank = replace(SHOWING, path="")
    for pictures, known in ((PICTURES, True), ({**PICTURES, "media/ct.png": b"other"}, False)):
        _, found = Keys([bank], files=PICTURES, pictures=pictures).place(replace(SHOWING, path="bank"))
        assert found is known


def test_nothing_of_a_stranger_gets_past_the_marks():
    html = "<p>\ue0000\ue001 &#xe000;0&#xe001; <img src=x alt='\"><script>' onerror=y> </p>"
    assert illustrated(html, lambda address, _: f"media/{address}")[0] == (
        '<p>0 0</p>\n<p><img src="media/x" alt="&quot;&gt;&lt;script&gt;"></p>'
    )
