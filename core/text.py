"""Text made comparable: folded for matching, and made into a piece of a URL."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache


def fold(text: str) -> str:
    """Return `text` for comparing: no accents, lower case, words of letters and digits only."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(re.findall(r"[a-z0-9]+", plain))


@lru_cache(maxsize=16384)
def key(text: str) -> str:
    """Return `text` as a piece of an address and as the value of a box: 'Sulam usus' -> sulam-usus."""
    return fold(text).replace(" ", "-")


def slug(text: str, *, tail: str = "") -> str:
    """Return `text` as a piece of a URL, `tail` behind it to make it unique."""
    words = key(text)[:60].strip("-")
    return "-".join(part for part in (words, tail) if part)


def nearest(words: str, texts: Iterable[str]) -> str:
    """Return folded `words`, each misspelt one as the word of `texts` that it is most like.

    `texts` are folded already. What is like none of them stays.
    """
    known = {word for text in texts for word in text.split()}
    return " ".join(
        word if word in known else next(iter(get_close_matches(word, known, 1, 0.72)), word)
        for word in fold(words).split()
    )


def capitalised(words: str) -> str:
    """Return `words` with a capital first letter, unless that would make another letter of it (ı, ß)."""
    first = words[:1].upper()
    return (first if first.lower() == words[:1].lower() else words[:1]) + words[1:]
