"""Writing down what leaves, before anything moves: start, scan, correct, give up."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.outlets.models import Outlet
from catalogue.products.models import Product
from catalogue.stock import queries as stock
from catalogue.stock.departures import queries
from catalogue.stock.departures.errors import NotHere, NotHers
from catalogue.stock.departures.models import Departure, DepartureLine
from catalogue.stock.service import MAX_PIECES, PieceTaken
from core.clock import local_date
from core.errors import Refused
from core.i18n import _
from core.users import service as people

MAX_LINES = 100
"""Lines of one record: what two people can still count together before they sign."""


def start_return(
    session: Session,
    maker: Maker,
    outlet: Outlet,
    *,
    cause: str,
    by: int,
    at: datetime,
    note: str = "",
) -> Departure:
    """Begin to write down what goes back from an outlet to its maker."""
    return _start(
        session,
        Departure(
            kind="return", maker=maker, outlet=outlet, cause=cause, note=note,
            created_at=at, created_by=by,
        ),
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Story:
    """What happened to lost or damaged goods: when, what, who noticed and who saw it."""

    happened_on: date
    note: str
    found_by: str
    witnesses: str = ""


def start_loss(
    session: Session, outlet: Outlet, story: Story, *, by: int, at: datetime
) -> Departure:
    """Begin to write down what was lost or damaged at an outlet."""
    _check_story(story, today=local_date(at, outlet.zone))
    return _start(
        session,
        Departure(kind="loss", outlet=outlet, created_at=at, created_by=by, **vars(story)),
    )


def _check_story(story: Story, *, today: date) -> None:
    if story.happened_on > today:
        raise Refused(_("Tanggal kejadian tidak boleh sesudah hari ini."), field="happened_on")
    if not story.note:
        raise Refused(_("Tulis apa yang terjadi."), field="note")
    if not story.found_by:
        raise Refused(_("Tulis siapa yang menemukannya."), field="found_by")


def _start(session: Session, departure: Departure) -> Departure:
    departure.state = "draft"
    session.add(departure)
    session.flush()
    return departure


@dataclass(frozen=True)
class Piece:
    """What is to be written on a record: pieces of a product, of one lot, and what becomes of them."""

    product: Product
    quantity: int
    lot_id: int | None = None
    fate: str = "returned"


def scan(
    session: Session, departure: Departure, product: Product, *, fate: str, at: datetime
) -> DepartureLine:
    """Put one piece of a product on a draft, or one more where its line stands already.

    Food is taken from the lot on hand that expires first.
    """
    queries.lock_draft(session, departure)
    for line in departure.lines:
        if line.product_id == product.id and line.fate == fate:
            _check_quantity(product, line.quantity + 1, field="q")
            line.quantity += 1
            session.flush()
            return line
    lots = stock.lots_on_hand(session, product.id, departure.outlet_id)
    lot = lots[0][0] if lots else None
    piece = Piece(product, 1, lot.id if lot else None, fate)
    return add(session, departure, [piece], at=at)[0]


def add(
    session: Session, departure: Departure, pieces: Iterable[Piece], *, at: datetime
) -> list[DepartureLine]:
    """Write pieces on a draft, a line each; raises Refused, NotHers, NotHere, PieceTaken."""
    queries.lock_draft(session, departure)
    lines = []
    for piece in pieces:
        _check_fate(departure, piece.fate, field="q")
        _check_product(session, departure, piece.product, at=at)
        _check_single(departure, piece.product)
        _check_quantity(piece.product, piece.quantity, field="q")
        line = DepartureLine(
            product=piece.product, lot_id=piece.lot_id, quantity=piece.quantity, fate=piece.fate
        )
        departure.lines.append(line)
        lines.append(line)
    if len(departure.lines) > MAX_LINES:
        raise Refused(
            _("Paling banyak %(n)s baris dalam satu berita acara. Buat satu lagi.", n=MAX_LINES)
        )
    session.flush()
    return lines


def _check_fate(departure: Departure, fate: str, *, field: str) -> None:
    if departure.kind == "return" and fate != "returned":
        raise Refused(_("Yang rusak atau hilang dicatat di Rusak dan hilang."), field=field)
    if departure.kind == "loss" and fate not in ("lost", "damaged"):
        raise Refused(_("Pilih rusak atau hilang."), field=field)


def _check_product(
    session: Session, departure: Departure, product: Product, *, at: datetime
) -> None:
    if product.kind == "service":
        raise Refused(_("%(title)s adalah jasa, bukan barang.", title=product.title), field="q")
    if departure.kind == "return" and product.maker_id != departure.maker_id:
        owner = product.maker.name if product.maker else _("galeri sendiri")
        raise NotHers(
            _("%(title)s bukan titipan %(maker)s, melainkan milik %(owner)s.",
              title=product.title, maker=departure.maker.name if departure.maker else "",
              owner=owner),
            field="q",
        )  # fmt: skip
    if product.is_unique:
        refuse_gone(session, product, at=at)


def _check_single(departure: Departure, product: Product) -> None:
    if product.is_unique and any(line.product_id == product.id for line in departure.lines):
        raise Refused(_("%(title)s sudah ada di daftar.", title=product.title), field="q")


def refuse_gone(session: Session, product: Product, *, at: datetime) -> None:
    """Refuse a unique piece that was sold, stands on a ticket, or is with its maker already."""
    if stock.is_sold(session, product.id):
        raise NotHere(_("%(title)s sudah terjual.", title=product.title), field="q")
    held = stock.live_reservation(session, product.id)
    if held is not None and held.expires_at > at and held.source_kind != queries.SOURCE:
        raise PieceTaken(
            _("%(title)s sedang di nota kasir.", title=product.title),
            held_by=(held.source_kind, held.source_id),
        )
    number = queries.given_back_by(session, product.id)
    if number is not None:
        raise NotHere(
            _("%(title)s sudah kembali ke perajinnya dengan %(number)s.",
              title=product.title, number=number),
            field="q",
        )  # fmt: skip


def _check_quantity(product: Product, quantity: int, *, field: str) -> None:
    if not 0 < quantity <= MAX_PIECES:
        raise Refused(_("Jumlah harus antara 1 dan %(n)s.", n=MAX_PIECES), field=field)
    if product.is_unique and quantity != 1:
        raise Refused(_("%(title)s karya tunggal: hanya satu.", title=product.title), field=field)


@dataclass(frozen=True)
class Change:
    """What a line of a draft shall say: how many, of which lot, what becomes of them."""

    quantity: int
    lot_id: int | None
    fate: str


def correct(
    session: Session, departure: Departure, changes: Mapping[int, Change], *, remove: int | None
) -> None:
    """Change lines of a draft, by their ids, and take the line `remove` off it."""
    queries.lock_draft(session, departure)
    lots = queries.lots_of_lines(session, departure)
    for line in list(departure.lines):
        if line.id == remove:
            departure.lines.remove(line)
            session.delete(line)
        elif line.id in changes:
            known = {lot.id for lot in lots.get(line.product_id, [])}
            _change(line, changes[line.id], lot_ids=known)
    session.flush()


def _change(line: DepartureLine, change: Change, *, lot_ids: Collection[int]) -> None:
    _check_quantity(line.product, change.quantity, field=f"quantity-{line.id}")
    _check_fate(line.departure, change.fate, field=f"fate-{line.id}")
    if change.lot_id is not None and change.lot_id not in lot_ids:
        raise Refused(_("Pilih tanggal kedaluwarsanya."), field=f"lot-{line.id}")
    line.quantity, line.lot_id, line.fate = change.quantity, change.lot_id, change.fate


def cancel(session: Session, departure: Departure, *, by: int, at: datetime) -> None:
    """Give a draft up; what was written stays, marked as cancelled."""
    queries.lock_draft(session, departure)
    departure.state = "cancelled"
    session.flush()
    people.record(
        session, "departure.cancelled", kind=queries.SOURCE, subject_id=departure.id, by=by, at=at
    )
