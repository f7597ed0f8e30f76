"""An answer the learner saw saved is in the database, and one that is not is told."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from courses.models import Edition
from quizzes.models import Attempt, Response
from tests.journeys import scenes, steps
from tests.journeys.conftest import OpenPage
from tests.journeys.scenes import Learner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def attempt(sample: Edition, dana: Learner) -> Attempt:
    now = timezone.now()
    scenes.has_read(dana, sample, now)
    return scenes.begin(dana, sample, now)


def first_item(attempt: Attempt) -> str:
    return f"/modules/{attempt.module.slug}/test/{attempt.pk}/1/"


def saved_option(attempt: Attempt) -> int:
    """Return the place (from 1) at which the saved option of the first item is shown."""
    place = attempt.paper[0]
    return place["options"].index(Response.objects.get(attempt=attempt, item_key=place["item"]).answer) + 1


def choose(page: Page, shown: int) -> None:
    page.locator(f'label[for="option-{shown}"]').click()


def test_a_saved_answer_survives_a_reload_and_another_tab(open_page: OpenPage, attempt: Attempt, dana: Learner):
    tab = open_page()
    steps.sign_in(tab, dana, to=first_item(attempt))
    other = tab.context.new_page()
    other.goto(first_item(attempt))
    choose(tab, 2)
    steps.expect_text(tab, "#save-status", "Saved at")
    assert saved_option(attempt) == 2
    tab.reload()
    expect(tab.locator("#option-2")).to_be_checked()

    choose(other, 3)
    steps.expect_text(other, "#save-status", "Saved at")
    assert saved_option(attempt) == 3
    tab.reload()
    expect(tab.locator("#option-3")).to_be_checked()


def test_an_answer_that_cannot_be_saved_is_told_and_saved_when_the_connection_returns(
    open_page: OpenPage, attempt: Attempt, dana: Learner
):
    page = open_page(expected=("ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest"))
    steps.sign_in(page, dana, to=first_item(attempt))
    page.context.set_offline(True)
    choose(page, 1)
    steps.expect_text(page, "#save-status", "Not saved yet")
    assert Response.objects.count() == 0
    page.context.set_offline(False)
    steps.expect_text(page, "#save-status", "Saved at")
    assert saved_option(attempt) == 1


def test_a_page_of_an_attempt_that_was_submitted_elsewhere_shows_that_it_is_closed(
    open_page: OpenPage, attempt: Attempt, dana: Learner
):
    page = open_page(expected=("status of 409", "Error Code 409"))
    steps.sign_in(page, dana, to=first_item(attempt))
    scenes.finish(attempt, timezone.now(), right=True)
    choose(page, 1)
    expect(page.get_by_role("heading", level=1)).to_have_text("This attempt is closed")
    steps.press(page, "Show the result")
    expect(page.locator(".test-result__outcome")).to_have_text("Passed")
