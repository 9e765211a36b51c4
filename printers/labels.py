"""Price tags: where each thing stands on the label, and the picture at 203 dots an inch.

One arrangement serves the label printers (whole dots) and the A4 sheets (the same measures as
fractions of a millimetre), so that a tag looks the same from both. Nothing ever overlaps:
rows that find no room are left out in a stated order, the price and the bars never.
"""

from dataclasses import dataclass, field

from PIL import Image, ImageDraw

from core.i18n import _
from core.money import rupiah
from printers.documents import Label
from printers.lettering import LINE, Row, fit, font, measure, split
from printers.symbols import QR_QUIET, QUIET, bar_image, ean13, qr, qr_image
from printers.words import day

DOTS_PER_MM = 8


@dataclass(frozen=True)
class Stock:
    """Labels on a roll: size in millimetres, how many side by side, the gap between rows."""

    width_mm: int
    height_mm: int
    across: int = 1
    gap_mm: int = 2

    @property
    def dots(self) -> tuple[int, int]:
        """Width and height of one label in dots."""
        return self.width_mm * DOTS_PER_MM, self.height_mm * DOTS_PER_MM

    @property
    def roll_mm(self) -> int:
        """Width of a whole row of labels."""
        return self.width_mm * self.across + self.gap_mm * (self.across - 1)


STOCKS = {
    "33x15": Stock(33, 15),
    "33x15x3": Stock(33, 15, across=3),
    "40x30": Stock(40, 30),
    "50x25": Stock(50, 25),
    "50x30": Stock(50, 30),
    "40x80": Stock(40, 80),
}
"""The label rolls that Titip knows; 40x80 is the hangtag."""


@dataclass(frozen=True)
class Words:
    """A line of text in a box; `size` is the height of the letters in dots."""

    text: str
    x: float
    y: float
    width: float
    height: float
    size: int
    bold: bool = False
    align: str = "left"


@dataclass(frozen=True)
class Bars:
    """An EAN-13 in a box, without its quiet zones; `module` is the width of one bar."""

    code: str
    x: float
    y: float
    module: float
    height: float

    @property
    def width(self) -> float:
        """Width of the symbol."""
        return len(ean13(self.code)) * self.module


@dataclass(frozen=True)
class Square:
    """A QR symbol, without its white border."""

    text: str
    x: float
    y: float
    module: float

    @property
    def width(self) -> float:
        """Width, and height, of the symbol."""
        return len(qr(self.text)) * self.module

    height = width


Placed = Words | Bars | Square


@dataclass(frozen=True)
class Device:
    """How fine the output is: allowed widths of one bar and of one QR module, in dots."""

    bars: tuple[float, ...] = (3, 2)
    squares: tuple[float, ...] = (4, 3)


PRINTER = Device()
SHEET = Device(bars=(2.64, 2.376, 2.112), squares=(3.2, 2.4))
"""A laser printer: 0.33 mm down to 0.264 mm, which is 80 % of the nominal size."""


@dataclass
class Frame:
    """The label under construction."""

    width: float
    height: float
    device: Device
    margin: float
    align: str = "left"
    placed: list[Placed] = field(default_factory=list)


def arrange(
    label: Label,
    width: float,
    height: float,
    *,
    device: Device = PRINTER,
    margin: float = 0,
    demo: bool = False,
) -> list[Placed]:
    """Return what stands where on a label of that size in dots; UnprintableCode on a bad code.

    `margin` is what must stay white at its edges, where that is more than usual.
    """
    ean13(label.code)
    if height < 17 * DOTS_PER_MM:
        return _strip(label, Frame(width, height, device, margin=5), demo=demo)
    if height > 60 * DOTS_PER_MM:
        return _hangtag(label, Frame(width, height, device, 16, align="center"), demo=demo)
    return _card(label, Frame(width, height, device, margin=max(8, margin)), demo=demo)


