"""The month's page for the Dinas: to read, to take away, and to give out under a number."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, g, request, url_for
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets.here import today
from core import forms, lists
from core.errors import NotFound
from core.i18n import _
from core.lists import FORMS
from core.menu import nav
from core.money import hundredths
from core.web import (
    See,
    allow,
    db,
    download,
    list_file,
    now,
    page,
    prepared,
    refused_to,
    see,
    table_file,
    user_id,
)
from pos.reports.dates import Span
from pos.reports.dinas import figures, queries, service, sheet
from pos.reports.dinas.figures import Signing
from pos.reports.dinas.listing import PAPERS
from pos.reports.dinas.models import MonthlyPaper
from pos.reports.dinas.months import Months, month_of, months, previous
from printers.documents import MonthlyReport
from printers.pdf import pdf_bytes
from printers.pdf.monthly import change, counted
from printers.words import month_name

blueprint = Blueprint("dinas", __name__)
blueprint.add_app_template_global(change, "month_change")
blueprint.add_app_template_global(counted, "counted_people")
blueprint.add_app_template_global(hundredths)
blueprint.add_app_template_filter(month_name)

nav(
    _("Laporan galeri"),
    _("Laporan bulanan (Dinas)"),
    "dinas.listed",
    order=320,
    roles=("manager", "officer"),
)

MONTHS_OFFERED = 24
LINES = {
    "turnover": "sold.lines", "pieces": "sold.lines", "share": "sold.lines", "sales": "reports.sales",
    "paid": "given.listed", "active": "fairness.listed", "groups": "takings.listed",
    "in_groups": "takings.listed", "local": "footfall.listed", "foreign": "footfall.listed",
}  # fmt: skip
"""A figure of the report -> the list of what it is made of."""


@blueprint.get("/manage/dinas")
@allow("manager", "officer")
def listed() -> Response:
    """List the reports that were given out, and offer the months; as a file where asked."""
    wanted = lists.asked(PAPERS, request.args)
    if wanted.form:
        return list_file(PAPERS, wanted)
    first = today().replace(day=1)
    offered = [first]
    while len(offered) < MONTHS_OFFERED:
        offered.append(previous(offered[-1]))
    return page("dinas/list.html", shown=lists.shown(db(), PAPERS, wanted), offered=offered)


@blueprint.get("/manage/dinas/month")
@allow("manager", "officer")
def choose() -> Response:
    """Show the month that the box of the list chose."""
    return show(forms.text(request.args, "month") or f"{previous(today().replace(day=1)):%Y-%m}")


@blueprint.get("/manage/dinas/<month>")
@allow("manager", "officer")
def show(month: str, error: Any = None) -> Response:
    """Show a month's figures; a manager gives the report out from here."""
    days = _months(month)
    usual = figures.usual_signing(db(), on=today())
    return page(
        "dinas/show.html", paper=_report(days, usual), month=month, days=days, usual=usual,
        number=service.next_number(db(), days.now.first), form=request.form, error=error,
        sums=sheet.sum_words(), guests=sheet.guest_words(), lead=_lead,
        given=queries.papers_of(db(), days.now.first), is_manager="manager" in g.user.roles,
    )  # fmt: skip


@blueprint.get("/manage/dinas/<month>/file.<form>")
@allow("manager", "officer")
def file(month: str, form: str) -> WsgiResponse:
    """Give a month's figures as PDF without a number, or as a workbook or CSV."""
    paper = _report(_months(month), figures.usual_signing(db(), on=today()))
    if form == "pdf":
        return _pdf(pdf_bytes(paper), month)
    if form not in FORMS:
        raise NotFound(_("Berkas ini tidak ada."))
    return table_file(f"laporan-{month}", sheet.header(), sheet.rows(paper), form)


def drawn_up(month: str) -> tuple[MonthlyReport, str]:
    """Return the report as the form signs it, and its PDF, stored; before the write transaction."""
    days, form = _months(month), request.form
    said = Signing(*(forms.text(form, name)[:120] for name in (
        "number", "addressee", "place", "signatory", "position",
    )))  # fmt: skip
    service.check(db(), said, is_over=days.is_over)
    paper = _report(days, said)
    return paper, g.house.files.put(pdf_bytes(paper))


@blueprint.post("/manage/dinas/<month>")
@allow("manager")
@prepared(drawn_up)
@refused_to(show)
def issue(month: str) -> See:
    """Give the report out under its number."""
    paper, pdf = g.prepared
    service.issue(db(), paper, pdf, today=today(), by=user_id(), at=now())
    return see(
        "dinas.show", month=month, notice=_("Laporan %(number)s terbit.", number=paper.number)
    )


@blueprint.get("/manage/dinas/papers/<int:paper_id>")
@allow("manager", "officer")
def paper(paper_id: int) -> WsgiResponse:
    """Give a report as it was given out."""
    row = db().get(MonthlyPaper, paper_id)
    if row is None:
        raise NotFound(_("Laporan ini tidak ada dalam daftar."))
    with g.house.files.open(row.pdf) as stored:
        return _pdf(stored.read(), f"{row.month:%Y-%m}")


def _lead(name: str, span: Span, sentra: Sequence[int] = (), **more: str) -> str:
    """Return where the lines of a figure are, of some sentra only or of everything."""
    which = ",".join(map(str, sentra))
    if name == "active":
        more |= {"state": "active"}
    if which and LINES[name] == "sold.lines":
        more |= {"by": "sentra", "part": which}
    elif which:
        more |= {"sentra": which}
    days = {"from": span.first.isoformat(), "to": span.last.isoformat()}
    return url_for(LINES[name], **(days | more))  # type: ignore[arg-type]


def _months(month: str) -> Months:
    on = today()
    return months(month_of(month, today=on), today=on)


def _report(days: Months, said: Signing) -> MonthlyReport:
    return figures.report(db(), days, said, at=now(), today=today())


def _pdf(content: bytes, month: str) -> WsgiResponse:
    return download(content, name=f"laporan-{month}.pdf", mimetype="application/pdf", inline=True)
