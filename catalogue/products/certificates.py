"""Licences of makers and products: noting one, and what its number says by itself."""

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.products.models import Certificate, Product
from core.i18n import _

PIRT = re.compile(r"\d{13}-(\d{2})")
"""P-IRT: thirteen digits, a dash, and the last two of the year in which it ends."""


def pirt_expiry(number: str | None) -> date | None:
    """Return the last day of the year that a P-IRT number ends with, None if it names none."""
    found = PIRT.fullmatch(number or "")
    return date(2000 + int(found[1]), 12, 31) if found else None


def note(
    session: Session,
    maker: Maker,
    kind: str,
    number: str,
    *,
    expires_on: date | None,
    at: datetime,
) -> Certificate:
    """Keep a maker's licence; one that is already there stays as it is.

    `kind` is pirt, halal, bpom, sni, merek, batikmark or ig.
    """
    found = session.scalar(
        select(Certificate).where(
            Certificate.maker_id == maker.id, Certificate.kind == kind, Certificate.number == number
        )
    )
    if found is None:
        found = Certificate(
            maker_id=maker.id, kind=kind, number=number, expires_on=expires_on, created_at=at
        )
        session.add(found)
        session.flush()
    return found


def is_food(product: Product) -> bool:
    """Say whether a product is eaten or drunk, by the craft of its maker's sentra."""
    return product.maker is not None and product.maker.sentra.makes_food


def held(session: Session, products: Sequence[Product], *, on: date) -> dict[int, frozenset[str]]:
    """Return the kinds of certificate valid on a day for each product: its own and its maker's."""
    makers = {product.maker_id for product in products if product.maker_id}
    rows = session.execute(
        select(Certificate.maker_id, Certificate.product_id, Certificate.kind).where(
            or_(
                Certificate.product_id.in_({product.id for product in products}),
                and_(Certificate.product_id.is_(None), Certificate.maker_id.in_(makers)),
            ),
            or_(Certificate.expires_on.is_(None), Certificate.expires_on >= on),
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
    """Return in words what food with these kinds of certificate still lacks, empty for nothing.

    A registration with BPOM stands in for P-IRT.
    """
    lacks_permit = not {"pirt", "bpom"} & set(kinds)
    if "halal" in kinds:
        return _("P-IRT") if lacks_permit else ""
    return _("P-IRT dan sertifikat halal") if lacks_permit else _("sertifikat halal")
