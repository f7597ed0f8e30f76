"""Learners, administrators and the clock at random through sittings: what was saved stays, and nothing else counts.

The machine keeps books of its own (``books``), from what each of them did and when; after every step the database is
compared with them (``holds``). An example that fails is shrunk: what is printed is a short story that fails, which can
be followed step by step in ``learners`` and ``administered``.
"""

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.attempts import bank
from tests.attempts.administered import Administered
from tests.attempts.books import POLICY
from tests.attempts.learners import Learning
from tests.quizzes import factories

RUNS, EXAMPLES = 25, 8
"""Many short runs come further than a long one: from the tenth example on Hypothesis mostly varies those it has."""
STEPS = 13
REACHED = {
    "answer: saved",
    "answer: not found",
    "answer: attempt-closed",
    "answer: attempt-paused",
    "answer: item-left",
    "answer: answer-newer",
    "answer: answer-settled",
    "forged answer",
    "again: saved",
    "again: saved before",
    "again: answer-newer",
    "again: attempt-closed",
    "two tabs: saved, answer-newer",
    "two tabs: saved, saved",
    "another's",
    "case worked through",
    "pause_attempt: done",
    "pause_attempt: no-pause-left",
    "resumed",
    "leave_item: done",
    "show_item: item-left",
    "second beginning",
    "begun after a failure",
    "begun by a grant",
    "begun with more time",
    "no beginning: already-passed",
    "no beginning: expired",
    "no beginning: no-attempts-left",
    "no beginning: slides-again",
    "no beginning: slides-unseen",
    "no beginning: wait",
    "no beginning: withdrawn",
    "closed at its end",
    "closed by beginning",
    "closed by the clock",
    "handed in again",
    "passed",
    "failed",
    "late",
    "correction: neutralised",
    "correction: rekeyed",
    "correction: gained",
    "correction: held",
    "correction: lost",
}


class Sittings(Learning, Administered):
    """The whole machine."""


@pytest.mark.django_db
def test_no_way_through_a_sitting_loses_an_answer_or_wins_a_score():
    Sittings.site = bank.Sitting(**{**POLICY, "section_percents": {}})
    Sittings.other = factories.learner()
    Sittings.reached = Counter()
    for number in range(RUNS):
        run_state_machine_as_test(
            seed(number)(Sittings),
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                deadline=None,
                database=None,
                report_multiple_bugs=False,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=list(HealthCheck),
            ),
        )
    missed = REACHED - set(+Sittings.reached)
    assert len(missed) <= 2, missed  # Hypothesis draws other examples whenever a constant of the project changes
