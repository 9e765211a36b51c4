"""The office's lists of goods by age: with their markdown plan, and those whose time is over."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from catalogue.outlets.here import today
from catalogue.stock.ageing.listing import ageing, ending
from core import lists
from core.i18n import _
from core.lists import Listing
from core.menu import nav
from core.web import allow, db, list_file, page

blueprint = Blueprint("ageing", __name__)

nav(_("Rak dan label"), _("Umur titipan"), "ageing.aged", order=132, roles=("manager",))


@blueprint.get("/manage/ageing")
@allow("manager")
def aged() -> ResponseReturnValue:
    """List what is on the shelf by age, with the markdown now and the next."""
    return _listed("ageing/aged.html", ageing(today()))


@blueprint.get("/manage/ageing/ending")
@allow("manager")
def ends() -> ResponseReturnValue:
    """List the goods whose period or contract is over or ends soon, maker by maker."""
    return _listed("ageing/ending.html", ending(today()))


def _listed(template: str, listing: Listing) -> ResponseReturnValue:
    wanted = lists.asked(listing, request.args)
    if wanted.form:
        return list_file(listing, wanted)
    return page(template, shown=lists.shown(db(), listing, wanted), today=today())
