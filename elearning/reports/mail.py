"""The mail about a report: to the site's contact when it is sent, to its reporter when it is answered."""

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _

from elearning.addresses import absolute
from elearning.notices.compose import body, one_line
from elearning.reports.models import Report, SubjectKind


def tell_contact(report: Report) -> None:
    """Say that a report came in and where it is answered; not who sent it, nor what it says."""
    subject = _("Error reported in “%(module)s” (number %(number)s)")
    address = absolute("admin:reports_report_change", report.pk)
    _send("reports/mail/sent.txt", subject, report, address, settings.SITE_CONTACT)


def tell_reporter(report: Report) -> None:
    """Send the answer, unless the reporter's account was closed meanwhile."""
    if report.reporter is None or not report.reporter.is_active:
        return
    address = absolute("my-learning")
    if report.subject_kind == SubjectKind.SLIDE:
        address = absolute("slide", report.module.slug, report.subject_key)
    subject = _("Answer to your report %(number)s about “%(module)s”")
    _send("reports/mail/answered.txt", subject, report, address, report.reporter.email)


def _send(template: str, subject: str, report: Report, address: str, to: str) -> None:
    facts = {"number": report.pk, "module": one_line(report.module.title)}
    send_mail(subject % facts, body(template, report=report, address=address), None, [to])
