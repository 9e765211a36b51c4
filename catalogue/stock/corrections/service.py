"""Correcting a received consignment by a counter-entry; the consignment itself stays as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.products import service as products
from catalogue.products.queries import Price, current_price
from catalogue.stock import checking, queries, service
from catalogue.stock.corrections.models import Correction, CorrectionLine
from catalogue.stock.corrections.queries import Standing, standings
from catalogue.stock.models import Consignment, ConsignmentLine, Lot, Movement
from core import counters
from core.clock import local_date
from core.errors import Conflict, Refused
from core.i18n import _
from core.users import service as people


@dataclass(frozen=True, kw_only=True)
class Right:
    """How a line should have been written: pieces, prices in rupiah for one, day of expiry."""

    quantity: int
    price: int
    net_price: int | None
    expires_on: date | None


class BelowZero(Refused):
    """Pieces that are no longer here would be taken back: stock would stand below zero.

    A person who knows why sends the correction again with `is_sure`.
    """


def correct(
    session: Session,
    consignment: Consignment,
    rights: Mapping[int, Right],
    *,
    reason: str,
    is_sure: bool,
    by: int,
    at: datetime,
) -> Correction:
    """Write the difference between a consignment as it stands and as it should, and move stock.

    `rights` say for ids of lines how they should be; lines left out stay. A wrong price is put
    right from now on where it is still the product's. Raises BelowZero unless `is_sure`.
    """
    if consignment.state != "received":
        raise Refused(_("Titipan ini belum diterima; ubah saja catatannya."))
    if len(reason.strip()) < 3:
        raise Refused(_("Tulis alasannya, misalnya: salah hitung."), field="reason")
    # Two corrections at once queue here, and the second sees what the first one wrote.
    session.execute(
        select(Consignment.id).where(Consignment.id == consignment.id).with_for_update()
    )
    today = local_date(at, consignment.outlet.zone)
    before = standings(session, consignment.id)
    lines = {line.id: line for line in queries.lines_of(session, consignment.id)}
    entries: list[CorrectionLine] = []
    for line_id, right in rights.items():
        line = lines[line_id]
        _check(session, line, before[line_id], right, today=today, at=at)
        lot = _lot(session, line, right.expires_on)
        entries += _entries(line, before[line_id], right, lot)
    if not entries:
        raise Refused(_("Belum ada yang diubah. Tulis angka yang seharusnya."))
    if not is_sure:
        _refuse_below_zero(session, consignment, lines, entries)
    correction = _number(session, consignment, reason.strip(), by=by, at=at)
    correction.lines = entries
    session.flush()
    _move(session, consignment, lines, entries, by=by, at=at)
    for entry in entries:
        if entry.price is not None:
            _reprice(session, lines[entry.consignment_line_id], before, entry, by=by, at=at)
    return correction


def _check(
    session: Session,
    line: ConsignmentLine,
    before: Standing,
    right: Right,
    *,
    today: date,
    at: datetime,
) -> None:
    """Refuse what no line can be; the field at fault is `<name>-<line id>`."""
    if not 0 <= right.quantity <= service.MAX_PIECES:
        raise Refused(
            _("Jumlah harus antara 0 dan %(n)s.", n=service.MAX_PIECES),
            field=f"quantity-{line.id}",
        )
    if line.product.is_unique and right.quantity > 1:
        raise Refused(_("Karya tunggal hanya satu."), field=f"quantity-{line.id}")
    if not 0 < right.price <= products.MAX_PRICE:
        raise Refused(_("Harga tidak masuk akal."), field=f"price-{line.id}")
    if right.net_price is not None and not 0 < right.net_price <= right.price:
        raise Refused(_("Harga titip harus di bawah harga jual."), field=f"net_price-{line.id}")
    # The true day may well be past: that is what the correction is for.
    if right.expires_on is not None and right.expires_on > today + checking.LONGEST:
        checking.refuse_odd_expiry(right.expires_on, today=today, field=f"expires_on-{line.id}")
    if line.product.is_unique and right.quantity != before.quantity:
        held = queries.live_reservation(session, line.product_id)
        if held is not None and held.expires_at > at:
            raise Conflict(
                _("%(title)s sedang di nota kasir. Keluarkan dari nota dulu.",
                  title=line.product.title),
                field=f"quantity-{line.id}",
            )  # fmt: skip
        if right.quantity > before.quantity:
            checking.refuse_a_piece_that_is_there(
                session, line.product, field=f"quantity-{line.id}"
            )


def _lot(session: Session, line: ConsignmentLine, expires_on: date | None) -> Lot | None:
    if expires_on is None:
        return None
    return service.lots_of(session, [(line.product, expires_on)])[line.product_id, expires_on]


def _entries(
    line: ConsignmentLine, before: Standing, right: Right, lot: Lot | None
) -> list[CorrectionLine]:
    """Return the signed entries that take a line from how it stands to how it should be."""

    def entry(quantity: int, lot: Lot | None, price: Price | None = None) -> CorrectionLine:
        return CorrectionLine(
            consignment_line_id=line.id, consignment_line=line, quantity=quantity,
            lot_id=lot.id if lot else None, lot=lot, price=price.price if price else None,
            net_price=price.net_price if price else None,
        )  # fmt: skip

    found = []
    if lot is before.lot:
        if right.quantity != before.quantity:
            found.append(entry(right.quantity - before.quantity, lot))
    else:
        found += [
            entry(n, of) for n, of in ((-before.quantity, before.lot), (right.quantity, lot)) if n
        ]
    if (right.price, right.net_price) != (before.price, before.net_price):
        found.append(entry(0, None, Price(right.price, right.net_price)))
    return found


def _refuse_below_zero(
    session: Session,
    consignment: Consignment,
    lines: Mapping[int, ConsignmentLine],
    entries: Sequence[CorrectionLine],
) -> None:
    """Raise BelowZero where more is taken back than is on record of that lot at that place."""
    taken: dict[tuple[int, int | None], int] = {}
    for entry in entries:
        key = (entry.consignment_line_id, entry.lot_id)
        taken[key] = taken.get(key, 0) - entry.quantity
    pieces: dict[tuple[int, int | None], int] = {}
    titles = {}
    for (line_id, lot_id), n in taken.items():
        product = lines[line_id].product
        titles[product.id] = product.title
        pieces[product.id, lot_id] = pieces.get((product.id, lot_id), 0) + n
    short = []
    for (product_id, lot_id), n in pieces.items():
        shelf = queries.lots_on_hand(session, product_id, consignment.outlet_id)
        there = sum(left for lot, left in shelf if (lot.id if lot else None) == lot_id)
        if n > 0 and there < n:
            short.append(
                _("%(title)s tinggal %(there)s, hendak dikurangi %(n)s", title=titles[product_id],
                  there=there, n=n)
            )  # fmt: skip
    if short:
        raise BelowZero(
            _("Stok akan di bawah nol: %(what)s. Sebagian mungkin sudah terjual atau pindah. "
              "Periksa, lalu centang di bawah dan kirim lagi.", what="; ".join(short)),
            field="is_sure",
        )  # fmt: skip


def _number(
    session: Session, consignment: Consignment, reason: str, *, by: int, at: datetime
) -> Correction:
    number = counters.next_number(session, "correction")
    correction = Correction(
        number=f"KT{number:06d}", consignment_id=consignment.id, consignment=consignment,
        reason=reason, created_at=at, created_by=by,
    )  # fmt: skip
    session.add(correction)
    session.flush()
    people.record(
        session, "consignment.corrected", kind="consignment", subject_id=consignment.id, by=by,
        at=at,
    )  # fmt: skip
    return correction


def _move(
    session: Session,
    consignment: Consignment,
    lines: Mapping[int, ConsignmentLine],
    entries: Sequence[CorrectionLine],
    *,
    by: int,
    at: datetime,
) -> None:
    moved = [
        Movement(
            product_id=lines[entry.consignment_line_id].product_id,
            outlet_id=consignment.outlet_id,
            lot_id=entry.lot_id,
            quantity=entry.quantity,
            reason="correction",
            source_kind="correction_line",
            source_id=entry.id,
            business_date=local_date(at, consignment.outlet.zone),
            at=at,
            actor_id=by,
        )
        for entry in entries
        if entry.quantity
    ]
    if moved:
        service.move_all(session, moved)


def _reprice(
    session: Session,
    line: ConsignmentLine,
    before: Mapping[int, Standing],
    entry: CorrectionLine,
    *,
    by: int,
    at: datetime,
) -> None:
    """Let the right price hold from now on, unless somebody has set another one since."""
    stood = before[line.id]
    if current_price(session, line.product_id) == Price(stood.price, stood.net_price):
        assert entry.price is not None
        products.set_price(
            session, line.product, entry.price, net_price=entry.net_price, by=by, at=at
        )
