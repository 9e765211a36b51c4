"""Paying day at the office and on a phone: fetch the money, print, hand over envelope by envelope."""

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets.here import today
from core import forms
from core.errors import Refused
from core.i18n import _
from core.menu import nav
from core.money import rupiah
from core.security import SCANNING
from core.web import (
    See,
    allow,
    db,
    download,
    now,
    page,
    prepared,
    public_address,
    refused_to,
    see,
    user_id,
)
from pos.settlements import queries as settled
from pos.settlements import treasury
from pos.settlements.adjusting import queries as adjustments
from pos.settlements.adjusting.words import KIND_NAMES
from pos.settlements.models import Statement
from pos.settlements.payable import payable_amount
from pos.settlements.paying_day import papers, queries, service
from pos.settlements.paying_day.notes import NOTES
from printers.documents import Document, PaymentList
from printers.pdf import pdf_bytes
from printers.words import change_first

blueprint = Blueprint("paying_day", __name__)
nav(_("Bayaran perajin"), _("Hari bayar"), "paying_day.desk", order=225, roles=("manager",))

manager = allow("manager")
MEANS = "means-"
"""What the form calls a maker's means by: this and the maker's id."""


@blueprint.get("/manage/payouts/payday")
@manager
def desk(error: Refused | None = None) -> Response:
    """Show who waits and how each is paid, what to fetch and print, and take the next slip."""
    day = queries.paying_day(db(), on=today())
    printed = queries.lists(db())
    rows = papers.list_rows(day)
    answer = page(
        "settlements/paying_day.html", error=error, day=day, sources=service.sources(db()),
        source=request.values.get("source") or "treasury", form=request.form, last=_last_paid(),
        bank_and_safes=_bank_and_safes(), kind_names=KIND_NAMES,
        note_values=NOTES, change_first=change_first, lists=printed,
        current=printed[0] if printed and service.still_stands(printed[0], rows) else None,
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
    payout = service.hand_over(
        db(), statement, source, by=g.user, at=now(), **service.said(request.form)
    )
    return see("paying_day.desk", source=source, paid=payout.number)


def chosen_means() -> tuple[dict[int, str], PaymentList | None]:
    """Read how each maker is to be paid, and make the list by it where it is to be printed."""
    ids = forms.ids(name.removeprefix(MEANS) for name in request.form if name.startswith(MEANS))
    chosen = {id_: forms.choice(request.form, f"{MEANS}{id_}", ("cash", "transfer")) for id_ in ids}
    wanted = {maker_id: means for maker_id, means in chosen.items() if means}
    if request.form.get("then") != "list":
        return wanted, None
    day = queries.quiet_day(db(), on=today(), chosen=wanted)
    return wanted, papers.payment_list(db(), day, on=today())


@blueprint.post("/manage/payouts/payday/means")
@manager
@prepared(chosen_means)
@refused_to(desk)
def choose() -> See:
    """Remember who is paid in cash and who by transfer; give the list a number where it is wanted."""
    wanted, paper = g.prepared
    service.choose(db(), wanted, by=user_id(), at=now())
    if paper is None:
        return see("paying_day.desk", _anchor="menunggu")
    printed = service.keep_list(db(), paper, by=g.user, at=now())
    return see(
        "paying_day.desk",
        notice=_("Daftar %(number)s siap dicetak dan ditandatangani.", number=printed.number),
    )


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


@blueprint.get("/manage/payouts/lists/<number>.pdf")
@manager
def list_pdf(number: str) -> WsgiResponse:
    """Return a list as it was signed, with what was paid since."""
    printed = queries.require_list(db(), number)
    return _pdf(papers.printed_again(db(), printed), printed.number)


@blueprint.get("/manage/payouts/payday/slips.pdf")
@manager
def slips_pdf() -> WsgiResponse:
    """Return the slips of everybody who waits; their squares open this maker's page on a phone."""
    day = queries.quiet_day(db(), on=today())
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
        by_transfer=queries.is_by_transfer(db(), statement.maker_id), kind_names=KIND_NAMES,
        proposed=adjustments.unstated(db(), [statement.maker_id]).get(statement.maker_id, []),
    )  # fmt: skip


@blueprint.post("/manage/payouts/payday/<number>")
@manager
@refused_to(envelope)
def hand_over_one(number: str) -> See:
    """Mark this envelope handed over."""
    statement: Statement = settled.require_statement(db(), number)
    source = forms.text(request.form, "source")
    service.hand_over(db(), statement, source, by=g.user, at=now(), **service.said(request.form))
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
