"""The rules that the database itself keeps, each broken once."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from elearning.reports.models import Report
from tests.factories import NOW
from tests.reports.factories import send

pytestmark = pytest.mark.django_db
ANSWERED = {"outcome": "corrected", "answer": "Mended.", "answered_at": NOW}


def refused(constraint, **values):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Report.objects.create(
            **{
                **{name: value for name, value in Report.objects.values().get().items() if name != "id"},
                **values,
            }
        )


@pytest.fixture
def report(learner, edition):
    return send(learner)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("report_subject_is_known", {"subject_kind": "page"}),
        ("report_category_is_known", {"category": "praise"}),
        ("report_outcome_is_known", {**ANSWERED, "outcome": "lost"}),
        ("report_has_a_text", {"text": ""}),
        ("report_answered_exactly_when_not_open", {"outcome": "corrected"}),
        ("report_answered_exactly_when_not_open", {"answer": "Mended."}),
        ("report_answered_exactly_when_not_open", {"answered_at": NOW}),
        ("report_answered_exactly_when_not_open", {"answered_by_id": 7}),
        ("report_answered_exactly_when_not_open", {**ANSWERED, "answer": ""}),
        ("report_answered_exactly_when_not_open", {**ANSWERED, "answered_at": None}),
        ("report_answered_exactly_when_not_open", {**ANSWERED, "outcome": "open"}),
    ],
)
def test_a_report_that_cannot_be_is_refused(report, constraint, values):
    refused(constraint, **values)


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Another"},
        {"source": "Another"},
        {"category": "other"},
        {"subject_kind": "item"},
        {"subject_key": "two"},
        {"subject_title": "Another"},
        {"at": NOW.replace(year=2020)},
        {"id": 4711},
        {"module_id": 4711},
        {"edition_id": 4711},
    ],
)
def test_what_was_reported_is_never_changed(report, changes):
    with pytest.raises(DatabaseError, match="rows of reports_report are permanent"), transaction.atomic():
        Report.objects.update(**changes)
    assert Report.objects.get() == report


def test_a_report_is_never_deleted(report, kept_rows):
    kept_rows("elearning.reports", "reports_report")
    with pytest.raises(DatabaseError, match="rows of reports_report are permanent"), transaction.atomic():
        Report.objects.all().delete()
    assert Report.objects.count() == 1


def test_the_answer_may_be_corrected(report):
    Report.objects.update(**ANSWERED, answered_by_id=7)
    assert Report.objects.update(answer="Mended in edition 2.", outcome="duplicate") == 1


def test_erasing_an_account_keeps_its_reports_without_their_reporter(report, learner):
    learner.delete()
    assert list(Report.objects.values_list("reporter", "text")) == [(None, report.text)]


def test_the_words_of_a_report_may_be_emptied_but_not_while_its_reporter_is_there(report):
    with pytest.raises(IntegrityError, match="report_has_a_text"), transaction.atomic():
        Report.objects.update(text="")
    Report.objects.update(**ANSWERED)
    assert Report.objects.update(reporter=None, text="", source="", answer="") == 1
    with pytest.raises(DatabaseError, match="rows of reports_report are permanent"), transaction.atomic():
        Report.objects.update(text="Another")
