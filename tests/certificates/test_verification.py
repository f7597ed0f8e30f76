"""The public page: what a number stands for, every printed fact, and nothing more."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from elearning.certificates import services
from elearning.certificates.models import PrintedIdentity
from elearning.certificates.views import VERIFICATIONS_PER_MINUTE
from tests.certificates.factories import NOW, Passed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PRINTED = [
    "Ada Example",
    "HER2-positive breast cancer",
    "Demonstration Society of Medical Oncology",
    "1 March 2027 (Europe/Zurich)",
    "Passed the CME test",
    "2 slides / 2 minutes",
    "1, last reviewed on 1 January 2027",
    "1 January 2027 to 31 December 2027",
    "No credit was awarded: no accreditation had been granted when the test was passed.",
]


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def issued():
    passed = Passed()
    passed.certificate = passed.claim()
    return passed


def ask(number):
    return Client().get(reverse("verify-certificate", args=[number]))


def facts_on(response):
    """The text of the page's own content."""
    return response.content.decode().split("<main", 1)[1].split("</main>")[0]


def check(response, state, sentence):
    page = facts_on(response)
    assert f'certificate-state--{state}"' in page
    assert sentence in page


def test_a_valid_certificate_shows_every_printed_fact(issued):
    response = ask(issued.certificate.number)
    check(response, "valid", "was issued by this site and is valid")
    page = facts_on(response)
    assert [fact for fact in [*PRINTED, issued.certificate.number] if fact not in page] == []


def test_a_replaced_certificate_says_so_without_the_new_number(issued):
    new = issued.correct(issued.certificate, "Ada Beispiel")
    response = ask(issued.certificate.number)
    check(response, "replaced", "a corrected one was issued")
    page = facts_on(response)
    assert [fact for fact in PRINTED if fact not in page] == []
    assert (new.number in page, "Ada Beispiel" in page) == (False, False)
    check(ask(new.number), "valid", "is valid")


def test_a_revoked_certificate_shows_the_day_and_not_the_reason(issued):
    services.revoke(certificate=issued.certificate, reason="Plagiarism in private", actor=None, now=NOW)
    response = ask(issued.certificate.number)
    check(response, "revoked", "was revoked on 1 March 2027 and is no longer valid")
    page = facts_on(response)
    assert [fact for fact in PRINTED if fact not in page] == []
    assert "Plagiarism" not in page


def test_every_number_of_a_revoked_completion_is_revoked(issued):
    new = issued.correct(issued.certificate, "Ada Beispiel")
    services.revoke(certificate=new, reason="Wrong person", actor=None, now=NOW)
    check(ask(issued.certificate.number), "revoked", "was revoked on")
    check(ask(new.number), "revoked", "was revoked on")


def test_nothing_personal_is_shown_but_what_is_printed(issued):
    issued.learner.name = "Another Profile Name"
    issued.learner.save()
    page = ask(issued.certificate.number).content.decode()
    hidden = [issued.learner.email, "Another Profile Name", issued.edition.content_hash * 8]
    assert [word for word in hidden if word in page] == []


def test_a_name_whose_retention_has_ended_is_said_to_be_gone(issued):
    PrintedIdentity.objects.update(name="")
    assert "<dd>no longer kept</dd>" in facts_on(ask(issued.certificate.number))


def test_an_unknown_number_is_told_as_such():
    response = ask("K7QD-4M2X-9T3F")
    check(response, "unknown", "No certificate of this site has this number.")
    assert response.status_code == 404


def test_a_mistyped_number_is_told_without_a_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        response = ask("K7QD-4M2X-9T3E")
    assert response.status_code == 404
    assert "Check for a typing error" in facts_on(response)


def test_a_number_typed_in_another_way_leads_to_its_page(issued):
    number = issued.certificate.number
    typed = number.lower().replace("-", " ")
    response = Client().get(reverse("verify"), {"number": typed})
    assert response.url == reverse("verify-certificate", args=[number])
    assert ask(number.lower()).url == reverse("verify-certificate", args=[number])


@pytest.mark.parametrize("typed", ["K7QD-4M2X-9T3E", "nonsense", "<script>", "K7QD"])
def test_the_form_tells_a_typing_error_and_keeps_what_was_typed(typed):
    response = Client().get(reverse("verify"), {"number": typed})
    assert (response.status_code, response.context["form"]["number"].value()) == (200, typed)
    assert "Check for a typing error" in facts_on(response)
    assert "<script>" not in facts_on(response)


def test_the_empty_form_is_an_ordinary_page():
    response = Client().get(reverse("verify"))
    assert response.status_code == 200
    assert response.context["form"].is_bound is False


@pytest.mark.parametrize("number", ["valid", "K7QD-4M2X-9T3F", "K7QD-4M2X-9T3E"])
def test_no_answer_is_indexed_or_kept_by_caches(issued, number):
    response = ask(issued.certificate.number if number == "valid" else number)
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()


def test_a_client_that_tries_many_numbers_has_to_wait(issued, clock):
    number = issued.certificate.number
    answers = [ask(number).status_code for _ in range(VERIFICATIONS_PER_MINUTE + 1)]
    assert answers == [200] * VERIFICATIONS_PER_MINUTE + [429]
    response = ask(number)
    assert response.headers["Retry-After"] == "60"
    assert "Wait a minute, then load this page again." in facts_on(response)
    assert "Ada Example" not in response.content.decode()
    clock.shift(60)
    assert ask(number).status_code == 200


def test_the_limit_holds_for_each_client(issued):
    address = reverse("verify-certificate", args=[issued.certificate.number])
    for _ in range(VERIFICATIONS_PER_MINUTE + 1):
        last = Client(REMOTE_ADDR="2001:db8:1:2::1").get(address)
    assert last.status_code == 429
    assert Client(REMOTE_ADDR="2001:db8:1:2:ffff::9").get(address).status_code == 429
    assert Client(REMOTE_ADDR="2001:db8:1:3::1").get(address).status_code == 200
    assert Client(REMOTE_ADDR="192.0.2.7").get(address).status_code == 200


def test_only_reading_is_allowed(issued):
    assert Client().post(reverse("verify-certificate", args=[issued.certificate.number])).status_code == 405
