"""The maker's side: a link that signs this phone in, and the phones that are in."""

from typing import Any

from flask import Blueprint, Response, current_app, g, redirect, request, url_for
from itsdangerous import BadSignature, Signer
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.makers import queries as makers
from catalogue.outlets import showroom
from catalogue.outlets.here import today
from core import cookies, whatsapp
from core.i18n import _
from core.users import service as users
from core.web import (
    See,
    came_from,
    database,
    db,
    keyless,
    now,
    page,
    prepared,
    public,
    public_address,
    refused_to,
    see,
    user_id,
)
from pos.portal.entry import phones, queries, service
from pos.portal.entry.models import MakerLink
from pos.portal.views import maker_only, signed_in_maker
from pos.settlements import documents

blueprint = Blueprint("maker_entry", __name__)

LINK = "maker-link"


@blueprint.get("/maker/in/<word>")
@public
def invitation(word: str, error: Any = None) -> WsgiResponse:
    """Show whose pages a link opens: looking, or a preview in a chat, spends nothing.

    A phone that is in already goes on; a link that is over says whom to ask.
    """
    number = number_of(word)
    link = queries.usable(db(), number, at=now())
    if link is not None:
        return page("portal/entry/invitation.html", link=link, error=error)
    mine = makers.of_user(db(), g.user.id) if g.user else None
    if mine is not None and g.web_session.kind == "maker" and error is None:
        return redirect("/maker", code=303)
    house = showroom.current(db(), on=today())
    return page(
        "portal/entry/gone.html", house=house, status=404, error=error,
        whatsapp=whatsapp.link(house.phone, _("Saya perajin. Minta tautan masuk yang baru, ya.")),
    )  # fmt: skip


def check_word(word: str) -> int:
    """Return the number of the link that a word names; a wrong one counts against this address."""
    subjects = {"address": f"address:{came_from()}"}
    users.refuse_too_many(db(), subjects, at=now())
    number = number_of(word)
    if queries.usable(db(), number, at=now()) is None:
        users.count_failure(database(), subjects, at=now())
    return number


@blueprint.post("/maker/in/<word>")
@public
@keyless
@prepared(check_word)
@refused_to(invitation)
def enter(word: str) -> WsgiResponse:  # noqa: ARG001  # check_word read it
    """Spend the link: this phone is signed in for 90 days."""
    browser = phones.named(request.user_agent.string)
    token = service.spend(db(), g.prepared, browser=browser, at=now())
    response = redirect("/maker", code=303)
    cookies.put(response, cookies.SESSION, token, days=users.SESSION_LIFE["maker"].days)
    return response


@blueprint.get("/maker/phones")
@maker_only
def listed(error: Any = None, **_phone: int) -> Response:
    """List the phones that are signed in for her."""
    maker = signed_in_maker()
    return page(
        "portal/entry/phones.html", maker=maker, dock="me", here=g.web_session.id, zone=documents.zone(db()),
        phones=queries.phones(db(), maker, at=now()), error=error,
    )  # fmt: skip


@blueprint.post("/maker/phones/<int:session_id>/out")
@maker_only
@refused_to(listed)
def let_out(session_id: int) -> See:
    """Sign another phone of hers out."""
    maker = signed_in_maker()
    phone = queries.require_phone(db(), maker, session_id, at=now())
    service.let_out(db(), maker, phone, by=user_id(), at=now())
    return see("maker_entry.listed", notice=_("Ponsel itu sudah dikeluarkan."))


def address_of(link: MakerLink) -> str:
    """Return the whole address of a link, as a phone reaches this house."""
    house = public_address() or request.host_url.rstrip("/")
    word = signer().sign(str(link.id)).decode()
    return house + url_for("maker_entry.invitation", word=word)


def number_of(word: str, *, salt: str = LINK) -> int:
    """Return the number of the link that a word names; 0, which none has, for a word not ours."""
    try:
        return int(signer(salt).unsign(word))
    except (BadSignature, ValueError):
        return 0


def signer(salt: str = LINK) -> Signer:
    """Return what signs the number of a link; a word of one salt is worth nothing for another."""
    secret: Any = current_app.secret_key
    return Signer(secret, salt=salt)
