"""What a printer can do: measured facts of the device, not of its make."""

from dataclasses import dataclass

DOTS = {32: 384, 42: 512, 48: 576}
"""Printable dots of a roll by its columns: font A is 12 dots wide."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A printer's language and abilities.

    `language` is escpos, zpl, tspl or page (a browser prints it). No cutter, no drawer port, no
    bar codes of its own and no answer to questions are all normal. `letters` is the alphabet that it
    has beside ASCII (printers.words.LETTERS).
    """

    language: str = "escpos"
    columns: int = 48
    cutter: bool = True
    drawer: bool = True
    native_barcode: bool = True
    native_qr: bool = True
    answers: bool = False
    stock: str = "33x15"
    letters: str = "ascii"

    @property
    def dots(self) -> int:
        """Printable width of the roll in dots."""
        return DOTS.get(self.columns, self.columns * 12)
