"""Consignment agreements: agreeing on a version, and which version holds for a product."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.products.models import Contract, Product
from core.errors import Refused
from core.i18n import _
from core.users import service as people

Level = tuple[int | None, int | None, int | None]
"""Whom a version is for: product, category, maker; all None is the showroom's default."""


class NoTerms(Refused):
    """Nobody agreed on terms for this product, so nobody knows whose the money would be."""


@dataclass(frozen=True)
class Terms:
    """What a version of a contract says, apart from whom it is for."""

    kind: str
    commission_bps: int | None = None
    bearer: str = "shared"
    floor_price: int | None = None


def agree(
    session: Session,
    terms: Terms,
    *,
    starts_on: date,
    by: int | None,
    at: datetime,
    maker: Maker | None = None,
    product: Product | None = None,
    ends_on: date | None = None,
) -> Contract:
    """Add a version: for `product`, else for `maker`, else the showroom's default.

    `terms.kind` is percent (commission in basis points) or net (the maker's net price).
    """
    if (terms.kind == "percent") != (terms.commission_bps is not None):
        raise Refused(_("Isi komisi untuk bagi hasil persen saja."), field="commission")
    if terms.commission_bps is not None and not 0 <= terms.commission_bps <= 10_000:
        raise Refused(_("Komisi harus antara 0% dan 100%."), field="commission")
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("Tanggal akhir tidak boleh sebelum tanggal mulai."), field="ends_on")
    contract = Contract(
        maker_id=maker.id if maker and not product else None,
        product_id=product.id if product else None,
        terms=terms.kind,
        commission_bps=terms.commission_bps,
        bearer=terms.bearer,
        floor_price=terms.floor_price,
        starts_on=starts_on,
        ends_on=ends_on,
        created_at=at,
        created_by=by,
    )
    session.add(contract)
    session.flush()
    people.record(session, "contract.agreed", kind="contract", subject_id=contract.id, by=by, at=at)
    return contract


def in_force(session: Session, product: Product, *, on: date) -> Contract | None:
    """Return the contract that holds for a product on a date, or None.

    The most specific level that has a version decides, whole: product > category > maker >
    default. Within it the version that started last; after its end it goes on until replaced.
    """
    return all_in_force(session, [product], on=on).get(product.id)


def all_in_force(session: Session, products: Sequence[Product], *, on: date) -> dict[int, Contract]:
    """Return the contract that holds for each of these products on a date, where there is one."""
    default = and_(
        Contract.product_id.is_(None), Contract.category_id.is_(None), Contract.maker_id.is_(None)
    )
    versions = session.scalars(
        select(Contract)
        .where(
            default
            | Contract.product_id.in_({p.id for p in products})
            | Contract.category_id.in_({p.category_id for p in products if p.category_id})
            | Contract.maker_id.in_({p.maker_id for p in products if p.maker_id}),
            Contract.starts_on <= on,
        )
        .order_by(Contract.starts_on, Contract.id)
    )
    newest = {(v.product_id, v.category_id, v.maker_id): v for v in versions}
    found = {}
    for product in products:
        levels: list[Level] = [(product.id, None, None)]
        # Without a category or maker that level would read as the default's key, and win.
        levels += [(None, product.category_id, None)] if product.category_id else []
        levels += [(None, None, product.maker_id)] if product.maker_id else []
        chosen = next((newest[lv] for lv in [*levels, (None, None, None)] if lv in newest), None)
        if chosen is not None:
            found[product.id] = chosen
    return found


def of_maker_in_force(session: Session, maker_id: int, *, on: date) -> Contract | None:
    """Return the terms of a maker's goods that have none of their own: the maker's or the default."""
    own = session.scalar(
        select(Contract)
        .where(Contract.maker_id == maker_id, Contract.starts_on <= on)
        .order_by(Contract.starts_on.desc(), Contract.id.desc())
        .limit(1)
    )
    return own or default_in_force(session, on=on)


def default_in_force(session: Session, *, on: date) -> Contract | None:
    """Return the showroom's own terms on a date, for makers without a contract; or None."""
    return session.scalar(
        select(Contract)
        .where(
            Contract.product_id.is_(None),
            Contract.category_id.is_(None),
            Contract.maker_id.is_(None),
            Contract.starts_on <= on,
        )
        .order_by(Contract.starts_on.desc(), Contract.id.desc())
        .limit(1)
    )


def require_in_force(session: Session, product: Product, *, on: date) -> Contract:
    """Return the contract that holds, or raise NoTerms."""
    contract = in_force(session, product, on=on)
    if contract is None:
        raise no_terms(product)
    return contract


def no_terms(product: Product) -> NoTerms:
    """Return the refusal for a product that no contract holds for."""
    return NoTerms(
        _("Belum ada perjanjian untuk %(title)s. Minta pengurus mengisinya.", title=product.title)
    )


def is_over(contract: Contract, *, on: date) -> bool:
    """Say whether a version has ended and only goes on because nothing replaced it."""
    return contract.ends_on is not None and contract.ends_on < on


def history(session: Session, maker_id: int) -> list[Contract]:
    """Return the versions agreed with a maker, newest first."""
    return list(
        session.scalars(
            select(Contract)
            .where(Contract.maker_id == maker_id)
            .order_by(Contract.starts_on.desc(), Contract.id.desc())
        )
    )
