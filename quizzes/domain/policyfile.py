"""The policy of a new module as ``test.yaml`` has it."""

from collections.abc import Collection

from courses.domain import yamlfile
from courses.domain.yamlfile import Field, YamlFile
from quizzes.domain.policy import Layout, Policy, Reveal

MOST_ATTEMPTS = 100
MOST_ITEMS = 500
MOST_MINUTES = 525_600  # a year
DAY = 1440  # minutes

PLACE = ("policy",)
PERCENT = yamlfile.integer(1, 100)
FIELDS = {
    "pass_percent": Field(PERCENT),
    "section_percents": Field(yamlfile.anything, required=False),
    "max_attempts": Field(yamlfile.integer(1, MOST_ATTEMPTS), required=False),
    "wait_minutes": Field(yamlfile.integer(0, MOST_MINUTES), required=False, default=0),
    "later_waits": Field(yamlfile.listing(yamlfile.integer(0, MOST_MINUTES)), required=False, default=()),
    "draw": Field(yamlfile.integer(1, MOST_ITEMS), required=False),
    "shuffle_items": Field(yamlfile.boolean, required=False, default=True),
    "shuffle_options": Field(yamlfile.boolean, required=False, default=True),
    "time_limit_minutes": Field(yamlfile.integer(1, DAY), required=False),
    "pause_minutes": Field(yamlfile.integer(0, DAY), required=False, default=0),
    "layout": Field(yamlfile.choice(*Layout), required=False, default=Layout.ONE),
    "back": Field(yamlfile.boolean, required=False, default=True),
    "partial_credit": Field(yamlfile.boolean, required=False, default=False),
    "confidence": Field(yamlfile.boolean, required=False, default=False),
    "remedial": Field(yamlfile.boolean, required=False, default=False),
    "reveal": Field(yamlfile.choice(*Reveal), default=Reveal.NEVER),
}


def read_policy(file: YamlFile, sections: Collection[str]) -> Policy | None:
    """Return the policy in ``file``; None when its pass mark is missing. ``sections`` are the keys of the module's."""
    values = file.mapping(PLACE, FIELDS)
    values["section_percents"] = _section_percents(file, values["section_percents"], sections)
    values["later_waits"] = tuple(values["later_waits"])
    if not values["back"] and values["layout"] == Layout.ALL:
        file.problem((*PLACE, "layout"), "without going back there is one item on a page; write 'layout: one'")
    if values["pause_minutes"] and not values["time_limit_minutes"]:
        message = "without a time limit nothing needs to pause; leave it out, or write 'time_limit_minutes'"
        file.problem((*PLACE, "pause_minutes"), message)
    return None if values["pass_percent"] is None else Policy(**values)


def _section_percents(file: YamlFile, written: object, sections: Collection[str]) -> dict[str, int]:
    place = (*PLACE, "section_percents")
    if written is None:
        return {}
    if not isinstance(written, dict):
        file.problem(place, "write a mapping of sections to per cent, as {novel-approaches: 60}")
        return {}
    for key in written:
        if key not in sections:
            file.problem((*place, key), f"'section_percents': '{key}' is no section of this module")
    known = {key: Field(PERCENT) for key in written if key in sections}
    found = file.mapping(place, {**{str(key): Field(yamlfile.anything) for key in written}, **known})
    return {key: found[key] for key in known if found[key] is not None}
