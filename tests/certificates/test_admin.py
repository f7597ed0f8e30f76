"""What administrators do with certificates, all of it through services."""

import pytest
from django.test import Client
from django.urls import reverse

from elearning.accounts.models import User
from elearning.audit.models import Entry
from elearning.certificates import access
from elearning.certificates.domain.rules import State
from elearning.certificates.models import Accreditation, Certificate, Revocation
from tests.certificates.factories import Passed, accreditation
from tests.certificates.factories import administrator as make_administrator

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    client = Client()
    client.force_login(make_administrator())
    return client


@pytest.fixture
def issued():
    passed = Passed()
    passed.certificate = passed.claim()
    return passed


LIST = "/admin/certificates/certificate/"


def numbers_on(browser, **query):
    return {row.number for row in browser.get(LIST, query).context["cl"].result_list}


def test_certificates_are_found_by_number_name_and_address(browser, issued):
    Passed().claim("Bo Other")
    number = issued.certificate.number
    for searched in (number, "Ada Example", issued.learner.email):
        assert numbers_on(browser, q=searched) == {number}


def test_certificates_are_filtered_by_module_and_state(browser, issued):
    new = issued.correct(issued.certificate, "Ada Beispiel")
    other = Passed()
    revoked = other.claim()
    browser.post(f"{LIST}{revoked.pk}/revoke/", {"reason": "Wrong person"})
    assert numbers_on(browser, state="valid") == {new.number}
    assert numbers_on(browser, state="replaced") == {issued.certificate.number}
    assert numbers_on(browser, state="revoked") == {revoked.number}
    assert numbers_on(browser, completion__module__id__exact=other.module.pk) == {revoked.number}


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_statements_whatever_its_length(browser, count, django_assert_max_num_queries):
    for _ in range(count):
        Passed().claim()
    with django_assert_max_num_queries(10):
        browser.get(LIST)


def test_a_revocation_needs_a_reason(browser, issued):
    response = browser.post(f"{LIST}{issued.certificate.pk}/revoke/", {"reason": " "})
    assert response.context["form"].errors == {"reason": ["This field is required."]}
    assert Revocation.objects.count() == 0


def test_a_revocation_is_audited(browser, issued):
    response = browser.post(f"{LIST}{issued.certificate.pk}/revoke/", {"reason": "Wrong person"})
    assert response.url == f"{LIST}{issued.certificate.pk}/change/"
    assert access.by_number_for_verification(issued.certificate.number).state == State.REVOKED
    entry = Entry.objects.get(action="certificate.revoked")
    assert (entry.reason, entry.subject_id) == ("Wrong person", str(issued.certificate.pk))
    page = browser.get(response.url).content.decode()
    assert ("Wrong person" in page, f"{issued.certificate.pk}/revoke/" in page) == (True, False)


def test_who_may_only_look_cannot_revoke(issued, django_user_model):
    staff = django_user_model.objects.create_user("staff@example.org", "demo-elearning", name="Staff", is_staff=True)
    client = Client()
    client.force_login(staff)
    response = client.post(f"{LIST}{issued.certificate.pk}/revoke/", {"reason": "No right"})
    assert (response.status_code, Revocation.objects.count()) == (403, 0)


def test_certificates_are_neither_added_nor_edited_nor_deleted(browser, issued):
    assert browser.get(f"{LIST}add/").status_code == 403
    assert browser.post(f"{LIST}{issued.certificate.pk}/delete/", {"post": "yes"}).status_code == 403
    browser.post(f"{LIST}{issued.certificate.pk}/change/", {"number": "0000-0000-0001"})
    assert Certificate.objects.get() == issued.certificate


def test_the_history_of_a_certificate_is_its_audit(browser, issued):
    page = browser.get(f"{LIST}{issued.certificate.pk}/history/").content.decode()
    assert "certificate.issued" in page


def test_completions_are_looked_at(browser, issued):
    completion = issued.certificate.completion
    listed = browser.get("/admin/certificates/completion/", {"q": issued.learner.email}).context["cl"].result_list
    assert list(listed) == [completion]
    assert browser.get(f"/admin/certificates/completion/{completion.pk}/change/").status_code == 200


