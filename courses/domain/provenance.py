"""Every figure that a module shows: on which slides and in which items, from which source, and where it was read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from courses.domain.charts import LIMITS
from courses.domain.content import Content
from courses.domain.evidence import Datum
from courses.domain.references import Reference

ADDRESS = re.compile(r"(?<![\w.])[a-z0-9_]+\.[a-z0-9_]+(?:\.[a-z0-9_]+)?(?![\w.]*\w)")
COLUMNS = ("Figure", "Value", "Endpoint", "Slides", "Items", "Source", "Seen in")
ITEM = re.compile(r"^\s*- key: *(\S+)", re.MULTILINE)


@dataclass
class Figure:
    """One value of a datum with the keys of the slides and items that show it, in the order of the module."""

    datum: Datum
    name: str
    slides: list[str]
    items: list[str]


def figures_shown(content: Content, texts: Mapping[str, str]) -> list[Figure]:
    """Return every figure shown, in the order of evidence.yaml. ``texts`` are the module's text files by path."""
    places = {slide.key: set(ADDRESS.findall(texts[slide.path])) for slide in content.slides}
    items = {key: set(ADDRESS.findall(part)) for key, part in _items(texts["test.yaml"])}
    figures = []
    for datum in content.evidence:
        for name in datum.values:
            asked = {f"{datum.path}.{name}", *([datum.path] if name in LIMITS else [])}
            figure = Figure(datum, name, _showing(places, asked), _showing(items, asked))
            if figure.slides or figure.items:
                figures.append(figure)
    return figures


def _showing(places: Mapping[str, set[str]], asked: set[str]) -> list[str]:
    return [key for key, addresses in places.items() if asked & addresses]


def _items(text: str) -> Iterator[tuple[str, str]]:
    """Yield the items of test.yaml: key and source."""
    found = list(ITEM.finditer(text))
    for index, match in enumerate(found):
        yield match[1], text[match.start() : found[index + 1].start() if index + 1 < len(found) else None]


def evidence_table(content: Content, texts: Mapping[str, str]) -> str:
    """Return the figures as a Markdown page for reviewers, by trial, with the sources at its end."""
    figures = figures_shown(content, texts)
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
