"""Returns at the till: pick from a receipt what comes back, scan what goes instead, pay back."""

from flask import Blueprint, Response, request

from core import forms
from core.errors import Refused
from core.i18n import _
from core.web import See, db, now, prepared, refused_to, see, user_id
from pos.sales import approval, completing, paying, queries, refunds, returns, service
from pos.sales.discounts import Approval
from pos.sales.goods_back import panes
from pos.sales.here import counter, require_till, seen_total
from pos.sales.models import RETURN_REASONS, Sale, SaleLine
from pos.sales.tenders import Offer
from pos.sales.till_page import till_page
from pos.sales.views import done, staff
from pos.sales.views import show as show_till
from pos.shifts import queries as shifts
from pos.shifts.models import Shift
from pos.shifts.service import NoShift

blueprint = Blueprint("returns", __name__)


@blueprint.get("/pos/returns/<int:sale_id>")
@staff
def show(sale_id: int, error: Refused | None = None) -> Response:
    """Show what was sold on a receipt beside the open ticket; it may be another outlet's."""
    receipt = _receipt(sale_id)
    return till_page(require_till(), pane="return", about=receipt, error=error)


@blueprint.post("/pos/returns/<int:sale_id>")
@staff
@refused_to(show)
def bring(sale_id: int) -> See:
    """Put units of one sold line, or all that is left of the receipt, on the ticket."""
    receipt = _receipt(sale_id)
    how = {"by": user_id(), "at": now(), "reason": _chosen_reason()}
    ticket = _ticket()
    line_id = forms.optional_id(request.form, "line")
    if line_id is None:
        units = returns.take_back_all(db(), ticket, receipt, **how)  # type: ignore[arg-type]
    else:
        line = _line(receipt, line_id)
        units = forms.number(request.form, f"quantity-{line.id}", default=1)
        damaged = request.form.get("damaged") == "1"
        returns.add_return(db(), ticket, line, units, is_damaged=damaged, **how)  # type: ignore[arg-type]
    said = _("%(n)s barang masuk sebagai retur.", n=units)
    if any(one.left for one in panes.returnable(db(), receipt)):
        return see("returns.show", sale_id=sale_id, notice=said)
    return see("till.show", notice=said)


@blueprint.post("/pos/returns/<int:sale_id>/lines/<int:line_id>/swap")
@staff
@refused_to(lambda sale_id, line_id, error: done(sale_id, error=error))
def swap(sale_id: int, line_id: int) -> See:
    """Take one unit of a sold line back because it was the wrong one: the right one is next."""
    line = _line(_receipt(sale_id), line_id)
    returns.add_return(db(), _ticket(), line, 1, by=user_id(), at=now(), reason="wrong")
    return see(
        "till.show", notice=_("%(title)s kembali. Pindai barang yang benar.", title=line.title)
    )


@blueprint.post("/pos/returns/untraced")
@staff
@prepared(approval.check)
@refused_to(lambda error: show_till(pane="untraced", error=error))
def bring_untraced() -> See:
    """Put units on the ticket that a manager knows without a receipt, of the sale that was chosen."""
    line_id = forms.optional_id(request.form, "line")
    if line_id is None:
        raise Refused(_("Pilih dulu dari penjualan mana barangnya."), field="line")
    word = approval.given()
    if word is None:
        raise Refused(_("Retur tanpa struk perlu PIN pengurus."), field="approver_pin")
    why = forms.required(
        request.form, "reason", _("Tulis alasannya, supaya bisa dibaca lagi nanti."),
        most=forms.NAME,
    )  # fmt: skip
    line = queries.require_sold_line(db(), line_id)
    returns.add_return(
        db(), _ticket(), line, forms.number(request.form, "quantity", default=1),
        reason=_chosen_reason(), is_damaged=request.form.get("damaged") == "1",
        approval=Approval(word.manager, why), by=user_id(), at=now(),
    )  # fmt: skip
    return see("till.show", notice=_("%(title)s masuk sebagai retur.", title=line.title))


@blueprint.post("/pos/returns/pay")
@staff
@prepared(approval.check)
@refused_to(show_till)
def pay() -> See:
    """Complete a ticket that comes to nothing or less, and give the money back."""
    till = require_till()
    ticket = queries.current(db(), till.id)  # locked later, after the counter
    if ticket is None or ticket.net_total > 0:
        raise Refused(_("Nota ini tidak mengembalikan uang. Pilih cara bayarnya."))
    if ticket.tenders:
        raise Refused(_("Hapus dulu bagian yang sudah dibayar di nota ini."))
    shift = _shift()
    way = forms.choice(request.form, "way", ("paid", *refunds.OTHERWISE), default="paid")
    reference = forms.text(request.form, "reference", most=40)
    offers = [Offer(way, None, reference)]
    if way == "paid":
        rounding = paying.cash_rounding(db(), ticket.net_total, on=shift.business_date)
        cash_due = -(ticket.net_total + rounding)
        due, cash_due = panes.amounts(db(), ticket, cash_due=cash_due)
        paid = refunds.paid_for(db(), ticket)
        found = refunds.as_paid(paid, due, cash_due=cash_due) if due else [Offer("cash")]
        if found is None:
            raise refunds.NeedsManager(_("Pilih cara mengembalikan uangnya."), field="approver_pin")
        offers = [Offer(one.kind, one.tendered, reference) for one in found]
    sale = completing.complete(
        db(),
        ticket,
        offers,
        counter=counter(),
        at=now(),
        approval=approval.given(),
        seen=seen_total(),
    )
    return see("till.done", sale_id=sale.id)


def _ticket() -> Sale:
    _shift()
    return service.open_ticket(db(), require_till(), by=user_id(), at=now())


def _shift() -> Shift:
    shift = shifts.open_shift(db(), require_till().id)
    if shift is None:
        raise NoShift(_("Kasir belum buka. Buka kasir dulu, notanya tetap ada."))
    return shift


def _chosen_reason() -> str:
    return forms.choice(request.form, "return_reason", RETURN_REASONS, default=RETURN_REASONS[0])


def _receipt(sale_id: int) -> Sale:
    return queries.require_completed(db(), sale_id)


def _line(receipt: Sale, line_id: int) -> SaleLine:
    line = next((one for one in receipt.lines if one.id == line_id), None)
    if line is None:
        raise Refused(_("Barang ini tidak ada di struk itu."))
    return line
