"""Every refusal is said in words, with its facts."""

from datetime import UTC, datetime

import pytest

from courses.domain.reasons import Code, Reason
from courses.texts import describe, moment

NOON = datetime(2027, 6, 30, 12, tzinfo=UTC)
FACTS = {"until": NOON, "since": NOON, "count": 3, "questions": 1, "allowed": 3}
FACTS |= {"percent": 80, "seen": 3, "total": 20, "correct": 15, "minutes": 30, "missing": 2, "slides": ("one", "two")}


@pytest.mark.parametrize("code", list(Code))
def test_every_code_has_a_sentence_that_needs_no_more_than_its_facts(code):
    said = describe(Reason(code, FACTS), "Europe/Zurich")
    assert said.endswith(".")
    assert "%" not in said.replace("80 %", "")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Reason(Code.SLIDES_UNSEEN, {"count": 1}), "One slide is still to be read; the test opens after it."),
        (Reason(Code.SLIDES_UNSEEN, {"count": 7}), "7 slides are still to be read; the test opens after them."),
        (
            Reason(Code.SLIDES_UNSEEN, {"count": 1, "questions": 1}),
            "1 slide has a question to be answered; the test opens after that.",
        ),
        (
            Reason(Code.SLIDES_UNSEEN, {"count": 2, "questions": 2}),
            "2 slides have a question to be answered; the test opens after that.",
        ),
        (
            Reason(Code.SLIDES_UNSEEN, {"count": 3, "questions": 1}),
            "2 slides are still to be read, and 1 slide has a question to be answered; the test opens after that.",
        ),
        (
            Reason(Code.SLIDES_UNSEEN, {"count": 3, "questions": 2}),
            "1 slide is still to be read, and 2 slides have a question to be answered; the test opens after that.",
        ),
        (Reason(Code.NOT_RELEASED, {"until": NOON}), "This module opens on 30 June 2027, 14:00 (CEST)."),
        (
            Reason(Code.NO_ATTEMPTS_LEFT, {"allowed": 3}),
            "All 3 attempts are used. Write to us: an administrator can grant one more.",
        ),
    ],
)
def test_a_refusal_is_said_with_its_facts(reason, said):
    assert describe(reason, "Europe/Zurich") == said


@pytest.mark.parametrize(
    ("time_zone", "said"),
    [
        ("Europe/Zurich", "30 June 2027, 14:00 (CEST)"),
        ("America/New_York", "30 June 2027, 08:00 (EDT)"),
        ("Asia/Kolkata", "30 June 2027, 17:30 (IST)"),
        (None, "30 June 2027, 14:00 (CEST)"),
    ],
)
def test_an_instant_is_said_in_the_time_zone_of_the_module(time_zone, said):
    assert moment(NOON, time_zone) == said
