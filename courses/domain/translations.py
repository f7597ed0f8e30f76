"""Translations of a module: the folder of a language -> its front matter and slides, or located problems.

What a translation does not hold is read in the module's own language. What it does hold shows the same figures,
sources, pictures and charts as the original: a figure lost in translation could harm a patient.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from courses.domain import yamlfile
from courses.domain.charts import BINDING
from courses.domain.languages import CODE
from courses.domain.markup import BOUND, CITATION, FENCE, IMAGE, Markup, media_path
from courses.domain.modulefile import OPTIONAL, PART, ModuleFile, read_ai_assisted, read_review
from courses.domain.problems import Problems
from courses.domain.slidefile import SLIDE_PATH, TRANSLATED_FIELDS, SlideContent, read_slide, reading_order
from courses.domain.yamlfile import Field, Where, YamlFile

TRANSLATION_PATH = re.compile(rf"({CODE})/(module\.yaml|{SLIDE_PATH.pattern})")

RENDERED = ("abstract", "need")
PLAIN = ("method", "requirements", "lineage", "privacy", "commercial_support")
LISTS = ("audience", "keywords")
LIST = Field(yamlfile.listing(yamlfile.text, least=1), required=False)
KEYED = Field(yamlfile.anything, required=False, default={})
FIELDS = {
    "title": Field(yamlfile.title),
    **dict.fromkeys((*RENDERED, *PLAIN), OPTIONAL),
    **dict.fromkeys(LISTS, LIST),
    "objectives": KEYED,
    "sections": KEYED,
    "review": PART,
    "ai_assisted": Field(yamlfile.anything, required=False),
}
SECTION = {"title": OPTIONAL, "outline": OPTIONAL}
NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?!\w)")
DRAWN_FROM = {"datum", "value", "values", "date"}
"""The keys of a chart's rows that hold addresses of the evidence."""


@dataclass(frozen=True)
class Translation:
    """A module in another language; ``slides`` are the translated ones by key.

    ``front`` holds what is translated of the front matter, ready for a JSON column: ``title``, ``review``,
    ``ai_assisted``, texts by the names that ``ModuleFile.front`` gives them, ``objectives`` by key, and ``sections`` by
    key with ``title`` and ``outline_html``.
    """

    language: str
    markup: Markup
    front: dict[str, Any]
    slides: dict[str, SlideContent] = field(default_factory=dict)


def read_translations(
    texts: Mapping[str, str], module: ModuleFile, slides: list[SlideContent], markup: Markup, problems: Problems
) -> dict[str, Translation]:
    """Return the translations in ``texts`` (a folder's text files by path) by language, in the order of their codes."""
    found: dict[str, list[str]] = {}
    for path in sorted(texts, key=reading_order):
        if match := TRANSLATION_PATH.fullmatch(path):
            found.setdefault(match[1], []).append(path)
    translations = {}
    for language, paths in sorted(found.items()):
        if language == module.language:
            problems.add(paths[0], 0, f"'{language}' is the module's own language; move its files out of {language}/")
            continue
        reader = _Reader(language, texts, module, slides, markup.in_language(language), problems)
        translations[language] = reader.read(paths)
    return translations


