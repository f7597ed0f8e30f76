"""Facts that meet every rule which the site can meet; keyword arguments replace some of them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from courses.domain.disclosures import Declared, Person, Relationship
from elearning.publishing.preflight.domain.facts import Credit, Days, Facts, Front, ItemFacts, SlideFacts
from quizzes.domain.policy import Policy, Reveal

TODAY = date(2027, 3, 1)
WEEK = 7 * 24 * 60


def person(name="Ann Author", role="editor", credentials="MD", declared=None):
    return Person("ann", name, role, credentials, declared or Declared(date(2027, 1, 1)))


def relationship(**values):
    given = {"company": "Acme", "nature": "consultant", "begins": date(2026, 1, 1), "relevant": True}
    given |= {"mitigation": "Peer review", "mitigated_by": "The board", **values}
    return Relationship(**given)


def item(key="item-1", **values):
    given = {"options": 4, "correct": 1, "commented": 4, "has_rationale": True}
    given |= {"objectives": ("know",), "slides": ("one",), "references": 1, **values}
    return ItemFacts(key, **given)


def credit(scheme="ama", **values):
    given = {
        "body": "A body",
        "name": "Credit",
        "state": "granted",
        "reference_number": "7",
        "maximum": Decimal(1),
        "step": Decimal("0.25") if scheme == "ama" else Decimal("0.5"),
        "professions": ("physician",),
        "opens": date(2027, 4, 1),
        "closes": date(2028, 12, 31),
        "applied_on": date(2027, 1, 1),
        "granted_on": date(2027, 3, 1),
        "evaluation_required": True,
    }
    return Credit(scheme, **{**given, **values})


def facts(**values):
    front = Front(
        abstract="An abstract",
        need="A need",
        audience=("Trainees",),
        method="Read and pass.",
        requirements="Any browser.",
        contact="education@example.org",
        privacy="Little is stored.",
        licence="CC BY 4.0",
        keywords=("sample",),
        objectives=(("know", "Know it."),),
        review_state="reviewed",
        reviewers=("Rob Reviewer",),
        ai_notes=(),
    )
    given = {
        "today": TODAY,
        "title": "A sample module",
        "language": "en",
        "translations": (),
        "edition": 1,
        "demonstration": False,
        "claim_days": 90,
        "front": front,
        "persons": (person(),),
        "commercial_support": "none",
        "slides": (SlideFacts("one", "One", "basics", 3600, 1, 1, ("know",)),),
        "references": 1,
        "unlinked": (),
        "items": tuple(item(f"item-{number}") for number in range(1, 9)),
        "blueprint_rows": 0,
        "policy": Policy(pass_percent=75, reveal=Reveal.AFTER_FINAL_ATTEMPT, max_attempts=3, wait_minutes=WEEK),
        "policy_since": date(2027, 1, 1),
        "days": Days(date(2027, 1, 1), date(2027, 1, 1), date(2028, 12, 31)),
        "credits": (),
        "evaluation_questions": 12,
        "unmet": (),
        "outside": (),
        "strict_csp": True,
        "retention_years": 6,
        "provider": "The society",
    }
    return Facts(**{**given, **values})


def without(name, value=""):
    """Facts whose front matter has ``value`` under ``name``."""
    given = facts()
    return replace(given, front=replace(given.front, **{name: value}))
