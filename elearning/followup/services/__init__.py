"""Beginning, pausing and stopping a follow-up, asking a question, and taking its answer."""

from elearning.followup.services.answers import Fault, Unanswered, answer
from elearning.followup.services.enrolments import begin, change_pace, end, forget_learner, pause, resume, stop
from elearning.followup.services.questions import ask_by_mail, ask_now

__all__ = [
    "Fault",
    "Unanswered",
    "answer",
    "ask_by_mail",
    "ask_now",
    "begin",
    "change_pace",
    "end",
    "forget_learner",
    "pause",
    "resume",
    "stop",
]
