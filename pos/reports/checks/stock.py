"""Pieces: levels against movements, movements against what was sold and brought."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, aliased

from catalogue.makers.models import Maker
from catalogue.outlets.models import Till
from catalogue.products.models import Product
from catalogue.stock.bazars.listing import signed as signed_account
from catalogue.stock.bazars.models import Bazar
from catalogue.stock.corrections.models import CorrectionLine
from catalogue.stock.models import Consignment, ConsignmentLine, Movement, Purchase, StockLevel
from catalogue.stock.queries import levels_that_disagree
from catalogue.stock.transfers.models import Transfer, TransferLine, TransferOutcome
from catalogue.stock.transfers.queries import pieces_in_transit, standings
from core.i18n import _
from pos.reports.bazars.queries import account
from pos.reports.checks import Book, Result, id_ranges
from pos.sales.models import Sale, SaleLine
from pos.settlements.maker_records.models import MakerMerge
from printers.documents import BazarAccount, BrokenDocument


def levels(book: Book) -> Result:
    """What is kept as on hand is the sum of the movements."""
    session = book.session
    wrong = levels_that_disagree(session)
    count = session.scalar(select(func.count()).select_from(StockLevel)) or 0
    yield from (None for _n in range(count - len(wrong)))
    for product_id, outlet_id, _lot, kept, counted in wrong:
        product = session.get(Product, product_id)
        yield _(
            "%(title)s di tempat %(outlet)s: tercatat %(kept)s, menurut gerakannya %(counted)s",
            title=product.title if product else product_id, outlet=outlet_id, kept=kept,
            counted=counted,
        )  # fmt: skip


def sold_pieces(book: Book) -> Result:
    """Every line sold moved its pieces out of its outlet, every return back in."""
    yield from against_movements(
        book.session, SaleLine.id, "sale_line", ("sold", "customer_return"), _sold
    )


def brought_pieces(book: Book) -> Result:
    """Every line of a received consignment moved its pieces in, and so did every purchase."""
    yield from against_movements(
        book.session, ConsignmentLine.id, "consignment_line", ("received", "opening"), _brought
    )
    yield from against_movements(book.session, Purchase.id, "purchase", ("received",), _bought)


def days_and_makers(book: Book) -> Result:
    """Sold pieces left on their sale's day, and what a maker delivered is that maker's."""
    session = book.session
    wrong_day = session.scalar(
        select(Sale.number)
        .join(SaleLine, SaleLine.sale_id == Sale.id)
        .join(Movement, (Movement.source_kind == "sale_line") & (Movement.source_id == SaleLine.id))
        .where(
            Movement.reason.in_(("sold", "customer_return")),
            Movement.business_date != Sale.business_date,
        )
        .limit(1)
    )
    yield None if wrong_day is None else _("nota %(number)s", number=wrong_day)
    theirs, brings = aliased(Maker), aliased(Maker)
    wrong_maker = session.scalar(
        select(Consignment.number)
        .join(ConsignmentLine, ConsignmentLine.consignment_id == Consignment.id)
        .join(Product, Product.id == ConsignmentLine.product_id)
        .join(brings, brings.id == Consignment.maker_id)
        .outerjoin(theirs, theirs.id == Product.maker_id)
        .where(
            Consignment.state == "received",
            stands_in(theirs).is_distinct_from(stands_in(brings)),
        )
        .limit(1)
    )
    yield None if wrong_maker is None else _("titipan %(number)s", number=wrong_maker)


def stands_in(maker: type[Maker]) -> ColumnElement[int]:
    """Return who has the goods of an (aliased) maker: who that one was, or is being, merged into."""
    stays = func.coalesce(maker.merged_into_id, maker.id)
    moving = select(MakerMerge.into_id).where(
        MakerMerge.from_id == stays, MakerMerge.state == "moving"
    )
    return func.coalesce(moving.correlate(maker).scalar_subquery(), stays)


def moved_pieces(book: Book) -> Result:
    """Every line sent left its origin; what became of it came in somewhere; the rest is in transit.

    So over all outlets: transferred out + transferred in + in transit = 0. What was received came
    to the destination, what was seen on the way anywhere, everything else back to the origin.
    """
    session = book.session
    elsewhere = session.scalar(
        select(func.min(Transfer.number))
        .join(TransferLine, TransferLine.transfer_id == Transfer.id)
        .join(TransferOutcome, TransferOutcome.line_id == TransferLine.id)
        .where(
            TransferOutcome.kind != "seen",
            TransferOutcome.outlet_id
            != case(
                (TransferOutcome.kind == "received", Transfer.destination_id),
                else_=Transfer.origin_id,
            ),
        )
    )
    yield None if elsewhere is None else _("pindahan %(number)s", number=elsewhere)
    yield from against_movements(
        session, TransferLine.id, "transfer_line", ("transferred_out",), _sent
    )
    yield from against_movements(
        session, TransferOutcome.id, "transfer_outcome", ("transferred_in",), _came
    )
    for first, last in id_ranges(session, Transfer.id):
        transfers = session.scalars(select(Transfer).where(Transfer.id.between(first, last)))
        for transfer in transfers:
            left = [row.in_transit for row in standings(session, transfer)]
            on_its_way = transfer.is_on_its_way and min(left, default=0) >= 0 and sum(left) > 0
            done = transfer.state == "closed" and not any(left)
            other = transfer.state in ("draft", "cancelled")
            yield (
                None
                if on_its_way or done or other
                else _(
                    "pindahan %(number)s: %(n)s di perjalanan", number=transfer.number, n=sum(left)
                )
            )
    moved = session.scalar(
        select(func.coalesce(func.sum(Movement.quantity), 0)).where(
            Movement.reason.in_(("transferred_out", "transferred_in"))
        )
    )
    underway = pieces_in_transit(session)
    yield (
        None
        if int(moved or 0) + underway == 0
        else _("dipindah %(moved)s, di perjalanan %(n)s", moved=int(moved or 0), n=underway)
    )


def _sent(session: Session, first: int, last: int) -> dict[tuple[int, int, int], int]:
    rows = session.execute(
        select(
            TransferLine.id, TransferLine.product_id, Transfer.origin_id, TransferLine.quantity
        )
        .join(Transfer, Transfer.id == TransferLine.transfer_id)
        .where(
            TransferLine.id.between(first, last),
            Transfer.state.not_in(("draft", "cancelled")),
        )
    )  # fmt: skip
    return {(line_id, product, outlet): -pieces for line_id, product, outlet, pieces in rows}


def _came(session: Session, first: int, last: int) -> dict[tuple[int, int, int], int]:
    rows = session.execute(
        select(
            TransferOutcome.id, TransferLine.product_id, TransferOutcome.outlet_id,
            TransferOutcome.quantity,
        )
        .join(TransferLine, TransferLine.id == TransferOutcome.line_id)
        .where(TransferOutcome.id.between(first, last))
    )  # fmt: skip
    return {(one, product, outlet): pieces for one, product, outlet, pieces in rows}


def corrected_pieces(book: Book) -> Result:
    """Every line of a correction moved its pieces in or out."""
    yield from against_movements(
        book.session, CorrectionLine.id, "correction_line", ("correction",), _corrected
    )


def bazars(book: Book) -> Result:
    """What was signed at the end of each bazar is what its goods and its sales still say."""
    for first, last in id_ranges(book.session, Bazar.id):
        closed = select(Bazar).where(Bazar.id.between(first, last), Bazar.state == "closed")
        for bazar in book.session.scalars(closed):
            yield None if _is_as_signed(book.session, bazar) else bazar.number


def _is_as_signed(session: Session, bazar: Bazar) -> bool:
    try:
        signed = signed_account(bazar)
        assert signed is not None
        now = account(session, bazar, at=signed.printed_at)
    except BrokenDocument:  # one of the two does not add up
        return False
    return _told(signed) == _told(now)


def _told(paper: BazarAccount) -> tuple[object, ...]:
    """Return what a bazar's account says in numbers; names and claims may change afterwards."""
    return (
        sorted((x.code, x.taken, x.sold, x.returned, x.lost, x.missing, x.amount)
               for x in paper.lines),
        sorted((row.amount, row.count) for row in paper.tenders), paper.rounding,
        sorted((maker.code, maker.pieces, maker.share) for maker in paper.makers),
        paper.house_share, paper.closed_at,
    )  # fmt: skip


