"""The tests of editions and their items, which are looked at, and corrected where they are flawed."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearning.audit.admin import ReadOnlyAdmin
from quizzes import scores, services
from quizzes.admin.analysis import TestAnalysis
from quizzes.forms import CorrectionForm
from quizzes.models import Item, ItemCorrection, Test
from quizzes.services.scoring import Affected


@admin.register(Test)
class TestAdmin(TestAnalysis, ReadOnlyAdmin):
    """The test of each edition with its blueprint; both are written in the module folder."""

    list_display = ["title", "edition", "bank"]
    list_filter = ["edition__module"]
    list_select_related = ["edition__module"]
    fields = ["title", "edition", "bank", "drawn"]
    readonly_fields = ["bank", "drawn"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Test]:
        in_bank = Count("items", filter=Q(items__matches__isnull=True))
        return super().get_queryset(request).annotate(bank=in_bank)

    @admin.display(description=_("items"), ordering="bank")
    def bank(self, test: Test) -> int:
        return test.bank

    @admin.display(description=_("blueprint"))
    def drawn(self, test: Test) -> str:
        """Return the rows of the blueprint as a table."""
        return render_to_string("quizzes/admin/blueprint.html", {"rows": test.rows})


@admin.register(Item)
class ItemAdmin(ReadOnlyAdmin):
    """Items are written in the module folder; a change is a new edition."""

    list_display = ["key", "edition", "kind", "position", "serves", "section", "matches"]
    list_filter = ["test__edition__module", "kind", "section", ("matches", admin.EmptyFieldListFilter)]
    list_select_related = ["test__edition__module", "matches"]
    search_fields = ["key", "stem_html", "lead_in_html"]
    fields = [
        "key",
        "edition",
        "kind",
        "position",
        "section",
        "serves",
        "shown_on",
        "apart_from",
        "matches",
        "calculator",
        "text",
    ]
    readonly_fields = ["edition", "serves", "shown_on", "apart_from", "text"]
    change_form_template = "quizzes/admin/item.html"

    def get_urls(self) -> list[URLPattern]:
        correct = path("<int:item_id>/correct/", self.admin_site.admin_view(self.correct), name="quizzes_item_correct")
        return [correct, *super().get_urls()]

    def correct(self, request: HttpRequest, item_id: int) -> HttpResponse:
        """Neutralise a flawed item or give it another key; what that does is said before and afterwards."""
        if not request.user.has_perm("quizzes.add_itemcorrection"):
            raise PermissionDenied
        item = get_object_or_404(Item.objects.bank().select_related("test__edition__module"), pk=item_id)
        form = CorrectionForm(scores.with_newest_key(item), request.POST or None)
        if form.is_valid():
            correction, affected = services.correct_item(
                item=item, **form.correction, now=timezone.now(), actor=request.user
            )
            messages.success(request, _said(affected))
            return redirect(reverse("admin:quizzes_itemcorrection_change", args=[correction.pk]))
        context = {"form": form, "subject": item, "concerned": scores.count_with(item)}
        return self.page(request, "quizzes/admin/correct.html", _("Correct the item %s") % item.key, **context)

    @admin.display(description=_("text"))
    def text(self, item: Item) -> str:
        """Return the item as it reads, with its key in words."""
        slots = item.by_kind.slots(item.content)
        return render_to_string("quizzes/admin/item_text.html", {"item": scores.with_newest_key(item), "slots": slots})

    @admin.display(description=_("objectives"))
    def serves(self, item: Item) -> str:
        return ", ".join(item.objectives)

    @admin.display(description=_("slides"))
    def shown_on(self, item: Item) -> str:
        return ", ".join(item.slides)

    @admin.display(description=_("enemies"), empty_value=_("none"))
    def apart_from(self, item: Item) -> str:
        return ", ".join(item.enemies)

    @admin.display(description=_("edition"), ordering="test__edition")
    def edition(self, item: Item) -> str:
        return str(item.test.edition)


@admin.register(ItemCorrection)
class ItemCorrectionAdmin(ReadOnlyAdmin):
    list_display = ["item_key", "test", "effect", "take_passes_away", "at", "reason"]
    list_filter = ["module", "effect"]
    list_select_related = ["test__edition__module"]
    search_fields = ["item_key", "reason"]


def _said(affected: Affected) -> str:
    return _(
        "%(scored)s attempts were scored again: %(gained)s passed by it, %(lost)s lost their pass, %(held)s keep "
        "theirs although they would fail now. Everyone whose result is another now is told by e-mail."
    ) % {"scored": affected.scored, "gained": affected.gained, "lost": affected.lost, "held": affected.held}
