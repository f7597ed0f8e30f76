"""The pre-test on the module page: offered before the slides, never in the way."""

import pytest

from courses import services
from courses.models import Module
from quizzes.models import PretestSitting
from tests.elearning.test_views import PAGE, states, words
from tests.factories import NOW, folder, on_page, published

pytestmark = pytest.mark.django_db
PRETEST, RESULT = f"{PAGE}pretest/", f"{PAGE}pretest/result/"


@pytest.fixture
def edition(db):
    return published(folder(pretest=2))


def test_it_is_offered_before_the_slides_and_has_no_effect_on_credit(signed_in, edition):
    response = signed_in.get(PAGE)
    assert states(response)[:3] == [("information", "open"), ("pretest", "open"), ("slides", "refused")]
    assert "Take the pre-test (optional) Open 2 questions, about 2 minutes, no effect on credit." in words(response)


def test_a_module_without_one_has_five_steps_and_says_nothing_of_it(signed_in):
    published(folder())
    response = signed_in.get(PAGE)
    assert len(states(response)) == 5
    assert "pre-test" not in words(response).lower()


def test_the_number_of_items_of_the_cme_test_is_without_those_of_the_pretest(signed_in, edition):
    assert "3 items, pass mark 60 %" in words(signed_in.get(PAGE))


def test_from_the_module_page_to_the_result(signed_in, edition):
    assert signed_in.post(f"{PAGE}pretest/begin/", on_page(edition)).url == PRETEST
    assert signed_in.post(PRETEST, {"edition": edition.number, "anyway": "on"}).url == RESULT
    response = signed_in.get(RESULT)
    assert "0 of 2 questions right" in words(response)
    assert "Know what there is to know." in words(response)
    assert 'href="/modules/sample/slides/one/"' in response.content.decode()
    after = signed_in.get(PAGE)
    assert states(after)[:3] == [("information", "done"), ("pretest", "done"), ("slides", "open")]
    assert f'href="{RESULT}"' in after.content.decode()


def test_once_the_cme_test_was_begun_the_step_is_closed_and_says_why(signed_in, learner, edition):
    services.start_module(learner=learner, edition=edition, now=NOW)
    for key in ("one", "two", "three"):
        signed_in.get(f"/modules/sample/slides/{key}/")
    signed_in.post(f"{PAGE}test/begin/")
    said = words(signed_in.get(PAGE))
    assert (
        "Take the pre-test (optional) Closed The pre-test closed when you began the CME test: both ask about the same."
    ) in said


def test_a_visitor_of_a_public_module_signs_in_first(client, clock):
    published(folder(pretest=2, access="public"))
    response = client.get(PAGE)
    assert states(response)[:2] == [("information", "open"), ("pretest", "refused")]
    assert response.context["journey"][1]["reason"].startswith("Sign in")


def test_of_a_withdrawn_module_nothing_is_offered(signed_in, learner, edition):
    services.start_module(learner=learner, edition=edition, now=NOW)
    Module.objects.update(withdrawn_at=NOW, withdrawn_reason="r")
    assert states(signed_in.get(PAGE))[1] == ("pretest", "refused")
    assert signed_in.get(PRETEST).url == PAGE
    assert PretestSitting.objects.count() == 0


def test_it_costs_the_module_page_no_statement(signed_in, statements):
    counted = []
    for slug, pretest in (("without", 0), ("with", 2)):
        published(folder(slug=slug, pretest=pretest))
        signed_in.get(f"/modules/{slug}/")
        counted.append(statements(lambda slug=slug: signed_in.get(f"/modules/{slug}/")))
    assert counted[0] == counted[1]
