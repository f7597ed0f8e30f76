"""What falls due: ending follow-ups of modules that are out of date, and sending each learner the next question."""

from datetime import datetime

from elearning.followup import access, services


def run(now: datetime) -> int:
    """Queue the mails due at ``now``; return how many follow-ups ended and questions were asked.

    Running it twice, or in parallel, asks nothing twice.
    """
    ended = sum(services.end(enrolment=enrolment, now=now) for enrolment in access.enrolments_to_end(now))
    asked = sum(services.ask_by_mail(learner=learner, now=now) for learner in list(access.learners_to_ask(now)))
    return ended + asked
