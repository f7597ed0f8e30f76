"""Content as PDF: what learners are told first, every slide with its figures, questions and notes, all references."""

from collections.abc import Iterator, Mapping
from typing import Any

from courses.domain.reading import reading_minutes
from courses.models import Slide
from elearning.publishing.dossier import nodes as n
from elearning.publishing.dossier.html import Reader
from elearning.publishing.dossier.nodes import Node
from elearning.publishing.material import Material

FIRST_HEADING = 3  # what a slide's own headings begin with: its title is the second level


def content(material: Material, reader: Reader) -> list[Node]:
    """Return the whole module in reading order, after its contents."""
    return [
        *_identity(material),
        {"k": "outline", "title": "Contents", "depth": 2},
        n.page_break(),
        *_front_matter(material, reader),
        *(block for section in material.edition.outline for block in _section(section, material, reader)),
        n.page_break(),
        n.heading(1, "References"),
        n.numbered(reference(row) for row in material.edition.front_matter["references"]),
    ]


def reference(row: Mapping[str, Any]) -> list[Node]:
    """Return a cited source on one line, with its DOI, PMID or address as a link."""
    details = ";".join(part for part in (row["year"], row["details"]) if part)
    words = f"{row['authors'].rstrip('.')}. {row['title'].rstrip('.')}. {row['source'].rstrip('.')}. {details}."
    found: list[Node] = [n.text(words)]
    if row["doi"]:
        found += [" ", n.link(f"https://doi.org/{row['doi']}", f"doi:{row['doi']}")]
    if row["pmid"]:
        found += [" ", n.link(f"https://pubmed.ncbi.nlm.nih.gov/{row['pmid']}/", f"PMID {row['pmid']}")]
    if row["url"]:
        found += [" ", n.link(row["url"])]
    return found


def _identity(material: Material) -> list[Node]:
    edition, term = material.edition, material.term
    minutes = reading_minutes(sum(slide.seconds for slide in material.slides))
    rows = [
        ("Module", edition.title),
        ("Edition", edition.number),
        ("SHA-256 of its content", f"{edition.content_hash[:32]} {edition.content_hash[32:]}"),
        ("Extent", f"{len(material.slides)} slides, {minutes} minutes"),
        ("Language", ", ".join([edition.language, *sorted(edition.translations)])),
    ]
    if term:
        rows += [
            ("Released", term.release),
            ("Last reviewed", term.last_review),
            ("Last valid day", f"{term.last_valid_day} ({material.module.time_zone})"),
        ]
    demonstration: list[Node] = []
    if material.module.demonstration:
        demonstration = [{"k": "warning", "c": [n.paragraph(n.strong("Demonstration, no credit."))]}]
    return [n.facts(rows), *demonstration]


def _front_matter(material: Material, reader: Reader) -> Iterator[Node]:
    front = material.edition.front_matter
    yield n.heading(1, "What learners are told before the first slide")
    for title, html in (("Abstract", front["abstract_html"]), ("Educational need", front["need_html"])):
        yield n.heading(2, title)
        yield from reader.blocks(html)
    yield n.heading(2, "Who wrote it")
    yield n.bullets(
        f"{each.name}, {each.role} ({each.credentials}). {each.text}" for each in material.statement.persons
    )
    yield n.heading(2, "Learning objectives")
    sections = {section["key"]: section["title"] for section in material.edition.outline}
    for key in (None, *sections):
        rows = [row["text"] for row in front["objectives"] if row["section"] == key]
        if rows:
            yield n.paragraph(n.strong(sections.get(key, "Of the whole module")))
            yield n.bullets(rows)
    yield n.heading(2, "Taking part")
    licence = front["licence"]
    yield n.facts(
        [
            ("Target audience", "; ".join(front["audience"])),
            ("Method of participation", front["method"]),
            ("Hardware and software", front["requirements"]),
            ("Commercial support", material.statement.commercial_support),
            ("Contact", front["contact"]),
            ("Privacy", front["privacy"]),
            ("Copyright", f"{licence['holder']}, {licence['name']}"),
            ("Earlier module", front["lineage"]),
            ("Review", _review(front["review"])),
        ]
    )
    if front["errata"]:
        yield n.heading(2, "Corrections")
        for erratum in front["errata"]:
            yield n.paragraph(n.strong(erratum["date"]), " ", *reader.phrase(erratum["html"]))
    if front["glossary"]:
        yield n.heading(2, "Abbreviations")
        said = "; ".join(f"{short}: {meaning}" for short, meaning in front["glossary"].items())
        yield {"k": "aside", "c": [n.paragraph(said)]}


def _review(review: Mapping[str, Any]) -> str:
    reviewers = ", ".join(review.get("reviewers") or [])
    return f"{review.get('state', 'none')}{f' by {reviewers}' if reviewers else ''}"


def _section(section: Mapping[str, Any], material: Material, reader: Reader) -> Iterator[Node]:
    yield n.page_break()
    yield n.heading(1, section["title"])
    yield from reader.blocks(section["outline_html"])
    for slide in material.slides:
        if slide.section_key == section["key"]:
            yield from _slide(slide, reader)


def _slide(slide: Slide, reader: Reader) -> Iterator[Node]:
    yield n.heading(2, f"{slide.position}. {slide.title}")
    questions = {question["key"]: _question(question, reader) for question in slide.questions}
    yield from _levelled(reader.blocks(slide.html, questions))
    if slide.notes_html:
        yield {"k": "spoken", "c": _levelled(reader.blocks(slide.notes_html))}
    if slide.references:
        listed = [n.paragraph(n.strong(f"{row['number']}. "), *reference(row)) for row in slide.references]
        yield {"k": "aside", "c": listed}


def _question(question: Mapping[str, Any], reader: Reader) -> list[Node]:
    """Return a check or a case with its answers and what is said of each."""
    name = "Check question" if question["kind"] == "check" else "Patient case"
    right = "right" if question["kind"] == "check" else "recommended"
    found: list[Node] = [n.paragraph(n.strong(name)), *reader.blocks(question["patient"])]
    found.append(n.paragraph(n.strong(_words(reader, question["question"]))))
    options: list[list[Node]] = []
    for option in question["options"]:
        mark = [n.strong(f" ({right})")] if option["right"] else []
        options.append([*reader.phrase(option["text"]), *mark, {"k": "br"}, *reader.phrase(option["comment"])])
    found.append(n.bullets(options))
    if guideline := question["guideline"]:
        found.append(n.paragraph(n.strong(f"Guideline, {guideline['dated']}: "), *reader.phrase(guideline["text"])))
    if question["trial"]:
        found.append(n.paragraph(n.strong("Trial: "), *reader.phrase(question["trial"])))
    return [n.note(*found)]


def _words(reader: Reader, html: str) -> str:
    return "".join(node if isinstance(node, str) else "" for node in reader.phrase(html))


def _levelled(blocks: list[Node]) -> list[Node]:
    """Return blocks in which no heading skips a level below that of the slide."""
    before = FIRST_HEADING - 1
    for block in blocks:
        if isinstance(block, dict) and block["k"] == "h":
            before = block["level"] = min(block["level"], before + 1)
    return blocks
