"""Tags that say an old price: which to print again, and what the till takes meanwhile.

After a price changed, every piece that was on hand before still bears its old tag, until as many
tags were printed for goods that hang already. Tags of a delivery are for its own pieces. Which of
the pieces were sold nobody knows, so never more are counted than are on hand.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.products.models import Product, ProductPrice
from catalogue.products.queries import current_prices
from catalogue.stock.models import Movement, StockLevel, TagPrint
from catalogue.stock.tags.papers import Wanted


@dataclass(frozen=True)
class Due:
    """Pieces of a product whose tags may still say `before` although it costs `price` now."""

    product_id: int
    price: int
    before: int
    changed_at: datetime
    pieces: int


def note(
    session: Session,
    wanted: Iterable[Wanted],
    *,
    is_of_delivery: bool,
    by: int | None,
    at: datetime,
) -> None:
    """Write down that these tags were printed at the prices in force."""
    counts = [(item.product.id, item.count) for item in wanted]
    prices = current_prices(session, {product_id for product_id, _count in counts})
    session.add_all(
        TagPrint(
            product_id=product_id,
            price=prices[product_id].price,
            count=count,
            is_of_delivery=is_of_delivery,
            at=at,
            by=by,
        )
        for product_id, count in counts
    )
    session.flush()


def note_first(
    session: Session,
    wanted: Sequence[tuple[int, int]],
    *,
    received_at: datetime,
    by: int | None,
    at: datetime,
) -> None:
    """Write down (product, count) tags that are the first of pieces which came at `received_at`.

    Where the price has changed since the pieces came, they bear the new one from the start.
    """
    changes = _changes(session, [product_id for product_id, _count in wanted])
    session.add_all(
        TagPrint(
            product_id=product_id,
            price=changes[product_id][0].price,
            count=count,
            is_of_delivery=changes[product_id][0].set_at <= received_at,
            at=at,
            by=by,
        )
        for product_id, count in wanted
    )
    session.flush()


def due(session: Session) -> list[Due]:
    """Return the goods on hand whose tags have to be printed again, newest change first."""
    changed = session.scalars(
        select(ProductPrice.product_id)
        .join(Product, Product.id == ProductPrice.product_id)
        .where(Product.archived_at.is_(None), Product.kind != "service")
        .group_by(ProductPrice.product_id)
        .having(func.count(func.distinct(ProductPrice.price)) > 1)
    ).all()
    found = _due_of(session, changed)
    return sorted(found.values(), key=lambda one: (one.changed_at, one.product_id), reverse=True)


def offered_price(session: Session, product_id: int) -> int:
    """Return what the till takes for one unit: the list price, or a lower one on an old tag."""
    history = _changes(session, [product_id])[product_id]
    price = history[0].price
    if price <= min(one.price for one in history) or product_id not in _due_of(
        session, [product_id]
    ):
        return price
    return min(price, _on_old_tags(history, _prints(session, [product_id])[product_id]))


def _due_of(session: Session, product_ids: Collection[int]) -> dict[int, Due]:
    here = _on_hand(session, product_ids)
    changes = {
        product_id: history
        for product_id, history in _changes(session, list(here)).items()
        if len(history) > 1
    }
    if not changes:
        return {}
    moved = _moved_since(
        session, {number: history[0].set_at for number, history in changes.items()}
    )
    prints = _prints(session, list(changes))
    found = {}
    for product_id, history in changes.items():
        since = history[0].set_at
        replaced = sum(
            one.count for one in prints[product_id] if one.at >= since and not one.is_of_delivery
        )
        pieces = min(here[product_id], here[product_id] - moved[product_id] - replaced)
        if pieces > 0:
            before = _on_old_tags(history, prints[product_id])
            found[product_id] = Due(product_id, history[0].price, before, since, pieces)
    return found


def _on_old_tags(history: Sequence[ProductPrice], prints: Sequence[TagPrint]) -> int:
    """Return the lowest price that a tag may still say, back to one that tags were printed at."""
    lowest = history[0].price
    for newer, older in pairwise(history):
        lowest = min(lowest, older.price)
        if any(older.set_at <= one.at < newer.set_at for one in prints):
            break
    return lowest if lowest < history[0].price else history[1].price


def _changes(session: Session, product_ids: Sequence[int]) -> dict[int, list[ProductPrice]]:
    """Return each product's list prices, newest first; rows that only change the net left out."""
    rows = session.scalars(
        select(ProductPrice)
        .where(ProductPrice.product_id.in_(product_ids))
        .order_by(ProductPrice.product_id, ProductPrice.id)
    )
    found: dict[int, list[ProductPrice]] = defaultdict(list)
    for row in rows:
        if not found[row.product_id] or found[row.product_id][0].price != row.price:
            found[row.product_id].insert(0, row)
    return found


def _on_hand(session: Session, product_ids: Collection[int]) -> dict[int, int]:
    pieces = func.sum(StockLevel.on_hand)
    rows = session.execute(
        select(StockLevel.product_id, pieces)
        .where(StockLevel.product_id.in_(product_ids))
        .group_by(StockLevel.product_id)
        .having(pieces > 0)
    )
    return {product_id: int(count) for product_id, count in rows}


def _moved_since(session: Session, since: dict[int, datetime]) -> dict[int, int]:
    """Return what came in since each product's moment, less what left."""
    moved = dict.fromkeys(since, 0)
    rows = session.execute(
        select(Movement.product_id, Movement.at, Movement.quantity).where(
            Movement.product_id.in_(since), Movement.at >= min(since.values())
        )
    )
    for product_id, at, quantity in rows:
        if at >= since[product_id]:
            moved[product_id] += quantity
    return moved


def _prints(session: Session, product_ids: Sequence[int]) -> dict[int, list[TagPrint]]:
    found: dict[int, list[TagPrint]] = {product_id: [] for product_id in product_ids}
    for row in session.scalars(select(TagPrint).where(TagPrint.product_id.in_(product_ids))):
        found[row.product_id].append(row)
    return found
