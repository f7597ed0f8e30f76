"""The bodies that credit is reported to: which credit, in which files, and what they know a learner by.

A company that supports education is no such body and never becomes one: nothing here can address it.
"""

from dataclasses import dataclass

from elearning.certificates.domain.schemes import AMA, ESMO, NATIONAL
from elearning.interop import identifiers
from elearning.interop.problems import Problem, ProblemCode
from elearning.interop.reported import Identity, identifier_problems, name_problems


@dataclass(frozen=True)
class Body:
    """``schemes`` are keys of SCHEMES; ``formats`` keys of elearning.interop.formats.FORMATS, the usual one first.

    ``identifiers`` are the kinds of number the body knows a person by, of which one is enough, or none where they are
    ``optional``; ``named`` and ``birthday`` say whether it asks for the name, and for month and day of birth.
    """

    key: str
    schemes: frozenset[str]
    formats: tuple[str, ...]
    identifiers: tuple[str, ...]
    optional: bool = False
    named: bool = True
    birthday: bool = False


PARS, CE_BROKER, EIV, MORA = "pars", "cebroker", "eiv", "mora"

BODIES = {
    body.key: body
    for body in (
        Body(
            PARS,
            frozenset({AMA}),
            ("pars-json", "medbiquitous-xml"),
            (identifiers.NPI, identifiers.LICENCE),
            birthday=True,
        ),
        Body(CE_BROKER, frozenset({AMA, NATIONAL}), ("cebroker-excel", "cebroker-xml"), (identifiers.LICENCE,)),
        Body(EIV, frozenset({NATIONAL}), ("eiv-csv",), (identifiers.EFN,), named=False),
        Body(MORA, frozenset({ESMO}), ("mora-excel", "mora-csv"), (identifiers.ESMO,), optional=True),
    )
}
OWN_FORMATS = ("csv", "excel")
"""The provider's own list of its completions: no body, so no consent and no delivery."""


def body_of(format_key: str) -> Body:
    """Return the body that files of this format are for. Raises KeyError for one of the provider's own."""
    return {key: body for body in BODIES.values() for key in body.formats}[format_key]


def person_problems(body: Body, identity: Identity) -> list[Problem]:
    """Return what ``body`` misses about a person, whatever the credit."""
    found = name_problems(identity) if body.named else []
    if not body.optional or identity.first(*body.identifiers):
        found += identifier_problems(identity, *body.identifiers)
    if body.birthday and identity.birth_day is None:
        found.append(Problem(ProblemCode.BIRTHDAY_MISSING))
    return found
