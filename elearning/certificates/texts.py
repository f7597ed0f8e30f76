"""The words of a certificate: on the document, on its page and on the page that verifies it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from courses.texts import day, day_of
from elearning.accounts.professions import Profession
from elearning.certificates.domain.rules import State


@dataclass(frozen=True)
class Line:
    """One printed fact."""

    label: str
    value: str


def printed(facts: Mapping[str, Any], issued_at: datetime) -> list[Line]:
    """Return the printed facts of a certificate in its own language, but for name, number and statement.

    ``facts`` is that of Certificate; days are days in the module's time zone.
    """
    zone, profession = facts["time_zone"], facts.get("profession", "")
    with translation.override(facts["language"]):
        extent = _("Online enduring material, %(slides)s slides / %(minutes)s minutes") % facts
        validity = {"first": _day(facts["release"]), "last": _day(facts["last_valid_day"])}
        return [
            Line(_("Module"), facts["module"]),
            Line(_("Provider"), facts["provider"]),
            Line(_("Completed on"), f"{day_of(datetime.fromisoformat(facts['completed_at']), zone)} ({zone})"),
            Line(_("Assessment"), _("Passed the CME test")),
            Line(_("Extent"), extent),
            Line(
                _("Edition"), _("%(edition)s, last reviewed on %(day)s") % {**facts, "day": _day(facts["last_review"])}
            ),
            Line(_("Module valid"), _("%(first)s to %(last)s") % validity),
            Line(_("Certificate issued on"), day_of(issued_at, zone)),
            *([Line(_("Profession"), str(Profession(profession).label))] if profession else []),
        ]


def state_label(state: State) -> str:
    return {State.VALID: _("Valid"), State.REPLACED: _("Replaced"), State.REVOKED: _("Revoked")}[state]


def _day(value: str) -> str:
    """Return a day as it is frozen (ISO 8601) as "21 November 2026"."""
    return day(date.fromisoformat(value))
