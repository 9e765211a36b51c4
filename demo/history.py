"""Two weeks at the counter, and one paying day: sold, counted, settled and paid by the real verbs.

What was bought when is drawn from seeds, so that every demonstration is the same but for its dates.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers import queries as makers
from catalogue.outlets import queries as places
from catalogue.outlets.models import Till
from catalogue.products.models import Product
from catalogue.stock.queries import on_hand_of
from core.users.models import User
from core.users.queries import by_login
from demo.days import day, moment
from pos.sales import completing, returns
from pos.sales import service as tickets
from pos.sales.closing import close_shift
from pos.sales.completing import Counter
from pos.sales.models import Sale, SaleLine
from pos.sales.tenders import Offer, quick_notes
from pos.settlements import queries as settled
from pos.settlements import service as settlements
from pos.settlements import treasury
from pos.settlements.due import Terms, how_many
from pos.settlements.models import SettlementRun
from pos.settlements.opening import service as opening
from pos.settlements.opening.planning import Balance
from pos.settlements.qris_days import queries as qris_reads
from pos.settlements.qris_days import service as qris_days
from pos.settlements.treasury import TREASURY, Place
from pos.shifts import queries as shifts
from pos.shifts import service as shift_service

FIRST_DAY, CUTOFF, PAYING_DAY = 14, 5, 3
"""Days ago: the first day of trade, the last day that was settled, and the day of paying."""

OWED = (("M0002", 180_000, 0), ("M0004", 240_000, 75_000), ("M0006", 0, 50_000))
"""By maker: what the gallery owed before the books began, and what the maker had in advance."""

FLOAT = 200_000
RETURN_DAY, SHORT_DAY = 6, 8
STALL_DAYS = (13, 10, 9, 6, 5, 2)
UNPAID = 3
"""How many statements still wait for their maker to come."""

Step = Callable[[Session, datetime], None]


@dataclass(frozen=True)
class Basket:
    """What one customer takes: products with how many of each."""

    goods: tuple[tuple[Product, int], ...]


def steps() -> Iterator[tuple[str, Step]]:
    """Yield one step for each day at each till, then those of the paying day."""
    yield "opening money", bring_money
    for days_ago in range(FIRST_DAY, 0, -1):
        yield f"gallery {days_ago}", partial(trade, "G1", days_ago)
        if days_ago in STALL_DAYS:
            yield f"stall {days_ago}", partial(trade, "L1", days_ago)
        if days_ago == PAYING_DAY:
            yield "takings", hand_takings_over
            yield "settlement", settle
            yield "payouts", pay_makers


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
            session, balance, on=day(at, FIRST_DAY + 1), by=person(session, "manajer").id,
            at=moment(at, FIRST_DAY + 1, 16),
        )  # fmt: skip


def trade(series: str, days_ago: int, session: Session, at: datetime) -> None:
    """Play one day at one till: open, sell, count, close."""
    till = next(till for till in places.active_tills(session) if till.series == series)
    rng = Random(f"titip {series} {days_ago}")
    cashier = person(session, "kasir")
    counter = Counter(till, cashier)
    shift = shift_service.open_shift(
        session, till, opening_float=FLOAT, by=cashier.id, at=moment(at, days_ago, 8, 30)
    )
    shelf = _shelf(session, till)
    customers = rng.randint(2, 5) if series == "G1" else rng.randint(1, 2)
    clock = moment(at, days_ago, 9, rng.randint(0, 40))
    for number in range(customers):
        is_last = days_ago == 1 and number == customers - 1
        _sell(session, counter, _basket(shelf, rng), rng, clock, is_confirmed=not is_last)
        clock += timedelta(minutes=rng.randint(35, 85), seconds=rng.randint(0, 59))
    if (series, days_ago) == ("G1", RETURN_DAY):
        _bring_back(session, counter, clock)
    drawer = shifts.drawer(session, till.id)
    short = 2_000 if (series, days_ago) == ("G1", SHORT_DAY) else 0
    close_shift(
        session, shift, counted=drawer - short, pieces={}, by=cashier,
        at=max(clock, moment(at, days_ago, 17, 5)),
    )  # fmt: skip


def hand_takings_over(session: Session, at: datetime) -> None:
    """Carry the takings from the safes to the treasurer, and QRIS money to the bank."""
    manager = person(session, "manajer")
    for place in _safes(session):
        amount = treasury.balance(session, place) - 1_000_000
        if amount > 0:
            treasury.move(
                session, place, TREASURY, amount, reason="Setoran hasil penjualan", by=manager.id,
                at=moment(at, PAYING_DAY, 18),
            )  # fmt: skip
    for row in reversed(qris_reads.rows(session)):
        _match(session, row.day, by=manager.id, at=moment(at, PAYING_DAY, 18, 10))


def _match(session: Session, on: date, *, by: int, at: datetime) -> None:
    """Match a day's QRIS money with what the acquirer paid, its charge taken off."""
    seen = [c.tender for c in qris_reads.qris_day(session, on).claims if c.state == "seen"]
    gross = sum(tender.amount for tender in seen)
    paid = [tender.amount for tender in seen if tender.amount > 0]
    amount = gross - qris_days.expected(session, paid, on=on)
    if amount > 0:
        came = qris_days.Came(amount, [tender.id for tender in seen])
        qris_days.match(session, on, came, by=by, at=at)


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
        amount = settlements.payable_amount(row.statement.closing, "cash")
        if amount == 0:
            continue
        in_cash = treasury.balance(session, TREASURY) >= amount
        settlements.pay(
            session, row.statement, "treasury" if in_cash else "bank", by=manager,
            at=moment(at, PAYING_DAY, 19, number * 3),
        )  # fmt: skip


