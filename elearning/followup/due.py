"""What falls due: ending follow-ups of modules that are out of date, and sending each learner the next question."""

from datetime import datetime

from elearning.batches import in_batches
from elearning.followup import access, services


def run(now: datetime) -> int:
    """Queue the mails due at ``now``; return how many follow-ups ended and questions were asked.

    Running it twice, or in parallel, asks nothing twice.
    """
    out_of_date, ready = in_batches(access.enrolments_to_end(now)), in_batches(access.learners_to_ask(now))
    ended = sum(services.end(enrolment=enrolment, now=now) for batch in out_of_date for enrolment in batch)
    asked = sum(services.ask_by_mail(learner=learner, now=now) for batch in ready for learner in batch)
    return ended + asked
