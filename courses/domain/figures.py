"""Figures as HTML: a chart or a picture with its numbered caption, abbreviations, caution, data and description."""

from dataclasses import dataclass
from html import escape

from courses.domain.charts import Chart
from courses.domain.media import Picture

NO_ABBREVIATIONS = {"none", "keine"}


@dataclass(frozen=True)
class Words:
    """The words that stand around every figure, in one language."""

    figure: str
    abbreviations: str
    caution: str
    data: str
    description: str


WORDS = {
    "en": Words("Figure", "Abbreviations", "Caution", "Data as a table", "Description"),
    "de": Words("Abbildung", "Abkürzungen", "Vorsicht", "Daten als Tabelle", "Beschreibung"),
}


@dataclass(frozen=True)
class Caption:
    """``html`` is the caption as safe HTML with its citations, ``abbreviations`` plain text."""

    number: int
    html: str
    abbreviations: str


def chart_figure(chart: Chart, caption: Caption, words: Words) -> str:
    caution = data = ""
    if chart.caution:
        caution = f'<p class="figure__caution"><strong>{words.caution}:</strong> {escape(chart.caution)}</p>'
    if chart.table:
        data = f'<details class="figure__data"><summary>{words.data}</summary>{chart.table}</details>'
    title = f'<p class="figure__title">{escape(chart.title)}</p>'
    return (
        f'<figure class="figure figure--chart">{title}{chart.picture}{caution}{_caption(caption, words)}{data}</figure>'
    )


def picture_figure(picture: Picture, alternative: str, caption: Caption, description: str, words: Words) -> str:
    """``description`` is safe HTML, empty where there is none."""
    image = (
        f'<img src="{escape(picture.address)}" alt="{escape(alternative)}" '
        f'width="{picture.width}" height="{picture.height}" loading="lazy">'
    )
    long = ""
    if description:
        summary = f"<summary>{words.description}</summary>"
        long = f'<details class="figure__description">{summary}<p>{description}</p></details>'
    return f'<figure class="figure figure--picture">{image}{_caption(caption, words)}{long}</figure>'


def _caption(caption: Caption, words: Words) -> str:
    short = ""
    if caption.abbreviations.strip().lower().rstrip(".") not in NO_ABBREVIATIONS:
        text = f"{words.abbreviations}: {escape(caption.abbreviations)}"
        short = f' <span class="figure__abbreviations">{text}</span>'
    number = f'<span class="figure__number">{words.figure} {caption.number}.</span>'
    return f'<figcaption class="figure__caption">{number} {caption.html}{short}</figcaption>'
