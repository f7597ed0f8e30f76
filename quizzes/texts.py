"""The rules and results of a test in the learner's words."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import Module, Term
from courses.texts import day, moment
from quizzes.access import TestSummary
from quizzes.domain import rules, scoring
from quizzes.domain.kinds import WHOLE
from quizzes.domain.policy import Policy, Reveal
from quizzes.models import Attempt

MINUTE = 60
"""Seconds."""
HOUR = 60
"""Minutes, as in a day."""
DAY = 24 * HOUR


def duration(minutes: int) -> str:
    """Return ``minutes`` in the largest unit that needs no fraction: "45 minutes", "2 hours", "7 days"."""
    if minutes % DAY == 0:
        days = minutes // DAY
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    if minutes % HOUR == 0:
        hours = minutes // HOUR
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def items(policy: Policy, bank: int) -> str:
    count = policy.items_of(bank)
    if count < bank:
        return _("%(count)s items, drawn from %(bank)s.") % {"count": count, "bank": bank}
    return ngettext("One item.", "%(count)s items.", count) % {"count": count}


def sections(parts: Sequence[tuple[str, int]]) -> str:
    """Return how many items come from each section: "Standards: 10 items; Novel approaches: one item"."""
    said = [
        ngettext("%(title)s: one item", "%(title)s: %(count)s items", count) % {"title": title, "count": count}
        for title, count in parts
    ]
    return f"{'; '.join(said)}."


def pass_mark(policy: Policy, total: int) -> str:
    needed = scoring.needed(total, policy.pass_percent)
    return _("%(percent)s %%: at least %(needed)s of %(total)s items right") % {
        "percent": policy.pass_percent,
        "needed": needed,
        "total": total,
    }


def points(scored: int, total: int) -> str:
    """Return ``scored`` (in 1/WHOLE of an item) of ``total`` items, to one decimal, never rounded up."""
    tenths = scored * 10 // WHOLE
    return _("%(points)s of %(total)s points") % {
        "points": formats.number_format(Decimal(tenths) / 10, 1 if tenths % 10 else 0),
        "total": total,
    }


def section_marks(marks: Sequence[tuple[str, int]]) -> str:
    """Return which sections have a pass mark of their own: "Standards: 60 %; Novel approaches: 50 %"; else nothing."""
    if not marks:
        return ""
    said = "; ".join(_("%(title)s: %(percent)s %%") % {"title": title, "percent": percent} for title, percent in marks)
    return _("Some sections also have a pass mark of their own: %(marks)s.") % {"marks": said}


def several_parts(policy: Policy) -> str:
    if policy.partial_credit:
        return _("An item of several parts counts in shares: each part that is right counts.")
    return _("An item of several parts counts only when all are right. The questions of a case count one by one.")


def attempts(allowed: int | None, left: int | None) -> str:
    if allowed is None:
        return _("As many attempts as you need, until you pass.")
    said = ngettext("One attempt; %(left)s left.", "%(count)s attempts; %(left)s left.", allowed)
    return said % {"count": allowed, "left": left}


def wait(policy: Policy) -> str:
    waits = [duration(minutes) for minutes in policy.waits]
    if len(waits) == 1:
        return _("After an attempt that did not pass, the next one opens %(wait)s later.") % {"wait": waits[0]}
    return _("After attempts that did not pass, the next one opens later each time: %(waits)s.") % {
        "waits": ", ".join(waits)
    }


def time_limit(policy: Policy) -> str:
    if policy.time_limit_minutes is None:
        return _("No time limit. You may leave and go on later, on any device.")
    said = _("%(limit)s from the beginning, also while you are away; then the saved answers are scored.") % {
        "limit": duration(policy.time_limit_minutes).capitalize()
    }
    if policy.pause_minutes:
        pause = _("You may stop the clock for %(pause)s in all.") % {"pause": duration(policy.pause_minutes)}
        said = f"{said} {pause}"
    return said


def more_time(policy: Policy, extra_percent: int) -> str:
    limit = policy.time_limit(extra_percent)
    return _("You have %(percent)s %% more time: %(limit)s.") % {
        "percent": extra_percent,
        "limit": duration(-(-limit // timedelta(minutes=1))) if limit else "",
    }


def pause_left(left: timedelta) -> str:
    """Return for how long the clock may still stand still; empty where there is no more."""
    if not left:
        return ""
    seconds = int(left.total_seconds())
    if seconds < MINUTE:
        return ngettext("%(count)s second of pause left", "%(count)s seconds of pause left", seconds) % {
            "count": seconds
        }
    minutes = seconds // MINUTE
    return ngettext("%(count)s minute of pause left", "%(count)s minutes of pause left", minutes) % {"count": minutes}


def saving(policy: Policy) -> str:
    if policy.back:
        return _("Each answer is saved as you give it. You can change answers until you submit.")
    return _("Each answer is saved as you give it. There is no going back: an item that you leave stays as it is.")


def credit(module: Module, term: Term) -> str:
    facts = {
        "day": day(term.last_valid_day),
        "zone": module.time_zone.replace("_", " "),
        "ends": moment(rules.credit_ends_at(term.expires_at, module.grace_minutes), module.time_zone),
    }
    if module.grace_minutes:
        said = _("Begin by the end of %(day)s (time of %(zone)s) and submit before %(ends)s.") % facts
    else:
        said = _("Submit by the end of %(day)s (time of %(zone)s).") % facts
    return f"{said} {_('A test still open then is scored from the saved answers, but does not count.')}"


def reveal(policy: Policy) -> str:
    if policy.reveal is Reveal.AFTER_SUBMIT:
        return _("After each attempt you see your score and the right answers with their reasons and references.")
    score = _("You see your score, and for missed items the slides to read again.")
    answers = {
        Reveal.NEVER: _("The right answers stay hidden."),
        Reveal.AFTER_PASS: _("After a pass you see the right answers with their reasons."),
        Reveal.AFTER_FINAL_ATTEMPT: _("After a pass or the last attempt you see the right answers with their reasons."),
    }
    return f"{score} {answers[policy.reveal]}"


def rules_of(
    summary: TestSummary,
    parts: Sequence[tuple[str, int]] = (),
    marks: Sequence[tuple[str, int]] = (),
    extra_percent: int = 0,
) -> list[tuple[str, str]]:
    """Return the rules of a test as (name, sentence), in the order in which a learner needs them.

    ``parts`` are the titles of the sections with the number of items drawn from each; empty without a blueprint.
    ``marks`` are the titles of the sections that have a pass mark of their own, with its per cent.
    ``extra_percent`` is how much more time this learner has.
    """
    policy, allowed = summary.policy, summary.allowed
    needed = [f"{pass_mark(policy, summary.item_count)}.", section_marks(marks)]
    counted = [_("An item left blank counts as wrong."), several_parts(policy) if summary.in_parts else ""]
    said = [
        (_("Items"), items(policy, summary.bank)),
        (_("Pass mark"), " ".join(filter(None, [*needed, *counted]))),
        (_("Attempts"), attempts(allowed, summary.attempts_left)),
        (_("Time limit"), time_limit(policy)),
        (_("Saving"), saving(policy)),
        (_("Result"), reveal(policy)),
    ]
    if policy.confidence:
        asked = _("Beside each answer you say how sure you are. It does not change the score.")
        said.insert(5, (_("How sure"), asked))
    if extra_percent:
        said.insert(4, (_("Your time"), more_time(policy, extra_percent)))
    if any(policy.waits) and allowed != 1:
        said.insert(3, (_("Wait"), wait(policy)))
    if policy.remedial and allowed != 1:
        said.insert(3, (_("Reading again"), _("The next attempt opens once you have read the slides of missed items.")))
    if len(parts) > 1:
        said.insert(1, (_("By section"), sections(parts)))
    return said


def how_it_closed(attempt: Attempt) -> str:
    """Return the sentence about an attempt that its learner did not submit; empty for one that was submitted."""
    if attempt.in_time and attempt.submitted_at != attempt.deadline:
        return ""
    at = moment(attempt.submitted_at, attempt.module.time_zone)
    if attempt.in_time:
        return _("The time limit ended on %(at)s; the answers saved until then were scored.") % {"at": at}
    return _(
        "The module closed on %(at)s, before this attempt was submitted; the answers saved until then were scored, "
        "but the attempt earns no credit."
    ) % {"at": at}
