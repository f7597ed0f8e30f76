"""The document, opened again by other programs."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest
import typst
from fontTools.ttLib import TTFont

from elearning.accounts.names import drawable_code_points
from elearning.certificates import pdf

NUMBER = "K7QD-4M2X-9T3F"
ISSUED = datetime(2027, 3, 4, 9, 0, tzinfo=UTC)
URL = f"https://learn.example.org/verify/{NUMBER}/"
FACTS = {
    "module": "Present and emerging treatment options",
    "provider": "Society of Oncology",
    "completed_at": "2027-03-01T23:30:00+00:00",
    "time_zone": "Europe/Zurich",
    "language": "en",
    "slides": 30,
    "minutes": 25,
    "edition": 3,
    "release": "2027-01-01",
    "last_review": "2026-12-01",
    "last_valid_day": "2027-12-31",
    "statement": ["Demonstration, no credit"],
    "verify_url": URL,
}


def drawn(name: str = "Ada Example", **facts: object) -> bytes:
    return pdf.render(number=NUMBER, name=name, facts={**FACTS, **facts}, issued_at=ISSUED)


def text_of(content: bytes) -> str:
    return " ".join(pypdf.PdfReader(BytesIO(content)).pages[0].extract_text().split())


@pytest.fixture(scope="module")
def document():
    with pikepdf.open(BytesIO(drawn())) as opened:
        yield opened


@pytest.mark.parametrize(
    "name",
    [
        "Ada Example",
        "Dr. Zoë Łukaszewska-Ñúñez",
        "Ελευθερία Παπαδοπούλου",
        "Александра Рождественская",
        "Nguyễn Thị Hồng",
        '#panic("x") *b* $x$ <a> @b \\ [c] ~ //d',
        'O’Brien-D\'Arcy "Q" & Sons',
    ],
)
def test_the_name_is_printed_as_written(name):
    assert name in text_of(drawn(name))


def test_every_printed_fact_is_there():
    text = text_of(drawn())
    expected = [
        "Certificate of completion",
        "Ada Example",
        "has completed the learning module and passed its CME test",
        "Present and emerging treatment options",
        "Society of Oncology",
        "2 March 2027 (Europe/Zurich)",  # half past midnight there
        "30 slides / 25 minutes",
        "3, last reviewed on 1 December 2026",
        "1 January 2027 to 31 December 2027",
        "4 March 2027",
        "Demonstration, no credit",
        NUMBER,
        "https://learn.example.org/verify/",
    ]
    assert [fact for fact in expected if fact not in text] == []


def test_the_completion_day_is_that_of_the_modules_time_zone():
    assert "1 March 2027 (America/New_York)" in text_of(drawn(time_zone="America/New_York"))


LONG = {"module": "Long module title " * 14, "provider": "Provider " * 14}
AWARDED = {"profession": "physician", "statement": ["Credit awarded: 0.75 AMA PRA Category 1 Credits™. " * 5] * 3}


@pytest.mark.parametrize("facts", [{}, LONG, {**LONG, **AWARDED}])
@pytest.mark.parametrize("name", ["A" * 120, ("Anna " * 24).strip(), "Щ" * 120, "Ω" * 120])
def test_long_texts_stay_on_one_page(name, facts):
    document = drawn(name, **facts)
    assert len(pypdf.PdfReader(BytesIO(document)).pages) == 1
    assert NUMBER in text_of(document)


def test_markup_in_any_fact_stays_text():
    hostile = '#panic("x") *b* = h'
    text = text_of(drawn(module=hostile, provider=hostile, statement=[hostile]))
    assert text.count(hostile) == 3


def test_it_claims_to_be_pdf_ua_1_and_pdf_a_3a(document):
    with document.open_metadata() as metadata:
        claims = {key: metadata.get(key) for key in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")}
        title, creator = metadata["dc:title"], metadata["dc:creator"]
    assert claims == {"pdfuaid:part": "1", "pdfaid:part": "3", "pdfaid:conformance": "A"}
    assert (title, creator) == (
        f"Certificate {NUMBER}: Present and emerging treatment options",
        ["Society of Oncology"],
    )


def test_it_is_tagged_with_its_language_and_shows_its_title(document):
    root = document.Root
    assert str(root.Lang) == "en"
    assert bool(root.MarkInfo.Marked) is True
    assert "/StructTreeRoot" in root
    assert bool(root.ViewerPreferences.DisplayDocTitle) is True
    assert "/OutputIntents" in root


@pytest.mark.parametrize("language", ["en-GB", "pt-BR", "de"])
def test_any_language_code_of_a_module_can_be_printed(language):
    with pikepdf.open(BytesIO(drawn(language=language))) as opened:
        assert str(opened.Root.Lang) == language


def test_its_structure_has_a_heading_and_a_described_code(document):
    elements = list(structure(document.Root.StructTreeRoot))
    assert [kind for kind, _ in elements].count("/H1") == 1
    assert [alt for kind, alt in elements if kind == "/Figure"] == [f"QR code that leads to {URL}"]


def test_its_fonts_are_embedded_and_its_own(document):
    fonts = list(document.pages[0].Resources.Font.values())
    names = {str(font.BaseFont).split("+")[-1] for font in fonts}
    assert names == {"IBMPlexSans", "IBMPlexSans-SmBld"}
    descriptors = [font.DescendantFonts[0].FontDescriptor for font in fonts]
    assert all({"/FontFile2", "/FontFile3"} & set(descriptor.keys()) for descriptor in descriptors)
    assert all("/ToUnicode" in font for font in fonts)


def test_code_and_address_link_to_the_verification_page(document):
    links = [note for note in document.pages[0].Annots if note.Subtype == "/Link"]
    assert {str(link.A.URI) for link in links} == {URL}
    assert all("/Contents" in link for link in links)


def test_it_is_a4_landscape(document):
    width, height = (round(float(side) / 72 * 25.4) for side in document.pages[0].MediaBox[2:])
    assert (width, height) == (297, 210)


def test_the_same_certificate_gives_the_same_bytes():
    assert drawn("Ελένη") == drawn("Ελένη")
    assert drawn("Ελένη") != drawn("Eleni")


def test_the_code_holds_the_address():
    assert pdf._code(URL) == pdf._code(URL)
    assert pdf._code(URL).startswith("<svg")


def test_a_character_without_a_glyph_is_never_dropped_silently():
    with pytest.raises(typst.TypstError, match="山"):
        drawn("山田")


def test_both_weights_draw_every_character_that_a_name_may_have():
    with TTFont(Path(pdf.FONT_DIR) / "IBMPlexSans-SemiBold.ttf", lazy=True) as font:
        assert frozenset(font.getBestCmap()) == drawable_code_points()


def structure(node):
    """Yield kind and alternative text of every element of the structure tree."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield str(kid.S), str(kid.get("/Alt", ""))
            yield from structure(kid)
