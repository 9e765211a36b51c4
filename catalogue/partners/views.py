"""An enquiry in the office: who asks for what, and what became of it."""

from typing import Any

from flask import Blueprint, Response, request

from catalogue.outlets import queries as outlets
from catalogue.outlets.here import today
from catalogue.partners import queries, service
from catalogue.partners.asking_views import asking_of
from catalogue.products.models import Product
from catalogue.products.queries import by_code
from catalogue.stock import queries as stock
from core import forms
from core.errors import Refused
from core.i18n import LOCALES, _
from core.web import See, allow, db, now, page, refused_to, see, user_id

blueprint = Blueprint("partners", __name__)

ROWS = 6
"""Products that the office's form takes at once; a quotation takes more."""


@blueprint.get("/manage/enquiries/new")
@allow("manager")
def new(error: Any = None) -> Response:
    """Ask what a firm said by telephone or at the counter."""
    return page("partners/new.html", form=request.form, error=error, today=today(), rows=ROWS)


@blueprint.post("/manage/enquiries/new")
@allow("manager")
@refused_to(new)
def note() -> See:
    """Write an enquiry down for a firm."""
    language = forms.choice(request.form, "language", LOCALES, "id")
    asking = asking_of(request.form, _pieces(), language=language)
    found = service.ask(db(), asking, today=today(), by=user_id(), at=now())
    return see("partners.show", enquiry_id=found.id, notice=_("Permintaan dicatat."))


@blueprint.get("/manage/enquiries/<int:enquiry_id>")
@allow("manager")
def show(enquiry_id: int, error: Any = None) -> Response:
    """Show an enquiry: who, what, and what can be done about it."""
    found = queries.require(db(), enquiry_id)
    here = stock.on_hand_of(db(), [item.product_id for item in found.items])
    return page(
        "partners/show.html", enquiry=found, error=error, zone=outlets.house_zone(db()),
        on_hand={number: sum(places.values()) for number, places in here.items()},
        can=service.NEXT[found.state], kept=service.KEPT.days,
    )  # fmt: skip


@blueprint.post("/manage/enquiries/<int:enquiry_id>/answered")
@allow("manager")
@refused_to(show)
def answered(enquiry_id: int) -> See:
    """Say that a firm was answered; closing one looks at its ticket and stands with quotations."""
    service.move(db(), queries.require(db(), enquiry_id), "answered", by=user_id(), at=now())
    return see("partners.show", enquiry_id=enquiry_id, notice=_("Dicatat: sudah dibalas."))


@blueprint.post("/manage/enquiries/<int:enquiry_id>/erase")
@allow("manager")
@refused_to(show)
def erase(enquiry_id: int) -> See:
    """Forget the person behind an enquiry."""
    service.erase(db(), queries.require(db(), enquiry_id), by=user_id(), at=now())
    return see("partners.show", enquiry_id=enquiry_id, notice=_("Data orangnya sudah dihapus."))


def _pieces() -> list[tuple[Product, int]]:
    """Return the products whose codes the form has, each with how many."""
    found: dict[int, tuple[Product, int]] = {}
    for row in range(1, ROWS + 1):
        code = forms.code(request.form, f"code-{row}")
        if code is None:
            continue
        product = by_code(db(), code)
        if product is None or product.archived_at is not None:
            raise Refused(_("Kode %(code)s belum dikenal", code=code), field=f"code-{row}")
        found[product.id] = (product, forms.number(request.form, f"pieces-{row}", default=1))
    return list(found.values())
