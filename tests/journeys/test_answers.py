"""An answer the learner saw saved is in the database, and one that is not is told."""

import pytest
from django.utils import timezone
from playwright.sync_api import Error, Locator, Page, Route, expect

from courses.models import Edition
from quizzes.models import Attempt, Response
from tests.journeys import scenes, steps
from tests.journeys.conftest import OpenPage
from tests.journeys.scenes import Learner

FILL = """() => {
  for (const size of [1e6, 1e3, 1]) {
    try { for (let each = 0; ; each++) localStorage.setItem(`${size}-${each}`, "x".repeat(size)); } catch { continue; }
  }
}"""
"""Leaves no room in the storage of the device."""
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def attempt(sample: Edition, dana: Learner) -> Attempt:
    now = timezone.now()
    scenes.has_read(dana, sample, now)
    return scenes.begin(dana, sample, now)


def first_item(attempt: Attempt) -> str:
    return f"/modules/{attempt.module.slug}/test/{attempt.pk}/1/"


def second_item(attempt: Attempt) -> str:
    return f"/modules/{attempt.module.slug}/test/{attempt.pk}/2/"


def saved_option(attempt: Attempt) -> int:
    """Return the place (from 1) at which the saved option of the first item is shown."""
    place = attempt.paper[0]
    return place["options"].index(Response.objects.get(attempt=attempt, item_key=place["item"]).answer) + 1


def choose(page: Page, shown: int) -> None:
    page.locator(f'label[for="option-{shown}"]').click()


def notice(page: Page) -> Locator:
    return page.locator("[data-notices]")


def kept(page: Page) -> list[str]:
    """Return the names of the entries of the outbox on this device."""
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('outbox:'))")


def test_two_tabs_are_told_of_each_other_and_neither_overwrites_what_it_does_not_show(
    open_page: OpenPage, attempt: Attempt, dana: Learner
):
    tab = open_page(expected=("status of 409", "ERR_INTERNET_DISCONNECTED"))
    steps.sign_in(tab, dana, to=first_item(attempt))
    other = tab.context.new_page()
    other.goto(first_item(attempt))
    for each in (tab, other):
        expect(notice(each)).to_contain_text("This test is open in another tab too.")
    choose(tab, 2)
    steps.expect_text(tab, "#save-status", "Saved at")

    choose(other, 3)
    expect(notice(other)).to_contain_text("The answer saved there was kept")
    expect(other.locator("#option-2")).to_be_checked()
    assert saved_option(attempt) == 2
    steps.press(other, "Save what I entered here instead")
    steps.expect_text(other, "#save-status", "Saved at")
    expect(other.locator("#option-3")).to_be_checked()
    assert saved_option(attempt) == 3

    tab.reload()
    tab.context.set_offline(True)
    for each, shown in ((tab, 1), (other, 2)):
        choose(each, shown)
        steps.expect_text(each, "#save-status", "Not saved yet")
    tab.context.set_offline(False)
    expect(notice(tab)).to_contain_text("what you entered in another tab was saved, not what stands here.")
    steps.expect_text(other, "#save-status", "Saved at")
    assert saved_option(attempt) == 2

    other.close()
    tab.reload()
    expect(notice(tab)).to_be_empty()
    tab.evaluate("localStorage.setItem('outbox:0:1:1', '{}')")  # of somebody who sat here before
    tab.evaluate("name => localStorage.setItem(name, '{')", f"outbox:{dana.pk}:{attempt.pk}:2")  # half an entry
    tab.reload()
    expect(tab.locator("#option-2")).to_be_checked()
    assert kept(tab) == []


def test_an_answer_given_without_a_connection_outlives_a_crash_and_is_saved_later(
    open_page: OpenPage, attempt: Attempt, dana: Learner
):
    page = open_page(expected=("ERR_INTERNET_DISCONNECTED",))
    steps.sign_in(page, dana, to=first_item(attempt))
    page.get_by_text("Note", exact=True).click()
    page.route("**/answer/", lambda route: route.abort("internetdisconnected"))
    choose(page, 1)
    steps.expect_text(page, "#save-status", "Not saved yet")
    page.get_by_label("Your note on this item").press_sequentially("half a sen")
    with pytest.raises(Error, match="chrome://crash"):
        page.goto("chrome://crash")
    assert Response.objects.filter(answer__isnull=False).count() == 0
    crashed, page = page, page.context.new_page()
    crashed.close()
    page.goto(second_item(attempt))  # any page of the attempt sends what was left behind
    expect(notice(page)).to_contain_text("Item 1: the answer kept on this device is saved now.")
    assert kept(page) == []
    assert saved_option(attempt) == 1
    assert attempt.responses.get(answer__isnull=False).note == "half a sen"

    page.context.set_offline(True)
    choose(page, 2)
    steps.expect_text(page, "#save-status", "Not saved yet")
    page.evaluate(FILL)  # the device is full now
    page.get_by_text("Note", exact=True).click()
    page.get_by_label("Your note on this item").fill("a longer note")
    page.context.set_offline(False)
    steps.expect_text(page, "#save-status", "Saved at")
    steps.wait_until(page, lambda: attempt.responses.filter(note="a longer note").exists())


