"""The basket's pages: whole without JavaScript; the address is the key, a cookie remembers it."""

import io
from datetime import datetime
from typing import Any

import segno
from flask import Blueprint, Response, after_this_request, request, url_for
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.makers.models import FOOD_CRAFTS
from catalogue.outlets import queries as outlets
from catalogue.outlets import showroom
from catalogue.outlets.here import today
from catalogue.products.models import Product
from catalogue.tours import queries as tours
from catalogue.tours.models import Visit
from catalogue.visitors.baskets import queries, service
from catalogue.visitors.baskets.models import Basket
from catalogue.visitors.frame import absolute
from catalogue.visitors.queries import product_to_buy
from catalogue.visitors.shown import Work
from core import cookies, forms, settings, whatsapp
from core.bilingual import in_both, speak_the_address
from core.clock import local
from core.errors import NotFound
from core.i18n import _, current_locale, use_locale
from core.money import rupiah
from core.web import (
    See,
    db,
    download,
    now,
    page,
    public,
    reachable_address,
    refused_to,
    see,
    sender,
)

blueprint = Blueprint("baskets", __name__)
speak_the_address(blueprint)

COOKIE = "titip_basket"
NAME, NOTE = 60, 160
"""Letters of a visitor's name and of a note."""


@in_both(blueprint, "/keranjang")
@public
def mine(error: Any = None) -> Response:
    """Show this phone's own basket, or how to begin one."""
    basket = own_basket()
    if basket is not None:
        return _shown(basket, error)
    return page("baskets/show.html", "basket", basket=None, form=request.form, error=error)


@in_both(blueprint, "/keranjang/<token>")
@public
def show(token: str, error: Any = None) -> Response:
    """Show a basket to whoever knows its address; a phone without one goes on with it."""
    basket = queries.require(db(), token, at=now())
    if own_basket() is None:
        remember(basket)
    return _shown(basket, error)


def _shown(basket: Basket, error: Any) -> Response:
    rows = queries.rows(db(), basket, at=now(), today=today())
    return page(
        "baskets/show.html",
        "basket",
        basket=basket,
        rows=rows,
        ready=basket.shows_code(now()),
        groups=queries.groups_today(db(), today()),
        whatsapp=whatsapp.link(
            settings.get(db(), showroom.PHONE, on=today()), message(basket, rows)
        ),
        form=request.form,
        error=error,
    )


@in_both(blueprint, "/keranjang/isi", method="POST")
@public
@refused_to(mine)
def add() -> See:
    """Put a product into this phone's basket, begun with it where there is none."""
    product = product_to_buy(db(), forms.text(request.form, "slug"))
    is_order = request.form.get("order") == "1"
    if is_order and not can_be_made(product):
        raise NotFound(_("Barang ini tidak bisa dipesan."))
    basket = own_basket() or service.begin(db(), at=now(), sender=sender())
    service.add(
        db(), queries.lock(db(), basket), product, is_order=is_order, at=now(),
        quantity=forms.number(request.form, "quantity", default=1),
    )  # fmt: skip
    remember(basket)
    if request.form.get("from") == "product":
        return see("visitors.product", slug=product.slug)
    return see("baskets.show", token=basket.token)


@in_both(blueprint, "/keranjang/<token>/isi/<int:item_id>", method="POST")
@public
@refused_to(lambda token, item_id, error: show(token, error=error))
def change(token: str, item_id: int) -> See:
    """Change how many are wanted and the note; or take the item out."""
    basket = queries.lock(db(), queries.require(db(), token, at=now()))
    item = service.item_of(basket, item_id)
    if "out" in request.form:
        service.leave_out(db(), basket, item, at=now())
    else:
        service.change(
            db(), basket, item, quantity=forms.number(request.form, "quantity", default=1),
            note=forms.text(request.form, "note", most=NOTE), at=now(),
        )  # fmt: skip
    return see("baskets.show", token=token)


@in_both(blueprint, "/keranjang/<token>/siap", method="POST")
@public
@refused_to(lambda token, error: show(token, error=error))
def ready(token: str) -> See:
    """Show the code for the till, and keep the pieces that there is only one of.

    What was typed beside the pieces and not saved there comes along, as `note-<id>` and
    `quantity-<id>`.
    """
    basket = queries.lock(db(), queries.require(db(), token, at=now()))
    for item in basket.items:
        if f"note-{item.id}" in request.form:
            service.change(
                db(), basket, item,
                quantity=forms.number(request.form, f"quantity-{item.id}", default=1),
                note=forms.text(request.form, f"note-{item.id}", most=NOTE), at=now(),
            )  # fmt: skip
    number = forms.optional_id(request.form, "group")
    groups = {visit.id: visit for visit in queries.groups_today(db(), today())}
    service.get_ready(
        db(), basket, name=forms.text(request.form, "name", most=NAME),
        visit=groups.get(number or 0), at=now(), language=current_locale(),
    )  # fmt: skip
    return see("baskets.show", token=token)


@in_both(blueprint, "/keranjang/<token>/kode.svg")
@public
def code_picture(token: str) -> WsgiResponse:
    """Draw the QR of a basket's address, which the till reads too."""
    basket = queries.require(db(), token, at=now())
    return _qr(url_for("baskets.show", token=basket.token, lang="id"))


