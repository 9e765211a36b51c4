"""Surat penawaran harga on A4: to whom, what, at which price for how many, until when."""

from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer, Table

from core.i18n import _
from core.money import plain, rupiah, terbilang
from printers.documents import Quotation, QuotedLine
from printers.pdf.sheet import (
    RIGHT,
    SMALL,
    STRONG,
    WORDS,
    build,
    facts,
    grid,
    letterhead,
    signatures,
    text,
    with_note,
)
from printers.pdf.square import Square
from printers.words import day, long_day

SIDE = 26 * mm
WIDTHS = (92, 20, 32, 34)
"""Millimetres."""


def quotation_pdf(quoted: Quotation) -> bytes:
    """Return the quotation as PDF."""
    title = _("Surat penawaran harga")
    story = letterhead(quoted, title, _("Nomor %(number)s", number=quoted.number))
    story += [
        facts(((_("Kepada"), quoted.firm),)), Spacer(0, 3 * mm), facts(_days(quoted)), Spacer(0, 5 * mm),
        text(_("Terima kasih atas permintaan %(number)s. Kami menawarkan barang dari perajin kami "
               "sebagai berikut:", number=quoted.enquiry)),
        Spacer(0, 3 * mm), _lines(quoted), Spacer(0, 3 * mm),
        text(f"# {terbilang(quoted.total)} rupiah #", WORDS), Spacer(0, 3 * mm),
        text(_("Harga berlaku sampai %(day)s, sesudahnya kami hitung lagi.",
               day=long_day(quoted.valid_until)), STRONG),
    ]  # fmt: skip
    if quoted.replaces:
        story.append(text(_("Menggantikan penawaran %(number)s.", number=quoted.replaces), SMALL))
    for words in (quoted.note, quoted.terms):
        story += [Spacer(0, 2 * mm), *(text(line) for line in words.splitlines() if line.strip())]
    story += _reaching_us(quoted)
    when = ", ".join(filter(None, (quoted.place, long_day(quoted.issued_on))))
    people = (
        (_("Menyetujui, tanda tangan dan cap"), quoted.firm),
        (_("Hormat kami,"), quoted.signatory),
    )
    signed = [text(when, RIGHT), Spacer(0, 3 * mm), signatures(people, above=28)]
    story.append(KeepTogether([Spacer(0, 8 * mm), *signed]))
    footer = "   ".join((f"{title} {quoted.number}", quoted.house.name))
    return build(story, quoted, title=f"{title} {quoted.number}", footer=footer)


def _reaching_us(quoted: Quotation) -> list[Any]:
    """Return how the firm pays and says yes: the account, the address, and a square that leads there."""
    said: list[Any] = []
    if quoted.bank:
        said += [text(_("Transfer ke"), SMALL), text(quoted.bank, STRONG)]
    if quoted.url:
        said += [
            text(_("Setujui di halaman ini, atau kirim kembali surat yang bertanda tangan dan bercap"), SMALL),
            text(quoted.url),
        ]  # fmt: skip
    if quoted.email:
        said += [text(_("Email kami"), SMALL), text(quoted.email)]
    if not said:
        return []
    square = Square(quoted.url, SIDE) if quoted.url else ""
    table = Table([[said, square]], colWidths=[148 * mm, 30 * mm])
    table.setStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("ALIGN", (1, 0), (1, 0), "RIGHT"),
        ("LEFTPADDING", (0, 0), (0, -1), 0), ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
    ])  # fmt: skip
    return [KeepTogether([Spacer(0, 5 * mm), table])]


def _days(quoted: Quotation) -> tuple[tuple[str, str], ...]:
    wanted = day(quoted.wanted_by) if quoted.wanted_by else ""
    return (
        (_("Tanggal"), day(quoted.issued_on)),
        (_("Berlaku sampai"), day(quoted.valid_until)),
        (_("Dibutuhkan"), wanted),
    )


def _lines(quoted: Quotation) -> Any:
    rows: list[tuple[Any, ...]] = [
        (with_note(line.title, _note(line)), plain(line.quantity), rupiah(line.price),
         rupiah(line.amount))
        for line in quoted.lines
    ]  # fmt: skip
    rows.append((_("Jumlah"), "", "", rupiah(quoted.total)))
    header = (_("Barang"), _("Banyak"), _("Harga satuan"), _("Jumlah"))
    return grid(header, rows, WIDTHS, numbers_from=1)


def _note(line: QuotedLine) -> str:
    """Return what stands small under a line: whose it is, its prices by how many, how it comes."""
    parts = [line.maker, line.code]
    if len(line.tiers) > 1:
        ends = [tier.pieces - 1 for tier in line.tiers[1:]]
        spans = [
            f"{tier.pieces}–{end}" if tier.pieces < end else str(end)
            for tier, end in zip(line.tiers, ends, strict=False)
        ]
        spans.append(_("mulai %(n)s", n=line.tiers[-1].pieces))
        parts.append("; ".join(
            f"{span}: {rupiah(tier.price)}" for span, tier in zip(spans, line.tiers, strict=True)
        ))  # fmt: skip
    if line.days is not None:
        parts.append(_("dibuatkan, %(n)s hari", n=line.days))
    return ", ".join(filter(None, parts))
