"""Moodle's GIFT, read. The rules are those of Moodle's documentation "GIFT format"; writing is in ``giftwriter``."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import markdown

from courses.domain.yamlfile import UNUSABLE
from quizzes.domain.exchange import texts
from quizzes.domain.exchange.draft import Draft, Refused, few, note_weights
from quizzes.domain.exchange.giftentries import Entry, entries, shown
from quizzes.domain.exchange.markup import LOOKS_LIKE_HTML, from_plain
from quizzes.domain.exchange.matching import matching
from quizzes.domain.exchange.moodlegaps import short_number
from quizzes.domain.exchange.numbers import decimal, interval, written
from quizzes.domain.exchange.opened import reader
from quizzes.domain.exchange.question import MULTIPLE, NUMERIC, ORDERING, SINGLE, Reading, option
from quizzes.domain.exchange.tags import Tags, read_tags

FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
WEIGHT = re.compile(r"\s*%(-?[0-9]{1,4}(?:\.[0-9]{1,8})?)%")
MARKED = re.compile(r"\[(id|tag):((?:[^\]\\]|\\.)*)\]")
COUNT = re.compile(r">\s*([0-9]{1,3})\b")
TRUTHS = {"T": True, "TRUE": True, "F": False, "FALSE": False}
FULL = 100


@dataclass(frozen=True)
class _Answer:
    """One answer: its sign (= or ~), its weight in percent (None: none given), its text and its feedback as written."""

    sign: str
    weight: Decimal | None
    text: str
    feedback: str


@reader(texts.decode)
def read(text: str, path: str, reading: Reading) -> None:
    """Read the questions of a GIFT file; ``path`` is its name in what is reported."""
    for entry in entries(text, path, reading):
        _Gift(path, entry, reading).read()


class _Gift:
    """Reads one question into a reading."""

    def __init__(self, path: str, entry: Entry, reading: Reading) -> None:
        self.draft = Draft(reading, path, entry.line)
        self.text, self.comments, self.style = entry.text, entry.comments, "moodle"

    def read(self) -> None:
        try:
            before, body, general = self._parts()
            kind, content = self._content(body)
            rationale = self.draft.remark(self._html(general), "general feedback")
            self.draft.add(kind, content, self.draft.asked(self._html(before)), rationale, self._tags())
        except Refused as refused:
            self.draft.refuse(refused)

    def _tags(self) -> Tags:
        found = [match for comment in self.comments for match in MARKED.finditer(comment[:2_000])]
        values = [(match[1], re.sub(r"\\(.)", r"\1", match[2])) for match in found]
        key = next((value for name, value in values if name == "id"), "")
        return read_tags([value for name, value in values if name == "tag"], key)

    def _parts(self) -> tuple[str, str, str]:
        """Return the question, the answer block and the general feedback. Notes title and format on the way."""
        if self.text.startswith("::"):
            title, closed, rest = self.text[2:].partition("::")
            if not closed:
                raise Refused("the name that begins with :: never ends")
            self.draft.title, self.text = " ".join(UNUSABLE.sub("", shown(title)).split())[:250], rest.strip()
        before, opened, rest = self.text.partition("{")
        if not opened:
            raise Refused("a description without an answer block {…} is no question")
        answers, closed, after = rest.partition("}")
        if not closed:
            raise Refused("the answer block that { opens is never closed")
        if "{" in answers + after:
            raise Refused(
                "a second {; a question has one answer block (write \\{ for a brace, part questions by an empty line)"
            )
        if style := FORMAT.match(before):
            self.style, before = style[1].lower(), before[style.end() :]
        before, after = before.rstrip(), after.strip()
        if after and (any(sign.isalnum() for sign in after) or not before.endswith((".", "?", "!", ":"))):
            before = f"{before} _____{' ' if after[0].isalnum() else ''}{after}"  # a missing word in mid-sentence
        body, _, general = answers.partition("####")
        return before, body.strip(), general

    def _content(self, body: str) -> tuple[str, dict[str, Any]]:
        if not body:
            raise Refused("an essay (an empty answer block) has no counterpart: nobody marks texts here")
        if body.startswith("#"):
            return self._numeric(body[1:])
        if body.startswith(">"):
            return self._ordering(body)
        if (word := body.partition("#")[0].strip().upper()) in TRUTHS:
            return self._truth(word, body)
        return self._listed(body)

    def _listed(self, body: str) -> tuple[str, dict[str, Any]]:
        answers = [self._answer(sign, text) for sign, text in few(_split(body), "answers")]
        if any(answer.sign == "~" for answer in answers):
            return self._choice(answers)
        if any("->" in answer.text for answer in answers):
            return self._matching(answers)
        return self._short(answers)

    def _short(self, answers: list[_Answer]) -> tuple[str, dict[str, Any]]:
        """A short answer that is a number. Raises Refused for words."""
        right = [answer for answer in answers if answer.weight in {None, Decimal(FULL)}]
        content = short_number([shown(answer.text).strip() for answer in right or answers], self.draft)
        if len(answers) > len(right):
            self.draft.left_out("answers beside the right number: no part of the credit, no feedback of their own")
        return NUMERIC, {**content, "comment_html": self._comment(answers[0])}

    def _ordering(self, body: str) -> tuple[str, dict[str, Any]]:
        """The steps in their right order, one a line, after a line such as ">6 ALL VERTICAL"."""
        head, *lines = body.split("\n")
        steps = [self._phrase(line) for line in few([line for line in lines if line.strip()], "steps")]
        drawn = COUNT.match(head)
        if drawn and 0 < int(drawn[1]) < len(steps):
            self.draft.left_out("that only some of its steps are drawn; here all are shown")
        return ORDERING, {"steps": [{"html": step, "comment_html": ""} for step in steps]}

    def _answer(self, sign: str, text: str) -> _Answer:
        weight = WEIGHT.match(text)
        body, _, feedback = (text[weight.end() :] if weight else text).partition("#")
        return _Answer(sign, Decimal(weight[1]) if weight else None, body, feedback)

    def _choice(self, answers: list[_Answer]) -> tuple[str, dict[str, Any]]:
        weights = [
            answer.weight if answer.weight is not None else Decimal(FULL if answer.sign == "=" else 0)
            for answer in answers
        ]
        positive = [weight for weight in weights if weight > 0]
        # As Moodle reads it: one answer may be given where one begins with =.
        marked = any(answer.sign == "=" and answer.weight is None for answer in answers)
        several = not marked and len(answers) > len(positive) and (len(positive) > 1 or min(weights) < 0)
        if not several and positive and max(positive) < FULL:
            raise Refused(f"no answer has the full weight; the best has {max(positive):f} %")
        right = [weight > 0 if several else weight >= FULL for weight in weights]
        note_weights(weights, right, self.draft)
        options = [
            option(self._phrase(answer.text), self._comment(answer), correct=correct)
            for answer, correct in zip(answers, right, strict=True)
        ]
        return MULTIPLE if several else SINGLE, {"options": options}

    def _matching(self, answers: list[_Answer]) -> tuple[str, dict[str, Any]]:
        pairs: list[tuple[str, str, str]] = []
        for answer in answers:
            asked, arrow, matched = answer.text.rpartition("->")
            if not arrow:
                raise Refused("a matching question mixes pairs (a -> b) with answers that are none")
            pairs.append((self._phrase(asked), self._comment(answer), self._phrase(matched, "plain")))
        return matching(pairs)

    def _truth(self, word: str, body: str) -> tuple[str, dict[str, Any]]:
        """True or false: the first feedback is for a wrong answer, the second for the right one."""
        _, _, feedback = body.partition("#")
        wrong, _, good = feedback.partition("#")
        comments = {
            right: self.draft.remark(self._html(text), "feedback") for right, text in ((False, wrong), (True, good))
        }
        options = [
            option(name, comments[TRUTHS[word] is value], correct=TRUTHS[word] is value, anchored=True)
            for name, value in (("True", True), ("False", False))
        ]
        return SINGLE, {"options": options}

    def _numeric(self, body: str) -> tuple[str, dict[str, Any]]:
        answers = [self._answer(*pair) for pair in few(_split(body), "answers")]
        right = [answer for answer in answers if answer.sign == "=" and answer.weight in {None, Decimal(FULL)}]
        if len(right) != 1:
            raise Refused(f"{len(right)} numbers are fully right; numeric has one number with a tolerance")
        if len(answers) > 1:
            self.draft.left_out("answers beside the right number: no part of the credit, no feedback of their own")
        value, tolerance = _number(shown(right[0].text))
        comment = self._comment(right[0])
        return NUMERIC, {"answer": value, "tolerance": tolerance, "unit": "", "units": [], "comment_html": comment}

    def _comment(self, answer: _Answer) -> str:
        return self.draft.remark(self._html(answer.feedback), "feedback")

    def _phrase(self, text: str, style: str = "") -> str:
        return self.draft.phrase(self._html(text, style))

    def _html(self, text: str, style: str = "") -> str:
        """Return a text as HTML, not yet safe; the format of the question holds where the text names none."""
        named = None if style else FORMAT.match(text)
        text = shown(text[named.end() :] if named else text).strip()
        style = style or (named[1].lower() if named else self.style)
        if style == "markdown":
            return markdown.markdown(text)
        if style == "plain" or (style == "moodle" and not LOOKS_LIKE_HTML.search(text)):
            return from_plain(text)
        return text if style == "html" else _autoformatted(text)


def _split(body: str) -> list[tuple[str, str]]:
    """Return (sign, text) of each answer; what stands before the first sign is a right one."""
    first, *parts = re.split(r"([=~])", body)
    return [*([("=", first)] if first.strip() else []), *zip(parts[::2], parts[1::2], strict=True)]


def _autoformatted(text: str) -> str:
    """Return Moodle's automatic format as HTML: HTML in which line ends count."""
    paragraphs = re.split(r"\n[ \t]*\n", text)
    marked = ["<br>".join(line.strip() for line in part.split("\n")) for part in paragraphs]
    return "".join(f"<p>{part}</p>" for part in marked) if len(marked) > 1 else marked[0]


def _number(text: str) -> tuple[str, str]:
    """Return number and tolerance of "5", "5:0.1" or "1..5". Raises Refused for anything else."""
    text = text.strip()
    low, dots, high = text.partition("..")
    try:
        if dots:
            return interval(low, high)
        value, _, tolerance = text.partition(":")
        size = decimal(tolerance or "0")
        number = written(decimal(value))
    except ValueError as error:
        raise Refused(error) from None
    if size < 0:
        raise Refused(f"the tolerance {tolerance} is negative")
    return number, written(size)
