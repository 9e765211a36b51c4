"""Signing a loss, and taking it back: the two steps of a loss's pages that move money."""

from flask import Blueprint, g, request

from catalogue.stock.departures import record_views
from core import forms
from core.i18n import _
from core.money import rupiah
from core.web import See, allow, db, now, refused_to, see
from pos.settlements import compensation

blueprint = Blueprint("compensation", __name__)


@blueprint.post("/manage/<any(losses):area>/<int:departure_id>/sign")
@allow("manager")
@refused_to(record_views.check)
def sign(area: str, departure_id: int) -> See:
    """Take lost and damaged goods out of stock and owe their makers what the contracts say."""
    departure = record_views.require(area, departure_id)
    compensation.sign_loss(db(), departure, by=g.user, at=now())
    record_views.print_if_asked(departure)
    owed = sum(line.owed for line in departure.lines)
    return see(
        "records.show", area=area, departure_id=departure_id,
        notice=_("Berita acara %(number)s tercatat. Ganti rugi %(amount)s.",
                 number=departure.number, amount=rupiah(owed)),
    )  # fmt: skip


@blueprint.post("/manage/<any(losses):area>/<int:departure_id>/back")
@allow("manager")
@refused_to(record_views.show)
def take_back(area: str, departure_id: int) -> See:
    """Write that goods were found again or are whole; their compensation goes back."""
    departure = record_views.require(area, departure_id)
    written = compensation.take_back(
        db(), departure, record_views.pieces_back(departure),
        reason=forms.text(request.form, "reason"), by=g.user, at=now(),
    )  # fmt: skip
    return see(
        "records.show", area=area, departure_id=departure_id,
        notice=_("Koreksinya tercatat. Ganti rugi yang ditarik kembali %(amount)s.",
                 amount=rupiah(sum(one.owed for one in written))),
    )  # fmt: skip
