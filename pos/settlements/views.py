"""The office's pages of settling: a run, its statements, and paying them."""

import re

from flask import Blueprint, Response, g, request, url_for
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.makers import queries as makers
from catalogue.makers.models import Maker
from catalogue.outlets.here import today
from core import forms, lists, settings
from core.errors import Refused
from core.i18n import _
from core.menu import nav
from core.text import fold
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
from pos.settlements import documents, export, queries, service, treasury
from pos.settlements.adjusting import queries as adjustments
from pos.settlements.adjusting.words import KIND_NAMES
from pos.settlements.asking import choices, terms_from, ticked
from pos.settlements.due import Draft, Terms, drafts, how_many
from pos.settlements.fees import queries as fees
from pos.settlements.listing import PAYOUTS, RUN_STATES, RUNS, run_state
from pos.settlements.models import SettlementRun, Statement
from pos.settlements.payable import payable_amount
from pos.settlements.paying_day import service as paying
from printers import queries as printers
from printers import words
from printers.documents import from_json
from printers.pdf import pdf_bytes

blueprint = Blueprint("settlements", __name__)
blueprint.add_app_template_filter(words.day, "day")
blueprint.add_app_template_filter(words.long_day, "day_in_full")

nav(_("Bayaran perajin"), _("Hitung hasil"), "settlements.listed", order=220, roles=("manager",),
    also=("/manage/statements",))  # fmt: skip
nav(_("Bayaran perajin"), _("Pembayaran"), "settlements.payouts", order=230, roles=("manager",))


manager = allow("manager")
CAUSES = re.compile(r"\bK\d{6,}\b|\bP\d{5,}\b")
"""Numbers of payments and adjustments, as the labels on a statement name them."""


# -- runs ------------------------------------------------------------------------------------------


@blueprint.get("/manage/settlements")
@manager
def listed() -> Response:
    """List the runs, newest first, and what is still to be paid; as a file where asked."""
    wanted = lists.asked(RUNS, request.args)
    if wanted.form:
        return list_file(RUNS, wanted)
    unpaid = queries.unpaid_statements(db())
    return page(
        "settlements/list.html", shown=lists.shown(db(), RUNS, wanted), unpaid=unpaid,
        to_pay=sum(statement.closing for statement in unpaid), state_of=run_state,
        states=RUN_STATES,
    )  # fmt: skip


@blueprint.get("/manage/settlements/new")
@manager
def new(error: Refused | None = None) -> Response:
    """Ask up to when to settle, and show what that comes to: the draft, not stored."""
    sent = request.form or request.args
    form = dict(sent)
    rows: list[Draft] | None = None
    terms = None
    if "cutoff" in form:
        try:
            terms = terms_from(form)
            rows = list(drafts(db(), terms))
        except Refused as refused:
            error = error or refused
    return page(
        "settlements/new.html",
        error=error,
        form=form,
        terms=terms,
        drafts=rows,
        choices=choices(rows, terms, sent) if rows and terms else [],
        makers=makers.names(db()),
        today=today(),
        posting=queries.posting_run(db()),
        hold_days=settings.get(db(), service.HOLD_DAYS, on=today()),
        minimum=settings.get(db(), service.MINIMUM, on=today()),
    )


def counted() -> tuple[Terms, int]:
    """Read what is asked for and count its makers before the write transaction begins."""
    terms = ticked(terms_from(dict(request.form)), request.form)
    return terms, how_many(db(), terms)


@blueprint.post("/manage/settlements/new")
@manager
@prepared(counted)
@refused_to(new)
def start() -> See:
    """Begin posting what was previewed."""
    terms, total = g.prepared
    run = service.start_run(db(), terms, total=total, by=user_id(), at=now())
    return see("settlements.run", number=run.number)


@blueprint.get("/manage/settlements/<number>")
@manager
def run(number: str, error: Refused | None = None) -> Response:
    """Show a run: how far it is, then its statements."""
    found = queries.require_run(db(), number)
    rows = queries.statements_of_run(db(), found) if found.state == "posted" else []
    return page(
        "settlements/run.html",
        "run",
        error=error,
        run=found,
        job=found.job,
        rows=rows,
        skipped=queries.skipped_of_run(db(), found),
        left=left_out(found),
        total=sum(r.statement.closing for r in rows),
        unpaid=sum(r.statement.closing for r in rows if r.is_payable),
    )


def left_out(found: SettlementRun) -> list[tuple[Maker, int]]:
    """Who was not ticked and has something due up to the newest run's cut-off; none of older runs.

    Nothing is reckoned for a run of everybody.
    """
    newest = queries.last_run(db())
    if found.state != "posted" or newest is None or newest.id != found.id or found.only is None:
        return []
    rows = drafts(db(), Terms(found.cutoff, found.hold_days))
    due = {
        row.maker_id: row.closing
        for row in rows
        if row.has_news and not found.includes(row.maker_id)
    }
    maker_of = queries.makers_by_id(db(), list(due))
    return sorted(
        ((maker_of[maker_id], closing) for maker_id, closing in due.items()),
        key=lambda one: one[0].name_key,
    )


@blueprint.post("/manage/settlements/<number>/resume")
@manager
@refused_to(run)
def resume(number: str) -> See:
    """Go on with a run that stopped."""
    service.resume_run(db(), queries.require_run(db(), number), by=user_id(), at=now())
    return see("settlements.run", number=number)


# -- statements ------------------------------------------------------------------------------------


