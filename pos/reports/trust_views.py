"""The page behind each figure of the money held in trust: the ledger lines that it is the sum of."""

import re
from collections.abc import Mapping

from flask import Blueprint, Response, request, url_for

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

ONWARD = {
    "qris": ("acquirer_days.qris", _("Cocokkan per hari")),
    "card": ("acquirer_days.card", _("Cocokkan per hari")),
    "card_missing": ("acquirer_days.card", _("Lihat per hari")),
    "qris_claimed": ("claims.office", _("Pastikan uangnya")),
    "qris_missing": ("claims.office", _("Pastikan uangnya")),
    "borne": ("claims.office", _("Pastikan uangnya")),
    "holder": ("carried.listed", _("Terima uangnya")),
    "owed": ("settlements.listed", _("Hitung hasil")),
}
"""Where money goes on from, by the kind of the figure; from all others it is moved."""


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
        "reports/trust_lines.html", figure=figure, names=names, onward=_onward(figure),
        shown=lists.shown(db(), listing, wanted),
    )  # fmt: skip


def _onward(figure: Figure) -> tuple[str, str]:
    """Where one does something about a figure: the address, and what the page is called."""
    kind = re.split(r"[:-]", figure.key)[0]
    if kind == "payable":
        maker_id = figure.parts[0].account.maker_id
        return url_for("products.maker", maker_id=maker_id), _("Buka halaman perajin")
    endpoint, label = ONWARD.get(kind, ("treasury.show", _("Kas dan bank")))
    return url_for(endpoint), _(label)


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
