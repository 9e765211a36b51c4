"""A firm that asks for snacks, and what keripik costs by the dozen."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker, Sentra
from catalogue.partners import service as enquiries
from catalogue.partners import tiers
from catalogue.partners.service import Asking
from catalogue.products.models import Product
from catalogue.products.queries import current_price
from demo.days import day, moment
from demo.people import person


def steps() -> Iterator[tuple[str, Callable[[Session, datetime], None]]]:
    """Yield what firms do, each step one transaction."""
    yield "firms", ask_for_snacks


def ask_for_snacks(session: Session, at: datetime) -> None:
    """Let a firm ask for sixty boxes this morning; two kinds of keripik have prices for firms."""
    boxes = session.scalars(
        select(Product)
        .join(Maker, Maker.id == Product.maker_id)
        .join(Sentra, Sentra.id == Maker.sentra_id)
        .where(Sentra.craft == "keripik")
        .order_by(Product.id)
        .limit(2)
    ).all()
    manager = person(session, "manajer")
    for product in boxes:
        price = current_price(session, product.id).price
        tiers.put(
            session, product, [(12, price - 1_000), (50, price - 2_000)], by=manager.id, at=at
        )
    asking = Asking(
        firm="PT Contoh Karya Lampung", contact="Ibu Umpama", phone="081200000099", language="id",
        note="Untuk rapat kerja, satu kotak berisi dua macam.",
        wanted_by=day(at, -16),
        pieces=[(product, 60) for product in boxes],
    )  # fmt: skip
    enquiries.ask(session, asking, today=day(at, 0), by=None, at=moment(at, 0, 8))
