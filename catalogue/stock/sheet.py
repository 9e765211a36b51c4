"""A sheet as rows: CSV or XLSX, whatever stands above the header and below the data.

It is one of consigned goods, or of another `Kind`. Nothing here knows what a cell means; `rows.py` does. Whatever is not such a sheet is refused with
one sentence.
"""

import calendar
import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from catalogue.stock import cells
from catalogue.stock.columns import FIELD_OF, NEEDED, TERMS
from core.errors import Refused
from core.i18n import _

MOST_BYTES = 20_000_000
MOST_UNPACKED_BYTES = 300_000_000
MOST_ROWS = 50_000
HEADER_WITHIN = 40
NOTHING_NAMED = "awal"
"""The batch of a sheet whose banner names no period."""

TOTAL = re.compile(r"(grand |sub ?)?(total|jumlah)\b")
PERIOD = re.compile(r"periode\s*:?\s*(.+)", re.IGNORECASE)


class NotASheet(Refused):
    """The file is no sheet of consigned goods that we can read."""


class MissingColumn(NotASheet):
    """The sheet has no header, or lacks a column without which no row can be taken."""


@dataclass(frozen=True)
class RawRow:
    """One row as it stands in the sheet: its number there, every cell, and the cells we know."""

    number: int
    cells: tuple[Any, ...]
    fields: dict[str, Any]
    has_lost_formula: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet read: its column titles, its data rows, and the batch that its banner names."""

    headers: tuple[str, ...]
    rows: tuple[RawRow, ...]
    batch: str | None


@dataclass(frozen=True)
class Kind:
    """A kind of sheet: its columns by every title they go by, and what it cannot do without.

    `check` raises MissingColumn over the fields that the header names; `is_row` says whether a
    line that begins with the word for a total is a row all the same, by the fields it fills.
    """

    field_of: Mapping[str, str]
    check: Callable[[list[str]], None]
    is_row: Callable[[set[str]], bool]


@dataclass(frozen=True)
class _Line:
    number: int
    cells: tuple[Any, ...]
    lost: frozenset[int] = frozenset()
    """Columns whose formula has no stored result."""

    @property
    def filled(self) -> list[Any]:
        return [cell for cell in self.cells if cells.text(cell)]


def batch_name(given: str) -> str:
    """Return the one spelling of a batch: `November 2026` is `2026-11`, other names in small."""
    bare = re.sub(r"\(.*?\)", " ", given)
    pair = cells.month(bare)
    if pair:
        return f"{pair[0]}-{pair[1]:02d}"
    return " ".join(cells.text(bare).casefold().split())[:80] or NOTHING_NAMED


def delivered_on(batch: str, today: date) -> date:
    """Return when a batch was brought: today, or the end of its month where that is over."""
    pair = cells.month(batch)
    if not pair:
        return today
    return min(today, date(*pair, calendar.monthrange(*pair)[1]))


def read(path: Path) -> Sheet:
    """Return the sheet in the file `path`; raise NotASheet or MissingColumn with one sentence."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise NotASheet(_("Berkas lebih dari 20 MB: bagi menjadi beberapa lembar."))
        content = path.read_bytes()
    except OSError as error:
        raise NotASheet(
            _("Berkas %(name)s tidak dapat dibuka: periksa nama dan foldernya.", name=path.name)
        ) from error
    return read_bytes(content)


def read_bytes(content: bytes, kind: Kind | None = None) -> Sheet:
    """Return the sheet in `content`; raise NotASheet or MissingColumn with one sentence.

    `kind` is the kind of sheet that is meant, by default one of consigned goods.
    """
    kind = kind or CONSIGNED
    if not content.strip():
        raise NotASheet(_("Berkas ini kosong."))
    if content[:4] == b"PK\x03\x04":
        pages = _xlsx(content)
    elif content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise NotASheet(
            _("Ini berkas Excel lama (.xls) atau terkunci kata sandi: simpan sebagai .xlsx.")
        )
    else:
        pages = [_csv(content)]
    pages = [[line for line in page if line.filled] for page in pages]
    pages = [page for page in pages if page]
    if not pages:
        raise NotASheet(_("Lembar ini kosong."))
    scored = [(_find_header(page, kind), page) for page in pages]
    found, page = max(scored, key=lambda pair: pair[0][1])
    return _sheet(page, found[0], kind)


