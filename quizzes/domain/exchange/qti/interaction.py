"""One interaction of a QTI item, with what its reader needs of the item around it."""

from dataclasses import dataclass
from typing import Any

from quizzes.domain.exchange.draft import Draft, Refused
from quizzes.domain.exchange.qti.feedback import Feedback
from quizzes.domain.exchange.qti.keys import Key
from quizzes.domain.exchange.qti.rules import Rules
from quizzes.domain.exchange.safexml import children

Content = tuple[str, dict[str, Any]]


@dataclass
class Interaction:
    """An interaction with what it needs of its item."""

    element: Any
    root: Any
    source: Any
    draft: Draft
    feedback: Feedback
    rules: Rules
    passage: str = ""
    """The text within the interaction as HTML, where what is asked stands in a text."""

    @property
    def declaration(self) -> Any:
        wanted = self.element.get("responseIdentifier")
        for found in children(self.root, "responseDeclaration"):
            if found.get("identifier") == wanted:
                return found
        raise Refused(f"there is no declaration of its response '{wanted}'")

    @property
    def name(self) -> str:
        return self.element.get("responseIdentifier", "")

    @property
    def key(self) -> Key:
        return Key(self.declaration, self.rules, self.draft)

    def comment(self, identifier: str, element: Any = None) -> str:
        """Return what is said about an answer: inside of it, and in the feedback that it shows."""
        return self.feedback.comment(identifier, element)

    def right(self, names: list[str], *, several: bool) -> set[str]:
        """Return the right ones of ``names``. Raises Refused where the key names something else."""
        if several:
            right = self.key.any_of(names)
        else:
            right = self.key.one_of(names)
            self.feedback.follow(self.rules, self.name, names)
        if unknown := sorted(right - set(names)):
            raise Refused(f"the right answer '{unknown[0][:40]}' is not among the answers")
        return right
