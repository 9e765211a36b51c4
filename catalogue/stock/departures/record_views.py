"""One record of goods that leave: written on as a draft, checked, signed, printed.

A return and a loss share these pages. A return is signed here; a loss, which moves money too, in
pos/settlements.
"""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.makers.models import Maker
from catalogue.outlets import queries as places
from catalogue.products import queries as products
from catalogue.products.losses import Loss, loss_of
from catalogue.stock import scanned
from catalogue.stock.departures import drafts, papers, queries, service
from catalogue.stock.departures.drafts import Change
from catalogue.stock.departures.models import Departure
from catalogue.stock.departures.words import fates
from catalogue.stock.goods import queries as goods
from catalogue.stock.signing import queries as signing
from catalogue.stock.signing.models import Signature
from catalogue.stock.signing.queries import Place
from core import forms
from core.clock import local_date
from core.errors import NotFound
from core.i18n import _
from core.users.queries import names_of
from core.web import See, allow, db, download, now, page, refused_to, see, user_id
from printers import spool
from printers.pdf import pdf_bytes
from printers.queries import jobs_of, require_printer

blueprint = Blueprint("records", __name__)

KINDS = {"returns": "return", "losses": "loss"}
HERE = "/manage/<any(returns, losses):area>/<int:departure_id>"


def require(area: str, departure_id: int) -> Departure:
    """Return the record behind an address, or raise NotFound."""
    return queries.require(db(), departure_id, kind=KINDS[area])


@blueprint.get(HERE)
@allow("manager")
def show(area: str, departure_id: int, error: Any = None) -> Response:
    """Show a record: a draft to be written on, or what was signed with its papers."""
    departure = require(area, departure_id)
    if departure.state != "draft":
        return _signed(area, departure, error)
    words = forms.text(request.form, "q") or forms.text(request.args, "q")
    found = goods.found(db(), words, maker_id=departure.maker_id, limit=12) if words else []
    ids = [line.product_id for line in departure.lines] + [product.id for product in found]
    return page(
        "departures/draft.html", area=area, departure=departure, words=words, matches=found,
        prices=products.current_prices(db(), ids), lots=queries.lots_of_lines(db(), departure),
        here=queries.on_hand(db(), departure.outlet_id, ids),
        beyond=queries.beyond_record(db(), departure), form=request.form, error=error,
        fate=forms.choice(request.args, "fate", fates(), default=default_fate(area)),
    )  # fmt: skip


def default_fate(area: str) -> str:
    """Return what becomes of goods unless somebody says otherwise."""
    return "returned" if area == "returns" else "lost"


@blueprint.post(f"{HERE}/scan")
@allow("manager")
@refused_to(show)
def scan(area: str, departure_id: int) -> See:
    """Put the scanned or chosen goods on the draft; other words search."""
    departure = require(area, departure_id)
    typed = scanned.typed_in(request.form)
    if _keep_lines(departure) and not typed:
        return see(
            "records.show", area=area, departure_id=departure_id, notice=_("Daftar tersimpan.")
        )
    fate = forms.choice(request.form, "fate", fates(), default=default_fate(area))
    product = scanned.product_in(db(), request.form)
    if product is None:
        return see("records.show", area=area, departure_id=departure_id, q=typed, fate=fate)
    line = drafts.scan(db(), departure, product, fate=fate, at=now())
    return see(
        "records.show", area=area, departure_id=departure_id, fate=fate,
        notice=_("%(title)s: %(n)s buah.", title=product.title, n=line.quantity),
    )  # fmt: skip


@blueprint.post(f"{HERE}/lines")
@allow("manager")
@refused_to(show)
def correct(area: str, departure_id: int) -> See:
    """Keep what was corrected on the lines, and go on to the check if that was asked."""
    _keep_lines(require(area, departure_id))
    if "check" in request.form:
        return see("records.check", area=area, departure_id=departure_id)
    return see("records.show", area=area, departure_id=departure_id, notice=_("Daftar tersimpan."))


def _keep_lines(departure: Departure) -> bool:
    """Keep what was typed in the list of a draft; return whether the form had any of it."""
    form = request.form
    changes = {
        line.id: Change(
            forms.number(form, f"quantity-{line.id}"),
            forms.optional_id(form, f"lot-{line.id}") if f"lot-{line.id}" in form else line.lot_id,
            forms.choice(form, f"fate-{line.id}", fates(), default=line.fate),
        )
        for line in departure.lines
        if f"quantity-{line.id}" in form
    }
    removed = forms.optional_id(form, "remove")
    if changes or removed is not None:
        drafts.correct(db(), departure, changes, remove=removed)
    return bool(changes)


@blueprint.get(f"{HERE}/check")
@allow("manager")
def check(area: str, departure_id: int, error: Any = None) -> Response:
    """Show what signing will do: pieces, value, what a loss costs whom, papers."""
    departure = require(area, departure_id)
    if departure.state != "draft":
        return _signed(area, departure, error)
    return page(
        f"departures/check_{KINDS[area]}.html", area=area, departure=departure,
        prices=products.current_prices(db(), [line.product_id for line in departure.lines]),
        beyond=queries.beyond_record(db(), departure), losses=_losses(departure),
        printer=places.receipt_printer_at(db(), departure.outlet), form=request.form, error=error,
    )  # fmt: skip


