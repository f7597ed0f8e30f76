"""What machines read of a certificate: the files inside its document."""

from django.utils.translation import gettext as _

from elearning.certificates.models import Certificate
from elearning.certificates.pdf import Attachment
from elearning.certificates.records import completion_record
from elearning.interop.credit import credit_json
from elearning.interop.medbiquitous import activity_report


def of(certificate: Certificate) -> list[Attachment]:
    """Return the credit of ``certificate`` (one that came through ``complete()``) as JSON and as activity report."""
    record = completion_record(certificate)
    return [
        Attachment(
            name="credit.json",
            type="application/json",
            description=_("This certificate as JSON"),
            content=credit_json(record).decode(),
        ),
        Attachment(
            name="activity-report.xml",
            type="application/xml",
            description=_("This certificate as MedBiquitous activity report"),
            content=activity_report(record).decode(),
        ),
    ]
