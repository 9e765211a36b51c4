"""QRIS and cards day by day at the office: which payments a credit is for, to the rupiah."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, request

from catalogue.outlets.here import today
from core import forms
from core.errors import NotFound, Refused
from core.i18n import _
from core.menu import nav
from core.money import percent
from core.web import See, allow, db, now, page, refused_to, see, user_id
from pos.sales import queries as sales
from pos.sales.claims import service as claims
from pos.sales.claims import surplus
from pos.sales.claims import views as claim_views
from pos.settlements.acquirer_days import queries, reading, service

blueprint = Blueprint("acquirer_days", __name__)
nav(_("Uang"), _("QRIS per hari"), "acquirer_days.qris", order=234, roles=("manager",))
nav(_("Uang"), _("Kartu per hari"), "acquirer_days.card", order=234, roles=("manager",))

manager = allow("manager")
ANY = "/manage/<any(qris, card):kind>"
EXPLAINED = ("charge", "surplus")


@blueprint.app_template_global()
def surplus_in_bank() -> set[int]:
    """Return the surplus money that a credit brought into the bank: it is given back from there."""
    return queries.surplus_in_bank(db())


@blueprint.get("/manage/qris", endpoint="qris", defaults={"kind": "qris"})
@blueprint.get("/manage/card", endpoint="card", defaults={"kind": "card"})
@manager
def listed(kind: str, error: Refused | None = None) -> Response:
    """List the days with such money, how each stands, and what the acquirer charges."""
    return page(
        "settlements/acquirer_days.html", kind=kind, error=error, rows=queries.rows(db(), kind),
        form=request.form, **_charges(kind, on=today()),
    )  # fmt: skip


@blueprint.post(ANY)
@manager
@refused_to(listed)
def set_charges(kind: str) -> See:
    """Say what the acquirer charges."""
    service.set_charges(
        db(), kind, bps=forms.bps(request.form, "rate") or 0,
        free_up_to=forms.optional_money(request.form, "free") or 0, by=user_id(), at=now(),
    )  # fmt: skip
    return see(f"acquirer_days.{kind}", notice=_("Biaya penyedia disimpan."))


@blueprint.get(f"{ANY}/<day>")
@manager
def show(kind: str, day: str, error: Refused | None = None) -> Response:
    """Show one day: its payments, what came into the bank, and how the two come together."""
    on = _day(day)
    found = queries.acquirer_day(db(), kind, on)
    ticked = {field: set(forms.ids(request.form.getlist(field))) for field in queries.FIELDS}
    if request.method != "POST":
        for one in found.payments:
            if one.state in ("seen", "waiting"):
                ticked[one.field].add(one.thing.id)
    offered = (*found.payments, *found.earlier, *found.backs)
    wanted = [one.amount for one in offered if one.thing.id in ticked[one.field]]
    wanted += [one.amount for one in found.surplus if one.id in ticked["surplus"]]
    return page(
        "settlements/acquirer_day.html", kind=kind, error=error, day=found, ticked=ticked,
        form=request.form, gross=sum(wanted),
        charge=service.expected(db(), kind, [amount for amount in wanted if amount > 0], on=on),
        fits=error.fits if isinstance(error, service.Unexplained) else [],
        refused=(request.view_args or {}).get("tender_id") if error else None,
        **_charges(kind, on=on),
    )  # fmt: skip


@blueprint.post(f"{ANY}/<day>")
@manager
@refused_to(show)
def match(kind: str, day: str) -> See:
    """Book what came into the bank for what is ticked."""
    pasted = forms.text(request.form, "lines")
    claim, deposit, back, surplus = (
        forms.ids(request.form.getlist(field)) for field in queries.FIELDS
    )
    came = service.Came(
        amount=_amount(pasted), tender_ids=claim, deposit_ids=deposit, back_ids=back,
        surplus_ids=surplus, explained=forms.choice(request.form, "explained", EXPLAINED),
        is_sure=request.form.get("sure") == "1", note=" ".join(pasted.split())[:300],
    )  # fmt: skip
    service.match(db(), kind, _day(day), came, by=user_id(), at=now())
    return _back(kind, day, _("Dicatat: uangnya di rekening bank."))


@blueprint.post(f"{ANY}/<day>/<int:credit_id>/back")
@manager
@refused_to(lambda kind, day, credit_id, error: show(kind, day, error=error))
def take_back(kind: str, day: str, credit_id: int) -> See:
    """Take a credit back that was wrong."""
    service.take_back(
        db(), queries.require_credit(db(), kind, credit_id),
        reason=forms.text(request.form, "reason", most=200), by=user_id(), at=now(),
    )  # fmt: skip
    return _back(kind, day, _("Dibatalkan. Bayarannya bisa dicocokkan lagi."))


@blueprint.post("/manage/<any(card):kind>/<day>/payments/<int:tender_id>/lost")
@manager
@refused_to(lambda kind, day, tender_id, error: show(kind, day, error=error))
def lose(kind: str, day: str, tender_id: int) -> See:
    """Note that a card's money does not come, or that its bank took it back: the house bears it."""
    claims.accept(
        db(), sales.require_tender(db(), tender_id), by=user_id(), at=now(),
        reason=forms.text(request.form, "reason", most=120),
    )  # fmt: skip
    return _back(kind, day, _("Ditanggung galeri. Hak perajin tidak berubah."))


