"""The test with its key, rationale and references; its blueprint; and the rules under which it is taken."""

from collections.abc import Iterator, Sequence
from typing import Any

from elearning.publishing.dossier import nodes as n
from elearning.publishing.dossier.documents.content import reference
from elearning.publishing.dossier.html import Reader
from elearning.publishing.dossier.nodes import Node
from elearning.publishing.material import Material
from quizzes.domain.kinds.places import letter
from quizzes.models import Item, TestPolicy

RIGHT = "#0b7a75"


def examination(material: Material, reader: Reader) -> list[Node]:
    """Return blueprint, then all items of the bank with their answers, then those of the pre-test."""
    found: list[Node] = [
        n.facts(
            [
                ("Items in the bank", len(material.bank)),
                ("Items in an attempt", _drawn(material)),
                ("Options", "the right one is marked; each has its comment, which a learner reads after the test"),
            ]
        ),
        *_blueprint(material),
    ]
    titles = {slide.key: f"{slide.position}. {slide.title}" for slide in material.slides}
    sections = {section["key"]: section["title"] for section in material.edition.outline}
    for title, items in (("Items of the bank", material.bank), ("Items of the pre-test", material.pretest)):
        if items:
            found += [n.page_break(), n.heading(1, title)]
            found += _items(items, sections, titles, reader)
    return found


def rules(material: Material) -> list[Node]:
    """Return the rules in force, then every earlier state of them."""
    if not material.policies:
        return [n.paragraph("The module has no test.")]
    ruling, *earlier = material.policies
    found = [n.heading(2, "In force"), n.facts(_policy(ruling, material))]
    found += [
        n.heading(2, "Around the test"),
        n.facts(
            [
                ("Grace after expiry", f"{material.module.grace_minutes} minutes, for attempts begun before"),
                ("Claim", f"{material.module.claim_days} days after the module closes"),
                ("Open to", material.module.get_access_display()),
            ]
        ),
    ]
    for policy in earlier:
        found += [n.heading(2, f"Before, from {policy.effective_from:%Y-%m-%d}"), n.facts(_policy(policy, material))]
    return found


def _drawn(material: Material) -> str:
    return str(material.policies[0].rules.items_of(len(material.bank))) if material.policies else "–"


def _policy(policy: TestPolicy, material: Material) -> list[tuple[str, object]]:
    return [
        ("In force from", material.day_of(policy.effective_from)),
        ("Pass mark", f"{policy.pass_percent} %"),
        ("Attempts", policy.max_attempts or "no limit"),
        ("Wait between attempts", f"{', '.join(map(str, policy.rules.waits))} minutes"),
        ("Items in an attempt", f"{policy.rules.items_of(len(material.bank))} of {len(material.bank)}"),
        ("Items in random order", "yes" if policy.shuffle_items else "no"),
        ("Options in random order", "yes" if policy.shuffle_options else "no"),
        ("Time limit", f"{policy.time_limit_minutes} minutes" if policy.time_limit_minutes else "none"),
        ("Pauses", f"{policy.pause_minutes} minutes in all" if policy.pause_minutes else "none"),
        ("Going back to an item", "yes" if policy.back else "no"),
        ("Items of several parts", "marked in shares" if policy.partial_credit else "all parts must be right"),
        ("Slides of missed items", "read again before the next attempt" if policy.remedial else "named"),
        ("Pass mark of sections", ", ".join(f"{k} {v} %" for k, v in policy.section_percents.items()) or "none"),
        ("Right answers are shown", str(policy.get_reveal_display())),
        ("Reason", policy.reason),
    ]


def _blueprint(material: Material) -> Iterator[Node]:
    if not (material.test and material.test.blueprint):
        return
    sections = {section["key"]: section["title"] for section in material.edition.outline}
    objectives = {row["key"]: row["text"] for row in material.edition.front_matter["objectives"]}
    held = [item.cell for item in material.bank]
    yield n.heading(2, "Blueprint")
    yield n.table(
        ["Section", "Objective", "Drawn", "In the bank"],
        [
            [sections[row.section], objectives[row.objective], row.draw, held.count((row.objective, row.section))]
            for row in material.test.rows
        ],
        [3, 8, 1, 2],
    )


def _items(items: Sequence[Item], sections: dict[str, str], titles: dict[str, str], reader: Reader) -> Iterator[Node]:
    section = None
    for number, item in enumerate(items, start=1):
        if item.section != section:
            section = item.section
            yield n.heading(2, sections.get(section, "Further items"))
        yield n.heading(3, f"{number}. {item.key}")
        yield from reader.blocks(item.stem_html)
        yield from _asked(reader.blocks(item.lead_in_html))
        yield from _content(item, reader)
        yield n.paragraph(n.strong("Rationale. "), *reader.phrase(item.rationale_html))
        yield from (block for block in reader.blocks(item.rationale_html) if block["k"] == "image")
        yield {"k": "aside", "c": _ties(item, titles)}


def _asked(blocks: list[Node]) -> list[Node]:
    return [{"k": "strong-p", "c": block["c"]} if block["k"] == "p" else block for block in blocks]


def _content(item: Item, reader: Reader) -> Iterator[Node]:
    """Yield the options of an item with the right one marked; of another kind, its parts and its key in words."""
    if options := item.by_kind.options(item.content):
        yield from (_option(letter(place), option, reader) for place, option in enumerate(options, start=1))
        return
    yield n.paragraph(n.strong(f"{item.get_kind_display().capitalize()}. "), "Right: ")
    for line in item.key_in_words:
        yield n.paragraph(line)


def _option(sign: str, option: dict[str, Any], reader: Reader) -> Node:
    key: list[Node] = [" ", {"k": "mark", "fill": RIGHT, "c": ["right"]}] if option["correct"] else []
    return {
        "k": "option",
        "letter": sign,
        "c": [*reader.phrase(option["html"]), *key],
        "comment": reader.phrase(option["comment_html"]),
    }


def _ties(item: Item, titles: dict[str, str]) -> list[Node]:
    slides = "; ".join(titles.get(key, key) for key in item.slides)
    return [
        n.paragraph(n.strong("Objectives: "), ", ".join(item.objectives), n.strong("  Slides: "), slides),
        *(n.paragraph(*reference(row)) for row in item.references),
    ]
