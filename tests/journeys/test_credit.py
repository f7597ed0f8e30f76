"""Credit: the evaluation before it, the claim, a certificate for each body, and a correction by the learner."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from courses.models import Edition
from elearning.certificates.models import Certificate, Completion
from tests.journeys import scenes, steps
from tests.journeys.conftest import OpenPage
from tests.journeys.scenes import Learner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_credit_is_claimed_after_the_evaluation_and_corrected_by_its_learner(
    open_page: OpenPage, sample: Edition, dana: Learner
):
    now = timezone.now()
    scenes.accredited(sample, now)
    scenes.has_read(dana, sample, now)
    passed = scenes.finish(scenes.begin(dana, sample, now), now, right=True)
    page = open_page(java_script_enabled=False)
    module = f"/modules/{sample.module.slug}/"
    steps.sign_in(page, dana, to=module)
    steps_ = page.locator(".journey__title")
    expect(steps_).to_contain_text(
        ["Read the information", "slides", "Pass the CME test", "Evaluate the module", "Claim credit"]
    )
    page.goto(f"{module}certificate/")
    expect(page.locator(".certificate-claim")).to_contain_text("Evaluate the module first")
    assert page.get_by_role("button", name="Claim").count() == 0

    scenes.has_evaluated(dana, passed, timezone.now())
    page.goto(module)
    page.get_by_role("link", name="Claim credit").click()
    page.get_by_label("Profession").select_option("nurse")
    page.get_by_label("CME point").select_option(label="1.5")
    with page.expect_download() as download:
        page.get_by_role("button", name="Claim and download").click()
    assert download.value.suggested_filename == f"certificate-{Certificate.objects.get().number}.pdf"

    page.goto(f"{module}certificate/")
    page.get_by_text("Correct name, profession or credit").click()
    page.get_by_label("Profession").select_option("physician")
    page.get_by_label("AMA PRA Category 1 Credit").select_option(label="0.75")
    page.get_by_role("button", name="Issue corrected certificate").click()
    expect(page.locator(".certificate-claim strong")).to_have_text(
        ["Credit awarded: 0.75 AMA PRA Category 1 Credits™.", "Credit awarded: 1.5 CME point(s)."]
    )
    newest = Certificate.objects.complete().newest()
    assert sorted((row.variant, str(row.claim.credit)) for row in newest) == [
        ("physician", "0.75"),
        ("physician", "1.50"),
    ]
    assert Completion.objects.count() == 1
    page.goto(f"/verify/{Certificate.objects.get(generation=1).number}/")
    expect(page.locator(".verify__label")).to_have_text("Replaced")
