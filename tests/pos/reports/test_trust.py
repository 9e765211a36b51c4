"""Money held in trust: each figure is the sum of the ledger lines that its page shows."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app import create_app
from config import Config
from core.db import Database
from core.dispatch import TitipFlask
from pos.ledger import service as ledger
from pos.reports.trust import trust
from pos.sales import queries as sales
from pos.sales.claims import service as claims
from pos.sales.claims import surplus
from pos.sales.models import Tender
from pos.settlements import treasury
from tests.pos.settlements.office import browser, rows
from tests.pos.settlements.stage import Stage, open_stage
from tests.pos.showroom import QRIS

KEYS = (
    "held",
    "owed",
    "overpaid",
    "others",
    "own",
    "cash",
    "safe",
    "treasury",
    "bank",
    "qris",
    "qris_claimed",
    "card",
)


@pytest.fixture
def app(database_url: str, home: Path, at: datetime) -> Iterator[TitipFlask]:
    app = create_app(Config(home=home, database_url=database_url, now=at))
    yield app
    app.house.database.dispose()


@pytest.fixture
def stage(app: TitipFlask, database: Database, home: Path, at: datetime) -> Stage:
    """Something on every kind of account; one maker is owed, the other owes (a return after payout)."""
    stage = open_stage(database, home, at)
    sold = stage.sell({"emping": 1})
    stage.settle()
    stage.pay(stage.latest(stage.room.other.id))
    stage.give_back(sold, 1)
    stage.sell({"selendang": 1, "tas": 1, "ongkir": 1})
    stage.sell({"dompet": 1}, offers=QRIS)

    def move(session: Session) -> None:
        by = {"by": stage.room.manager.id, "at": stage.at}
        bank = treasury.Place("bank")
        treasury.move(session, treasury.OUTSIDE, bank, 500_000, reason="awal", **by)
        treasury.move(session, bank, treasury.TREASURY, 100_000, reason="ambil", **by)
        surplus.note(session, 7_500, "dua kali", **by)

    stage.do(move)
    return stage


def test_every_figure_opens_lines_that_come_to_it(app: TitipFlask, stage: Stage):
    office = browser(app, stage.room.manager)
    front = office.get("/manage").text
    told = {row["testid"]: row["amount"] for row in _linked(front)}
    found = {}
    for key in KEYS:
        page = office.get(f"/manage/trust/{key}").text
        found[key] = rows(page, "figure")[0]["amount"]
        lines = rows(page, "lines-sum")
        assert (lines[0]["amount"] if lines else "0") == found[key], key
    assert {key: found[key] for key in ("held", "owed", "own")} == {
        "held": told["money-held"], "owed": told["owed-to-makers"], "own": told["house-own"],
    }  # fmt: skip
    assert all(told[f"held-{key}"] == found[key] for key in KEYS if f"held-{key}" in told)
    assert found["overpaid"] == "55000"
    assert found["others"] == "27500"  # postage for the courier, and a buyer's surplus
    assert int(found["owed"]) == 324_000 + 26_667


def test_what_is_held_less_what_is_others_is_the_house_s(database: Database, stage: Stage):
    with database.reader() as session:
        book = trust(session)
    held, own = book.held.amount, book.own.amount
    assert held == sum(place.amount for place in book.places)
    assert own == held - book.owed.amount + book.overpaid.amount - book.others.amount
    assert not book.is_short
    assert (book.makers, book.unconfirmed) == (1, 33_333)


def test_what_did_not_come_is_no_money_and_the_house_s_own_falls_by_it(
    app: TitipFlask, database: Database, stage: Stage
):
    """Asked of the ledger as it stands, so an old house is told the same."""
    with database.reader() as session:
        before, [claim] = trust(session), sales.claims(session)
    who = {"by": stage.room.manager.id}
    stage.do(
        lambda s: claims.accept(s, s.get_one(Tender, claim.id), reason="x", at=stage.at, **who)
    )

    office = browser(app, stage.room.manager)
    front = office.get("/manage").text
    told = {row["testid"]: int(row["amount"]) for row in _linked(front)}
    assert told["money-held"] == before.held.amount - 33_333
    assert told["house-own"] == before.own.amount - 33_333
    assert (told["trust-borne"], "held-qris_missing" in told) == (33_333, False)
    assert "belum terlihat masuk" not in front
    for key in ("held", "own", "borne", "qris_missing"):
        page = office.get(f"/manage/trust/{key}").text
        assert rows(page, "lines-sum")[0]["amount"] == rows(page, "figure")[0]["amount"], key
    [whole] = rows(office.get("/manage/treasury").text, "holdings-held")
    assert int(whole["amount"]) == told["money-held"]
    stage.all_agree()

    stage.do(
        lambda s: claims.receive(s, s.get_one(Tender, claim.id), way="transfer", at=stage.at, **who)
    )
    with database.reader() as session:
        after = trust(session)
    assert (after.own.amount, after.borne.amount) == (before.own.amount, 0)


def test_the_house_s_own_below_zero_is_told_first_and_in_red(app: TitipFlask, stage: Stage):
    def lose(session: Session) -> None:
        posting = ledger.Posting(stage.today, None, stage.room.manager.id, stage.at)
        ledger.post(
            session, ledger.account(session, "loss"), ledger.account(session, "bank"), 2_000_000,
            reason="uji", source=("uji", 1), posting=posting,
        )  # fmt: skip

    stage.do(lose)
    page = browser(app, stage.room.manager).get("/manage").text.split("<main", 1)[1]
    assert page.index('id="titipan"') < page.index('id="laku"')
    assert 'class="own short"' in page
    assert "kurang dari yang menjadi milik orang lain" in page


def test_only_a_manager_opens_the_lines_and_only_of_what_there_is(app: TitipFlask, stage: Stage):
    for person in (stage.room.cashier, stage.room.officer):
        assert browser(app, person).get("/manage/trust/owed").status_code == 403
    office = browser(app, stage.room.manager)
    assert office.get("/manage/trust/nothing").status_code == 404
    assert office.get("/manage/trust/own?as=csv").text.count("\n") > 10


def _linked(html: str) -> list[dict[str, str]]:
    return [
        {"testid": name, "amount": amount}
        for name, amount in re.findall(r'data-testid="([\w-]+)" data-amount="(-?\d+)"', html)
    ]
