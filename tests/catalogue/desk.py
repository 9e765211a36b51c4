"""The manager's desk: a house with one maker and some goods, and a browser that is signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from catalogue.makers import service as makers
from catalogue.outlets import service as outlets
from catalogue.outlets.first import first_outlet
from catalogue.products import contracts
from catalogue.products import service as products
from catalogue.products.models import Product
from catalogue.stock import service as stock
from core import cookies
from core.clock import local_date
from core.dispatch import TitipFlask
from core.ids import new_uuid
from core.users import service as people
from printers.models import Printer
from tests.remembered import remembered

T = TypeVar("T")


@dataclass
class Desk:
    """A signed-in browser, and the ids of what the house holds."""

    app: TitipFlask
    client: FlaskClient
    user_id: int
    maker_id: int = 0
    cloth_id: int = 0
    crisps_id: int = 0

    def get(self, path: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path)

    def send(self, path: str, /, **form: Any) -> TestResponse:
        """Post a form with a fresh key; `follow` is not done, so a 303 shows."""
        return self.client.post(path, data={"key": new_uuid(), **form})

    def done(self, path: str, /, **form: Any) -> str:
        """Post a form that must succeed and return the page it leads to."""
        answer = self.send(path, **form)
        assert answer.status_code == 303, answer.text
        assert not answer.location.startswith("/login"), "the sign-in has run out"
        return self.get(answer.location).text

    def refused(self, path: str, /, **form: Any) -> str:
        """Post a form that must be refused and return the page that came back."""
        answer = self.send(path, **form)
        assert answer.status_code == 422, answer.text
        return answer.text

    def read(self, work: Callable[[Session], T]) -> T:
        """Return what `work` reads."""
        with self.app.house.database.reader() as session:
            return work(session)

    def write(self, work: Callable[[Session], T]) -> T:
        """Do `work` in one write transaction."""
        with self.app.house.database.writer() as session:
            return work(session)

    def today(self) -> date:
        """Return the date at the house."""
        return local_date(self.app.house.clock.now(), "WIB")

    def product(self, number: int) -> Product:
        """Return a product as it stands now."""
        return self.read(lambda session: session.get_one(Product, number))


def sign_in(app: TitipFlask, client: FlaskClient, role: str) -> int:
    """Let a new person of that role sit at the browser and return their id."""
    at = app.house.clock.now()
    with app.house.database.writer() as session:
        user = people.create_user(session, role.title(), login=role, roles=[role], at=at, by=None)
        token = people.open_session(session, user, kind="password", device=None, at=at)
    client.set_cookie(cookies.SESSION, token)
    return user.id


def manager_desk(app: TitipFlask, client: FlaskClient) -> Desk:
    """Let a manager sit in a furnished house."""
    desk = Desk(app, client, sign_in(app, client, "manager"))
    furnish(desk)
    return desk


def furnish(desk: Desk) -> None:
    """Give the house a maker on 15 percent, a cloth, crisps that expire, and two printers."""
    at = desk.app.house.clock.now().replace(second=0, microsecond=0)  # many tests share a minute

    def work(session: Session) -> tuple[int, int, int]:
        outlet = first_outlet(session, at)
        outlets.open_outlet(session, "L1", "Lapak", at=at)
        till = outlet.tills[0]
        paper = Printer(name="Struk", connection="file")
        tags = Printer(name="Label", connection="file", language="tspl", stock="50x25")
        session.add_all([paper, tags])
        session.flush()
        till.receipt_printer_id, till.label_printer_id = paper.id, tags.id
        maker = makers.register(
            session, "Sekar Contoh", sentra=makers.sentra_named(session, "Tapis"), by=None, at=at,
            owner="Ibu Contoh", phone="081234567890",
        )  # fmt: skip
        contracts.agree(
            session, contracts.Terms("percent", commission_bps=1500),
            starts_on=local_date(at, "WIB") - timedelta(days=9), by=None, at=at, maker=maker,
        )  # fmt: skip
        cloth = products.create(
            session, products.Facts("Kain Tapis Siger", motif="Siger"), maker=maker,
            kind="unique", price=2_500_000, net_price=None, by=None, at=at,
        )  # fmt: skip
        crisps = products.create(
            session, products.Facts("Keripik Pisang", net_weight="200 g"), maker=maker,
            kind="counted", price=20_000, net_price=None, by=None, at=at,
        )  # fmt: skip
        brought = stock.draft(session, maker, outlet, by=None, at=at)
        for product, pieces in ((cloth, 1), (crisps, 7)):
            stock.add_line(
                session, brought, product, quantity=pieces, net_price=None,
                price=2_500_000 if product is cloth else 20_000,
                expires_on=local_date(at, "WIB") + timedelta(days=90) if pieces == 7 else None,
            )  # fmt: skip
        stock.receive(session, brought, by=None, at=at)
        return maker.id, cloth.id, crisps.id

    desk.maker_id, desk.cloth_id, desk.crisps_id = desk.write(
        lambda session: remembered(session, ("desk", at), work)
    )
