"""Giving the month's report out: it gets a number, is signed, and stays as it was."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import settings
from core.errors import Refused
from core.i18n import _
from core.users import service as users
from pos.reports.dinas import figures
from pos.reports.dinas.figures import Signing
from pos.reports.dinas.models import MonthlyPaper
from printers.documents import MonthlyReport, to_json

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
LONGEST_NUMBER = 40


def next_number(session: Session, month: date) -> str:
    """Return the number that the next report may have: 003/LAP/V/2026."""
    this_year = session.scalar(
        select(func.count())
        .select_from(MonthlyPaper)
        .where(
            MonthlyPaper.month >= month.replace(month=1),
            MonthlyPaper.month <= month.replace(month=12),
        )
    )
    return f"{int(this_year or 0) + 1:03d}/LAP/{ROMAN[month.month - 1]}/{month.year}"


def check(session: Session, signing: Signing, *, is_over: bool) -> None:
    """Raise Refused where the report cannot be given out: no number, a number used, nobody signs."""
    if not is_over:
        raise Refused(_("Bulan ini belum selesai. Terbitkan laporannya sesudah tanggal terakhir."))
    if not signing.number or len(signing.number) > LONGEST_NUMBER:
        raise Refused(
            _("Tulis nomornya, paling panjang %(n)s huruf.", n=LONGEST_NUMBER), field="number"
        )
    if not signing.signatory:
        raise Refused(_("Tulis siapa yang menandatangani."), field="signatory")
    taken = session.scalar(select(MonthlyPaper.month).where(MonthlyPaper.number == signing.number))
    if taken is not None:
        raise Refused(_("Nomor ini sudah dipakai."), field="number")


def issue(
    session: Session, paper: MonthlyReport, pdf: str, *, today: date, by: int, at: datetime
) -> MonthlyPaper:
    """Give the report out; `pdf` is the stored file. Who signs is offered again the next time.

    Raises Refused where its number was taken meanwhile.
    """
    said = Signing(paper.number, paper.addressee, paper.place, paper.signatory, paper.position)
    check(session, said, is_over=True)
    row = MonthlyPaper(
        number=paper.number, month=paper.first, document=to_json(paper), pdf=pdf, issued_at=at,
        issued_by=by,
    )  # fmt: skip
    session.add(row)
    session.flush()
    for setting, value in (
        (figures.ADDRESSEE, paper.addressee), (figures.PLACE, paper.place),
        (figures.SIGNATORY, paper.signatory), (figures.POSITION, paper.position),
    ):  # fmt: skip
        settings.change(session, setting, value, on=today, by=by, at=at)
    users.record(
        session, "monthly_paper.issued", kind="monthly_paper", subject_id=row.id, by=by, at=at
    )
    return row
