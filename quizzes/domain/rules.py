"""When an attempt may begin, be answered, and count: design.md, "Progress, editions, time".

All instants are aware datetimes. An instant equal to a closing instant is too late.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from courses.domain.reasons import Code, Reason
from quizzes.domain.policy import Policy, Reveal
from quizzes.domain.timing import Clock


@dataclass(frozen=True)
class BeginFacts:
    """What decides whether a learner may begin an attempt.

    ``opens_at`` and ``expires_at`` are those of the module's current term (None: it has none yet). ``used`` counts the
    finished attempts of this term, ``granted`` the additional ones; ``passed`` says whether one of them earned credit.
    ``policy`` is None where the module has no test. ``slides_unseen`` counts the required slides that are not finished,
    ``slides_unanswered`` those among them that only lack an answer to a question. ``slides_again`` are the slides of
    items missed in the last attempt that were not seen since, where the policy asks for that.
    """

    policy: Policy | None
    opens_at: datetime | None
    expires_at: datetime | None
    withdrawn: bool = False
    slides_unseen: int = 0
    slides_unanswered: int = 0
    attempt_open: bool = False
    passed: bool = False
    used: int = 0
    granted: int = 0
    last_submitted_at: datetime | None = None
    slides_again: tuple[str, ...] = ()


def may_begin(facts: BeginFacts, now: datetime) -> Reason | None:
    """Return why no attempt may begin at ``now``: the module's reasons first, then what the learner can lift."""
    return _unavailable(facts, now) or _needless(facts) or _expired(facts, now) or _not_yet(facts, now)


def _unavailable(facts: BeginFacts, now: datetime) -> Reason | None:
    if facts.withdrawn:
        return Reason(Code.WITHDRAWN)
    if facts.policy is None:
        return Reason(Code.NO_TEST)
    if facts.opens_at is None or now < facts.opens_at:
        return Reason(Code.NOT_RELEASED, {"until": facts.opens_at})
    return None


def _needless(facts: BeginFacts) -> Reason | None:
    if facts.passed:
        return Reason(Code.ALREADY_PASSED)
    return Reason(Code.ATTEMPT_OPEN) if facts.attempt_open else None


def _expired(facts: BeginFacts, now: datetime) -> Reason | None:
    expired = facts.expires_at is not None and now >= facts.expires_at
    return Reason(Code.EXPIRED, {"since": facts.expires_at}) if expired else None


def _not_yet(facts: BeginFacts, now: datetime) -> Reason | None:
    if facts.slides_unseen:
        return Reason(Code.SLIDES_UNSEEN, {"count": facts.slides_unseen, "questions": facts.slides_unanswered})
    allowed = facts.policy and facts.policy.allowed(facts.granted)
    if allowed is not None and facts.used >= allowed:
        return Reason(Code.NO_ATTEMPTS_LEFT, {"allowed": allowed})
    if facts.slides_again:
        return Reason(Code.SLIDES_AGAIN, {"slides": facts.slides_again})
    until = _wait_until(facts)
    return Reason(Code.WAIT, {"until": until}) if until and now < until else None


def _wait_until(facts: BeginFacts) -> datetime | None:
    """Return the instant from which the next attempt may begin; None before the first."""
    if facts.policy is None or facts.last_submitted_at is None:
        return None
    return facts.last_submitted_at + facts.policy.wait(facts.used)


def is_final(refusal: Reason | None) -> bool:
    """Whether ``refusal`` (from ``may_begin``) means that no further attempt follows in this term."""
    return refusal is not None and refusal.code in _FINAL


_FINAL = frozenset({Code.WITHDRAWN, Code.NO_TEST, Code.ALREADY_PASSED, Code.EXPIRED, Code.NO_ATTEMPTS_LEFT})


def credit_ends_at(
    expires_at: datetime | None, grace_minutes: int, withdrawn_at: datetime | None = None
) -> datetime | None:
    """Return the instant from which an attempt that was begun before expiry earns nothing; None: never."""
    grace_ends = None if expires_at is None else expires_at + timedelta(minutes=grace_minutes)
    return _earliest(grace_ends, withdrawn_at)


def closes_at(
    deadline: datetime | None, expires_at: datetime | None, grace_minutes: int, withdrawn_at: datetime | None = None
) -> datetime | None:
    """Return when an open attempt is scored as it stands: the earlier of its own deadline and the end of credit."""
    return _earliest(deadline, credit_ends_at(expires_at, grace_minutes, withdrawn_at))


def is_due(closing: datetime | None, now: datetime) -> bool:
    return closing is not None and now >= closing


def counted_at(started_at: datetime, closing: datetime | None, now: datetime) -> datetime:
    """Return when an attempt scored at ``now`` counts as submitted: between its start and its closing instant.

    The start is the later of the two when an administrator moved the expiry to before it.
    """
    return max(started_at, now if closing is None else min(now, closing))


def in_time(submitted_at: datetime, credit_ends: datetime | None) -> bool:
    """Whether an attempt submitted at ``submitted_at`` can earn credit."""
    return credit_ends is None or submitted_at < credit_ends


def may_answer(submitted_at: datetime | None, closing: datetime | None, now: datetime) -> Reason | None:
    """Return why an answer given at ``now`` cannot be saved."""
    if submitted_at is not None or is_due(closing, now):
        return Reason(Code.ATTEMPT_CLOSED)
    return None


def may_work(clock: Clock, now: datetime) -> Reason | None:
    """Return why nothing is shown or saved at ``now``: while the clock stands still nobody works on the items."""
    return Reason(Code.ATTEMPT_PAUSED) if clock.is_paused(now) else None


def may_open(number: int, reached: int, *, back: bool) -> Reason | None:
    """Return why item ``number`` is not open: without going back there is only the one that was reached."""
    return None if back or number == reached else Reason(Code.ITEM_LEFT)


def may_overwrite(saved: int, shown: int | None) -> Reason | None:
    """Return why a page that shows revision ``shown`` of a response may not replace the ``saved`` one."""
    return None if shown is None or shown == saved else Reason(Code.ANSWER_NEWER)


def may_pause(submitted_at: datetime | None, closing: datetime | None, clock: Clock, now: datetime) -> Reason | None:
    """Return why the clock cannot stand still from ``now`` on."""
    if reason := may_answer(submitted_at, closing, now):
        return reason
    return None if clock.resumed(now).pause_left or clock.is_paused(now) else Reason(Code.NO_PAUSE_LEFT)


def answers_shown(reveal: Reveal, *, passed: bool, final: bool) -> bool:
    """Whether a submitted attempt's right answers, comments and rationales may be shown.

    ``final``: the learner can begin no further attempt in this term. Where the answers stay hidden, missed items
    name only the slides to read again.
    """
    match reveal:
        case Reveal.AFTER_SUBMIT:
            return True
        case Reveal.AFTER_FINAL_ATTEMPT:
            return passed or final
        case Reveal.AFTER_PASS:
            return passed
    return False


def _earliest(*instants: datetime | None) -> datetime | None:
    return min((instant for instant in instants if instant is not None), default=None)
