"""Reads about baskets: by the token in an address, by what is scanned or typed at a till."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.stock.models import Reservation
from catalogue.tours.models import Visit
from catalogue.visitors.baskets.models import Basket, BasketItem
from catalogue.visitors.queries import pieces_by_place, works_among
from catalogue.visitors.shown import Work
from core.errors import NotFound
from core.i18n import _

SOURCE = "basket"
"""What a hold on a piece calls a basket."""
TYPED_CODE = re.compile(r"(\d{3})[ .-]?(\d{3})", re.ASCII)
ADDRESS = re.compile(r"/keranjang/([0-9a-f-]{36})(?:[/?#].*)?$", re.ASCII | re.IGNORECASE)
"""The end of a basket's address, as its QR bears it; Caps Lock turns its letters."""


@dataclass(frozen=True)
class Row:
    """An item as its page shows it; `work` is None for what is not sold any more.

    `held_until`: so long the piece is kept for this basket; `there`: how many lie at which place.
    """

    item: BasketItem
    work: Work | None
    held_until: datetime | None = None
    there: dict[str, int] = field(default_factory=dict)

    @property
    def is_here(self) -> bool:
        """True while it can be bought, or is kept for this very basket."""
        return self.work is not None and (self.work.offered or self.held_until is not None)

    @property
    def amount(self) -> int:
        """Rupiah at today's price, nothing for what cannot be had."""
        if self.work is None or not (self.is_here or self.item.is_order):
            return 0
        return self.work.price * min(self.item.quantity, self._most or self.item.quantity)

    @property
    def is_short(self) -> bool:
        """True where no place has as many pieces as are wanted."""
        return 0 < self._most < self.item.quantity

    @property
    def _most(self) -> int:
        """Pieces where there are most; 0 for what is to be made, or lies nowhere."""
        return 0 if self.item.is_order else max(self.there.values(), default=0)


def is_code(text: str) -> bool:
    """Say whether what was typed or scanned means a basket."""
    return bool(TYPED_CODE.fullmatch(text.strip()) or ADDRESS.search(text.strip()))


def by_scan(session: Session, text: str, *, at: datetime) -> Basket | None:
    """Return the basket of a code typed at a till, or of the address in its QR, while it lives."""
    typed, address = TYPED_CODE.fullmatch(text.strip()), ADDRESS.search(text.strip())
    if typed is not None:
        code = typed[1] + typed[2]
        return session.scalar(select(Basket).where(Basket.code == code, Basket.code_until > at))
    return by_token(session, address[1].lower(), at=at) if address else None


def by_token(session: Session, token: str, *, at: datetime) -> Basket | None:
    """Return the basket of an address while it lives, or None."""
    return session.scalar(select(Basket).where(Basket.token == token, Basket.expires_at > at))


def require(session: Session, token: str, *, at: datetime) -> Basket:
    """Return the basket of an address, or raise NotFound: there is none, or it expired."""
    found = by_token(session, token, at=at)
    if found is None:
        raise NotFound(
            _("Keranjang ini tidak ada atau sudah kedaluwarsa. Isi keranjang baru dari galeri.")
        )
    return found


def name_of(session: Session, basket_id: int) -> str:
    """Return what a cashier calls a basket: its code, and the visitor's name where one was given."""
    basket = session.get_one(Basket, basket_id)
    code = f"{basket.code[:3]} {basket.code[3:]}" if basket.code else f"#{basket.id}"
    return f"{code} ({basket.name})" if basket.name else code


def lock(session: Session, basket: Basket) -> Basket:
    """Return the basket as it stands now, locked until this transaction ends."""
    return session.scalars(
        select(Basket)
        .where(Basket.id == basket.id)
        .with_for_update(of=Basket)
        .execution_options(populate_existing=True)
    ).one()


def rows(session: Session, basket: Basket, *, at: datetime, today: date) -> list[Row]:
    """Return what lies in a basket as its page shows it, what is to be made last."""
    ids = {item.product_id for item in basket.items}
    works = works_among(session, ids, at=at, today=today)
    there = pieces_by_place(session, ids, today=today)
    held = held_pieces(session, basket, at=at)
    return [
        Row(
            item, works.get(item.product.slug), held.get(item.product_id),
            there.get(item.product_id, {}),
        )
        for item in sorted(basket.items, key=lambda item: (item.is_order, item.id))
    ]  # fmt: skip


def where_to_pay(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Return what is paid at which place: as few places as will do, the one with most first."""
    left = [row for row in rows if row.is_here and row.there and not row.item.is_order]
    found: dict[str, list[Row]] = {}
    while left:
        here = [place for row in left for place in row.there]
        most = max(here, key=here.count)
        found[most] = [row for row in left if most in row.there]
        left = [row for row in left if most not in row.there]
    return found


def held_pieces(session: Session, basket: Basket, *, at: datetime) -> dict[int, datetime]:
    """Return {product id: until when} of the pieces that are kept for a basket."""
    found = session.execute(
        select(Reservation.product_id, Reservation.expires_at).where(
            Reservation.source_kind == SOURCE,
            Reservation.source_id == basket.id,
            Reservation.released_at.is_(None),
            Reservation.expires_at > at,
        )
    )
    return {row.product_id: row.expires_at for row in found}


def kept_until(session: Session, basket: Basket, slug: str, *, at: datetime) -> datetime | None:
    """Return until when the product of this slug is kept for a basket, None where it is not."""
    held = held_pieces(session, basket, at=at)
    return next((held.get(i.product_id) for i in basket.items if i.product.slug == slug), None)


def pieces_in(session: Session, token: str, *, at: datetime) -> int:
    """Return how many pieces lie in the basket of this token; 0 where there is none."""
    return int(
        session.scalar(
            select(func.coalesce(func.sum(BasketItem.quantity), 0))
            .join(Basket, Basket.id == BasketItem.basket_id)
            .where(Basket.token == token, Basket.expires_at > at, Basket.taken_at.is_(None))
        )
        or 0
    )


def groups_today(session: Session, day: date) -> list[Visit]:
    """Return the groups of a day that a basket may say it belongs to, by hour."""
    return list(
        session.scalars(
            select(Visit)
            .where(Visit.expected_on == day, Visit.state.in_(("confirmed", "here")))
            .order_by(Visit.expected_at, Visit.id)
        )
    )


def of_group(session: Session, visit: Visit, *, at: datetime) -> tuple[int, int]:
    """Return how many baskets with something in them a group has, and the pieces in them."""
    row = session.execute(
        select(func.count(Basket.id.distinct()), func.coalesce(func.sum(BasketItem.quantity), 0))
        .select_from(Basket)
        .join(BasketItem, BasketItem.basket_id == Basket.id)
        .where(Basket.visit_id == visit.id, Basket.expires_at > at)
    ).one()
    return int(row[0]), int(row[1])
