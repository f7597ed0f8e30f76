"""Reading YAML with the line of every value, and checking it against a description of its fields."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from courses.domain.problems import Problems

Where = tuple[str | int, ...]
MAX_KEY = 80
UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]")
"""What no text may hold, not even as an escape: databases refuse it, or a page's own marks could be taken for it."""


@dataclass(frozen=True)
class Field:
    """What one field may hold. ``parse`` returns the value or raises ValueError with what would be right."""

    parse: Callable[[Any], Any]
    required: bool = True
    default: Any = None


@dataclass
class YamlFile:
    """The values of a YAML file; ``line`` tells where each stands."""

    path: str
    data: Any
    lines: dict[Where, int]
    problems: Problems

    def line(self, *where: str | int) -> int:
        """Return the line of the value at ``where``, or of the nearest value around it."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def at(self, where: Where) -> Any:
        value = self.data
        for step in where:
            value = value[step]
        return value

    def problem(self, where: Where, message: str) -> None:
        self.problems.add(self.path, self.line(*where), message)

    def mapping(self, where: Where, fields: dict[str, Field]) -> dict[str, Any]:
        """Return the fields of the mapping at ``where``, parsed; report unknown, missing and wrong ones."""
        found = self.at(where)
        place = f"{where[-1]}" if where else self.path
        if not isinstance(found, dict):
            self.problem(where, f"{place}: write a mapping with the keys {', '.join(fields)}")
            found = {}
        for key in found:
            if key not in fields:
                self.problem((*where, key), f"unknown key '{key}'; known are {', '.join(fields)}")
        return {name: self._field(where, found, name, field) for name, field in fields.items()}

    def _field(self, where: Where, found: dict[str, Any], name: str, field: Field) -> Any:
        value = found.get(name)
        if value is None:
            if field.required:
                self.problem((*where, name), f"'{name}' is missing")
            return field.default
        try:
            return field.parse(value)
        except ValueError as error:
            self.problem((*where, name), f"'{name}': {error}")
            return field.default

    def each(self, where: Where) -> list[Where]:
        """Return the places of the entries of the list or mapping at ``where`` (an empty list when it is neither)."""
        value = self.at(where)
        if isinstance(value, dict):
            return [(*where, key) for key in value]
        if isinstance(value, list):
            return [(*where, index) for index in range(len(value))]
        self.problem(where, "write a list or a mapping here")
        return []

    def entries(self, where: Where) -> list[Where]:
        """Return the places of the entries of the list at ``where``; anything else is reported."""
        if isinstance(self.at(where), list):
            return self.each(where)
        self.problem(where, "write a list here")
        return []


class _Loader(yaml.SafeLoader):
    """SafeLoader that keeps the lines of keys and refuses a key written twice, anchors and aliases."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            raise yaml.composer.ComposerError(None, None, "aliases are not used in module files", event.start_mark)
        return super().compose_node(parent, index)


def load(path: str, text: str, problems: Problems, first_line: int = 1) -> YamlFile | None:
    """Parse ``text``; None (and a problem) when it is not YAML. ``first_line`` is where the text begins in its file."""
    lines: dict[Where, int] = {}
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            problems.add(path, first_line, "the file is empty")
            return None
        _note_lines(node, (), lines, first_line, path, problems)
        data = loader.construct_document(node)
    except yaml.reader.ReaderError as error:
        line = first_line + text.count("\n", 0, error.position)
        problems.add(path, line, "not valid YAML: a control character is in the file; remove it")
        return None
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error)
        problems.add(path, first_line + (mark.line if mark else 0), f"not valid YAML: {what}")
        return None
    except (AttributeError, LookupError):  # PyYAML's own, for a tag such as !!timestamp on what is no instant
        problems.add(path, first_line, "not valid YAML: a tag (!!…) does not fit its value; remove it")
        return None
    except RecursionError:
        problems.add(path, first_line, "not valid YAML: nested too deeply")
        return None
    return YamlFile(path, data, lines, problems)


def _note_lines(
    node: yaml.Node, where: Where, lines: dict[Where, int], first: int, path: str, problems: Problems
) -> None:
    lines.setdefault(where, node.start_mark.line + first)
    if isinstance(node, yaml.ScalarNode):
        _refuse_unusable(node, first, path, problems)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                message = "a key is a plain word, not a list or a mapping"
                raise yaml.composer.ComposerError(None, None, message, key.start_mark)
            _refuse_unusable(key, first, path, problems)
            place = (*where, key.value)
            if place in lines:
                problems.add(path, key.start_mark.line + first, f"'{key.value}' is written twice")
            lines[place] = key.start_mark.line + first
            _note_lines(value, place, lines, first, path, problems)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _note_lines(value, (*where, index), lines, first, path, problems)


def _refuse_unusable(node: yaml.ScalarNode, first: int, path: str, problems: Problems) -> None:
    """Report characters that no text may hold, and leave them out, so that reading can go on."""
    if wrong := UNUSABLE.search(node.value):
        message = f"the character U+{ord(wrong[0]):04X} cannot be shown; remove it"
        problems.add(path, node.start_mark.line + first, message)
        node.value = UNUSABLE.sub("", node.value)


def text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("write some text")
    return value.strip()


def short(most: int) -> Callable[[Any], str]:
    """A text of at most ``most`` characters, as its column holds it."""

    def parse(value: Any) -> str:
        if len(found := text(value)) > most:
            raise ValueError(f"it has {len(found)} characters; use at most {most}")
        return found

    return parse


title = short(250)


def quoted(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f'write it in quotation marks, "{value}", so that it is shown as written')
    return text(value)


def boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("write true or false")
    return value


def day(value: Any) -> date:
    if type(value) is not date:
        raise ValueError("write a date as 2026-11-21")
    return value


def integer(least: int, most: int) -> Callable[[Any], int]:
    def parse(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:
            raise ValueError(f"write a whole number from {least} to {most}")
        return value

    return parse


def choice(*allowed: str) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        if value not in allowed:
            raise ValueError(f"'{value}' is not one of {', '.join(allowed)}")
        return value

    return parse


def key(value: Any) -> str:
    """A stable identity: lower-case letters, digits and hyphens."""
    if not isinstance(value, str) or not value or value.strip("-") != value or not set(value) <= _KEY_CHARACTERS:
        raise ValueError(f"'{value}': use lower-case letters, digits and hyphens")
    if len(value) > MAX_KEY:
        raise ValueError(f"use at most {MAX_KEY} characters")
    return value


_KEY_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def listing(parse: Callable[[Any], Any], least: int = 0) -> Callable[[Any], list[Any]]:
    def parse_all(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise ValueError("write a list")
        if len(value) < least:
            raise ValueError(f"write at least {least}")
        return [parse(entry) for entry in value]

    return parse_all


def texts_by_name(value: Any) -> dict[str, str]:
    """A mapping of names to texts."""
    if not isinstance(value, dict):
        raise ValueError("write a mapping of names to texts")
    for name, meaning in value.items():
        if not isinstance(name, str) or not isinstance(meaning, str) or not (name.strip() and meaning.strip()):
            raise ValueError(f"write '{name}' and its meaning as texts (in quotation marks where YAML sees none)")
    return {name.strip(): meaning.strip() for name, meaning in value.items()}


def anything(value: Any) -> Any:
    """For a field whose value is checked by a reader of its own."""
    return value
