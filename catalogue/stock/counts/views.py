"""The office's pages of stock counts: start one, check what was found, see what was posted.

The signatures, which move money too, are taken in pos/settlements.
"""

from typing import Any

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.makers import queries as makers
from catalogue.outlets import queries as places
from catalogue.outlets.here import today
from catalogue.stock import shelves
from catalogue.stock.counts import checking, marks, papers, queries, service
from catalogue.stock.counts.listing import COUNTS
from catalogue.stock.counts.models import StockCount
from catalogue.stock.signing import queries as signing
from core import forms, lists
from core.errors import Conflict, Refused
from core.i18n import _
from core.menu import nav
from core.users.queries import names_of
from core.web import See, allow, db, download, list_file, now, page, refused_to, see, user_id
from printers.documents import from_json
from printers.pdf import pdf_bytes

blueprint = Blueprint("counts", __name__)
blueprint.add_app_template_global(papers.scope_of, "count_scope")

SCOPES = ("maker", "shelf", "all")

nav(_("Barang"), _("Hitung stok"), "counts.listed", order=142, roles=("manager",))


@blueprint.get("/manage/counts")
@allow("manager")
def listed() -> Response:
    """List the counts, newest first; as a file where the address asks for one."""
    wanted = lists.asked(COUNTS, request.args)
    if wanted.form:
        return list_file(COUNTS, wanted)
    return page("counts/list.html", shown=lists.shown(db(), COUNTS, wanted))


@blueprint.get("/manage/counts/new")
@allow("manager")
def new(error: Any = None) -> Response:
    """Ask what is to be counted, and where."""
    return page(
        "counts/new.html", outlets=places.active(db()), makers=makers.names(db()),
        shelves=[(name, name) for name in shelves.names(db())],
        form=request.form or request.args, error=error,
    )  # fmt: skip


@blueprint.post("/manage/counts/new")
@allow("manager")
@refused_to(new)
def start() -> See:
    """Begin a count."""
    outlet = places.require_outlet(db(), forms.optional_id(request.form, "outlet") or 0)
    scope = forms.choice(request.form, "scope", SCOPES)
    if not scope:
        raise Refused(_("Pilih dulu apa yang dihitung."), field="scope")
    maker = None
    if scope == "maker":
        maker_id = forms.optional_id(request.form, "maker")
        if maker_id is None:
            raise Refused(_("Pilih perajinnya dulu."), field="maker")
        maker = makers.require_maker(db(), maker_id)
    shelf = forms.text(request.form, "shelf") if scope == "shelf" else ""
    if scope == "shelf" and shelf not in shelves.names(db()):
        raise Refused(_("Pilih raknya dulu."), field="shelf")
    count = service.start(db(), outlet, maker=maker, shelf=shelf, by=user_id(), at=now())
    return see("counts.show", count_id=count.id)


@blueprint.get("/manage/counts/<int:count_id>")
@allow("manager")
def show(count_id: int, error: Any = None) -> Response:
    """Show how far a count is; what it found only once the counting has ended."""
    count = queries.require(db(), count_id)
    if count.state in ("counting", "cancelled"):
        return _unseen(count, error)
    rows = checking.standings(db(), count, on=_day(count))
    wrong = [row for row in rows if row.difference or row.trouble or row.line.is_again]
    return page(
        "counts/found.html", "progress", count=count, rows=rows, wrong=wrong, error=error,
        form=request.form, seen=checking.fingerprint(rows),
        history=marks.history(db(), [row.line.id for row in wrong]),
        waiting=sum(row.trouble == checking.AGAIN for row in rows),
        troubled=sum(row.trouble in (checking.MOVED, checking.MENDED) for row in rows),
        short=-sum(min(row.difference, 0) for row in rows),
        surplus=sum(max(row.difference, 0) for row in rows),
        value=sum(row.loss.value for row in rows), owed=sum(row.loss.owed for row in rows),
        names=_names(count), signatures=signing.of(db(), (papers.SOURCE, count.id)),
        people=names_of(db(), [count.started_by, count.signed_by]),
    )  # fmt: skip


def _unseen(count: StockCount, error: Any) -> Response:
    _found, left = queries.missing(db(), count, limit=1)
    counted, pieces, _again = marks.progress(db(), count.id)
    counters = queries.counters(db(), count.id)
    return page(
        "counts/counting.html", "progress", count=count, left=left, counted=counted, pieces=pieces,
        people=names_of(db(), [*counters, count.started_by]), counters=counters, error=error,
    )  # fmt: skip


@blueprint.post("/manage/counts/<int:count_id>/end")
@allow("manager")
@refused_to(show)
def end_counting(count_id: int) -> See:
    """End the counting and look at what it found."""
    service.end_counting(db(), queries.lock(db(), count_id), by=user_id(), at=now())
    return see("counts.show", count_id=count_id)


@blueprint.post("/manage/counts/<int:count_id>/again")
@allow("manager")
@refused_to(show)
def ask_again(count_id: int) -> See:
    """Ask for some products to be counted anew."""
    count = queries.lock(db(), count_id)
    chosen = set(forms.ids(request.form.getlist("product")))
    service.ask_again(db(), count, chosen, by=user_id(), at=now())
    return see(
        "counts.show", count_id=count_id,
        notice=_("%(n)s barang dihitung ulang. Angkanya muncul di sini setelah dihitung.",
                 n=len(chosen)),
    )  # fmt: skip


@blueprint.post("/manage/counts/<int:count_id>/cancel")
@allow("manager")
@refused_to(show)
def cancel(count_id: int) -> See:
    """Give a count up."""
    service.cancel(db(), queries.lock(db(), count_id), by=user_id(), at=now())
    return see("counts.listed", notice=_("Hitungan dibatalkan. Stok tidak berubah."))


@blueprint.get("/manage/counts/<int:count_id>/record.pdf")
@allow("manager")
def record_pdf(count_id: int) -> WsgiResponse:
    """Give the record: to be signed, or as it was posted."""
    count = queries.require(db(), count_id)
    if count.document is not None:
        document = from_json(count.document)
    elif count.state in ("review", "posting"):
        document = papers.count_record(db(), count, on=_day(count), house_name=g.user.name)
    else:
        raise Conflict(_("Selesaikan dulu penghitungannya."))
    return download(
        pdf_bytes(document), name=f"stok-opname-{count.number}.pdf", mimetype="application/pdf",
        inline=True,
    )  # fmt: skip


def _day(count: StockCount) -> Any:
    return papers.posted_on(count) if count.signed_at else today()


def _names(count: StockCount) -> tuple[str, str]:
    """Return the names that the form proposes: whose goods they are, and who is signed in."""
    owner = count.maker.owner or count.maker.name if count.maker else ""
    form = request.form
    return (
        forms.clean(form.get("maker_name", owner)),
        forms.clean(form.get("house_name", g.user.name)),
    )
