"""Drawing a document of the dossier: nodes in, the bytes of a tagged PDF/UA-1 document out, always the same ones."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import typst

from elearning.accounts.names import FONT_DIR
from elearning.publishing.dossier.nodes import Node, text

TEMPLATE = Path(__file__).with_name("dossier.typ")
STANDARDS = ["ua-1"]


@dataclass(frozen=True)
class Cover:
    """What stands above and around every document of one dossier."""

    module: str
    provider: str
    edition: str
    made_at: datetime


def render(cover: Cover, title: str, blocks: Sequence[Node], *, subtitle: str = "", language: str = "en") -> bytes:
    """Return the document. Everything reaches Typst as JSON in a string, so no text can act as markup.

    ``language`` is that of its text; Typst wants the language without its region.
    """
    data = {
        "document_title": f"{text(title)}: {text(cover.module)}",
        "title": text(title),
        "subtitle": text(subtitle or cover.module),
        "kicker": text(cover.provider),
        "module_short": text(cover.edition),
        "provider": text(cover.provider),
        "subject": "Dossier for the accreditor",
        "footer": text(f"{cover.provider} · {cover.edition}"),
        "language": language.partition("-")[0],
        "blocks": list(blocks),
    }
    compiler = typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=_fonts())
    return compiler.compile(
        format="pdf",
        sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=int(cover.made_at.timestamp()),
    )


@cache
def _fonts() -> typst.Fonts:
    """Return the site's own fonts and no others: a machine's fonts must not change a document."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_DIR])
