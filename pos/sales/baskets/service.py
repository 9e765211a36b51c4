"""Verbs of baskets at the till: fill the ticket, take a kept piece all the same, take an order."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from catalogue.outlets.models import Till
from catalogue.products.queries import by_code
from catalogue.stock import queries as stock_queries
from catalogue.stock import service as stock
from catalogue.stock.tags.reprint import offered_price
from catalogue.tours import service as visits
from catalogue.visitors.baskets import queries as baskets
from catalogue.visitors.baskets import service as basket_service
from catalogue.visitors.baskets.models import Basket, BasketItem
from core.db import Database
from core.errors import Refused, TooMany
from core.i18n import _
from core.ids import normalise_code
from core.users import queries as people_queries
from core.users import service as people
from core.users.models import User
from pos.sales import service as tickets
from pos.sales.baskets import queries
from pos.sales.baskets.errors import UnknownBasket
from pos.sales.baskets.models import MadeToOrder, TicketBasket
from pos.sales.deposits import service as deposits
from pos.sales.models import Sale

MOST_GUESSES = 20
"""Codes that no basket has, typed at one till within a quarter of an hour."""
LATEST = timedelta(days=365)


def require_basket(session: Session, till: Till, text: str, *, at: datetime) -> Basket:
    """Return the basket of a code that was typed, or of a QR; raise UnknownBasket or TooMany."""
    if people_queries.recent_failures(session, _guesses(till), at=at) >= MOST_GUESSES:
        raise TooMany(
            _("Terlalu banyak kode keranjang yang salah. Tunggu 15 menit, atau pindai barangnya.")
        )
    found = baskets.by_scan(session, text, at=at)
    if found is None:
        raise UnknownBasket(
            _("Keranjang %(code)s tidak ada atau kodenya sudah lewat. Minta pembeli membuka "
              "keranjangnya dan membaca kode yang baru.", code=text.strip()[-12:])
        )  # fmt: skip
    return baskets.lock(session, found)


def note_guess(database: Database, till: Till, *, at: datetime) -> None:
    """Count a code that no basket has, in a transaction of its own: the scan itself is refused."""
    people.count_failure(database, {"till": _guesses(till)}, at=at)


def fill(session: Session, sale: Sale, basket: Basket, *, on: date, by: int, at: datetime) -> None:
    """Put what a basket holds on a ticket, as far as it is here; its group gets the ticket.

    What stands on a ticket of it already stays as it is, so the same basket adds nothing twice.
    Its code is spent once something came and nothing waits at another outlet: until then the
    buyer says it there, and what did not come stays kept. `queries.told` says what did not come.
    """
    tickets.require_open(sale)
    if not basket.items:
        raise Refused(_("Keranjang ini kosong."))
    visit = basket.visit
    if (
        visit is not None and sale.visit_id is None and visit.is_at_hand and visit.expected_on == on
        and visit.outlet_id == sale.till.outlet_id
    ):  # fmt: skip
        visits.arrive(session, visit, by=by, at=at)
        sale.visit_id = visit.id
    if session.get(TicketBasket, (sale.id, basket.id)) is None:
        session.add(TicketBasket(sale_id=sale.id, basket_id=basket.id, at=at, by=by))
        session.flush()
    if basket.language != "id":
        sale.language = basket.language  # receipt and card go home with who shopped in it
    there = queries.on_tickets(session, basket)
    for item in sorted(basket.items, key=lambda item: item.product_id):
        if not item.is_order and item.product_id not in there:
            _put(session, sale, item, on=on, by=by, at=at)
    known = queries.on_tickets(session, basket)
    came = known or any(item.is_order for item in basket.items)
    if came and not queries.is_awaited_elsewhere(session, basket, known, sale.till.outlet_id):
        basket_service.take(session, basket, at=at)


def _put(
    session: Session, sale: Sale, item: BasketItem, *, on: date, by: int, at: datetime
) -> None:
    product = item.product
    here = stock_queries.fresh_at(session, [product.id], sale.till.outlet_id, on=on)
    pieces = min(item.quantity, here[product.id])
    if product.archived_at is not None or pieces < 1:
        return
    try:
        with session.begin_nested():  # refused, the piece stays kept for the basket
            stock.release(
                session, source=(baskets.SOURCE, item.basket_id), product_id=product.id, at=at
            )
            tickets.add_product(
                session, sale, product, code=product.code, by=by, at=at, quantity=pieces
            )
    except Refused:
        return  # sold, or somebody else has it: `told` says so beside the ticket


def sell_kept(session: Session, sale: Sale, text: str, *, by: int, at: datetime) -> None:
    """Put a piece that is kept for a basket on the ticket all the same: it lies on the counter."""
    code = normalise_code(text)
    product = by_code(session, code) if code else None
    if product is None:
        raise Refused(_("Barang ini tidak ada. Pindai ulang labelnya."))
    held = stock_queries.live_reservation(session, product.id)
    if held is not None and held.source_kind == baskets.SOURCE:
        stock.release(
            session, source=(baskets.SOURCE, held.source_id), product_id=product.id, at=at
        )
        people.record(
            session, "basket.overridden", kind="product", subject_id=product.id, by=by, at=at
        )
    tickets.scan(session, sale, text, by=by, at=at)


@dataclass(frozen=True)
class Order:
    """What is agreed about goods to be made: until when, beside who leaves how much (Left)."""

    left: deposits.Left
    promised_on: date


def take_order(
    session: Session,
    till: Till,
    item: BasketItem,
    order: Order,
    *,
    on: date,
    by: User,
    at: datetime,
) -> MadeToOrder:
    """Take the deposit for goods that are to be made, and write the order down for their maker."""
    if item.id in queries.orders_of(session, [item.id]):
        raise Refused(_("Pesanan ini sudah dicatat dengan uang mukanya."))
    if not on <= order.promised_on <= on + LATEST:
        raise Refused(_("Pilih tanggal antara hari ini dan setahun lagi."), field="promised_on")
    deposit = deposits.take(session, till, order.left, by=by, at=at)
    row = MadeToOrder(
        product_id=item.product_id, product=item.product, quantity=item.quantity,
        unit_price=offered_price(session, item.product_id), note=item.note,
        promised_on=order.promised_on, deposit_id=deposit.id, deposit=deposit,
        basket_item=item.id, at=at, by=by.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _guesses(till: Till) -> str:
    return f"basket:till:{till.id}"
