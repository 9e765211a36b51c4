"""What the tests of goods that leave share: a second maker, and records begun at the desk."""

from sqlalchemy.orm import Session

from catalogue.makers import queries as makers
from catalogue.makers import service as maker_service
from catalogue.outlets import queries as places
from catalogue.products import contracts, service
from catalogue.products.models import Product
from catalogue.products.terms import Terms
from catalogue.stock import queries as stock
from catalogue.stock import service as stocks
from catalogue.stock.departures import drafts, queries
from catalogue.stock.departures.drafts import Piece, Story
from catalogue.stock.departures.models import Departure
from tests.catalogue.desk import Desk


def now(desk: Desk):
    return desk.app.house.clock.now()


def goods(desk: Desk, title: str, *, maker: str = "Sekar Contoh", kind: str = "counted",
          price: int = 10_000, pieces: int = 5, terms: Terms | None = None) -> int:  # fmt: skip
    """Bring some goods of a maker (a new one has 20 percent) and return the product's id."""
    at = now(desk)

    def work(session: Session) -> int:
        found = next((m for m in makers.names(session) if m[1] == maker), None)
        if found is None:
            one = maker_service.register(
                session, maker, sentra=maker_service.sentra_named(session, "Tapis"), by=None, at=at
            )
            contracts.agree(
                session, Terms("percent", 2000), maker=one, starts_on=desk.today(), by=None, at=at
            )
        else:
            one = makers.require_maker(session, found[0])
        product = service.create(
            session, service.Facts(title), maker=one, kind=kind, price=price, net_price=None,
            by=None, at=at,
        )  # fmt: skip
        if terms is not None:
            contracts.agree(session, terms, product=product, starts_on=desk.today(), by=None, at=at)
        brought = stocks.draft(session, one, places.require_main(session), by=None, at=at)
        stocks.add_line(session, brought, product, quantity=pieces, price=price, net_price=None)
        stocks.receive(session, brought, by=None, at=at)
        return product.id

    return desk.write(work)


def begin_return(desk: Desk, *pieces: tuple[int, int], maker_id: int | None = None) -> int:
    """Begin a return of (product, pieces) at the main outlet and return its id."""

    def work(session: Session) -> int:
        maker = makers.require_maker(session, maker_id or desk.maker_id)
        outlet = places.require_main(session)
        departure = drafts.start_return(
            session, maker, outlet, cause="unsold", by=desk.user_id, at=now(desk)
        )
        _put(session, departure, pieces, "returned", desk)
        return departure.id

    return desk.write(work)


def begin_loss(desk: Desk, *pieces: tuple[int, int], fate: str = "lost") -> int:
    """Begin a record of lost (product, pieces) at the main outlet and return its id."""

    def work(session: Session) -> int:
        story = Story(happened_on=desk.today(), note="Rak jatuh", found_by="Rina")
        departure = drafts.start_loss(
            session, places.require_main(session), story, by=desk.user_id, at=now(desk)
        )
        _put(session, departure, pieces, fate, desk)
        return departure.id

    return desk.write(work)


def _put(session: Session, departure: Departure, pieces, fate: str, desk: Desk) -> None:
    for product_id, count in pieces:
        lots = stock.lots_on_hand(session, product_id, departure.outlet_id)
        lot = lots[0][0] if lots else None
        piece = Piece(session.get_one(Product, product_id), count, lot.id if lot else None, fate)
        drafts.add(session, departure, [piece], at=now(desk))


def departure_of(desk: Desk, departure_id: int, kind: str = "return") -> Departure:
    return desk.read(lambda session: queries.require(session, departure_id, kind=kind))


def on_hand(desk: Desk, product_id: int, outlet_id: int | None = 1) -> int:
    return desk.read(lambda session: stock.on_hand(session, product_id, outlet_id))
