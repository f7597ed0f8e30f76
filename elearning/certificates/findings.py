"""The words for what a file that somebody shows is."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.texts import day_of
from elearning.certificates import pages
from elearning.certificates.domain.rules import State
from elearning.certificates.verification import Answer, Finding


@dataclass(frozen=True)
class Shown:
    """An answer in words. ``look`` and ``mark`` name the colours of the answer and of its ``label``.

    ``certificate`` is what was issued, if anything.
    """

    finding: Finding
    look: str
    mark: str
    label: str
    meaning: str
    certificate: pages.Shown | None


def shown(answer: Answer) -> Shown:
    certificate = pages.shown(answer.certificate) if answer.certificate else None
    if answer.finding is Finding.ORIGINAL and certificate:
        look, mark = certificate.state.value, State.VALID.value
        label, meaning = _("Original"), _of_original(certificate)
    else:
        mark, label, meaning = _of_other(answer)
        look = mark
    return Shown(answer.finding, look, mark, label, meaning, certificate)


def _of_original(original: pages.Shown) -> str:
    certificate = original.certificate
    match original.state:
        case State.VALID:
            return _(
                "This is the file as this site issued it, unchanged to the last byte, and the certificate is valid."
            )
        case State.REPLACED:
            return _(
                "This is the file as this site issued it, but the certificate was replaced later: a newer one exists. "
                "Ask its holder for the newer one."
            )
        case State.REVOKED:
            facts = {
                "day": day_of(certificate.revoked_at),
                "provider": certificate.facts["provider"],
            }
            return (
                _(
                    "This is the file as this site issued it, but the certificate was revoked on %(day)s and is no "
                    "longer valid. Questions are answered by %(provider)s."
                )
                % facts
            )


def _of_other(answer: Answer) -> tuple[str, str, str]:
    """Return mark, label and meaning of a file that is not as it was issued here."""
    match answer.finding:
        case Finding.EXTENDED:
            return (
                State.REVOKED.value,
                _("Altered"),
                _(
                    "This file begins as this site sealed it, but something was added to it afterwards, which can "
                    "change what it shows. Do not rely on the file."
                ),
            )
        case Finding.ALTERED if answer.certificate:
            return (
                State.REVOKED.value,
                _("Altered"),
                _(
                    "This file carries the number of a certificate of this site, but it is not the file that was "
                    "issued: it was changed, or saved anew by another program. Do not rely on the file."
                ),
            )
        case Finding.ALTERED:
            return (
                State.REVOKED.value,
                _("Altered"),
                _("This file bears a seal of this site, but is none of its certificates. Do not rely on the file."),
            )
        case Finding.ENCRYPTED:
            meaning = _(
                "This file is encrypted, so nothing in it can be compared; certificates of this site never are. Enter "
                "the number that it shows to see what was issued under it."
            )
        case _:
            meaning = _(
                "This site does not know the file. It can be a scan, a print or another program's copy of a "
                "certificate, or a document from elsewhere. Enter the number that it shows to see what was issued "
                "under it."
            )
    return "unknown", _("Unknown"), meaning
