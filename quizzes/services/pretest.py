"""The pre-test."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from courses.domain.reasons import refuse
from courses.models import Edition
from elearning.accounts.models import User
from elearning.audit.services import record
from quizzes.access import attempts_of, questions_of, sitting_of
from quizzes.domain.kinds import Answer
from quizzes.domain.pretest import may_sit
from quizzes.models import PretestSitting


@transaction.atomic
def submit_pretest(*, learner: User, edition: Edition, answers: Mapping[str, Answer], now: datetime) -> PretestSitting:
    """Score and store the learner's sitting of the edition's pre-test, or return the one that there is.

    ``answers`` are by the keys of the items; what is lacking was left blank. Raises Refused
    once an attempt at the CME test was begun.
    """
    User.objects.select_for_update(no_key=True).get(pk=learner.pk)  # as an attempt does when it begins
    module = edition.module
    if (sitting := sitting_of(learner, module)) is not None:
        return sitting
    refuse(may_sit(attempted=attempts_of(learner).filter(module=module).exists()))
    questions = questions_of(edition)
    given = {key: answers.get(key) for key in questions}
    correct = sum(question.is_right(given[key]) for key, question in questions.items())
    sitting = PretestSitting.objects.create(
        learner=learner,
        module=module,
        edition=edition,
        answers=given,
        correct=correct,
        total=len(questions),
        submitted_at=now,
    )
    after = {"correct": correct, "total": len(questions)}
    record(now=now, actor=learner, action="pretest.submitted", subject=sitting, after=after)
    return sitting
