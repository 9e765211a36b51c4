"""Bawa ke bazar: open one, take goods, sell, scan back in, see the account, close it."""

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets import queries as places
from catalogue.stock.bazars import queries as goods
from catalogue.stock.bazars import service as bazars
from catalogue.stock.bazars.listing import BAZARS, signed
from catalogue.stock.bazars.models import Bazar
from catalogue.stock.bazars.service import Plan
from catalogue.stock.transfers import losing
from catalogue.stock.transfers import queries as transfers
from core import forms, lists
from core.clock import local_date
from core.errors import Refused
from core.i18n import _
from core.menu import nav
from core.web import See, allow, db, download, list_file, now, page, refused_to, see, user_id
from pos.ledger import queries as ledger
from pos.reports.bazars import queries, service
from pos.settlements import treasury
from pos.shifts import carried
from printers.pdf import pdf_bytes
from printers.pdf.bazar import days

blueprint = Blueprint("bazars", __name__)
blueprint.add_app_template_global(days, "bazar_days")

nav(_("Masuk dan keluar"), _("Bawa ke bazar"), "bazars.listed", order=125, roles=("manager",))


@blueprint.get("/manage/bazars")
@allow("manager")
def listed() -> Response:
    """List the bazars, newest first; as a file where the address asks for one."""
    wanted = lists.asked(BAZARS, request.args)
    if wanted.form:
        return list_file(BAZARS, wanted)
    return page("bazars/list.html", shown=lists.shown(db(), BAZARS, wanted))


@blueprint.get("/manage/bazars/new")
@allow("manager")
def new(error: Any = None) -> Response:
    """Ask what the bazar is called, when and where it is, and who carries the goods."""
    main = places.require_main(db())
    return page(
        "bazars/new.html", origins=places.active(db()), stalls=goods.free_outlets(db()),
        form=request.form, today=local_date(now(), main.zone), error=error,
    )  # fmt: skip


@blueprint.post("/manage/bazars/new")
@allow("manager")
@refused_to(new)
def begin() -> See:
    """Open a bazar, with a stall of its own unless a free one was chosen."""
    form = request.form
    origin_id = forms.optional_id(form, "origin")
    outlet_id = forms.optional_id(form, "outlet")
    first = forms.day(form, "first_day")
    if first is None:
        raise Refused(_("Isi hari pertamanya."), field="first_day")
    plan = Plan(
        name=forms.text(form, "name"), place=forms.text(form, "place"), first_day=first,
        last_day=forms.day(form, "last_day") or first, carrier=forms.text(form, "carrier"),
    )  # fmt: skip
    bazar = bazars.open_bazar(
        db(), plan,
        origin=places.require_outlet(db(), origin_id) if origin_id else places.require_main(db()),
        outlet=places.require_outlet(db(), outlet_id) if outlet_id else None,
        by=user_id(), at=now(),
    )  # fmt: skip
    transfer = bazars.list_out(db(), bazar, by=user_id(), at=now())
    return see("transfers.show", transfer_id=transfer.id)


@blueprint.get("/manage/bazars/<int:bazar_id>")
@allow("manager")
def show(bazar_id: int, error: Any = None) -> Response:
    """Show what to do next, where the goods are, and the money."""
    bazar = goods.require(db(), bazar_id)
    paper = _paper(bazar)
    lists = goods.transfers_of(db(), bazar_id)
    safe = ledger.account_code("safe", outlet_id=bazar.outlet_id)
    return page(
        "bazars/show.html", bazar=bazar, paper=paper, error=error, form=request.form, lists=lists,
        sums=transfers.sums_of(db(), [one.id for one in lists]),
        obstacles=queries.obstacles(db(), bazar, paper) if bazar.state == "open" else [],
        safe=ledger.balance_of(db(), safe), loss=losing.unsigned_at(db(), bazar.outlet_id),
        carried=carried.at(db(), bazar.outlet_id), place_name=treasury.place_name,
        moved=treasury.movements_of(db(), bazar.outlet_id, since=bazar.created_at),
        handed_in=carried.handed_in(db(), bazar.outlet_id, since=bazar.created_at),
    )  # fmt: skip


