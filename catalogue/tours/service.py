"""Verbs about agencies and visits: announce, confirm, arrive, end, cancel."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from catalogue.outlets.models import Outlet
from catalogue.tours import queries
from catalogue.tours.models import COLOURS, Agency, Visit
from core.errors import Conflict, Refused, TooMany
from core.floods import is_flood
from core.i18n import _
from core.ids import new_token
from core.text import fold
from core.users import service as people

FURTHEST = timedelta(days=365)
MOST_PEOPLE = 2_000
FROM_ONE = 5
FROM_ALL = 60
"""Visits that the public form takes within an hour: from one address, and in all."""


@dataclass(frozen=True, kw_only=True)
class News:
    """What is said of a visit: who, how many, from where, and when; `expected_at` is HH:MM or empty."""

    agency_name: str
    expected_on: date
    expected_at: str = ""
    guide: str = ""
    phone: str | None = None
    people: int | None = None
    country: str = ""
    language: str = "id"
    note: str = ""


# -- agencies --------------------------------------------------------------------------------------


def add_agency(
    session: Session,
    name: str,
    *,
    fee_bps: int,
    by: int,
    at: datetime,
    contact: str = "",
    phone: str | None = None,
) -> Agency:
    """Write down who brings groups, with the usual fee in basis points."""
    key = _checked_name(session, name)
    agency = Agency(
        name=" ".join(name.split()), name_key=key, contact=contact.strip(), phone=phone,
        fee_bps=fee_bps, created_at=at,
    )  # fmt: skip
    session.add(agency)
    session.flush()
    people.record(session, "agency.added", kind="agency", subject_id=agency.id, by=by, at=at)
    return agency


def change_agency(
    session: Session,
    agency: Agency,
    name: str,
    *,
    fee_bps: int,
    contact: str,
    phone: str | None,
    by: int,
    at: datetime,
) -> None:
    """Change what is known of an agency; visits that were confirmed keep their fee."""
    agency.name_key = _checked_name(session, name, besides=agency)
    agency.name = " ".join(name.split())
    agency.fee_bps, agency.contact, agency.phone = fee_bps, contact.strip(), phone
    session.flush()
    people.record(session, "agency.changed", kind="agency", subject_id=agency.id, by=by, at=at)


def archive_agency(session: Session, agency: Agency, *, by: int, at: datetime) -> None:
    """Offer an agency no more; its visits stay."""
    if agency.archived_at is not None:
        raise Conflict(_("Biro ini sudah diarsipkan."))
    agency.archived_at = at
    session.flush()
    people.record(session, "agency.archived", kind="agency", subject_id=agency.id, by=by, at=at)


def bring_agency_back(session: Session, agency: Agency, *, by: int, at: datetime) -> None:
    """Offer an archived agency again."""
    agency.archived_at = None
    session.flush()
    people.record(session, "agency.brought_back", kind="agency", subject_id=agency.id, by=by, at=at)


def _checked_name(session: Session, name: str, *, besides: Agency | None = None) -> str:
    key = fold(name)
    if not key:
        raise Refused(_("Isi nama biro atau pemandunya."), field="name")
    known = queries.by_name(session, name)
    if known is not None and known is not besides:
        raise Refused(_("%(name)s sudah ada dalam daftar.", name=known.name), field="name")
    return key


# -- visits ----------------------------------------------------------------------------------------


def announce(
    session: Session,
    outlet: Outlet,
    news: News,
    *,
    came_by: str,
    today: date,
    by: int | None,
    at: datetime,
    sender: str | None = None,
) -> Visit:
    """Write down that a group will come. An agency that is known by that name is found by itself.

    From the public form `sender` tells one address from another: raises TooMany for a flood.
    """
    _check(news, today=today)
    if came_by == "form":
        _refuse_flood(session, sender, at=at)
    known = queries.by_name(session, news.agency_name)
    visit = Visit(
        token=new_token(), state="announced", agency=known,
        agency_id=known.id if known else None, outlet_id=outlet.id, outlet=outlet,
        colour=queries.free_colour(session, outlet.id, news.expected_on), came_by=came_by,
        sender=sender, created_at=at, created_by=by, **_told(news),
    )  # fmt: skip
    session.add(visit)
    session.flush()
    people.record(session, "visit.announced", kind="visit", subject_id=visit.id, by=by, at=at)
    return visit


def change(
    session: Session, visit: Visit, news: News, *, colour: str, today: date, by: int, at: datetime
) -> None:
    """Correct what was said of a visit that has not ended."""
    _refuse_over(visit)
    _check(news, today=min(today, visit.expected_on))
    for name, value in _told(news).items():
        setattr(visit, name, value)
    if visit.state == "announced":
        visit.agency = queries.by_name(session, news.agency_name)
    visit.colour = colour if colour in COLOURS else visit.colour
    session.flush()
    people.record(session, "visit.changed", kind="visit", subject_id=visit.id, by=by, at=at)


def confirm(
    session: Session, visit: Visit, *, agency: Agency, fee_bps: int, by: int, at: datetime
) -> None:
    """Await a visit that was announced: who is given which fee is settled with it."""
    if visit.state != "announced":
        raise Conflict(_("Rombongan ini sudah dikonfirmasi."))
    visit.agency_id, visit.agency, visit.fee_bps = agency.id, agency, fee_bps
    visit.state, visit.confirmed_at = "confirmed", at
    session.flush()
    people.record(session, "visit.confirmed", kind="visit", subject_id=visit.id, by=by, at=at)


def arrive(session: Session, visit: Visit, *, by: int, at: datetime) -> None:
    """Note that the group stands in the shop; once is enough."""
    if visit.state == "here":
        return
    if visit.state != "confirmed":
        raise Conflict(_("Rombongan ini belum dikonfirmasi atau sudah selesai."))
    visit.state = "here"
    session.flush()
    people.record(session, "visit.arrived", kind="visit", subject_id=visit.id, by=by, at=at)


def end(session: Session, visit: Visit, *, by: int, at: datetime) -> None:
    """Close a visit whose fee is being settled; `pos/sales/tours` does that in the same transaction."""
    if not visit.is_at_hand:
        raise Conflict(_("Rombongan ini sudah selesai."))
    visit.state, visit.closed_at, visit.closed_by = "done", at, by
    session.flush()
    people.record(session, "visit.done", kind="visit", subject_id=visit.id, by=by, at=at)


def cancel(session: Session, visit: Visit, *, by: int, at: datetime) -> None:
    """Await a visit no more. A group that came is ended at the till: it may have bought something."""
    _refuse_over(visit)
    if visit.state == "here":
        raise Refused(_("Rombongan ini sudah datang. Akhiri dengan Rombongan selesai."))
    visit.state, visit.closed_at, visit.closed_by = "cancelled", at, by
    session.flush()
    people.record(session, "visit.cancelled", kind="visit", subject_id=visit.id, by=by, at=at)


def _told(news: News) -> dict[str, object]:
    return {
        "agency_name": " ".join(news.agency_name.split()), "guide": " ".join(news.guide.split()),
        "phone": news.phone, "people": news.people, "country": news.country.strip(),
        "language": news.language, "expected_on": news.expected_on,
        "expected_at": news.expected_at, "note": news.note.strip(),
    }  # fmt: skip


def _check(news: News, *, today: date) -> None:
    if not fold(news.agency_name):
        raise Refused(_("Isi nama biro atau pemandunya."), field="agency_name")
    if not today <= news.expected_on <= today + FURTHEST:
        raise Refused(_("Pilih tanggal antara hari ini dan setahun lagi."), field="expected_on")
    if news.people is not None and not 0 < news.people <= MOST_PEOPLE:
        raise Refused(_("Jumlah orang harus antara 1 dan %(n)s.", n=MOST_PEOPLE), field="people")


def _refuse_flood(session: Session, sender: str | None, *, at: datetime) -> None:
    if is_flood(
        session, Visit.created_at, Visit.sender, Visit.came_by == "form",
        sender=sender, at=at, from_one=FROM_ONE, from_all=FROM_ALL,
    ):  # fmt: skip
        raise TooMany(
            _("Sudah banyak kabar dari sini. Tunggu satu jam, atau kabari lewat WhatsApp.")
        )


def _refuse_over(visit: Visit) -> None:
    if visit.is_over:
        raise Conflict(_("Rombongan ini sudah selesai atau batal."))
