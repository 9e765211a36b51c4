"""The account of a bazar: goods from the stock, money from the sales of its stall and days."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.outlets import showroom
from catalogue.outlets.letterhead import letterhead
from catalogue.outlets.models import Till
from catalogue.products.models import Product
from catalogue.stock.bazars import queries as goods
from catalogue.stock.bazars.models import Bazar
from catalogue.stock.transfers import queries as transfers
from core import settings
from core.clock import local_date
from core.i18n import _, current_locale
from core.users.queries import names_of
from pos.sales.models import Sale, SaleLine, Tender, TenderConfirmation
from pos.sales.receipts import tender_label
from pos.shifts.models import Shift
from printers.documents import BazarAccount, BazarLine, MakerShare, ReportRow


@dataclass(frozen=True)
class Obstacle:
    """Why a bazar cannot be closed yet: a key for the page, and a sentence."""

    key: str
    sentence: str


def account(session: Session, bazar: Bazar, *, at: datetime) -> BazarAccount:
    """Return the account of a bazar as it stands, as a paper; `at` is when it is looked at."""
    on = local_date(at, bazar.outlet.zone)
    sold = _sold(session, bazar)
    lines = [
        _line(row.product, sold.pop(row.product.id, 0), row)
        for row in goods.goods_of(session, bazar)
    ]
    lines += _services(session, bazar, sold)
    makers, house_share = _shares(session, bazar)
    rounding, sales = _rounding(session, bazar)
    people = names_of(session, [bazar.closed_by])
    return BazarAccount(
        house=letterhead(session, on=on), language=current_locale(),
        demo=settings.get(session, showroom.DEMO, on=on), number=bazar.number, name=bazar.name,
        outlet=bazar.outlet.name, place=bazar.outlet.address, first_day=bazar.first_day,
        last_day=bazar.last_day, printed_at=at, zone=bazar.outlet.zone, carrier=bazar.carrier,
        lines=tuple(lines), tenders=_tenders(session, bazar), rounding=rounding,
        makers=makers, house_share=house_share, sales=sales, claimed=_claimed(session, bazar),
        closed_at=bazar.closed_at, closed_by=people.get(bazar.closed_by or 0, ""),
    )  # fmt: skip


def obstacles(session: Session, bazar: Bazar, paper: BazarAccount) -> list[Obstacle]:
    """Return what keeps a bazar from being closed, the first thing to do first."""
    found = [*_goods_obstacles(session, bazar, paper), *_till_obstacles(session, bazar)]
    return [Obstacle(key, sentence) for key, sentence in found if sentence]


def _goods_obstacles(
    session: Session, bazar: Bazar, paper: BazarAccount
) -> list[tuple[str, str | None]]:
    touching = transfers.touching(session, bazar.outlet_id)
    drafts = [transfer for transfer in touching if transfer.is_draft]
    written = sum(line.quantity for transfer in drafts for line in transfer.lines)
    underway = sum(
        row.in_transit
        for transfer in touching
        if transfer.is_on_its_way
        for row in transfers.standings(session, transfer)
    )
    missing = [line for line in paper.lines if line.missing > 0]
    surplus = [line for line in paper.lines if line.missing < 0]
    return [
        ("draft", _("Ada daftar dengan %(n)s barang yang belum diselesaikan.", n=written)
         if written else None),
        ("transit", _("Masih ada %(n)s barang di perjalanan.", n=underway) if underway else None),
        ("missing", _("%(n)s barang belum jelas: %(titles)s. Pindai masuk, atau catat hilang.",
                      n=sum(line.missing for line in missing), titles=_titles(missing))
         if missing else None),
        ("surplus", _("Laku lebih banyak daripada yang dibawa: %(titles)s. Catat sebagai ikut "
                      "terbawa.", titles=_titles(surplus)) if surplus else None),
    ]  # fmt: skip


def _titles(lines: list[BazarLine]) -> str:
    shown = ", ".join(line.title for line in lines[:3])
    return shown if len(lines) <= 3 else _("%(titles)s dan lain-lain", titles=shown)


def _till_obstacles(session: Session, bazar: Bazar) -> list[tuple[str, str | None]]:
    tills = select(Till.id).where(Till.outlet_id == bazar.outlet_id)
    open_shifts = session.scalar(
        select(func.count(Shift.id)).where(Shift.till_id.in_(tills), Shift.closed_at.is_(None))
    )
    tickets = session.scalar(
        select(func.count(func.distinct(Sale.id)))
        .join(SaleLine, SaleLine.sale_id == Sale.id)
        .where(Sale.till_id.in_(tills), Sale.state.in_(("open", "held")))
    )
    stray = session.scalar(
        select(func.count(Sale.id)).where(
            Sale.till_id.in_(tills), Sale.state == "completed",
            Sale.completed_at >= bazar.created_at,
            ~Sale.business_date.between(bazar.first_day, bazar.last_day),
        )
    )  # fmt: skip
    return [
        ("shift", _("Kasir lapak masih buka. Hitung uangnya dan tutup dulu.")
         if open_shifts else None),
        ("ticket", _("Ada %(n)s nota yang belum selesai di kasir lapak.", n=tickets)
         if tickets else None),
        ("stray", _("%(n)s nota di lapak ini bertanggal di luar hari bazar. Ubah hari bazarnya.",
                    n=stray) if stray else None),
    ]  # fmt: skip


# -- goods -----------------------------------------------------------------------------------------


def _line(product: Product, amount: int, row: goods.Taken) -> BazarLine:
    return BazarLine(
        code=product.code, title=product.title, maker=product.maker.name if product.maker else "",
        taken=row.taken, sold=row.sold, returned=row.returned, lost=row.lost,
        missing=row.missing, amount=amount,
    )  # fmt: skip


def _services(session: Session, bazar: Bazar, sold: dict[int, int]) -> list[BazarLine]:
    """Return what was sold without being goods; also goods whose pieces moved elsewhere."""
    if not sold:
        return []
    query = select(SaleLine.product_id, func.sum(_signed(SaleLine.quantity)))
    rows = session.execute(_of(bazar, query).group_by(SaleLine.product_id))
    pieces = {product_id: int(count) for product_id, count in rows}
    products = session.scalars(
        select(Product).where(Product.id.in_(sold)).order_by(Product.title_key, Product.id)
    )
    return [
        BazarLine(
            code=product.code if product.codes else "", title=product.title,
            maker=product.maker.name if product.maker else "", taken=0,
            sold=pieces[product.id], returned=0, lost=0, missing=0,
            amount=sold[product.id], is_service=True,
        )
        for product in products
    ]  # fmt: skip


# -- money -----------------------------------------------------------------------------------------


def _of(bazar: Bazar, query: Any) -> Any:
    """Narrow a query over lines or tenders to the completed sales of a bazar's stall and days."""
    return (
        query.join(Sale, Sale.id == SaleLine.sale_id)
        .join(Till, Till.id == Sale.till_id)
        .where(*_within(bazar))
    )


