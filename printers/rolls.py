"""What stands on the roll for each document that a receipt printer can print."""

from collections.abc import Callable, Sequence
from typing import Any

from PIL import Image

from core.i18n import _, use_locale
from core.money import percent, plain, rupiah
from printers.documents import (
    ConsignmentNote,
    Document,
    GuideSlip,
    Keepsake,
    MakerSlip,
    PackingList,
    PayoutSlip,
    Receipt,
    ReceiptLine,
    Record,
    ShiftReport,
    Statement,
    TestPage,
)
from printers.layout import Barcode, Cut, Element, Picture, Qr, Roll
from printers.maker_roll import maker_sections
from printers.shift_roll import shift_sections
from printers.statement_roll import statement_sections
from printers.words import day, moment


class NotForRoll(ValueError):
    """This document is for a sheet of paper or a label printer, not for a roll."""


def lay_out(
    document: Document, columns: int, letters: str = "ascii", logo: Image.Image | None = None
) -> list[Element]:
    """Return the elements of a document on a roll; NotForRoll if it has no form there.

    `letters` is the printer's alphabet, `logo` the one-bit drawing for the head of a receipt or card.
    """
    compose = COMPOSERS.get(document.kind)
    if compose is None:
        raise NotForRoll(document.kind)
    roll = Roll(columns, letters)
    if logo is not None and isinstance(document, Receipt | TestPage | Keepsake):
        roll.add(Picture(logo))
    with use_locale(document.language):
        _top(roll, document)
        compose(roll, document)
        if document.demo:
            _demo(roll)
    roll.blank()
    roll.add(Cut())
    return roll.elements


def _demo(roll: Roll) -> None:
    roll.centre("*** " + _("MODE CONTOH") + " ***", bold=True)


def _top(roll: Roll, document: Document) -> None:
    if document.demo:
        _demo(roll)
    if getattr(document, "practice", False):
        roll.head(_("LATIHAN"))
        roll.centre("*** " + _("LATIHAN, BUKAN PENJUALAN") + " ***", bold=True)
    if document.copy:
        roll.head(_("SALINAN %(n)s", n=document.copy))
    roll.head(document.house.name.upper())
    for line in document.house.address:
        roll.centre(line)
    if document.house.phone:
        roll.centre(_("Telp. %(phone)s", phone=document.house.phone))
    roll.rule()


def _qr(roll: Roll, text: str) -> None:
    roll.blank()  # the white border that a reader needs
    roll.add(Qr(text))
    roll.blank()


def _receipt(roll: Roll, receipt: Receipt) -> None:
    roll.row(_("No. %(number)s", number=receipt.number), receipt.till)
    roll.row(moment(receipt.completed_at, receipt.zone), receipt.cashier)
    if receipt.outlet:
        roll.say(receipt.outlet)
    if receipt.original:
        roll.say(_("Retur atas nota %(number)s", number=receipt.original), bold=True)
    roll.rule()
    for line in receipt.lines:
        _receipt_line(roll, line)
    roll.rule()
    _receipt_sums(roll, receipt)
    roll.rule()
    _receipt_foot(roll, receipt)


def _receipt_line(roll: Roll, line: ReceiptLine) -> None:
    roll.say(line.title)
    if line.maker:
        roll.say("  " + line.maker)
    price = f"  {line.quantity} x {plain(line.unit_price)}"
    roll.row(price, plain(line.quantity * line.unit_price))
    if line.discount:
        roll.row("  " + (line.discount_label or _("Potongan")), plain(-line.discount))


def _receipt_sums(roll: Roll, receipt: Receipt) -> None:
    pieces = receipt.pieces
    label = _("Jumlah (%(n)s barang)", n=pieces) if pieces else _("Jumlah")
    roll.row(label, plain(receipt.list_total))
    if receipt.discount_total:
        roll.row(_("Potongan harga"), plain(-receipt.discount_total))
    if receipt.rounding:
        roll.row(_("Pembulatan"), plain(receipt.rounding))
    roll.grand(_("TOTAL"), rupiah(receipt.total))
    for tender in receipt.tenders:
        roll.row(tender.label, plain(tender.amount))
        if tender.reference:
            roll.say("  " + tender.reference)
    if receipt.change:
        roll.row(_("Kembalian"), plain(receipt.change))
    if receipt.claimed:
        roll.say(_("QRIS dicatat kasir, menunggu konfirmasi bank."))


def _receipt_foot(roll: Roll, receipt: Receipt) -> None:
    if receipt.url:
        roll.centre(_("Siapa pembuatnya? Struk digital:"))
        _qr(roll, receipt.url)
    for line in receipt.footer:
        roll.centre(line)
    roll.blank()
    roll.add(Barcode(receipt.number))
    roll.centre(receipt.number)


