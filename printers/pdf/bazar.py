"""Hitungan bazar on one A4: goods, takings by tender, each maker's share, signatures."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer, Table

from core.i18n import _
from core.money import plain, rupiah
from printers.documents import BazarAccount, BazarLine
from printers.pdf.sheet import (
    HEADING,
    SMALL,
    build,
    facts,
    grid,
    letterhead,
    signatures,
    text,
)
from printers.words import long_day, moment

MANY = 30
"""Rows of shares from which on they no longer stand beside the takings: that cannot break."""


def bazar_pdf(account: BazarAccount) -> bytes:
    """Return the account of a bazar; dense, so that an ordinary one fits one sheet."""
    title = _("Hitungan bazar")
    under = account.name if account.closed_at else _("%(name)s, sementara", name=account.name)
    story = letterhead(account, title, under)
    story.append(facts((
        (_("Nomor"), account.number),
        (_("Hari"), days(account.first_day, account.last_day)),
        (_("Lapak"), account.outlet),
        (_("Tempat"), account.place),
        (_("Yang membawa"), account.carrier),
        (_("Nota"), plain(account.sales)),
    )))  # fmt: skip
    story += [Spacer(0, 3 * mm), _goods(account), Spacer(0, 3 * mm), *_money(account)]
    notes = list(account.notes)
    if account.claimed:
        notes.append(_("Di dalamnya QRIS %(amount)s yang belum dipastikan masuk.",
                       amount=rupiah(account.claimed)))  # fmt: skip
    story += [text(note, SMALL) for note in notes]
    people = (
        (_("Yang membawa,"), account.carrier),
        (_("Pengurus,"), account.closed_by),
    )
    story.append(KeepTogether([Spacer(0, 3 * mm), signatures(people, above=14)]))
    when = account.closed_at or account.printed_at
    footer = "   ".join((f"{title} {account.number}", moment(when, account.zone)))
    return build(story, account, title=f"{title} {account.number}", footer=footer)


def days(first: date, last: date) -> str:
    """Return a span of days as people write it: 9 sampai 10 Mei 2026."""
    if first == last:
        return long_day(first)
    if (first.year, first.month) == (last.year, last.month):
        return _("%(first)s sampai %(last)s", first=first.day, last=long_day(last))
    return _("%(first)s sampai %(last)s", first=long_day(first), last=long_day(last))


def _goods(account: BazarAccount) -> Table:
    goods = [line for line in account.lines if not line.is_service]
    unclear = any(line.missing for line in goods)
    rows: list[Sequence[Any]] = [_row(line, unclear=unclear) for line in account.lines]
    sums = [
        str(sum(getattr(line, name) for line in goods))
        for name in ("taken", "sold", "returned", "lost")
    ]
    if unclear:
        sums.append(str(sum(line.missing for line in goods)))
    rows.append((_("Jumlah"), "", *sums, plain(account.amount)))
    header = [_("Kode"), _("Barang"), _("Dibawa"), _("Laku"), _("Kembali"), _("Hilang")]
    widths: tuple[float, ...] = (24, 71, 14, 13, 16, 14, 26)
    if unclear:
        header.append(_("Belum jelas"))
        widths = (24, 59, 14, 12, 15, 13, 17, 24)
    return grid([*header, _("Rupiah")], rows, widths, numbers_from=2, dense=True)


def _row(line: BazarLine, *, unclear: bool) -> Sequence[Any]:
    pieces = [line.taken, line.sold, line.returned, line.lost]
    if unclear:
        pieces.append(line.missing)
    shown = [str(n) if n else "" for n in pieces]
    if line.is_service:
        shown[0] = "-"
    title = f"{line.title}, {line.maker}" if line.maker else line.title
    return (line.code, title, *shown, plain(line.amount) if line.sold else "")


def _money(account: BazarAccount) -> list[Any]:
    """Return the takings beside the makers' shares; one above the other where they are many."""
    takings: list[Sequence[Any]] = [
        (row.label, str(row.count or ""), plain(row.amount)) for row in account.tenders
    ]
    if account.rounding:
        takings.append((_("Pembulatan"), "", plain(-account.rounding)))
    takings.append((_("Hasil penjualan"), "", plain(account.amount)))
    left = [
        text(_("Uang hasil bazar"), HEADING),
        grid(("", _("Kali"), _("Rupiah")), takings, (38, 12, 24), numbers_from=1, dense=True),
    ]
    shares: list[Sequence[Any]] = [
        (f"{maker.name} ({maker.code})", str(maker.pieces), plain(maker.amount),
         plain(maker.share))
        for maker in account.makers
    ]  # fmt: skip
    shares.append((_("Bagian galeri"), "", "", plain(account.house_share)))
    total = sum(maker.share for maker in account.makers) + account.house_share
    shares.append((_("Jumlah"), "", "", plain(total)))
    right = [
        text(_("Hak perajin"), HEADING),
        grid(("", _("Laku"), _("Dibayar pembeli"), _("Bagian")), shares, (45, 11, 21, 21),
             numbers_from=1, dense=True),
    ]  # fmt: skip
    if len(shares) > MANY:
        return [*left, Spacer(0, 3 * mm), *right]
    table = Table([[left, right]], colWidths=[80 * mm, 98 * mm])
    table.setStyle([
        ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (0, 0), 6 * mm),
        ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ])  # fmt: skip
    return [table]
