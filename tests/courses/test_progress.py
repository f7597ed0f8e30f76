"""What records progress, and what never does."""

from datetime import timedelta

import pytest

from courses import services
from courses.models import Progress
from tests.factories import NOW, folder, published, slide

ONE, TWO = "/modules/sample/slides/one/", "/modules/sample/slides/two/"


@pytest.fixture
def reader(signed_in, learner, edition):
    """A learner who has started the module."""
    services.start_module(learner=learner, edition=edition, now=NOW)
    return signed_in


def recorded():
    return dict(Progress.objects.values_list("slide_key", "active_seconds"))


def seen_in(response) -> int:
    """How many slides the outline of the page marks as seen."""
    return response.content.decode().count('class="outline__seen"')


def test_showing_a_slide_records_it(reader):
    response = reader.get(ONE)
    assert (response.status_code, recorded()) == (200, {"one": 0})
    assert seen_in(response) == 1
    row = Progress.objects.get()
    assert (row.first_seen, row.edition.number, row.content_hash) == (
        NOW,
        1,
        row.edition.slides.get(key="one").content_hash,
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Sec-Purpose": "prefetch;anonymous-client-ip"},
        {"Purpose": "prefetch"},
        {"X-Purpose": "Prefetch"},
        {"X-Moz": "prefetch"},
        {"X-Fragment": "1"},
    ],
)
def test_a_prefetch_shows_the_slide_and_records_nothing(reader, headers):
    response = reader.get(ONE, headers=headers)
    assert (response.status_code, recorded()) == (200, {})
    assert b"About one" in response.content
    assert seen_in(response) == 0


def test_a_prefetch_does_not_end_the_visit_of_the_slide_that_is_shown(reader, clock):
    reader.get(ONE)
    clock.move_to(NOW + timedelta(seconds=30))
    reader.get(TWO, headers={"X-Fragment": "1"})
    assert recorded() == {"one": 0}
    clock.move_to(NOW + timedelta(seconds=50))
    reader.post(f"{TWO}seen/")
    assert recorded() == {"one": 50, "two": 0}


def test_a_head_request_records_nothing(reader):
    assert (reader.head(ONE).status_code, recorded()) == (200, {})


def test_the_overview_the_print_view_and_the_module_page_record_nothing(reader):
    for path in ("/modules/sample/slides/", "/modules/sample/print/", "/modules/sample/", "/", "/my-learning/"):
        assert reader.get(path).status_code == 200
    assert recorded() == {}


def test_a_slide_fetched_ahead_is_recorded_when_it_is_shown(reader):
    assert reader.post(f"{ONE}seen/").status_code == 204
    assert recorded() == {"one": 0}


def test_seen_is_only_ever_posted(reader):
    assert reader.get(f"{ONE}seen/").status_code == 405
    assert recorded() == {}


def test_seen_without_a_token_is_refused(reader, learner):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(learner)
    assert strict.post(f"{ONE}seen/").status_code == 403
    assert recorded() == {}


def test_a_fragment_is_the_slide_without_the_page_around_it(reader):
    whole, part = reader.get(ONE), reader.get(ONE, headers={"X-Fragment": "1"})
    assert (b"<html" in whole.content, b"<html" in part.content) == (True, False)
    assert b"HR <data" in part.content
    assert part.headers["Vary"] == "Cookie, X-Fragment, Accept-Encoding"
    assert whole.headers["Cache-Control"] == "private, no-cache"


def test_active_seconds_are_measured_and_capped_by_the_server(reader, clock):
    for after, path in ((0, ONE), (20, TWO), (20 + 4000, ONE), (20 + 4000 + 7, TWO)):
        clock.move_to(NOW + timedelta(seconds=after))
        reader.get(path)
    assert recorded() == {"one": 27, "two": 300}


def test_nothing_is_recorded_for_a_slide_that_is_not_there(reader):
    assert reader.get("/modules/sample/slides/none/").status_code == 404
    assert reader.post("/modules/sample/slides/none/seen/").status_code == 404
    assert recorded() == {}


def test_the_module_resumes_at_the_last_slide_on_any_device(reader, learner, client, clock):
    reader.get(ONE)
    clock.move_to(NOW + timedelta(seconds=5))
    reader.get(TWO)
    other = type(client)()
    other.force_login(learner)
    assert other.post("/modules/sample/start/").url == TWO


def test_another_learner_s_progress_never_shows(reader, other_learner, client, edition):
    reader.get(ONE)
    other = type(client)()
    other.force_login(other_learner)
    services.start_module(learner=other_learner, edition=edition, now=NOW)
    assert other.get("/modules/sample/").context["progress"].seen == set()
    assert seen_in(other.get(TWO)) == 1
    assert [card["progress"].seen for card in other.get("/my-learning/").context["modules"]] == [{"two"}]
    assert reader.get("/modules/sample/").context["progress"].seen == {"one"}


def test_a_visitor_leaves_no_progress(client, clock, db):
    published(folder(access="public"))
    response = client.get(ONE)
    assert (response.status_code, recorded()) == (200, {})
    assert client.post(f"{ONE}seen/").status_code == 204
    assert recorded() == {}


def test_progress_of_a_new_edition_goes_on_where_it_was(reader):
    reader.get(ONE)
    published({**folder(slides=4), "1-basics/01-one.md": slide("one", body="Spelling.")})
    response = reader.get(TWO)
    assert (seen_in(response), "</span> / 4</p>" in response.content.decode()) == (2, True)
    assert b"Spelling." in reader.get(ONE).content
