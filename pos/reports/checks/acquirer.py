"""Money that acquirers paid out: each credit is what was sealed, and pays for what it names."""

from sqlalchemy import select

from core.i18n import _
from pos.reports.checks import Book, Result, id_ranges
from pos.reports.checks.office import link_content
from pos.sales.claims.models import SurplusReturn
from pos.sales.deposits.models import Deposit
from pos.settlements.acquirer_days.models import KINDS, AcquirerCredit, AcquirerCreditPart


def paid_out(book: Book) -> Result:
    """Each credit adds up to what it pays for, of its own kind; and nothing is paid for by two."""
    session = book.session
    standing: set[tuple[str, int]] = set()
    wanted = select(SurplusReturn.surplus_id).where(SurplusReturn.source.in_(KINDS))
    gone = {("surplus", number) for number in session.scalars(wanted)}
    for first, last in id_ranges(session, AcquirerCredit.id):
        for one in session.scalars(
            select(AcquirerCredit)
            .where(AcquirerCredit.id.between(first, last))
            .order_by(AcquirerCredit.id)
        ).all():
            mine = [_named(part) for part in one.parts if not part.is_released]
            is_back = one.reversed_at is not None
            right = (
                _is_sealed(book, one)
                and one.gross == sum(part.amount for part in one.parts)
                and one.amount == one.gross - one.charge
                and all(part.is_released == is_back for part in one.parts)
                and all(_kind(part) == one.kind for part in one.parts)
                and is_back == (link_content(session, f"{one.source}_back", one.id) is not None)
                and len(set(mine)) == len(mine)
                and not (standing | gone) & set(mine)
            )
            standing |= set(mine)
            words = (
                _("uang masuk QRIS %(n)s") if one.kind == "qris" else _("uang masuk kartu %(n)s")
            )
            yield None if right else words % {"n": one.id}


def _is_sealed(book: Book, one: AcquirerCredit) -> bool:
    sealed = link_content(book.session, one.source, one.id)
    if sealed is None:
        return False
    named: dict[str, list[int]] = {"tenders": [], "deposits": [], "backs": [], "surplus": []}
    for part in one.parts:
        name, number = _named(part)
        named[name].append(number)
    return (
        (sealed["gross"], sealed["charge"], sealed["amount"], sealed["day"])
        == (one.gross, one.charge, one.amount, one.day.isoformat())
        and all(sealed.get(name, []) == sorted(ids) for name, ids in named.items())
    )  # fmt: skip


def _named(part: AcquirerCreditPart) -> tuple[str, int]:
    """What a part pays for, as the seal names it."""
    if part.tender_id is not None:
        return ("backs" if part.is_back else "tenders"), part.tender_id
    return ("deposits" if part.deposit_id is not None else "surplus"), part.thing.id


def _kind(part: AcquirerCreditPart) -> str:
    return part.thing.way if isinstance(part.thing, Deposit) else part.thing.kind
