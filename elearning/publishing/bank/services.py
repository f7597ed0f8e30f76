"""Importing questions into a draft edition, and writing the items of an edition for other systems."""

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from courses.domain.problems import Problem
from courses.models import Edition, Module
from elearning.audit.services import record
from elearning.publishing import services as publishing
from elearning.publishing.bank.entries import Unplaceable, entry_of, insert
from elearning.publishing.bank.plan import Defaults, Keys, Plan, completed, with_pictures
from quizzes.domain.exchange.formats import FORMATS, detect
from quizzes.domain.exchange.markup import blocks, clean, illustrated, phrase
from quizzes.domain.exchange.pictures import paths_of
from quizzes.domain.exchange.question import CASE, Question, Writing, missing
from quizzes.domain.testfile import MAX_ITEMS
from quizzes.models import Item

TEST = "test.yaml"
MAX_UPLOAD = 10 * 1024 * 1024
NO_BREAK = "\N{NO-BREAK SPACE}"


class Refused(Exception):
    """There is nothing to import into or to export; the text says why."""


def newest_edition(module: Module) -> Edition:
    """Return the edition that an import builds on. Raises Refused for a module without one."""
    edition = module.editions.select_related("module").order_by("-number").first()
    if edition is None:
        raise Refused(f"'{module.slug}' has no edition yet")
    return edition


def plan_import(*, module: Module, content: bytes, name: str, format: str, defaults: Defaults) -> Plan:  # noqa: A002
    """Return what importing the file would do; nothing is stored. ``format``: a key of FORMATS, "" to find it out."""
    edition = newest_edition(module)
    plan = Plan(edition, name, format or detect(content, name), hashlib.sha256(content).hexdigest())
    if len(content) > MAX_UPLOAD:
        plan.unread = [Problem(name, 0, f"the file has more than {MAX_UPLOAD // 1024**2} MB")]
        return plan
    if plan.format not in FORMATS:
        plan.unread = [Problem(name, 0, f"the format is not recognised; name it ({', '.join(FORMATS)})")]
        return plan
    reading = FORMATS[plan.format].read(content, name)
    plan.unread, plan.left_out = sorted(set(reading.problems)), sorted(set(reading.left_out))
    files = publishing.files_of(edition)
    taken = Item.objects.filter(test__edition=edition).values_list("key", flat=True)
    keys = Keys(questions_of(edition), taken, files=dict(files), pictures=reading.pictures)
    for question in reading.questions:
        placed, known = keys.place(question)
        if known:
            plan.skipped.append(placed.key)
        else:
            plan.added.append(with_pictures(completed(placed, defaults), reading.pictures, files))
    if len(plan.added) > MAX_ITEMS:  # said before each is written, read again and judged by every rule
        message = f"{len(plan.added)} new items; a test may have {MAX_ITEMS}, split the file"
        plan.faults.append(Problem(name, 0, message))
    elif plan.added:
        _check(plan, files)
    return plan


def _check(plan: Plan, files: dict[str, bytes]) -> None:
    """Put the new items into test.yaml and note all that the module's rules say about them."""
    for question in plan.added:
        lacking = ", ".join(missing(question))
        if lacking:
            plan.faults.append(Problem(question.path, question.line, f"'{question.key}': {lacking}"))
    text = files[TEST].decode("utf-8-sig")
    end = "\r\n" if "\r\n" in text else "\n"
    try:
        written, starts = insert(text.replace("\r\n", "\n"), [entry_of(question) for question in plan.added])
    except Unplaceable as error:
        plan.faults.append(Problem(TEST, 0, str(error)))
        return
    mark = b"\xef\xbb\xbf" if files[TEST].startswith(b"\xef\xbb\xbf") else b""
    plan.files = {**files, TEST: mark + written.replace("\n", end).encode()}
    checked, problems = publishing.check(plan.files)
    named = bool(plan.faults)  # what is missing was said above, once for each question
    placed = [_at_source(plan, starts, problem) for problem in problems]
    plan.faults += [problem for problem in placed if not (named and problem.message.endswith("is missing"))]
    if checked is not None:
        inside = [warning for warning in checked.warnings if warning.path == TEST and warning.line >= starts[0]]
        plan.advice = [_at_source(plan, starts, warning) for warning in inside]


