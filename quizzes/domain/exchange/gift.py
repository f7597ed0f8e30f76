"""Moodle's GIFT, read. The rules are those of Moodle's documentation "GIFT format"; writing is in ``giftwriter``."""

import re
from dataclasses import dataclass
from decimal import Decimal
from html import escape

import markdown

from quizzes.domain.exchange import texts
from quizzes.domain.exchange.giftentries import Entry, entries, shown
from quizzes.domain.exchange.markup import LOOKS_LIKE_HTML, blocks, clean, from_plain, phrase, split_question
from quizzes.domain.exchange.matching import matching
from quizzes.domain.exchange.numbers import decimal, interval, written
from quizzes.domain.exchange.question import MULTIPLE, NUMERIC, SINGLE, Question, Reading, key_of, option
from quizzes.domain.exchange.tags import Tags, read_tags

FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
WEIGHT = re.compile(r"\s*%(-?[0-9]{1,4}(?:\.[0-9]{1,8})?)%")
MARKED = re.compile(r"\[(id|tag):((?:[^\]\\]|\\.)*)\]")
TRUTHS = {"T": True, "TRUE": True, "F": False, "FALSE": False}
FULL = 100
RIGHT_ENOUGH = Decimal("0.1")
"""Percent by which weights may miss 100 together: thirds are written as 33.33333."""


@dataclass(frozen=True)
class _Answer:
    """One answer: its sign (= or ~), its weight in percent (None: none given), its text and its feedback as written."""

    sign: str
    weight: Decimal | None
    text: str
    feedback: str
    style: str = ""


def read(content: bytes, path: str) -> Reading:
    """Return the questions of a GIFT file; ``path`` is its name in what is reported."""
    reading = Reading()
    try:
        text = texts.decode(content)
    except texts.Unreadable as error:
        reading.refuse(path, error.line, str(error))
        return reading
    for entry in entries(text, path, reading):
        _Gift(path, entry, reading).read()
    return reading


