"""Which answers of a QTI item are right: as declared, and as its rules score them. Where the two differ: Refused."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from quizzes.domain.exchange.draft import Draft, Refused, note_weights
from quizzes.domain.exchange.numbers import decimal
from quizzes.domain.exchange.qti.expressions import NotUnderstood, Value
from quizzes.domain.exchange.qti.rules import MAP, Rules
from quizzes.domain.exchange.safexml import child, children, descendants, text_of

NONE_AT_ALL = Decimal(0)


class Key:
    """What one response variable counts as right."""

    def __init__(self, declaration: Any, rules: Rules, draft: Draft) -> None:
        self.declaration, self.rules, self.draft = declaration, rules, draft
        self.name = declaration.get("identifier", "")
        self.is_list = declaration.get("cardinality", "single") != "single"
        self.declared = right_values(declaration)
        self.points = points_of(declaration) if not rules.are_there or self._is_mapped() else {}

    def _is_mapped(self) -> bool:
        processing = self.rules.processing
        return self.rules.template == MAP or bool(descendants(processing, "mapResponse"))

    def score(self, chosen: Sequence[str]) -> Decimal | None:
        """Return the score of choosing these; None where the rules give none. Raises NotUnderstood."""
        return self.score_of(list(chosen) if self.is_list else chosen[0] if chosen else None)

    def score_of(self, value: Value) -> Decimal | None:
        """As ``score``, of a response as it is; what else the item asks is answered rightly."""
        return self.rules.score({**self.rules.rights, self.name: value})

    def one_of(self, names: Sequence[str]) -> set[str]:
        """Return the names that get all the points where one may be chosen."""
        if not self.rules.are_there:
            return self._by_points(names, several=False)
        try:
            scores = {name: self.score([name]) or NONE_AT_ALL for name in names}
        except NotUnderstood as reason:
            return set(self.only_declared(reason))
        best = max(scores.values(), default=NONE_AT_ALL)
        if best <= 0 or (len(set(scores.values())) == 1 and len(scores) > 1):
            return set(self.declared)  # the rules score nothing, or nobody's answer
        winners = {name for name in names if scores[name] == best}
        if not set(self.declared) <= winners:
            said, scored = ", ".join(self.declared)[:60], ", ".join(sorted(winners))[:60]
            raise Refused(f"'{said}' is declared as right, and '{scored}' gets the points")
        note_weights([scores[name] * 100 / best for name in names], [name in winners for name in names], self.draft)
        return winners

    def any_of(self, names: Sequence[str]) -> set[str]:
        """Return the names that are right where several may be chosen."""
        if not self.rules.are_there:
            return self._by_points(names, several=True)
        wanted = set(self.declared) or self._found(names)
        try:
            self._verify(wanted, ([*wanted ^ {name}] for name in names))
        except NotUnderstood as reason:
            wanted = set(self.only_declared(reason))
        self._note_points(names, wanted)
        return wanted

    def pairs(self) -> list[tuple[str, str]]:
        """Return the right pairs, in the order in which they are written."""
        scored = [name for name, points in self.points.items() if points > 0]
        found = self.declared or scored
        if not self.rules.are_there and (other := sorted(set(scored) - set(found))):
            raise Refused(f"'{other[0][:60]}' has points and is not declared as right")
        self._note_points(list(self.points), set(found))
        return [(value.split(" ")[0], value.split(" ")[1]) for value in found if value.count(" ") == 1]

    def all_of(self, wanted: Sequence[str], others: Iterable[Sequence[str]]) -> None:
        """Make sure that no other whole answer gets as many points as the right one."""
        if self.rules.are_there:
            try:
                self._verify(wanted, others, alone=True)
            except NotUnderstood as reason:
                self.only_declared(reason)

    def pairs_alone(self, pairs: Sequence[tuple[str, str]], others: Sequence[str], *, first: bool) -> None:
        """Make sure that no other partner gets as many points; ``first``: partners stand first in the pairs."""

        def swapped(at: int, other: str) -> list[str]:
            pair = (other, pairs[at][1]) if first else (pairs[at][0], other)
            return [" ".join(found) for found in [*pairs[:at], pair, *pairs[at + 1 :]]]

        whole = [" ".join(pair) for pair in pairs]
        if self.points:  # pair by pair: a bound of the sum may hide what one of them is worth
            for at, pair in enumerate(whole):
                rivals = [swapped(at, other)[at] for other in others if other not in pairs[at]]
                worth = self.points.get(pair, NONE_AT_ALL)
                if rival := next((found for found in rivals if self.points.get(found, NONE_AT_ALL) >= worth), ""):
                    raise Refused(f"'{rival[:60]}' gets as many points as the right '{pair[:60]}'")
            return
        places = range(len(pairs))
        self.all_of(whole, (swapped(at, other) for at in places for other in others if other not in pairs[at]))

    def _verify(self, wanted: Iterable[str], others: Iterable[Sequence[str]], *, alone: bool = False) -> None:
        full = self.score(list(wanted))
        if full is None:
            return
        better = max((self.score(other) or NONE_AT_ALL for other in others), default=NONE_AT_ALL)
        if better > full or (alone and better == full > 0):
            raise Refused(f"its right answer gets {full.normalize():f} points and another one {better.normalize():f}")

    def _found(self, names: Sequence[str]) -> set[str]:
        """Return what the rules compare with, or give points for, where nothing is declared as right."""
        if self.points:
            return {name for name in names if self.points.get(name, NONE_AT_ALL) > 0}
        listed = [{text_of(value).strip() for value in children(found, "baseValue")}
                  for found in descendants(self.rules.processing, "multiple")]  # fmt: skip
        inside = [found for found in listed if found and found <= set(names)]
        try:
            scored = [(self.score([*found]) or NONE_AT_ALL, found) for found in inside]
        except NotUnderstood as reason:
            raise Refused(f"no answer is marked as right, and {reason}") from None
        best = max((score for score, _ in scored), default=NONE_AT_ALL)
        full = [found for score, found in scored if score == best > 0]
        return full[0] if full and all(found == full[0] for found in full) else set()

    def _by_points(self, names: Sequence[str], *, several: bool) -> set[str]:
        """Without rules: what is declared, else what has points, of one answer the most."""
        best = max(self.points.values(), default=NONE_AT_ALL)
        right = set(self.declared) or {
            name for name, points in self.points.items() if points > 0 and (several or points == best)
        }
        other = {name for name, points in self.points.items() if points > 0 and (several or points == best)} - right
        if other and self.declared:
            said = ", ".join(self.declared)[:60]
            raise Refused(f"'{said}' is declared as right, and '{', '.join(sorted(other))[:60]}' has points too")
        self._note_points(names, right)
        return right

    def _note_points(self, names: Sequence[str], right: set[str]) -> None:
        best = max(self.points.values(), default=NONE_AT_ALL)
        if best > 0:
            shares = [self.points.get(name, NONE_AT_ALL) * 100 / best for name in names]
            note_weights(shares, [name in right for name in names], self.draft)

    def only_declared(self, reason: NotUnderstood) -> list[str]:
        if not self.declared:
            raise Refused(f"no answer is marked as right, and {reason}")
        self.draft.left_out(f"how it is scored ({reason}); what it declares as right counts")
        return self.declared


def right_values(declaration: Any) -> list[str]:
    correct = child(declaration, "correctResponse")
    values = children(correct, "value") if correct is not None else []
    return [text for value in values if (text := " ".join(text_of(value).split()))]


def points_of(declaration: Any) -> dict[str, Decimal]:
    """Return the points that the mapping gives for each answer. Raises Refused."""
    mapping = child(declaration, "mapping")
    entries = children(mapping, "mapEntry") if mapping is not None else []
    try:
        return {" ".join(entry.get("mapKey", "").split()): decimal(entry.get("mappedValue", "0")) for entry in entries}
    except ValueError as error:
        raise Refused(error) from None


def shown_by(rules: Rules, elements: Iterable[Any], responses: Mapping[str, Value]) -> list[Any]:
    """Return the feedback elements that are shown after these responses. Raises NotUnderstood."""
    outcomes = rules.outcomes(responses)
    found = []
    for element in elements:
        held = outcomes.get(element.get("outcomeIdentifier", ""))
        there = element.get("identifier", "") in (held if isinstance(held, list) else [held])
        if there == (element.get("showHide", "show") == "show"):
            found.append(element)
    return found
