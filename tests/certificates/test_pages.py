"""The learner's pages: claim, download, correct."""

from datetime import timedelta
from io import BytesIO

import pypdf
import pytest
from django.template import RequestContext, Template
from django.test import Client
from django.urls import reverse

from elearning.certificates import services
from elearning.certificates.models import Certificate, CertificateFile
from quizzes.domain.policy import Reveal
from tests.certificates.factories import Passed
from tests.quizzes import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def passed():
    return Passed()


@pytest.fixture
def browser(passed):
    client = Client()
    client.force_login(passed.learner)
    return client


def page_of(passed):
    return reverse("certificate", args=[passed.module.slug])


def post(browser, passed, name="Ada Example", **values):
    return browser.post(page_of(passed), {"attempt": passed.attempt.pk, "name": name, **values})


def test_the_page_asks_for_the_name_of_the_profile(browser, passed):
    response = browser.get(page_of(passed))
    (entry,) = response.context["entries"]
    assert entry.form["name"].value() == "Ada Example"
    assert 'value="Download certificate"' in response.content.decode()
    assert response.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_one_press_issues_the_certificate_and_downloads_it(browser, passed):
    response = post(browser, passed, "Ελένη Example")
    certificate = Certificate.objects.get()
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="certificate-{certificate.number}.pdf"'
    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))
    assert "Ελένη Example" in pypdf.PdfReader(BytesIO(response.content)).pages[0].extract_text()


def test_pressed_twice_it_is_one_certificate(browser, passed):
    assert post(browser, passed).content == post(browser, passed).content
    assert (Certificate.objects.count(), CertificateFile.objects.count()) == (1, 1)


def test_afterwards_the_page_links_to_the_document(browser, passed):
    document = post(browser, passed).content
    response = browser.get(page_of(passed))
    (entry,) = response.context["entries"]
    address = reverse("certificate-pdf", args=[entry.shown[0].certificate.number])
    assert f'href="{address}">Download certificate</a>' in response.content.decode()
    assert not entry.earned.is_open
    assert browser.get(address).content == document


@pytest.mark.parametrize(("reveal", "offered"), [(Reveal.AFTER_PASS, True), (Reveal.NEVER, False)])
def test_a_follow_up_is_offered_where_the_answers_of_the_test_may_be_shown(reveal, offered):
    passed, client = Passed(reveal=reveal), Client()
    client.force_login(passed.learner)
    post(client, passed)
    page = client.get(page_of(passed)).content.decode()
    assert (reverse("followup", args=[passed.module.slug]) in page) is offered


def test_a_name_that_cannot_be_printed_is_refused_with_the_characters_named(browser, passed):
    response = post(browser, passed, "山田 Ada")
    (entry,) = response.context["entries"]
    assert response.status_code == 422
    assert entry.form["name"].value() == "山田 Ada"
    assert "“山”, “田”" in response.content.decode()
    assert Certificate.objects.count() == 0


def test_after_the_claim_days_the_page_says_until_when(browser, passed, clock):
    clock.move_to(passed.term.expires_at + timedelta(days=100))
    browser.force_login(passed.learner)
    response = browser.get(page_of(passed))
    assert response.context["entries"][0].refusal == (
        "The certificate could be claimed until 31 March 2028, 00:00 (CEST). Write to us if something prevented you."
    )
    assert post(browser, passed).status_code == 409
    assert Certificate.objects.count() == 0


def test_who_has_not_passed_is_told_what_is_missing(browser):
    sitting = factories.Sitting()
    client = Client()
    client.force_login(sitting.learner)
    response = client.get(reverse("certificate", args=[sitting.module.slug]))
    assert response.context["reason"] == "The certificate follows once the test is passed."
    assert response.context["entries"] == []


@pytest.mark.parametrize("attempt", ["", "0", "nonsense", "9" * 40, "-1", "²"])
def test_a_hand_written_attempt_is_not_found(browser, passed, attempt):
    assert post(browser, passed, attempt=attempt).status_code == 404


def test_another_learners_attempt_is_not_found(passed):
    stranger = Client()
    stranger.force_login(factories.learner())
    assert post(stranger, passed).status_code == 404
    assert Certificate.objects.count() == 0


def test_another_learners_certificate_is_not_found(passed):
    certificate = passed.claim()
    stranger = Client()
    stranger.force_login(factories.learner())
    assert stranger.get(reverse("certificate-pdf", args=[certificate.number])).status_code == 404
    assert correction(stranger, certificate, "Eve Example").status_code == 404
    assert Certificate.objects.count() == 1


