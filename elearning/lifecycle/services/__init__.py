"""Changes to the life cycle of modules."""

from elearning.lifecycle.services.publications import (
    cancel_publication,
    publish_due,
    schedule_publication,
)
from elearning.lifecycle.services.reminders import remind, set_reminders
from elearning.lifecycle.services.renewal import Refused, extend, renew, set_responsible

__all__ = [
    "Refused",
    "cancel_publication",
    "extend",
    "publish_due",
    "remind",
    "renew",
    "schedule_publication",
    "set_reminders",
    "set_responsible",
]
