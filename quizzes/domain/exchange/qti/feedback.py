"""What a QTI item says after the answer: to which option it belongs, and what is for everybody."""

from collections.abc import Sequence
from typing import Any

from quizzes.domain.exchange.draft import Draft, few
from quizzes.domain.exchange.pictures import Find
from quizzes.domain.exchange.qti.expressions import NotUnderstood
from quizzes.domain.exchange.qti.keys import shown_by
from quizzes.domain.exchange.qti.rules import Rules
from quizzes.domain.exchange.safexml import child, descendants, inner, local, remove

GENERAL = frozenset(["rationale", "solution", "general", "generalfeedback", "explanation", "general_fb"])
RIGHT = frozenset(["correct", "correct_fb", "right", "true_fb"])
KINDS = ("modalFeedback", "feedbackBlock", "feedbackInline")
HOMES = ("simpleChoice", "inlineChoice", "simpleAssociableChoice", "gapText", "hottext", "hotspotChoice")


class Feedback:
    """The feedback of one item: by the answers after which its rules show it, else by its identifier."""

    def __init__(self, root: Any, draft: Draft, find: Find) -> None:
        self.draft, self.find = draft, find
        found = few(descendants(root, *KINDS), "feedback texts")
        self.elements = [one for one in found if not any(local(above) in KINDS for above in one.iterancestors())]
        self.homes = [next((up for up in one.iterancestors() if local(up) in HOMES), None) for one in self.elements]
        self.texts = [self._read(element) for element in self.elements]
        self.told: set[int] = set()
        self.shown: dict[str, list[int]] = {}
        self.always: list[int] = []
        for element in self.elements:
            if local(element) != "modalFeedback" and element.getparent() is not None:
                remove(element)

    def _read(self, element: Any) -> str:
        content = child(element, "contentBody")
        # A rationale has pictures, a comment on an option has none.
        find = self.find if element.get("identifier", "").casefold() in GENERAL else None
        return self.draft.remark(inner(content if content is not None else element), "feedback", find)

    def follow(self, rules: Rules, variable: str, names: Sequence[str]) -> None:
        """Find out what each of the answers to a single choice shows."""
        if rules.template or not rules.are_there or not self.elements:
            return
        places = {id(element): place for place, element in enumerate(self.elements)}
        try:
            found = {name: [places[id(element)] for element in shown_by(rules, self.elements, {variable: name})]
                     for name in names}  # fmt: skip
        except NotUnderstood:
            return
        everywhere = set.intersection(*map(set, found.values())) if found else set()
        self.always = sorted(everywhere)
        self.shown = {name: [place for place in shown if place not in everywhere] for name, shown in found.items()}

    def comment(self, name: str, choice: Any = None) -> str:
        """Return what is said about an answer; ``choice``: the element of the answer, within which some may stand."""
        places = list(self.shown.get(name, ()))
        by_rules = {place for shown in self.shown.values() for place in shown} | set(self.always)
        for place, element in enumerate(self.elements):
            if place in by_rules:
                continue
            own = choice is not None and self.homes[place] is choice
            named = local(element) == "modalFeedback" and element.get("identifier", "") == name
            if own or (named and element.get("showHide", "show") == "show"):
                places.append(place)
        self.told.update(places)
        return "\n".join(self.texts[place] for place in sorted(places) if self.texts[place])

    def general(self) -> str:
        """Return what is for everybody; what is for right or wrong answers as a whole is named."""
        rest = [place for place, text in enumerate(self.texts) if place not in self.told and text]
        found = [place for place in rest if place in self.always or self._name(place) in GENERAL]
        other = [place for place in rest if place not in found]
        hidden = [place for place in other if self.elements[place].get("showHide", "show") != "show"]
        if hidden:
            self.draft.left_out("a feedback that an answer hides")
        other = [place for place in other if place not in hidden]
        if not found and (right := [place for place in other if self._name(place) in RIGHT][:1]):
            found, other = right, [place for place in other if place not in right]
            self.draft.left_out("that its rationale is shown after right answers only")
        if other:
            names = ", ".join(dict.fromkeys(self.elements[place].get("identifier", "") for place in other))
            self.draft.left_out(f"the feedback '{names[:80]}', which belongs to no single answer")
        return "\n".join(self.texts[place] for place in found)

    def _name(self, place: int) -> str:
        return self.elements[place].get("identifier", "").casefold()
