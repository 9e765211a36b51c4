"""Groups of the demonstration: two agencies, who came last week, two who come today, one that asks."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from catalogue.outlets import queries as places
from catalogue.outlets.models import Till
from catalogue.tours import queries as visits
from catalogue.tours import service as tours
from catalogue.tours.models import Visit
from catalogue.tours.service import News
from core.clock import local_date
from demo.days import day, moment
from demo.people import person
from pos.sales.completing import Counter
from pos.sales.tours import service as badges

Step = Callable[[Session, datetime], None]

AGENCIES = (
    ("Wisata Angan Sejahtera", "Ibu Melati", "081200000021", 1_000),
    ("Tunas Rekaan Tour", "Pak Ruli", "081200000022", 750),
)
TODAY = (
    ("Wisata Angan Sejahtera", "Pak Tunjuk Arah", "081200000031", "10:00", 38, "Palembang", "id"),
    ("Tunas Rekaan Tour", "Kak Dewi", "081200000032", "11:30", 16, "Malaysia", "en"),
)


def steps() -> Iterator[tuple[str, Step]]:
    """Yield one step for the groups that are awaited; who brings them was written down before."""
    yield "groups", announce_groups


def bring_agencies(session: Session, at: datetime) -> None:
    """Write down who brings groups."""
    for name, contact, phone, fee_bps in AGENCIES:
        tours.add_agency(
            session, name, fee_bps=fee_bps, contact=contact, phone=phone,
            by=person(session, "manajer").id, at=moment(at, 30, 10),
        )  # fmt: skip


def welcome(session: Session, till: Till, at: datetime) -> Visit:
    """Let a group of the first agency arrive that was announced the evening before."""
    name, contact, phone, fee_bps = AGENCIES[0]
    by, on = person(session, "manajer").id, local_date(at, till.outlet.zone)
    news = News(
        agency_name=name, guide=contact, phone=phone, expected_on=on, expected_at="14:00",
        people=32, country="Jakarta",
    )  # fmt: skip
    agency = visits.by_name(session, name)
    assert agency is not None
    told = at - timedelta(hours=20)
    visit = tours.announce(
        session, till.outlet, news, came_by="phone", today=local_date(told, till.outlet.zone),
        by=by, at=told,
    )  # fmt: skip
    tours.confirm(session, visit, agency=agency, fee_bps=fee_bps, by=by, at=told)
    badges.serve(session, till, visit, ticket=None, on=on, by=by, at=at)
    return visit


def see_off(session: Session, counter: Counter, visit: Visit, at: datetime) -> None:
    """Pay the guide out of the drawer, and let the till serve nobody's group again."""
    seen = badges.reckon(session, visit).amount
    badges.finish(session, visit, "drawer", seen=seen, by=counter.cashier, at=at, till=counter.till)
    badges.serve(
        session, counter.till, None, ticket=None, on=visit.expected_on, by=counter.cashier.id, at=at
    )


def announce_groups(session: Session, at: datetime) -> None:
    """Confirm two groups for today; a third of an agency that nobody knows asks for tomorrow."""
    for number, (name, guide, phone, clock, people, country, language) in enumerate(TODAY):
        news = News(
            agency_name=name, guide=guide, phone=phone, expected_on=day(at, 0),
            expected_at=clock, people=people, country=country, language=language,
        )  # fmt: skip
        visit = _announce(session, news, at=moment(at, 2, 9 + number), now=at)
        agency = visits.by_name(session, name)
        assert agency is not None
        tours.confirm(
            session, visit, agency=agency, fee_bps=agency.fee_bps, by=person(session, "manajer").id,
            at=moment(at, 2, 9 + number, 20),
        )  # fmt: skip
    _announce(
        session,
        News(
            agency_name="Jelajah Contoh", guide="Mas Bayu", phone="081200000033",
            expected_on=day(at, -1), expected_at="09:30", people=24, country="Jakarta",
            note="Ingin melihat cara menyulam.",
        ),
        at=moment(at, 1, 20),
        now=at,
    )  # fmt: skip


def _announce(session: Session, news: News, *, at: datetime, now: datetime) -> Visit:
    return tours.announce(
        session, places.require_main(session), news, came_by="form", today=day(now, 2), by=None,
        at=at,
    )  # fmt: skip
