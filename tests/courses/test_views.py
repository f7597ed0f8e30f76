"""The gate before the slides, and the pages of a module in every state."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from courses import services
from courses.domain.content import sha256
from courses.models import Module, Start, Term
from tests.factories import NOW, folder, on_page, published, user

MODULE, ONE, START = "/modules/sample/", "/modules/sample/slides/one/", "/modules/sample/start/"
PAGES = [ONE, "/modules/sample/slides/", "/modules/sample/print/"]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'
PICTURE = f"/modules/sample/media/{sha256(SVG)}/cell.svg"
EXPIRY = datetime(2027, 12, 31, 23, tzinfo=UTC)


def said(response):
    """The messages that the page after a redirect shows."""
    return [str(message) for message in response.wsgi_request._messages]


def hidden_fields(response):
    form = re.search(
        r'<form method="post" action="/modules/sample/start/".*?</form>', response.content.decode(), re.DOTALL
    )[0]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))


@pytest.fixture
def reader(signed_in, learner, edition):
    services.start_module(learner=learner, edition=edition, now=NOW)
    return signed_in


def test_the_button_of_the_module_page_starts_the_module(signed_in, edition, learner):
    page = signed_in.get(MODULE)
    assert "Start module" in page.content.decode()
    assert signed_in.post(START, hidden_fields(page)).url == ONE
    assert Start.objects.values_list("learner", "edition__number", "at").get() == (learner.pk, 1, NOW)
    assert "Resume module" in signed_in.get(MODULE).content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_a_learner_who_was_not_shown_the_front_matter_is_sent_to_it(signed_in, edition, path):
    response = signed_in.get(path)
    assert (response.status_code, response.url) == (302, MODULE)
    assert said(response) == ["Read the information on this page first, then start the module."]
    assert signed_in.post(f"{ONE}seen/").status_code == 403


@pytest.mark.parametrize("sent", [{}, {"edition": "2"}, {"edition": ""}, {"edition": "one"}])
def test_a_start_that_does_not_come_from_the_page_starts_nothing(signed_in, edition, sent):
    assert signed_in.post(START, sent).url == MODULE
    assert Start.objects.count() == 0


def test_an_edition_published_after_the_page_was_read_is_shown_first(signed_in, edition):
    sent = hidden_fields(signed_in.get(MODULE))
    published(folder(title="With new disclosures"))
    response = signed_in.post(START, sent)
    assert (response.url, Start.objects.count()) == (MODULE, 0)
    assert signed_in.post(START, hidden_fields(signed_in.get(MODULE))).url == ONE
    assert Start.objects.get().edition.number == 2


def test_who_started_reads_on_when_a_new_edition_comes(reader):
    published(folder(title="Newer"))
    assert reader.get(ONE).status_code == 200


def test_a_start_is_only_ever_posted(signed_in, edition):
    assert signed_in.get(START).status_code == 405


@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_is_asked_to_sign_in_and_comes_back_to_the_module(client, clock, edition, path):
    assert client.get(path).url == f"/accounts/login/?next={MODULE}"
    assert client.post(START).url == f"/accounts/login/?next={MODULE}"
    assert client.get(MODULE).status_code == 200


def test_a_public_module_is_read_without_an_account(client, clock, db):
    published(folder(access="public"))
    assert [client.get(path).status_code for path in PAGES] == [200, 200, 200]
    assert client.post(START).url == ONE
    assert Start.objects.count() == 0


@pytest.mark.parametrize(("fields", "status"), [({}, 302), ({"is_member": True}, 200), ({"is_staff": True}, 200)])
def test_a_module_for_members_is_for_members(client, clock, db, fields, status):
    edition = published(folder(access="members"))
    person = user("person@example.org", **fields)
    services.start_module(learner=person, edition=edition, now=NOW)
    client.force_login(person)
    response = client.get(ONE)
    assert response.status_code == status
    if status == 302:
        assert said(response) == ["This module is for members. Write to us if you are a member and see this."]


def banner_of(response) -> str | None:
    """What the banner about expiry says in bold, or None where there is no banner."""
    found = re.search(r"<strong>([^<]*(?:left|day|expired)\.)</strong>", response.content.decode())
    return found and found[1]


def test_a_slide_knows_its_neighbours_and_its_place(reader):
    def moves(key):
        page = reader.get(f"/modules/sample/slides/{key}/").content.decode()
        place = re.search(r'id="player-position">(\d+)</span> / (\d+)', page).groups()
        section = re.search(r'data-section="([^"]*)"', page)[1]
        return re.findall(r'href="\.\./([^"/]+)/" rel="(prev|next)"', page), place, section

    assert moves("one") == ([("two", "next")], ("1", "3"), "Basics")
    assert moves("two") == ([("one", "prev"), ("three", "next")], ("2", "3"), "Basics")
    assert moves("three") == ([("two", "prev")], ("3", "3"), "Practice")


def test_the_controls_are_links_with_the_names_that_were_promised(reader):
    page = reader.get("/modules/sample/slides/two/").content.decode()
    assert re.findall(r'<a [^>]*href="\.\./([^"/]+)/" rel="(?:prev|next)"', page) == ["one", "three"]
    assert ("Previous" in page, "Next" in page, "Take the CME test" in page) == (True, True, False)
    assert "Take the CME test" in reader.get("/modules/sample/slides/three/").content.decode()


def test_references_stand_under_the_slide_with_their_links(reader):
    page = reader.get(ONE).content.decode()
    assert 'id="reference-1"' in page
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/32171426/"' in page


def test_the_overview_lists_every_slide_and_the_print_view_shows_every_one(reader):
    overview, printed = (reader.get(path).content.decode() for path in PAGES[1:])
    assert [f"About {key}" in overview for key in ("one", "two", "three")] == [True, True, True]
    assert [f"About {key}" in printed for key in ("one", "two", "three")] == [True, True, True]
    assert printed.count("Some notes") == 3


def test_a_page_runs_no_script_and_loads_nothing_from_elsewhere(reader):
    for path in (*PAGES, MODULE, "/"):
        response = reader.get(path)
        policy = response.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        page = response.content.decode()
        assert re.findall(r"<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=", page) == []
        assert re.findall(r'<(?:script|img|link|iframe)[^>]*(?:src|href)="(?:https?:)?//', page) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_withdrawn_module_serves_no_slides(reader, path):
    Module.objects.update(withdrawn_at=NOW, withdrawn_reason="An error")
    response = reader.get(path)
    assert (response.status_code, response.url) == (302, MODULE)
    assert said(response) == [
        "This module was withdrawn. Certificates already earned still download from “My learning”."
    ]
    assert reader.post(START, {"edition": "1"}).url == MODULE
    assert reader.post(f"{ONE}seen/").status_code == 403
    assert reader.get(MODULE).status_code == 200


@pytest.mark.parametrize(("seconds", "status"), [(-1, 302), (0, 200)])
def test_a_module_opens_to_the_second(reader, clock, learner, seconds, status):
    opens = Term.objects.get().opens_at
    clock.move_to(opens + timedelta(seconds=seconds))
    reader.force_login(learner)
    assert reader.get(ONE).status_code == status
    if status == 302:
        assert reader.get(MODULE).context["actions"] == []
        assert said(reader.get(ONE))[-1] == "This module opens on 1 January 2027, 00:00 (CET)."


@pytest.mark.parametrize(
    ("now", "banner"),
    [
        (datetime(2027, 11, 30, 12, tzinfo=UTC), None),
        (datetime(2027, 12, 1, 12, tzinfo=UTC), "30 days left."),
        (datetime(2027, 12, 30, 12, tzinfo=UTC), "One day left."),
        (datetime(2027, 12, 31, 12, tzinfo=UTC), "Today is the last day."),
        (EXPIRY - timedelta(seconds=1), "Today is the last day."),
        (EXPIRY, "This module has expired."),
        (datetime(2035, 1, 1, tzinfo=UTC), "This module has expired."),
    ],
)
def test_slides_stay_readable_under_a_banner(reader, clock, learner, now, banner):
    clock.move_to(now)
    reader.force_login(learner)
    for path in (ONE, MODULE):
        response = reader.get(path)
        assert (response.status_code, banner_of(response)) == (200, banner)
        if banner:
            assert "1 January 2028, 00:00 (CET)" in response.content.decode()


def test_the_banner_of_an_expired_module_links_to_its_successor(reader, clock, learner):
    newer = published(folder(slug="newer", title="The newer module"))
    Module.objects.filter(pk=newer.module_id).update(replaces=Module.objects.get(slug="sample"))
    clock.move_to(EXPIRY)
    reader.force_login(learner)
    for path in (ONE, MODULE):
        assert '<a href="/modules/newer/">The newer module</a>' in reader.get(path).content.decode()


def test_a_successor_that_cannot_be_read_is_not_led_to(reader, clock, learner):
    newer = published(folder(slug="newer", title="The newer module"))
    Module.objects.filter(pk=newer.module_id).update(replaces=Module.objects.get(slug="sample"))
    clock.move_to(EXPIRY)
    reader.force_login(learner)
    for unread in (
        {"withdrawn_at": NOW, "withdrawn_reason": "Wrong."},
        {"withdrawn_at": None, "current_edition": None},
    ):
        Module.objects.filter(pk=newer.module_id).update(**unread)
        for path in (ONE, MODULE):
            assert "The newer module" not in reader.get(path).content.decode()


def test_a_withdrawn_module_and_my_learning_lead_on_to_the_successor(signed_in, learner, edition):
    services.start_module(learner=learner, edition=edition, now=NOW)
    newer = published(folder(slug="newer", title="The newer module"))
    Module.objects.filter(pk=newer.module_id).update(replaces=edition.module)
    assert "The newer module" not in signed_in.get("/my-learning/").content.decode()
    Module.objects.filter(pk=edition.module_id).update(withdrawn_at=NOW, withdrawn_reason="A wrong dose")
    for path in (MODULE, "/my-learning/"):
        assert '<a href="/modules/newer/">The newer module</a>' in signed_in.get(path).content.decode()


def test_an_expired_module_can_still_be_started_and_read(signed_in, clock, learner, edition):
    clock.move_to(EXPIRY)
    signed_in.force_login(learner)
    assert signed_in.post(START, on_page(edition)).url == ONE
    assert signed_in.get(ONE).status_code == 200


def test_a_renewal_ends_the_banner(reader, clock, learner, edition):
    days = {"release": date(2028, 2, 1), "last_review": date(2028, 2, 1), "last_valid_day": date(2029, 12, 31)}
    services.add_term(module=edition.module, **days, actor=None, reason="r", now=NOW)
    clock.move_to(datetime(2028, 1, 31, 12, tzinfo=UTC))
    reader.force_login(learner)
    assert banner_of(reader.get(ONE)) == "This module has expired."
    clock.move_to(datetime(2028, 2, 1, 12, tzinfo=UTC))
    assert banner_of(reader.get(ONE)) is None


@pytest.fixture
def pictured(signed_in, learner):
    edition = published({**folder(), "media/cell.svg": SVG})
    services.start_module(learner=learner, edition=edition, now=NOW)
    return signed_in


def test_a_picture_is_kept_by_browsers_for_ever_and_runs_nothing(pictured):
    response = pictured.get(PICTURE)
    assert (response.status_code, response.content, response.headers["Content-Type"]) == (200, SVG, "image/svg+xml")
    assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert (
        "script-src" not in response.headers["Content-Security-Policy"]
        or "'none'" in response.headers["Content-Security-Policy"]
    )


@pytest.mark.parametrize(
    "path",
    [PICTURE.replace("cell", "other"), PICTURE.replace(sha256(SVG), "0" * 64), PICTURE.replace("sample", "other")],
)
def test_a_picture_is_found_only_where_it_belongs(pictured, path):
    assert pictured.get(path).status_code == 404


def test_a_source_file_is_no_picture(pictured):
    digest = sha256(folder()["test.yaml"])
    assert pictured.get(f"/modules/sample/media/{digest}/test.yaml").status_code == 404


def test_pictures_of_a_withdrawn_module_or_to_a_visitor_are_refused(pictured):
    assert Client().get(PICTURE).status_code == 403
    Module.objects.update(withdrawn_at=NOW, withdrawn_reason="r")
    assert pictured.get(PICTURE).status_code == 403
