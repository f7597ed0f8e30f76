"""Moodle XML, read. The elements are those of Moodle's documentation "Moodle XML format"; ``moodlewriter`` writes."""

from functools import partial
from typing import Any

from quizzes.domain.exchange import safexml, texts
from quizzes.domain.exchange.draft import Draft, Refused
from quizzes.domain.exchange.moodletexts import file_of, html_of, number, words_of
from quizzes.domain.exchange.moodletypes import READERS, UNLIKE
from quizzes.domain.exchange.opened import reader
from quizzes.domain.exchange.question import Reading
from quizzes.domain.exchange.safexml import child, children, text_of
from quizzes.domain.exchange.tags import Tags, read_tags


@reader(safexml.parse)
def read(root: Any, path: str, reading: Reading) -> None:
    """Read the questions of a Moodle XML file; ``path`` is its name in what is reported."""
    if safexml.local(root) == "question":
        return _read(root, path, reading)
    if safexml.local(root) != "quiz":
        message = f"the root is <{safexml.local(root)}>; Moodle XML begins with <quiz>"
        raise texts.Unreadable(message, root.sourceline or 0)
    for element in root:
        name = safexml.local(element)
        if name == "question":
            _read(element, path, reading)
        elif name:
            reading.refuse(path, element.sourceline or 0, f"<{name}> in <quiz>; only <question> is known")
    return None


def _read(element: Any, path: str, reading: Reading) -> None:
    kind = element.get("type", "")
    line = element.sourceline or 0
    if kind == "category":
        name = text_of(child(element, "category")).strip()[:80]
        reading.leave_out(path, line, f"the category '{name}'; objectives group items here")
        return
    draft = Draft(reading, path, line, text_of(child(element, "name")))
    try:
        if kind not in READERS:
            raise Refused(f"the type '{kind[:40]}' has no counterpart: {UNLIKE.get(kind, 'it is not known here')}")
        if name := words_of(element, "image"):
            raise Refused(f"the picture '{name[:80]}' has no alternative text; say what the picture shows")
        content_kind, content = READERS[kind](element, draft)
        text = child(element, "questiontext")
        asked = draft.asked(html_of(text), partial(file_of, text))
        _note_rest(element, draft)
        general = child(element, "generalfeedback")
        rationale = draft.remark(html_of(general), "general feedback", partial(file_of, general))
        draft.add(content_kind, content, asked, rationale, _tags(element))
    except Refused as refused:
        draft.refuse(refused)


def _tags(element: Any) -> Tags:
    listed = child(element, "tags")
    tags = [text_of(tag) for tag in children(listed, "tag")] if listed is not None else []
    return read_tags(tags, text_of(child(element, "idnumber")))


def _note_rest(element: Any, draft: Draft) -> None:
    names = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
    if any(text_of(child(element, name)).strip() for name in names):
        draft.left_out(
            "the feedback for all right, partly right and wrong answers; an item has a rationale and comments"
        )
    if children(element, "hint"):
        draft.left_out("hints for a second try")
    if words_of(element, "hidden") == "1":
        draft.left_out("that it is hidden")
    grade = words_of(element, "defaultgrade")
    if grade and number(grade) != 1:
        draft.left_out(f"its {number(grade).normalize():f} points; every item counts one")
