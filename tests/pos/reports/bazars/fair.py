"""A bazar at which things can be taken, sold and brought back, with real verbs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from catalogue.outlets import queries as outlets
from catalogue.outlets.models import Till
from catalogue.products.models import Product
from catalogue.stock.bazars import queries as goods
from catalogue.stock.bazars import service as bazars
from catalogue.stock.bazars.models import Bazar
from catalogue.stock.transfers import service as moving
from core.users.models import User
from pos.sales import closing, completing
from pos.sales import service as tickets
from pos.sales.completing import Counter
from pos.sales.models import Sale
from pos.sales.tenders import Offer
from pos.shifts import service as shifts
from pos.shifts.models import Shift
from tests.pos.showroom import Showroom


@dataclass
class Fair:
    """An open bazar of the showroom, its till with an open shift, and the clock."""

    room: Showroom
    bazar: Bazar
    till: Till
    shift: Shift
    at: datetime

    def product(self, session: Session, name: str) -> Product:
        """Return goods of the showroom as this session knows them."""
        return session.get_one(Product, self.room.goods[name].id)

    def take(self, session: Session, wanted: dict[str, int]) -> None:
        """Scan goods out at the gallery and let them leave."""
        self._list(session, bazars.list_out(session, self.here(session), **self.who()), wanted)
        transfer = bazars.list_out(session, self.here(session), **self.who())
        moving.send(session, transfer, carrier="Bu Kasir", **self.who())

    def arrive(self, session: Session) -> None:
        """Take all of it for arrived."""
        bazars.arrive(session, self.here(session), **self.who())

    def back(self, session: Session, wanted: dict[str, int]) -> None:
        """Scan goods back in at the gallery."""
        transfer = bazars.list_back(session, self.here(session), **self.who())
        self._list(session, transfer, wanted)
        bazars.bring_back(session, transfer, **self.who())

    def sell(self, session: Session, wanted: dict[str, int], *offers: Offer) -> Sale:
        """Sell at the stall's till."""
        self.at += timedelta(minutes=1)
        till = session.get_one(Till, self.till.id)
        cashier = session.get_one(User, self.room.cashier.id)
        sale = tickets.open_ticket(session, till, by=cashier.id, at=self.at)
        session.refresh(sale, ["lines", "tenders"])
        for name, quantity in wanted.items():
            product = self.product(session, name)
            code = product.code
            tickets.add_product(
                session, sale, product, code=code, by=cashier.id, at=self.at, quantity=quantity
            )
        return completing.complete(
            session, sale, offers or [Offer("cash")], counter=Counter(till, cashier), at=self.at
        )

    def close_till(self, session: Session) -> None:
        """Count the drawer of the stall, rightly, and close its shift."""
        closing.close_shift(
            session, session.get_one(Shift, self.shift.id), pieces={},
            counted=closing.shifts.drawer(session, self.till.id),
            by=session.get_one(User, self.room.cashier.id), at=self.at,
        )  # fmt: skip

    def here(self, session: Session) -> Bazar:
        """Return the bazar as this session knows it."""
        return goods.lock(session, self.bazar.id)

    def who(self) -> dict[str, object]:
        """Return who does it, and when."""
        return {"by": self.room.manager.id, "at": self.at}

    def _list(self, session: Session, transfer, wanted: dict[str, int]) -> None:  # type: ignore[no-untyped-def]
        for name, quantity in wanted.items():
            moving.scan(
                session, transfer, self.product(session, name), at=self.at, quantity=quantity
            )


def open_fair(session: Session, room: Showroom, *, on: date | None = None) -> Fair:
    """Open a bazar of one day with a stall of its own, and its till's shift."""
    day = on or room.shift.business_date
    plan = bazars.Plan(
        name="Bazar HUT Kota", place="Lapangan Saburai", first_day=day, last_day=day,
        carrier="Bu Kasir",
    )  # fmt: skip
    bazar = bazars.open_bazar(
        session, plan, origin=room.outlet, outlet=None, by=room.manager.id, at=room.at
    )
    [till] = [t for t in outlets.active_tills(session) if t.outlet_id == bazar.outlet_id]
    shift = shifts.open_shift(session, till, opening_float=100_000, by=room.cashier.id, at=room.at)
    return Fair(room, bazar, till, shift, room.at)
