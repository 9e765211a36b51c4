"""Verbs before goods leave: write a transfer down, scan, correct, give up, send.

What happens to goods that are on their way stands in `arriving.py`.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from catalogue.outlets.models import Outlet
from catalogue.products.models import Product
from catalogue.stock import queries as stock
from catalogue.stock import service as stock_service
from catalogue.stock.bazars.models import Bazar
from catalogue.stock.departures.errors import BeyondRecord
from catalogue.stock.models import Lot, Movement
from catalogue.stock.service import MAX_PIECES
from catalogue.stock.transfers import arriving, queries
from catalogue.stock.transfers.models import Transfer, TransferLine
from core import counters
from core.clock import local_date
from core.errors import Refused
from core.i18n import _
from core.users import service as people

MAX_LINES = 100
"""A longer list is several transfers: sending one is one transaction."""


class PieceGone(Refused):
    """A unique piece that was sold cannot be moved."""


def start(
    session: Session,
    origin: Outlet,
    destination: Outlet,
    *,
    by: int | None,
    at: datetime,
    carrier: str = "",
    note: str = "",
    bazar: Bazar | None = None,
) -> Transfer:
    """Begin a transfer from one outlet to another; raise Refused where they are the same."""
    if origin.id == destination.id:
        raise Refused(_("Pilih dua tempat yang berbeda."), field="destination")
    if bazar is None:
        _refuse_bazar(session, origin, destination)
    transfer = Transfer(
        origin_id=origin.id, origin=origin, destination_id=destination.id,
        destination=destination, bazar_id=bazar.id if bazar else None, bazar=bazar,
        carrier=carrier.strip(), note=note.strip(), state="draft", created_at=at, created_by=by,
        lines=[],
    )  # fmt: skip
    session.add(transfer)
    session.flush()
    return transfer


def _refuse_bazar(session: Session, *places: Outlet) -> None:
    """Refuse a plain transfer to or from a stall of an open bazar, which keeps its own account."""
    busy = queries.stalls_of_bazars(session)
    for place in places:
        if place.id in busy:
            raise Refused(
                _("%(place)s adalah lapak bazar. Pakai halaman bazarnya.", place=place.name),
                field="destination",
            )


def scan(
    session: Session, transfer: Transfer, product: Product, *, at: datetime, quantity: int = 1
) -> TransferLine:
    """Put pieces of a product on a draft: a unique one is held, food comes from its first lot.

    Raises PieceGone, PieceTaken (a till or another list holds it) and Refused.
    """
    _require_draft(transfer)
    if product.kind == "service":
        raise Refused(_("%(title)s adalah jasa, tidak ada barangnya.", title=product.title),
                      field="q")  # fmt: skip
    if product.is_unique:
        return _scan_piece(session, transfer, product, at=at)
    lot = _lot_to_take(session, transfer, product, on=local_date(at, transfer.origin.zone))
    line = _line(transfer, product, lot)
    if line is None:
        return _add(session, transfer, product, lot, quantity)
    line.quantity = _checked(line.quantity + quantity, "q")
    session.flush()
    return line


def _scan_piece(
    session: Session, transfer: Transfer, product: Product, *, at: datetime
) -> TransferLine:
    line = _line(transfer, product, None)
    if line is not None:
        raise Refused(_("%(title)s sudah ada di daftar.", title=product.title), field="q")
    if stock.is_sold(session, product.id):
        raise PieceGone(
            _("%(title)s tercatat sudah terjual. Kalau pembelinya mengembalikan, catat retur di "
              "kasir dulu.", title=product.title),
            field="q",
        )  # fmt: skip
    _hold(session, transfer, product, at=at)
    return _add(session, transfer, product, None, 1)


def _lot_to_take(session: Session, transfer: Transfer, product: Product, *, on: date) -> Lot | None:
    """Return the lot that the next piece comes from: the first to expire that is not used up.

    Expired lots come last; a piece more than the record has goes onto the last line.
    """
    here = stock.lots_on_hand(session, product.id, transfer.origin_id)
    ordered = [(lot, n) for lot, n in here if lot is None or lot.expires_on >= on]
    ordered += [(lot, n) for lot, n in here if lot is not None and lot.expires_on < on]
    for lot, pieces in ordered:
        line = _line(transfer, product, lot)
        if (line.quantity if line else 0) < pieces:
            return lot
    mine = [line for line in transfer.lines if line.product_id == product.id]
    return mine[-1].lot if mine else (ordered[-1][0] if ordered else None)


def correct(
    session: Session, transfer: Transfer, line: TransferLine, *, quantity: int, lot_id: int | None
) -> None:
    """Change how many pieces a line of a draft has, and which lot they are from."""
    _require_draft(transfer)
    field = f"quantity-{line.id}"
    if line.product.is_unique and quantity != 1:
        raise Refused(_("Karya tunggal hanya satu."), field=field)
    line.quantity = _checked(quantity, field)
    if lot_id != line.lot_id:
        lot = _known_lot(session, line.product_id, lot_id)
        if _line(transfer, line.product, lot) is not None:
            raise Refused(_("Lot itu sudah ada di baris lain."), field=f"lot-{line.id}")
        line.lot_id, line.lot = lot_id, lot
    session.flush()


def name_carrier(session: Session, transfer: Transfer, carrier: str) -> None:
    """Write down who will carry the goods of a draft; nobody yet where it is empty."""
    _require_draft(transfer)
    transfer.carrier = carrier.strip()
    session.flush()


def _known_lot(session: Session, product_id: int, lot_id: int | None) -> Lot | None:
    lot = session.get(Lot, lot_id) if lot_id is not None else None
    if lot_id is not None and (lot is None or lot.product_id != product_id):
        raise Refused(_("Lot itu bukan lot barang ini."))
    return lot


def remove_line(session: Session, transfer: Transfer, line: TransferLine, *, at: datetime) -> None:
    """Take a line off a draft; a unique piece is free for others again."""
    _require_draft(transfer)
    stock_service.release(
        session, source=("transfer", transfer.id), product_id=line.product_id, at=at
    )
    transfer.lines.remove(line)
    session.delete(line)
    session.flush()


def cancel(session: Session, transfer: Transfer, *, by: int | None, at: datetime) -> None:
    """Give a draft up; its unique pieces are free again."""
    _require_draft(transfer)
    stock_service.release(session, source=("transfer", transfer.id), at=at)
    transfer.state = "cancelled"
    session.flush()
    people.record(
        session, "transfer.cancelled", kind="transfer", subject_id=transfer.id, by=by, at=at
    )


def send(
    session: Session,
    transfer: Transfer,
    *,
    carrier: str,
    by: int | None,
    at: datetime,
    beyond: bool = False,
) -> None:
    """Let the goods leave: they go off the origin's record and are in transit from now on.

    `carrier` signs for them. Goods in hand beat the record: with `beyond` more may leave than is
    on record. Raises BeyondRecord without, Refused for an empty list and a piece sold meanwhile.
    """
    _require_draft(transfer)
    if not transfer.lines:
        raise Refused(_("Daftarnya masih kosong. Pindai barangnya dulu."))
    if not carrier.strip():
        raise Refused(_("Tulis nama yang membawa; ia menandatangani daftar bawaan."),
                      field="carrier")  # fmt: skip
    if not beyond:
        _refuse_beyond(session, transfer)
    on = local_date(at, transfer.origin.zone)
    lines = sorted(transfer.lines, key=lambda line: (line.product_id, line.id))
    _let_go(session, transfer, [line for line in lines if line.product.is_unique], on=on, by=by,
            at=at)  # fmt: skip
    stock_service.move_all(
        session,
        [
            Movement(
                product_id=line.product_id, outlet_id=transfer.origin_id, lot_id=line.lot_id,
                quantity=-line.quantity, reason="transferred_out", source_kind="transfer_line",
                source_id=line.id, business_date=on, at=at, actor_id=by,
            )
            for line in lines
        ],
    )  # fmt: skip
    transfer.carrier = carrier.strip()
    transfer.number = f"PB{counters.next_number(session, 'transfer'):06d}"
    transfer.sent_at, transfer.sent_by, transfer.state = at, by, "sent"
    session.flush()
    people.record(session, "transfer.sent", kind="transfer", subject_id=transfer.id, by=by, at=at)


def _refuse_beyond(session: Session, transfer: Transfer) -> None:
    for product_id, left in queries.beyond_record(session, transfer).items():
        lines = [line for line in transfer.lines if line.product_id == product_id]
        raise BeyondRecord(
            _("%(title)s: menurut catatan hanya ada %(n)s di %(place)s, daftar ini %(wanted)s. "
              "Periksa, lalu centang bahwa barangnya memang di tangan.",
              title=lines[0].product.title, n=left, place=transfer.origin.name,
              wanted=sum(line.quantity for line in lines)),
            field="beyond",
        )  # fmt: skip


def _let_go(
    session: Session, transfer: Transfer, pieces: Sequence[TransferLine], *, on: date,
    by: int | None, at: datetime,
) -> None:  # fmt: skip
    """Make sure that unique pieces are this list's and at the origin, and end its hold on them."""
    ids = [line.product_id for line in pieces]
    source = ("transfer", transfer.id)
    held = stock.held_by(session, source, ids)
    sold = stock.sold_among(session, ids)
    places = stock.on_hand_of(session, ids)
    for line in pieces:
        if line.product_id not in held:  # the hold ran out meanwhile, and another took it
            _hold(session, transfer, line.product, at=at)
        if line.product_id in sold:
            raise PieceGone(_("%(title)s sudah terjual. Keluarkan dari daftar.",
                              title=line.product.title))  # fmt: skip
        if places.get(line.product_id, {}).get(transfer.origin_id, 0) < 1:
            arriving.bring_here(
                session, line.product_id, transfer.origin_id, source=("transfer_line", line.id),
                business_date=on, by=by, at=at,
            )  # fmt: skip
    stock_service.release(session, source=source, at=at)


