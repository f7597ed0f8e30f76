"""What is said about credit, in the bodies' own words. The sentence follows from scheme and state, it is never typed.

The wordings are those of the AMA (designation statement; the phrase in italics, with ™ at its first use: A18, P1) and
of the UEMS-EACCME (E5, E6) as docs/accreditation.md cites them; for other bodies a plain sentence with their name.
"""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from elearning.accounts.professions import Profession
from elearning.certificates.domain.claiming import SECONDS_PER_MINUTE, Award, Variant
from elearning.certificates.domain.schemes import ACOE, AMA, EACCME, ESMO
from elearning.certificates.domain.statement import (
    AccreditationFacts,
    AccreditationState,
    Fault,
    Statement,
    Verdict,
    last_day_allowed,
)

AMA_PHRASE = "AMA PRA Category 1 Credit"
"""Printed in italics wherever it stands."""


def amount(credit: Decimal) -> str:
    """Return credit as people write it: 0.75, 1, 1.5."""
    return f"{credit.normalize():f}"


def in_words(facts: AccreditationFacts, credit: Decimal) -> str:
    """Return an amount with the name of the credit, as "0.75 AMA PRA Category 1 Credits™".

    Of a name that a body gave itself only the singular is known, hence "1.5 CME point(s)".
    """
    named = facts.credit if credit == 1 else facts.rules.credits or f"{facts.credit}(s)"
    mark = "™" if facts.scheme == AMA else ""
    return f"{amount(credit)} {named}{mark}"


def designation(facts: AccreditationFacts, *, title: str, provider: str) -> str:
    """Return what a granted and open accreditation lets the provider say of the module."""
    most = amount(facts.maximum_credit)
    match facts.scheme:
        case "ama":
            unit = "" if facts.maximum_credit == 1 else "s"
            return (
                f"The {provider} designates this enduring material for a maximum of {most} {AMA_PHRASE}{unit}™. "
                "Physicians should claim only the credit commensurate with the extent of their participation in the "
                "activity."
            )
        case "eaccme":
            return (
                f"The e-learning material “{title}” has been accredited by the European Accreditation Council for "
                f"Continuing Medical Education (EACCME®) with {most} European CME credits (ECMEC®s). Each medical "
                "specialist should claim only those hours of credit that he/she actually spent in the educational "
                "activity."
            )
    values = {"body": facts.body, "credit": in_words(facts, facts.maximum_credit)}
    sentence = {
        ESMO: _("%(body)s has accredited this module with %(credit)s."),
        ACOE: _("%(body)s has reviewed this module and accredited it with a maximum of %(credit)s."),
    }.get(facts.scheme, _("%(body)s has accredited this module with a maximum of %(credit)s."))
    return sentence % values


def applied(facts: AccreditationFacts) -> str:
    """Return what may be said before the body has decided: for the EACCME this and nothing else (E5)."""
    if facts.scheme == EACCME:
        return "An application has been made to the UEMS-EACCME® for CME accreditation of this event."
    return _("An application has been made to %(body)s.") % {"body": facts.body}


def of_module(facts: AccreditationFacts, *, is_open: bool, title: str, provider: str) -> str:
    """Return the sentence about one accreditation for the page of its module; no credit unless granted and open."""
    if is_open:
        return designation(facts, title=title, provider=provider)
    if facts.state is AccreditationState.APPLIED:
        return applied(facts)
    return {
        AccreditationState.NONE: _("%(body)s: no accreditation has been applied for."),
        AccreditationState.GRANTED: _("%(body)s: the accreditation is not open today; no credit can be earned."),
        AccreditationState.REFUSED: _("%(body)s: the accreditation was not granted."),
        AccreditationState.EXPIRED: _("%(body)s: the accreditation has expired."),
        AccreditationState.WITHDRAWN: _("%(body)s: the accreditation was withdrawn."),
    }[facts.state] % {"body": facts.body}


def asks(facts: AccreditationFacts) -> str:
    """Return who can claim the credit of an open accreditation, and what it asks for beside a passed test."""
    gates = facts.gates
    served = ", ".join(str(Profession(key).label) for key in facts.professions)
    found = [
        _("For: %(served)s.") % {"served": served},
        _("The evaluation must be filled in.") if gates.evaluation else "",
        _("At least %(minutes)s minutes on the slides.") % {"minutes": -(-gates.active_seconds // SECONDS_PER_MINUTE)}
        if gates.active_seconds
        else "",
        _("At least %(percent)s %% of the slides.") % {"percent": gates.slides_percent} if gates.slides_percent else "",
        _("A score of at least %(percent)s %%.") % {"percent": gates.score_percent} if gates.score_percent else "",
    ]
    return " ".join(sentence for sentence in found if sentence)


def of_certificate(
    statement: Statement, award: Award, facts: AccreditationFacts | None, *, title: str, provider: str
) -> list[str]:
    """Return what the certificate prints about credit, in the language in force."""
    if award.variant is Variant.PARTICIPATION:
        return _participation(statement.accreditations)
    if facts is not None:
        awarded = _("Credit awarded: %(credit)s.") % {"credit": in_words(facts, award.credit)}
        reference = _("Reference of the accreditation: %(number)s.") % {"number": facts.reference_number}
        stated = designation(facts, title=title, provider=provider)
        return [awarded, stated, *([reference] if facts.reference_number else [])]
    return {
        Verdict.DEMONSTRATION: [_("Demonstration, no credit")],
        Verdict.NOT_OPEN: [_("No credit was awarded: the accreditation was not open when the test was passed.")],
        Verdict.NOT_GRANTED: [_("No credit was awarded: no accreditation had been granted when the test was passed.")],
    }[statement.verdict]


def _participation(accreditations: Iterable[AccreditationFacts]) -> list[str]:
    """Return the sentences for whom the credit is not meant: that they took part, and what was designated (A18)."""
    designated = [
        _("The module was designated for a maximum of %(credit)s.") % {"credit": in_words(one, one.maximum_credit)}
        for one in accreditations
    ]
    return [_("Certificate of participation. It awards none of the following credit."), *designated]


def fault(found: Fault, facts: AccreditationFacts) -> str:
    """Return what is wrong with an accreditation and what would be right."""
    rules = facts.rules
    life = last_day_allowed(facts.opens, rules.life_months) if facts.opens and rules.life_months else ""
    values = {
        "scheme": rules.title,
        "step": amount(rules.step),
        "own": amount(facts.step),
        "months": rules.life_months,
        "last": life,
        "score": rules.score_percent,
    }
    return {
        Fault.CREDIT_NAME_MISSING: _("Say what one credit is called, for example “CME point”."),
        Fault.CREDIT_NAME_FIXED: _("Leave the name of the credit empty: %(scheme)s has its own."),
        Fault.STEP: _("%(scheme)s is claimed in steps of %(step)s."),
        Fault.MAXIMUM_NOT_IN_STEPS: _("The maximum credit must be a multiple of the step, %(own)s."),
        Fault.PROFESSIONS_MISSING: _("Choose the professions that this credit is for."),
        Fault.PROFESSIONS_NOT_SERVED: _("%(scheme)s can be given to physicians only."),
        Fault.TOO_LONG: _("%(scheme)s lasts at most %(months)s months: the last day is %(last)s or earlier."),
        Fault.EVALUATION_NEEDED: _("%(scheme)s asks for the evaluation: require it."),
        Fault.SCORE_TOO_LOW: _("%(scheme)s asks for a score of at least %(score)s %%."),
    }[found] % values
