"""Two weeks at the counter: sold, brought back, counted by the real verbs.

What was bought when is drawn from seeds, so that every demonstration is the same but for its dates.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets import queries as places
from catalogue.outlets.models import Till
from catalogue.products.models import Product
from catalogue.stock.queries import on_hand_of
from core.clock import local_date
from demo import groups, paying
from demo.days import day, moment
from demo.people import person
from pos.sales import completing, discounts, returns
from pos.sales import service as tickets
from pos.sales.campaigns import queries as campaign_reads
from pos.sales.campaigns import service as campaigns
from pos.sales.closing import close_shift
from pos.sales.completing import Counter
from pos.sales.models import Sale, SaleLine
from pos.sales.tenders import Offer, quick_notes
from pos.shifts import queries as shifts
from pos.shifts import service as shift_service

FIRST_DAY = 14
"""How many days ago trade began."""

FLOAT = 200_000
RETURN_DAY, SHORT_DAY = 6, 8
STALL_DAYS = (13, 10, 9, 6, 5, 2)
GROUP_DAYS = (11, 4)
PROGRAMME, PROGRAMME_DAYS = "Metro Bangga Beli", (12, -20)
"""A discount of a tenth that some customers get, and the days ago between which it runs."""

Step = Callable[[Session, datetime], None]


@dataclass(frozen=True)
class Basket:
    """What one customer takes: products with how many of each."""

    goods: tuple[tuple[Product, int], ...]


def steps() -> Iterator[tuple[str, Step]]:
    """Yield one step for each day at each till, then those of the paying day."""
    yield "opening money", paying.bring_money
    yield "programme", begin_programme
    for days_ago in range(FIRST_DAY, 0, -1):
        yield f"gallery {days_ago}", partial(trade, "G1", days_ago)
        if days_ago in STALL_DAYS:
            yield f"stall {days_ago}", partial(trade, "L1", days_ago)
        if days_ago == paying.PAYING_DAY:
            yield "takings", paying.hand_takings_over
            yield "settlement", paying.settle
            yield "payouts", paying.pay_makers


def begin_programme(session: Session, at: datetime) -> None:
    """Begin the programme whose discount the till may give."""
    first, last = PROGRAMME_DAYS
    campaigns.begin(
        session, PROGRAMME, starts_on=day(at, first), ends_on=day(at, last),
        by=person(session, "manajer").id, at=moment(at, first + 1, 15),
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
    if series == "G1" and days_ago in GROUP_DAYS:
        clock = _sell_to_group(session, counter, shelf, rng, clock)
    if (series, days_ago) == ("G1", RETURN_DAY):
        _bring_back(session, counter, clock)
    drawer = shifts.drawer(session, till.id)
    short = 2_000 if (series, days_ago) == ("G1", SHORT_DAY) else 0
    close_shift(
        session, shift, counted=drawer - short, pieces={}, by=cashier,
        at=max(clock, moment(at, days_ago, 17, 5)),
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
    if at.minute % 3 == 0:
        _take_off(session, sale, by=by, at=at)
    total = sum(line.net_amount for line in sale.lines)
    completing.complete(
        session, sale, [_offer(total, rng, is_claimed=not is_confirmed)], counter=counter,
        at=at + timedelta(minutes=3), confirmed=is_confirmed,
    )  # fmt: skip


def _take_off(session: Session, sale: Sale, *, by: int, at: datetime) -> None:
    """Give the programme's discount, as far as the agreements allow it."""
    on = local_date(at, "WIB")
    running = campaign_reads.running(session, on=on)
    most = sale.net_total - discounts.lowest_total(session, sale, on=on)
    amount = min(sale.net_total // 10, most) // 1_000 * 1_000
    if running and amount > 0:
        discounts.give_on_ticket(session, sale, amount, on=on, by=by, at=at)
        campaigns.belong(session, sale, running[0][0], on=on)


def _sell_to_group(
    session: Session, counter: Counter, shelf: list[tuple[Product, int]], rng: Random, at: datetime
) -> datetime:
    """Sell to a group that came by bus, pay its guide, and return when the till is free again."""
    visit = groups.welcome(session, counter.till, at)
    for _guest in range(5):
        _sell(session, counter, _basket(shelf, rng), rng, at, is_confirmed=True)
        at += timedelta(minutes=7)
    groups.see_off(session, counter, visit, at)
    return at + timedelta(minutes=5)


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
    kind = "qris" if is_claimed else rng.choices(("cash", "qris", "card"), (50, 36, 14))[0]
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
