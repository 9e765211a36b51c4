"""Everything the house holds about one maker, as one ZIP to hand over; reads only."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from catalogue.makers import queries as makers
from catalogue.makers.models import Maker, MakerPrivate, MakerUser, Sentra
from catalogue.outlets.models import Outlet, Till
from catalogue.products.models import Certificate, Contract, Product, ProductCode
from catalogue.products.proposed.models import BankRequest, Proposal
from catalogue.stock.models import Consignment, ConsignmentLine
from core.clock import local
from core.db import canonical
from core.files import Files
from core.i18n import _
from core.sheets import tame
from core.users import service as people
from core.users.models import AuditEntry, User, WebSession
from pos.ledger.models import Account, Entry
from pos.sales.models import Sale, SaleLine
from pos.settlements import documents, export
from pos.settlements.models import Payout, Statement
from printers.documents import from_json
from printers.pdf import pdf_bytes

Table = tuple[Sequence[str], Iterable[Sequence[Any]]]


def archive(session: Session, maker: Maker, files: Files, *, at: datetime) -> bytes:
    """Return a ZIP: the record as JSON, tables as CSV, statements and kuitansi as PDF, the photo.

    Those who were merged into the maker are part of it. Private numbers stand in the open: it is
    for the maker alone.
    """
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("baca-saya.txt", _introduction(maker, documents.zone(session), at))
        box.writestr("catatan.json", canonical(_about(session, maker)))
        for name, read in TABLES.items():
            box.writestr(f"{name}.csv", _csv(*read(session, maker.id)))
        for statement in session.scalars(
            select(Statement).where(Statement.maker_id.in_(makers.family(maker.id)))
        ):
            with files.open(statement.pdf) as pdf:
                box.writestr(f"laporan/{statement.number}.pdf", pdf.read())
            box.writestr(
                f"laporan/{statement.number}.csv", export.statement_csv(session, statement)
            )
        for payout in _payouts_of(session, maker.id):
            paper = pdf_bytes(from_json(payout.document))
            box.writestr(f"kuitansi/{payout.number}.pdf", paper)
        for one in session.scalars(
            select(Certificate).where(Certificate.maker_id.in_(makers.family(maker.id)))
        ):
            if one.scan is not None:
                ending = "pdf" if one.scan_type == "application/pdf" else "jpg"
                with files.open(one.scan) as scan:
                    box.writestr(f"sertifikat/{one.id}-{one.kind}.{ending}", scan.read())
        if maker.photo is not None:
            with files.open(maker.photo.name) as photo:
                box.writestr("foto.jpg", photo.read())
    return held.getvalue()


def note_handing_out(session: Session, maker: Maker, *, by: int, at: datetime) -> None:
    """Write into the log that a person took a maker's data out of the house."""
    people.record(session, "maker.data_handed_out", kind="maker", subject_id=maker.id, by=by, at=at)


def _introduction(maker: Maker, zone: str, at: datetime) -> str:
    moment = local(at, zone).strftime("%d/%m/%Y %H.%M")
    return _(
        "Semua data yang disimpan galeri tentang %(name)s (%(code)s), per %(moment)s %(zone)s.\n"
        "catatan.json: data diri, rekening, akses masuk, sertifikat, perjanjian.\n"
        "*.csv: barang, titipan, penjualan, catatan saldo, pembayaran, jejak perubahan.\n"
        "laporan/ dan kuitansi/: semua yang pernah diterbitkan; sertifikat/: salinannya.\n",
        name=maker.name, code=maker.code, moment=moment, zone=zone,
    )  # fmt: skip


def _about(session: Session, maker: Maker) -> dict[str, Any]:
    family = list(session.scalars(makers.family(maker.id)))
    return {
        "maker": [_row(session, Maker, number) for number in family],
        "sentra": session.scalar(select(Sentra.name).where(Sentra.id == maker.sentra_id)),
        "private": _rows(session, MakerPrivate, MakerPrivate.maker_id.in_(family)),
        "sign_in": [
            {
                "name": user.name, "created_at": user.created_at.isoformat(),
                "sessions": [
                    [one.created_at.isoformat(), one.last_seen_at.isoformat(), one.browser]
                    for one in session.scalars(
                        select(WebSession).where(WebSession.user_id == user.id)
                    )
                ],
            }
            for user in session.scalars(
                select(User)
                .join(MakerUser, MakerUser.user_id == User.id)
                .where(MakerUser.maker_id.in_(family))
            )
        ],
        "bank_requests": _rows(
            session, BankRequest, BankRequest.proposal_id == Proposal.id, Proposal.maker_id.in_(family)
        ),
        "certificates": _rows(session, Certificate, Certificate.maker_id.in_(family)),
        "contracts": _rows(session, Contract, Contract.maker_id.in_(family)),
    }  # fmt: skip


