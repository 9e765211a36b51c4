"""Reading what a person typed into a form: each field as its type, or the sentence beside it."""

import re
from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date
from typing import Any

from core.errors import Refused
from core.i18n import _
from core.ids import normalise_code
from core.money import parse_rupiah

PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?%?")
WHOLE = 10_000
"""A hundred percent, in basis points."""
MOST_PAGES = 100_000
MOST_LETTERS = 4_000
"""Letters of a long text, a story; a name has at most NAME."""
NAME = 120
MOBILE = re.compile(r"08\d{7,12}")
FOREIGN = re.compile(r"\+[1-9]\d{6,13}")
EMAIL = re.compile(r"[^@\s\[\]()<>,;:\\\"]{1,64}@[\w-]+(?:\.[\w-]+)+")
CONTROL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Signs that no keyboard has; XML and printers choke on them. (NUL is refused at the door.)"""

Form = Mapping[str, str]


def clean(typed: str) -> str:
    """Return what was typed without the signs that no keyboard has and the blanks around it.

    Not for passwords and PINs: those are compared as they were sent.
    """
    return CONTROL.sub("", typed).strip()


def text(form: Form, name: str, *, most: int = MOST_LETTERS) -> str:
    """Return the text of a field without blanks around it, empty where there is none.

    Refused where it has more than `most` letters: a slip of the clipboard.
    """
    found = clean(form.get(name, ""))
    if len(found) > most:
        raise Refused(_("Terlalu panjang. Paling banyak %(n)s huruf.", n=most), field=name)
    return found


def required(form: Form, name: str, sentence: str, *, most: int = MOST_LETTERS) -> str:
    """Return the text of a field; Refused with `sentence` where it is empty."""
    found = text(form, name, most=most)
    if not found:
        raise Refused(sentence, field=name)
    return found


def name(form: Form, field: str = "name") -> str:
    """Return the text of a field that names something, of at most NAME letters."""
    return " ".join(text(form, field, most=NAME).split())


def together(*reads: Callable[[], Any]) -> list[Any]:
    """Return what each of the `reads` returns; Refused at once for all fields that are wrong."""
    found: list[Any] = []
    refused: list[Refused] = []
    for read in reads:
        try:
            found.append(read())
        except Refused as error:
            refused.append(error)
    if refused:
        refused[0].others = tuple(refused[1:])
        raise refused[0]
    return found


def money(form: Form, name: str) -> int:
    """Return the rupiah of a field; Refused where it is empty or no amount."""
    amount = optional_money(form, name)
    if amount is None:
        raise Refused(_("Isi jumlahnya dalam rupiah, misalnya 150.000."), field=name)
    return amount


def optional_money(form: Form, name: str) -> int | None:
    """Return the rupiah of a field, None where it is empty; Refused where it is no amount."""
    typed = text(form, name)
    if not typed:
        return None
    amount = parse_rupiah(typed)
    if amount is None:
        raise Refused(_("Tulis dalam rupiah dengan angka saja, misalnya 150.000."), field=name)
    return amount


def number(form: Form, name: str, *, default: int | None = None) -> int:
    """Return the whole number of a field; `default` where it is empty."""
    typed = text(form, name)
    if not typed and default is not None:
        return default
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 9):
        raise Refused(_("Isi dengan angka bulat."), field=name)
    return int(typed)


def optional_id(form: Form, name: str) -> int | None:
    """Return the id that a list or a query names, None where it names none."""
    typed = text(form, name)
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 18 else None


def ids(texts: Iterable[str]) -> list[int]:
    """Return the ids among `texts`, in order; what is no id is left out."""
    return [int(t) for t in texts if t.isascii() and t.isdigit() and len(t) <= 18]


def page_number(form: Form) -> int:
    """Return the page that an address asks for, the first where it names none."""
    return min(max(1, optional_id(form, "page") or 1), MOST_PAGES)


def day(form: Form, name: str) -> date | None:
    """Return the date of a field as browsers send it (2026-05-09), None where it is empty."""
    typed = text(form, name)
    if not typed:
        return None
    found = iso_day(typed)
    if found is None:
        raise Refused(_("Tanggal itu tidak ada. Pilih dari kalender."), field=name)
    return found


def iso_day(typed: str) -> date | None:
    """Return the date written in ISO 8601, None where it is none of these thousand years.

    Days are added to it and taken off it, so it must not stand at the end of the calendar.
    """
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2999 else None


def bps(form: Form, name: str) -> int | None:
    """Return a percentage (15, 12,5 or 12,5%) in basis points, None where it is empty."""
    typed = text(form, name).replace(" ", "")
    if not typed:
        return None
    found = PERCENT.fullmatch(typed)
    rate = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else -1
    if not 0 <= rate <= WHOLE:
        raise Refused(_("Tulis persen antara 0 dan 100, misalnya 15 atau 12,5."), field=name)
    return rate


def choice(form: Form, name: str, allowed: Container[str], default: str = "") -> str:
    """Return what was chosen, or `default` where it is none of `allowed`."""
    chosen = text(form, name)
    return chosen if chosen in allowed else default


def phone(form: Form, name: str) -> str | None:
    """Return a mobile number as 08…, read from +62 and 62 too; None where it is empty."""
    digits = re.sub(r"[\s().-]", "", text(form, name))
    if not digits:
        return None
    digits = re.sub(r"^(?:\+62|0062|62)0?", "0", digits)
    if not MOBILE.fullmatch(digits):
        raise Refused(_("Nomor HP dimulai dengan 08, misalnya 081234567890."), field=name)
    return digits


def phone_anywhere(form: Form, name: str) -> str:
    """Return a number as 08…, or with its country's code where it is not from here; empty for none."""
    typed = re.sub(r"[\s().-]", "", text(form, name, most=30))
    if FOREIGN.fullmatch(typed) and not typed.startswith("+62"):
        return typed
    return phone(form, name) or ""


def email(form: Form, name: str) -> str:
    """Return an e-mail address, empty where there is none; Refused where it cannot be one."""
    typed = text(form, name)
    if typed and not EMAIL.fullmatch(typed):
        raise Refused(_("Tulis alamat email lengkap, misalnya ibu@contoh.id."), field=name)
    return typed


def nib(form: Form, name: str) -> str | None:
    """Return the 13 digits of a business number, None where it is empty."""
    digits = re.sub(r"[\s.-]", "", text(form, name))
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) == 13):
        raise Refused(_("NIB terdiri dari 13 angka."), field=name)
    return digits


def code(form: Form, name: str) -> str | None:
    """Return the 13 digits of a scanned or typed code, None where it is empty."""
    typed = text(form, name)
    if not typed:
        return None
    found = normalise_code(typed)
    if found is None:
        raise Refused(
            _("Kode %(code)s bukan 13 angka dengan angka periksa yang benar.", code=typed),
            field=name,
        )
    return found
