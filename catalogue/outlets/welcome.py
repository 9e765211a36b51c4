"""What a visitor must know to come and to buy: hours and the way to a place, payment, shipping, rates.

All of it is said by the house itself; no map, no exchange and no courier is asked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from babel.dates import get_day_names
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets.models import Outlet, OutletWelcome
from core import settings
from core.clock import HOUR_MINUTE
from core.errors import Refused
from core.i18n import _, current_locale
from core.users import service as people

Hours = Sequence[Sequence[str] | None]
"""Seven of (opens, closes) from Monday on, HH:MM; None where the place is closed that day."""

DAYS = 7
POSITION = re.compile(r"(-?\d{1,2}(?:\.\d{1,7})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,7})?)")
PAYMENTS = ("cash", "qris", "card", "transfer")
CURRENCIES = ("USD", "EUR", "MYR", "SGD", "AUD", "JPY")
DEAREST_UNIT = 1_000_000


def _payments(value: Any) -> list[str]:
    return [name for name in PAYMENTS if name in value]


def _rates(value: Any) -> dict[str, int]:
    return {code: int(value[code]) for code in CURRENCIES if value.get(code)}


NO_RATES: dict[str, int] = {}

ACCEPTED = settings.declare(
    "visitors.payments", ["cash", "qris"], "Cara bayar yang diterima", _payments
)
SHIPPING = settings.declare(
    "visitors.shipping",
    _(
        "Kami kemas untuk dibawa pulang. Mau dikirim? Kasir menimbang dan mengurus kurirnya; "
        "ongkosnya menurut berat dan tujuan."
    ),
    "Pengiriman",
    str,
)
SHIPPING_EN = settings.declare("visitors.shipping_en", "", "Pengiriman (Inggris)", str)
RATES = settings.declare("visitors.rates", NO_RATES, "Kurs kira-kira", _rates)


@dataclass(frozen=True)
class Buying:
    """What is said beside every product: how to pay, how it is sent, rupiah for a foreign unit."""

    payments: tuple[str, ...]
    shipping: str
    rates: dict[str, int]

    def rough(self, price: int) -> list[str]:
        """Return a price in rupiah as it is, roughly, in each currency that has a rate."""
        return [f"{code} {_rough(price / unit)}" for code, unit in self.rates.items()]


@dataclass(frozen=True)
class Today:
    """Whether a place is open now, and its hours of this day, '' where it is closed."""

    is_open: bool
    hours: str


def buying(session: Session, *, on: date) -> Buying:
    """Return what is said beside every product, in the language now spoken."""
    said = settings.get(session, SHIPPING, on=on)
    if current_locale() == "en":
        said = settings.get(session, SHIPPING_EN, on=on) or _(said)
    accepted = settings.get(session, ACCEPTED, on=on)
    return Buying(
        payments=tuple(payment_name(name) for name in accepted),
        shipping=said,
        rates=settings.get(session, RATES, on=on),
    )


def payment_name(name: str) -> str:
    """Return what a way to pay is called."""
    return {
        "cash": _("tunai"), "qris": "QRIS", "card": _("kartu debit atau kredit"),
        "transfer": _("transfer bank"),
    }[name]  # fmt: skip


def of(session: Session, outlet_id: int) -> OutletWelcome | None:
    """Return what is said of coming to a place, or None where nobody wrote it yet."""
    return session.get(OutletWelcome, outlet_id)


def of_all(session: Session) -> dict[int, OutletWelcome]:
    """Return what is said of coming to each place, by the place's id."""
    return {row.outlet_id: row for row in session.scalars(select(OutletWelcome))}


def describe(
    session: Session,
    outlet: Outlet,
    *,
    hours: Hours,
    way: str,
    way_en: str,
    position: str,
    by: int,
    at: datetime,
) -> OutletWelcome:
    """Say when a place is open and how to get there; `position` is latitude, longitude or empty.

    Raises Refused for hours that are no hours, and for a position that is none.
    """
    row = session.get(OutletWelcome, outlet.id)
    if row is None:
        row = OutletWelcome(outlet_id=outlet.id)
        session.add(row)
    row.hours = [_checked(day, pair) for day, pair in enumerate(hours)]
    row.way, row.way_en, row.position = way.strip(), way_en.strip(), _position(position)
    session.flush()
    people.record(session, "outlet.welcome", kind="outlet", subject_id=outlet.id, by=by, at=at)
    return row


def week(hours: Hours) -> list[tuple[str, str]]:
    """Return the week in the language now spoken, days alike together: Senin–Jumat, 09:00–17:00."""
    names = get_day_names("wide", locale=current_locale())
    said = []
    for pair, days in groupby(range(len(hours)), key=lambda day: tuple(hours[day] or ())):
        span = list(days)
        first, last = names[span[0]].capitalize(), names[span[-1]].capitalize()
        label = first if len(span) == 1 else f"{first}–{last}"
        said.append((label, "–".join(pair) if pair else _("tutup")))
    return said


def today(hours: Hours, clock: datetime) -> Today | None:
    """Return how it is at a place at the moment of its own wall clock; None without any hours."""
    if not any(hours):
        return None
    pair = hours[clock.weekday()]
    if not pair:
        return Today(False, "")
    return Today(pair[0] <= f"{clock:%H:%M}" < pair[1], "–".join(pair))


def _checked(day: int, pair: Sequence[str] | None) -> list[str] | None:
    opens, closes = pair or ("", "")
    if not opens and not closes:
        return None
    if not (HOUR_MINUTE.fullmatch(opens) and HOUR_MINUTE.fullmatch(closes) and opens < closes):
        raise Refused(
            _("Tulis jam buka dan jam tutup, misalnya 09:00 dan 17:00."), field=f"opens_{day}"
        )
    return [opens, closes]


def _position(typed: str) -> str:
    if not typed.strip():
        return ""
    found = POSITION.fullmatch(typed.strip())
    if found is None or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        raise Refused(_("Tulis lintang dan bujur, misalnya -5.3906, 105.2105."), field="position")
    return f"{found[1]},{found[2]}"


def _rough(amount: float) -> str:
    """Return a foreign amount as nobody will take for exact: 24, 6.5, 110."""
    if amount < 10:
        return f"{amount:.1f}".removesuffix(".0")
    return f"{round(amount, -1 if amount >= 200 else 0):,.0f}"
