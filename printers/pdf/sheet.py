"""The sheet: letterhead, thread, tables, sums, signatures and page numbers of every PDF."""

import io
from collections.abc import Callable, Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)
from reportlab.platypus.flowables import _listWrapOn

from core import drawn
from core.i18n import _
from printers.documents import Document, Signer
from printers.words import to_latin

INK, QUIET_INK = HexColor("#1c1620"), HexColor("#51464d")
GOLD, LINE, GHOST = HexColor("#c8923a"), HexColor("#d9d0c2"), HexColor("#efe9df")
MARGIN = 16 * mm
FOOT_LINES = 3

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9.5, leading=13, textColor=INK)
TITLE = ParagraphStyle("title", BODY, fontName="Times-Roman", fontSize=22, leading=26)
HEADING = ParagraphStyle("heading", BODY, fontName="Helvetica-Bold", fontSize=11, leading=15)
SMALL = ParagraphStyle("small", BODY, fontSize=8, leading=11, textColor=QUIET_INK)
RIGHT = ParagraphStyle("right", BODY, alignment=TA_RIGHT)
SMALL_RIGHT = ParagraphStyle("small right", SMALL, alignment=TA_RIGHT)
STRONG = ParagraphStyle("strong", BODY, fontName="Helvetica-Bold")
STRONG_RIGHT = ParagraphStyle("strong right", STRONG, alignment=TA_RIGHT)
WORDS = ParagraphStyle("words", BODY, fontName="Times-Italic", fontSize=12.5, leading=16)
LARGE_RIGHT = ParagraphStyle("large right", STRONG_RIGHT, fontSize=13, leading=17)
LARGE = ParagraphStyle("large", STRONG, fontSize=13, leading=17)
DENSE_BODY = ParagraphStyle("dense", SMALL, leading=9.6, textColor=INK)
DENSE_STRONG = ParagraphStyle("dense strong", DENSE_BODY, fontName="Helvetica-Bold")

LOOSE = (BODY, RIGHT, STRONG, STRONG_RIGHT)
DENSE = (
    DENSE_BODY,
    ParagraphStyle("dense right", DENSE_BODY, alignment=TA_RIGHT),
    DENSE_STRONG,
    ParagraphStyle("dense strong right", DENSE_STRONG, alignment=TA_RIGHT),
)
"""Styles of a table's cells: words, numbers, and both in bold."""


def text(words: str, style: ParagraphStyle = BODY) -> Paragraph:
    """Return a paragraph of plain words; nothing in them is taken for markup."""
    return Paragraph(escape(to_latin(words)), style)


def with_note(words: str, note: str) -> Paragraph:
    """Return words with a small line under them."""
    if not note:
        return text(words)
    small = f'<font size="7.5" color="#51464d">{escape(to_latin(note))}</font>'
    return Paragraph(f"{escape(to_latin(words))}<br/>{small}", BODY)


class Thread(Flowable):  # type: ignore[misc]
    """Couched gold thread across the sheet: two lines with stitches between."""

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Take the whole width."""
        self.width, self.height = available_width, 4
        return self.width, self.height

    def draw(self) -> None:
        """Draw lines and stitches."""
        self.canv.setStrokeColor(GOLD)
        self.canv.setLineWidth(0.7)
        for y in (0, self.height):
            self.canv.line(0, y, self.width, y)
        self.canv.setLineWidth(0.5)
        at = 2.5
        while at < self.width:
            self.canv.line(at, 0, at, self.height)
            at += 5


class CutLine(Flowable):  # type: ignore[misc]
    """A dashed line across the sheet, `room` high, along which it is cut."""

    def __init__(self, room: float) -> None:
        super().__init__()
        self.height = room

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Take the whole width."""
        self.width = available_width
        return self.width, self.height

    def draw(self) -> None:
        """Draw the dashes near the lower edge."""
        self.canv.setStrokeColor(QUIET_INK)
        self.canv.setLineWidth(0.4)
        self.canv.setDash(2, 3)
        self.canv.line(-MARGIN, 7 * mm, self.width + MARGIN, 7 * mm)