@dataclass(frozen=True)
class _Reader:
    """Reads the folder of one language."""

    language: str
    texts: Mapping[str, str]
    module: ModuleFile
    originals: list[SlideContent]
    markup: Markup
    problems: Problems

    def read(self, paths: list[str]) -> Translation:
        front = f"{self.language}/module.yaml"
        if front not in paths:
            message = f"{front} is missing; it holds the title and the review of this translation"
            self.problems.add(paths[0], 0, message)
        slides: dict[str, SlideContent] = {}
        for path in paths:
            if path != front and (slide := self._slide(path, slides)) is not None:
                slides[slide.key] = slide
        return Translation(self.language, self.markup, self._front(front), slides)

    def _slide(self, path: str, others: Mapping[str, SlideContent]) -> SlideContent | None:
        section = SLIDE_PATH.fullmatch(path.partition("/")[2])[1]
        slide = read_slide(path, section, self.texts[path], self.markup, self.problems, TRANSLATED_FIELDS)
        if slide is None:
            return None
        original = next((each for each in self.originals if each.key == slide.key), None)
        if slide.key in others:
            self.problems.add(path, 2, f"the slide '{slide.key}' is already translated by {others[slide.key].path}")
        elif original is None:
            self.problems.add(path, 2, f"the module has no slide '{slide.key}' to translate")
        else:
            if section != original.section:
                message = f"the slide '{slide.key}' is in the section '{original.section}', not in '{section}'"
                self.problems.add(path, 2, message)
            self._compare(path, original.path)
            return slide
        return None

    def _compare(self, path: str, original: str) -> None:
        here, there = evidence_in(self.texts[path]), evidence_in(self.texts[original])
        for what, line in there.items():
            if what not in here:
                self.problems.add(path, 0, f"the translation leaves out {what} that {original}:{line} shows")
        for what, line in here.items():
            if what not in there:
                self.problems.add(path, line, f"the translation shows {what}, which {original} does not")
        written, meant = numbers_in(self.texts[path]), numbers_in(self.texts[original])
        if written != meant:
            message = (
                f"only {original} has {_listed(meant - written)}, only the translation has {_listed(written - meant)}"
            )
            self.problems.warn(path, 0, "other-numbers", message)

    def _front(self, path: str) -> dict[str, Any]:
        file = yamlfile.load(path, self.texts[path], self.problems) if path in self.texts else None
        if file is None:
            return {}
        found = file.mapping((), FIELDS)
        if not isinstance(file.data, dict):
            return {}
        front = {name: found[name] for name in (*PLAIN, *LISTS) if found[name]}
        for name in RENDERED:
            if found[name]:
                front[f"{name}_html"] = self.markup.passage(path, file.line(name), found[name])
        return {
            "title": found["title"] or "",
            "review": read_review(file),
            "ai_assisted": read_ai_assisted(file),
            **front,
            "objectives": self._objectives(file),
            "sections": self._sections(file),
        }

    def _objectives(self, file: YamlFile) -> dict[str, str]:
        texts = {}
        for key, where in self._keyed(file, "objectives", self.module.objectives):
            try:
                texts[key] = yamlfile.text(file.at(where))
            except ValueError as error:
                file.problem(where, f"'{key}': {error}")
        return texts

    def _sections(self, file: YamlFile) -> dict[str, dict[str, str]]:
        sections = {}
        for key, where in self._keyed(file, "sections", [section["key"] for section in self.module.sections]):
            found = file.mapping(where, SECTION)
            section = {"title": found["title"]} if found["title"] else {}
            if found["outline"]:
                line = file.line(*where, "outline")
                section["outline_html"] = self.markup.passage(file.path, line, found["outline"])
            sections[key] = section
        return sections

    def _keyed(self, file: YamlFile, name: str, known: list[str]) -> Iterator[tuple[str, Where]]:
        """Yield the entries of the mapping ``name`` whose keys the module has; report the others."""
        entries = file.data.get(name)
        if entries is not None and not isinstance(entries, dict):
            file.problem((name,), f"'{name}': write a mapping with the keys {', '.join(known)}")
            return
        for key in entries or {}:
            if key in known:
                yield key, (name, key)
            else:
                file.problem((name, key), f"module.yaml has no '{key}' in {name}; it has {', '.join(known)}")


def evidence_in(text: str) -> dict[str, int]:
    """Return what a slide's file shows that its translation must show too, each with the line where it first stands.

    Figures by address, sources by key, pictures by file, charts by kind and data, questions by key, number of options
    and place of the right ones. The texts around them are the translator's.
    """
    found: dict[str, int] = {}
    start = max(text.find("\n---", 3), 0)

    def note(what: str, position: int) -> None:
        found.setdefault(what, text.count("\n", 0, position) + 1)

    for match in BOUND.finditer(text, start):
        note(f"ev:{match[2]}", match.start())
    for match in CITATION.finditer(text, start):
        for key in match[1].split(";"):
            note(f"[{key.strip()}]", match.start(1))
    lines = text.split("\n")
    index = text.count("\n", 0, start)
    while index < len(lines):
        if (fence := FENCE.match(lines[index])) is not None:
            end = next((i for i in range(index + 1, len(lines)) if lines[i].strip() == fence[1]), len(lines))
            for what in _declared(fence[2], "\n".join(lines[index + 1 : end])):
                found.setdefault(what, index + 1)
            index = end
        elif (image := IMAGE.match(lines[index])) is not None:
            found.setdefault(f"the picture {media_path(image[2])}", index + 1)
        index += 1
    return found


def numbers_in(text: str) -> Counter[str]:
    """Return the numbers that a slide's text holds unbound (doses, cut-offs), whatever its decimal sign."""
    plain = CITATION.sub(" ", BOUND.sub(" ", text[max(text.find("\n---", 3), 0) :]))
    return Counter(number.replace(",", ".") for number in NUMBER.findall(plain))


def _listed(numbers: Counter[str]) -> str:
    return ", ".join(sorted(numbers.elements())) or "none"


def _declared(name: str, source: str) -> Iterator[str]:
    """Yield what a fenced block declares; one that cannot be read has its problem reported where it is rendered."""
    file = yamlfile.load("", source, Problems())
    block = file.data if file is not None and isinstance(file.data, dict) else {}
    if name == "evidence":
        yield f"the chart ({block.get('chart')}) of {', '.join(_addresses(block.get('rows'))) or 'no data'}"
    elif name:
        options = block.get("options") if isinstance(block.get("options"), list) else []
        right = [str(place) for place, option in enumerate(options, start=1) if _is_right(option)]
        place = f", right: {', '.join(right)}" if right else ""
        yield f"the {name} '{block.get('key')}' ({len(options)} options{place})"


def _is_right(option: Any) -> bool:
    return isinstance(option, dict) and bool(option.get("correct") or option.get("recommended"))


def _addresses(value: Any, name: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _addresses(part, str(key))
    elif isinstance(value, list):
        for part in value:
            yield from _addresses(part, name)
    elif name in DRAWN_FROM:
        yield str(value)
    else:
        yield from BINDING.findall(str(value))
