"""What a completed sale writes into the ledger; `docs/postings.md` is this as a table."""

from sqlalchemy.orm import Session

from catalogue.outlets.models import Till
from pos.ledger import service as ledger
from pos.ledger.models import Account
from pos.ledger.service import Posting
from pos.sales.models import Sale, SaleLine, Tender

TENDER_ACCOUNTS = {
    "qris": "qris_claimed", "card": "card", "transfer": "bank", "deposit": "deposits",
}
"""Where money that is not cash stands until it is matched."""


def post_sale(session: Session, sale: Sale, *, posting: Posting) -> None:
    """Post every line, tender and the rounding; the clearing account ends at zero."""
    clearing = ledger.account(session, "clearing")
    for line in sale.lines:
        _post_line(session, line, clearing, posting)
    for tender in sale.tenders:
        ledger.post(
            session, account_of(session, tender, sale.till), clearing, tender.amount,
            reason="tender", source=("tender", tender.id), posting=posting,
        )
    ledger.post(
        session, clearing, ledger.account(session, "rounding"), sale.rounding,
        reason="rounding", source=("sale", sale.id), posting=posting,
    )


def account_of(session: Session, tender: Tender, till: Till) -> Account:
    """Return the account that a tender's money goes to (or comes from, when given back)."""
    if tender.kind == "cash":
        return ledger.account(session, "cash", till_id=till.id)
    return ledger.account(session, TENDER_ACCOUNTS[tender.kind])


def _post_line(session: Session, line: SaleLine, clearing: Account, posting: Posting) -> None:
    sign = 1 if line.kind == "sale" else -1
    source = ("sale_line", line.id)
    assert line.maker_share is not None and line.commission is not None
    assert line.house_discount is not None
    if line.maker_id is None:
        to_house, reason = ledger.account(session, "house_sales"), "house_sale"
    else:
        to_house, reason = ledger.account(session, "commission"), "commission"
        maker = ledger.account(session, "payable", maker_id=line.maker_id)
        ledger.post(
            session, clearing, maker, sign * line.maker_share,
            reason="share", source=source, posting=posting,
        )
    ledger.post(
        session, clearing, to_house, sign * line.commission,
        reason=reason, source=source, posting=posting,
    )
    ledger.post(
        session, ledger.account(session, "discount"), clearing, sign * line.house_discount,
        reason="discount", source=source, posting=posting,
    )
