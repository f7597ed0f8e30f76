"""A module folder -> its content, or located problems. A folder is given as the bytes of its files by relative path."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from courses.domain import media, yamlfile
from courses.domain.evidence import Evidence, read_evidence
from courses.domain.markup import Markup
from courses.domain.media import Picture
from courses.domain.modulefile import ModuleFile, read_module_file
from courses.domain.problems import Problems
from courses.domain.references import Reference, read_references
from courses.domain.slidefile import SLIDE_PATH, SlideContent, read_slide, reading_order
from courses.domain.translations import TRANSLATION_PATH, Translation, read_translations

MEGABYTE = 1_000_000
MAX_TEXT = 2 * MEGABYTE
MAX_PICTURE = 5 * MEGABYTE
MAX_MODULE = 40 * MEGABYTE
MAX_PATH = 250
REQUIRED_FILES = ("module.yaml", "references.yaml", "evidence.yaml", "test.yaml")
RENDERED = ("html", "notes_html", "references", "questions")
"""The columns of a slide, and of its translation, that a new renderer fills again."""
MEDIA_PATH = re.compile(r"media/[A-Za-z0-9._-]+")
FREE_PATHS = re.compile(r"README\.md")


@dataclass(frozen=True)
class Content:
    """All that courses stores of a module folder, and what the test's reader needs: ``test`` is test.yaml's text."""

    module: ModuleFile
    slides: list[SlideContent]
    references: dict[str, Reference]
    evidence: Evidence
    pictures: dict[str, Picture]
    markup: Markup
    title_line: int
    test: str
    translations: dict[str, Translation]

    def listed(self, keys: Iterable[str]) -> list[dict[str, object]]:
        """Return the references under a slide: those with ``keys``, numbered in this order, as plain values."""
        return [self.references[key].as_listed(number) for number, key in enumerate(keys, start=1)]

    def rendered(self, slide: SlideContent) -> dict[str, Any]:
        """Return what rendering makes of ``slide`` (or of its translation): plain values by the names in RENDERED.

        The numbers in the HTML are those of ``references``, so all of it is stored together.
        """
        return {
            "html": slide.html,
            "notes_html": slide.notes_html,
            "references": self.listed(slide.references),
            "questions": [question.as_stored() for question in slide.questions],
        }

    def markup_of(self, path: str) -> Markup:
        """Return the renderer of the language that the file at ``path`` is written in."""
        translation = self.translations.get(path.partition("/")[0])
        return translation.markup if translation else self.markup


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def content_hash(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of the folder: of every path with the hash of its file, in order of path."""
    return sha256("\n".join(f"{path} {sha256(files[path])}" for path in sorted(files)).encode())


def text_of(path: str, files: Mapping[str, bytes], problems: Problems) -> str | None:
    """Return a text file's text with \\n line ends; None (and a problem) when it is not UTF-8 or too large."""
    content = files[path]
    if len(content) > MAX_TEXT:
        problems.add(
            path, 0, f"the file has {len(content) / MEGABYTE:.1f} MB; a text file may have {MAX_TEXT // MEGABYTE} MB"
        )
        return None
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.add(path, line, "the file is not UTF-8; save it with that encoding")
        return None


def read_texts(files: Mapping[str, bytes], problems: Problems) -> dict[str, str]:
    """Return the texts of all files but the pictures, by path; what cannot be read is a problem."""
    return {
        path: text
        for path in files
        if not path.startswith("media/") and (text := text_of(path, files, problems)) is not None
    }


def read_content(files: Mapping[str, bytes], problems: Problems) -> Content | None:
    """Return the content of a folder; None when a file without which nothing can be read is missing or broken."""
    _check_paths(files, problems)
    missing = [path for path in REQUIRED_FILES if path not in files]
    for path in missing:
        problems.add(path, 0, "the file is missing")
    texts = read_texts(files, problems)
    if missing or not set(REQUIRED_FILES) <= texts.keys():
        return None
    file = yamlfile.load("module.yaml", texts["module.yaml"], problems)
    if file is None or not isinstance(file.data, dict):
        if file is not None:
            problems.add("module.yaml", 1, "write a mapping that begins with 'slug:'")
        return None
    references = read_references("references.yaml", texts["references.yaml"], problems)
    evidence = read_evidence("evidence.yaml", texts["evidence.yaml"], references, problems)
    pictures = _read_pictures(str(file.data.get("slug", "")), files, problems)
    markup = Markup(
        language=str(file.data.get("language", "en")),
        evidence=evidence,
        references=references,
        pictures=pictures,
        problems=problems,
        glossary=_glossary(file.data.get("glossary")),
    )
    module = read_module_file(file, markup)
    slides = _read_slides(module, texts, markup, problems)
    _check_sources(evidence, problems)
    _check_errata(file, module, slides)
    translations = read_translations(texts, module, slides, markup, problems)
    return Content(
        module, slides, references, evidence, pictures, markup, file.line("title"), texts["test.yaml"], translations
    )


