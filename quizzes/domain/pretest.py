"""The pre-test: matched items before the slides, without any effect on credit."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from courses.domain.reasons import Code, Reason
from quizzes.domain.scoring import count_right


@dataclass(frozen=True)
class Question:
    """What scoring needs of an item: its first objective, the original index of its right option, its slides."""

    objective: str
    right: int
    slides: tuple[str, ...]


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


def option_order(learner: int, key: str, count: int) -> list[int]:
    """Return the original indexes of an item's options as this learner sees them: always the same."""
    return Random(f"{learner}:{key}").sample(range(count), count)  # noqa: S311 the order needs to be the same again


def by_objective(questions: Mapping[str, Question], chosen: Mapping[str, int | None]) -> list[Part]:
    """Return the result in each objective, in the order of the first item of each; a blank is wrong.

    Both mappings are by the items' keys; ``chosen`` holds original indexes.
    """
    parts = []
    for objective in dict.fromkeys(question.objective for question in questions.values()):
        asked = {key: question for key, question in questions.items() if question.objective == objective}
        missed = [question for key, question in asked.items() if chosen.get(key) != question.right]
        slides = dict.fromkeys(slide for question in missed for slide in question.slides)
        right = {key: question.right for key, question in asked.items()}
        parts.append(Part(objective, count_right(asked, right, chosen), len(asked), tuple(slides)))
    return parts
