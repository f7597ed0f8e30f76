"""What learners do with a module's slides: begin, see, answer, leave."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from courses import access, disclosures, rows
from courses.domain import questions, reading
from courses.domain.reading import Mark
from courses.domain.reasons import Code, Reason, Refused
from courses.models import Edition, Module, Progress, Slide, Start
from courses.services.disclosures import store_statement
from elearning.accounts.models import User


@transaction.atomic
def start_module(*, learner: Model, edition: Edition, now: datetime) -> None:
    """Note that the learner was shown this edition's front matter, with which disclosures, and went on (AC-1, AC-6).

    Once per edition and version of the disclosures.
    """
    Start.objects.get_or_create(
        learner=learner,
        edition=edition,
        statement=store_statement(edition=edition, now=now),
        defaults={"module_id": edition.module_id, "at": now},
    )


def start_from_page(*, learner: User, edition: Edition, shown: str, disclosed: str, now: datetime) -> None:
    """Start the module from its page, unless the learner has; ``shown`` is the number of the edition on that page.

    ``disclosed`` is the SHA-256 of the disclosures on it. Raises Refused where learners read a newer edition or newer
    disclosures by now: they were not seen (AC-1, AC-6).
    """
    statement = disclosures.statement_of(edition, now).sha256
    if access.has_started(learner, edition, statement):
        return
    if shown != str(edition.number) and not access.has_started(learner, edition):
        raise Refused(Reason(Code.NOT_STARTED))
    if disclosed != statement:
        raise Refused(Reason(Code.DISCLOSURES_CHANGED))
    start_module(learner=learner, edition=edition, now=now)


def record_visit(*, learner: Model, slide: Slide, marks: Mapping[str, Mark], now: datetime, language: str = "") -> None:
    """Record that ``slide`` is now shown, and close the visit of the slide that was shown before it.

    ``language`` is the one in which the learner reads (empty: the module's own), whatever the slide is written in.
    ``marks`` is what was recorded before, as just read (``access.progress_of``). The time since the learner's last
    request goes to the slide that was open then. One statement writes both rows, so that a page costs no more for it.
    """
    visits = _closed_visit(marks, now)
    before = marks.get(slide.key)
    visits[slide.key] = Mark(
        edition=slide.edition.number,
        edition_id=slide.edition_id,
        content_hash=slide.content_hash,
        last_seen=max(now, before.last_seen) if before else now,
        active_seconds=visits[slide.key].active_seconds if slide.key in visits else 0,
        language=language,
    )
    rows.add_visits(learner.pk, slide.edition.module_id, visits)


@transaction.atomic
def answer_question(
    *,
    learner: Model,
    slide: Slide,
    question: Mapping[str, Any],
    option: int,
    marks: Mapping[str, Mark],
    now: datetime,
    language: str = "",
) -> None:
    """Store the learner's answer to a question of ``slide``: the latest one, and beside it the first.

    ``language`` is the one in which the learner reads, as for ``record_visit``; the answer is the same in all of them.
    Whoever answers has the slide on the screen, so the visit is recorded too; that also makes the row, which is then
    locked, so that answers from two devices at once are both kept.
    """
    record_visit(learner=learner, slide=slide, marks=marks, now=now, language=language)
    row = Progress.objects.select_for_update().get(
        learner=learner, module_id=slide.edition.module_id, slide_key=slide.key
    )
    key = question["key"]
    answer = questions.given(row.answers.get(key), question, option, slide.edition.number, now)
    row.answers = {**row.answers, key: answer}
    row.save(update_fields=["answers"])


def record_leaving(*, learner: Model, module: Module, marks: Mapping[str, Mark], now: datetime) -> None:
    """Record that the page was hidden or left: the visit ends, and the time until the next request is not counted."""
    visits = {key: replace(mark, on_screen=False) for key, mark in _closed_visit(marks, now).items()}
    if visits:
        rows.add_visits(learner.pk, module.pk, visits)


def _closed_visit(marks: Mapping[str, Mark], now: datetime) -> dict[str, Mark]:
    """Return the slide that is on the screen with the seconds to be added for this visit; empty where none is."""
    key = max(marks, key=lambda key: marks[key].last_seen, default=None)
    if key is None or not marks[key].on_screen:
        return {}
    return {key: replace(marks[key], active_seconds=reading.visit_seconds(marks[key].last_seen, now))}
