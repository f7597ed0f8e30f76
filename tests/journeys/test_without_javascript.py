"""The whole way for a browser that runs no scripts."""

import pytest
from playwright.sync_api import expect

from courses.models import Edition, Progress
from tests.journeys import steps
from tests.journeys.conftest import OpenPage
from tests.journeys.scenes import Learner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_everything_works_without_javascript(open_page: OpenPage, sample: Edition, dana: Learner):
    page = open_page(java_script_enabled=False)
    steps.open_module(page, sample)
    steps.press(page, "Sign in to begin")
    page.get_by_label("Email").fill(dana.email)
    page.get_by_label("Password").fill(steps.PASSWORD)
    steps.press(page, "Sign in")

    steps.press(page, "Start module")
    keys = steps.slide_keys(sample)
    for key in keys[1:]:
        steps.press(page, "Next")
        steps.expect_slide(page, key)
    steps.press(page, "Previous")
    steps.expect_slide(page, keys[-2])
    steps.press(page, "Next")
    assert set(Progress.objects.values_list("slide_key", flat=True)) == set(keys)

    steps.take_the_test(page)
    attempt = steps.open_attempt(dana)
    for number in range(1, len(attempt.paper) + 1):
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Item {number} of {len(attempt.paper)}")
        steps.choose(page, attempt, number, right=True)
        steps.press(page, "Save answer")
    steps.submit(page, "Passed")

    expect(page.get_by_label("Name on the certificate")).to_have_value(dana.name)
    with page.expect_download() as download:
        steps.press(page, "Download certificate")
    assert download.value.path().read_bytes().startswith(b"%PDF-")
