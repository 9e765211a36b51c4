"""The columns of a sheet of opening balances and the ways in which people title them."""

from catalogue.stock import columns, sheet
from core.i18n import _

COLUMNS: dict[str, tuple[str, ...]] = {
    "number": columns.COLUMNS["number"],
    "code": ("kode", "kode perajin", "kode ikm", "nomor perajin"),
    "name": (
        "nama",
        "perajin atau tempat uang",
        "perajin tempat uang",
        "tempat uang",
        "tempat",
        "kas",
        "nama kas",
        *columns.COLUMNS["business"],
        "perajin",
        "pengrajin",
        "nama perajin",
        "nama pengrajin",
    ),
    "phone": columns.COLUMNS["phone"],
    "nib": columns.COLUMNS["nib"],
    "owed": (
        "utang",
        "hutang",
        "utang rp",
        "utang ke perajin",
        "utang galeri",
        "saldo utang",
        "belum dibayar",
        "hak perajin",
    ),
    "advance": ("uang muka", "uang muka rp", "panjar", "kasbon", "dp", "sudah diambil"),
    "cash": ("saldo kas", "isi kas", "uang di kas", "saldo", "saldo rp", "jumlah uang", "isi"),
    "note": columns.COLUMNS["note"],
}
FIELD_OF = {spelling: field for field, spellings in COLUMNS.items() for spelling in spellings}
WHOSE = {"code", "name", "phone", "nib"}
AMOUNTS = {"owed", "advance", "cash"}


def check(present: list[str]) -> None:
    """Refuse a header that names nobody or no amount."""
    if not WHOSE & set(present):
        raise sheet.MissingColumn(
            _("Tidak ditemukan judul kolom Nama atau Kode. Pakai lembar contoh di halaman ini.")
        )
    if not AMOUNTS & set(present):
        raise sheet.MissingColumn(_("Lembar ini tanpa kolom Utang, Uang Muka, atau Saldo Kas."))


def is_row(filled: set[str]) -> bool:
    """Say whether a line that begins with the word for a total is a row: a code tells."""
    return "code" in filled


OPENING = sheet.Kind(FIELD_OF, check, is_row)
