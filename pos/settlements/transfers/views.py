"""Transfers at the office: pick who is paid, fetch the bank's file, bring its answer, keep its slips."""

from typing import Any

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.makers import private
from catalogue.outlets.here import today
from core import forms, settings
from core.errors import Refused
from core.i18n import _
from core.image_views import scan_file, sent_scan
from core.menu import nav
from core.scans import Scan
from core.web import (
    See,
    allow,
    db,
    download,
    keyless,
    now,
    page,
    prepared,
    refused_to,
    see,
    table_file,
    user_id,
)
from pos.settlements import documents
from pos.settlements import queries as settled
from pos.settlements.adjusting import queries as adjustments
from pos.settlements.adjusting.words import KIND_NAMES
from pos.settlements.paying_day import queries as paying_day
from pos.settlements.transfers import queries, service
from pos.settlements.transfers.layout import PRESETS, as_csv
from pos.settlements.transfers.reading import Answers, read_answers

blueprint = Blueprint("bank_transfers", __name__)
nav(_("Bayaran perajin"), _("Transfer"), "bank_transfers.listed", order=232, roles=("manager",))

manager = allow("manager")
MOST_BYTES = 2 * 1024 * 1024


@blueprint.get("/manage/bank-transfers")
@manager
def listed(error: Refused | None = None) -> Response:
    """Show who can be paid by transfer, and the batches that were sent."""
    waiting, counting = service.unpaid(db(), at=now()), settled.counting_run(db())
    proposed = adjustments.unstated(db(), [one.statement.maker_id for one in waiting])
    ticked = set(forms.ids(request.form.getlist("statement")))
    if request.method != "POST":
        means = paying_day.usual_means(db(), [one.statement.maker_id for one in waiting])
        ticked = {
            one.statement.id
            for one in waiting
            if one.bank
            and not one.until
            and means[one.statement.maker_id] == "transfer"
            and one.statement.maker_id not in proposed
        }
    return page(
        "settlements/transfers.html", error=error, waiting=waiting, ticked=ticked,
        batches=queries.batches(db()), zone=documents.zone(db()), counting=counting,
        proposed=proposed, kind_names=KIND_NAMES, unsure=private.who_wait(db(), at=now()),
    )  # fmt: skip


@blueprint.post("/manage/bank-transfers")
@manager
@refused_to(listed)
def send() -> See:
    """Put the ticked statements into a batch."""
    wanted = set(forms.ids(request.form.getlist("statement")))
    statements = [one for one in settled.unpaid_statements(db()) if one.id in wanted]
    batch = service.send(db(), statements, by=g.user, at=now())
    return see(
        "bank_transfers.show", batch_id=batch.id,
        notice=_("%(number)s siap: unduh berkasnya, kirim lewat bank.", number=batch.number),
    )  # fmt: skip


@blueprint.get("/manage/bank-transfers/layout")
@manager
def layout(error: Refused | None = None) -> Response:
    """Show the column map of the bank's file, and the ones that can be started from."""
    preset = PRESETS.get(request.args.get("preset", ""))
    return page(
        "settlements/transfer_layout.html", error=error, form=request.form,
        layout=preset or settings.get(db(), service.LAYOUT, on=today()),
    )  # fmt: skip


@blueprint.post("/manage/bank-transfers/layout")
@manager
@refused_to(layout)
def set_layout() -> See:
    """Keep the column map; batches that were made keep theirs."""
    service.set_layout(db(), forms.text(request.form, "layout"), by=user_id(), at=now())
    return see("bank_transfers.listed", notice=_("Susunan kolom disimpan."))


@blueprint.get("/manage/bank-transfers/<int:batch_id>")
@manager
def show(batch_id: int, error: Refused | None = None) -> Response:
    """Show a batch: each transfer, what became of it, and what the bank's answer did not tell."""
    batch = queries.require(db(), batch_id)
    job = queries.last_answer(db(), batch)
    return page(
        "settlements/transfer_batch.html", "batch", error=error, batch=batch, form=request.form,
        job=job, changed=queries.changed_accounts(db(), batch),
        unread=queries.still_unread(batch, job) if job else [],
    )  # fmt: skip


