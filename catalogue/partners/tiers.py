"""Prices for firms: what one piece costs from so many pieces on, as it stands in catalogue and form.

They are a start: what a firm is really offered stands in its quotation, which the maker's agreement
limits.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from catalogue.partners.models import PriceTier
from catalogue.products.models import Product
from catalogue.products.queries import current_price
from core.errors import Refused
from core.i18n import _
from core.money import plain, rupiah
from core.users import service as people

MOST = 3


def of_products(session: Session, ids: Collection[int]) -> dict[int, list[PriceTier]]:
    """Return the tiers of products that have any, the fewest pieces first."""
    found: dict[int, list[PriceTier]] = {}
    rows = select(PriceTier).where(PriceTier.product_id.in_(ids)).order_by(PriceTier.pieces)
    for tier in session.scalars(rows):
        found.setdefault(tier.product_id, []).append(tier)
    return found


def below(tiers: Sequence[PriceTier], price: int) -> list[PriceTier]:
    """Return the tiers that still cost less than one piece does (rupiah): that price may have sunk."""
    return [tier for tier in tiers if tier.price < price]


def put(
    session: Session,
    product: Product,
    tiers: Sequence[tuple[int, int]],
    *,
    by: int,
    at: datetime,
) -> None:
    """Let these (from so many pieces, rupiah for one) be a product's prices for firms; none: no more.

    Raises Refused beside the field of a tier that is not more pieces for less money.
    """
    before = (1, current_price(session, product.id).price)
    for n, (pieces, price) in enumerate(tiers, start=1):
        if pieces <= before[0]:
            raise Refused(
                _("Tulis mulai berapa banyak; harus lebih dari yang di depannya."),
                field=f"from-{n}",
            )
        if not 0 < price < before[1]:
            raise Refused(
                _("Harganya harus di bawah %(price)s.", price=rupiah(before[1])), field=f"price-{n}"
            )
        before = (pieces, price)
    session.execute(delete(PriceTier).where(PriceTier.product_id == product.id))
    session.add_all(
        PriceTier(product_id=product.id, pieces=pieces, price=price) for pieces, price in tiers
    )
    session.flush()
    told = ", ".join(f"{pieces}: Rp{plain(price)}" for pieces, price in tiers) or "–"
    people.record(
        session, "product.firm_prices", kind="product", subject_id=product.id, by=by, at=at,
        detail={"prices": told},
    )  # fmt: skip
