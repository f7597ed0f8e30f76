from datetime import date

import pytest

from courses.domain.requirements import Rule, Unmet, unmet_disclosures, unmet_rules
from tests.courses.domain.test_disclosures import MITIGATED, declared, person, relationship

TODAY = date(2027, 3, 1)


def front(state="reviewed", ai=None):
    return {"review": {"state": state}, "ai_assisted": ai}


SIGNED = {"tool": "x", "reviewer": "Pia", "reviewed_on": "2027-02-01"}
UNSIGNED = {"tool": "x", "reviewer": None, "reviewed_on": None}


@pytest.mark.parametrize(
    ("of", "slide_notes", "unmet"),
    [
        (front(), [], []),
        (front(state="awaiting clinical review"), [], [Unmet(Rule.CLINICAL_REVIEW, "awaiting clinical review")]),
        (front(ai=SIGNED), [SIGNED], []),
        (front(ai=UNSIGNED), [], [Unmet(Rule.AI_REVIEW)]),
        (front(), [SIGNED, {**SIGNED, "reviewed_on": None}], [Unmet(Rule.AI_REVIEW)]),
    ],
)
def test_what_a_module_for_credit_lacks(of, slide_notes, unmet):
    assert unmet_rules(of, slide_notes) == unmet


@pytest.mark.parametrize(
    ("stands", "unmet"),
    [
        (None, [Rule.DISCLOSURE_MISSING]),
        (declared(), []),
        (declared(on=date(2026, 3, 1)), []),
        (declared(on=date(2026, 2, 28)), [Rule.DISCLOSURE_STALE]),
        (declared(refused=True), [Rule.DISCLOSURE_REFUSED]),
        (declared(relationship()), [Rule.DISCLOSURE_UNMITIGATED]),
        (declared(relationship(relevant=False)), []),
        (declared(relationship(relevant=True)), [Rule.DISCLOSURE_UNMITIGATED]),
        (declared(relationship(relevant=True, mitigation="Peer review")), [Rule.DISCLOSURE_UNMITIGATED]),
        (declared(relationship(**MITIGATED)), []),
        (declared(relationship(**MITIGATED), relationship()), [Rule.DISCLOSURE_UNMITIGATED]),
        (
            declared(relationship(), on=date(2020, 1, 1)),
            [Rule.DISCLOSURE_STALE, Rule.DISCLOSURE_UNMITIGATED],
        ),
    ],
)
def test_what_stands_against_a_contributor_is_said_by_name(stands, unmet):
    persons = [person("Bo Other"), person(declared_as=stands)]
    assert unmet_disclosures(persons, TODAY) == [Unmet(rule, "Ann Author") for rule in unmet]


def test_a_translation_that_was_not_reviewed_is_unmet_too():
    states = {"de": "reviewed", "fr": "awaiting clinical review", "it": "draft"}
    translations = {language: {"review": {"state": state}} for language, state in states.items()}
    assert unmet_rules(front(), [], translations) == [
        Unmet(Rule.TRANSLATION_REVIEW, "fr"),
        Unmet(Rule.TRANSLATION_REVIEW, "it"),
    ]
