"""The drawn pictures: as SVG for pages, as JPEG for whoever shows a link, as line drawings in the text."""

from flask import Blueprint, Response, make_response, url_for
from markupsafe import Markup

from catalogue.outlets.here import today
from catalogue.products.models import Product
from catalogue.visitors import queries
from catalogue.visitors.pictures import emblem, picture
from catalogue.visitors.pictures.choice import PLAIN, is_drawn
from catalogue.visitors.pictures.preview import preview as drawn_preview
from catalogue.visitors.shown import Work
from core.errors import NotFound
from core.i18n import _
from core.images import LARGE
from core.text import key
from core.web import db, now, public

blueprint = Blueprint("pictures", __name__)

FOR_GOOD = "public, max-age=31536000, immutable"
LONGEST_SEED = 160


@blueprint.get("/motif/<craft>/<motif>/<seed>.svg")
@public
def drawing(craft: str, motif: str, seed: str) -> Response:
    """Show the drawn picture of a work without a photo; the same for ever."""
    if len(craft) + len(motif) + len(seed) > LONGEST_SEED:
        raise NotFound(_("Gambar ini tidak ada."))
    answer = make_response(picture(craft, motif.strip("-"), seed))
    answer.headers["Content-Type"] = "image/svg+xml; charset=utf-8"
    answer.headers["Cache-Control"] = FOR_GOOD
    return answer


@blueprint.get("/p/<slug>/gambar.jpg")
@public
def preview(slug: str) -> Response:
    """Show the motif of a work without a photo, for whoever shows its link."""
    work = queries.detail(db(), slug, at=now(), today=today()).work
    answer = make_response(drawn_preview(work.craft, key(work.motif) or PLAIN, work.seed))
    answer.headers["Content-Type"] = "image/jpeg"
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer


@blueprint.app_template_global()
def picture_url(work: Work) -> str:
    """Return the address of a work's picture."""
    return _address(work.craft, work.motif, work.seed if isinstance(work, Work) else work.slug)


@blueprint.app_template_global()
def product_picture(product: Product) -> str:
    """Return the address of a product's picture, for the office and the till."""
    craft = product.maker.sentra.craft if product.maker else "tapis"
    return _address(craft, product.motif, product.slug)


@blueprint.app_template_global()
def picture_words(work: Work) -> str:
    """Return what a work's drawn picture is to who cannot see it: its own motif, or an example."""
    if is_drawn(work.craft, work.motif):
        return _("Gambar motif untuk %(title)s, belum ada foto", title=work.name)
    return _("Gambar contoh untuk %(title)s, belum ada foto", title=work.name)


@blueprint.app_template_global()
def preview_url(work: Work) -> str:
    """Return the one picture of a work that other sites show beside its link: none of them shows SVG."""
    if work.photo is None:
        return url_for("pictures.preview", slug=work.slug)
    return url_for("photos.shown", name=work.photo.name, step=LARGE)


@blueprint.app_template_global()
def motif_emblem(motif: str, size: int = 96) -> Markup:
    """Return a motif as a line drawing in the colour of the text around it."""
    return Markup(emblem(motif, size))  # noqa: S704  # our own drawing, no text in it


def _address(craft: str, motif: str, seed: str) -> str:
    return url_for("pictures.drawing", craft=key(craft), motif=key(motif) or PLAIN, seed=seed)


blueprint.add_app_template_global(is_drawn)
