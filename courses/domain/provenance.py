"""Every figure that a module shows: on which slides and in which items, from which source, and where it was read."""

import re
from bisect import bisect
from dataclasses import dataclass

from courses.domain.content import Content
from courses.domain.evidence import Datum
from courses.domain.references import Reference

COLUMNS = ("Figure", "Value", "Endpoint", "Slides", "Items", "Source", "Seen in")
ITEM = re.compile(r"^\s*- key: *(\S+)", re.MULTILINE)


@dataclass
class Figure:
    """One value of a datum with the keys of the slides and items that show it, in the order of the module."""

    datum: Datum
    name: str
    slides: list[str]
    items: list[str]


def figures_shown(content: Content) -> list[Figure]:
    """Return every figure shown, in the order of evidence.yaml; those of items once the test has been read."""
    slides, items = {slide.path: slide.key for slide in content.slides}, _items(content.test)
    lines = [line for line, _ in items]
    on_slides: set[tuple[str, str]] = set()
    in_items: set[tuple[str, str]] = set()
    for path, line, address in content.markup.bindings:
        if path in slides:
            on_slides.add((slides[path], address))
        elif path == "test.yaml":
            in_items.add((items[bisect(lines, line) - 1][1], address))
    figures = []
    for datum in content.evidence:
        for name in datum.values:
            address = f"{datum.path}.{name}"
            showing = [key for key in slides.values() if (key, address) in on_slides]
            asking = [key for _, key in items if (key, address) in in_items]
            if showing or asking:
                figures.append(Figure(datum, name, showing, asking))
    return figures


def _items(text: str) -> list[tuple[int, str]]:
    """Return the items of test.yaml: the line on which each begins, and its key."""
    return [(text.count("\n", 0, found.start(1)) + 1, found[1]) for found in ITEM.finditer(text)]


def evidence_table(content: Content) -> str:
    """Return the figures as a Markdown page for reviewers, by trial, with the sources at its end."""
    figures = figures_shown(content)
    slides = {slide.key: str(place) for place, slide in enumerate(content.slides, start=1)}
    lines = [
        f"# Evidence: {content.module.title}",
        "",
        f"{len(figures)} figures on {len(content.slides)} slides, listed by `manage.py evidence_table`.",
        "Each stands once in `evidence.yaml`; slides, charts and items refer to it. Slides have number and key.",
    ]
    trial = ""
    for figure in figures:
        datum = figure.datum
        if datum.trial != trial:
            trial = datum.trial
            lines += ["", f"## {datum.trial_name}", "", f"| {' | '.join(COLUMNS)} |", f"|{' --- |' * len(COLUMNS)}"]
        cells = [
            f"`{datum.path}.{figure.name}`",
            datum.values[figure.name],
            datum.endpoint + (f" ({datum.unit})" if datum.unit else ""),
            ", ".join(f"{slides[key]} {key}" for key in figure.slides) or "–",
            ", ".join(figure.items) or "–",
            datum.reference,
            datum.seen_in,
        ]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    cited = {figure.datum.reference for figure in figures}
    lines += ["", "## Sources", ""]
    lines += [_source(reference) for key, reference in content.references.items() if key in cited]
    return "\n".join(lines) + "\n"


def _source(reference: Reference) -> str:
    identifiers = [
        f"[doi:{reference.doi}](https://doi.org/{reference.doi})" if reference.doi else "",
        f"[PMID {reference.pmid}](https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/)" if reference.pmid else "",
        f"<{reference.url}>" if reference.url else "",
    ]
    said = " ".join(part for part in (reference.source, reference.year, reference.details) if part)
    return f"- `{reference.key}`: {reference.authors} {reference.title}. {said}. {' '.join(filter(None, identifiers))}"
