"""The figures of the trials: evidence.yaml -> values, each addressed as ``trial.datum.value``."""

import re
from dataclasses import dataclass, field
from datetime import date

from courses.domain import yamlfile
from courses.domain.languages import written_day
from courses.domain.problems import Problems
from courses.domain.references import Reference
from courses.domain.yamlfile import Field, Where, YamlFile

KEY = re.compile(r"[a-z0-9_]+")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMBER = re.compile(r"[<>≥≤]?\s?[-\N{MINUS SIGN}]?\d+(\.\d+)?")
MOST = 1e12
"""No chart draws a larger number; the largest floats would be infinite on its axis."""


@dataclass(frozen=True)
class Datum:
    """One endpoint of one trial. ``values`` are the figures as published, by name, and are shown as written.

    ``seen_in`` says where somebody read them who confirmed them: a paper's abstract, a table, a section of a label.
    """

    trial: str
    trial_name: str
    key: str
    endpoint: str
    values: dict[str, str]
    reference: str
    confirmed: str
    unit: str = ""
    note: str = ""
    seen_in: str = ""
    line: int = 0
    arms: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"{self.trial}.{self.key}"

    def number(self, name: str) -> float:
        """Return a value as a number, for drawing only. Raises ValueError when it is none."""
        value = self.values[name]
        if not NUMBER.fullmatch(value):
            raise ValueError(f"{self.path}.{name} is '{value}', which is no number to draw")
        number = float(re.sub(r"[<>≥≤\s]", "", value).replace("\N{MINUS SIGN}", "-"))
        if abs(number) > MOST:
            raise ValueError(f"{self.path}.{name} is too large a number to draw; use a larger unit")
        return number


class Evidence:
    """All data of a module, found by address."""

    def __init__(self, data: dict[str, Datum]) -> None:
        self._data = data

    def datum(self, path: str) -> Datum:
        """Return the datum ``trial.datum``. Raises ValueError that says what is wrong; one not confirmed is refused."""
        datum = self._data.get(path)
        if datum is None:
            raise ValueError(f"the evidence has no '{path}'{self._hint(path)}")
        if datum.confirmed != "yes":
            raise ValueError(f"'{path}' is not confirmed (confirmed: {datum.confirmed}), so it cannot be shown")
        return datum

    def value(self, address: str) -> tuple[Datum, str]:
        """Return the datum and the value at ``trial.datum.value``. Raises ValueError as ``datum`` does."""
        path, _, name = address.rpartition(".")
        datum = self.datum(path)
        if name not in datum.values:
            raise ValueError(f"'{path}' has no value '{name}'; it has {', '.join(datum.values)}")
        return datum, datum.values[name]

    def _hint(self, path: str) -> str:
        same_trial = [datum.path for datum in self._data.values() if datum.trial == path.partition(".")[0]]
        return f"; that trial has {', '.join(same_trial)}" if same_trial else ""

    def __len__(self) -> int:
        return len(self._data)

    def __iter__(self):  # noqa: ANN204 an iterator of Datum
        return iter(self._data.values())


def shown(value: str, language: str = "en") -> str:
    """Return ``value`` as readers of ``language`` see it: a date as "15 December 2025", everything else as written."""
    return written_day(date.fromisoformat(value), language) if DAY.fullmatch(value) else value


TRIAL_FIELDS = {
    "name": Field(yamlfile.text),
    "registry": Field(yamlfile.text, required=False, default=""),
    "design": Field(yamlfile.text, required=False, default=""),
    "arms": Field(yamlfile.anything, required=False, default={}),
    "data": Field(yamlfile.anything),
}


def _confirmed(value: object) -> str:
    # YAML reads a bare yes and no as booleans.
    return yamlfile.choice("yes", "partly", "no")(("no", "yes")[value] if isinstance(value, bool) else value)


DATUM_FIELDS = {
    "endpoint": Field(yamlfile.text),
    "unit": Field(yamlfile.text, required=False, default=""),
    "reference": Field(yamlfile.text),
    "confirmed": Field(_confirmed),
    "seen_in": Field(yamlfile.text, required=False, default=""),
    "note": Field(yamlfile.text, required=False, default=""),
    "values": Field(yamlfile.anything),
}


def read_evidence(path: str, text: str, references: dict[str, Reference], problems: Problems) -> Evidence:
    """Return the evidence of a module; every problem of the file is reported with its line."""
    file = yamlfile.load(path, text, problems)
    if file is None:
        return Evidence({})
    data: dict[str, Datum] = {}
    for where in file.each(()):
        trial = file.mapping(where, TRIAL_FIELDS)
        _check_keys(file, where)
        if isinstance(trial["data"], dict):
            for place in file.each((*where, "data")):
                datum = _datum(file, place, str(where[0]), trial, references)
                data[datum.path] = datum
    return Evidence(data)


def _datum(file: YamlFile, where: Where, trial_key: str, trial: dict, references: dict[str, Reference]) -> Datum:
    found = file.mapping(where, DATUM_FIELDS)
    _check_keys(file, where)
    if found["reference"] and found["reference"] not in references:
        file.problem((*where, "reference"), f"references.yaml has no '{found['reference']}'")
    values = {}
    if isinstance(found["values"], dict):
        for place in file.each((*where, "values")):
            values[str(place[-1])] = _value(file, place)
    elif found["values"] is not None:
        file.problem((*where, "values"), "write the values as a mapping of names and quoted figures")
    arms = trial["arms"] if isinstance(trial["arms"], dict) else {}
    return Datum(
        trial=trial_key,
        trial_name=trial["name"] or trial_key,
        key=str(where[-1]),
        endpoint=found["endpoint"] or "",
        values=values,
        reference=found["reference"] or "",
        confirmed=found["confirmed"] or "no",
        unit=found["unit"],
        note=found["note"],
        seen_in=found["seen_in"],
        line=file.line(*where),
        arms=arms,
    )


def _value(file: YamlFile, where: Where) -> str:
    _check_keys(file, where)
    try:
        value = yamlfile.quoted(file.at(where))
        shown(value)  # a text that looks like a date must be one
    except ValueError as error:
        file.problem(where, f"'{where[-1]}': {error}")
        return ""
    return value


def _check_keys(file: YamlFile, where: Where) -> None:
    if not KEY.fullmatch(str(where[-1])):
        file.problem(where, f"'{where[-1]}': use lower-case letters, digits and underscores")
