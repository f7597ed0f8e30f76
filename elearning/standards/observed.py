"""How learners did: what judges are shown in the second round, and what Hofstee's method is held against.

Only first attempts count: later ones were taught by the result of the one before.
"""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Exists, OuterRef, QuerySet

from elearning.groups import FEWEST, percent
from quizzes.domain.kinds import WHOLE
from quizzes.models import Attempt, Test
from quizzes.scores import with_marks

NEWEST = 1000
"""Of so many attempts, the newest, the difficulty is reckoned: it is shown on a page, and more change no digit."""


@dataclass(frozen=True)
class Difficulty:
    """``right`` of ``count`` learners answered an item wholly right."""

    right: int
    count: int

    @property
    def percent(self) -> int:
        """In whole per cent, rounded to the nearest."""
        return percent(self.right, self.count)


def first_attempts(test: Test) -> QuerySet[Attempt]:
    """Return the submitted attempts at ``test`` of learners who had submitted none in its module before."""
    earlier = Attempt.objects.filter(
        learner=OuterRef("learner"), module=OuterRef("module"), submitted_at__lt=OuterRef("submitted_at")
    )
    attempts = Attempt.objects.filter(test=test, submitted_at__isnull=False, number=1)
    return attempts.filter(~Exists(earlier)).order_by("-submitted_at")


def difficulties(test: Test) -> dict[str, Difficulty]:
    """Return the difficulty of each item that enough learners met, by its key, in one statement."""
    asked, right = Counter(), Counter()
    for marks in with_marks(first_attempts(test)).values_list("marks", flat=True)[:NEWEST]:
        asked.update(marks.keys())
        right.update(key for key, mark in marks.items() if mark == WHOLE)
    return {key: Difficulty(right[key], count) for key, count in asked.items() if count >= FEWEST}


def scores(test: Test) -> list[Fraction]:
    """Return what each learner scored, in per cent of the points, ascending; nothing of fewer than FEWEST learners."""
    rows = first_attempts(test).filter(total__gt=0).values_list("points", "total")
    found = [Fraction(100 * points, WHOLE * total) for points, total in rows]
    # By floats, which are quicker to compare and too far apart to be confused.
    return sorted(found, key=float) if len(found) >= FEWEST else []
