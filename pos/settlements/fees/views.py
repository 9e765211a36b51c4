"""The office's page of fees: what makers are charged, from when on, and what each month came to."""

from flask import Blueprint, Response, g, request

from catalogue.makers import queries as makers
from catalogue.outlets.here import today
from core import forms
from core.errors import Refused
from core.i18n import _
from core.menu import nav
from core.web import See, allow, db, now, page, refused_to, see
from pos.settlements.fees import queries, service
from printers.words import month_name

blueprint = Blueprint("fees", __name__)

nav(_("Bayaran perajin"), _("Biaya perajin"), "fees.show", order=236, roles=("manager",))

manager = allow("manager")
KINDS = ("monthly", "transfer")
MONTHS = 12


@blueprint.get("/manage/fees")
@manager
def show(error: Refused | None = None) -> Response:
    """Show what is charged now and later, who has an own fee, and what the months came to."""
    on = today()
    monthly = queries.rates(db(), "monthly", on=on)
    transfer = queries.rates(db(), "transfer", on=on)
    return page(
        "fees/show.html",
        error=error,
        form=request.form,
        today=on,
        monthly=queries.amount_of(monthly, None),
        transfer=queries.amount_of(transfer, None),
        own=sorted((row for row in monthly.values() if row.maker), key=lambda r: r.maker.name_key),
        coming=queries.coming(db(), after=on),
        months=queries.months(db(), limit=MONTHS),
        month_name=month_name,
        makers=makers.names(db()),
    )


@blueprint.post("/manage/fees")
@manager
@refused_to(show)
def save() -> See:
    """Say what is charged from a date on."""
    form = request.form
    kind = forms.choice(form, "kind", KINDS)
    if not kind:
        raise Refused(_("Pilih biayanya."), field="kind")
    maker_id = forms.optional_id(form, "maker") if kind == "monthly" else None
    service.set_rate(
        db(), kind, forms.money(form, "amount"), starts_on=forms.day(form, "starts_on") or today(),
        maker=makers.require_maker(db(), maker_id) if maker_id else None, by=g.user, at=now(),
    )  # fmt: skip
    return see("fees.show", notice=_("Biaya tersimpan. Yang sudah dipungut tidak berubah."))
