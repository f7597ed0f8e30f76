"""Translations of a module: the folder of a language -> its front matter and slides, or located problems.

What a translation does not hold is read in the module's own language. What it does hold shows the same figures,
sources, pictures, charts and questions as the original: a figure lost in translation could harm a patient.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from courses.domain import yamlfile
from courses.domain.comparison import compare
from courses.domain.languages import CODE
from courses.domain.markup import Markup
from courses.domain.modulefile import OPTIONAL, PART, ModuleFile, read_ai_assisted, read_review
from courses.domain.problems import Problems
from courses.domain.slidefile import SLIDE_PATH, SlideContent, read_slide, reading_order
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
    "glossary": Field(yamlfile.texts_by_name, required=False, default={}),
    "objectives": KEYED,
    "sections": KEYED,
    "review": PART,
    "ai_assisted": Field(yamlfile.anything, required=False),
}
SECTION = {"title": OPTIONAL, "outline": OPTIONAL}


@dataclass(frozen=True)
class Translation:
    """A module in another language; ``slides`` are the translated ones by key.

    ``front`` holds what is translated of the front matter, ready for a JSON column: ``title``, ``review``,
    ``ai_assisted``, texts and ``glossary`` by the names that ``ModuleFile.front`` gives them, ``objectives`` by key,
    and ``sections`` by key with ``title`` and ``outline_html``.
    """

    language: str
    markup: Markup
    front: dict[str, Any]
    slides: dict[str, SlideContent] = field(default_factory=dict)


def read_translations(
    texts: Mapping[str, str], module: ModuleFile, slides: list[SlideContent], markup: Markup, problems: Problems
) -> dict[str, Translation]:
    """Return the translations in ``texts`` (a folder's text files by path) by language, in the order of their codes."""
    originals = {slide.key: slide for slide in slides}
    found: dict[str, list[str]] = {}
    for path in sorted(texts, key=reading_order):
        if match := TRANSLATION_PATH.fullmatch(path):
            found.setdefault(match[1], []).append(path)
    translations = {}
    for language, paths in sorted(found.items()):
        if language == module.language:
            problems.add(paths[0], 0, f"'{language}' is the module's own language; move its files out of {language}/")
            continue
        file = _front_file(f"{language}/module.yaml", paths, texts, problems)
        fields = file.mapping((), FIELDS) if file is not None else {}
        words = markup.in_language(language, fields.get("glossary", {}))
        reader = _Reader(texts, module, originals, words, problems)
        front = reader.front(file, fields) if file is not None else {}
        translations[language] = Translation(language, words, front, reader.slides(paths))
    return translations


def _front_file(path: str, paths: list[str], texts: Mapping[str, str], problems: Problems) -> YamlFile | None:
    if path not in texts:
        problems.add(paths[0], 0, f"{path} is missing; it holds the title and the review of this translation")
        return None
    return yamlfile.load(path, texts[path], problems)


@dataclass(frozen=True)
class _Reader:
    """Reads the folder of one language."""

    texts: Mapping[str, str]
    module: ModuleFile
    originals: Mapping[str, SlideContent]
    markup: Markup
    problems: Problems

    def slides(self, paths: list[str]) -> dict[str, SlideContent]:
        """Return the slides among the files ``paths`` by key."""
        slides: dict[str, SlideContent] = {}
        for path in paths:
            if not path.endswith("/module.yaml") and (slide := self._slide(path, slides)) is not None:
                slides[slide.key] = slide
        return slides

    def _slide(self, path: str, others: Mapping[str, SlideContent]) -> SlideContent | None:
        section = SLIDE_PATH.fullmatch(path.partition("/")[2])[1]
        slide = read_slide(path, section, self.texts[path], self.markup, self.problems, self.originals)
        if slide is None:
            return None
        original = self.originals.get(slide.key)
        if slide.key in others:
            self.problems.add(path, 2, f"the slide '{slide.key}' is already translated by {others[slide.key].path}")
        elif original is None:
            self.problems.add(path, 2, f"the module has no slide '{slide.key}' to translate")
        else:
            if section != original.section:
                message = f"the slide '{slide.key}' is in the section '{original.section}', not in '{section}'"
                self.problems.add(path, 2, message)
            compare(path, original.path, self.texts, self.problems)
            return _with_hashes_of(original, slide)
        return None

    def front(self, file: YamlFile, found: Mapping[str, Any]) -> dict[str, Any]:
        """Return the front matter in ``file``, whose fields are ``found``."""
        if not isinstance(file.data, dict):
            return {}
        front = {name: found[name] for name in (*PLAIN, *LISTS, "glossary") if found[name]}
        for name in RENDERED:
            if found[name]:
                front[f"{name}_html"] = self.markup.passage(file.path, file.line(name), found[name])
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


def _with_hashes_of(original: SlideContent, slide: SlideContent) -> SlideContent:
    """Return ``slide`` with the hashes of the original's questions: translating one does not change it for learners."""
    hashes = {question.key: question.hash for question in original.questions}
    questions = [replace(question, hash=hashes.get(question.key, question.hash)) for question in slide.questions]
    return replace(slide, questions=questions)