ADD = "/admin/certificates/accreditation/add/"
GRANTED = {
    "body": "Council",
    "scheme": "own",
    "credit_name": "points",
    "state": "granted",
    "reference_number": "C-7",
    "maximum_credit": "1.5",
    "step": "0.5",
    "professions": ["physician"],
    "minimum_active_seconds": "0",
    "minimum_slides_percent": "0",
    "opens": "2027-01-01",
    "closes": "2027-12-31",
    "reason": "Letter of 1 March",
}


def test_an_accreditation_is_recorded_with_its_reason(browser, issued):
    response = browser.post(ADD, {"module": issued.module.pk, **GRANTED})
    assert response.url == "/admin/certificates/accreditation/"
    row = Accreditation.objects.get()
    assert (row.state, row.reason, row.reference_number) == ("granted", "Letter of 1 March", "C-7")
    entry = Entry.objects.get(action="accreditation.recorded")
    assert (entry.subject_id, entry.reason, entry.after["state"]) == (str(row.pk), "Letter of 1 March", "granted")


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"maximum_credit": ""}, "A granted accreditation needs its maximum credit, first day and last day."),
        ({"closes": "2026-12-31"}, "The last day cannot lie before the first."),
        ({"maximum_credit": "-1"}, "Credit is more than nothing."),
    ],
)
def test_an_accreditation_that_cannot_be_is_refused_with_a_sentence(browser, issued, values, error):
    response = browser.post(ADD, {"module": issued.module.pk, **GRANTED, **values})
    assert response.context["adminform"].form.non_field_errors() == [error]
    assert Accreditation.objects.count() == 0


def test_what_contradicts_the_scheme_is_said_all_at_once(browser, issued):
    ama = {"scheme": "ama", "credit_name": "", "closes": "2030-01-01", "professions": ["physician", "nurse"]}
    response = browser.post(ADD, {"module": issued.module.pk, **GRANTED, **ama})
    assert response.context["adminform"].form.non_field_errors() == [
        "AMA PRA Category 1 Credit is claimed in steps of 0.25.",
        "AMA PRA Category 1 Credit can be given to physicians only.",
        "AMA PRA Category 1 Credit lasts at most 36 months: the last day is 2029-12-31 or earlier.",
        "AMA PRA Category 1 Credit asks for the evaluation: require it.",
    ]
    assert Accreditation.objects.count() == 0


def test_a_demonstration_cannot_be_granted(browser, issued):
    type(issued.module).objects.update(demonstration=True)
    response = browser.post(ADD, {"module": issued.module.pk, **GRANTED})
    assert response.context["adminform"].form.non_field_errors() == [
        "A demonstration module cannot hold a granted accreditation."
    ]


def test_an_accreditation_without_a_module_is_refused(browser):
    response = browser.post(ADD, GRANTED)
    assert response.context["adminform"].form.errors == {"module": ["This field is required."]}


def test_accreditations_are_not_edited(browser, issued):
    row = accreditation(issued.module)
    browser.post(reverse("admin:certificates_accreditation_change", args=[row.pk]), {"state": "refused"})
    assert Accreditation.objects.get().state == "granted"


def test_an_administrator_issues_a_certificate_anew_with_another_name(browser, issued):
    address = f"/admin/certificates/certificate/{issued.certificate.pk}/reissue/"
    assert browser.post(address, {"name": "Ada Beispiel", "reason": ""}).context["form"].errors == {
        "reason": ["This field is required."]
    }
    response = browser.post(address, {"name": "Ada Beispiel", "reason": "Marriage"})
    new = Certificate.objects.get(generation=2)
    assert response.url == f"/admin/certificates/certificate/{new.pk}/change/"
    assert (new.identity.name, new.completion) == ("Ada Beispiel", issued.certificate.completion)
    assert Entry.objects.get(action="certificate.corrected").reason == "Marriage"
    assert "Only a valid certificate can be issued anew" in browser.get(address).content.decode()


def test_who_may_not_issue_certificates_may_not_issue_one_anew(issued):
    clerk = Client()
    clerk.force_login(User.objects.create_user("clerk@example.org", "x", is_staff=True))
    assert clerk.get(f"/admin/certificates/certificate/{issued.certificate.pk}/reissue/").status_code == 403
