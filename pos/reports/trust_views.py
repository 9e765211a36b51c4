"""The page behind each figure of the money held in trust: the ledger lines that it is the sum of."""

from collections.abc import Mapping

from flask import Blueprint, Response, request

from core import lists
from core.i18n import _
from core.lists import Column, Listing, days
from core.web import allow, db, list_file, page
from pos.ledger.models import Entry
from pos.reports import queries
from pos.reports.queries import Credit, Debit, EntryRow
from pos.reports.trust import Figure, trust
from pos.reports.words import account_name, reason_name

blueprint = Blueprint("trust", __name__)


@blueprint.get("/manage/trust/<key>")
@allow("manager")
def lines(key: str) -> Response:
    """Show one figure: its accounts, and every line that it is the sum of; as a file where asked."""
    names = queries.names(db())
    figure = trust(db()).figure(key, names)
    listing = _lines(figure, names)
    wanted = lists.asked(listing, request.args)
    if wanted.form:
        return list_file(listing, wanted)
    return page(
        "reports/trust_lines.html", figure=figure, names=names,
        shown=lists.shown(db(), listing, wanted),
    )  # fmt: skip


def _lines(figure: Figure, names: Mapping[str, str]) -> Listing:
    mine = {part.account.code for part in figure.parts}

    def effect(row: EntryRow) -> int:
        return figure.sign * (row.entry.amount if row.debit in mine else -row.entry.amount)

    return Listing(
        name=f"titipan-{figure.key}",
        label=figure.name,
        query=queries.entries().where(figure.touches),
        key=Entry.id,
        columns=(
            Column("date", _("Tanggal"), lambda r: r.entry.business_date, sort=Entry.business_date),
            Column("reason", _("Untuk apa"), lambda r: reason_name(r.entry.reason), sort=Entry.reason),
            Column("debit", _("Ke (debit)"), lambda r: account_name(r.debit, names), sort=Debit.code,
                   spare=True),
            Column("credit", _("Dari (kredit)"), lambda r: account_name(r.credit, names),
                   sort=Credit.code, spare=True),
            Column("source", _("Asal"), lambda r: r.cause.label),
            Column("actor", _("Oleh"), lambda r: r.actor, on_page=False),
            Column("effect", _("Menambah"), effect, sort=figure.effect, number=True),
            Column("id", _("Nomor urut"), lambda r: r.entry.id, sort=Entry.id, on_page=False),
        ),
        order="-id",
        filters=days(Entry.business_date),
        fill=queries.entry_rows,
        sums=(figure.effect,),
    )  # fmt: skip
