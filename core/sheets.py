"""Tables as files: CSV for programs, XLSX for people. What a cell holds never becomes a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from tempfile import SpooledTemporaryFile
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Cell = str | int | date | datetime | None

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
HELD = 2 * 1024 * 1024
"""Bytes of a file that are kept in memory; the rest goes to the disk."""
UNKEPT = re.compile(r"[\x00-\x08\x0b-\x1f]")
"""Signs that a workbook cannot hold."""
LONGEST_TEXT = 32_767
"""Letters that a cell of a workbook can hold."""
WIDTHS = {"number": 14, "text": 28}


def tame(cell: object) -> object:
    """Return a cell of a CSV file that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell


def csv_file(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> IO[bytes]:
    """Return a table as CSV, UTF-8: plain integers, days and moments as ISO 8601."""
    held = _spool()
    text = io.TextIOWrapper(held, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([tame(title) for title in header])
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    text.flush()
    text.detach()
    held.seek(0)
    return held


def xlsx_file(title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> IO[bytes]:
    """Return a table as a workbook of one sheet, written row by row; moments are local ones."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for place in range(1, len(header) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS["text"]
    sheet.freeze_panes = "A2"
    heads = [_cell(sheet, name) for name in header]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([_cell(sheet, cell) for cell in row])
    held = _spool()
    book.save(held)
    held.seek(0)
    return held


def _spool() -> IO[bytes]:
    return SpooledTemporaryFile(HELD)


def _plain(cell: Cell) -> object:
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else tame(cell)


def _cell(sheet: object, value: Cell) -> WriteOnlyCell:
    """Return a cell that holds `value` as it is: a text that begins with = stays a text."""
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None)
    if isinstance(value, str):
        value = UNKEPT.sub("", value)[:LONGEST_TEXT]
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
        if value.startswith(FORMULA_STARTS):  # a style costs, so only where it is needed
            cell.quotePrefix = True  # ... also when a person edits it
    elif isinstance(value, int):
        cell.number_format = "#,##0"
    elif isinstance(value, datetime):
        cell.number_format = "dd/mm/yyyy hh:mm"
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    return cell
