"""The office's list of deliveries that came as sheets, each to be tagged."""

from sqlalchemy import func, select

from catalogue.outlets.models import Outlet
from catalogue.stock.models import Consignment, ConsignmentLine, ImportBatch
from core.clock import local
from core.i18n import _
from core.lists import Column, Listing

_brought = (
    select(
        Consignment.batch_id,
        func.min(Consignment.outlet_id).label("outlet_id"),
        func.count(Consignment.maker_id.distinct()).label("makers"),
        func.count(ConsignmentLine.id).label("kinds"),
        func.sum(ConsignmentLine.quantity).label("pieces"),
    )
    .join(ConsignmentLine, ConsignmentLine.consignment_id == Consignment.id)
    .where(Consignment.state == "received", Consignment.batch_id.is_not(None))
    .group_by(Consignment.batch_id)
    .subquery("brought")
)

BATCHES = Listing(
    name="hari-label",
    label=_("Hari label"),
    query=select(
        ImportBatch, Outlet, _brought.c.makers, _brought.c.kinds, _brought.c.pieces
    )
    .join(_brought, _brought.c.batch_id == ImportBatch.id)
    .join(Outlet, Outlet.id == _brought.c.outlet_id),
    key=ImportBatch.id,
    columns=(
        Column("name", _("Kiriman"), lambda r: r[0].name, sort=ImportBatch.name_key),
        Column("at", _("Masuk"), lambda r: local(r[0].created_at, r[1].zone),
               sort=ImportBatch.created_at),
        Column("outlet", _("Tempat"), lambda r: r[1].name, sort=Outlet.name),
        Column("makers", _("Perajin"), lambda r: r[2], sort=_brought.c.makers, number=True),
        Column("kinds", _("Macam"), lambda r: r[3], sort=_brought.c.kinds, number=True),
        Column("pieces", _("Label"), lambda r: int(r[4]), sort=_brought.c.pieces, number=True),
    ),
    order="-at",
    has=lambda word: ImportBatch.name_key.contains(word, autoescape=True),
    hint=_("nama kiriman"),
)  # fmt: skip