@blueprint.post("/manage/bank-transfers/<int:batch_id>/file")
@manager
@keyless
@refused_to(show)
def fetch(batch_id: int) -> WsgiResponse:
    """Give the bank's file out, as CSV or as a workbook; who fetched it is written down."""
    batch = queries.require(db(), batch_id)
    is_sure = request.form.get("sure") == "1"
    cells = service.file_of(db(), batch, by=user_id(), at=now(), is_sure=is_sure)
    if request.form.get("form") == "xlsx":
        return table_file(batch.number, cells[0], cells[1:], "xlsx")
    return download(as_csv(cells), name=f"{batch.number}.csv", mimetype="text/csv; charset=utf-8")


@blueprint.post("/manage/bank-transfers/<int:batch_id>/rows/<int:row_id>")
@manager
@refused_to(lambda batch_id, row_id, error: show(batch_id, error=error))
def decide(batch_id: int, row_id: int) -> See:
    """Note of one transfer that the bank paid it, or why it did not."""
    batch = queries.require(db(), batch_id)
    if request.form.get("outcome") == "paid":
        service.paid(db(), batch, row_id, by=g.user, at=now())
    else:
        reason = forms.text(request.form, "reason", most=120)
        service.failed(db(), batch, row_id, reason=reason, by=user_id(), at=now())
    return see("bank_transfers.show", batch_id=batch_id)


def read_file(batch_id: int) -> Answers:
    """Read the bank's answer before the write transaction."""
    file = request.files.get("file")
    content = file.read(MOST_BYTES + 1) if file else b""
    if len(content) > MOST_BYTES:
        raise Refused(_("Berkas ini lebih dari 2 MB."), field="file")
    text = content.decode("utf-8-sig", "replace") or forms.text(
        request.form, "pasted", most=200_000
    )
    batch = queries.require(db(), batch_id)
    return read_answers(text, service.wanted(db(), batch))


@blueprint.post("/manage/bank-transfers/<int:batch_id>/answer")
@manager
@prepared(read_file)
@refused_to(show)
def answer(batch_id: int) -> See:
    """Take the bank's answer: paid ones are payouts, failed ones can be paid again."""
    batch = queries.require(db(), batch_id)
    service.take_answers(db(), batch, g.prepared, by=user_id(), at=now())
    return see("bank_transfers.show", batch_id=batch_id, notice=_("Jawaban bank sedang dicatat."))


# -- the bank's slip of one payout -----------------------------------------------------------------


@blueprint.get("/manage/payouts/<number>/slips")
@manager
def slips(number: str, error: Refused | None = None) -> Response:
    """Show the bank's slips that were kept for a payout, and take another."""
    payout = settled.require_payout(db(), number)
    return page(
        "settlements/transfer_slips.html", error=error, payout=payout,
        slips=queries.slips_of(db(), payout.id),
    )  # fmt: skip


def read_scan(**_arguments: Any) -> Scan:
    """Store the photo or PDF of the form before the write transaction."""
    scan = sent_scan()
    if scan is None:
        raise Refused(_("Pilih foto atau PDF-nya dulu."), field="scan")
    return scan


@blueprint.post("/manage/payouts/<number>/slips")
@manager
@prepared(read_scan)
@refused_to(slips)
def keep_slip(number: str) -> See:
    """Keep a photo or PDF of the bank's slip."""
    payout = settled.require_payout(db(), number)
    service.keep_slip(db(), payout, g.prepared, by=user_id(), at=now())
    return see("bank_transfers.slips", number=number, notice=_("Bukti transfer disimpan."))


@blueprint.get("/manage/payouts/<number>/slips/<int:slip_id>")
@manager
def slip(number: str, slip_id: int) -> WsgiResponse:
    """Give a slip to a manager; a PDF is saved, never opened inside our pages."""
    payout = settled.require_payout(db(), number)
    row = queries.require_slip(db(), payout.id, slip_id)
    return scan_file(
        row.scan, row.scan_type, title=f"{payout.number}-{row.id}",
        lost=_("Berkas fotonya hilang. Potret ulang."),
    )  # fmt: skip