def pieces_of_one_kind(book: Book) -> Result:
    """There is at most one of a unique piece."""
    rows = book.session.execute(
        select(Product.title, func.coalesce(func.sum(StockLevel.on_hand), 0))
        .outerjoin(StockLevel, StockLevel.product_id == Product.id)
        .where(Product.kind == "unique")
        .group_by(Product.id, Product.title)
    )
    for title, pieces in rows:
        yield None if pieces <= 1 else _("%(title)s: %(n)s buah", title=title, n=int(pieces))


def against_movements(
    session: Session,
    column: Any,
    kind: str,
    reasons: tuple[str, ...],
    pieces_of: Callable[[Session, int, int], dict[tuple[int, int, int], int]],
) -> Result:
    """Compare the movements of each source of a kind with the pieces that its row says.

    `pieces_of` gives {(source, product, outlet): signed pieces} for ids from first to last.
    """
    for first, last in id_ranges(session, column):
        moved = {
            (row[0], row[1], row[2]): int(row[3])
            for row in session.execute(
                select(
                    Movement.source_id, Movement.product_id, Movement.outlet_id,
                    func.sum(Movement.quantity),
                )
                .where(
                    Movement.source_kind == kind,
                    Movement.reason.in_(reasons),
                    Movement.source_id.between(first, last),
                )
                .group_by(Movement.source_id, Movement.product_id, Movement.outlet_id)
            )
        }  # fmt: skip
        wanted = pieces_of(session, first, last)
        for key in sorted(wanted.keys() | moved.keys()):
            right = wanted.get(key) == moved.get(key)
            yield None if right else f"{kind} {key[0]}"
    orphans = session.scalars(
        select(Movement.source_id)
        .where(Movement.source_kind == kind, Movement.reason.in_(reasons))
        .where(Movement.source_id.not_in(select(column)))
        .limit(1)
    )
    yield from (f"{kind} {source_id}" for source_id in orphans)


