"""The form that a contributor opens by an e-mailed link: what it asks, what it refuses, for how long it opens."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from courses.models import Declaration, Disclosure, DisclosureRequest
from elearning.audit.models import Entry
from elearning.notices.models import Notice
from tests.courses.disclosing import ann, asked, filled
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "edition")]
ROCHE = {"company": "Roche", "nature": "consultant", "begins": "2026-01-01"}
NAME_ONLY = "Write the name of the company only, without address, markup, picture or trade mark sign."


def words(response):
    return " ".join(response.content.decode().split())


def row_errors(response, number=0):
    return {name: list(said) for name, said in response.context["form"].relationships[number].errors.items()}


def declared():
    """The newest declaration: its source, nothing, refused, and its relationships."""
    row = Declaration.objects.first()
    rows = row.disclosures.values_list("company", "nature", "begins", "ends")
    return row.source, row.nothing_to_disclose, row.refused, list(rows)


# The mail and its link


def test_a_request_is_mailed_with_a_link_of_which_only_the_hash_is_kept(administrator):
    link = asked(administrator)
    notice = Notice.objects.get(kind="disclosure-request")
    assert (notice.to, notice.subject) == ("ann@example.org", "Your financial disclosure for “A sample module”")
    assert f"{settings.SITE_URL}{link}" in notice.body
    assert "It works once, until 15 March 2027, 13:00 (CET)." in notice.body
    request = DisclosureRequest.objects.get()
    assert (request.expires_at, request.asked_by_id) == (NOW + timedelta(days=14), administrator.pk)
    token = link.split("/")[2]
    assert (len(token), len(request.token_hash), token in str(DisclosureRequest.objects.values())) == (43, 64, False)
    entry = Entry.objects.get(action="disclosure.asked")
    assert (entry.actor_id, entry.after) == (administrator.pk, {"request": request.pk})


def test_who_has_no_address_is_not_asked(administrator):
    from courses.services import request_disclosure

    assert request_disclosure(contributor=ann(), actor=administrator, now=NOW) is None
    assert (DisclosureRequest.objects.count(), Notice.objects.count()) == (0, 0)


def test_a_newer_link_closes_the_one_before(client):
    first, second = asked(), asked()
    assert [client.get(link).status_code for link in (first, second)] == [404, 200]


def test_the_link_opens_without_an_account_and_shows_no_address_of_anybody(client):
    page = words(client.get(asked()))
    assert "Ann Author, please tell learners" in page
    assert "ann@example.org" not in page


def test_the_page_is_kept_from_search_engines_caches_and_other_sites(client):
    response = client.get(asked())
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex, nofollow">' in words(response)


def test_the_link_opens_until_its_last_second(client, clock):
    link = asked()
    clock.move_to(NOW + timedelta(days=14) - timedelta(seconds=1))
    assert client.get(link).status_code == 200
    clock.move_to(NOW + timedelta(days=14))
    assert (client.get(link).status_code, client.post(link, filled(answer="nothing")).status_code) == (404, 404)
    assert Declaration.objects.filter(source="form").count() == 0


def test_expired_closed_and_invented_links_look_the_same(client, clock):
    closed = asked()
    expired = asked()
    clock.move_to(NOW + timedelta(days=14))
    pages = {client.get(link).content for link in (closed, expired, "/disclosures/invented/")}
    assert len(pages) == 1


def test_links_cannot_be_tried_in_great_numbers(client):
    answers = [client.get(f"/disclosures/guess-{number}/").status_code for number in range(31)]
    assert answers == [404] * 30 + [429]


# What it asks


def test_nothing_is_filled_in_beforehand(client):
    page = client.get(asked())
    assert " checked" not in page.content.decode()
    form = page.context["form"]
    assert [field.value() for row in form.relationships for field in row] == [None] * 8


@pytest.mark.parametrize("sent", [{}, filled(answer=""), filled(answer="perhaps"), filled(ROCHE, answer="")])
def test_an_answer_must_be_chosen(client, sent):
    response = client.post(asked(), sent)
    assert (response.status_code, Declaration.objects.filter(source="form").count()) == (422, 0)
    assert "Nothing was sent yet." in words(response)


@pytest.mark.parametrize(
    ("sent", "stored", "text"),
    [
        (
            filled(answer="nothing"),
            ("form", True, False, []),
            "Ann Author has no relationship with an ineligible company to disclose.",
        ),
        (filled(answer="declined"), ("form", False, True, []), "Ann Author declined to disclose."),
        (
            filled(ROCHE, {}, {**ROCHE, "company": " Beta ", "nature": "stock", "ends": "2026-06-30"}),
            (
                "form",
                False,
                False,
                [
                    ("Roche", "consultant", date(2026, 1, 1), None),
                    ("Beta", "stock", date(2026, 1, 1), date(2026, 6, 30)),
                ],
            ),
            (
                "Ann Author has reported: Roche (consultant); Beta (stock, until 2026-06-30). "
                "The provider has not finished reviewing these relationships."
            ),
        ),
    ],
)
def test_what_is_declared_is_stored_and_shown_as_learners_read_it(client, sent, stored, text):
    link = asked()
    response = client.post(link, sent)
    assert (response.status_code, response.url) == (302, link)
    assert declared() == stored
    assert text in words(client.get(link))
    assert Declaration.objects.first().declared_on == date(2027, 3, 1)


def test_a_second_answer_changes_nothing(client):
    link = asked()
    client.post(link, filled(answer="nothing"))
    assert client.post(link, filled(ROCHE)).status_code == 200
    assert declared() == ("form", True, False, [])
    assert Declaration.objects.filter(source="form").count() == 1


def test_of_two_answers_at_once_the_first_counts():
    from courses.disclosures import request_of
    from courses.domain.disclosures import Declared
    from courses.services import answer_request

    request = request_of(asked().split("/")[2], NOW)
    answers = [Declared(NOW.date(), refused=refused) for refused in (False, True)]
    made = [answer_request(request=request, declared=answer, now=NOW) for answer in answers]
    assert [each is None for each in made] == [False, True]
    assert declared() == ("form", True, False, [])


def test_the_site_s_contact_is_told_where_to_decide_and_not_what_was_declared(client):
    client.post(asked(), filled(ROCHE))
    notice = Notice.objects.get(kind="disclosure-answered")
    assert notice.to == settings.SITE_CONTACT
    assert f"{settings.SITE_URL}/admin/courses/contributor/{ann().pk}/change/" in notice.body
    assert "One relationship waits for your decision" in notice.body
    assert "Roche" not in notice.body


# What it refuses


@pytest.mark.parametrize(
    ("row", "errors"),
    [
        ({"company": "Roche"}, {"nature": ["This field is required."], "begins": ["This field is required."]}),
        ({**ROCHE, "company": ""}, {"company": ["This field is required."]}),
        ({**ROCHE, "company": "<img src=x>"}, {"company": [NAME_ONLY]}),
        ({**ROCHE, "company": "https://roche.example"}, {"company": [NAME_ONLY]}),
        ({**ROCHE, "company": "Roche 🧬"}, {"company": [NAME_ONLY]}),
        ({**ROCHE, "begins": "2027-03-02"}, {"begins": ["This day is still to come."]}),
        ({**ROCHE, "begins": "soon"}, {"begins": ["Enter a valid date."]}),
        ({**ROCHE, "ends": "2025-12-31"}, {"ends": ["This day comes before the first one."]}),
        (
            {**ROCHE, "nature": "friend"},
            {"nature": ["Select a valid choice. friend is not one of the available choices."]},
        ),
    ],
)
def test_a_row_says_what_is_wrong_with_it_and_keeps_what_was_entered(client, row, errors):
    response = client.post(asked(), filled(row))
    assert (response.status_code, row_errors(response)) == (422, errors)
    assert response.context["form"].relationships[0]["company"].value() == row["company"]
    assert Declaration.objects.filter(source="form").count() == 0


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (filled(), "Enter at least one relationship, or choose another answer."),
        (
            filled(ROCHE, answer="nothing"),
            "You have entered relationships below: choose that answer, or empty the rows.",
        ),
        (
            filled(ROCHE, answer="declined"),
            "You have entered relationships below: choose that answer, or empty the rows.",
        ),
    ],
)
def test_an_answer_and_the_rows_must_agree(client, sent, sentence):
    response = client.post(asked(), sent)
    assert (response.status_code, response.context["form"].errors["answer"]) == (422, [sentence])


def test_files_are_not_taken(client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    logo = SimpleUploadedFile("logo.png", b"\x89PNG", content_type="image/png")
    assert 'type="file"' not in client.get(asked()).content.decode()
    response = client.post(asked(), {**filled(ROCHE), "row-0-company": logo})
    assert row_errors(response) == {"company": ["This field is required."]}


# Rows without JavaScript


def test_more_rows_are_added_without_losing_or_judging_what_was_entered(client):
    response = client.post(asked(), filled({"company": "<Roche>", "begins": "soon"}, add="1"))
    form = response.context["form"]
    assert (response.status_code, len(form.relationships), form["answer"].value()) == (200, 3, "relationships")
    assert [form.relationships[0][name].value() for name in ("company", "nature", "begins")] == ["<Roche>", "", "soon"]
    assert "is-invalid" not in response.content.decode()
    assert Disclosure.objects.count() == 0


@pytest.mark.parametrize(
    ("sent", "shown"), [("38", 40), ("40", 40), ("99", 40), ("100", 4), ("0", 4), ("-1", 4), ("x", 4), ("٣", 4)]
)
def test_the_number_of_rows_has_a_limit(client, sent, shown):
    response = client.post(asked(), {"rows": sent, "add": "1"})
    assert len(response.context["form"].relationships) == shown
