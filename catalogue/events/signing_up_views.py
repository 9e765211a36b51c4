"""The public pages of events: what is on, who may come, and a guest's own page."""

from typing import Any

from flask import Blueprint, Response, make_response, request, url_for

from catalogue.events import queries, service, words
from catalogue.events.models import Event
from catalogue.events.service import Guest
from catalogue.outlets.here import today
from core import forms
from core.bilingual import in_both, speak_the_address
from core.errors import Refused
from core.i18n import _, current_locale
from core.web import See, db, now, page, public, public_address, refused_to, see, sender

blueprint = Blueprint("happenings", __name__)
speak_the_address(blueprint)


@in_both(blueprint, "/acara")
@public
def listed() -> Response:
    """Show what is on today and what is to come."""
    found = queries.to_come(db(), today())
    return page(
        "events/public_list.html", today=today(),
        on_today=[event for event in found if event.day <= today()],
        later=[event for event in found if event.day > today()],
    )  # fmt: skip


@in_both(blueprint, "/acara/<slug>")
@public
def show(slug: str, error: Any = None) -> Response:
    """Show one event, with the form to sign up while there are seats."""
    event = queries.by_slug(db(), slug)
    return page(
        "events/public_show.html", event=event, form=request.form, error=error,
        left=queries.seats_left(db(), event), is_over=event.last_day < today(),
    )  # fmt: skip


@in_both(blueprint, "/acara/<slug>", method="POST")
@public
@refused_to(show)
def sign_up(slug: str) -> See:
    """Keep seats for a guest. A robot that fills the hidden box is thanked and forgotten."""
    event = queries.by_slug(db(), slug)
    if request.form.get("website"):
        return see(
            "happenings.show", slug=slug, notice=_("Terima kasih. Pendaftarannya kami terima.")
        )
    found = service.sign_up(db(), event, _guest(), today=today(), at=now(), sender=sender())
    return see("happenings.mine", token=found.token)


@in_both(blueprint, "/acara/daftar/<token>")
@public
def mine(token: str, error: Any = None) -> Response:
    """Show a guest what was kept for them, and how to give it back."""
    found = queries.by_token(db(), token)
    return page(
        "events/public_mine.html", mine=found, event=found.event, error=error,
        is_over=found.event.last_day < today(),
    )  # fmt: skip


@in_both(blueprint, "/acara/daftar/<token>", method="POST")
@public
@refused_to(mine)
def withdraw(token: str) -> See:
    """Give a guest's seats back."""
    service.withdraw(db(), queries.by_token(db(), token), by=None, at=now())
    return see("happenings.mine", token=token)


@in_both(blueprint, "/acara/<slug>.ics")
@public
def calendar(slug: str) -> Response:
    """Hand an event to the phone's own calendar."""
    event = queries.by_slug(db(), slug)
    answer = make_response(words.calendar(event, _address(event), at=event.created_at))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    return answer


def _address(event: Event) -> str:
    base = public_address() or request.host_url.rstrip("/")
    return f"{base}{url_for('happenings.show', slug=event.slug)}"


def _guest() -> Guest:
    form = request.form
    name, phone, people, note = forms.together(
        lambda: forms.required(form, "name", _("Isi nama Anda."), most=forms.NAME),
        lambda: _phone(form),
        lambda: service.refuse_crowd(forms.number(form, "people", default=1)),
        lambda: forms.text(form, "note", most=200),
    )
    return Guest(
        name=" ".join(name.split()),
        phone=phone,
        people=people,
        language=current_locale(),
        note=note,
    )


def _phone(form: forms.Form) -> str:
    phone = forms.phone_anywhere(form, "phone")
    if not phone:
        raise Refused(_("Isi nomor WhatsApp Anda, supaya kami bisa mengabari."), field="phone")
    return phone
