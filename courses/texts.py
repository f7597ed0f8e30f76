"""Refusals in the learner's words: why, and what to do next."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.domain.reasons import Code, Reason
from courses.domain.requirements import Rule, Unmet


def describe(reason: Reason, time_zone: str | None = None) -> str:
    """Return the sentence for ``reason``; instants are given in ``time_zone`` (a tz name; default: the site's)."""
    facts = {
        key: moment(value, time_zone) if isinstance(value, datetime) else value for key, value in reason.facts.items()
    }
    if reason.code is Code.SLIDES_UNSEEN:
        return _unfinished(facts["count"], facts.get("questions", 0))
    if reason.code is Code.SLIDES_AGAIN:
        return _to_see_again(len(facts["slides"]))
    return _sentences()[reason.code] % facts


def _to_see_again(slides: int) -> str:
    return ngettext(
        "The next attempt opens once you have read one slide again: it belongs to an item that you missed.",
        "The next attempt opens once you have read %(count)s slides again: they belong to items that you missed.",
        slides,
    ) % {"count": slides}


def _unfinished(slides: int, only_unanswered: int) -> str:
    """Say what the test waits for: of ``slides``, some lack nothing but an answer to a question in them."""
    unread = slides - only_unanswered
    answer = ngettext(
        "%(count)s slide has a question to be answered",
        "%(count)s slides have a question to be answered",
        only_unanswered,
    ) % {"count": only_unanswered}
    if not only_unanswered:
        return ngettext(
            "One slide is still to be read; the test opens after it.",
            "%(count)s slides are still to be read; the test opens after them.",
            unread,
        ) % {"count": unread}
    if not unread:
        return _("%(answer)s; the test opens after that.") % {"answer": answer}
    return ngettext(
        "%(count)s slide is still to be read, and %(answer)s; the test opens after that.",
        "%(count)s slides are still to be read, and %(answer)s; the test opens after that.",
        unread,
    ) % {"count": unread, "answer": answer}


def describe_disclosure(unmet: Unmet) -> str:
    """Return what stands against a contributor's part in the content as a sentence."""
    sentences = {
        Rule.DISCLOSURE_MISSING: _("%(subject)s has not disclosed financial relationships yet."),
        Rule.DISCLOSURE_REFUSED: _("%(subject)s declined to disclose and may not control content."),
        Rule.DISCLOSURE_STALE: _("The disclosure of %(subject)s is older than twelve months."),
        Rule.DISCLOSURE_UNMITIGATED: _("A relevant relationship of %(subject)s has no recorded mitigation."),
    }
    return sentences[unmet.rule] % {"subject": unmet.subject}


def moment(value: datetime, time_zone: str | None = None) -> str:
    """Return ``value`` as "21 November 2026, 14:05 (CET)" in ``time_zone`` (None: the site's)."""
    local = timezone.localtime(value, ZoneInfo(time_zone) if time_zone else None)
    return f"{formats.date_format(local, 'j F Y, H:i')} ({local.tzname()})"


def day(value: date) -> str:
    """Return ``value`` as "21 November 2026"."""
    return formats.date_format(value, "j F Y")


def day_of(value: datetime, time_zone: str | None = None) -> str:
    """Return the day of the instant ``value`` in ``time_zone`` (None: the site's) as "21 November 2026"."""
    return day(timezone.localdate(value, ZoneInfo(time_zone) if time_zone else None))


def _sentences() -> dict[Code, str]:
    return {
        Code.ANSWERS_NEVER_SHOWN: _("The answers of this test are never shown, so its items are not asked again."),
        Code.WITHDRAWN: _("This module was withdrawn. Certificates already earned still download from “My learning”."),
        Code.NOT_RELEASED: _("This module opens on %(until)s."),
        Code.EXPIRED: _("The CME test closed on %(since)s. The slides can still be read."),
        Code.SIGN_IN: _("Sign in to take this module; your progress is kept on every device."),
        Code.MEMBERS_ONLY: _("This module is for members. Write to us if you are a member and see this."),
        Code.NOT_STARTED: _("Read the information on this page first, then start the module."),
        Code.DISCLOSURES_CHANGED: _(
            "The contributors' disclosures on this page have changed. Read them first, then go on; your progress is "
            "kept."
        ),
        Code.NO_TEST: _("This module has no test."),
        Code.PRETEST_CLOSED: _("The pre-test closed when you began the CME test: both ask about the same."),
        Code.ATTEMPT_OPEN: _("You have an open attempt: continue or submit it first."),
        Code.ATTEMPT_CLOSED: _(
            "This attempt is closed. Its answers can no longer be changed; the result shows what was saved."
        ),
        Code.ATTEMPT_PAUSED: _("The clock of this attempt stands still. Go on with the test to see its items again."),
        Code.NO_PAUSE_LEFT: _("The time for pauses in this attempt is used up."),
        Code.ITEM_LEFT: _("In this test there is no going back: this item was left, or is not reached yet."),
        Code.ANSWER_NEWER: _(
            "A newer answer to this item was saved from another page or device. It was kept; this one was not saved."
        ),
        Code.ANSWER_SETTLED: _(
            "This question was settled from another page or device. The answer given there counts; this one was not "
            "saved."
        ),
        Code.WAIT: _("The next attempt opens on %(until)s. Use the time to go through the slides again."),
        Code.NO_ATTEMPTS_LEFT: _(
            "All %(allowed)s attempts are used. Write to us: an administrator can grant one more."
        ),
        Code.ALREADY_PASSED: _("You have passed this test."),
        Code.NOT_PASSED: _("The certificate follows once the test is passed."),
        Code.CLAIM_CLOSED: _(
            "The certificate could be claimed until %(since)s. Write to us if something prevented you."
        ),
        Code.CERTIFICATE_REVOKED: _("This certificate was revoked. Write to us if you have questions."),
        Code.CERTIFICATE_REPLACED: _("This certificate was replaced by a newer one. Take the badge of that one."),
        Code.GATE_SLIDES: _(
            "At least %(percent)s %% of the slides must have been seen; you have seen %(seen)s of %(total)s."
        ),
        Code.GATE_TIME: _(
            "At least %(minutes)s minutes on the slides are asked for; %(missing)s more to go. Open the slides again."
        ),
        Code.GATE_SCORE: _("A score of at least %(percent)s %% is asked for; you had %(correct)s of %(total)s."),
        Code.GATE_EVALUATION: _("Evaluate the module first; the certificate follows at once."),
        Code.CORRECTED_MEANWHILE: _(
            "This certificate was corrected meanwhile; nothing was changed. Here is the newest one."
        ),
        Code.CORRECTION_CLOSED: _(
            "You could correct this yourself until %(since)s. Write to us: an administrator issues it anew."
        ),
        Code.TOO_MANY_CORRECTIONS: _(
            "This was corrected %(count)s times already. Write to us: an administrator issues it anew."
        ),
        Code.EVALUATION_NOT_OPEN: _(
            "The evaluation opens once you have passed the CME test while the module was valid."
        ),
        Code.EVALUATION_CLOSED: _("The evaluation could be sent until %(since)s, as long as credit can be claimed."),
        Code.TOO_MANY_REPORTS: _(
            "Thank you for reading so closely. You have sent as many reports as one person can for now; "
            "the next can be sent from %(until)s. What you wrote is kept on this page until you leave it."
        ),
    }
