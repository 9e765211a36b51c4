"""Text made comparable: folded for matching, and made into a piece of a URL."""

import re
import unicodedata


def fold(text: str) -> str:
    """Return `text` for comparing: no accents, lower case, words of letters and digits only."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def slug(text: str, *, tail: str = "") -> str:
    """Return `text` as a piece of a URL, `tail` behind it to make it unique."""
    words = fold(text).replace(" ", "-")[:60].strip("-")
    return "-".join(part for part in (words, tail) if part)
