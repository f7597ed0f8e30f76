"""The section ``first_load`` of module.yaml: what the folder says once, and an administrator afterwards."""

from dataclasses import dataclass
from datetime import date

from courses.domain import yamlfile
from courses.domain.terms import EARLIEST_DAY, LATEST_DAY
from courses.domain.yamlfile import Field, YamlFile

SCHEMES = ("ama", "eaccme", "esmo", "acoe", "ebap", "national", "own")
"""The schemes of credit that elearning.certificates knows."""
NAMING_SCHEMES = ("national", "own")
"""Those whose body gives its credit a name of its own."""

FIRST_LOAD = {
    "release": Field(yamlfile.day),
    "last_review": Field(yamlfile.day),
    "last_valid_day": Field(yamlfile.day),
    "claim_days": Field(yamlfile.integer(0, 3650), required=False, default=90),
    "grace_minutes": Field(yamlfile.integer(0, 1440), required=False, default=0),
    "accreditations": Field(yamlfile.listing(yamlfile.anything), required=False, default=[]),
}
ACCREDITATION = {
    "body": Field(yamlfile.short(200)),
    "scheme": Field(yamlfile.choice(*SCHEMES)),
    "credit_name": Field(yamlfile.short(200), required=False, default=""),
    "state": Field(yamlfile.choice("none", "applied")),
}


@dataclass(frozen=True)
class FirstLoad:
    """Values that the folder brings when the module is new; afterwards an administrator owns them."""

    release: date
    last_review: date
    last_valid_day: date
    claim_days: int
    grace_minutes: int
    accreditations: list[dict[str, str]]


def read_first_load(file: YamlFile) -> FirstLoad | None:
    """Return the section ``first_load``; None where it is left out or lacks a day, which is a problem of the file's."""
    if file.data.get("first_load") is None:
        return None
    found = file.mapping(("first_load",), FIRST_LOAD)
    found["accreditations"] = [
        file.mapping(("first_load", "accreditations", index), ACCREDITATION)
        for index in range(len(found["accreditations"]))
    ]
    for index, row in enumerate(found["accreditations"]):
        if row["scheme"] in NAMING_SCHEMES and not row["credit_name"]:
            file.problem(
                ("first_load", "accreditations", index),
                f"'credit_name' is missing; with the scheme '{row['scheme']}' say what one credit is called",
            )
    if not (found["release"] and found["last_review"] and found["last_valid_day"]):
        return None
    if found["last_valid_day"] < max(found["release"], found["last_review"]):
        file.problem(("first_load", "last_valid_day"), "'last_valid_day' comes before the release or the last review")
    if found["last_valid_day"] > LATEST_DAY:
        file.problem(
            ("first_load", "last_valid_day"), f"'last_valid_day': write a day before the year {LATEST_DAY.year + 1}"
        )
    if found["release"] < EARLIEST_DAY:
        file.problem(("first_load", "release"), f"'release': write a day after the year {EARLIEST_DAY.year - 1}")
    return FirstLoad(**found)
