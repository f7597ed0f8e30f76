"""Contributors are asked for the next disclosure thirty days before the last goes stale, once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from courses import due, services
from courses.models import DisclosureRequest
from elearning.notices.models import Notice
from tests.courses.disclosing import ann, contributors, enter
from tests.factories import folder, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition")]
DUE = datetime(2027, 12, 1, 23, tzinfo=UTC)  # midnight in Zurich; declared on 1 January, stale after 1 January 2028
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


def test_thirty_days_before_it_goes_stale_the_contributor_is_asked_once():
    ann(email="ann@example.org")
    assert [due.run(at) for at in (DUE - SECOND, DUE, DUE, DUE + 20 * DAY)] == [0, 1, 0, 0]
    request = DisclosureRequest.objects.get()
    assert (request.asked_at, request.asked_by_id) == (DUE, None)
    assert Notice.objects.get().to == "ann@example.org"


def test_whom_an_administrator_asked_meanwhile_is_not_asked_again(administrator):
    ann(email="ann@example.org")
    services.request_disclosure(contributor=ann(), actor=administrator, now=DUE + DAY)
    assert due.run(DUE + 2 * DAY) == 0


def test_who_was_asked_before_it_was_due_is_asked_then(administrator):
    ann(email="ann@example.org")
    services.request_disclosure(contributor=ann(), actor=administrator, now=DUE - SECOND)
    assert due.run(DUE) == 1


def test_a_new_declaration_is_asked_for_anew_a_year_later(administrator):
    ann(email="ann@example.org")
    due.run(DUE)
    enter(administrator, now=DUE + DAY)
    services.add_term(
        module=ann().module,
        release=datetime(2028, 1, 1, tzinfo=UTC).date(),
        last_review=datetime(2028, 1, 1, tzinfo=UTC).date(),
        last_valid_day=datetime(2029, 12, 31, tzinfo=UTC).date(),
        actor=None,
        reason="Renewed.",
        now=DUE,
    )
    assert [due.run(DUE + days * DAY) for days in (2, 336, 337)] == [0, 1, 0]


def test_the_contact_is_told_once_of_a_contributor_without_address():
    assert [due.run(DUE), due.run(DUE + DAY)] == [1, 0]
    notice = Notice.objects.get()
    assert notice.to == settings.SITE_CONTACT
    assert f"{settings.SITE_URL}/admin/courses/contributor/{ann().pk}/change/" in notice.body
    assert "Ann" not in notice.body


def test_who_never_disclosed_is_asked_at_once():
    person = contributors(disclosed_on=None, key="bo", name="Bo")[0]
    del person["disclosures"]
    published(folder(contributors=[*contributors(), person]))
    ann().module.contributors.filter(key="bo").update(email="bo@example.org")
    now = DUE - 30 * DAY
    assert [due.run(now), due.run(now + DAY)] == [1, 0]
    assert Notice.objects.get().to == "bo@example.org"


@pytest.mark.parametrize("state", ["withdrawn", "expired", "draft"])
def test_nobody_is_asked_for_a_module_that_is_not_offered(edition, state):
    ann(email="ann@example.org")
    if state == "withdrawn":
        values = {"withdrawn_at": DUE, "withdrawn_reason": "Wrong."}
        services.change_module(module=edition.module, values=values, actor=None, reason="r", now=DUE)
    elif state == "draft":
        edition.module.__class__.objects.update(current_edition=None)
    assert due.run(DUE + 40 * DAY if state == "expired" else DUE) == 0