def draw(label: Label, stock: Stock, *, demo: bool = False) -> Image.Image:
    """Return the label as a one-bit picture, one pixel a dot."""
    width, height = stock.dots
    image = Image.new("1", (width, height), 1)
    pen = ImageDraw.Draw(image)
    pen.fontmode = "1"
    for thing in arrange(label, width, height, demo=demo):
        at = (round(thing.x), round(thing.y))
        if isinstance(thing, Bars):
            bars = bar_image(ean13(thing.code), int(thing.module), round(thing.height))
            image.paste(bars, at)
        elif isinstance(thing, Square):
            image.paste(qr_image(qr(thing.text), int(thing.module)), at)
        else:
            base = (at[0], at[1] + round(thing.size))
            pen.text(base, thing.text, font=font(thing.size, bold=thing.bold), fill=0, anchor="ls")
    return image


def draw_row(labels: list[Label], stock: Stock, *, demo: bool = False) -> Image.Image:
    """Return as many labels as stand side by side on the roll, as one picture."""
    width, height = stock.dots
    pitch = width + stock.gap_mm * DOTS_PER_MM
    image = Image.new("1", (stock.roll_mm * DOTS_PER_MM, height), 1)
    for place, label in enumerate(labels[: stock.across]):
        image.paste(draw(label, stock, demo=demo), (place * pitch, 0))
    return image


def _marks(label: Label, *, demo: bool) -> list[str]:
    """Return what must be said: the demonstration, and the dates and licences of food."""
    best = _("Baik sebelum %(day)s", day=day(label.best_before)) if label.best_before else ""
    lot = _("Lot %(lot)s", lot=label.lot) if label.lot else ""
    said = [_("MODE CONTOH") if demo else "", best, ", ".join(filter(None, (lot, *label.marks)))]
    return [text for text in said if text]


def _place(frame: Frame, row: Row, y: float, *, width: float | None = None) -> float:
    """Put a row at height `y` and return where the next one may start."""
    room = frame.width - 2 * frame.margin if width is None else width
    text, size = fit(row, room)
    wide = measure(text, size, bold=row.bold)
    x = frame.margin + ((room - wide) / 2 if frame.align == "center" else 0)
    height = size * LINE
    frame.placed.append(Words(text, x, y, wide, height, size, bold=row.bold))
    return y + height


def _bars(frame: Frame, code: str, top: float, bottom: float) -> None:
    """Put the bars between two heights, as wide as whole modules and quiet zones allow."""
    modules = len(ean13(code)) + 2 * QUIET
    module = next((m for m in frame.device.bars if modules * m <= frame.width), 0.0)
    if not module or bottom - top < 3 * DOTS_PER_MM:
        raise ValueError(f"no room for bars on a label of {frame.width:.0f} dots")
    x = (frame.width - len(ean13(code)) * module) / 2
    if isinstance(module, int):
        x = round(x)
    frame.placed.append(Bars(code, x, top, module, min(bottom - top, 14 * DOTS_PER_MM)))


def _strip(label: Label, frame: Frame, *, demo: bool) -> list[Placed]:
    """Arrange a low label: name, bars, then the figures with the price beside them."""
    y = _place(frame, Row(label.title, 17, smallest=14), frame.margin)
    said = _marks(label, demo=demo)
    for marks in filter(None, (", ".join(said[:demo]), ", ".join(said[demo:]))):
        y = _place(frame, Row(marks, 13, smallest=11), y)
    price = Row(rupiah(label.price), 22, bold=True, smallest=9)
    code = Row(label.code, 13)
    room = frame.width - 2 * frame.margin
    wide = measure(code.text, code.size)
    text, size = fit(price, room - wide - 8)
    base = frame.height - frame.margin - size * LINE
    taken = measure(text, size, bold=True)
    frame.placed.append(
        Words(text, frame.width - frame.margin - taken, base, taken, size * LINE, size, bold=True)
    )
    low = frame.height - frame.margin - code.size * LINE
    frame.placed.append(Words(code.text, frame.margin, low, wide, code.size * LINE, code.size))
    _bars(frame, label.code, y + 2, min(base, low) - 2)
    return frame.placed


def _foot(frame: Frame, label: Label, top: float, size: int) -> None:
    """Put bars and, under them, their figures at the bottom of the label."""
    figures = Row(label.code, size)
    wide = measure(label.code, size)
    y = frame.height - frame.margin - size * LINE
    frame.placed.append(Words(figures.text, (frame.width - wide) / 2, y, wide, size * LINE, size))
    _bars(frame, label.code, top, y - 2)