def _bought(session: Session, first: int, last: int) -> dict[tuple[int, int, int], int]:
    rows = session.scalars(select(Purchase).where(Purchase.id.between(first, last)))
    return {(one.id, one.product_id, one.outlet_id): one.quantity for one in rows}


def _sold(session: Session, first: int, last: int) -> dict[tuple[int, int, int], int]:
    rows = session.execute(
        select(
            SaleLine.id, SaleLine.product_id, Till.outlet_id, SaleLine.quantity, SaleLine.kind
        )
        .join(Sale, Sale.id == SaleLine.sale_id)
        .join(Till, Till.id == Sale.till_id)
        .join(Product, Product.id == SaleLine.product_id)
        .where(
            SaleLine.id.between(first, last), Sale.state == "completed",
            Product.kind != "service",
        )
    )  # fmt: skip
    return {
        (line_id, product_id, outlet_id): quantity if kind == "return" else -quantity
        for line_id, product_id, outlet_id, quantity, kind in rows
    }


def _corrected(session: Session, first: int, last: int) -> dict[tuple[int, int, int], int]:
    rows = session.execute(
        select(
            CorrectionLine.id, ConsignmentLine.product_id, Consignment.outlet_id,
            CorrectionLine.quantity,
        )
        .join(ConsignmentLine, ConsignmentLine.id == CorrectionLine.consignment_line_id)
        .join(Consignment, Consignment.id == ConsignmentLine.consignment_id)
        .where(CorrectionLine.id.between(first, last), CorrectionLine.quantity != 0)
    )  # fmt: skip
    return {(line_id, product, outlet): pieces for line_id, product, outlet, pieces in rows}


def _brought(session: Session, first: int, last: int) -> dict[tuple[int, int, int], int]:
    rows = session.execute(
        select(
            ConsignmentLine.id, ConsignmentLine.product_id, Consignment.outlet_id,
            ConsignmentLine.quantity,
        )
        .join(Consignment, Consignment.id == ConsignmentLine.consignment_id)
        .where(ConsignmentLine.id.between(first, last), Consignment.state == "received")
    )  # fmt: skip
    return {(line_id, product, outlet): pieces for line_id, product, outlet, pieces in rows}