@blueprint.post("/manage/<any(card):kind>/<day>/payments/<int:tender_id>/paid")
@manager
@refused_to(lambda kind, day, tender_id, error: show(kind, day, error=error))
def recover(kind: str, day: str, tender_id: int) -> See:
    """Note that money which the house had borne came into the bank after all."""
    reference = forms.text(request.form, "reference", most=40)
    if not reference:
        raise Refused(_("Tulis nama pengirim atau nomor transfernya."), field="reference")
    claims.receive(
        db(), sales.require_tender(db(), tender_id), way="transfer", reference=reference,
        by=user_id(), at=now(),
    )  # fmt: skip
    return _back(kind, day, _("Dicatat: uangnya di rekening bank."))


@blueprint.post("/manage/surplus/<int:surplus_id>/back")
@manager
@refused_to(lambda surplus_id, error: claim_views.office(error=error, surplus_id=surplus_id))
def give_surplus_back(surplus_id: int) -> See:
    """Give surplus money back to who had paid it."""
    service.give_back(
        db(), surplus.require(db(), surplus_id), source=forms.text(request.form, "source"),
        words=forms.text(request.form, "words", most=120), by=user_id(), at=now(),
        below=forms.text(request.form, "below"),
    )  # fmt: skip
    return see("claims.office", notice=_("Uang lebih dikembalikan."))


def _back(kind: str, day: str, notice: str) -> See:
    return see("acquirer_days.show", kind=kind, day=day, notice=notice)


def _charges(kind: str, *, on: date) -> dict[str, Any]:
    """What is expected to be charged: `rate` in words, `free` in rupiah."""
    bps, free = service.charges(db(), kind, on=on)
    return {"rate": percent(bps), "free": free}


def _amount(pasted: str) -> int:
    """What came: typed, or the sum of the pasted lines; both must agree where both are there."""
    typed, found = forms.optional_money(request.form, "amount"), reading.read(pasted)
    if found.unread:
        raise Refused(
            _("Di baris ini tidak ada jumlahnya: %(line)s", line=found.unread[0]), field="lines"
        )
    if typed is None and not found.amounts:
        raise Refused(_("Isi jumlah yang masuk, atau tempel barisnya."), field="amount")
    if typed is not None and found.amounts and typed != found.total:
        raise Refused(
            _("Yang diketik lain dari jumlah baris yang ditempel. Kosongkan salah satunya."),
            field="amount",
        )
    return found.total if typed is None else typed


def _day(text: str) -> date:
    found = forms.iso_day(text)
    if found is None:
        raise NotFound(_("Tanggal itu tidak ada."))
    return found