def _losses(departure: Departure) -> dict[int, Loss]:
    if departure.kind == "return":
        return {}
    on = local_date(now(), departure.outlet.zone)
    return {line.id: loss_of(db(), line.product, line.quantity, on=on) for line in departure.lines}


@blueprint.post("/manage/<any(returns):area>/<int:departure_id>/hand-over")
@allow("manager")
@refused_to(check)
def hand_over(area: str, departure_id: int) -> See:
    """Give the goods back to their maker and print what was asked for."""
    departure = require(area, departure_id)
    beyond = "beyond" in request.form
    service.hand_over(db(), departure, by=user_id(), at=now(), beyond=beyond)
    print_if_asked(departure)
    return see(
        "records.show", area=area, departure_id=departure_id,
        notice=_("Retur %(number)s tercatat.", number=departure.number),
    )  # fmt: skip


@blueprint.post("/manage/<any(returns):area>/<int:departure_id>/back")
@allow("manager")
@refused_to(show)
def bring_back(area: str, departure_id: int) -> See:
    """Write the counter-entry for goods that the maker did not take after all."""
    departure = require(area, departure_id)
    service.bring_back(
        db(), departure, pieces_back(departure), reason=forms.text(request.form, "reason"),
        by=user_id(), at=now(),
    )  # fmt: skip
    return see(
        "records.show", area=area, departure_id=departure_id, notice=_("Koreksinya tercatat.")
    )


def pieces_back(departure: Departure) -> dict[int, int]:
    """Return how many pieces of each line the form says were here after all."""
    names = {line.id: f"pieces-{line.id}" for line in departure.lines}
    return {number: forms.number(request.form, name, default=0) for number, name in names.items()}


@blueprint.post(f"{HERE}/cancel")
@allow("manager")
def cancel(area: str, departure_id: int) -> See:
    """Give a draft up."""
    drafts.cancel(db(), require(area, departure_id), by=user_id(), at=now())
    return see(f"departures.{area}", notice=_("Catatannya dibuang."))


@blueprint.get(f"{HERE}/record.pdf")
@allow("manager")
def record_pdf(area: str, departure_id: int) -> WsgiResponse:
    """Give the record as PDF; of a loss also what it tells of one maker's goods (`?maker=`)."""
    departure = require_done(area, departure_id)
    maker_id = forms.optional_id(request.args, "maker") if area == "losses" else None
    maker = next((m for m in owners_of(departure) if m.id == maker_id), None)
    if maker_id is not None and maker is None:
        raise NotFound(_("Berita acara ini tidak memuat barang perajin itu."))
    return download(
        pdf_bytes(papers.written(db(), departure, maker)),
        name=f"berita-acara-{departure.number}.pdf", mimetype="application/pdf", inline=True,
    )  # fmt: skip


@blueprint.post(f"{HERE}/record")
@allow("manager")
def print_record(area: str, departure_id: int) -> See:
    """Print the record again."""
    printer = require_printer(db(), forms.optional_id(request.form, "printer") or 0)
    print_on(require_done(area, departure_id), printer)
    return see(
        "records.show", area=area, departure_id=departure_id,
        notice=_("Berita acara dikirim ke %(name)s.", name=printer.name),
    )  # fmt: skip


def print_if_asked(departure: Departure) -> None:
    """Queue the record at its outlet's printer where the form asks for it."""
    printer = places.receipt_printer_at(db(), departure.outlet)
    if printer is not None and "print" in request.form:
        print_on(departure, printer)


def print_on(departure: Departure, printer: Any) -> None:
    """Queue the record; after the first time it is a copy."""
    spool.enqueue_again(
        db(), printer, papers.written(db(), departure), source_kind=queries.SOURCE,
        source_id=departure.id, by=user_id(), at=now(),
    )  # fmt: skip


def require_done(area: str, departure_id: int) -> Departure:
    """Return a signed record, or raise NotFound."""
    departure = require(area, departure_id)
    if departure.state != "done":
        raise NotFound(_("Berita acara ini belum ditandatangani."))
    return departure


def owners_of(departure: Departure) -> list[Maker]:
    """Return the makers whose goods are on a signed record, by name."""
    owners = {line.maker for line in departure.lines if line.maker}
    return sorted(owners, key=lambda maker: maker.name_key)


def places_of(departure: Departure) -> list[Place]:
    """Return everybody who signs a record, each maker's copy of a loss among them."""
    copies = owners_of(departure) if departure.kind == "loss" else []
    each = [papers.places(db(), departure, maker)[1] for maker in copies]
    return papers.places(db(), departure) + [
        replace(one, role=f"{one.role} {maker.code}")
        for one, maker in zip(each, copies, strict=True)
    ]


def _signatures(departure: Departure) -> list[tuple[Place, Signature | None]]:
    if departure.state != "done":
        return []
    return signing.panel(db(), (queries.SOURCE, departure.id), places_of(departure))


def _signed(area: str, departure: Departure, error: Any = None) -> Response:
    ids = {one.actor_id for line in departure.lines for one in line.comebacks}
    return page(
        "departures/signed.html", area=area, departure=departure, error=error, form=request.form,
        printer=places.receipt_printer_at(db(), departure.outlet),
        jobs=jobs_of(db(), queries.SOURCE, departure.id),
        makers=owners_of(departure), signatures=_signatures(departure),
        people=names_of(db(), {departure.done_by, departure.created_by} | ids),
    )  # fmt: skip
