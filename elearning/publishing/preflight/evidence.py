"""What is stored -> the facts that the rules look at."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from courses.domain.plaintext import words
from courses.domain.requirements import unmet_disclosures, unmet_rules
from elearning.certificates.models import Accreditation
from elearning.evaluation.domain import form
from elearning.publishing.material import Material
from elearning.publishing.preflight.domain.facts import (
    Credit,
    Days,
    Facts,
    Front,
    ItemFacts,
    SlideFacts,
)
from quizzes.models import Item

LOADED = re.compile(r'<(?:img|script|iframe|link|audio|video|source|object|embed)\b[^>]*\b(?:src|href|data)="([^"]+)"')
OWN = frozenset(["'self'", "'none'", "data:"])
"""What a Content-Security-Policy may allow without letting another site in."""


def facts_of(material: Material) -> Facts:
    """Return the facts about the edition of ``material``. Needs no further query."""
    edition, front = material.edition, material.edition.front_matter
    policy = material.policies[0] if material.policies and material.bank else None
    return Facts(
        today=material.today,
        title=edition.title,
        language=edition.language,
        translations=tuple(sorted(edition.translations)),
        edition=edition.number,
        demonstration=material.module.demonstration,
        claim_days=material.module.claim_days,
        front=_front(front),
        persons=tuple(material.persons),
        commercial_support=material.statement.commercial_support,
        slides=tuple(
            SlideFacts(
                key=slide.key,
                title=slide.title,
                section=slide.section_key,
                seconds=slide.seconds,
                references=len(slide.references),
                questions=len(slide.questions),
                objectives=tuple(slide.objectives),
            )
            for slide in material.slides
        ),
        references=len(front["references"]),
        unlinked=tuple(row["key"] for row in front["references"] if not (row["doi"] or row["pmid"] or row["url"])),
        items=tuple(_item(item) for item in material.bank),
        blueprint_rows=len(material.test.blueprint) if material.test else 0,
        policy=policy.rules if policy else None,
        policy_since=material.day_of(policy.effective_from) if policy else None,
        days=_days(material),
        credits=tuple(_credit(material, row) for row in material.current),
        evaluation_questions=len(form.questions(front["objectives"])),
        unmet=(
            *unmet_rules(front, front["slide_ai_assisted"], edition.translations),
            *unmet_disclosures(material.persons, material.today),
        ),
        outside=_outside(material),
        strict_csp=all(OWN.issuperset(allowed) for allowed in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].values()),
        retention_years=settings.RETENTION_YEARS,
        provider=settings.SITE_PROVIDER,
    )


def _front(front: dict[str, Any]) -> Front:
    notes = [note for note in (front["ai_assisted"], *front["slide_ai_assisted"]) if note]
    return Front(
        abstract=words(front["abstract_html"]),
        need=words(front["need_html"]),
        audience=tuple(front["audience"]),
        method=front["method"],
        requirements=front["requirements"],
        contact=front["contact"],
        privacy=front["privacy"],
        licence=front["licence"].get("name", ""),
        keywords=tuple(front["keywords"]),
        objectives=tuple((row["key"], row["text"]) for row in front["objectives"]),
        review_state=front["review"].get("state", ""),
        reviewers=tuple(front["review"].get("reviewers", [])),
        ai_notes=tuple(dict.fromkeys(f"{note['task']} ({note['tool']}, {note['date']})" for note in notes)),
    )


def _item(item: Item) -> ItemFacts:
    parts = item.by_kind.commented(item.content)
    return ItemFacts(
        key=item.key,
        options=len(parts),
        correct=sum(bool(part.get("correct")) for part in parts),
        commented=sum(bool(part["comment_html"]) for part in parts),
        has_rationale=bool(item.rationale_html),
        objectives=tuple(item.objectives),
        slides=tuple(item.slides),
        references=len(item.references),
    )


def _days(material: Material) -> Days | None:
    term = material.term
    return Days(term.release, term.last_review, term.last_valid_day) if term else None


def _credit(material: Material, row: Accreditation) -> Credit:
    facts = row.facts
    history = [each for each in material.accreditations if each.identity == row.identity]

    def first(state: str) -> date | None:
        found = [material.day_of(each.effective_from) for each in history if each.state == state]
        return min(found, default=None)

    return Credit(
        scheme=facts.scheme,
        body=facts.body,
        name=facts.credit,
        state=facts.state.value,
        reference_number=facts.reference_number,
        maximum=facts.maximum_credit,
        step=Decimal(facts.step),
        professions=facts.professions,
        opens=facts.opens,
        closes=facts.closes,
        applied_on=first("applied"),
        granted_on=first("granted"),
        minimum_active_seconds=facts.gates.active_seconds,
        minimum_slides_percent=facts.gates.slides_percent,
        minimum_score_percent=facts.gates.score_percent,
        evaluation_required=facts.gates.evaluation,
    )


def _outside(material: Material) -> tuple[str, ...]:
    """Return the addresses outside this site from which slides would load something."""
    loaded = [address for slide in material.slides for address in LOADED.findall(slide.html + slide.notes_html)]
    own = ("/", "#", settings.SITE_URL)
    return tuple(
        dict.fromkeys(address for address in loaded if not address.startswith(own) or address.startswith("//"))
    )
