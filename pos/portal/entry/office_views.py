"""The office's side: which phones are signed in for a maker, and links for new ones."""

from typing import Any

from flask import Blueprint, Response

from catalogue.makers import queries as makers
from core import whatsapp
from core.clock import local_date
from core.errors import Conflict
from core.i18n import _, use_locale
from core.web import See, allow, db, now, page, public_address, refused_to, see, user_id
from pos.portal.entry import queries, service
from pos.portal.entry.views import address_of
from pos.portal.greeting import called
from pos.portal.words import short_day
from pos.settlements import documents

blueprint = Blueprint("maker_phones", __name__)


@blueprint.get("/manage/makers/<int:maker_id>/phones")
@allow("manager")
def listed(maker_id: int, error: Any = None, **_phone: int) -> Response:
    """Show the phones that are signed in for a maker, and the links that wait."""
    maker = makers.require_maker(db(), maker_id)
    return page(
        "portal/entry/office.html", maker=maker, zone=documents.zone(db()), error=error,
        phones=queries.phones(db(), maker, at=now()),
        links=queries.open_links(db(), maker, at=now()),
    )  # fmt: skip


@blueprint.post("/manage/makers/<int:maker_id>/links")
@allow("manager")
@refused_to(listed)
def invite(maker_id: int) -> See:
    """Make a link for one phone of a maker."""
    maker = makers.require_maker(db(), maker_id)
    link = service.invite(db(), maker, by=user_id(), at=now())
    return see("maker_phones.link", link_id=link.id)


@blueprint.get("/manage/makers/links/<int:link_id>")
@allow("manager")
def link(link_id: int) -> Response:
    """Show a link as a QR to scan and as a message to send."""
    found = queries.require_link(db(), link_id)
    if queries.usable(db(), link_id, at=now()) is None:
        raise Conflict(_("Tautan ini sudah dipakai atau sudah lewat waktunya. Buat yang baru."))
    address = address_of(found)
    return page(
        "portal/entry/link.html", link=found, maker=found.maker, address=address, zone=documents.zone(db()),
        whatsapp=whatsapp.link(found.maker.phone, message(found, address)),
        can_be_reached=public_address() is not None,
    )  # fmt: skip


@blueprint.post("/manage/makers/<int:maker_id>/phones/<int:session_id>/out")
@allow("manager")
@refused_to(listed)
def let_out(maker_id: int, session_id: int) -> See:
    """Sign one phone of a maker out."""
    maker = makers.require_maker(db(), maker_id)
    phone = queries.require_phone(db(), maker, session_id, at=now())
    service.let_out(db(), maker, phone, by=user_id(), at=now())
    return see("maker_phones.listed", maker_id=maker_id, notice=_("Ponsel itu sudah dikeluarkan."))


@blueprint.post("/manage/makers/<int:maker_id>/phones/out")
@allow("manager")
@refused_to(listed)
def shut(maker_id: int) -> See:
    """Sign every phone of a maker out, and take unspent links back."""
    maker = makers.require_maker(db(), maker_id)
    count = service.shut(db(), maker, by=user_id(), at=now())
    return see(
        "maker_phones.listed", maker_id=maker_id,
        notice=_("%(n)s ponsel dikeluarkan, tautan yang belum dipakai dicabut.", n=count),
    )  # fmt: skip


def message(link: Any, address: str) -> str:
    """Return the message that brings a link to its maker, in Indonesian."""
    with use_locale("id"):
        until = short_day(local_date(link.expires_at, documents.zone(db())))
        return (
            f"{called(link.maker)}, ini tautan untuk melihat barang yang laku dan uang "
            f"{link.maker.name}: {address} Ketuk sekali di HP sendiri, berlaku sampai {until}. "
            "Jangan diteruskan ke orang lain."
        )
