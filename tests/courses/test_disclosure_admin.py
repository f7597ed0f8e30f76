"""What administrators do: enter addresses, ask, decide about relationships, enter declarations and support."""

from datetime import date, timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from courses.models import CommercialSupport, Contributor, Declaration, Disclosure, DisclosureRequest, Mitigation
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from tests.courses.disclosing import CONSULTANT, ann, contributors, enter, filled
from tests.factories import NOW, folder, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "edition")]
PEOPLE, ROWS = "/admin/courses/contributor/", "/admin/courses/disclosure/"
SUPPORT = "/admin/courses/commercialsupport/"


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


def listed(client, path, **query):
    return [row.pk for row in client.get(path, query).context["cl"].result_list]


def said(response):
    return [str(message) for message in response.wsgi_request._messages]


def test_an_address_is_entered_and_the_audit_does_not_hold_it(at_desk, administrator):
    page = f"{PEOPLE}{ann().pk}/change/"
    assert at_desk.post(page, {"email": "ann@example.org"}).status_code == 302
    assert ann().email == "ann@example.org"
    entry = Entry.objects.get(action="contributor.address")
    assert (entry.actor_id, entry.after) == (administrator.pk, {"has_address": True})


def test_those_chosen_are_asked_and_those_without_address_are_named_by_number(at_desk, administrator):
    bo = contributors(key="bo", name="Bo", disclosed_on=date(2027, 1, 2))
    published(folder(contributors=[*contributors(), *bo]))
    ann(email="ann@example.org")
    chosen = {"action": "ask", "_selected_action": list(Contributor.objects.values_list("pk", flat=True))}
    response = at_desk.post(PEOPLE, chosen)
    assert said(response) == [
        "1 asked; the e-mails go out with the next run_due.",
        "1 not asked, because there is no e-mail address: enter one first.",
    ]
    assert DisclosureRequest.objects.get().asked_by_id == administrator.pk
    assert Notice.objects.get().to == "ann@example.org"


def test_who_is_to_be_asked_is_found_by_a_filter(at_desk, administrator, clock):
    assert listed(at_desk, PEOPLE, due="yes") == []
    clock.move_to(NOW.replace(year=2027, month=12, day=2))
    at_desk.force_login(administrator)
    assert listed(at_desk, PEOPLE, due="yes") == [ann().pk]
    enter(administrator, now=NOW.replace(month=12, day=2))
    assert listed(at_desk, PEOPLE, due="yes") == []


@pytest.mark.parametrize("path", [PEOPLE, ROWS])
def test_a_list_takes_the_same_statements_for_one_row_and_for_three(at_desk, administrator, path):
    from django.db import connection

    taken = []
    for count in (1, 3):
        people = [contributors(key=f"p{n}", disclosed_on=date(2027, 1, 1 + n))[0] for n in range(count)]
        published(folder(contributors=people, title=str(count)))
        enter(administrator, *[CONSULTANT] * count)
        with CaptureQueriesContext(connection) as captured:
            at_desk.get(path)
        taken.append(len(captured))
    assert taken == [taken[0]] * 2


def test_a_relationship_is_decided_and_earlier_decisions_stay(at_desk, administrator):
    enter(administrator, CONSULTANT)
    row = Disclosure.objects.get()
    assert (listed(at_desk, ROWS, decided="no"), listed(at_desk, ROWS, decided="yes")) == ([row.pk], [])
    page = f"{ROWS}{row.pk}/change/"
    given = {"step": "Peer review", "mitigated_by": "Pia", "mitigated_on": "2027-02-28"}
    assert at_desk.post(page, {"relevant": "no"}).status_code == 302
    assert at_desk.post(page, {"relevant": "yes", **given}).status_code == 302
    assert list(
        Mitigation.objects.values_list("relevant", "step", "mitigated_by", "mitigated_on", "decided_by_id")
    ) == [
        (False, "", "", None, administrator.pk),
        (True, "Peer review", "Pia", date(2027, 2, 28), administrator.pk),
    ]
    assert listed(at_desk, ROWS, decided="no") == []
    assert "Peer review Pia" in at_desk.get(page).content.decode()


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({}, {"relevant"}),
        ({"relevant": "yes", "step": "Peer review"}, {"mitigated_by", "mitigated_on"}),
        ({"relevant": "yes", "step": "Peer review", "mitigated_by": "Pia", "mitigated_on": "soon"}, {"mitigated_on"}),
    ],
)
def test_a_decision_says_all_that_it_needs(at_desk, administrator, sent, wrong):
    enter(administrator, CONSULTANT)
    response = at_desk.post(f"{ROWS}{Disclosure.objects.get().pk}/change/", sent)
    assert response.context["adminform"].form.errors.keys() == wrong
    assert Mitigation.objects.count() == 0


def test_relationships_declared_anew_need_no_decision(at_desk, administrator):
    enter(administrator, CONSULTANT)
    enter(administrator, now=NOW + timedelta(hours=1))
    assert listed(at_desk, ROWS, decided="no") == []
    assert listed(at_desk, ROWS) == [Disclosure.objects.get().pk]


def test_a_declaration_on_paper_is_entered(at_desk):
    row = {"company": "Roche", "nature": "consultant", "begins": "2026-01-01"}
    page = f"{PEOPLE}{ann().pk}/enter/"
    more = at_desk.post(page, filled(row, declared_on="2027-02-01", add="1")).context["form"]
    assert (more["declared_on"].value(), len(more.relationships)) == ("2027-02-01", 3)
    assert at_desk.post(page, filled(row, declared_on="2027-03-02")).context["form"].errors.keys() == {"declared_on"}
    assert at_desk.post(page, filled(row, declared_on="2027-02-01")).url == f"{PEOPLE}{ann().pk}/change/"
    newest = Declaration.objects.first()
    assert (newest.source, newest.declared_on) == ("administrator", date(2027, 2, 1))


def test_support_is_added_and_ended_never_changed(at_desk, edition):
    sent = {"module": edition.module_id, "company": "Acme", "nature": "in-kind", "description": "two microscopes"}
    assert at_desk.post(f"{SUPPORT}add/", {**sent, "company": "acme.com"}).context["adminform"].form.errors.keys() == {
        "company"
    }
    assert at_desk.post(f"{SUPPORT}add/", {**sent, "description": ""}).status_code == 200
    assert at_desk.post(f"{SUPPORT}add/", sent).status_code == 302
    row = CommercialSupport.objects.get()
    at_desk.post(f"{SUPPORT}{row.pk}/change/", {**sent, "company": "Another", "ended": "on"})
    row.refresh_from_db()
    assert (row.company, row.ended_at) == ("Acme", NOW)


@pytest.mark.parametrize(
    "path", [PEOPLE, ROWS, SUPPORT, "/admin/courses/declaration/", "/admin/courses/disclosurerequest/",
             "/admin/courses/disclosurestatement/", "/admin/courses/start/"],
)  # fmt: skip
def test_every_list_opens_and_nothing_is_deleted_there(at_desk, administrator, path):
    enter(administrator, CONSULTANT)
    assert at_desk.get(path).status_code == 200
    pk = Contributor.objects.get().pk
    assert at_desk.post(f"{PEOPLE}{pk}/delete/", {"post": "yes"}).status_code == 403


def test_who_may_not_change_contributors_enters_nothing(client, learner):
    learner.is_staff = True
    learner.save()
    client.force_login(learner)
    assert client.get(f"{PEOPLE}{ann().pk}/enter/").status_code == 403
