"""The goods of the demonstration: each maker with terms, works, deliveries, in one step each."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from catalogue.makers import service as makers
from catalogue.makers.models import Maker
from catalogue.makers.queries import by_code
from catalogue.outlets import queries as places
from catalogue.outlets.models import Outlet
from catalogue.products import contracts, sizes
from catalogue.products import service as products
from catalogue.products.models import Certificate, Product
from catalogue.products.queries import current_price, of_maker
from catalogue.products.terms import Terms
from catalogue.stock import service as stock
from catalogue.stock.announced import service as announced
from core.clock import local_date
from core.users.secrets import hash_secret
from demo.cloth import OTHER_CLOTH
from demo.days import day, moment
from demo.foods import FOODS, HOUSE_GOODS
from demo.people import person
from demo.tapis import TAPIS
from demo.works import Hand, Work

HANDS = (*TAPIS, *OTHER_CLOTH, *FOODS)
FIRST_DELIVERY, STALL_DELIVERY, FRESH_DELIVERY = 24, 19, 3
"""Days ago: to the gallery, to the stall, and the new pieces."""

FOOD, CLOTH = 1000, 2000
"""Rates by which the demonstration tells who also agreed on a period, and what follows it."""

CITY = "Kota Bandar Lampung"
REGENCIES = {
    "Kopi": "Kabupaten Tanggamus", "Emping Melinjo": "Kabupaten Pringsewu",
    "Olahan Ikan Teri": "Kabupaten Pesawaran",
}  # fmt: skip
"""Where a sentra lies that is not in the city."""


def steps() -> Iterator[tuple[str, Callable[[Session, datetime], None]]]:
    """Yield one step for each maker, one for the house's own goods, one for a delivery at the door."""
    for number, hand in enumerate(HANDS):
        yield f"maker {number}", partial(bring_maker, hand, number)
    yield "house goods", bring_house_goods
    yield "draft", leave_a_draft
    yield "announced", wait_for_a_delivery


def bring_maker(hand: Hand, number: int, session: Session, at: datetime) -> None:
    """Register a maker with terms, certificates and works, and take in what was brought."""
    joined = moment(at, 200 - 7 * number, 9)
    by = person(session, "manajer").id
    maker = makers.register(
        session,
        hand.name,
        sentra=makers.sentra_named(session, hand.sentra),
        by=by,
        at=joined,
        owner=hand.owner,
        address=hand.address,
        phone=hand.phone,
        nib=hand.nib,
    )
    maker.sentra.regency = REGENCIES.get(hand.sentra, CITY)
    maker.story, maker.story_en = hand.story, hand.story_en
    if hand.pin is not None:
        makers.give_access(session, maker, hash_secret(hand.pin), by=by, at=joined)
    for kind, permit, days in hand.permits:
        ends = day(at, -days) if days is not None else None
        session.add(
            Certificate(
                maker_id=maker.id, kind=kind, number=permit, expires_on=ends, created_at=joined
            )
        )
    if hand.terms is not None:
        contracts.agree(
            session,
            _terms(hand.terms),
            starts_on=local_date(joined, "WIB"),
            by=by,
            at=joined,
            maker=maker,
        )
    _deliver_all(session, maker, hand, number, at)


def bring_house_goods(session: Session, at: datetime) -> None:
    """Put the house's own bags, boxes and services on the list, with what is on hand."""
    by, came = person(session, "manajer").id, moment(at, 30, 9)
    for work in HOUSE_GOODS:
        product = _create(session, None, work, by, came)
        for outlet, pieces in _spread(session, work):
            if work.kind != "service":
                stock.move(
                    session,
                    product.id,
                    outlet.id,
                    pieces,
                    reason="opening",
                    source=("product", product.id),
                    by=by,
                    at=came,
                    business_date=local_date(came, outlet.zone),
                )


def leave_a_draft(session: Session, at: datetime) -> None:
    """Leave a delivery that somebody began to write down this morning."""
    maker = by_code(session, "M0002")
    assert maker is not None
    consignment = stock.draft(
        session,
        maker,
        places.require_main(session),
        by=person(session, "manajer").id,
        at=moment(at, 1, 15),
        note="Dibawa adiknya, belum dihitung semua.",
    )
    product = of_maker(session, maker.id)[0]
    price = current_price(session, product.id)
    stock.add_line(
        session, consignment, product, quantity=6, price=price.price, net_price=price.net_price
    )


