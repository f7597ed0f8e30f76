"""Drawing a certificate: data in, the bytes of a tagged PDF/A-3a and PDF/UA-1 document out, always the same ones."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst
from django.utils import translation
from django.utils.translation import gettext as _

from elearning.accounts.names import FONT_DIR
from elearning.certificates import texts

TEMPLATE = Path(__file__).with_name("certificate.typ")
STANDARDS = ["a-3a", "ua-1"]
UNDRAWABLE = (typst.TypstError,)
"""What is raised for a text that cannot be drawn; checks at entry are there so that it never is."""
INK = "#0f2f3d"


@dataclass(frozen=True)
class Attachment:
    """A file inside the document. ``content`` is UTF-8 text, ``type`` its media type.

    ``relationship`` says what it is to the document (PDF/A-3, ISO 19005-3, 6.8): "data" is what the page shows in
    another form.
    """

    name: str
    type: str
    description: str
    content: str
    relationship: str = "data"


def render(
    *,
    number: str,
    name: str,
    facts: Mapping[str, Any],
    issued_at: datetime,
    attachments: Iterable[Attachment] = (),
) -> bytes:
    """Return the certificate. ``facts`` is that of Certificate; the name was checked against the font before.

    Everything reaches Typst as JSON in a string, so no text can act as markup.
    """
    with translation.override(facts["language"]):
        data = _data(number, name, facts, issued_at)
    compiler = typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=_fonts())
    return compiler.compile(
        format="pdf",
        sys_inputs={
            "certificate": json.dumps(data, ensure_ascii=False),
            "code": _code(facts["verify_url"]),
            "attachments": json.dumps([asdict(each) for each in attachments], ensure_ascii=False),
        },
        pdf_standards=STANDARDS,
        timestamp=int(issued_at.timestamp()),
    )


@cache
def _fonts() -> typst.Fonts:
    """Return the certificate's own fonts and no others: a machine's fonts must not change a document."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_DIR])


def _data(number: str, name: str, facts: Mapping[str, Any], issued_at: datetime) -> dict[str, Any]:
    module, provider, *lines = texts.printed(facts, issued_at)
    language, _dash, region = facts["language"].partition("-")
    return {
        "language": language,
        "region": region or None,
        "title": _("Certificate of completion"),
        "document_title": _("Certificate %(number)s: %(module)s") % {"number": number, "module": facts["module"]},
        "certifies": _("This certifies that"),
        "name": name,
        "achieved": _("has completed the learning module and passed its CME test"),
        "module": module.value,
        "provider": provider.value,
        "provided_by": _("Provided by"),
        "lines": [{"label": line.label, "value": line.value} for line in lines],
        "statement": facts["statement"],
        "number_label": _("Certificate number"),
        "number": number,
        "verify_label": _("Verify this certificate"),
        "verify_url": facts["verify_url"],
        "code_alt": _("QR code that leads to %(address)s") % {"address": facts["verify_url"]},
    }


def _code(address: str) -> str:
    """Return the QR code of ``address`` as SVG."""
    svg = BytesIO()
    segno.make(address, error="m", micro=False).save(svg, kind="svg", border=0, dark=INK, xmldecl=False)
    return svg.getvalue().decode()
