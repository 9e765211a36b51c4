"""What the number of a licence says by itself: plainly wrong ones are refused, doubts are told.

The rules are the formats that are known (docs/decisions/licences.md). Offices change their
formats and old papers stay valid, so what is merely unusual is a doubt for a person to look at.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from core.errors import Refused
from core.i18n import _

KINDS = ("nib", "pirt", "halal", "bpom", "sni", "merek", "batikmark", "ig")
BATIKMARKS = ("tulis", "cap", "kombinasi")
LONGEST = 60
FEWEST_DIGITS = {"pirt": 8, "halal": 8, "bpom": 8, "sni": 3, "merek": 4, "batikmark": 1, "ig": 1}
PIRT_YEARS = 5


@dataclass(frozen=True)
class Checked:
    """A number as it is kept, and the sentences about what is odd in it."""

    number: str
    doubts: tuple[str, ...] = ()


def name_of(kind: str) -> str:
    """Return what people call a kind of licence."""
    return {
        "nib": "NIB", "pirt": "P-IRT", "halal": _("Halal"), "bpom": "BPOM", "sni": "SNI",
        "merek": _("Merek"), "batikmark": "Batikmark", "ig": _("Indikasi geografis"),
    }[kind]  # fmt: skip


def check(kind: str, typed: str, *, today: date) -> Checked:
    """Return the number as it is kept and what is odd; Refused where it is plainly wrong."""
    written = " ".join(typed.split())
    if not written:
        raise Refused(_("Isi nomornya seperti di surat aslinya."), field="number")
    if len(written) > LONGEST:
        raise Refused(_("Nomor ini terlalu panjang. Tulis nomornya saja."), field="number")
    if kind == "nib":
        return _nib(written)
    if sum(sign.isdecimal() and sign.isascii() for sign in written) < FEWEST_DIGITS[kind]:
        raise Refused(
            _("Ini bukan nomor %(kind)s. Tulis angkanya dari surat aslinya.", kind=name_of(kind)),
            field="number",
        )
    return READERS[kind](written, today)


def pirt_number(written: str) -> str:
    """Return a P-IRT number as 13 digits, a dash and 2; an odd one as cleaned text."""
    bare = re.sub(r"^P[\s.-]*IRT[\s.:]*(NO(MOR)?[\s.:]*)?", "", written.upper())
    digits = re.sub(r"[\s.-]", "", bare)
    return f"{digits[:13]}-{digits[13:]}" if re.fullmatch(r"[0-9]{15}", digits) else bare


def halal_number(written: str) -> str:
    """Return a halal certificate number in capitals without blanks."""
    return re.sub(r"\s", "", written.upper())


def pirt_expiry(number: str | None) -> date | None:
    """Return the last day of the year that a P-IRT number ends with, None if it names none."""
    found = re.fullmatch(r"[0-9]{13}-([0-9]{2})", number or "")
    return date(2000 + int(found[1]), 12, 31) if found else None


def _nib(written: str) -> Checked:
    digits = re.sub(r"[\s.-]", "", re.sub(r"^NIB[\s.:]*", "", written.upper()))
    if not re.fullmatch(r"[0-9]{13}", digits):
        raise Refused(_("NIB terdiri dari 13 angka."), field="number")
    return Checked(digits)


def _pirt(written: str, today: date) -> Checked:
    number = pirt_number(written)
    ends = pirt_expiry(number)
    if ends is None:
        return Checked(number, (_("P-IRT biasanya 13 angka, garis, lalu 2 angka tahun."),))
    doubts = []
    if number[0] not in "12345678":
        doubts.append(_("Angka pertama P-IRT (kemasan) biasanya 1 sampai 8."))
    if not 1 <= int(number[1:3]) <= 15:
        doubts.append(_("Angka ke-2 dan ke-3 P-IRT (jenis pangan) biasanya 01 sampai 15."))
    if not 11 <= int(number[3:5]) <= 97:
        doubts.append(_("Angka ke-4 dan ke-5 P-IRT bukan kode provinsi."))
    if ends < today:
        doubts.append(_("Menurut nomornya, P-IRT ini berakhir tahun %(year)s.", year=ends.year))
    elif ends.year > today.year + PIRT_YEARS:
        doubts.append(_("P-IRT berlaku paling lama 5 tahun; nomor ini berakhir %(year)s.",
                        year=ends.year))  # fmt: skip
    return Checked(number, tuple(doubts))


def _halal(written: str, _today: date) -> Checked:
    number = halal_number(written)
    if re.fullmatch(r"ID[0-9]{17}", number):
        return Checked(number)
    return Checked(number, (_("Nomor halal biasanya ID dan 17 angka."),))


def _bpom(written: str, _today: date) -> Checked:
    bare = re.sub(r"^(BPOM[\s.:]*)?(RI[\s.:]*)?(NO(MOR)?[\s.:]*)?", "", written.upper())
    found = re.fullmatch(r"(MD|ML)[\s.]*([0-9]{12,15})", bare)
    if found:
        return Checked(f"{found[1]} {found[2]}")
    return Checked(bare, (_("Nomor BPOM biasanya MD atau ML dan 12 sampai 15 angka."),))


def _sni(written: str, _today: date) -> Checked:
    number = written.upper()
    if re.search(r"[:-](19|20)[0-9]{2}\b", number):
        return Checked(number)
    return Checked(number, (_("Nomor SNI biasanya diakhiri tahun, misalnya SNI 8302:2016."),))


def _merek(written: str, _today: date) -> Checked:
    number = re.sub(r"\s", "", written.upper())
    if re.fullmatch(r"IDM[0-9]{9}", number):
        return Checked(number)
    return Checked(number, (_("Nomor merek yang terdaftar biasanya IDM dan 9 angka."),))


def _as_written(written: str, _today: date) -> Checked:
    return Checked(written)


READERS: dict[str, Callable[[str, date], Checked]] = {
    "pirt": _pirt, "halal": _halal, "bpom": _bpom, "sni": _sni, "merek": _merek,
    "batikmark": _as_written, "ig": _as_written,
}  # fmt: skip
