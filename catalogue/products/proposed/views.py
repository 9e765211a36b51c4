"""The office's list of what makers propose and what they changed themselves."""

from typing import Any

from flask import Blueprint, Response, request

from catalogue.products.proposed import queries, service, words
from catalogue.products.queries import current_prices
from core import forms
from core.i18n import _
from core.menu import nav
from core.web import See, allow, db, now, page, refused_to, see, user_id

blueprint = Blueprint("proposals", __name__)
blueprint.add_app_template_global(words.label, "proposal_label")
blueprint.add_app_template_global(words.state, "proposal_state")
nav(_("Barang"), _("Usul perajin"), "proposals.listed", order=119, roles=("manager",))

LAST = 20


@blueprint.app_template_global()
def banks_waiting() -> set[int]:
    """Return the makers who asked for another account and whom nobody has answered."""
    return queries.banks_waiting(db())


@blueprint.get("/manage/proposals")
@allow("manager")
def listed(error: Any = None, **_proposal: int) -> Response:
    """Show what waits for a manager, and what was decided last."""
    waiting = queries.waiting(db())
    return page(
        "proposed/list.html", waiting=waiting, banks=queries.banks(db(), waiting), error=error,
        prices=current_prices(db(), [one.product_id for one in waiting if one.product_id]),
        decided=queries.decided(db(), limit=LAST), form=request.form,
    )  # fmt: skip


@blueprint.post("/manage/proposals/<int:proposal_id>/accept")
@allow("manager")
@refused_to(listed)
def accept(proposal_id: int) -> See:
    """Do what a maker asked for, or note that her change was seen."""
    proposal = queries.require_proposal(db(), proposal_id)
    service.accept(db(), proposal, by=user_id(), at=now())
    return see("proposals.listed", notice=_("%(name)s: dicatat.", name=proposal.maker.name))


@blueprint.post("/manage/proposals/<int:proposal_id>/refuse")
@allow("manager")
@refused_to(listed)
def refuse(proposal_id: int) -> See:
    """Refuse what a maker asked for."""
    proposal = queries.require_proposal(db(), proposal_id)
    reason = forms.text(request.form, f"reason-{proposal_id}", most=200)
    service.refuse(db(), proposal, reason=reason, by=user_id(), at=now())
    return see("proposals.listed", notice=_("%(name)s: ditolak.", name=proposal.maker.name))