def _card(label: Label, frame: Frame, *, demo: bool) -> list[Placed]:
    """Arrange a usual label: name, maker, price, and the bars below; a QR beside if it fits."""
    tall = frame.height - 2 * frame.margin >= 22 * DOTS_PER_MM
    least = (7 if tall else 5.5) * DOTS_PER_MM
    floor = frame.height - frame.margin - least - 16 * LINE
    room = frame.width - 2 * frame.margin - _corner_qr(frame, label, floor)
    title = split(label.title, 22 if tall else 18, room, lines=2)
    rows = [Row(line, 22 if tall else 18, bold=True, smallest=15, rank=2 * n)
            for n, line in enumerate(title)]  # fmt: skip
    rows += [Row(label.maker, 16, rank=3)] if label.maker else []
    rows += [Row(", ".join(label.facts), 15, rank=4)] if label.facts else []
    rows += [Row(mark, 15) for mark in _marks(label, demo=demo)]
    rows.append(Row(rupiah(label.price), 36 if tall else 28, bold=True, smallest=12))
    _drop(rows, floor - frame.margin)
    if len(title) == 2 and all(row.text != title[1] for row in rows):
        rows[0].text = label.title  # one line left: the whole name, as far as it goes
    y = frame.margin
    for row in rows:
        y = _place(frame, row, y, width=room)
    _foot(frame, label, max(y, _lowest(frame)) + 4, 14)
    return frame.placed


def _drop(rows: list[Row], room: float) -> None:
    """Take out rows, highest rank first, and shrink the rest, until they fit `room`."""
    while sum(row.size * LINE for row in rows) > room:
        worst = max(reversed(rows), key=lambda row: row.rank)
        if worst.rank:
            rows.remove(worst)
            continue
        largest = max(rows, key=lambda row: row.size)
        if largest.size <= 11:
            return
        largest.size -= 1
        largest.smallest = min(largest.smallest, largest.size)


def _corner_qr(frame: Frame, label: Label, floor: float) -> float:
    """Put the QR in the upper right corner if a readable one fits; return the width it takes."""
    if not label.url:
        return 0
    side = len(qr(label.url)) + QR_QUIET
    for module in frame.device.squares:
        taken = side * module
        if frame.margin + taken <= floor and frame.width - taken >= 20 * DOTS_PER_MM:
            x = frame.width - frame.margin - len(qr(label.url)) * module
            frame.placed.append(Square(label.url, x, frame.margin, module))
            return taken
    return 0


def _lowest(frame: Frame) -> float:
    squares = [t.y + t.height + QR_QUIET * t.module for t in frame.placed if isinstance(t, Square)]
    return max(squares, default=0)


def _hangtag(label: Label, frame: Frame, *, demo: bool) -> list[Placed]:
    """Arrange a tag that hangs on a thread: room for the hole, all of it in the middle."""
    room = frame.width - 2 * frame.margin
    rows = [Row(line, 27, bold=True, smallest=16) for line in split(label.title, 27, room, lines=3)]
    rows += [Row(label.maker, 20)] if label.maker else []
    rows += [Row(fact, 18, rank=1) for fact in label.facts]
    rows += [Row(mark, 18) for mark in _marks(label, demo=demo)]
    rows.append(Row(rupiah(label.price), 46, bold=True, smallest=16))
    side = (len(qr(label.url)) + 2 * QR_QUIET) * frame.device.squares[0] if label.url else 0
    hole = 9 * DOTS_PER_MM
    foot = 12 * DOTS_PER_MM + 18 * LINE + frame.margin
    _drop(rows, frame.height - hole - side - foot - 24 * LINE - 24)
    y: float = hole
    for row in rows[:-1]:
        y = _place(frame, row, y)
    y = _place(frame, rows[-1], y + 10)
    if label.url:
        module = frame.device.squares[0]
        top = y + QR_QUIET * module
        x = (frame.width - len(qr(label.url)) * module) / 2
        frame.placed.append(Square(label.url, round(x), round(top), module))
        y = _place(frame, Row(_("Kenali pembuatnya"), 18), top + frame.placed[-1].height + 10)
    _foot(frame, label, max(y + 8, frame.height - foot), 18)
    return frame.placed
