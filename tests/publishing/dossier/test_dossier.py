"""The dossier, opened again by other programs."""

import hashlib
import io
from zipfile import ZipFile

import pikepdf
import pypdf
import pytest
from PIL import Image

from elearning.certificates.domain import numbers
from elearning.publishing.dossier import archive, pictures, specimen
from elearning.publishing.dossier.pdf import Cover, render
from elearning.publishing.dossier.services import dossier
from elearning.publishing.material import gather
from elearning.publishing.preflight.services import report_on
from elearning.publishing.services import files_of
from tests.certificates.factories import accreditation
from tests.factories import CASE, CHECK, NOW, asking, published, slide

CHART = """```evidence
chart: forest
title: Overall survival
rows:
  - {datum: cleopatra.os, label: With pertuzumab}
favours: [Favours a, Favours b]
caption: End of study [@swain2020].
abbreviations: CI, confidence interval
```"""
PICTURE = """![A square]({path})
Caption: What is square.
Abbreviations: none
Description: A square of one colour."""
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60"><style>text{font-family:Arial;font-weight:600}
.a{fill:#123456}@media (prefers-color-scheme:dark){.a{fill:#fff}}</style><rect class="a" width="40" height="40"/>
<text x="2" y="55">Labelled</text></svg>"""
HOSTILE = "#panic(1) *b* $x$ <a> @b [c] // d"
DOCUMENTS = [
    "01-content.pdf",
    "03-disclosures.pdf",
    "04-test.pdf",
    "05-policy.pdf",
    "06-evaluation-form.pdf",
    "07-accreditation.pdf",
    "08-certificate-specimen.pdf",
    "09-pre-flight.pdf",
]


def png():
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#0b7a75").save(out, "PNG")
    return out.getvalue()


def sample():
    figures = "\n\n".join(["HR [0.69](ev:cleopatra.os.hr) [@swain2020].", CHART, PICTURE.format(path="../media/a.svg")])
    return {
        **asking(CHECK, CASE),
        "2-practice/03-three.md": slide("three", body=f"{figures}\n\n{PICTURE.format(path='../media/b.png')}"),
        "media/a.svg": SVG,
        "media/b.png": png(),
    }


def packed(edition):
    material = gather(edition, NOW)
    return dossier(material=material, report=report_on(material, ["ama"]))


def text_of(content):
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def figures_of(content):
    """The alternative texts of a document's figures, in order."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        found, stack = [], [opened.Root.StructTreeRoot]
        while stack:
            element = stack.pop(0)
            if not isinstance(element, pikepdf.Dictionary):
                continue
            if element.get("/S") == "/Figure" and "/Alt" in element:
                found.append(str(element.Alt))
            inside = element.get("/K", [])
            stack = [*(inside if isinstance(inside, pikepdf.Array) else [inside]), *stack]
        return found


@pytest.fixture
def edition(db):
    return published(sample())


@pytest.fixture
def files(edition):
    accreditation(edition.module, "applied", body="UEMS-EACCME", scheme="eaccme")
    with ZipFile(io.BytesIO(packed(edition))) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_the_dossier_holds_what_an_accreditor_asks_for(files, edition):
    assert [name for name in files if name.endswith(".pdf")] == DOCUMENTS
    sources = {name.removeprefix("source/"): content for name, content in files.items() if name.startswith("source/")}
    assert sources == files_of(edition)
    for name in DOCUMENTS:
        with pikepdf.open(io.BytesIO(files[name])) as opened:
            assert (str(opened.Root.Lang)[:2], bool(opened.Root.MarkInfo.Marked)) == ("en", True)

    content = text_of(files["01-content.pdf"])
    for said in (
        "Demonstration, no credit.",
        "What the module is about.",
        "Ann Author, author (MD). Ann Author has no relationship",
        f"1. {edition.slides.first().title}",
        "Check question",
        "A biopsy is IHC 2+",
        "HER2-low (right)",
        "Guideline, October 2021: The society recommends two antibodies",
        "Swain SM, et al. End-of-study results.",
    ):
        assert said in content
    test = text_of(files["04-test.pdf"])
    assert test.count("right") >= 3
    assert "Rationale." in test
    assert "Pass mark 60 %" in text_of(files["05-policy.pdf"])
    assert "How far did you meet this objective?" in text_of(files["06-evaluation-form.pdf"])
    assert "UEMS-EACCME" in text_of(files["07-accreditation.pdf"])
    assert "Letter of the body" in text_of(files["07-accreditation.pdf"])
    report = text_of(files["09-pre-flight.pdf"])
    assert "AC-19" in report
    assert "https://accme.org/rule/" in report


def test_every_figure_of_a_slide_is_in_the_content_with_its_alternative_text(files):
    chart, *pictures_ = figures_of(files["01-content.pdf"])
    assert chart.startswith("Overall survival. Hazard ratio (95\N{NO-BREAK SPACE}% CI).")
    assert pictures_ == ["A square", "A square"]
    content = text_of(files["01-content.pdf"])
    assert "Figure 1. End of study" in content
    assert "Labelled" in content  # the letters of a drawing stay letters


def test_the_list_tells_the_sum_of_every_file(files):
    lines = files["README.txt"].decode().splitlines()
    sums = dict(reversed(line.split("  ", 1)) for line in lines if "  " in line)
    assert sums == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != "README.txt"
    }
    assert "source/: the module as its author wrote it" in lines


