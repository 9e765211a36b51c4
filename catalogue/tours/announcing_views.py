"""The public page on which a guide announces a group, and where the answer can be read."""

from typing import Any

from flask import Blueprint, Response, request, url_for

from catalogue.outlets import queries as places
from catalogue.outlets import showroom
from catalogue.outlets.here import today
from catalogue.tours import queries, service, words
from catalogue.tours.views import news_of, outlet_of_form
from core import settings, whatsapp
from core.bilingual import in_both, speak_the_address
from core.errors import NotFound
from core.i18n import _, current_locale
from core.web import See, db, now, page, public, public_address, refused_to, see, sender

blueprint = Blueprint("announcing", __name__)
speak_the_address(blueprint)


@in_both(blueprint, "/rombongan")
@public
def tell(error: Any = None) -> Response:
    """Ask a guide who comes when, or let the guide write it by WhatsApp."""
    phone = settings.get(db(), showroom.PHONE, on=today())
    return page(
        "tours/tell.html", form=request.form, error=error, today=today(),
        outlets=places.choices(db()), whatsapp=whatsapp.link(phone, words.blank_news()),
    )  # fmt: skip


@in_both(blueprint, "/rombongan", method="POST")
@public
@refused_to(tell)
def told_us() -> See:
    """Take in what a guide says. A robot that fills the hidden box is thanked and forgotten."""
    if request.form.get("website"):
        return see("announcing.tell", notice=_("Terima kasih. Kabarnya kami terima."))
    visit = service.announce(
        db(), outlet_of_form(), news_of(request.form), came_by="form", today=today(), by=None,
        at=now(), sender=sender(),
    )  # fmt: skip
    return see("announcing.told", token=visit.token)


@in_both(blueprint, "/rombongan/<token>")
@public
def told(token: str) -> Response:
    """Show a guide what was said, whether it is confirmed, and the colour to name at the till."""
    visit = queries.by_token(db(), token)
    if visit is None:
        raise NotFound(_("Kabar ini tidak ada. Periksa alamatnya."))
    base = public_address()
    where = f"{base}{url_for('visits.show', visit_id=visit.id)}" if base else None
    phone = settings.get(db(), showroom.PHONE, on=today())
    return page(
        "tours/told.html", visit=visit, locale=current_locale(),
        whatsapp=whatsapp.link(phone, words.news(visit, where)),
    )  # fmt: skip
