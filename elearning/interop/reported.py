"""What a body is told about one credit: the completion, and who the learner is to that body."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from elearning.interop.identifiers import Identifier, problem
from elearning.interop.problems import Problem, ProblemCode
from elearning.interop.record import CompletionRecord
from elearning.interop.xmlfile import forbidden_characters


class Action(StrEnum):
    ADD = "add"
    DELETE = "delete"  # the certificate was replaced or revoked after it had been reported


@dataclass(frozen=True)
class Identity:
    """A learner as bodies know persons. Of the birthday only month and day are asked for (ACCME, never the year).

    ``country`` is ISO 3166-1 alpha-2 or empty.
    """

    given_name: str = ""
    family_name: str = ""
    birth_month: int | None = None
    birth_day: int | None = None
    country: str = ""
    identifiers: tuple[Identifier, ...] = ()

    def first(self, *kinds: str) -> Identifier | None:
        """Return the learner's identifier of the first of ``kinds`` that there is."""
        known = {one.kind: one for one in reversed(self.identifiers)}
        return next((known[kind] for kind in kinds if kind in known), None)


@dataclass(frozen=True)
class Reported:
    record: CompletionRecord
    identity: Identity
    action: Action = Action.ADD


@dataclass(frozen=True)
class Sender:
    """The provider as bodies number it, and when the file is made. Empty: the site has no such number.

    ``accme`` has seven digits; ``cebroker`` is the provider's number there without "50-", ``subject_area`` the code
    under which CE Broker takes partial credit.
    """

    made_at: datetime
    accme: str = ""
    cebroker: str = ""
    subject_area: str = ""


def completed_locally(record: CompletionRecord) -> datetime:
    """Return when the test was submitted, on the clock of the module's time zone."""
    return record.completed_at.astimezone(ZoneInfo(record.time_zone))


def completion_day(record: CompletionRecord) -> date:
    return completed_locally(record).date()


def name_problems(identity: Identity) -> list[Problem]:
    """Return a problem for a name that is missing or cannot be written into a file."""
    if not (identity.given_name.strip() and identity.family_name.strip()):
        return [Problem.of(ProblemCode.NAME_MISSING)]
    wrong = [
        char
        for char in identity.given_name + identity.family_name
        if forbidden_characters(char) or not (char.isprintable() or char == " ")
    ]
    shown = ", ".join(f"U+{ord(char):04X}" for char in dict.fromkeys(wrong))
    return [Problem.of(ProblemCode.CHARACTERS, characters=shown)] if wrong else []


def identifier_problems(identity: Identity, *kinds: str) -> list[Problem]:
    """Return a problem unless the learner has a right identifier of one of ``kinds``; the first there is counts."""
    found = identity.first(*kinds)
    if found is None:
        return [Problem.of(ProblemCode.IDENTIFIER_MISSING, kinds=kinds)]
    wrong = problem(found)
    return [wrong] if wrong else []


def credit_problems(record: CompletionRecord, step: str = "0.01") -> list[Problem]:
    """Return a problem unless credit was awarded, in multiples of ``step``."""
    if record.credit is None or record.credit.amount <= 0:
        return [Problem.of(ProblemCode.NO_CREDIT)]
    if record.credit.amount % Decimal(step):
        return [Problem.of(ProblemCode.CREDIT_STEP, amount=record.credit.amount, step=Decimal(step))]
    return []
