"""What the page "Reporting" shows: everything about one learner, in a fixed number of statements."""

from datetime import datetime
from itertools import groupby
from typing import Any

from elearning.accounts.models import User
from elearning.delivery import access, texts
from elearning.delivery.domain.bodies import BODIES, person_problems
from elearning.delivery.domain.standing import Standing
from elearning.delivery.forms import IdentityForm, LicenceForm
from elearning.delivery.models import BodyIdentity
from elearning.interop.reported import Identity

TAGS = {
    Standing.ACCEPTED: "tag--green",
    Standing.REJECTED: "tag--red",
    Standing.INCOMPLETE: "tag--amber",
    Standing.TO_TAKE_BACK: "tag--amber",
}


def context(learner: User, now: datetime, **bound: Any) -> dict[str, Any]:
    """Return what the template shows; ``bound`` is a form that was just refused and takes the place of its own kind."""
    stored = access.stored_identity(learner)
    licences = list(learner.licences.all())
    identity = access.compose(stored, licences)
    consents = access.open_consents(learner)
    rows = access.own_rows(learner, identity, consents, now)
    kinds = texts.kinds()
    return {
        "identity_form": IdentityForm(instance=stored, initial=_suggested(learner, stored)),
        "licence_form": LicenceForm(),
        "licences": [{"row": row, "kind": kinds[row.kind]} for row in licences],
        "bodies": [_body(key, identity, consents) for key in BODIES],
        "credits": [_credit(list(same)) for _number, same in groupby(rows, key=lambda row: row.certificate.number)],
        **bound,
    }


def _suggested(learner: User, stored: BodyIdentity | None) -> dict[str, str]:
    """Return a first guess at the parts of the learner's name, to be looked at and saved."""
    given, _space, family = learner.name.rpartition(" ")
    return {} if stored else {"given_name": given, "family_name": family}


def _body(key: str, identity: Identity, consents: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": key,
        "text": texts.bodies()[key],
        "consent": consents.get(key),
        "missing": _missing(key, identity) if key in consents else [],
    }


def _missing(key: str, identity: Identity) -> list[str]:
    """Return what the body would miss about this learner, whatever the credit."""
    return [texts.describe(one) for one in person_problems(BODIES[key], identity)]


def _credit(rows: list[access.Row]) -> dict[str, Any]:
    """Return one certificate with where it stands at each body."""
    record = rows[0].reported.record
    return {
        "title": record.activity.title,
        "number": record.number,
        "credit": record.credit,
        "completed_at": rows[0].certificate.completion.completed_at,
        "bodies": [_at_body(row) for row in rows],
    }


def _at_body(row: access.Row) -> dict[str, Any]:
    return {
        "name": texts.bodies()[row.body.key].name,
        "standing": texts.standings()[row.standing],
        "tag": TAGS.get(row.standing, ""),
        "problems": [texts.describe(one) for one in row.problems] if row.standing is Standing.INCOMPLETE else [],
        "message": row.message,
    }
