"""The X or Z report of a shift on A4, for the folder in the office."""

from collections.abc import Iterable, Sequence
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer

from core.i18n import _
from core.money import plain, rupiah
from printers.documents import ReportRow, ShiftReport
from printers.pdf.sheet import (
    HEADING,
    SMALL,
    build,
    facts,
    grid,
    letterhead,
    signatures,
    sums,
    text,
)
from printers.shift_roll import blind_note, row_figure
from printers.words import long_day, moment


def shift_pdf(report: ShiftReport) -> bytes:
    """Return a shift report on A4."""
    name = _("Laporan X") if report.letter == "X" else _("Laporan Z")
    title = f"{name} {report.number}"
    story = letterhead(report, title, long_day(report.business_date))
    story.append(facts((
        (_("Tempat"), f"{report.outlet}, {report.till}"),
        (_("Buka"), f"{moment(report.opened_at, report.zone)}, {report.cashier}"),
        *(((_("Tutup"), f"{moment(report.printed_at, report.zone)}, {report.closed_by}"),)
          if report.closed_by else ((_("Dicetak"), moment(report.printed_at, report.zone)),)),
        (_("Nota"), " - ".join(filter(None, (report.first_sale, report.last_sale)))),
    )))  # fmt: skip
    story += _section(_("Penjualan"), report.sales)
    story += _section(_("Pembayaran"), report.tenders)
    story += _section(_("Per kasir"), report.cashiers)
    story += _section(_("Serah terima"), report.handovers)
    opening = ReportRow(label=_("Modal awal"), amount=report.opening_float)
    story += _section(_("Kas laci"), (opening, *report.cash))
    if report.blind:
        story.append(text(blind_note()))
    story += _count(report)
    if report.kept_by:
        story.append(
            text(_("Uangnya dibawa %(name)s dan menjadi tanggungannya.", name=report.kept_by))
        )
    story += _tallies(_("Laci dibuka"), report.drawers)
    story += _section(_("QRIS belum dipastikan"), report.claims)
    story += _section(_("Nota masih ditahan"), report.held)
    story += _section(_("Bukti harian"), report.proof)
    if report.proof_ok is not None:
        answer = _("COCOK") if report.proof_ok else _("TIDAK COCOK")
        story.append(text(f"{_('Bukti harian')}: {answer}", HEADING))
    for name, head in ((_("Rantai kasir"), report.head), (_("Rantai kantor"), report.office_head)):
        if head:
            story.append(text(f"{name}: {head}", SMALL))
    people = ((_("Kasir"), report.closed_by or report.cashier), (_("Pengurus"), ""))
    story.append(KeepTogether([Spacer(0, 7 * mm), signatures(people, above=14)]))
    footer = "   ".join(filter(None, (title, report.head)))
    return build(story, report, title=title, footer=footer)


def _section(title: str, rows: Iterable[ReportRow]) -> list[Any]:
    listed: list[Sequence[str]] = [
        (row.label, "" if row.count is None else str(row.count), row_figure(row)) for row in rows
    ]
    if not listed:
        return []
    table = grid(("", _("Banyak"), _("Rupiah")), listed, (118, 24, 36), numbers_from=1,
                 last_is_sum=False)  # fmt: skip
    return [Spacer(0, 3 * mm), KeepTogether([text(title, HEADING), table])]


def _tallies(title: str, rows: Iterable[ReportRow]) -> list[Any]:
    """Return rows that only count."""
    listed: list[Sequence[str]] = [(row.label, f"{plain(row.count or 0)} x") for row in rows]
    if not listed:
        return []
    table = grid(("", _("Banyak")), listed, (142, 36), numbers_from=1, last_is_sum=False)
    return [Spacer(0, 3 * mm), KeepTogether([text(title, HEADING), table])]


def _count(report: ShiftReport) -> list[Any]:
    """Return the counted notes, and what they differ by."""
    if report.uncounted:
        sentence = _("Hitung kas: TIDAK DIHITUNG. Seharusnya %(amount)s.",
                     amount=rupiah(report.expected or 0))  # fmt: skip
        return [Spacer(0, 3 * mm), text(sentence, HEADING)]
    if report.counted is None or report.difference is None or report.expected is None:
        return []
    notes = [(f"{count} x {plain(note)}", plain(note * count)) for note, count in
             report.denominations]  # fmt: skip
    pairs = [*notes, (_("Dihitung"), plain(report.counted)),
             (_("Seharusnya"), plain(report.expected))]  # fmt: skip
    return [
        Spacer(0, 3 * mm),
        KeepTogether([text(_("Hitung kas"), HEADING),
                      sums(pairs, (_("Selisih"), rupiah(report.difference)), width=100)]),
    ]  # fmt: skip
