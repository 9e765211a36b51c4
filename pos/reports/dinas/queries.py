"""What a month's report counts: makers, sums by sentra, licences, visitors."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from catalogue.makers.models import FOOD_CRAFTS, Maker, Sentra
from catalogue.products import certificate_queries as certificates
from catalogue.products.models import Certificate, Product
from catalogue.stock.models import Movement
from catalogue.tours.footfall import queries as footfall
from core.clock import ZONES
from core.i18n import _
from pos.reports import figures
from pos.reports.dates import Span
from pos.reports.dinas.models import MonthlyPaper
from pos.reports.figures import Slice
from pos.sales.models import Sale, SaleLine
from pos.settlements.given import GIVEN
from printers.documents import Coverage, Guests, MonthSums


@dataclass(frozen=True)
class Paid:
    """What was given to the makers of a sentra, and to how many of them."""

    makers: int
    amount: int


def month_sums(session: Session, span: Span) -> MonthSums:
    """Return what the days of a span came to, the house's own goods included."""
    sums = figures.figures(session, span)
    return MonthSums(
        sales=sums.sales, pieces=sums.pieces, turnover=sums.net, share=sums.makers,
        paid=figures.paid_out(session, span),
    )  # fmt: skip


def sold(session: Session, span: Span) -> dict[int, Slice]:
    """Return what the makers of each sentra sold, by the sentra's id; 0: the house's own goods."""
    return {row.part: row for row in figures.by(session, span, "sentra")}


def paid(session: Session, span: Span) -> dict[int, Paid]:
    """Return what was given to the makers of each sentra: payments, and advances less repayments."""
    rows = session.execute(
        select(Maker.sentra_id, func.count(func.distinct(Maker.id)), func.sum(GIVEN.c.amount))
        .join(GIVEN, Maker.id == GIVEN.c.maker_id)
        .where(GIVEN.c.day.between(span.first, span.last))
        .group_by(Maker.sentra_id)
    )
    return {sentra: Paid(int(makers), int(amount)) for sentra, makers, amount in rows}


def members(session: Session, on: date) -> dict[int, int]:
    """Return {maker: sentra} of those who belong to the house at the end of a day."""
    rows = session.execute(select(Maker.id, Maker.sentra_id).where(_belongs(on)))
    return {maker: sentra for maker, sentra in rows}  # noqa: C416  # rows are no pairs


def active(span: Span) -> Select[int]:
    """Return the query of the members who have goods here at the end of a span, or sold within it."""
    here = (
        select(Product.maker_id)
        .join(Movement, Movement.product_id == Product.id)
        .where(Movement.business_date <= span.last, Product.maker_id.is_not(None))
        .group_by(Product.id, Product.maker_id)
        .having(func.sum(Movement.quantity) > 0)
    )
    have_sold = (
        select(SaleLine.maker_id)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .where(
            Sale.state == "completed", Sale.business_date.between(span.first, span.last),
            SaleLine.kind == "sale",
        )
    )  # fmt: skip
    return select(Maker.id).where(
        _belongs(span.last), or_(Maker.id.in_(here), Maker.id.in_(have_sold))
    )


def sentra(session: Session) -> list[Sentra]:
    """Return every sentra, by name."""
    return list(session.scalars(select(Sentra).order_by(func.lower(Sentra.name))))


def coverage(session: Session, makers: Collection[int], *, on: date) -> tuple[Coverage, ...]:
    """Return how many of these makers have what they need: NIB all, P-IRT and halal those of food.

    A registration with BPOM stands in for P-IRT; a licence of one product counts for its maker.
    """

    def count(who: Select[int]) -> int:
        return len(set(session.scalars(who.where(Maker.id.in_(makers)))))

    of_food = count(food())
    return (
        Coverage(licence="nib", label=_("NIB"), have=count(licensed("nib", on)), need=len(makers)),
        Coverage(licence="pirt", label=_("P-IRT atau BPOM (pangan)"),
                 have=count(licensed("pirt", on)), need=of_food),
        Coverage(licence="halal", label=_("Sertifikat halal (pangan)"),
                 have=count(licensed("halal", on)), need=of_food),
    )  # fmt: skip


def food() -> Select[int]:
    """Return the query of the makers of food."""
    return select(Maker.id).join(Sentra).where(Sentra.craft.in_(FOOD_CRAFTS))


def licensed(kind: str, on: date) -> Select[int]:
    """Return the query of the makers who have a licence on a day: nib, or of food pirt or halal."""
    kinds = ("pirt", "bpom") if kind == "pirt" else (kind,)
    holders = select(Certificate.maker_id).where(
        Certificate.kind.in_(kinds), certificates.valid(on)
    )
    if kind == "nib":
        return select(Maker.id).where(or_(Maker.nib.is_not(None), Maker.id.in_(holders)))
    return food().where(Maker.id.in_(holders))


def papers_of(session: Session, month: date) -> list[MonthlyPaper]:
    """Return the reports that were given out of a month (its first day), the newest first."""
    return list(
        session.scalars(
            select(MonthlyPaper).where(MonthlyPaper.month == month).order_by(MonthlyPaper.id.desc())
        )
    )


def guests(session: Session, span: Span) -> Guests:
    """Return who came within a span: groups, and visitors counted one by one."""
    groups, in_groups = footfall.groups_between(session, span.first, span.last)
    single = footfall.between(session, span.first, span.last)
    return Guests(groups=groups, in_groups=in_groups, **(single if any(single.values()) else {}))


def _belongs(on: date) -> ColumnElement[bool]:
    until = datetime.combine(on + timedelta(days=1), datetime.min.time(), ZONES["WIB"])
    return and_(
        Maker.joined_at < until, or_(Maker.archived_at.is_(None), Maker.archived_at >= until)
    )
