"""Paying day at the office and on a phone: fetch the money, print, hand over envelope by envelope."""

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as WsgiResponse

from core import forms
from core.errors import Refused
from core.i18n import _
from core.money import rupiah
from core.security import SCANNING
from core.web import (
    See,
    allow,
    db,
    download,
    nav,
    now,
    page,
    public_address,
    refused_to,
    see,
    user_id,
)
from pos.settlements import queries as settled
from pos.settlements import treasury
from pos.settlements.here import today
from pos.settlements.models import Statement
from pos.settlements.paying_day import papers, queries, service
from pos.settlements.service import payable_amount
from printers.documents import Document
from printers.pdf import pdf_bytes

blueprint = Blueprint("paying_day", __name__)
nav(_("Bayaran perajin"), _("Hari bayar"), "paying_day.desk", order=225, roles=("manager",))

manager = allow("manager")


@blueprint.get("/manage/payouts/payday")
@manager
def desk(error: Refused | None = None) -> Response:
    """Show who waits for cash, what to fetch and print, and take the next slip."""
    day = queries.paying_day(db(), on=today())
    found = service.sources(db())
    chosen = request.values.get("source") or service.usual_source(found, day.total)
    answer = page(
        "settlements/paying_day.html", error=error, day=day, sources=found, source=chosen,
        form=request.form, last=_last_paid(), fetch_from=_bank_and_safes(),
        put_back_to=_bank_and_safes(),
    )  # fmt: skip
    answer.headers["Content-Security-Policy"] = SCANNING
    return answer


@blueprint.post("/manage/payouts/payday")
@manager
@refused_to(desk)
def hand_over() -> See:
    """Mark a scanned slip paid: the maker has the envelope."""
    source = forms.text(request.form, "source")
    statement = queries.of_slip(db(), forms.text(request.form, "code", most=200))
    payout = service.pay_from(
        db(), statement, source, by=g.user, at=now(), below=forms.text(request.form, "below")
    )
    return see("paying_day.desk", source=source, paid=payout.number)


@blueprint.post("/manage/payouts/payday/fetch")
@manager
@refused_to(desk)
def fetch() -> See:
    """Note that cash was fetched from the bank or a safe into kas bendahara."""
    moved = treasury.move(
        db(), treasury.place_of(db(), forms.text(request.form, "from")), treasury.TREASURY,
        forms.money(request.form, "amount"), reason=_("Uang untuk hari bayar"), by=user_id(),
        at=now(),
    )  # fmt: skip
    return see(
        "paying_day.desk", source="treasury",
        notice=_("%(number)s dicatat: uangnya di kas bendahara.", number=moved.number),
    )  # fmt: skip


@blueprint.post("/manage/payouts/payday/put-back")
@manager
@refused_to(desk)
def put_back() -> See:
    """Note that what nobody is paid from kas bendahara went back to the bank or a safe."""
    target = treasury.place_of(db(), forms.text(request.form, "to"))
    moved = treasury.move(
        db(), treasury.TREASURY, target, forms.money(request.form, "amount"),
        reason=_("Sisa uang hari bayar"), by=user_id(), at=now(),
    )  # fmt: skip
    return see(
        "treasury.movement", number=moved.number,
        notice=_("%(amount)s disetor kembali ke %(place)s.", amount=rupiah(moved.amount),
                 place=target.name(db())),
    )  # fmt: skip


@blueprint.get("/manage/payouts/payday/list.pdf")
@manager
def list_pdf() -> WsgiResponse:
    """Return the list that everybody signs."""
    day = queries.paying_day(db(), on=today())
    paper = papers.payment_list(db(), day, treasurer=g.user.name, on=today())
    return _pdf(paper, f"daftar-pembayaran-{today()}")


@blueprint.get("/manage/payouts/payday/slips.pdf")
@manager
def slips_pdf() -> WsgiResponse:
    """Return the slips of everybody who waits; their squares open this maker's page on a phone."""
    day = queries.paying_day(db(), on=today())
    home = public_address()
    link = f"{home.rstrip('/')}/manage/payouts/payday/" if home else ""
    return _pdf(papers.payment_slips(db(), day, link=link, on=today()), f"slip-bayar-{today()}")


@blueprint.get("/manage/payouts/payday/<number>")
@manager
def envelope(number: str, error: Refused | None = None) -> Response:
    """Show one envelope, as the square on its slip opens it on a phone, with the one button."""
    statement = settled.require_statement(db(), number)
    amount = payable_amount(statement.closing, "cash")
    found = service.sources(db())
    return page(
        "settlements/envelope.html", error=error, statement=statement, amount=amount,
        row=settled.row_of(db(), statement), sources=found, form=request.form,
        source=request.values.get("source") or service.usual_source(found, amount),
        day=queries.paying_day(db(), on=today()),
    )  # fmt: skip


@blueprint.post("/manage/payouts/payday/<number>")
@manager
@refused_to(envelope)
def hand_over_one(number: str) -> See:
    """Mark this envelope handed over."""
    statement: Statement = settled.require_statement(db(), number)
    source = forms.text(request.form, "source")
    service.pay_from(
        db(), statement, source, by=g.user, at=now(), below=forms.text(request.form, "below")
    )
    return see("paying_day.envelope", number=statement.number, source=source)


def _pdf(paper: Document, name: str) -> WsgiResponse:
    return download(pdf_bytes(paper), name=f"{name}.pdf", mimetype="application/pdf", inline=True)


def _last_paid() -> object:
    """The payout that the address names: what was just handed over."""
    number = request.args.get("paid", "")
    return settled.require_payout(db(), number) if number else None


def _bank_and_safes() -> list[tuple[str, str]]:
    """Where cash can be fetched from and put back to, the bank first."""
    places = [p for p in treasury.places(db()) if p.kind in ("bank", "safe")]
    places.sort(key=lambda place: place.kind != "bank")
    return [(place.code, place.name(db())) for place in places]
