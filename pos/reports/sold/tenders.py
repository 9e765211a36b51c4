"""The list of what was paid on tickets: the figures by way of paying are made of it."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from catalogue.outlets import queries as outlets
from catalogue.outlets.models import Outlet, Till
from core.clock import local
from core.i18n import _
from core.lists import Column, Listing, by_id, one_of
from pos.reports.dates import Span
from pos.reports.sold.cuts import SHIFT, within
from pos.sales.models import TENDER_KINDS, Sale, Tender
from pos.sales.receipts import tender_label


def tenders(span: Span) -> Listing:
    """Return the list of the tenders of a span's completed sales; money given back is negative."""
    return Listing(
        name=f"pembayaran-nota-{span.first}-{span.last}",
        label=_("Pembayaran nota"),
        query=select(Tender)
        .join(Sale, Sale.id == Tender.sale_id)
        .join(Till, Till.id == Sale.till_id)
        .join(Outlet, Outlet.id == Till.outlet_id)
        .where(*within(span))
        .options(contains_eager(Tender.sale).contains_eager(Sale.till).contains_eager(Till.outlet)),
        key=Tender.id,
        columns=(
            Column("number", _("Nota"), lambda t: t.sale.number, sort=Sale.number),
            Column("date", _("Tanggal buku"), lambda t: t.sale.business_date,
                   sort=Sale.business_date),
            Column("when", _("Waktu"), _moment, sort=Tender.at, spare=True),
            Column("outlet", _("Tempat"), lambda t: t.sale.till.outlet.name, sort=Outlet.name,
                   spare=True),
            Column("way", _("Cara bayar"), lambda t: tender_label(t.kind), sort=Tender.kind),
            Column("reference", _("Rujukan"), lambda t: t.reference,
                   sort=func.lower(Tender.reference), spare=True),
            Column("amount", _("Jumlah"), lambda t: t.amount, sort=Tender.amount, number=True),
        ),
        order="-when",
        filters=(
            one_of("way", _("Cara bayar"), {
                kind: (tender_label(kind), Tender.kind == kind) for kind in TENDER_KINDS
            }),
            by_id("outlet", _("Tempat"), Till.outlet_id, outlets.choices,
                  everything=_("Semua tempat")),
            by_id("shift", _("Sif kasir"), SHIFT, lambda _session: ()),
        ),
        has=lambda word: func.lower(Sale.number).contains(word, autoescape=True)
        | func.lower(Tender.reference).contains(word, autoescape=True),
        hint=_("nomor nota atau rujukan"),
        sums=(Tender.amount,),
    )  # fmt: skip


def _moment(tender: Tender) -> Any:
    return local(tender.at, tender.sale.till.outlet.zone)
