"""module.yaml: what the learner must see before the first slide (AC-1), and the values of the first load."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from courses.domain import yamlfile
from courses.domain.disclosures import NATURES, ROLES, is_plain_name
from courses.domain.firstload import FirstLoad, read_first_load
from courses.domain.languages import is_code
from courses.domain.markup import Markup
from courses.domain.references import https_address
from courses.domain.slidefile import AI_FIELDS, plain_days
from courses.domain.yamlfile import Field, YamlFile

REVIEW_STATES = ("draft", "awaiting clinical review", "reviewed")


def _time_zone(value: object) -> str:
    try:
        ZoneInfo(str(value))
    except (KeyError, ValueError, OSError):
        raise ValueError(f"'{value}' is not a time zone; write a name as Europe/Zurich") from None
    return str(value)


def _company(value: object) -> str:
    name = yamlfile.short(200)(value)
    if not is_plain_name(name):
        raise ValueError("write the company's name only: no address, no markup, no picture and no trade mark sign")
    return name


def _language(value: object) -> str:
    if not is_code(value):
        raise ValueError("write a language code as en or pt-BR")
    return value


def _moore(value: object) -> str:
    """Return a level of Moore's framework (quizzes.domain.moore); YAML reads 4 as a number."""
    return yamlfile.choice(*MOORE_LEVELS)(str(value))


MOORE_LEVELS = ("3a", "3b", "4", "5")
TEXT = Field(yamlfile.text)
OPTIONAL = Field(yamlfile.text, required=False, default="")
TEXTS = Field(yamlfile.listing(yamlfile.text, least=1), default=[])
PART = Field(yamlfile.anything)

FIELDS = {
    "slug": Field(yamlfile.key),
    "title": Field(yamlfile.title),
    "language": Field(_language, default="en"),
    "demonstration": Field(yamlfile.boolean),
    "access": Field(yamlfile.choice("public", "registered", "members")),
    "time_zone": Field(_time_zone),
    "abstract": TEXT,
    "need": TEXT,
    "audience": TEXTS,
    "method": TEXT,
    "requirements": TEXT,
    "keywords": TEXTS,
    "mesh": Field(yamlfile.listing(yamlfile.text), required=False, default=[]),
    "lineage": OPTIONAL,
    "glossary": Field(yamlfile.texts_by_name, required=False, default={}),
    "errata": Field(yamlfile.anything, required=False),
    "contact": TEXT,
    "privacy": TEXT,
    "commercial_support": TEXT,
    "licence": PART,
    "objectives": PART,
    "contributors": PART,
    "review": PART,
    "ai_assisted": Field(yamlfile.anything, required=False),
    "sections": PART,
    "first_load": PART,
}
AS_WRITTEN = (
    "audience", "method", "requirements", "keywords", "mesh", "lineage", "contact", "privacy", "commercial_support",
    "glossary",
)  # fmt: skip
LICENCE = {"name": TEXT, "url": Field(https_address), "holder": TEXT}
OBJECTIVE = {
    "key": Field(yamlfile.key),
    "text": TEXT,
    "section": Field(yamlfile.key, required=False),
    "moore": Field(_moore, required=False, default=""),
}
ERRATUM = {"date": Field(yamlfile.day), "slide": Field(yamlfile.key, required=False), "text": TEXT}
CONTRIBUTOR = {
    "key": Field(yamlfile.key),
    "name": Field(yamlfile.short(250)),
    "role": Field(yamlfile.choice(*ROLES)),
    "credentials": TEXT,
    "disclosed_on": Field(yamlfile.day, required=False),
    "disclosures": Field(yamlfile.listing(yamlfile.anything), required=False),
}
DISCLOSURE = {
    "company": Field(_company),
    "nature": Field(yamlfile.choice(*NATURES)),
    "from": Field(yamlfile.day),
    "until": Field(yamlfile.day, required=False),
    "relevant": Field(yamlfile.boolean),
    "mitigation": OPTIONAL,
    "mitigated_by": Field(yamlfile.short(200), required=False, default=""),
    "mitigated_on": Field(yamlfile.day, required=False),
}
REVIEW = {
    "state": Field(yamlfile.choice(*REVIEW_STATES)),
    "reviewers": Field(yamlfile.listing(yamlfile.text), required=False, default=[]),
}
SECTION = {"key": Field(yamlfile.key), "title": TEXT, "outline": TEXT}


@dataclass(frozen=True)
class ModuleFile:
    """module.yaml as values. ``front`` is ready for a page and a JSON column: texts rendered, days as ISO text."""

    slug: str
    title: str
    language: str
    demonstration: bool
    access: str
    time_zone: str
    objectives: list[str]
    sections: list[dict[str, str]]
    first_load: FirstLoad | None
    front: dict[str, Any]


