"""The pages of a maker's year: the months, and the certificate for the bank."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.makers import queries as makers
from catalogue.makers.models import Maker
from catalogue.outlets.here import today
from core import settings
from core.errors import NotFound
from core.i18n import _, current_locale
from core.web import allow, db, download, now, page
from pos.portal import queries
from pos.portal.views import maker_only, signed_in_maker
from pos.portal.year import FREE_TURNOVER, certificate, year_of
from printers.pdf import pdf_bytes

blueprint = Blueprint("maker_year", __name__)


@blueprint.get("/maker/year")
@maker_only
def show() -> Response:
    """Show what sold in a year (?year=2026), month by month."""
    maker = signed_in_maker()
    first = queries.first_year(db(), maker.id, today=today())
    return page(
        "portal/year.html", maker=maker, dock="me", first=first, today=today(),
        year=year_of(db(), maker.id, _year(maker), today=today()),
        free=settings.get(db(), FREE_TURNOVER, on=today()),
    )  # fmt: skip


@blueprint.get("/maker/year.pdf")
@maker_only
def paper() -> WsgiResponse:
    """Hand out the certificate of a year as PDF."""
    return _paper(signed_in_maker())


@blueprint.get("/manage/makers/<int:maker_id>/year.pdf")
@allow("manager")
def office_paper(maker_id: int) -> WsgiResponse:
    """Hand out the certificate for a maker who asks for it at the counter."""
    return _paper(makers.require_maker(db(), maker_id))


def _paper(maker: Maker) -> WsgiResponse:
    number = _year(maker)
    made = certificate(db(), maker, number, today=today(), at=now(), language=current_locale())
    name = f"penjualan-{maker.code}-{number}.pdf"
    return download(pdf_bytes(made), name=name, mimetype="application/pdf", inline=True)


def _year(maker: Maker) -> int:
    """Return the year asked for, this one where none is; raise NotFound for one without her."""
    wanted = request.args.get("year", today().year, type=int)
    if not queries.first_year(db(), maker.id, today=today()) <= wanted <= today().year:
        raise NotFound(_("Di tahun itu belum ada penjualan."))
    return wanted
