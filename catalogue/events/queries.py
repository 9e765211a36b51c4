"""Reads about events: what is to come, what is on today, and how many seats are left."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.events.models import Event, SignUp
from core.errors import NotFound
from core.i18n import _


def to_come(session: Session, today: date) -> list[Event]:
    """Return the events that are not over and not cancelled, the next one first."""
    return list(
        session.scalars(
            select(Event)
            .where(Event.last_day >= today, Event.cancelled_at.is_(None))
            .order_by(Event.day, Event.begins, Event.id)
            .limit(100)
        )
    )


def require_event(session: Session, event_id: int) -> Event:
    """Return the event, or raise NotFound."""
    event = session.get(Event, event_id)
    if event is None:
        raise NotFound(_("Acara ini tidak ada dalam daftar."))
    return event


def by_slug(session: Session, slug: str) -> Event:
    """Return the event of that address, or raise NotFound."""
    event = session.scalar(select(Event).where(Event.slug == slug))
    if event is None:
        raise NotFound(_("Acara ini tidak ada. Mungkin alamatnya salah ketik."))
    return event


def lock_event(session: Session, event_id: int) -> Event:
    """Return the event, locked until this transaction ends, so that seats are given in turn."""
    return session.scalars(
        select(Event)
        .where(Event.id == event_id)
        .with_for_update(of=Event)
        .execution_options(populate_existing=True)
    ).one()


def by_token(session: Session, token: str) -> SignUp:
    """Return the sign-up of a visitor's own page, or raise NotFound."""
    found = session.scalar(select(SignUp).where(SignUp.token == token))
    if found is None:
        raise NotFound(_("Pendaftaran ini tidak ada. Periksa alamatnya."))
    return found


def require_sign_up(session: Session, event: Event, sign_up_id: int) -> SignUp:
    """Return one sign-up of an event, or raise NotFound."""
    found = session.get(SignUp, sign_up_id)
    if found is None or found.event_id != event.id:
        raise NotFound(_("Pendaftaran ini tidak ada dalam daftar."))
    return found


def coming(session: Session, event_id: int) -> int:
    """Return how many people have signed up and not withdrawn."""
    total = select(func.coalesce(func.sum(SignUp.people), 0)).where(
        SignUp.event_id == event_id, SignUp.withdrawn_at.is_(None)
    )
    return int(session.scalar(total) or 0)


def seats_left(session: Session, event: Event) -> int | None:
    """Return how many seats are left, None where as many may come as like."""
    return None if event.seats is None else max(0, event.seats - coming(session, event.id))


def by_phone(session: Session, event: Event, phone: str) -> SignUp | None:
    """Return the sign-up of that number for an event, or None."""
    return session.scalar(
        select(SignUp).where(
            SignUp.event_id == event.id, SignUp.phone == phone, SignUp.withdrawn_at.is_(None)
        )
    )
