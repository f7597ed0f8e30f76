"""What all evaluations of one term say together. Never who said it, nor when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from elearning.evaluation.domain.form import Choice, Kind, Question
from elearning.evaluation.domain.sheet import Answers
from elearning.groups import percent


@dataclass(frozen=True)
class Distribution:
    """How often each choice of ``question`` was taken; ``answered`` evaluations answered it."""

    question: Question
    counts: list[tuple[Choice, int]]
    answered: int

    def share(self, count: int) -> int:
        """Return ``count`` in per cent of those who answered, rounded to the nearest."""
        return percent(count, self.answered)

    @property
    def mean(self) -> float | None:
        """The mean of a rating, to one decimal; None where the choices are no steps or nobody answered."""
        if not self.question.is_scale or not self.answered:
            return None
        return round(sum(int(choice.value) * count for choice, count in self.counts) / self.answered, 1)


def distributions(questions: Iterable[Question], sheets: Sequence[Answers]) -> list[Distribution]:
    """Return the distribution of every question with choices, in the order of the form."""
    return [_distribution(question, sheets) for question in questions if question.kind is not Kind.TEXT]


def texts(question: Question, sheets: Iterable[Answers]) -> list[str]:
    """Return the answers to a question in the learners' own words, by alphabet, so that nothing tells their order."""
    return sorted((sheet[question.key] for sheet in sheets if question.key in sheet), key=str.casefold)


def rate(count: int, of: int) -> int:
    """Return ``count`` in whole per cent of ``of``, rounded down, 0 where there is nothing; at most 100."""
    return min(100, 100 * count // of) if of else 0


def _distribution(question: Question, sheets: Sequence[Answers]) -> Distribution:
    given = [sheet[question.key] for sheet in sheets if question.key in sheet]
    chosen = [value for answer in given for value in (answer if isinstance(answer, list) else [answer])]
    return Distribution(question, [(choice, chosen.count(choice.value)) for choice in question.choices], len(given))
