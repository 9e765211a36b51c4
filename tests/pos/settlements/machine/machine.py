"""The state machine of the money: whatever is sold, returned, lost, charged, paid or merged, in any order.

Every rule does one thing in the product and the same in the model (`model.py`). After each the balances of
all makers are compared, after the last everything is confirmed, settled and verified.
"""

from contextlib import suppress
from datetime import date
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.stock.departures import drafts
from catalogue.stock.departures.drafts import Piece, Story
from catalogue.stock.departures.models import Departure
from core import jobs
from core.errors import Refused
from core.users import queries as people
from pos.ledger.models import MONEY
from pos.ledger.queries import balances_by_kind
from pos.reports.verify import verify
from pos.sales import completing
from pos.sales import queries as sales
from pos.sales.claims import service as claims
from pos.sales.discounts import Approval
from pos.sales.tenders import Offer
from pos.settlements import compensation
from pos.settlements import queries as settlements
from pos.settlements.adjusting import service as adjusting
from pos.settlements.adjusting.models import GAINS, HANDED, KINDS, Adjustment
from pos.settlements.adjusting.service import Wish
from pos.settlements.fees import service as fees
from pos.settlements.models import Payout
from pos.settlements.payable import NothingToPay, Outdated
from tests.pos.settlements.machine.ground import (
    BEARS_FEES,
    GOODS,
    MONTHLY,
    OWNERS,
    TRANSFER,
    Ground,
)
from tests.pos.settlements.machine.model import Account, Effect, Sold, payable, units
from tests.pos.settlements.maker_records.test_merging import merge
from tests.pos.showroom import CASH, QRIS

NAMES = sorted(GOODS)
MAKERS = sorted(OWNERS.values())
WHICH = st.integers(0, 30)
MOST = 3
"""Pieces of one sale."""