def test_an_answer_given_after_a_sign_out_is_saved_after_the_sign_in(
    open_page: OpenPage, attempt: Attempt, dana: Learner
):
    page = open_page(expected=("status of 403",))
    steps.sign_in(page, dana, to=first_item(attempt))
    page.context.clear_cookies()
    choose(page, 3)
    expect(notice(page)).to_contain_text("You are signed out.")
    assert Response.objects.filter(answer__isnull=False).count() == 0
    steps.press(page, "Sign in")
    page.get_by_label("Email").fill(dana.email)
    page.get_by_label("Password").fill(steps.PASSWORD)
    steps.press(page, "Sign in")
    expect(page.locator("#option-3")).to_be_checked()
    steps.expect_text(page, "#save-status", "Saved at")
    assert saved_option(attempt) == 3


def test_what_is_entered_before_the_scripts_are_there_is_saved_too(
    open_page: OpenPage, attempt: Attempt, dana: Learner
):
    page = open_page(expected=("ERR_FAILED", "status of 409"))  # what the page sent as it went may arrive after all
    steps.sign_in(page, dana)
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    def let_the_scripts_come() -> None:
        page.wait_for_timeout(200)
        waiting.pop().continue_()

    page.route("**/test-outbox*.js", hold)

    page.goto(first_item(attempt), wait_until="commit")
    choose(page, 2)
    let_the_scripts_come()
    steps.expect_text(page, "#save-status", "Saved at")
    assert saved_option(attempt) == 2

    page.route("**/answer/", lambda route: route.abort())
    choose(page, 3)
    steps.expect_text(page, "#save-status", "Not saved yet")
    page.goto(first_item(attempt), wait_until="commit")
    page.unroute("**/answer/")
    page.get_by_label("Flag for review").check()
    expect(page.locator("#option-2")).to_be_checked()
    let_the_scripts_come()
    expect(page.locator("#option-3")).to_be_checked()
    expect(page.locator("#entry-1")).to_contain_text("flagged")
    assert saved_option(attempt) == 3
    expect(notice(page)).to_be_empty()


def test_an_answer_whose_receipt_was_lost_is_not_taken_for_a_foreign_one(
    open_page: OpenPage, attempt: Attempt, dana: Learner
):
    page = open_page(expected=("ERR_FAILED", "status of 409", "status of 500"))
    steps.sign_in(page, dana, to=first_item(attempt))

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/answer/", lose, times=1)
    choose(page, 2)
    steps.expect_text(page, "#save-status", "Not saved yet")
    choose(page, 3)
    steps.expect_text(page, "#save-status", "Saved at")
    assert saved_option(attempt) == 3
    expect(notice(page)).to_be_empty()

    page.context.route("**/1/answer/", lambda route: route.fulfill(status=500))  # holds up no other item
    choose(page, 1)
    steps.expect_text(page, "#save-status", "Not saved yet")
    other = page.context.new_page()
    other.add_init_script("{ const keys = Object.keys; Object.keys = (of) => keys(of).sort(); }")  # item 1 comes first
    other.goto(second_item(attempt))
    choose(other, 2)
    steps.expect_text(other, "#save-status", "Saved at")
    assert len(kept(other)) == 1


def test_a_page_of_an_attempt_that_was_submitted_elsewhere_shows_that_it_is_closed(
    open_page: OpenPage, attempt: Attempt, dana: Learner
):
    page = open_page(expected=("status of 409",))
    steps.sign_in(page, dana, to=first_item(attempt))
    scenes.finish(attempt, timezone.now(), right=True)
    choose(page, 1)
    expect(page.get_by_role("heading", level=1)).to_have_text("This attempt is closed")
    assert kept(page) == []
    steps.press(page, "Show the result")
    expect(page.locator(".test-result__outcome")).to_have_text("Passed")
