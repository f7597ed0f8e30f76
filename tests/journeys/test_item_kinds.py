"""An item of each kind answered by mouse, by keys alone, and on a phone; what is in the database is what was meant."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from quizzes.models import Attempt
from tests.journeys import scenes, steps
from tests.journeys.conftest import PHONE, OpenPage
from tests.journeys.hands import BY_KEYS, BY_MOUSE, BY_TOUCH
from tests.journeys.scenes import Learner
from tests.journeys.test_every_page import RULES
from tests.journeys.test_keyboard import follow
from tests.quizzes import eight

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NUMBERS = {kind: place for place, kind in enumerate(eight.RIGHT, start=1)}
LAST = len(NUMBERS)


@pytest.fixture
def attempt(transactional_db: None, dana: Learner) -> Attempt:
    now = timezone.now()
    edition = scenes.eight(now, confidence=True, time_limit_minutes=60, pause_minutes=5)
    scenes.has_read(dana, edition, now)
    return scenes.begin(dana, edition, now)


def address(attempt: Attempt) -> str:
    return f"/modules/eight/test/{attempt.pk}/1/"


def answers(attempt: Attempt) -> dict[str, object]:
    return {each.item_key: each.answer for each in attempt.responses.all()}


def faults(page: Page, theme: str) -> list[str]:
    page.emulate_media(color_scheme=theme)
    found = Axe().run(page, options=RULES[theme]).response["violations"]
    return [f"{page.url} {each['id']}: {each['nodes'][0]['target']}" for each in found]


def arrive(page: Page, place: int) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Item {place} of {LAST}")


def test_every_kind_is_answered_by_mouse(open_page: OpenPage, attempt: Attempt, dana: Learner):
    page = open_page(expected=("status of 409",))
    steps.sign_in(page, dana, to=address(attempt))
    found = []
    page.evaluate("{ const now = Date.now; Date.now = () => now() - 3600e3; }")  # somebody sets the clock back
    page.get_by_role("button", name="Larger text").click()
    for kind, place in NUMBERS.items():
        arrive(page, place)
        expect(page.locator(".test-sitting--size1")).to_have_count(1)  # remembered from the first page
        found += faults(page, "light") + faults(page, "dark")
        expect(page.locator(".test-timer__left")).to_have_text(re.compile(r"Time left: \d\d:\d\d"))
        BY_MOUSE[kind](page)
        if place < LAST:
            steps.press(page, "Next item")
    steps.press(page, "Submit test")
    expect(page.locator(".test-submit .lead")).to_have_text("8 of 8 items are answered.")
    assert found == []
    assert answers(attempt) == eight.RIGHT
    first = attempt.responses.get(item_key="single-best-answer")
    assert (first.struck, first.note, first.flagged, first.confidence) == ([0], "Ask Ann.", True, "guess")
    steps.submit(page, "Passed")
    assert faults(page, "light") == []


def test_every_kind_is_answered_by_keys_alone(open_page: OpenPage, attempt: Attempt, dana: Learner):
    page = open_page()
    steps.sign_in(page, dana, to=address(attempt))
    for kind, place in NUMBERS.items():
        arrive(page, place)
        BY_KEYS[kind](page)
        if place < LAST:
            follow(page, "Next item", heading=f"Item {place + 1} of {LAST}")
    follow(page, "Submit test", heading="Submit your answers?")
    assert answers(attempt) == eight.RIGHT
    assert attempt.responses.get(item_key="single-best-answer").struck == [0]


def test_every_kind_is_answered_on_a_phone(open_page: OpenPage, attempt: Attempt, dana: Learner):
    page = open_page(expected=("status of 409",), **PHONE)
    steps.sign_in(page, dana, to=address(attempt))
    found = []
    for kind, place in NUMBERS.items():
        arrive(page, place)
        found += faults(page, "light")
        if steps.is_too_wide(page):
            found.append(f"{kind} is wider than a phone")
        BY_TOUCH.get(kind, BY_MOUSE[kind])(page)
        if place < LAST:
            page.get_by_role("link", name="Next item").tap()
    page.get_by_role("link", name="Submit test").tap()
    expect(page.locator(".test-submit .lead")).to_have_text("8 of 8 items are answered.")
    assert found == []
    assert answers(attempt) == eight.RIGHT


def test_items_on_one_page_are_saved_one_by_one(open_page: OpenPage, transactional_db: None, dana: Learner):
    now = timezone.now()
    edition = scenes.eight(now, layout="all")
    scenes.has_read(dana, edition, now)
    attempt = scenes.begin(dana, edition, now)
    page = open_page()
    steps.sign_in(page, dana, to=address(attempt))
    assert faults(page, "light") == []
    for place, option in ((1, 2), (7, 3), (1, 1)):
        page.locator(f"label[for=item-{place}-option-{option}]").click()
        expect(page.locator(f"#item-{place}-save-status")).to_contain_text("Saved at")
    page.get_by_label("Your answer").fill("12,5")
    steps.press(page, "Submit test")  # which waits until the number is saved
    expect(page.locator(".test-submit .lead")).to_have_text("2 of 8 items are answered.")
    given = {kind: answer for kind, answer in answers(attempt).items() if answer is not None}
    assert given == {"single-best-answer": 0, "hotspot": 2, "numeric": {"value": "12,5", "unit": ""}}
