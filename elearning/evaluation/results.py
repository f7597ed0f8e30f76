"""What all evaluations of a module in one term say together, gathered for the administration. No names, no dates."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from courses.models import Edition, Term
from elearning.evaluation import texts
from elearning.evaluation.domain import form, report
from elearning.evaluation.domain.form import Choice, Group, Kind, Question
from elearning.evaluation.domain.report import Distribution
from elearning.evaluation.models import Commitment, Evaluation, Outcome
from elearning.groups import FEWEST
from quizzes.models import Attempt


@dataclass(frozen=True)
class Results:
    """``sent`` evaluations of ``passed`` learners. With fewer than ``FEWEST`` the lists are empty.

    ``biased`` says how many found the content unbalanced, whatever their number; ``texts`` are the answers in own
    words by question, those about bias first.
    """

    term: Term
    sent: int
    passed: int
    biased: int
    distributions: list[Distribution]
    texts: list[tuple[Question, list[str]]]

    @property
    def rate(self) -> int:
        return report.rate(self.sent, self.passed)

    @property
    def enough(self) -> bool:
        return self.sent >= FEWEST


def terms() -> QuerySet[Term]:
    """Return the terms with evaluations, the newest first; annotated ``sent`` and ``passed``."""
    sent = Evaluation.objects.filter(term=OuterRef("pk"))
    found = Term.objects.annotate(sent=_count(sent), passed=_count(_passes(OuterRef("pk"))))
    return found.filter(sent__gt=0).select_related("module").order_by("-opens_at", "module__title")


def results_of(term: Term) -> Results:
    """Return the results of ``term`` (with its module), in four statements."""
    sheets = list(Evaluation.objects.filter(term=term).values_list("answers", flat=True))
    questions = form.questions(_objectives(term))
    enough = len(sheets) >= FEWEST
    asked = [*report.distributions(questions, sheets), _outcomes(term)]
    own = {question.key: report.texts(question, sheets) for question in questions if question.kind is Kind.TEXT}
    written = [(question, own[question.key]) for question in questions if own.get(question.key)]
    return Results(
        term=term,
        sent=len(sheets),
        passed=_passes(term.pk).count(),
        biased=sum(sheet.get("balance") == "no" for sheet in sheets),
        distributions=asked if enough else [],
        texts=sorted(written, key=lambda row: row[0].key != "bias") if enough else [],
    )


HEADER = ["question", "about", "answer", "count", "of"]


def rows(results: Results) -> Iterator[list[str | int]]:
    """Yield the results as rows under HEADER, in the language in force; a text in own words counts one."""
    yield [_("Evaluations"), "", _("of those who passed"), results.sent, results.passed]
    yield [_("Was the content balanced and free from commercial bias?"), "", _("No"), results.biased, results.sent]
    for each in results.distributions:
        for choice, count in each.counts:
            yield [_(each.question.text), each.question.subject, texts.choice(choice), count, each.answered]
    for question, answers in results.texts:
        for answer in answers:
            yield [_(question.text), "", answer, 1, len(answers)]


def _objectives(term: Term) -> list[dict[str, str]]:
    """Return the objectives that were rated in the term: those of the newest edition first, then dropped ones."""
    editions = Edition.objects.filter(evaluations__term=term).distinct().order_by("-number")
    found: dict[str, dict[str, str]] = {}
    for front in editions.values_list("front_matter", flat=True):
        for objective in front["objectives"]:
            found.setdefault(objective["key"], objective)
    return list(found.values())


def _outcomes(term: Term) -> Distribution:
    """Return what became of the commitments, of those whose learners said so."""
    said = Commitment.objects.filter(evaluation__term=term).exclude(outcome="")
    counts = dict(said.values_list("outcome").annotate(count=Count("pk")).order_by())
    choices = tuple(Choice(value, str(label)) for value, label in Outcome.choices)
    question = Question("outcome", Kind.ONE, Group.PRACTICE, form.gettext_noop("What became of the plans?"), choices)
    return Distribution(question, [(one, counts.get(one.value, 0)) for one in choices], sum(counts.values()))


def _passes(term: int | OuterRef) -> QuerySet[Attempt]:
    return Attempt.objects.filter(term=term, passed=True, in_time=True)


def _count(rows: QuerySet) -> Coalesce:
    counted = rows.order_by().values("term").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