def _shift_report(roll: Roll, report: ShiftReport) -> None:
    shift_sections(roll, report)
    roll.rule()
    _signatures(roll, (_("Kasir"), _("Pengurus")))


def _statement(roll: Roll, statement: Statement) -> None:
    statement_sections(roll, statement)
    _signatures(roll, (_("Pengurus"), _("Yang menerima")))


def _signatures(roll: Roll, people: tuple[str, ...]) -> None:
    for person in people:
        roll.say(person)
        for _line in range(3):
            roll.blank()
        roll.say("." * (roll.columns // 2))


def _consignment_note(roll: Roll, note: ConsignmentNote) -> None:
    """Two copies, one after the other: each side keeps one that the other has signed."""
    whose = (_("Lembar untuk perajin"), _("Lembar untuk galeri"))
    _in_copies(roll, note, whose, lambda name: _consignment_copy(roll, note, name))


def _in_copies(
    roll: Roll, document: Document, whose: Sequence[str], write: Callable[[str], None]
) -> None:
    """Write a document once for each of these names, cut apart, each with its head."""
    for number, name in enumerate(whose):
        if number:
            if document.demo:
                _demo(roll)
            roll.blank()
            roll.add(Cut())
            _top(roll, document)
        write(name)


def _consignment_copy(roll: Roll, note: ConsignmentNote, whose: str) -> None:
    roll.head(_("TANDA TERIMA"))
    roll.centre(whose)
    roll.row(_("No. %(number)s", number=note.number), note.outlet)
    roll.say(moment(note.received_at, note.zone))
    roll.row(_("Dari"), f"{note.maker} ({note.maker_code})")
    roll.row(_("Penerima"), note.received_by)
    roll.rule()
    for line in note.lines:
        roll.say(line.title)
        if line.detail:
            roll.say("  " + line.detail)
        price = f"  {line.quantity} x {plain(line.price)}"
        roll.row(price, plain(line.quantity * line.price))
    roll.rule()
    roll.row(_("Jumlah (%(n)s barang)", n=note.pieces), plain(note.value), bold=True)
    for text in (note.terms, *note.notes):
        roll.say(text)
    if note.differences:
        roll.say(_("Dibanding yang dikabarkan:"), bold=True)
        for text in note.differences:
            roll.say("  " + text)
    roll.rule()
    _signatures(roll, (_("Yang menyerahkan"), _("Yang menerima")))


def _packing_list(roll: Roll, packed: PackingList) -> None:
    roll.head(_("DAFTAR BAWAAN"))
    roll.row(_("No. %(number)s", number=packed.number), moment(packed.sent_at, packed.zone))
    roll.row(_("Dari"), packed.origin)
    roll.row(_("Ke"), packed.destination)
    if packed.purpose:
        roll.say(packed.purpose)
    roll.row(_("Yang membawa"), packed.carrier)
    roll.rule()
    for line in packed.lines:
        roll.say(line.title)
        roll.say("  " + " ".join(filter(None, (line.code, line.detail))))
        price = f"  {line.quantity} x {plain(line.price)}"
        roll.row(price, plain(line.quantity * line.price))
    roll.rule()
    roll.row(_("Jumlah (%(n)s barang)", n=packed.pieces), plain(packed.value), bold=True)
    for text in packed.notes:
        roll.say(text)
    roll.rule()
    _signatures(roll, (_("Yang menyerahkan"), _("Yang membawa"), _("Yang menerima")))


def _record(roll: Roll, record: Record) -> None:
    _in_copies(roll, record, record.copies, lambda whose: _record_copy(roll, record, whose))


def _record_copy(roll: Roll, record: Record, whose: str) -> None:
    roll.head(record.title.upper())
    roll.centre(whose)
    roll.row(_("No. %(number)s", number=record.number), moment(record.made_at, record.zone))
    for fact in record.facts:
        roll.row(fact.label, fact.value)
    roll.rule()
    roll.say(record.opening)
    if record.lines:
        _record_lines(roll, record)
    for text in record.notes:
        roll.say(text)
    roll.rule()
    _signatures(roll, tuple(signer.role for signer in record.signers))


def _record_lines(roll: Roll, record: Record) -> None:
    roll.rule()
    for line in record.lines:
        roll.say(line.title)
        if line.detail:
            roll.say("  " + line.detail)
        told = f"  {line.quantity} x {line.code}"
        roll.row(told, plain(line.amount) if record.amount_label else "")
    roll.rule()
    label = _("Jumlah (%(n)s barang)", n=record.pieces)
    if record.amount_label:
        label = f"{record.amount_label} ({record.pieces})"
    roll.row(label, plain(record.amount) if record.amount_label else "", bold=True)


def _payout_slip(roll: Roll, slip: PayoutSlip) -> None:
    roll.head(_("BUKTI BAYAR"))
    roll.say(_("No. %(number)s", number=slip.number))
    roll.say(moment(slip.paid_at, slip.zone))
    roll.row(_("Dari") if slip.from_maker else _("Kepada"), f"{slip.maker} ({slip.maker_code})")
    if slip.statement:
        roll.row(_("Laporan"), slip.statement)
    roll.say(slip.purpose)
    roll.row(_("Cara"), slip.method)
    roll.grand(_("DITERIMA") if slip.from_maker else _("DIBAYAR"), rupiah(slip.amount))
    if slip.carried:
        roll.row(_("Sisa laporan ini"), plain(slip.carried))
    if slip.approved_by:
        roll.row(_("Disetujui oleh"), slip.approved_by)
    if slip.needs_stamp:
        roll.say(_("Di atas Rp5.000.000: bubuhkan meterai Rp10.000 pada kuitansi."), bold=True)
    roll.rule()
    _signatures(roll, (_("Yang menyerahkan"), _("Yang menerima")))


def _guide_slip(roll: Roll, slip: GuideSlip) -> None:
    roll.head(_("UANG PEMANDU"))
    roll.row(_("No. %(number)s", number=slip.number), slip.outlet)
    roll.say(moment(slip.paid_at, slip.zone))
    roll.row(_("Biro"), slip.agency)
    if slip.guide:
        roll.row(_("Pemandu"), slip.guide)
    roll.row(_("Kunjungan"), day(slip.visited_on))
    if slip.people:
        roll.row(_("Tamu"), plain(slip.people))
    roll.rule()
    roll.row(_("Belanja (%(n)s nota)", n=slip.sales), plain(slip.sold))
    if slip.returned:
        roll.row(_("Retur"), plain(-slip.returned))
        roll.row(_("Belanja bersih"), plain(slip.sold - slip.returned))
    roll.row(_("Uang pemandu %(rate)s", rate=percent(slip.bps)), plain(slip.fee))
    if slip.carried:
        roll.row(_("Dari kunjungan lalu"), plain(slip.carried))
    roll.grand(_("DIBAYAR"), rupiah(slip.amount))
    roll.say(slip.words)
    if slip.kept:
        roll.row(_("Sisa ke kunjungan berikut"), plain(slip.kept))
    roll.row(_("Dari"), slip.source)
    roll.rule()
    _signatures(roll, (_("Yang membayar: %(name)s", name=slip.paid_by), _("Yang menerima")))


def _keepsake(roll: Roll, card: Keepsake) -> None:
    roll.head(card.title)
    for line in (card.maker, card.sentra, f"* {_('Karya tunggal')} *"):
        roll.centre(line)
    roll.rule()
    for fact in card.told:
        roll.say(fact.label)
        roll.say("  " + fact.value, bold=True)
    roll.rule()
    if card.url:
        _qr(roll, card.url)
        roll.centre(_("Halaman karya ini tetap ada, tanpa nama pemiliknya."))
    roll.centre(card.code)


def _test_page(roll: Roll, page: TestPage) -> None:
    roll.head(_("UJI CETAK"))
    roll.row(_("Printer"), page.printer)
    if page.connection:
        roll.row(_("Sambungan"), page.connection)
    roll.row(_("Waktu"), moment(page.printed_at, page.zone))
    ruler = "".join(str(n % 10) for n in range(1, roll.columns + 1))
    roll.say(ruler)
    roll.say(_("Angka di atas harus tepat satu baris."))
    roll.say("".join(chr(sign) for sign in range(33, 127)))
    roll.row(_("Huruf beraksen"), ACCENTS)
    roll.row(_("Huruf biasa"), plain(12_875_000))
    roll.row(_("Huruf tebal"), plain(12_875_000), bold=True)
    roll.grand(_("TOTAL"), rupiah(12_875_000))
    roll.add(Barcode("UJI123456"))
    roll.centre("UJI123456")
    _qr(roll, "https://example.org/uji")


ACCENTS = "éèüñçåßô €"
"""Printed as they are by a printer that has these letters, else as plain ones."""

COMPOSERS: dict[str, Callable[[Roll, Any], None]] = {
    Receipt.kind: _receipt,
    ShiftReport.kind: _shift_report,
    Statement.kind: _statement,
    ConsignmentNote.kind: _consignment_note,
    PackingList.kind: _packing_list,
    PayoutSlip.kind: _payout_slip,
    GuideSlip.kind: _guide_slip,
    Keepsake.kind: _keepsake,
    MakerSlip.kind: maker_sections,
    Record.kind: _record,
    TestPage.kind: _test_page,
}
