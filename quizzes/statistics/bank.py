"""The items of a test as learners were last scored by them."""

from quizzes.domain.scoring import Effect
from quizzes.models import Item, ItemCorrection, Test


def items_up_to(test: Test) -> list[Item]:
    """Return the items of ``test`` and of earlier editions, the newest edition first, as they were corrected.

    One that counts for nobody is left out. Two statements.
    """
    numbered = {"edition__module": test.edition.module_id, "edition__number__lte": test.edition.number}
    known = Item.objects.bank().filter(**{f"test__{name}": value for name, value in numbered.items()})
    shown = ("key", "kind", "content", "stem_html", "lead_in_html", "test_id", "test__edition__number")
    items = known.select_related("test__edition").only(*shown).order_by("-test__edition__number", "position")
    made = ItemCorrection.objects.filter(module=test.edition.module_id).order_by("pk")
    newest = {(one.test_id, one.item_key): one for one in made}
    return [item for item in items if _counts(item, newest.get((item.test_id, item.key)))]


def _counts(item: Item, correction: ItemCorrection | None) -> bool:
    """Give the item its newest key; False where it does not count any more."""
    if correction is None:
        return True
    if correction.effect == Effect.REKEYED:
        item.content = correction.content
    return correction.effect != Effect.NEUTRALISED
