"""What lost and found goods demand: the compensation that somebody owes for them."""

from sqlalchemy.orm import Session

from pos.ledger.queries import account_code
from pos.reports.checks import counts, departures
from pos.reports.checks.demands.expected import Events, Expected
from pos.reports.checks.office import predecessors


def losses(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by goods lost or damaged."""
    return _compensation(session, departures.owed(session, first, last))


def comebacks(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by goods found after all."""
    return _compensation(session, departures.taken_back(session, first, last))


def shortages(session: Session, first: int, last: int) -> Events:
    """Return what is demanded by what a count found missing."""
    return _compensation(session, counts.owed(session, first, last))


def _compensation(session: Session, owed: departures.Owed) -> Events:
    """Of goods whose maker was merged since, the account of whoever they were then will do."""
    before = {
        account_code("payable", maker_id=into): tuple(
            account_code("payable", maker_id=maker_id) for maker_id in sorted(family)
        )
        for into, family in predecessors(session).items()
    }
    return {
        source_id: [
            Expected(
                "compensation", before.get(debit, (debit,)), before.get(credit, (credit,)), amount,
                day,
            )
        ]
        for source_id, (debit, credit, amount, day) in owed.items()
    }  # fmt: skip
