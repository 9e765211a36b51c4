"""Letters on labels: their fonts, their widths in dots, and how words are made to fit."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import reportlab
from PIL import ImageFont

from printers.words import to_latin

FONTS = Path(reportlab.__file__).parent / "fonts"
REGULAR, BOLD = FONTS / "Vera.ttf", FONTS / "VeraBd.ttf"
LINE = 1.22
"""Height of a line of text by the size of its letters."""


@dataclass
class Row:
    """A line that wants a place; `rank` 0 always stays, the highest goes first."""

    text: str
    size: int
    bold: bool = False
    rank: int = 0
    smallest: int = 11


@cache
def font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    """Return the letters of that size in dots."""
    return ImageFont.truetype(BOLD if bold else REGULAR, size)


def measure(text: str, size: int, *, bold: bool = False) -> float:
    """Return the width of `text` in dots."""
    return font(size, bold=bold).getlength(text)


def fit(row: Row, width: float) -> tuple[str, int]:
    """Return the text and size at which a row fits: smaller letters first, then an ellipsis."""
    text = to_latin(row.text)
    for size in range(row.size, row.smallest - 1, -1):
        if measure(text, size, bold=row.bold) <= width:
            return text, size
    while text and measure(text + "...", row.smallest, bold=row.bold) > width:
        text = text[:-1]
    return text.rstrip() + "...", row.smallest


def split(text: str, size: int, width: float, *, lines: int) -> list[str]:
    """Return `text` in at most `lines` lines of bold letters; the last one takes the rest."""
    done: list[str] = []
    words = to_latin(text).split()
    while words and len(done) < lines - 1:
        count = len(words)
        while count > 1 and measure(" ".join(words[:count]), size, bold=True) > width:
            count -= 1
        done.append(" ".join(words[:count]))
        words = words[count:]
    return done + ([" ".join(words)] if words else [])