def wait_for_a_delivery(session: Session, at: datetime) -> None:
    """Note what a maker said on the telephone yesterday that she will bring tomorrow."""
    maker = by_code(session, "M0009")
    assert maker is not None
    crisps = of_maker(session, maker.id)[0]
    announced.announce(
        session, maker, places.require_main(session), came_by="whatsapp",
        expected_on=day(at, -1), note="Diantar suaminya sesudah zuhur.", today=day(at, 0),
        goods=(
            announced.Wanted(title=crisps.title, quantity=30, product=crisps),
            announced.Wanted(title="Keripik Talas Pedas 200 g", quantity=20, price=19_000),
        ),
        by=person(session, "manajer").id, at=moment(at, 1, 16),
    )  # fmt: skip


def _deliver_all(session: Session, maker: Maker, hand: Hand, number: int, at: datetime) -> None:
    gallery, stall = places.active(session)
    settled = [work for work in hand.works if not work.fresh]
    fresh = [work for work in hand.works if work.fresh]
    made = {
        work: _create(
            session, maker, work, person(session, "manajer").id, moment(at, FIRST_DELIVERY, 9)
        )
        for work in settled
    } | {
        work: _create(
            session, maker, work, person(session, "manajer").id, moment(at, FRESH_DELIVERY, 10)
        )
        for work in fresh
    }
    minute = number * 4
    for works, outlet, came in (
        (settled, gallery, moment(at, FIRST_DELIVERY, 10, minute)),
        (settled, stall, moment(at, STALL_DELIVERY, 8, minute)),
        (fresh, gallery, moment(at, FRESH_DELIVERY, 14, minute)),
        (fresh, stall, moment(at, FRESH_DELIVERY, 15, minute)),
    ):
        _deliver(session, maker, outlet, [(made[work], work) for work in works], came)
    for product in made.values():
        others = sizes.alike(session, product) if product.card is None else []
        if others and sizes.own_size(product):
            came = moment(at, FIRST_DELIVERY, 11, minute)
            sizes.join(session, product, others, own="", by=person(session, "manajer").id, at=came)


def _deliver(
    session: Session,
    maker: Maker,
    outlet: Outlet,
    goods: Sequence[tuple[Product, Work]],
    came: datetime,
) -> None:
    at_gallery = 0 if outlet.is_main else 1
    brought = [(product, work) for product, work in goods if work.pieces[at_gallery]]
    if not brought:
        return
    by = person(session, "manajer").id
    consignment = stock.draft(session, maker, outlet, by=by, at=came)
    for product, work in brought:
        stock.add_line(
            session,
            consignment,
            product,
            quantity=work.pieces[at_gallery],
            price=work.price,
            net_price=work.net,
            expires_on=day(came, -work.keeps) if work.keeps else None,
        )
    stock.receive(session, consignment, by=by, at=came)


def _create(
    session: Session, maker: Maker | None, work: Work, by: int | None, at: datetime
) -> Product:
    facts = products.Facts(
        title=work.title,
        description=work.note,
        description_en=work.note_en,
        motif=work.motif,
        technique=work.technique,
        size=work.size,
        net_weight=work.weight,
        unit=work.unit,
    )
    return products.create(
        session,
        facts,
        maker=maker,
        kind=work.kind,
        price=work.price,
        net_price=work.net,
        by=by,
        at=at,
        is_passed_on=work.is_passed_on,
    )


def _terms(bps: int) -> Terms:
    if bps == 0:
        return Terms("net", bearer="house")
    if bps == FOOD:
        return Terms(
            "percent", bps, "shared", period_days=30, afterwards="return", cadence="fortnightly"
        )
    if bps == CLOTH:
        return Terms(
            "percent", bps, "shared", period_days=60, afterwards="markdown",
            steps=((60, 1000), (90, 2000)), loss_bearer="shared",
        )  # fmt: skip
    return Terms("percent", commission_bps=bps, bearer="shared")


def _spread(session: Session, work: Work) -> list[tuple[Outlet, int]]:
    return list(zip(places.active(session), work.pieces, strict=True))