def read_module_file(file: YamlFile, markup: Markup) -> ModuleFile:
    """Return module.yaml as values; what is wrong in it is reported as the file's problems."""
    found = file.mapping((), FIELDS)
    if not isinstance(file.data, dict):
        file.data = {}

    sections = _sections(file, markup)
    objectives = _objectives(file, sections)
    front = {
        **{name: found[name] for name in AS_WRITTEN},
        "abstract_html": _rendered(file, markup, found["abstract"], "abstract"),
        "need_html": _rendered(file, markup, found["need"], "need"),
        "licence": _part(file, "licence", LICENCE),
        "objectives": objectives,
        "errata": _errata(file, markup),
        "contributors": [_contributor(file, index) for index in range(len(_list(file, "contributors")))],
        "review": read_review(file),
        "ai_assisted": read_ai_assisted(file),
    }
    return ModuleFile(
        slug=found["slug"] or "",
        title=found["title"] or "",
        language=found["language"],
        demonstration=bool(found["demonstration"]),
        access=found["access"] or "registered",
        time_zone=found["time_zone"] or "UTC",
        objectives=[objective["key"] for objective in objectives],
        sections=sections,
        first_load=read_first_load(file),
        front=front,
    )


def read_review(file: YamlFile) -> dict[str, Any]:
    """Return the clinical review of a module, or of a translation; empty where it is missing."""
    review = _part(file, "review", REVIEW)
    if review.get("state") == "reviewed" and not review["reviewers"]:
        file.problem(("review",), "a reviewed module names its reviewers")
    return review


def read_ai_assisted(file: YamlFile) -> dict[str, Any] | None:
    """Return what AC-19 asks of text written with AI help; None where there was none."""
    return _part(file, "ai_assisted", AI_FIELDS) or None


def _list(file: YamlFile, name: str) -> list[Any]:
    value = file.data.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not value:
        file.problem((name,), f"'{name}': write a list with at least one entry")
        return []
    return value


def _part(file: YamlFile, name: str, fields: dict[str, Field]) -> dict[str, Any]:
    return plain_days(file.mapping((name,), fields)) if file.data.get(name) is not None else {}


def _parts(file: YamlFile, name: str, fields: dict[str, Field]) -> list[dict[str, Any]]:
    """Return the entries of the list ``name``, each with a key of its own."""
    parts = [file.mapping((name, index), fields) for index in range(len(_list(file, name)))]
    keys = [part["key"] for part in parts]
    for index, key in enumerate(keys):
        if key and key in keys[:index]:
            file.problem((name, index), f"'{key}' is already a key in {name}")
    return parts


def _rendered(file: YamlFile, markup: Markup, text: str | None, *place: str | int) -> str:
    """Return the ``text`` that stands at ``place`` of the file as HTML."""
    return markup.passage(file.path, file.line(*place), text) if text else ""


def _sections(file: YamlFile, markup: Markup) -> list[dict[str, Any]]:
    sections = _parts(file, "sections", SECTION)
    for index, section in enumerate(sections):
        section["outline_html"] = _rendered(file, markup, section.pop("outline"), "sections", index, "outline")
    return sections


def _objectives(file: YamlFile, sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    objectives, keys = _parts(file, "objectives", OBJECTIVE), {section["key"] for section in sections}
    for index, objective in enumerate(objectives):
        if objective["section"] and objective["section"] not in keys:
            file.problem(("objectives", index, "section"), f"'section': there is no section '{objective['section']}'")
    return objectives


def _contributor(file: YamlFile, index: int) -> dict[str, Any]:
    """Return a contributor; one without day and disclosures is asked by the form."""
    contributor = plain_days(file.mapping(("contributors", index), CONTRIBUTOR))
    written = file.data["contributors"][index]
    given = [name for name in ("disclosed_on", "disclosures") if isinstance(written, dict) and name in written]
    for name in ("disclosed_on", "disclosures"):
        if given and (name not in given or written[name] is None):
            file.problem(("contributors", index, name), f"'{name}' is missing; leave out both to ask by e-mail")
    places = range(len(contributor["disclosures"] or []))
    contributor["disclosures"] = [_disclosure(file, index, place) for place in places]
    return contributor


def _disclosure(file: YamlFile, index: int, place: int) -> dict[str, Any]:
    where = ("contributors", index, "disclosures", place)
    found = plain_days(file.mapping(where, DISCLOSURE))
    if found["until"] and found["from"] and found["until"] < found["from"]:
        file.problem((*where, "until"), "'until' comes before 'from'")
    return found


def _errata(file: YamlFile, markup: Markup) -> list[dict[str, Any]]:
    """Return the corrections made since the first edition, in the order of the file, with their text rendered."""
    if not file.data.get("errata"):
        return []
    errata = []
    for index in range(len(_list(file, "errata"))):
        found = plain_days(file.mapping(("errata", index), ERRATUM))
        errata.append({**found, "html": _rendered(file, markup, found.pop("text"), "errata", index, "text")})
    return errata
