"""The places that visitors can go to: the outlets in use, without the stalls of bazars that are over."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from catalogue.outlets import welcome
from catalogue.outlets.models import Outlet
from catalogue.stock.bazars.models import Bazar
from catalogue.stock.models import StockLevel
from catalogue.visitors.shown import Door, Place
from core.clock import local
from core.i18n import current_locale, spoken


def by_id(session: Session) -> dict[int, Place]:
    """Return the outlets a visitor can go to by their id, the main one first."""
    rows = session.execute(
        select(Outlet.id, Outlet.code, Outlet.name, Outlet.address, Outlet.zone)
        .where(Outlet.archived_at.is_(None), ~_over())
        .order_by(Outlet.is_main.desc(), Outlet.name)
    )
    return {row.id: Place(row.code, row.name, row.address, row.zone) for row in rows}


def doors(session: Session, *, at: datetime) -> list[Door]:
    """Return the places with their hours and the way there, the main one first."""
    english = current_locale() == "en"
    said = welcome.of_all(session)
    made = []
    for outlet_id, place in by_id(session).items():
        row = said.get(outlet_id)
        if row is None:
            made.append(Door(place))
            continue
        made.append(
            Door(
                place,
                week=tuple(welcome.week(row.hours)) if any(row.hours) else (),
                today=welcome.today(row.hours, local(at, place.zone)),
                way=spoken(row.way, row.way_en),
                is_original=english and not row.way_en,
                position=row.position,
            )
        )
    return made


def _over() -> ColumnElement[bool]:
    """The stall of a bazar that is over: nobody and nothing is there any more."""
    had = select(Bazar.outlet_id).where(Bazar.state != "open")
    has = select(Bazar.outlet_id).where(Bazar.state == "open")
    full = select(StockLevel.outlet_id).where(StockLevel.on_hand > 0)
    return and_(Outlet.id.in_(had), Outlet.id.not_in(has), Outlet.id.not_in(full))
