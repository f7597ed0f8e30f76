"""The transcript as a document, opened again by other programs."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pikepdf
import pypdf
import pytest

from elearning.transcript import pdf
from elearning.transcript.domain.credit import Declared, Verified, assemble
from tests.transcript.factories import declared, earned

AT = datetime(2027, 3, 4, 23, 30, tzinfo=UTC)
NUMBER = "K7QD-4M2X-9T3F"
URL = f"https://learn.example.org/verify/{NUMBER}/"
VERIFY = "https://learn.example.org/verify/"


def line(day=date(2027, 3, 1), title="A module", amount="0.75", body="ACCME", credit="AMA PRA Category 1 Credit™"):
    profession, variant = ("Physician", "Credit, physician") if Decimal(amount) else ("", "No credit")
    return Verified(day, title, body, credit, Decimal(amount), profession, NUMBER, URL, variant, "Valid", "en")


def own(title="Ward round", amount="1.5"):
    return Declared(date(2026, 7, 1), title, "A hospital", "CPD hour", Decimal(amount), "", 1, "A note", "a.pdf")


def drawn(verified=(), revoked=(), declared=(), year=None, name="Ada Łukaszewska") -> bytes:
    found = assemble(verified, revoked, declared, year)
    return pdf.render(transcript=found, name=name, verify_address=VERIFY, made_at=AT)


def text_of(content: bytes) -> str:
    pages = pypdf.PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def everything() -> bytes:
    return drawn([line(), line(amount="1"), line(amount="0", body="", credit="")], [line(amount="5")], [own()])


@pytest.fixture(scope="module")
def content():
    return everything()


def test_everything_is_printed(content):
    text = text_of(content)
    expected = [
        "Transcript of credit",
        "Ada Łukaszewska",
        "1 July 2026 to 1 March 2027",
        "5 March 2027",  # half past midnight in Zurich
        VERIFY,
        "Credit of different bodies is never added up.",
        "ACCME: AMA PRA Category 1 Credit™",
        "1 March 2027 A module Credit, physician, Physician K7QD-4M2X-9T3F Valid 0.75",
        "Total 1.75",
        "Activities without credit",
        "Revoked certificates",
        "Self-declared by the learner, not verified by this site, and not part of the totals above.",
        "1 July 2026 Ward round 1.5",
        "Page 1 of 1",
    ]
    assert [each for each in expected if each not in text] == []
    assert "A note" not in text


def test_it_claims_to_be_pdf_ua_1_and_pdf_a_2a_and_is_tagged(content):
    with pikepdf.open(BytesIO(content)) as opened:
        with opened.open_metadata() as metadata:
            claims = [metadata.get(key) for key in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")]
            title = metadata["dc:title"]
        language = str(opened.Root.Lang)
        kinds = list(structure(opened.Root.StructTreeRoot))
        links = {str(note.A.URI) for page in opened.pages for note in page.get("/Annots", [])}
    assert (claims, title, language) == (["1", "2", "A"], "Transcript of credit: Ada Łukaszewska", "en-GB")
    assert (kinds.count("/H1"), kinds.count("/H2"), kinds.count("/Table")) == (1, 4, 6)
    assert kinds.count("/TH") == 4 + 3 * 6 + 2 * 3  # totals; credit, none, revoked; own total and credit
    assert links == {URL, VERIFY}


def structure(element):
    if isinstance(element, pikepdf.Array):
        for each in element:
            yield from structure(each)
    elif isinstance(element, pikepdf.Dictionary):
        if "/S" in element and element.get("/Type") != "/MCR":
            yield str(element.S)
        if "/K" in element:
            yield from structure(element.K)


def test_the_same_instant_gives_the_same_bytes(content):
    assert everything() == content


def test_markup_stays_text_and_what_cannot_be_drawn_shows():
    text = text_of(drawn([line(title='#panic("x") *b* 山 = h')], name="#panic() <b>"))
    assert '#panic("x") *b* \N{REPLACEMENT CHARACTER} = h' in text
    assert "#panic() <b>" in text


def test_many_lines_and_long_words_are_all_drawn():
    lines = [line(title="W" * 200, body="B" * 120, credit="C" * 80) for _ in range(25)]
    reader = pypdf.PdfReader(BytesIO(drawn(lines, declared=[own(title="V" * 200)], name="A" * 120)))
    text = "".join("".join(page.extract_text() for page in reader.pages).split()).replace("\u200b", "")
    assert (len(reader.pages) > 1, text.count("W" * 200) >= 20, "V" * 200 in text) == (True, True, True)
    for page in reader.pages:
        assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (595, 842)


def test_an_empty_transcript_says_so():
    assert "No credit in this period." in text_of(drawn(year=2026))
    assert "1 January 2026 to 31 December 2026" in text_of(drawn(year=2026))


def test_a_learner_downloads_their_own(signed_in, learner, other_learner):
    earned(learner, "0.75")
    declared(learner)
    earned(other_learner, "3.25")
    taken = signed_in.get("/transcript/transcript.pdf?year=2027")
    assert (taken["Content-Type"], taken["Content-Disposition"]) == (
        "application/pdf",
        'attachment; filename="transcript-2027.pdf"',
    )
    text = text_of(taken.content)
    assert ("Ada Learner" in text, "0.75" in text, "Ward round" in text, "3.25" in text) == (True, True, True, False)
    assert taken.content == signed_in.get("/transcript/transcript.pdf?year=2027").content
