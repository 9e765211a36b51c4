"""The office's list of goods that sold before anybody recorded them."""

from typing import Any

from flask import Blueprint, Response, request

from catalogue.makers import queries as makers
from catalogue.outlets import queries as places
from catalogue.stock.unrecorded import queries, service
from catalogue.stock.unrecorded.queries import Group, Waiting
from core import forms, lists
from core.clock import local
from core.errors import Refused
from core.i18n import _
from core.menu import nav
from core.sheets import Cell
from core.web import See, allow, db, now, page, refused_to, see, table_file, user_id

blueprint = Blueprint("unrecorded", __name__)

nav(_("Masuk dan keluar"), _("Belum terdaftar"), "unrecorded.listed", order=121, roles=("manager",))


COLUMNS = (
    _("Kode perajin"), _("Perajin"), _("Tempat"), _("Kode"), _("Barang"), _("Terjual"),
    _("Harga jual"), _("Harga titip"), _("Waktu"),
)  # fmt: skip


@blueprint.get("/manage/unrecorded")
@allow("manager")
def listed(error: Any = None) -> Response:
    """List what the tills noted and no consignment has yet, by maker and place."""
    groups = queries.groups(db())
    form = forms.choice(request.args, "as", lists.FORMS)
    if form:
        header = [_(label) for label in COLUMNS]
        cells = [_cells(group, row) for group in groups for row in group.rows]
        return table_file("belum-terdaftar", header, cells, form)
    return page("unrecorded/list.html", groups=groups, error=error)


def _cells(group: Group, row: Waiting) -> list[Cell]:
    return [
        group.maker.code, group.maker.name, group.outlet.name, row.product.code, row.product.title,
        row.sold, row.price.price, row.price.net_price, local(row.noted.at, group.outlet.zone),
    ]  # fmt: skip


@blueprint.post("/manage/unrecorded")
@allow("manager")
@refused_to(listed)
def write_down() -> See:
    """Draft the consignment of what waits of one maker at one place."""
    maker_id = forms.optional_id(request.form, "maker")
    outlet_id = forms.optional_id(request.form, "outlet")
    if maker_id is None or outlet_id is None:
        raise Refused(_("Pilih perajinnya dulu."), field="maker")
    consignment = service.write_down(
        db(), makers.require_maker(db(), maker_id), places.require_outlet(db(), outlet_id),
        by=user_id(), at=now(),
    )  # fmt: skip
    return see(
        "stock.show", consignment_id=consignment.id,
        notice=_("Periksa jumlah dan harganya bersama perajin, lalu terima."),
    )  # fmt: skip
