"""Everything that is written about reports: what a learner allows and enters, and what is reported."""

from elearning.delivery.services.batches import (
    batch_file,
    list_activities,
    list_completions,
    make_batch,
    set_outcomes,
    take_back_by_hand,
)
from elearning.delivery.services.permissions import (
    add_licence,
    forget_learner,
    give_consent,
    remove_licence,
    save_identity,
    withdraw_consent,
)

__all__ = [
    "add_licence",
    "batch_file",
    "forget_learner",
    "give_consent",
    "list_activities",
    "list_completions",
    "make_batch",
    "remove_licence",
    "save_identity",
    "set_outcomes",
    "take_back_by_hand",
    "withdraw_consent",
]
