"""The list of the monthly reports that were given out."""

from sqlalchemy import func, select

from core.i18n import _
from core.lists import Column, Listing
from core.users.models import User
from pos.reports.dinas.models import MonthlyPaper

PAPERS = Listing(
    name="laporan-bulanan",
    label=_("Laporan bulanan"),
    query=select(MonthlyPaper, User.name).join(User, User.id == MonthlyPaper.issued_by),
    key=MonthlyPaper.id,
    columns=(
        Column("month", _("Bulan"), lambda r: r.MonthlyPaper.month.isoformat()[:7],
               sort=MonthlyPaper.month),
        Column("number", _("Nomor"), lambda r: r.MonthlyPaper.number,
               sort=func.lower(MonthlyPaper.number)),
        Column("issued", _("Terbit"), lambda r: r.MonthlyPaper.issued_at.date(),
               sort=MonthlyPaper.issued_at),
    ),
    order="-month",
)  # fmt: skip
