"""The rows that an import refused, as a workbook: each as it was, the reason in the last column.

The workbook can be mended and imported again: it keeps the sheet's columns and names the batch.
"""

import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from catalogue.stock.planned import RefusedRow
from core.i18n import _
from core.sheets import FORMULA_STARTS

WIDEST = 48


def workbook(headers: Sequence[str], refused: Sequence[RefusedRow], *, batch: str) -> bytes:
    """Return the workbook's bytes."""
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = "Ditolak"
    titles = [*headers, _("Alasan ditolak")]
    lines = [[_("Baris yang ditolak")], [f"Periode: {batch}"], [], titles]
    lines += [[*_padded(row.cells, len(headers)), row.reason] for row in refused]
    for number, line in enumerate(lines, start=1):
        for place, value in enumerate(line, start=1):
            _write(page.cell(number, place), value)
    for cell in page[4]:
        cell.font = Font(bold=True)
    for place, title in enumerate(titles, start=1):
        longest = max([len(title), *(len(str(line[place - 1] or "")) for line in lines[4:])])
        page.column_dimensions[get_column_letter(place)].width = min(longest + 2, WIDEST)
    for line in page.iter_rows(min_row=5, min_col=len(titles), max_col=len(titles)):
        line[0].alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = "A5"
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _padded(cells: Sequence[Any], length: int) -> list[Any]:
    return [*cells[:length], *([None] * (length - len(cells)))]


def _write(cell: Cell, value: Any) -> None:
    """Write a value as it was; text stays text, whatever a spreadsheet would make of it."""
    if not isinstance(value, str):
        cell.value = (
            value if isinstance(value, int | float | date | datetime | None) else str(value)
        )
        return
    cell.value = "".join(c for c in value if ord(c) >= 32 or c in "\t\n")
    if value.startswith(FORMULA_STARTS):
        cell.data_type = "s"  # a text, not a formula
        cell.quotePrefix = True  # ... also when a person edits the cell


def save(source: Path, content: bytes) -> Path:
    """Write the workbook beside `source`, else into the current folder; return where.

    A file that is already there stays: it may be half mended.
    """
    for folder in (source.parent, Path.cwd()):
        for tail in ("", *(f"-{n}" for n in range(2, 1000))):
            path = folder / f"{source.stem}-ditolak{tail}.xlsx"
            try:
                with path.open("xb") as file:
                    file.write(content)
            except FileExistsError:
                continue
            except OSError:
                break  # this folder cannot be written
            return path.absolute()
    raise OSError(f"no folder for {source.stem}-ditolak.xlsx can be written")