class _Gift:
    """Reads one question into a reading."""

    def __init__(self, path: str, entry: Entry, reading: Reading) -> None:
        self.path, self.line, self.reading = path, entry.line, reading
        self.text = entry.text.strip()
        self.title, self.style, self.tags = "", "moodle", self._tags(entry.comments)
        self.asked = self.rationale = ""
        self.lost: list[str] = []

    def _tags(self, comments: list[str]) -> Tags:
        found = [match for comment in comments for match in MARKED.finditer(comment[:2_000])]
        values = [(match[1], re.sub(r"\\(.)", r"\1", match[2])) for match in found]
        key = next((value for name, value in values if name == "id"), "")
        tags = read_tags([value for name, value in values if name == "tag"], key)
        for tag in tags.unknown:
            self.left_out(f"the tag '{tag}'")
        return tags

    def refuse(self, message: str) -> None:
        name = f"'{self.title}': " if self.title else ""
        self.reading.refuse(self.path, self.line, f"{name}{message}")

    def left_out(self, message: str) -> None:
        self.reading.leave_out(self.path, self.line, message)

    def read(self) -> None:
        if self.text.startswith("::"):
            title, closed, rest = self.text[2:].partition("::")
            if not closed:
                self.refuse("the name that begins with :: never ends")
                return
            self.title, self.text = " ".join(shown(title).split()), rest.strip()
        before, opened, rest = self.text.partition("{")
        if not opened:
            self.refuse("a description without an answer block {…} is no question")
            return
        answers, closed, after = rest.partition("}")
        if not closed:
            self.refuse("the answer block that { opens is never closed")
            return
        if "{" in after:
            self.refuse("a second answer block; a question has one (separate questions by an empty line)")
            return
        if style := FORMAT.match(before):
            self.style, before = style[1].lower(), before[style.end() :]
        before, after = before.rstrip(), after.strip()
        if after and (any(sign.isalnum() for sign in after) or not before.endswith((".", "?", "!", ":"))):
            before = f"{before} _____{' ' if after[0].isalnum() else ''}{after}"  # a missing word in mid-sentence
        self._answers(before, answers)

    def _answers(self, before: str, block: str) -> None:
        body, general, feedback = block.partition("####")
        body = body.strip()
        self.rationale = self._html(feedback, "rationale") if general else ""
        self.asked = self._html(before, "question")
        if not self.asked:
            self.refuse("there is no question before the answer block")
        elif not body:
            self.refuse("an essay (an empty answer block) has no counterpart: nobody marks texts here")
        elif body.startswith("#"):
            self._numeric(body[1:])
        elif (word := body.partition("#")[0].strip().upper()) in TRUTHS:
            self._truth(word, body)
        else:
            self._listed(body)

    def _listed(self, body: str) -> None:
        answers = [self._answer(sign, text) for sign, text in _split(body)]
        if any(answer.sign == "~" for answer in answers):
            self._choice(answers)
        elif any("->" in answer.text for answer in answers):
            self._matching(answers)
        elif answers:
            self._written(answers)
        else:
            self.refuse("the answer block holds no answer: = begins a right one, ~ a wrong one")

    def _answer(self, sign: str, text: str) -> _Answer:
        weight = WEIGHT.match(text)
        body, _, feedback = (text[weight.end() :] if weight else text).partition("#")
        style = FORMAT.match(body)
        body = body[style.end() :] if style else body
        return _Answer(sign, Decimal(weight[1]) if weight else None, body, feedback, style[1].lower() if style else "")

    def _choice(self, answers: list[_Answer]) -> None:
        weights = [
            answer.weight if answer.weight is not None else Decimal(FULL if answer.sign == "=" else 0)
            for answer in answers
        ]
        positive = [weight for weight in weights if weight > 0]
        several = len(positive) > 1 and max(positive) < FULL
        if several and abs(sum(positive) - FULL) > RIGHT_ENOUGH:
            self.refuse(f"the right answers have weights of {sum(positive).normalize():f} % together, not of 100 %")
            return
        if not several and positive and max(positive) < FULL:
            self.refuse(f"no answer has the full weight; the best has {max(positive)} %")
            return
        right = [weight > 0 if several else weight >= FULL for weight in weights]
        self._note_weights(weights, right, several=several)
        options = []
        for answer, correct in zip(answers, right, strict=True):
            html = self._phrase(answer.text, answer.style)
            if html is None:
                return
            options.append(option(html, self._html(answer.feedback, "comment"), correct=correct))
        self._add(MULTIPLE if several else SINGLE, {"options": options})

    def _note_weights(self, weights: list[Decimal], right: list[bool], *, several: bool) -> None:
        partial = [f"{weight.normalize():f} %" for weight, full in zip(weights, right, strict=True)
                   if weight > 0 and not full]  # fmt: skip
        if partial:
            self.left_out(f"answers with a part of the credit ({', '.join(partial)}) count as wrong")
        if any(weight < 0 for weight in weights):
            self.left_out("negative weights: wrong answers cost nothing more here")
        shares = {weight for weight, full in zip(weights, right, strict=True) if full}
        if several and max(shares) - min(shares) > RIGHT_ENOUGH:
            self.left_out("unequal weights of the right answers; here they count alike")

    def _written(self, answers: list[_Answer]) -> None:
        self.refuse(f"a short answer in words ('{shown(answers[0].text).strip()[:40]}') has no counterpart")

    def _matching(self, answers: list[_Answer]) -> None:
        pairs: list[tuple[str, str, str]] = []
        for answer in answers:
            asked, arrow, matched = answer.text.rpartition("->")
            if not arrow:
                self.refuse("a matching question mixes pairs (a -> b) with answers that are none")
                return
            left, right = self._phrase(asked, answer.style), self._phrase(matched)
            if left is None or right is None:
                return
            pairs.append((left, self._html(answer.feedback, "comment"), right))
        kind, content = matching(pairs)
        self._add(kind, content)

    def _truth(self, word: str, body: str) -> None:
        """True or false: the first feedback is for a wrong answer, the second for the right one."""
        _, _, feedback = body.partition("#")
        wrong, _, good = feedback.partition("#")
        comments = {False: self._html(wrong, "comment"), True: self._html(good, "comment")}
        options = [
            option(name, comments[TRUTHS[word] is value], correct=TRUTHS[word] is value, anchored=True)
            for name, value in (("True", True), ("False", False))
        ]
        self._add(SINGLE, {"options": options})

    def _numeric(self, body: str) -> None:
        answers = [self._answer(*pair) for pair in _split(body)]
        right = [answer for answer in answers if answer.sign == "=" and answer.weight in {None, Decimal(FULL)}]
        if len(right) != 1:
            self.refuse(f"{len(right)} numbers are fully right; numeric has one number with a tolerance")
            return
        if len(answers) > 1:
            self.left_out("answers beside the right number: no part of the credit, no feedback of their own")
        try:
            value, tolerance = _number(shown(right[0].text))
        except ValueError as error:
            self.refuse(str(error))
            return
        comment = self._html(right[0].feedback, "comment")
        self._add(NUMERIC, {"answer": value, "tolerance": tolerance, "unit": "", "units": [], "comment_html": comment})

    def _html(self, text: str, what: str) -> str:
        """Return a text of the question as blocks; the format of the question holds where the text names none."""
        style = FORMAT.match(text)
        html, lost = _rendered(text[style.end() :] if style else text, style[1].lower() if style else self.style)
        for thing in lost:
            if what == "question":
                self.lost.append(thing)
            else:
                self.left_out(f"{thing} in the {what}")
        return blocks(html)

    def _phrase(self, text: str, style: str = "") -> str | None:
        html, lost = _rendered(text, style or self.style)
        self.lost += lost
        found = phrase(html)
        if found is None:
            self.refuse("an answer with a list, a table or a heading; options are plain paragraphs")
        return found

    def _add(self, kind: str, content: dict) -> None:
        if self.lost:
            self.refuse(f"the question needs what a text here cannot hold: {', '.join(self.lost)}")
            return
        stem, lead_in = split_question(self.asked)
        key = self.tags.key or key_of(self.title)
        title = "" if self.title == key else self.title
        self.reading.add(
            Question(
                kind,
                content,
                key,
                title,
                stem,
                lead_in,
                self.rationale,
                path=self.path,
                line=self.line,
                **self.tags.known,
            )
        )


