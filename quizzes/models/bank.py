"""The item bank of an edition: its test and its items."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Edition
from quizzes.domain.blueprint import Cell, Row
from quizzes.domain.kinds import KINDS, Kind, kind_of


def kind_choices() -> list[tuple[str, Any]]:
    """The kinds of items as people read them; what each does is in ``quizzes.domain.kinds``."""
    return [(name, _(kind.label)) for name, kind in KINDS.items()]


class Test(models.Model):
    """The CME test of an edition: its item bank. Its rules are the module's (TestPolicy).

    ``blueprint`` is a list of the fields of ``quizzes.domain.blueprint.Row``; empty where all items are drawn alike.
    """

    __test__ = False  # not a test of pytest's

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="test", verbose_name=_("edition"))
    title = models.CharField(_("title"), max_length=250)
    blueprint = models.JSONField(_("blueprint"), default=list)

    class Meta:
        verbose_name = _("test")
        verbose_name_plural = _("tests")

    def __str__(self) -> str:
        return f"{self.title} ({self.edition_id})"

    @property
    def rows(self) -> list[Row]:
        """The blueprint as plain values."""
        return [Row(**row) for row in self.blueprint]


class ItemQuerySet(models.QuerySet["Item"]):
    def bank(self) -> "ItemQuerySet":
        """The items from which attempts are drawn."""
        return self.filter(matches__isnull=True)

    def pretest(self) -> "ItemQuerySet":
        """The items of the pre-test, which no attempt ever holds."""
        return self.filter(matches__isnull=False)


class Item(models.Model):
    """A question. ``objectives`` and ``slides`` are lists of keys, ``references`` a list ready to be shown.

    ``content`` is what its kind holds: options, statements, a number … (``quizzes.domain.kinds``). ``calculator`` says
    that the page offers one.

    ``enemies`` are the keys of the items beside which no paper holds it (``quizzes.domain.enemies``).

    ``section`` is the key of its first slide's, which with its first objective is its cell of the blueprint. An item
    of the pre-test ``matches`` one of the bank; an item of the bank matches none.
    """

    test = models.ForeignKey(Test, on_delete=models.CASCADE, related_name="items", verbose_name=_("test"))
    key = models.SlugField(_("key"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=30, choices=kind_choices)
    content = models.JSONField(_("content"))
    calculator = models.BooleanField(_("calculator"), default=False)
    stem_html = models.TextField(_("stem"), blank=True)
    lead_in_html = models.TextField(_("lead-in"))
    rationale_html = models.TextField(_("rationale"))
    objectives = models.JSONField(_("objectives"), default=list)
    slides = models.JSONField(_("slides"), default=list)
    section = models.SlugField(_("section"), max_length=80, blank=True, default="")
    references = models.JSONField(_("references"), default=list)
    enemies = models.JSONField(_("enemies"), default=list, help_text=_("No attempt holds the item and one of these."))
    matches = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="matched_by",
        verbose_name=_("matches"),
        help_text=_("Empty: an item of the bank. Else the item is part of the pre-test."),
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["test", "position"]
        constraints = [
            models.UniqueConstraint(fields=["test", "key"], name="item_key_unique_in_test"),
            models.UniqueConstraint(fields=["test", "position"], name="item_position_unique_in_test"),
            models.CheckConstraint(condition=~Q(matches=F("pk")), name="item_does_not_match_itself"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def cell(self) -> Cell:
        return self.objectives[0], self.section

    @property
    def by_kind(self) -> Kind:
        """What the item's kind does with its content."""
        return kind_of(self.kind)

    @property
    def key_in_words(self) -> list[str]:
        """The right answer in plain words, a line for each part."""
        return self.by_kind.describe(self.content, self.by_kind.key(self.content))
