"""The roll: from a document to lines of at most so many characters, before any byte is made.

Every line is in the letters that the printer has (ASCII unless it says otherwise) and measured
here, so that a printer never wraps by itself. Names wrap,
amounts never do: an amount that finds no room goes to the next line, right-aligned.
"""

import textwrap
from dataclasses import dataclass

from PIL import Image

from printers.words import to_letters

COLUMNS = (32, 42, 48)
"""Characters a line in font A on a 58 mm roll, an older 80 mm one, and a usual 80 mm one."""


@dataclass(frozen=True)
class Text:
    """One line; `wide` letters take two columns, `tall` ones two rows."""

    text: str = ""
    bold: bool = False
    wide: bool = False
    tall: bool = False

    def columns(self) -> int:
        """Return how many columns of the paper the line takes."""
        return len(self.text) * (2 if self.wide else 1)


@dataclass(frozen=True)
class Barcode:
    """A Code 128 symbol, centred."""

    data: str


@dataclass(frozen=True)
class Qr:
    """A QR symbol, centred."""

    data: str


@dataclass(frozen=True)
class Picture:
    """A drawing of the house's own, centred: the logo. Prepared for the paper's width in dots."""

    image: Image.Image


@dataclass(frozen=True)
class Feed:
    """Empty lines."""

    lines: int = 1


@dataclass(frozen=True)
class Cut:
    """The end of a paper: cut if the printer can, else feed to the tear-off edge."""


Element = Text | Barcode | Qr | Picture | Feed | Cut


def wrap(text: str, columns: int, letters: str = "ascii") -> list[str]:
    """Return `text` in lines of at most `columns`; a longer word is cut. Nothing gives no line.

    Blanks it starts with indent every line.
    """
    text = to_letters(text, letters).rstrip()
    indent = " " * min(len(text) - len(text.lstrip()), columns // 2)
    return textwrap.wrap(
        text.lstrip(), columns, initial_indent=indent, subsequent_indent=indent,
        break_on_hyphens=False,
    )  # fmt: skip


def pair(left: str, right: str, columns: int, letters: str = "ascii") -> list[str]:
    """Return a label and what stands right of it, on one line if both fit."""
    left, right = to_letters(left, letters).rstrip(), to_letters(right, letters).strip()
    if len(left) + 1 + len(right) <= columns or not right:
        room = columns - len(left)
        if room >= 0:
            return [left + right.rjust(room) if right else left]
    below = [line.rjust(columns) for line in wrap(right, columns, letters)]
    return wrap(left, columns, letters) + below


def centred(text: str, columns: int, letters: str = "ascii") -> list[str]:
    """Return `text` wrapped, each line in the middle."""
    return [line.center(columns).rstrip() for line in wrap(text, columns, letters)]


class Roll:
    """Collects the elements of one paper of `columns` characters a line, in those `letters`."""

    def __init__(self, columns: int, letters: str = "ascii") -> None:
        self.columns = columns
        self.letters = letters
        self.elements: list[Element] = []

    def say(self, text: str, *, bold: bool = False) -> None:
        """Add a paragraph, left-aligned."""
        self.elements += [Text(line, bold=bold) for line in wrap(text, self.columns, self.letters)]

    def centre(self, text: str, *, bold: bool = False) -> None:
        """Add a centred paragraph."""
        self.elements += [
            Text(line, bold=bold) for line in centred(text, self.columns, self.letters)
        ]

    def head(self, text: str) -> None:
        """Add a centred heading in large letters."""
        for line in centred(text, self.columns // 2, self.letters):
            self.elements.append(Text(line, bold=True, wide=True, tall=True))

    def row(self, left: str, right: str, *, bold: bool = False) -> None:
        """Add a label with an amount or a word at the right edge."""
        self.elements += [
            Text(line, bold=bold) for line in pair(left, right, self.columns, self.letters)
        ]

    def grand(self, left: str, right: str) -> None:
        """Add the amount that matters: as large as it goes on one line."""
        large = pair(left, right, self.columns // 2, self.letters)
        wide = len(large) == 1
        for line in large if wide else pair(left, right, self.columns, self.letters):
            self.elements.append(Text(line, bold=True, wide=wide, tall=True))

    def rule(self) -> None:
        """Add a dashed line across."""
        self.elements.append(Text("-" * self.columns))

    def blank(self) -> None:
        """Add an empty line."""
        self.elements.append(Feed())

    def add(self, element: Barcode | Qr | Picture | Cut) -> None:
        """Add a symbol, a drawing or the end of the paper."""
        self.elements.append(element)
