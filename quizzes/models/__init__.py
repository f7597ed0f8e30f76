"""The item bank of each edition, the rules of the test, and the learners' attempts."""

from quizzes.models.attempt import Attempt, AttemptQuerySet, ConfidenceChoice, PretestSitting, Response
from quizzes.models.bank import Item, ItemQuerySet, Test
from quizzes.models.policy import Accommodation, AttemptGrant, LayoutChoice, RevealChoice, TestPolicy
from quizzes.models.score import EffectChoice, ItemCorrection, Score

__all__ = [
    "Accommodation",
    "Attempt",
    "AttemptGrant",
    "AttemptQuerySet",
    "ConfidenceChoice",
    "EffectChoice",
    "Item",
    "ItemCorrection",
    "ItemQuerySet",
    "LayoutChoice",
    "PretestSitting",
    "Response",
    "RevealChoice",
    "Score",
    "Test",
    "TestPolicy",
]
