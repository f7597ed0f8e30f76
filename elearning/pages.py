"""What the site's own pages show, gathered from the apps through their doors."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

import courses.access
import quizzes.access
import quizzes.services
from courses import texts
from courses.domain.plaintext import words
from courses.domain.reading import Summary, reading_minutes, slides_of
from courses.domain.reasons import Code, Reason
from courses.domain.requirements import Rule, Unmet
from courses.domain.terms import Validity
from courses.kept import kept
from courses.languages import Reading, identity_of, languages_of, name_in, name_of
from courses.models import Edition, Term
from courses.pages import validity_banner
from elearning import journey
from elearning.accounts.models import User
from elearning.certificates import access as certificates
from elearning.certificates import statements
from elearning.certificates.domain.statement import AccreditationState, is_open
from elearning.certificates.models import Accreditation
from elearning.evaluation import access as evaluations
from elearning.journey import StepKey
from elearning.publishing.services import unmet_of
from quizzes.access import TestSummary


@dataclass(frozen=True)
class Standing:
    """Everything the site knows of one person and one module at one instant; ``credit_open``: credit can be claimed."""

    reading: Reading
    term: Term | None
    progress: Summary
    test: TestSummary
    facts: journey.Facts
    credit_open: bool = False


def standing(person: courses.access.Person, reading: Reading, now: datetime) -> Standing:
    """Return the person's standing in the module of ``reading`` (from ``newest_reading`` for that very person)."""
    edition = reading.edition
    module = edition.module
    learner = person if person.is_authenticated else None
    term = courses.access.current_term(module, now)
    window = courses.access.window_of(term)
    progress = courses.access.summary(edition, courses.access.progress_of(person, module))
    test = _test_summary(learner, edition, term, now)
    earned = certificates.earned_in(learner, module, now) if learner else []
    facts = journey.Facts(
        reading=courses.access.why_not_read(module, window, person, now),
        started=edition.begun,
        slides_unseen=progress.unseen,
        beginning=(
            test.begin_refusal(progress.unseen, now, slides_unanswered=progress.unanswered)
            if learner
            else Reason(Code.SIGN_IN)
        ),
        attempt_open=test.open_attempt is not None,
        passed=test.passed_attempt is not None,
        claiming=earned[0].refusal if earned else Reason(Code.NOT_PASSED),
        certified=bool(earned) and earned[0].refusal is None and bool(earned[0].certificates),
        pretest=test.pretest > 0,
        pretested=test.pretested,
        pretesting=test.pretest_refusal if learner else Reason(Code.SIGN_IN),
        **_evaluation_facts(learner, earned, now),
    )
    credit_open = bool(earned) and earned[0].is_open and bool(earned[0].offers)
    return Standing(reading, term, progress, test, facts, credit_open)


def _evaluation_facts(learner: User | None, earned: list[certificates.Earned], now: datetime) -> dict[str, Any]:
    attempt = earned[0].attempt if earned else None
    sent = evaluations.evaluation_of(learner, attempt.module, attempt.term) if attempt else None
    return {"evaluating": evaluations.why_not_evaluate(attempt, now), "evaluated": sent is not None}


def _test_summary(learner: User | None, edition: Edition, term: Term | None, now: datetime) -> TestSummary:
    """Return the learner's standing in the test; one whose time is over is scored first."""
    asked = {"learner": learner, "module": edition.module, "edition": edition, "term": term, "now": now}
    test = quizzes.access.test_summary(**asked)
    if test.open_attempt is not None and test.open_is_due(now):
        quizzes.services.close_if_due(attempt=test.open_attempt, now=now)
        test = quizzes.access.test_summary(**asked)
    return test


def module_context(stand: Standing, now: datetime) -> dict[str, Any]:
    """Return the context of the module page: front matter and journey."""
    reading, edition = stand.reading, stand.reading.edition
    module, front = edition.module, reading.front
    accreditations = certificates.accreditations_at(module, now)
    open_ = [row for row in accreditations if is_open(row.facts, now, module.time_zone)]
    asked = {"credit": bool(open_), "evaluation": any(row.evaluation_required for row in open_)}
    return {
        "module": module,
        "edition": edition,
        "reading": reading,
        "languages": reading.links("module"),
        "front": front,
        "term": stand.term,
        "last_moment": texts.moment(stand.term.expires_at, module.time_zone) if stand.term else "",
        "kept": front_matter_parts(reading),
        "slide_count": stand.progress.total,
        "minutes": minutes_of(edition),
        "progress": stand.progress,
        "test": stand.test,
        "policy": stand.test.policy,
        "accreditations": [accreditation_context(row, reading.title, now) for row in accreditations],
        "unmet": unmet_sentences(edition, accreditations) if module.demonstration else [],
        "journey": [step_context(step, module.time_zone, **asked) for step in journey.steps(stand.facts)],
        "actions": journey.actions(stand.facts),
        "credit_open": stand.credit_open,
        "banner": validity_banner(edition, stand.term, now) if stand.term else None,
    }


