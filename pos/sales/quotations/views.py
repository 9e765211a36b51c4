"""Quotations in the office and for the firm: asked for, written, given out as a letter, accepted."""

from typing import Any, NamedTuple

from flask import Blueprint, Response, g, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets import queries as outlets
from catalogue.outlets import showroom
from catalogue.outlets.here import today
from catalogue.partners import queries as enquiries
from catalogue.partners import words
from catalogue.partners.models import Enquiry
from catalogue.products.models import Product
from catalogue.visitors.frame import absolute
from core import forms, lists, settings, whatsapp
from core.bilingual import in_both, speak_the_address
from core.errors import Conflict, NotFound, Refused
from core.i18n import _, use_locale
from core.menu import nav
from core.money import rupiah
from core.web import (
    See,
    allow,
    db,
    download,
    is_reachable,
    list_file,
    now,
    page,
    prepared,
    public,
    refused_to,
    see,
    user_id,
)
from pos.sales.deposits.queries import Open
from pos.sales.quotations import drafts, queries, service, sold, typing_in
from pos.sales.quotations.listing import ENQUIRIES
from pos.sales.quotations.models import Quotation
from pos.sales.quotations.nets import house_adds
from pos.sales.quotations.sold import Sold
from printers import documents
from printers.pdf import pdf_bytes

blueprint = Blueprint("quotations", __name__)
firm_pages = Blueprint("offers", __name__)
speak_the_address(firm_pages)
blueprint.add_app_template_global(sold.state_of, "state_of")

nav(_("Lainnya"), _("Permintaan penawaran"), "quotations.listed", order=306, roles=("manager",))


class Warned(NamedTuple):
    """By product: what the house adds to one piece, and the other firms that were offered it too."""

    adds: dict[int, int]
    elsewhere: dict[int, list[queries.Elsewhere]]


@blueprint.get("/manage/enquiries")
@allow("manager")
def listed() -> ResponseReturnValue:
    """List the enquiries, the newest on top; as a file where the address asks for one."""
    wanted = lists.asked(ENQUIRIES, request.args)
    if wanted.form:
        return list_file(ENQUIRIES, wanted)
    return page(
        "partners/list.html", shown=lists.shown(db(), ENQUIRIES, wanted),
        waiting=enquiries.waiting(db()), zone=outlets.house_zone(db()),
    )  # fmt: skip


@blueprint.get("/manage/enquiries/<int:enquiry_id>/quotation")
@allow("manager")
def write(enquiry_id: int, error: Any = None) -> Response:
    """Show the form of a quotation, begun with what the firm asked for or with the last one."""
    enquiry = enquiries.require(db(), enquiry_id)
    last = queries.newest(db(), enquiry_id)
    form = request.form or typing_in.at_first(db(), enquiry, last, today=today())
    rows = typing_in.rows_of(db(), form)
    return page(
        "quotations/write.html", enquiry=enquiry, last=last, form=form, rows=rows, error=error,
        today=today(), tiers=typing_in.TIERS,
        lowest={row.number: _lowest(row.product) for row in rows},
        elsewhere=queries.promised_to_others(
            db(), enquiry_id, [row.product for row in rows if row.product]
        ),
    )  # fmt: skip


def drawn_up(enquiry_id: int) -> tuple[documents.Quotation, str]:
    """Return the letter of what was typed, and that as a stored PDF; before the write transaction."""
    enquiry, last = enquiries.require(db(), enquiry_id), queries.newest(db(), enquiry_id)
    draft = typing_in.read(db(), request.form)
    drafts.check(db(), draft, today=today())
    paper = drafts.paper(
        db(), enquiry, draft, number=service.next_number(db()),
        replaces=last.number if last else "", today=today(), by=g.user, url=_own_page(enquiry),
    )  # fmt: skip
    return paper, g.house.files.put(pdf_bytes(paper))


@blueprint.post("/manage/enquiries/<int:enquiry_id>/quotation")
@allow("manager")
@prepared(drawn_up)
@refused_to(write)
def issue(enquiry_id: int) -> See:
    """Give the quotation out under its number."""
    paper, pdf = g.prepared
    draft = typing_in.read(db(), request.form)
    found = service.issue(
        db(), enquiries.require(db(), enquiry_id), draft, paper, pdf, today=today(), by=user_id(),
        at=now(),
    )  # fmt: skip
    said = _("Penawaran %(number)s terbit. Kirim suratnya lewat WhatsApp.", number=found.number)
    return see("partners.show", enquiry_id=enquiry_id, notice=said)


