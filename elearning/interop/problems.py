"""What keeps a credit out of a report: one vocabulary for all formats. ``elearning.delivery.texts`` gives it words."""

from dataclasses import dataclass, field
from enum import StrEnum


class ProblemCode(StrEnum):
    NAME_MISSING = "name-missing"
    BIRTHDAY_MISSING = "birthday-missing"
    CHARACTERS = "characters"  # characters: str, as U+0007, U+FFFE
    IDENTIFIER_MISSING = "identifier-missing"  # kinds: tuple[str, ...], keys of identifiers.KINDS; one is enough
    DIGITS = "digits"  # kind: str, count: int
    BEGINNING = "beginning"  # kind: str, expected: str
    CHECK_DIGIT = "check-digit"  # kind: str
    PATTERN = "pattern"  # kind: str, expected: str
    STATE_UNKNOWN = "state-unknown"  # value: str
    NO_CREDIT = "no-credit"
    CREDIT_STEP = "credit-step"  # amount: Decimal, step: Decimal
    SUBJECT_AREA_MISSING = "subject-area-missing"
    REFERENCE_NUMBER = "reference-number"  # value: str, expected: str
    SETTING = "setting"  # name: str, expected: str; the site's own number at the body
    NO_WITHDRAWAL = "no-withdrawal"


LEARNERS = frozenset(
    {
        ProblemCode.NAME_MISSING,
        ProblemCode.BIRTHDAY_MISSING,
        ProblemCode.CHARACTERS,
        ProblemCode.IDENTIFIER_MISSING,
        ProblemCode.DIGITS,
        ProblemCode.BEGINNING,
        ProblemCode.CHECK_DIGIT,
        ProblemCode.PATTERN,
        ProblemCode.STATE_UNKNOWN,
    }
)
"""What the learner can mend; the rest is the provider's."""


@dataclass(frozen=True)
class Problem:
    """One reason as a value; ``facts`` holds what its sentence needs (named beside each code)."""

    code: ProblemCode
    facts: dict[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, code: ProblemCode, **facts: object) -> "Problem":
        return cls(code, facts)
