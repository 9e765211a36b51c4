"""The money beside the counter: what lay in the house at first, and one paying day."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers import queries as makers
from demo.days import day, moment
from demo.people import person
from pos.settlements import queries as settled
from pos.settlements import service as settlements
from pos.settlements import treasury
from pos.settlements.acquirer_days import queries as acquirer_reads
from pos.settlements.acquirer_days import service as acquirer_days
from pos.settlements.due import Terms, how_many
from pos.settlements.models import SettlementRun
from pos.settlements.opening import service as opening
from pos.settlements.opening.planning import Balance
from pos.settlements.payable import payable_amount
from pos.settlements.treasury import TREASURY, Place

BOOKS_BEGAN, CUTOFF, PAYING_DAY = 15, 5, 3
"""Days ago: the day before the first trade, the last day that was settled, and the day of paying."""

OWED = (("M0002", 180_000, 0), ("M0004", 240_000, 75_000), ("M0006", 0, 50_000))
"""By maker: what the gallery owed before the books began, and what the maker had in advance."""

PAID_AFTER = {"qris": 0, "card": 2}
"""After how many days an acquirer had paid: a bank takes longer over cards."""

UNPAID = 3
"""How many statements still wait for their maker to come."""


def bring_money(session: Session, at: datetime) -> None:
    """Write down what lay in the house and what makers were owed when the books began."""
    balances = [Balance(TREASURY.code, cash=2_000_000)]
    balances += [Balance(safe.code, cash=1_000_000) for safe in _safes(session)]
    for code, owed, advance in OWED:
        maker = makers.by_code(session, code)
        assert maker is not None
        balances.append(Balance(f"maker:{maker.id}", owed=owed, advance=advance))
    for balance in balances:
        opening.post(
            session, balance, on=day(at, BOOKS_BEGAN), by=person(session, "manajer").id,
            at=moment(at, BOOKS_BEGAN, 16),
        )  # fmt: skip


def hand_takings_over(session: Session, at: datetime) -> None:
    """Carry the takings from the safes to the treasurer, and QRIS and card money to the bank."""
    manager = person(session, "manajer")
    for place in _safes(session):
        amount = treasury.balance(session, place) - 1_000_000
        if amount > 0:
            treasury.move(
                session, place, TREASURY, amount, reason="Setoran hasil penjualan", by=manager.id,
                at=moment(at, PAYING_DAY, 18),
            )  # fmt: skip
    for kind, days in PAID_AFTER.items():
        for row in reversed(acquirer_reads.rows(session, kind)):
            if row.day <= day(at, PAYING_DAY + days):
                _match(session, kind, row.day, by=manager.id, at=moment(at, PAYING_DAY, 18, 10))


def _match(session: Session, kind: str, on: date, *, by: int, at: datetime) -> None:
    """Match a day's QRIS or card money with what the acquirer paid, its charge taken off."""
    day = acquirer_reads.acquirer_day(session, kind, on)
    seen = [one for one in day.payments if one.state == "seen"]
    paid = [one.amount for one in seen if one.amount > 0]
    amount = sum(one.amount for one in seen) - acquirer_days.expected(session, kind, paid, on=on)
    if amount > 0:
        came = acquirer_days.Came(amount, [one.thing.id for one in seen])
        acquirer_days.match(session, kind, on, came, by=by, at=at)


def settle(session: Session, at: datetime) -> None:
    """Begin the settlement; the job that it leaves posts it maker by maker."""
    wanted = Terms(day(at, CUTOFF), hold_days=0)
    settlements.start_run(
        session, wanted, total=how_many(session, wanted), by=person(session, "manajer").id,
        at=moment(at, PAYING_DAY, 18, 30),
    )  # fmt: skip


def pay_makers(session: Session, at: datetime) -> None:
    """Pay most of the statements, in cash while there is any, else by transfer."""
    manager = person(session, "manajer")
    run = session.scalars(select(SettlementRun).order_by(SettlementRun.id.desc())).first()
    assert run is not None
    rows = sorted(settled.statements_of_run(session, run), key=lambda row: row.statement.maker.code)
    for number, row in enumerate(rows[: len(rows) - UNPAID]):
        amount = payable_amount(row.statement.closing, "cash")
        if amount == 0:
            continue
        in_cash = treasury.balance(session, TREASURY) >= amount
        settlements.pay(
            session, row.statement, "treasury" if in_cash else "bank", by=manager,
            at=moment(at, PAYING_DAY, 19, number * 3),
        )  # fmt: skip


def _safes(session: Session) -> list[Place]:
    return [place for place in treasury.places(session) if place.kind == "safe"]