def _hold(session: Session, transfer: Transfer, product: Product, *, at: datetime) -> None:
    """Hold a unique piece for a list; raise PieceTaken with who has it."""
    try:
        stock_service.reserve(session, product, source=("transfer", transfer.id), at=at)
    except stock_service.PieceTaken as taken:
        kind, _source_id = taken.held_by
        if kind != "transfer":
            raise
        raise stock_service.PieceTaken(
            _("%(title)s sudah ada di daftar lain.", title=product.title), held_by=taken.held_by
        ) from taken


def _line(transfer: Transfer, product: Product, lot: Lot | None) -> TransferLine | None:
    wanted = (product.id, lot.id if lot else None)
    return next((x for x in transfer.lines if (x.product_id, x.lot_id) == wanted), None)


def _add(
    session: Session, transfer: Transfer, product: Product, lot: Lot | None, quantity: int
) -> TransferLine:
    if len(transfer.lines) >= MAX_LINES:
        raise Refused(
            _("Satu daftar paling banyak %(n)s baris. Kirim dulu, lalu buat daftar baru.",
              n=MAX_LINES),
            field="q",
        )  # fmt: skip
    line = TransferLine(
        transfer_id=transfer.id, product_id=product.id, product=product,
        lot_id=lot.id if lot else None, lot=lot, quantity=_checked(quantity, "q"), scanned=0,
    )  # fmt: skip
    transfer.lines.append(line)
    session.flush()
    return line


def _checked(quantity: int, field: str) -> int:
    if not 0 < quantity <= MAX_PIECES:
        raise Refused(_("Jumlah harus antara 1 dan %(n)s.", n=MAX_PIECES), field=field)
    return quantity


def _require_draft(transfer: Transfer) -> None:
    if not transfer.is_draft:
        raise Refused(_("Barangnya sudah dikirim, jadi daftarnya tidak bisa diubah lagi."))
