"""Fenced ``evidence`` blocks: declared charts and tables -> accessible HTML bound to the evidence."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from courses.domain import svg, yamlfile
from courses.domain.evidence import DAY, Datum, Evidence, shown
from courses.domain.problems import Problems
from courses.domain.yamlfile import Field, Where, YamlFile

BINDING = re.compile(r"\{([a-z0-9_.]+)\}")
LIMITS = ("hr", "ci_low", "ci_high")


@dataclass
class Chart:
    """A drawn block: its parts as HTML, and the keys of the references its data come from."""

    title: str
    picture: str
    table: str
    caption: str
    abbreviations: str
    caution: str = ""
    references: list[str] = field(default_factory=list)


FIELDS = {
    "chart": Field(yamlfile.choice("forest", "bars", "table", "timeline")),
    "title": Field(yamlfile.text),
    "unit": Field(yamlfile.text, required=False, default=""),
    "columns": Field(yamlfile.listing(str), required=False),
    "rows": Field(yamlfile.listing(yamlfile.anything, least=1)),
    "favours": Field(yamlfile.listing(yamlfile.text), required=False, default=[]),
    "caption": Field(yamlfile.text),
    "abbreviations": Field(yamlfile.text),
    "caution": Field(yamlfile.text, required=False, default=""),
}


class ChartReader:
    """Reads the chart blocks of a module against its evidence.

    ``number`` localises a figure for display, ``language`` is that of its dates.
    """

    def __init__(
        self, evidence: Evidence, problems: Problems, number: Callable[[str], str], language: str = "en"
    ) -> None:
        self._evidence = evidence
        self._problems = problems
        self._number = number
        self._language = language

    def read(self, path: str, first_line: int, source: str) -> Chart | None:
        """Return the chart declared in ``source``, or None when a problem was reported."""
        before = len(self._problems.found)
        file = yamlfile.load(path, source, self._problems, first_line)
        if file is None:
            return None
        block = file.mapping((), FIELDS)
        if len(self._problems.found) > before:
            return None
        draw = {"forest": self._forest, "bars": self._bars, "table": self._table, "timeline": self._timeline}[
            block["chart"]
        ]
        chart = draw(file, block)
        return None if len(self._problems.found) > before else chart

    def _value(
        self, file: YamlFile, where: Where, address: Any, used: list[str], trials: set[str]
    ) -> tuple[str, float]:
        """Return a value as shown and as a number; report and return a harmless one when it cannot be used."""
        try:
            datum, text = self._evidence.value(str(address))
            used.append(datum.reference)
            trials.add(datum.trial)
            number = datum.number(str(address).rpartition(".")[2])
            if number < 0:
                raise ValueError(f"{address} is below zero, where bars begin")
            return self._number(shown(text, self._language)), number
        except ValueError as error:
            file.problem(where, str(error))
            return "", 0.0

    def _bars(self, file: YamlFile, block: dict) -> Chart:
        rows, used, trials = [], [], set()
        for where in file.each(("rows",)):
            row = file.mapping(where, {"label": Field(yamlfile.text), "value": Field(yamlfile.text)})
            text, number = self._value(file, where, row["value"], used, trials)
            rows.append(svg.Bar(row["label"] or "", number, text))
        self._need_caution(file, block, trials)
        described = "; ".join(f"{row.label}: {row.text} {block['unit']}".strip() for row in rows)
        picture = svg.bars(block["title"], described, rows, block["unit"])
        heading = f"{block['title']} ({block['unit']})" if block["unit"] else block["title"]
        return self._chart(block, picture, table(["", heading], [[row.label, row.text] for row in rows]), used)

    def _forest(self, file: YamlFile, block: dict) -> Chart:
        rows, used, trials, cells = [], [], set(), []
        for where in file.each(("rows",)):
            row = file.mapping(where, {"datum": Field(yamlfile.text), "label": Field(yamlfile.text, required=False)})
            try:
                datum = self._evidence.datum(row["datum"] or "")
                numbers = _limits(datum)
            except ValueError as error:
                file.problem(where, str(error))
                continue
            used.append(datum.reference)
            trials.add(datum.trial)
            point, low, high = (self._number(datum.values[name]) for name in LIMITS)
            label = row["label"] or datum.trial_name
            rows.append(svg.Interval(label, *numbers, f"{point} ({low}–{high})"))
            cells.append([label, datum.endpoint, point, f"{low}–{high}"])
        two_sides = len(block["favours"]) in {0, 2}
        if not two_sides:
            file.problem(("favours",), "'favours': write two sides, the left one first")
        self._need_caution(file, block, trials)
        if not rows or not two_sides:
            return self._chart(block, "", "", used)
        picture = svg.forest(
            block["title"], "; ".join(f"{row.label}: {row.text}" for row in rows), rows, block["favours"]
        )
        return self._chart(block, picture, table(["", "Endpoint", "Hazard ratio", "95 % CI"], cells), used)

    def _table(self, file: YamlFile, block: dict) -> Chart:
        used: list[str] = []
        trials: set[str] = set()
        columns = block["columns"]
        if not columns:
            file.problem(("chart",), "a table needs 'columns'")
            return self._chart(block, "", "", used)
        rows = []
        for where in file.each(("rows",)):
            cells = file.at(where)
            if not isinstance(cells, list) or len(cells) != len(columns):
                file.problem(where, f"write a list of {len(columns)} cells, one for each column")
                continue
            rows.append([self._cell(file, where, str(cell), used, trials) for cell in cells])
        self._need_caution(file, block, trials)
        return self._chart(block, table([str(column) for column in columns], rows), "", used)

    def _cell(self, file: YamlFile, where: Where, text: str, used: list[str], trials: set[str]) -> str:
        def bound(match: re.Match[str]) -> str:
            try:
                datum, value = self._evidence.value(match[1])
            except ValueError as error:
                file.problem(where, str(error))
                return ""
            used.append(datum.reference)
            trials.add(datum.trial)
            return self._number(shown(value, self._language))

        return BINDING.sub(bound, text)

    def _timeline(self, file: YamlFile, block: dict) -> Chart:
        rows, used, trials = [], [], set()
        for where in file.each(("rows",)):
            row = file.mapping(where, {"label": Field(yamlfile.text), "date": Field(yamlfile.text)})
            try:
                datum, value = self._evidence.value(row["date"] or "")
                if not DAY.fullmatch(value):
                    raise ValueError(f"{row['date']} is '{value}', not a date as \"2025-12-15\"")
            except ValueError as error:
                file.problem(where, str(error))
                continue
            used.append(datum.reference)
            trials.add(datum.trial)
            rows.append((value, shown(value, self._language), row["label"] or ""))
        events = "".join(
            '<li class="timeline__event">'
            f'<time class="timeline__date" datetime="{escape(value)}">{escape(text)}</time> '
            f'<span class="timeline__label">{escape(label)}</span></li>'
            for value, text, label in sorted(rows)
        )
        return self._chart(block, f'<ol class="chart chart--timeline timeline">{events}</ol>', "", used)

    def _need_caution(self, file: YamlFile, block: dict, trials: set[str]) -> None:
        if len(trials) > 1 and not block["caution"]:
            file.problem(("rows",), "the rows come from more than one trial: write a 'caution' that says so")

    def _chart(self, block: dict, picture: str, data_table: str, used: list[str]) -> Chart:
        return Chart(
            title=block["title"],
            picture=picture,
            table=data_table,
            caption=block["caption"],
            abbreviations=block["abbreviations"],
            caution=block["caution"],
            references=list(dict.fromkeys(used)),
        )


def _limits(datum: Datum) -> list[float]:
    """Return the ratio in ``datum`` and its limits as numbers. Raises ValueError where a log axis cannot show them."""
    if missing := set(LIMITS) - datum.values.keys():
        raise ValueError(f"'{datum.path}' has no {', '.join(sorted(missing))}, which a forest plot needs")
    point, low, high = (datum.number(name) for name in LIMITS)
    if not 0 < low <= point <= high:
        raise ValueError(f"'{datum.path}': ci_low, hr and ci_high of a forest plot are above zero and in this order")
    return [point, low, high]


def table(columns: list[str], rows: list[list[str]]) -> str:
    """Return an HTML table with a header row; the first cell of each row is its header."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' if column else "<td></td>" for column in columns)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    return (
        '<div class="table-scroll" tabindex="0" role="group" aria-label="Table">'
        f'<table class="data-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )
