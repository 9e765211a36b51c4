"""Reads of opening balances, and what the house calls the accounts that they are of."""

from collections.abc import Collection

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.makers.queries import owner_id
from catalogue.outlets import queries as outlets
from core.errors import NotFound
from core.i18n import _
from pos.settlements import queries as settlements
from pos.settlements import treasury
from pos.settlements.models import SettlementRun, Statement
from pos.settlements.opening.models import OpeningBalance
from pos.settlements.treasury import Place


def standing(session: Session, account: str) -> OpeningBalance | None:
    """Return the opening balance of an account that stands, or None."""
    return next(iter(standing_of(session, [account]).values()), None)


def standing_of(session: Session, accounts: Collection[str]) -> dict[str, OpeningBalance]:
    """Return the opening balances that stand, by account; a merged maker's is the successor's."""
    ids = [int(account.partition(":")[2]) for account in accounts if account.startswith("maker:")]
    rows = session.execute(
        select(OpeningBalance, owner_id())
        .outerjoin(Maker, Maker.id == OpeningBalance.maker_id)
        .where(
            or_(OpeningBalance.account.in_(accounts), owner_id().in_(ids)),
            OpeningBalance.reversed_at.is_(None),
        )
    )
    return {f"maker:{owner}" if row.maker_id else row.account: row for row, owner in rows}


def has_begun(session: Session) -> bool:
    """Say whether a run or a statement was posted: from then on no one person writes what a maker was owed before."""
    posted = select(SettlementRun.id).where(SettlementRun.state == "posted").limit(1)
    return any(
        session.scalar(query) is not None for query in (posted, select(Statement.id).limit(1))
    )


def require(session: Session, balance_id: int) -> OpeningBalance:
    """Return the opening balance, or raise NotFound."""
    found = session.get(OpeningBalance, balance_id)
    if found is None:
        raise NotFound(_("Saldo awal ini tidak ada dalam daftar."))
    return found


def sums(session: Session) -> tuple[int, int, int]:
    """Return owed, advance and cash of all that stand, in rupiah."""
    row = session.execute(
        select(
            func.coalesce(func.sum(OpeningBalance.owed), 0),
            func.coalesce(func.sum(OpeningBalance.advance), 0),
            func.coalesce(func.sum(OpeningBalance.cash), 0),
        ).where(OpeningBalance.reversed_at.is_(None))
    ).one()
    return int(row[0]), int(row[1]), int(row[2])


def on_books(session: Session, account: str) -> int:
    """Return the rupiah that the books show already: owed to a maker, or lying in a place."""
    kind, _colon, number = account.partition(":")
    if kind == "maker":
        return settlements.owed(session, int(number))
    if kind == "drawer":  # its opening money goes to the safe
        return treasury.balance(
            session, Place("safe", outlets.require_till(session, int(number)).outlet_id)
        )
    return treasury.balance(session, Place(kind, int(number) if number else None))


def name_of(session: Session, account: str) -> str:
    """Return what people call an account: a maker with the code, a drawer, a place."""
    kind, _colon, number = account.partition(":")
    if kind == "maker":
        maker = session.get_one(Maker, int(number))
        return f"{maker.name} ({maker.code})"
    if kind == "drawer":
        till = outlets.require_till(session, int(number))
        return _("Laci %(till)s, %(outlet)s", till=till.name, outlet=till.outlet.name)
    return Place(kind, int(number) if number else None).name(session)
