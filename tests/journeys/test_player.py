"""What the slide player tells the server, and when."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Route

from courses.models import Edition, Progress
from tests.journeys import scenes, steps
from tests.journeys.conftest import OpenPage
from tests.journeys.scenes import Learner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def seen(person: Learner) -> set[str]:
    return set(Progress.objects.filter(learner=person).values_list("slide_key", flat=True))


def test_a_slide_fetched_ahead_counts_as_seen_only_once_it_is_shown(
    open_page: OpenPage, sample: Edition, dana: Learner
):
    page = open_page()
    steps.sign_in(page, dana)
    steps.open_module(page, sample)
    with page.expect_response(re.compile(r"/slides/two/$")) as ahead:
        steps.press(page, "Start module")
    assert ahead.value.request.headers["x-purpose"] == "prefetch"
    page.wait_for_load_state("networkidle")
    assert seen(dana) == {"one"}
    steps.go_on_to(page, "two")
    page.wait_for_load_state("networkidle")
    assert seen(dana) == {"one", "two"}


def test_the_back_button_leads_back_through_the_slides(open_page: OpenPage, sample: Edition, dana: Learner):
    scenes.has_read(dana, sample, timezone.now())
    page = open_page()
    steps.sign_in(page, dana, to=f"/modules/{sample.module.slug}/slides/one/")
    steps.go_on_to(page, "two")
    steps.go_on_to(page, "three")
    page.go_back()
    steps.expect_slide(page, "two")
    page.go_forward()
    steps.expect_slide(page, "three")
    page.reload()
    steps.expect_slide(page, "three")


def test_a_slide_shown_without_a_connection_is_recorded_when_it_returns(
    open_page: OpenPage, sample: Edition, dana: Learner
):
    page = open_page(expected=("ERR_INTERNET_DISCONNECTED",))
    steps.sign_in(page, dana)
    steps.open_module(page, sample)
    steps.press(page, "Start module")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    steps.press(page, "Next")
    steps.expect_slide(page, "two")
    steps.expect_text(page, "#save-notice", "Progress could not be saved")
    assert seen(dana) == {"one"}
    with page.expect_response(re.compile(r"/two/seen/$")):
        page.context.set_offline(False)
    steps.expect_text(page, "#save-notice", "")
    assert seen(dana) == {"one", "two"}


def test_a_learner_who_hurries_to_the_test_finds_it_open(open_page: OpenPage, sample: Edition, dana: Learner):
    page = open_page()
    steps.sign_in(page, dana)
    steps.open_module(page, sample)
    steps.press(page, "Start module")
    steps.expect_slide(page, "one")
    page.wait_for_load_state("networkidle")
    for key in steps.slide_keys(sample)[1:]:
        page.keyboard.press("ArrowRight")
        steps.expect_slide(page, key)
    steps.take_the_test(page)


def test_slides_still_waiting_to_be_recorded_are_recorded_when_the_learner_leaves(
    open_page: OpenPage, sample: Edition, dana: Learner
):
    page = open_page()
    steps.sign_in(page, dana)
    steps.open_module(page, sample)
    steps.press(page, "Start module")
    steps.expect_slide(page, "one")
    page.wait_for_load_state("networkidle")
    slow: list[Route] = []

    def hold(route: Route) -> None:
        slow.append(route)

    page.route("**/slides/two/seen/", hold)
    for key in steps.slide_keys(sample)[1:]:
        page.keyboard.press("ArrowRight")
        steps.expect_slide(page, key)
    steps.press(page, "Take the CME test")
    page.wait_for_url("**/test/")
    slow[0].continue_()
    steps.wait_until(page, lambda: seen(dana) == set(steps.slide_keys(sample)))
