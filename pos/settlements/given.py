"""What the house gave to makers: every payment that stands, and advances less what was paid back."""

from sqlalchemy import case, func, literal, or_, select, union_all

from catalogue.makers import listing as makers
from catalogue.makers import queries as maker_queries
from catalogue.makers.models import Maker
from core.i18n import _
from core.lists import Column, Condition, Listing, by_id, days
from pos.settlements.adjusting.models import HANDED, Adjustment
from pos.settlements.adjusting.words import KIND_NAMES
from pos.settlements.models import Payout

PAYOUT = "payout"

GIVEN = union_all(
    select(
        literal(PAYOUT).label("kind"), Payout.number.label("number"),
        Payout.maker_id.label("maker_id"), Payout.business_date.label("day"),
        Payout.method.label("means"), Payout.amount.label("amount"),
    ).where(Payout.reversed_at.is_(None)),
    select(
        Adjustment.kind, Adjustment.number, Adjustment.maker_id, Adjustment.business_date,
        case((Adjustment.source == "bank", "transfer"), else_="cash"),
        case((Adjustment.kind == "advance", Adjustment.amount), else_=-Adjustment.amount),
    ).where(Adjustment.state == "approved", Adjustment.kind.in_(HANDED)),
).subquery("given")  # fmt: skip
"""One row for each time that money went to a maker's hands, or came back out of them (negative), in
rupiah; a payment that was taken back is none."""


def kind_word(kind: str) -> str:
    """Return what a row is called."""
    return _("Pembayaran") if kind == PAYOUT else _(KIND_NAMES[kind])


def means_word(means: str) -> str:
    """Return how the money went."""
    return _("Tunai") if means == "cash" else _("Transfer")


def _has(word: str) -> Condition:
    return or_(makers.has(word), func.lower(GIVEN.c.number).contains(word, autoescape=True))


GIVEN_ROWS = Listing(
    name="dibayarkan-ke-perajin",
    label=_("Dibayarkan ke perajin"),
    query=select(GIVEN, Maker).join(Maker, Maker.id == GIVEN.c.maker_id),
    key=GIVEN.c.number,
    columns=(
        Column("number", _("Kuitansi"), lambda r: r.number, sort=GIVEN.c.number),
        Column("date", _("Tanggal"), lambda r: r.day, sort=GIVEN.c.day),
        Column("code", _("Kode perajin"), lambda r: r.Maker.code, on_page=False),
        Column("maker", _("Perajin"), lambda r: r.Maker.name, sort=Maker.name_key),
        Column("kind", _("Untuk apa"), lambda r: kind_word(r.kind), sort=GIVEN.c.kind, spare=True),
        Column("means", _("Cara"), lambda r: means_word(r.means), sort=GIVEN.c.means, spare=True),
        Column("amount", _("Jumlah"), lambda r: r.amount, sort=GIVEN.c.amount, number=True),
    ),
    order="-date",
    filters=(
        by_id("maker", _("Perajin"), lambda n: maker_queries.owner_id() == n, maker_queries.names),
        by_id("sentra", _("Sentra"), Maker.sentra_id, makers.sentra, everything=_("Semua sentra")),
        *days(GIVEN.c.day),
    ),
    has=_has,
    hint=_("nomor atau perajin"),
    known=makers.known,
    sums=(GIVEN.c.amount,),
)  # fmt: skip
