"""Reports, and what they are about."""

from courses import access as courses_access
from elearning.reports import access, services
from elearning.reports.models import Category
from tests.factories import NOW

TEXT = "The hazard ratio on this slide is not that of the paper."


def slide_subject(learner, key="one", slug="sample", now=NOW):
    return access.slide_subject(courses_access.slide_page(slug, key, learner, now), "")


def send(learner, *, subject=None, text=TEXT, category=Category.FACT, source="", now=NOW):
    subject = subject or slide_subject(learner)
    return services.report_error(learner=learner, subject=subject, category=category, text=text, source=source, now=now)


def sent_often(learner, times):
    """Reports at these instants, however many that are."""
    from elearning.reports.models import Report

    subject = slide_subject(learner)
    return Report.objects.bulk_create(
        Report(
            module=subject.module,
            edition=subject.edition,
            subject_kind=subject.kind,
            subject_key=subject.key,
            subject_title=subject.title,
            reporter=learner,
            category="fact",
            text=f"Something is wrong here: {number}",
            at=at,
        )
        for number, at in enumerate(times)
    )
