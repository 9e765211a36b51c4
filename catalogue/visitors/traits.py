"""What a work is sorted by when visitors narrow the wall: read from its facts, never guessed.

A size in centimetres counts by its longest side. What is not written down puts a work nowhere: the
gallery would rather leave a box empty than tick it wrongly.
"""

import re
from functools import lru_cache

from catalogue.products.glossary import thing_of
from core.text import key

BANDS = {
    "0-25": (0, 25_000),
    "25-50": (25_000, 50_000),
    "50-100": (50_000, 100_000),
    "100-250": (100_000, 250_000),
    "250-500": (250_000, 500_000),
    "500-1000": (500_000, 1_000_000),
    "1000-2500": (1_000_000, 2_500_000),
    "2500-5000": (2_500_000, 5_000_000),
    "5000": (5_000_000, None),
}
"""Price bands in thousands of rupiah: from (excluded, but for the first) to (included)."""

MADE = {
    "cucuk tangan": "hand",
    "sulam tangan": "hand",
    "tulis": "hand",
    "cap": "hand",
    "bordir mesin": "machine",
    "sablon": "print",
    "motif cetak": "print",
    "kombinasi": "mixed",
}
"""Technique -> by hand, by machine, printed, or more than one of them."""

LETTERS = ("xs", "s", "m", "l", "xl", "xxl")
SPANS = ("cm-30", "cm-100", "cm-more")
WEIGHTS = ("g-100", "g-250", "g-more")
GIFT_CM, GIFT_G = 30, 250
"""What still goes into a handbag: the longest side in centimetres, the weight in grams."""

NUMBER = r"(\d{1,4}(?:[.,]\d+)?)"
LENGTHS = re.compile(rf"{NUMBER}(?=[^\d]*\bcm\b|\s*[x×])", re.IGNORECASE)
WEIGHT = re.compile(rf"\b{NUMBER}\s*(kg|gr?|ml|l)\b", re.IGNORECASE)
PARTS = re.compile(r"[,;/+]|\bdan\b|\band\b")


def band_of(price: int) -> str:
    """Return the price band that a price in rupiah falls into."""
    return next(name for name, (_low, high) in BANDS.items() if high is None or price <= high)


def made_by(technique: str) -> str:
    """Return hand, machine, print or mixed, '' where nobody said how."""
    return MADE.get(" ".join(technique.lower().split()), "")


@lru_cache(maxsize=2048)
def longest_side(size: str) -> float | None:
    """Return the longest side in centimetres that a size names, None where it names none."""
    if "cm" not in size.lower():
        return None
    return max((_number(found) for found in LENGTHS.findall(size)), default=None)


@lru_cache(maxsize=2048)
def grams(weight: str) -> float | None:
    """Return the grams (or millilitres) that a weight names: '0,5 kg' -> 500.0."""
    found = WEIGHT.search(weight)
    if found is None:
        return None
    return _number(found[1]) * (1000 if found[2].lower() in ("kg", "l") else 1)


@lru_cache(maxsize=4096)
def size_of(size: str, weight: str) -> str:
    """Return the box of a size: a letter, a span of centimetres, or a span of grams; '' for none."""
    if size.strip().lower() in LETTERS:
        return size.strip().lower()
    side = longest_side(size)
    if side is not None:
        return next((SPANS[i] for i, most in enumerate((30, 100)) if side <= most), SPANS[-1])
    heavy = grams(weight)
    if heavy is None:
        return ""
    return next((WEIGHTS[i] for i, most in enumerate((100, 250)) if heavy <= most), WEIGHTS[-1])


@lru_cache(maxsize=4096)
def fits_a_bag(size: str, weight: str) -> bool:
    """Say whether it is known to be small enough for a handbag."""
    side, heavy = longest_side(size), grams(weight)
    if side is not None:
        return side <= GIFT_CM
    return heavy is not None and heavy <= GIFT_G


@lru_cache(maxsize=2048)
def listed(text: str) -> frozenset[str]:
    """Return the members of a list of materials or colours: 'katun, benang emas' -> both, as keys."""
    return frozenset(filter(None, map(key, PARTS.split(text.lower()))))


@lru_cache(maxsize=8192)
def thing(title: str) -> frozenset[str]:
    """Return what the work is, as a key: 'Selendang Tapis Kapal' -> selendang."""
    found = thing_of(title)
    return frozenset([key(found)]) if found else frozenset()


def _number(text: str) -> float:
    return float(text.replace(",", "."))
