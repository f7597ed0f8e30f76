"""Home, the module page, my learning and the small pages."""

from datetime import UTC, datetime, timedelta

import pytest

from courses import services
from courses.domain.reasons import Code
from courses.models import Module
from elearning.publishing.services import load
from tests.factories import MODULE, NOW, folder, published, slide, user

PAGE = "/modules/sample/"


def words(response):
    """The text of a page with single spaces."""
    import re

    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def states(response):
    return [(step["key"].value, step["state"].value) for step in response.context["journey"]]


def test_the_catalogue_lists_modules_with_their_extent_and_validity(client, clock, edition):
    response = client.get("/")
    (card,) = response.context["modules"]
    assert (card["title"], card["slide_count"], card["minutes"], card["validity"]) == ("A sample module", 3, 1, "valid")
    assert card["expires"] == "1 January 2028, 00:00 (CET)"
    assert 'href="/modules/sample/"' in response.content.decode()


def test_the_abstract_in_the_catalogue_reads_as_it_was_written(client, clock, db):
    published(folder(abstract="R&D of *two* drugs.\n\nWhat is < 5 %?"))
    assert "R&amp;D of two drugs. What is &lt; 5 %?" in words(client.get("/"))


def test_an_empty_site_says_so(client, db):
    assert "No module has been published yet." in words(client.get("/"))


def test_a_draft_is_nowhere(client, signed_in):
    load(files=folder(), publish=False, substance=[], actor=None, now=NOW)
    assert client.get("/").context["modules"] == []
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize(
    ("now", "validity"),
    [
        (datetime(2026, 12, 1, tzinfo=UTC), "not-released"),
        (NOW, "valid"),
        (datetime(2028, 1, 1, tzinfo=UTC), "expired"),
    ],
)
def test_the_catalogue_tells_what_can_be_earned(client, clock, edition, now, validity):
    clock.move_to(now)
    assert [card["validity"] for card in client.get("/").context["modules"]] == [validity]


def test_everything_a_learner_must_know_is_on_the_module_page(client, clock, db):
    relationship = {
        "company": "A company",
        "nature": "consultant",
        "from": NOW.date(),
        "until": None,
        "relevant": True,
        "mitigation": "Review",
        "mitigated_by": "Pia",
        "mitigated_on": NOW.date(),
    }
    published(
        folder(contributors=[{**MODULE["contributors"][0], "disclosures": [relationship]}], mesh=["Breast Neoplasms"])
    )
    said = words(client.get(PAGE))
    for part in (
        "A sample module",
        "What the module is about.",
        "Why it is needed.",
        "Trainees",
        "Know what there is to know.",
        "Read the slides and pass the test.",
        "Any browser.",
        "Basics",
        "The practice.",
        "Ann Author",
        "MD",
        "Ann Author has reported: A company (consultant). All relevant relationships were mitigated.",
        "awaiting clinical review",
        "none",
        "A society: no accreditation has been applied for.",
        "60 %",
        "1 January 2027",
        "31 December 2027",
        "sample",
        "Breast Neoplasms",
        "CC BY 4.0",
        "The society",
        "End-of-study results",
        "education@example.org",
        "Progress and results are stored.",
        "3 slides",
        "3 slides, one minute",
        "Demonstration, no credit",
    ):
        assert part in said


def test_a_demonstration_lists_the_rules_it_does_not_meet(client, clock, db):
    note = {"tool": "x", "date": NOW.date(), "task": "Draft"}
    published({**folder(), "1-basics/02-two.md": slide("two", ai_assisted=note)})
    assert client.get(PAGE).context["unmet"] == [
        "The content has not been reviewed by a clinician (state: awaiting clinical review).",
        "Text written with AI help has not been reviewed and signed off by a person.",
        "No accreditation has been granted.",
    ]


def test_a_module_for_credit_lists_none(client, clock, db):
    published(folder(demonstration=False, review={"state": "reviewed", "reviewers": ["Pia"]}))
    response = client.get(PAGE)
    assert response.context["unmet"] == []
    assert "must not guide treatment" not in words(response)


def test_a_visitor_sees_the_page_and_where_to_sign_in(client, clock, edition):
    response = client.get(PAGE)
    assert states(response) == [
        ("information", "refused"),
        ("slides", "refused"),
        ("test", "refused"),
        ("evaluation", "refused"),
        ("certificate", "refused"),
    ]
    assert "/accounts/login/?next=/modules/sample/" in response.content.decode()


def test_the_journey_follows_the_learner(signed_in, learner, edition):
    assert states(signed_in.get(PAGE))[:2] == [("information", "open"), ("slides", "refused")]
    services.start_module(learner=learner, edition=edition, now=NOW)
    response = signed_in.get(PAGE)
    assert states(response)[:3] == [("information", "done"), ("slides", "open"), ("test", "refused")]
    assert response.context["journey"][2]["reason"] == "3 slides are still to be read; the test opens after them."
    for key in ("one", "two", "three"):
        signed_in.get(f"/modules/sample/slides/{key}/")
    response = signed_in.get(PAGE)
    assert states(response) == [
        ("information", "done"),
        ("slides", "done"),
        ("test", "open"),
        ("evaluation", "refused"),
        ("certificate", "refused"),
    ]
    assert "Take the CME test" in words(response)


