"""An administrator renews a module that has expired; the learner then finds it open again."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from courses.models import Edition
from elearning.lifecycle.models import Review
from tests.journeys import scenes, steps
from tests.journeys.conftest import OpenPage
from tests.journeys.scenes import Learner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_renewed_module_is_open_again_for_a_learner_who_was_in_the_middle_of_it(
    open_page: OpenPage, sample: Edition, dana: Learner
):
    scenes.has_read(dana, sample, timezone.now())
    scenes.expired(sample, timezone.now())
    learner = open_page()
    administrator = open_page(expected=("status of 404",))  # Django's administration has no icon
    robin = scenes.learner("robin@example.org", "Robin Admin", is_staff=True, is_superuser=True)
    steps.sign_in(learner, dana)
    steps.open_module(learner, sample)
    expect(learner.get_by_text("This module has expired.")).to_be_visible()

    steps.sign_in(administrator, robin, to="/admin/lifecycle/cycle/")
    expect(administrator.get_by_role("row", name="A sample module")).to_contain_text("expired")
    steps.press(administrator, "A sample module")
    steps.press(administrator, "Renew")
    expect(administrator.get_by_role("main")).to_contain_text("One learner is in the middle of it")
    administrator.get_by_label("Ann Author").check()
    administrator.get_by_label("Reason").fill("Reviewed by the board.")
    steps.press(administrator, "Renew")
    expect(administrator.get_by_text("The module is renewed")).to_be_visible()
    assert Review.objects.get().name == "Ann Author"

    steps.open_module(learner, sample)
    expect(learner.get_by_text("This module has expired.")).to_have_count(0)
    steps.press(learner, "Take the CME test")
    expect(learner.get_by_role("heading", level=1)).to_have_text("CME test")
