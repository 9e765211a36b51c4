"""Money that people carry: the office's page to receive it, the list, and the slips to sign."""

from flask import Blueprint, Response, request
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets import queries as outlets
from core import forms, lists
from core.errors import NotFound, Refused
from core.i18n import _
from core.lists import Column, Listing, days
from core.menu import nav
from core.users.models import User
from core.users.queries import require_user
from core.web import See, allow, db, download, list_file, now, page, refused_to, see, user_id
from pos.sales.here import require_till
from pos.shifts import carried, queries
from pos.shifts.models import CashDelivery, Shift
from printers.pdf import pdf_bytes

blueprint = Blueprint("carried", __name__)

nav(_("Uang"), _("Uang yang dibawa orang"), "carried.listed", order=245, roles=("manager",))

DELIVERIES = Listing(
    name="setoran",
    label=_("Uang yang diserahkan"),
    query=select(CashDelivery)
    .join(User, User.id == CashDelivery.holder_id)
    .options(contains_eager(CashDelivery.holder)),
    key=CashDelivery.id,
    columns=(
        Column("number", _("Nomor"), lambda row: f"ST-{row.id:05d}", sort=CashDelivery.id),
        Column("date", _("Tanggal"), lambda row: row.business_date,
               sort=CashDelivery.business_date),
        Column("holder", _("Yang menyerahkan"), lambda row: row.holder.name, sort=User.name),
        Column("receiver", _("Yang menerima"), lambda row: row.receiver,
               sort=CashDelivery.receiver),
        Column("to", _("Masuk ke"),
               lambda row: row.outlet.name if row.outlet else _("Kas bendahara")),
        Column("amount", _("Jumlah"), lambda row: row.amount, sort=CashDelivery.amount,
               number=True),
        Column("difference", _("Selisih"), lambda row: row.difference,
               sort=CashDelivery.difference, number=True),
    ),
    order="-number",
    has=lambda word: func.lower(CashDelivery.receiver).contains(word, autoescape=True)
    | func.lower(User.name).contains(word, autoescape=True),
    hint=_("nama"),
    filters=days(CashDelivery.business_date),
    sums=(CashDelivery.amount,),
)  # fmt: skip


@blueprint.get("/manage/carried")
@allow("manager")
def listed(error: Refused | None = None, holder: int | None = None) -> Response | WsgiResponse:
    """Show who carries money of the house, and what was handed in."""
    wanted = lists.asked(DELIVERIES, request.args)
    if wanted.form and error is None:
        return list_file(DELIVERIES, wanted)
    return page(
        "sales/carried.html", shown=lists.shown(db(), DELIVERIES, wanted),
        people=carried.carried(db()), places=outlets.choices(db()), error=error, holder=holder,
        form=request.form,
    )  # fmt: skip


@blueprint.post("/manage/carried/<int:person_id>")
@allow("manager")
@refused_to(lambda person_id, error: listed(error=error, holder=person_id))
def receive(person_id: int) -> See:
    """Receive what a person carries into a safe or kas bendahara."""
    place = request.form.get("place", "treasury")
    number = forms.optional_id(request.form, "place")
    if number is None and place != "treasury":
        raise Refused(_("Pilih ke mana uangnya."), field="place")
    received = carried.Receipt(
        forms.money(request.form, "amount"),
        outlets.require_outlet(db(), number) if number is not None else None,
        forms.text(request.form, "receiver"),
        settles=request.form.get("settles") == "1",
    )
    row = carried.hand_in(db(), require_user(db(), person_id), received, by=user_id(), at=now())
    return see(
        "carried.listed",
        notice=_("Uangnya diterima. Buka tanda terima ST-%(n)s untuk ditandatangani.",
                 n=f"{row.id:05d}"),
    )  # fmt: skip


@blueprint.get("/manage/carried/slips/<int:delivery_id>.pdf")
@allow("manager")
def slip(delivery_id: int) -> WsgiResponse:
    """Give the slip of a delivery, two copies to sign."""
    return _pdf(carried.require_delivery(db(), delivery_id))


@blueprint.get("/pos/slips/<int:delivery_id>.pdf")
@allow("cashier", "manager", login="till_door.enter", by=("password", "pin"))
def own_slip(delivery_id: int) -> WsgiResponse:
    """Give the slip of what was handed in when a shift of this till closed."""
    row = carried.require_delivery(db(), delivery_id)
    closed = db().scalar(
        select(Shift.id).where(Shift.till_id == require_till().id, Shift.closed_at == row.at)
    )
    if closed is None:
        raise NotFound(_("Setoran ini tidak ada dalam daftar."))
    return _pdf(row)


@blueprint.app_template_global()
def cash_in_hand(person: User) -> int:
    """Return the rupiah of the house that a person carries."""
    return queries.in_hand(db(), person.id)


def _pdf(row: CashDelivery) -> WsgiResponse:
    content = pdf_bytes(carried.slip(db(), row))
    return download(content, name=f"ST-{row.id:05d}.pdf", mimetype="application/pdf", inline=True)
