"""Drawing a transcript: data in, the bytes of a tagged PDF/A-2a and PDF/UA-1 document out.

The same transcript at the same instant gives the same bytes. It has no seal: each
certificate is verified by its number.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.texts import day
from elearning.accounts.names import FONT_DIR, normalised, undrawable
from elearning.certificates.statements import amount
from elearning.transcript.domain.credit import Declared, Group, Line, Part, Transcript, Verified

TEMPLATE = Path(__file__).with_name("transcript.typ")
STANDARDS = ["a-2a", "ua-1"]
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def render(*, transcript: Transcript, name: str, verify_address: str, made_at: datetime) -> bytes:
    """Return the document in the language in force.

    Everything reaches Typst as JSON in a string, so no text can act as markup. A character that the font cannot draw
    is replaced by one that shows it.
    """
    data = _drawable(_data(transcript, name, verify_address, made_at))
    compiler = typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=_fonts())
    return compiler.compile(
        format="pdf",
        sys_inputs={"transcript": json.dumps(data, ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=int(made_at.timestamp()),
    )


@cache
def _fonts() -> typst.Fonts:
    """Return the site's own fonts and no others: a machine's fonts must not change a document."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_DIR])


def _drawable(value: Any) -> Any:
    """Return ``value`` with every text in it as the font can draw it."""
    match value:
        case dict():
            return {key: _drawable(each) for key, each in value.items()}
        case list():
            return [_drawable(each) for each in value]
        case str():
            text = normalised(value)
            return text.translate({ord(char): REPLACEMENT for char in undrawable(text)})
    return value


def _data(transcript: Transcript, name: str, verify_address: str, made_at: datetime) -> dict[str, Any]:
    language, _dash, region = (get_language() or settings.LANGUAGE_CODE).partition("-")
    made_on = day(timezone.localdate(made_at))
    return {
        "language": language,
        "region": region.upper() or None,
        "title": _("Transcript of credit"),
        "document_title": _("Transcript of credit: %(name)s") % {"name": name},
        "name": name,
        "site": settings.SITE_NAME,
        "provider": settings.SITE_PROVIDER,
        "facts": [
            {"label": _("Name"), "value": name},
            {"label": _("Period"), "value": _period(transcript)},
            {"label": _("Made on"), "value": made_on},
            {"label": _("Made by"), "value": f"{settings.SITE_NAME}, {settings.SITE_PROVIDER}"},
        ],
        "how": _("Each certificate listed here is verified by its number at"),
        "verify_address": verify_address,
        "footer": _("Transcript of credit, %(name)s, made on %(day)s") % {"name": name, "day": made_on},
        "page": _("Page"),
        "of": _("of"),
        "nothing": _("No credit in this period.") if transcript.is_empty else "",
        "parts": [*_verified_parts(transcript), *_declared_parts(transcript)],
    }


def _period(transcript: Transcript) -> str:
    found = transcript.first_and_last_day
    return _("%(first)s to %(last)s") % {"first": day(found[0]), "last": day(found[1])} if found else "–"


def _verified_parts(transcript: Transcript) -> Iterable[dict[str, Any]]:
    """Return the totals, each year, and what was revoked: a heading, a sentence and tables each."""
    part = transcript.verified
    if part.totals:
        yield {
            "heading": _("Totals"),
            "note": _("Credit of different bodies is never added up."),
            "tables": [_totals_table(part, _("Total by body and profession"))],
        }
    for year in part.years:
        tables = [_certificates_table(group.lines, _heading(group), group) for group in year.groups]
        if year.without_credit:
            tables.append(_certificates_table(year.without_credit, _("Activities without credit")))
        yield {"heading": str(year.year), "note": "", "tables": tables}
    if transcript.revoked:
        yield {
            "heading": _("Revoked certificates"),
            "note": _("They are no longer valid and count nothing."),
            "tables": [_certificates_table(transcript.revoked, _("Revoked"), revoked=True)],
        }


def _declared_parts(transcript: Transcript) -> Iterable[dict[str, Any]]:
    part = transcript.declared
    if not part.years:
        return
    heads = [_("Completed on"), _("Activity"), _("Amount")]
    tables = [_own_totals_table(part)]
    for year in part.years:
        tables += [_table(heads, f"{year.year}, {_heading(each)}", _own_rows(each), each) for each in year.groups]
    yield {
        "heading": _("External credits"),
        "note": _("Self-declared by the learner, not verified by this site, and not part of the totals above."),
        "tables": tables,
    }


def _totals_table(part: Part[Verified], caption: str) -> dict[str, Any]:
    rows = []
    for group in part.totals:
        shares = [(profession or "–", share) for profession, share in group.shares]
        if len(shares) > 1:
            shares.append((_("all professions"), group.total))
        rows += [[_text(group.body), _text(group.credit), _text(who), _text(amount(share))] for who, share in shares]
    heads = [_("Body"), _("Credit"), _("Profession"), _("Total")]
    return {"caption": caption, "columns": ["text", "text", "text", "amount"], "heads": heads, "rows": rows, "foot": []}


def _own_totals_table(part: Part[Declared]) -> dict[str, Any]:
    rows = [[_text(group.body), _text(group.credit), _text(amount(group.total))] for group in part.totals]
    heads = [_("Body"), _("Credit"), _("Total")]
    caption = _("Total of self-declared credit")
    return {"caption": caption, "columns": ["text", "text", "amount"], "heads": heads, "rows": rows, "foot": []}


def _certificates_table(
    lines: Iterable[Verified], caption: str, group: Group | None = None, *, revoked: bool = False
) -> dict[str, Any]:
    heads = [_("Completed on"), _("Module"), _("Variant"), _("Certificate"), _("State"), _("Amount")]
    rows = [
        [
            _text(day(line.day)),
            _text(line.title, language=line.language),
            _text(", ".join(filter(None, (line.variant, line.profession)))),
            _text(line.number, link=line.verify_url),
            _text(line.state),
            _text(amount(Decimal(0) if revoked else line.amount)),
        ]
        for line in lines
    ]
    return _table(heads, caption, rows, group)


def _own_rows(group: Group[Declared]) -> list[list[dict[str, str]]]:
    return [[_text(day(line.day)), _text(line.title), _text(amount(line.amount))] for line in group.lines]


def _table(
    heads: list[str], caption: str, rows: list[list[dict[str, str]]], group: Group[Line] | None
) -> dict[str, Any]:
    """Return a table whose last column is the amount, with the total of ``group`` where one is given."""
    middle = {1: ["text"], 4: ["wide", "text", "number", "state"]}[len(heads) - 2]
    foot = [_("Total"), amount(group.total)] if group else []
    return {"caption": caption, "columns": ["day", *middle, "amount"], "heads": heads, "rows": rows, "foot": foot}


def _heading(group: Group) -> str:
    return f"{group.body}: {group.credit}"


def _text(text: str, link: str = "", language: str = "") -> dict[str, str]:
    return {"text": text, "link": link, "language": language.partition("-")[0]}