def _at_source(plan: Plan, starts: list[int], problem: Problem) -> Problem:
    """Return a problem of a new item at the place of the question in the file it came from."""
    at = bisect_right(starts, problem.line) - 1
    if problem.path != TEST or at < 0:
        return problem
    question = plan.added[at]
    return Problem(question.path, question.line, f"'{question.key}': {problem.message}")


@transaction.atomic
def import_items(*, plan: Plan, actor: Model | None, now: datetime) -> Edition:
    """Store a draft edition with the items of ``plan``. Raises Refused where the plan is not ready or has grown old,
    and publishing.Refused with every problem.
    """
    if not plan.is_ready:
        raise Refused("nothing can be imported; the report says why")
    Module.objects.select_for_update().get(pk=plan.edition.module_id)
    if newest_edition(plan.edition.module).pk != plan.edition.pk:
        raise Refused("the module has a newer edition than the one that was checked; start again")
    edition, _stored = publishing.load(files=plan.files, publish=False, substance=(), actor=actor, now=now)
    after = {
        "file": plan.name,
        "sha256": plan.sha256,
        "format": plan.format,
        "items": [question.key for question in plan.added],
    }
    record(now=now, actor=actor, action="items.imported", subject=edition, after=after)
    return edition


def questions_of(edition: Edition) -> list[Question]:
    """Return the items of an edition's bank as questions, in their order."""
    items = Item.objects.bank().filter(test__edition=edition).order_by("position")
    return [_question(item) for item in items]


def _question(item: Item) -> Question:
    return Question(
        item.kind,
        item.content if item.kind == CASE else _plain(item.content),
        item.key,
        "",
        _pictured(item.stem_html),
        _pictured(item.lead_in_html),
        _pictured(item.rationale_html),
        tuple(item.objectives),
        tuple(item.slides),
        tuple(reference["key"] for reference in item.references),
        item.calculator,
        tuple(item.enemies),
    )


def _plain(value: Any, name: str = "") -> Any:
    """Return what an item holds without what the site's renderer adds for the eye."""
    if isinstance(value, Mapping):
        return {key: _plain(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part, name) for part in value]
    if name == "html":
        return phrase(clean(value)[0].replace(NO_BREAK, " ").replace("&nbsp;", " ")) or ""
    return _block(value) if name == "comment_html" else value


def _block(html: str) -> str:
    return blocks(clean(html)[0].replace(NO_BREAK, " ").replace("&nbsp;", " "))


def _pictured(html: str) -> str:
    """As ``_block``, with the pictures, whose addresses end with the names of their files."""
    found, _ = illustrated(html.replace(NO_BREAK, " ").replace("&nbsp;", " "), lambda address, _: _media(address))
    return found


def _media(address: str) -> str:
    return f"media/{address.rpartition('/')[2]}"


def write_items(*, module: Module, format: str) -> tuple[Edition, Writing]:  # noqa: A002
    """Return the newest published edition and its bank in a format of FORMATS, with what the format cannot hold.

    Raises Refused where nothing is published.
    """
    edition = module.editions.filter(published_at__isnull=False).order_by("-number").first()
    if edition is None:
        raise Refused(f"'{module.slug}' has no published edition")
    questions = questions_of(edition)
    used = {path for question in questions for path in paths_of(question)}
    rows = edition.source_files.filter(path__in=used).select_related("blob")
    pictures = {row.path: bytes(row.blob.content) for row in rows}
    writing = FORMATS[format].write(questions, pictures)
    for question in questions:
        if question.enemies:
            writing.leave_out(question, f"which items are its enemies ({', '.join(question.enemies)})")
    return edition, writing


@transaction.atomic
def export_items(*, module: Module, format: str, actor: Model | None, now: datetime) -> tuple[Edition, Writing]:  # noqa: A002
    """As ``write_items``, to be given away: the audit keeps who took the questions with their key."""
    edition, writing = write_items(module=module, format=format)
    after = {"format": format, "left_out": len(writing.left_out)}
    record(now=now, actor=actor, action="items.exported", subject=edition, after=after)
    return edition, writing
