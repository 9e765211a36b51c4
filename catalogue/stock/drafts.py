"""Writing a delivery down before it is received: scan, correct, bring something new, give up."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from catalogue.products import service as products
from catalogue.products.models import Product
from catalogue.products.queries import Price, current_price, current_prices
from catalogue.stock import checking, queries, service
from catalogue.stock.announced import queries as announced
from catalogue.stock.announced.models import AnnouncementLine
from catalogue.stock.models import Consignment, ConsignmentLine, Lot
from core.clock import local_date
from core.errors import Refused
from core.i18n import _
from core.users import service as people

MAX_NEW_PIECES = 50
MAX_LINES = 100
"""A longer delivery is several: receiving one is one transaction."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What stands on a line: pieces, prices in rupiah for one, the day food expires."""

    quantity: int
    price: int
    net_price: int | None
    expires_on: date | None = None


def scan(session: Session, consignment: Consignment, product: Product) -> ConsignmentLine:
    """Put one piece of a product on a draft, or one more where its line stands already."""
    if product.maker_id != consignment.maker_id:
        raise Refused(
            _("%(title)s milik %(maker)s, bukan %(this)s.",
              title=product.title, this=consignment.maker.name,
              maker=product.maker.name if product.maker else _("galeri sendiri")),
            field="q",
        )  # fmt: skip
    checking.refuse_a_piece_that_is_there(session, product, field="q")
    for line in queries.lines_of(session, consignment.id):
        if line.product_id == product.id:
            if product.is_unique:
                raise Refused(_("Karya tunggal ini sudah ada di daftar."), field="q")
            if line.lot_id is None:
                line.quantity += 1
                session.flush()
                return line
    _refuse_too_many(session, consignment, 1, field="q")
    price = current_price(session, product.id)
    line = service.add_line(
        session, consignment, product, quantity=1, price=price.price, net_price=price.net_price
    )
    line.announcement_line_id = announced.line_for(session, consignment, product.id)
    session.flush()
    return line


def bring_new(
    session: Session,
    consignment: Consignment,
    facts: products.Facts,
    entry: Entry,
    *,
    kind: str,
    code: str | None,
    by: int,
    at: datetime,
    announced_line: AnnouncementLine | None = None,
) -> list[ConsignmentLine]:
    """Put goods on a draft that were not on the list: unique pieces get a code each.

    `announced_line` is the one of the draft's announcement under which they were told of.
    """
    today = local_date(at, consignment.outlet.zone)
    checking.refuse_odd_expiry(entry.expires_on, today=today, field="expires_on")
    if kind == "unique" and code is not None and entry.quantity > 1:
        raise Refused(_("Satu kode hanya untuk satu karya tunggal."), field="code")
    pieces = entry.quantity if kind == "unique" else 1
    if not 0 < pieces <= MAX_NEW_PIECES:
        raise Refused(_("Jumlah harus antara 1 dan %(n)s.", n=MAX_NEW_PIECES), field="quantity")
    _refuse_too_many(session, consignment, pieces, field="title")
    lines = []
    for _piece in range(pieces):
        product = products.create(
            session, facts, maker=consignment.maker, kind=kind, price=entry.price,
            net_price=entry.net_price, by=by, at=at, code=code,
        )  # fmt: skip
        line = service.add_line(
            session, consignment, product, price=entry.price, net_price=entry.net_price,
            quantity=1 if kind == "unique" else entry.quantity, expires_on=entry.expires_on,
        )  # fmt: skip
        line.announcement_line_id = announced_line.id if announced_line else None
        lines.append(line)
    session.flush()
    return lines


def _refuse_too_many(session: Session, consignment: Consignment, more: int, *, field: str) -> None:
    if len(queries.lines_of(session, consignment.id)) + more > MAX_LINES:
        raise Refused(
            _("Satu titipan paling banyak %(n)s baris. Terima dulu yang ini, lalu buat titipan"
              " berikutnya.", n=MAX_LINES),
            field=field,
        )  # fmt: skip


def correct(session: Session, line: ConsignmentLine, entry: Entry, *, today: date) -> None:
    """Change a line of a draft; `today` is the date at its place."""
    if line.consignment.state != "draft":
        raise Refused(_("Titipan ini sudah diterima, jadi tidak bisa diubah lagi."))
    if not 0 < entry.quantity <= service.MAX_PIECES:
        raise Refused(
            _("Jumlah harus antara 1 dan %(n)s.", n=service.MAX_PIECES),
            field=f"quantity-{line.id}",
        )
    if line.product.is_unique and entry.quantity != 1:
        raise Refused(_("Karya tunggal hanya satu."), field=f"quantity-{line.id}")
    if not 0 < entry.price <= products.MAX_PRICE:
        raise Refused(_("Harga tidak masuk akal."), field=f"price-{line.id}")
    if entry.net_price is not None and not 0 < entry.net_price <= entry.price:
        raise Refused(_("Harga titip harus di bawah harga jual."), field=f"net_price-{line.id}")
    checking.refuse_odd_expiry(entry.expires_on, today=today, field=f"expires_on-{line.id}")
    wanted = [(line.product, entry.expires_on)] if entry.expires_on else []
    lot = next(iter(_lots(session, wanted)), None)
    line.quantity, line.price, line.net_price = entry.quantity, entry.price, entry.net_price
    line.lot_id, line.lot = (lot.id, lot) if lot else (None, None)
    session.flush()


def _lots(session: Session, wanted: list[tuple[Product, date]]) -> list[Lot]:
    found = service.lots_of(session, wanted)
    return [found[product.id, day] for product, day in wanted]


def cancel(session: Session, consignment: Consignment, *, by: int, at: datetime) -> None:
    """Give a draft up; what was written stays, marked as cancelled."""
    if consignment.state != "draft":
        raise Refused(_("Titipan ini sudah diterima."))
    consignment.state = "cancelled"
    session.flush()
    people.record(
        session, "consignment.cancelled", kind="consignment", subject_id=consignment.id, by=by,
        at=at,
    )  # fmt: skip


def price_changes(
    session: Session, lines: list[ConsignmentLine]
) -> list[tuple[ConsignmentLine, Price]]:
    """Return the lines that will change a price when they are received, with the price until then."""
    before = current_prices(session, [line.product_id for line in lines])
    return [
        (line, before[line.product_id])
        for line in lines
        if (line.price, line.net_price)
        != (before[line.product_id].price, before[line.product_id].net_price)
    ]
