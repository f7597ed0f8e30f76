"""What must hold of every certificate: the database compared with the books."""

from collections.abc import Collection
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from elearning.certificates.models import Certificate, Claim, Completion
from tests.credit.books import CORRECTION_DAYS, ITEMS, MAX_CORRECTIONS, SCHEMES, Books, Grant, Sitting

COLUMNS = [
    "number",
    "generation",
    "issued_at",
    "variant",
    "facts",
    "identity__name",
    "completion_id",
    "completion__attempt_id",
    "completion__term_id",
    "completion__completed_at",
    "completion__snapshot",
    "claim__accreditation_id",
    "claim__profession",
    "claim__credit",
    "claim__at",
]
Row = dict[str, Any]


def certificates() -> dict[str, Row]:
    """Everything that proves credit, by the number of its certificate: none of it may ever change."""
    return {row["number"]: row for row in Certificate.objects.order_by("pk").values(*COLUMNS)}


def newest(rows: Collection[Row], completion: int) -> list[Row]:
    """The rows of the completion's last issue."""
    own = [row for row in rows if row["completion_id"] == completion]
    return [row for row in own if row["generation"] == max(one["generation"] for one in own)]


def credits_of(rows: Collection[Row]) -> dict[int, Any]:
    return {row["claim__accreditation_id"]: row["claim__credit"] for row in rows if row["claim__credit"]}


def every_gate_was_passed(row: Row, books: Books, now: datetime) -> None:
    """Of a certificate that was issued just now."""
    sitting = books.sittings[row["completion__attempt_id"]]
    assert (sitting.passed, sitting.in_time) == (True, True)
    assert (row["completion__completed_at"], row["completion__term_id"]) == (sitting.at, sitting.term)
    assert row["issued_at"] == now >= sitting.at
    if row["generation"] == 1:
        assert now < books.end_of_claims(sitting.term)
    evaluated = sitting.person.evaluated.get(sitting.term)
    if any(SCHEMES[grant.scheme].get("evaluation_required") for grant in sitting.open.values()):
        assert evaluated is not None
        assert row["completion__snapshot"]["gates"]["evaluated_at"] == evaluated.isoformat()
    if row["claim__credit"] is None:
        assert row["facts"]["credit"] is None
    else:
        credit_was_open_served_and_earned(row, sitting, sitting.open[row["claim__accreditation_id"]])


def credit_was_open_served_and_earned(row: Row, sitting: Sitting, grant: Grant) -> None:
    asked, person = SCHEMES[grant.scheme], sitting.person
    assert 0 < row["claim__credit"] <= grant.maximum
    assert row["claim__credit"] % asked["step"] == 0
    assert Decimal(row["facts"]["credit"]["amount"]) == row["claim__credit"]
    assert row["claim__profession"] in asked["professions"]
    assert sitting.right * 100 >= asked.get("minimum_score_percent", 0) * ITEMS
    assert person.seconds - person.before[sitting.term] >= asked.get("minimum_active_seconds", 0)


def correction_was_allowed(rows: Collection[Row], completion: int, books: Books, now: datetime) -> None:
    """Of a completion whose certificates its learner corrected just now; ``rows`` are those of before."""
    first = min(row["issued_at"] for row in rows if row["completion_id"] == completion)
    assert now < first + timedelta(days=CORRECTION_DAYS)
    assert newest(rows, completion)[0]["generation"] <= MAX_CORRECTIONS
    assert completion not in books.revoked


def there_is_one_of_each(rows: Collection[Row], books: Books) -> None:
    """One completion for a learner and term, one standing certificate for a completion and scheme, and no strays."""
    schemes = {grant.key: grant.scheme for grant in books.grants}
    completions = {row["completion_id"]: books.sittings[row["completion__attempt_id"]] for row in rows}
    kept = dict(Completion.objects.values_list("pk", "learner_id"))
    expected = {key: None if one.person.erased else one.person.user.pk for key, one in completions.items()}
    assert kept == expected
    terms = [(id(one.person), one.term) for one in completions.values()]
    assert len(terms) == len(set(terms))
    for completion in completions:
        standing = [schemes.get(row["claim__accreditation_id"]) for row in newest(rows, completion)]
        assert len(standing) == len(set(standing))
        assert standing == [None] or None not in standing
    claims = {(row["completion_id"], row["generation"], row["claim__accreditation_id"]) for row in rows} - {None}
    claims = {claim for claim in claims if claim[2] is not None}
    assert set(Claim.objects.values_list("completion_id", "generation", "accreditation_id")) == claims


def numbers_say_how_they_stand(rows: Collection[Row], books: Books) -> None:
    """Valid is what was issued last, unless it was revoked."""
    last = {row["completion_id"]: row["generation"] for row in rows}
    stands = {
        row["number"]: "revoked"
        if row["completion_id"] in books.revoked
        else "valid"
        if row["generation"] == last[row["completion_id"]]
        else "replaced"
        for row in rows
    }
    assert {row.number: row.state.value for row in Certificate.objects.complete()} == stands
