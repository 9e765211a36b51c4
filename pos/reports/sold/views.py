"""Sales cut by day, hour, place, people or goods, each part a link to the lines it is made of."""

from typing import Any

from flask import Blueprint, Response, request

from core import forms, lists
from core.i18n import _
from core.menu import nav
from core.web import allow, db, list_file, page
from pos.reports.here import asked_span
from pos.reports.sold import listing
from pos.reports.sold import tenders as payments
from pos.reports.sold.cuts import CUTS, Cut

blueprint = Blueprint("sold", __name__)
blueprint.add_app_template_global(listing.part_name, "part_name")
blueprint.add_app_template_global(listing.sign, "line_sign")

nav(_("Laporan galeri"), _("Penjualan menurut …"), "sold.parts", order=305, roles=("manager",))


@blueprint.get("/manage/reports/sales")
@allow("manager")
def parts() -> Response:
    """Show the sales of a span by one cut; as a file where the address asks for one."""
    span, error = asked_span()
    cut = CUTS[forms.choice(request.args, "by", CUTS) or "day"]
    found = listing.parts(span, cut)
    wanted = lists.asked(found, request.args)
    if wanted.form and error is None:
        return list_file(found, wanted)
    return page(
        "sold/parts.html", shown=lists.shown(db(), found, wanted), span=span, cut=cut,
        cuts=list(CUTS.values()), error=error,
    )  # fmt: skip


@blueprint.get("/manage/reports/sales/lines")
@allow("manager")
def lines() -> Response:
    """Show the lines of a span, or of some parts of a cut: what a figure is made of."""
    span, error = asked_span()
    cut, asked = _parts()
    found = listing.lines(span, cut, asked)
    wanted = lists.asked(found, request.args)
    if wanted.form and error is None:
        return list_file(found, wanted)
    names = listing.chosen_names(db(), span, cut, asked) if cut else []
    return page(
        "sold/lines.html", shown=lists.shown(db(), found, wanted), span=span, cut=cut, parts=asked,
        names=names, error=error,
    )  # fmt: skip


@blueprint.get("/manage/reports/sales/tenders")
@allow("manager")
def tenders() -> Response:
    """List what was paid on the tickets of a span, by way of paying; as a file where asked."""
    span, error = asked_span()
    found = payments.tenders(span)
    wanted = lists.asked(found, request.args)
    if wanted.form and error is None:
        return list_file(found, wanted)
    return page("sold/tenders.html", shown=lists.shown(db(), found, wanted), span=span, error=error)


def _parts() -> tuple[Cut | None, list[Any]]:
    """Return the cut and the parts that the address asks for, with commas between: part=3,5.

    No cut where it means nothing.
    """
    cut = CUTS.get(forms.choice(request.args, "by", CUTS))
    parts = [cut.read(one) for one in forms.text(request.args, "part").split(",")] if cut else []
    return (None, []) if None in parts else (cut, parts)
