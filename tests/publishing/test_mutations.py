"""Whatever stands in the files of a module, checking it ends in located messages, never in a traceback."""

from datetime import date

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.publishing import services
from tests.factories import CASE, CHECK, asking

CHART = """chart: bars
title: Median survival
groups: [With, Without]
rows:
  - {label: One, values: [cleopatra.os.ptd, cleopatra.os.td]}
  - {label: Two, values: [–, cleopatra.os.td]}
caption: End of study.
abbreviations: none
footnotes: [A note.]"""
BLUEPRINT = [{"objective": "know", "section": "basics", "draw": 3, "at_least": 3}]
ERRATA = [{"date": date(2027, 1, 1), "slide": "one", "text": "Mended."}]
ODD = st.sampled_from(
    [
        None, True, 0, -1, 10**30, 1.5, float("nan"), "", " ", "x", "\x00", "\ue0009\ue001", "9" * 400, "NaN", "-3",
        "[@swain2020]", "[1](ev:)", "{cleopatra.os.hr}", "{..}", "^a", "```", "# H", "<b>", "- a\n- b", ">" * 3000,
        [], {}, [None], [[]], {"x": 1}, {1: 2}, ["a"] * 9, date(2027, 1, 1), b"bytes", "one", "know", "item-1",
    ]
)  # fmt: skip
RAW = st.sampled_from(
    [
        "!!int ''",
        "!!float ''",
        "!!bool x",
        "!!timestamp x",
        "!!set {a}",
        "<<: [1]",
        "*a",
        "? [a]",
        '"\\ud800"',
        "{",
        "|",
        "@",
    ]
)


def dumped(value):
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True)


def parts():
    """The YAML of a module that has everything, by the place from which ``files`` puts it together."""
    files = asking(pretest=2, glossary={"OS": "overall survival"}, errata=ERRATA, policy={"draw": 3})
    test = {**yaml.safe_load(files["test.yaml"]), "blueprint": BLUEPRINT}
    check, case = (block.removeprefix("```check\n").removeprefix("```case\n")[:-4] for block in (CHECK, CASE))
    texts = {"module.yaml": files["module.yaml"].decode(), "evidence.yaml": files["evidence.yaml"].decode()}
    return {**texts, "test.yaml": dumped(test), "check": check, "case": case, "evidence": CHART}


PARTS = parts()


def files(part, text):
    """The module with one of its parts changed."""
    changed = {**PARTS, part: text}
    blocks = {kind: f"```{kind}\n{changed[kind]}\n```" for kind in ("check", "case", "evidence")}
    made = asking(check=f"{blocks['check']}\n\n{blocks['evidence']}", case=blocks["case"])
    return {**made, **{path: value.encode() for path, value in changed.items() if path.endswith(".yaml")}}


def places(value, at=()):
    """Where something stands in ``value``, as steps."""
    found = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in found:
        yield (*at, step)
        yield from places(inner, (*at, step))


@st.composite
def mutated(draw):
    """A part of the module and its YAML with a value replaced or taken out, or a line ending in something odd."""
    part = draw(st.sampled_from(sorted(PARTS)))
    if draw(st.integers(0, 3)) == 0:
        lines = PARTS[part].split("\n")
        index = draw(st.integers(0, len(lines) - 1))
        lines[index] = f"{lines[index].partition(':')[0]}: {draw(RAW)}"
        return part, "\n".join(lines)
    value = yaml.safe_load(PARTS[part])
    *way, last = draw(st.sampled_from(list(places(value))))
    inner = value
    for step in way:
        inner = inner[step]
    if draw(st.booleans()):
        inner[last] = draw(ODD)
    else:
        del inner[last]
    return part, dumped(value)


def test_the_module_that_is_mutated_has_no_problems():
    assert services.check(files("evidence", CHART))[1] == []


@settings(max_examples=200, deadline=None)
@given(mutated())
def test_a_mutated_module_is_accepted_or_refused_with_located_messages(mutation):
    module, problems = services.check(files(*mutation))
    assert (module is None) == bool(problems)
    assert [problem for problem in map(str, problems) if ": " not in problem or not problem.encode()] == []
