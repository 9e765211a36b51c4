"""The till's page: the ticket or what was just sold on the left, what it comes to on the right."""

from datetime import timedelta
from typing import Any

from flask import Response, request

from catalogue.outlets.here import today
from catalogue.outlets.models import Till
from core.errors import Refused
from core.web import db, is_htmx, now, page, public_address
from pos.sales import queries, refunds
from pos.sales.goods_back.panes import returnable
from pos.sales.here import receipt_printer
from pos.sales.models import Sale
from pos.sales.panes import Asked, pane_context
from pos.sales.receipts import receipt_url
from pos.shifts import queries as shifts
from printers import queries as printers
from printers.models import PrintJob

JUST_SOLD = timedelta(minutes=3)
"""After so long a sale was looked up: its change was given, and must not be asked for again."""
LATE = timedelta(seconds=4)
"""After so long a receipt that is still waiting is no longer said to be printing."""


def till_page(
    till: Till,
    *,
    pane: str | None = None,
    done: Sale | None = None,
    about: Sale | None = None,
    error: Refused | None = None,
    camera: bool = False,
    looked_up: bool = False,
    quotation: int | None = None,
) -> Response:
    """Render the till; htmx gets the ticket and the side only.

    A pane may be `about` a receipt; a phone has the picture of its `camera` above the ticket. What
    is `done` was sold just now, or `looked_up`.
    """
    shift = shifts.open_shift(db(), till.id)
    sale = queries.current(db(), till.id) if shift and not done else None
    asked = Asked(till, sale, shift.business_date if shift else today(), error, about, quotation)
    scanned = request.endpoint == "till.scan"
    job = _receipt_job(done)
    return page(
        "sales/till.html",
        "content",
        "side",
        error=None if scanned else error,
        scan_error=error if scanned else None,
        status=error.status if error else 200,
        till=till,
        shift=shift,
        sale=sale,
        pane=pane,
        camera=camera,
        done=done,
        form=request.form,
        due=asked.due,
        job=job,
        paper_is_late=job is not None and now() - job.queued_at > LATE,
        looked_up=looked_up,
        printer=receipt_printer(till) if done or not is_htmx() else None,
        sold=returnable(db(), done) if done else [],
        paperless=done is not None and ("qr" in request.args or not till.prints_itself),
        receipt_url=receipt_url(done, public_address()) if done else None,
        claims=refunds.open_claims(db(), shown) if (shown := done or sale) else [],
        last=None if done or not shift else queries.last_sold(db(), shift.id, now() - JUST_SOLD),
        **_beside(pane, asked, is_open=shift is not None, done=done),
    )


def _beside(pane: str | None, asked: Asked, *, is_open: bool, done: Sale | None) -> dict[str, Any]:
    """Return what the side needs: a pane; or how many tickets wait, once a sale is done."""
    if done:
        return {"held_count": queries.held_count(db(), asked.till.outlet_id)}
    return pane_context(pane, asked) if is_open else {"held": []}


def _receipt_job(sale: Sale | None) -> PrintJob | None:
    if sale is None:
        return None
    jobs = [job for job in printers.jobs_of(db(), "sale", sale.id) if job.kind == "receipt"]
    return jobs[-1] if jobs else None


def is_old(sale: Sale) -> bool:
    """Say whether a sale is older than anybody waits for its change."""
    return sale.completed_at is not None and now() - sale.completed_at > JUST_SOLD
