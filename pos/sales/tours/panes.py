"""What the panes of tours need to know: today's visits, and what ending one comes to."""

from typing import TYPE_CHECKING, Any

from flask import g, request

from catalogue.outlets.models import Till
from catalogue.tours import queries as visits
from catalogue.tours.models import Visit
from core import forms
from core.errors import NotFound
from core.i18n import _
from core.web import db
from pos.sales import approval
from pos.sales.tours import queries, service

if TYPE_CHECKING:
    from pos.sales.panes import Asked


def listing(asked: "Asked") -> dict[str, Any]:
    """Return today's visits, those that were never ended, and who may come unannounced."""
    outlet_id = asked.till.outlet_id
    return {
        "visits": visits.at_hand(db(), outlet_id, asked.on),
        "left_open": visits.left_open(db(), outlet_id, asked.on),
        "agencies": visits.choices(db()),
    }


def ending(asked: "Asked") -> dict[str, Any]:
    """Return what *rombongan selesai* comes to for the visit that is asked for."""
    number = (request.view_args or {}).get("visit_id") or forms.optional_id(request.args, "visit")
    visit = visits.require_visit(db(), number or 0)
    refuse_elsewhere(visit, asked.till)
    return {
        "visit": visit,
        "reckoning": service.reckon(db(), visit) if visit.is_at_hand else None,
        "fee": queries.fee_of(db(), visit.id),
        "managers": approval.managers(asked.till),
        "is_manager": "manager" in g.user.roles,
    }


def refuse_elsewhere(visit: Visit, till: Till) -> None:
    """Raise NotFound for a visit to another outlet than this till's."""
    if visit.outlet_id != till.outlet_id:
        raise NotFound(_("Rombongan ini tidak ada dalam daftar."))
