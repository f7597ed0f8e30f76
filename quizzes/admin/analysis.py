"""The item analysis in the administration: of a test, of one of its items, and as a file. No names."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from elearning.downloads import attachment
from elearning.interop.formats import CSV
from elearning.interop.spreadsheet import csv_file
from quizzes.domain.analysis import ItemAnalysis
from quizzes.domain.analysis.items import LEAST, LEAST_TRACE
from quizzes.domain.analysis.picture import picture
from quizzes.models import Item, Test
from quizzes.statistics import analysis_of, report, texts
from quizzes.statistics.bank import items_up_to


class TestAnalysis:
    """For the administration of tests: the pages of the analysis."""

    __test__ = False  # not a test of pytest's

    change_form_template = "quizzes/analysis/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/analysis/", view(self.analysis), name="quizzes_test_analysis"),
            path("<int:pk>/analysis.csv", view(self.analysis_file), name="quizzes_test_analysis_csv"),
            path("<int:pk>/analysis/<slug:key>/", view(self.item_analysis), name="quizzes_test_analysis_item"),
            *super().get_urls(),
        ]

    def analysis(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the figures of the whole test, and its items, those with the gravest flags first."""
        test = self._analysed(request, pk)
        found = analysis_of(test)
        bank = {item.key: item for item in test.items.bank()}
        items = [(one, texts.question(bank[one.figures.key]), _kinds_of_flags(one)) for one in found.items]
        items.sort(key=lambda row: _gravity(row[0]), reverse=True)
        context = {
            "figures": found.test,
            "reliability": texts.reliability(found.test),
            "professions": [(texts.profession(name), count) for name, count in found.professions],
            "items": items,
            "flagged": sum(bool(one.flags) for one in found.items),
            "uncounted": [item for key, item in bank.items() if key not in {one.figures.key for one in found.items}],
            "least": LEAST,
        }
        title = _("Item analysis of %s") % test.title
        return self.page(request, "quizzes/analysis/test.html", title, test=test, **context)

    def item_analysis(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        """Show everything that is told of one item."""
        test = self._analysed(request, pk)
        item = next((item for item in items_up_to(test) if (item.test_id, item.key) == (test.pk, key)), None)
        one = next((one for one in analysis_of(test).items if one.figures.key == key), None)
        if item is None or one is None:
            raise Http404
        context = {**_of_item(item, one), "item": item, "least": LEAST, "least_trace": LEAST_TRACE}
        return self.page(request, "quizzes/analysis/item.html", _("Analysis of %s") % key, test=test, **context)

    def analysis_file(self, request: HttpRequest, pk: int) -> HttpResponse:
        test = self._analysed(request, pk)
        name = f"analysis-{test.edition.module.slug}-{test.edition.number}.csv"
        return attachment(csv_file(report.HEADER, report.rows(analysis_of(test))), name, CSV)

    def _analysed(self, request: HttpRequest, pk: int) -> Test:
        self.require_view(request)
        return get_object_or_404(Test.objects.select_related("edition__module"), pk=pk)


def _gravity(one: ItemAnalysis) -> int:
    return max((flag.advice.gravity for flag in one.flags), default=0)


def _kinds_of_flags(one: ItemAnalysis) -> list[texts.Said]:
    """Return the flags of an item, one of each kind."""
    return [texts.said(flag) for flag in {flag.advice: flag for flag in one.flags}.values()]


def _of_item(item: Item, one: ItemAnalysis) -> dict[str, Any]:
    figures = one.figures
    html = texts.choice_texts(item, len(figures.choices))
    kind = item.by_kind
    return {
        "one": one,
        "figures": figures,
        "taken": figures.single or bool(kind.options(item.content)),
        "entered": bool(kind.entered(item.content, kind.key(item.content))),
        "flags": list(map(texts.said, one.flags)),
        "choices": list(zip(figures.choices, html, strict=True)),
        "picture": picture(figures),
        "compared": [(each, texts.profession(each.focal), texts.profession(each.reference)) for each in one.dif],
    }
