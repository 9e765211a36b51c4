"""Signing a stock count: the step of a count's pages that moves goods and money."""

from flask import Blueprint, g, request

from catalogue.stock.counts import checking, queries
from catalogue.stock.counts import views as counts
from catalogue.stock.counts.checking import Checked
from core import drawn, forms, images
from core.clock import local_date
from core.errors import Refused
from core.i18n import _
from core.image_views import uploaded
from core.images import Ready
from core.web import See, allow, db, now, prepared, refused_to, see, user_id
from pos.settlements import counting

blueprint = Blueprint("count_signing", __name__)


def look_through(count_id: int) -> tuple[Checked, list[Ready]]:
    """Look the count through and re-encode the photo, before anything waits for it."""
    count = queries.require(db(), count_id)
    return checking.check(db(), count, on=local_date(now(), count.outlet.zone)), uploaded("photo")


@blueprint.post("/manage/counts/<int:count_id>/sign")
@allow("manager")
@prepared(look_through)
@refused_to(counts.show)
def sign(count_id: int) -> See:
    """Take both signatures and begin to post the differences."""
    count = queries.lock(db(), count_id)
    form = request.form
    maker_name = forms.required(form, "maker_name", _("Tulis nama yang menandatangani."))
    house_name = forms.required(form, "house_name", _("Tulis nama yang menandatangani."))
    drawings = {
        place: drawn.checked(form.get(f"drawing-{place}", ""), field=f"drawing-{place}")
        for place in ("maker", "house")
    }
    if "signed" not in form and not all(drawings.values()):
        raise Refused(
            _(
                "Tanda tangani berdua di kotaknya; atau cetak, tanda tangani di kertas, lalu centang di sini."
            ),
            field="signed",
        )
    photo = None
    checked, photos = g.prepared
    if photos:
        photo = images.keep(db(), photos[0], is_public=False, by=user_id(), at=now())
    counting.sign(
        db(), count, seen=forms.text(form, "seen"), checked=checked, maker_name=maker_name[:80],
        house_name=house_name[:80], drawings=drawings, photo=photo, by=user_id(), at=now(),
    )  # fmt: skip
    return see("counts.show", count_id=count_id)
