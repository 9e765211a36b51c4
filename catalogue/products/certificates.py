"""Licences of makers and products: noting one, renewing it, adding its scan, withdrawing it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.products import certificate_queries, licences
from catalogue.products.models import Certificate, Product
from core.errors import Conflict, Refused
from core.i18n import _
from core.scans import Scan
from core.users import service as people


class Doubtful(Refused):
    """The number or a date looks odd; a person who has the paper in hand sends it `is_sure`."""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What stands on a licence: kind, number as it was typed, dates, and a scan if there is one."""

    kind: str
    number: str
    detail: str = ""
    issued_on: date | None = None
    expires_on: date | None = None
    scan: Scan | None = None


def add(
    session: Session,
    paper: Paper,
    *,
    maker: Maker | None,
    product: Product | None,
    is_sure: bool,
    today: date,
    by: int,
    at: datetime,
    renews: Certificate | None = None,
) -> Certificate:
    """Note a licence of a product, else of a maker; `renews` is the one that it follows.

    A P-IRT without a day ends with the year in its number. Raises Doubtful unless `is_sure`.
    """
    checked = licences.check(paper.kind, paper.number, today=today)
    ends = paper.expires_on
    if ends is None and paper.kind == "pirt":
        ends = licences.pirt_expiry(checked.number)
    _check_dates(paper.issued_on, ends)
    doubts = [*checked.doubts, *_odd_dates(paper, checked.number, today)]
    if doubts and not is_sure:
        raise Doubtful(" ".join(doubts), field="is_sure")
    if renews is not None:
        _check_renewal(session, renews, paper.kind)
    holder = product.maker_id if product else maker.id if maker else None
    certificate = Certificate(
        maker_id=holder, product_id=product.id if product else None, kind=paper.kind,
        number=checked.number, detail=paper.detail.strip(), issued_on=paper.issued_on,
        expires_on=ends, scan=paper.scan.name if paper.scan else None,
        scan_type=paper.scan.mimetype if paper.scan else None,
        renews_id=renews.id if renews else None, created_at=at, created_by=by,
    )  # fmt: skip
    _refuse_twice(session, certificate)
    session.add(certificate)
    session.flush()
    people.record(
        session, "certificate.renewed" if renews else "certificate.noted", kind="certificate",
        subject_id=certificate.id, by=by, at=at,
    )  # fmt: skip
    return certificate


def _check_dates(issued_on: date | None, expires_on: date | None) -> None:
    if issued_on and expires_on and expires_on < issued_on:
        raise Refused(_("Tanggal berakhir tidak boleh sebelum tanggal terbit."), field="expires_on")


def _odd_dates(paper: Paper, number: str, today: date) -> list[str]:
    """Return what is odd in the dates, as sentences."""
    odd = []
    if paper.issued_on and paper.issued_on > today:
        odd.append(_("Tanggal terbitnya belum tiba."))
    if paper.expires_on and paper.expires_on < today:
        odd.append(_("Sertifikat ini sudah berakhir."))
    named = licences.pirt_expiry(number) if paper.kind == "pirt" else None
    if named and paper.expires_on and paper.expires_on.year != named.year:
        odd.append(_("Tahun berakhirnya lain dari nomornya (%(year)s).", year=named.year))
    if paper.kind == "batikmark" and paper.detail not in licences.BATIKMARKS:
        odd.append(_("Tulis jenis Batikmark: tulis, cap, atau kombinasi."))
    return odd


def _check_renewal(session: Session, old: Certificate, kind: str) -> None:
    if old.kind != kind:
        raise Refused(_("Perpanjangan harus sejenis dengan yang lama."), field="kind")
    if certificate_queries.renewal_of(session, old) is not None:
        raise Conflict(_("Sertifikat ini sudah diperpanjang. Buka yang terbaru."))


def _refuse_twice(session: Session, new: Certificate) -> None:
    def facts(one: Certificate) -> tuple[object, ...]:
        return one.maker_id, one.product_id, one.expires_on

    same = session.scalars(
        select(Certificate).where(
            Certificate.kind == new.kind, Certificate.number == new.number,
            Certificate.withdrawn_at.is_(None),
        )
    )  # fmt: skip
    if any(facts(one) == facts(new) for one in same):
        raise Refused(_("Sertifikat ini sudah tercatat."), field="number")


def add_scan(
    session: Session, certificate: Certificate, scan: Scan, *, by: int, at: datetime
) -> None:
    """Put a scan to a licence, in place of an older one."""
    certificate.scan, certificate.scan_type = scan.name, scan.mimetype
    session.flush()
    people.record(
        session, "certificate.scanned", kind="certificate", subject_id=certificate.id, by=by, at=at
    )


def withdraw(session: Session, certificate: Certificate, *, by: int, at: datetime) -> None:
    """Take a licence that was noted wrongly, or was revoked, off every list."""
    if certificate.withdrawn_at is not None:
        raise Refused(_("Sertifikat ini sudah dicabut."))
    certificate.withdrawn_at = at
    session.flush()
    people.record(
        session, "certificate.withdrawn", kind="certificate", subject_id=certificate.id, by=by,
        at=at,
    )  # fmt: skip


def note(
    session: Session,
    maker: Maker,
    kind: str,
    number: str,
    *,
    expires_on: date | None,
    at: datetime,
) -> Certificate:
    """Keep a maker's licence as a sheet names it; one that is already there stays as it is.

    `kind` is one of licences.KINDS; what is odd in the number is for a person to look at later.
    """
    found = session.scalars(
        select(Certificate)
        .where(
            Certificate.maker_id == maker.id, Certificate.product_id.is_(None),
            Certificate.kind == kind, Certificate.number == number,
        )
        .limit(1)
    ).first()  # fmt: skip
    if found is None:
        found = Certificate(
            maker_id=maker.id, kind=kind, number=number, expires_on=expires_on, created_at=at
        )
        session.add(found)
        session.flush()
    return found
