"""Consignment agreements: agreeing on a version, and which version holds for a product."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.products.models import Category, Contract, MarkdownStep, Product
from catalogue.products.terms import COPIED, Terms, check
from core.errors import NotFound, Refused
from core.i18n import _
from core.users import service as people
from printers import words

Level = tuple[int | None, int | None, int | None]
"""Whom a version is for: product, category, maker; all None is the showroom's default."""


class NoTerms(Refused):
    """Nobody agreed on terms for this product, so nobody knows whose the money would be."""


def agree(
    session: Session,
    terms: Terms,
    *,
    starts_on: date,
    by: int | None,
    at: datetime,
    maker: Maker | None = None,
    category: Category | None = None,
    product: Product | None = None,
    ends_on: date | None = None,
) -> Contract:
    """Add a version: for `product`, else `category`, else `maker`, else the showroom's default.

    Raises Refused where the terms contradict themselves, and where the version would start before
    the newest one of its level and so would never hold.
    """
    check(terms)
    if ends_on is not None and ends_on < starts_on:
        raise Refused(_("Tanggal akhir tidak boleh sebelum tanggal mulai."), field="ends_on")
    level = _level(product=product, category=category, maker=maker)
    newest = next(iter(versions(session, level)), None)
    if newest is not None and newest.starts_on > starts_on:
        raise Refused(
            _("Versi terakhir mulai %(day)s. Versi baru tidak boleh mulai sebelumnya.",
              day=words.day(newest.starts_on)),
            field="starts_on",
        )  # fmt: skip
    contract = Contract(
        product_id=level[0],
        category_id=level[1],
        maker_id=level[2],
        terms=terms.kind,
        starts_on=starts_on,
        ends_on=ends_on,
        created_at=at,
        created_by=by,
        steps=[MarkdownStep(after_days=days, off_bps=off) for days, off in terms.steps],
        **{name: getattr(terms, name) for name in COPIED},
    )
    session.add(contract)
    session.flush()
    people.record(session, "contract.agreed", kind="contract", subject_id=contract.id, by=by, at=at)
    return contract


def terms_of(contract: Contract) -> Terms:
    """Return what a version says, to be agreed again with a change."""
    steps = tuple((step.after_days, step.off_bps) for step in contract.steps)
    return Terms(contract.terms, steps=steps, **{name: getattr(contract, name) for name in COPIED})


def _level(*, product: Product | None, category: Category | None, maker: Maker | None) -> Level:
    if product is not None:
        return (product.id, None, None)
    if category is not None:
        return (None, category.id, None)
    return (None, None, maker.id if maker is not None else None)


def versions(session: Session, level: Level) -> list[Contract]:
    """Return every version agreed at a level, the one that counts first on top."""
    product_id, category_id, maker_id = level
    return list(
        session.scalars(
            select(Contract)
            .where(
                Contract.product_id.is_not_distinct_from(product_id),
                Contract.category_id.is_not_distinct_from(category_id),
                Contract.maker_id.is_not_distinct_from(maker_id),
            )
            .order_by(Contract.starts_on.desc(), Contract.id.desc())
        )
    )


def require(session: Session, contract_id: int) -> Contract:
    """Return the version, or raise NotFound."""
    found = session.get(Contract, contract_id)
    if found is None:
        raise NotFound(_("Perjanjian ini tidak ada dalam daftar."))
    return found


def narrower_than(session: Session, maker: Maker) -> int:
    """Count a maker's goods with a version of their own, which goes before the maker's."""
    own = select(func.count(Product.id.distinct())).join(
        Contract, Contract.product_id == Product.id
    )
    return session.scalar(own.where(Product.maker_id == maker.id)) or 0


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
    return of_makers_in_force(session, [maker_id], on=on).get(maker_id)


def of_makers_in_force(
    session: Session, maker_ids: Collection[int], *, on: date
) -> dict[int, Contract]:
    """Return the same for several makers, by maker; those without any terms are left out."""
    versions = session.scalars(
        select(Contract)
        .where(Contract.maker_id.in_(maker_ids), Contract.starts_on <= on)
        .order_by(Contract.starts_on, Contract.id)
    )
    own = {version.maker_id: version for version in versions}
    house = default_in_force(session, on=on)
    held = {maker_id: own.get(maker_id, house) for maker_id in maker_ids}
    return {maker_id: contract for maker_id, contract in held.items() if contract is not None}


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
    return versions(session, (None, None, maker_id))
