"""A strict ESC/POS interpreter for the tests: bytes in, what a printer would do out.

Written from Epson's command list, independent of python-escpos. It gives the lines of text, the
one-bit picture at printer dots, the events at the device (drawer, cut, symbols) and a warning
for everything that a real printer would answer with garbage, silence or a line of its own.

    python -m tests.tools.escpos_view FILE [DOTS] [PNG]
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import barcode
import segno
from PIL import Image, ImageChops, ImageDraw, ImageFont

FONT = str(Path(barcode.__file__).parent / "fonts" / "DejaVuSansMono.ttf")
CODE_PAGES = {0: "cp437", 2: "cp850", 16: "cp1252", 18: "cp852", 19: "cp858"}
CELLS = {0: (12, 24), 1: (9, 17)}
"""Width and height in dots of a letter of font A and font B."""
LINE_SPACING = 30
BAR_KINDS = {65: "upca", 67: "ean13", 68: "ean8", 69: "code39", 70: "itf", 73: "code128"}


@dataclass(frozen=True)
class Style:
    """How the next letter looks; widths and heights are multiples."""

    font: int = 0
    bold: bool = False
    underline: int = 0
    inverse: bool = False
    wide: int = 1
    tall: int = 1

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of a letter in dots."""
        width, height = CELLS[self.font]
        return width * self.wide, height * self.tall


