"""The rules that the database itself keeps, each broken once."""

import pytest
from django.db import IntegrityError, connection, transaction

from elearning.notices.models import Notice
from tests.factories import NOW
from tests.notices.factories import put

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("notice_names_its_occasion", {"kind": ""}),
        ("notice_names_its_occasion", {"key": ""}),
        ("notice_sent_keeps_no_address", {"sent_at": NOW, "body": ""}),
        ("notice_sent_keeps_no_address", {"sent_at": NOW, "to": ""}),
        ("notice_to_be_sent_has_an_address", {"to": ""}),
        ("notice_attempts_are_limited", {"attempts": 6}),
    ],
)
def test_a_notice_that_cannot_be_is_refused(constraint, values):
    notice = put()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(**values)


def test_an_occasion_has_one_notice():
    put()
    named = r"notices_notice.kind, notices_notice.key" if connection.vendor == "sqlite" else "notice_once_per_occasion"
    with pytest.raises(IntegrityError, match=named), transaction.atomic():
        Notice.objects.create(kind="test", key="1", to="other@example.org", subject="A", body="B", queued_at=NOW)
