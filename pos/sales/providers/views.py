"""A code from the provider, and asking it for news of a claim; both only where one is set up."""

import io

import segno
from flask import Blueprint, Response, g, request

from core.errors import NotFound
from core.i18n import _
from core.web import See, allow, db, now, page, prepared, refused_to, see, user_id
from pos.sales import completing, paying, qris, queries
from pos.sales.claims.views import listed
from pos.sales.here import require_till
from pos.sales.models import Sale, Tender
from pos.sales.providers import Order, ProviderSilent, QrisProvider
from pos.sales.providers.snap import SnapAccount, SnapQris
from pos.sales.tenders import qris_parts
from pos.sales.views import business_date

blueprint = Blueprint("providers", __name__)
staff = allow("cashier", "manager", login="till_door.enter", by=("password", "pin"))


def provider() -> QrisProvider | None:
    """Return the provider that the environment names, or None."""
    given = g.house.config.snap
    if not given:
        return None
    try:
        return SnapQris(SnapAccount.from_settings(given))
    except (OSError, ValueError) as wrong:
        raise ProviderSilent(_("Kunci di TITIP_SNAP_KEY_FILE tidak bisa dibaca.")) from wrong


@blueprint.app_context_processor
def _offer() -> dict[str, bool]:
    """Let the till's pages know whether a provider can be asked."""
    return {"has_provider": "house" in g and bool(g.house.config.snap)}


@blueprint.get("/pos/provider")
@staff
def code() -> Response:
    """Show a code that the provider made for what is left of the ticket, or say that it is silent."""
    till, asked = require_till(), provider()
    sale = queries.current(db(), till.id)
    if asked is None or sale is None:
        raise NotFound(_("Tidak ada penyedia QRIS yang dipasang."))
    left = paying.standing_of(db(), sale, on=business_date()).left
    parts = qris_parts(left) if left > 0 else []
    part = request.args.get("part", 1, type=int)
    if not 1 <= part <= len(parts):
        raise NotFound(_("Nota ini sudah lunas."))
    standing = sum(one.kind == "qris" for one in sale.tenders)
    drawing, shown, error = "", None, None
    try:
        text = asked.issue(Order(reference(sale, standing + part), parts[part - 1]), at=now())
        shown, drawing = qris.parse(text), _drawn(text)
    except (ProviderSilent, qris.NotQris) as wrong:
        error = wrong
    return page(
        "providers/code.html", till=till, code=shown, drawing=drawing, sentence=error,
        amount=parts[part - 1],
    )  # fmt: skip


def ask(tender_id: int) -> bool | None:
    """Ask the provider whether a claim was paid, before the write transaction begins."""
    tender, asked = _claim(tender_id), provider()
    if asked is None:
        return None
    claims = [one.id for one in tender.sale.tenders if one.kind == "qris"]
    order = Order(reference(tender.sale, claims.index(tender.id) + 1), tender.amount)
    return asked.is_paid(order, at=now())


@blueprint.post("/pos/claims/<int:tender_id>/ask")
@staff
@prepared(ask)
@refused_to(lambda tender_id, error: listed(error=error))
def confirm_by_provider(tender_id: int) -> See:
    """Confirm a claim if the provider knows that it was paid."""
    if g.prepared is None:
        raise NotFound(_("Tidak ada penyedia QRIS yang dipasang."))
    if not g.prepared:
        return see("claims.listed", notice=_("Menurut penyedia, uangnya belum masuk."))
    completing.confirm(db(), _claim(tender_id), by=user_id(), at=now())
    return see("claims.listed", notice=_("Uang QRIS sudah dipastikan."))


def reference(sale: Sale, part: int) -> str:
    """Return our name of one QRIS part of a ticket, the same whenever it is asked."""
    return f"{sale.uid.replace('-', '')}{part:02d}"


def _claim(tender_id: int) -> Tender:
    tender = queries.require_tender(db(), tender_id)
    if tender.sale.till.outlet_id != require_till().outlet_id:
        raise NotFound(_("Nota ini tidak ada."))
    return tender


def _drawn(text: str) -> str:
    out = io.BytesIO()
    segno.make(text, micro=False, error="m").save(
        out, kind="svg", scale=8, border=4, xmldecl=False, svgns=False
    )
    return out.getvalue().decode()
