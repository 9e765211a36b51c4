"""The maker's page about herself: who she is in the books, and what she may set."""

from flask import Blueprint, Response

from core.web import page
from pos.portal.views import maker_only, signed_in_maker

blueprint = Blueprint("maker_me", __name__)


@blueprint.get("/maker/me")
@maker_only
def show() -> Response:
    """Show what a maker may look up or set about herself."""
    return page("portal/me.html", maker=signed_in_maker(), dock="me")
