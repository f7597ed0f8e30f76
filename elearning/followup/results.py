"""What all learners of a module remembered, gathered for its authors and the administration. No names, no dates."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from courses.domain.plaintext import words
from courses.models import Module
from elearning.followup import pages
from elearning.followup.domain import retention
from elearning.followup.domain.retention import Change, Share
from elearning.followup.models import Card, Review
from quizzes.models import Item

MOST_WORDS = 160
"""Characters of an item's question that are shown."""


@dataclass(frozen=True)
class Results:
    """Shares over the repeats, by objective and by item (key, its question, change).

    Groups of fewer than ``FEWEST`` learners are left out, as is what would tell of them; ``hidden`` counts both.
    """

    module: Module
    learners: int
    repeats: list[tuple[int, Share]]
    objectives: list[tuple[str, Change]]
    items: list[tuple[str, str, Change]]
    hidden: int


def modules() -> QuerySet[Module]:
    """Return the modules with a follow-up, by title; annotated with ``learners``."""
    counted = Module.objects.annotate(learners=Count("followups__learner", distinct=True))
    return counted.filter(learners__gt=0).order_by("title", "pk")


def results_of(module: Module) -> Results:
    """Return what is remembered of ``module`` (with its edition), in three statements."""
    cards = list(Card.objects.filter(enrolment__module=module).select_related("enrolment"))
    answered = Review.objects.filter(card__enrolment__module=module, answered_at__isnull=False)
    outcomes = pages.outcomes_of(cards, answered)
    repeats = list(retention.by_repeat(outcomes).items())
    objectives, items = retention.by_objective(outcomes), retention.by_item(outcomes)
    edition = module.current_edition
    titles = {each["key"]: each["text"] for each in edition.front_matter["objectives"]} if edition else {}
    asked = dict(Item.objects.filter(test__edition=edition).values_list("key", "lead_in_html"))
    told_objectives, told_items = retention.told(outcomes)
    return Results(
        module=module,
        learners=len({card.enrolment.learner_id for card in cards}),
        repeats=[(number, share) for number, share in repeats if share.is_told],
        objectives=[(titles.get(key, key), each) for key, each in objectives.items() if key in told_objectives],
        items=[(key, words(asked.get(key, ""))[:MOST_WORDS], each) for key, each in items.items() if key in told_items],
        hidden=sum(not share.is_told for _, share in repeats)
        + len(objectives.keys() - told_objectives)
        + len(items.keys() - told_items),
    )
