"""Goods that change their maker: the two turned out to be one."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.products import contracts
from catalogue.products.models import Contract, Product
from core.users import service as people


def count_goods(session: Session, maker_id: int) -> int:
    """Return how many products a maker has, archived ones too."""
    return (
        session.scalar(
            select(func.count()).select_from(Product).where(Product.maker_id == maker_id)
        )
        or 0
    )


def move_goods(
    session: Session,
    from_: Maker,
    into: Maker,
    *,
    limit: int,
    keeps_terms: bool,
    on: date,
    by: int,
    at: datetime,
) -> int:
    """Give at most `limit` products of `from_` to `into`; return how many, 0 when none is left.

    With `keeps_terms` goods whose terms would change get versions of their own that say what held
    before, from `on` on. What was sold keeps the maker and the terms that stand on its lines.
    """
    goods = session.scalars(
        select(Product).where(Product.maker_id == from_.id).order_by(Product.id).limit(limit)
    ).all()
    before = contracts.all_in_force(session, goods, on=on) if keeps_terms else {}
    for product in goods:
        product.maker_id, product.maker = into.id, into
    session.flush()
    after = contracts.all_in_force(session, goods, on=on) if keeps_terms else {}
    for product in goods:
        old, new = before.get(product.id), after.get(product.id)
        if old is not None and not _say_the_same(old, new):
            _agree_again(session, product, old, on=on, by=by, at=at)
    people.record_all(
        session, "product.maker_changed", kind="product", subject_ids=[p.id for p in goods],
        by=by, at=at, detail={"from": from_.code, "into": into.code},
    )  # fmt: skip
    return len(goods)


def _say_the_same(old: Contract, new: Contract | None) -> bool:
    return new is not None and (
        old.id == new.id or contracts.terms_of(old) == contracts.terms_of(new)
    )


def _agree_again(
    session: Session, product: Product, old: Contract, *, on: date, by: int, at: datetime
) -> None:
    """Write the version that held, and those agreed for later, down for the product alone."""
    own = contracts.versions(session, (product.id, None, None))
    if any(version.starts_on > on for version in own):
        return  # a version of its own is agreed already and must stay the newest
    later: list[Contract] = []
    if old.maker_id is not None:
        later = [
            version
            for version in contracts.versions(session, (None, None, old.maker_id))
            if version.starts_on > on
        ]
    for version in [old, *reversed(later)]:
        contracts.agree(
            session, contracts.terms_of(version), product=product,
            starts_on=max(version.starts_on, on),
            ends_on=version.ends_on if version.ends_on and version.ends_on >= on else None,
            by=by, at=at,
        )  # fmt: skip
