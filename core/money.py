"""Rupiah: whole numbers, written the Indonesian way, divided without losing one."""

import re
from collections.abc import Sequence

from core.i18n import current_locale

MINUS = "−"
UNITS = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
ENGLISH = (
    "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
ENGLISH_SCALES = (
    (10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"),
)  # fmt: skip
SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"))
MOST_DIGITS = 12
"""More than 999 milliard rupiah is a slip of the keyboard; sums of such amounts still fit a column."""
AMOUNT = re.compile(
    r"^(?:rp\.?\s*)?(\d{1,3}(?:\.\d{3})+|\d+)(?:,-|,00|,)?$", re.IGNORECASE | re.ASCII
)


def plain(amount: int) -> str:
    """Return `amount` rupiah as figures only: 1.250.000, with U+2212 before a negative."""
    return (MINUS if amount < 0 else "") + f"{abs(amount):,}".replace(",", ".")


def rupiah(amount: int) -> str:
    """Return `amount` as EYD writes it: Rp1.250.000, the minus before Rp."""
    return (MINUS if amount < 0 else "") + "Rp" + plain(abs(amount))


def percent(bps: int) -> str:
    """Return basis points as a percentage in figures: 1250 -> 12,5%."""
    whole, rest = divmod(bps, 100)
    return f"{whole}" + (f",{rest:02d}".rstrip("0") if rest else "") + "%"


def hundredths(part: int, whole: int) -> int:
    """Return how many hundredths of a positive `whole` a part is, half a one away from zero."""
    found = (200 * abs(part) + whole) // (2 * whole)
    return found if part >= 0 else -found


def parse_rupiah(text: str) -> int | None:
    """Return the rupiah that a person typed (150000, 150.000, Rp150.000,-) or None if it is none."""
    found = AMOUNT.match(text.strip().replace(" ", ""))
    digits = found.group(1).replace(".", "").lstrip("0") or "0" if found else ""
    return int(digits) if 0 < len(digits) <= MOST_DIGITS else None


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Divide `total` over `weights` by largest remainder, ties to the lower index.

    The parts sum to `total` exactly. Weights are not negative and not all zero.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be positive")
    parts = [total * w // whole for w in weights]
    remainders = [total * w % whole for w in weights]
    order = sorted(range(len(weights)), key=lambda i: (-remainders[i], i))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts


def unit_share(whole: int, quantity: int, first: int, last: int) -> int:
    """Return what units `first`..`last` (1-based, inclusive) of `quantity` carry of `whole`.

    Unit k carries ⌊S·k/q⌋ − ⌊S·(k−1)/q⌋, so any order of returns gives back exactly S.
    """
    return whole * last // quantity - whole * (first - 1) // quantity


def in_words(number: int) -> str:
    """Return `number` in words of the language now spoken, without the currency."""
    if current_locale() == "id":
        return terbilang(number)
    if number < 0:
        return "minus " + _english(-number)
    return _english(number) or "zero"


def _english(n: int) -> str:
    for scale, name in ENGLISH_SCALES:
        if n >= scale:
            return _join(_english(n // scale), name, _english(n % scale))
    if n < 20:
        return ENGLISH[n]
    tens, ones = TENS[n // 10], ENGLISH[n % 10]
    return f"{tens}-{ones}" if ones else tens


def terbilang(number: int) -> str:
    """Return `number` in Indonesian words, without the currency."""
    if number < 0:
        return "minus " + terbilang(-number)
    return _words(number) or "nol"


def _words(n: int) -> str:
    for scale, name in SCALES:
        if n >= scale:
            return _join(_words(n // scale), name, _words(n % scale))
    if n >= 2000:
        return _join(_words(n // 1000), "ribu", _words(n % 1000))
    if n >= 1000:
        return _join("seribu", _words(n - 1000))
    if n >= 200:
        return _join(UNITS[n // 100], "ratus", _words(n % 100))
    if n >= 100:
        return _join("seratus", _words(n - 100))
    if n >= 20:
        return _join(UNITS[n // 10], "puluh", UNITS[n % 10])
    if n >= 12:
        return _join(UNITS[n - 10], "belas")
    return {10: "sepuluh", 11: "sebelas"}.get(n) or UNITS[n]


def _join(*words: str) -> str:
    return " ".join(word for word in words if word)