@in_both(blueprint, "/rombongan/<token>/keranjang")
@public
def group(token: str) -> Response:
    """Welcome who comes with a group: what is gathered here is paid as theirs."""
    return page("baskets/group.html", visit=_group(token))


@in_both(blueprint, "/rombongan/<token>/keranjang.svg")
@public
def group_picture(token: str) -> WsgiResponse:
    """Draw the QR that a guide shows on the bus."""
    return _qr(url_for("baskets.group", token=token, lang=_group(token).language))


@in_both(blueprint, "/rombongan/<token>/keranjang", method="POST")
@public
def join(token: str) -> See:
    """Let this phone's basket belong to a group; one is begun where there is none."""
    visit, basket = _group(token), own_basket()
    if basket is None:
        basket = service.begin(db(), at=now(), sender=sender(), visit=visit)
    else:
        service.come_with(db(), queries.lock(db(), basket), visit)
    remember(basket)
    return see("visitors.browse")


# -- what the pages around it show -----------------------------------------------------------------


@blueprint.app_template_global()
def basket_here() -> Basket | None:
    """Return this phone's basket, for a page that shows what lies in it."""
    return own_basket()


@blueprint.app_template_global()
def basket_pieces() -> int:
    """Return how many pieces lie in this phone's basket, for the head of every page."""
    token = cookies.token(COOKIE)
    return queries.pieces_in(db(), token, at=now()) if token else 0


@blueprint.app_template_global()
def baskets_of_group(visit: Visit) -> tuple[int, int]:
    """Return how many baskets a group has gathered so far, and the pieces in them."""
    return queries.of_group(db(), visit, at=now())


blueprint.add_app_template_global(reachable_address)


@blueprint.app_template_global()
def send_to_guests(visit: Visit) -> str:
    """Return the address that lets a guide send the group's page, in the guests' language, to their WhatsApp."""
    with use_locale(visit.language):
        said = "\n".join(
            [
                _("Belanja bersama rombongan %(name)s", name=visit.name),
                _("Pilih karya di HP, lalu sebut kode keranjang di kasir."),
                absolute(url_for("baskets.group", token=visit.token)),
            ]
        )
    return whatsapp.share(said)


@blueprint.app_template_global()
def kept_until(work: Work, basket: Basket | None) -> datetime | None:
    """Return until when a piece is kept for a basket, None where it is not."""
    if basket is None or work.held != queries.SOURCE:
        return None
    return queries.kept_until(db(), basket, work.slug, at=now())


@blueprint.app_template_global()
def made_to_order(work: Work) -> bool:
    """Say whether a work of this kind can be asked for: food is what is there."""
    return bool(work.maker_slug) and work.craft not in FOOD_CRAFTS


def own_basket() -> Basket | None:
    """Return the basket that this phone remembers while it is being filled, or None."""
    token = cookies.token(COOKIE)
    found = queries.by_token(db(), token, at=now()) if token else None
    return found if found is not None and found.taken_at is None else None


def remember(basket: Basket) -> None:
    """Let this phone remember a basket."""
    token = basket.token

    @after_this_request
    def put(response: WsgiResponse) -> WsgiResponse:
        cookies.put(response, COOKIE, token, days=service.LIFE.days)
        return response


def can_be_made(product: Product) -> bool:
    """Say whether a product can be made again by its maker: cloth can, food is what is there."""
    maker = product.maker
    return maker is not None and (maker.sentra.craft or "") not in FOOD_CRAFTS


def message(basket: Basket, rows: list[queries.Row]) -> str:
    """Return what a visitor writes to the showroom about a basket, with its address."""
    lines = [_("Halo, saya ingin bertanya tentang isi keranjang ini:")]
    for row in rows:
        product = row.item.product
        line = (
            f"{row.item.quantity} × {row.work.name if row.work else product.title}, {product.code}"
        )
        if row.work is not None:
            line += f", {rupiah(row.work.price)}"
        lines.append(f"{line} ({_('dibuatkan')})" if row.item.is_order else line)
    return "\n".join([*lines, absolute(url_for("baskets.show", token=basket.token))])


def clock_time(moment: datetime) -> str:
    """Return a moment as the shop's clock shows it: 14.30."""
    return local(moment, outlets.house_zone(db())).strftime("%H.%M")


blueprint.add_app_template_filter(clock_time, "shop_time")
blueprint.add_app_template_global(queries.where_to_pay, "where_to_pay")


def _qr(path: str) -> WsgiResponse:
    out = io.BytesIO()
    segno.make(absolute(path), micro=False, error="m").save(out, kind="svg", scale=6, border=4)
    return download(out.getvalue(), name="qr.svg", mimetype="image/svg+xml", inline=True)


def _group(token: str) -> Visit:
    visit = tours.by_token(db(), token)
    if visit is None or visit.is_over:
        raise NotFound(_("Rombongan ini tidak ada atau sudah selesai."))
    if not visit.is_at_hand:  # anybody may announce one; guests come to what a manager confirmed
        raise NotFound(_("Rombongan ini belum dikonfirmasi galeri. Tanyakan pada pemandu Anda."))
    return visit
