"""What a panel found, for the administration: the cut score of each closed round, its spread, and Hofstee's check."""

from dataclasses import dataclass
from fractions import Fraction

from elearning.standards import access, observed
from elearning.standards.domain import angoff, hofstee
from elearning.standards.domain.angoff import CutScore, TooFew
from elearning.standards.domain.hofstee import Bounds, Check
from elearning.standards.models import HofsteeJudgement, Judge, Panel
from elearning.standards.observed import Difficulty
from quizzes.models import Item


@dataclass(frozen=True)
class Seat:
    """A judge as the administration sees one: the ``number`` that the tables use, and how far the open round is."""

    number: int
    judge: Judge
    rated: int
    hofstee: HofsteeJudgement | None


@dataclass(frozen=True)
class Round:
    """A closed round; ``counted`` are the numbers of the judges who rated every item, in the order of the result."""

    number: int
    result: CutScore | TooFew
    counted: list[int]


@dataclass(frozen=True)
class Findings:
    """All of a panel. ``standard`` is the latest cut score, None without one; ``check`` is made of a closed panel."""

    panel: Panel
    items: list[Item]
    seats: list[Seat]
    rounds: list[Round]
    difficulties: dict[str, Difficulty]
    scores: list[Fraction]
    check: Check | None

    @property
    def standard(self) -> CutScore | None:
        """The cut score of the newest round that has one."""
        found = [each.result for each in self.rounds if isinstance(each.result, CutScore)]
        return found[-1] if found else None


def findings_of(panel: Panel) -> Findings:
    """Return what ``panel`` found so far, in seven statements. Ratings of the open round are counted, never shown."""
    items = access.items_of(panel)
    keys = [item.key for item in items]
    judges = list(panel.judges.select_related("user", "hofstee").order_by("pk"))
    rated = access.by_judge(judges)
    scores = observed.scores(panel.test)
    return Findings(
        panel=panel,
        items=items,
        seats=[
            Seat(number, judge, len(rated[judge.pk].get(panel.round, {})), getattr(judge, "hofstee", None))
            for number, judge in enumerate(judges, start=1)
        ],
        rounds=[
            _round(number, keys, [rated[judge.pk].get(number, {}) for judge in judges])
            for number in range(1, panel.rounds_over + 1)
        ],
        difficulties=observed.difficulties(panel.test),
        scores=scores,
        check=hofstee.check(_bounds(judges), scores) if panel.closed_at else None,
    )


def _round(number: int, keys: list[str], rated: list[dict[str, int]]) -> Round:
    counted = [place for place, ratings in enumerate(rated, start=1) if all(key in ratings for key in keys)]
    return Round(number, angoff.cut_score(keys, rated), counted)


def _bounds(judges: list[Judge]) -> list[Bounds]:
    said = [judge.hofstee for judge in judges if hasattr(judge, "hofstee")]
    return [
        Bounds(Fraction(one.min_pass), Fraction(one.max_pass), Fraction(one.min_fail), Fraction(one.max_fail))
        for one in said
    ]
