"""Where one credit stands with one body, as a learner is told and an administrator works through."""

from dataclasses import dataclass
from enum import StrEnum

from elearning.interop.problems import Problem
from elearning.interop.reported import Action


class State(StrEnum):
    """What became of a line of a report. A rejected one stays; the credit may then be reported again."""

    EXPORTED = "exported"
    SENT = "sent"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Standing(StrEnum):
    NO_CONSENT = "no-consent"
    INCOMPLETE = "incomplete"
    WAITING = "waiting"
    EXPORTED = "exported"
    SENT = "sent"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    TO_TAKE_BACK = "to-take-back"
    TAKEN_BACK = "taken-back"
    NOT_REPORTED = "not-reported"


@dataclass(frozen=True)
class Line:
    """One delivery: what was asked of the body, and what became of it."""

    action: Action
    state: State
    message: str = ""

    @property
    def stands(self) -> bool:
        """Whether the body has to be taken to know it."""
        return self.state is not State.REJECTED


def standing(*, valid: bool, consent: bool, problems: list[Problem], lines: list[Line]) -> Standing:
    """Return where a credit stands; ``lines`` are its deliveries to the body, the oldest first.

    ``valid`` is whether the certificate is neither replaced nor revoked; ``problems`` keep it out of the next report.
    """
    reported = [line for line in lines if line.action is Action.ADD and line.stands]
    if any(line.action is Action.DELETE and line.stands for line in lines):
        return Standing.TAKEN_BACK
    if reported:
        return Standing(reported[-1].state) if valid else Standing.TO_TAKE_BACK
    if not valid:
        return Standing.NOT_REPORTED
    if not consent:
        return Standing.NO_CONSENT
    if any(line.state is State.REJECTED for line in lines):
        return Standing.REJECTED
    return Standing.INCOMPLETE if problems else Standing.WAITING


def action_due(where: Standing) -> Action | None:
    """Return what the next report says about a credit, or None: nothing."""
    if where is Standing.TO_TAKE_BACK:
        return Action.DELETE
    return Action.ADD if where in {Standing.WAITING, Standing.INCOMPLETE, Standing.REJECTED} else None


def may_become(old: State, new: State) -> bool:
    """Whether a line may be noted as ``new``: bodies answer once, and may reject later what they had accepted."""
    order = [State.EXPORTED, State.SENT, State.ACCEPTED, State.REJECTED]
    return old is new or (old is not State.REJECTED and order.index(new) > order.index(old))
