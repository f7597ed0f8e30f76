"""Numbers by which bodies know a person, an event or a provider, and how each shows a typing error.

NPI: the standard of the US Centers for Medicare and Medicaid Services; the check digit is Luhn's over 80840 and the
number. EFN: Bayerische Landesärztekammer, FAQ on Fortbildungspunkte: two digits for the profession, 276 for Germany,
three for the chamber, six running ones and Luhn's check digit. VNR: 19 digits (glossary of eiv-fobi.de); that they
begin with 276 and end in Luhn's check digit was read off the numbers of the EIV's test system. ACCME: seven digits for
a provider and nine for an activity (draft schema for learner records, v0.5).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from elearning.interop.problems import Problem, ProblemCode

NPI, EFN, LICENCE, ESMO = "npi", "efn", "licence", "esmo"
VNR = "vnr"
NPI_PREFIX = "80840"
GERMANY = "276"
US_STATES = frozenset(
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK "  # noqa: SIM905 57 lines otherwise
    "OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI".split()
)
_NPI_DIGITS, _EFN_DIGITS, _VNR_DIGITS = 10, 15, 19
_LICENCE = re.compile(r"(?=.*[0-9])[A-Z0-9][A-Z0-9./-]{0,29}")
_ESMO = re.compile(r"[0-9]{3,10}")
_PROFESSION_CODE = re.compile(r"[A-Z0-9]{1,10}")
_ACCME_PROVIDER = re.compile(r"[0-9]{7}")
_ACCME_ACTIVITY = re.compile(r"[0-9]{9}")


@dataclass(frozen=True)
class Identifier:
    """A number of a person. ``kind`` is a key of KINDS; a licence has the US ``state`` (two letters) that gave it and
    the ``profession`` code that CE Broker knows it under (RN, ME); other kinds have neither.
    """

    kind: str
    value: str
    state: str = ""
    profession: str = ""


def normalised(kind: str, value: str) -> str:
    """Return ``value`` as it is stored: capitals, no white space, and no hyphens except in a licence."""
    compact = "".join(value.upper().split())
    return compact if kind == LICENCE else compact.replace("-", "")


def problem(identifier: Identifier) -> Problem | None:
    """Return what is wrong with a normalised number, or None."""
    return KINDS[identifier.kind](identifier)


def vnr_problem(value: str) -> Problem | None:
    """Return what is wrong with the number of an event at the German EIV."""
    return _digits(VNR, value, _VNR_DIGITS) or _begins(VNR, value, 0, (GERMANY,)) or _luhn(VNR, value, value)


def is_accme_provider(value: str) -> bool:
    return _ACCME_PROVIDER.fullmatch(value) is not None


def is_accme_activity(value: str) -> bool:
    return _ACCME_ACTIVITY.fullmatch(value) is not None


def luhn(digits: str) -> bool:
    """Whether the last of ``digits`` is the check digit of the others by Luhn's formula (ISO/IEC 7812-1, annex B)."""
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def _npi(identifier: Identifier) -> Problem | None:
    value = identifier.value
    return (
        _digits(NPI, value, _NPI_DIGITS) or _begins(NPI, value, 0, ("1", "2")) or _luhn(NPI, value, NPI_PREFIX + value)
    )


def _efn(identifier: Identifier) -> Problem | None:
    value = identifier.value
    return _digits(EFN, value, _EFN_DIGITS) or _begins(EFN, value, 2, (GERMANY,)) or _luhn(EFN, value, value)


def _licence(identifier: Identifier) -> Problem | None:
    if not _LICENCE.fullmatch(identifier.value):
        return Problem.of(ProblemCode.PATTERN, kind=LICENCE, expected="ME123456")
    if identifier.state not in US_STATES:
        return Problem.of(ProblemCode.STATE_UNKNOWN, value=identifier.state)
    if not _PROFESSION_CODE.fullmatch(identifier.profession):
        return Problem.of(ProblemCode.PATTERN, kind="profession", expected="RN")
    return None


def _esmo(identifier: Identifier) -> Problem | None:
    return None if _ESMO.fullmatch(identifier.value) else Problem.of(ProblemCode.PATTERN, kind=ESMO, expected="123456")


KINDS: dict[str, Callable[[Identifier], Problem | None]] = {NPI: _npi, EFN: _efn, LICENCE: _licence, ESMO: _esmo}


def _digits(kind: str, value: str, count: int) -> Problem | None:
    right = len(value) == count and value.isascii() and value.isdecimal()
    return None if right else Problem.of(ProblemCode.DIGITS, kind=kind, count=count)


def _begins(kind: str, value: str, place: int, allowed: tuple[str, ...]) -> Problem | None:
    """Return a problem unless one of ``allowed`` stands at ``place`` (from 0)."""
    if any(value.startswith(part, place) for part in allowed):
        return None
    return Problem.of(
        ProblemCode.BEGINNING, kind=kind, expected=" / ".join("…" * bool(place) + part for part in allowed)
    )


def _luhn(kind: str, value: str, checked: str) -> Problem | None:
    return None if luhn(checked) else Problem.of(ProblemCode.CHECK_DIGIT, kind=kind)
