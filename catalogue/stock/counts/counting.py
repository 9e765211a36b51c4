"""Counting itself: scan, type, say that nothing is there. Nobody who counts sees what is expected."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.products.models import Product
from catalogue.stock import queries as stock
from catalogue.stock import service as stock_service
from catalogue.stock import shelves
from catalogue.stock.counts import marks, queries
from catalogue.stock.counts.models import CountEntry, CountLine, StockCount
from catalogue.stock.counts.tills import at_till
from catalogue.stock.models import Lot
from catalogue.stock.transfers.queries import line_on_its_way
from core.errors import Conflict, Refused
from core.i18n import _

MAX_PIECES = stock_service.MAX_PIECES
AT_ONCE = 50
"""Lines that are said to be gone in one step."""


class WhichLot(Refused):
    """The product lies here in several lots; `options` are (lot id, day), those on record.

    Plain values: they are shown after the transaction is gone. Lot 0 is goods without a date.
    """

    def __init__(self, product: Product, options: Sequence[Lot | None]) -> None:
        super().__init__(
            _("Tanggal di kemasannya yang mana? Pilih, lalu pindai lagi."), field="lot"
        )
        self.code, self.title = product.code, product.title
        self.options = [(lot.id if lot else 0, lot.expires_on if lot else None) for lot in options]


def scan(
    session: Session,
    count: StockCount,
    product: Product,
    *,
    by: int,
    at: datetime,
    lot_id: int | None = None,
    expires_on: date | None = None,
) -> CountLine:
    """Count one piece that was scanned; `lot_id` 0 is goods without a date, None the usual lot.

    `count` is locked. Raises WhichLot where several lots lie here and nobody said which, and
    Refused for what does not belong into this count.
    """
    _refuse_foreign(session, count, product)
    lot = _lot(session, count, product, lot_id=lot_id, expires_on=expires_on, by=by)
    line = _line(session, count, product, lot)
    (tally,) = (t for t in _tallies(session, count, product) if t.line is line)
    if product.is_unique and tally.pieces:
        raise Refused(_("Karya tunggal ini sudah dihitung."), field="q")
    if (tally.pieces or 0) >= MAX_PIECES:
        raise Refused(_("Paling banyak %(n)s.", n=MAX_PIECES), field="q")
    if product.is_unique:
        _refuse_piece_not_here(session, product)
    _leave_others(session, count, line, by=by, at=at)
    _enter(session, count, [(line, by)], 1, at=at, is_done=product.is_unique)
    return line


def put(
    session: Session, count: StockCount, line: CountLine, pieces: int, *, by: int, at: datetime
) -> None:
    """Write how many pieces of a line there are; what was counted before stays as history."""
    _refuse_closed(session, count, line.product)
    most = 1 if line.product.is_unique else MAX_PIECES
    if not 0 <= pieces <= most:
        raise Refused(_("Jumlah harus antara 0 dan %(n)s.", n=most), field=f"pieces-{line.id}")
    if pieces and line.product.is_unique:
        _refuse_piece_not_here(session, line.product)
    (tally,) = (t for t in _tallies(session, count, line.product) if t.line is line)
    if tally.pieces is not None:
        line.round += 1
        session.flush()
    _leave_others(session, count, line, by=by, at=at)
    _enter(session, count, [(line, by)], pieces, at=at, is_done=True)


def none_left(
    session: Session,
    count: StockCount,
    wanted: Sequence[tuple[Product, Lot | None]],
    *,
    by: int,
    at: datetime,
) -> None:
    """Say of goods on record that somebody looked, and there are none; at most 100 at once."""
    if count.state != "counting":
        raise Conflict(_("Penghitungan ini sudah selesai."))
    wanted = wanted[:AT_ONCE]
    ids = {product.id for product, _lot in wanted}
    there = {
        (tally.line.product_id, tally.line.lot_id): tally
        for tally in marks.tallies(session, count.id, product_ids=ids)
    }
    lines = []
    for product, lot in wanted:
        tally = there.get((product.id, lot.id if lot else None))
        if tally is None:
            lines.append(_new_line(count, product, lot))
        elif tally.pieces is None:
            lines.append(tally.line)
    session.add_all(lines)
    session.flush()
    finish_lines(session, count, by=by, at=at)
    _enter(session, count, [(line, by) for line in lines], 0, at=at, is_done=True)


def finish_lines(
    session: Session, count: StockCount, *, at: datetime, by: int | None = None
) -> None:
    """Say that people (or one of them) are done with the line they were at, at this very moment."""
    people = marks.under_way(session, count.id, by=by)
    _enter(session, count, [(line, person) for line, person in people], 0, at=at, is_done=True)


def _leave_others(
    session: Session, count: StockCount, line: CountLine, *, by: int, at: datetime
) -> None:
    """Whoever goes on to another line is done with the one before."""
    before = [
        (one, who) for one, who in marks.under_way(session, count.id, by=by) if one is not line
    ]
    _enter(session, count, before, 0, at=at, is_done=True)


def _enter(
    session: Session,
    count: StockCount,
    lines: Sequence[tuple[CountLine, int | None]],
    pieces: int,
    *,
    at: datetime,
    is_done: bool,
) -> None:
    if not lines:
        return
    mark = marks.newest_mark(session)
    paying = at_till(session, count.outlet_id, [line.product_id for line, _by in lines])
    session.add_all(
        CountEntry(
            line_id=line.id, round=line.round, quantity=pieces, mark=mark,
            at_till=paying.get(line.product_id, 0), is_done=is_done, at=at, by=by,
        )
        for line, by in lines
    )  # fmt: skip
    session.flush()


def _line(session: Session, count: StockCount, product: Product, lot: Lot | None) -> CountLine:
    lot_id = lot.id if lot else None
    found = session.scalar(
        select(CountLine).where(
            CountLine.count_id == count.id, CountLine.product_id == product.id,
            CountLine.lot_id.is_(None) if lot is None else CountLine.lot_id == lot_id,
        )
    )  # fmt: skip
    if found is None:
        found = _new_line(count, product, lot)
        session.add(found)
        session.flush()
    return found


def _new_line(count: StockCount, product: Product, lot: Lot | None) -> CountLine:
    return CountLine(
        count_id=count.id, product_id=product.id, product=product, lot_id=lot.id if lot else None,
        lot=lot, round=1,
    )  # fmt: skip


def _tallies(session: Session, count: StockCount, product: Product) -> list[marks.Tally]:
    return marks.tallies(session, count.id, product_ids=[product.id])


def _lot(
    session: Session,
    count: StockCount,
    product: Product,
    *,
    lot_id: int | None,
    expires_on: date | None,
    by: int,
) -> Lot | None:
    """Return the lot that was said, or the only one, or the one this person counted just now."""
    if expires_on is not None:
        made = stock_service.lots_of(session, [(product, expires_on)])
        return made[product.id, expires_on]
    options = queries.lots_here(session, count, product.id)
    if lot_id is not None:
        chosen = next((lot for lot in options if lot is not None and lot.id == lot_id), None)
        if chosen is not None or lot_id == 0:
            return chosen
    if len(options) == 1:
        return options[0]
    just_now = session.execute(
        select(CountLine.product_id, CountLine.lot_id)
        .join(CountEntry, CountEntry.line_id == CountLine.id)
        .where(CountLine.count_id == count.id, CountEntry.by == by)
        .order_by(CountEntry.id.desc())
        .limit(1)
    ).one_or_none()
    if just_now is not None and just_now.product_id == product.id:
        return next(lot for lot in options if (lot.id if lot else None) == just_now.lot_id)
    raise WhichLot(product, options)


def _refuse_foreign(session: Session, count: StockCount, product: Product) -> None:
    if product.kind == "service":
        raise Refused(_("%(title)s bukan barang, jadi tidak dihitung.", title=product.title),
                      field="q")  # fmt: skip
    if not queries.is_in_scope(session, count, product.id):
        raise Refused(_not_here(session, count, product), field="q")
    _refuse_closed(session, count, product)


def _not_here(session: Session, count: StockCount, product: Product) -> str:
    if count.shelf:
        shelf = shelves.of_product(session, product.id).get(count.outlet_id)
        if shelf is None:
            return _("%(title)s belum punya rak. Sisihkan, isi raknya di halaman barangnya.",
                     title=product.title)  # fmt: skip
        return _("%(title)s tempatnya di rak %(shelf)s. Kembalikan ke sana.",
                 title=product.title, shelf=shelf)  # fmt: skip
    whose = product.maker.name if product.maker else _("galeri sendiri")
    return _("%(title)s milik %(maker)s. Sisihkan, kembalikan ke tempatnya.",
             title=product.title, maker=whose)  # fmt: skip


def _refuse_closed(session: Session, count: StockCount, product: Product) -> None:
    """Refuse what is no longer counted: after the end only what is to be counted anew."""
    if count.state == "counting":
        return
    lines = queries.lines_of(session, count.id, product.id)
    if count.state != "review" or not any(line.is_again for line in lines):
        raise Conflict(_("Penghitungan ini sudah selesai."))


def _refuse_piece_not_here(session: Session, product: Product) -> None:
    if stock.is_sold(session, product.id):
        raise Refused(
            _("%(title)s sudah terjual menurut nota. Sisihkan dan tanyakan ke pengurus.",
              title=product.title),
            field="q",
        )  # fmt: skip
    if line_on_its_way(session, product.id) is not None:
        raise Refused(
            _("%(title)s masih tercatat di perjalanan. Terima dulu kirimannya.",
              title=product.title),
            field="q",
        )  # fmt: skip
