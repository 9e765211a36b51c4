"""Verbs about events: announce, change, cancel; sign up, withdraw, forget who came."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.events import queries
from catalogue.events.models import KINDS, Event, SignUp
from catalogue.outlets.models import Outlet
from core.clock import HOUR_MINUTE
from core.errors import Conflict, Refused, TooMany
from core.floods import is_flood
from core.i18n import _
from core.ids import new_token
from core.text import fold, slug
from core.users import service as people

FURTHEST = timedelta(days=730)
LONGEST = timedelta(days=60)
MOST_PEOPLE = 50
MOST_SEATS = 5_000
FROM_ONE = 5
FROM_ALL = 120
"""Sign-ups that the public form takes within an hour: from one address, and in all."""
KEPT = timedelta(days=30)
"""How long after an event the names and numbers of those who signed up are kept."""
FORGOTTEN_AT_ONCE = 200


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is said of an event; see `Event`."""

    kind: str
    title: str
    day: date
    last_day: date
    title_en: str = ""
    story: str = ""
    story_en: str = ""
    begins: str = ""
    ends: str = ""
    takes_names: bool = True
    seats: int | None = None
    fee: int = 0


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Who signs up: a name, a WhatsApp number (08… or +…), how many come."""

    name: str
    phone: str
    people: int
    language: str
    note: str = ""


def announce(session: Session, outlet: Outlet, plan: Plan, *, by: int, at: datetime) -> Event:
    """Write an event down; visitors see it at once."""
    _check(plan)
    event = Event(slug=new_token(), outlet_id=outlet.id, outlet=outlet, created_at=at,
                  created_by=by, **_told(plan))  # fmt: skip
    session.add(event)
    session.flush()
    event.slug = slug(event.title, tail=str(event.id))
    session.flush()
    people.record(session, "event.announced", kind="event", subject_id=event.id, by=by, at=at)
    return event


def change(
    session: Session, event: Event, outlet: Outlet, plan: Plan, *, by: int, at: datetime
) -> None:
    """Change what is said of an event; its address stays, and so do those who signed up."""
    _refuse_cancelled(event)
    _check(plan)
    taken = queries.coming(session, queries.lock_event(session, event.id).id)
    if plan.seats is not None and plan.seats < taken:
        raise Refused(_("%(n)s orang sudah mendaftar.", n=taken), field="seats")
    for name, value in _told(plan).items():
        setattr(event, name, value)
    event.outlet_id, event.outlet = outlet.id, outlet
    session.flush()
    people.record(session, "event.changed", kind="event", subject_id=event.id, by=by, at=at)


def cancel(session: Session, event: Event, *, by: int, at: datetime) -> None:
    """Call an event off; its page says so to whoever comes back to it."""
    _refuse_cancelled(event)
    event.cancelled_at = at
    session.flush()
    people.record(session, "event.cancelled", kind="event", subject_id=event.id, by=by, at=at)


def sign_up(
    session: Session,
    event: Event,
    guest: Guest,
    *,
    today: date,
    at: datetime,
    sender: str | None = None,
) -> SignUp:
    """Keep seats for somebody. Raises Refused where none are left, TooMany for a flood."""
    event = queries.lock_event(session, event.id)
    _refuse_closed(event, today=today)
    _check_guest(session, event, guest)
    if is_flood(
        session, SignUp.created_at, SignUp.sender,
        sender=sender, at=at, from_one=FROM_ONE, from_all=FROM_ALL,
    ):  # fmt: skip
        raise TooMany(_("Sudah banyak pendaftaran dari sini. Tunggu satu jam, atau telepon kami."))
    found = SignUp(
        event_id=event.id, event=event, token=new_token(), sender=sender, created_at=at,
        **asdict(guest),
    )  # fmt: skip
    session.add(found)
    session.flush()
    people.record(session, "event.signed_up", kind="event", subject_id=event.id, by=None, at=at)
    return found


def withdraw(session: Session, found: SignUp, *, by: int | None, at: datetime) -> None:
    """Give seats back; `by` is None where the guest does it."""
    if found.withdrawn_at is not None:
        raise Conflict(_("Pendaftaran ini sudah dibatalkan."))
    found.withdrawn_at = at
    session.flush()
    people.record(session, "event.withdrew", kind="event", subject_id=found.event_id, by=by, at=at)


def forget(session: Session, on: date, _at: datetime) -> None:
    """Empty names, numbers and notes of guests whose event is over since KEPT, some at a time."""
    over = (
        select(SignUp)
        .join(SignUp.event)
        .where(Event.last_day < on - KEPT, SignUp.phone != "")
        .limit(FORGOTTEN_AT_ONCE)
    )
    for found in session.scalars(over):
        found.name, found.phone, found.note, found.sender = "", "", "", None
    session.flush()


def _told(plan: Plan) -> dict[str, object]:
    told: dict[str, object] = asdict(plan)
    for name in ("title", "title_en"):
        told[name] = " ".join(str(told[name]).split())
    for name in ("story", "story_en"):
        told[name] = str(told[name]).strip()
    return told


def _check(plan: Plan) -> None:
    if plan.kind not in KINDS:
        raise Refused(_("Pilih macam acaranya."), field="kind")
    if not fold(plan.title):
        raise Refused(_("Isi nama acaranya."), field="title")
    if not plan.day <= plan.last_day <= plan.day + LONGEST:
        raise Refused(_("Hari terakhir tidak boleh sebelum hari pertama."), field="last_day")
    for name, clock in (("begins", plan.begins), ("ends", plan.ends)):
        if clock and not HOUR_MINUTE.fullmatch(clock):
            raise Refused(_("Tulis jamnya, misalnya 09:30."), field=name)
    if plan.day == plan.last_day and plan.begins and plan.ends and plan.ends <= plan.begins:
        raise Refused(_("Jam selesai harus sesudah jam mulai."), field="ends")
    if plan.seats is not None and not 0 < plan.seats <= MOST_SEATS:
        raise Refused(_("Jumlah kursi antara 1 dan %(n)s.", n=MOST_SEATS), field="seats")
    if plan.fee < 0:
        raise Refused(_("Biaya tidak boleh kurang dari nol."), field="fee")


def refuse_crowd(people: int) -> int:
    """Return how many come; raises Refused where that is nobody, or more than one may sign up for."""
    if not 0 < people <= MOST_PEOPLE:
        raise Refused(_("Jumlah orang antara 1 dan %(n)s.", n=MOST_PEOPLE), field="people")
    return people


def _check_guest(session: Session, event: Event, guest: Guest) -> None:
    if not fold(guest.name):
        raise Refused(_("Isi nama Anda."), field="name")
    refuse_crowd(guest.people)
    if queries.by_phone(session, event, guest.phone):
        raise Refused(_("Nomor ini sudah terdaftar untuk acara ini."), field="phone")
    left = queries.seats_left(session, event)
    if left is not None and guest.people > left:
        raise Refused(
            _("Tinggal %(n)s kursi.", n=left) if left else _("Kursinya sudah habis."),
            field="people",
        )


def _refuse_cancelled(event: Event) -> None:
    if event.cancelled_at is not None:
        raise Conflict(_("Acara ini sudah dibatalkan."))


def _refuse_closed(event: Event, *, today: date) -> None:
    _refuse_cancelled(event)
    if event.last_day < today:
        raise Conflict(_("Acara ini sudah lewat."))
    if not event.takes_names:
        raise Conflict(_("Acara ini tidak perlu mendaftar. Datang saja."))