def correction(browser, certificate, name, generation=None, **posted):
    attempt = certificate.completion.attempt_id
    asked = {"attempt": attempt, "generation": generation or certificate.generation, "name": name, **posted}
    return browser.post(reverse("certificate", args=[certificate.completion.module.slug]), asked, follow=True)


@pytest.mark.parametrize("name", ["certificate", "certificate-pdf"])
def test_signed_out_one_is_sent_to_sign_in(passed, name):
    argument = passed.module.slug if name == "certificate" else passed.claim().number
    address = reverse(name, args=[argument])
    assert Client().get(address).url == f"/accounts/login/?next={address}"


def test_a_correction_replaces_the_certificate(browser, passed):
    old = passed.claim()
    response = correction(browser, old, "Ada Beispiel")
    new = Certificate.objects.get(generation=2)
    assert [str(message) for message in response.context["messages"]] == [
        f"The corrected certificate has the number {new.number}."
    ]
    assert response.context["entries"][0].shown[0].certificate == new


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Ada Beispiel", "The corrected certificate has the number {number}."),
        ("Eve Example", "This certificate was corrected meanwhile; nothing was changed. Here is the newest one."),
    ],
)
def test_a_correction_from_a_stale_page_changes_nothing(browser, passed, name, told):
    old = passed.claim()
    new = passed.correct(old, "Ada Beispiel")
    response = correction(browser, old, name)
    assert [str(message) for message in response.context["messages"]] == [told.format(number=new.number)]
    assert Certificate.objects.count() == 2


def test_a_correction_to_the_same_name_changes_nothing(browser, passed):
    old = passed.claim()
    response = correction(browser, old, "Ada Example")
    assert [str(message) for message in response.context["messages"]] == [
        "The certificate says this already; nothing was changed."
    ]
    assert Certificate.objects.count() == 1


def test_a_correction_that_cannot_be_printed_is_shown_again(browser, passed):
    old = passed.claim()
    response = correction(browser, old, "山田")
    (entry,) = response.context["entries"]
    assert (response.status_code, entry.form["name"].value()) == (422, "山田")
    assert '<details class="certificate-correct" open>' in response.content.decode()


def test_a_revoked_certificate_no_longer_downloads(browser, passed):
    certificate = passed.claim()
    services.revoke(certificate=certificate, reason="Wrong person", actor=None, now=certificate.issued_at)
    said = "This certificate was revoked. Write to us if you have questions."
    response = browser.get(reverse("certificate-pdf", args=[certificate.number]), follow=True)
    assert [str(message) for message in response.context["messages"]] == [said]
    assert response.context["entries"][0].refusal == said
    assert "Download certificate" not in response.content.decode()
    response = correction(browser, certificate, "Eve")
    assert [str(message) for message in response.context["messages"]] == [said]


def test_a_replaced_certificate_still_downloads_as_it_was(browser, passed):
    old = passed.claim()
    document = browser.get(reverse("certificate-pdf", args=[old.number])).content
    passed.correct(old, "Ada Beispiel")
    assert browser.get(reverse("certificate-pdf", args=[old.number])).content == document


@pytest.mark.parametrize(("method", "name"), [("post", "certificate-pdf"), ("put", "certificate")])
def test_other_methods_are_refused(browser, passed, method, name):
    argument = passed.module.slug if name == "certificate" else passed.claim().number
    assert getattr(browser, method)(reverse(name, args=[argument])).status_code == 405


def test_the_tag_shows_the_form_then_the_link(passed, rf):
    request = rf.get("/")
    request.user = passed.learner
    tag = Template("{% load certificates %}{% certificate_claim attempt %}")

    def drawn():
        return tag.render(RequestContext(request, {"attempt": passed.attempt}))

    assert f'action="{page_of(passed)}"' in drawn()
    assert "csrfmiddlewaretoken" in drawn()
    certificate = passed.claim()
    assert f'href="{reverse("certificate-pdf", args=[certificate.number])}">Download certificate</a>' in drawn()


@pytest.mark.parametrize("corrections", [0, 3])
def test_the_page_takes_the_same_statements_whatever_was_issued(
    browser, passed, corrections, django_assert_max_num_queries
):
    certificate = passed.claim()
    for number in range(corrections):
        certificate = passed.correct(certificate, f"Ada Beispiel {'abc'[number]}")
    with django_assert_max_num_queries(6):
        browser.get(page_of(passed))
