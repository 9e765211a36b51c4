"""Verbs of a basket: begin, add, change, leave out, get ready for the till."""

import secrets
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from catalogue.products.models import Product
from catalogue.stock import queries as stock_queries
from catalogue.stock import service as stock
from catalogue.tours.models import Visit
from catalogue.visitors.baskets import queries
from catalogue.visitors.baskets.models import Basket, BasketItem
from core.errors import Refused, TooMany
from core.floods import is_flood
from core.i18n import _
from core.ids import new_uuid

LIFE = timedelta(days=7)
"""A basket that nobody touches for so long is gone."""
CODE_LIFE = timedelta(minutes=30)
"""So long a code may be typed at a till, and so long its pieces are kept."""
MOST_CODES = 8
"""Codes that one basket is given: nobody keeps a piece from others for days."""
MOST_ITEMS = 40
MOST_PIECES = 99
FORGOTTEN_AT_ONCE = 500
"""Baskets emptied in one transaction: none grows with the data."""
FROM_ONE, FROM_ALL = 200, 2_000
"""Baskets begun within an hour: from one address (a bus shares the shop's Wi-Fi), and in all."""


def begin(
    session: Session, *, at: datetime, sender: str | None = None, visit: Visit | None = None
) -> Basket:
    """Return a new, empty basket; raises TooMany for a flood."""
    if is_flood(
        session, Basket.created_at, Basket.sender,
        sender=sender, at=at, from_one=FROM_ONE, from_all=FROM_ALL,
    ):  # fmt: skip
        raise TooMany(_("Terlalu banyak keranjang baru dari sini. Coba lagi nanti."))
    basket = Basket(
        token=new_uuid(), sender=sender, created_at=at, expires_at=at + LIFE, items=[],
        visit=visit, visit_id=visit.id if visit else None,
    )  # fmt: skip
    session.add(basket)
    session.flush()
    return basket


def add(
    session: Session,
    basket: Basket,
    product: Product,
    *,
    at: datetime,
    quantity: int = 1,
    is_order: bool = False,
) -> BasketItem:
    """Put pieces of a product into a basket; what lies there already becomes more of it."""
    _refuse_taken(basket)
    found = next(
        (i for i in basket.items if i.product_id == product.id and i.is_order == is_order), None
    )
    if found is None:
        if len(basket.items) >= MOST_ITEMS:
            raise Refused(_("Keranjang ini sudah penuh. Bayar dulu isinya di kasir."))
        found = BasketItem(
            basket_id=basket.id, product_id=product.id, product=product, quantity=0,
            is_order=is_order, added_at=at,
        )  # fmt: skip
        basket.items.append(found)
    single = product.is_unique and not is_order
    found.quantity = _checked(1 if single else found.quantity + quantity)
    basket.expires_at = at + LIFE
    session.flush()
    return found


def change(
    session: Session, basket: Basket, item: BasketItem, *, quantity: int, note: str, at: datetime
) -> None:
    """Say how many pieces of an item are wanted, and what the till or the maker should know."""
    _refuse_taken(basket)
    item.quantity = 1 if item.product.is_unique and not item.is_order else _checked(quantity)
    item.note = note
    basket.expires_at = at + LIFE
    session.flush()


def leave_out(session: Session, basket: Basket, item: BasketItem, *, at: datetime) -> None:
    """Take an item out again; a piece that was kept for it is free for others."""
    _refuse_taken(basket)
    if not item.is_order:  # what is to be made holds nothing: the piece on show may be wanted too
        stock.release(
            session, source=(queries.SOURCE, basket.id), product_id=item.product_id, at=at
        )
    basket.items.remove(item)
    session.delete(item)
    basket.expires_at = at + LIFE
    session.flush()


