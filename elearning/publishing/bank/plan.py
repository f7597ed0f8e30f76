"""What an import would do: which questions become items, under which keys, and all that stands against it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from courses.domain.plaintext import words
from courses.domain.problems import Problem
from courses.models import Edition
from quizzes.domain.exchange.markup import from_plain
from quizzes.domain.exchange.pictures import IMAGE, free, paths_of, renamed
from quizzes.domain.exchange.question import MATCHING, NUMERIC, Question, key_of

WORDS_IN_KEY = 6
ASKED = ("stem_html", "lead_in_html")


@dataclass(frozen=True)
class Defaults:
    """What the questions of an import get where their format has none of it; texts are plain paragraphs."""

    objectives: tuple[str, ...] = ()
    slides: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    rationale: str = ""
    comment: str = ""


@dataclass
class Plan:
    """A dry run. ``files`` are those of the edition that would be made; empty where nothing can be."""

    edition: Edition
    name: str
    format: str
    sha256: str
    added: list[Question] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)  # keys that the bank already holds with the same content
    unread: list[Problem] = field(default_factory=list)  # questions that no item can be like
    left_out: list[Problem] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)  # what the module's rules have against the new items
    advice: list[Problem] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def is_ready(self) -> bool:
        return bool(self.added) and not self.faults

    @property
    def kinds(self) -> list[tuple[str, int]]:
        return sorted(Counter(question.kind for question in self.added).items())


def completed(question: Question, defaults: Defaults) -> Question:
    """Return the question with the defaults where it has nothing of its own."""
    comment = from_plain(defaults.comment)
    content = dict(question.content)
    if comment:
        for name in ("options", "statements", "vignettes", "areas"):
            content[name] = [
                {**part, "comment_html": part["comment_html"] or comment} if "comment_html" in part else part
                for part in content.get(name, ())
            ]
        content = {name: value for name, value in content.items() if name in question.content}
    return replace(
        question,
        content=content,
        rationale_html=question.rationale_html or from_plain(defaults.rationale),
        objectives=question.objectives or defaults.objectives,
        slides=question.slides or defaults.slides,
        references=question.references or defaults.references,
    )


class Keys:
    """Gives every new question a key of its own, and finds those that the bank already holds."""

    def __init__(
        self,
        existing: Iterable[Question],
        taken: Iterable[str] = (),
        *,
        files: Mapping[str, bytes] | None = None,
        pictures: Mapping[str, bytes] | None = None,
    ) -> None:
        """``files`` hold the pictures of the existing questions, ``pictures`` those of the new ones, both by path."""
        self._keys = set(taken)
        self._files, self._pictures = files or {}, pictures or {}
        self._asked: dict[str, list[Question]] = {}
        for question in existing:
            self._take(question)

    def _take(self, question: Question) -> None:
        self._keys.add(question.key)
        self._asked.setdefault(_asked(question), []).append(question)

    def place(self, question: Question) -> tuple[Question, bool]:
        """Return the question under its key, and whether the bank holds it already: then the key is the bank's."""
        for old in self._asked.get(_asked(question), ()):
            if same(question, old) and self._look_alike(question, old):
                return replace(question, key=old.key), True
        wanted = question.key or key_of(" ".join(words(question.lead_in_html).split()[:WORDS_IN_KEY])) or "item"
        key, number = wanted, 1
        while key in self._keys:
            number += 1
            key = f"{wanted[:74].rstrip('-')}-{number}"
        placed = replace(question, key=key)
        self._take(placed)
        return placed, False

    def _look_alike(self, new: Question, old: Question) -> bool:
        """Whether both show the same pictures, whatever these are called: two of them may be "An ECG"."""
        if old.path:  # an earlier one of the same file
            return _shown(new, self._pictures) == _shown(old, self._pictures)
        return _shown(new, self._pictures) == _shown(old, self._files)


def _shown(question: Question, pictures: Mapping[str, bytes]) -> list[bytes | None]:
    """Return the pictures in what is asked."""
    return [pictures.get(path) for name in ASKED for path in IMAGE.findall(getattr(question, name))]


def same(new: Question, old: Question) -> bool:
    """Tell whether the bank's item says what the new question says; a remark that the new one lacks is no change."""
    if new.kind != old.kind or _asked(new) != _asked(old) or _bare(new) != _bare(old, like=new):
        return False
    pairs = list(zip(new.parts, old.parts, strict=False))
    remarks = [(new.rationale_html, old.rationale_html)]
    remarks += [(one["comment_html"], other["comment_html"]) for one, other in pairs if "comment_html" in one]
    return all(not one or words(one) == words(other) for one, other in remarks)


def _asked(question: Question) -> str:
    return words(f"{question.stem_html} {question.lead_in_html}")


def _bare(question: Question, like: Question | None = None) -> Any:
    """Return what is right, without formatting and remarks; of a number without a unit that ``like`` has not."""
    content = question.content
    if question.kind == NUMERIC:
        unit = content["unit"] if (like or question).content["unit"] else ""
        return Decimal(content["answer"]), Decimal(content["tolerance"]), unit
    if question.kind == MATCHING:  # pairs have no order among the answers
        texts = [words(option["html"]) for option in content["options"]]
        return sorted(texts), [(words(part["html"]), texts[part["answer"]]) for part in question.parts]
    flags = ("correct", "holds")
    return [(words(part["html"]), [part.get(flag) for flag in flags]) for part in question.parts]


def with_pictures(question: Question, pictures: Mapping[str, bytes], files: dict[str, bytes]) -> Question:
    """Put a question's pictures among ``files``, under another name where one stands there; return the question."""
    chosen = {path: free(path, pictures[path], files) for path in paths_of(question) if path in pictures}
    files.update({new: pictures[path] for path, new in chosen.items()})
    return renamed(question, chosen)
