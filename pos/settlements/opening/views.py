"""The office's opening balances: upload a sheet, see what it comes to, post it once, take one back."""

from datetime import date
from functools import partial
from typing import Any

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.makers import owners
from catalogue.outlets.here import today
from catalogue.stock import rejections, sheet
from catalogue.stock.sheet_views import store_sheet
from core import forms, lists
from core.errors import NotFound, Refused
from core.i18n import _
from core.menu import nav
from core.sheets import XLSX
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
    user_id,
)
from pos.settlements.opening import queries, service, template
from pos.settlements.opening.columns import OPENING
from pos.settlements.opening.listing import BALANCES
from pos.settlements.opening.planning import Plan, make_plan

blueprint = Blueprint("opening", __name__)

SHOWN = 300
"""Rows of a plan that its page lists; more are only counted."""

nav(_("Uang"), _("Saldo awal"), "opening.listed", order=250, roles=("manager",))

manager = allow("manager")


@blueprint.get("/manage/opening")
@manager
def listed(error: Refused | None = None) -> Response:
    """Ask for a sheet; list the balances that are written down."""
    wanted = lists.asked(BALANCES, request.args)
    if wanted.form and error is None:
        return list_file(BALANCES, wanted)
    return page(
        "settlements/opening.html", error=error, form=request.form, today=today(),
        shown=lists.shown(db(), BALANCES, wanted),
    )  # fmt: skip


@blueprint.get("/manage/opening/template.xlsx")
@manager
def blank_sheet() -> WsgiResponse:
    """Hand out a sheet with every maker and every place of the house, to fill in the amounts."""
    return download(
        template.workbook(db()), name="saldo-awal.xlsx", mimetype=XLSX
    )  # fmt: skip


@blueprint.post("/manage/opening")
@manager
@prepared(partial(store_sheet, OPENING))
@refused_to(listed)
def upload() -> See:
    """Show what an uploaded sheet comes to; nothing is written yet."""
    on = service.check_day(db(), forms.day(request.form, "on"), at=now())
    file, name = g.prepared
    return see("opening.check", file=file, on=on.isoformat(), name=name)


@blueprint.get("/manage/opening/check/<file>")
@manager
def check(file: str, error: Refused | None = None) -> Response:
    """Show what a sheet would write, what is there already, and what is refused and why."""
    on = _day(request.values)
    plan = _plan(file, on)
    return page(
        "settlements/opening_check.html", error=error, plan=plan, on=on, file=file,
        name=forms.text(request.values, "name"), shown=SHOWN,
        on_books={
            row.balance.account: queries.on_books(db(), row.balance.account)
            for row in plan.new[:SHOWN]
        },
    )  # fmt: skip


@blueprint.get("/manage/opening/check/<file>/refused.xlsx")
@manager
def refused_rows(file: str) -> WsgiResponse:
    """Hand out the refused rows as a workbook, the reason in the last column."""
    plan = _plan(file, _day(request.args))
    content = rejections.workbook(plan.headers, plan.refused, batch=_("saldo awal"))
    return download(content, name="saldo-awal-ditolak.xlsx", mimetype=XLSX)


def plan_again(file: str) -> tuple[Plan, date]:
    """Read and plan the stored sheet before the write transaction begins."""
    on = _day(request.form)
    return _plan(file, on), on


@blueprint.post("/manage/opening/check/<file>")
@manager
@prepared(plan_again)
@refused_to(check)
def take(file: str) -> See:  # noqa: ARG001  # the route's
    """Begin to write the new balances of a sheet."""
    plan, on = g.prepared
    name = forms.text(request.form, "name")[-120:]
    job = service.start(db(), plan.new, on=on, name=name, by=user_id(), at=now())
    return see("opening.job", job_id=job.id)


@blueprint.get("/manage/opening/jobs/<int:job_id>")
@manager
def job(job_id: int) -> Response:
    """Show how far the writing is, then what came of it."""
    found = service.require_job(db(), job_id)
    return page("settlements/opening_job.html", "progress", job=found, told=found.result or {})


@blueprint.get("/manage/opening/<int:balance_id>")
@manager
def show(balance_id: int, error: Refused | None = None) -> Response:
    """Show one opening balance, and take it back."""
    row = queries.require(db(), balance_id)
    return page(
        "settlements/opening_show.html", error=error, form=request.form, row=row,
        name=queries.name_of(db(), row.account),
        is_late=row.maker_id is not None and queries.has_begun(db()),
    )  # fmt: skip


@blueprint.post("/manage/opening/<int:balance_id>/reverse")
@manager
@refused_to(show)
def take_back(balance_id: int) -> See:
    """Take an opening balance back."""
    row = queries.require(db(), balance_id)
    service.take_back(db(), row, reason=forms.text(request.form, "reason"), by=user_id(), at=now())
    return see("opening.listed", notice=_("Saldo awal itu dibatalkan dan bisa dicatat lagi."))


def _plan(file: str, on: date) -> Plan:
    try:
        with g.house.files.open(file) as stored:
            found = sheet.read_bytes(stored.read(), OPENING)
    except (FileNotFoundError, sheet.NotASheet):
        raise NotFound(_("Lembar ini tidak ada lagi. Kirim lagi berkasnya.")) from None
    return make_plan(db(), found, on=on, own=owners.owned_by(db(), user_id()))


def _day(form: Any) -> date:
    return service.check_day(db(), forms.day(form, "on"), at=now())
