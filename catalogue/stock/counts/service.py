"""The life of a stock count: start, end of counting, recounts, both signatures, posting."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers import owners
from catalogue.makers.models import Maker
from catalogue.outlets.models import Outlet
from catalogue.stock import service as stock
from catalogue.stock.counts import checking, counting, marks, queries
from catalogue.stock.counts.checking import Checked, Standing
from catalogue.stock.counts.models import CountLine, StockCount
from catalogue.stock.models import Movement
from core import counters
from core.clock import local_date
from core.errors import Conflict, Refused
from core.i18n import _
from core.images import Photo
from core.users import service as people

PRODUCTS_PER_STEP = 10


def start(
    session: Session,
    outlet: Outlet,
    *,
    maker: Maker | None = None,
    shelf: str = "",
    by: int,
    at: datetime,
) -> StockCount:
    """Begin a count of one maker's goods, of one shelf, or of all goods at an outlet.

    Raises Refused where the same goods are being counted already.
    """
    for other in queries.open_counts(session, [outlet.id]):
        whole = not other.shelf and other.maker_id is None
        same = other.shelf == shelf and other.maker_id == (maker.id if maker else None)
        if whole or same or (maker is None and not shelf):
            raise Refused(
                _("Barang ini sedang dihitung (%(number)s). Selesaikan atau batalkan dulu.",
                  number=other.number),
                field="outlet",
            )  # fmt: skip
    count = StockCount(
        number=f"SO{counters.next_number(session, 'stock_count'):06d}", outlet_id=outlet.id,
        outlet=outlet, maker_id=maker.id if maker else None, maker=maker, shelf=shelf,
        started_at=at, started_by=by,
    )  # fmt: skip
    session.add(count)
    session.flush()
    people.record(
        session, "count.started", kind="stock_count", subject_id=count.id, by=by, at=at,
    )  # fmt: skip
    return count


def end_counting(session: Session, count: StockCount, *, by: int, at: datetime) -> None:
    """Say that everything was counted; Refused while goods on record were not asked about."""
    if count.state != "counting":
        raise Conflict(_("Penghitungan ini sudah selesai."))
    _found, left = queries.missing(session, count, limit=1)
    if left:
        raise Refused(
            _("%(n)s barang di catatan belum dihitung. Cari dulu, atau nyatakan tidak ada.", n=left)
        )
    if not any(marks.progress(session, count.id)[:1]):
        raise Refused(_("Belum ada yang dihitung."))
    counting.finish_lines(session, count, at=at)
    count.state = "review"
    session.flush()
    people.record(
        session, "count.ended", kind="stock_count", subject_id=count.id, by=by, at=at,
    )  # fmt: skip


def ask_again(
    session: Session, count: StockCount, product_ids: Collection[int], *, by: int, at: datetime
) -> None:
    """Ask for products to be counted anew, all their lots; what was counted stays as history."""
    if count.state != "review":
        raise Conflict(_("Hitungan ini tidak sedang diperiksa."))
    if not product_ids:
        raise Refused(_("Centang dulu barang yang perlu dihitung ulang."))
    for tally in marks.tallies(session, count.id, product_ids=product_ids):
        tally.line.is_again = True
        if tally.pieces is not None:
            tally.line.round += 1
    session.flush()
    people.record(
        session, "count.again", kind="stock_count", subject_id=count.id, by=by, at=at, detail={"n": len(product_ids)},
    )  # fmt: skip


def cancel(session: Session, count: StockCount, *, by: int, at: datetime) -> None:
    """Give a count up; what was counted stays, and nothing is posted."""
    if not count.is_open:
        raise Conflict(_("Hitungan ini sudah ditandatangani."))
    count.state = "cancelled"
    session.flush()
    people.record(
        session, "count.cancelled", kind="stock_count", subject_id=count.id, by=by, at=at,
    )  # fmt: skip


def sign(
    session: Session,
    count: StockCount,
    *,
    seen: str,
    checked: Checked,
    maker_name: str,
    house_name: str,
    photo: Photo | None = None,
    by: int,
    at: datetime,
) -> int:
    """Take both signatures; `seen` is the fingerprint of what they signed, `checked` what a
    reader found just now. Return how many lines.

    Raises Conflict where the figures are others by now, Refused while a line must be counted
    anew, and Forbidden to a signer whose own goods are counted.
    """
    if count.state != "review":
        raise Conflict(_("Hitungan ini tidak sedang diperiksa."))
    lines, _pieces, again = marks.progress(session, count.id)
    if checked.is_doubtful or again:
        raise Refused(_("Masih ada barang yang harus dihitung ulang."))
    if seen != checked.seen or checked.newest != marks.newest_entry(session, count.id):
        raise Conflict(
            _("Angkanya berubah sejak berita acara dicetak. Cetak dan tanda tangani lagi.")
        )
    owners.refuse_own(
        session,
        checked.maker_ids,
        _("Hitungan barang sendiri ditandatangani pengurus lain."),
        by=by,
    )
    count.maker_name, count.house_name, count.photo = maker_name, house_name, photo
    count.state, count.signed_at, count.signed_by = "posting", at, by
    session.flush()
    people.record(
        session, "count.signed", kind="stock_count", subject_id=count.id, by=by, at=at,
    )  # fmt: skip
    return lines


def post_some(session: Session, count: StockCount, *, at: datetime) -> list[CountLine]:
    """Post the next few products of a signed count; return their lines, none when all is posted.

    Writes at most two movements for each line of 10 products. What was mended on record since
    the signatures is left out, and wants another count.
    """
    assert count.signed_at is not None
    ids = session.scalars(
        select(CountLine.product_id)
        .where(CountLine.count_id == count.id, CountLine.state == "open")
        .distinct()
        .order_by(CountLine.product_id)
        .limit(PRODUCTS_PER_STEP)
    ).all()
    if not ids:
        return []
    on = local_date(count.signed_at, count.outlet.zone)
    rows = checking.standings(session, count, on=on, product_ids=ids)
    movements = _movements(session, count, rows, on=on, at=at)
    for row in rows:
        line = row.line
        line.state = "left" if row.trouble else "posted"
        if not row.trouble:
            line.counted, line.at_till, line.expected = row.counted, row.at_till, row.expected
            line.value, line.owed = row.loss.value, row.loss.owed
    session.flush()
    if movements:
        stock.move_all(session, movements)
    return [row.line for row in rows]


def _movements(
    session: Session, count: StockCount, rows: Sequence[Standing], *, on: date, at: datetime
) -> list[Movement]:
    differing = [row for row in rows if row.difference and not row.trouble]
    away = queries.elsewhere(session, count, [r.line.product_id for r in differing])
    moved = []
    for row in differing:
        wanted = [(count.outlet_id, row.difference, "counted")]
        if row.difference > 0:  # a unique piece that lies here cannot be where the record had it
            places = away.get(row.line.product_id, ())
            wanted += [(outlet_id, -1, "correction") for outlet_id in places]
        for outlet_id, pieces, reason in wanted:
            moved.append(
                Movement(
                    product_id=row.line.product_id, outlet_id=outlet_id, lot_id=row.line.lot_id,
                    quantity=pieces, reason=reason, source_kind="count_line",
                    source_id=row.line.id, business_date=on, at=at,
                    actor_id=count.signed_by,
                )
            )  # fmt: skip
    return moved


def close(session: Session, count: StockCount, document: object, *, at: datetime) -> None:
    """Keep the record of a count of which every line is posted."""
    count.state, count.posted_at, count.document = "posted", at, document
    session.flush()
    people.record(
        session, "count.posted", kind="stock_count", subject_id=count.id, by=count.signed_by, at=at,
    )  # fmt: skip
