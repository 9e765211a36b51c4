"""Perjanjian titip jual on A4: parties, clauses, signatures with a stamp box, and the annex."""

from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    CondPageBreak,
    KeepTogether,
    PageBreak,
    Paragraph,
    Spacer,
    Table,
)

from core.i18n import _
from core.money import plain, rupiah
from printers.documents import Agreement
from printers.documents.agreement import AnnexLine, Clause
from printers.pdf.sheet import (
    BODY,
    HEADING,
    SMALL,
    STRONG,
    StampBox,
    build,
    grid,
    letterhead,
    signatures,
    text,
    with_note,
)
from printers.words import long_day, to_latin

CLAUSE = ParagraphStyle("clause", BODY, fontSize=10, leading=14.5, spaceAfter=3)
NUMBERED = ParagraphStyle("numbered", CLAUSE, leftIndent=8 * mm, bulletIndent=0)
CLAUSE_HEADING = ParagraphStyle("clause heading", HEADING, spaceBefore=10, spaceAfter=3)
BY_HAND = "." * 42
"""A place to write by hand what Titip does not put on paper by itself."""


def agreement_pdf(agreement: Agreement) -> bytes:
    """Return the agreement on A4, the annex on pages of its own."""
    title = _("Perjanjian titip jual")
    story = letterhead(agreement, title, _("Nomor %(number)s", number=agreement.number))
    story += [_parties(agreement), Spacer(0, 4 * mm)]
    for clause in agreement.clauses:
        story += _clause(clause)
    story += [Spacer(0, 8 * mm), KeepTogether(_signing(agreement))]
    story += [PageBreak(), *_annex(agreement)]
    return build(
        story, agreement, title=f"{title} {agreement.number}",
        footer=f"{title} {agreement.number}   {agreement.house.name} / {agreement.maker}",
    )  # fmt: skip


def _parties(agreement: Agreement) -> Table:
    house, maker = agreement.house, agreement
    columns = (
        (_("Pihak pertama (Galeri)"), house.name, (
            (_("Diwakili"), agreement.signed_by),
            (_("Alamat"), ", ".join(house.address)),
            (_("Telepon"), house.phone),
        )),
        (_("Pihak kedua (Perajin)"), f"{maker.maker} ({maker.maker_code})", (
            (_("Nama orang"), maker.owner),
            ("NIK", BY_HAND),
            (_("Alamat"), maker.maker_address or BY_HAND),
            (_("Telepon"), maker.maker_phone),
            ("NIB", maker.nib),
        )),
    )  # fmt: skip
    cells = [
        [text(role, SMALL), text(name, STRONG), _pairs(pairs)] for role, name, pairs in columns
    ]
    table = Table([cells], colWidths=["48%", "52%"])
    table.setStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, 0), 0),
        ("RIGHTPADDING", (-1, 0), (-1, 0), 0), ("TOPPADDING", (0, 0), (-1, -1), 0),
    ])  # fmt: skip
    return table


def _pairs(pairs: tuple[tuple[str, str], ...]) -> Table:
    rows = [[text(label, SMALL), text(value)] for label, value in pairs if value]
    table = Table(rows or [["", ""]], colWidths=["26%", "74%"])
    table.setStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ])  # fmt: skip
    return table


def _clause(clause: Clause) -> list[Any]:
    """Return a heading and its paragraphs, numbered where there are several."""
    head: list[Any] = []
    if clause.heading:
        # A heading never stands alone at the foot of a page.
        head = [CondPageBreak(28 * mm), text(clause.heading, CLAUSE_HEADING)]
    if not clause.heading or len(clause.paragraphs) == 1:
        return head + [text(words, CLAUSE) for words in clause.paragraphs]
    return head + [_numbered(n, words) for n, words in enumerate(clause.paragraphs, 1)]


def _numbered(number: int, words: str) -> Paragraph:
    return Paragraph(escape(to_latin(words)), NUMBERED, bulletText=f"({number})")


def _signing(agreement: Agreement) -> list[Any]:
    place = _("Ditandatangani pada %(day)s.", day=long_day(agreement.agreed_on))
    people = (
        (_("Pihak pertama, Galeri"), agreement.signed_by),
        (_("Pihak kedua, Perajin"), agreement.owner or agreement.maker),
    )
    return [text(place), Spacer(0, 4 * mm), signatures(people, above=26, stamp=StampBox())]


def _annex(agreement: Agreement) -> list[Any]:
    head = letterhead(
        agreement, _("Lampiran: barang titipan"), _("Nomor %(number)s", number=agreement.number)
    )
    intro = _(
        "Barang %(maker)s yang ada di Galeri pada %(day)s.",
        maker=agreement.maker, day=long_day(agreement.annexed_on),
    )  # fmt: skip
    story = [*head, text(intro), Spacer(0, 3 * mm)]
    if not agreement.annex:
        story.append(text(_("Belum ada barang. Titipan berikutnya dicatat dengan tanda terima.")))
    else:
        story.append(_goods(agreement))
    people = ((_("Paraf Galeri"), agreement.signed_by), (_("Paraf Perajin"), agreement.owner))
    return [*story, Spacer(0, 8 * mm), KeepTogether([signatures(people, above=14)])]


def _goods(agreement: Agreement) -> Table:
    net = agreement.has_net_prices
    header = [_("No."), _("Kode"), _("Barang"), _("Banyak"), _("Harga jual")]
    rows = [_row(n, line, net=net) for n, line in enumerate(agreement.annex, 1)]
    total = [_("Jumlah"), "", "", plain(agreement.pieces), ""]
    if net:
        header.append(_("Harga titip"))
        total.append("")
    header.append(_("Nilai"))
    total.append(rupiah(agreement.value))
    widths = (15, 28, 49, 14, 23, 23, 26) if net else (15, 30, 63, 16, 26, 28)
    return grid(header, [*rows, total], widths, numbers_from=3)


def _row(number: int, line: AnnexLine, *, net: bool) -> list[Any]:
    row = [
        str(number), line.code, with_note(line.title, line.terms), plain(line.quantity),
        plain(line.price),
    ]  # fmt: skip
    if net:
        row.append(plain(line.net_price) if line.net_price is not None else "")
    return [*row, plain(line.quantity * line.price)]
