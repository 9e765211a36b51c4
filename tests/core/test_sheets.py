"""Tables as files: what a cell holds comes back as it was, and never as a formula."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.sheets import FORMULA_STARTS, csv_file, tame, xlsx_file

FORMULAS = ["=1+1", '=HYPERLINK("http://x","y")', "+62812", "-2", "@SUM(A1)", "\t=1", "\r=1"]

texts = st.text(st.characters(min_codepoint=32, exclude_categories=("Cs",)), max_size=60)
cells = st.one_of(st.none(), st.integers(-(10**14), 10**14), texts)


def read_csv(header: list[str], rows: list[list[object]]) -> list[list[str]]:
    with csv_file(header, rows) as file:
        return list(csv.reader(io.StringIO(file.read().decode(), newline="")))


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_text_that_looks_like_a_formula_is_a_text_in_a_workbook(formula: str):
    with xlsx_file("Barang", ["Nama"], [[formula]]) as file:
        cell = load_workbook(file).active["A2"]

    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert cell.value == formula.replace("\r", "")


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_text_that_looks_like_a_formula_has_a_quote_before_it_in_a_csv(formula: str):
    assert read_csv(["Nama"], [[formula]])[1] == [f"'{formula}"]


def test_a_heading_is_tamed_too():
    assert read_csv(["=1"], []) == [["'=1"]]
    with xlsx_file("x", ["=1"], []) as file:
        assert load_workbook(file).active["A1"].data_type == "s"


def test_numbers_days_and_moments_are_themselves():
    row = [-5, date(2026, 5, 9), datetime(2026, 5, 9, 2, 30, tzinfo=UTC), None]

    assert read_csv(["a"] * 4, [row])[1] == ["-5", "2026-05-09", "2026-05-09T02:30:00+00:00", ""]
    with xlsx_file("x", ["a"] * 4, [row]) as file:
        found = [cell.value for cell in load_workbook(file).active[2]]
    assert found == [-5, datetime(2026, 5, 9), datetime(2026, 5, 9, 2, 30), None]


@given(st.lists(st.lists(cells, min_size=3, max_size=3), max_size=5))
def test_no_cell_of_a_workbook_is_a_formula_and_none_is_lost(rows: list[list[object]]):
    rows = [[number, *row] for number, row in enumerate(rows)]  # an empty row leaves no trace
    with xlsx_file("x", ["n", "a", "b", "c"], rows) as file:
        sheet = load_workbook(file).active
    found = [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]

    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)
    assert [[cell if cell is not None else "" for cell in line] for line in found] == [
        [cell if cell is not None else "" for cell in row] for row in rows
    ]


@given(texts)
def test_taming_only_ever_adds_a_quote(text: str):
    tamed = str(tame(text))

    assert tamed.removeprefix("'") == text.removeprefix("'")
    assert not tamed.startswith(FORMULA_STARTS)
