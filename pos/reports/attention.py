"""What waits for a person: each thing with how many there are and where it is put right."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.makers import private
from catalogue.makers.models import MakerDoubt
from catalogue.partners import queries as enquiries
from catalogue.products import certificate_queries as certificates
from catalogue.products.models import ProductDoubt
from catalogue.products.proposed import queries as proposed
from catalogue.stock.ageing import listing as ageing
from catalogue.stock.announced import queries as announced
from catalogue.stock.departures.models import Departure
from catalogue.stock.departures.queries import sold_after_all
from catalogue.stock.expiry import queries as expiry
from catalogue.stock.models import StockLevel
from catalogue.stock.tags import reprint
from catalogue.stock.transfers.models import Transfer
from catalogue.stock.unrecorded import queries as unrecorded
from catalogue.tours import queries as visits
from core import nightly
from core.i18n import _
from core.money import rupiah
from core.users import hands
from pos.sales import queries as sales
from pos.sales.claims.queries import missing as missing_claims
from pos.sales.quotations import queries as quotations
from pos.settlements.adjusting import queries as adjustments
from pos.shifts.models import Shift
from printers.models import PrintJob, State

JOBS_SINCE = timedelta(days=7)


@dataclass(frozen=True)
class Point:
    """One thing to look at: its name, how many, a word more, and how much it presses."""

    key: str
    label: str
    count: int
    detail: str = ""
    urgent: bool = False


def attention(session: Session, *, today: date, by: int | None = None) -> list[Point]:
    """Return the things that wait, the pressing first; empty when all is well.

    With `by`, also what waits for this person alone.
    """
    claims, missing = sales.claims(session), missing_claims(session)
    behind, firms = quotations.left_behind(session), quotations.waiting(session)
    lots = expiry.counts(session, today=today)
    morning = datetime.combine(today, time.min, UTC)
    new_hands = hands.fresh(session, "manager", at=morning)
    licences = certificates.counts(session, today=today)
    points = [
        Point("expired", _("Stok lewat tanggal kedaluwarsa"), lots["expired"], urgent=True),
        Point("claims", _("QRIS belum dipastikan"), len(claims),
              rupiah(sum(tender.amount for tender in claims)), urgent=True),
        Point("missing", _("Uang belum masuk, ditanggung galeri"), len(missing),
              rupiah(sum(tender.amount for tender in missing))),
        Point("decide", _("Usulan menunggu persetujuan Anda"),
              adjustments.to_decide(session, by=by) if by else 0),
        Point("print", _("Cetakan gagal"), _failed_jobs(session, today), urgent=True),
        Point("backup", _("Cadangan malam gagal"), int(nightly.has_failed(session)), urgent=True),
        Point("shifts", _("Kasir belum ditutup sejak kemarin"), _old_shifts(session, today),
              urgent=True),
        Point("below", _("Stok di bawah nol"), _below_zero(session), urgent=True),
        Point("unrecorded", _("Barang terjual yang belum terdaftar"), unrecorded.count(session)),
        Point("moves", _("Kiriman dengan barang yang belum jelas"),
              _count(session, Transfer.id, Transfer.state == "received")),
        Point("proposals", _("Usul dan perubahan dari perajin"), proposed.count_open(session)),
        Point("accounts", _("Rekening perajin yang belum dipastikan orang kedua"),
              len(private.who_wait(session, at=morning))),
        Point("hands", _("Akses pengurus yang baru dibuat atau diganti orang lain"), len(new_hands),
              ", ".join(one.name for one in new_hands[:3])),
        Point("announced", _("Kiriman yang ditunggu hari ini"),
              announced.waited_for(session, until=today)),
        Point("visits", _("Kabar rombongan yang menunggu jawaban"), visits.waiting(session)),
        Point("enquiries", _("Permintaan penawaran yang belum dibalas"), enquiries.waiting(session)),
        Point("accepted", _("Penawaran diterima, belum jadi nota"), firms.get("accepted", 0)),
        Point("part", _("Penawaran yang baru sebagian diambil"), firms.get("part", 0)),
        Point("left_behind", _("Uang muka kantor yang permintaannya sudah selesai"), len(behind),
              ", ".join(f"{one.deposit.number} {rupiah(one.left)}" for one in behind[:3])),
        Point("seen", _("Ganti rugi untuk karya yang ternyata terjual"),
              _count(session, Departure.id, sold_after_all()), urgent=True),
        Point("expiring", _("Kedaluwarsa dalam 30 hari"), lots["week"] + lots["month"]),
        Point("licences_expired", _("Sertifikat sudah berakhir"), licences["expired"], urgent=True),
        Point("licences_week", _("Sertifikat berakhir dalam 7 hari"), licences["week"], urgent=True),
        Point("licences_month", _("Sertifikat berakhir dalam 30 hari"), licences["month"]),
        Point("over", _("Masa titip atau perjanjiannya habis"),
              ageing.count_over(session, today=today)),
        Point("tags", _("Label dengan harga lama"), sum(one.pieces for one in reprint.due(session))),
        Point("makers", _("Perajin yang mungkin sama"), _open(session, MakerDoubt.decision)),
        Point("products", _("Barang yang perlu dicocokkan"),
              _open(session, ProductDoubt.decided_at)),
    ]  # fmt: skip
    return [point for point in points if point.count]


def _failed_jobs(session: Session, today: date) -> int:
    states = (State.FAILED, State.UNCONFIRMED)
    repeated = select(PrintJob.retry_of).where(PrintJob.retry_of.is_not(None))
    jobs = session.scalars(
        select(PrintJob.queued_at).where(PrintJob.state.in_(states), PrintJob.id.not_in(repeated))
    )
    return sum(queued_at.date() >= today - JOBS_SINCE for queued_at in jobs)


def _old_shifts(session: Session, today: date) -> int:
    return _count(session, Shift.id, Shift.closed_at.is_(None), Shift.business_date < today)


def _below_zero(session: Session) -> int:
    return _count(session, StockLevel.product_id, StockLevel.on_hand < 0)


def _open(session: Session, decided: object) -> int:
    return _count(session, decided.class_.id, decided.is_(None))  # type: ignore[attr-defined]


def _count(session: Session, column: object, *where: object) -> int:
    query = select(func.count(column)).where(*where)  # type: ignore[arg-type]
    return int(session.scalar(query) or 0)
