"""A question while it is being read: its place, and what had to be left behind on the way."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from courses.domain.yamlfile import UNUSABLE
from quizzes.domain.exchange.markup import Show, blocks, clean, illustrated, phrase, split_question
from quizzes.domain.exchange.pictures import PARAGRAPH, Find, embedded, measured, named
from quizzes.domain.exchange.question import Question, Reading, key_of
from quizzes.domain.exchange.tags import Tags

ALL = Decimal(100)
SAME = Decimal("0.1")
"""Percent by which equal weights may differ: thirds are written as 33.33333."""
MOST_PICTURES = 20
"""In one text: each is decoded before it is taken."""


MANY = 100
"""Entries of a question that are looked at: no item has as many, and a hostile file has more."""


class Refused(ValueError):
    """The question cannot be read; the text says why."""


def few(entries: Sequence[Any], what: str) -> Sequence[Any]:
    """Return the entries where they are not far more than any item has. Raises Refused before they take time."""
    if len(entries) > MANY:
        raise Refused(f"{len(entries)} {what}; no item has as many")
    return entries


class Draft:
    """Takes the texts of one question as foreign HTML and adds the question, or the reason against it, to a reading."""

    def __init__(self, reading: Reading, path: str, line: int, title: str = "") -> None:
        self.pictures: dict[str, bytes] = {}
        self.reading, self.path, self.line, self.title = (
            reading,
            path,
            line,
            " ".join(UNUSABLE.sub("", title).split())[:250],
        )

    def refuse(self, message: object) -> None:
        name = f"'{self.title[:80]}': " if self.title else ""
        self.reading.refuse(self.path, self.line, f"{name}{message}")

    def left_out(self, message: str) -> None:
        name = f"'{self.title[:80]}': " if self.title else ""
        self.reading.leave_out(self.path, self.line, f"{name}{message}")

    def asked(self, html: str, find: Find | None = None) -> str:
        """Return a text that the question cannot do without, with the pictures that ``find`` finds.

        Raises Refused where a part of it cannot be shown.
        """
        safe, lost = self._blocks(html, find and self._showing(find))
        if lost:
            raise Refused(f"the question needs what a text here cannot hold: {', '.join(lost)}")
        return safe

    def picture(self, address: str, find: Find) -> tuple[str, int, int]:
        """Take a picture along; return its path in media/, its width and height. Raises Refused."""
        shown = "embedded" if address.startswith("data:") else address[:100]
        found = embedded(address) or find(address)
        if found is None:
            raise Refused(f"the picture '{shown}' did not come with the file")
        name, content = found
        known = self.reading.measured
        try:
            # Each picture is decoded once, however often a file points to it.
            suffix, width, height = known[content] if content in known else known.setdefault(content, measured(content))
        except ValueError as error:
            raise Refused(f"the picture '{shown}': {error}") from None
        path = named(name, suffix, content, {**self.reading.pictures, **self.pictures})
        self.pictures[path] = content
        return path, width, height

    def _showing(self, find: Find) -> Show:
        taken: dict[str, str] = {}

        def show(address: str, alternative: str) -> str:
            if address not in taken:
                if len(taken) == MOST_PICTURES:
                    raise Refused(f"more than {MOST_PICTURES} pictures in one text")
                taken[address] = self.picture(address, find)[0]
            path = taken[address]
            if not alternative:
                raise Refused(f"the picture '{path.removeprefix('media/')}' has no alternative text; "
                              "say what the picture shows")  # fmt: skip
            return path

        return show

    def _blocks(self, html: str, show: Show | None) -> tuple[str, list[str]]:
        if show is not None:
            return illustrated(html, show)
        safe, lost = clean(html)
        return blocks(safe), lost

    def phrase(self, html: str) -> str:
        """Return the text of an option. Raises Refused where it is more than plain paragraphs."""
        safe, lost = clean(html)
        if lost:
            raise Refused(f"an answer needs what a text here cannot hold: {', '.join(lost)}")
        found = phrase(safe)
        if found is None:
            raise Refused("an answer with a list, a table or a heading; options are plain paragraphs")
        return found

    def remark(self, html: str, what: str, find: Find | None = None) -> str:
        """Return a feedback, with the pictures that ``find`` finds; what of it cannot be shown is noted."""
        taking = self._showing(find) if find else None

        def show(address: str, alternative: str) -> str:
            try:
                return taking(address, alternative) if taking else ""
            except Refused as reason:
                self.left_out(f"{reason} (in the {what})")
                return ""

        safe, lost = self._blocks(html, show if find else None)
        for thing in lost:
            self.left_out(f"{thing} in the {what}")
        return safe

    def add(
        self, kind: str, content: Mapping[str, Any], asked: str, rationale: str, tags: Tags, stem: str | None = None
    ) -> None:
        """Add the question. Without ``stem`` the text that is asked is split into stem and lead-in."""
        before, lead_in = split_question(asked) if stem is None else (stem, asked)
        if not PARAGRAPH.sub("", lead_in).strip():
            raise Refused("the question has no text")
        for tag in tags.unknown:
            self.left_out(f"the tag '{tag}'")
        key = tags.key or key_of(self.title)
        title = "" if self.title == key else self.title
        question = Question(kind, content, key, title, before, lead_in, rationale, path=self.path, line=self.line,
                            **tags.known)  # fmt: skip
        self.reading.pictures.update(self.pictures)
        self.reading.add(question)


def note_weights(weights: Sequence[Decimal], right: Sequence[bool], draft: Draft) -> None:
    """Note what of the answers' weights (percent) is lost where an answer is right or wrong and nothing between."""
    pairs = list(zip(weights, right, strict=True))
    if partial := [f"{weight.normalize():f} %" for weight, correct in pairs if weight > 0 and not correct]:
        draft.left_out(f"answers with a part of the credit ({', '.join(partial)}) count as wrong")
    wrong = [weight for weight, correct in pairs if not correct]
    # The whole weight off for each wrong answer is all or nothing, as here.
    if any(weight < 0 for weight in weights) and not all(weight <= -ALL for weight in wrong):
        draft.left_out("negative weights: wrong answers cost nothing more here")
    shares = [weight for weight, correct in pairs if correct]
    if shares and max(shares) - min(shares) > SAME:
        draft.left_out("unequal weights of the right answers; here they count alike")