def test_a_slide_that_is_not_required_does_not_hold_up_the_test(signed_in, learner):
    edition = published({**folder(), "1-basics/02-two.md": slide("two", required=False)})
    services.start_module(learner=learner, edition=edition, now=NOW)
    for key in ("one", "three"):
        signed_in.get(f"/modules/sample/slides/{key}/")
    assert states(signed_in.get(PAGE))[1:3] == [("slides", "done"), ("test", "open")]


@pytest.mark.parametrize("seconds", [-1, 0])
def test_the_test_closes_to_the_second(signed_in, learner, edition, clock, seconds):
    services.start_module(learner=learner, edition=edition, now=NOW)
    for key in ("one", "two", "three"):
        signed_in.get(f"/modules/sample/slides/{key}/")
    clock.move_to(datetime(2027, 12, 31, 23, tzinfo=UTC) + timedelta(seconds=seconds))
    signed_in.force_login(learner)
    response = signed_in.get(PAGE)
    assert states(response)[2] == ("test", "open" if seconds < 0 else "refused")
    assert ("Take the CME test" in words(response)) == (seconds < 0)
    if seconds == 0:
        assert (
            response.context["journey"][2]["reason"]
            == "The CME test closed on 1 January 2028, 00:00 (CET). The slides can still be read."
        )


def test_a_withdrawn_module_says_so_and_offers_nothing(signed_in, learner, edition):
    services.start_module(learner=learner, edition=edition, now=NOW)
    Module.objects.update(withdrawn_at=NOW, withdrawn_reason="r")
    response = signed_in.get(PAGE)
    assert response.context["actions"] == []
    assert "This module was withdrawn." in words(response)
    assert signed_in.get("/").context["modules"] == []


def test_my_learning_lists_what_was_begun_and_where_it_stands(signed_in, learner, clock):
    for slug in ("alpha", "beta", "gamma"):
        edition = published(folder(slug=slug, title=slug))
        if slug != "gamma":
            services.start_module(learner=learner, edition=edition, now=NOW)
    signed_in.get("/modules/alpha/slides/one/")
    Module.objects.filter(slug="beta").update(withdrawn_at=NOW, withdrawn_reason="r")
    cards = signed_in.get("/my-learning/").context["modules"]
    assert sorted(
        (card["title"], len(card["progress"].seen), card["withdrawn"], card["expired"]) for card in cards
    ) == [
        ("alpha", 1, False, False),
        ("beta", 0, True, False),
    ]
    clock.move_to(datetime(2028, 1, 1, tzinfo=UTC))
    signed_in.force_login(learner)
    assert {card["expired"] for card in signed_in.get("/my-learning/").context["modules"]} == {True}


def test_my_learning_of_a_newcomer_is_empty(signed_in, edition):
    context = signed_in.get("/my-learning/").context
    assert (list(context["modules"]), list(context["attempts"]), list(context["certificates"])) == ([], [], [])


def test_members_only_is_said_to_others(client, clock, db):
    published(folder(access="members"))
    client.force_login(user("other@example.org"))
    response = client.get(PAGE)
    assert (
        response.context["journey"][0]["reason"]
        == "This module is for members. Write to us if you are a member and see this."
    )
    assert response.context["actions"] == []


def test_health_asks_the_database_and_nobody_s_session(client, db, statements):
    assert client.get("/health/").json() == {"status": "ok"}
    assert statements(lambda: client.get("/health/")) == 1


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/modules/nothing/", "/modules/nothing/slides/one/", "/modules/sample/slides/none/"]
)
def test_what_is_not_there_is_not_found(signed_in, edition, path):
    assert signed_in.get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/",
        PAGE,
        "/modules/sample/slides/",
        "/modules/sample/slides/one/",
        "/modules/sample/print/",
        "/my-learning/",
        "/health/",
    ],
)
def test_pages_that_only_show_refuse_to_be_posted_to(signed_in, edition, path):
    assert signed_in.post(path).status_code == 405


def test_every_reason_of_a_journey_is_a_code(edition):
    assert Code.WITHDRAWN in Code


def test_objectives_by_section_corrections_and_abbreviations_are_on_the_module_page(client, clock, db):
    objectives = [*MODULE["objectives"], {"key": "do", "text": "Do it well.", "section": "practice"}]
    errata = [{"date": datetime(2027, 2, 1).date(), "slide": "one", "text": "*Hazard ratio* corrected."}]
    test = folder(objectives=objectives)["test.yaml"].replace(b"- know", b"- know\n  - do")
    files = folder(objectives=objectives, errata=errata, glossary={"OS": "overall survival"})
    published({**files, "test.yaml": test})
    page = words(client.get(PAGE))
    assert "In “ Practice ” Do it well." in page
    assert "Corrections 2027-02-01 ( slide ) Hazard ratio corrected." in page
    assert "One abbreviation OS overall survival" in page
