from datetime import date

import pytest

from courses.domain.requirements import Rule, Unmet, disclosure_text, unmet_rules

TODAY = date(2027, 3, 1)


def relationship(**changes):
    return {
        "company": "A company",
        "nature": "consultant",
        "until": None,
        "relevant": True,
        "mitigation": "Review",
        "mitigated_by": "Pia",
        **changes,
    }


def front(*disclosures, disclosed_on="2027-01-01", state="reviewed", ai=None):
    person = {"name": "Ann Author", "disclosed_on": disclosed_on, "disclosures": list(disclosures)}
    return {"review": {"state": state}, "ai_assisted": ai, "contributors": [person]}


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
        (front(disclosed_on="2026-03-01"), [], []),
        (front(disclosed_on="2026-02-28"), [], [Unmet(Rule.DISCLOSURE_STALE, "Ann Author")]),
        (front(relationship()), [], []),
        (front(relationship(mitigation="")), [], [Unmet(Rule.DISCLOSURE_UNMITIGATED, "Ann Author")]),
        (front(relationship(mitigated_by="")), [], [Unmet(Rule.DISCLOSURE_UNMITIGATED, "Ann Author")]),
        (front(relationship(mitigation="", relevant=False)), [], []),
        (
            front(relationship(mitigation=""), disclosed_on="2020-01-01", state="draft", ai=UNSIGNED),
            [],
            [
                Unmet(Rule.CLINICAL_REVIEW, "draft"),
                Unmet(Rule.AI_REVIEW),
                Unmet(Rule.DISCLOSURE_STALE, "Ann Author"),
                Unmet(Rule.DISCLOSURE_UNMITIGATED, "Ann Author"),
            ],
        ),
    ],
)
def test_what_a_module_for_credit_lacks(of, slide_notes, unmet):
    assert unmet_rules(of, slide_notes, TODAY) == unmet


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([], "Ann Author has no relationship with an ineligible company to disclose."),
        (
            [relationship()],
            "Ann Author has reported: A company (consultant). All relevant relationships were mitigated.",
        ),
        (
            [relationship(mitigation="")],
            "Ann Author has reported: A company (consultant). Not all relevant relationships were mitigated.",
        ),
        ([relationship(relevant=False, mitigation="")], "Ann Author has reported: A company (consultant)."),
        (
            [relationship(), relationship(company="Another", nature="speaker", until="2026-12-31", relevant=False)],
            (
                "Ann Author has reported: A company (consultant); Another (speaker, until 2026-12-31). "
                "All relevant relationships were mitigated."
            ),
        ),
    ],
)
def test_a_disclosure_is_said_from_its_rows(rows, text):
    assert disclosure_text({"name": "Ann Author", "disclosures": rows}) == text


def test_a_translation_that_was_not_reviewed_is_unmet_too():
    states = {"de": "reviewed", "fr": "awaiting clinical review", "it": "draft"}
    translations = {language: {"review": {"state": state}} for language, state in states.items()}
    assert unmet_rules(front(), [], TODAY, translations) == [
        Unmet(Rule.TRANSLATION_REVIEW, "fr"),
        Unmet(Rule.TRANSLATION_REVIEW, "it"),
    ]
