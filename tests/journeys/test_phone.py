"""A phone held upright."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from courses.models import Edition
from tests.journeys import scenes, steps
from tests.journeys.conftest import PHONE, OpenPage
from tests.journeys.scenes import Learner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_finger_moves_through_the_slides(open_page: OpenPage, sample: Edition, dana: Learner):
    one, two, three, *_ = steps.slide_keys(sample)
    page = open_page(**PHONE)
    steps.sign_in(page, dana)
    steps.open_module(page, sample)
    steps.press(page, "Start module")
    for by, expected in [(-200, two), (-200, three), (200, two), (30, two), (200, one)]:
        swipe(page, by)
        steps.expect_slide(page, expected)


def test_no_slide_is_wider_than_a_phone(open_page: OpenPage, her2: Edition, dana: Learner):
    scenes.has_read(dana, her2, timezone.now())
    keys = steps.slide_keys(her2)
    page = open_page(**PHONE)
    steps.sign_in(page, dana, to=f"/modules/{her2.module.slug}/slides/{keys[0]}/")
    wide = []
    for number, key in enumerate(keys):
        steps.expect_slide(page, key)
        if steps.is_too_wide(page):
            wide.append(key)
        if number + 1 < len(keys):
            steps.press(page, "Next")
    assert wide == []


def swipe(page: Page, by: int) -> None:
    """Move a finger across the slide by so many pixels: negative to the left."""
    touch = page.context.new_cdp_session(page)
    y = page.locator("#slide-title").bounding_box()["y"] + 10

    def send(kind: str, *points: float) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x in points]})

    start = 195 - by / 2
    send("touchStart", start)
    for part in range(1, 6):
        send("touchMove", start + by * part / 5)
    send("touchEnd")
