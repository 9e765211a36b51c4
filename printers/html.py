"""Papers for a browser: symbols and labels as SVG, without inline style or script.

The templates printers/receipt.html and printers/labels.html use these as Jinja globals.
"""

from markupsafe import Markup, escape

from core.i18n import use_locale
from printers.documents import Label
from printers.labels import DOTS_PER_MM, SHEET, STOCKS, Bars, Placed, Square, Words, arrange
from printers.symbols import QR_QUIET, QUIET, code128, ean13, qr, svg_path


def bars_svg(text: str, *, height: int = 30) -> Markup:
    """Return a Code 128 with its quiet zones, to be stretched by the style sheet."""
    modules = code128(text)
    return Markup(
        '<svg viewBox="-{quiet} 0 {width} {height}" preserveAspectRatio="none" '
        'shape-rendering="crispEdges" role="img" aria-label="{text}"><path d="{path}"/></svg>'
    ).format(
        quiet=QUIET, width=len(modules) + 2 * QUIET, height=height, text=text,
        path=svg_path((modules,), height),
    )  # fmt: skip


def qr_svg(text: str, *, size: int = 118) -> Markup:
    """Return a QR symbol with its white border, `size` pixels on the screen."""
    rows = qr(text)
    side = len(rows) + 2 * QR_QUIET
    return Markup(
        '<svg width="{size}" height="{size}" viewBox="-{q} -{q} {side} {side}" '
        'shape-rendering="crispEdges" role="img" aria-label="{text}"><path d="{path}"/></svg>'
    ).format(size=size, q=QR_QUIET, side=side, text=text, path=svg_path(rows))


def label_svg(label: Label, stock_name: str, *, language: str = "id", demo: bool = False) -> Markup:
    """Return a label at its real size; letters are fitted to their boxes in any font."""
    stock = STOCKS[stock_name]
    width, height = stock.dots
    with use_locale(language):
        placed = arrange(label, width, height, device=SHEET, demo=demo)
    return Markup(
        '<svg width="{mm_w}mm" height="{mm_h}mm" viewBox="0 0 {w} {h}" '
        'font-family="Verdana, DejaVu Sans, sans-serif" role="img" aria-label="{name}">{parts}</svg>'
    ).format(
        mm_w=width // DOTS_PER_MM, mm_h=height // DOTS_PER_MM, w=width, h=height,
        name=f"{label.title} {label.code}", parts=Markup("").join(_part(p) for p in placed),
    )  # fmt: skip


def _part(thing: Placed) -> Markup:
    if isinstance(thing, Words):
        return _words(thing)
    if isinstance(thing, Bars):
        return _symbol(thing, (ean13(thing.code),), thing.height / thing.module)
    return _symbol(thing, qr(thing.text), 1)


def _words(words: Words) -> Markup:
    if not words.text:
        return Markup("")
    weight = Markup(' font-weight="700"') if words.bold else Markup("")
    return Markup(
        '<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" textLength="{width:.1f}" '
        'lengthAdjust="spacingAndGlyphs"{weight}>{text}</text>'
    ).format(
        x=words.x, y=words.y + words.size, size=words.size, width=words.width, weight=weight,
        text=escape(words.text),
    )  # fmt: skip


def _symbol(thing: Bars | Square, rows: tuple[str, ...], height: float) -> Markup:
    """Return modules scaled to their place; bars are one row, `height` modules high."""
    return Markup(
        '<path transform="translate({x:.2f} {y:.2f}) scale({m} {n:.4f})" '
        'shape-rendering="crispEdges" d="{path}"/>'
    ).format(x=thing.x, y=thing.y, m=thing.module, n=thing.module * height, path=svg_path(rows))
