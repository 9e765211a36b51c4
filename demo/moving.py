"""What moved yesterday: a bazar from the first scan to its account, a count, goods on their way."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers import queries as makers
from catalogue.outlets import queries as places
from catalogue.products.models import Product
from catalogue.stock import queries as stock
from catalogue.stock.bazars import queries as bazars
from catalogue.stock.bazars import service as bazar_service
from catalogue.stock.bazars.models import Bazar
from catalogue.stock.bazars.service import Plan
from catalogue.stock.counts import checking, counting, marks
from catalogue.stock.counts import service as counts
from catalogue.stock.transfers import service as transfers
from demo.days import day, moment
from demo.history import sell_for_cash
from demo.people import person
from pos.reports.bazars import service as accounts
from pos.sales.closing import close_shift
from pos.sales.completing import Counter
from pos.settlements import counting as count_posting
from pos.shifts import queries as shifts
from pos.shifts import service as shift_service

Step = Callable[[Session, datetime], None]
CARRIER = "Pak Hendra"
TAKEN, FLOAT = 6, 100_000
COUNTED = "M0011"
"""The maker whose goods were counted yesterday evening."""
SIGNED = (
    "30,120 60,60 90,140 120,50 150,130 190,90 230,120 280,70 330,110;90,160 320,150",
    "40,80 50,150 70,60 110,150 130,80 170,130 210,100 260,125 340,95;300,60 310,64",
)
"""How both signed on the screen."""


def steps() -> Iterator[tuple[str, Step]]:
    """Yield the steps of the bazar, the count, and the goods that are still on their way."""
    yield "bazar out", take_to_bazar
    yield "bazar sold", sell_there
    yield "bazar back", bring_back
    yield "counted", count_a_maker
    yield "on the way", send_to_stall


def take_to_bazar(session: Session, at: datetime) -> None:
    """Scan some food out for the bazar in the square, and arrive."""
    by, when = person(session, "manajer").id, moment(at, 1, 6, 40)
    plan = Plan(
        name="Bazar Lapangan Saburai", place="Lapangan Saburai, Enggal", first_day=day(at, 1),
        last_day=day(at, 1), carrier=CARRIER,
    )  # fmt: skip
    origin = places.require_main(session)
    bazar = bazar_service.open_bazar(session, plan, origin=origin, outlet=None, by=by, at=when)
    packed = bazar_service.list_out(session, bazar, by=by, at=when)
    for product in _food(session, origin.id, at_least=2 * TAKEN)[:4]:
        transfers.scan(session, packed, product, at=when, quantity=TAKEN)
    transfers.send(session, packed, carrier=CARRIER, by=by, at=when)
    bazar_service.arrive(session, bazar, by=by, at=moment(at, 1, 7, 30))


def sell_there(session: Session, at: datetime) -> None:
    """Sell for a day at the bazar's own till, and close it."""
    bazar, cashier = _bazar(session), person(session, "kasir")
    (till,) = bazar.outlet.tills
    clock, rng = moment(at, 1, 8, 15), Random("titip bazar")
    shift = shift_service.open_shift(
        session, till, opening_float=FLOAT, by=cashier.id, at=moment(at, 1, 7, 50)
    )
    goods = [row.product for row in bazars.goods_of(session, bazar)]
    for number in range(4):
        chosen = [(product, rng.randint(1, 2)) for product in rng.sample(goods, 2)]
        sell_for_cash(session, Counter(till, cashier), chosen, clock + timedelta(hours=number))
    close_shift(
        session, shift, counted=shifts.drawer(session, till.id), pieces={}, by=cashier,
        at=moment(at, 1, 13, 10),
    )  # fmt: skip


def bring_back(session: Session, at: datetime) -> None:
    """Scan in what was left, and sign the bazar's account."""
    bazar, by, when = _bazar(session), person(session, "manajer").id, moment(at, 1, 14)
    back = bazar_service.list_back(session, bazar, by=by, at=when)
    for row in bazars.goods_of(session, bazar):
        if row.missing:
            transfers.scan(session, back, row.product, at=when, quantity=row.missing)
    bazar_service.bring_back(session, back, by=by, at=when)
    accounts.close(session, bazar, by=by, at=moment(at, 1, 14, 20))
    bazar.outlet.archived_at = moment(at, 1, 14, 30)  # the square is empty again
    for till in bazar.outlet.tills:
        till.archived_at = moment(at, 1, 14, 30)


def count_a_maker(session: Session, at: datetime) -> None:
    """Count one maker's goods, a packet short, and have both sign; the job that it leaves posts it."""
    manager, outlet = person(session, "manajer"), places.require_main(session)
    maker, when = makers.by_code(session, COUNTED), moment(at, 1, 17, 50)
    assert maker is not None
    count = counts.start(session, outlet, maker=maker, by=manager.id, at=when)
    short = 1
    for product in _of_maker(session, maker.id):
        for lot, pieces in stock.lots_on_hand(session, product.id, outlet.id):
            counting.scan(
                session, count, product, by=manager.id, at=when, lot_id=lot.id if lot else 0
            )
            tally = marks.tallies(session, count.id, product_ids=[product.id])[0]
            counting.put(session, count, tally.line, pieces - short, by=manager.id, at=when)
            short = 0
    counts.end_counting(session, count, by=manager.id, at=when)
    checked = checking.check(session, count, on=day(at, 1))
    count_posting.sign(
        session, count, seen=checked.seen, checked=checked, maker_name=maker.owner,
        house_name=manager.name, drawings=dict(zip(("maker", "house"), SIGNED, strict=True)),
        by=manager.id, at=moment(at, 1, 18, 10),
    )  # fmt: skip


def send_to_stall(session: Session, at: datetime) -> None:
    """Let some goods leave for the stall; nobody has scanned them in there yet."""
    by, when = person(session, "manajer").id, moment(at, 1, 18, 30)
    gallery, stall = places.active(session)
    packed = transfers.start(session, gallery, stall, note="Tambahan untuk besok", by=by, at=when)
    for product in _food(session, gallery.id, at_least=5)[-3:]:
        transfers.scan(session, packed, product, at=when, quantity=3)
    transfers.send(session, packed, carrier=CARRIER, by=by, at=when)


def _bazar(session: Session) -> Bazar:
    return session.scalars(select(Bazar)).one()


def _food(session: Session, outlet_id: int, *, at_least: int) -> Sequence[Product]:
    """Return the food of which a place has that many pieces, one kind of each maker."""
    goods = session.scalars(
        select(Product).where(Product.kind == "counted", Product.net_weight != "").order_by(Product.id)
    ).all()  # fmt: skip
    here = stock.on_hand_of(session, [product.id for product in goods])
    found: dict[int | None, Product] = {}
    for product in goods:
        if here.get(product.id, {}).get(outlet_id, 0) >= at_least:
            found.setdefault(product.maker_id, product)
    return list(found.values())


def _of_maker(session: Session, maker_id: int) -> Sequence[Product]:
    return session.scalars(
        select(Product).where(Product.maker_id == maker_id, Product.archived_at.is_(None))
    ).all()
