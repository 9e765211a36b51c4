"""What people write into the cells of a consignment sheet, as the values we keep.

Pure functions: a raw cell (text, number or date, as Excel or CSV gave it) goes in, a normalised
value comes out, and a cell that cannot be read raises `WrongCell` with what to do instead.
"""

import calendar
import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from catalogue.products import licences
from core.errors import Refused
from core.i18n import _
from core.ids import is_ean13
from core.text import fold

BLANKS = {"", "-", "--", "–", "—", "n/a", "tidak ada", "belum ada", "kosong"}
SMALLEST_PRICE = 100  # the smallest coin; a lower price was meant in thousands
LARGEST_PRICE = 1_000_000_000
LARGEST_BALANCE = 10_000_000_000
LARGEST_QUANTITY = 10_000

THOUSANDS = {"rb": 1_000, "ribu": 1_000, "k": 1_000, "jt": 1_000_000, "juta": 1_000_000}
WORDED_AMOUNT = re.compile(r"(\d+(?:[.,]\d{1,3})?)(rb|ribu|k|jt|juta)")
PLAIN_AMOUNT = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+|\d+)(?:[.,]0{1,2})?")
NUMBER = re.compile(r"(\d+)(?:[.,](\d+))?")
QUANTITY = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:[.,]0+)?(?:\s*[a-z]+)?")
BROKEN_NUMBER = re.compile(r"\d([.,]\d+)?e\+?\d+", re.IGNORECASE)

MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan januari january",
            "feb februari pebruari february",
            "mar maret march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "agu agt ags agust agustus aug august",
            "sep sept september",
            "okt oktober oct october",
            "nov november nopember",
            "des desember dec december",
        ),
        start=1,
    )
    for word in words.split()
}
FIRST_YEAR, LAST_YEAR = 2000, 2099
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_SERIALS = range(36_526, 73_051)  # 2000-01-01 to 2099-12-31
MONTH_YEAR = re.compile(r"([a-z]+)\.?[\s/-]+(\d{4}|\d{2})")
DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[\s/.-]+([a-z]+)\.?[\s/.,-]+(\d{4}|\d{2})")
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ][\d:.]+)?")
NUMERIC_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?: [\d:.]+)?")
NUMERIC_MONTH = re.compile(r"(\d{1,2})[/.-](\d{4})")


class WrongCell(Refused):
    """A cell cannot be read; the message says how to write it."""