def accreditation_context(row: Accreditation, title: str, now: datetime) -> dict[str, str]:
    """Return what the module page says of an accreditation, and for whom and after what it gives credit."""
    facts, zone = row.facts, row.module.time_zone
    opened = is_open(facts, now, zone)
    sentence = statements.of_module(facts, is_open=opened, title=title, provider=settings.SITE_PROVIDER)
    return {"sentence": sentence, "asks": statements.asks(facts) if opened else ""}


@kept(by=identity_of, maxsize=64)
def front_matter_parts(reading: Reading) -> dict[str, str]:
    """Return the long parts of the front matter as HTML: they are the same for everybody."""
    context = {"edition": reading.edition, "sections": reading.outline, "front": reading.front}
    context["objectives"] = objectives_by_section(reading)
    context["errata"] = errata(reading)
    return {
        "objectives": render_to_string("elearning/includes/objectives.html", context),
        "glossary": render_to_string("elearning/includes/glossary.html", context),
        "errata": render_to_string("elearning/includes/errata.html", context),
        "sections": render_to_string("elearning/includes/sections.html", context),
        "references": render_to_string("elearning/includes/references.html", context),
    }


def objectives_by_section(reading: Reading) -> list[dict[str, Any]]:
    """Return the objectives of the whole module (``title`` empty), then those of each section that has its own.

    ``language`` of each is that of the title.
    """
    sections = [{"key": None, "title": "", "language": reading.language}, *reading.outline]
    found = [
        {
            "title": section["title"],
            "language": section["language"],
            "objectives": [row for row in reading.front["objectives"] if row.get("section") == section["key"]],
        }
        for section in sections
    ]
    return [group for group in found if group["objectives"]]


def errata(reading: Reading) -> list[dict[str, Any]]:
    """Return the corrections, each with the address of its slide; they are written in the module's own language."""
    return [
        {**erratum, "address": reading.address("slide", erratum["slide"]) if erratum["slide"] else ""}
        for erratum in reading.front.get("errata", [])
    ]


def minutes_of(edition: Edition) -> int:
    """Return the reading time of an edition in minutes, as shown to learners."""
    return reading_minutes(sum(slide["seconds"] for slide in slides_of(edition.outline)))


def step_context(step: journey.Step, time_zone: str, *, credit: bool, evaluation: bool) -> dict[str, Any]:
    """Return a step in words; ``credit``: one can be claimed today, ``evaluation``: it is asked for before that."""
    titles = {
        StepKey.INFORMATION: _("Read the information"),
        StepKey.PRETEST: _("Take the pre-test (optional)"),
        StepKey.SLIDES: _("Go through the slides"),
        StepKey.TEST: _("Pass the CME test"),
        StepKey.EVALUATION: _("Evaluate the module") if evaluation else _("Evaluate the module (optional)"),
        StepKey.CERTIFICATE: _("Claim credit, receive the certificate") if credit else _("Receive the certificate"),
    }
    reason = texts.describe(step.reason, time_zone) if step.reason else ""
    closed = step.reason is not None and step.reason.code is Code.PRETEST_CLOSED
    return {"key": step.key, "title": titles[step.key], "state": step.state, "reason": reason, "closed": closed}


def unmet_sentences(edition: Edition, accreditations: list[Accreditation]) -> list[str]:
    """Return what a module for credit needs and this one does not have, for the page of a demonstration."""
    sentences = [describe_unmet(unmet) for unmet in unmet_of(edition)]
    if not any(row.state == AccreditationState.GRANTED for row in accreditations):
        sentences.append(_("No accreditation has been granted."))
    return sentences


def describe_unmet(unmet: Unmet) -> str:
    """Return an unmet rule about the content as a sentence; ``describe_disclosure`` says those about contributors."""
    sentences = {
        Rule.CLINICAL_REVIEW: _("The content has not been reviewed by a clinician (state: %(subject)s)."),
        Rule.TRANSLATION_REVIEW: _("The translation into %(subject)s has not been reviewed by a clinician."),
        Rule.AI_REVIEW: _("Text written with AI help has not been reviewed and signed off by a person."),
    }
    is_language = unmet.rule is Rule.TRANSLATION_REVIEW
    subject = name_in(unmet.subject, get_language()) if is_language else unmet.subject
    return sentences[unmet.rule] % {"subject": subject}


def catalogue_card(edition: Edition, now: datetime) -> dict[str, Any]:
    """Return what the catalogue says of a module; ``edition`` comes from ``courses.access.catalogue``."""
    window = courses.access.window_of(edition)
    return {
        "module": edition.module,
        "title": edition.title,
        "abstract": words(edition.front_matter["abstract_html"]),
        "keywords": edition.front_matter["keywords"][:4],
        "languages": [(language, name_of(language)) for language in languages_of(edition)],
        "slide_count": len(slides_of(edition.outline)),
        "minutes": minutes_of(edition),
        "validity": window.validity(now) if window else Validity.NOT_RELEASED,
        "expires": texts.moment(window.expires_at, edition.module.time_zone) if window else "",
    }