def _sell(
    session: Session,
    counter: Counter,
    basket: Basket,
    rng: Random,
    at: datetime,
    *,
    is_confirmed: bool,
) -> None:
    by = counter.cashier.id
    sale = tickets.open_ticket(session, counter.till, by=by, at=at)
    for product, count in basket.goods:
        tickets.scan(session, sale, product.code, quantity=count, by=by, at=at)
    total = sum(line.list_amount for line in sale.lines)
    completing.complete(
        session, sale, [_offer(total, rng, is_claimed=not is_confirmed)], counter=counter,
        at=at + timedelta(minutes=3), confirmed=is_confirmed,
    )  # fmt: skip


def sell_for_cash(
    session: Session, counter: Counter, goods: Sequence[tuple[Product, int]], at: datetime
) -> None:
    """Sell some goods to a customer who pays with notes."""
    sale = tickets.open_ticket(session, counter.till, by=counter.cashier.id, at=at)
    for product, count in goods:
        tickets.scan(session, sale, product.code, quantity=count, by=counter.cashier.id, at=at)
    total = sum(line.net_amount for line in sale.lines)
    paid = Offer("cash", -(-total // 50_000) * 50_000)
    completing.complete(session, sale, [paid], counter=counter, at=at + timedelta(minutes=2))


def _offer(total: int, rng: Random, *, is_claimed: bool) -> Offer:
    kind = "qris" if is_claimed else rng.choices(("cash", "qris", "card"), (55, 38, 7))[0]
    if kind == "qris" and total > 10_000_000:
        kind = "card"
    if kind == "card":
        return Offer("card", reference=f"EDC {rng.randint(100_000, 999_999)}")
    if kind == "qris":
        return Offer("qris")
    notes = [*quick_notes(total), -(-total // 100_000) * 100_000]
    return Offer("cash", max(rng.choice(notes), total))


def _bring_back(session: Session, counter: Counter, at: datetime) -> None:
    """Take one piece back that was sold before, for cash."""
    line = session.scalars(
        select(SaleLine)
        .join(Sale)
        .join(Product, Product.id == SaleLine.product_id)
        .where(
            Sale.till_id == counter.till.id, Sale.state == "completed", SaleLine.quantity > 1,
            SaleLine.kind == "sale", Product.kind == "counted", SaleLine.unit_price < FLOAT,
        )
        .order_by(SaleLine.id)
        .limit(1)
    ).first()  # fmt: skip
    if line is None:
        return
    sale = tickets.open_ticket(session, counter.till, by=counter.cashier.id, at=at)
    returns.add_return(session, sale, line, 1, by=counter.cashier.id, at=at)
    completing.complete(session, sale, [Offer("cash")], counter=counter, at=at)


def _shelf(session: Session, till: Till) -> list[tuple[Product, int]]:
    """Return what stands at a till's place this morning, with how many pieces."""
    goods = session.scalars(
        select(Product).where(Product.archived_at.is_(None)).order_by(Product.id)
    ).all()
    here = on_hand_of(session, [product.id for product in goods])
    return [(product, here.get(product.id, {}).get(till.outlet_id, 0)) for product in goods]


def _basket(shelf: list[tuple[Product, int]], rng: Random) -> Basket:
    """Draw a basket and take it off the shelf: food often and several, cloth seldom and one."""
    weights = [_wish(product, pieces) for product, pieces in shelf]
    chosen = set(rng.choices(range(len(shelf)), weights, k=rng.choice((1, 1, 2, 2, 3))))
    basket = []
    for index in sorted(chosen):
        product, pieces = shelf[index]
        most = 1 if product.is_unique else min(3, pieces)
        count = rng.randint(1, most) if most > 1 else 1
        basket.append((product, count))
        shelf[index] = (product, pieces - count)
    return Basket(tuple(basket))


def _wish(product: Product, on_hand: int) -> int:
    if product.kind == "service":
        return 1
    if on_hand <= 0:
        return 0
    if product.is_unique:
        return 1
    return 12 if product.net_weight else 7


def _safes(session: Session) -> list[Place]:
    return [place for place in treasury.places(session) if place.kind == "safe"]


def person(session: Session, login: str) -> User:
    """Return a person of the demonstration by log-in."""
    user = by_login(session, login)
    assert user is not None
    return user
