"""Goods that the house buys outright: their pieces come in, and the cost price is known."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets.models import Outlet
from catalogue.products.models import Product
from catalogue.products.service import MAX_PRICE
from catalogue.stock import service as stock
from catalogue.stock.cards.sources import Paper, explains
from catalogue.stock.models import Purchase
from catalogue.stock.service import MAX_PIECES
from core.clock import local_date
from core.errors import Refused
from core.i18n import _
from core.users import service as people


def buy(
    session: Session,
    product: Product,
    outlet: Outlet,
    *,
    quantity: int,
    unit_cost: int,
    supplier: str,
    by: int,
    at: datetime,
    expires_on: date | None = None,
) -> Purchase:
    """Take bought pieces of the house's own goods into stock; `unit_cost` in rupiah for one.

    The money for them is not posted here: it leaves a drawer as cash out, or kas bendahara.
    """
    if product.maker_id is not None or product.kind == "service":
        raise Refused(_("Hanya barang galeri sendiri yang dibeli putus."), field="quantity")
    if not 0 < quantity <= MAX_PIECES:
        raise Refused(_("Jumlah harus antara 1 dan %(n)s.", n=MAX_PIECES), field="quantity")
    if not 0 < unit_cost <= MAX_PRICE:
        raise Refused(_("Harga beli harus lebih dari Rp0 dan masuk akal."), field="unit_cost")
    row = Purchase(
        product_id=product.id,
        outlet_id=outlet.id,
        outlet=outlet,
        quantity=quantity,
        unit_cost=unit_cost,
        supplier=" ".join(supplier.split())[:120],
        business_date=local_date(at, outlet.zone),
        at=at,
        by=by,
    )
    session.add(row)
    session.flush()
    lot = (
        stock.lots_of(session, [(product, expires_on)])[product.id, expires_on]
        if expires_on
        else None
    )
    stock.move(
        session, product.id, outlet.id, quantity, reason="received", source=("purchase", row.id),
        business_date=row.business_date, by=by, at=at, lot_id=lot.id if lot else None,
    )  # fmt: skip
    people.record(session, "product.bought", kind="product", subject_id=product.id, by=by, at=at)
    return row


def of_product(session: Session, product_id: int) -> list[Purchase]:
    """Return what was bought of a product, the last purchase first; its cost is the cost price."""
    return list(
        session.scalars(
            select(Purchase).where(Purchase.product_id == product_id).order_by(Purchase.id.desc())
        )
    )


@explains("purchase")
def _papers(session: Session, ids: Collection[int]) -> dict[int, Paper]:
    rows = session.execute(
        select(Purchase.id, Purchase.product_id, Purchase.supplier).where(Purchase.id.in_(ids))
    )
    return {
        row.id: Paper(
            _("Dibeli dari %(name)s", name=row.supplier) if row.supplier else _("Dibeli"),
            f"/manage/products/{row.product_id}#beli",
        )
        for row in rows
    }
