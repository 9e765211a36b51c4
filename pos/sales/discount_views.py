"""Giving a discount at the till: on a line, on the ticket, or as the total that was agreed."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as WsgiResponse

from core import forms
from core.errors import Refused
from core.i18n import _
from core.money import parse_rupiah
from core.web import See, db, now, prepared, refused_to, see, user_id
from pos.sales import approval, discounts, service
from pos.sales.campaigns import service as campaigns
from pos.sales.models import Sale
from pos.sales.views import business_date, locked_ticket, show, staff

blueprint = Blueprint("discounts", __name__)


def not_given(error: Refused, **_line: int) -> Response | WsgiResponse:
    """Show the pane again, what was refused at the field that was typed in."""
    if error.field in ("agreed", "amount"):
        error.field = "agreed" if forms.text(request.form, "agreed") else "amount"
    return show(pane="discount", error=error)


@blueprint.post("/pos/discount")
@staff
@prepared(approval.check)
@refused_to(not_given)
def on_ticket() -> See:
    """Take something off the whole ticket, or bring it to an agreed total."""
    sale = locked_ticket()
    agreed = forms.text(request.form, "agreed")
    word = approval.given()
    if agreed:
        total = parse_rupiah(agreed)
        if total is None:
            raise Refused(_("Tulis jumlah dengan angka saja, misalnya 150.000."), field="agreed")
        discounts.agree_on_total(
            db(), sale, total, on=business_date(), by=user_id(), at=now(), approval=word
        )
    else:
        amount = _amount(discounts.undiscounted(sale))
        discounts.give_on_ticket(
            db(), sale, amount, on=business_date(), by=user_id(), at=now(), approval=word
        )
    _ask_once_more(sale.ticket_discount, discounts.undiscounted(sale))
    _tag(sale)
    return see("till.show", notice=_said(sale))


@blueprint.post("/pos/lines/<int:line_id>/discount")
@staff
@prepared(lambda line_id: approval.check())
@refused_to(not_given)
def on_line(line_id: int) -> See:
    """Take something off one line."""
    sale = locked_ticket()
    line = service.line_of(sale, line_id)
    discounts.give_on_line(
        db(), sale, line, _amount(line.list_amount - line.markdown), on=business_date(), by=user_id(),
        at=now(), approval=approval.given(),
    )  # fmt: skip
    _ask_once_more(line.given, line.list_amount - line.markdown)
    _tag(sale)
    return see("till.show", notice=_said(sale))


def _ask_once_more(amount: int, whole: int) -> None:
    """Refuse a discount that looks like a slip, until the same one is pressed again."""
    sure = forms.optional_money(request.form, "sure")
    if approval.given() is None and sure != amount:
        discounts.refuse_doubted(amount, whole)


def _tag(sale: Sale) -> None:
    """Note the programme that the form chose; it is offered only while one runs."""
    if "campaign" in request.form:
        chosen = forms.optional_id(request.form, "campaign")
        campaigns.belong(db(), sale, chosen, on=business_date())


def _said(sale: Sale) -> str:
    return _("Potongan dicatat.") if sale.discount_total else _("Tidak ada potongan lagi.")


def _amount(whole: int) -> int:
    """Return the rupiah typed, or the share of `whole` where a percentage was typed."""
    typed = forms.text(request.form, "amount")
    if typed.endswith("%"):
        rate = forms.bps(request.form, "amount")
        assert rate is not None
        return whole * rate // 10_000
    amount = parse_rupiah(typed or "0")
    if amount is None:
        raise Refused(
            _("Tulis rupiah, misalnya 10.000, atau persen, misalnya 10%."), field="amount"
        )
    return amount
