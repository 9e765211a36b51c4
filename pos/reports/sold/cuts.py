"""The ways to cut what was sold, and the lines of each part.

Every cut reads the same lines of completed sales, returns negative, each line in exactly one part;
so the parts of any cut come to what `/manage/sales.csv` comes to.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Subquery, and_, case, cast, func, select
from sqlalchemy.orm import aliased

from catalogue.makers.models import Maker, Sentra
from catalogue.outlets.models import Outlet, Till
from catalogue.products.models import Category, Product
from catalogue.tours.models import Agency, Visit
from core.days import local_hour, month_of
from core.forms import iso_day
from core.i18n import _
from pos.reports.dates import Span
from pos.sales.campaigns.models import Campaign
from pos.sales.models import Sale, SaleLine
from pos.sales.tours.models import SaleVisit
from pos.sales.tours.queries import standing

ORIGIN = aliased(SaleLine)
"""The line that a returned one was sold as."""
SOLD_ON = aliased(Sale)
"""The ticket that it was sold on."""
SIGN = case((SaleLine.kind == "return", -1), else_=1)
PIECES = SIGN * SaleLine.quantity
LISTED = SIGN * SaleLine.list_amount
DISCOUNT = SIGN * SaleLine.discount
NET = SIGN * (SaleLine.list_amount - SaleLine.discount)
MAKERS = SIGN * func.coalesce(SaleLine.maker_share, 0)
HOUSE = SIGN * func.coalesce(SaleLine.house_share, 0)

Joined = Callable[[Select[Any]], Select[Any]]
Part = ColumnElement[Any]


@dataclass(frozen=True)
class Cut:
    """One way to cut: what tells the parts apart (never null), what they are called, what it joins.

    `none` names the part of those lines that have nothing of the kind. A cut `in_time` is drawn as
    a chart, and its parts stand in their order. `read` makes the part of what an address says.
    """

    key: str
    label: str
    part: Part
    name: Part
    joined: Joined
    none: str = ""
    in_time: bool = False
    read: Callable[[str], Any] = lambda text: int(text) if text.isdecimal() else None


def _alone(query: Select[Any]) -> Select[Any]:
    return query


def _of_maker(query: Select[Any]) -> Select[Any]:
    return query.outerjoin(Maker, Maker.id == SaleLine.maker_id)


def _of_sentra(query: Select[Any]) -> Select[Any]:
    return _of_maker(query).outerjoin(Sentra, Sentra.id == Maker.sentra_id)


def _of_category(query: Select[Any]) -> Select[Any]:
    return query.join(Product, Product.id == SaleLine.product_id).outerjoin(
        Category, Category.id == Product.category_id
    )


def _of_product(query: Select[Any]) -> Select[Any]:
    return query.join(Product, Product.id == SaleLine.product_id)


def _of_agency(query: Select[Any]) -> Select[Any]:
    """Join whose group a line was sold to; what comes back belongs to whoever bought it."""
    return (
        query.outerjoin(ORIGIN, ORIGIN.id == SaleLine.return_of_id)
        .outerjoin(
            SaleVisit,
            and_(SaleVisit.sale_id == func.coalesce(ORIGIN.sale_id, SaleLine.sale_id), standing()),
        )
        .outerjoin(Visit, Visit.id == SaleVisit.visit_id)
        .outerjoin(Agency, Agency.id == Visit.agency_id)
    )


def _of_campaign(query: Select[Any]) -> Select[Any]:
    """Join the programme of a line's discount; what comes back belongs where it was sold."""
    given = func.coalesce(ORIGIN.discount - ORIGIN.markdown, SaleLine.discount - SaleLine.markdown)
    return (
        query.outerjoin(ORIGIN, ORIGIN.id == SaleLine.return_of_id)
        .outerjoin(SOLD_ON, SOLD_ON.id == func.coalesce(ORIGIN.sale_id, SaleLine.sale_id))
        .outerjoin(Campaign, and_(Campaign.id == SOLD_ON.campaign_id, given > 0))
    )


def _month(text: str) -> str | None:
    return text if iso_day(f"{text}-01") else None


def _named(column: Any) -> Part:
    return func.coalesce(column, "")


def _numbered(column: Any) -> Part:
    return func.coalesce(column, 0)


_HOUR = local_hour(Sale.completed_at, Outlet.zone)
_MONTH = month_of(Sale.business_date)
_DAY: ColumnElement[date | None] = Sale.__table__.c.business_date
SHIFT: ColumnElement[int] = Sale.__table__.c.shift_id

CUTS = {
    cut.key: cut
    for cut in (
        Cut("day", _("Hari"), _DAY, _DAY, _alone, in_time=True, read=iso_day),
        Cut("month", _("Bulan"), _MONTH, _MONTH, _alone, in_time=True, read=_month),
        Cut("hour", _("Jam"), _HOUR, _HOUR, _alone, in_time=True),
        Cut("sentra", _("Sentra"), _numbered(Sentra.id), _named(Sentra.name), _of_sentra,
            none=_("Barang galeri sendiri")),
        Cut("maker", _("Perajin"), _numbered(Maker.id), _named(Maker.name), _of_maker,
            none=_("Barang galeri sendiri")),
        Cut("category", _("Golongan"), _numbered(Category.id), _named(Category.name), _of_category,
            none=_("Tanpa golongan")),
        Cut("product", _("Barang"), Product.__table__.c.id, Product.__table__.c.title, _of_product),
        Cut("outlet", _("Tempat"), Outlet.__table__.c.id, Outlet.__table__.c.name, _alone),
        Cut("shift", _("Sif kasir"), SHIFT, Till.series + "-" + cast(SHIFT, String), _alone),
        Cut("agency", _("Biro"), _numbered(Agency.id), _named(Agency.name), _of_agency,
            none=_("Tanpa rombongan")),
        Cut("campaign", _("Program potongan"), _numbered(Campaign.id), _named(Campaign.name),
            _of_campaign, none=_("Tanpa program")),
    )
}  # fmt: skip
"""In the order in which the page offers them."""


def within(span: Span) -> tuple[ColumnElement[bool], ...]:
    """Return what a completed sale of a span is told by."""
    return (Sale.state == "completed", Sale.business_date.between(span.first, span.last))


def lines(span: Span) -> Select[Any]:
    """Return the query of the lines of completed sales of a span, with their sale, till and outlet."""
    return (
        select(SaleLine)
        .join(Sale, Sale.id == SaleLine.sale_id)
        .join(Till, Till.id == Sale.till_id)
        .join(Outlet, Outlet.id == Till.outlet_id)
        .where(*within(span))
    )


def lines_of(span: Span, cut: Cut, parts: Sequence[Any]) -> Select[Any]:
    """Return the query of the lines of some parts of a cut."""
    return cut.joined(lines(span)).where(cut.part.in_(parts))


def sums(span: Span, cut: Cut) -> Subquery:
    """Return every part of a cut: part, name, sales, sellers (makers), and the six sums."""
    query = cut.joined(lines(span)).with_only_columns(
        cut.part.label("part"), cut.name.label("name"),
        func.count(func.distinct(SaleLine.sale_id)).label("sales"),
        func.count(func.distinct(SaleLine.maker_id)).label("sellers"),
        *(func.sum(column).label(name) for name, column in (
            ("pieces", PIECES), ("listed", LISTED), ("discount", DISCOUNT), ("net", NET),
            ("makers", MAKERS), ("house", HOUSE),
        )),
        maintain_column_froms=True,
    )  # fmt: skip
    return query.group_by(cut.part, cut.name).subquery("sold")
