"""The doors to evaluations: a learner's own, and what all of them together say."""

from datetime import datetime

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404

from courses.domain.reasons import Reason
from courses.domain.terms import claim_closes_at
from courses.languages import Reading
from courses.models import Module, Progress, Term
from elearning.accounts.models import User
from elearning.evaluation.domain import form, rules
from elearning.evaluation.domain.form import Question
from elearning.evaluation.models import Commitment, Evaluation
from quizzes.models import Attempt

MAX_DIGITS = 4  # more would not fit the column of a term's number


def evaluation_of(learner: User, module: Module, term: Term) -> Evaluation | None:
    """Return what the learner sent about ``module`` in ``term``, in one statement; None: nothing yet."""
    return Evaluation.objects.filter(learner=learner, module=module, term=term).first()


def evaluations_of(learner: User) -> dict[int, Evaluation]:
    """Return the learner's own evaluations with their commitments, by the id of their term, in two statements."""
    rows = Evaluation.objects.filter(learner=learner).select_related("module").prefetch_related("commitments")
    return {row.term_id: row for row in rows}


def own_evaluation(learner: User, evaluation_id: int) -> Evaluation:
    """Return the learner's own evaluation with its commitments. Raises Http404 for any other, or one without any."""
    rows = Evaluation.objects.filter(learner=learner).select_related("module")
    commitments = Prefetch("commitments", Commitment.objects.order_by("position"))
    evaluation = get_object_or_404(rows.prefetch_related(commitments), pk=evaluation_id)
    if not evaluation.commitments.all():
        raise Http404
    return evaluation


def module_of(slug: str) -> Module:
    """Return a module, withdrawn or not: whoever passed before may still evaluate it. Raises Http404."""
    return get_object_or_404(Module, slug=slug)


def passed_attempt(learner: User, module: Module, term_number: str = "") -> Attempt | None:
    """Return the attempt with which the learner passed in time: in the term of that number, else the latest one."""
    passed = Attempt.objects.complete().select_related("edition__module").order_by("-submitted_at")
    passed = passed.filter(learner=learner, module=module, passed=True, in_time=True)
    if term_number.isdecimal():
        passed = passed.filter(term__number=int(term_number[:MAX_DIGITS]))
    return passed.first()


def why_not_evaluate(attempt: Attempt | None, now: datetime) -> Reason | None:
    """Return why nothing can be sent after the learner's own ``attempt`` (None: there is none), with its term."""
    passed = attempt is not None and attempt.earns_credit
    return rules.may_evaluate(passed=passed, closes_at=attempt and closes_at(attempt), now=now)


def closes_at(attempt: Attempt) -> datetime:
    """Return the first instant at which the term of ``attempt`` can no longer be evaluated: that of its claim."""
    return claim_closes_at(attempt.term.last_valid_day, attempt.module.claim_days, attempt.module.time_zone)


def language_read(learner: User, module: Module) -> str:
    """Return the language in which the learner last read a slide of ``module``; empty: the module's own."""
    newest = Progress.objects.filter(learner=learner, module=module).order_by("-last_seen")
    return newest.values_list("language", flat=True).first() or ""


def questions_of(reading: Reading) -> list[Question]:
    """Return the form for the edition and language of ``reading``."""
    return form.questions(reading.front["objectives"])
