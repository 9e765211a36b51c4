"""Laporan bulanan on one A4: the month's sums, each sentra, licences, visitors, the signature."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer, Table

from core.clock import local
from core.i18n import _
from core.money import hundredths, plain
from printers.documents import MonthlyReport
from printers.documents.monthly import MonthGroup
from printers.pdf.sheet import (
    HEADING,
    SMALL,
    SMALL_RIGHT,
    build,
    facts,
    grid,
    letterhead,
    signatures,
    text,
)
from printers.words import long_day, moment, month_name

GAP = 3 * mm
HIDDEN = "*"
"""Stands for a figure that would show a single maker."""
NOTHING = "–"
"""Stands for a change of which nothing is known: there was nothing then."""


def monthly_pdf(report: MonthlyReport) -> bytes:
    """Return the report; dense, so that eight sentra with long names stay on one page."""
    title = _("Laporan bulanan")
    story = letterhead(
        report, title, _("Penjualan titipan perajin, %(month)s", month=month(report))
    )
    story.append(facts((
        (_("Nomor"), report.number or _("belum bernomor")),
        (_("Kepada"), report.addressee),
        (_("IKM terdaftar"), plain(report.members)),
        (_("IKM aktif"), plain(report.active)),
    )))  # fmt: skip
    story += [Spacer(0, GAP), *_whole(report), Spacer(0, GAP), *_sentra(report)]
    story += [Spacer(0, GAP), _side_by_side(_licences(report), _visitors(report))]
    day = ", ".join(
        filter(None, (report.place, long_day(local(report.made_at, report.zone).date())))
    )
    people = ((_("Diterima oleh,"), ""), (f"{report.position},", report.signatory))
    story.append(
        KeepTogether([Spacer(0, GAP), text(day, SMALL_RIGHT), signatures(people, above=14)])
    )
    footer = "   ".join((
        f"{title} {report.number}".strip(), month(report), moment(report.made_at, report.zone),
    ))  # fmt: skip
    return build(story, report, title=f"{title} {month(report)}", footer=footer)


def month(report: MonthlyReport) -> str:
    """Return which month it is, and up to which day where it was not over: Mei 2026."""
    name = month_name(report.first)
    if (report.last + timedelta(days=1)).month != report.first.month:
        return name
    return _("%(month)s, sampai tanggal %(day)s", month=name, day=report.last.day)


def change(now: int | None, then: int | None) -> str:
    """Return by how many hundredths a figure changed, NOTHING where there was none to compare with."""
    if now is None or then is None:
        return HIDDEN
    if then <= 0:
        return NOTHING
    by = hundredths(now - then, then)
    return f"{'+' if by > 0 else ''}{plain(by)}%"


def counted(people: int | None) -> str:
    """Return how many came, in words where nobody counted."""
    return _("tidak dicatat") if people is None else plain(people)


def _whole(report: MonthlyReport) -> list[Any]:
    sums = (report.now, report.before, report.year_before)
    rows: list[Sequence[Any]] = []
    for label, name in (
        (_("Dibayar pembeli, rupiah"), "turnover"), (_("Hak perajin, rupiah"), "share"),
        (_("Dibayarkan ke perajin, rupiah"), "paid"), (_("Barang terjual, buah"), "pieces"),
        (_("Nota"), "sales"),
    ):  # fmt: skip
        now, then, year = (getattr(one, name) for one in sums)
        rows.append(
            (label, plain(now), plain(then), change(now, then), plain(year), change(now, year))
        )
    header = ("", _("Bulan ini"), _("Bulan lalu"), _("Beda"), _("Tahun lalu"), _("Beda"))
    table = grid(
        header, rows, (62, 28, 28, 16, 28, 16), numbers_from=1, last_is_sum=False, dense=True
    )
    return [text(_("Jumlah semua"), HEADING), table]


def _sentra(report: MonthlyReport) -> list[Any]:
    header = (
        _("Sentra"), _("IKM aktif"), _("Dibayar pembeli"), _("bulan lalu"), _("tahun lalu"), _("Buah"),
        _("bulan lalu"), _("tahun lalu"), _("Dibayarkan"), _("bulan lalu"), _("tahun lalu"),
    )  # fmt: skip
    rows = [_group(one) for one in report.groups]
    if report.own:  # nobody is paid for them
        rows.append((*_group(report.own)[:8], "", "", ""))
    rows.append(_sum(report))
    widths = (41, 15, 21, 12, 12, 11, 12, 12, 19, 11, 12)
    notes = [
        _(
            "Beda terhadap bulan lalu dan bulan yang sama tahun lalu. IKM aktif: ada barangnya di galeri atau laku bulan ini."
        ),
    ]
    if any(HIDDEN in row for row in rows):
        notes.append(_("* tidak ditulis, karena dari angka itu penghasilan satu IKM bisa terbaca."))
    if any(NOTHING in row for row in rows):
        notes.append(_("– tidak ada pembandingnya: waktu itu nol."))
    return [
        text(_("Menurut sentra"), HEADING),
        grid(header, rows, widths, numbers_from=1, dense=True),
        *(text(note, SMALL) for note in notes),
    ]


def _group(one: MonthGroup) -> Sequence[Any]:
    at_work = f"{plain(one.active)}/{plain(one.members)}" if one.members else ""
    return (
        one.name, at_work, plain(one.turnover),
        change(one.turnover, one.turnover_before), change(one.turnover, one.turnover_year_before),
        plain(one.pieces), change(one.pieces, one.pieces_before),
        change(one.pieces, one.pieces_year_before),
        HIDDEN if one.paid is None else plain(one.paid), change(one.paid, one.paid_before),
        change(one.paid, one.paid_year_before),
    )  # fmt: skip


def _sum(report: MonthlyReport) -> Sequence[Any]:
    now, *earlier = report.now, report.before, report.year_before
    changes = (
        (change(getattr(now, name), getattr(then, name)) for then in earlier)
        for name in ("turnover", "pieces", "paid")
    )
    return (
        _("Jumlah"), f"{plain(report.active)}/{plain(report.members)}", plain(now.turnover),
        *next(changes), plain(now.pieces), *next(changes), plain(now.paid), *next(changes),
    )  # fmt: skip


def _licences(report: MonthlyReport) -> list[Any]:
    rows = [
        (one.label, plain(one.have), plain(one.need),
         f"{hundredths(one.have, one.need)}%" if one.need else "")
        for one in report.coverage
    ]  # fmt: skip
    header = (_("Izin IKM aktif"), _("Punya"), _("Dari"), "")
    table = grid(header, rows, (37, 12, 11, 12), numbers_from=1, last_is_sum=False, dense=True)
    return [text(_("Izin usaha"), HEADING), table]


def _visitors(report: MonthlyReport) -> list[Any]:
    months = (report.guests, report.guests_before, report.guests_year_before)
    rows = [
        (label, *(counted(getattr(one, name)) for one in months))
        for label, name in (
            (_("Rombongan"), "groups"), (_("Tamu rombongan"), "in_groups"),
            (_("Pengunjung lokal"), "local"), (_("Pengunjung mancanegara"), "foreign"),
            (_("Jumlah orang"), "people"),
        )
    ]  # fmt: skip
    header = ("", _("Bulan ini"), _("Bulan lalu"), _("Tahun lalu"))
    table = grid(header, rows, (39, 21, 21, 21), numbers_from=1, dense=True)
    return [text(_("Pengunjung"), HEADING), table]


def _side_by_side(left: list[Any], right: list[Any]) -> Table:
    table = Table([[left, right]], colWidths=[76 * mm, 102 * mm])
    table.setStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ])  # fmt: skip
    return table
