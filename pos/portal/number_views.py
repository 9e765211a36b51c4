"""A maker's own number in the catalogue: shown only when she says so herself, or told a manager so."""

from flask import Blueprint, Response, request

from catalogue.makers import service as makers
from core.i18n import _
from core.web import See, db, now, page, see, user_id
from pos.portal.views import maker_only, signed_in_maker

blueprint = Blueprint("maker_number", __name__)


@blueprint.get("/maker/number")
@maker_only
def show() -> Response:
    """Show whether visitors may write to the maker's own number."""
    return page("portal/number.html", maker=signed_in_maker(), dock="me")


@blueprint.post("/maker/number")
@maker_only
def change() -> See:
    """Show the maker's own number in the catalogue, or take it out."""
    shows = request.form.get("shows") == "1"
    makers.show_phone(db(), signed_in_maker(), shows=shows, by=user_id(), at=now())
    said = _("Nomor Ibu/Bapak tampil di katalog.") if shows else _("Nomor Ibu/Bapak tidak tampil.")
    return see("maker_number.show", notice=said)
