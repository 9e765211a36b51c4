"""A gallery and a stall with a cloth, wallets, and emping in two lots: what transfers move."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from catalogue.makers import service as makers
from catalogue.outlets import service as outlets
from catalogue.outlets.models import Outlet
from catalogue.products import contracts
from catalogue.products import service as products
from catalogue.products.models import Product
from catalogue.stock import queries as stock
from catalogue.stock import service as stock_service
from catalogue.stock.transfers import service
from catalogue.stock.transfers.models import Transfer

SOON, LATER, PAST = date(2026, 6, 1), date(2026, 9, 1), date(2026, 5, 1)


@dataclass(frozen=True)
class House:
    """Two places and the goods of one maker; everything is at the gallery at first."""

    at: datetime
    gallery: Outlet
    stall: Outlet
    cloth: Product
    wallet: Product
    emping: Product

    def send(self, session: Session, wanted: dict[Product, int]) -> Transfer:
        """Send goods from the gallery to the stall."""
        transfer = service.start(session, self.gallery, self.stall, by=None, at=self.at)
        for product, pieces in wanted.items():
            for _piece in range(pieces):
                service.scan(session, transfer, product, at=self.at)
        service.send(session, transfer, carrier="Pak Sopir", by=None, at=self.at, beyond=True)
        return transfer

    def on_hand(self, session: Session, product: Product) -> tuple[int, int]:
        """Return the pieces at the gallery and at the stall."""
        return (
            stock.on_hand(session, product.id, self.gallery.id),
            stock.on_hand(session, product.id, self.stall.id),
        )


def furnish(session: Session, *, at: datetime) -> House:
    """Set the house up: one cloth, twelve wallets, emping of two lots (3 soon, 5 later)."""
    gallery = outlets.open_outlet(session, "G1", "Galeri", at=at)
    stall = outlets.open_outlet(session, "L1", "Lapak", at=at)
    maker = makers.register(
        session, "Sekar Contoh", sentra=makers.sentra_named(session, "Tapis"), by=None, at=at
    )
    terms = contracts.Terms("percent", commission_bps=1500)
    contracts.agree(session, terms, starts_on=at.date(), by=None, at=at, maker=maker)
    brought = stock_service.draft(session, maker, gallery, by=None, at=at)
    goods = []
    for title, kind, price, lots in (
        ("Kain tapis pucuk rebung", "unique", 4_350_000, ((1, None),)),
        ("Dompet sasab", "counted", 140_000, ((12, None),)),
        ("Emping melinjo", "counted", 68_000, ((5, LATER), (3, SOON))),
    ):
        product = products.create(
            session, products.Facts(title), maker=maker, kind=kind, price=price, net_price=None,
            by=None, at=at,
        )  # fmt: skip
        for pieces, expires_on in lots:
            stock_service.add_line(
                session, brought, product, quantity=pieces, price=price, net_price=None,
                expires_on=expires_on,
            )  # fmt: skip
        goods.append(product)
    stock_service.receive(session, brought, by=None, at=at)
    return House(at, gallery, stall, *goods)
