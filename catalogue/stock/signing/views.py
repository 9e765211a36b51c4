"""Signing papers about goods on the screen: the acknowledgement, the records, the packing list.

Each is signed once it stands; a stock count, which is posted with its signatures, takes them with
its own form (pos/settlements/count_views.py).
"""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request

from catalogue.stock import views as intake
from catalogue.stock.departures import queries as departures
from catalogue.stock.departures import record_views as records
from catalogue.stock.signing import service
from catalogue.stock.signing.models import Signature
from catalogue.stock.signing.queries import Place, Source
from catalogue.stock.tags import papers as consignment_papers
from catalogue.stock.tags.paper_views import require_received
from catalogue.stock.transfers import papers as transfer_papers
from catalogue.stock.transfers import queries as transfers
from catalogue.stock.transfers import views as transfer_views
from core import drawn, forms
from core.errors import NotFound
from core.i18n import _
from core.web import See, allow, db, now, refused_to, see, user_id

blueprint = Blueprint("signing", __name__)
blueprint.add_app_template_global(drawn.svg_path, "svg_path")


@blueprint.post("/manage/consignments/<int:consignment_id>/signature")
@allow("manager")
@refused_to(intake.show)
def acknowledgement(consignment_id: int) -> See:
    """Take a signature under the acknowledgement of a delivery."""
    consignment = require_received(consignment_id)
    places = consignment_papers.places(db(), consignment)
    signature = take((consignment_papers.SOURCE, consignment.id), places)
    return see("stock.show", consignment_id=consignment_id, notice=thanks(signature))


@blueprint.post("/manage/transfers/<int:transfer_id>/signature")
@allow("manager")
@refused_to(transfer_views.show)
def packing_list(transfer_id: int) -> See:
    """Take a signature under a packing list."""
    transfer = transfers.require(db(), transfer_id)
    if transfer.sent_at is None:
        raise NotFound(_("Daftar ini belum berangkat, jadi belum ada yang ditandatangani."))
    places = transfer_papers.places(db(), transfer)
    signature = take((transfer_papers.SOURCE, transfer.id), places)
    return see("transfers.show", transfer_id=transfer_id, notice=thanks(signature))


def show_record(area: str, departure_id: int, error: Any = None) -> Response:
    """Show a signed record again with what is wrong about a signature."""
    return records.show(area, departure_id, error)


@blueprint.post(f"{records.HERE}/signature")
@allow("manager")
@refused_to(show_record)
def record(area: str, departure_id: int) -> See:
    """Take a signature under the record of goods that left."""
    departure = records.require_done(area, departure_id)
    places = records.places_of(departure)
    signature = take((departures.SOURCE, departure.id), places)
    return see("records.show", area=area, departure_id=departure_id, notice=thanks(signature))


def take(source: Source, places: Sequence[Place]) -> Signature:
    """Keep the signature that the form brings, at the place that it names."""
    form = request.form
    key = forms.choice(form, "place", [place.key for place in places])
    return service.sign(
        db(), source, places, key, name=forms.text(form, f"name-{key}"),
        drawing=form.get(f"drawing-{key}", ""), by=user_id(), at=now(),
    )  # fmt: skip


def thanks(signature: Signature) -> str:
    """Return what is said once somebody has signed."""
    return _("%(name)s sudah menandatangani.", name=signature.name)
