"""A small showroom with real verbs: two makers, goods, a till with an open shift, sales."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from catalogue.makers import service as makers
from catalogue.makers.models import Maker
from catalogue.outlets import service as outlets
from catalogue.outlets.models import Outlet, Till
from catalogue.products import contracts
from catalogue.products import service as products
from catalogue.products.contracts import Terms
from catalogue.products.models import Product
from catalogue.products.service import Facts
from catalogue.stock import service as stock
from core.users import service as people
from core.users.models import User
from core.users.secrets import hash_secret
from pos.sales import completing, returns
from pos.sales import service as tickets
from pos.sales.completing import Counter
from pos.sales.discounts import Approval
from pos.sales.models import Sale, SaleLine
from pos.sales.tenders import Offer
from pos.shifts import service as shifts
from pos.shifts.models import Shift
from tests.remembered import remembered

PIN = "2580"
CASH = (Offer("cash"),)
QRIS = (Offer("qris"),)
CARD = (Offer("card", reference="123456"),)


@dataclass
class Showroom:
    """Everything a test needs to sell; `at` moves on by a minute with every sale."""

    at: datetime
    outlet: Outlet
    stall: Outlet
    till: Till
    manager: User
    cashier: User
    officer: User
    maker: Maker
    other: Maker
    shift: Shift
    goods: dict[str, Product] = field(default_factory=dict)

    def counter(self, session: Session) -> Counter:
        """Where sales complete, as this session knows it."""
        return Counter(session.get_one(Till, self.till.id), session.get_one(User, self.cashier.id))

    def sell(
        self,
        session: Session,
        wanted: dict[str, int],
        *,
        offers: Sequence[Offer] = CASH,
        discount: int = 0,
        confirmed: bool = False,
    ) -> Sale:
        """Sell {name: quantity}; the first line carries the discount."""
        sale = self.ticket(session)
        for name, quantity in wanted.items():
            product = session.get_one(Product, self.goods[name].id)
            tickets.add_product(
                session,
                sale,
                product,
                code=product.code,
                by=self.cashier.id,
                at=self.at,
                quantity=quantity,
            )
        sale.lines[0].discount = discount
        session.flush()
        return completing.complete(
            session, sale, offers, counter=self.counter(session), at=self.at, confirmed=confirmed
        )

    def give_back(
        self,
        session: Session,
        line: SaleLine,
        quantity: int,
        *,
        offers: Sequence[Offer] = CASH,
        approval: Approval | None = None,
    ) -> Sale:
        """Return some units of a sold line."""
        sale = self.ticket(session)
        returns.add_return(session, sale, line, quantity, by=self.cashier.id, at=self.at)
        session.refresh(sale, ["lines"])
        return completing.complete(
            session,
            sale,
            offers,
            counter=self.counter(session),
            at=self.at,
            approval=approval,
        )

    def ticket(self, session: Session) -> Sale:
        """Open a ticket a minute after the last."""
        self.at += timedelta(minutes=1)
        till = session.get_one(Till, self.till.id)
        sale = tickets.open_ticket(session, till, by=self.cashier.id, at=self.at)
        session.refresh(sale, ["lines", "tenders"])
        return sale


def open_showroom(session: Session, *, at: datetime) -> Showroom:
    """Set the showroom up: percent terms with `maker`, net terms with `other`, goods of both."""
    return remembered(session, ("showroom", at), lambda session: _build(session, at))


def _build(session: Session, at: datetime) -> Showroom:
    hashed = hash_secret(PIN)
    people_by_role = {
        role: people.create_user(session, name, login=login, roles=(role,), at=at, by=None)
        for role, name, login in (
            ("manager", "Ibu Pengurus", "pengurus"),
            ("cashier", "Mbak Kasir", "kasir"),
            ("officer", "Pak Dinas", "dinas"),
        )
    }
    outlet = outlets.open_outlet(session, "G1", "Galeri Tapis", at=at)
    stall = outlets.open_outlet(session, "L1", "Lapak Kantor Wali Kota", at=at)
    till = outlets.set_up_till(session, outlet, "Kasir 1", series="G1")
    sentra = makers.sentra_named(session, "Sentra Tapis")
    found = []
    for name, phone, terms in (
        ("Sekar Benangmas", "081200000001", Terms("percent", 2000, "shared")),
        ("Dapur Emping Rekaan", "081200000002", Terms("net", None, "house")),
    ):
        maker = makers.register(
            session, name, sentra=sentra, by=None, at=at, phone=phone, owner="Ibu Contoh"
        )
        contracts.agree(session, terms, starts_on=at.date(), by=None, at=at, maker=maker)
        makers.give_access(session, maker, hashed, by=None, at=at)
        found.append(maker)
    shift = shifts.open_shift(
        session, till, opening_float=300_000, by=people_by_role["cashier"].id, at=at
    )
    room = Showroom(
        at=at,
        outlet=outlet,
        stall=stall,
        till=till,
        manager=people_by_role["manager"],
        cashier=people_by_role["cashier"],
        officer=people_by_role["officer"],
        maker=found[0],
        other=found[1],
        shift=shift,
    )
    bring(session, room, "selendang", found[0], "Selendang belah ketupat", 405_000, None, 6)
    bring(session, room, "dompet", found[0], "Dompet sasab", 33_333, None, 24)
    bring(session, room, "emping", found[1], "Emping melinjo manis", 68_000, 55_000, 12)
    bring(session, room, "kain", found[0], "Kain tapis pucuk rebung", 4_350_000, None, 1, "unique")
    bag = products.create(
        session,
        Facts(title="Tas kain galeri"),
        maker=None,
        kind="service",
        price=5_050,
        net_price=None,
        by=None,
        at=at,
    )
    room.goods["tas"] = bag
    room.goods["ongkir"] = products.create(
        session, products.Facts("Ongkos Kirim", unit="paket"), maker=None, kind="service",
        price=20_000, net_price=None, by=None, at=at, is_passed_on=True,
    )  # fmt: skip
    return room


def bring(
    session: Session,
    room: Showroom,
    name: str,
    maker: Maker,
    title: str,
    price: int,
    net_price: int | None,
    quantity: int,
    kind: str = "counted",
) -> None:
    product = products.create(
        session,
        Facts(title=title),
        maker=maker,
        kind=kind,
        price=price,
        net_price=net_price,
        by=None,
        at=room.at,
    )
    consignment = stock.draft(session, maker, room.outlet, by=None, at=room.at)
    stock.add_line(
        session, consignment, product, quantity=quantity, price=price, net_price=net_price
    )
    stock.receive(session, consignment, by=room.manager.id, at=room.at)
    room.goods[name] = product
