"""ESC/POS: the bytes of a paper, made by python-escpos on a fresh dummy for every job.

The library is used for the commands only. Its habits that print garbage on cheap devices are
avoided here: no automatic code pages, no `set_with_default`, no software bar codes, one
initialisation a job (after it the library would not send the code page again). Bar codes and
pictures are written here, because the library prints remarks to stdout for those.
"""

import logging
import os
import shutil
from functools import cache
from typing import Any

from PIL import Image

from printers.layout import Barcode, Cut, Element, Feed, Picture, Qr, Text
from printers.profile import Profile
from printers.symbols import QR_QUIET, QUIET, bar_image, code128, qr, qr_image
from printers.words import LETTERS

BAR_HEIGHT = 72
FEED_TO_CUT = 5
FEED_TO_TEAR = 4
QR_DOTS = 6
TABLES = {"cp437": 0, "cp858": 19, "cp1252": 16}
"""Where most printers keep an alphabet (ESC t n); the test page shows whether this one does."""
BAND = 255
"""Rows of a picture sent at once; big pictures jam or print letters on cheap devices."""
DRAWER_ON_MS = 120
DRAWER_OFF_MS = 500


@cache
def _dummy_class() -> type[Any]:
    """Import the library, and undo what importing it leaves behind.

    It makes a temporary folder for its cache and puts a handler on the root logger.
    """
    kept = os.environ.pop("ESCPOS_CAPABILITIES_PICKLE_DIR", None)
    handlers = list(logging.root.handlers)
    try:
        from escpos import capabilities
        from escpos.printer import Dummy
    finally:
        if kept is not None:
            os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = kept
    shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    for handler in logging.root.handlers[:]:
        if handler not in handlers:
            logging.root.removeHandler(handler)
    found: type[Any] = Dummy
    return found


def roll_bytes(elements: list[Element], profile: Profile) -> bytes:
    """Return the bytes that print `elements` on a printer of that profile."""
    dummy = _dummy_class()(magic_encode_args={"disabled": True, "encoding": "CP437"})
    dummy.hw("INIT")
    if profile.letters in TABLES:
        dummy._raw(bytes((0x1B, 0x74, TABLES[profile.letters])))
    style = Text()
    for element in elements:
        if isinstance(element, Text):
            style = _write(dummy, element, style, LETTERS[profile.letters] or "ascii")
        elif isinstance(element, Feed):
            dummy.text("\n" * element.lines)
        elif isinstance(element, Barcode):
            _bars(dummy, element.data, profile)
        elif isinstance(element, Qr):
            _qr(dummy, element.data, profile)
        elif isinstance(element, Picture):
            dummy.set(align="center")
            _picture(dummy, element.image)
            dummy.set(align="left")
        else:
            _cut(dummy, element, profile)
    return bytes(dummy.output)


def drawer_pulse(pin: int = 2) -> bytes:
    """Return the pulse that opens a drawer: 120 ms on, short ones are missed by some drawers."""
    return bytes((0x1B, 0x70, 0 if pin == 2 else 1, DRAWER_ON_MS // 2, DRAWER_OFF_MS // 2))


def raster_bytes(image: Image.Image, *, copies: int = 1) -> bytes:
    """Return a one-bit picture as GS v 0, once for each copy, on a fresh dummy."""
    dummy = _dummy_class()()
    _picture(dummy, image)
    return b"\x1b@" + bytes(dummy.output) * copies


def _write(dummy: Any, line: Text, before: Text, codec: str) -> Text:
    """Write one line, sending only the attributes that change; return the style now set."""
    if line.bold != before.bold:
        dummy.set(bold=line.bold)
    if (line.wide, line.tall) != (before.wide, before.tall):
        if line.wide or line.tall:
            dummy.set(custom_size=True, width=2 if line.wide else 1, height=2 if line.tall else 1)
        else:
            dummy.set(normal_textsize=True)
    dummy._raw((line.text + "\n").encode(codec, "replace"))
    return line


def _module_dots(modules: int, dots: int) -> int:
    """Return the widest bar, 3 dots at most, at which symbol and quiet zones fit the paper."""
    for width in (3, 2):
        if (modules + 2 * QUIET) * width <= dots:
            return width
    return 0


def _bars(dummy: Any, data: str, profile: Profile) -> None:
    modules = code128(data)
    width = _module_dots(len(modules), profile.dots)
    if not width:
        return  # the number stands under it in figures
    dummy.set(align="center")
    if profile.native_barcode:
        # Without the prefix {B the printer prints nothing.
        payload = b"{B" + data.replace("{", "{{").encode("ascii")
        dummy._raw(bytes((0x1D, 0x68, BAR_HEIGHT, 0x1D, 0x77, width, 0x1D, 0x48, 0)))
        dummy._raw(bytes((0x1D, 0x6B, 73, len(payload))) + payload)
    else:
        _picture(dummy, bar_image(modules, width, BAR_HEIGHT))
    dummy.set(align="left")


def _qr(dummy: Any, data: str, profile: Profile) -> None:
    rows = qr(data)
    size = min(QR_DOTS, profile.dots // (len(rows) + 2 * QR_QUIET))
    dummy.set(align="center")
    if profile.native_qr:
        dummy.qr(data, ec=1, size=size, native=True)
    else:
        _picture(dummy, qr_image(rows, size))
    dummy.set(align="left")


def _picture(dummy: Any, image: Image.Image) -> None:
    """Write a one-bit picture as GS v 0 in bands that small buffers hold."""
    packed = image.convert("1")
    for top in range(0, packed.height, BAND):
        band = packed.crop((0, top, packed.width, min(top + BAND, packed.height)))
        row = (band.width + 7) // 8
        header = (0x1D, 0x76, 0x30, 0, row & 255, row >> 8, band.height & 255, band.height >> 8)
        dummy._raw(bytes(header) + inverted(band))


def inverted(image: Image.Image) -> bytes:
    """Return a one-bit picture as packed rows in which a set bit is a black dot."""
    raw = Image.eval(image.convert("L"), lambda level: 255 - level).convert("1")
    return raw.tobytes()


def _cut(dummy: Any, _cut_element: Cut, profile: Profile) -> None:
    if not profile.cutter:
        dummy.print_and_feed(FEED_TO_TEAR)
        return
    dummy.print_and_feed(FEED_TO_CUT)
    dummy.cut(feed=False)
