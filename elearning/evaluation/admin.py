"""Evaluations in the administration: what all of a term say together. No single one is ever shown."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from courses.models import Term
from elearning.audit.admin import SummaryAdmin
from elearning.downloads import attachment
from elearning.evaluation import results, texts
from elearning.evaluation.domain import report
from elearning.evaluation.models import Evaluation
from elearning.groups import FEWEST
from elearning.interop.formats import CSV
from elearning.interop.spreadsheet import csv_file


@admin.register(Evaluation)
class EvaluationAdmin(SummaryAdmin):
    """The list is one of terms; each leads to its results, on a page and as a file."""

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view
        return [
            path("<int:term_id>/results/", page(self.show), name="evaluation_results"),
            path("<int:term_id>/results.csv", page(self.download), name="evaluation_results_csv"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        self.require_view(request)
        terms = [(term, report.rate(term.sent, term.passed)) for term in results.terms()]
        return self.page(request, "evaluation/admin/terms.html", _("Evaluations by module and term"), terms=terms)

    def show(self, request: HttpRequest, term_id: int) -> HttpResponse:
        found = self._results(request, term_id)
        tables = [
            {
                "of": each,
                "question": _(each.question.text),
                "rows": [(texts.choice(choice), count, each.share(count)) for choice, count in each.counts],
            }
            for each in found.distributions
        ]
        written = [(_(question.text), answers) for question, answers in found.texts]
        context = {"results": found, "tables": tables, "written": written, "fewest": FEWEST}
        return self.page(request, "evaluation/admin/results.html", _("Evaluation of %s") % found.term, **context)

    def download(self, request: HttpRequest, term_id: int) -> HttpResponse:
        found = self._results(request, term_id)
        name = f"evaluation-{found.term.module.slug}-{found.term.number}.csv"
        return attachment(csv_file(results.HEADER, results.rows(found)), name, CSV)

    def _results(self, request: HttpRequest, term_id: int) -> results.Results:
        self.require_view(request)
        return results.results_of(get_object_or_404(Term.objects.select_related("module"), pk=term_id))
