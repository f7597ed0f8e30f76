"""Fenced ``evidence`` blocks: declared charts and tables -> accessible HTML bound to the evidence."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Any

from courses.domain import svg, yamlfile
from courses.domain.evidence import DAY, Datum, Evidence, shown
from courses.domain.figures import Chart, Words, table
from courses.domain.problems import Problems
from courses.domain.timeline import Event, timeline
from courses.domain.typesetting import MARK
from courses.domain.yamlfile import Field, Where, YamlFile

BINDING = re.compile(r"\{([a-z0-9_.]+)\}")
LIMITS = ("hr", "ci_low", "ci_high")
NOT_REPORTED = {"–", "-"}
MOST_GROUPS = 4


def _groups(value: Any) -> list[str]:
    groups = yamlfile.listing(yamlfile.text)(value)
    if not 1 < len(groups) <= MOST_GROUPS:
        raise ValueError("write two to four groups")
    return groups


FIELDS = {
    "chart": Field(yamlfile.choice("forest", "bars", "table", "timeline")),
    "title": Field(yamlfile.text),
    "unit": Field(yamlfile.text, required=False, default=""),
    "groups": Field(_groups, required=False, default=[]),
    "measure": Field(yamlfile.text, required=False),
    "interval": Field(yamlfile.text, required=False),
    "columns": Field(yamlfile.listing(str), required=False),
    "rows": Field(yamlfile.listing(yamlfile.anything, least=1)),
    "favours": Field(yamlfile.listing(yamlfile.text), required=False, default=[]),
    "caption": Field(yamlfile.text),
    "abbreviations": Field(yamlfile.text),
    "footnotes": Field(yamlfile.listing(yamlfile.text), required=False, default=[]),
    "caution": Field(yamlfile.text, required=False, default=""),
    "description": Field(yamlfile.text, required=False, default=""),
}
BAR = {"label": Field(yamlfile.text), "value": Field(yamlfile.text)}
BARS_OF_GROUPS = {"label": Field(yamlfile.text), "values": Field(yamlfile.listing(str))}
INTERVAL = {
    "datum": Field(yamlfile.text),
    "label": Field(yamlfile.text, required=False),
    "group": Field(yamlfile.text, required=False, default=""),
}
EVENT = {
    "label": Field(yamlfile.text),
    "date": Field(yamlfile.text),
    "lane": Field(yamlfile.text, required=False, default=""),
}


@dataclass
class _Block:
    """A block while it is read: its fields, and the data that its rows have shown so far."""

    file: YamlFile
    fields: dict[str, Any]
    references: list[str] = field(default_factory=list)
    trials: set[str] = field(default_factory=set)
    addresses: list[str] = field(default_factory=list)

    def rows(self, fields: dict[str, Field]) -> Iterator[tuple[Where, dict[str, Any]]]:
        for where in self.file.each(("rows",)):
            yield where, self.file.mapping(where, fields)

    def shows(self, datum: Datum, *addresses: str) -> None:
        self.references.append(datum.reference)
        self.trials.add(datum.trial)
        self.addresses += addresses

    def sections(self, key: str, rows: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
        """Return the rows by their ``key``, in order of its first appearance; each has one, or none has."""
        found: dict[str, list[Any]] = {}
        for name, row in rows:
            found.setdefault(name, []).append(row)
        if "" in found and len(found) > 1:
            self.file.problem(("rows",), f"write '{key}' in every row or in none")
        return found

    def check(self) -> None:
        """Report a missing caution and footnote marks that lead nowhere; advise where a footnote is not marked."""
        if len(self.trials) > 1 and not self.fields["caution"]:
            message = "the rows come from more than one trial: write a 'caution' that says so"
            self.file.problem(("rows",), message)
        marks = {mark for text in _texts(self.fields) for mark in MARK.findall(text)}
        letters = set(ascii_lowercase[: len(self.fields["footnotes"])])
        for mark in sorted(marks - letters):
            self.file.problem(("footnotes",), f"'^{mark}' refers to a footnote that is not there")
        for mark in sorted(letters - marks):
            message = f"no text of the chart refers to footnote {mark}; write ^{mark} where it belongs"
            self.file.problems.warn(self.file.path, self.file.line("footnotes"), "footnote-without-mark", message)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


class ChartReader:
    """Reads the chart blocks of a module against its evidence.

    ``number`` localises a figure for display, ``language`` is that of its dates, ``words`` are those of figures in it.
    """

    def __init__(
        self, evidence: Evidence, problems: Problems, number: Callable[[str], str], words: Words, language: str
    ) -> None:
        self._evidence = evidence
        self._problems = problems
        self._number = number
        self._words = words
        self._language = language

    def read(self, path: str, first_line: int, source: str) -> Chart | None:
        """Return the chart declared in ``source``, or None when a problem was reported."""
        before = len(self._problems.found)
        file = yamlfile.load(path, source, self._problems, first_line)
        if file is None:
            return None
        block = _Block(file, file.mapping((), FIELDS))
        if len(self._problems.found) > before:
            return None
        kind = block.fields["chart"]
        draw = {"forest": self._forest, "bars": self._bars, "table": self._table, "timeline": self._timeline}[kind]
        picture, data_table = draw(block)
        block.check()
        if len(self._problems.found) > before:
            return None
        texts = ("title", "caption", "abbreviations", "caution", "description", "footnotes")
        return Chart(
            kind=kind,
            picture=picture,
            table=data_table,
            references=list(dict.fromkeys(block.references)),
            addresses=block.addresses,
            **{name: block.fields[name] for name in texts},
        )

    def _value(self, block: _Block, where: Where, address: str) -> tuple[Datum, str] | None:
        """Return a datum and one of its values; None when a problem was reported."""
        try:
            datum, value = self._evidence.value(address)
        except ValueError as error:
            block.file.problem(where, str(error))
            return None
        block.shows(datum, address)
        return datum, value

    def _shown(self, value: str) -> str:
        return self._number(shown(value, self._language))

    def _bars(self, block: _Block) -> tuple[str, str]:
        groups, unit, title = block.fields["groups"], block.fields["unit"], block.fields["title"]
        rows = []
        for where, row in block.rows(BARS_OF_GROUPS if groups else BAR):
            addresses = (row["values"] or []) if groups else [row["value"] or ""]
            if groups and row["values"] is not None and len(addresses) != len(groups):
                message = f"'values': write {len(groups)}, one for each group, – where nothing was reported"
                block.file.problem((*where, "values"), message)
            bars = tuple(self._bar(block, where, address, may_lack=bool(groups)) for address in addresses)
            rows.append(svg.BarRow(row["label"] or "", bars))

        columns = ["", *(f"{head} ({unit})" if unit else head for head in groups or [title])]
        cells = [[row.label, *(bar.text for bar in row.bars)] for row in rows]
        return svg.bars(title, rows, unit, groups), table(columns, {"": cells}, self._words)

    def _bar(self, block: _Block, where: Where, address: str, *, may_lack: bool) -> svg.Bar:
        if may_lack and address.strip() in NOT_REPORTED:
            return svg.Bar(None, self._words.not_reported)
        if (found := self._value(block, where, address)) is None:
            return svg.Bar(None, "")
        datum, value = found
        try:
            number = datum.number(address.rpartition(".")[2])
            if number < 0:
                raise ValueError(f"{address} is below zero, where bars begin")
        except ValueError as error:
            block.file.problem(where, str(error))
            return svg.Bar(None, "")
        return svg.Bar(number, self._shown(value))

    def _forest(self, block: _Block) -> tuple[str, str]:
        measure = block.fields["measure"] or self._words.measure
        interval = block.fields["interval"] or self._words.interval
        favours = block.fields["favours"]
        if len(favours) not in {0, 2}:
            block.file.problem(("favours",), "'favours': write two sides, the left one first")
            favours = []
        found = []
        for where, row in block.rows(INTERVAL):
            try:
                datum = self._evidence.datum(row["datum"] or "")
                numbers = _limits(datum)
            except ValueError as error:
                block.file.problem(where, str(error))
                continue
            block.shows(datum, *(f"{datum.path}.{name}" for name in LIMITS))
            point, low, high = (self._number(datum.values[name]) for name in LIMITS)
            label = row["label"] or datum.trial_name
            drawn = svg.Interval(label, *numbers, f"{point} ({low}–{high})")
            found.append((row["group"], (drawn, [label, datum.endpoint, point, f"{low}–{high}"])))
        if not found:
            return "", ""
        sections = block.sections("group", found)
        intervals = {group: [drawn for drawn, _ in rows] for group, rows in sections.items()}
        cells = {group: [cells for _, cells in rows] for group, rows in sections.items()}
        picture = svg.forest(f"{block.fields['title']}. {measure} ({interval})", intervals, favours, self._number)
        return picture, table(["", self._words.endpoint, measure, interval], cells, self._words)

    def _table(self, block: _Block) -> tuple[str, str]:
        columns = [str(column) for column in block.fields["columns"] or []]
        if not columns:
            block.file.problem(("chart",), "a table needs 'columns'")
            return "", ""
        rows = []
        for where in block.file.each(("rows",)):
            cells = block.file.at(where)
            if not isinstance(cells, list) or len(cells) != len(columns):
                block.file.problem(where, f"write a list of {len(columns)} cells, one for each column")
                continue
            rows.append([self._cell(block, where, str(cell)) for cell in cells])
        return "", table(columns, {"": rows}, self._words)

    def _cell(self, block: _Block, where: Where, text: str) -> str:
        def bound(match: re.Match[str]) -> str:
            found = self._value(block, where, match[1])
            return self._shown(found[1]) if found else ""

        return BINDING.sub(bound, text)

    def _timeline(self, block: _Block) -> tuple[str, str]:
        found = []
        for where, row in block.rows(EVENT):
            if (dated := self._value(block, where, row["date"] or "")) is None:
                continue
            day = dated[1]
            if not DAY.fullmatch(day):
                block.file.problem(where, f"{row['date']} is '{day}', not a date as \"2025-12-15\"")
                continue
            found.append((row["lane"], Event(day, self._shown(day), row["label"] or "")))
        lanes = block.sections("lane", found)
        return timeline(lanes), ""


def _limits(datum: Datum) -> list[float]:
    """Return the ratio in ``datum`` and its limits as numbers. Raises ValueError where a log axis cannot show them."""
    if missing := set(LIMITS) - datum.values.keys():
        raise ValueError(f"'{datum.path}' has no {', '.join(sorted(missing))}, which a forest plot needs")
    point, low, high = (datum.number(name) for name in LIMITS)
    if not 0 < low <= point <= high:
        raise ValueError(f"'{datum.path}': ci_low, hr and ci_high of a forest plot are above zero and in this order")
    return [point, low, high]
