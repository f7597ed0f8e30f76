"""Panels of judges over a test of three items. Plain functions; every argument has a value that works."""

from elearning.standards import services
from elearning.standards.models import Judge, Panel
from tests.factories import user
from tests.quizzes.factories import NOW, Sitting, learner

HOFSTEE = {"min_pass": 50, "max_pass": 80, "min_fail": 0, "max_fail": 60}


def judges(count=2):
    return [user(f"judge{number}@example.org", f"Judge {'ABCDE'[number]}") for number in range(count)]


def panel(sitting=None, *, people=None, rounds=2, title="Spring panel", actor=None, now=NOW) -> Panel:
    sitting = sitting or Sitting(items=3)
    people = judges() if people is None else people
    return services.open_panel(test=sitting.test, title=title, rounds=rounds, judges=people, actor=actor, now=now)


def seats(of: Panel) -> list[Judge]:
    return list(of.judges.select_related("user").order_by("pk"))


def rate(judge: Judge, *percents, number=1, now=NOW) -> None:
    """Let a judge rate item-1, item-2 … (None takes a rating back)."""
    ratings = {f"item-{place}": percent for place, percent in enumerate(percents, start=1)}
    services.rate_items(judge=judge, number=number, ratings=ratings, now=now)


def close(of: Panel, number=1, *, finish=False, now=NOW) -> Panel:
    return services.close_round(panel=of, number=number, finish=finish, actor=None, now=now)


def firsts(sitting, *rights) -> None:
    """Let as many learners submit a first attempt, with so many items right."""
    own = sitting.learner
    for right in rights:
        sitting.learner = learner()
        sitting.sit(right)
    sitting.learner = own
