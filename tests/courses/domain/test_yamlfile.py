from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.domain import yamlfile
from courses.domain.problems import Problems
from courses.domain.yamlfile import Field
from tests.courses.domain.build import lines


def loaded(text, first_line=1):
    problems = Problems()
    return yamlfile.load("file.yaml", text, problems, first_line), lines(problems)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "file.yaml:1: the file is empty"),
        ("# only a remark\n", "file.yaml:1: the file is empty"),
        ("a: 1\nb: [1, 2\n", "file.yaml:3: not valid YAML: expected ',' or ']', but got '<stream end>'"),
        ("a: 1\n\tb: 2\n", "file.yaml:2: not valid YAML: found character '\\t' that cannot start any token"),
        ("a: &x 1\nb: *x\n", "file.yaml:2: not valid YAML: aliases are not used in module files"),
        ("a: 2026-02-30\n", "file.yaml:1: not valid YAML: day is out of range for month"),
        ("a: 1\nb: !!python/object:os.system x\n", None),
        ("a: 1\n? [b, c]\n: 2\n", "file.yaml:2: not valid YAML: a key is a plain word, not a list or a mapping"),
        ("a: \x00\n", "file.yaml:1: not valid YAML: a control character is in the file; remove it"),
        ("a: 1\nb: !!int ''\n", "file.yaml:1: not valid YAML: a tag (!!…) does not fit its value; remove it"),
        ("[" * 3000, "file.yaml:1: not valid YAML: nested too deeply"),
    ],
)
def test_a_file_that_is_not_yaml_is_one_problem_at_its_line(text, problem):
    file, found = loaded(text)
    assert file is None
    assert len(found) == 1
    assert problem is None or found == [problem]


@pytest.mark.parametrize("escape", ["\\0", "\\x07", "\\ud800", "\\ue000"])
def test_an_escape_does_not_bring_in_what_no_text_may_hold(escape):
    file, found = loaded(f'a: 1\n"b{escape}": 2\nc: "d{escape}"\n')
    place = {"\\0": "0000", "\\x07": "0007", "\\ud800": "D800", "\\ue000": "E000"}[escape]
    assert found == [f"file.yaml:{line}: the character U+{place} cannot be shown; remove it" for line in (2, 3)]
    assert file.data == {"a": 1, "b": 2, "c": "d"}


def test_a_key_written_twice_is_a_problem_at_the_second_one():
    _, found = loaded("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\na: 2\n")
    assert found == ["file.yaml:5: 'c' is written twice", "file.yaml:6: 'a' is written twice"]


def test_lines_are_those_of_the_file_in_which_the_text_begins():
    file, _ = loaded("a: 1\nb:\n  - c: 2\n  - d: 3\n", first_line=10)
    assert [file.line("a"), file.line("b"), file.line("b", 1), file.line("b", 1, "d")] == [10, 11, 13, 13]


def test_the_line_of_something_missing_is_that_of_what_is_around_it():
    file, _ = loaded("a: 1\nb:\n  c: 2\n")
    assert [file.line("b", "missing"), file.line("missing")] == [2, 1]


FIELDS = {
    "name": Field(yamlfile.text),
    "count": Field(yamlfile.integer(1, 9), required=False, default=5),
    "day": Field(yamlfile.day, required=False),
}


def test_a_mapping_is_parsed_and_defaults_fill_what_is_left_out():
    file, found = loaded("name: ' Ann '\nday: 2027-01-02\n")
    assert file.mapping((), FIELDS) == {"name": "Ann", "count": 5, "day": date(2027, 1, 2)}
    assert found == []


def test_every_wrong_field_of_a_mapping_is_reported_at_once():
    file, _ = loaded("nmae: Ann\ncount: 12\nday: soon\n")
    file.mapping((), FIELDS)
    assert lines(file.problems) == [
        "file.yaml:1: 'name' is missing",
        "file.yaml:1: unknown key 'nmae'; known are name, count, day",
        "file.yaml:2: 'count': write a whole number from 1 to 9",
        "file.yaml:3: 'day': write a date as 2026-11-21",
    ]


def test_a_list_where_a_mapping_should_be_is_said_to_be_one():
    file, _ = loaded("part:\n  - 1\n")
    file.mapping(("part",), {"name": Field(yamlfile.text, required=False)})
    assert lines(file.problems) == ["file.yaml:1: part: write a mapping with the keys name"]


def test_each_gives_the_places_of_a_list_or_mapping_and_nothing_else():
    file, _ = loaded("list: [1, 2]\nmap: {a: 1}\nword: x\n")
    assert file.each(("list",)) == [("list", 0), ("list", 1)]
    assert file.each(("map",)) == [("map", "a")]
    assert file.each(("word",)) == []
    assert lines(file.problems) == ["file.yaml:3: write a list or a mapping here"]


@pytest.mark.parametrize(
    ("parse", "value", "message"),
    [
        (yamlfile.text, "  ", "write some text"),
        (yamlfile.text, 5, "write some text"),
        (yamlfile.quoted, 0.8, 'write it in quotation marks, "0.8", so that it is shown as written'),
        (yamlfile.boolean, "yes", "write true or false"),
        (yamlfile.integer(0, 5), True, "write a whole number from 0 to 5"),
        (yamlfile.integer(0, 5), 6, "write a whole number from 0 to 5"),
        (yamlfile.choice("a", "b"), ["a"], "'['a']' is not one of a, b"),
        (yamlfile.key, "Upper", "'Upper': use lower-case letters, digits and hyphens"),
        (yamlfile.key, "-a", "'-a': use lower-case letters, digits and hyphens"),
        (yamlfile.key, "ä", "'ä': use lower-case letters, digits and hyphens"),
        (yamlfile.key, "a" * 81, "use at most 80 characters"),
        (yamlfile.listing(yamlfile.text), "a", "write a list"),
        (yamlfile.listing(yamlfile.text, least=1), [], "write at least 1"),
        (yamlfile.listing(yamlfile.text), ["a", 1], "write some text"),
    ],
)
def test_a_wrong_value_says_what_would_be_right(parse, value, message):
    with pytest.raises(ValueError, match=r".") as caught:
        parse(value)
    assert str(caught.value) == message


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("ab:-? []{}&*!|>'\"\n\t#%@,1é\x07"), max_size=60))
def test_any_text_is_read_or_refused_with_a_problem(text):
    file, found = loaded(text)
    assert (file is None) <= bool(found)
