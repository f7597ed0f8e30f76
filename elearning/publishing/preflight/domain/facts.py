"""Everything that the pre-flight rules look at, as one frozen value. Times of slides are in seconds, days in the
module's time zone; it is gathered by preflight/evidence.py."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from courses.domain.disclosures import Person
from courses.domain.reading import reading_minutes
from courses.domain.requirements import Unmet
from courses.domain.terms import Days
from quizzes.domain.policy import Policy


@dataclass(frozen=True)
class SlideFacts:
    """One slide: how many sources it lists, how many questions it asks."""

    key: str
    title: str
    section: str
    seconds: int
    references: int
    questions: int
    objectives: tuple[str, ...]


@dataclass(frozen=True)
class ItemFacts:
    """One item of the bank: its ties, and how many of its options are right or have a comment."""

    key: str
    options: int
    correct: int
    commented: int
    has_rationale: bool
    objectives: tuple[str, ...]
    slides: tuple[str, ...]
    references: int


@dataclass(frozen=True)
class Credit:
    """A body's accreditation as it stands; ``granted_on`` is the day on which the grant was recorded.

    ``scheme`` is a key of ``elearning.certificates.domain.schemes``; days are the first and the last of the credit.
    """

    scheme: str
    body: str
    name: str
    state: str
    reference_number: str
    maximum: Decimal | None
    step: Decimal
    professions: tuple[str, ...]
    opens: date | None
    closes: date | None
    applied_on: date | None
    granted_on: date | None
    minimum_active_seconds: int = 0
    minimum_slides_percent: int = 0
    minimum_score_percent: int | None = None
    evaluation_required: bool = False

    @property
    def is_granted(self) -> bool:
        return self.state == "granted"

    @property
    def label(self) -> str:
        return f"{self.body}: {self.name}"


@dataclass(frozen=True)
class Front:
    """The front matter as plain text; empty where nothing is written. ``objectives`` are key and text."""

    abstract: str
    need: str
    audience: tuple[str, ...]
    method: str
    requirements: str
    contact: str
    privacy: str
    licence: str
    keywords: tuple[str, ...]
    objectives: tuple[tuple[str, str], ...]
    review_state: str
    reviewers: tuple[str, ...]
    ai_notes: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """One edition of a module on one day. ``policy`` and ``days`` are None where there are none yet.

    ``unmet`` is what courses.domain.requirements finds; ``outside`` are addresses from which a slide would load;
    ``unlinked`` are keys of references without DOI, PMID and address; ``strict_csp`` that pages load from here only.
    """

    today: date
    title: str
    language: str
    translations: tuple[str, ...]
    edition: int
    demonstration: bool
    claim_days: int
    front: Front
    persons: tuple[Person, ...]
    commercial_support: str
    slides: tuple[SlideFacts, ...]
    references: int
    unlinked: tuple[str, ...]
    items: tuple[ItemFacts, ...]
    blueprint_rows: int
    policy: Policy | None
    policy_since: date | None
    days: Days | None
    credits: tuple[Credit, ...]
    evaluation_questions: int
    unmet: tuple[Unmet, ...]
    outside: tuple[str, ...]
    strict_csp: bool
    retention_years: int
    provider: str

    @property
    def minutes(self) -> int:
        """The estimated time that learners are told, in minutes."""
        return reading_minutes(sum(slide.seconds for slide in self.slides))

    @property
    def drawn(self) -> int:
        """How many items an attempt has."""
        return self.policy.items_of(len(self.items)) if self.policy else 0

    @property
    def questions(self) -> int:
        """How many check questions and cases the slides ask."""
        return sum(slide.questions for slide in self.slides)

    def credits_of(self, schemes: Iterable[str]) -> tuple[Credit, ...]:
        wanted = frozenset(schemes)
        return tuple(credit for credit in self.credits if credit.scheme in wanted)
