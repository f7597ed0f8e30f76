"""One QTI item -> a question: what stands around its interaction, which ``interactions`` reads."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from quizzes.domain.exchange import safexml, texts
from quizzes.domain.exchange.draft import Draft, Refused
from quizzes.domain.exchange.formulas import on_one_line
from quizzes.domain.exchange.gaps import GAP
from quizzes.domain.exchange.qti.feedback import Feedback
from quizzes.domain.exchange.qti.interaction import Interaction
from quizzes.domain.exchange.qti.interactions import READERS, UNLIKE
from quizzes.domain.exchange.qti.names import in_second
from quizzes.domain.exchange.qti.rules import Rules
from quizzes.domain.exchange.question import Reading
from quizzes.domain.exchange.safexml import child, descendants, inner, local, remove
from quizzes.domain.exchange.tags import read_tags

MAX_UNIT = 20


@dataclass(frozen=True)
class Source:
    """Where an item was found: its path, the files of its package, what the manifest says of it."""

    path: str
    files: Mapping[str, bytes]
    keywords: tuple[str, ...] = ()

    def resolve(self, address: str) -> str:
        """Return the path in the package that an address in the item means."""
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.path), unquote(address.partition("?")[0])))

    def find(self, address: str) -> tuple[str, bytes] | None:
        """Return name and content of the file of the package that an address in the item means."""
        path = self.resolve(address)
        return (PurePosixPath(path).name, self.files[path]) if path in self.files else None


def read_item(root: Any, source: Source, reading: Reading) -> None:
    """Add the question of an item to ``reading``, or the reason why it is none."""
    root = in_second(root)
    draft = Draft(reading, source.path, root.sourceline or 0, root.get("title") or root.get("identifier", ""))
    try:
        _refuse_changing(root)
        _write_formulas(root)
        _Item(root, source, draft).read()
    except Refused as refused:
        draft.refuse(refused)


def _write_formulas(root: Any) -> None:
    """Put small formulas on one line; those that are more stay, and the item is refused for them."""
    for math in descendants(root, "math"):
        if (text := on_one_line(math)) is not None:
            remove(math, text)


def _refuse_changing(root: Any) -> None:
    if root.get("adaptive") == "true":
        raise Refused("an adaptive item answers back while it is worked on; items here are answered once")
    if descendants(root, "templateDeclaration", "templateProcessing", "printedVariable"):
        raise Refused("a template: its values change from learner to learner")


@dataclass
class _Item:
    root: Any
    source: Source
    draft: Draft

    def read(self) -> None:
        body = child(self.root, "itemBody")
        if body is None:
            raise Refused("there is no itemBody")
        found = [element for element in body.iter() if local(element).endswith("Interaction")]
        interaction = self._chosen(found)
        reader = READERS.get(local(interaction))
        if reader is None:
            name = local(interaction)
            raise Refused(f"{name} has no counterpart: {UNLIKE.get(name, 'it is not known here')}")
        feedback = Feedback(self.root, self.draft, self.source.find)
        read = Interaction(interaction, self.root, self.source, self.draft, feedback, Rules(self.root))
        kind, content = reader(read, next((other for other in found if other is not interaction), None))
        prompt = self.draft.asked(inner(child(interaction, "prompt")), self.source.find)
        stem, lead_in = self._texts(body, found, content, prompt, read.passage)
        general = feedback.general()
        tags = read_tags(self.source.keywords, self.root.get("identifier", ""))
        self.draft.add(kind, content, lead_in, general, tags, stem)

    def _chosen(self, found: list[Any]) -> Any:
        names = [local(element) for element in found]
        if not found:
            raise Refused("it asks nothing: there is no interaction")
        if sorted(names) == ["inlineChoiceInteraction", "textEntryInteraction"]:
            return found[names.index("textEntryInteraction")]  # a number and its unit
        if len(found) > 1:
            different = sorted(set(names))
            raise Refused(f"{len(found)} interactions in one item ({', '.join(different)}); an item here asks once")
        return found[0]

    def _texts(
        self, body: Any, found: list[Any], content: dict[str, Any], prompt: str, passage: str
    ) -> tuple[str | None, str]:
        """Return stem and lead-in; a stem of None where both are one text that is yet to be split."""
        lead_in = next((element for element in descendants(body, "div") if element.get("class") == "lead-in"), None)
        asked = prompt or (self.draft.asked(inner(lead_in), self.source.find) if lead_in is not None else "")
        if lead_in is not None and asked and not prompt:
            remove(lead_in)
        self._strip(body, found, content)
        around = self.draft.asked(inner(body), self.source.find)
        stem = f"{self._stimulus()}{around}\n{self.draft.asked(passage, self.source.find)}".strip()
        return (stem, asked) if asked else (None, stem)

    def _strip(self, body: Any, found: list[Any], content: dict[str, Any]) -> None:
        """Take out what is no text: interactions (in a sentence a gap stays), feedback, notes to others."""
        for block in descendants(body, "rubricBlock"):
            if "candidate" not in block.get("view", "candidate").split():
                self.draft.left_out(f"a note to the {block.get('view')}")
                remove(block)
        number, *others = sorted(found, key=lambda element: local(element) != "textEntryInteraction")
        if local(number) == "textEntryInteraction" and self._has_unit(number, others, content):
            remove(number.getparent())
            return
        for element in found:
            inline = local(element) in {"textEntryInteraction", "inlineChoiceInteraction"}
            remove(element, GAP if inline else "")

    def _has_unit(self, number: Any, others: list[Any], content: dict[str, Any]) -> bool:
        """Tell whether the number's paragraph holds nothing else than its unit, which is then noted."""
        paragraph = number.getparent()
        if local(paragraph) != "p" or (paragraph.text or "").strip() or number.getprevious() is not None:
            return False
        after = [element for element in paragraph if element is not number]
        text = " ".join("".join([number.tail or "", *((element.tail or "") for element in after)]).split())
        if others:
            return after == others and not text
        if after or len(text) > MAX_UNIT:
            return False
        if text:
            content["unit"] = text
        return True

    def _stimulus(self) -> str:
        """Return the text that several items share, from its own file."""
        parts: list[str] = []
        for reference in descendants(self.root, "assessmentStimulusRef"):
            path = self.source.resolve(reference.get("href", ""))
            if path not in self.source.files:
                raise Refused(f"its text stands in another file, '{path[:100]}', which is not there")
            parts.append(self.draft.asked(stimulus(self.source.files[path]), Source(path, self.source.files).find))
        return "".join(f"{part}\n" for part in parts)


def stimulus(content: bytes) -> str:
    try:
        root = in_second(safexml.parse(content))
    except texts.Unreadable as error:
        raise Refused(f"the text that it shares with others cannot be read: {error}") from None
    return inner(child(root, "stimulusBody"))
