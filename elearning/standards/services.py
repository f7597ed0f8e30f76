"""The writes of standard setting. Each locks the panel first: what came after its round was closed is not taken."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from elearning.accounts.models import User
from elearning.audit.services import record
from elearning.standards import mail
from elearning.standards.domain.angoff import LEAST_JUDGES
from elearning.standards.models import HofsteeJudgement, Judge, Panel, Rating
from quizzes.models import Test


class TooFewJudges(Exception):
    """A panel has at least two judges."""


class AlreadyOpen(Exception):
    """Another panel of the same test is open."""


class RoundOver(Exception):
    """The round was closed meanwhile: nothing was stored."""


@transaction.atomic
def open_panel(
    *, test: Test, title: str, rounds: int, judges: Sequence[User], actor: User | None, now: datetime
) -> Panel:
    """Make a panel of ``judges``, open its first round and tell them. Raises TooFewJudges and AlreadyOpen."""
    Test.objects.select_for_update(no_key=True).get(pk=test.pk)
    if len({judge.pk for judge in judges}) < LEAST_JUDGES:
        raise TooFewJudges
    if Panel.objects.filter(test=test, closed_at__isnull=True).exists():
        raise AlreadyOpen
    panel = Panel.objects.create(
        test=test, title=title, rounds=rounds, opened_at=now, created_by_id=getattr(actor, "pk", None)
    )
    Judge.objects.bulk_create(Judge(panel=panel, user_id=key) for key in dict.fromkeys(each.pk for each in judges))
    mail.queue_round(panel, now)
    after = {"test": test.pk, "rounds": rounds, "judges": [judge.pk for judge in judges]}
    record(now=now, actor=actor, action="panel.opened", subject=panel, after=after)
    return panel


@transaction.atomic
def add_judges(*, panel: Panel, judges: Sequence[User], actor: User | None, now: datetime) -> None:
    """Let ``judges`` rate as well, and tell those who were not on the panel. Raises RoundOver after the first round."""
    panel = Panel.objects.select_for_update(no_key=True).get(pk=panel.pk)
    if not panel.takes_judges:
        raise RoundOver
    there = set(panel.judges.values_list("user_id", flat=True))
    new = [key for key in dict.fromkeys(each.pk for each in judges) if key not in there]
    if not new:
        return
    Judge.objects.bulk_create(Judge(panel=panel, user_id=key) for key in new)
    mail.queue_round(panel, now)  # once for each judge
    record(now=now, actor=actor, action="panel.judges-added", subject=panel, after={"judges": new})


@transaction.atomic
def rate_items(*, judge: Judge, number: int, ratings: Mapping[str, int | None], now: datetime) -> None:
    """Store the judge's ratings of items in round ``number``; None takes one back. Raises RoundOver.

    They may be changed until the round is closed.
    """
    _lock_round(judge, number)
    given = {key: percent for key, percent in ratings.items() if percent is not None}
    judge.ratings.filter(round=number, item_key__in=ratings.keys() - given.keys()).delete()
    Rating.objects.bulk_create(
        (Rating(judge=judge, item_key=key, round=number, percent=percent, at=now) for key, percent in given.items()),
        update_conflicts=True,
        unique_fields=["judge", "item_key", "round"],
        update_fields=["percent", "at"],
    )
    record(now=now, actor=judge.user, action="panel.rated", subject=judge, after={"round": number, "items": len(given)})


@transaction.atomic
def judge_hofstee(*, judge: Judge, values: Mapping[str, int], now: datetime) -> HofsteeJudgement:
    """Store what the judge finds acceptable (the four numbers by their names). Raises RoundOver on a closed panel."""
    _lock_round(judge, None)
    stored, _ = HofsteeJudgement.objects.update_or_create(judge=judge, defaults={**values, "at": now})
    record(now=now, actor=judge.user, action="panel.hofstee-judged", subject=judge, after=dict(values))
    return stored


@transaction.atomic
def close_round(*, panel: Panel, number: int, finish: bool, actor: User | None, now: datetime) -> Panel:
    """Close round ``number``: the next one opens and the judges are told, or, after the last, the panel is closed.

    ``finish`` closes the panel whatever rounds were planned. A round that is closed already stays as it is.
    """
    panel = Panel.objects.select_for_update(no_key=True).get(pk=panel.pk)
    if panel.closed_at is not None or panel.round != number:
        return panel
    Rating.objects.filter(judge__panel=panel, round=number).update(settled=True)
    if finish or number == panel.rounds:
        _close(panel, now)
    else:
        panel.round = number + 1
        panel.save(update_fields=["round"])
        mail.queue_round(panel, now)
    after = {"round": panel.round, "closed": panel.closed_at is not None}
    record(now=now, actor=actor, action="panel.round-closed", subject=panel, before={"round": number}, after=after)
    return panel


def _close(panel: Panel, now: datetime) -> None:
    HofsteeJudgement.objects.filter(judge__panel=panel).update(settled=True)
    panel.judges.update(settled=True)
    panel.closed_at = now
    panel.save(update_fields=["closed_at"])


def _lock_round(judge: Judge, number: int | None) -> None:
    """Lock the judge's panel. Raises RoundOver where it is closed, or another round than ``number`` is open."""
    panel = Panel.objects.select_for_update(no_key=True).get(pk=judge.panel_id)
    if panel.closed_at is not None or number not in {None, panel.round}:
        raise RoundOver
