"""Laporan hasil titipan: what was sold for one maker, and how the share came about."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer, Table

from core.i18n import _
from core.money import plain, rupiah
from printers import statement_sums
from printers.documents import Statement, StatementLine
from printers.pdf.sheet import (
    HEADING,
    SMALL,
    WORDS,
    build,
    facts,
    grid,
    letterhead,
    signatures,
    sums,
    text,
    with_note,
)
from printers.words import day, long_day, moment

WIDTHS = (14.5, 20.5, 41, 16, 22, 18, 23, 23)
"""Millimetres; the amounts' columns hold a bold "-27.345.678" on one line."""


def statement_pdf(statement: Statement) -> bytes:
    """Return a statement on A4."""
    first, last = statement.period_from, statement.period_to
    start = str(first.day) if (first.year, first.month) == (last.year, last.month) else ""
    period = _("%(start)s sampai %(end)s", start=start or long_day(first), end=long_day(last))
    title = _("Laporan hasil titipan")
    story = letterhead(statement, title, period)
    story.append(facts((
        (_("Nama perajin"), f"{statement.maker} ({statement.maker_code})"),
        (_("Nomor laporan"), statement.number),
        (_("Perjanjian"), statement.terms),
    )))  # fmt: skip
    story.append(Spacer(0, 6 * mm))
    if statement.lines:
        story += [text(_("Yang terjual"), HEADING), _sold(statement.lines)]
    else:
        story.append(text(_("Tidak ada penjualan dalam masa ini."), HEADING))
    if statement.entries:
        story.append(Spacer(0, 5 * mm))
        story += [text(statement_sums.heading(statement), HEADING), _entries(statement)]
    people = (
        (_("Yang menyerahkan,"), _("Pengurus")),
        (_("Yang menerima,"), statement.maker),
        (_("Saksi,"), ""),
    )
    story.append(Spacer(0, 7 * mm))
    story.append(KeepTogether([_bottom(statement), Spacer(0, 8 * mm), signatures(people)]))
    made = _("Dibuat oleh Titip, %(when)s", when=moment(statement.posted_at, statement.zone))
    footer = "   ".join((statement.number, made, *statement.heads))
    return build(story, statement, title=f"{title} {statement.number}", footer=footer)


def _sold(lines: Sequence[StatementLine]) -> Table:
    """Return the lines by outlet, with a subtotal for each where there is more than one."""
    header = (_("Tanggal"), _("Nota"), _("Barang"), _("Banyak"), _("Harga jual"), _("Potongan"),
              _("Komisi"), _("Hak perajin"))  # fmt: skip
    outlets = list(dict.fromkeys(line.outlet for line in lines))
    rows: list[Sequence[Any]] = []
    groups: list[int] = []
    for outlet in outlets:
        mine = [line for line in lines if line.outlet == outlet]
        if len(outlets) > 1:
            groups.append(len(rows))
            share = rupiah(sum(line.share for line in mine))
            rows.append((f"{outlet or _('Tanpa gerai')}: {share}", *[""] * 7))
        rows += [_row(line) for line in mine]
    rows.append((_("Jumlah"), "", "", *_totals(lines)))
    return grid(header, rows, WIDTHS, numbers_from=3, groups=groups)


def _row(line: StatementLine) -> tuple[Any, ...]:
    return (
        day(line.day).rsplit(" ", 1)[0], line.number, with_note(line.title, line.note),
        plain(line.quantity), plain(line.amount), plain(-line.discount), plain(-line.commission),
        plain(line.share),
    )  # fmt: skip


def _totals(lines: Sequence[StatementLine]) -> tuple[str, ...]:
    return (
        plain(sum(line.quantity for line in lines)),
        plain(sum(line.amount for line in lines)),
        plain(-sum(line.discount for line in lines)),
        plain(-sum(line.commission for line in lines)),
        plain(sum(line.share for line in lines)),
    )


def _entries(statement: Statement) -> Table:
    rows: list[Sequence[str]] = [
        (day(entry.day), entry.label, plain(entry.amount)) for entry in statement.entries
    ]
    rows.append((_("Jumlah"), "", plain(sum(entry.amount for entry in statement.entries))))
    header = (_("Tanggal"), _("Keterangan"), _("Rupiah"))
    return grid(header, rows, (26, 122, 30), numbers_from=2)


def _bottom(statement: Statement) -> Table:
    """Return the words of the amount left, and its proof right."""
    left = [text(_("Hak perajin"), HEADING), text(statement_sums.words(statement), WORDS)]
    if statement.payment:
        left += [Spacer(0, 2 * mm), text(statement.payment)]
    held = statement_sums.held(statement)
    if held:
        left += [Spacer(0, 2 * mm), text(held, SMALL)]
    told = _("Cocokkan tiap baris dengan nota; nomornya sama di struk pembeli.")
    left += [Spacer(0, 2 * mm), text(told, SMALL)]
    table = Table(
        [
            [
                left,
                sums(
                    statement_sums.pairs(statement), (_("Hak perajin"), rupiah(statement.closing))
                ),
            ]
        ],
        colWidths=[96 * mm, 82 * mm],
    )
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
                    ("RIGHTPADDING", (1, 0), (1, 0), 0),
                    ("RIGHTPADDING", (0, 0), (0, 0), 10)])  # fmt: skip
    return table
