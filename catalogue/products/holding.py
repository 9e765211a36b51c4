"""Which contract holds for each product on a date, as a part of a query: for lists of all goods."""

from datetime import date

from sqlalchemy import Subquery, and_, func, select

from catalogue.products.models import Contract, Product


def held_on(on: date) -> Subquery:
    """Return rows of `product_id` and `contract_id`, by the rule of contracts.all_in_force.

    Products that no contract holds for are left out, the house's own goods too.
    """
    newest = (
        select(
            Contract.id, Contract.product_id, Contract.category_id, Contract.maker_id,
            func.row_number().over(
                partition_by=(Contract.product_id, Contract.category_id, Contract.maker_id),
                order_by=(Contract.starts_on.desc(), Contract.id.desc()),
            ).label("place"),
        )
        .where(Contract.starts_on <= on)
        .cte("newest_version")
    )  # fmt: skip
    own, kind, maker, house = (newest.alias(f"held_{name}") for name in ("p", "c", "m", "h"))
    nobody = and_(
        house.c.product_id.is_(None), house.c.category_id.is_(None), house.c.maker_id.is_(None)
    )
    contract_id = func.coalesce(own.c.id, kind.c.id, maker.c.id, house.c.id)
    return (
        select(Product.id.label("product_id"), contract_id.label("contract_id"))
        .outerjoin(own, and_(own.c.product_id == Product.id, own.c.place == 1))
        .outerjoin(kind, and_(kind.c.category_id == Product.category_id, kind.c.place == 1))
        .outerjoin(maker, and_(maker.c.maker_id == Product.maker_id, maker.c.place == 1))
        .outerjoin(house, and_(nobody, house.c.place == 1))
        .where(Product.maker_id.is_not(None), contract_id.is_not(None))
        .subquery("held")
    )
