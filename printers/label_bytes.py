"""Label printers: the same picture in ESC/POS, ZPL and TSPL."""

from collections.abc import Callable, Iterator

from PIL import Image

from core.i18n import use_locale
from printers.documents import Label, Labels
from printers.escpos import inverted, raster_bytes
from printers.labels import DOTS_PER_MM, STOCKS, Stock, draw_row


class UnknownStock(ValueError):
    """No label roll has that name."""


def label_bytes(labels: Labels, language: str, stock_name: str) -> bytes:
    """Return the bytes that print a batch; `language` is escpos, zpl or tspl."""
    if stock_name not in STOCKS:
        raise UnknownStock(stock_name)
    stock = STOCKS[stock_name]
    write = WRITERS[language]
    with use_locale(labels.language):
        parts = [
            write(draw_row(row, stock, demo=labels.demo), stock, copies)
            for row, copies in _rows(labels, stock)
        ]
    return b"".join(parts)


def _rows(labels: Labels, stock: Stock) -> Iterator[tuple[list[Label], int]]:
    """Return what stands side by side, and how many times: equal labels are sent once."""
    if stock.across == 1:
        for run in labels.runs:
            yield [run.label], run.count
        return
    each = labels.each()
    for start in range(0, len(each), stock.across):
        yield list(each[start : start + stock.across]), 1


def _escpos(image: Image.Image, stock: Stock, copies: int) -> bytes:
    """Send the gap as white dots: die-cut labels keep their pitch, plain rolls room to cut."""
    with_gap = Image.new("1", (image.width, image.height + stock.gap_mm * DOTS_PER_MM), 1)
    with_gap.paste(image, (0, 0))
    return raster_bytes(with_gap, copies=copies)


def _zpl(image: Image.Image, _stock: Stock, copies: int) -> bytes:
    """A set bit is black; the field is hexadecimal text."""
    packed = inverted(image)
    size, row = len(packed), (image.width + 7) // 8
    return (
        f"^XA^PW{image.width}^LL{image.height}^LH0,0^FO0,0"
        f"^GFA,{size},{size},{row},{packed.hex().upper()}^FS^PQ{copies}^XZ\r\n"
    ).encode("ascii")


def _tspl(image: Image.Image, stock: Stock, copies: int) -> bytes:
    """A clear bit is black, as Pillow keeps one-bit pictures."""
    row = (image.width + 7) // 8
    padded = Image.new("1", (row * 8, image.height), 1)
    padded.paste(image, (0, 0))
    head = (
        f"SIZE {stock.roll_mm} mm,{stock.height_mm} mm\r\nGAP {stock.gap_mm} mm,0 mm\r\n"
        f"DIRECTION 1\r\nCLS\r\nBITMAP 0,0,{row},{image.height},0,"
    )
    return head.encode("ascii") + padded.tobytes() + f"\r\nPRINT {copies},1\r\n".encode("ascii")


WRITERS: dict[str, Callable[[Image.Image, Stock, int], bytes]] = {
    "escpos": _escpos,
    "zpl": _zpl,
    "tspl": _tspl,
}
