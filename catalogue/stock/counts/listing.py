"""The office's list of stock counts."""

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager

from catalogue.makers.models import Maker
from catalogue.outlets import queries as places
from catalogue.outlets.models import Outlet
from catalogue.stock.counts import papers
from catalogue.stock.counts.models import StockCount
from core.clock import local
from core.i18n import _
from core.lists import Column, Condition, Listing, by_id, one_of
from core.users.models import User

STATES = {
    "counting": _("Masih dihitung"),
    "review": _("Sedang diperiksa"),
    "posting": _("Sedang dibukukan"),
    "posted": _("Dibukukan"),
    "cancelled": _("Dibatalkan"),
}


def _has(word: str) -> Condition:
    return or_(
        func.lower(StockCount.number).contains(word, autoescape=True),
        func.lower(StockCount.shelf).contains(word, autoescape=True),
        func.coalesce(Maker.name_key, "").contains(word, autoescape=True),
        func.lower(func.coalesce(User.name, "")).contains(word, autoescape=True),
    )


COUNTS = Listing(
    name="hitungan-stok",
    label=_("Hitung stok"),
    query=select(StockCount, User.name)
    .join(Outlet, Outlet.id == StockCount.outlet_id)
    .outerjoin(Maker, Maker.id == StockCount.maker_id)
    .outerjoin(User, User.id == StockCount.started_by)
    .options(contains_eager(StockCount.outlet), contains_eager(StockCount.maker)),
    key=StockCount.id,
    columns=(
        Column("number", _("Nomor"), lambda r: r[0].number, sort=StockCount.id),
        Column("scope", _("Yang dihitung"), lambda r: papers.scope_of(r[0])),
        Column("outlet", _("Tempat"), lambda r: r[0].outlet.name, sort=Outlet.name),
        Column("started", _("Mulai"), lambda r: local(r[0].started_at, r[0].outlet.zone),
               sort=StockCount.started_at),
        Column("by", _("Oleh"), lambda r: r[1], sort=func.coalesce(User.name, "")),
        Column("state", _("Keadaan"), lambda r: _(STATES[r[0].state]), sort=StockCount.state),
    ),
    order="-number",
    filters=(
        by_id("outlet", _("Tempat"), StockCount.outlet_id, places.choices),
        one_of("state", _("Keadaan"), {
            state: (name, StockCount.state == state) for state, name in STATES.items()
        }),
    ),
    has=_has,
    hint=_("nomor, perajin, rak, atau siapa"),
)  # fmt: skip
