"""The result of an attempt: what the policy reveals, and what to do next."""

import pytest

from quizzes.domain.policy import Reveal
from tests.quizzes.browse import answer, begin, page, sitting_of, text_of

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
    assert "Item 2: <a" in said
    assert "Item 1: <a" not in said
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
