"""Files that are broken or hostile: refused by name, in little time, with nothing read from elsewhere."""

import io
import stat
import struct
import time
import zipfile

import pytest

from quizzes.domain.exchange import package, safexml, texts
from quizzes.domain.exchange.formats import FORMATS
from quizzes.domain.exchange.question import MOST_PROBLEMS
from quizzes.domain.exchange.texts import Unreadable
from tests.quizzes.exchange.qtifiles import choices, declared, item

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><quiz><question type="essay"><name>&c;</name></question></quiz>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<quiz><question type="truefalse"><name><text>&x;</text></name></question></quiz>"""


def said(name, content):
    reading = FORMATS[name].read(content, "file")
    assert reading.questions == []
    return [str(problem) for problem in reading.problems]


@pytest.mark.parametrize("name", ["moodle", "qti21", "qti22", "qti30"])
@pytest.mark.parametrize(
    "hostile",
    [
        LAUGHS,
        OUTSIDE,
        b'<!DOCTYPE quiz SYSTEM "http://example.org/x.dtd"><quiz/>',
        b"<!DOCTYPE quiz []><quiz/>",
        b'<!-- <!DOCTYPE quiz> --><!DOCTYPE quiz [<!ENTITY a "b">]><quiz/>',
        b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE quiz [<!ENTITY a "b">]><quiz/>',
    ],
)
def test_xml_with_a_document_type_is_refused_and_nothing_is_expanded(name, hostile):
    assert said(name, hostile) == ["file: the XML has a DOCTYPE; remove it, entities are never expanded"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_that_only_names_the_root_is_harmless(encoding):
    reading = FORMATS["moodle"].read("<!DOCTYPE quiz>\n<quiz></quiz>".encode(encoding), "file")
    assert (reading.questions, reading.problems) == ([], [])


def test_a_document_type_in_utf_16_is_refused_too():
    assert "DOCTYPE" in said("moodle", LAUGHS.replace(b'version="1.0"', b'version="1.0" encoding="utf-16"')
                             .decode().encode("utf-16"))[0]  # fmt: skip


def test_broken_and_deep_xml_is_refused_with_its_line():
    assert said("moodle", b"<quiz>\n<question>\n</quiz>")[0].startswith("file:3: not well-formed XML")
    assert "nested more than" in said("moodle", b"<quiz>" * 200 + b"</quiz>" * 200)[0]
    assert "MB" in said("moodle", b"<quiz>" + b" " * texts.MAX_BYTES)[0]
    assert said("moodle", b"<html/>") == ["file:1: the root is <html>; Moodle XML begins with <quiz>"]


def zipped(*entries, **more):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content, **more)
    return out.getvalue()


def linked():
    entry = zipfile.ZipInfo("link.xml")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zipped((entry, "/etc/passwd"))


def encrypted():
    content = bytearray(zipped(("a.xml", "<a/>")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.index(mark) + at
        content[place : place + 2] = struct.pack("<H", 1)
    return bytes(content)


def doubled():
    with pytest.warns(UserWarning, match="Duplicate name"):
        return zipped(("a.xml", "1"), ("a.xml", "2"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zipped(("../a.xml", "x")), "leads out of the package"),
        (zipped(("a/../../b.xml", "x")), "leads out of the package"),
        (zipped(("/etc/a.xml", "x")), "is no relative path with slashes"),
        (zipped(("C:/a.xml", "x")), "is no relative path with slashes"),
        (zipped(("a\\..\\..\\b.xml", "x")), "leads out of the package"),
        (zipped(("\\a.xml", "x")), "is no relative path with slashes"),
        (zipped(("C:\\a.xml", "x")), "is no relative path with slashes"),
        (zipped(("a\\b.xml", "x"), ("A/b.xml", "y")), "two entries named 'A/b.xml'"),
        (zipped(("A.xml", "x"), ("a.xml", "y")), "two entries named 'a.xml'"),
        (zipped(*((f"{number}.xml", "") for number in range(package.MAX_FILES + 1))), "has 2001 files"),
        (zipped(("a.xml", b"0" * 3_000_000)), "unpacks to more than 200 times its size"),
        (zipped(("a.xml", bytes(package.MAX_FILE + 1))), "a file may have 10 MB"),
        (linked(), "is a link or a device"),
        (encrypted(), "is encrypted"),
        (zipped(("a.xml", "x"))[:-10], "not a readable zip"),
        (b"PK\x03\x04 and then nothing", "not a readable zip"),
    ],
)
def test_a_hostile_package_is_refused_before_anything_of_it_is_read(content, reason):
    assert reason in said("qti21", content)[0]


def test_two_entries_of_one_name_are_refused():
    assert "two entries named 'a.xml'" in said("qti21", doubled())[0]


def test_an_entry_that_is_larger_than_it_says_is_refused():
    content = bytearray(zipped(("a.xml", "x" * 90_000)))
    at = content.index(b"PK\x01\x02") + 24
    content[at : at + 4] = struct.pack("<I", 10)
    with pytest.raises(Unreadable):
        package.unpack(bytes(content))


def test_backward_slashes_and_what_systems_leave_behind_are_understood():
    content = zipped(
        ("items\\a.xml", "<a/>"), ("__MACOSX/items/._a.xml", "\x00"), ("items/.DS_Store", "x"), ("./b.xml", "")
    )
    assert package.unpack(content) == {"items/a.xml": b"<a/>", "b.xml": b""}


def test_what_was_packed_is_unpacked():
    files = {"imsmanifest.xml": b"<a/>", "items/ä.xml": b"x" * 1000}
    assert package.unpack(package.pack(files)) == files


@pytest.mark.parametrize("name", ["gift", "aiken", "csv"])
def test_wrong_encodings_are_refused_by_name_and_line(name):
    assert said(name, "ok\n5 µg".encode("latin-1"))[0].startswith("file:2: byte 0xb5 is not UTF-8 (Latin-1")
    assert "zero bytes (UTF-16 without" in said(name, "question".encode("utf-16-le"))[0]
    assert "begins as UTF-16 and is not" in said(name, b"\xff\xfeabc")[0]
    assert "MB" in said(name, b"x" * (texts.MAX_BYTES + 1))[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_that_say_what_they_are_can_be_read(encoding, end):
    text = "Dose?{=5 µg ~6 µg}\n\nSure?{T}\n".replace("\n", end)
    reading = FORMATS["gift"].read(text.encode(encoding), "file")
    assert [question.lead_in_html for question in reading.questions] == ["<p>Dose?</p>", "<p>Sure?</p>"]
    assert reading.questions[0].content["options"][0]["html"] == "5 µg"


@pytest.mark.parametrize(
    ("name", "start", "hostile"),
    [
        ("gift", "", "{"),
        ("gift", "", "q{=a ->"),
        ("gift", "q{", "~%50%"),
        ("gift", "", "// [tag:\\"),
        ("gift", "", "a\n \n"),
        ("aiken", "q\nA) x\n", "A) "),
        ("aiken", "", "ANSWER:A,"),
        ("csv", "lead_in\n", '"'),
        ("csv", "lead_in\n", "',"),
        ("moodle", "", "<quiz>"),
    ],
)
def test_a_hostile_text_takes_no_more_than_its_share_of_time(name, start, hostile):
    began = time.process_time()
    content = (start + hostile * (300_000 // len(hostile))).encode()
    assert len(FORMATS[name].read(content, "file").problems) <= MOST_PROBLEMS + 1
    assert time.process_time() - began < 3


def crowd(*names):
    return "".join(f'<{name} identifier="C{number}">{number}</{name}>' for number in range(3_000) for name in names)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("qti22", item(f"<choiceInteraction responseIdentifier='RESPONSE'>{crowd('simpleChoice')}</choiceInteraction>",
                       declared("C1")), "3000 options"),
        ("qti22", item(f"<orderInteraction responseIdentifier='RESPONSE'>{crowd('simpleChoice')}</orderInteraction>",
                       declared("C1", cardinality="ordered")), "3000 steps"),
        ("qti22", item(f"<gapMatchInteraction responseIdentifier='RESPONSE'>{crowd('gapText', 'gap')}"
                       "</gapMatchInteraction>", declared("C1 C1")), "3000 words"),
        ("qti22", item(choices(), declared("A"), "", crowd("modalFeedback")), "3000 feedback texts"),
        ("gift", f"q{{{'~a' * 3_000}}}", "3000 answers"),
        ("gift", "q{>3\n" + "a\n" * 3_000 + "}", "3000 steps"),
        ("moodle", "<quiz><question type='cloze'><questiontext><text>" + "{1:MC:=a~b}" * 3_000
                   + "</text></questiontext></question></quiz>", "3000 gaps"),
        ("moodle", f"<quiz><question type='mtf'>{'<row/><column/>' * 3_000}</question></quiz>", "3000 columns"),
        ("aiken", "Q?\nA) a\nB) b\nANSWER: A\n\n" * 10_001, "more than 10000 questions"),
    ],
)  # fmt: skip
def test_crowds_are_refused_before_they_take_time(name, content, reason):
    began = time.process_time()
    reading = FORMATS[name].read(content.encode(), "file")
    assert reason in reading.problems[0].message
    assert time.process_time() - began < 3


def test_text_inside_of_xml_is_found_without_its_namespaces():
    root = safexml.parse(b'<a xmlns:h="http://www.w3.org/1999/xhtml"><h:p>x &lt; y<h:br/></h:p><i/></a>')
    assert safexml.inner(root) == "<p>x &lt; y<br></p><i></i>"
