"""Evaluating a module with the keyboard alone; what was entered outlives a reload and an expired session."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from courses.models import Edition
from elearning.evaluation.models import Evaluation
from tests.journeys import scenes, steps
from tests.journeys.conftest import OpenPage
from tests.journeys.scenes import Learner
from tests.journeys.test_keyboard import tab_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_keyboard_alone_evaluates_and_no_draft_is_lost(open_page: OpenPage, sample: Edition, dana: Learner):
    now = timezone.now()
    scenes.has_read(dana, sample, now)
    scenes.finish(scenes.begin(dana, sample, now), now, right=True)
    page = open_page(expected=("status of 422",))
    address = f"/modules/{sample.module.slug}/evaluation/"
    steps.sign_in(page, dana, to=address)
    assert page.locator(":checked").count() == 0
    for question, presses in [("objective:know", 4), ("relevance", 3), ("new", 1), ("level", 1), ("time", 1)]:
        choose(page, question, presses)
    choose(page, "balance", 1)
    tab_until(page, "document.activeElement.name === 'bias'")
    page.keyboard.type("Slide two praises one drug.")

    page.reload()
    expect(page.locator(".evaluation__restored")).to_have_text("What you entered before on this device is here again.")
    assert page.locator(":checked").count() == 6
    expect(page.locator("[name=bias]")).to_have_value("Slide two praises one drug.")

    choose(page, "intention", 0)
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("Nothing was sent yet: one answer is missing")
    tab_until(page, "document.activeElement.getAttribute('href') === '#q-changes'")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator("[name=changes]:checked").count() == 1

    page.context.clear_cookies(name="sessionid")
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert Evaluation.objects.count() == 0
    steps.sign_in(page, dana, to=address)
    assert page.locator(":checked").count() == 8
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Certificate")
    assert Evaluation.objects.get().answers == {
        "objective:know": "5",
        "relevance": "4",
        "new": "2",
        "level": "right",
        "time": "right",
        "balance": "no",
        "bias": "Slide two praises one drug.",
        "intention": "change",
        "changes": ["objective:know"],
    }
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your evaluation")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def choose(page: Page, question: str, presses: int) -> None:
    """Tab to the question, take its first answer and go on by ``presses`` of the arrow."""
    tab_until(page, f"document.activeElement.name === '{question}'")
    page.keyboard.press("Space")
    for _ in range(presses):
        page.keyboard.press("ArrowDown")


def send(page: Page) -> None:
    tab_until(page, "document.activeElement.innerText === 'Send the evaluation'")
    page.keyboard.press("Enter")
