"""The office's list of opening balances."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, contains_eager

from catalogue.makers import listing as makers
from catalogue.makers.models import Maker
from core.i18n import _
from core.lists import Column, Listing, days, one_of
from core.users.models import User
from pos.settlements.opening import queries
from pos.settlements.opening.models import OpeningBalance


@dataclass(frozen=True)
class Named:
    """An opening balance, and what the house calls its account."""

    balance: OpeningBalance
    name: str


def _named(session: Session, rows: Sequence[Any]) -> list[Named]:
    return [Named(row, queries.name_of(session, row.account)) for row in rows]


def _standing(column: Any) -> ColumnElement[int]:
    return case((OpeningBalance.reversed_at.is_(None), column), else_=0)


BALANCES = Listing(
    name="saldo-awal",
    label=_("Saldo awal"),
    query=select(OpeningBalance)
    .outerjoin(Maker, Maker.id == OpeningBalance.maker_id)
    .join(User, User.id == OpeningBalance.posted_by)
    .options(contains_eager(OpeningBalance.maker), contains_eager(OpeningBalance.poster)),
    key=OpeningBalance.id,
    columns=(
        Column("name", _("Perajin atau tempat uang"), lambda r: r.name,
               sort=func.coalesce(Maker.name_key, "")),
        Column("date", _("Per tanggal"), lambda r: r.balance.business_date,
               sort=OpeningBalance.business_date, spare=True),
        Column("owed", _("Utang"), lambda r: r.balance.owed, sort=OpeningBalance.owed,
               number=True),
        Column("advance", _("Uang muka perajin"), lambda r: r.balance.advance,
               sort=OpeningBalance.advance, number=True),
        Column("cash", _("Isi kas"), lambda r: r.balance.cash, sort=OpeningBalance.cash,
               number=True),
        Column("poster", _("Dicatat oleh"), lambda r: r.balance.poster.name, sort=User.name,
               spare=True),
        Column("reversed", _("Dibatalkan"), lambda r: r.balance.reversal_reason, on_page=False),
    ),
    order="name",
    filters=(
        one_of("whose", _("Milik"), {
            "maker": (_("perajin"), OpeningBalance.maker_id.is_not(None)),
            "place": (_("tempat uang"), OpeningBalance.maker_id.is_(None)),
            "reversed": (_("Dibatalkan"), OpeningBalance.reversed_at.is_not(None)),
        }),
        *days(OpeningBalance.business_date, first="since", last="until"),
    ),
    has=makers.has,
    hint=_("nama usaha, nama orang, kode, atau nomor HP"),
    known=makers.known,
    fill=_named,
    sums=tuple(
        _standing(column)
        for column in (OpeningBalance.owed, OpeningBalance.advance, OpeningBalance.cash)
    ),
)  # fmt: skip