def get_ready(
    session: Session,
    basket: Basket,
    *,
    name: str,
    visit: Visit | None,
    at: datetime,
    language: str = "id",
) -> None:
    """Give a basket a code for the till, and keep its unique pieces for as long as that lasts.

    `visit` is the group that its visitor came with, `language` the one its receipt is to be in. Pieces that somebody else has stay theirs.
    A basket that a till took up already may be shown again: the ticket may have been cancelled.
    """
    if not basket.items:
        raise Refused(_("Keranjang ini masih kosong."))
    if not basket.shows_code(at) and basket.codes_given >= MOST_CODES:
        raise TooMany(
            _("Keranjang ini sudah sering minta kode. Tunjukkan saja barangnya di kasir.")
        )
    basket.name, basket.visit, basket.visit_id = name, visit, visit.id if visit else None
    basket.taken_at, basket.language = None, language
    if not basket.shows_code(at):
        basket.code = _free_code(session, at=at)
        basket.codes_given += 1
        basket.code_until = at + CODE_LIFE  # asked again meanwhile it is not kept any longer
    until = basket.code_until
    assert until is not None
    basket.expires_at = at + LIFE
    session.flush()
    for item in sorted(basket.items, key=lambda item: item.product_id):
        if item.product.is_unique and not item.is_order:
            _keep(session, basket, item.product, until=until, at=at)


def come_with(session: Session, basket: Basket, visit: Visit) -> None:
    """Let a basket belong to the group that its visitor came with."""
    _refuse_taken(basket)
    basket.visit, basket.visit_id = visit, visit.id
    session.flush()


def take(session: Session, basket: Basket, *, at: datetime) -> None:
    """Note that a till took all there was in a basket: its code is spent, its pieces are let go."""
    stock.release(session, source=(queries.SOURCE, basket.id), at=at)
    basket.code = basket.code_until = None
    basket.taken_at = at
    session.flush()


def item_of(basket: Basket, item_id: int) -> BasketItem:
    """Return the item of this very basket, or raise Refused: it was taken out meanwhile."""
    found = next((item for item in basket.items if item.id == item_id), None)
    if found is None:
        raise Refused(_("Barang ini sudah tidak ada di keranjang."))
    return found


def _keep(
    session: Session, basket: Basket, product: Product, *, until: datetime, at: datetime
) -> None:
    if stock_queries.is_sold(session, product.id):
        return
    try:
        stock.reserve(session, product, source=(queries.SOURCE, basket.id), until=until, at=at)
    except stock.PieceTaken:
        return  # the page says that somebody else has it


def _free_code(session: Session, *, at: datetime) -> str:
    """Return six digits that no living code has; a dead one is taken off its basket."""
    while True:
        code = f"{secrets.randbelow(1_000_000):06d}"
        other = session.scalar(select(Basket).where(Basket.code == code))
        if other is None:
            return code
        if not other.shows_code(at):
            session.execute(
                update(Basket).where(Basket.id == other.id).values(code=None, code_until=None)
            )
            return code


def _refuse_taken(basket: Basket) -> None:
    if basket.taken_at is not None:
        raise Refused(_("Keranjang ini sudah diterima kasir. Isi keranjang baru dari galeri."))


def _checked(quantity: int) -> int:
    if quantity > MOST_PIECES:
        raise Refused(
            _("Lewat keranjang paling banyak %(n)s. Untuk lebih banyak, minta penawaran.",
              n=MOST_PIECES),
            field="quantity",
        )  # fmt: skip
    if quantity < 1:
        raise Refused(_("Jumlahnya antara 1 dan %(n)s.", n=MOST_PIECES), field="quantity")
    return quantity


def forget(session: Session, _on: date, at: datetime) -> None:
    """Empty names, notes and senders of baskets that have expired, some at a time."""
    known = or_(
        Basket.name != "", Basket.sender.is_not(None), Basket.items.any(BasketItem.note != "")
    )
    over = select(Basket.id).where(Basket.expires_at < at, known).limit(FORGOTTEN_AT_ONCE)
    ids = session.scalars(over).all()
    session.execute(update(Basket).where(Basket.id.in_(ids)).values(name="", sender=None))
    session.execute(update(BasketItem).where(BasketItem.basket_id.in_(ids)).values(note=""))