@blueprint.get("/manage/statements/<number>")
@manager
def statement(number: str, error: Refused | None = None) -> Response:
    """Show a statement as it was posted, and pay it."""
    found = queries.require_statement(db(), number)
    row = queries.row_of(db(), found)
    places, cash = paying.sources(db()), payable_amount(found.closing, "cash")
    return page(
        "settlements/statement.html",
        "content",
        error=error,
        statement=found,
        row=row,
        paper=from_json(found.document),
        cash=cash,
        payouts=queries.payouts_of_statement(db(), found),
        newest=queries.latest_statement(db(), found.maker_id),
        before=queries.statement_before(db(), found),
        kind_names=KIND_NAMES,
        proposed=adjustments.unstated(db(), [found.maker_id]).get(found.maker_id, []),
        warning=treasury.shortfall_after(db(), row.payout) if row.payout else None,
        rolls=[(p.id, p.name) for p in printers.printers(db()) if p.language == "escpos"],
        transfer_fee=fees.transfer_fee(db(), found.maker_id, on=today()),
        sources=places,
        source=request.form.get("source") or paying.usual_source(places, cash),
        form=request.form,
        source_label=documents.source_label,
        cause=cause,
    )


def cause(label: str) -> str:
    """Return the page of the payment or the adjustment that an entry's label names, or nothing."""
    found = CAUSES.search(label)
    if found is None:
        return ""
    page_of = "settlements.payout" if found[0].startswith("K") else "adjustments.show"
    return url_for(page_of, number=found[0])


@blueprint.get("/manage/statements/<number>.pdf")
@manager
def statement_pdf(number: str) -> WsgiResponse:
    """Return the PDF as it was posted, byte for byte."""
    found = queries.require_statement(db(), number)
    with g.house.files.open(found.pdf) as file:
        content = file.read()
    return download(content, name=f"{found.number}.pdf", mimetype="application/pdf", inline=True)


@blueprint.get("/manage/statements/<number>.csv")
@manager
def statement_csv(number: str) -> WsgiResponse:
    """Return the statement's rows as CSV."""
    found = queries.require_statement(db(), number)
    return download(
        export.statement_csv(db(), found),
        name=f"{found.number}.csv",
        mimetype="text/csv; charset=utf-8",
    )


@blueprint.post("/manage/statements/<number>/pay")
@manager
@refused_to(statement)
def pay(number: str) -> See:
    """Pay a statement from kas bendahara, a drawer, a safe or the bank."""
    found: Statement = queries.require_statement(db(), number)
    payout = paying.pay_from(
        db(),
        found,
        forms.text(request.form, "source"),
        by=g.user,
        at=now(),
        **paying.said(request.form),
    )
    return see(
        "settlements.statement", number=found.number,
        notice=_("%(number)s dicatat. Serahkan kuitansinya untuk ditandatangani.",
                 number=payout.number),
    )  # fmt: skip


# -- payouts ---------------------------------------------------------------------------------------


@blueprint.get("/manage/payouts")
@manager
def payouts() -> Response:
    """List what was paid, newest first, and who is still to be paid; as a file where asked."""
    wanted = lists.asked(PAYOUTS, request.args)
    if wanted.form:
        return list_file(PAYOUTS, wanted)
    maker_id = forms.optional_id(wanted.chosen, "maker")
    unpaid = [one for one in queries.unpaid_statements(db()) if _is_asked(one, wanted)]
    return page(
        "settlements/payouts.html", shown=lists.shown(db(), PAYOUTS, wanted), unpaid=unpaid,
        handed=adjustments.handed(db(), maker_id), kind_names=KIND_NAMES, maker_id=maker_id,
        cash=sum(payable_amount(one.closing, "cash") for one in unpaid),
        source_label=documents.source_label, payable=payable_amount,
    )  # fmt: skip


def _is_asked(one: Statement, wanted: lists.Asked) -> bool:
    """Say whether an unpaid statement is of the makers, and has the words, that the list is narrowed to."""
    names = fold(f"{one.maker.name} {one.maker.code} {one.number}")
    narrowed = (("maker", one.maker_id), ("sentra", one.maker.sentra_id))
    return fold(wanted.words) in names and all(
        key not in wanted.chosen or id_ in forms.ids(wanted.chosen[key].split(","))
        for key, id_ in narrowed
    )


@blueprint.get("/manage/payouts/<number>")
@manager
def payout(number: str, error: Refused | None = None) -> Response:
    """Show one payout, and take it back."""
    found = queries.require_payout(db(), number)
    return page(
        "settlements/payout.html",
        error=error,
        payout=found,
        form=request.form,
        slip=from_json(found.document),
        source_label=documents.source_label,
    )


@blueprint.get("/manage/payouts/<number>.pdf")
@manager
def payout_pdf(number: str) -> WsgiResponse:
    """Return the kuitansi of a payout."""
    found = queries.require_payout(db(), number)
    content = pdf_bytes(from_json(found.document))
    return download(content, name=f"{found.number}.pdf", mimetype="application/pdf", inline=True)


@blueprint.post("/manage/payouts/<number>/reverse")
@manager
@refused_to(payout)
def reverse(number: str) -> See:
    """Take a payout back: the money is in the house again."""
    found = queries.require_payout(db(), number)
    service.reverse(db(), found, reason=forms.text(request.form, "reason"), by=g.user, at=now())
    return see(
        "settlements.statement",
        number=found.statement.number,
        notice=_("%(number)s dibatalkan. Uangnya tercatat kembali.", number=found.number),
    )
