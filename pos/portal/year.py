"""A maker's year: her gross turnover month by month, and the certificate of it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.outlets import queries as outlets
from catalogue.outlets import showroom
from core import settings
from pos.portal import queries
from pos.portal.queries import Takings
from pos.settlements.documents import letterhead, zone
from printers.documents import MonthSold, Turnover

FREE_TURNOVER = settings.declare(
    "tax.free_turnover", 500_000_000, "Omzet setahun yang belum dikenai PPh", int
)
"""Of a person's turnover, so much a year is free of the final income tax (PP 55/2022)."""

NOTHING = Takings(0, 0, 0)


@dataclass(frozen=True)
class Year:
    """The months of a year up to today or its end, each with what sold in it."""

    number: int
    until: date
    months: tuple[tuple[date, Takings], ...]

    @property
    def total(self) -> Takings:
        """What sold in the whole year."""
        sold = [one for _month, one in self.months]
        return Takings(
            sum(one.listed for one in sold),
            sum(one.share for one in sold),
            sum(one.pieces for one in sold),
        )


def year_of(session: Session, maker_id: int, number: int, *, today: date) -> Year:
    """Return a maker's sales of a year; months to come are left out."""
    until = min(today, date(number, 12, 31))
    sold = queries.takings_by_month(session, maker_id, year=number)
    months = tuple(
        (date(number, month, 1), sold.get(month, NOTHING))
        for month in range(1, until.month + 1)
        if until.year == number
    )
    return Year(number, until, months)


def certificate(
    session: Session, maker: Maker, number: int, *, today: date, at: datetime, language: str
) -> Turnover:
    """Return the certificate of a maker's sales in a year, as they stand at `at`."""
    year, main = year_of(session, maker.id, number, today=today), outlets.main_outlet(session)
    return Turnover(
        house=letterhead(session, on=today),
        language=language,
        demo=settings.get(session, showroom.DEMO, on=today),
        maker=maker.name,
        maker_code=maker.code,
        sentra=maker.sentra.name,
        owner=maker.owner,
        nib=maker.nib or "",
        address=maker.address,
        year=number,
        until=year.until,
        months=tuple(
            MonthSold(month=month, pieces=one.pieces, amount=one.listed, share=one.share)
            for month, one in year.months
        ),
        amount=year.total.listed,
        share=year.total.share,
        issued_at=at,
        zone=zone(session),
        place=main.name if main else "",
    )
