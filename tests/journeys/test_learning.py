"""The main job, from the first slide to a certificate that a stranger verifies."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from courses.models import Edition
from elearning.certificates.models import Certificate
from tests.journeys import steps
from tests.journeys.conftest import PHONE, OpenPage
from tests.journeys.scenes import Learner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_learner_leaves_resumes_elsewhere_fails_waits_passes_and_a_stranger_verifies_the_certificate(
    open_page: OpenPage, her2: Edition, dana: Learner
):
    keys = steps.slide_keys(her2)
    laptop = open_page()
    steps.sign_in(laptop, dana)
    begin_and_read(laptop, her2, keys[:20])
    laptop.context.close()

    phone = open_page(**PHONE)
    steps.sign_in(phone, dana)
    steps.press(phone, "Resume module")
    steps.expect_slide(phone, keys[19])
    for key in keys[20:]:
        steps.go_on_to(phone, key)
        steps.answer_questions(phone)
    fail(phone, dana)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        pass_the_test(phone, her2, dana)
        document = download_certificate(phone, "Dana M. Wójcik")
        certificate = Certificate.objects.get()
        assert certificate.number in document
        assert "Dana M. Wójcik" in document
        verify(open_page(), certificate.number, "Dana M. Wójcik")


def begin_and_read(page: Page, edition: Edition, keys: list[str]) -> None:
    steps.open_module(page, edition)
    steps.press(page, "Start module")
    steps.expect_slide(page, keys[0])
    steps.answer_questions(page)
    for key in keys[1:]:
        steps.go_on_to(page, key)
        steps.answer_questions(page)


def fail(page: Page, person: Learner) -> None:
    steps.press(page, "Take the CME test")
    steps.press(page, "Take the CME test")
    steps.answer_all(page, steps.open_attempt(person), right=False)
    steps.submit(page, "Not passed")
    expect(page.locator(".test-result__next")).to_contain_text("The next attempt opens on")
    expect(page.get_by_role("main").get_by_role("link", name="Take the CME test")).to_have_count(0)


def pass_the_test(page: Page, edition: Edition, person: Learner) -> None:
    steps.open_module(page, edition)
    steps.press(page, "Take the CME test")
    steps.press(page, "Take the CME test")
    steps.answer_all(page, steps.open_attempt(person), right=True)
    steps.submit(page, "Passed")


def download_certificate(page: Page, name: str) -> str:
    """Return the text of the document that arrives after the learner confirmed ``name`` beside the result."""
    page.get_by_label("Name on the certificate").fill(name)
    with page.expect_download() as download:
        steps.press(page, "Download certificate")
    return "".join(page.extract_text() for page in PdfReader(download.value.path()).pages)


def verify(page: Page, number: str, name: str) -> None:
    page.goto("/verify/")
    page.get_by_label("Certificate number").fill(number.lower())
    steps.press(page, "Verify")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Certificate {number}")
    expect(page.locator(".verify__label")).to_have_text("Valid")
    expect(page.locator(".certificate-facts")).to_contain_text(name)
