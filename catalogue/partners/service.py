"""Verbs of enquiries: ask, move from state to state, forget the person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.partners import queries
from catalogue.partners.models import Enquiry, EnquiryItem
from catalogue.products.models import Product
from core import counters
from core.errors import Conflict, Refused, TooMany
from core.floods import is_flood
from core.i18n import _
from core.ids import new_token
from core.text import fold
from core.users import service as people

FURTHEST = timedelta(days=730)
MOST_ITEMS = 40
MOST_PIECES = 9_999
FROM_ONE, FROM_ALL = 6, 60
"""Enquiries that the public form takes within an hour: from one address, and in all."""
KEPT = timedelta(days=180)
"""How long after its last step the person behind an enquiry is kept."""
FORGOTTEN_AT_ONCE = 200
NEXT = {
    "new": ("answered", "quoted", "declined"),
    "answered": ("quoted", "declined"),
    "quoted": ("quoted", "accepted", "declined", "lapsed"),
    "accepted": ("quoted", "declined"),
    "declined": ("answered", "quoted"),
    "lapsed": ("answered", "quoted", "declined"),
}
"""What may become of an enquiry in each state; one that was declined or lapsed may come back."""


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What a firm writes: who, how to reach them, by when, how many of what."""

    firm: str
    contact: str
    phone: str
    language: str
    email: str = ""
    wanted_by: date | None = None
    note: str = ""
    pieces: Sequence[tuple[Product, int]] = ()


def ask(
    session: Session,
    asking: Asking,
    *,
    today: date,
    by: int | None,
    at: datetime,
    sender: str | None = None,
) -> Enquiry:
    """Write an enquiry down under the next number; `by` is who noted it, None for the firm itself.

    Raises Refused beside the field, TooMany for a flood.
    """
    _check(asking, today=today)
    if by is None and is_flood(
        session, Enquiry.created_at, Enquiry.sender,
        sender=sender, at=at, from_one=FROM_ONE, from_all=FROM_ALL,
    ):  # fmt: skip
        raise TooMany(
            _("Sudah banyak permintaan dari sini. Tunggu satu jam, atau tulis lewat WhatsApp.")
        )
    found = Enquiry(
        number=f"MP{counters.next_number(session, 'enquiry'):05d}", token=new_token(), state="new",
        firm=asking.firm, contact=asking.contact, phone=asking.phone, email=asking.email,
        wanted_by=asking.wanted_by, note=asking.note, language=asking.language, sender=sender,
        created_at=at, created_by=by, moved_at=at, moved_by=by,
        items=[EnquiryItem(product_id=p.id, product=p, quantity=n) for p, n in asking.pieces],
    )  # fmt: skip
    session.add(found)
    session.flush()
    people.record(session, "enquiry.asked", kind="enquiry", subject_id=found.id, by=by, at=at)
    return found


def check_pieces(product: Product, pieces: int, *, field: str) -> None:
    """Refuse, beside `field`, so many pieces of a product that no firm can be offered them."""
    if product.is_unique and pieces > 1:
        raise Refused(_("Hanya ada satu: %(title)s.", title=product.title), field=field)
    if not 0 < pieces <= MOST_PIECES:
        raise Refused(_("Jumlahnya antara 1 dan %(n)s.", n=MOST_PIECES), field=field)


def move(
    session: Session, enquiry: Enquiry, state: str, *, by: int | None, at: datetime, note: str = ""
) -> None:
    """Say what became of an enquiry; raises Conflict where it stands somewhere else meanwhile.

    `note` is the number of the paper that moved it.
    """
    enquiry = queries.lock(session, enquiry.id)
    if state not in NEXT[enquiry.state]:
        raise Conflict(_("Permintaan ini sudah diurus. Muat ulang halamannya."))
    enquiry.state, enquiry.moved_at, enquiry.moved_by = state, at, by
    session.flush()
    people.record(
        session, f"enquiry.{state}", kind="enquiry", subject_id=enquiry.id, by=by, at=at,
        detail={"note": note},
    )  # fmt: skip


def erase(session: Session, enquiry: Enquiry, *, by: int, at: datetime) -> None:
    """Forget the person behind an enquiry at once, because they asked for it."""
    _empty(queries.lock(session, enquiry.id), at=at)
    session.flush()
    people.record(session, "enquiry.erased", kind="enquiry", subject_id=enquiry.id, by=by, at=at)


def forget(session: Session, _on: date, at: datetime) -> None:
    """Forget the people behind enquiries that nobody touched since KEPT, some at a time."""
    over = (
        select(Enquiry)
        .where(Enquiry.moved_at < at - KEPT, Enquiry.forgotten_at.is_(None))
        .order_by(Enquiry.id)
        .limit(FORGOTTEN_AT_ONCE)
    )
    for enquiry in session.scalars(over):
        _empty(enquiry, at=at)
    session.flush()


def _empty(enquiry: Enquiry, *, at: datetime) -> None:
    enquiry.contact = enquiry.phone = enquiry.email = enquiry.note = ""
    enquiry.sender, enquiry.forgotten_at = None, enquiry.forgotten_at or at


def _check(asking: Asking, *, today: date) -> None:
    if not fold(asking.firm):
        raise Refused(_("Isi nama kantor atau usahanya."), field="firm")
    if not fold(asking.contact):
        raise Refused(_("Isi nama orang yang bisa kami hubungi."), field="contact")
    if not asking.phone:
        raise Refused(_("Isi nomor WhatsApp, supaya kami bisa membalas."), field="phone")
    if asking.wanted_by and not today <= asking.wanted_by <= today + FURTHEST:
        raise Refused(_("Pilih tanggal antara hari ini dan dua tahun lagi."), field="wanted_by")
    if not asking.pieces and not fold(asking.note):
        raise Refused(_("Tulis barang apa yang dicari dan berapa banyak."), field="note")
    if len(asking.pieces) > MOST_ITEMS:
        raise Refused(_("Paling banyak %(n)s macam barang sekali minta.", n=MOST_ITEMS))
    for product, pieces in asking.pieces:
        check_pieces(product, pieces, field=f"qty-{product.slug}")
