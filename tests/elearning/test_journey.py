"""The learner's steps for every state of affairs, as a table."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.domain.reasons import Code, Reason
from elearning.journey import Action, Facts, State, StepKey, actions, steps

OPEN, DONE = State.OPEN, State.DONE
NOT_PASSED, NOT_STARTED = Reason(Code.NOT_PASSED), Reason(Code.NOT_STARTED)
UNSEEN = Reason(Code.SLIDES_UNSEEN, {"count": 3})
SIGN_IN, WITHDRAWN, EXPIRED = (
    Reason(Code.SIGN_IN),
    Reason(Code.WITHDRAWN),
    Reason(Code.EXPIRED, {"since": datetime(2027, 1, 1, tzinfo=UTC)}),
)
NOT_RELEASED, MEMBERS = (
    Reason(Code.NOT_RELEASED, {"until": datetime(2027, 1, 1, tzinfo=UTC)}),
    Reason(Code.MEMBERS_ONLY),
)
WAIT, USED, NO_TEST = (
    Reason(Code.WAIT, {"until": datetime(2027, 1, 1, tzinfo=UTC)}),
    Reason(Code.NO_ATTEMPTS_LEFT, {"allowed": 2}),
    Reason(Code.NO_TEST),
)
PRETEST_CLOSED = Reason(Code.PRETEST_CLOSED)
PASSED, CLAIM_CLOSED, ATTEMPT_OPEN = (
    Reason(Code.ALREADY_PASSED),
    Reason(Code.CLAIM_CLOSED, {}),
    Reason(Code.ATTEMPT_OPEN),
)

NEW = Facts(
    reading=None,
    started=False,
    slides_unseen=3,
    beginning=UNSEEN,
    attempt_open=False,
    passed=False,
    claiming=NOT_PASSED,
)
READING = replace(NEW, started=True)
READ = replace(READING, slides_unseen=0, beginning=None)
FINISHED = replace(READ, passed=True, beginning=PASSED, claiming=None, evaluating=None)
GATE_EVALUATION = Reason(Code.GATE_EVALUATION)

CASES = {
    "visitor": (
        replace(NEW, reading=SIGN_IN, beginning=SIGN_IN),
        [SIGN_IN, SIGN_IN, SIGN_IN, NOT_PASSED, NOT_PASSED],
        [],
    ),
    "visitor of a public module": (
        replace(NEW, beginning=SIGN_IN),
        [OPEN, NOT_STARTED, NOT_STARTED, NOT_PASSED, NOT_PASSED],
        [Action.START],
    ),
    "not a member": (replace(NEW, reading=MEMBERS), [MEMBERS, MEMBERS, MEMBERS, NOT_PASSED, NOT_PASSED], []),
    "not released": (
        replace(NEW, reading=NOT_RELEASED, beginning=NOT_RELEASED),
        [NOT_RELEASED, NOT_RELEASED, NOT_RELEASED, NOT_PASSED, NOT_PASSED],
        [],
    ),
    "new learner": (NEW, [OPEN, NOT_STARTED, NOT_STARTED, NOT_PASSED, NOT_PASSED], [Action.START]),
    "reading": (READING, [DONE, OPEN, UNSEEN, NOT_PASSED, NOT_PASSED], [Action.RESUME]),
    "read": (READ, [DONE, DONE, OPEN, NOT_PASSED, NOT_PASSED], [Action.TEST, Action.RESUME]),
    "in an attempt": (
        replace(READ, attempt_open=True, beginning=ATTEMPT_OPEN),
        [DONE, DONE, OPEN, NOT_PASSED, NOT_PASSED],
        [Action.TEST, Action.RESUME],
    ),
    "in an attempt while a new edition asks for slides again": (
        replace(READING, attempt_open=True, beginning=ATTEMPT_OPEN),
        [DONE, OPEN, OPEN, NOT_PASSED, NOT_PASSED],
        [Action.TEST, Action.RESUME],
    ),
    "waiting": (replace(READ, beginning=WAIT), [DONE, DONE, WAIT, NOT_PASSED, NOT_PASSED], [Action.RESUME]),
    "attempts used": (replace(READ, beginning=USED), [DONE, DONE, USED, NOT_PASSED, NOT_PASSED], [Action.RESUME]),
    "no test": (replace(READ, beginning=NO_TEST), [DONE, DONE, NO_TEST, NOT_PASSED, NOT_PASSED], [Action.RESUME]),
    "passed": (
        FINISHED,
        [DONE, DONE, DONE, OPEN, OPEN],
        [Action.CERTIFICATE, Action.EVALUATION, Action.RESUME],
    ),
    "passed, then a slide was changed in substance": (
        replace(FINISHED, slides_unseen=1),
        [DONE, OPEN, DONE, OPEN, OPEN],
        [Action.CERTIFICATE, Action.EVALUATION, Action.RESUME],
    ),
    "certificate issued": (
        replace(FINISHED, certified=True, evaluated=True),
        [DONE, DONE, DONE, DONE, DONE],
        [Action.CERTIFICATE, Action.RESUME],
    ),
    "passed, claim closed": (
        replace(FINISHED, claiming=CLAIM_CLOSED),
        [DONE, DONE, DONE, OPEN, CLAIM_CLOSED],
        [Action.EVALUATION, Action.RESUME],
    ),
    "expired, never begun": (
        replace(NEW, beginning=EXPIRED),
        [OPEN, NOT_STARTED, EXPIRED, NOT_PASSED, NOT_PASSED],
        [Action.START],
    ),
    "expired while reading": (
        replace(READING, beginning=EXPIRED),
        [DONE, OPEN, EXPIRED, NOT_PASSED, NOT_PASSED],
        [Action.RESUME],
    ),
    "expired, all read": (
        replace(READ, beginning=EXPIRED),
        [DONE, DONE, EXPIRED, NOT_PASSED, NOT_PASSED],
        [Action.RESUME],
    ),
    "withdrawn, never begun": (
        replace(NEW, reading=WITHDRAWN, beginning=WITHDRAWN),
        [WITHDRAWN, WITHDRAWN, WITHDRAWN, NOT_PASSED, NOT_PASSED],
        [],
    ),
    "withdrawn while reading": (
        replace(READING, reading=WITHDRAWN, beginning=WITHDRAWN),
        [DONE, WITHDRAWN, WITHDRAWN, NOT_PASSED, NOT_PASSED],
        [],
    ),
    "new learner of a module with a pre-test": (
        replace(NEW, pretest=True),
        [OPEN, OPEN, NOT_STARTED, NOT_STARTED, NOT_PASSED, NOT_PASSED],
        [Action.START],
    ),
    "visitor of a module with a pre-test": (
        replace(NEW, reading=SIGN_IN, beginning=SIGN_IN, pretest=True, pretesting=SIGN_IN),
        [SIGN_IN, SIGN_IN, SIGN_IN, SIGN_IN, NOT_PASSED, NOT_PASSED],
        [],
    ),
    "visitor of a public module with a pre-test": (
        replace(NEW, beginning=SIGN_IN, pretest=True, pretesting=SIGN_IN),
        [OPEN, SIGN_IN, NOT_STARTED, NOT_STARTED, NOT_PASSED, NOT_PASSED],
        [Action.START],
    ),
    "pre-test submitted": (
        replace(READING, pretest=True, pretested=True, pretesting=PRETEST_CLOSED),
        [DONE, DONE, OPEN, UNSEEN, NOT_PASSED, NOT_PASSED],
        [Action.RESUME],
    ),
    "pre-test left out, in an attempt": (
        replace(READ, attempt_open=True, beginning=ATTEMPT_OPEN, pretest=True, pretesting=PRETEST_CLOSED),
        [DONE, PRETEST_CLOSED, DONE, OPEN, NOT_PASSED, NOT_PASSED],
        [Action.TEST, Action.RESUME],
    ),
    "pre-test of an expired module": (
        replace(NEW, beginning=EXPIRED, pretest=True),
        [OPEN, OPEN, NOT_STARTED, EXPIRED, NOT_PASSED, NOT_PASSED],
        [Action.START],
    ),
    "pre-test of a withdrawn module": (
        replace(READING, reading=WITHDRAWN, beginning=WITHDRAWN, pretest=True),
        [DONE, WITHDRAWN, WITHDRAWN, WITHDRAWN, NOT_PASSED, NOT_PASSED],
        [],
    ),
    "withdrawn after a pass": (
        replace(FINISHED, reading=WITHDRAWN),
        [DONE, DONE, DONE, OPEN, OPEN],
        [Action.CERTIFICATE, Action.EVALUATION],
    ),
    "passed where credit asks for the evaluation": (
        replace(FINISHED, claiming=GATE_EVALUATION),
        [DONE, DONE, DONE, OPEN, GATE_EVALUATION],
        [Action.EVALUATION, Action.RESUME],
    ),
    "passed and evaluated": (
        replace(FINISHED, evaluated=True),
        [DONE, DONE, DONE, DONE, OPEN],
        [Action.CERTIFICATE, Action.RESUME],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_steps_and_what_can_be_done(case):
    facts, expected, possible = CASES[case]
    found = [step.reason or step.state for step in steps(facts)]
    assert found == expected
    assert actions(facts) == possible
    assert [step.key for step in steps(facts)] == [
        key for key in StepKey if key is not StepKey.PRETEST or facts.pretest
    ]


reasons = st.sampled_from([None, *(Reason(code) for code in Code)])
anything = st.builds(
    Facts,
    reading=reasons,
    started=st.booleans(),
    slides_unseen=st.integers(0, 3),
    beginning=reasons,
    attempt_open=st.booleans(),
    passed=st.booleans(),
    claiming=reasons,
    certified=st.booleans(),
    pretest=st.booleans(),
    pretested=st.booleans(),
    pretesting=reasons,
    evaluating=reasons,
    evaluated=st.booleans(),
)


@settings(max_examples=200, deadline=None)
@given(anything)
def test_a_refused_step_always_has_a_reason_and_no_other_has_one(facts):
    assert all((step.state is State.REFUSED) == (step.reason is not None) for step in steps(facts))


@settings(max_examples=200, deadline=None)
@given(anything)
def test_a_pretest_changes_nothing_for_the_other_steps(facts):
    without = replace(facts, pretest=False)
    assert [step for step in steps(facts) if step.key is not StepKey.PRETEST] == steps(without)
    assert actions(facts) == actions(without)


@settings(max_examples=200, deadline=None)
@given(anything)
def test_nothing_is_offered_that_a_step_refuses(facts):
    states = {step.key: step.state for step in steps(facts)}
    offered = actions(facts)
    assert len(offered) == len(set(offered))
    assert (Action.CERTIFICATE in offered) == (facts.claiming is None)
    assert Action.CERTIFICATE not in offered or states[StepKey.CERTIFICATE] is not State.REFUSED
    assert not (Action.START in offered and Action.RESUME in offered)
    if facts.reading is not None:
        assert not {Action.START, Action.RESUME} & set(offered)
    if Action.TEST in offered and not facts.passed:
        assert states[StepKey.TEST] is OPEN
