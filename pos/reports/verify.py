"""`./titip verify`: every check over the whole book, and the first thing that does not agree."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from core.files import Files
from core.i18n import _
from core.money import plain
from pos.reports.checks import (
    Book,
    Check,
    acquirer,
    adjusting,
    chains,
    counts,
    departures,
    deposits,
    drawers,
    entries,
    moments,
    monthly,
    office,
    quotations,
    references,
    runs,
    sales,
    stock,
    tours,
    transfers,
    witness,
)

log = logging.getLogger(__name__)

CHECKS = (
    Check("Rujukan antar catatan", references.references),
    Check("Nomor yang dihitung masih ada", references.numbered),
    Check("Rantai segel", chains.chains),
    Check("Nomor nota dan rantainya", chains.numbers),
    Check("Jumlah tiap nota", sales.totals),
    Check("Pembagian tiap baris", sales.splits),
    Check("Retur dan barang asalnya", sales.returns),
    Check("Pembayaran tiap nota", sales.tenders),
    Check("Struk yang disimpan", sales.receipts),
    Check("Segel tiap nota", sales.seals),
    Check("Nota yang disegel masih ada", sales.sealed_sales_exist),
    Check("Buku besar dan kejadiannya", entries.entries),
    Check("Rekening buku dan pemiliknya", entries.accounts),
    Check("Tempat tiap catatan nota", entries.places),
    Check("Asal tiap catatan", entries.origins),
    Check("Perantara nol tiap nota", entries.clearing),
    Check("Hitungan tiap sif", drawers.shifts),
    Check("Isi laci", drawers.drawers),
    Check("Setoran uang yang dibawa orang", drawers.deliveries),
    Check("Stok dan gerakannya", stock.levels),
    Check("Barang terjual dan gerakannya", stock.sold_pieces),
    Check("Titipan dan gerakannya", stock.brought_pieces),
    Check("Hari dan perajin gerakan barang", stock.days_and_makers),
    Check("Pindahan barang dan gerakannya", stock.moved_pieces),
    Check("Koreksi titipan dan gerakannya", stock.corrected_pieces),
    Check("Hitungan bazar yang ditandatangani", stock.bazars),
    Check("Barang keluar dan gerakannya", departures.pieces),
    Check("Berita acara yang ditandatangani", departures.signed),
    Check("Hitungan stok dan gerakannya", counts.pieces),
    Check("Hitungan stok dan catatannya", counts.figures),
    Check("Hitungan stok yang ditandatangani", counts.sealed),
    Check("Karya tunggal hanya satu", stock.pieces_of_one_kind),
    Check("Laporan perajin", office.statements),
    Check("Laporan dan perhitungannya", runs.runs),
    Check("Catatan pada laporan", office.statement_entries),
    Check("Pembayaran perajin", office.payouts),
    Check("Uang pemandu", tours.fees),
    Check("Nota rombongan", tours.sales),
    Check("Pindaian sertifikat", office.scans),
    Check("Pindahan uang", office.transfers),
    Check("Laporan bulanan yang terbit", monthly.papers),
    Check("Uang muka pembeli", deposits.deposits),
    Check("Uang muka yang dikembalikan", deposits.given_back),
    Check("Uang QRIS dan kartu yang menyusul", deposits.late_money),
    Check("Uang lebih tanpa nota", deposits.surplus),
    Check("Penawaran dan notanya", quotations.promised),
    Check("Transfer ke perajin", transfers.rows),
    Check("Bukti transfer", transfers.slips),
    Check("Daftar pembayaran yang dicetak", transfers.lists),
    Check("Uang QRIS dan kartu yang dicairkan", acquirer.paid_out),
    Check("Saldo awal", office.opening_balances),
    Check("Uang muka dan penyesuaian", adjusting.adjustments),
    Check("Iuran bulanan", adjusting.monthly_fees),
    Check("Perajin yang digabung", office.merges),
    Check("Siapa yang digabung ke siapa", office.merged_makers),
    Check("Jam tiap kejadian", moments.moments),
    Check("Siapa dan kapan menurut segel", witness.witnesses),
    Check("Yang disegel kantor masih ada", office.sealed_papers_exist),
)


@dataclass(frozen=True)
class Verdict:
    """How one check ended: how many things agreed, and the first that did not, if any."""

    name: str
    agreed: int
    first: str | None

    @property
    def is_good(self) -> bool:
        """True when everything agreed."""
        return self.first is None

    @property
    def line(self) -> str:
        """The verdict as one line."""
        if self.first is None:
            return _("cocok        %(check)s: %(n)s", check=_(self.name), n=plain(self.agreed))
        return _("TIDAK COCOK  %(check)s: %(first)s", check=_(self.name), first=self.first)


def verify(session: Session, files: Files | None = None) -> Iterator[Verdict]:
    """Yield the verdict of each check in turn; `session` is a reader used for nothing else.

    `files` are the stored files; None leaves the PDFs of statements out.
    """
    book = Book(session, files)
    for check in CHECKS:
        yield _verdict(book, check)
        session.expunge_all()


def _verdict(book: Book, check: Check) -> Verdict:
    """Return how one check ended; one that stumbles over what it found has found something."""
    agreed = 0
    try:
        for sentence in check.run(book):
            if sentence is not None:
                return Verdict(check.name, agreed, sentence)
            agreed += 1
    except (AttributeError, LookupError, NoResultFound, TypeError, ValueError) as error:
        log.warning("check %s stopped", check.name, exc_info=error)
        return Verdict(check.name, agreed, _("ada isi yang tidak terbaca sesudah %(n)s", n=agreed))
    return Verdict(check.name, agreed, None)
