"""Figures as HTML: a chart or a picture with its numbered caption, footnotes, caution, data and description."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from courses.domain.media import Picture
from courses.domain.typesetting import typeset

NO_ABBREVIATIONS = {"none", "keine"}


@dataclass(frozen=True)
class Words:
    """The words that stand in and around every figure, in one language."""

    figure: str
    table: str
    abbreviations: str
    caution: str
    data: str
    description: str
    endpoint: str
    measure: str
    interval: str
    not_reported: str


WORDS = {
    "en": Words(
        figure="Figure",
        table="Table",
        abbreviations="Abbreviations",
        caution="Caution",
        data="Data as a table",
        description="Description",
        endpoint="Endpoint",
        measure="Hazard ratio",
        interval="95 % CI",
        not_reported="not reported",
    ),
    "de": Words(
        figure="Abbildung",
        table="Tabelle",
        abbreviations="Abkürzungen",
        caution="Vorsicht",
        data="Daten als Tabelle",
        description="Beschreibung",
        endpoint="Endpunkt",
        measure="Hazard Ratio",
        interval="95-%-KI",
        not_reported="nicht berichtet",
    ),
}


@dataclass(frozen=True)
class Chart:
    """A chart as drawn: ``picture`` and ``table`` are HTML, the other texts plain, as their author wrote them.

    ``references`` are the keys of the sources of its data, ``addresses`` the figures shown (``trial.datum.value``).
    """

    kind: str
    title: str
    picture: str
    table: str
    caption: str
    abbreviations: str
    caution: str
    description: str
    footnotes: list[str]
    references: list[str]
    addresses: list[str]


@dataclass(frozen=True)
class Caption:
    """``label`` is "Figure 3"; ``html`` and ``footnotes`` are safe HTML, ``abbreviations`` plain text."""

    label: str
    html: str
    abbreviations: str
    footnotes: Sequence[str] = ()


def chart_figure(chart: Chart, caption: Caption, description: str, words: Words) -> str:
    """``description`` is safe HTML, empty where the data say it all."""
    caution = data = ""
    if chart.caution:
        caution = f'<p class="figure__caution"><strong>{words.caution}:</strong> {typeset(chart.caution)}</p>'
    if chart.table and chart.picture:
        data = f'<details class="figure__data"><summary>{words.data}</summary>{chart.table}</details>'
    title = f'<p class="figure__title">{typeset(chart.title)}</p>'
    return (
        f'<figure class="figure figure--chart">{title}{caution}{chart.picture or chart.table}'
        f"{_caption(caption, words)}{_description(description, words)}{data}</figure>"
    )


def item_picture(picture: Picture, alternative: str) -> str:
    """Return the picture of an item, which has no caption and no number."""
    image = _image(picture, alternative, more=' loading="lazy"')
    return f'<p class="item-picture">{image}</p>'


def picture_figure(picture: Picture, alternative: str, caption: Caption, description: str, words: Words) -> str:
    """``description`` is safe HTML."""
    return (
        f'<figure class="figure figure--picture">{_image(picture, alternative)}{_caption(caption, words)}'
        f"{_description(description, words)}</figure>"
    )


def _image(picture: Picture, alternative: str, more: str = "") -> str:
    return (
        f'<img src="{escape(picture.address)}" alt="{escape(alternative)}" '
        f'width="{picture.width}" height="{picture.height}"{more}>'
    )


def _caption(caption: Caption, words: Words) -> str:
    short = notes = ""
    if caption.abbreviations.strip().lower().rstrip(".") not in NO_ABBREVIATIONS:
        text = f"{words.abbreviations}: {typeset(caption.abbreviations)}"
        short = f' <span class="figure__abbreviations">{text}</span>'
    if caption.footnotes:
        entries = "".join(f"<li>{note}</li>" for note in caption.footnotes)
        notes = f'<ol class="figure__footnotes">{entries}</ol>'
    number = f'<span class="figure__number">{caption.label}.</span>'
    return f'<figcaption class="figure__caption">{number} {caption.html}{short}{notes}</figcaption>'


def _description(html: str, words: Words) -> str:
    if not html:
        return ""
    return f'<details class="figure__description"><summary>{words.description}</summary><p>{html}</p></details>'


def table(columns: Sequence[str], sections: Mapping[str, list[list[str]]], words: Words) -> str:
    """Return an HTML table of plain texts; the first cell of each row is its header.

    ``sections`` are the rows under each heading; a heading may be empty.
    """
    head = "".join(f'<th scope="col">{typeset(column)}</th>' if column else "<td></td>" for column in columns)
    bodies = "".join(_table_body(heading, rows, len(columns)) for heading, rows in sections.items())
    return (
        f'<div class="table-scroll" tabindex="0" role="group" aria-label="{words.table}">'
        f'<table class="data-table"><thead><tr>{head}</tr></thead>{bodies}</table></div>'
    )


def _table_body(heading: str, rows: list[list[str]], width: int) -> str:
    top = ""
    if heading:
        top = f'<tr class="data-table__group"><th scope="rowgroup" colspan="{width}">{typeset(heading)}</th></tr>'
    lines = "".join(
        f'<tr><th scope="row">{typeset(first)}</th>{"".join(f"<td>{typeset(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    return f"<tbody>{top}{lines}</tbody>"