def test_the_same_content_gives_the_same_bytes(edition):
    assert packed(edition) == packed(edition)


def test_the_specimen_is_marked_and_its_number_stands_for_nothing(client, files):
    said = text_of(files["08-certificate-specimen.pdf"])
    assert specimen.SENTENCE in said
    assert "SPECIMEN" in said
    assert numbers.parse(specimen.NUMBER) == specimen.NUMBER
    assert client.get(f"/verify/{specimen.NUMBER}/").status_code == 404


def test_the_specimen_states_credit_only_where_it_is_granted_and_open(db):
    edition = published(asking(demonstration=False, review={"state": "reviewed", "reviewers": ["Rob Reviewer"]}))
    assert specimen.facts(gather(edition, NOW), NOW)["credit"] is None
    accreditation(edition.module)
    found = specimen.facts(gather(edition, NOW), NOW)
    assert (found["credit"]["amount"], found["variant"]) == ("1.00", "physician")
    assert found["statement"][0] == specimen.SENTENCE


def test_the_references_are_a_table(files):
    rows = files["02-references.csv"].decode("utf-8-sig").split("\r\n")
    assert rows[0] == "key,type,authors,title,source,year,details,doi,pmid,url"
    assert rows[1] == 'swain2020,trial,"Swain SM, et al.",End-of-study results,Lancet Oncol,2020,,,32171426,'


def test_no_text_acts_as_markup_in_a_document():
    cover = Cover(HOSTILE, HOSTILE, HOSTILE, NOW)
    said = text_of(render(cover, HOSTILE, [{"k": "p", "c": [HOSTILE]}]))
    assert said.count(HOSTILE) >= 3


def test_a_zip_has_its_files_in_order_and_no_times():
    made = archive.packed({"b": b"2", "a": b"1"})
    with ZipFile(io.BytesIO(made)) as opened:
        assert [(entry.filename, entry.date_time) for entry in opened.infolist()] == [
            ("a", archive.FIRST_DAY),
            ("b", archive.FIRST_DAY),
        ]


def test_pictures_are_printed_light_and_in_the_documents_font():
    drawn = pictures.printed("media/a.svg", SVG)
    assert 'font-family:"IBM Plex Sans"' in drawn
    assert 'font-family:"IBM Plex Sans SmBld"' in drawn
    assert "prefers-color-scheme" not in drawn
    assert "data:image/png;base64," in pictures.printed("media/b.png", png())


def test_the_style_of_charts_comes_from_the_sites_own_style_sheets():
    style = pictures.chart_style()
    assert ".chart__point{fill: #0b7a75;}" in style
    assert "var(" not in style
    assert "light-dark" not in style
