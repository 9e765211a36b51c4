"""Surat keterangan penjualan on one A4: who, the months of a year, the sum in words, a signature."""

from typing import Any

from reportlab.lib.units import mm
from reportlab.platypus import Spacer

from core.clock import local_date
from core.i18n import _
from core.money import plain, rupiah, terbilang
from printers.documents import Turnover
from printers.pdf.sheet import (
    RIGHT,
    SMALL,
    WORDS,
    build,
    facts,
    grid,
    letterhead,
    signatures,
    text,
)
from printers.words import long_day, moment, month_name


def turnover_pdf(sold: Turnover) -> bytes:
    """Return the certificate of a year's sales."""
    title = _("Surat keterangan penjualan")
    story = letterhead(sold, title, _("Tahun %(year)s", year=sold.year))
    story += [
        text(_("Pengurus %(house)s menerangkan bahwa perajin di bawah ini menitipkan barang "
               "kepada kami untuk dijual, dan bahwa barangnya laku seperti dalam daftar ini.",
               house=sold.house.name)),
        Spacer(0, 4 * mm), facts(_who(sold)), Spacer(0, 5 * mm), _months(sold), Spacer(0, 4 * mm),
        text(_("Omzet tahun %(year)s sampai %(day)s: %(amount)s", year=sold.year,
               day=long_day(sold.until), amount=rupiah(sold.amount))),
    ]  # fmt: skip
    if sold.amount >= 0:
        story.append(text(f"# {terbilang(sold.amount)} rupiah #", WORDS))
    story += [
        Spacer(0, 3 * mm),
        text(_("Omzet adalah harga jual barang yang laku, dikurangi retur, sebelum potongan harga dan bagian "
               "galeri. Hak perajin adalah bagian yang diterima perajin."), SMALL),
        text(_("Surat ini dibuat atas permintaan perajin, untuk pengajuan kredit usaha (KUR) atau "
               "keperluan pajak."), SMALL),
        Spacer(0, 8 * mm), *_signed(sold),
    ]  # fmt: skip
    footer = "   ".join((f"{title} {sold.maker_code}", moment(sold.issued_at, sold.zone)))
    return build(story, sold, title=f"{title} {sold.year}", footer=footer)


def _who(sold: Turnover) -> tuple[tuple[str, str], ...]:
    pairs = (
        (_("Usaha"), f"{sold.maker} ({sold.maker_code})"),
        (_("Pemilik"), sold.owner),
        (_("NIB"), sold.nib),
        (_("Sentra"), sold.sentra),
        (_("Alamat"), sold.address),
    )
    return tuple(pair for pair in pairs if pair[1])


def _months(sold: Turnover) -> Any:
    rows = [
        (month_name(one.month), plain(one.pieces), plain(one.amount), plain(one.share))
        for one in sold.months
    ]
    pieces = sum(one.pieces for one in sold.months)
    rows.append((_("Jumlah"), plain(pieces), plain(sold.amount), plain(sold.share)))
    header = (_("Bulan"), _("Barang"), _("Omzet (Rp)"), _("Hak perajin (Rp)"))
    return grid(header, rows, (62, 28, 44, 44), numbers_from=1)


def _signed(sold: Turnover) -> list[Any]:
    when = long_day(local_date(sold.issued_at, sold.zone))
    dated = text(", ".join(filter(None, (sold.place, when))), RIGHT)
    people = ((_("Perajin,"), sold.owner or sold.maker), (_("Pengurus,"), ""))
    return [dated, Spacer(0, 3 * mm), signatures(people, above=22)]