class Settling(RuleBasedStateMachine):
    """One showroom and its model; `ground` opens the showroom."""

    ground: ClassVar[Ground]

    def __init__(self) -> None:
        super().__init__()
        self.opened = type(self).ground()
        self.stage, self.ids = self.opened.__enter__()
        self.accounts = {name: Account() for name in MAKERS}
        self.owner = {name: name for name in MAKERS}
        self.sold: list[Sold] = []
        self.payouts: list[tuple[str, int, int]] = []
        self.losses: list[tuple[str, int, int, int]] = []
        self.months = 0
        self.held = self.money()

    def teardown(self) -> None:
        """Confirm and settle everything, and compare once more before the house is cleared away."""
        try:
            self.settle_all()
        finally:
            self.opened.__exit__(None, None, None)

    # -- what the model is compared with -----------------------------------------------------------

    def gain(self, name: str, amount: int, sold: Sold | None = None, *, back: bool = False) -> None:
        """Let a maker, or the one who stayed, gain `amount` in the model."""
        if amount:
            self.accounts[self.owner[name]].effects.append(Effect(amount, sold, back))

    def money(self) -> int:
        """All the money that the books say the house holds."""
        with self.stage.database.reader() as session:
            sums = balances_by_kind(session)
        return sum(sums.get(kind, 0) for kind in MONEY)

    @invariant()
    def nobody_is_off_by_one_rupiah(self) -> None:
        """Each maker is owed what the model says, and no money came from nowhere."""
        with self.stage.database.reader() as session:
            owed = {
                name: settlements.owed(session, self.ids[name])
                for name in MAKERS
                if self.owner[name] == name
            }
        assert owed == {name: self.accounts[name].balance for name in owed}
        assert self.money() == self.held

    # -- at the till -------------------------------------------------------------------------------

    @rule(
        name=st.sampled_from(NAMES), quantity=st.integers(1, MOST), off=st.integers(0, 6_000),
        way=st.sampled_from(["cash", "qris", "maker", "card"]),
    )  # fmt: skip
    def sell(self, name: str, quantity: int, off: int, way: str) -> None:
        """Sell some of one thing, at a discount or none."""
        maker = OWNERS[name]
        offers = {
            "cash": CASH, "qris": QRIS, "card": (Offer("card", reference="1234"),),
            "maker": (Offer("maker", maker_id=self.ids[self.owner[maker]]),),
        }[way]  # fmt: skip
        sale_id = self.stage.sell({name: quantity}, discount=off, offers=offers)
        goods = GOODS[name]
        one = Sold(sale_id, maker, quantity, goods.share(quantity, off), way == "qris")
        self.sold.append(one)
        self.gain(maker, one.share, one)
        one.kept = self.tendered(sale_id)
        if way == "maker":
            self.gain(maker, -one.kept, one)
        else:
            self.held += one.kept

    def tendered(self, sale_id: int) -> int:
        """What was paid on a ticket; the rounding of cash is the house's own.

        The last piece to come back brings the roundings of those before along.
        """
        with self.stage.database.reader() as session:
            sale = sales.require(session, sale_id)
            amount = sum(tender.amount for tender in sale.tenders)
            net = sum((-1 if x.kind == "return" else 1) * x.net_amount for x in sale.lines)
            assert abs(amount - net) < 100 * MOST
            return amount

    @precondition(lambda self: self.sold)
    @rule(which=WHICH)
    def give_back(self, which: int) -> None:
        """Bring one unit back; the money goes as it came, or in cash under a manager's PIN."""
        one = self.sold[which % len(self.sold)]
        written: list[int] = []

        def work(session: Session) -> None:
            room = self.stage.room_in(session)
            line = sales.require(session, one.sale_id).lines[0]
            by = Approval(room.manager, "uji")
            written.append(room.give_back(session, line, 1, approval=by).id)

        with suppress(Refused):
            self.stage.do(work)
            share = units(one.share, one.quantity, one.returned, one.returned + 1)
            one.returned += 1
            self.gain(one.maker, -share, one, back=True)
            back = self.tendered(written[0])
            self.held += back
            one.kept += back
            assert one.kept == 0 or one.returned < one.quantity

    @precondition(lambda self: any(one.waits for one in self.sold))
    @rule(which=WHICH, how=st.sampled_from(["confirm", "accept", "late"]))
    def settle_claim(self, which: int, how: str) -> None:
        """A QRIS claim is seen, its risk is taken, or its money comes in another way."""
        waiting = [one for one in self.sold if one.waits]
        one = waiting[which % len(waiting)]

        def work(session: Session) -> None:
            room = self.stage.room_in(session)
            [tender] = sales.require(session, one.sale_id).tenders
            who = {"by": room.manager.id, "at": room.at}
            if how == "confirm":
                completing.confirm(session, tender, **who)
            elif how == "accept":
                claims.accept(session, tender, reason="uji", **who)
                self.held -= tender.amount  # the house's loss: no money any more
            else:
                claims.receive(session, tender, way="transfer", shift=room.shift, **who)

        self.stage.do(work)
        one.waits = False

    # -- in the office -----------------------------------------------------------------------------

    @rule(name=st.sampled_from(NAMES), quantity=st.integers(1, 3))
    def lose(self, name: str, quantity: int) -> None:
        """Goods are lost in the house's care; it makes the loss good."""

        def work(session: Session) -> int:
            room = self.stage.room_in(session)
            story = Story(happened_on=self.stage.today, note="uji", found_by="uji")
            loss = drafts.start_loss(session, room.outlet, story, by=room.manager.id, at=room.at)
            drafts.add(session, loss, [Piece(room.goods[name], quantity, None, "lost")], at=room.at)
            compensation.sign_loss(session, loss, by=room.manager, at=room.at)
            return loss.id

        with suppress(Refused):
            loss_id = self.stage.database.write(work)
            owed = GOODS[name].share(quantity, 0)
            self.losses.append((OWNERS[name], loss_id, owed, quantity))
            self.gain(OWNERS[name], owed)

    @precondition(lambda self: self.losses)
    @rule(which=WHICH)
    def find(self, which: int) -> None:
        """One of the lost pieces is found; its compensation goes back."""
        maker, loss_id, owed, quantity = self.losses.pop(which % len(self.losses))

        def work(session: Session) -> None:
            room = self.stage.room_in(session)
            loss = session.get_one(Departure, loss_id)
            compensation.take_back(
                session, loss, {loss.lines[0].id: 1}, reason="uji", by=room.manager, at=room.at
            )

        self.stage.do(work)
        self.gain(maker, -units(owed, quantity, 0, 1))

    @rule(
        name=st.sampled_from(MAKERS), kind=st.sampled_from(KINDS), amount=st.integers(1, 99_999),
        source=st.sampled_from(["treasury", "bank"]),
    )  # fmt: skip
    def adjust(self, name: str, kind: str, amount: int, source: str) -> None:
        """One manager proposes, the other approves."""
        name = self.owner[name]

        def work(session: Session) -> None:
            room = self.stage.room_in(session)
            wish = Wish(kind, amount, "uji", source)
            maker = session.get_one(Maker, self.ids[name])
            row: Adjustment = adjusting.propose(session, maker, wish, by=room.manager, at=room.at)
            other = people.by_login(session, "bendahara")
            assert other is not None
            adjusting.approve(session, row, by=other, at=room.at, below="uangnya ada")

        self.stage.do(work)
        effect = amount if kind in GAINS else -amount
        self.gain(name, effect)
        self.accounts[name].effects[-1].is_advance = kind == "advance"
        if kind in HANDED:
            self.held += effect

    @rule()
    def charge_a_month(self) -> None:
        """The next month is charged to everybody who is in business."""
        month = date(2026 + (5 + self.months) // 12, (5 + self.months) % 12 + 1, 1)
        self.months += 1
        job_id = self.stage.database.write(
            lambda session: (
                jobs.enqueue(
                    session, fees.KIND, {"month": month.isoformat()}, by=None, at=self.stage.at
                ).id
            )
        )
        jobs.run_to_end(self.stage.database, job_id, now=lambda: self.stage.at)
        for name in MAKERS:
            if self.owner[name] == name:
                self.gain(name, -MONTHLY)

    # -- settling and paying -----------------------------------------------------------------------

    @rule(hold_days=st.integers(0, 1), minimum=st.sampled_from([0, 0, 60_000]))
    def settle(self, hold_days: int, minimum: int) -> None:
        """A run makes one statement for each maker with anything due, closing as the model says."""
        before = {one.id for one in self.stage.statements()}
        closings = {}
        with suppress(Refused):  # nothing to settle: then the model must think so too
            self.stage.settle(hold_days=hold_days, minimum=minimum)
        for name in MAKERS:
            closing = self.accounts[name].settle(hold_days=hold_days, minimum=minimum)
            if closing is not None:
                closings[self.ids[name]] = closing
        made = [one for one in self.stage.statements() if one.id not in before]
        assert {one.maker_id: one.closing for one in made} == closings

    @rule(name=st.sampled_from(MAKERS), source=st.sampled_from(["treasury", "bank", "drawer"]))
    def pay(self, name: str, source: str) -> None:
        """The latest statement is paid, once, unless an advance was given since."""
        account = self.accounts[name]
        if not account.is_unpaid:
            return
        amount = payable(account.stated, source)
        how = {"till_id": self.stage.room.till.id} if source == "drawer" else {}
        try:
            payout = self.stage.pay(self.stage.latest(self.ids[name]), source, **how)
        except NothingToPay:
            assert amount <= 0
            return
        except Outdated:
            assert account.is_outdated
            return
        assert not account.is_outdated
        assert payout.amount == amount
        fee = TRANSFER if source == "bank" and name in BEARS_FEES else 0
        account.is_unpaid = False
        self.held -= amount
        self.payouts.append((name, payout.id, fee))
        self.gain(name, -amount)
        self.gain(name, -fee)

    @precondition(lambda self: self.payouts)
    @rule(which=WHICH)
    def take_back(self, which: int) -> None:
        """A payout is reversed; the statement can be paid again while it is the latest."""
        name, payout_id, fee = self.payouts.pop(which % len(self.payouts))
        with self.stage.database.reader() as session:
            payout = session.get_one(Payout, payout_id)
        self.stage.take_back(payout)
        self.held += payout.amount
        self.gain(name, payout.amount)
        self.gain(name, fee)
        if self.owner[name] == name:
            latest = self.stage.latest(self.ids[name])
            self.accounts[name].is_unpaid |= latest.id == payout.statement_id

    @precondition(lambda self: self.owner["twin"] == "twin")
    @rule()
    def merge(self) -> None:
        """The twin turns out to be the first maker; what the last statement showed goes along."""
        merge(self.stage, self.ids["twin"], self.ids["sekar"])
        twin = self.accounts["twin"]
        self.owner["twin"] = "sekar"
        self.gain("sekar", twin.stated)
        for effect in twin.effects:
            effect.is_advance = False  # it goes along in one sum with all that the twin was owed
        self.accounts["sekar"].effects += twin.effects
        self.accounts["twin"] = Account()

    def settle_all(self) -> None:
        """Let every claim be seen and everything be settled: then statement, books and model are one."""
        while any(one.waits for one in self.sold):
            self.settle_claim(0, "confirm")
        self.settle(hold_days=0, minimum=0)
        self.nobody_is_off_by_one_rupiah()
        with self.stage.database.reader() as session:
            wrong = [one.line for one in verify(session, self.stage.files) if not one.is_good]
        assert wrong == []
