"""The learner's way through a module: facts of every app in, the steps with their state and reason out. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from courses.domain.reasons import Code, Reason

NOT_PASSED = Reason(Code.NOT_PASSED)


class StepKey(StrEnum):
    INFORMATION = "information"
    PRETEST = "pretest"
    SLIDES = "slides"
    TEST = "test"
    EVALUATION = "evaluation"
    CERTIFICATE = "certificate"


class State(StrEnum):
    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True)
class Step:
    """One step; a refused one carries its reason."""

    key: StepKey
    state: State
    reason: Reason | None = None


class Action(StrEnum):
    """What the learner can do now; a page shows each at most once."""

    START = "start"
    RESUME = "resume"
    TEST = "test"
    EVALUATION = "evaluation"
    CERTIFICATE = "certificate"


@dataclass(frozen=True)
class Facts:
    """What the apps know of one learner and one module at one instant.

    ``reading`` is why the slides cannot be read, ``beginning`` why no attempt can be begun, ``claiming`` why no
    certificate can be had (None: it can); ``certified`` says that it was issued. ``slides_unseen`` counts required
    ones. ``pretest`` says that the edition has one, ``pretested`` that the learner submitted it, ``pretesting`` why it
    cannot be taken. ``evaluating`` is why the evaluation cannot be filled in, ``evaluated`` that it was; where an
    accreditation asks for it, ``claiming`` says so.
    """

    reading: Reason | None
    started: bool
    slides_unseen: int
    beginning: Reason | None
    attempt_open: bool
    passed: bool
    claiming: Reason | None
    certified: bool = False
    pretest: bool = False
    pretested: bool = False
    pretesting: Reason | None = None
    evaluating: Reason | None = NOT_PASSED
    evaluated: bool = False


def steps(facts: Facts) -> list[Step]:
    """Return the steps in order: five, and the pre-test, for which no other step waits, where there is one.

    A later step that waits for an earlier one says which.
    """
    return [
        _information(facts),
        *([_pretest(facts)] if facts.pretest else []),
        _slides(facts),
        _test(facts),
        _evaluation(facts),
        _certificate(facts),
    ]


def actions(facts: Facts) -> list[Action]:
    """Return what can be done now, the most useful first."""
    found = []
    if facts.claiming is None:
        found.append(Action.CERTIFICATE)
    if facts.evaluating is None and not facts.evaluated:
        found.append(Action.EVALUATION)
    if facts.reading is None and facts.started and (facts.attempt_open or facts.beginning is None):
        found.append(Action.TEST)
    if facts.reading is None:
        found.append(Action.RESUME if facts.started else Action.START)
    return found


def _information(facts: Facts) -> Step:
    if facts.started:
        return Step(StepKey.INFORMATION, State.DONE)
    if facts.reading is not None:
        return Step(StepKey.INFORMATION, State.REFUSED, facts.reading)
    return Step(StepKey.INFORMATION, State.OPEN)


def _pretest(facts: Facts) -> Step:
    """The way into the pre-test notes that the information was read, as the way to the slides does."""
    if facts.pretested:
        return Step(StepKey.PRETEST, State.DONE)
    reason = facts.reading or facts.pretesting
    return Step(StepKey.PRETEST, State.REFUSED if reason else State.OPEN, reason)


def _slides(facts: Facts) -> Step:
    if facts.started and facts.slides_unseen == 0:
        return Step(StepKey.SLIDES, State.DONE)
    if facts.reading is not None:
        return Step(StepKey.SLIDES, State.REFUSED, facts.reading)
    if not facts.started:
        return Step(StepKey.SLIDES, State.REFUSED, Reason(Code.NOT_STARTED))
    return Step(StepKey.SLIDES, State.OPEN)


def _test(facts: Facts) -> Step:
    if facts.passed:
        return Step(StepKey.TEST, State.DONE)
    if facts.attempt_open:
        return Step(StepKey.TEST, State.OPEN)
    if facts.reading is not None:
        return Step(StepKey.TEST, State.REFUSED, facts.reading)
    if not facts.started:
        # Expiry outlasts everything that the learner could still do, so it is said first.
        ended = facts.beginning is not None and facts.beginning.code in {Code.EXPIRED, Code.NO_TEST}
        return Step(StepKey.TEST, State.REFUSED, facts.beginning if ended else Reason(Code.NOT_STARTED))
    if facts.beginning is not None:
        return Step(StepKey.TEST, State.REFUSED, facts.beginning)
    return Step(StepKey.TEST, State.OPEN)


def _evaluation(facts: Facts) -> Step:
    if facts.evaluated:
        return Step(StepKey.EVALUATION, State.DONE)
    if facts.evaluating is not None:
        return Step(StepKey.EVALUATION, State.REFUSED, facts.evaluating)
    return Step(StepKey.EVALUATION, State.OPEN)


def _certificate(facts: Facts) -> Step:
    if facts.certified:
        return Step(StepKey.CERTIFICATE, State.DONE)
    if facts.claiming is None:
        return Step(StepKey.CERTIFICATE, State.OPEN)
    return Step(StepKey.CERTIFICATE, State.REFUSED, facts.claiming)
