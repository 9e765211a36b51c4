"""The lists of settling: runs, what was paid, and money moved between places."""

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from catalogue.makers import listing as makers
from catalogue.makers import queries as maker_queries
from catalogue.makers.models import Maker
from catalogue.outlets.models import Outlet
from core.i18n import _
from core.jobs import Job
from core.lists import Column, Condition, Listing, by_id, days, one_of
from core.users.models import User
from pos.settlements import queries
from pos.settlements.documents import source_label
from pos.settlements.models import MoneyTransfer, Payout, SettlementRun, Statement
from pos.settlements.queries import RunSummary
from pos.settlements.treasury import PLACE_NAMES, place_name

RUN_STATES = {
    "posted": _("Selesai"),
    "stopped": _("Berhenti"),
    "posting": _("Sedang dihitung"),
}


def run_state(run: SettlementRun) -> str:
    """Return how a run does: one of RUN_STATES."""
    if run.state == "posted":
        return "posted"
    return "stopped" if run.is_stopped else "posting"


def _of_run(what: ColumnElement[int]) -> ColumnElement[int]:
    return (
        select(func.coalesce(what, 0))
        .where(Statement.run_id == SettlementRun.id)
        .correlate(SettlementRun)
        .scalar_subquery()
    )


def _run_state(row: RunSummary) -> str:
    return _(RUN_STATES[run_state(row.run)])


RUNS = Listing(
    name="perhitungan",
    label=_("Hitung hasil"),
    query=select(SettlementRun)
    .outerjoin(Job, Job.id == SettlementRun.job_id)
    .options(contains_eager(SettlementRun.job)),
    key=SettlementRun.id,
    columns=(
        Column("number", _("Perhitungan"), lambda r: r.run.number, sort=SettlementRun.id),
        Column("cutoff", _("Sampai tanggal"), lambda r: r.run.cutoff, sort=SettlementRun.cutoff),
        Column("hold", _("Masa tahan"), lambda r: r.run.hold_days, sort=SettlementRun.hold_days,
               number=True, spare=True),
        Column("statements", _("Laporan"), lambda r: r.statements,
               sort=_of_run(func.count(Statement.id)), number=True, spare=True),
        Column("total", _("Hak perajin"), lambda r: r.total,
               sort=_of_run(func.sum(Statement.closing)), number=True, spare=True),
        Column("unpaid", _("Belum dibayar"), lambda r: r.unpaid, number=True, spare=True),
        Column("state", _("Keadaan"), _run_state),
    ),
    order="-number",
    filters=(
        one_of("state", _("Keadaan"), {
            "posted": (RUN_STATES["posted"], SettlementRun.state == "posted"),
            "stopped": (RUN_STATES["stopped"],
                        and_(SettlementRun.state == "posting", Job.state == "failed")),
            "posting": (RUN_STATES["posting"],
                        and_(SettlementRun.state == "posting", Job.state != "failed")),
        }),
        *days(SettlementRun.cutoff),
    ),
    fill=queries.summaries,
)  # fmt: skip


def _paid(word: str) -> Condition:
    return or_(
        makers.has(word),
        func.lower(Payout.number).contains(word, autoescape=True),
        func.lower(Statement.number).contains(word, autoescape=True),
    )


LIVE = case((Payout.reversed_at.is_(None), Payout.amount), else_=0)

PAYOUTS = Listing(
    name="pembayaran",
    label=_("Pembayaran"),
    query=select(Payout)
    .join(Statement, Statement.id == Payout.statement_id)
    .join(Maker, Maker.id == Payout.maker_id)
    .options(contains_eager(Payout.statement), contains_eager(Payout.maker)),
    key=Payout.id,
    columns=(
        Column("number", _("Kuitansi"), lambda p: p.number, sort=Payout.id),
        Column("date", _("Tanggal"), lambda p: p.business_date, sort=Payout.business_date, spare=True),
        Column("code", _("Kode perajin"), lambda p: p.maker.code, on_page=False),
        Column("maker", _("Perajin"), lambda p: p.maker.name, sort=Maker.name_key),
        Column("statement", _("Laporan"), lambda p: p.statement.number, sort=Statement.id, spare=True),
        Column("source", _("Cara"), source_label, sort=Payout.source, spare=True),
        Column("amount", _("Jumlah"), lambda p: p.amount, sort=Payout.amount, number=True),
        Column("reversed", _("Dibatalkan"), lambda p: p.reversal_reason, on_page=False),
        Column("payer", _("Oleh"), lambda p: p.payer.name, on_page=False),
    ),
    order="-number",
    filters=(
        by_id("maker", _("Perajin"), lambda n: maker_queries.owner_id() == n, maker_queries.names),
        by_id("sentra", _("Sentra"), Maker.sentra_id, makers.sentra, everything=_("Semua sentra")),
        one_of("source", _("Cara"), {
            "drawer": (_("Tunai dari laci kasir"), Payout.source == "drawer"),
            "treasury": (_("Tunai dari kas bendahara"), Payout.source == "treasury"),
            "bank": (_("Transfer bank"), Payout.source == "bank"),
            "reversed": (_("Dibatalkan"), Payout.reversed_at.is_not(None)),
        }),
        *days(Payout.business_date),
    ),
    has=_paid,
    hint=_("nomor atau perajin"),
    known=makers.known,
    sums=(LIVE,),
)  # fmt: skip

FromOutlet = aliased(Outlet)
ToOutlet = aliased(Outlet)
MOVED = Listing(
    name="pindahan-uang",
    label=_("Pindahan uang"),
    query=select(MoneyTransfer)
    .join(User, User.id == MoneyTransfer.moved_by)
    .outerjoin(FromOutlet, FromOutlet.id == MoneyTransfer.from_outlet_id)
    .outerjoin(ToOutlet, ToOutlet.id == MoneyTransfer.to_outlet_id)
    .options(
        contains_eager(MoneyTransfer.mover),
        contains_eager(MoneyTransfer.from_outlet.of_type(FromOutlet)),
        contains_eager(MoneyTransfer.to_outlet.of_type(ToOutlet)),
    ),
    key=MoneyTransfer.id,
    columns=(
        Column("number", _("Bukti"), lambda m: m.number, sort=MoneyTransfer.id),
        Column("date", _("Tanggal"), lambda m: m.business_date, sort=MoneyTransfer.business_date, spare=True),
        Column("from_place", _("Dari"), lambda m: place_name(m.from_kind, m.from_outlet),
               sort=MoneyTransfer.from_kind),
        Column("to_place", _("Ke"), lambda m: place_name(m.to_kind, m.to_outlet),
               sort=MoneyTransfer.to_kind),
        Column("reason", _("Untuk apa"), lambda m: m.reason, sort=func.lower(MoneyTransfer.reason), spare=True),
        Column("mover", _("Oleh"), lambda m: m.mover.name, on_page=False),
        Column("amount", _("Jumlah"), lambda m: m.amount, sort=MoneyTransfer.amount, number=True),
    ),
    order="-date",
    filters=(
        one_of("place", _("Tempat uang"), {
            kind: (name, or_(MoneyTransfer.from_kind == kind, MoneyTransfer.to_kind == kind))
            for kind, name in PLACE_NAMES.items()
        }),
        *days(MoneyTransfer.business_date, first="since", last="until"),
    ),
    has=lambda word: or_(
        func.lower(MoneyTransfer.reason).contains(word, autoescape=True),
        func.lower(User.name).contains(word, autoescape=True),
    ),
    hint=_("untuk apa, atau siapa"),
)  # fmt: skip
