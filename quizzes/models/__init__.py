"""The item bank of each edition, the rules of the test, and the learners' attempts."""

from quizzes.models.attempt import Attempt, AttemptQuerySet, PretestSitting, Response
from quizzes.models.bank import Item, ItemQuerySet, Option, Test
from quizzes.models.policy import AttemptGrant, RevealChoice, TestPolicy

__all__ = [
    "Attempt",
    "AttemptGrant",
    "AttemptQuerySet",
    "Item",
    "ItemQuerySet",
    "Option",
    "PretestSitting",
    "Response",
    "RevealChoice",
    "Test",
    "TestPolicy",
]
