"""Words, dates and letters as paper needs them."""

import unicodedata
from datetime import date, datetime

from babel.dates import format_date

from core.clock import local
from core.i18n import current_locale

LETTERS = str.maketrans({
    "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "“": '"', "”": '"', "„": '"', "’": "'",
    "‘": "'", "ʼ": "'", "…": "...", "×": "x", "½": "1/2", "¼": "1/4", "¾": "3/4", "•": "*",
    "·": "*", "°": "o", "ß": "ss", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D",
    "ł": "l", "Ł": "L", "€": "EUR", "™": "TM", "®": "(R)", "©": "(C)", "✓": "v",
})  # fmt: skip
"""What a thermal printer's alphabet lacks, and what is printed instead."""


def to_ascii(text: str) -> str:
    """Return `text` in ASCII without control characters: accents dropped, the unknown a `?`."""
    text = unicodedata.normalize("NFKD", text.translate(LETTERS)).translate(LETTERS)
    kept = (c for c in text if not unicodedata.combining(c))
    return "".join(_letter(c) for c in kept)


def to_latin(text: str) -> str:
    """Return `text` in the letters that the PDF core fonts have, else as ASCII letter by letter."""
    text = text.replace("−", "–")  # the minus is none of theirs, the dash looks the same
    return "".join(c if _in_cp1252(c) else to_ascii(c) for c in text)


def day(when: date) -> str:
    """Return a date as it stands in rows: 22 Nov 2026."""
    return format_date(when, "d MMM yyyy", locale=current_locale())


def long_day(when: date) -> str:
    """Return a date written out: 22 November 2026."""
    return format_date(when, "d MMMM yyyy", locale=current_locale())


def moment(at: datetime, zone: str) -> str:
    """Return a moment on the wall clock of its zone: 22 Nov 2026 10.43 WIB."""
    here = local(at, zone)
    dot = "." if current_locale() == "id" else ":"
    return f"{day(here.date())} {here:%H}{dot}{here:%M} {zone}"


def _letter(c: str) -> str:
    if c.isspace():
        return " "
    if unicodedata.category(c)[0] == "C":
        return ""
    return c if c.isascii() else "?"


def _in_cp1252(c: str) -> bool:
    try:
        c.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return c >= " "
