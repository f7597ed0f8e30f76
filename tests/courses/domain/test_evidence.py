import pytest

from courses.domain.evidence import read_evidence, shown
from courses.domain.problems import Problems
from tests.courses.domain.build import evidence, lines

HEAD = "trial:\n  name: TRIAL\n  data:\n    os:\n      endpoint: Overall survival\n      reference: swain2020\n"


def read(text):
    problems = Problems()
    return read_evidence("evidence.yaml", text, {"swain2020": None}, problems), lines(problems)


def test_a_value_is_found_by_its_address_exactly_as_written():
    datum, value = evidence(Problems()).value("cleopatra.os.hr")
    assert (datum.path, datum.endpoint, datum.reference, value) == (
        "cleopatra.os",
        "Overall survival",
        "swain2020",
        "0.69",
    )


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("cleopatra.os.hx", "'cleopatra.os' has no value 'hx'; it has hr, ci_low, ci_high, ptd, td"),
        ("cleopatra.dfs.hr", "the evidence has no 'cleopatra.dfs'; that trial has cleopatra.os, cleopatra.pfs"),
        ("nothing.os.hr", "the evidence has no 'nothing.os'"),
        ("hr", "the evidence has no ''"),
        ("cleopatra.pfs.hr", "'cleopatra.pfs' is not confirmed (confirmed: partly), so it cannot be shown"),
    ],
)
def test_an_address_that_leads_nowhere_or_to_an_unconfirmed_datum_is_refused(address, message):
    with pytest.raises(ValueError, match=r".") as caught:
        evidence(Problems()).value(address)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("written", "state"), [("yes", "yes"), ("no", "no"), ("partly", "partly"), ('"yes"', "yes"), ("true", "yes")]
)
def test_confirmed_is_read_however_yaml_sees_it(written, state):
    found, problems = read(f"{HEAD}      confirmed: {written}\n      values: {{hr: '1'}}\n")
    assert ([datum.confirmed for datum in found], problems) == ([state], [])


@pytest.mark.parametrize(
    ("rest", "problem"),
    [
        ("confirmed: maybe\n      values: {}", "7: 'confirmed': 'maybe' is not one of yes, partly, no"),
        ("confirmed: [yes]\n      values: {}", "7: 'confirmed': '[True]' is not one of yes, partly, no"),
        (
            "confirmed: yes\n      values:\n        hr: 0.80",
            "9: 'hr': write it in quotation marks, \"0.8\", so that it is shown as written",
        ),
        (
            "confirmed: yes\n      values:\n        HR: '0.80'",
            "9: 'HR': use lower-case letters, digits and underscores",
        ),
        ("confirmed: yes\n      values: [1]", "8: write the values as a mapping of names and quoted figures"),
        ("confirmed: yes\n      values:\n        date: '2025-02-30'", "9: 'date': day is out of range for month"),
        (
            "confirmed: yes\n      values: {}\n      source: x",
            "9: unknown key 'source'; known are endpoint, unit, reference, confirmed, seen_in, note, values",
        ),
        ("confirmed: yes", "4: 'values' is missing"),
    ],
)
def test_a_wrong_datum_is_reported_at_its_line(rest, problem):
    _, found = read(f"{HEAD}      {rest}\n")
    assert found == [f"evidence.yaml:{problem}"]


def test_a_datum_cites_a_reference_that_exists():
    _, found = read(f"{HEAD}      confirmed: yes\n      values: {{}}\n".replace("swain2020", "nobody"))
    assert found == ["evidence.yaml:6: references.yaml has no 'nobody'"]


def test_a_trial_that_is_no_mapping_is_refused_without_a_crash():
    _, found = read("trial: text\n")
    assert found[0] == "evidence.yaml:1: 'data' is missing"


@pytest.mark.parametrize(
    ("value", "as_shown"),
    [("0.80", "0.80"), ("2025-12-05", "5 December 2025"), ("<0.001", "<0.001"), ("not reached", "not reached")],
)
def test_a_figure_is_shown_as_written_and_a_date_as_read(value, as_shown):
    assert shown(value) == as_shown


@pytest.mark.parametrize(("value", "number"), [("hr", 0.64), ("p", 0.001), ("nil", 0.0)])
def test_a_figure_is_a_number_for_drawing_only(value, number):
    assert evidence(Problems()).datum("destiny.os").number(value) == number


def test_a_number_that_no_axis_can_hold_is_not_drawn():
    data, found = read(f"{HEAD}      confirmed: yes\n      values: {{n: '{'9' * 400}'}}\n")
    assert found == []
    with pytest.raises(ValueError, match=r"trial\.os\.n is too large a number to draw; use a larger unit"):
        data.datum("trial.os").number("n")


def test_words_are_no_number():
    with pytest.raises(ValueError, match=r"destiny\.os\.words is 'not reached', which is no number to draw"):
        evidence(Problems()).datum("destiny.os").number("words")
