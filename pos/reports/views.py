"""The office's reports: today at a glance, the sales, the ledger, and files to take away."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, Response, current_app, g, request, url_for
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets.here import today
from core import lists
from core.i18n import _
from core.menu import nav
from core.web import allow, db, download, list_file, page
from pos.reports import downloads, figures, queries
from pos.reports import listing as listings
from pos.reports.attention import attention
from pos.reports.dates import Span, span_of
from pos.reports.first_steps import first_steps
from pos.reports.here import asked_span
from pos.reports.pooling import pooled
from pos.reports.trust import trust
from pos.reports.words import account_name, reason_name
from pos.sales import queries as sales_reads
from pos.sales.goods_back.panes import reason_words
from pos.sales.receipts import tender_label

blueprint = Blueprint("reports", __name__)
blueprint.add_app_template_global(tender_label)
blueprint.add_app_template_global(account_name)
blueprint.add_app_template_global(reason_name)

FORTNIGHT = timedelta(days=13)
QUARTER = 92

nav("", _("Hari ini"), "reports.dashboard", order=10, roles=("manager", "officer"))
nav(_("Penjualan"), _("Penjualan"), "reports.sales", order=210, roles=("manager",))
nav(_("Uang"), _("Buku besar"), "reports.ledger", order=290, roles=("manager",))
nav(_("Laporan galeri"), _("Ringkasan"), "reports.summary", order=300, roles=("manager", "officer"))

MENDED_AT = {
    "expired": ("expiry.listed", {"span": "expired"}),
    "expiring": ("expiry.listed", {}),
    "proposals": ("proposals.listed", {}),
    "accounts": ("bank_transfers.listed", {}),
    "hands": ("office.staff", {}),
    "announced": ("announced.listed", {}),
    "visits": ("visits.listed", {"state": "announced"}),
    "accepted": ("quotations.listed", {"state": "accepted"}),
    "part": ("quotations.listed", {"state": "part"}),
    "left_behind": ("deposits.listed", {}),
    "enquiries": ("quotations.listed", {"state": "new"}),
    "licences_expired": ("certificates.listed", {"span": "expired"}),
    "licences_week": ("certificates.listed", {"span": "week"}),
    "tags": ("reprints.listed", {}),
    "unrecorded": ("unrecorded.listed", {}),
    "licences_month": ("certificates.listed", {"span": "month"}),
    "over": ("ageing.ends", {"state": "over"}),
    "below": ("goods.listed", {"state": "check"}),
    "claims": ("claims.office", {}),
    "missing": ("claims.office", {}),
    "decide": ("adjustments.listed", {"state": "proposed"}),
    "print": ("printers.index", {}),
    "moves": ("transfers.listed", {"state": "way"}),
    "seen": ("departures.losses", {"state": "seen"}),
    "makers": ("makers.doubted", {}),
    "products": ("goods.listed", {"state": "check"}),
}
"""What waits -> the page where it is put right."""


@blueprint.get("/manage")
@allow("manager", "officer")
def dashboard() -> Response:
    """Show the day: what sold, what waits, and the money held in trust."""
    if "manager" not in g.user.roles:
        return summary()
    on = today()
    day = Span(on, on)
    return page(
        "reports/dashboard.html", today=on, trust=trust(db()),
        steps=first_steps(db()), day=figures.figures(db(), day), tenders=figures.by_tender(db(), day),
        outlets=figures.by(db(), day, "outlet"),
        chart=_chart(figures.by_day(db(), Span(on - FORTNIGHT, on))),
        points=[(point, _where(point.key)) for point in attention(db(), today=on, by=g.user.id)],
    )  # fmt: skip


@blueprint.get("/manage/summary")
@allow("manager", "officer")
def summary() -> Response:
    """Show sums of a span, without anybody's name for an officer."""
    span, error = asked_span()
    is_manager = "manager" in g.user.roles
    if not is_manager:
        span = span.whole_months(today=today())
    before = span.before()
    sentra, places = (figures.by(db(), span, key) for key in ("sentra", "outlet"))
    if not is_manager:
        sentra = pooled(sentra, _("Sentra lain bersama"))
        places = pooled(places, _("Tempat lain bersama"), disjoint=False)
    return page(
        "reports/summary.html", span=span, before=before, error=error, is_manager=is_manager,
        now_=figures.figures(db(), span), then=figures.figures(db(), before),
        chart=_chart(figures.by_day(db(), span)), outlets=places, sentra=sentra,
        tenders=figures.by_tender(db(), span),
        makers=figures.by(db(), span, "maker", limit=20) if is_manager else [],
        selling=figures.selling_makers(db(), span), paid=figures.paid_out(db(), span),
    )  # fmt: skip


