"""From the certificate to a question by e-mail, answered on a phone's browser with the keyboard alone, and stopped."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from elearning.certificates import services as certificates
from elearning.followup import due
from elearning.followup.models import Review
from elearning.notices.services import send_pending
from tests.followup.factories import links_in
from tests.journeys import scenes, steps
from tests.journeys.conftest import PHONE, OpenPage
from tests.journeys.scenes import Learner
from tests.journeys.test_keyboard import tab_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_question_by_mail_is_answered_with_the_keyboard_and_stopped(open_page: OpenPage, dana: Learner):
    now, earlier = timezone.now(), timezone.now() - timedelta(days=3)
    sample = scenes.sample(earlier, reveal="after_submit")
    scenes.has_read(dana, sample, earlier)
    passed = scenes.finish(scenes.begin(dana, sample, earlier), earlier, right=True)
    certificates.claim_certificates(learner=dana, attempt=passed, wish=certificates.Wish(dana.name), now=earlier)
    page = open_page()
    steps.sign_in(page, dana, to=f"/modules/{sample.module.slug}/certificate/")
    page.get_by_role("link", name="How it works").click()
    assert due.run(now) == 0
    press(page, "Send me questions by e-mail", sees="We will send you questions.")
    assert due.run(timezone.now()) == 1
    assert send_pending(now=timezone.now()) == 1
    (letter,) = mail.outbox
    question, stop = links_in(letter.body.replace("http://testserver", page.url.split("/modules/")[0]))

    phone = open_page(**PHONE)
    phone.goto(question)
    expect(phone.get_by_role("heading", level=1)).to_have_text("One question")
    assert (violations(phone), steps.is_too_wide(phone)) == ([], False)
    tab_until(phone, "document.activeElement.name === 'option'")
    phone.keyboard.press("Space")
    tab_until(phone, "document.activeElement.name === 'confidence'")
    phone.keyboard.press("Space")
    press(phone, "Answer", sees="We ask you this again in about")
    review = Review.objects.get()
    assert (review.answer is not None, review.confidence) == (True, "sure")
    expect(phone.get_by_text("Correct answer")).to_be_visible()
    assert (violations(phone), steps.is_too_wide(phone)) == ([], False)

    phone.goto(stop)
    press(phone, "Stop these questions", sees="No more questions come from this module.")
    assert due.run(timezone.now() + timedelta(days=9)) == 0


def press(page: Page, name: str, sees: str) -> None:
    """Go to the button by Tab, press it, and read what follows."""
    tab_until(page, f"document.activeElement.innerText === '{name}'")
    page.keyboard.press("Enter")
    expect(page.get_by_text(sees)).to_be_visible()


def violations(page: Page) -> list[str]:
    return [found["id"] for found in Axe().run(page).response["violations"]]
