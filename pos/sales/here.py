"""Which till this browser stands at."""

import re

from flask import g, request
from sqlalchemy.orm import Session

from catalogue.outlets import queries as outlets
from catalogue.outlets import showroom
from catalogue.outlets.here import today
from catalogue.outlets.models import Till
from core import settings
from core.errors import Refused
from core.i18n import _
from core.proxies import was_passed_on
from core.web import db, public_address
from pos.sales.completing import Counter
from pos.sales.practice.here import practises
from printers.models import Printer

LOOPBACK = ("127.0.0.1", "::1")
BESIDE = ("practice", "till_door")
"""What is asked for while practising too: the practice itself, and the door."""

SHOWN_TOTAL = re.compile(r"-?\d{1,15}", re.ASCII)


class Practising(Refused):
    """This browser's till is a practice till now."""


class NotEnrolled(Refused):
    """This browser is not enrolled for a till."""

    status = 403


def find_till() -> Till | None:
    """Return the till that this browser is enrolled for, or None.

    On demonstration data a browser on this very machine stands at the demonstration's first till.
    """
    found: tuple[Session, Till | None] | None = g.get("till_here")
    if found is None or found[0] is not db():  # asked several times in one transaction
        found = g.till_here = (db(), _till_here())
    return found[1]


def _till_here() -> Till | None:
    till = outlets.till_of_device(db(), g.device)
    if till is not None:
        return till
    is_here = request.remote_addr in LOOPBACK and not was_passed_on(request.headers)
    if is_here and settings.get(db(), showroom.DEMO, on=today()):
        return next(iter(outlets.active_tills(db())), None)
    return None


def require_till() -> Till:
    """Return this browser's till, or raise NotEnrolled."""
    till = find_till()
    if till is None:
        raise NotEnrolled(
            _("Perangkat ini belum dipasang sebagai kasir. Pengurus memasangnya dengan kata sandi.")
        )
    return till


def receipt_printer(till: Till) -> Printer | None:
    """Return the printer of a till's receipts, None where it has none."""
    return db().get(Printer, till.receipt_printer_id) if till.receipt_printer_id else None


def require_receipt_printer(till: Till) -> Printer:
    """Return the printer of a till's receipts; Refused where it has none."""
    printer = receipt_printer(till)
    if printer is None:
        raise Refused(_("Kasir ini belum punya printer struk."))
    return printer


def refuse_practising() -> None:
    """Let nothing real happen at a till that practises, whatever folder it belongs to.

    Goods that arrive and are counted are as real as sales: a page left open, or the way back to one.
    """
    if not request.path.startswith("/pos/") or request.blueprint in BESIDE:
        return
    if practises():
        raise Practising(_("Kasir ini sedang latihan. Selesaikan latihannya dulu, lalu ulangi."))


def counter() -> Counter:
    """Return the till, the person at it, and the address visitors use."""
    return Counter(require_till(), g.user, public_address())


def seen_total() -> int | None:
    """Return the total (rupiah) that stood on the screen whose form is sent; None where it says none."""
    typed = request.form.get("seen", "")
    return int(typed) if SHOWN_TOTAL.fullmatch(typed) else None
