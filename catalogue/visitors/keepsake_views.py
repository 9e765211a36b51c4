"""Kartu karya: the page and the A6 sheet for whoever has a piece of which there is only one."""

from functools import lru_cache

from flask import Blueprint, Response, g, url_for
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets.here import today
from catalogue.visitors import keepsakes, queries
from core.bilingual import in_both, speak_the_address
from core.files import Files
from core.i18n import _, current_locale
from core.web import db, download, now, page, public, public_address
from printers.documents import Keepsake
from printers.pdf import keepsake_card

blueprint = Blueprint("keepsakes", __name__)
speak_the_address(blueprint)

DRAWN = 64
"""Sheets that each process keeps in memory, the latest asked for."""


@in_both(blueprint, "/p/<slug>/kartu")
@public
def card(slug: str) -> Response:
    """Show a unique piece's card; it says nothing of who bought it, and neither does its QR's page."""
    item = queries.detail(db(), slug, at=now(), today=today())
    made = keepsakes.card_from(db(), item, url=_address(slug, current_locale()), today=today())
    return page(
        "visitors/keepsake.html", card=made, slug=slug, work=item.work,
        photo=item.photos[0] if item.photos else None,
    )  # fmt: skip


@in_both(blueprint, "/p/<slug>/kartu.pdf")
@public
def sheet(slug: str) -> WsgiResponse:
    """Give the card as two sides of A6, to print and to keep."""
    return download(
        drawn(card_for(slug, current_locale()), g.house.files),
        name=f"{_('kartu')}-{slug[:60]}.pdf",
        mimetype="application/pdf",
        inline=True,
    )


@lru_cache(maxsize=DRAWN)
def drawn(card: Keepsake, files: Files) -> bytes:
    """Return a card's sheet; one that says the same is drawn once, however often strangers ask."""
    return keepsake_card(card, files)


def card_for(slug: str, language: str) -> Keepsake:
    """Return a piece's card in a language; its QR leads to the piece's page in that language."""
    return keepsakes.card_of(
        db(), slug, language=language, url=_address(slug, language), at=now(), today=today()
    )


def _address(slug: str, language: str) -> str:
    """Return the whole address of a piece's page, empty where no phone could open it."""
    base = public_address()
    return f"{base}{url_for('visitors.product', slug=slug, lang=language)}" if base else ""
