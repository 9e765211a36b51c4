"""Groups of the demonstration: two agencies, two groups that come today, and one that asks."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.outlets import queries as places
from catalogue.tours import queries as visits
from catalogue.tours import service as tours
from catalogue.tours.models import Visit
from catalogue.tours.service import News
from core.users.models import User
from core.users.queries import by_login
from demo.days import day, moment

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
    """Yield one step for who brings groups, one for the groups that are awaited."""
    yield "agencies", bring_agencies
    yield "groups", announce_groups


def bring_agencies(session: Session, at: datetime) -> None:
    """Write down who brings groups."""
    for name, contact, phone, fee_bps in AGENCIES:
        tours.add_agency(
            session, name, fee_bps=fee_bps, contact=contact, phone=phone,
            by=_manager(session).id, at=moment(at, 30, 10),
        )  # fmt: skip


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
            session, visit, agency=agency, fee_bps=agency.fee_bps, by=_manager(session).id,
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


def _manager(session: Session) -> User:
    found = by_login(session, "manajer")
    assert found is not None
    return found
