"""A question between two systems: what every format is read into and written from."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from courses.domain.problems import Problem
from courses.domain.yamlfile import MAX_KEY, UNUSABLE
from quizzes.domain.exchange.texts import Unreadable
from quizzes.domain.kinds import KINDS
from quizzes.domain.kinds.matching import LEAST_OPTIONS, MOST_OPTIONS

SINGLE, MULTIPLE, TRUE_FALSE = "single-best-answer", "multiple-response", "multiple-true-false"
MATCHING, ORDERING, NUMERIC, HOTSPOT, CASE = "extended-matching", "ordering", "numeric", "hotspot", "case"
PARTS = {name: (kind.listed, kind.least, kind.most) for name, kind in KINDS.items() if kind.listed}
"""By kind: the list in its content, and how many entries it may have."""
MOST_PROBLEMS = 2_000
MOST_QUESTIONS = 10_000
"""Of one file."""
NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")


@dataclass(frozen=True)
class Question:
    """One item without the module around it. Every ``*_html`` is safe HTML; ``content`` is as ``Item.content``.

    ``key`` is "" where the format has none; ``title`` is what a format calls the question, "" where that is its key.
    A hotspot's content has the ``path`` of its picture in media/; of ``picture_html`` only the alternative counts.
    No format holds its ``enemies``, the keys of the items beside which no paper holds it.
    ``path`` and ``line`` tell where the question began in what was read ("" and 0 otherwise); they do not count when
    questions are compared.
    """

    kind: str
    content: Mapping[str, Any]
    key: str = ""
    title: str = ""
    stem_html: str = ""
    lead_in_html: str = ""
    rationale_html: str = ""
    objectives: tuple[str, ...] = ()
    slides: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    calculator: bool = False
    enemies: tuple[str, ...] = ()
    path: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def name(self) -> str:
        return self.title or self.key

    @property
    def parts(self) -> Sequence[Mapping[str, Any]]:
        """The entries of its content's list; none for a number."""
        return self.content[PARTS[self.kind][0]] if self.kind in PARTS else ()


@dataclass
class Reading:
    """What a file held. ``problems``: questions that cannot be read; ``left_out``: details of those that were."""

    questions: list[Question] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[Problem] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)  # by path in media/
    measured: dict[bytes, tuple[str, int, int]] = field(default_factory=dict)  # what is known of each picture's bytes

    def refuse(self, path: str, line: int, message: str) -> None:
        _note(self.problems, Problem(path, line, UNUSABLE.sub("", message)))

    def leave_out(self, path: str, line: int, message: str) -> None:
        _note(self.left_out, Problem(path, line, UNUSABLE.sub("", message)))

    def add(self, question: Question) -> None:
        """Take the question, or refuse it where no item of this project can be like it."""
        if len(self.questions) == MOST_QUESTIONS:
            raise Unreadable(f"more than {MOST_QUESTIONS} questions; split the file", question.line)
        if reason := misfit(question):
            self.refuse(question.path, question.line, reason)
        else:
            self.questions.append(question)


def _note(problems: list[Problem], problem: Problem) -> None:
    """Add a problem; the last of too many says that there are more."""
    if len(problems) < MOST_PROBLEMS:
        problems.append(problem)
    elif len(problems) == MOST_PROBLEMS:
        problems.append(Problem(problem.path, problem.line, "from here on problems are not listed: there are too many"))


@dataclass
class Writing:
    """A file made of questions. ``left_out`` names each question that the format cannot hold whole, and what of it."""

    content: bytes = b""
    left_out: list[Problem] = field(default_factory=list)

    def leave_out(self, question: Question, message: str) -> None:
        self.left_out.append(Problem(question.name or "?", 0, message))


def misfit(question: Question) -> str:
    """Return why the question can be no item; "" where it can. The limits are those of test.yaml."""
    if question.kind == NUMERIC:
        return _wrong_number(question.content)
    name, least, most = PARTS[question.kind]
    count = len(question.parts)
    if not least <= count <= most:
        return f"{count} {name}; {question.kind} has {least} to {most}"
    if question.kind in {SINGLE, MULTIPLE, HOTSPOT} and (reason := _wrong_key(question)):
        return reason
    if question.kind == MATCHING and not LEAST_OPTIONS <= (options := len(question.content["options"])) <= MOST_OPTIONS:
        return f"{options} answers to choose from; {MATCHING} has {LEAST_OPTIONS} to {MOST_OPTIONS}"
    return "" if question.kind in {HOTSPOT, CASE} else _wrong_texts(question, name)


def _wrong_texts(question: Question, name: str) -> str:
    for listed in [question.parts, *([question.content["options"]] if question.kind == MATCHING else [])]:
        if reason := _wrong_list(listed, name):
            return reason
    return ""


def _wrong_list(listed: Sequence[Mapping[str, Any]], name: str) -> str:
    texts = [" ".join(entry["html"].casefold().split()) for entry in listed]
    if "" in texts:
        return f"number {texts.index('') + 1} of its {name} has no text"
    repeated = next((text for text, count in Counter(texts).items() if count > 1), "")
    return f"two of its {name} have the same text, '{repeated[:40]}'" if repeated else ""


def _wrong_number(content: Mapping[str, Any]) -> str:
    for name in ("answer", "tolerance"):
        if not NUMBER.fullmatch(content[name]):
            return f"the {name} {content[name][:60]} has more than 15 digits before or after its point"
    units = content["units"]
    if units and (len(units) < 2 or content["unit"] not in units):  # noqa: PLR2004 one unit is no choice
        return f"the units to choose from ({', '.join(units)[:60]}) need two or more, the right one among them"
    return ""


def _wrong_key(question: Question) -> str:
    right = sum(entry["correct"] for entry in question.parts)
    if not right:
        return "no answer is marked as right"
    if question.kind == MULTIPLE:
        return "every option is right; multiple-response has a wrong one" if right == len(question.parts) else ""
    return f"{right} answers are fully right; {question.kind} has one" if right > 1 else ""


def missing(question: Question) -> list[str]:
    """Return what an item must have and this question has not, in words."""
    found = [
        word
        for word, value in (
            ("no lead-in", question.lead_in_html),
            ("no rationale", question.rationale_html),
            ("no objective", question.objectives),
            ("no slide", question.slides),
            ("no reference", question.references),
        )
        if not value
    ]
    if question.kind in {SINGLE, MULTIPLE, TRUE_FALSE, MATCHING, HOTSPOT}:
        bare = [str(number) for number, part in enumerate(question.parts, start=1) if not part["comment_html"]]
        found += [f"no comment on {PARTS[question.kind][0]} {', '.join(bare)}"] if bare else []
    return [*found, *unnamed(question)]


def unnamed(question: Question) -> list[str]:
    """Return what is missing and differs from part to part, so that no default can fill it: the words for areas."""
    if question.kind != HOTSPOT:
        return []
    bare = [str(number) for number, part in enumerate(question.parts, start=1) if not part["html"]]
    return [f"no words for areas {', '.join(bare)}"] if bare else []


def key_of(text: str) -> str:
    """Return ``text`` as a key: lower-case letters, digits and hyphens; "" where it has none of them."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain[: 4 * MAX_KEY]).strip("-")[:MAX_KEY].rstrip("-")


def option(html: str, comment_html: str = "", *, correct: bool = False, anchored: bool = False) -> dict[str, Any]:
    return {"html": html, "comment_html": comment_html, "correct": correct, "anchored": anchored}
