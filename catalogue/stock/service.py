"""Verbs about stock: receive a consignment, move pieces, reserve a unique one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from sqlalchemy import Table, insert, literal_column, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.outlets.models import Outlet
from catalogue.products import service as products
from catalogue.products.models import Product
from catalogue.products.queries import Price, current_prices
from catalogue.stock import queries
from catalogue.stock.models import (
    Consignment,
    ConsignmentLine,
    ImportBatch,
    Lot,
    Movement,
    Reservation,
    StockLevel,
)
from core import counters
from core.clock import local_date
from core.errors import Conflict, Refused
from core.i18n import _
from core.users import service as people

MAX_PIECES = 10_000
HOLD = timedelta(hours=12)
"""A scanned piece stays with its ticket this long, unless the ticket lets it go."""


class PieceTaken(Conflict):
    """A unique piece is held by another source, `held_by` = (source_kind, source_id)."""

    def __init__(self, message: str, *, held_by: tuple[str, int]) -> None:
        super().__init__(message)
        self.held_by = held_by


def draft(
    session: Session,
    maker: Maker,
    outlet: Outlet,
    *,
    by: int | None,
    at: datetime,
    batch: ImportBatch | None = None,
    note: str = "",
) -> Consignment:
    """Start a consignment of a maker at an outlet."""
    consignment = Consignment(
        maker_id=maker.id,
        maker=maker,
        outlet_id=outlet.id,
        outlet=outlet,
        state="draft",
        batch_id=batch.id if batch else None,
        note=note,
        created_at=at,
        created_by=by,
    )
    session.add(consignment)
    session.flush()
    return consignment


@dataclass(frozen=True)
class NewLine:
    """Some pieces of a product to write on a draft; prices in rupiah for one unit."""

    product: Product
    quantity: int
    price: int
    net_price: int | None = None
    expires_on: date | None = None
    note: str = ""


def add_line(
    session: Session,
    consignment: Consignment,
    product: Product,
    *,
    quantity: int,
    price: int,
    net_price: int | None,
    expires_on: date | None = None,
    note: str = "",
) -> ConsignmentLine:
    """Write some pieces of a product on a draft; prices in rupiah for one unit."""
    wanted = NewLine(product, quantity, price, net_price, expires_on, note)
    return add_lines(session, [(consignment, wanted)])[0]


def add_lines(
    session: Session, wanted: Sequence[tuple[Consignment, NewLine]]
) -> list[ConsignmentLine]:
    """Write lines on drafts, in a few statements however many they are."""
    for consignment, new in wanted:
        _check_line(consignment, new)
    lots = lots_of(session, [(new.product, new.expires_on) for _c, new in wanted if new.expires_on])
    lines = []
    for consignment, new in wanted:
        lot = lots[new.product.id, new.expires_on] if new.expires_on else None
        lines.append(
            ConsignmentLine(
                consignment_id=consignment.id,
                product_id=new.product.id,
                product=new.product,
                lot_id=lot.id if lot else None,
                lot=lot,
                quantity=new.quantity,
                price=new.price,
                net_price=new.net_price,
                note=new.note,
            )
        )
    session.add_all(lines)
    session.flush()
    return lines


def _check_line(consignment: Consignment, new: NewLine) -> None:
    if consignment.state != "draft":
        raise Refused(_("Titipan ini sudah diterima, jadi tidak bisa diubah lagi."))
    if not 0 < new.quantity <= MAX_PIECES:
        raise Refused(_("Jumlah harus antara 1 dan %(n)s.", n=MAX_PIECES), field="quantity")
    if new.product.maker_id != consignment.maker_id:
        raise Refused(_("Barang ini titipan perajin lain."), field="code")
    if new.product.is_unique and new.quantity != 1:
        raise Refused(_("Karya tunggal hanya satu buah tiap kode."), field="quantity")
    if new.net_price is not None and new.net_price > new.price:
        raise Refused(_("Harga jual tidak boleh di bawah harga titip."), field="price")


def remove_line(session: Session, line: ConsignmentLine) -> None:
    """Take a line off a draft."""
    if line.consignment.state != "draft":
        raise Refused(_("Titipan ini sudah diterima, jadi tidak bisa diubah lagi."))
    session.delete(line)
    session.flush()


def receive(
    session: Session,
    consignment: Consignment,
    *,
    by: int | None,
    at: datetime,
    reason: str = "received",
) -> None:
    """Take the goods of a draft into stock; a new price on a line holds from now on.

    `reason` is received, or opening for goods that were already there.
    """
    if consignment.state != "draft":
        raise Refused(_("Titipan ini sudah diterima."))
    lines = queries.lines_of(session, consignment.id)
    if not lines:
        raise Refused(_("Titipan ini masih kosong. Tambahkan barangnya dulu."))
    take_in(session, [(consignment, line) for line in lines], by=by, at=at, reason=reason)
    seal(session, consignment, by=by, at=at)


def take_in(
    session: Session,
    lines: Sequence[tuple[Consignment, ConsignmentLine]],
    *,
    by: int | None,
    at: datetime,
    reason: str = "received",
) -> None:
    """Take the pieces of drafts' lines into stock and let their prices hold from now on.

    Raises Forbidden where `by` would so raise the net price of the own goods.
    """
    move_all(
        session,
        [
            Movement(
                product_id=line.product_id,
                outlet_id=consignment.outlet_id,
                lot_id=line.lot_id,
                quantity=line.quantity,
                reason=reason,
                source_kind="consignment_line",
                source_id=line.id,
                business_date=local_date(at, consignment.outlet.zone),
                at=at,
                actor_id=by,
            )
            for consignment, line in lines
        ],
    )
    prices = current_prices(session, {line.product_id for _c, line in lines})
    for _consignment, line in lines:
        wanted = Price(line.price, line.net_price)
        if prices[line.product_id] != wanted:
            products.set_price(
                session, line.product, line.price, net_price=line.net_price, by=by, at=at
            )
            prices[line.product_id] = wanted


def seal(session: Session, consignment: Consignment, *, by: int | None, at: datetime) -> None:
    """Give a consignment its number and make it final."""
    number = counters.next_number(session, "consignment")
    consignment.number = f"TT{number:06d}"
    consignment.received_at, consignment.received_by = at, by
    consignment.state = "received"
    session.flush()
    people.record(
        session, "consignment.received", kind="consignment", subject_id=consignment.id, by=by, at=at
    )


def lots_of(
    session: Session, wanted: Sequence[tuple[Product, date]]
) -> dict[tuple[int, date], Lot]:
    """Return the lots of products that expire on these days, made where they are new."""
    found = queries.lots(session, {product.id for product, _day in wanted}) if wanted else {}
    for product, day in wanted:
        if (product.id, day) not in found:
            found[product.id, day] = Lot(product_id=product.id, expires_on=day)
            session.add(found[product.id, day])
    session.flush()
    return found


def move(
    session: Session,
    product_id: int,
    outlet_id: int,
    quantity: int,
    *,
    reason: str,
    source: tuple[str, int],
    business_date: date,
    by: int | None,
    at: datetime,
    lot_id: int | None = None,
) -> None:
    """Move `quantity` pieces (signed) for one source and reason, once; the level follows."""
    movement = Movement(
        product_id=product_id,
        outlet_id=outlet_id,
        lot_id=lot_id,
        quantity=quantity,
        reason=reason,
        source_kind=source[0],
        source_id=source[1],
        business_date=business_date,
        at=at,
        actor_id=by,
    )
    move_all(session, [movement])


def move_all(session: Session, movements: Sequence[Movement]) -> None:
    """Write movements, each for one source and reason once; the levels follow."""
    table = cast(Table, Movement.__table__)  # of rows, not objects: one statement for all
    columns = [column.key for column in table.columns if column.key != "id"]
    session.execute(
        insert(table), [{name: getattr(m, name) for name in columns} for m in movements]
    )
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    session.execute(
        dialect.insert(StockLevel).on_conflict_do_update(
            index_elements=["product_id", "outlet_id", "lot_key"],
            set_={"on_hand": StockLevel.on_hand + literal_column("excluded.on_hand")},
        ),
        [
            {
                "product_id": m.product_id,
                "outlet_id": m.outlet_id,
                "lot_key": m.lot_id or 0,
                "on_hand": m.quantity,
            }
            for m in movements
        ],
    )


def reserve(
    session: Session,
    product: Product,
    *,
    source: tuple[str, int],
    at: datetime,
    until: datetime | None = None,
) -> Reservation:
    """Hold a unique piece for one source; an expired hold of another is released here.

    It lasts HOLD, or `until` a moment that is said. Raises PieceTaken if another source has it.
    """
    held = queries.live_reservation(session, product.id)
    if held is not None and (held.source_kind, held.source_id) == source:
        if until is not None:
            held.expires_at = until
        return held
    if held is not None and held.expires_at > at:
        raise PieceTaken(
            _("%(title)s sedang di nota lain.", title=product.title),
            held_by=(held.source_kind, held.source_id),
        )
    if held is not None:
        held.released_at = at
        session.flush()
    row = Reservation(
        product_id=product.id,
        source_kind=source[0],
        source_id=source[1],
        reserved_at=at,
        expires_at=until or at + HOLD,
    )
    session.add(row)
    session.flush()
    return row


def release(
    session: Session, *, source: tuple[str, int], at: datetime, product_id: int | None = None
) -> None:
    """Let go what a source holds, of one product or of all."""
    statement = update(Reservation).where(
        Reservation.source_kind == source[0],
        Reservation.source_id == source[1],
        Reservation.released_at.is_(None),
    )
    if product_id is not None:
        statement = statement.where(Reservation.product_id == product_id)
    session.execute(statement.values(released_at=at))
