"""At the till, for a maker who stands there: her page on a slip, or a link for her phone.

Both show her money, so a manager's PIN lets them: a cashier sees no other maker's balance.
"""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, g, request

from catalogue.makers import queries as makers
from catalogue.makers.listing import MAKERS
from catalogue.makers.models import Maker
from catalogue.outlets.here import today
from core import forms, lists
from core.errors import NotFound, Refused
from core.i18n import _
from core.web import See, db, now, page, prepared, refused_to, see
from pos.portal.entry import queries as links
from pos.portal.entry import service as entry
from pos.portal.entry.views import address_of, number_of, signer
from pos.portal.slip import print_slip
from pos.portal.views import hold_days
from pos.sales import approval
from pos.sales.here import receipt_printer, require_till
from pos.sales.views import staff

blueprint = Blueprint("maker_counter", __name__)

HERE = "maker-counter"
SHOWN_FOR = timedelta(minutes=10)
"""So long the code stands at the counter; afterwards a new one is made."""


@blueprint.get("/pos/makers")
@staff
def find(error: Any = None, **_maker: int) -> Response:
    """Ask which maker stands here, and for a manager's PIN."""
    till, typed = require_till(), forms.text(request.values, "q", most=forms.NAME)
    found, count = lists.first(db(), MAKERS, typed, limit=8) if typed else ([], 0)
    return page(
        "portal/counter/find.html", till=till, words=typed, makers=found, count=count,
        managers=approval.managers(till), form=request.form, error=error,
    )  # fmt: skip


@blueprint.post("/pos/makers/slip")
@staff
@prepared(approval.check)
@refused_to(find)
def slip() -> See:
    """Print a maker's page on a slip."""
    maker, till = _allowed_maker(), require_till()
    print_slip(
        db(),
        maker,
        receipt_printer(till),
        today=today(),
        hold_days=hold_days(),
        by=g.prepared.id,
        at=now(),
    )
    return see("till.show", notice=_("Slip %(name)s sedang dicetak.", name=maker.name))


@blueprint.post("/pos/makers/link")
@staff
@prepared(approval.check)
@refused_to(find)
def link() -> See:
    """Make a link for a maker's phone."""
    made = entry.invite(db(), _allowed_maker(), by=g.prepared.id, at=now())
    return see("maker_counter.code", word=signer(HERE).sign(str(made.id)).decode())


@blueprint.get("/pos/makers/links/<word>")
@staff
def code(word: str) -> Response:
    """Show a link just made as a QR to be scanned by her phone; nobody can guess the word."""
    made = links.usable(db(), number_of(word, salt=HERE), at=now())
    if made is None or now() > made.made_at + SHOWN_FOR:
        raise NotFound(_("Kode ini sudah lewat. Minta kode baru di Lainnya."))
    address = address_of(made)
    return page(
        "portal/counter/code.html", till=require_till(), link=made, address=address,
    )  # fmt: skip


def _allowed_maker() -> Maker:
    approval.manager()
    number = forms.optional_id(request.form, "maker")
    if number is None:
        raise Refused(_("Pilih perajinnya dulu."), field="maker")
    return makers.require_maker(db(), number)
