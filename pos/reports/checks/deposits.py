"""Deposits and late money: nothing was used twice, and each is what was sealed."""

from typing import Any

from sqlalchemy import select

from core.i18n import _
from pos.ledger.queries import balance_of
from pos.reports.checks import Book, Result, id_ranges
from pos.reports.checks.office import link_content
from pos.sales.claims.models import LateMoney, SurplusMoney, SurplusReturn
from pos.sales.deposits.models import Deposit, DepositReturn
from pos.sales.deposits.queries import left_of
from pos.sales.models import TenderConfirmation
from pos.shifts.models import Shift

WAITED = ("accepted", "replaced")
"""What became of a claim before its money was booked late or otherwise."""


def deposits(book: Book) -> Result:
    """What is left of each deposit is not below zero, and all of it is what the account holds."""
    session = book.session
    whole = 0
    for first, last in id_ranges(session, Deposit.id):
        found = session.scalars(select(Deposit).where(Deposit.id.between(first, last))).all()
        left = left_of(session, [one.id for one in found])
        whole += sum(left.values())
        for one in found:
            sealed = link_content(session, "deposit", one.id)
            right = (
                sealed is not None
                and (sealed["amount"], sealed["way"], sealed["shift"])
                == (one.amount, one.way, one.shift_id)
                and session.get_one(Shift, one.shift_id).till_id == one.till_id
                and left[one.id] >= 0
                and _says(one.document, one.amount)
            )
            yield None if right else _("uang muka %(number)s", number=one.number)
    right = -balance_of(session, "deposits") == whole
    yield None if right else _("sisa semua uang muka")


def _says(paper: dict[str, Any], amount: int) -> bool:
    """Whether the slip that was stored says what was taken, or what was given back below zero."""
    return bool(paper["total"] == amount == sum(row["amount"] for row in paper["lines"]))


def given_back(book: Book) -> Result:
    """What was given back of a deposit is what was sealed."""
    session = book.session
    for first, last in id_ranges(session, DepositReturn.id):
        for one in session.scalars(
            select(DepositReturn).where(DepositReturn.id.between(first, last))
        ).all():
            sealed = link_content(session, "deposit_return", one.id)
            right = sealed is not None and (
                sealed["deposit"], sealed["amount"], sealed["way"], sealed["shift"],
            ) == (one.deposit_id, one.amount, one.way, one.shift_id)  # fmt: skip
            right = right and _says(one.document, -one.amount)
            yield None if right else _("uang muka %(number)s", number=one.deposit.number)


def surplus(book: Book) -> Result:
    """Money without a ticket, and its way back, is what was sealed."""
    session = book.session
    for first, last in id_ranges(session, SurplusMoney.id):
        for one in session.scalars(
            select(SurplusMoney).where(SurplusMoney.id.between(first, last))
        ).all():
            sealed = link_content(session, "surplus_money", one.id)
            right = (
                sealed is not None
                and sealed["amount"] == one.amount
                and sealed.get("kind", "qris") == one.kind
            )
            yield None if right else _("uang lebih %(n)s", n=one.id)
    for first, last in id_ranges(session, SurplusReturn.id):
        for back in session.scalars(
            select(SurplusReturn).where(SurplusReturn.id.between(first, last))
        ).all():
            sealed = link_content(session, "surplus_return", back.id)
            right = (
                sealed is not None
                and sealed["amount"] == back.surplus.amount
                and sealed.get("surplus", back.surplus_id)
                == back.surplus_id  # older ones name none
            )
            yield None if right else _("uang lebih %(n)s", n=back.surplus_id)


def late_money(book: Book) -> Result:
    """Money that came late, or in another way, is what was sealed.

    A claim counts as paid in another way only where that money was booked.
    """
    session = book.session
    for first, last in id_ranges(session, TenderConfirmation.tender_id):
        alone = session.scalars(
            select(TenderConfirmation.tender_id)
            .outerjoin(LateMoney, LateMoney.tender_id == TenderConfirmation.tender_id)
            .where(
                TenderConfirmation.tender_id.between(first, last),
                TenderConfirmation.kind == "replaced", LateMoney.id.is_(None),
            )
        )  # fmt: skip
        for tender_id in alone:
            yield _("bayaran dengan nomor dalam %(n)s", n=tender_id)
    for first, last in id_ranges(session, LateMoney.id):
        for one in session.scalars(
            select(LateMoney).where(LateMoney.id.between(first, last))
        ).all():
            sealed = link_content(session, "late_money", one.id)
            seen = one.tender.confirmation
            right = sealed is not None and seen is not None and seen.kind in WAITED and (
                sealed["tender"], sealed["amount"], sealed["way"], sealed["shift"],
            ) == (one.tender_id, one.tender.amount, one.way, one.shift_id)  # fmt: skip
            yield None if right else _("nota %(number)s", number=one.tender.sale.number)
