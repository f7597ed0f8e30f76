"""Storing the test of an edition."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from django.db import transaction

from courses.models import Edition
from quizzes.domain.testfile import ItemContent, TestContent
from quizzes.models import Item, Test

RENDERED = ["stem_html", "lead_in_html", "rationale_html", "content"]


@transaction.atomic
def store_test(*, edition: Edition, content: TestContent) -> Test:
    """Store the test of an edition that is being loaded."""
    rows = [asdict(row) for row in content.blueprint]
    test = Test.objects.create(edition=edition, title=content.title, blueprint=rows)
    bank = _store_items(test, content.items, {})
    _store_items(test, content.pretest, {item.key: item for item in bank})
    return test


def _store_items(test: Test, sources: Sequence[ItemContent], matched: Mapping[str, Item]) -> list[Item]:
    """Store items, after those already stored; ``matched`` are the items that pre-tests match."""
    return Item.objects.bulk_create(
        Item(
            test=test,
            key=item.key,
            position=position,
            kind=item.kind,
            content=item.content,
            calculator=item.calculator,
            enemies=list(item.enemies),
            stem_html=item.stem_html,
            lead_in_html=item.lead_in_html,
            rationale_html=item.rationale_html,
            objectives=list(item.objectives),
            slides=list(item.slides),
            section=item.section,
            references=list(item.references),
            matches=matched[item.matches] if item.matches else None,
        )
        for position, item in enumerate(sources, start=len(matched))
    )


@transaction.atomic
def store_rendering(*, edition: Edition, content: TestContent) -> None:
    """Replace what is derived from the edition's test.yaml by a renderer: the HTML of its items and what they hold.

    Raises ValueError where that would give an item another key: attempts are scored by it.
    """
    sources = {item.key: item for item in (*content.items, *content.pretest)}
    items = list(Item.objects.filter(test__edition=edition))
    for item in items:
        source = sources[item.key]
        if item.by_kind.key(item.content) != item.by_kind.key(source.content):
            raise ValueError(f"rendering gives the item '{item.key}' another key")
        for name in RENDERED:
            setattr(item, name, getattr(source, name))
        item.references = list(source.references)
    Item.objects.bulk_update(items, [*RENDERED, "references"])
