"""What a contributor's disclosure says, which company names are taken, when a folder's declaration is news."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.domain.disclosures import (
    Declared,
    Person,
    Relationship,
    Support,
    declared_in,
    is_news,
    is_plain_name,
    state,
    support_text,
    text_of,
)

MITIGATED = {"relevant": True, "mitigation": "Peer review", "mitigated_by": "Pia", "mitigated_on": date(2027, 1, 1)}
UNSET = object()


def relationship(company="A company", nature="consultant", **changes):
    return Relationship(company, nature, **{"begins": date(2026, 1, 1), **changes})


def declared(*relationships, on=date(2027, 1, 1), refused=False):
    return Declared(on, relationships, refused)


def person(name="Ann Author", declared_as=UNSET):
    return Person("ann", name, "author", "MD", declared() if declared_as is UNSET else declared_as)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (None, "Ann Author has not disclosed yet."),
        (declared(refused=True), "Ann Author declined to disclose."),
        (declared(), "Ann Author has no relationship with an ineligible company to disclose."),
        (
            declared(relationship(**MITIGATED)),
            "Ann Author has reported: A company (consultant). All relevant relationships were mitigated.",
        ),
        (
            declared(relationship(relevant=True)),
            "Ann Author has reported: A company (consultant). Not all relevant relationships were mitigated.",
        ),
        (
            declared(relationship(relevant=False)),
            "Ann Author has reported: A company (consultant). None of these relationships is relevant to the content.",
        ),
        (
            declared(relationship(**MITIGATED), relationship("Another", "speaker")),
            (
                "Ann Author has reported: A company (consultant); Another (speaker). "
                "The provider has not finished reviewing these relationships."
            ),
        ),
        (
            declared(
                relationship(**MITIGATED), relationship("Another", "speaker", ends=date(2026, 12, 31), relevant=False)
            ),
            (
                "Ann Author has reported: A company (consultant); Another (speaker, until 2026-12-31). "
                "All relevant relationships were mitigated."
            ),
        ),
    ],
)
def test_a_disclosure_is_said_from_its_rows(said, text):
    assert text_of(person(declared_as=said)) == text


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([], "none"),
        ([Support("Acme", "financial")], "financial support from Acme"),
        (
            [Support("Acme", "financial"), Support("Beta", "in-kind", "two microscopes")],
            "financial support from Acme; in-kind support from Beta (two microscopes)",
        ),
    ],
)
def test_commercial_support_is_said_from_its_rows(rows, text):
    assert support_text(rows) == text
    assert state([], "as the author wrote", rows).commercial_support == text


def test_without_rows_the_author_s_text_on_commercial_support_stands():
    assert state([], "as the author wrote", None).commercial_support == "as the author wrote"


@pytest.mark.parametrize(
    "name",
    [
        "Roche",
        "F. Hoffmann-La Roche Ltd",
        "Merck & Co., Inc.",
        "Novo Nordisk A/S",
        "Sanofi S.p.A. (Italy)",
        "GlaxoSmithKline plc + partners",
        "Дженериум",
        "Ärzte-Labor “Süd” e.V.",
        "3M",
    ],
)
def test_a_company_is_taken_by_its_name(name):
    assert is_plain_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "https://example.com",
        "www.roche.example",
        "roche.com",
        "Roche at Roche.com, Basel",
        "sales@roche.example",
        "<img src=x>",
        "<b>Roche</b>",
        "![logo](x)",
        "**Roche**",
        "Roche®",
        "Roche™",
        "Roche 🧬",
        "☎ Roche",
        "✔️",
        "Ro\u200dche",
        "Ro\u202eche",
        "Roche\nBasel",
        "\ue000",
    ],
)
def test_markup_addresses_and_pictures_are_no_name_of_a_company(name):
    assert not is_plain_name(name)


@settings(max_examples=200)
@given(st.text(alphabet=st.characters(categories=["So", "Cf", "Co", "Cc", "Sk"]), min_size=1, max_size=5))
def test_no_sign_that_could_be_a_picture_is_ever_taken(signs):
    assert not is_plain_name(f"Roche {signs}")


STORED = declared(relationship(**MITIGATED))


@pytest.mark.parametrize(
    ("found", "stored", "from_folder", "news"),
    [
        (STORED, None, False, True),
        (STORED, STORED, True, False),
        (replace(STORED, on=date(2027, 1, 2)), STORED, True, True),
        (replace(STORED, on=date(2027, 1, 2)), STORED, False, True),
        (replace(STORED, on=date(2026, 12, 31)), STORED, True, False),
        (declared(relationship("Another")), STORED, True, True),
        (declared(relationship("Another")), STORED, False, False),
        (declared(relationship(relevant=False)), STORED, True, False),
    ],
)
def test_a_folder_s_declaration_is_news_when_it_is_later_or_corrects_the_folder_s_own(found, stored, from_folder, news):
    assert is_news(found, stored, stored_from_folder=from_folder) is news


def test_a_contributor_without_a_day_in_the_folder_has_declared_nothing():
    assert declared_in({"disclosed_on": None, "disclosures": []}) is None


names = st.text(alphabet="abc é&,", min_size=1, max_size=12)
relationships = st.builds(
    Relationship,
    company=names,
    nature=st.sampled_from(["consultant", "speaker"]),
    begins=st.dates(date(2020, 1, 1), date(2026, 1, 1)),
    ends=st.none() | st.dates(date(2026, 1, 2), date(2027, 1, 1)),
    relevant=st.none() | st.booleans(),
    mitigation=st.sampled_from(["", "Peer review"]),
    mitigated_by=st.sampled_from(["", "Pia"]),
)
declarations = st.none() | st.builds(
    Declared, st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.lists(relationships, max_size=3).map(tuple)
)


@settings(max_examples=200)
@given(st.lists(declarations, min_size=1, max_size=3), st.lists(declarations, min_size=1, max_size=3))
def test_statements_have_the_same_hash_exactly_when_they_say_the_same(one, other):
    persons = [[person(f"P{n}", each) for n, each in enumerate(group)] for group in (one, other)]
    first, second = (state(group, "none", None) for group in persons)
    assert (first.sha256 == second.sha256) == (first.content == second.content)


@settings(max_examples=200)
@given(st.lists(relationships, min_size=1, max_size=4))
def test_every_company_is_named_and_mitigation_is_claimed_only_where_all_is_settled(rows):
    text = text_of(person(declared_as=declared(*rows)))
    assert all(row.company in text for row in rows)
    claimed = text.endswith("All relevant relationships were mitigated.")
    assert claimed == (all(row.is_settled for row in rows) and any(row.relevant for row in rows))
