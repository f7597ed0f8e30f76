"""Reporting an error, and answering. Mail goes out after the commit: a mail server that fails loses no report."""

from datetime import datetime

from django.db import transaction

from courses.domain.reasons import refuse
from elearning.accounts.models import User
from elearning.audit.services import record
from elearning.reports import mail
from elearning.reports.access import Subject
from elearning.reports.domain import rules
from elearning.reports.models import Category, Outcome, Report


@transaction.atomic
def report_error(
    *, learner: User, subject: Subject, category: Category, text: str, source: str, now: datetime
) -> Report:
    """Store what ``learner`` finds wrong with ``subject`` and tell the site's contact.

    The same text about the same subject again (a double click) returns the report that there is. Raises Refused where
    the learner has sent too many.
    """
    User.objects.select_for_update(no_key=True).get(pk=learner.pk)  # one report at a time for each learner
    same = Report.objects.filter(
        reporter=learner,
        edition=subject.edition,
        subject_kind=subject.kind,
        subject_key=subject.key,
        text=text,
    )
    if (existing := same.first()) is not None:
        return existing
    recent = Report.objects.filter(reporter=learner, at__gt=rules.counts_since(now))
    refuse(rules.may_report(recent.values_list("at", flat=True), now))
    report = Report.objects.create(
        module=subject.module,
        edition=subject.edition,
        subject_kind=subject.kind,
        subject_key=subject.key,
        subject_title=subject.title,
        reporter=learner,
        category=category,
        text=text,
        source=source,
        at=now,
    )
    after = {"edition": subject.edition.pk, "subject": f"{subject.kind.value}:{subject.key}"}
    record(now=now, actor=learner, action="report.sent", subject=report, after=after)
    transaction.on_commit(lambda: mail.tell_contact(report), robust=True)
    return report


@transaction.atomic
def answer_report(*, report: Report, answer: str, outcome: Outcome, actor: User | None, now: datetime) -> Report:
    """Answer ``report``, or correct its answer, and tell the reporter; the same answer again changes nothing.

    The audit tells the outcome only: an answer may speak of a person.
    """
    report = Report.objects.select_related("module", "reporter").select_for_update(of=("self",)).get(pk=report.pk)
    if (report.answer, report.outcome) == (answer, outcome):
        return report
    before = {"outcome": report.outcome}
    after = {"outcome": outcome, "answer_changed": report.answer != answer}
    report.answer, report.outcome = answer, outcome
    report.answered_by_id, report.answered_at = getattr(actor, "pk", None), now
    report.save(update_fields=["answer", "outcome", "answered_by_id", "answered_at"])
    record(now=now, actor=actor, action="report.answered", subject=report, before=before, after=after)
    transaction.on_commit(lambda: mail.tell_reporter(report), robust=True)
    return report


@transaction.atomic
def forget_reporter(*, learner: User) -> None:
    """Take ``learner`` and all words of the conversation out of their reports, because the account is being erased.

    Which slide or item was reported, as what, and with which outcome, stays.
    """
    Report.objects.filter(reporter=learner).update(reporter=None, text="", source="", answer="")
