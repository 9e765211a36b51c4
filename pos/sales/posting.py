"""What a completed sale writes into the ledger; `docs/postings.md` is this as a table."""

from sqlalchemy.orm import Session

from pos.ledger.models import Account
from pos.ledger.queries import account_code
from pos.ledger.service import Chart, Posting
from pos.sales.models import Sale, SaleLine, Tender

TENDER_ACCOUNTS = {
    "qris": "qris_claimed",
    "card": "card",
    "transfer": "bank",
    "deposit": "deposits",
}
"""Where money that is not cash stands until it is matched."""
EVERY_SALE = (
    "clearing",
    "commission",
    "house_sales",
    "postage",
    "discount",
    "rounding",
    "qris",
    *TENDER_ACCOUNTS.values(),
)


def post_sale(session: Session, sale: Sale, *, posting: Posting) -> None:
    """Post every line, tender and the rounding; the clearing account ends at zero."""
    chart = _chart(session, sale)
    clearing = chart.account("clearing")
    for line in sale.lines:
        _post_line(line, chart, posting)
    for tender in sale.tenders:
        chart.post(
            _account_of(chart, tender, sale.till_id),
            clearing,
            tender.amount,
            reason="tender",
            source=("tender", tender.id),
            posting=posting,
        )
    chart.post(
        clearing,
        chart.account("rounding"),
        sale.rounding,
        reason="rounding",
        source=("sale", sale.id),
        posting=posting,
    )
    chart.write()


def _chart(session: Session, sale: Sale) -> Chart:
    makers = {line.maker_id for line in sale.lines if line.maker_id is not None}
    codes = {account_code("payable", maker_id=maker_id) for maker_id in makers}
    return Chart(session, {*codes, *EVERY_SALE, account_code("cash", till_id=sale.till_id)})


def _account_of(chart: Chart, tender: Tender, till_id: int) -> Account:
    """Return the account that a tender's money goes to (or comes from, when given back)."""
    if tender.kind == "cash":
        return chart.account("cash", till_id=till_id)
    if tender.kind == "maker":  # what she took herself she no longer gets from the house
        return chart.account("payable", maker_id=tender.maker_id)
    if tender.kind == "qris" and tender.amount < 0:
        return chart.account("qris")  # only money that was seen goes back by QRIS
    return chart.account(TENDER_ACCOUNTS[tender.kind])


def _post_line(line: SaleLine, chart: Chart, posting: Posting) -> None:
    sign = 1 if line.kind == "sale" else -1
    source = ("sale_line", line.id)
    clearing = chart.account("clearing")
    assert line.maker_share is not None and line.commission is not None
    assert line.house_discount is not None
    if line.terms == "postage":
        to_house, reason = chart.account("postage"), "postage"
    elif line.maker_id is None:
        to_house, reason = chart.account("house_sales"), "house_sale"
    else:
        to_house, reason = chart.account("commission"), "commission"
        maker = chart.account("payable", maker_id=line.maker_id)
        chart.post(
            clearing,
            maker,
            sign * line.maker_share,
            reason="share",
            source=source,
            posting=posting,
        )
    chart.post(
        clearing,
        to_house,
        sign * line.commission,
        reason=reason,
        source=source,
        posting=posting,
    )
    chart.post(
        chart.account("discount"),
        clearing,
        sign * line.house_discount,
        reason="discount",
        source=source,
        posting=posting,
    )
