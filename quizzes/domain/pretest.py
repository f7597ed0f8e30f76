"""The pre-test: matched items before the slides, without any effect on credit."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from courses.domain.reasons import Code, Reason
from quizzes.domain.kinds import Answer, Content, Order, kind_of


@dataclass(frozen=True)
class Question:
    """What scoring needs of an item: its kind and content, its first objective, its slides."""

    kind: str
    content: Content
    objective: str
    slides: tuple[str, ...]

    def is_right(self, answer: Answer) -> bool:
        """Whether ``answer`` is right in every part; a blank is not."""
        return kind_of(self.kind).is_right(self.content, answer)

    def order_for(self, learner: int, key: str) -> Order:
        """Return the order in which this learner sees the item ``key``: always the same."""
        random = Random(f"{learner}:{key}")  # noqa: S311 the order needs to be the same again
        return kind_of(self.kind).order(self.content, random, shuffle=True)


@dataclass(frozen=True)
class Part:
    """The result in one objective; ``slides`` are the keys of those to begin with: the slides of missed items."""

    objective: str
    correct: int
    total: int
    slides: tuple[str, ...]


def may_sit(*, attempted: bool) -> Reason | None:
    """Return why the pre-test cannot be taken: once an attempt at the CME test began, it would measure nothing."""
    return Reason(Code.PRETEST_CLOSED) if attempted else None


def by_objective(questions: Mapping[str, Question], answers: Mapping[str, Answer]) -> list[Part]:
    """Return the result in each objective, in the order of the first item of each; a blank is wrong.

    Both mappings are by the items' keys.
    """
    parts = []
    for objective in dict.fromkeys(question.objective for question in questions.values()):
        asked = {key: question for key, question in questions.items() if question.objective == objective}
        missed = [question for key, question in asked.items() if not question.is_right(answers.get(key))]
        slides = dict.fromkeys(slide for question in missed for slide in question.slides)
        parts.append(Part(objective, len(asked) - len(missed), len(asked), tuple(slides)))
    return parts
