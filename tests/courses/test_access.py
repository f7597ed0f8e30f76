"""The doors: which edition, which term, and who may read."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from courses import access, services
from courses.domain.reasons import Code
from courses.domain.terms import Window
from courses.models import Module
from elearning.publishing.services import load
from tests.factories import NOW, folder, published, user

pytestmark = pytest.mark.django_db

WINDOW = Window(datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
BEFORE, AFTER = WINDOW.opens_at - timedelta(seconds=1), WINDOW.expires_at + timedelta(days=1)


def people():
    return {
        "visitor": AnonymousUser(),
        "learner": user("l@example.org"),
        "member": user("m@example.org", is_member=True),
        "staff": user("s@example.org", is_staff=True),
    }


@pytest.mark.parametrize(
    ("kind", "refusals"),
    [
        ("public", {"visitor": None, "learner": None, "member": None, "staff": None}),
        ("registered", {"visitor": Code.SIGN_IN, "learner": None, "member": None, "staff": None}),
        ("members", {"visitor": Code.SIGN_IN, "learner": Code.MEMBERS_ONLY, "member": None, "staff": None}),
    ],
)
def test_who_may_read_depends_on_the_module(kind, refusals):
    module, cast = Module(access=kind), people()
    for now in (NOW, AFTER):
        found = {name: access.why_not_read(module, WINDOW, person, now) for name, person in cast.items()}
        assert {name: reason and reason.code for name, reason in found.items()} == refusals


def test_a_module_not_released_or_withdrawn_is_read_by_nobody():
    module = Module(access="public")
    reason = access.why_not_read(module, WINDOW, AnonymousUser(), BEFORE)
    assert (reason.code, reason.facts) == (Code.NOT_RELEASED, {"until": WINDOW.opens_at})
    module.withdrawn_at = NOW
    assert access.why_not_read(module, WINDOW, user(is_staff=True), NOW).code is Code.WITHDRAWN


def test_learners_read_the_newest_published_edition():
    published(folder())
    published(folder(title="Second"))
    load(files=folder(title="A draft"), publish=False, substance=[], actor=None, now=NOW)
    assert access.newest_edition("sample").title == "Second"
    assert access.slide_page("sample", "one", AnonymousUser(), NOW).edition.number == 2


def test_what_is_not_published_is_not_found():
    load(files=folder(), publish=False, substance=[], actor=None, now=NOW)
    for door in (
        lambda: access.newest_edition("sample"),
        lambda: access.newest_edition("nothing"),
        lambda: access.slide_page("sample", "one", AnonymousUser(), NOW),
        lambda: access.picture("sample", "abc", "x.svg"),
    ):
        with pytest.raises(Http404):
            door()


def test_a_slide_of_an_older_edition_is_not_found_any_more(edition):
    published(folder(slides=2))
    with pytest.raises(Http404):
        access.slide_page("sample", "three", AnonymousUser(), NOW)


@pytest.mark.parametrize(
    ("now", "number"),
    [
        (datetime(2026, 6, 1, tzinfo=UTC), 1),  # before the first: the first one to come
        (datetime(2027, 6, 1, tzinfo=UTC), 1),
        (datetime(2028, 6, 1, tzinfo=UTC), 1),  # expired, renewal to come: still the expired one
        (datetime(2028, 12, 31, 22, 59, 59, tzinfo=UTC), 1),
        (datetime(2028, 12, 31, 23, tzinfo=UTC), 2),
        (datetime(2031, 1, 1, tzinfo=UTC), 2),
    ],
)
def test_the_term_that_rules_is_the_latest_that_has_opened(edition, now, number):
    renewal = {"release": date(2029, 1, 1), "last_review": date(2029, 1, 1), "last_valid_day": date(2029, 12, 31)}
    services.add_term(module=edition.module, **renewal, actor=None, reason="r", now=NOW)
    term = access.current_term(edition.module, now)
    assert term.number == number
    assert access.window_of(access.slide_page("sample", "one", AnonymousUser(), now)) == access.window_of(term)
    assert [access.window_of(each) for each in access.catalogue(now)] == [access.window_of(term)]


def test_the_catalogue_holds_each_module_once_and_no_withdrawn_one():
    for slug in ("alpha", "beta", "gamma"):
        published(folder(slug=slug, title=slug))
    published(folder(slug="alpha", title="alpha again"))
    Module.objects.filter(slug="beta").update(withdrawn_at=NOW, withdrawn_reason="r")
    assert [(each.module.slug, each.number) for each in access.catalogue(NOW)] == [("alpha", 2), ("gamma", 1)]


def test_modules_begun_are_listed_newest_start_first_withdrawn_ones_too(learner, other_learner):
    for hours, slug in enumerate(("alpha", "beta", "gamma")):
        edition = published(folder(slug=slug, title=slug))
        if slug != "gamma":
            services.start_module(learner=learner, edition=edition, now=NOW + timedelta(hours=hours))
        services.start_module(learner=other_learner, edition=edition, now=NOW)
    Module.objects.filter(slug="alpha").update(withdrawn_at=NOW, withdrawn_reason="r")
    assert [each.module.slug for each in access.editions_begun(learner, NOW)] == ["beta", "alpha"]
