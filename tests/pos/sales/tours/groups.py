"""A showroom that groups visit: expect them, serve them, sell to them, and end their visits."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets.models import Outlet, Till
from catalogue.tours import queries as visits
from catalogue.tours import service as tours
from catalogue.tours.models import Visit
from core.users.models import User
from pos.ledger import queries as balances
from pos.reports.verify import verify
from pos.sales.models import Sale
from pos.sales.tenders import Offer
from pos.sales.tours import queries, service
from pos.sales.tours.models import GuideFee, SaleVisit
from pos.sales.tours.queries import Brought
from tests.pos.showroom import CASH, Showroom


class Groups:
    """Groups in one showroom; every verb happens at the showroom's own time."""

    def __init__(self, session: Session, room: Showroom) -> None:
        self.session, self.room = session, room

    def expect(
        self,
        name: str,
        *,
        fee_bps: int = 1_000,
        days: int = 0,
        outlet: Outlet | None = None,
        confirmed: bool = True,
        **said: Any,
    ) -> Visit:
        """A group that was announced and, mostly, confirmed."""
        session, room = self.session, self.room
        how = {"by": room.manager.id, "at": room.at}
        agency = visits.by_name(session, name) or tours.add_agency(
            session, name, fee_bps=fee_bps, **how
        )
        day = room.at.date() + timedelta(days=days)
        visit = tours.announce(
            session, session.merge(outlet or room.outlet),
            tours.News(agency_name=name, expected_on=day, **said), came_by="phone", today=day, **how,
        )  # fmt: skip
        if confirmed:
            tours.confirm(session, visit, agency=agency, fee_bps=agency.fee_bps, **how)
        return visit

    def serve(self, visit: Visit | None, *, ticket: Sale | None = None) -> None:
        """Touch a badge at the till."""
        service.serve(
            self.session, self.session.get_one(Till, self.room.till.id), visit, ticket=ticket,
            on=self.room.shift.business_date, by=self.room.cashier.id, at=self.room.at,
        )  # fmt: skip

    def sell(
        self, wanted: dict[str, int], *, offers: Sequence[Offer] = CASH, discount: int = 0
    ) -> Sale:
        """Sell to whoever the till serves."""
        return self.room.sell(self.session, wanted, offers=offers, discount=discount)

    def give_back(self, sale: Sale, quantity: int) -> Sale:
        """Take units of a sale's first line back."""
        return self.room.give_back(self.session, sale.lines[0], quantity)

    def move(self, sale: Sale, visit: Visit | None, *, days: int = 0) -> None:
        """Give a completed sale to another group."""
        self.room.at += timedelta(minutes=1)
        service.move_sale(
            self.session, sale, visit, on=self.room.shift.business_date + timedelta(days=days),
            by=self.room.cashier.id, at=self.room.at,
        )  # fmt: skip

    def finish(self, visit: Visit, source: str = "drawer", *, seen: int | None = None) -> GuideFee:
        """End a visit as the cashier, for the sum that the till shows."""
        self.room.at += timedelta(minutes=1)
        if seen is None:
            seen = service.reckon(self.session, visit).amount
        return service.finish(
            self.session, visit, source, seen=seen, at=self.room.at,
            by=self.session.get_one(User, self.room.cashier.id),
            till=self.session.get_one(Till, self.room.till.id),
        )  # fmt: skip

    def brought(self, visit: Visit) -> Brought:
        """What a visit brought so far."""
        return queries.brought(self.session, visit.id)

    def balance(self, code: str) -> int:
        """What lies on an account of the house."""
        return balances.balance_of(self.session, code)

    def trace(self, sale: Sale) -> list[tuple[int | None, int | None]]:
        """From which visit to which a sale went."""
        rows = self.session.execute(
            select(SaleVisit.from_id, SaleVisit.visit_id)
            .where(SaleVisit.sale_id == sale.id)
            .order_by(SaleVisit.id)
        )
        return [(before, after) for before, after in rows]

    def refuses_nothing(self) -> None:
        """The whole book agrees."""
        self.session.flush()
        wrong = [(v.name, v.first) for v in verify(self.session) if not v.is_good]
        assert not wrong
