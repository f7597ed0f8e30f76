"""Lines by year, body and profession: nothing lost, nothing mixed."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.transcript.domain.credit import Line, assemble, part

BODIES = [("ACCME", "AMA PRA Category 1 Credit™"), ("EBAP", "EBAP credit"), ("ebap", "EBAP Credit"), ("ESMO", "point")]


def line(day=date(2027, 3, 1), amount="1", body="ACCME", credit="Credit", profession="Physician", title="A module"):
    return Line(day, title, body, credit, Decimal(amount), profession)


def none(day=date(2027, 3, 1)):
    return line(day, "0", "", "", "")


def drawn(month, quarters, known, profession):
    """A line of one of the months from 2026; without credit where ``quarters`` is 0."""
    day = date(2026 + month // 12, 1 + month % 12, 1)
    if not quarters:
        return none(day)
    return line(day, Decimal(quarters) / 4, *BODIES[known], ("Nurse", "Physician")[profession])


some_lines = st.lists(
    st.builds(drawn, st.integers(0, 35), st.integers(0, 40), st.integers(0, 3), st.integers(0, 1)), max_size=5
)


@settings(max_examples=200, deadline=None)
@given(some_lines)
def test_every_line_stands_in_one_place_and_each_total_is_of_one_body(lines):
    found = part(lines)
    assert sorted(found.lines, key=repr) == sorted(lines, key=repr)
    assert [year.year for year in found.years] == sorted({one.day.year for one in lines}, reverse=True)
    for year in found.years:
        assert {one.day.year for group in year.groups for one in group.lines} <= {year.year}
    for group in found.totals:
        mine = [one for one in lines if one.amount and one.body.casefold() == group.body.casefold()]
        assert sorted(group.lines, key=repr) == sorted(mine, key=repr)
        assert group.total == sum(one.amount for one in mine)
        assert group.total == sum(share for _profession, share in group.shares)
        yearly = [each for year in found.years for each in year.groups]
        assert group.total == sum(each.total for each in yearly if each.body.casefold() == group.body.casefold())


@settings(max_examples=200, deadline=None)
@given(some_lines, some_lines, some_lines, st.integers(2026, 2028))
def test_the_transcript_of_a_year_is_that_year_of_the_whole_one(verified, revoked, declared, year):
    whole, one = (assemble(verified, revoked, declared, only) for only in (None, year))
    assert [each for each in whole.verified.years if each.year == year] == list(one.verified.years)
    assert [each for each in whole.declared.years if each.year == year] == list(one.declared.years)
    assert [each for each in whole.revoked if each.day.year == year] == list(one.revoked)
    assert one.years == whole.years


def test_totals_are_decimal_and_shared_out_by_profession():
    lines = [line(amount="0.1"), line(amount="0.2"), line(amount="2.25", profession="Nurse")]
    (group,) = part(lines).totals
    assert (group.total, group.shares) == (
        Decimal("2.55"),
        [("Nurse", Decimal("2.25")), ("Physician", Decimal("0.3"))],
    )


def test_revoked_and_declared_credit_is_in_no_total_of_verified_credit():
    found = assemble([line()], [line(amount="5")], [line(amount="7")])
    assert [group.total for group in found.verified.totals] == [Decimal(1)]
    assert [group.total for group in found.declared.totals] == [Decimal(7)]


def test_what_gave_no_credit_is_listed_beside_what_did():
    (year,) = part([none(), line()]).years
    assert ([group.total for group in year.groups], len(year.without_credit)) == ([Decimal(1)], 1)


def test_the_period_is_the_whole_year_or_from_the_first_day_to_the_last():
    lines = [line(date(2026, 5, 4)), line(date(2027, 3, 1))]
    assert assemble(lines, [], []).first_and_last_day == (date(2026, 5, 4), date(2027, 3, 1))
    assert assemble(lines, [], [], 2026).first_and_last_day == (date(2026, 1, 1), date(2026, 12, 31))
    assert assemble([], [], []).first_and_last_day is None
