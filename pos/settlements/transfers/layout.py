"""The column map of a bank's file, as the treasurer writes it: one line a column, `Title = what stands there`.

    kepala: P, {tanggal}, 1140001234567, {banyak}, {total}
    Rekening = {rekening}
    Nama = {nama}

A line `kepala:` is a row before the transfers; without `judul: ya` the titles are not in the file.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.errors import Refused
from core.i18n import _
from core.sheets import tame

WORD = re.compile(r"\{([^{}]*)\}")
ROW_WORDS = (
    "rekening", "nama", "bank", "kode_bank", "layanan_mandiri", "jumlah", "nomor", "perajin",
    "berita",
)  # fmt: skip
HEAD_WORDS = ("tanggal", "tanggal_iso", "banyak", "total")
MOST_COLUMNS = 60

GENERIC = """judul: ya
Rekening = {rekening}
Nama penerima = {nama}
Bank = {bank}
Kode bank = {kode_bank}
Jumlah = {jumlah}
Nomor = {nomor}
Berita = {berita}"""

MANDIRI = """kepala: P, {tanggal}, REKENING-GALERI, {banyak}, {total}
Rekening tujuan = {rekening}
Nama penerima = {nama}
Alamat 1 =
Alamat 2 =
Alamat 3 =
Mata uang = IDR
Jumlah = {jumlah}
Berita = {berita}
Nomor acuan = {nomor}
Layanan = {layanan_mandiri}
Kode bank = {kode_bank}
Nama bank = {bank}"""
"""Mandiri MCM/Kopra, Payroll Multi Service, after one public description; tried at no bank yet."""

OWN_ACCOUNT = "REKENING-GALERI"
"""Stands in a preset where the showroom's own account must be written."""
PRESETS = {"generic": GENERIC, "mandiri": MANDIRI}

BANK_CODES = {
    "bri": "002", "mandiri": "008", "bni": "009", "bca": "014", "btn": "200", "muamalat": "147",
    "lampung": "121", "bsi": "451", "syariah indonesia": "451",
}  # fmt: skip


@dataclass(frozen=True)
class Layout:
    """A column map that was read: rows before the transfers, whether titles stand, the columns."""

    head: tuple[tuple[str, ...], ...]
    has_titles: bool
    columns: tuple[tuple[str, str], ...]


def read_layout(text: str) -> Layout:
    """Return the map that `text` says; Refused with the line that says nothing."""
    head: list[tuple[str, ...]] = []
    columns: list[tuple[str, str]] = []
    has_titles = False
    for line in (line.strip() for line in text.splitlines()):
        if not line or line.startswith("#"):
            continue
        key, _colon, rest = line.partition(":")
        if key.casefold() == "kepala":
            head.append(tuple(_known(cell.strip(), HEAD_WORDS) for cell in rest.split(",")))
        elif key.casefold() == "judul":
            has_titles = rest.strip().casefold() in ("ya", "yes")
        elif "=" in line:
            title, _equals, value = line.partition("=")
            columns.append((title.strip(), _known(value.strip(), ROW_WORDS)))
        else:
            raise Refused(
                _("Baris ini tidak dimengerti: “%(line)s”. Tulis Judul = isi.", line=line[:60]),
                field="layout",
            )
    if not 0 < len(columns) <= MOST_COLUMNS:
        raise Refused(
            _("Tulis paling sedikit satu kolom, misalnya Jumlah = {jumlah}."), field="layout"
        )
    return Layout(tuple(head), has_titles, tuple(columns))


def _known(cell: str, words: Sequence[str]) -> str:
    for word in WORD.findall(cell):
        if word not in words:
            raise Refused(
                _("{%(word)s} tidak ada. Yang bisa dipakai di sini: %(words)s.", word=word,
                  words=", ".join(f"{{{one}}}" for one in words)), field="layout",
            )  # fmt: skip
    return cell


def bank_code(bank: str) -> str:
    """Return the three digits of a bank by its name, empty where it is none that we know."""
    words = bank.casefold()
    return next((code for name, code in BANK_CODES.items() if name in words), "")


def written(
    layout: Layout, head: Mapping[str, str], rows: Sequence[Mapping[str, str]]
) -> list[list[str]]:
    """Return the cells of the file, row by row."""
    found = [[_filled(cell, head) for cell in row] for row in layout.head]
    if layout.has_titles:
        found.append([title for title, _value in layout.columns])
    found += [[_filled(value, row) for _title, value in layout.columns] for row in rows]
    return found


def as_csv(cells: Sequence[Sequence[str]]) -> str:
    """Return the cells as CSV; nothing in it is a formula to a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in cells:
        writer.writerow([tame(cell) for cell in row])
    return out.getvalue()


def _filled(cell: str, values: Mapping[str, str]) -> str:
    return WORD.sub(lambda found: values.get(found.group(1), ""), cell)
