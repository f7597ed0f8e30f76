"""When a certificate may be claimed, and what a number stands for: design.md, "Progress, editions, time".

All instants are aware datetimes. An instant equal to a closing instant is too late.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from courses.domain.reasons import Code, Reason
from courses.domain.terms import claim_closes_at


@dataclass(frozen=True)
class ClaimFacts:
    """What decides whether a learner may have the certificate of one term.

    ``passed`` and ``in_time`` are the attempt's; ``expires_at``, ``last_valid_day``, ``claim_days`` and ``time_zone``
    (a tz name) those of its term and module. Whether the module was withdrawn meanwhile does not matter: what was
    earned before is served.
    """

    passed: bool
    in_time: bool
    expires_at: datetime
    last_valid_day: date
    claim_days: int
    time_zone: str
    claimed: bool = False
    revoked: bool = False

    @property
    def closes_at(self) -> datetime:
        """The first instant at which a first certificate can no longer be claimed."""
        return claim_closes_at(self.last_valid_day, self.claim_days, self.time_zone)


def may_claim(facts: ClaimFacts, now: datetime) -> Reason | None:
    """Return why no certificate may be issued at ``now``. One that was claimed in time stays available for ever."""
    if facts.revoked:
        return Reason(Code.CERTIFICATE_REVOKED)
    if facts.claimed:
        return None
    if not facts.passed:
        return Reason(Code.NOT_PASSED)
    if not facts.in_time:
        return Reason(Code.EXPIRED, {"since": facts.expires_at})
    if now >= facts.closes_at:
        return Reason(Code.CLAIM_CLOSED, {"since": facts.closes_at})
    return None


class State(StrEnum):
    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"


def state(*, replaced: bool, revoked: bool) -> State:
    """Return the state of a number. A revocation holds for every number of a completion, so it goes first."""
    if revoked:
        return State.REVOKED
    return State.REPLACED if replaced else State.VALID