class TickBox(Flowable):  # type: ignore[misc]
    """A small box to tick by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.width = self.height = 4 * mm

    def draw(self) -> None:
        """Draw the box."""
        self.canv.setStrokeColor(QUIET_INK)
        self.canv.setLineWidth(0.7)
        self.canv.rect(0, 0, self.width, self.height)


class StampBox(Flowable):  # type: ignore[misc]
    """The place for a duty stamp."""

    def __init__(self) -> None:
        super().__init__()
        self.width, self.height = 30 * mm, 20 * mm

    def draw(self) -> None:
        """Draw a dashed box with its words."""
        self.canv.setStrokeColor(QUIET_INK)
        self.canv.setFillColor(QUIET_INK)
        self.canv.setDash(2, 2)
        self.canv.rect(0, 0, self.width, self.height)
        self.canv.setFont("Helvetica", 8)
        self.canv.drawCentredString(self.width / 2, self.height / 2 + 2, _("Meterai"))
        self.canv.drawCentredString(self.width / 2, self.height / 2 - 9, "Rp10.000")


def letterhead(document: Document, title: str, under: str = "") -> list[Any]:
    """Return the head of a sheet: title left, the house right, the thread below."""
    house = document.house
    left: list[Any] = [text(title, TITLE)]
    if under:
        left.append(text(under, ParagraphStyle("under", SMALL, fontSize=9.5, leading=13)))
    if document.copy:
        left.append(text(_("SALINAN %(n)s", n=document.copy), STRONG))
    phone = [_("Telp. %(phone)s", phone=house.phone)] if house.phone else []
    right = [text(house.name, STRONG_RIGHT)]
    right += [text(line, SMALL_RIGHT) for line in (*house.address, *phone)]
    head = Table([[left, right]], colWidths=["58%", "42%"])
    head.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *_no_padding()])
    return [head, Spacer(0, 5 * mm), Thread(), Spacer(0, 5 * mm)]


def facts(pairs: Sequence[tuple[str, str]]) -> Table:
    """Return small labels with their values below, side by side."""
    shown = [(label, value) for label, value in pairs if value]
    cells = [[text(label, SMALL), text(value, STRONG)] for label, value in shown]
    table = Table([cells], colWidths=[f"{100 / len(cells):.4f}%"] * len(cells))
    table.setStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), *_no_padding(), ("RIGHTPADDING", (0, 0), (-2, -1), 8),
    ])  # fmt: skip
    return table


def grid(
    header: Sequence[str],
    rows: Sequence[Sequence[Any]],
    widths: Sequence[float],
    *,
    numbers_from: int,
    last_is_sum: bool = True,
    groups: Sequence[int] = (),
    dense: bool = False,
) -> Table:
    """Return a table whose head repeats on every page.

    Cells are words or paragraphs; columns from `numbers_from` on are right-aligned; `groups`
    are the rows that head a group and span the whole width; `dense` rows are small and close.
    """
    head = [text(h, SMALL_RIGHT if i >= numbers_from else SMALL) for i, h in enumerate(header)]
    body = []
    for at, row in enumerate(rows):
        strong = (last_is_sum and at == len(rows) - 1) or at in groups
        styles = DENSE if dense else LOOSE
        body.append([_cell(c, styles[2 * strong + (i >= numbers_from)]) for i, c in enumerate(row)])
    table = Table([head, *body], colWidths=[w * mm for w in widths], repeatRows=1)
    style: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, INK),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, LINE),
        ("TOPPADDING", (0, 0), (-1, -1), 0.8 if dense else 3.2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.4 if dense else 3.6),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("LEFTPADDING", (1, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-2, -1), 4),
    ]
    style += [("SPAN", (0, at + 1), (-1, at + 1)) for at in groups]
    if last_is_sum:
        style += [("LINEABOVE", (0, -1), (-1, -1), 0.8, INK)]
    table.setStyle(style)
    return table


def _cell(content: Any, style: ParagraphStyle) -> Any:
    return text(content, style) if isinstance(content, str) else content


def sums(pairs: Sequence[tuple[str, str]], result: tuple[str, str], width: float = 76) -> Table:
    """Return a column of amounts that ends in the one that matters."""
    rows = [[text(label), text(amount, RIGHT)] for label, amount in pairs]
    rows.append([text(result[0], LARGE), text(result[1], LARGE_RIGHT)])
    table = Table(rows, colWidths=[width * 0.56 * mm, width * 0.44 * mm], hAlign="RIGHT")
    table.setStyle([
        ("LINEBELOW", (0, 0), (-1, -3), 0.4, LINE),
        ("LINEABOVE", (0, -1), (-1, -1), 0.8, INK),
        ("TOPPADDING", (0, -1), (-1, -1), 6),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
    ])  # fmt: skip
    return table


class Drawn(Flowable):  # type: ignore[misc]
    """What somebody drew on a screen, as wide or as high as there is room (in points)."""

    def __init__(self, drawing: str, width: float, height: float) -> None:
        super().__init__()
        self.drawing = drawing
        self.scale = min(width / drawn.WIDTH, height / drawn.HEIGHT)
        self.width, self.height = drawn.WIDTH * self.scale, drawn.HEIGHT * self.scale

    def draw(self) -> None:
        """Draw the strokes; they count down from the top, a page up from the bottom."""
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(1)
        self.canv.setLineCap(1)
        self.canv.setLineJoin(1)
        path = self.canv.beginPath()
        for stroke in drawn.strokes(self.drawing):
            points = [(x * self.scale, self.height - y * self.scale) for x, y in stroke]
            path.moveTo(*points[0])
            for point in points[1:] or points:
                path.lineTo(*point)
        self.canv.drawPath(path)


def signatures(
    people: Sequence[tuple[str, str] | tuple[str, str, str]],
    *,
    above: float = 22,
    stamp: Flowable | str = "",
) -> Table:
    """Return places to sign: the role, `above` mm of room, a line, the name.

    What was drawn on a screen stands in the room; `stamp` goes into the room of the last.
    """
    gap, count = 10.0, len(people)
    width = (178 - gap * (count - 1)) / count
    roles: list[Any] = []
    names: list[Any] = []
    rooms: list[Any] = []
    for role, name, *drawings in people:
        roles += [text(role, SMALL), ""]
        names += [text(name or " ", SMALL), ""]
        drawing = drawings[0] if drawings else ""
        rooms += [Drawn(drawing, width * mm, above * mm) if drawing else "", ""]
    rooms[-2] = stamp or rooms[-2]
    widths = ([width * mm, gap * mm] * count)[:-1]
    table = Table(
        [roles[:-1], rooms[:-1], names[:-1]],
        colWidths=widths, rowHeights=[None, above * mm, None],
    )  # fmt: skip
    lines = [("LINEABOVE", (2 * n, 2), (2 * n, 2), 0.6, INK) for n in range(count)]
    table.setStyle(
        [*lines, *_no_padding(), ("NOSPLIT", (0, 0), (-1, -1)), ("TOPPADDING", (0, 2), (-1, 2), 3)]
    )
    return table


def signing(signers: Sequence[Signer], *, above: float) -> Table:
    """Return places to sign for those whom a paper names."""
    return signatures([(f"{one.role},", one.name, one.drawing) for one in signers], above=above)


def height_of(story: list[Any], width: float = A4[0] - 2 * MARGIN) -> float:
    """Return how high a story is when laid out `width` wide."""
    return float(_listWrapOn(story, width, None)[1])


def _no_padding() -> list[Any]:
    return [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]


class _Pages(Canvas):  # type: ignore[misc]
    """A canvas that knows at the end how many pages there are."""

    def __init__(
        self,
        *args: Any,
        footer: str,
        demo: bool,
        after: Callable[[Canvas], None] | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._footer, self._demo, self._after = footer, demo, after
        self._states: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 ReportLab's name
        """Keep the page until the last one is known."""
        self._states.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write every page with its number; what comes after the story has no foot."""
        states, count = self._states, len(self._states)
        if self._after is not None:
            self._after(self)
        for number, state in enumerate(states, 1):
            self.__dict__.update(state)
            if number <= count:
                self._draw_foot(number, count)
            super().showPage()
        super().save()

    def _draw_foot(self, number: int, count: int) -> None:
        width = self._pagesize[0]
        self.setStrokeColor(LINE)
        self.setLineWidth(0.5)
        self.line(MARGIN, 12 * mm, width - MARGIN, 12 * mm)
        self.setFont("Helvetica", 7.5)
        self.setFillColor(QUIET_INK)
        pages = _("Halaman %(n)s dari %(count)s", n=number, count=count)
        room = width - 2 * MARGIN - stringWidth(pages, "Helvetica", 7.5) - 4 * mm
        foot = simpleSplit(to_latin(self._footer), "Helvetica", 7.5, room)
        for line, words in enumerate(foot[:FOOT_LINES]):
            self.drawString(MARGIN, (8.5 - 3 * line) * mm, words)
        self.drawRightString(width - MARGIN, 8.5 * mm, pages)
        if self._demo:
            self.setFont("Helvetica-Bold", 9)
            self.setFillColor(INK)
            self.drawCentredString(width / 2, self._pagesize[1] - 9 * mm, _("MODE CONTOH"))


def build(
    story: list[Any],
    document: Document,
    *,
    title: str,
    footer: str,
    size: tuple[float, float] = A4,
    after: Callable[[Canvas], None] | None = None,
) -> bytes:
    """Lay the story out on pages and return the PDF; equal stories give equal bytes.

    `after` draws further whole pages behind them, each ended by its own `showPage`.
    """
    out = io.BytesIO()
    made = BaseDocTemplate(
        out, pagesize=size, title=to_latin(title), author=to_latin(document.house.name),
        invariant=1, leftMargin=MARGIN, rightMargin=MARGIN,
    )  # fmt: skip
    frame = Frame(
        MARGIN, 15 * mm, size[0] - 2 * MARGIN, size[1] - 29 * mm,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    made.addPageTemplates(PageTemplate(frames=[frame]))

    def canvas(*args: Any, **kwargs: Any) -> _Pages:
        return _Pages(*args, footer=footer, demo=document.demo, after=after, **kwargs)

    made.build(story, canvasmaker=canvas)
    return out.getvalue()
