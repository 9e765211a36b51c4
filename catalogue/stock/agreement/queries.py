"""Reads for the agreement: the text of a day, and the goods of the annex."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.outlets import queries as outlets
from catalogue.products.models import Product
from catalogue.stock.agreement import texts
from catalogue.stock.agreement.models import AgreementText
from catalogue.stock.models import StockLevel
from core.clock import local_date


def wordings(session: Session, language: str) -> list[AgreementText]:
    """Return every wording of a language, newest first; none while the default holds."""
    return list(
        session.scalars(
            select(AgreementText)
            .where(AgreementText.language == language)
            .order_by(AgreementText.id.desc())
        )
    )


def body_on(session: Session, language: str, *, on: date) -> str:
    """Return the text in force on a date: the newest written by then, else our own."""
    zone = outlets.house_zone(session)
    for wording in wordings(session, language):
        if local_date(wording.written_at, zone) <= on:
            return wording.body
    return texts.DEFAULTS[language]


def goods_in_house(session: Session, maker_id: int) -> list[tuple[Product, int]]:
    """Return a maker's goods with the pieces on record at all outlets, those without left out."""
    pieces = func.sum(StockLevel.on_hand)
    rows = session.execute(
        select(Product, pieces)
        .join(StockLevel, StockLevel.product_id == Product.id)
        .where(Product.maker_id == maker_id)
        .group_by(Product.id)
        .having(pieces > 0)
        .order_by(Product.title_key, Product.id)
    )
    return [(product, int(count)) for product, count in rows]
