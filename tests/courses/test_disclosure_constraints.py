"""What the database itself keeps of disclosures, each rule broken once."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import CheckConstraint, UniqueConstraint

from courses.models import (
    CommercialSupport,
    Contributor,
    Declaration,
    Disclosure,
    DisclosureRequest,
    DisclosureStatement,
    Mitigation,
)
from courses.services import add_support
from courses.services.disclosures import store_statement
from tests.courses.disclosing import ROW, ann, contributors
from tests.factories import NOW, folder, published

pytestmark = pytest.mark.django_db
MODELS = (
    Contributor,
    DisclosureRequest,
    Declaration,
    Disclosure,
    Mitigation,
    CommercialSupport,
    DisclosureStatement,
)


@pytest.fixture(autouse=True)
def stored(administrator):
    edition = published(folder(contributors=contributors(ROW)))
    values = {"company": "Acme", "nature": "financial", "description": ""}
    add_support(module=edition.module, values=values, actor=administrator, now=NOW)
    store_statement(edition=edition, now=NOW)
    request("0" * 64)


def request(token_hash, **changes):
    values = {"contributor": ann(), "token_hash": token_hash, "asked_at": NOW, "expires_at": NOW + timedelta(days=14)}
    return DisclosureRequest.objects.create(**{**values, **changes})


def again(model, **changes):
    """Insert a copy of the only row of ``model`` with some of its values changed."""
    row = model.objects.get()
    row.pk = None
    for name, value in changes.items():
        setattr(row, name, value)
    row._state.adding = True
    row.save()


BREAKING = {
    "contributor_key_unique_in_module": lambda: again(Contributor),
    "contributor_role_is_known": lambda: again(Contributor, key="bo", role="sponsor"),
    "contributor_has_a_name": lambda: again(Contributor, key="bo", name=""),
    "disclosure_request_one_open": lambda: request("1" * 64),
    "disclosure_request_expires_after_it_was_asked": lambda: request("1" * 64, expires_at=NOW, closed_at=NOW),
    "disclosure_request_answered_before_it_expires": lambda: request("1" * 64, answered_at=NOW + timedelta(days=14)),
    "disclosure_request_answered_or_closed": lambda: request("1" * 64, answered_at=NOW, closed_at=NOW),
    "declaration_source_is_known": lambda: again(Declaration, source="rumour"),
    "declaration_by_form_answers_a_request": lambda: again(Declaration, source="form"),
    "declaration_refused_or_nothing": lambda: again(Declaration, refused=True, nothing_to_disclose=True),
    "disclosure_nature_is_known": lambda: again(Disclosure, nature="friend"),
    "disclosure_names_a_company": lambda: again(Disclosure, company=""),
    "disclosure_ends_after_it_begins": lambda: again(Disclosure, ends=date(2025, 12, 31)),
    "mitigation_says_who_and_when": lambda: again(Mitigation, mitigated_by=""),
    "commercial_support_nature_is_known": lambda: again(CommercialSupport, nature="gift"),
    "commercial_support_names_a_company": lambda: again(CommercialSupport, company=""),
    "commercial_support_in_kind_is_described": lambda: again(CommercialSupport, nature="in-kind"),
    "commercial_support_ends_after_it_began": lambda: again(CommercialSupport, ended_at=NOW - timedelta(seconds=1)),
    "disclosure_statement_unique_in_module": lambda: again(DisclosureStatement),
}
UNIQUE_COLUMNS = {
    "contributor_key_unique_in_module": "courses_contributor.module_id, courses_contributor.key",
    "disclosure_request_one_open": "courses_disclosurerequest.contributor_id",
    "disclosure_statement_unique_in_module": (
        "courses_disclosurestatement.module_id, courses_disclosurestatement.sha256"
    ),
}
"""SQLite names the columns of a unique constraint instead of the constraint."""
TABLES = {model._meta.db_table: model for model in MODELS}
MAY_CHANGE = {
    "courses_contributor": {"name", "role", "credentials", "email"},
    "courses_disclosurerequest": {"answered_at", "closed_at"},
    "courses_commercialsupport": {"ended_at"},
}


@pytest.mark.parametrize("name", BREAKING)
def test_the_database_refuses_to_break_the_rule(name):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        BREAKING[name]()
    assert (UNIQUE_COLUMNS.get(name, name) if connection.vendor == "sqlite" else name) in str(caught.value)


def test_every_constraint_is_broken_here():
    constraints = [constraint for model in MODELS for constraint in model._meta.constraints]
    assert {each.name for each in constraints} == BREAKING.keys()
    assert all(isinstance(each, CheckConstraint | UniqueConstraint) for each in constraints)


def test_a_mitigation_says_when_as_well_as_who():
    with pytest.raises(IntegrityError, match="mitigation_says_who_and_when"), transaction.atomic():
        again(Mitigation, mitigated_on=None)


def test_a_request_is_answered_once():
    asked = DisclosureRequest.objects.get()
    DisclosureRequest.objects.update(answered_at=NOW)
    again(Declaration, source="form", request=asked)
    with pytest.raises(IntegrityError), transaction.atomic():
        Declaration.objects.create(contributor=ann(), declared_on=NOW, at=NOW, source="form", request=asked)


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_only_added_to(table, kept_rows):
    model = TABLES[table]
    kept = [field for field in model._meta.concrete_fields if field.name not in {"id", *MAY_CHANGE.get(table, ())}]
    for field in kept:
        with pytest.raises(DatabaseError, match=f"rows of {table} are permanent"), transaction.atomic():
            model.objects.update(**{field.attname: model.objects.values_list(field.attname, flat=True)[0]})
    kept_rows("courses", table)
    with pytest.raises(DatabaseError, match=f"rows of {table} are permanent"), transaction.atomic():
        model.objects.all()._raw_delete("default")
