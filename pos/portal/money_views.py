"""The maker's pages of money: every line behind the sum, statements, and what came into her hands."""

from flask import Blueprint, Response, g, request
from werkzeug.wrappers import Response as WsgiResponse

from catalogue.outlets.here import today
from core import forms
from core.web import db, download, page
from pos.portal import lines as sold
from pos.portal import money_words, queries, received, record, standing
from pos.portal.views import PAGE, hold_days, maker_only, signed_in_maker
from pos.settlements import queries as settlements
from pos.settlements.paying_day.next_day import next_payday
from printers import documents
from printers.pdf import pdf_bytes

blueprint = Blueprint("maker_money", __name__)


@blueprint.app_template_global()
def money_of(maker_id: int) -> record.MakerMoney:
    """Return a maker's money, for the office's page of the maker."""
    return record.money_of(db(), maker_id, today=today(), hold_days=hold_days())


for _word in (money_words.balance_name, money_words.when_paid, money_words.received_name):
    blueprint.add_app_template_filter(_word)


@blueprint.get("/maker/sum")
@maker_only
def open_lines() -> Response:
    """List every line behind the balance: the unpaid statement's, and what stands on none yet."""
    maker, number = signed_in_maker(), forms.page_number(request.args)
    sum_ = queries.reckoning(db(), maker.id)
    found, count = sold.lines(
        db(), maker.id, today=today(), hold_days=hold_days(), unstated=True,
        on=sum_.unpaid, limit=PAGE, offset=(number - 1) * PAGE,
    )  # fmt: skip
    return page(
        "portal/sum.html",
        maker=maker,
        today=today(),
        dock="home",
        sum=sum_,
        lines=found,
        others=queries.other_entries(db(), sum_.entries),
        number=number,
        pages=-(-count // PAGE),
    )


@blueprint.get("/maker/payouts")
@maker_only
def payouts() -> Response:
    """List the statements and every rupiah that came into her hands: the two make the balance."""
    maker = signed_in_maker()
    rights = queries.rights(db(), maker.id, today=today(), hold_days=hold_days())
    return page(
        "portal/payouts.html",
        maker=maker,
        dock="payouts",
        today=today(),
        payday=next_payday(db(), on=today()),
        rights=rights,
        sums=rights.sums,
        statements=standing.standings(db(), maker.id, earned=rights.sums.stated),
        received=received.received(db(), maker.id),
    )


@blueprint.get("/maker/receipts/<number>.pdf")
@maker_only
def receipt_pdf(number: str) -> WsgiResponse:
    """Hand out the receipt of a payment or an advance."""
    paper = received.receipt(db(), signed_in_maker().id, number)
    name = f"{number.upper()}.pdf"
    return download(pdf_bytes(paper), name=name, mimetype="application/pdf", inline=True)


@blueprint.get("/maker/statements/<number>")
@maker_only
def statement(number: str) -> Response:
    """Show a statement as it was posted."""
    maker = signed_in_maker()
    found = queries.require_statement(db(), maker.id, number)
    return page(
        "portal/statement.html",
        maker=maker,
        dock="payouts",
        statement=found,
        paper=documents.from_json(found.document),
        line_ids=queries.lines_on(db(), found),
        today=today(),
        payouts=settlements.payouts_of_statement(db(), found),
        paid=standing.paid_with(db(), found),
        row=settlements.row_of(db(), found),
        newest=settlements.latest_statement(db(), maker.id),
        owed=settlements.owed(db(), maker.id),
    )


@blueprint.get("/maker/statements/<number>.pdf")
@maker_only
def statement_pdf(number: str) -> WsgiResponse:
    """Hand out the stored PDF of a statement."""
    found = queries.require_statement(db(), signed_in_maker().id, number)
    with g.house.files.open(found.pdf) as file:
        content = file.read()
    return download(content, name=f"{found.number}.pdf", mimetype="application/pdf", inline=True)
