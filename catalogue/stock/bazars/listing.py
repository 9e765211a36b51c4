"""The office's list of bazars."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from catalogue.outlets.models import Outlet
from catalogue.stock.bazars.models import Bazar
from core.i18n import _
from core.lists import Column, Condition, Listing, one_of
from printers.documents import BazarAccount, from_json

Row = tuple[Bazar, BazarAccount | None]
STATES = {
    "open": (_("Berjalan"), Bazar.state == "open"),
    "closed": (_("Selesai"), Bazar.state == "closed"),
}


def _fill(_session: Session, rows: Sequence[Bazar]) -> Sequence[Row]:
    """Add what was signed; an open bazar is added up on its own page."""
    return [(row, signed(row)) for row in rows]


def signed(bazar: Bazar) -> BazarAccount | None:
    """Return the account of a closed bazar as it was signed, None while it is open."""
    if bazar.account is None:
        return None
    document = from_json(bazar.account)
    assert isinstance(document, BazarAccount)
    return document


def _sum(row: Row, name: str) -> int | None:
    account = row[1]
    return None if account is None else sum(getattr(line, name) for line in account.lines)


def _has(word: str) -> Condition:
    found: Any = func.lower(Bazar.name).contains(word, autoescape=True)
    for column in (Bazar.number, Bazar.carrier, Outlet.address):
        found = found | func.lower(column).contains(word, autoescape=True)
    return found  # type: ignore[no-any-return]


BAZARS = Listing(
    name="bazar",
    label=_("Bawa ke bazar"),
    query=select(Bazar)
    .join(Outlet, Outlet.id == Bazar.outlet_id)
    .options(contains_eager(Bazar.outlet))
    .where(Bazar.state != "cancelled"),
    key=Bazar.id,
    columns=(
        Column("name", _("Bazar"), lambda r: r[0].name, sort=func.lower(Bazar.name)),
        Column("number", _("Nomor"), lambda r: r[0].number, on_page=False),
        Column("from", _("Hari"), lambda r: r[0].first_day, sort=Bazar.first_day),
        Column("to", _("Hari terakhir"), lambda r: r[0].last_day, on_page=False),
        Column("carrier", _("Yang membawa"), lambda r: r[0].carrier, sort=Bazar.carrier),
        Column("sold", _("Laku"), lambda r: _sum(r, "sold"), number=True),
        Column("lost", _("Hilang"), lambda r: _sum(r, "lost"), number=True),
        Column(
            "amount", _("Hasil penjualan"), lambda r: r[1].amount if r[1] else None, number=True
        ),
        Column("state", _("Keadaan"), lambda r: _(STATES[r[0].state][0])),
    ),
    order="-from",
    fill=_fill,
    filters=(one_of("state", _("Keadaan"), STATES, tabs=True),),
    has=_has,
    hint=_("nama, tempat, atau pembawa"),
)
