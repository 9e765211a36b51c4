"""The X and Z reports on a roll: figures, people, the drawer, what waits, the proof, the chains."""

from collections.abc import Iterable

from core.i18n import _
from core.money import plain, rupiah
from printers.documents import ReportRow, ShiftReport
from printers.layout import Roll
from printers.words import day, moment


def shift_sections(roll: Roll, report: ShiftReport) -> None:
    """Write a shift report down to its signatures."""
    _head(roll, report)
    _section(roll, _("Penjualan"), report.sales)
    _section(roll, _("Pembayaran"), report.tenders)
    _section(roll, _("Per kasir"), report.cashiers)
    _section(roll, _("Serah terima"), report.handovers)
    _cash(roll, report)
    if report.kept_by:
        roll.say(_("Uangnya dibawa %(name)s dan menjadi tanggungannya.", name=report.kept_by))
    _tallies(roll, _("Laci dibuka"), report.drawers)
    _section(roll, _("QRIS belum dipastikan"), report.claims)
    _section(roll, _("Nota masih ditahan"), report.held)
    _section(roll, _("Bukti harian"), report.proof)
    if report.proof_ok is not None:
        answer = _("COCOK") if report.proof_ok else _("TIDAK COCOK")
        roll.grand(_("Bukti harian"), answer)
    if report.head or report.office_head:
        roll.rule()
    if report.head:
        roll.say(_("Rantai: %(head)s", head=report.head))
    if report.office_head:
        roll.say(_("Rantai kantor: %(head)s", head=report.office_head))


def row_figure(row: ReportRow) -> str:
    """Return the rupiah of a row; a dash where they are not told."""
    return "–" if row.hidden else plain(row.amount)


def blind_note() -> str:
    """Return what a report says that leaves out what the drawer can be reckoned from."""
    return _("Angka tunai baru tampak sesudah laci dihitung.")


def _head(roll: Roll, report: ShiftReport) -> None:
    title = _("LAPORAN X") if report.letter == "X" else _("LAPORAN Z")
    roll.head(f"{title} {report.number}")
    roll.row(report.outlet, report.till)
    roll.row(_("Tanggal usaha"), day(report.business_date))
    roll.row(_("Dibuka oleh"), report.cashier)
    roll.row(_("Buka"), moment(report.opened_at, report.zone))
    if report.closed_by:
        roll.row(_("Ditutup oleh"), report.closed_by)
    roll.row(_("Dicetak"), moment(report.printed_at, report.zone))
    if report.first_sale:
        roll.row(_("Nota"), f"{report.first_sale} - {report.last_sale}")


def _cash(roll: Roll, report: ShiftReport) -> None:
    rows = (ReportRow(label=_("Modal awal"), amount=report.opening_float), *report.cash)
    _section(roll, _("Kas laci"), rows)
    if report.blind:
        roll.say(blind_note())
    if report.expected is not None:
        roll.row(_("Seharusnya"), plain(report.expected), bold=True)
    if report.uncounted:
        roll.grand(_("Kas laci"), _("TIDAK DIHITUNG"))
        return
    for note, count in report.denominations:
        roll.row(f"  {count} x {plain(note)}", plain(note * count))
    if report.counted is not None:
        roll.row(_("Dihitung"), plain(report.counted), bold=True)
    if report.difference is not None:
        roll.grand(_("Selisih"), rupiah(report.difference))


def _section(roll: Roll, title: str, rows: Iterable[ReportRow]) -> None:
    rows = tuple(rows)
    if not rows:
        return
    roll.rule()
    roll.say(title, bold=True)
    for row in rows:
        count = "" if row.count is None else f" ({row.count})"
        roll.row(row.label + count, row_figure(row))


def _tallies(roll: Roll, title: str, rows: Iterable[ReportRow]) -> None:
    """Write rows that only count."""
    rows = tuple(rows)
    if rows:
        roll.rule()
        roll.say(title, bold=True)
    for row in rows:
        roll.row(row.label, f"{plain(row.count or 0)} x")