def _within(bazar: Bazar) -> tuple[ColumnElement[bool], ...]:
    within = (
        Sale.state == "completed",
        Till.outlet_id == bazar.outlet_id,
        Sale.business_date.between(bazar.first_day, bazar.last_day),
    )
    # A stall may go on selling on the day its bazar was closed.
    return within if bazar.closed_at is None else (*within, Sale.completed_at <= bazar.closed_at)


def _signed(column: Any) -> Any:
    return case((SaleLine.kind == "return", -column), else_=column)


def _sold(session: Session, bazar: Bazar) -> dict[int, int]:
    """Return what buyers paid for each product, in rupiah."""
    net = func.sum(_signed(SaleLine.list_amount - SaleLine.discount))
    rows = session.execute(
        _of(bazar, select(SaleLine.product_id, net)).group_by(SaleLine.product_id)
    )
    return {product_id: int(amount) for product_id, amount in rows}


def _shares(session: Session, bazar: Bazar) -> tuple[tuple[MakerShare, ...], int]:
    """Return each maker's share, the largest first, and what stays with the house."""
    net = SaleLine.list_amount - SaleLine.discount
    columns = (
        SaleLine.maker_id, func.sum(_signed(SaleLine.quantity)), func.sum(_signed(net)),
        func.sum(_signed(func.coalesce(SaleLine.maker_share, 0))),
        func.sum(_signed(func.coalesce(SaleLine.house_share, 0))),
    )  # fmt: skip
    rows = session.execute(_of(bazar, select(*columns)).group_by(SaleLine.maker_id)).all()
    makers = {
        maker.id: maker
        for maker in session.scalars(
            select(Maker).where(Maker.id.in_([row[0] for row in rows if row[0] is not None]))
        )
    }
    found = [
        MakerShare(
            name=makers[row[0]].name, code=makers[row[0]].code, pieces=int(row[1]),
            amount=int(row[2]), share=int(row[3]),
        )
        for row in rows
        if row[0] is not None
    ]  # fmt: skip
    found.sort(key=lambda one: (-one.share, one.name))
    return tuple(found), sum(int(row[4]) for row in rows)


def _tenders(session: Session, bazar: Bazar) -> tuple[ReportRow, ...]:
    rows = session.execute(
        select(Tender.kind, func.count(), func.sum(Tender.amount))
        .join(Sale, Sale.id == Tender.sale_id)
        .join(Till, Till.id == Sale.till_id)
        .where(*_within(bazar))
        .group_by(Tender.kind)
    ).all()
    found = [
        ReportRow(label=tender_label(kind), amount=int(amount), count=int(count))
        for kind, count, amount in rows
    ]
    return tuple(sorted(found, key=lambda row: (-row.amount, row.label)))


def _rounding(session: Session, bazar: Bazar) -> tuple[int, int]:
    """Return the rounding of cash in rupiah, and how many sales there were."""
    row = session.execute(
        select(func.coalesce(func.sum(Sale.rounding), 0), func.count())
        .join(Till, Till.id == Sale.till_id)
        .where(*_within(bazar))
    ).one()
    return int(row[0]), int(row[1])


def _claimed(session: Session, bazar: Bazar) -> int:
    """Return the QRIS rupiah that nobody has seen arrive."""
    amount = session.scalar(
        select(func.coalesce(func.sum(Tender.amount), 0))
        .join(Sale, Sale.id == Tender.sale_id)
        .join(Till, Till.id == Sale.till_id)
        .outerjoin(TenderConfirmation, TenderConfirmation.tender_id == Tender.id)
        .where(
            *_within(bazar), Tender.kind == "qris", Tender.amount > 0,
            TenderConfirmation.tender_id.is_(None),
        )
    )  # fmt: skip
    return int(amount or 0)
