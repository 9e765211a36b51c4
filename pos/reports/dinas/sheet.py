"""The month's report as rows for a workbook: one figure a row, so that it can be added up on."""

from collections.abc import Iterator

from core.i18n import _
from core.sheets import Cell
from printers.documents import MonthlyReport, MonthSums


def header() -> list[str]:
    """Return the headings."""
    return [_("Bagian"), _("Uraian"), _("Bulan ini"), _("Bulan lalu"), _("Tahun lalu")]


def rows(paper: MonthlyReport) -> Iterator[list[Cell]]:
    """Yield every figure of the report; what is not told is an empty cell."""
    yield [_("Laporan bulanan"), paper.house.name, paper.first, None, None]
    yield [_("Nomor"), paper.number, None, None, None]
    yield [_("Kepada"), paper.addressee, None, None, None]
    yield from _whole(paper)
    for one in paper.parts:
        yield [one.name, _("IKM terdaftar"), one.members, None, None]
        yield [one.name, _("IKM aktif"), one.active, None, None]
        yield [
            one.name,
            _("Dibayar pembeli"),
            one.turnover,
            one.turnover_before,
            one.turnover_year_before,
        ]
        yield [one.name, _("Buah"), one.pieces, one.pieces_before, one.pieces_year_before]
        yield [one.name, _("Hak perajin"), one.share, None, None]
        yield [one.name, _("Dibayarkan"), one.paid, one.paid_before, one.paid_year_before]
    for kind in paper.coverage:
        yield [_("Izin usaha"), kind.label, kind.have, None, None]
        yield [_("Izin usaha"), _("%(kind)s, yang perlu", kind=kind.label), kind.need, None, None]
    months = (paper.guests, paper.guests_before, paper.guests_year_before)
    for label, name in guest_words():
        counted = (getattr(one, name) for one in months)
        yield [_("Pengunjung"), label, *(_("tidak dicatat") if n is None else n for n in counted)]


def guest_words() -> tuple[tuple[str, str], ...]:
    """Return what each figure of `Guests` is called, and its name."""
    return (
        (_("Rombongan"), "groups"), (_("Tamu rombongan"), "in_groups"),
        (_("Pengunjung lokal"), "local"), (_("Pengunjung mancanegara"), "foreign"),
        (_("Jumlah orang"), "people"),
    )  # fmt: skip


def sum_words() -> tuple[tuple[str, str], ...]:
    """Return what each figure of `MonthSums` is called, and its name."""
    return (
        (_("Dibayar pembeli"), "turnover"), (_("Hak perajin"), "share"), (_("Dibayarkan"), "paid"),
        (_("Buah"), "pieces"), (_("Nota"), "sales"),
    )  # fmt: skip


def _whole(paper: MonthlyReport) -> Iterator[list[Cell]]:
    every = _("Jumlah semua")
    yield [every, _("IKM terdaftar"), paper.members, None, None]
    yield [every, _("IKM aktif"), paper.active, None, None]
    sums: tuple[MonthSums, ...] = (paper.now, paper.before, paper.year_before)
    for label, name in sum_words():
        yield [every, label, *(int(getattr(one, name)) for one in sums)]