@blueprint.get("/manage/sales")
@allow("manager")
def sales() -> Response:
    """List the sales, narrowed and sorted by the address; as a file where it asks for one."""
    span, error = asked_span()
    listing = listings.sales(span)
    wanted = lists.asked(listing, request.args)
    if wanted.form and error is None:
        return list_file(listing, wanted)
    return page(
        "reports/sales.html", shown=lists.shown(db(), listing, wanted), span=span, error=error
    )


@blueprint.get("/manage/sales/<number>")
@allow("manager")
def sale(number: str) -> Response:
    """Show one sale: its lines with their split, how it was paid, and what it did to the books."""
    found = queries.require_sale(db(), number)
    return page(
        "reports/sale.html", sale=found, makers=queries.makers_of(db(), found),
        entries=queries.entries_of_sale(db(), found), link=queries.link_of(db(), found),
        names=queries.names(db()), came_from=sales_reads.origin_numbers(db(), found),
        reasons=reason_words(),
    )  # fmt: skip


@blueprint.get("/manage/sales.csv")
@allow("manager")
def sales_file() -> WsgiResponse:
    """Give every line sold in a span."""
    span = span_of(request.args, today=today())
    return _file(downloads.sales_csv(db(), span), "penjualan", span)


@blueprint.get("/manage/ledger")
@allow("manager")
def ledger() -> Response:
    """Show the accounts with their balances and the entries of a span; as a file where asked."""
    span, error = asked_span()
    names = queries.names(db())
    listing = listings.ledger(span, names)
    wanted = lists.asked(listing, request.args)
    if wanted.form and error is None:
        return list_file(listing, wanted)
    shown = lists.shown(db(), listing, wanted)
    return page(
        "reports/ledger.html", shown=shown, entries=shown.rows, names=names, span=span,
        account=wanted.chosen.get("account", ""), accounts=queries.accounts(db()), error=error,
    )  # fmt: skip


@blueprint.get("/manage/ledger.csv")
@allow("manager")
def ledger_file() -> WsgiResponse:
    """Give every entry of a span."""
    span = span_of(request.args, today=today())
    return _file(downloads.ledger_csv(db(), span), "buku-besar", span)


def _where(key: str) -> str | None:
    endpoint, values = MENDED_AT.get(key, ("", {}))
    known = endpoint in current_app.view_functions
    return url_for(endpoint, **values) if known else None  # type: ignore[arg-type]


def _file(content: str, name: str, span: Span) -> WsgiResponse:
    return download(
        content, name=f"{name}-{span.first}-{span.last}.csv", mimetype="text/csv; charset=utf-8"
    )


def _chart(by_day: dict[date, int]) -> list[dict[str, Any]]:
    """Return the bars of a chart 100 high: x, y, height, the day and its rupiah.

    More than a quarter of a year is drawn by month, each under its first day.
    """
    if len(by_day) > QUARTER:
        months: dict[date, int] = {}
        for day, net in by_day.items():
            months[day.replace(day=1)] = months.get(day.replace(day=1), 0) + net
        by_day = months
    most = max([*by_day.values(), 1])
    bars = []
    for index, (day, net) in enumerate(by_day.items()):
        height = max(1, 100 * max(net, 0) // most)
        bars.append({"x": index * 10, "y": 100 - height, "height": height, "day": day, "net": net})
    return bars
