"""QRIS day by day at the office: which claims a credit of the acquirer pays for, to the rupiah."""

from datetime import date

from flask import Blueprint, Response, request

from core import forms, settings
from core.errors import NotFound, Refused
from core.i18n import _
from core.money import percent
from core.web import See, allow, db, nav, now, page, refused_to, see, user_id
from pos.sales.claims import surplus
from pos.sales.claims import views as claim_views
from pos.settlements.here import today
from pos.settlements.qris_days import queries, reading, service

blueprint = Blueprint("qris_days", __name__)
nav(_("Uang"), _("QRIS per hari"), "qris_days.listed", order=234, roles=("manager",))

manager = allow("manager")
EXPLAINED = ("charge", "surplus")


@blueprint.get("/manage/qris")
@manager
def listed(error: Refused | None = None) -> Response:
    """List the days with QRIS money, how each stands, and what the acquirer charges."""
    on = today()
    return page(
        "settlements/qris_days.html", error=error, rows=queries.rows(db()), form=request.form,
        rate=percent(settings.get(db(), service.CHARGE_BPS, on=on)),
        free=settings.get(db(), service.CHARGE_FREE, on=on),
    )  # fmt: skip


@blueprint.post("/manage/qris")
@manager
@refused_to(listed)
def set_charges() -> See:
    """Say what the acquirer charges."""
    service.set_charges(
        db(), bps=forms.bps(request.form, "rate") or 0,
        free_up_to=forms.optional_money(request.form, "free") or 0, by=user_id(), at=now(),
    )  # fmt: skip
    return see("qris_days.listed", notice=_("Biaya penyedia disimpan."))


@blueprint.get("/manage/qris/<day>")
@manager
def show(day: str, error: Refused | None = None) -> Response:
    """Show one day: its claims, what came into the bank, and how the two come together."""
    on = _day(day)
    found = queries.qris_day(db(), on)
    is_sent = request.method == "POST"
    ticked = set(forms.ids(request.form.getlist("claim")))
    if not is_sent:
        ticked = {c.tender.id for c in found.claims if c.state in ("seen", "waiting")}
    wanted = [c.tender.amount for c in found.claims if c.tender.id in ticked]
    return page(
        "settlements/qris_day.html", error=error, day=found, ticked=ticked, form=request.form,
        surplus_ticked=set(forms.ids(request.form.getlist("surplus"))), gross=sum(wanted),
        charge=service.expected(db(), [amount for amount in wanted if amount > 0], on=on),
        rate=percent(settings.get(db(), service.CHARGE_BPS, on=on)),
        free=settings.get(db(), service.CHARGE_FREE, on=on),
        fits=error.fits if isinstance(error, service.Unexplained) else [],
    )  # fmt: skip


@blueprint.post("/manage/qris/<day>")
@manager
@refused_to(show)
def match(day: str) -> See:
    """Book what came into the bank for the ticked claims."""
    pasted = forms.text(request.form, "lines")
    came = service.Came(
        amount=_amount(pasted),
        tender_ids=forms.ids(request.form.getlist("claim")),
        surplus_ids=forms.ids(request.form.getlist("surplus")),
        explained=forms.choice(request.form, "explained", EXPLAINED),
        note=" ".join(pasted.split())[:300],
    )
    service.match(db(), _day(day), came, by=user_id(), at=now())
    return see("qris_days.show", day=day, notice=_("Dicatat: uangnya di rekening bank."))


@blueprint.post("/manage/qris/<day>/<int:credit_id>/back")
@manager
@refused_to(lambda day, credit_id, error: show(day, error=error))
def take_back(day: str, credit_id: int) -> See:
    """Take a credit back that was wrong."""
    service.take_back(
        db(), queries.require_credit(db(), credit_id),
        reason=forms.text(request.form, "reason", most=200), by=user_id(), at=now(),
    )  # fmt: skip
    return see("qris_days.show", day=day, notice=_("Dibatalkan. Bayarannya bisa dicocokkan lagi."))


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