def _row(session: Session, model: Any, number: int) -> dict[str, Any]:
    return _rows(session, model, model.id == number)[0]


def _rows(session: Session, model: Any, *where: Any) -> list[dict[str, Any]]:
    columns = model.__table__.columns
    return [
        {name: _plain(value) for name, value in zip(columns.keys(), row, strict=True)}
        for row in session.execute(select(*columns).where(*where))
    ]


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | bool | None) else value.isoformat()


def _goods(session: Session, maker_id: int) -> Table:
    rows = session.execute(
        select(
            ProductCode.code, Product.title, Product.kind, Product.motif, Product.technique,
            Product.description, Product.created_at, Product.archived_at,
        )
        .join(ProductCode, ProductCode.product_id == Product.id)
        .where(Product.maker_id.in_(makers.family(maker_id)))
        .order_by(Product.id)
    )  # fmt: skip
    head = ("code", "title", "kind", "motif", "technique", "description", "since", "archived")
    return head, rows.all()


def _consignments(session: Session, maker_id: int) -> Table:
    rows = session.execute(
        select(
            Consignment.number, Consignment.state, Outlet.name, Consignment.received_at,
            Product.title, ConsignmentLine.quantity, ConsignmentLine.price,
            ConsignmentLine.net_price, Consignment.note,
        )
        .join(ConsignmentLine, ConsignmentLine.consignment_id == Consignment.id)
        .join(Product, Product.id == ConsignmentLine.product_id)
        .join(Outlet, Outlet.id == Consignment.outlet_id)
        .where(Consignment.maker_id.in_(makers.family(maker_id)))
        .order_by(ConsignmentLine.id)
    )  # fmt: skip
    head = ("number", "state", "outlet", "received_at", "title", "quantity", "price", "net_price",
            "note")  # fmt: skip
    return head, rows.all()


def _sales(session: Session, maker_id: int) -> Table:
    rows = session.execute(
        select(
            Sale.number, Sale.business_date, Outlet.name, SaleLine.code, SaleLine.title,
            SaleLine.kind, SaleLine.quantity, SaleLine.list_amount, SaleLine.discount,
            SaleLine.commission, SaleLine.maker_share,
        )
        .join(Sale, Sale.id == SaleLine.sale_id)
        .join(Till, Till.id == Sale.till_id)
        .join(Outlet, Outlet.id == Till.outlet_id)
        .where(SaleLine.maker_id.in_(makers.family(maker_id)), Sale.state == "completed")
        .order_by(Sale.completed_at, SaleLine.id)
    )  # fmt: skip
    head = ("number", "business_date", "outlet", "code", "title", "kind", "quantity",
            "list_amount", "discount", "commission", "maker_share")  # fmt: skip
    return head, rows.all()


def _balance(session: Session, maker_id: int) -> Table:
    rows = session.execute(
        select(
            Entry.business_date, Entry.reason, Entry.source_kind, Entry.source_id,
            Entry.amount, Entry.credit_id == Account.id,
        )
        .join(Account, or_(Account.id == Entry.debit_id, Account.id == Entry.credit_id))
        .where(Account.kind == "payable", Account.maker_id.in_(makers.family(maker_id)))
        .order_by(Entry.id)
    )  # fmt: skip
    found = [
        (day, reason, kind, number, amount if gains else -amount)
        for day, reason, kind, number, amount, gains in rows
    ]
    return ("business_date", "reason", "source", "source_id", "amount"), found


def _payouts(session: Session, maker_id: int) -> Table:
    rows = [
        (one.number, one.business_date, one.method, one.amount, one.statement.number,
         one.reversed_at)
        for one in _payouts_of(session, maker_id)
    ]  # fmt: skip
    return ("number", "business_date", "method", "amount", "statement", "reversed_at"), rows


def _log(session: Session, maker_id: int) -> Table:
    rows = session.execute(
        select(AuditEntry.at, AuditEntry.action)
        .where(
            AuditEntry.subject_kind == "maker",
            AuditEntry.subject_id.in_(makers.family(maker_id)),
        )
        .order_by(AuditEntry.id)
    )
    return ("at", "action"), rows.all()


TABLES: dict[str, Callable[[Session, int], Table]] = {
    "barang": _goods,
    "titipan": _consignments,
    "penjualan": _sales,
    "saldo": _balance,
    "pembayaran": _payouts,
    "jejak": _log,
}


def _payouts_of(session: Session, maker_id: int) -> list[Payout]:
    return list(
        session.scalars(
            select(Payout).where(Payout.maker_id.in_(makers.family(maker_id))).order_by(Payout.id)
        )
    )


def _csv(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow(
            [cell.isoformat() if hasattr(cell, "isoformat") else tame(cell) for cell in row]
        )
    return out.getvalue()
