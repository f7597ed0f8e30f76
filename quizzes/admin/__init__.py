"""The test in the administration: what learners did is looked at, everything else goes through services."""

from quizzes.admin.attempts import AttemptAdmin, AttemptGrantAdmin, PretestSittingAdmin, ScoreAdmin
from quizzes.admin.bank import ItemAdmin, ItemCorrectionAdmin, TestAdmin
from quizzes.admin.policies import AccommodationAdmin, TestPolicyAdmin

__all__ = [
    "AccommodationAdmin",
    "AttemptAdmin",
    "AttemptGrantAdmin",
    "ItemAdmin",
    "ItemCorrectionAdmin",
    "PretestSittingAdmin",
    "ScoreAdmin",
    "TestAdmin",
    "TestPolicyAdmin",
]