def _split(body: str) -> list[tuple[str, str]]:
    """Return (sign, text) of each answer; what stands before the first sign is a right one."""
    first, *parts = re.split(r"([=~])", body)
    return [*([("=", first)] if first.strip() else []), *zip(parts[::2], parts[1::2], strict=True)]


def _rendered(text: str, style: str) -> tuple[str, list[str]]:
    text = shown(text).strip()
    if style == "html":
        return clean(text)
    if style == "markdown":
        return clean(markdown.markdown(text))
    if style == "plain" or not LOOKS_LIKE_HTML.search(text):
        return from_plain(text), []
    return clean(_autoformatted(text))


def _autoformatted(text: str) -> str:
    """Return Moodle's automatic format as HTML: HTML in which line ends count."""
    paragraphs = re.split(r"\n[ \t]*\n", text)
    marked = ["<br>".join(line.strip() for line in part.split("\n")) for part in paragraphs]
    return "".join(f"<p>{part}</p>" for part in marked) if len(marked) > 1 else marked[0]


def _number(text: str) -> tuple[str, str]:
    """Return number and tolerance of "5", "5:0.1" or "1..5". Raises ValueError for anything else."""
    text = text.strip()
    low, dots, high = text.partition("..")
    if dots:
        return interval(low, high)
    value, _, tolerance = text.partition(":")
    size = decimal(tolerance or "0")
    if size < 0:
        raise ValueError(f"the tolerance {escape(tolerance)} is negative")
    return written(decimal(value)), written(size)
