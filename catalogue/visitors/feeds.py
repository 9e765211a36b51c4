"""What is on show as other sites and partners take it: one row for each product, by an allow-list."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.products.models import Product, ProductCode
from catalogue.visitors import queries
from catalogue.visitors.shown import Work


@dataclass(frozen=True)
class Offer:
    """A product as feeds tell of it; every field is public, and there are no others. Price in rupiah."""

    code: str
    title: str
    title_en: str
    description: str
    description_en: str
    price: int
    maker: str
    sentra: str
    craft: str
    motif: str
    technique: str
    size: str
    one_of_a_kind: bool
    places: str
    link: str
    link_en: str
    image: str


def offers(
    session: Session,
    *,
    at: datetime,
    today: date,
    address: Callable[[Work, str], str],
    image: Callable[[Work], str],
) -> list[Offer]:
    """Return what can be bought now, each size by itself; `address` gives a work's page in a language."""
    told = _told(session)
    found = []
    offered = queries.each_on_show(session, at=at, today=today)
    for work in queries.at_price_now(session, offered, today=today):
        if work.slug not in told:
            continue
        code, description, description_en = told[work.slug]
        found.append(
            Offer(
                code=code, title=work.title, title_en=work.english, description=description,
                description_en=description_en, price=work.price, maker=work.maker,
                sentra=work.sentra, craft=work.craft, motif=work.motif, technique=work.technique,
                size=work.size, one_of_a_kind=work.unique, places=", ".join(work.places),
                link=address(work, "id"), link_en=address(work, "en"), image=image(work),
            )
        )  # fmt: skip
    return found


def as_json(found: list[Offer], *, house: str, at: datetime) -> dict[str, Any]:
    """Return the feed for partners: when it was true, the currency, and a list of products."""
    return {
        "showroom": house,
        "made_at": at.isoformat(timespec="seconds"),
        "currency": "IDR",
        "products": [asdict(offer) for offer in found],
    }


def _told(session: Session) -> dict[str, tuple[str, str, str]]:
    """Return {slug: code, description, description in English} of what bears a code, its first one."""
    rows = session.execute(
        select(Product.slug, ProductCode.code, Product.description, Product.description_en)
        .join(ProductCode, ProductCode.product_id == Product.id)
        .order_by(ProductCode.created_at.desc(), ProductCode.code.desc())
    )
    return {row.slug: (row.code, row.description, row.description_en) for row in rows}
