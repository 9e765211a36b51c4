"""The lists of the money: sales of some days, and the entries of the book."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from catalogue.outlets import queries as outlets
from catalogue.outlets.models import Outlet, Till
from core.clock import local
from core.i18n import _
from core.lists import Column, Filter, Listing, by_id, one_of
from core.users.models import User
from pos.ledger.models import Account, Entry
from pos.reports import queries
from pos.reports.dates import Span
from pos.reports.queries import Credit, Debit, SaleRow
from pos.reports.words import account_name, reason_name
from pos.sales.models import Sale, SaleLine
from pos.sales.receipts import tender_label

PIECES = (
    select(
        func.coalesce(
            func.sum(
                case((SaleLine.kind == "return", -SaleLine.quantity), else_=SaleLine.quantity)
            ),
            0,
        )
    )
    .where(SaleLine.sale_id == Sale.id)
    .correlate(Sale)
    .scalar_subquery()
)
TO_PAY = Sale.net_total + Sale.rounding


def sales(span: Span) -> Listing:
    """Return the list of the completed sales of some days; its sum is what they come to."""
    return Listing(
        name=f"nota-{span.first}-{span.last}",
        label=_("Penjualan"),
        query=select(Sale)
        .join(Till, Till.id == Sale.till_id)
        .join(Outlet, Outlet.id == Till.outlet_id)
        .join(User, User.id == Sale.cashier_id)
        .options(
            contains_eager(Sale.till).contains_eager(Till.outlet), contains_eager(Sale.cashier),
            selectinload(Sale.lines), selectinload(Sale.tenders),
        )
        .where(Sale.state == "completed", Sale.business_date.between(span.first, span.last)),
        key=Sale.id,
        columns=(
            Column("number", _("Nota"), lambda r: r.sale.number, sort=Sale.number),
            Column("when", _("Waktu"), _moment, sort=Sale.completed_at),
            Column("outlet", _("Tempat"), lambda r: r.sale.till.outlet.name, sort=Outlet.name),
            Column("cashier", _("Kasir"), lambda r: r.sale.cashier.name, sort=User.name),
            Column("pieces", _("Buah"), lambda r: r.pieces, sort=PIECES, number=True),
            Column("tenders", _("Cara bayar"), lambda r: ", ".join(map(tender_label, r.tenders))),
            Column("to_pay", _("Jumlah"), lambda r: r.sale.to_pay, sort=TO_PAY, number=True),
            Column("notes", _("Catatan"), lambda r: ", ".join(notes(r))),
        ),
        order="-when",
        filters=(
            by_id("outlet", _("Tempat"), Till.outlet_id, outlets.choices,
                  everything=_("Semua tempat")),
            one_of("kind", _("Jenis"), {
                "claimed": (_("QRIS belum dipastikan"), queries.claimed()),
                "return": (_("Dengan retur"), queries.has_line(SaleLine.kind == "return")),
                "discount": (_("Dengan potongan"), queries.has_line(SaleLine.discount > 0)),
            }),
        ),
        has=queries.mentions,
        hint=_("nomor nota, kode, barang, atau perajin"),
        fill=queries.filled,
        sums=(TO_PAY,),
    )  # fmt: skip


def notes(row: SaleRow) -> list[str]:
    """Return what is unusual about a sale, in words."""
    found = {
        _("QRIS belum dipastikan"): row.is_claimed,
        _("Retur"): row.has_return,
        _("Potongan"): row.sale.discount_total,
    }
    return [text for text, holds in found.items() if holds]


def _moment(row: SaleRow) -> Any:
    assert row.sale.completed_at is not None
    return local(row.sale.completed_at, row.sale.till.outlet.zone)


def ledger(span: Span, names: Mapping[str, str]) -> Listing:
    """Return the list of the entries of some days; `names` are what accounts belong to."""
    return Listing(
        name=f"buku-besar-{span.first}-{span.last}",
        label=_("Buku besar"),
        query=queries.entries().where(Entry.business_date.between(span.first, span.last)),
        key=Entry.id,
        columns=(
            Column("date", _("Tanggal"), lambda r: r.entry.business_date, sort=Entry.business_date),
            Column("reason", _("Untuk apa"), lambda r: reason_name(r.entry.reason), sort=Entry.reason),
            Column("debit", _("Ke (debit)"), lambda r: account_name(r.debit, names), sort=Debit.code),
            Column("credit", _("Dari (kredit)"), lambda r: account_name(r.credit, names),
                   sort=Credit.code),
            Column("amount", _("Jumlah"), lambda r: r.entry.amount, sort=Entry.amount, number=True),
            Column("source", _("Asal"), lambda r: r.cause.label),
            Column("actor", _("Oleh"), lambda r: r.actor, sort=func.coalesce(User.name, "")),
            Column("outlet", _("Tempat"), lambda r: r.outlet, on_page=False),
            Column("id", _("Nomor urut"), lambda r: r.entry.id, sort=Entry.id, on_page=False),
        ),
        order="-id",
        filters=(
            Filter(
                "account", _("Akun"),
                lambda session: [(code, account_name(code, names)) for code in _accounts(session)],
                lambda code: or_(Debit.code == code, Credit.code == code) if code else None,
                everything=_("Semua akun"),
            ),
        ),
        fill=queries.entry_rows,
    )  # fmt: skip


def _accounts(session: Session) -> Sequence[str]:
    return session.scalars(
        select(Account.code).order_by(Account.kind == "payable", Account.id)
    ).all()
