"""Cited sources: references.yaml -> values."""

import re
from dataclasses import dataclass

from courses.domain import yamlfile
from courses.domain.problems import Problems
from courses.domain.yamlfile import Field

TYPES = ("trial", "guideline", "review", "label", "regulator", "standard")
MAY_STAND_WITHOUT_IDENTIFIER = ("label", "regulator")
OFFICIAL = re.compile(
    r"https://(?:[a-z0-9-]+\.)*(?:gov|gov\.[a-z]{2}|gouv\.fr|europa\.eu|clinicaltrialsregister\.eu|admin\.ch"
    r"|swissmedic\.ch|bfarm\.de|pei\.de|go\.jp|canada\.ca|nice\.org\.uk|who\.int)(?:[:/?].*)?"
)
"""The hosts of regulators and other public authorities; what only a mirror or a news page says is no source."""


@dataclass(frozen=True)
class Reference:
    """One source as listed under a slide; ``doi`` and ``pmid`` are bare identifiers, ``url`` is an https address."""

    key: str
    type: str
    authors: str
    title: str
    source: str
    year: str
    details: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""

    def as_listed(self, number: int | None = None) -> dict[str, object]:
        """Return plain values for a page or a JSON column."""
        listed = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return listed if number is None else {"number": number, **listed}


def _doi(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"10\.\d{4,9}/\S+", value):
        raise ValueError("write the bare identifier, as 10.1056/NEJMoa1413513")
    return value


def _pmid(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[1-9]\d{0,8}", value):
        raise ValueError('write the number in quotation marks, as "32171426"')
    return value


def _official(value: object) -> str:
    address = https_address(value)
    if not OFFICIAL.fullmatch(address):
        raise ValueError("write the address at the regulator or authority itself, not at a mirror or a news page")
    return address


def https_address(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"https://[^\s/]+\S*", value):
        raise ValueError("write an address that begins with https://")
    return value


FIELDS = {
    "type": Field(yamlfile.choice(*TYPES)),
    "authors": Field(yamlfile.text),
    "title": Field(yamlfile.text),
    "source": Field(yamlfile.text),
    "year": Field(yamlfile.quoted),
    "details": Field(yamlfile.quoted, required=False, default=""),
    "doi": Field(_doi, required=False, default=""),
    "pmid": Field(_pmid, required=False, default=""),
    "url": Field(_official, required=False, default=""),
}


def read_references(path: str, text: str, problems: Problems) -> dict[str, Reference]:
    """Return the references by key, in the order of the file."""
    file = yamlfile.load(path, text, problems)
    if file is None:
        return {}
    references = {}
    for where in file.each(()):
        key = str(where[0])
        reference = Reference(key, **file.mapping(where, FIELDS))
        if not re.fullmatch(r"[a-z0-9_-]+", key):
            file.problem(where, f"'{key}': a reference's key has lower-case letters, digits, hyphens and underscores")
        if not (reference.doi or reference.pmid or (reference.url and reference.type in MAY_STAND_WITHOUT_IDENTIFIER)):
            file.problem(
                where, f"{key}: give a DOI or a PMID (a label or an authority's document may have its address as url)"
            )
        references[key] = reference
    return references
