"""A small house with real verbs in which goods are sold, brought and counted."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.makers import service as makers
from catalogue.makers.models import Maker
from catalogue.outlets import service as outlets
from catalogue.outlets.models import Outlet
from catalogue.products import contracts
from catalogue.products import service as products
from catalogue.products.models import Product
from catalogue.stock import service as stock
from catalogue.stock.counts import checking, counting, queries
from catalogue.stock.counts import service as counts
from catalogue.stock.counts.checking import Standing
from catalogue.stock.counts.models import StockCount
from catalogue.stock.models import Movement, StockLevel
from core import jobs
from core.db import Database
from core.jobs import Job
from core.users import service as people
from pos.settlements import counting as posting

T = TypeVar("T")
SOON, LATER = date(2026, 8, 1), date(2026, 10, 1)


@dataclass
class Floor:
    """The house: its outlets, people and goods by id, and verbs that commit one after the other."""

    database: Database
    at: datetime
    ids: dict[str, int] = field(default_factory=dict)
    moves: int = 0

    def write(self, work: Callable[[Session], T]) -> T:
        """Do `work` in one write transaction."""
        return self.database.write(work)

    def read(self, work: Callable[[Session], T]) -> T:
        """Return what `work` reads."""
        with self.database.reader() as session:
            return work(session)

    def move(
        self, name: str, pieces: int, reason: str = "sold", *, lot: date | None = None,
        outlet: str = "gallery",
    ) -> None:  # fmt: skip
        """Let pieces of a thing come or go; a sale is `reason` sold and fewer pieces."""
        self.moves += 1

        def work(session: Session) -> None:
            product = session.get_one(Product, self.ids[name])
            found = stock.lots_of(session, [(product, lot)]) if lot else {}
            stock.move(
                session, product.id, self.ids[outlet], pieces, reason=reason,
                source=("test", self.moves), business_date=self.at.date(), by=None, at=self.at,
                lot_id=found[product.id, lot].id if lot else None,
            )  # fmt: skip

        self.write(work)

    def start(self, *, maker: str | None = None, shelf: str = "", outlet: str = "gallery") -> int:
        """Begin a count and return its id."""

        def work(session: Session) -> int:
            of = session.get_one(Maker, self.ids[maker]) if maker else None
            place = session.get_one(Outlet, self.ids[outlet])
            return counts.start(
                session, place, maker=of, shelf=shelf, by=self.ids["manager"], at=self.at
            ).id

        return self.write(work)

    def scan(self, count_id: int, name: str, times: int = 1, *, lot: date | None = None,
             by: str = "cashier", lot_id: int | None = None) -> None:  # fmt: skip
        """Scan a thing some times, each time in a transaction of its own."""
        for _time in range(times):
            self.write(
                lambda s: counting.scan(
                    s, queries.lock(s, count_id), s.get_one(Product, self.ids[name]),
                    by=self.ids[by], at=self.at, expires_on=lot, lot_id=lot_id,
                )
            )  # fmt: skip

    def put(self, count_id: int, name: str, pieces: int, *, lot: date | None = None) -> None:
        """Write how many there are of a thing that has a line."""

        def work(session: Session) -> None:
            count = queries.lock(session, count_id)
            (line,) = (
                line
                for line in queries.lines_of(session, count_id, self.ids[name])
                if (line.lot.expires_on if line.lot else None) == lot
            )
            counting.put(session, count, line, pieces, by=self.ids["cashier"], at=self.at)

        self.write(work)

    def count(self, count_id: int, name: str, pieces: int, *, lot: date | None = None) -> None:
        """Count a thing in one go: scan it once, then type how many there are."""
        has_line = self.read(
            lambda s: any(
                (line.lot.expires_on if line.lot else None) == lot
                for line in queries.lines_of(s, count_id, self.ids[name])
            )
        )
        if not has_line:
            self.scan(count_id, name, lot=lot, lot_id=None if lot else 0)
        self.put(count_id, name, pieces, lot=lot)

    def none_left(self, count_id: int) -> int:
        """Say of all that was not counted that there is none; return how many that were."""

        def work(session: Session) -> int:
            count = queries.lock(session, count_id)
            rows, _left = queries.missing(session, count, limit=counting.AT_ONCE)
            wanted = [(row.product, row.lot) for row in rows]
            counting.none_left(session, count, wanted, by=self.ids["cashier"], at=self.at)
            return len(wanted)

        return self.write(work)

    def end(self, count_id: int) -> None:
        """End the counting."""
        self.write(
            lambda s: counts.end_counting(
                s, queries.lock(s, count_id), by=self.ids["manager"], at=self.at
            )
        )

    def again(self, count_id: int, *names: str) -> None:
        """Ask for things to be counted anew."""
        self.write(
            lambda s: counts.ask_again(
                s, queries.lock(s, count_id), {self.ids[n] for n in names},
                by=self.ids["manager"], at=self.at,
            )
        )  # fmt: skip

    def found(self, count_id: int) -> dict[tuple[str, date | None], Standing]:
        """Return what a count found, by thing and day of expiry."""
        names = {number: name for name, number in self.ids.items()}

        def work(session: Session) -> dict[tuple[str, date | None], Standing]:
            rows = checking.standings(
                session, queries.require(session, count_id), on=self.at.date()
            )
            return {
                (
                    names_of_goods[r.line.product_id],
                    r.line.lot.expires_on if r.line.lot else None,
                ): r
                for r in rows
            }

        names_of_goods = {n: names[n] for n in names if names[n] in GOODS}
        return self.read(work)

    def sign(self, count_id: int, *, by: str = "manager", seen: str | None = None) -> None:
        """Sign what was found, as both saw it, without posting it yet."""
        checked = self.read(
            lambda s: checking.check(s, queries.require(s, count_id), on=self.at.date())
        )
        seen = checked.seen if seen is None else seen
        self.write(
            lambda s: posting.sign(
                s, queries.lock(s, count_id), seen=seen, checked=checked, maker_name="Bu Sekar",
                house_name="Bu Ratna", by=self.ids[by], at=self.at,
            )
        )  # fmt: skip

    def post(self, count_id: int) -> StockCount:
        """Let the worker post a signed count to its end, and return it."""
        number = self.read(lambda s: s.scalars(select(Job.id).order_by(Job.id.desc())).first())
        assert number is not None
        jobs.run_to_end(self.database, number, now=lambda: self.at)
        job = self.read(lambda s: s.get_one(Job, number))
        assert job.state == "done", job.error
        return self.read(lambda s: queries.require(s, count_id))

    def on_hand(self, name: str, outlet: str = "gallery") -> int:
        """Return what is on record of a thing at an outlet, all lots together."""
        return self.read(
            lambda s: s.scalar(
                select(func.coalesce(func.sum(StockLevel.on_hand), 0)).where(
                    StockLevel.product_id == self.ids[name],
                    StockLevel.outlet_id == self.ids[outlet],
                )
            )
        )  # type: ignore[return-value]

    def counted_moves(self) -> list[tuple[int, int]]:
        """Return (product, pieces) of every movement that a count posted."""
        rows = self.read(
            lambda s: s.execute(
                select(Movement.product_id, Movement.quantity)
                .where(Movement.reason == "counted")
                .order_by(Movement.id)
            ).all()
        )
        return [(number, pieces) for number, pieces in rows]


GOODS = ("purse", "scarf", "crisps", "cloth", "bag")


def furnish(database: Database, at: datetime) -> Floor:
    """Give the house two makers, counted goods, food that expires, one unique cloth, and a bag."""
    floor = Floor(database, at)

    def work(session: Session) -> dict[str, int]:
        found = {}
        for role in ("manager", "cashier"):
            user = people.create_user(
                session, role.title(), login=role, roles=[role], at=at, by=None
            )
            found[role] = user.id
        found["gallery"] = outlets.open_outlet(session, "G1", "Galeri", at=at).id
        found["stall"] = outlets.open_outlet(session, "L1", "Lapak", at=at).id
        sentra = makers.sentra_named(session, "Tapis")
        for name, title, bearer in (("sekar", "Sekar", "house"), ("dapur", "Dapur", "shared")):
            maker = makers.register(session, title, sentra=sentra, by=None, at=at)
            contracts.agree(
                session, contracts.Terms("percent", commission_bps=2000, loss_bearer=bearer),
                starts_on=at.date(), by=None, at=at, maker=maker,
            )  # fmt: skip
            found[name] = maker.id
        for name, owner, kind, price in (
            ("purse", "sekar", "counted", 100_000), ("scarf", "sekar", "counted", 50_000),
            ("cloth", "sekar", "unique", 2_000_000), ("crisps", "dapur", "counted", 20_000),
            ("bag", None, "counted", 5_000),
        ):  # fmt: skip
            of = session.get_one(Maker, found[owner]) if owner else None
            found[name] = products.create(
                session, products.Facts(name.title()), maker=of, kind=kind, price=price,
                net_price=None, by=None, at=at,
            ).id  # fmt: skip
        return found

    floor.ids = floor.write(work)
    return floor
