"""The office's announced deliveries: what a maker says she will bring, and receiving it."""

from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from catalogue.makers import queries as makers
from catalogue.makers.listing import MAKERS
from catalogue.outlets import queries as places
from catalogue.outlets.here import today
from catalogue.products import queries as products
from catalogue.products.models import Product
from catalogue.stock.announced import queries, service, words
from catalogue.stock.announced.listing import announcements
from catalogue.stock.announced.models import WAYS, Announcement, AnnouncementLine
from catalogue.stock.queries import require_consignment
from catalogue.stock.views import keep_lines
from catalogue.stock.views import show as draft_page
from core import forms, lists
from core.errors import NotFound, Refused
from core.i18n import _
from core.ids import normalise_code
from core.text import fold
from core.users.queries import names_of
from core.web import See, allow, db, list_file, now, page, refused_to, see, user_id

blueprint = Blueprint("announced", __name__)
blueprint.add_app_template_global(words.state, "announcement_state")
blueprint.add_app_template_global(words.way, "announced_by")


@blueprint.get("/manage/announcements")
@allow("manager")
def listed() -> ResponseReturnValue:
    """List the announced deliveries, those that come next on top."""
    listing = announcements(today())
    given = {"wait": "yes", **request.args.to_dict()}
    wanted = lists.asked(listing, given)
    if wanted.form:
        return list_file(listing, wanted)
    return page("announced/list.html", shown=lists.shown(db(), listing, wanted), today=today())


@blueprint.get("/manage/announcements/new")
@allow("manager")
def new(error: Any = None) -> Response:
    """Ask who will bring goods, where and when."""
    typed = forms.text(request.args, "q")
    found, count = lists.first(db(), MAKERS, typed, limit=12)
    return page(
        "announced/new.html", words=typed, makers=found, count=count, outlets=places.active(db()),
        ways=[(way, words.way(way)) for way in WAYS if way != "maker"],
        form=request.form or request.args, error=error,
    )  # fmt: skip


@blueprint.post("/manage/announcements/new")
@allow("manager")
@refused_to(new)
def begin() -> See:
    """Write down that a maker will come."""
    form = request.form
    maker_id = forms.optional_id(form, "maker")
    if maker_id is None:
        raise Refused(_("Pilih perajinnya dulu."), field="maker")
    outlet_id = forms.optional_id(form, "outlet")
    announcement = service.announce(
        db(), makers.require_maker(db(), maker_id),
        places.require_outlet(db(), outlet_id) if outlet_id else places.require_main(db()),
        came_by=forms.choice(form, "came_by", WAYS, "whatsapp"),
        expected_on=forms.day(form, "expected_on"), note=forms.text(form, "note")[:200],
        today=today(), by=user_id(), at=now(),
    )  # fmt: skip
    return see("announced.show", announcement_id=announcement.id)


@blueprint.get("/manage/announcements/<int:announcement_id>")
@allow("manager")
def show(announcement_id: int, error: Any = None) -> Response:
    """Show what will come and what has come of it."""
    announcement = queries.require_announcement(db(), announcement_id)
    return page(
        "announced/show.html", announcement=announcement, form=request.form, error=error,
        rows=queries.progress(db(), announcement), today=today(),
        deliveries=queries.deliveries_of(db(), announcement_id),
        known=products.of_maker(db(), announcement.maker_id),
        people=names_of(db(), [announcement.created_by, announcement.closed_by]),
    )  # fmt: skip


@blueprint.post("/manage/announcements/<int:announcement_id>/lines")
@allow("manager")
@refused_to(show)
def add_line(announcement_id: int) -> See:
    """Write goods on the announcement."""
    announcement = queries.require_announcement(db(), announcement_id)
    typed = forms.text(request.form, "title")
    line = service.add_line(
        db(), announcement,
        service.Wanted(
            title=typed, product=meant(announcement, typed),
            quantity=forms.number(request.form, "quantity", default=1),
            price=forms.optional_money(request.form, "price"),
            net_price=forms.optional_money(request.form, "net_price"),
        ),
    )  # fmt: skip
    return see(
        "announced.show", announcement_id=announcement_id,
        notice=_("%(title)s: %(n)s buah.", title=line.title, n=line.quantity),
    )  # fmt: skip


@blueprint.post("/manage/announcements/<int:announcement_id>/lines/remove")
@allow("manager")
@refused_to(show)
def remove_line(announcement_id: int) -> See:
    """Take goods off the announcement."""
    announcement = queries.require_announcement(db(), announcement_id)
    service.remove_line(db(), line_of(announcement))
    return see("announced.show", announcement_id=announcement_id)


@blueprint.post("/manage/announcements/<int:announcement_id>/close")
@allow("manager")
@refused_to(show)
def close(announcement_id: int) -> See:
    """Wait no longer for it."""
    announcement = queries.require_announcement(db(), announcement_id)
    service.close(db(), announcement, by=user_id(), at=now())
    return see("announced.show", announcement_id=announcement_id, notice=_("Tidak ditunggu lagi."))


@blueprint.post("/manage/announcements/<int:announcement_id>/receive")
@allow("manager")
@refused_to(show)
def receive(announcement_id: int) -> See:
    """Start receiving it: a draft on which the announced goods are counted."""
    announcement = queries.require_announcement(db(), announcement_id)
    consignment = service.begin(db(), announcement, by=user_id(), at=now())
    return see("stock.show", consignment_id=consignment.id)


@blueprint.post("/manage/consignments/<int:consignment_id>/announced")
@allow("manager")
@refused_to(draft_page)
def count(consignment_id: int) -> See:
    """Put the rest of an announced line on the draft."""
    consignment = require_consignment(db(), consignment_id)
    if consignment.announcement_id is None:
        raise NotFound(_("Kabar kiriman ini tidak ada dalam daftar."))
    announcement = queries.require_announcement(db(), consignment.announcement_id)
    keep_lines(consignment)
    made = service.count(db(), consignment, line_of(announcement))
    return see(
        "stock.show", consignment_id=consignment_id,
        notice=_("%(title)s: %(n)s buah.", title=made.product.title, n=made.quantity),
    )  # fmt: skip


def line_of(announcement: Announcement) -> AnnouncementLine:
    """Return the line that the form names, or raise NotFound."""
    number = forms.optional_id(request.form, "line")
    for line in announcement.lines:
        if line.id == number:
            return line
    raise NotFound(_("Baris ini tidak ada lagi."))


def meant(announcement: Announcement, typed: str) -> Product | None:
    """Return the maker's product that was typed by its code or exact name, None for new goods."""
    code = normalise_code(typed)
    if code is not None:
        known = products.by_code(db(), code)
        if known is None:
            raise Refused(
                _("Kode %(code)s belum dikenal. Tulis nama barangnya.", code=code), field="title"
            )
        return known
    same = [
        product
        for product in products.of_maker(db(), announcement.maker_id)
        if product.title_key == fold(typed)
    ]
    return same[0] if len(same) == 1 else None
