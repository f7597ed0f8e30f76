"""What is to be done by itself: called by ``manage.py run_due``."""

from datetime import datetime

from elearning.privacy.services import blank_what_is_due


def run(now: datetime) -> int:
    """Blank printed names whose time to be kept is over; return of how many completions. Safe to run twice at once."""
    return blank_what_is_due(now=now)
