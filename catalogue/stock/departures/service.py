"""Signing a record: the goods leave the stock. And counter-entries: what turned out otherwise."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.products.losses import loss_of
from catalogue.products.queries import current_prices
from catalogue.stock import queries as stock
from catalogue.stock import service as stocks
from catalogue.stock.departures import queries
from catalogue.stock.departures.drafts import refuse_gone
from catalogue.stock.departures.errors import BeyondRecord
from catalogue.stock.departures.models import Comeback, Departure, DepartureLine
from catalogue.stock.models import Movement, StockLevel
from catalogue.stock.transfers import arriving
from catalogue.stock.transfers.queries import line_on_its_way
from core import counters
from core.clock import local_date
from core.errors import Conflict, Refused
from core.i18n import _
from core.users import service as people

MOVED_AS = {"returned": "returned_to_maker", "lost": "lost", "damaged": "damaged"}
"""Why the pieces of a line move."""
BACK_AS = {"returned": "correction", "lost": "found", "damaged": "correction"}
SERIES = {"return": ("maker_return", "RT"), "loss": ("loss_report", "BA")}


class CameBackAlready(Conflict):
    """More pieces would come back than left."""


def hand_over(
    session: Session, departure: Departure, *, by: int, at: datetime, beyond: bool = False
) -> None:
    """Give the goods of a draft back to their maker; stock falls, the record gets its number.

    Goods in hand beat the record: with `beyond` more may leave than is on record, and the level
    shows it. Raises BeyondRecord without, NotHere and PieceTaken for a unique piece that was
    sold, is with its maker, or stands on a ticket.
    """
    assert departure.kind == "return"
    lines = _begin(session, departure, at=at)
    if queries.beyond_record(session, departure) and not beyond:
        raise BeyondRecord(
            _("Ada barang yang menurut catatan tidak sebanyak itu. Periksa, lalu centang bahwa"
              " barangnya memang di tangan."),
            field="beyond",
        )  # fmt: skip
    on = local_date(at, departure.outlet.zone)
    for line in lines:
        if line.product.is_unique:  # in hand though recorded away: as at the till it is here now
            arriving.bring_here(
                session, line.product_id, departure.outlet_id, source=(queries.LINE, line.id),
                business_date=on, by=by, at=at,
            )  # fmt: skip
    _finish(session, departure, lines, on=on, by=by, at=at)


def declare_lost(session: Session, departure: Departure, *, by: int, at: datetime) -> None:
    """Take lost and damaged goods of a draft out of stock, valued by each contract's loss rule.

    What the house owes of it stays on the lines; whoever posts it posts that. Raises
    BeyondRecord where more would be lost than is on record, NotHere, PieceTaken and NoTerms.
    """
    assert departure.kind == "loss"
    lines = _begin(session, departure, at=at)
    on = local_date(at, departure.outlet.zone)
    for line_id, left in queries.beyond_record(session, departure).items():
        title = next(line.product.title for line in lines if line.id == line_id)
        raise BeyondRecord(
            _("%(title)s: menurut catatan hanya ada %(n)s di tempat ini, jadi tidak bisa lebih"
              " banyak yang hilang. Hitung dulu stoknya.", title=title, n=left),
            field=f"quantity-{line_id}",
        )  # fmt: skip
    for line in lines:
        loss = loss_of(session, line.product, line.quantity, on=on)
        line.value, line.owed = loss.value, loss.owed
    _finish(session, departure, lines, on=on, by=by, at=at)


def _begin(session: Session, departure: Departure, *, at: datetime) -> Sequence[DepartureLine]:
    """Lock the record, its unique pieces and its levels, in that order and each by id."""
    queries.lock_draft(session, departure)
    lines = sorted(departure.lines, key=lambda line: (line.product_id, line.id))
    if not lines:
        raise Refused(_("Daftarnya masih kosong. Pindai barangnya dulu."))
    for line in lines:
        if line.product.is_unique:
            source = (queries.SOURCE, departure.id)
            stocks.reserve(session, line.product, source=source, at=at)
            refuse_gone(session, line.product, at=at)
    session.execute(
        select(StockLevel.on_hand)
        .where(StockLevel.product_id.in_({line.product_id for line in lines}))
        .order_by(StockLevel.product_id, StockLevel.outlet_id, StockLevel.lot_key)
        .with_for_update()
    )
    return lines


def _finish(
    session: Session, departure: Departure, lines: Sequence[DepartureLine], *, on: date, by: int,
    at: datetime,
) -> None:  # fmt: skip
    prices = current_prices(session, {line.product_id for line in lines})
    for line in lines:
        line.price = prices[line.product_id].price
        line.maker = line.product.maker
    session.flush()  # lines first: once the record is done they are final
    stocks.move_all(
        session,
        [
            _movement(line, -line.quantity, MOVED_AS[line.fate], on=on, by=by, at=at)
            for line in lines
        ],
    )
    stocks.release(session, source=(queries.SOURCE, departure.id), at=at)
    counter, letters = SERIES[departure.kind]
    departure.number = f"{letters}{counters.next_number(session, counter):06d}"
    departure.state, departure.done_at, departure.done_by = "done", at, by
    session.flush()
    people.record(
        session, "departure.done", kind=queries.SOURCE, subject_id=departure.id, by=by, at=at
    )


def _movement(
    line: DepartureLine, pieces: int, reason: str, *, on: date, by: int, at: datetime
) -> Movement:
    return Movement(
        product_id=line.product_id,
        outlet_id=line.departure.outlet_id,
        lot_id=line.lot_id,
        quantity=pieces,
        reason=reason,
        source_kind=queries.LINE,
        source_id=line.id,
        business_date=on,
        at=at,
        actor_id=by,
    )


# -- counter-entries -------------------------------------------------------------------------------


def bring_back(
    session: Session,
    departure: Departure,
    pieces: Mapping[int, int],
    *,
    reason: str,
    by: int,
    at: datetime,
) -> list[Comeback]:
    """Write the counter-entry for pieces that did not leave, were found again, or are whole.

    `pieces` is {line id: how many}; zeros are left out. Each takes back its part of what was
    owed. Raises CameBackAlready where more would come back than left, Refused without a reason.
    """
    queries.lock(session, departure)
    if departure.state != "done":
        raise Refused(_("Berita acara ini belum ditandatangani."))
    wanted = [(line, pieces[line.id]) for line in departure.lines if pieces.get(line.id)]
    if not wanted:
        raise Refused(_("Isi berapa buah yang ternyata ada."), field="pieces")
    if not reason.strip():
        raise Refused(_("Tulis bagaimana ketahuannya."), field="reason")
    on = local_date(at, departure.outlet.zone)
    written = []
    for line, count in wanted:
        written.append(_comeback(session, line, count, on=on, reason=reason, by=by, at=at))
    session.flush()
    back = [_back(departure, one, by=by, at=at) for one in written if one.moved]
    if back:
        stocks.move_all(session, back)
    people.record(
        session, "departure.corrected", kind=queries.SOURCE, subject_id=departure.id, by=by, at=at,
        detail={"reason": reason.strip(), "pieces": sum(one.quantity for one in written)},
    )  # fmt: skip
    return written


def _comeback(
    session: Session, line: DepartureLine, count: int, *, on: date, reason: str, by: int,
    at: datetime,
) -> Comeback:  # fmt: skip
    before = session.scalar(
        select(func.coalesce(func.sum(Comeback.quantity), 0)).where(Comeback.line_id == line.id)
    )
    before = int(before or 0)
    if not 0 < count <= line.quantity - before:
        raise CameBackAlready(
            _("%(title)s: paling banyak %(n)s yang bisa dikembalikan ke stok.",
              title=line.product.title, n=line.quantity - before),
            field=f"pieces-{line.id}",
        )  # fmt: skip
    one = Comeback(
        line=line,
        quantity=count,
        owed=part_of(line.owed, line.quantity, before, before + count),
        moved=not (line.product.is_unique and _is_accounted_for(session, line.product_id)),
        reason=reason.strip()[:200],
        business_date=on,
        at=at,
        actor_id=by,
    )
    session.add(one)
    return one


def part_of(amount: int, pieces: int, after: int, until: int) -> int:
    """Return the rupiah of the pieces numbered `after` + 1 to `until`; all parts make `amount`."""
    return amount * until // pieces - amount * after // pieces


def _is_accounted_for(session: Session, product_id: int) -> bool:
    """Say whether a unique piece is on hand or on its way again, or was sold meanwhile."""
    return (
        stock.on_hand(session, product_id) > 0
        or stock.is_sold(session, product_id)
        or line_on_its_way(session, product_id) is not None
    )


def _back(departure: Departure, one: Comeback, *, by: int, at: datetime) -> Movement:
    return Movement(
        product_id=one.line.product_id,
        outlet_id=departure.outlet_id,
        lot_id=one.line.lot_id,
        quantity=one.quantity,
        reason=BACK_AS[one.line.fate],
        source_kind=queries.COMEBACK,
        source_id=one.id,
        business_date=one.business_date,
        at=at,
        actor_id=by,
    )
