"""Reads of the gallery's screens, and what goes by on one while nobody touches it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from catalogue.makers.models import FOOD_CRAFTS
from catalogue.visitors import meanings, pages
from catalogue.visitors.kiosk.models import Kiosk
from catalogue.visitors.meanings import Sign
from catalogue.visitors.shown import Hand, Work
from core.errors import NotFound
from core.i18n import _
from core.text import fold
from core.users.secrets import fingerprint

PIECES, HANDS, SIGNS = 14, 4, 3
"""What goes by in one round: some three minutes."""
FEW = 6
"""With fewer pieces than these at its own place, a screen shows those of all places."""


@dataclass(frozen=True)
class Slide:
    """One picture of the round: a piece, a maker, or a motif."""

    work: Work | None = None
    hand: Hand | None = None
    sign: Sign | None = None


def waiting(session: Session, outlet_id: int) -> Kiosk | None:
    """Return the link of a place that waits for its tablet, or None."""
    return session.scalar(_open().where(Kiosk.outlet_id == outlet_id, Kiosk.begun_at.is_(None)))


def running(session: Session, outlet_id: int) -> list[Kiosk]:
    """Return the screens of a place that a tablet began, the newest first."""
    begun = _open().where(Kiosk.outlet_id == outlet_id, Kiosk.begun_at.is_not(None))
    return list(session.scalars(begun.order_by(Kiosk.begun_at.desc(), Kiosk.id.desc())))


def require_open(session: Session, outlet_id: int, kiosk_id: int) -> Kiosk:
    """Return a link or screen of a place that is not closed, or raise NotFound."""
    found = session.scalar(_open().where(Kiosk.outlet_id == outlet_id, Kiosk.id == kiosk_id))
    if found is None:
        raise NotFound(_("Layar galeri ini tidak ada, atau sudah diakhiri."))
    return found


def by_secret(session: Session, secret: str) -> Kiosk | None:
    """Return the screen whose tablet holds that secret, or None where it was closed."""
    return session.scalar(_open().where(Kiosk.secret_hash == fingerprint(secret)))


def require_link(session: Session, token: str) -> Kiosk:
    """Return the link of that token which no tablet used yet, or raise NotFound."""
    found = session.scalar(_open().where(Kiosk.token == token, Kiosk.begun_at.is_(None)))
    if found is None:
        raise NotFound(_("Tautan layar ini sudah tidak berlaku. Minta yang baru pada pengurus."))
    return found


def _open() -> Select[Kiosk]:
    return select(Kiosk).where(Kiosk.closed_at.is_(None))


def here_first(works: list[Work], place: str) -> list[Work]:
    """Return the works with those that lie at a place before the others."""
    return sorted(works, key=lambda work: place not in work.places)


def round_of(works: list[Work], hands: list[Hand], place: str) -> list[Slide]:
    """Return what goes by: pieces of this place, crafts and makers in turn, some makers and motifs."""
    near = [work for work in works if place in work.places]
    near = near if len(near) >= FEW else works
    crafts = [work for work in near if work.craft not in FOOD_CRAFTS]
    pieces = [
        *pages.mixed(crafts, PIECES - 2, by=lambda work: work.craft),
        *pages.mixed(
            [work for work in near if work.craft in FOOD_CRAFTS], 2, by=lambda work: work.craft
        ),
    ]
    shown = {fold(work.motif) for work in works}
    signs = [sign for sign in meanings.SIGNS if sign.key in shown]
    between = _in_turn(
        [Slide(hand=hand) for hand in pages.hands_at_work(hands, works, HANDS)],
        [Slide(sign=sign) for sign in signs[:SIGNS]],
    )
    slides: list[Slide] = []
    for number, work in enumerate(pieces, 1):
        slides.append(Slide(work=work))
        if number % 2 == 0:
            slides += islice(between, 1)
    return slides


def _in_turn(first: list[Slide], second: list[Slide]) -> Iterator[Slide]:
    while first or second:
        if first:
            yield first.pop(0)
        if second:
            yield second.pop(0)
