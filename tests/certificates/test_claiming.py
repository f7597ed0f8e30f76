"""What may be claimed, and which certificates follow: pure rules."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.domain.reasons import Code, Reason
from elearning.certificates.domain.claiming import (
    CORRECTION_DAYS,
    MAX_CORRECTIONS,
    Award,
    Gates,
    Offer,
    Reached,
    Variant,
    WrongClaim,
    awards,
    blocked,
    choices,
    default_credit,
    may_correct,
    unmet,
)
from quizzes.domain.kinds import WHOLE

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
QUARTER, HALF, ONE = Decimal("0.25"), Decimal("0.5"), Decimal(1)


def reached(**values):
    done = {"active_seconds": 1800, "slides_seen": 9, "slides_total": 10, "correct": 15, "total": 20}
    done |= {"evaluated_at": NOW, **values}
    return Reached(**{"points": done["correct"] * WHOLE, **done})


@pytest.mark.parametrize(
    ("gates", "done", "codes"),
    [
        (Gates(), reached(active_seconds=0, slides_seen=0, correct=0, evaluated_at=None), []),
        (Gates(1800, 90, 75, evaluation=True), reached(), []),
        (Gates(1801), reached(), [Code.GATE_TIME]),
        (Gates(slides_percent=91), reached(), [Code.GATE_SLIDES]),
        (Gates(score_percent=76), reached(), [Code.GATE_SCORE]),
        (Gates(evaluation=True), reached(evaluated_at=None), [Code.GATE_EVALUATION]),
        (
            Gates(1801, 91, 76, evaluation=True),
            reached(evaluated_at=None),
            [Code.GATE_SLIDES, Code.GATE_TIME, Code.GATE_SCORE, Code.GATE_EVALUATION],
        ),
    ],
)
def test_every_gate_that_is_not_met_is_named(gates, done, codes):
    assert [reason.code for reason in unmet(gates, done)] == codes


def test_missing_time_is_told_in_whole_minutes():
    assert unmet(Gates(1801), reached()) == [Reason(Code.GATE_TIME, {"minutes": 31, "missing": 1})]


@pytest.mark.parametrize(
    ("maximum", "step", "expected"),
    [
        (ONE, QUARTER, ["0.25", "0.50", "0.75", "1.00"]),
        (Decimal("1.5"), HALF, ["0.5", "1.0", "1.5"]),
        (ONE, ONE, ["1"]),
    ],
)
def test_the_amounts_that_may_be_claimed(maximum, step, expected):
    assert [str(amount) for amount in choices(maximum, step)] == expected


@pytest.mark.parametrize(
    ("seconds", "step", "expected"),
    [
        (0, QUARTER, "0.25"),
        (22 * 60, QUARTER, "0.25"),
        (22 * 60 + 30, QUARTER, "0.5"),  # half a step is rounded up
        (49 * 60, QUARTER, "0.75"),
        (60 * 60, HALF, "1"),
        (10**6, QUARTER, "1.5"),  # never above the maximum
    ],
)
def test_the_measured_time_gives_the_default(seconds, step, expected):
    assert default_credit(Decimal("1.5"), step, 60, seconds) == Decimal(expected)


def test_credit_for_passing_does_not_depend_on_time():
    assert default_credit(Decimal(2), ONE, None, 0) == 2


def offer(key=1, professions=("physician",), **values):
    return Offer(**{"key": key, "professions": professions, "maximum": ONE, "step": QUARTER, **values})


@pytest.mark.parametrize(
    ("offers", "profession", "claimed", "expected"),
    [
        ([], "", {}, [Award(Variant.NO_CREDIT)]),
        ([offer()], "physician", {1: HALF}, [Award(Variant.PHYSICIAN, 1, HALF)]),
        ([offer()], "nurse", {1: HALF}, [Award(Variant.PARTICIPATION)]),
        ([offer()], "physician", {1: Decimal(0)}, [Award(Variant.PARTICIPATION)]),
        ([offer(unmet=(Reason(Code.GATE_TIME),))], "physician", {1: HALF}, [Award(Variant.PARTICIPATION)]),
        (
            [offer(), offer(2, ("physician", "nurse"))],
            "physician",
            {1: HALF, 2: ONE},
            [Award(Variant.PHYSICIAN, 1, HALF), Award(Variant.PHYSICIAN, 2, ONE)],
        ),
        (
            [offer(), offer(2, ("physician", "nurse"))],
            "nurse",
            {1: HALF, 2: ONE},
            [Award(Variant.OTHER_PROFESSIONS, 2, ONE)],
        ),
    ],
)
def test_the_certificates_that_follow_from_a_claim(offers, profession, claimed, expected):
    assert awards(offers, profession, claimed) == expected


@pytest.mark.parametrize("amount", ["1.25", "0.3", "-0.25", "NaN"])
def test_an_amount_that_is_not_offered_is_refused(amount):
    with pytest.raises(WrongClaim):
        awards([offer()], "physician", {1: Decimal(amount)})


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.builds(
            offer,
            key=st.integers(1, 5),
            professions=st.lists(st.sampled_from(["physician", "nurse", "other"]), max_size=3).map(tuple),
            maximum=st.integers(1, 24).map(lambda steps: steps * QUARTER),
            step=st.sampled_from([QUARTER, HALF, ONE]),
            unmet=st.sampled_from([(), (Reason(Code.GATE_TIME),)]),
        ),
        max_size=4,
        unique_by=lambda made: made.key,
    ),
    st.sampled_from(["physician", "nurse", "other"]),
    st.dictionaries(st.integers(1, 5), st.integers(0, 30).map(lambda steps: steps * QUARTER)),
)
def test_credit_is_never_awarded_above_the_maximum_nor_past_a_gate(offers, profession, claimed):
    try:
        given_ = awards(offers, profession, claimed)
    except WrongClaim:
        return
    by_key = {one.key: one for one in offers}
    credited = [award for award in given_ if award.credit is not None]
    assert all(0 < award.credit <= by_key[award.key].maximum for award in credited)
    assert all(profession in by_key[award.key].professions and not by_key[award.key].unmet for award in credited)
    assert len(given_) == max(1, len(credited))


def test_the_evaluation_comes_before_any_certificate():
    waiting = offer(2, unmet=(Reason(Code.GATE_TIME), Reason(Code.GATE_EVALUATION)))
    assert blocked([offer(), waiting]) == Reason(Code.GATE_EVALUATION)
    assert blocked([offer(unmet=(Reason(Code.GATE_TIME),))]) is None


@pytest.mark.parametrize(
    ("generation", "after", "code"),
    [
        (1, timedelta(days=CORRECTION_DAYS, seconds=-1), None),
        (1, timedelta(days=CORRECTION_DAYS), Code.CORRECTION_CLOSED),
        (MAX_CORRECTIONS, timedelta(), None),
        (MAX_CORRECTIONS + 1, timedelta(), Code.TOO_MANY_CORRECTIONS),
    ],
)
def test_corrections_end(generation, after, code):
    reason = may_correct(NOW, generation, NOW + after)
    assert (reason and reason.code) == code
