"""The month's report put together: nothing in it shows what a single maker earned."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from catalogue.outlets import queries as outlets
from catalogue.outlets import showroom
from catalogue.outlets.letterhead import letterhead
from core import settings
from core.i18n import _
from pos.reports.dinas import queries
from pos.reports.dinas.months import Months
from pos.reports.dinas.queries import Paid
from pos.reports.figures import Slice
from pos.reports.pooling import FEWEST, pooled
from printers.documents import MonthGroup, MonthlyReport

ADDRESSEE = settings.declare("dinas.addressee", "", "Kepada siapa laporan bulanan", str)
PLACE = settings.declare("dinas.place", "", "Kota di atas tanda tangan", str)
SIGNATORY = settings.declare("dinas.signatory", "", "Yang menandatangani laporan bulanan", str)
POSITION = settings.declare("dinas.position", _("Pengelola"), "Jabatannya", str)


@dataclass(frozen=True)
class Signing:
    """What stands around the figures: number, addressee, place, who signs and as what."""

    number: str = ""
    addressee: str = ""
    place: str = ""
    signatory: str = ""
    position: str = ""


@dataclass(frozen=True)
class _Days:
    """The sums by sentra of one of the spans."""

    sold: Mapping[int, Slice]
    paid: Mapping[int, Paid]

    def total(self, sentra: Collection[int], name: str) -> tuple[int, int]:
        """Return (sum of a figure, makers it comes from) over some sentra."""
        if name == "paid":
            paid = [self.paid[one] for one in sentra if one in self.paid]
            return sum(one.amount for one in paid), sum(one.makers for one in paid)
        sold = [self.sold[one] for one in sentra if one in self.sold]
        return sum(getattr(one, name) for one in sold), sum(one.sellers for one in sold)


def usual_signing(session: Session, *, on: date) -> Signing:
    """Return what the last report said around its figures; its number is not among it."""
    return Signing(
        addressee=settings.get(session, ADDRESSEE, on=on),
        place=settings.get(session, PLACE, on=on),
        signatory=settings.get(session, SIGNATORY, on=on),
        position=settings.get(session, POSITION, on=on),
    )


def report(
    session: Session, months: Months, signing: Signing, *, at: datetime, today: date
) -> MonthlyReport:
    """Return the report of a month, compared with the month and the year before."""
    spans = (months.now, months.before, months.year_before)
    days = [_Days(queries.sold(session, span), queries.paid(session, span)) for span in spans]
    belong = queries.members(session, months.now.last)
    active = set(session.scalars(queries.active(months.now)))
    sums = [queries.month_sums(session, span) for span in spans]
    guests = [queries.guests(session, span) for span in spans]
    main = outlets.require_main(session)
    return MonthlyReport(
        house=letterhead(session, on=today), demo=settings.get(session, showroom.DEMO, on=today),
        number=signing.number, first=months.now.first, last=months.now.last,
        addressee=signing.addressee, place=signing.place, signatory=signing.signatory,
        position=signing.position, members=len(belong), active=len(active),
        now=sums[0], before=sums[1], year_before=sums[2], own=_own(days),
        groups=_groups(session, days, belong, active),
        coverage=queries.coverage(session, active, on=months.now.last),
        guests=guests[0], guests_before=guests[1], guests_year_before=guests[2],
        made_at=at, zone=main.zone,
    )  # fmt: skip


def _groups(
    session: Session,
    days: Sequence[_Days],
    belong: Mapping[int, int],
    active: Collection[int],
) -> tuple[MonthGroup, ...]:
    now, *earlier = days
    every = queries.sentra(session)
    rows = [now.sold.get(one.id) or Slice(one.id, one.name, 0, 0, 0, 0) for one in every]
    shown = pooled(rows, _("Sentra lain bersama"))
    if not any(row.sellers for row in shown):  # too few everywhere: what they sold is the whole
        shown = [_together(rows, _("Semua sentra bersama"))] if rows else []
    alone = {row.part for row in shown if row.part is not None}
    rest = [one.id for one in every if one.id not in alone]
    of = [rest if row.part is None else [row.part] for row in shown]

    def column(of_days: _Days, name: str) -> list[int | None]:
        return hidden([of_days.total(sentra, name) for sentra in of])

    def count(makers: Collection[int]) -> Callable[[Collection[int]], int]:
        return lambda sentra: sum(belong[maker] in sentra for maker in makers)

    members, at_work = count(belong), count(active)
    compared = [
        column(one, name) for one in earlier for name in ("net", "pieces", "paid")
    ]  # fmt: skip
    paid_now = column(now, "paid")
    return tuple(
        MonthGroup(
            name=row.name, sentra=tuple(sentra), members=members(sentra), active=at_work(sentra), turnover=row.net,
            pieces=row.pieces, share=row.makers, paid=paid_now[n],
            turnover_before=compared[0][n], pieces_before=compared[1][n],
            paid_before=compared[2][n], turnover_year_before=compared[3][n],
            pieces_year_before=compared[4][n], paid_year_before=compared[5][n],
        )
        for n, (row, sentra) in enumerate(zip(shown, of, strict=True))
    )  # fmt: skip


def _together(rows: Sequence[Slice], name: str) -> Slice:
    return Slice(
        None, name, pieces=sum(row.pieces for row in rows), net=sum(row.net for row in rows),
        makers=sum(row.makers for row in rows), sellers=sum(row.sellers for row in rows),
    )  # fmt: skip


def _own(days: Sequence[_Days]) -> MonthGroup | None:
    """Return the row of the house's own goods: nobody is paid for them, nobody can be read in them."""
    now, before, year_before = (
        one.sold.get(0) or Slice(0, "", pieces=0, net=0, makers=0, sellers=0) for one in days
    )
    if not any(0 in one.sold for one in days):
        return None
    return MonthGroup(
        name=_("Barang galeri sendiri"), sentra=(0,), members=0, active=0, turnover=now.net,
        pieces=now.pieces, share=now.makers, paid=0, turnover_before=before.net,
        pieces_before=before.pieces, paid_before=0, turnover_year_before=year_before.net,
        pieces_year_before=year_before.pieces, paid_year_before=0,
    )  # fmt: skip


def hidden(cells: Sequence[tuple[int, int]]) -> list[int | None]:
    """Return the figures of a column, each with its makers, None where too few makers stand in it.

    What is hidden is never the figure of too few either: the next smallest goes along. Pure.
    """
    out = [0 < makers < FEWEST for _amount, makers in cells]
    while (
        any(out) and sum(makers for (_a, makers), o in zip(cells, out, strict=True) if o) < FEWEST
    ):
        left = [n for n, (_amount, makers) in enumerate(cells) if makers and not out[n]]
        if not left:
            break
        out[min(left, key=lambda n: cells[n][0])] = True
    return [None if o else amount for (amount, _makers), o in zip(cells, out, strict=True)]