@blueprint.post("/manage/bazars/<int:bazar_id>/out")
@allow("manager")
@refused_to(show)
def out(bazar_id: int) -> See:
    """Go on scanning out what is taken there."""
    transfer = bazars.list_out(db(), goods.lock(db(), bazar_id), by=user_id(), at=now())
    return see("transfers.show", transfer_id=transfer.id)


@blueprint.post("/manage/bazars/<int:bazar_id>/arrive")
@allow("manager")
@refused_to(show)
def arrive(bazar_id: int) -> See:
    """Take all that is on its way for arrived at the stall."""
    pieces = bazars.arrive(db(), goods.lock(db(), bazar_id), by=user_id(), at=now())
    return see(
        "bazars.show", bazar_id=bazar_id, notice=_("%(n)s barang sampai di lapak.", n=pieces)
    )


@blueprint.post("/manage/bazars/<int:bazar_id>/back")
@allow("manager")
@refused_to(show)
def back(bazar_id: int) -> See:
    """Go on scanning back in what comes home."""
    transfer = bazars.list_back(db(), goods.lock(db(), bazar_id), by=user_id(), at=now())
    return see("transfers.show", transfer_id=transfer.id)


@blueprint.post("/manage/bazars/<int:bazar_id>/lost")
@allow("manager")
@refused_to(show)
def lost(bazar_id: int) -> See:
    """Write what is missing on the record of a loss, and go there to sign it."""
    record = bazars.report_missing(
        db(), goods.lock(db(), bazar_id), note=forms.text(request.form, "note"),
        found_by=forms.text(request.form, "found_by"), by=user_id(), at=now(),
    )  # fmt: skip
    return see(
        "records.show", area="losses", departure_id=record.id,
        notice=_("Periksa dan tanda tangani berita acaranya; baru sesudah itu stoknya turun."),
    )  # fmt: skip


@blueprint.post("/manage/bazars/<int:bazar_id>/along")
@allow("manager")
@refused_to(show)
def along(bazar_id: int) -> See:
    """Record what was sold there though nobody scanned it out."""
    pieces = service.take_along(db(), goods.require(db(), bazar_id), by=user_id(), at=now())
    return see(
        "bazars.show", bazar_id=bazar_id, notice=_("%(n)s barang dicatat ikut terbawa.", n=pieces)
    )


@blueprint.post("/manage/bazars/<int:bazar_id>/days")
@allow("manager")
@refused_to(show)
def change_days(bazar_id: int) -> See:
    """Change the days of the bazar."""
    bazar = goods.lock(db(), bazar_id)
    bazars.change_days(
        db(), bazar, first_day=forms.day(request.form, "first_day") or bazar.first_day,
        last_day=forms.day(request.form, "last_day") or bazar.last_day, by=user_id(), at=now(),
    )  # fmt: skip
    return see("bazars.show", bazar_id=bazar_id, notice=_("Harinya diubah."))


@blueprint.post("/manage/bazars/<int:bazar_id>/close")
@allow("manager")
@refused_to(show)
def close(bazar_id: int) -> See:
    """Close the bazar with its account."""
    bazar = goods.require(db(), bazar_id)
    service.close(db(), bazar, by=user_id(), at=now())
    return see(
        "bazars.show", bazar_id=bazar_id,
        notice=_("%(name)s selesai. Cetak hitungannya dan tanda tangani.", name=bazar.name),
    )  # fmt: skip


@blueprint.post("/manage/bazars/<int:bazar_id>/cancel")
@allow("manager")
@refused_to(show)
def cancel(bazar_id: int) -> See:
    """Give up a bazar from which nothing was sent."""
    bazars.cancel(db(), goods.lock(db(), bazar_id), by=user_id(), at=now())
    return see("bazars.listed", notice=_("Bazar dibatalkan."))


@blueprint.get("/manage/bazars/<int:bazar_id>/account.pdf")
@allow("manager")
def account_pdf(bazar_id: int) -> WsgiResponse:
    """Give the account on A4: as it was signed, or as it stands."""
    bazar = goods.require(db(), bazar_id)
    return download(
        pdf_bytes(_paper(bazar)), name=f"hitungan-bazar-{bazar.number}.pdf",
        mimetype="application/pdf", inline=True,
    )  # fmt: skip


def _paper(bazar: Bazar) -> Any:
    return signed(bazar) or queries.account(db(), bazar, at=now())
