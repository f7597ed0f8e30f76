"""CSV and Excel files are read again; nothing in them is a formula."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearning.interop.spreadsheet import csv_file, workbook

MADE_AT = datetime(2027, 3, 3, 8, 0, tzinfo=UTC)
PRINTABLE = st.text(st.characters(exclude_categories=["C"]), max_size=40)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", '=HYPERLINK("http://x")']


def read(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def cells(content: bytes) -> list:
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.rows)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_could_be_a_formula_gets_an_apostrophe_in_csv(text: str):
    inside = f"{text[0]}'{text[1:]}" if text[0] in "\t\r\n" else text
    assert read(csv_file(["A"], [[text]])) == [["A"], [f"'{inside}"]]


@pytest.mark.parametrize("divider", [";", "\t", "\n", "\r\n", "; "])
def test_no_cell_is_a_formula_where_a_program_divides_at_another_character(divider: str):
    written = csv_file(["A", "B"], [["x", f"Ann{divider}=HYPERLINK(1);"]])
    for delimiter in ";\t":
        found = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""), delimiter=delimiter)
        assert not [cell for row in found for cell in row if cell.lstrip().startswith("=")]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_could_be_a_formula_stays_a_text_in_excel(text: str):
    (_header,), (cell,) = cells(workbook("Sheet", ["A"], [[text]], MADE_AT))
    assert (cell.data_type, cell.value.replace("\r", ""), cell.quotePrefix) == ("s", text.replace("\r", ""), True)


def test_numbers_and_days_are_written_as_such_also_negative_ones():
    row = [-5, Decimal("-0.50"), Decimal("1E+2"), date(2027, 3, 1), None, "5"]
    assert read(csv_file(list("ABCDEF"), [row]))[1] == ["-5", "-0.50", "100", "2027-03-01", "", "5"]
    found = cells(workbook("Sheet", list("ABCDEF"), [row], MADE_AT))[1]
    assert [cell.data_type for cell in found] == ["n", "n", "n", "d", "n", "s"]
    assert [cell.value for cell in found] == [-5, -0.5, 100, datetime(2027, 3, 1), None, "5"]


def test_the_csv_file_begins_with_the_mark_that_excel_knows_utf_8_by_and_ends_its_lines_with_crlf():
    assert csv_file(["A", "B"], [['say "é"', "a,b\nc"]]) == '\ufeffA,B\r\n"say ""é""","a,b\nc"\r\n'.encode()
    assert csv_file(["A", "B"], [["1", "2"]], delimiter=";", marked=False) == b"A;B\r\n1;2\r\n"


def test_characters_that_no_file_can_hold_are_left_out():
    text = "a\x00\x07b\ufffe\ud800c"
    assert read(csv_file(["A"], [[text]]))[1] == ["abc"]
    assert cells(workbook("Sheet", ["A"], [[text]], MADE_AT))[1][0].value == "abc"


def test_the_same_rows_give_the_same_workbook():
    first, second = (workbook("Sheet", ["A"], [["x"], [date(2027, 1, 1)]], MADE_AT) for _ in range(2))
    assert first == second
    properties = openpyxl.load_workbook(io.BytesIO(first)).properties
    assert properties.created == properties.modified == datetime(2027, 3, 3, 8, 0)


@settings(max_examples=200)
@given(st.lists(PRINTABLE, min_size=1, max_size=3))
def test_any_printable_texts_survive(texts: list[str]):
    header = [str(number) for number in range(len(texts))]
    found = read(csv_file(header, [texts]))[1]
    assert [cell.replace("'", "") for cell in found] == [text.replace("'", "") for text in texts]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in found)
