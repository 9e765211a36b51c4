"""Words, dates and letters as paper needs them."""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from anyascii import anyascii
from babel.dates import format_date

from core.clock import local
from core.i18n import _, current_locale
from core.money import plain

LETTERS = {"ascii": "", "cp437": "cp437", "cp858": "cp858", "cp1252": "cp1252"}
"""The alphabets that a receipt printer may have beside ASCII, each with Python's name for it."""

PREFERRED = {
    "−": "-", "…": "...", "×": "x", "•": "*", "·": "*", "°": "o", "€": "EUR", "™": "TM",
    "®": "(R)", "©": "(C)", "✓": "v", "№": "No.", "„": '"',
}  # fmt: skip
"""What we would rather print than what the library says."""


def to_ascii(text: str) -> str:
    """Return `text` in printable ASCII: every letter of any script gets one that sounds like it.

    Marks that only sit on a letter and invisible signs go; a letter that nobody has written down
    is a `?`, never nothing.
    """
    return to_letters(text, "ascii")


def to_letters(text: str, letters: str) -> str:
    """Return `text` in what a printer with those LETTERS has; the rest as to_ascii gives it."""
    if text.isascii() and text.isprintable():
        return text
    codec = LETTERS[letters]
    return "".join(_letter(c, codec) for c in unicodedata.normalize("NFC", text))


def to_latin(text: str) -> str:
    """Return `text` in the letters that the PDF core fonts have, else as ASCII letter by letter."""
    text = text.replace("−", "–")  # the minus is none of theirs, the dash looks the same
    return "".join(c if _is_in(c, "cp1252") else to_ascii(c) for c in text)


def day(when: date) -> str:
    """Return a date as it stands in rows: 22 Nov 2026."""
    return format_date(when, "d MMM yyyy", locale=current_locale())


def long_day(when: date) -> str:
    """Return a date written out: 22 November 2026."""
    return format_date(when, "d MMMM yyyy", locale=current_locale())


def month_name(month: date) -> str:
    """Return a month with its year: November 2026."""
    return format_date(month, "MMMM yyyy", locale=current_locale())


def moment(at: datetime, zone: str) -> str:
    """Return a moment on the wall clock of its zone: 22 Nov 2026 10.43 WIB."""
    here = local(at, zone)
    dot = "." if current_locale() == "id" else ":"
    return f"{day(here.date())} {here:%H}{dot}{here:%M} {zone}"


@lru_cache(maxsize=4096)
def _letter(c: str, codec: str) -> str:
    if c.isspace():
        return " "
    kind = unicodedata.category(c)
    if kind in ("Cc", "Cf"):
        return ""
    if c.isascii() or (codec and _is_in(c, codec)):
        return c
    said = PREFERRED.get(c) or anyascii(c) or anyascii(unicodedata.normalize("NFKD", c))
    said = "".join(sign if sign.isprintable() else " " for sign in said)
    return said if said.strip() or kind[0] in "MZ" else "?"


def _is_in(c: str, codec: str) -> bool:
    try:
        c.encode(codec)
    except UnicodeEncodeError:
        return False
    return c >= " "


def change_first(notes: Iterable[tuple[int, int]]) -> str:
    """Say which notes are changed into the one that they come to: pairs (note in rupiah, how many)."""
    pairs = tuple(notes)
    return _(
        "Tukar dulu %(notes)s menjadi selembar %(note)s.",
        notes=", ".join(
            f"{plain(note)}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}{count}" for note, count in pairs
        ),
        note=plain(sum(note * count for note, count in pairs)),
    )