@blueprint.post("/manage/enquiries/quotations/<int:quotation_id>/accept")
@allow("manager")
def accept(quotation_id: int) -> See:
    """Note that the firm agreed by telephone or message."""
    found = queries.require(db(), quotation_id)
    service.accept(db(), found, on=today(), by=user_id(), at=now())
    return see(
        "partners.show", enquiry_id=found.enquiry_id, notice=_("Dicatat: penawaran diterima.")
    )


@blueprint.post("/manage/enquiries/<int:enquiry_id>/declined")
@allow("manager")
def decline(enquiry_id: int) -> See:
    """Note that nothing comes of an enquiry, and say which of the firm's money is still here."""
    service.decline(db(), enquiries.require(db(), enquiry_id), by=user_id(), at=now())
    said = [_("Permintaan ditolak.")]
    said += [
        _("Uang muka %(number)s masih %(left)s di sini: kembalikan di kasir.",
          number=one.deposit.number, left=rupiah(one.left))
        for one in queries.deposits_of(db(), enquiry_id)
        if one.left
    ]  # fmt: skip
    return see("partners.show", enquiry_id=enquiry_id, notice=" ".join(said))


@blueprint.get("/manage/enquiries/quotations/<int:quotation_id>.pdf")
@allow("manager")
def letter(quotation_id: int) -> WsgiResponse:
    """Give a quotation as it was given out."""
    return _pdf(queries.require(db(), quotation_id))


@in_both(firm_pages, "/penawaran/<token>/surat.pdf")
@public
def own_letter(token: str) -> WsgiResponse:
    """Give a firm the quotation that counts for its enquiry."""
    return _pdf(_offer(enquiries.by_token(db(), token)))


@in_both(firm_pages, "/penawaran/<token>/setuju", method="POST")
@public
def agree(token: str) -> See:
    """Let the firm itself accept the quotation that stood on its page, and no other."""
    enquiry = enquiries.by_token(db(), token)
    found = queries.by_number(db(), forms.text(request.form, "number", most=20))
    if found is None or found.enquiry_id != enquiry.id:
        raise Conflict(_("Muat ulang halamannya, baca suratnya, lalu setujui."))
    service.accept(db(), found, on=today(), by=None, at=now())
    return see("enquiries.asked", token=token)


@blueprint.app_template_global()
def quotations_of(enquiry: Enquiry) -> list[Sold]:
    """Return the quotations of an enquiry, the one that counts first, with what is sold of each."""
    found = queries.of_enquiry(db(), enquiry.id)
    done = sold.sold_of(db(), found)
    return [done[one.id] for one in found]


@blueprint.app_template_global()
def warned_of(enquiry: Enquiry, offer: Quotation) -> Warned:
    """Return what the office should know about a quotation before it is sold."""
    products = [line.product for line in offer.lines]
    return Warned(
        adds=house_adds(db(), offer.lines, on=today()),
        elsewhere=queries.promised_to_others(db(), enquiry.id, products),
    )


@blueprint.app_template_global()
def firm_deposits(enquiry: Enquiry) -> list[Open]:
    """Return the deposits that a firm left for an enquiry's quotations."""
    return queries.deposits_of(db(), enquiry.id)


@blueprint.app_template_global()
def answer_to(enquiry: Enquiry, offer: Quotation | None) -> str | None:
    """Return the address that opens WhatsApp with an answer in the firm's language.

    It says what the firm is offered, and where it reads that.
    """
    house = settings.get(db(), showroom.NAME, on=today())
    with use_locale(enquiry.language):
        said = _(
            "Surat penawaran %(number)s, jumlah %(total)s.",
            number=offer.number, total=rupiah(offer.total),
        ) if offer else ""  # fmt: skip
        return whatsapp.link(
            enquiry.phone,
            words.to_firm(enquiry, house, _own_page(enquiry), offer=said),
        )


def _own_page(enquiry: Enquiry) -> str:
    """Return the whole address of the firm's page, empty where nobody could reach it."""
    address = absolute(url_for("enquiries.asked", token=enquiry.token, lang=enquiry.language))
    return address if is_reachable(address) else ""


def _lowest(product: Product | None) -> int:
    """Return the least that a product may cost, 0 where that is not known."""
    if product is None:
        return 0
    try:
        return drafts.lowest_price(db(), product, 1, on=today())
    except Refused:  # it has no agreement yet: giving the quotation out says so
        return 0


def _offer(enquiry: Enquiry) -> Quotation:
    found = queries.newest(db(), enquiry.id)
    if found is None:
        raise NotFound(_("Surat penawarannya belum terbit."))
    return found


def _pdf(quotation: Quotation) -> WsgiResponse:
    with g.house.files.open(quotation.pdf) as stored:
        return download(
            stored.read(), name=f"penawaran-{quotation.number}.pdf", mimetype="application/pdf",
            inline=True,
        )  # fmt: skip
