"""Reports to bodies in words: who the bodies are, what keeps a credit out of a report, and where it stands."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from elearning.delivery.domain.bodies import CE_BROKER, EIV, MORA, PARS
from elearning.delivery.domain.standing import Standing
from elearning.delivery.models import BodyChoice
from elearning.interop.identifiers import EFN, ESMO, LICENCE, NPI, VNR
from elearning.interop.problems import Problem, ProblemCode


@dataclass(frozen=True)
class BodyText:
    """``name`` of the body, ``credit`` that it is told of, ``told``: everything that a report says about a learner."""

    name: str
    credit: str
    told: str


def bodies() -> dict[str, BodyText]:
    """Return the words for each body, by key."""
    return {
        PARS: BodyText(
            BodyChoice.PARS.label,
            _("AMA PRA Category 1 Credit"),
            _(
                "your name, day and month of birth, NPI or US licence, the module, when you completed it, the credit "
                "you claimed and the number of your certificate"
            ),
        ),
        CE_BROKER: BodyText(
            BodyChoice.CE_BROKER.label,
            _("AMA PRA Category 1 Credit and credit of national bodies"),
            _(
                "your name, US licence with its state and profession code, the module, the day you completed it and "
                "the credit you claimed"
            ),
        ),
        EIV: BodyText(
            BodyChoice.EIV.label,
            _("credit of a German chamber"),
            _("your EFN, the number of the module and the day you completed it; not your name"),
        ),
        MORA: BodyText(
            BodyChoice.MORA.label,
            _("ESMO-MORA points"),
            _(
                "your name, country, ESMO number if you enter it, the module, the day you completed it, the points "
                "and the number of your certificate"
            ),
        ),
    }


def kinds() -> dict[str, str]:
    """Return what each kind of number is called."""
    return {
        NPI: _("NPI (United States)"),
        LICENCE: _("US state licence"),
        EFN: _("EFN (Germany)"),
        ESMO: _("ESMO number"),
        VNR: _("VNR"),
        "profession": _("profession code"),
    }


def describe(problem: Problem) -> str:
    """Return the sentence for ``problem``: what is wrong and what would be right."""
    names = kinds()
    facts = dict(problem.facts)
    if "kind" in facts:
        facts["kind"] = names[facts["kind"]]
    if "kinds" in facts:
        facts["kinds"] = _(" or ").join(names[kind] for kind in facts["kinds"])
    return _sentences()[problem.code] % facts


def _sentences() -> dict[ProblemCode, str]:
    return {
        ProblemCode.NAME_MISSING: _("Given names and family name are missing."),
        ProblemCode.BIRTHDAY_MISSING: _("Day and month of birth are missing."),
        ProblemCode.CHARACTERS: _("The name holds characters that no file can carry: %(characters)s."),
        ProblemCode.IDENTIFIER_MISSING: _("A number is missing: %(kinds)s."),
        ProblemCode.DIGITS: _("%(kind)s: it has exactly %(count)s digits."),
        ProblemCode.BEGINNING: _("%(kind)s: it begins with %(expected)s."),
        ProblemCode.CHECK_DIGIT: _("%(kind)s: a digit is wrong. Compare it with your card or letter."),
        ProblemCode.PATTERN: _("%(kind)s: write it like %(expected)s, without anything else."),
        ProblemCode.STATE_UNKNOWN: _("US state licence: choose the state that gave it."),
        ProblemCode.NO_CREDIT: _("No credit was claimed."),
        ProblemCode.CREDIT_STEP: _("%(amount)s is no multiple of %(step)s, which this body asks for."),
        ProblemCode.SUBJECT_AREA_MISSING: _(
            "Less than the maximum was claimed, for which CE Broker needs a code: set CEBROKER_SUBJECT_AREA."
        ),
        ProblemCode.REFERENCE_NUMBER: _(
            "The accreditation needs this body's reference number, like %(expected)s; it says “%(value)s”."
        ),
        ProblemCode.SETTING: _("The provider's own number is missing: set %(name)s, for example %(expected)s."),
        ProblemCode.NO_WITHDRAWAL: _("This file cannot take a report back: do it at the body, then mark it here."),
    }


def standings() -> dict[Standing, str]:
    """Return what a learner reads about a credit at a body."""
    return {
        Standing.NO_CONSENT: _("Not reported: you have not allowed it."),
        Standing.INCOMPLETE: _("Not reported yet: something is missing."),
        Standing.WAITING: _("Waits for the next report."),
        Standing.EXPORTED: _("In a report that is being sent."),
        Standing.SENT: _("Sent; the body has not answered yet."),
        Standing.ACCEPTED: _("Accepted by the body."),
        Standing.REJECTED: _("Rejected by the body; it will be reported again."),
        Standing.TO_TAKE_BACK: _("Reported, but the certificate has changed since: it will be taken back."),
        Standing.TAKEN_BACK: _("Taken back: the certificate was replaced or revoked."),
        Standing.NOT_REPORTED: _("Not reported: the certificate was replaced or revoked."),
    }
