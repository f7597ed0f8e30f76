"""The page on which a learner decides who is told, and nobody else sees."""

import pytest
from django.test import Client
from django.urls import reverse

from elearning.delivery import services
from elearning.delivery.domain.standing import State
from elearning.delivery.models import BodyIdentity, Consent, Licence
from tests.delivery.factories import LATER, PARS, Credited, batch, known, ready
from tests.quizzes.factories import NOW

pytestmark = pytest.mark.django_db
IDENTITY = {"given_name": "Ada", "family_name": "Example", "birth_day": "29", "birth_month": "2", "country": "ch"}
NPI = {"kind": "npi", "value": "1234 567 893", "state": "", "profession": ""}


@pytest.fixture
def page(clock, client: Client, learner):
    client.force_login(learner)
    return client


def test_the_page_asks_to_sign_in(client: Client):
    assert client.get("/reporting/").url == "/accounts/login/?next=/reporting/"


def test_nothing_is_allowed_before_the_learner_allows_it(page):
    shown = page.get("/reporting/")
    assert [(body["key"], body["consent"]) for body in shown.context["bodies"]] == [
        ("pars", None),
        ("cebroker", None),
        ("eiv", None),
        ("mora", None),
    ]
    assert b" checked" not in shown.content


def test_name_and_birthday_are_suggested_saved_and_shown(page, learner):
    assert page.get("/reporting/").context["identity_form"].initial["family_name"] == "Learner"
    assert page.post("/reporting/identity/", IDENTITY).url == "/reporting/#main"
    stored = BodyIdentity.objects.get(learner=learner)
    assert (stored.family_name, stored.birth_day, stored.birth_month, stored.country) == ("Example", 29, 2, "CH")
    assert page.get("/reporting/").context["identity_form"]["family_name"].value() == "Example"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"birth_day": "30"}, "birth_day"),
        ({"birth_month": ""}, "__all__"),
        ({"country": "Switzerland"}, "country"),
        ({"country": "1A"}, "country"),
        ({"given_name": " "}, "given_name"),
    ],
)
def test_a_wrong_identity_is_refused_beside_its_field(page, changes, field):
    shown = page.post("/reporting/identity/", {**IDENTITY, **changes})
    assert (shown.status_code, list(shown.context["identity_form"].errors)) == (422, [field])
    assert BodyIdentity.objects.count() == 0


def test_a_number_is_added_and_removed(page, learner):
    assert page.post("/reporting/numbers/", NPI).url == "/reporting/#main"
    licence = Licence.objects.get(learner=learner)
    assert licence.value == "1234567893"
    assert page.post(reverse("reporting-number-remove", args=[licence.pk])).url == "/reporting/#main"
    assert Licence.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        (
            {"value": "1234567890"},
            "value",
            "NPI (United States): a digit is wrong. Compare it with your card or letter.",
        ),
        ({"value": "12"}, "value", "NPI (United States): it has exactly 10 digits."),
        ({"kind": "licence", "value": "ME1"}, "state", "US state licence: choose the state that gave it."),
        ({"kind": "passport"}, "kind", "Select a valid choice. passport is not one of the available choices."),
    ],
)
def test_a_wrong_number_is_refused_in_words(page, changes, field, words):
    shown = page.post("/reporting/numbers/", {**NPI, **changes})
    assert (shown.status_code, shown.context["licence_form"].errors) == (422, {field: [words]})


def test_another_learners_number_is_not_found(page, other_learner):
    given = {"state": "", "profession": "", "now": NOW}
    licence = services.add_licence(learner=other_learner, kind="npi", value="1234567893", **given)
    assert page.post(reverse("reporting-number-remove", args=[licence.pk])).status_code == 404
    assert Licence.objects.count() == 1
    assert b"1234567893" not in page.get("/reporting/").content


def test_reports_are_allowed_and_stopped(page, learner):
    assert page.post("/reporting/consents/pars/", {"allow": "yes"}).url == "/reporting/#main"
    shown = page.get("/reporting/").context["bodies"][0]
    assert shown["missing"] == [
        "Given names and family name are missing.",
        "A number is missing: NPI (United States) or US state licence.",
        "Day and month of birth are missing.",
    ]
    page.post("/reporting/consents/pars/", {"allow": "no"})
    assert Consent.objects.get(learner=learner).withdrawn_at == NOW
    assert page.post("/reporting/consents/a-company/", {"allow": "yes"}).status_code == 404
    assert page.get("/reporting/consents/pars/").status_code == 405


def test_each_credit_says_where_it_stands(client: Client, administrator):
    credited = ready()
    client.force_login(credited.learner)

    def standings() -> list[tuple[str, str]]:
        (credit,) = client.get("/reporting/").context["credits"]
        return [(row["name"], row["standing"]) for row in credit["bodies"]]

    pars, other = "ACCME (PARS) and US boards", "CE Broker (US state boards)"
    refused = (other, "Not reported: you have not allowed it.")
    assert standings() == [(pars, "Waits for the next report."), refused]
    made = batch(administrator)
    assert standings() == [(pars, "In a report that is being sent."), refused]
    outcome = {made.lines.get().pk: (State.REJECTED, "Unknown <licence>")}
    services.set_outcomes(batch=made, outcomes=outcome, actor=administrator, now=LATER)
    assert standings() == [(pars, "Rejected by the body; it will be reported again."), refused]
    assert b"The body says: Unknown &lt;licence&gt;" in client.get("/reporting/").content


def test_the_page_of_three_credits_needs_no_more_statements_than_that_of_one(client: Client, statements):
    credited = Credited()
    known(credited.learner)
    services.give_consent(learner=credited.learner, body=PARS, now=NOW)
    client.force_login(credited.learner)
    alone = statements(lambda: client.get("/reporting/"))
    for _ in range(2):
        other = Credited()
        other.certificate.completion.__class__.objects.filter(pk=other.certificate.completion_id).update(
            learner=credited.learner
        )
    assert [len(credit["bodies"]) for credit in client.get("/reporting/").context["credits"]] == [2, 2, 2]
    assert statements(lambda: client.get("/reporting/")) == alone == 7