def _xlsx(content: bytes) -> list[list[_Line]]:
    """Return each worksheet's lines, with the value that a formula last had."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED_BYTES:
                raise NotASheet(_("Lembar ini terlalu besar: bagi menjadi beberapa lembar."))
        values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        return [list(_worksheet_lines(page, formulas[page.title])) for page in values.worksheets]
    except NotASheet:
        raise
    # A damaged or foreign archive fails anywhere inside zipfile, the XML parser or openpyxl.
    except (
        zipfile.BadZipFile,
        zlib.error,
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        OSError,
        SyntaxError,
        EOFError,
        AttributeError,
        IndexError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise NotASheet(
            _(
                "Berkas ini bukan lembar Excel (.xlsx) yang utuh: simpan ulang dari Excel, atau "
                "simpan sebagai CSV."
            )
        ) from error


def _worksheet_lines(values: Any, formulas: Any) -> Iterator[_Line]:
    values.reset_dimensions()  # some writers state a wrong extent
    formulas.reset_dimensions()
    pairs = zip(
        values.iter_rows(values_only=True), formulas.iter_rows(values_only=True), strict=True
    )
    for number, (shown, written) in enumerate(pairs, start=1):
        _refuse_too_many(number)
        lost = frozenset(
            place
            for place, (value, source) in enumerate(zip(shown, written, strict=False))
            if value is None and isinstance(source, str) and source.startswith("=")
        )
        yield _Line(number, tuple(shown), lost)


def _csv(content: bytes) -> list[_Line]:
    """Return the lines of a text table, whatever its encoding and delimiter."""
    decoded = _decode(content)
    head = [line for line in decoded.splitlines() if line.strip()][:HEADER_WITHIN]
    delimiter = max(",;\t|", key=lambda mark: max(line.count(mark) for line in head))
    reader = csv.reader(io.StringIO(decoded, newline=""), delimiter=delimiter)
    lines: list[_Line] = []
    start = 1
    try:
        for record in reader:
            _refuse_too_many(len(lines))
            lines.append(_Line(start, tuple(record)))
            start = reader.line_num + 1
    except csv.Error as error:
        raise _no_table() from error
    return lines


def _decode(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise _no_table() from error
    if b"\x00" in content or content[:5] in (b"%PDF-", b"{\\rtf"):
        raise _no_table()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Excel on Windows writes CSV in its own code page; it leaves five bytes unused.
        decoded = content.decode("cp1252", errors="replace")
    if any(ord(c) < 32 and c not in "\t\r\n\f" for c in decoded):
        raise _no_table()
    return decoded


def _no_table() -> NotASheet:
    return NotASheet(_("Berkas ini bukan lembar barang titipan: kirim Excel (.xlsx) atau CSV."))


def _refuse_too_many(number: int) -> None:
    if number > MOST_ROWS:
        raise NotASheet(
            _("Lembar ini lebih dari %(most)s baris: bagi menjadi beberapa lembar.", most=MOST_ROWS)
        )


def _fields(line: _Line, kind: Kind) -> dict[int, str]:
    """Return which field stands in which column, read as a header."""
    known = ((place, kind.field_of.get(cells.key(cell))) for place, cell in enumerate(line.cells))
    return {place: field for place, field in known if field}


def _find_header(page: list[_Line], kind: Kind) -> tuple[int, int]:
    """Return (place of the likeliest header line, how many fields it names)."""
    counts = [len(set(_fields(line, kind).values())) for line in page[:HEADER_WITHIN]]
    best = max(range(len(counts)), key=lambda place: (counts[place], -place))
    return best, counts[best]


def _sheet(page: list[_Line], place: int, kind: Kind) -> Sheet:
    header = page[place]
    fields = _fields(header, kind)
    kind.check(list(fields.values()))
    _refuse_double(header, fields)
    headers = tuple(cells.text(cell) for cell in header.cells)
    rows = tuple(
        _raw(line, fields)
        for line in page[place + 1 :]
        if not _is_note(line, fields, kind) and _fields(line, kind) != fields
    )
    if not rows:
        raise NotASheet(_("Di bawah judul kolomnya, lembar ini tidak berisi satu baris pun."))
    return Sheet(headers, rows, _period(page[:place]))


def _check_consigned(present: list[str]) -> None:
    if len(present) < 2:
        raise MissingColumn(
            _("Tidak ditemukan baris judul kolom (Nama IKM, Nama Barang, Jumlah, Harga Jual, …).")
        )
    missing = [title for field, title in NEEDED.items() if field not in present]
    if not set(TERMS) & set(present):
        missing.append(_("Komisi % atau Harga Titip"))
    if missing:
        raise MissingColumn(_("Lembar ini tanpa kolom %(names)s.", names=", ".join(missing)))


def _are_goods(filled: set[str]) -> bool:
    return {"business", "title"} <= filled and bool(filled & {"quantity", "price"})


CONSIGNED = Kind(FIELD_OF, _check_consigned, _are_goods)


def _refuse_double(header: _Line, fields: dict[int, str]) -> None:
    met: set[str] = set()
    for place, field in fields.items():
        if field in met:
            title = cells.text(header.cells[place])
            raise MissingColumn(
                _("Kolom %(name)s ada dua kali: hapus salah satu.", name=title.title())
            )
        met.add(field)


def _is_note(line: _Line, fields: dict[int, str], kind: Kind) -> bool:
    """Say whether the line is a total, a signature or only a running number, not a row."""
    filled = line.filled
    if len(filled) < 2:
        return True
    said = {
        field
        for place, field in fields.items()
        if place < len(line.cells) and cells.text(line.cells[place])
    }
    is_total = any(TOTAL.match(cells.key(cell)) for cell in filled[:2])
    return is_total and not kind.is_row(said)


def _raw(line: _Line, fields: dict[int, str]) -> RawRow:
    known = {field: line.cells[place] for place, field in fields.items() if place < len(line.cells)}
    return RawRow(line.number, line.cells, known, bool(line.lost & set(fields)))


def _period(banner: Iterable[_Line]) -> str | None:
    for line in banner:
        for place, cell in enumerate(line.cells):
            found = PERIOD.search(cells.text(cell))
            if found:
                return batch_name(found[1])
            if cells.key(cell) == "periode" and len(line.cells) > place + 1:
                return batch_name(cells.text(line.cells[place + 1]))
    return None
