"""What is left of a module when its last valid day is over."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from courses.models import Edition
from quizzes.models import Attempt
from tests.journeys import scenes, steps
from tests.journeys.conftest import OpenPage
from tests.journeys.scenes import Learner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_expired_module_says_so_offers_no_test_and_stays_readable(
    open_page: OpenPage, sample: Edition, dana: Learner
):
    scenes.has_read(dana, sample, timezone.now())
    scenes.expired(sample, timezone.now())
    page = open_page()
    steps.sign_in(page, dana)

    steps.open_module(page, sample)
    expect(page.get_by_text("This module has expired.")).to_be_visible()
    expect(page.get_by_role("link", name="Take the CME test")).to_have_count(0)

    page.goto(f"/modules/{sample.module.slug}/test/")
    expect(page.get_by_role("main")).to_contain_text("The CME test closed on")
    expect(page.get_by_role("button", name="Take the CME test")).to_have_count(0)

    steps.open_module(page, sample)
    steps.press(page, "Resume module")
    expect(page.get_by_text("This module has expired.")).to_be_visible()
    page.keyboard.press("Home")
    for key in steps.slide_keys(sample)[1:]:
        steps.go_on_to(page, key)


def test_a_test_begun_on_a_page_that_was_opened_before_expiry_is_refused(
    open_page: OpenPage, sample: Edition, dana: Learner
):
    scenes.has_read(dana, sample, timezone.now())
    page = open_page()
    steps.sign_in(page, dana)
    page.goto(f"/modules/{sample.module.slug}/test/")
    scenes.expired(sample, timezone.now())
    steps.press(page, "Take the CME test")
    expect(page.get_by_role("main")).to_contain_text("The CME test closed on")
    assert Attempt.objects.count() == 0
