"""Checks of an accreditation: its credit against the time, its days, its gates."""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from elearning.publishing.preflight.domain.checks import last_day_of_life
from elearning.publishing.preflight.domain.facts import Credit, Facts
from elearning.publishing.preflight.domain.rules import CreditCheck, Finding, by_hand, decide, met, not_met

NOTHING_YET = "its credit is not recorded yet"


def earned_by_time(minutes: int, minutes_per_credit: int, step: Decimal) -> Decimal:
    """Return the credit that ``minutes`` amount to, rounded to the nearest step, half a step up (A14)."""
    steps = (Decimal(minutes) / minutes_per_credit / step).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return steps * step


def within_time(minutes_per_credit: int) -> CreditCheck:
    """Return a check that the maximum credit is not above what the stated time amounts to."""

    def check(facts: Facts, credit: Credit) -> Finding:
        if credit.maximum is None:
            return by_hand(NOTHING_YET)
        worth = earned_by_time(facts.minutes, minutes_per_credit, credit.step)
        said = f"{facts.minutes} minutes are {worth} credits in steps of {credit.step}; designated for {credit.maximum}"
        return decide(credit.maximum <= worth, said, said)

    return check


def in_steps(step: Decimal) -> CreditCheck:
    def check(facts: Facts, credit: Credit) -> Finding:
        if credit.maximum is None:
            return by_hand(NOTHING_YET)
        said = f"maximum {credit.maximum}, claimed in steps of {credit.step}"
        right = credit.maximum % step == 0 and credit.step % step == 0
        return decide(right, said, f"{said}; the scheme counts in steps of {step}")

    return check


def exactly(amount: Decimal) -> CreditCheck:
    def check(facts: Facts, credit: Credit) -> Finding:
        if credit.maximum is None:
            return by_hand(NOTHING_YET)
        return decide(credit.maximum == amount, f"{credit.maximum}", f"{credit.maximum}; the scheme gives {amount}")

    return check


def at_least(amount: Decimal) -> CreditCheck:
    def check(facts: Facts, credit: Credit) -> Finding:
        if credit.maximum is None:
            return by_hand(NOTHING_YET)
        said = f"maximum {credit.maximum}"
        return decide(credit.maximum >= amount, said, f"{said}; at least {amount} is asked for")

    return check


def life_of(months: int) -> CreditCheck:
    """Return a check that credit closes at most ``months`` after it opens (the body's notification)."""

    def check(facts: Facts, credit: Credit) -> Finding:
        if credit.opens is None or credit.closes is None:
            return by_hand("its first and last day are not recorded yet")
        latest = last_day_of_life(credit.opens, months)
        said = f"from {credit.opens} to {credit.closes}"
        return decide(credit.closes <= latest, said, f"{said}; {latest} at the latest")

    return check


def in_advance(facts: Facts, credit: Credit) -> Finding:
    """Credit is designated before it can be earned; there is none in retrospect."""
    if not credit.is_granted or credit.opens is None:
        return by_hand(f"state: {credit.state}; no credit is given before the grant is recorded")
    if credit.granted_on is None or credit.granted_on > credit.opens:
        return not_met(f"recorded as granted on {credit.granted_on}, but credit opens on {credit.opens}")
    return met(f"recorded as granted on {credit.granted_on}, credit opens on {credit.opens}")


def within_term(facts: Facts, credit: Credit) -> Finding:
    if facts.days is None:
        return not_met("the module has no term")
    if credit.opens is None or credit.closes is None:
        return by_hand("its first and last day are not recorded yet")
    first, last = facts.days.release, facts.days.last_valid_day
    said = f"credit from {credit.opens} to {credit.closes}, module from {first} to {last}"
    return decide(first <= credit.opens and credit.closes <= last, said, said)


def gates_reachable(facts: Facts, credit: Credit) -> Finding:
    """A learner who reads at the stated pace and answers everything right meets every gate."""
    seconds = sum(slide.seconds for slide in facts.slides)
    wrong = []
    if credit.minimum_active_seconds > seconds:
        wrong.append(f"{credit.minimum_active_seconds} active seconds, but the slides take {seconds}")
    if credit.minimum_slides_percent > 100:  # noqa: PLR2004 per cent
        wrong.append(f"{credit.minimum_slides_percent} % of the slides")
    if (credit.minimum_score_percent or 0) > 100:  # noqa: PLR2004 per cent
        wrong.append(f"a score of {credit.minimum_score_percent} %")
    score = "the test's own pass mark" if credit.minimum_score_percent is None else f"{credit.minimum_score_percent} %"
    time = f"{credit.minimum_active_seconds} of {seconds} seconds"
    said = f"{time}, {credit.minimum_slides_percent} % of slides, score: {score}"
    return decide(not wrong, said, f"cannot be reached: {', '.join(wrong)}")


def evaluated(facts: Facts, credit: Credit) -> Finding:
    if not facts.evaluation_questions:
        return not_met("there is no evaluation form")
    said = f"the certificate waits for the evaluation ({facts.evaluation_questions} questions, nothing pre-filled)"
    return decide(credit.evaluation_required, said, "the accreditation does not ask for the evaluation")


def physicians_only(facts: Facts, credit: Credit) -> Finding:
    others = [profession for profession in credit.professions if profession != "physician"]
    said = "physicians; others receive a certificate of participation"
    return decide(not others, said, f"also given to: {', '.join(others)}")


def referenced(facts: Facts, credit: Credit) -> Finding:
    if not credit.is_granted:
        return by_hand(f"state: {credit.state}")
    return decide(
        credit.reference_number, f"number {credit.reference_number}", "granted, but without the body's number"
    )


def applied_early(weeks: int) -> CreditCheck:
    """Return a check that the application was recorded so many weeks before the credit, or the module, opens."""

    def check(facts: Facts, credit: Credit) -> Finding:
        opens = credit.opens or (facts.days and facts.days.release)
        if credit.applied_on is None or opens is None:
            return by_hand("the day of the application is not recorded")
        latest = opens - timedelta(weeks=weeks)
        said = f"applied on {credit.applied_on}, opens on {opens}"
        return decide(credit.applied_on <= latest, said, f"{said}; {latest} at the latest")

    return check
