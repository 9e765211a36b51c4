"""Text as people type it, made comparable: clean spelling, matching keys, and slugs."""

import unicodedata
from typing import Any


def clean(value: Any) -> str:
    """Return text without blanks around it, double blanks or invisible marks (NFC)."""
    written = unicodedata.normalize("NFC", "" if value is None else str(value))
    return " ".join(written.replace("\u200b", "").replace("\ufeff", "").split())


def match_key(value: Any) -> str:
    """Return what two spellings of one text share: case, blanks, accents and punctuation drop."""
    folded = unicodedata.normalize("NFKD", clean(value)).casefold()
    letters = "".join(c if c.isalnum() else " " for c in folded if not unicodedata.combining(c))
    return " ".join(letters.split())


def slug(value: Any) -> str:
    """Return `value` for an address: small ASCII letters and digits with dashes, or `x`."""
    words = match_key(value).encode("ascii", "ignore").decode().split()
    return "-".join(words)[:80].strip("-") or "x"
