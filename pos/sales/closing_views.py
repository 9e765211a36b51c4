"""Closing the shift: a blind count, the proof, the Z report; cash in and out."""

from flask import Blueprint, Response, g, redirect, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets import queries as outlets
from core import forms
from core.errors import NotFound, Refused
from core.i18n import _
from core.money import parse_rupiah
from core.users.models import User
from core.web import See, allow, db, now, page, refused_to, see, user_id
from pos.sales import closing, queries
from pos.sales.here import require_till
from pos.sales.shift_reports import proof_of
from pos.shifts import carried, service
from pos.shifts import queries as shifts
from pos.shifts.models import Shift
from printers import spool
from printers.models import Printer

blueprint = Blueprint("closing", __name__)
staff = allow("cashier", "manager", login="till_door.enter", by=("password", "pin"))


@blueprint.get("/pos/close")
@staff
def count(error: Refused | None = None) -> Response | WsgiResponse:
    """Ask for the blind count; what the drawer should hold is not told."""
    till = require_till()
    shift = shifts.open_shift(db(), till.id)
    if shift is None:
        return redirect("/pos", code=303)
    return page(
        "sales/close.html",
        till=till,
        shift=shift,
        error=error,
        form=request.form,
        denominations=closing.DENOMINATIONS,
        claims=queries.claims(db(), shift_id=shift.id),
        held=queries.held(db(), till.outlet_id),
        movements=shifts.cash_movements(db(), shift.id),
    )


@blueprint.post("/pos/close")
@staff
@refused_to(count)
def close() -> See:
    """Close the shift on what was counted."""
    shift = open_shift()
    goes_to = request.form.get("cash_to") or ("safe" if shift.till.outlet.is_main else "keep")
    if goes_to not in ("safe", "keep", "hand"):
        raise Refused(_("Pilih ke mana uangnya."), field="cash_to")
    counted = typed_count()
    closed = closing.close_shift(
        db(), shift, counted=counted, pieces=typed_pieces(), by=g.user, at=now(),
        keeper=None if goes_to == "safe" or not counted else g.user,
    )  # fmt: skip
    if goes_to == "hand" and counted:
        _hand_in(counted)
    return see("closing.closed", shift_id=closed.shift.id)


@blueprint.get("/pos/closed/<int:shift_id>")
@staff
def closed(shift_id: int) -> Response:
    """Show over or short and the daily proof of a closed shift."""
    till = require_till()
    shift = shifts.require_shift(db(), shift_id)
    if shift.till_id != till.id or shift.is_open:
        raise NotFound(_("Sif ini tidak ada dalam daftar."))
    assert shift.counted_cash is not None and shift.expected_cash is not None
    return page(
        "sales/closed.html",
        till=till,
        shift=shift,
        difference=shift.counted_cash - shift.expected_cash,
        proof=proof_of(db(), shift, queries.of_shift(db(), shift)),
        report=shift.report,
        keeper=db().get(User, shift.kept_by) if shift.kept_by else None,
        delivery=carried.last_of(db(), shift.kept_by, shift.closed_at) if shift.kept_by else None,
    )


@blueprint.post("/pos/cash")
@staff
@refused_to(count)
def move_cash() -> See:
    """Put cash into the drawer, take some out, or drop it into the safe."""
    kind = request.form.get("kind", "")
    if kind not in ("in", "out", "drop"):
        raise Refused(_("Pilih uang masuk, keluar, atau setor."))
    amount = parse_rupiah(request.form.get("amount", ""))
    if amount is None:
        raise Refused(_("Tulis jumlah dengan angka saja, misalnya 150.000."), field="amount")
    service.move_cash(
        db(),
        open_shift(),
        kind,
        amount,
        reason=forms.clean(request.form.get("reason", "")),
        by=user_id(),
        at=now(),
    )
    return see("closing.count", notice=_("Uang laci tercatat."))


def _hand_in(counted: int) -> None:
    """Hand what was counted on at once: to the gallery's safe, or to the treasurer; print the slip."""
    to_safe = request.form.get("place") == "safe"
    received = carried.Receipt(
        counted,
        outlets.require_main(db()) if to_safe else None,
        forms.clean(request.form.get("receiver", "")),
    )
    row = carried.hand_in(db(), g.user, received, by=user_id(), at=now())
    till = require_till()
    if till.receipt_printer_id is not None:
        spool.enqueue(
            db(), db().get_one(Printer, till.receipt_printer_id), carried.slip(db(), row),
            source_kind="cash_delivery", source_id=row.id, by=user_id(), at=now(),
        )  # fmt: skip


def typed_count() -> int:
    """Return the rupiah counted in the drawer as the form says; raise Refused where it is none."""
    counted = parse_rupiah(request.form.get("counted_cash", ""))
    if counted is None:
        raise Refused(_("Tulis jumlah uang di laci dengan angka saja."), field="counted_cash")
    return counted


def open_shift() -> Shift:
    """Return the open shift of this browser's till, or raise NoShift."""
    shift = shifts.open_shift(db(), require_till().id)
    if shift is None:
        raise service.NoShift(_("Sif ini sudah ditutup."))
    return shift


def typed_pieces() -> dict[int, int]:
    """Return how many of each note and coin the form says were counted."""
    found = {}
    for note in closing.DENOMINATIONS:
        text = request.form.get(f"note_{note}", "").strip()
        if text:
            if not (text.isascii() and text.isdigit() and len(text) <= 5):
                raise Refused(_("Jumlah lembar harus angka bulat."), field=f"note_{note}")
            found[note] = int(text)
    return {note: pieces for note, pieces in found.items() if pieces}
