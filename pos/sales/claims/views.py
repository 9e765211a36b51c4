"""The claims at the till and in the office: seen, not received, paid otherwise, accepted."""

from flask import Blueprint, Response, request

from core import forms
from core.errors import NotFound, Refused
from core.i18n import _
from core.menu import nav
from core.web import See, allow, db, now, page, prepared, refused_to, see, user_id
from pos.sales import approval, completing
from pos.sales import queries as sales
from pos.sales.claims import queries, service, surplus
from pos.sales.here import require_till
from pos.sales.models import Tender
from pos.shifts import queries as shifts
from pos.shifts.models import Shift
from pos.shifts.service import NoShift

blueprint = Blueprint("claims", __name__)
staff = allow("cashier", "manager", login="till_door.enter", by=("password", "pin"))
nav(_("Uang"), _("QRIS belum masuk"), "claims.office", order=235, roles=("manager",))

OTHERWISE = ("cash", "transfer")


@blueprint.get("/pos/claims")
@staff
def listed(error: Refused | None = None) -> Response:
    """Show the claims of this till's outlet, and what the house took upon itself."""
    till = require_till()
    return page(
        "claims/till.html",
        till=till,
        claims=queries.waiting(db(), outlet_id=till.outlet_id),
        missing=queries.missing(db(), outlet_id=till.outlet_id),
        managers=approval.managers(till),
        form=request.form,
        error=error,
        refused=(request.view_args or {}).get("tender_id") if error else None,
    )


@blueprint.post("/pos/claims/<int:tender_id>/seen")
@staff
@refused_to(lambda tender_id, error: listed(error=error))
def confirm(tender_id: int) -> See:
    """Confirm a claim whose money was seen in the acquirer's app."""
    completing.confirm(db(), _of_this_outlet(tender_id), by=user_id(), at=now())
    closing = request.form.get("back") == "close"
    return see(
        "closing.count" if closing else "claims.listed", notice=_("Uang QRIS sudah dipastikan.")
    )


@blueprint.post("/pos/claims/<int:tender_id>/missing")
@staff
@refused_to(lambda tender_id, error: listed(error=error))
def note_missing(tender_id: int) -> See:
    """Record that the money is not there yet; the claim stays on the list."""
    service.note_missing(db(), _of_this_outlet(tender_id), by=user_id(), at=now())
    return see("claims.listed", notice=_("Dicatat: uangnya belum masuk. Tetap ada di daftar ini."))


@blueprint.post("/pos/claims/<int:tender_id>/paid")
@staff
@refused_to(lambda tender_id, error: listed(error=error))
def receive(tender_id: int) -> See:
    """Take the money of a claim in cash or by transfer instead, or note that it came late."""
    tender = _of_this_outlet(tender_id)
    ways = (tender.kind, *OTHERWISE) if tender.confirmation is not None else OTHERWISE
    way = forms.choice(request.form, "way", ways, default="cash")
    reference = forms.text(request.form, "reference", most=40)
    if way == "transfer" and not reference:
        raise Refused(_("Tulis nama pengirim atau nomor transfernya."), field="reference")
    service.receive(
        db(), tender, way=way, shift=_open_shift() if way == "cash" else None,
        reference=reference, by=user_id(), at=now(),
    )  # fmt: skip
    return see("claims.listed", notice=_("Uang nota %(n)s sudah diterima.", n=tender.sale.number))


@blueprint.post("/pos/claims/<int:tender_id>/accept")
@staff
@prepared(lambda tender_id: approval.check())
@refused_to(lambda tender_id, error: listed(error=error))
def accept(tender_id: int) -> See:
    """Let the house take the risk, by a manager's PIN."""
    word = approval.given()
    if word is None:
        raise Refused(_("Isi PIN pengurus."), field="approver_pin")
    service.accept(
        db(), _of_this_outlet(tender_id), by=word.manager.id, at=now(), reason=word.reason
    )
    return see("claims.listed", notice=_("Ditanggung galeri. Hak perajin tidak lagi tertahan."))


@blueprint.get("/manage/claims")
@allow("manager")
def office(error: Refused | None = None, surplus_id: int = 0) -> Response:
    """Show the claims of every outlet; `surplus_id` is the surplus money that was refused."""
    return page(
        "claims/office.html",
        claims=queries.waiting(db()),
        missing=queries.missing(db()),
        surplus=surplus.waiting(db()),
        surplus_id=surplus_id,
        form=request.form,
        error=error,
        refused=(request.view_args or {}).get("tender_id") if error else None,
    )


@blueprint.post("/manage/claims/<int:tender_id>/seen")
@allow("manager")
@refused_to(lambda tender_id, error: office(error=error))
def office_confirm(tender_id: int) -> See:
    """Confirm a claim whose money was seen: in time, or after the house had taken it upon itself."""
    tender = sales.require_tender(db(), tender_id)
    if tender.confirmation is not None:
        service.receive(db(), tender, way=tender.kind, by=user_id(), at=now())
    else:
        completing.confirm(db(), tender, by=user_id(), at=now())
    return see("claims.office", notice=_("Uang QRIS sudah dipastikan."))


@blueprint.post("/manage/claims/<int:tender_id>/accept")
@allow("manager")
@refused_to(lambda tender_id, error: office(error=error))
def office_accept(tender_id: int) -> See:
    """Let the house take the risk of a claim."""
    service.accept(
        db(), sales.require_tender(db(), tender_id), by=user_id(), at=now(),
        reason=forms.text(request.form, "reason", most=120),
    )  # fmt: skip
    return see("claims.office", notice=_("Ditanggung galeri. Hak perajin tidak lagi tertahan."))


@blueprint.post("/manage/surplus")
@allow("manager")
@refused_to(office)
def note_surplus() -> See:
    """Note QRIS money that belongs to no ticket."""
    words = forms.text(request.form, "note", most=120)
    surplus.note(db(), forms.money(request.form, "amount"), words, by=user_id(), at=now())
    return see("claims.office", notice=_("Uang lebih dicatat."))


def _of_this_outlet(tender_id: int) -> Tender:
    tender = sales.require_tender(db(), tender_id)
    if tender.sale.till.outlet_id != require_till().outlet_id:
        raise NotFound(_("Nota ini tidak ada."))
    return tender


def _open_shift() -> Shift:
    shift = shifts.lock_open_shift(db(), require_till().id)
    if shift is None:
        raise NoShift(_("Kasir belum buka. Buka kasir dulu."))
    return shift
