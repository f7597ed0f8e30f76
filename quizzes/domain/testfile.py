"""Reading ``test.yaml`` (docs/authoring.md) into values, or into located problems."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from courses.domain import yamlfile
from courses.domain.media import Picture
from courses.domain.problems import Problems
from courses.domain.yamlfile import Field, Where, YamlFile
from quizzes.domain import blueprint, enemies
from quizzes.domain.blueprint import Cell, Row
from quizzes.domain.flaws import Flaw, ItemText, flaws_of, flaws_of_bank, text_of
from quizzes.domain.kinds import KINDS, Content, Reader, kind_named
from quizzes.domain.policy import Policy
from quizzes.domain.policyfile import read_policy

MAX_ITEMS = 500

Passage = Callable[[str, int, str], str]
"""Renders (path, line, Markdown) to safe HTML and reports its own problems."""


@dataclass(frozen=True)
class Known:
    """What items may refer to.

    The module's objectives, the slides with their sections, the references as displayed, the pictures by their paths.
    """

    objectives: frozenset[str]
    slides: Mapping[str, str]
    references: Mapping[str, dict[str, Any]]
    pictures: Mapping[str, Picture] = field(default_factory=dict)


@dataclass(frozen=True)
class ItemContent:
    """An item. ``section`` is the key of its first slide's; one of the pre-test ``matches`` an item of the bank.

    No paper holds it beside its ``enemies``, whose enemy it is too (``quizzes.domain.enemies``).
    """

    key: str
    kind: str
    content: Content
    section: str
    stem_html: str
    lead_in_html: str
    rationale_html: str
    objectives: tuple[str, ...]
    slides: tuple[str, ...]
    references: tuple[dict[str, Any], ...]
    calculator: bool = False
    enemies: tuple[str, ...] = ()
    matches: str = ""

    @property
    def cell(self) -> Cell:
        return self.objectives[0], self.section


@dataclass(frozen=True)
class TestContent:
    """The test of an edition. ``policy`` has the values of the first load; then an administrator owns them.

    Without a blueprint (no rows) an attempt is drawn from all items alike. ``pretest`` is apart from the bank.
    """

    __test__ = False  # not a test of pytest's

    title: str
    policy: Policy
    items: tuple[ItemContent, ...]
    blueprint: tuple[Row, ...] = ()
    pretest: tuple[ItemContent, ...] = ()


FILE_FIELDS = {
    "title": Field(yamlfile.title),
    "policy": Field(yamlfile.anything),
    "blueprint": Field(yamlfile.anything, required=False),
    "items": Field(yamlfile.anything),
    "pretest": Field(yamlfile.anything, required=False),
}
ITEM_FIELDS = {
    "key": Field(yamlfile.key),
    "kind": Field(yamlfile.text, required=False),
    "stem": Field(yamlfile.text, required=False, default=""),
    "lead_in": Field(yamlfile.text, default=""),
    "rationale": Field(yamlfile.text, default=""),
    "objectives": Field(yamlfile.listing(yamlfile.text, least=1), default=()),
    "slides": Field(yamlfile.listing(yamlfile.text, least=1), default=()),
    "references": Field(yamlfile.listing(yamlfile.text, least=1), default=()),
    "calculator": Field(yamlfile.boolean, required=False, default=False),
}
BANK_FIELDS = {**ITEM_FIELDS, "enemies": Field(yamlfile.listing(yamlfile.text, least=1), required=False, default=())}
PRETEST_FIELDS = {**ITEM_FIELDS, "matches": Field(yamlfile.key)}


def read_test(
    path: str,
    text: str,
    *,
    known: Known,
    passage: Passage,
    problems: Problems,
    language: str = "en",
    illustrated: Passage | None = None,
) -> TestContent | None:
    """Return the test written in ``text``; None when anything in it is wrong, with every fault in ``problems``.

    Flaws of its items (``quizzes.domain.flaws``) are warnings there; ``language`` is a code such as "en" or "de-CH".
    ``illustrated`` renders the texts that may hold pictures (without it: none may).
    """
    before = len(problems.found)
    file = yamlfile.load(path, text, problems)
    if file is None:
        return None
    fields = file.mapping((), FILE_FIELDS)
    policy = None
    if fields["policy"] is not None:
        policy = read_policy(file, frozenset(known.slides.values()))
    reader = _ItemReader(Reader(file, passage, known.pictures, illustrated or passage), known)
    items = reader.items("items", BANK_FIELDS) if fields["items"] is not None else {}
    pretest = reader.items("pretest", PRETEST_FIELDS) if fields["pretest"] is not None else {}
    _check_bank(file, list(items.values()), policy, known)
    _check_keys(file, {**items, **pretest})
    enemies.check_keys(file, items)
    if fields["pretest"] is not None:
        _check_pretest(file, pretest, items)
    rows = _blueprint(file, items, policy, known) if fields["blueprint"] is not None else ()
    if policy is not None:
        enemies.check_draw(file, items.values(), policy, rows)
    if policy is None or len(problems.found) > before:
        return None
    english = language.partition("-")[0] == "en"
    _warn_of_flaws(file, items, pretest, english=english, shuffled=policy.shuffle_options)
    known_enemies = enemies.mutual(items.values())
    bank = tuple(replace(item, enemies=known_enemies[item.key]) for item in items.values())
    return TestContent(fields["title"], policy, bank, rows, tuple(pretest.values()))


def _check_bank(file: YamlFile, items: Sequence[ItemContent], policy: Policy | None, known: Known) -> None:
    if not items:
        file.problem(("items",), "write at least one item")
        return
    if len(items) > MAX_ITEMS:
        file.problem(("items",), f"{len(items)} items; a test may have {MAX_ITEMS}")
    for objective in sorted(known.objectives.difference(*(item.objectives for item in items))):
        file.problem(("items",), f"no item serves the objective '{objective}'")
    if policy is not None and policy.draw is not None and policy.draw > len(items):
        file.problem(("policy", "draw"), f"'draw': {policy.draw} items cannot be drawn from {len(items)}")


def _check_keys(file: YamlFile, items: Mapping[Where, ItemContent]) -> None:
    seen: set[str] = set()
    for place, item in items.items():
        if item.key and item.key in seen:
            file.problem((*place, "key"), f"the key '{item.key}' is used by an earlier item")
        seen.add(item.key)


def _check_pretest(file: YamlFile, pretest: Mapping[Where, ItemContent], items: Mapping[Where, ItemContent]) -> None:
    """Refuse an item without one in the bank that it matches, or whose match serves another objective."""
    if not pretest and file.at(("pretest",)) == []:
        file.problem(("pretest",), "write at least one item, or leave the pre-test out")
    bank = {item.key: item for item in items.values()}
    for place, item in pretest.items():
        if KINDS[item.kind].staged:
            message = "a pre-test has no cases: all its items are on one page, nothing is disclosed step by step"
            file.problem((*place, "kind"), message)
        match = bank.get(item.matches)
        if item.matches and match is None:
            file.problem((*place, "matches"), f"'matches': 'items' holds no item '{item.matches}'")
        elif match and match.objectives[:1] != item.objectives[:1]:
            served = f"'{item.objectives[0]}'" if item.objectives else "none"
            message = f"the first objective is {served}, but '{match.key}' serves {list(match.objectives[:1])} first"
            file.problem((*place, "objectives"), message)


def _warn_of_flaws(
    file: YamlFile,
    items: Mapping[Where, ItemContent],
    pretest: Mapping[Where, ItemContent],
    *,
    english: bool,
    shuffled: bool,
) -> None:
    """Warn of the flaws of the items at their places, and of the bank as a whole; nothing else is wrong with them."""

    def warn(place: Where, flaw: Flaw) -> None:
        file.problems.warn(file.path, file.line(*place, *flaw.place), flaw.name, flaw.message)

    texts = {
        place: text_of(item.kind, item.content, stem_html=item.stem_html, lead_in_html=item.lead_in_html)
        for place, item in {**items, **pretest}.items()
    }
    for place, text in texts.items():
        for flaw in flaws_of(text, english=english):
            warn(place, flaw)
    bank = [text for place in items if isinstance(text := texts[place], ItemText)]
    for flaw in flaws_of_bank(bank, shuffled=shuffled):
        warn(("items",), flaw)


def _blueprint(
    file: YamlFile, items: Mapping[Where, ItemContent], policy: Policy | None, known: Known
) -> tuple[Row, ...]:
    sections = frozenset(known.slides.values())
    rows = blueprint.read_rows(file, objectives=known.objectives, sections=sections)
    if not rows or policy is None:
        return ()
    cells = {place: item.cell for place, item in items.items() if item.objectives and item.section}
    return blueprint.check_bank(file, rows, cells, policy.draw)


@dataclass(frozen=True)
class _ItemReader:
    """Reads items, reporting what is wrong in them; what it returns then is not complete."""

    reader: Reader
    known: Known

    def items(self, name: str, fields: dict[str, Field]) -> dict[Where, ItemContent]:
        """Return the items of the list ``name`` by their places."""
        return {place: self._item(place, fields) for place in self.reader.file.entries((name,))}

    def _item(self, place: Where, fields: dict[str, Field]) -> ItemContent:
        kind = KINDS[kind_named(self.reader, place, KINDS)]
        values = self.reader.file.mapping(place, {**fields, **kind.fields})
        self._refer(place, "objectives", values, self.known.objectives)
        self._refer(place, "slides", values, self.known.slides)
        self._refer(place, "references", values, self.known.references)
        return ItemContent(
            key=values["key"] or "",
            kind=kind.name,
            content=kind.read(self.reader, place, values),
            section=self.known.slides.get(next(iter(values["slides"]), ""), ""),
            stem_html=self.reader.pictured((*place, "stem"), values["stem"]),
            lead_in_html=self.reader.pictured((*place, "lead_in"), values["lead_in"]),
            rationale_html=self.reader.pictured((*place, "rationale"), values["rationale"]),
            objectives=tuple(values["objectives"]),
            slides=tuple(values["slides"]),
            references=tuple(
                self.known.references[key] for key in values["references"] if key in self.known.references
            ),
            calculator=values["calculator"],
            enemies=tuple(values.get("enemies", ())),
            matches=values.get("matches") or "",
        )

    def _refer(self, place: Where, name: str, values: dict[str, Any], known: Collection[str]) -> None:
        for index, key in enumerate(values[name]):
            if key not in known:
                self.reader.file.problem((*place, name, index), f"'{name}': '{key}' does not exist in this module")