@cache
def glyph(letter: str, style: Style) -> Image.Image:
    """Return one letter, black on white."""
    width, height = CELLS[style.font]
    image = Image.new("1", (width, height), 1)
    font = ImageFont.truetype(FONT, 19 if style.font == 0 else 14)
    base = height - (5 if style.font == 0 else 4)
    ImageDraw.Draw(image).text((width // 2, base), letter, font=font, fill=0, anchor="ms")
    image = image.resize(style.size, Image.Resampling.NEAREST)
    if style.bold:
        shifted = Image.new("1", image.size, 1)
        shifted.paste(image, (1, 0))
        image = ImageChops.logical_and(image, shifted)
    return ImageChops.invert(image) if style.inverse else image


@dataclass
class BarSettings:
    """What GS h, GS w and GS H set."""

    height: int = 162
    width: int = 3
    figures: int = 0


@dataclass
class QrSettings:
    """What the functions of GS ( k set."""

    size: int = 3
    level: int = 48
    data: bytes = b""


@dataclass
class View:
    """A printer of `dots` printable dots, and what it did so far."""

    dots: int = 576
    lines: list[str] = field(default_factory=list)
    events: list[tuple[object, ...]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    sheets: list[Image.Image] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.image = Image.new("1", (self.dots, 400), 1)
        self.y = 0
        self.reset()

    def reset(self) -> None:
        """Do what ESC @ does."""
        self.align = 0
        self.style = Style()
        self.page = "cp437"
        self.spacing = LINE_SPACING
        self.pending: list[tuple[str, Style]] = []
        self.bars = BarSettings()
        self.qr = QrSettings()

    # -- paper ------------------------------------------------------------------------------

    def need(self, height: int) -> None:
        """Make sure that `height` more rows of paper are there."""
        while self.y + height > self.image.height:
            longer = Image.new("1", (self.dots, self.image.height * 2), 1)
            longer.paste(self.image, (0, 0))
            self.image = longer

    def left(self, width: int) -> int:
        """Return where something of `width` dots starts under the alignment now set."""
        return (0, (self.dots - width) // 2, self.dots - width)[self.align]

    def pending_width(self) -> int:
        """Return the dots that the line under construction takes."""
        return sum(style.size[0] for _letter, style in self.pending)

    def put(self, letter: str) -> None:
        """Add one letter to the line; a full line wraps, which is a warning."""
        if self.pending_width() + self.style.size[0] > self.dots:
            text = "".join(c for c, _style in self.pending)
            self.warnings.append(f"auto-wrap after {text!r}")
            self.feed_line()
        self.pending.append((letter, self.style))

    def feed_line(self) -> None:
        """Print the line under construction, or an empty one."""
        tallest = max((style.size[1] for _letter, style in self.pending), default=0)
        self.need(max(tallest, self.spacing) + 8)
        x = self.left(self.pending_width())
        for letter, style in self.pending:
            width, height = style.size
            self.image.paste(glyph(letter, style), (x, self.y + tallest - height))
            if style.underline:
                bottom = self.y + tallest
                ImageDraw.Draw(self.image).rectangle(
                    (x, bottom - style.underline, x + width - 1, bottom - 1), fill=0
                )
            x += width
        self.lines.append("".join(letter for letter, _style in self.pending))
        self.y += max(self.spacing, tallest + 6 if tallest > self.spacing else 0)
        self.pending = []

    def blit(self, image: Image.Image) -> None:
        """Print a picture at the alignment now set."""
        if self.pending:
            self.warnings.append("picture in the middle of a line")
            self.feed_line()
        if image.width > self.dots:
            self.warnings.append(f"picture of {image.width} dots on {self.dots}: clipped")
        self.need(image.height)
        self.image.paste(image, (self.left(min(image.width, self.dots)), self.y))
        self.y += image.height

    def tear(self) -> None:
        """End a sheet of paper."""
        self.sheets.append(self.image.crop((0, 0, self.dots, max(self.y, 1))))
        self.image = Image.new("1", (self.dots, 400), 1)
        self.y = 0

    def papers(self) -> list[Image.Image]:
        """Return every sheet, the one not yet cut included."""
        rest = [self.image.crop((0, 0, self.dots, self.y))] if self.y else []
        return self.sheets + rest

    # -- symbols ----------------------------------------------------------------------------

    def bar_symbol(self, mode: int, data: bytes) -> None:
        """Print what GS k asks for, or warn of what a printer would swallow."""
        kind = BAR_KINDS.get(mode + 65 if mode <= 6 else mode)
        if kind is None:
            self.warnings.append(f"GS k {mode}: unknown symbol")
            return
        text = data.decode("latin1")
        if kind == "code128":
            if text[:2] != "{B":
                self.warnings.append("CODE128 without a code set: nothing is printed")
                return
            text = text[2:].replace("{{", "{")
        modules = barcode.get_barcode_class(kind)(text).build()[0].replace("G", "1")
        width = len(modules) * self.bars.width
        if width > self.dots:
            self.warnings.append(f"symbol {text!r} of {width} dots: nothing is printed")
            return
        if width + 20 * self.bars.width > self.dots:
            self.warnings.append(f"symbol {text!r} of {width} dots: no room for the quiet zone")
        self.blit(_bars(modules, self.bars))
        self.events.append(("barcode", kind, text))
        self.lines.append(f"[{kind}:{text}]")
        if self.bars.figures & 2:
            for letter in text:
                self.put(letter)
            self.feed_line()

    def qr_symbol(self) -> None:
        """Print the stored QR data."""
        text = self.qr.data.decode("utf8")
        made = segno.make(text, error="lmqh"[self.qr.level - 48], micro=False, boost_error=False)
        rows = [list(row) for row in made.matrix]
        size = self.qr.size
        if (len(rows) + 8) * size > self.dots:
            self.warnings.append(f"QR of {len(rows) * size} dots on {self.dots}: no quiet zone")
        small = Image.new("1", (len(rows), len(rows)), 1)
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                small.putpixel((x, y), 0 if cell else 1)
        side = len(rows) * size
        self.blit(small.resize((side, side), Image.Resampling.NEAREST))
        self.events.append(("qr", text))
        self.lines.append(f"[qr:{text}]")

    # -- commands ---------------------------------------------------------------------------

    def feed(self, data: bytes) -> View:
        """Interpret `data` and return self."""
        at = 0
        while at < len(data):
            at = self.step(data, at)
        return self

    def step(self, data: bytes, at: int) -> int:
        """Interpret one command or letter and return where the next one starts."""
        code = data[at]
        if code == 0x0A:
            self.feed_line()
        elif code in (0x1B, 0x1D):
            return self.command(data, at)
        elif code == 0x10:
            return at + 3
        elif code < 0x20 or code == 0x7F:
            self.warnings.append(f"stray control byte {code:#04x} at {at}")
        else:
            self.put(bytes([code]).decode(self.page, "replace"))
        return at + 1

    def command(self, data: bytes, at: int) -> int:
        """Interpret a command that starts with ESC or GS."""
        name = ("ESC " if data[at] == 0x1B else "GS ") + chr(data[at + 1])
        known = COMMANDS.get(name)
        if known is None:
            self.warnings.append(f"unknown command {name!r} at {at}")
            return at + 2
        return at + 2 + known(self, data[at + 2 :])


def _bars(modules: str, settings: BarSettings) -> Image.Image:
    image = Image.new("1", (len(modules) * settings.width, settings.height), 1)
    draw = ImageDraw.Draw(image)
    for at, module in enumerate(modules):
        if module == "1":
            x = at * settings.width
            draw.rectangle((x, 0, x + settings.width - 1, settings.height), fill=0)
    return image


# Each command takes the bytes behind its name and returns how many of them are its own.


def _initialise(view: View, _data: bytes) -> int:
    if view.pending:
        view.warnings.append("ESC @ discards pending text")
    view.reset()
    return 0


def _bold(view: View, data: bytes) -> int:
    view.style = replace(view.style, bold=bool(data[0] & 1))
    return 1


def _underline(view: View, data: bytes) -> int:
    view.style = replace(view.style, underline=data[0] & 3)
    return 1


def _font(view: View, data: bytes) -> int:
    view.style = replace(view.style, font=data[0] & 1)
    return 1


def _mode(view: View, data: bytes) -> int:
    bits = data[0]
    view.style = Style(
        font=bits & 1, bold=bool(bits & 8), underline=bits >> 7, inverse=view.style.inverse,
        wide=2 if bits & 32 else 1, tall=2 if bits & 16 else 1,
    )  # fmt: skip
    return 1


def _size(view: View, data: bytes) -> int:
    view.style = replace(view.style, wide=(data[0] >> 4 & 7) + 1, tall=(data[0] & 7) + 1)
    return 1


def _inverse(view: View, data: bytes) -> int:
    view.style = replace(view.style, inverse=bool(data[0] & 1))
    return 1


def _align(view: View, data: bytes) -> int:
    if view.pending:
        view.warnings.append("ESC a in the middle of a line is ignored")
    else:
        view.align = data[0] & 3
    return 1


def _code_page(view: View, data: bytes) -> int:
    if data[0] not in CODE_PAGES:
        view.warnings.append(f"ESC t {data[0]}: a code page that printers differ in")
    view.page = CODE_PAGES.get(data[0], "cp437")
    return 1


def _feed_lines(view: View, data: bytes) -> int:
    count = data[0]
    if view.pending:
        view.feed_line()
        count -= 1
    for _line in range(count):
        view.feed_line()
    return 1


def _drawer(view: View, data: bytes) -> int:
    view.events.append(("drawer", data[0] & 1, data[1] * 2, data[2] * 2))
    return 3


def _cut(view: View, data: bytes) -> int:
    if view.pending:
        view.warnings.append("cut in the middle of a line")
        view.feed_line()
    view.events.append(("cut", "full" if data[0] in (0, 48, 65, 97) else "partial"))
    view.tear()
    return 2 if data[0] >= 65 else 1


def _bar_height(view: View, data: bytes) -> int:
    view.bars.height = data[0]
    return 1


def _bar_width(view: View, data: bytes) -> int:
    if not 2 <= data[0] <= 6:
        view.warnings.append(f"GS w {data[0]}: out of range")
    view.bars.width = data[0]
    return 1


def _bar_figures(view: View, data: bytes) -> int:
    view.bars.figures = data[0] & 3
    return 1


def _bar_symbol(view: View, data: bytes) -> int:
    if data[0] <= 6:
        end = data.index(0, 1)
        view.bar_symbol(data[0], data[1:end])
        return end + 1
    length = data[1]
    view.bar_symbol(data[0], data[2 : 2 + length])
    return 2 + length


def _raster(view: View, data: bytes) -> int:
    if data[0] != ord("0"):
        view.warnings.append("GS v without 0")
    row, height = data[2] | data[3] << 8, data[4] | data[5] << 8
    packed = data[6 : 6 + row * height]
    if len(packed) < row * height:
        view.warnings.append("picture shorter than its header says")
        return len(data)
    view.blit(Image.frombytes("1", (row * 8, height), bytes(255 - b for b in packed)))
    return 6 + row * height


def _two_dimensional(view: View, data: bytes) -> int:
    length = data[1] | data[2] << 8
    body = data[3 : 3 + length]
    if data[0] != ord("k") or body[0] != 49:
        view.warnings.append(f"GS ( {chr(data[0])} {body[:2]!r}: unknown")
    elif body[1] == 67:
        view.qr.size = body[2]
    elif body[1] == 69:
        view.qr.level = body[2]
    elif body[1] == 80:
        view.qr.data = body[3:]
    elif body[1] == 81:
        view.qr_symbol()
    elif body[1] != 65:
        view.warnings.append(f"GS ( k function {body[1]}: unknown")
    return 3 + length


COMMANDS: dict[str, Callable[[View, bytes], int]] = {
    "ESC @": _initialise, "ESC E": _bold, "ESC -": _underline, "ESC M": _font, "ESC !": _mode,
    "ESC a": _align, "ESC t": _code_page, "ESC d": _feed_lines, "ESC p": _drawer,
    "GS !": _size, "GS B": _inverse, "GS V": _cut, "GS h": _bar_height, "GS w": _bar_width,
    "GS H": _bar_figures, "GS k": _bar_symbol, "GS v": _raster, "GS (": _two_dimensional,
}  # fmt: skip


def main(arguments: list[str]) -> None:
    """Show what a file of bytes prints."""
    dots = int(arguments[1]) if len(arguments) > 1 else 576
    view = View(dots).feed(Path(arguments[0]).read_bytes())
    print("\n".join(view.lines), view.events, view.warnings, sep="\n")
    if len(arguments) > 2:
        for number, paper in enumerate(view.papers()):
            paper.save(arguments[2].replace(".png", f"-{number}.png" if number else ".png"))


if __name__ == "__main__":
    main(sys.argv[1:])
