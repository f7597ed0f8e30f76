"""The result of an attempt: what the policy reveals, and what to do next."""

import re

import pytest

from courses.models import Progress
from quizzes import services
from quizzes.domain.blueprint import Row
from quizzes.domain.policy import Reveal
from quizzes.domain.scoring import Effect
from quizzes.models import Item
from tests.quizzes.browse import answer, begin, page, sitting_of, text_of
from tests.quizzes.factories import NOW, minutes

pytestmark = pytest.mark.django_db


def finished(client, at, **values):
    """Return the result page of an attempt with its first item right and its second wrong."""
    sitting = sitting_of(client, items=2, pass_percent=values.pop("pass_percent", 75), **values)
    attempt = begin(client, sitting)
    answer(client, sitting, attempt, 1, 0)
    answer(client, sitting, attempt, 2, 1)
    return attempt, text_of(client.get(client.post(page(sitting, "test-submit", attempt.pk)).url))


def test_a_policy_that_reveals_shows_rationale_comments_references_and_slides(client, at):
    _, said = finished(client, at, reveal=Reveal.AFTER_SUBMIT)
    for key in ("item-1", "item-2"):
        for part in ("rationale", "comment 0", "comment 1", "comment 2"):
            assert f"{key} {part}" in said
    assert said.count("Correct answer") == 2
    assert said.count("Your answer</span>") == 2
    assert "https://doi.org/10.1016/S1470-2045(19)30863-0" in said
    assert "https://pubmed.ncbi.nlm.nih.gov/32171426/" in said
    assert "About biology" in said


@pytest.mark.parametrize("reveal", [Reveal.NEVER, Reveal.AFTER_PASS, Reveal.AFTER_FINAL_ATTEMPT])
def test_where_answers_stay_hidden_a_missed_item_names_only_its_slides(client, at, reveal):
    attempt, said = finished(client, at, reveal=reveal)
    missed = attempt.paper[1]["item"]
    assert "Slides to read again" in said
    assert ">Item 2</h3>" in said
    assert ">Item 1</h3>" not in said
    assert "About biology" in said
    for hidden in (f"{missed} rationale", f"{missed} option", f"{missed} comment", "Correct answer", "Your answer"):
        assert hidden not in said


@pytest.mark.parametrize(
    ("reveal", "values", "shown"),
    [
        (Reveal.NEVER, {"pass_percent": 50}, False),
        (Reveal.AFTER_PASS, {"pass_percent": 50}, True),
        (Reveal.AFTER_FINAL_ATTEMPT, {"pass_percent": 50}, True),
        (Reveal.AFTER_FINAL_ATTEMPT, {"max_attempts": 1}, True),
        (Reveal.AFTER_PASS, {"max_attempts": 1}, False),
    ],
)
def test_answers_are_shown_once_the_policy_says_so(client, at, reveal, values, shown):
    _, said = finished(client, at, reveal=reveal, **values)
    assert ("item-1 rationale" in said) is shown


def test_the_result_says_when_the_next_attempt_opens(client, at):
    _, said = finished(client, at, wait_minutes=90)
    assert "Not passed" in said
    assert "The next attempt opens on 1 March 2027, 14:30 (CET)." in said
    assert "Download certificate" not in said


def test_the_result_offers_the_next_attempt_where_no_wait_stands_between(client, at):
    _, said = finished(client, at, wait_minutes=0)
    assert "You can take the test again now; 2 attempts are left." in said


def test_after_the_last_attempt_the_result_says_whom_to_write_to(client, at):
    _, said = finished(client, at, max_attempts=1)
    assert "an administrator can grant one more" in said


def corrected(client, at, *, right, **values):
    """Return the result page of an attempt whose second item was neutralised after the submit."""
    sitting = sitting_of(client, items=2, draw=None, shuffle_items=False, **values)
    attempt = sitting.sit(right)
    item = Item.objects.get(test=sitting.test, key="item-2")
    reason = "Two options were right."
    services.correct_item(item=item, effect=Effect.NEUTRALISED, reason=reason, now=NOW, actor=None)
    return text_of(client.get(page(sitting, "test-result", attempt.pk)))


def test_a_correction_is_said_with_its_reason_and_its_item_does_not_count(client, at):
    said = corrected(client, at, right=1)
    assert "An item of this test was found to be flawed and corrected after you submitted." in said
    assert "<strong>1</strong> of 1 items right" in said
    assert "This item does not count: Two options were right." in said
    assert said.count(">Does not count</span>") == 1
    assert "Your pass stays" not in said


def test_a_pass_that_a_correction_would_have_taken_away_is_said_to_stay(client, at):
    sitting = sitting_of(client, items=2, pass_percent=50, shuffle_items=False)
    attempt = sitting.sit(1)
    item = Item.objects.get(test=sitting.test, key="item-1")
    services.correct_item(item=item, effect=Effect.NEUTRALISED, reason="It was wrong.", now=NOW, actor=None)
    assert "Your pass stays: nobody loses it by a correction." in text_of(
        client.get(page(sitting, "test-result", attempt.pk))
    )


def test_sections_with_a_pass_mark_of_their_own_have_a_row_each(client, at):
    rows = (Row("standards", "basics", 1, 1, 1), Row("standards", "practice", 1, 1, 1))
    sitting = sitting_of(
        client, items=2, draw=2, blueprint=rows, section_percents={"basics": 60, "practice": 40}, shuffle_items=False
    )
    attempt = sitting.sit(1)
    said = text_of(client.get(page(sitting, "test-result", attempt.pk)))
    cells = r'<th scope="row">(\w+)<br>.*?>([\w ]+)</span></th><td.*?>(\d) of 1 points</td><td.*?>(\d+) %</td>'
    row = re.compile(cells)
    assert attempt.paper[0]["item"] == "item-1"  # the one of the section "basics"
    assert row.findall(said) == [("Basics", "Reached", "1", "60"), ("Practice", "Not reached", "0", "40")]


def test_slides_that_are_still_to_be_read_again_are_marked(client, at):
    sitting = sitting_of(client, items=1, remedial=True, reveal=Reveal.NEVER, wait_minutes=0)
    attempt = sitting.sit(0)
    at.shift(60)
    address = page(sitting, "test-result", attempt.pk)
    assert "still to be read again" in text_of(client.get(address))
    Progress.objects.filter(learner=sitting.learner, slide_key="biology").update(last_seen=NOW + minutes(1))
    said = text_of(client.get(address))
    assert "About biology" in said
    assert "still to be read again" not in said
