"""How an item of each kind is answered rightly (tests.quizzes.eight): by mouse, by keys alone, by touch."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from quizzes.domain.kinds.numeric import number
from tests.journeys import steps
from tests.journeys.test_keyboard import follow, tab_until
from tests.quizzes import eight

ORDER = ["Biopsy", "Staging", "Therapy", "Control"]
TYPED = ["12.5", "12,5", " 1 200", "1,200.5", "1,2,3", "-0,5", "−3", ".5", "007", "1.50", "12 mg", "1e3", "", "-", "1."]
HINTS = """(field, texts) => texts.map((text) => {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return document.querySelector(".number__hint").textContent;
})"""


def order_shown(page: Page) -> list[str]:
    return page.locator(".ordering__text").all_inner_texts()


def drag(page: Page, step: Locator, to: Locator) -> None:
    start, end = step.bounding_box(), to.bounding_box()
    page.mouse.move(start["x"] + 60, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + 60, end["y"] + end["height"] / 3, steps=4)
    page.mouse.up()


def mouse_single(page: Page) -> None:
    page.locator("label[for=option-2]").click()
    page.locator("label[for=struck-1]").click()
    page.get_by_text("Note", exact=True).click()
    page.get_by_label("Your note on this item").fill("Ask Ann.")
    page.get_by_label("Flag for review").check()
    page.locator("label[for=confidence-guess]").click()
    expect(page.locator("#save-status")).to_contain_text("Saved at")
    expect(page.locator("#entry-1")).to_contain_text("answered")


def mouse_several(page: Page) -> None:
    page.locator("label[for=option-1]").click()
    page.locator("label[for=option-3]").click()


def mouse_truth(page: Page) -> None:
    page.locator("label[for=statement-1-true]").click()
    page.locator("label[for=statement-2-false]").click()


def mouse_matching(page: Page) -> None:
    page.locator("#vignette-1").select_option("2")
    page.locator("#vignette-2").select_option("1")


def mouse_ordering(page: Page) -> None:
    listed = page.locator(".ordering__step")
    for place, text in enumerate(ORDER):
        drag(page, listed.filter(has_text=text), listed.nth(place))
    assert order_shown(page) == ORDER
    expect(page.get_by_text("Not answered yet.")).to_be_hidden()


def mouse_number(page: Page) -> None:
    field = page.get_by_label("Your answer")
    assert field.evaluate(HINTS, TYPED) == [said_of(text) for text in TYPED]
    page.get_by_text("Calculator", exact=True).click()
    for key in ("Opening parenthesis", "2", "0", "Plus", "5", "Closing parenthesis", "Times", "5", "0", "Per cent"):
        page.locator(".calculator").get_by_role("button", name=key, exact=True).click()
    page.get_by_role("button", name="Equals").click()
    expect(page.locator(".calculator__result")).to_have_text("= 12.5")
    field.fill("12,5")
    page.get_by_label("Unit").select_option("mg")


def said_of(text: str) -> str:
    understood = number(text)
    if understood is not None:
        return f"Understood as {understood:f}."
    return "This is no number, so it would count as wrong. Write it as in 12.5 or 12,5, without words." if text else ""


def mouse_hotspot(page: Page) -> None:
    page.locator(".hotspot__area").nth(2).click()
    expect(page.get_by_label("The left breast")).to_be_checked()
    expect(page.locator(".hotspot__area--chosen")).to_have_text("C")


def mouse_case(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    page.locator("label[for=part-option-2]").click()
    steps.press(page, "Settle this answer and show the next result")
    other.locator("label[for=part-option-1]").click()
    expect(other.locator("[data-notices]")).to_contain_text("this question was settled from another page or device.")
    other.close()
    expect(page.get_by_text("A secret result of the biopsy.")).to_be_visible()
    page.get_by_label("Your answer").fill("6")


BY_MOUSE = dict(
    zip(
        eight.RIGHT,
        [
            mouse_single,
            mouse_several,
            mouse_truth,
            mouse_matching,
            mouse_ordering,
            mouse_number,
            mouse_hotspot,
            mouse_case,
        ],
        strict=True,
    )
)


def tab_to(page: Page, element: str) -> None:
    tab_until(page, f"document.activeElement.id === '{element}'")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def keys_single(page: Page) -> None:
    tab_to(page, "option-1")
    press(page, "Space", "ArrowDown", "Shift+Tab", "Space")
    expect(page.locator("#struck-1")).to_be_checked()
    expect(page.locator("#option-2")).to_be_checked()


def keys_several(page: Page) -> None:
    for element in ("option-1", "option-3"):
        tab_to(page, element)
        press(page, "Space")


def keys_truth(page: Page) -> None:
    tab_to(page, "statement-1-true")
    press(page, "Space", "Tab", "Space", "ArrowDown")


def keys_matching(page: Page) -> None:
    tab_to(page, "vignette-1")
    press(page, "B", "Tab", "A")


def keys_ordering(page: Page) -> None:
    tab_until(page, "document.activeElement.dataset.move === '-1'")
    for place, text in enumerate(ORDER):
        button = page.get_by_role("button", name=f"Move up: {text}")
        button.focus()
        for _ in range(order_shown(page).index(text) - place):
            press(page, "Enter")
            expect(button).to_be_focused()
            expect(page.locator("[data-news]")).to_contain_text(f"of 4: {text}")
    assert order_shown(page) == ORDER


def keys_number(page: Page) -> None:
    tab_to(page, "value")
    page.keyboard.type("12,5")
    press(page, "Tab", "m")
    tab_until(page, "document.activeElement.innerText === 'Calculator'")
    press(page, "Enter", "Tab")
    page.keyboard.type("-(1+2)*4/8%")
    press(page, "Enter")
    expect(page.locator(".calculator__result")).to_have_text("= -150")


def keys_hotspot(page: Page) -> None:
    tab_to(page, "option-1")
    press(page, "Space", "ArrowDown", "ArrowDown")
    expect(page.locator(".hotspot__area--focused")).to_have_text("C")


def keys_case(page: Page) -> None:
    tab_to(page, "part-option-1")
    press(page, "Space", "ArrowDown")
    follow(page, "Settle this answer and show the next result", heading="Item 8 of 8")
    expect(page.get_by_text("A secret result of the biopsy.")).to_be_visible()
    tab_to(page, "part-value")
    page.keyboard.type("6")


BY_KEYS = dict(
    zip(
        eight.RIGHT,
        [keys_single, keys_several, keys_truth, keys_matching, keys_ordering, keys_number, keys_hotspot, keys_case],
        strict=True,
    )
)


def touch(*labels: str) -> Callable[[Page], None]:
    def tapping(page: Page) -> None:
        for label in labels:
            page.locator(f"label[for={label}]").tap()

    return tapping


def touch_ordering(page: Page) -> None:
    for place, text in enumerate(ORDER):
        button = page.get_by_role("button", name=f"Move up: {text}")
        for _ in range(order_shown(page).index(text) - place):
            button.tap()
    if page.get_by_text("Not answered yet.").is_visible():
        page.get_by_role("button", name=re.compile("as it stands")).tap()


def touch_number(page: Page) -> None:
    page.get_by_label("Your answer").fill("12,5")
    page.get_by_label("Unit").select_option("mg")


def touch_hotspot(page: Page) -> None:
    page.locator(".hotspot__area").nth(2).tap()


BY_TOUCH = {
    "single-best-answer": touch("option-2"),
    "multiple-response": touch("option-1", "option-3"),
    "multiple-true-false": touch("statement-1-true", "statement-2-false"),
    "ordering": touch_ordering,
    "numeric": touch_number,
    "hotspot": touch_hotspot,
}
