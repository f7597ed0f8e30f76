"""The dossier of an edition for the accreditor. It only reads; drawing takes a second or two."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial

from django.conf import settings
from django.utils import translation

from elearning.interop.spreadsheet import csv_file
from elearning.publishing.dossier import archive, pictures, specimen
from elearning.publishing.dossier.documents import credit, evaluation, examination, people
from elearning.publishing.dossier.documents.content import content
from elearning.publishing.dossier.html import Reader
from elearning.publishing.dossier.nodes import Node
from elearning.publishing.dossier.pdf import Cover, render
from elearning.publishing.material import Material
from elearning.publishing.preflight.domain.report import Report
from elearning.publishing.services import files_of

MEDIA = "media/"
SOURCE = "source/"
REFERENCE_COLUMNS = ("key", "type", "authors", "title", "source", "year", "details", "doi", "pmid", "url")
DESCRIPTIONS = {
    "01-content.pdf": "front matter, all slides with figures, questions and spoken notes, references",
    "02-references.csv": "the references",
    "03-disclosures.pdf": "who controls the content, what they disclosed, how it was mitigated",
    "03-disclosures.csv": "the relationships one by one",
    "04-test.pdf": "blueprint, and every item with key, comments, rationale and references (confidential)",
    "05-policy.pdf": "the rules of the test, now and before",
    "06-evaluation-form.pdf": "what learners are asked after the module",
    "07-accreditation.pdf": "every accreditation with its history",
    "08-certificate-specimen.pdf": "a certificate as learners receive it; its number stands for nothing",
    "09-pre-flight.pdf": "every rule with its source, whether it is met, and the evidence",
}


def dossier(*, material: Material, report: Report) -> bytes:
    """Return the zip for the edition of ``material`` with the report on it. The same content gives the same bytes.

    Its documents are dated to the day of the report, which is a fact that several rules look at.
    """
    edition = material.edition
    sources = files_of(edition)
    reader = Reader(partial(_picture, sources), pictures.chart_style())
    midnight = datetime.combine(material.today, datetime.min.time(), UTC)
    cover = Cover(
        module=edition.title,
        provider=settings.SITE_PROVIDER,
        edition=f"{material.module.slug}, edition {edition.number}",
        made_at=midnight,
    )
    with translation.override("en"):
        files = {
            **_documents(material, reader, report, partial(render, cover)),
            "02-references.csv": _table(REFERENCE_COLUMNS, edition.front_matter["references"]),
            "03-disclosures.csv": _table(people.COLUMNS, people.relationships(material)),
            "08-certificate-specimen.pdf": specimen.certificate(material, midnight),
            **{f"{SOURCE}{path}": bytes_ for path, bytes_ in sources.items()},
        }
    heading = f"{edition.title}\n{cover.provider}, {cover.edition}\n{material.today}"
    return archive.packed(
        archive.with_list(files, heading, {**DESCRIPTIONS, SOURCE: "the module as its author wrote it"})
    )


def _documents(material: Material, reader: Reader, report: Report, draw: Callable[..., bytes]) -> dict[str, bytes]:
    """Return the documents that dossier.typ draws, by file name."""
    language = material.edition.language
    parts: dict[str, tuple[str, list[Node], str]] = {
        "01-content.pdf": ("Content of the module", content(material, reader), language),
        "03-disclosures.pdf": ("Disclosures and their mitigation", people.disclosures(material), "en"),
        "04-test.pdf": ("Test with key", examination.examination(material, reader), language),
        "05-policy.pdf": ("Rules of the test", examination.rules(material), "en"),
        "06-evaluation-form.pdf": ("Evaluation form", evaluation.evaluation(material), language),
        "07-accreditation.pdf": ("Accreditations", credit.accreditations(material), "en"),
        "09-pre-flight.pdf": ("Pre-flight report", credit.report_of(report), "en"),
    }
    return {name: draw(title, blocks, language=spoken) for name, (title, blocks, spoken) in parts.items()}


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    return csv_file(columns, ([row[column] for column in columns] for row in rows))


def _picture(sources: dict[str, bytes], address: str) -> str:
    path = MEDIA + address.rpartition("/")[2]
    return pictures.printed(path, sources[path])
