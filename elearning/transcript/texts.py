"""The words of a transcript, in the language in force."""

from decimal import Decimal

from django.utils.translation import gettext as _

from elearning.accounts.professions import Profession
from elearning.certificates.domain.schemes import AMA
from elearning.certificates.models import Certificate
from elearning.certificates.models.certificate import VariantChoice
from elearning.certificates.records import completion_record
from elearning.certificates.texts import state_label
from elearning.interop.record import CompletionRecord, Credit
from elearning.interop.reported import completion_day
from elearning.transcript.domain.credit import Declared, Verified
from elearning.transcript.domain.documents import MAX_BYTES, MAX_FILES, MAX_PIXELS, MAX_TOTAL_BYTES, MEGABYTE, Fault
from elearning.transcript.models import ExternalCredit


def verified(certificate: Certificate) -> Verified:
    """Return ``certificate`` (one that came through its door) as a line."""
    record = completion_record(certificate)
    credit = record.credit
    return Verified(
        day=completion_day(record),
        title=record.activity.title,
        body=credit.body if credit else "",
        credit=_credit_name(credit) if credit else "",
        amount=credit.amount if credit else Decimal(0),
        profession=str(Profession(record.profession).label) if record.profession else "",
        number=record.number,
        verify_url=record.verify_url,
        variant=_variant(record),
        state=state_label(certificate.state),
        language=record.activity.language,
    )


def declared(credit: ExternalCredit) -> Declared:
    """Return an external credit as a line."""
    file = getattr(credit, "file", None)
    return Declared(
        day=credit.completed_on,
        title=credit.title,
        body=credit.body,
        credit=credit.credit_name,
        amount=credit.amount,
        profession="",
        pk=credit.pk,
        note=credit.note,
        file=file.name if file else "",
    )


def _credit_name(credit: Credit) -> str:
    return f"{credit.name}™" if credit.scheme == AMA else credit.name


def _variant(record: CompletionRecord) -> str:
    if record.demonstration:
        return _("Demonstration, no credit")
    words = str(VariantChoice(record.variant).label)
    return words[:1].upper() + words[1:]


def fault(found: Fault) -> str:
    """Return why a file is not taken, and what would be."""
    values = {
        "size": MAX_BYTES // MEGABYTE,
        "total": MAX_TOTAL_BYTES // MEGABYTE,
        "files": MAX_FILES,
        "pixels": MAX_PIXELS // 10**6,
    }
    return {
        Fault.EMPTY: _("The file is empty. Choose another one."),
        Fault.TOO_LARGE: _("The file is larger than %(size)s MB. Choose a smaller one."),
        Fault.KIND: _("The file is neither a PDF nor a PNG or JPEG picture. Save it as one of these first."),
        Fault.UNREADABLE: _("The picture cannot be read: the file is damaged. Save or scan it again."),
        Fault.TOO_MANY_PIXELS: _("The picture has more than %(pixels)s million pixels. Make it smaller first."),
        Fault.TOO_MANY_FILES: _("You keep %(files)s files here already. Remove one first, or save without a file."),
        Fault.TOO_MUCH: _("Your files would exceed %(total)s MB together. Remove one first, or save without a file."),
    }[found] % values
