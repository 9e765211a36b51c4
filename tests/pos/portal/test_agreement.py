"""The maker's page, her statements, the payouts and the ledger say the same, to the rupiah."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from catalogue.makers.models import Maker
from config import Config
from core.dispatch import TitipFlask
from pos.ledger.queries import owed_to
from pos.portal import queries
from pos.settlements import queries as settlements
from pos.settlements.models import Payout, Statement
from tests.houses import app_at
from tests.pos.book import Written, write_book
from tests.pos.portal.test_money_pages import adds_up
from tests.pos.showroom import PIN
from tests.tools.reading import amounts

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def app(database_url: str, home: Path, at: datetime) -> Iterator[TitipFlask]:
    next_day = at + timedelta(days=1, hours=1)
    with app_at(Config(home=home, database_url=database_url, now=next_day)) as app:
        yield app


@pytest.fixture
def book(app: TitipFlask, home: Path, at: datetime) -> Written:
    return write_book(app.house.database, home, at=at)


def phone_of(app: TitipFlask, maker: Maker) -> FlaskClient:
    client = app.test_client()
    client.post("/maker/login", data={"phone": maker.phone, "pin": PIN}, headers=OURS)
    return client


def test_the_page_agrees_with_the_ledger_the_statements_and_the_payouts(
    app: TitipFlask, book: Written
):
    for maker in (book.room.maker, book.room.other):
        home = amounts(phone_of(app, maker).get("/maker").text)
        with app.house.database.reader() as session:
            owed = owed_to(session, maker.id)
            sum_ = queries.reckoning(session, maker.id)
            paid = sum(
                payout.amount
                for payout in session.scalars(select(Payout).where(Payout.maker_id == maker.id))
                if not payout.is_reversed
            )
            newest = settlements.latest_statement(session, maker.id)
            held = settlements.held(session, maker.id, today=book.room.at.date(), hold_days=0)

        assert home["maker-balance"] == owed == sum_.total
        assert home["maker-held"] == held
        assert home["maker-held"] + home["maker-payable"] == home["maker-balance"]
        assert (
            adds_up(phone_of(app, maker).get("/maker/payouts").text)["maker-paid"]
            == (home["maker-paid"])
        )
        advances = {book.room.maker.id: 12_500 + 25_000}  # at the opening, and of this week
        assert home["maker-paid"] == paid + advances.get(maker.id, 0)
        assert newest is not None
        assert home["maker-payable"] == newest.closing


def test_a_statement_on_the_phone_is_the_one_that_was_posted(app: TitipFlask, book: Written):
    phone = phone_of(app, book.room.maker)
    with app.house.database.reader() as session:
        posted = list(
            session.scalars(
                select(Statement)
                .where(Statement.maker_id == book.room.maker.id)
                .order_by(Statement.id)
            )
        )
    assert len(posted) == 2
    for statement in posted:
        html = phone.get(f"/maker/statements/{statement.number}").text
        lines = re.findall(r'data-testid="statement-line" data-amount="(-?\d+)"', html)
        assert amounts(html)["statement-total"] == statement.closing
        assert lines
        pdf = phone.get(f"/maker/statements/{statement.number}.pdf")
        assert pdf.mimetype == "application/pdf"
        with book.files.open(statement.pdf) as stored:
            assert pdf.data == stored.read()


def test_every_line_of_the_month_adds_up_to_its_share(app: TitipFlask, book: Written):
    phone = phone_of(app, book.room.maker)
    html = phone.get("/maker/sales?month=2026-05").text
    shares = [
        amounts(phone.get(href).text)["line-share"]
        for href in re.findall(r'href="(/maker/sales/\d+)"', html)
    ]

    assert sum(shares) == amounts(html)["maker-month-share"]


def test_a_reversed_payout_is_shown_and_not_counted(app: TitipFlask, book: Written):
    html = phone_of(app, book.room.maker).get("/maker/payouts?lang=en").text

    assert len(re.findall(r'data-testid="maker-received"', html)) == 4
    assert html.count("Reversed") == 1
