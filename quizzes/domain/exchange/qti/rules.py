"""QTI's response processing, followed for one response: which score it gives and which feedback it shows.

The rules are those of the QTI 2.2 information model, "Response processing", as far as items here need them. What is not
known is never guessed: NotUnderstood.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from quizzes.domain.exchange.qti.expressions import NotUnderstood, Run, Value, same, typed, value_of
from quizzes.domain.exchange.safexml import child, children, local, text_of

SCORE = "SCORE"
TEMPLATES = {"match_correct": "match", "cc2_match": "match", "cc2_match_basic": "match",
             "map_response": "map", "cc2_map_response": "map"}  # fmt: skip
MATCH, MAP, UNKNOWN = "match", "map", "unknown"


class _Exit(Exception):
    """The rules end here."""


def template_of(processing: Any | None) -> str:
    """Return what a standard template does: MATCH, MAP or UNKNOWN; "" where the rules are written out."""
    address = processing.get("template", "") if processing is not None else ""
    name = address.rstrip("/").rpartition("/")[2].lower().removesuffix(".xml")
    return TEMPLATES.get(name, UNKNOWN) if name else ""


@dataclass
class Rules:
    """The rules of one item (its tree, in the names of 2.x); ``steps`` are those that were followed so far."""

    root: Any
    steps: int = 0

    def __post_init__(self) -> None:
        self.declared = {found.get("identifier", ""): found for found in children(self.root, "responseDeclaration")}
        self.processing = child(self.root, "responseProcessing")
        self.template = template_of(self.processing)
        run = Run(self.declared, {})
        self.rights = {name: run.right(name) for name in self.declared}

    @property
    def are_there(self) -> bool:
        return self.processing is not None and (bool(self.template) or len(self.processing) > 0)

    def outcomes(self, responses: Mapping[str, Value]) -> dict[str, Value]:
        """Return what the outcome variables hold after these responses. Raises NotUnderstood."""
        run = Run(self.declared, dict(responses), steps=self.steps)
        for found in children(self.root, "outcomeDeclaration"):
            run.outcomes[found.get("identifier", "")] = _initial(found)
        try:
            with suppress(_Exit):
                if self.template:
                    self._follow_template(run)
                elif self.processing is not None:
                    _follow(run, self.processing)
        except (ArithmeticError, TypeError) as error:
            raise NotUnderstood(f"its rules compute with what is no number ({type(error).__name__})") from None
        finally:
            self.steps = run.steps
        return run.outcomes

    def score(self, responses: Mapping[str, Value]) -> Decimal | None:
        """Return the score of these responses; None where the rules set none. Raises NotUnderstood."""
        found = self.outcomes(responses).get(SCORE)
        return found if isinstance(found, Decimal) else None

    def _follow_template(self, run: Run) -> None:
        if self.template == UNKNOWN:
            raise NotUnderstood("its response processing template is not known here")
        name = "RESPONSE" if "RESPONSE" in self.declared else next(iter(self.declared), "")
        if self.template == MAP:
            run.outcomes[SCORE] = run.points(name)
        else:
            right = same(run.responses.get(name), run.right(name), ordered=run.is_ordered(name))
            run.outcomes[SCORE] = Decimal(int(right is True))


def _initial(declaration: Any) -> Value:
    base = declaration.get("baseType", "")
    given = child(declaration, "defaultValue")
    values = [typed(text_of(value), base) for value in children(given, "value")] if given is not None else []
    if declaration.get("cardinality", "single") != "single":
        return values
    return values[0] if values else Decimal(0) if base in {"float", "integer"} else None


def _follow(run: Run, rules: Any) -> None:
    for rule in rules:
        run.count()
        name = local(rule)
        if name == "responseCondition":
            _choose(run, rule)
        elif name == "setOutcomeValue":
            run.outcomes[rule.get("identifier", "")] = value_of(run, rule[0] if len(rule) else None)
        elif name == "responseProcessingFragment":
            _follow(run, rule)
        elif name == "exitResponse":
            raise _Exit
        else:
            raise NotUnderstood(f"its rules hold <{name}>")


def _choose(run: Run, condition: Any) -> None:
    for branch in condition:
        if local(branch) == "responseElse":
            return _follow(run, branch)
        if not len(branch):
            raise NotUnderstood("its rules hold a condition without a test")
        if value_of(run, branch[0]) is True:
            return _follow(run, branch[1:])
    return None
