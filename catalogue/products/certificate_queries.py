"""Reads about licences: which are valid on a day, which end soon, and what food still lacks."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from catalogue.makers.models import Maker
from catalogue.products.models import Certificate, Product
from core.errors import NotFound
from core.i18n import _

WEEK, MONTH = timedelta(days=7), timedelta(days=30)
"""How long before its end a licence is called to mind."""
SPANS = ("expired", "week", "month")
LATER = aliased(Certificate)


def valid(on: date) -> ColumnElement[bool]:
    """Return the condition that a licence counts on a day: begun, not over, not withdrawn."""
    return and_(
        Certificate.withdrawn_at.is_(None),
        or_(Certificate.expires_on.is_(None), Certificate.expires_on >= on),
        or_(Certificate.issued_on.is_(None), Certificate.issued_on <= on),
    )


def current() -> ColumnElement[bool]:
    """Return the condition that a licence is the last of its line: not renewed, not withdrawn."""
    return and_(
        Certificate.withdrawn_at.is_(None),
        ~exists().where(LATER.renews_id == Certificate.id, LATER.withdrawn_at.is_(None)),
    )


def within(today: date, span: str) -> ColumnElement[bool]:
    """Return the condition that a licence belongs to one of SPANS."""
    if span == "expired":
        return Certificate.expires_on < today
    if span == "week":
        return Certificate.expires_on.between(today, today + WEEK)
    return Certificate.expires_on.between(today + WEEK + timedelta(days=1), today + MONTH)


def in_use() -> ColumnElement[bool]:
    """Return the condition that neither the maker nor the product of a licence is archived."""
    return and_(
        or_(
            Certificate.maker_id.is_(None),
            Certificate.maker_id.in_(select(Maker.id).where(Maker.archived_at.is_(None))),
        ),
        or_(
            Certificate.product_id.is_(None),
            Certificate.product_id.in_(select(Product.id).where(Product.archived_at.is_(None))),
        ),
    )


def counts(session: Session, *, today: date) -> dict[str, int]:
    """Return how many licences stand in each span, those renewed or withdrawn left out."""
    sums = [func.coalesce(func.sum(case((within(today, span), 1), else_=0)), 0) for span in SPANS]
    row = session.execute(select(*sums).where(current(), in_use())).one()
    return dict(zip(SPANS, map(int, row), strict=True))


def require_certificate(session: Session, certificate_id: int) -> Certificate:
    """Return the licence, or raise NotFound."""
    found = session.get(Certificate, certificate_id)
    if found is None:
        raise NotFound(_("Sertifikat ini tidak ada dalam daftar."))
    return found


def renewal_of(session: Session, certificate: Certificate) -> Certificate | None:
    """Return the licence that follows this one, or None."""
    return session.scalar(
        select(Certificate).where(
            Certificate.renews_id == certificate.id, Certificate.withdrawn_at.is_(None)
        )
    )


def of_maker(session: Session, maker_id: int) -> list[Certificate]:
    """Return the last licences of a maker and of her products, the maker's own first."""
    return list(
        session.scalars(
            select(Certificate)
            .where(Certificate.maker_id == maker_id, current())
            .order_by(Certificate.product_id.is_not(None), Certificate.kind, Certificate.id)
        )
    )


def of_product(session: Session, product: Product) -> list[Certificate]:
    """Return the last licences that a product carries: its own, and its maker's."""
    return list(
        session.scalars(
            select(Certificate)
            .where(_covers(product), current())
            .order_by(Certificate.product_id.is_(None), Certificate.kind, Certificate.id)
        )
    )


def numbers(session: Session, product: Product, *, on: date) -> dict[str, str]:
    """Return {kind: number} of the licences of a product that are valid on a day, newest wins.

    A product's own stands before its maker's.
    """
    rows = session.execute(
        select(Certificate.kind, Certificate.number)
        .where(_covers(product), valid(on))
        .order_by(Certificate.kind, Certificate.product_id.is_not(None), Certificate.id)
    )
    return {row.kind: row.number for row in rows}


def holders(session: Session, kind: str, *, on: date) -> tuple[set[int], set[int]]:
    """Return the ids of the products, and of the makers for all they make, that hold a licence."""
    rows = session.execute(
        select(Certificate.maker_id, Certificate.product_id).where(
            Certificate.kind == kind, valid(on)
        )
    ).all()
    products = {row.product_id for row in rows if row.product_id is not None}
    return products, {row.maker_id for row in rows if row.product_id is None}


def _covers(product: Product) -> ColumnElement[bool]:
    of_maker = and_(Certificate.product_id.is_(None), Certificate.maker_id == product.maker_id)
    own = Certificate.product_id == product.id
    return or_(own, of_maker) if product.maker_id else own


# -- food -----------------------------------------------------------------------------------------


def is_food(product: Product) -> bool:
    """Say whether a product is eaten or drunk, by the craft of its maker's sentra."""
    return product.maker is not None and product.maker.sentra.makes_food


def held(session: Session, products: Sequence[Product], *, on: date) -> dict[int, frozenset[str]]:
    """Return the kinds of licence valid on a day for each product: its own and its maker's."""
    makers = {product.maker_id for product in products if product.maker_id}
    rows = session.execute(
        select(Certificate.maker_id, Certificate.product_id, Certificate.kind).where(
            valid(on),
            or_(
                Certificate.product_id.in_({product.id for product in products}),
                and_(Certificate.product_id.is_(None), Certificate.maker_id.in_(makers)),
            ),
        )
    ).all()
    return {
        product.id: frozenset(
            row.kind
            for row in rows
            if row.product_id == product.id
            or (row.product_id is None and row.maker_id == product.maker_id)
        )
        for product in products
    }


def lacking(kinds: Collection[str]) -> str:
    """Return in words what food with these kinds of licence still lacks, empty for nothing.

    A registration with BPOM stands in for P-IRT.
    """
    lacks_permit = not {"pirt", "bpom"} & set(kinds)
    if "halal" in kinds:
        return _("P-IRT") if lacks_permit else ""
    return _("P-IRT dan sertifikat halal") if lacks_permit else _("sertifikat halal")