def _check_sources(evidence: Evidence, problems: Problems) -> None:
    for datum in evidence:
        if datum.confirmed == "yes" and not datum.seen_in:
            message = f"'{datum.path}' is confirmed: say in 'seen_in' where its figures were read"
            problems.add("evidence.yaml", datum.line, message)


def _check_errata(file: yamlfile.YamlFile, module: ModuleFile, slides: list[SlideContent]) -> None:
    keys = {slide.key for slide in slides}
    for index, erratum in enumerate(module.front["errata"]):
        if erratum["slide"] and erratum["slide"] not in keys:
            file.problem(("errata", index, "slide"), f"'slide': there is no slide '{erratum['slide']}'")


def _glossary(value: object) -> dict[str, str]:
    """Return the glossary as far as it can be used; what is wrong in it is reported with the rest of module.yaml."""
    try:
        return yamlfile.texts_by_name(value or {})
    except ValueError:
        return {}


def _check_paths(files: Mapping[str, bytes], problems: Problems) -> None:
    total = sum(len(content) for content in files.values())
    if total > MAX_MODULE:
        problems.add(
            "module.yaml",
            0,
            f"the module has {total / MEGABYTE:.0f} MB in all; it may have {MAX_MODULE // MEGABYTE} MB",
        )
    for path in files:
        known = path in REQUIRED_FILES or any(
            form.fullmatch(path) for form in (SLIDE_PATH, TRANSLATION_PATH, MEDIA_PATH, FREE_PATHS)
        )
        if not known:
            problems.add(path, 0, "this file has no place in a module; see docs/authoring.md, The folder")
        elif len(path) > MAX_PATH:
            problems.add(path, 0, f"the name has {len(path)} characters with its folder; use at most {MAX_PATH}")


def _read_pictures(slug: str, files: Mapping[str, bytes], problems: Problems) -> dict[str, Picture]:
    pictures = {}
    for path in sorted(files):
        if not path.startswith("media/"):
            continue
        content = files[path]
        if len(content) > MAX_PICTURE:
            problems.add(
                path, 0, f"the picture has {len(content) / MEGABYTE:.1f} MB; it may have {MAX_PICTURE // MEGABYTE} MB"
            )
            continue
        try:
            content_type, width, height = media.inspect(path, content)
        except ValueError as error:
            problems.add(path, 0, str(error))
            continue
        name = path.removeprefix("media/")
        pictures[path] = Picture(f"/modules/{slug}/media/{sha256(content)}/{name}", content_type, width, height)
    return pictures


def _read_slides(
    module: ModuleFile, texts: Mapping[str, str], markup: Markup, problems: Problems
) -> list[SlideContent]:
    sections = [section["key"] for section in module.sections]
    slides: list[SlideContent] = []
    files = filter(None, map(SLIDE_PATH.fullmatch, texts))
    for found in sorted(files, key=lambda found: (_place(found[1], sections), reading_order(found[0]))):
        path = found[0]
        if found[1] not in sections:
            problems.add(path, 0, f"module.yaml has no section '{found[1]}'")
        slide = read_slide(path, found[1], texts[path], markup, problems)
        if slide is None:
            continue
        if (twin := next((other for other in slides if other.key == slide.key), None)) is not None:
            problems.add(
                path, 2, f"the key '{slide.key}' is already used by {twin.path}; a key belongs to one slide for ever"
            )
        for objective in slide.objectives:
            if objective not in module.objectives:
                problems.add(path, 2, f"module.yaml has no objective '{objective}'")
        slides.append(slide)
    _check_question_keys(slides, problems)
    used = {slide.section for slide in slides}
    for section in sections:
        if section not in used:
            problems.add("module.yaml", 0, f"the section '{section}' has no slides (folder <number>-{section}/)")
    return slides


def _place(section: str, sections: list[str]) -> int:
    return sections.index(section) if section in sections else len(sections)


def _check_question_keys(slides: list[SlideContent], problems: Problems) -> None:
    used: dict[str, str] = {}
    for slide in slides:
        for question in slide.questions:
            if question.key in used:
                message = f"the key '{question.key}' is already used by a question of {used[question.key]}"
                problems.add(slide.path, question.line, message)
            used[question.key] = slide.path