def text(value: Any) -> str:
    """Return a cell as clean text: no double blanks, no `.0` behind a whole number."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date()
    return " ".join(unicodedata.normalize("NFC", str(value)).replace("\u200b", "").split())


def is_blank(value: Any) -> bool:
    """Say whether a cell holds nothing, or one of the ways to write nothing."""
    return text(value).casefold() in BLANKS


def key(value: Any) -> str:
    """Return what two spellings of one text share: case, blanks and punctuation do not count."""
    return fold(text(value))


def rupiah(value: Any) -> int | None:
    """Return an amount in whole rupiah, None for an empty cell.

    Reads `Rp 1.250.000,-`, `77.000,00`, `25rb`, `1,5jt`, `105,000` and numbers.
    """
    if is_blank(value):
        return None
    amount = _amount(value)
    if amount is None:
        raise WrongCell(
            _(
                "harga “%(cell)s” tidak terbaca; tulis dengan angka, misalnya 25000 atau Rp25.000",
                cell=text(value),
            )
        )
    if amount and not SMALLEST_PRICE <= amount <= LARGEST_PRICE:
        raise WrongCell(
            _(
                "harga “%(cell)s” tidak masuk akal; tulis rupiah lengkap, misalnya 25000",
                cell=text(value),
            )
        )
    return amount


def balance(value: Any) -> int:
    """Return what somebody owes or holds in whole rupiah, 0 for an empty cell or a zero."""
    if is_blank(value):
        return 0
    amount = _amount(value)
    if amount is None or amount > LARGEST_BALANCE:
        raise WrongCell(
            _(
                "jumlah “%(cell)s” tidak terbaca; tulis rupiah dengan angka tanpa minus, misalnya "
                "1.250.000",
                cell=text(value),
            )
        )
    return amount


def _amount(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return int(value) if value >= 0 and value == int(value) else None
    written = re.sub(r"[\s\u00a0]", "", text(value).casefold())
    written = re.sub(r"^(rp|idr)[.:]?", "", written)
    written = re.sub(r"(,-+|\.-+|,|/[a-z]+)$", "", written)
    found = WORDED_AMOUNT.fullmatch(written)
    if found:
        amount = Decimal(found[1].replace(",", ".")) * THOUSANDS[found[2]]
        return int(amount) if amount == int(amount) else None
    found = PLAIN_AMOUNT.fullmatch(written)
    return int(re.sub(r"[.,]", "", found[1])) if found else None


def rate(value: Any) -> int | None:
    """Return a commission in basis points, None for an empty cell.

    Reads `20`, `20%`, `20,0 %`, `15 persen`, and Excel's percent cells, which hold `0.2`.
    A bare number below 1 is such a fraction; with a percent sign it is what it says.
    """
    if is_blank(value):
        return None
    written = re.sub(r"\s", "", text(value).casefold())
    bare = re.sub(r"(%|persen|percent|pct)$", "", written)
    found = None if isinstance(value, bool) else NUMBER.fullmatch(bare)
    if not found:
        raise WrongCell(_("komisi “%(cell)s” tidak terbaca; tulis misalnya 20%%", cell=text(value)))
    percent = round(Decimal(bare.replace(",", ".")), 6)
    if bare == written and percent < 1:
        percent *= 100
    bps = percent * 100
    if bps != int(bps) or not 0 <= bps < 10_000:
        raise WrongCell(
            _("komisi “%(cell)s” di luar 0–100%%; tulis misalnya 20%%", cell=text(value))
        )
    return int(bps)


def day(value: Any) -> date | None:
    """Return a calendar day, None for an empty cell; a bare month means its last day.

    Reads date cells, `2027-03-23`, `17/09/2027`, `28-04-27`, `3 Maret 2027`, `Jul 2027`
    and the serial numbers that Excel counts days by.
    """
    if is_blank(value):
        return None
    try:
        found = _day(value)
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise WrongCell(
            _(
                "tanggal “%(cell)s” tidak terbaca; tulis tanggal/bulan/tahun, misalnya 31/12/2027",
                cell=text(value),
            )
        )
    return found


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    written = text(value).casefold()
    if written.isdecimal() and int(written) in EXCEL_SERIALS:
        return EXCEL_EPOCH + timedelta(days=int(written))
    if found := ISO.fullmatch(written):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := NUMERIC_DATE.fullmatch(written):
        return date(_year(found[3]), int(found[2]), int(found[1]))
    if found := DAY_MONTH_YEAR.fullmatch(written):
        return date(_year(found[3]), MONTHS.get(found[2], 0), int(found[1]))
    pair = month(written)
    return date(*pair, calendar.monthrange(*pair)[1]) if pair else None


def month(value: Any) -> tuple[int, int] | None:
    """Return (year, month) of `November 2026`, `11/2026` or `2026-11`, else None."""
    written = text(value).casefold()
    if found := MONTH_YEAR.fullmatch(written):
        pair = (_year(found[2]), MONTHS.get(found[1], 0))
    elif found := NUMERIC_MONTH.fullmatch(written):
        pair = (int(found[2]), int(found[1]))
    elif found := re.fullmatch(r"(\d{4})-(\d{2})", written):
        pair = (int(found[1]), int(found[2]))
    else:
        return None
    return pair if 1 <= pair[1] <= 12 else None


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def quantity(value: Any) -> int | None:
    """Return a whole, positive number of pieces (`12`, `12 buah`), None for an empty cell."""
    if is_blank(value):
        return None
    written = text(value).casefold()
    found = None if isinstance(value, bool) else QUANTITY.fullmatch(written)
    pieces = int(found[1].replace(".", "")) if found else 0
    if not 1 <= pieces <= LARGEST_QUANTITY:
        raise WrongCell(
            _(
                "jumlah “%(cell)s” harus bilangan bulat lebih dari nol, misalnya 12",
                cell=text(value),
            )
        )
    return pieces


def phone(value: Any) -> str | None:
    """Return a phone number as 08… (digits only), None for an empty cell.

    Reads +62…, 62…, 0062…, dashes, a lost leading zero; of several numbers the first.
    """
    if is_blank(value):
        return None
    first = re.split(r"[/;,]| atau ", text(value))[0]
    digits = re.sub(r"[^\d]", "", first)
    digits = re.sub(r"^(0062|620|62)", "0", digits)
    if not digits.startswith("0"):
        digits = "0" + digits
    if re.search(r"[a-z]{4,}", first.casefold()) or not 9 <= len(digits) <= 14:
        raise WrongCell(
            _("nomor HP “%(cell)s” tidak terbaca; tulis misalnya 081234567890", cell=text(value))
        )
    return digits


def nib(value: Any) -> str | None:
    """Return the 13 digits of a business number (NIB), None for an empty cell.

    A number cell has lost its leading zeros; they are put back.
    """
    if is_blank(value):
        return None
    written = re.sub(r"^nib[\s.:]*", "", text(value).casefold())
    digits = _digits(written, _("NIB"))
    if not digits or not 9 <= len(digits) <= 13:
        raise WrongCell(
            _("NIB “%(cell)s” harus 13 angka; periksa kembali atau kosongkan", cell=text(value))
        )
    return digits.zfill(13)


def barcode(value: Any) -> str | None:
    """Return the maker's barcode as 13 digits with a right check digit, None for an empty cell."""
    if is_blank(value):
        return None
    digits = _digits(text(value), _("barcode"))
    if digits and 8 <= len(digits) <= 13 and is_ean13(digits.zfill(13)):
        return digits.zfill(13)
    raise WrongCell(
        _(
            "barcode “%(cell)s” salah angka; pindai ulang dari kemasan, atau kosongkan agar "
            "dibuatkan kode toko",
            cell=text(value),
        )
    )


def _digits(written: str, what: str) -> str | None:
    """Return the digits of a long number; None if it holds anything else."""
    if BROKEN_NUMBER.fullmatch(written):
        raise WrongCell(
            _(
                "%(what)s “%(cell)s” sudah dipotong oleh Excel; ubah kolomnya menjadi Teks lalu "
                "tulis lengkap",
                what=what,
                cell=written.upper(),
            )
        )
    digits = re.sub(r"[\s.\-']", "", written)
    return digits if digits.isascii() and digits.isdecimal() else None


def pirt(value: Any) -> str | None:
    """Return a P-IRT number as 13 digits, a dash and 2; odd ones as cleaned text, to be checked."""
    return None if is_blank(value) else licences.pirt_number(text(value))


def halal(value: Any) -> str | None:
    """Return a halal certificate number in capitals without blanks, None for an empty cell."""
    return None if is_blank(value) else licences.halal_number(text(value))
