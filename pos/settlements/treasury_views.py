"""Where the house's money lies: every place, moving money between them, and the slip of each move."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as WsgiResponse

from core import forms, lists
from core.errors import Refused
from core.i18n import _
from core.menu import nav
from core.web import See, allow, db, download, list_file, now, page, refused_to, see, user_id
from pos.settlements import moving, treasury
from pos.settlements.holdings import holdings
from pos.settlements.listing import MOVED
from pos.settlements.models import MoneyTransfer
from pos.settlements.statement_views import queue_on_roll
from pos.settlements.treasury import Place, place_name
from printers import queries as printers
from printers.pdf import pdf_bytes

blueprint = Blueprint("treasury", __name__)
nav(
    _("Uang"),
    _("Kas dan bank"),
    "treasury.show",
    order=233,
    roles=("manager",),
    also=("/manage/trust",),
)

manager = allow("manager")
FILLED = ("from", "to", "amount", "reason")
"""What a link to the page may fill in, so that one press moves the money."""


@blueprint.get("/manage/treasury")
@manager
def show(error: Refused | None = None) -> Response:
    """Show what lies at every place, and move it; or what was moved as a file, where asked."""
    wanted = lists.asked(MOVED, request.args)
    if wanted.form:
        return list_file(MOVED, wanted)
    places = treasury.places(db())
    return page(
        "settlements/treasury.html",
        error=error,
        form=request.form or _filled(),
        shown=lists.shown(db(), MOVED, wanted),
        holdings=holdings(db()),
        sources=[(p.code, p.name(db())) for p in [*places, treasury.OUTSIDE]],
        targets=[(p.code, p.name(db())) for p in [*places, treasury.COURIERS]],
        place_name=place_name,
    )


@blueprint.post("/manage/treasury")
@manager
@refused_to(show)
def transfer() -> See:
    """Move money from one place to another, and show its slip."""
    source = treasury.place_of(db(), forms.text(request.form, "from"))
    target = treasury.place_of(db(), forms.text(request.form, "to"))
    row = treasury.move(
        db(), source, target, forms.money(request.form, "amount"),
        reason=forms.text(request.form, "reason"), by=user_id(), at=now(),
        below=forms.text(request.form, "below"),
    )  # fmt: skip
    warning = treasury.shortfall(db(), source)
    return see(
        "treasury.movement", number=row.number, notice=warning or _("Pindahan uang dicatat.")
    )


@blueprint.get("/manage/treasury/<number>")
@manager
def movement(number: str, error: Refused | None = None) -> Response:
    """Show one movement: whence, whither, why, and its slip to sign."""
    row = moving.require_movement(db(), number)
    return page(
        "settlements/movement.html", error=error, row=row, place_name=place_name,
        slip=moving.slip(db(), row), back=_back(row),
        rolls=[(p.id, p.name) for p in printers.printers(db()) if p.language == "escpos"],
    )  # fmt: skip


@blueprint.get("/manage/treasury/<number>.pdf")
@manager
def movement_pdf(number: str) -> WsgiResponse:
    """Return the slip of money that was moved."""
    row = moving.require_movement(db(), number)
    content = pdf_bytes(moving.slip(db(), row))
    return download(content, name=f"{row.number}.pdf", mimetype="application/pdf", inline=True)


@blueprint.post("/manage/treasury/<number>/print")
@manager
@refused_to(movement)
def movement_on_roll(number: str) -> See:
    """Queue the slip at a receipt printer, both copies; after the first time they are copies."""
    row = moving.require_movement(db(), number)
    said = queue_on_roll(moving.slip(db(), row), ("money_transfer", row.id), number=row.number)
    return see("treasury.movement", number=row.number, notice=said)


def _filled() -> dict[str, str | int]:
    """What the address fills into the form: `from`, `to`, `amount` (rupiah), `reason`."""
    found: dict[str, str | int] = {key: request.args.get(key, "") for key in FILLED}
    amount = str(found["amount"])
    return found | ({"amount": int(amount)} if amount.isascii() and amount.isdigit() else {})


def _back(row: MoneyTransfer) -> dict[str, str | int] | None:
    """What fills the form so that one press moves the same money back; None where nothing can."""
    if row.from_kind == "outside" or row.to_kind == "postage":
        return None
    return {
        "from": Place(row.to_kind, row.to_outlet_id).code,
        "to": Place(row.from_kind, row.from_outlet_id).code,
        "amount": row.amount,
        "reason": _("Batal %(number)s", number=row.number),
    }
