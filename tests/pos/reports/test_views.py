"""The office's pages and files: right sums, fixed columns, and nobody's name for an officer."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from config import Config
from core.dispatch import TitipFlask
from core.users import service as people
from core.users.models import User
from pos.reports import downloads
from pos.reports.dates import Span
from pos.sales import queries as sales
from pos.sales.models import Sale
from pos.sales.proof import prove
from tests.houses import app_at
from tests.pos.showroom import QRIS, Showroom, open_showroom
from tests.tools.reading import amounts


@pytest.fixture
def app(database_url: str, home: Path, at: datetime) -> Iterator[TitipFlask]:
    with app_at(Config(home=home, database_url=database_url, now=at)) as app:
        yield app


@pytest.fixture
def shop(app: TitipFlask, at: datetime) -> tuple[Showroom, list[Sale]]:
    with app.house.database.writer() as session:
        room = open_showroom(session, at=at)
        first = room.sell(session, {"selendang": 2, "emping": 1, "tas": 1}, discount=81_001)
        second = room.sell(session, {"dompet": 3}, offers=QRIS)
        back = room.give_back(session, first.lines[0], 1)
    return room, [first, second, back]


def browser(app: TitipFlask, user: User) -> FlaskClient:
    client = app.test_client()
    with app.house.database.writer() as session:
        token = people.open_session(
            session, session.merge(user), kind="password", device=None, at=app.house.clock.now()
        )
    client.set_cookie("titip_session", token)
    return client


@pytest.fixture
def office(app: TitipFlask, shop: tuple[Showroom, list[Sale]]) -> FlaskClient:
    return browser(app, shop[0].manager)


def rows(answer) -> list[dict[str, str]]:
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8"))))


def test_what_is_held_less_what_is_others_is_the_house_s_own(office: FlaskClient):
    found = amounts(office.get("/manage").text)

    assert found["money-held"] - found["owed-to-makers"] == found["house-own"]
    held = [amount for name, amount in found.items() if name.startswith("held-")]
    assert sum(held) == found["money-held"]
    assert found["held-qris_claimed"] == 99_999


def test_the_dashboard_names_what_waits(office: FlaskClient):
    html = office.get("/manage").text

    assert 'data-key="claims" data-count="1"' in html
    assert "/manage/claims" in html


def test_the_sales_file_has_its_fixed_columns_and_agrees_with_the_daily_proof(
    app: TitipFlask, office: FlaskClient, shop: tuple[Showroom, list[Sale]]
):
    found = rows(office.get("/manage/sales.csv?from=2026-05-09&to=2026-05-09"))

    assert list(found[0]) == [
        "number", "completed_at", "business_date", "outlet", "till", "cashier", "maker_code",
        "product_code", "title", "quantity", "list_amount", "discount_amount", "discount_bearer",
        "net_amount", "maker_share", "house_share", "is_return",
    ]  # fmt: skip
    with app.house.database.reader() as session:
        proof = prove(sales.of_shift(session, shop[0].shift))
    assert sum(int(row["maker_share"]) for row in found) == proof.makers
    assert sum(int(row["house_share"]) for row in found) == proof.house
    assert sum(int(row["net_amount"]) for row in found) == proof.tenders - proof.rounding
    for row in found:
        assert int(row["list_amount"]) - int(row["discount_amount"]) == int(row["net_amount"])
        assert int(row["maker_share"]) + int(row["house_share"]) == int(row["net_amount"])
    first, back = found[0], found[-1]
    assert first["completed_at"] == "2026-05-09T09:01:00+07:00"
    assert (first["outlet"], first["till"], first["maker_code"]) == ("G1", "G1", "M0001")
    assert (back["quantity"], back["is_return"], back["list_amount"]) == ("-1", "1", "-405000")


def test_the_ends_of_a_span_belong_to_it(office: FlaskClient):
    assert rows(office.get("/manage/sales.csv?from=2026-05-09&to=2026-05-09"))
    assert not rows(office.get("/manage/sales.csv?from=2026-05-10&to=2026-05-31"))
    assert not rows(office.get("/manage/sales.csv?from=2026-05-01&to=2026-05-08"))


def test_the_ledger_file_sums_to_the_balances_on_the_page(office: FlaskClient):
    found = rows(office.get("/manage/ledger.csv?from=2026-05-01&to=2026-05-31"))
    sums: dict[str, int] = {}
    for row in found:
        sums[row["debit"]] = sums.get(row["debit"], 0) + int(row["amount"])
        sums[row["credit"]] = sums.get(row["credit"], 0) - int(row["amount"])

    html = office.get("/manage/ledger").text
    shown = dict(re.findall(r'data-code="([\w:]+)" data-amount="(-?\d+)"', html))

    assert {code: int(amount) for code, amount in shown.items()} == sums
    assert sums["clearing"] == 0


def test_the_ledger_file_is_one_query_however_many_entries_it_has(session: Session, at: datetime):
    room = open_showroom(session, at=at)
    room.sell(session, {"dompet": 1})
    asked: list[str] = []

    def listen(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(session.connection(), "before_cursor_execute", listen)
    file = downloads.ledger_csv(session, Span(at.date(), at.date()))
    event.remove(session.connection(), "before_cursor_execute", listen)

    assert len(asked) == 1 and file.count("sale_line") > 1


@pytest.mark.parametrize("path", ["/manage/sales.csv", "/manage/ledger.csv"])
def test_a_file_with_a_date_that_is_none_is_refused_with_a_sentence(office: FlaskClient, path: str):
    answer = office.get(f"{path}?from=kemarin")

    assert answer.status_code == 422
    assert "kemarin" in answer.text


def test_a_title_that_looks_like_a_formula_stays_a_title(session: Session, at: datetime):
    room = open_showroom(session, at=at)
    room.goods["dompet"].title = "=1+1"
    room.sell(session, {"dompet": 1})

    text = downloads.sales_csv(session, Span(at.date(), at.date()))

    assert next(csv.DictReader(io.StringIO(text)))["title"] == "'=1+1"


@pytest.mark.parametrize(
    "query, numbers",
    [
        ("", ["G1000003", "G1000002", "G1000001"]),
        ("kind=claimed", ["G1000002"]),
        ("kind=return", ["G1000003"]),
        ("q=g1000001", ["G1000001"]),
        ("q=emping", ["G1000001"]),
        ("q=sekar+dompet", ["G1000002"]),
        ("q=rekaan", ["G1000001"]),
        ("from=2026-06-01&to=2026-06-30", []),
        ("outlet=2", []),
    ],
)
def test_the_list_of_sales_is_narrowed_by_its_address(
    office: FlaskClient, query: str, numbers: list[str]
):
    html = office.get(f"/manage/sales?{query}").text

    assert re.findall(r'data-testid="sale-row" data-number="(\w+)"', html) == numbers


def test_a_sale_shows_its_split_its_entries_and_its_seal(
    office: FlaskClient, shop: tuple[Showroom, list[Sale]]
):
    html = office.get("/manage/sales/G1000001").text

    assert "Selendang belah ketupat" in html
    assert f"/r/{shop[1][0].token}" in html
    assert "till:G1" in html
    assert office.get("/manage/sales/G1999999").status_code == 404


def test_an_officer_sees_sums_and_nobody_s_name(app: TitipFlask, shop: tuple[Showroom, list[Sale]]):
    room, _sales = shop
    officer = browser(app, room.officer)

    for path in ("/manage", "/manage/summary"):
        answer = officer.get(path)
        assert answer.status_code == 200
        for name in (room.maker.name, room.other.name, room.cashier.name, room.manager.name):
            assert name not in answer.text
        assert amounts(answer.text)["summary-net"] > 0
        # two makers sold: each could read the other out of a sum of their sentra
        assert "Sentra Tapis" not in answer.text
        assert "/manage/reports" not in answer.text
    for path in ("/manage/sales", "/manage/sales.csv", "/manage/ledger", "/manage/sales/G1000001"):
        assert officer.get(path).status_code == 403


def test_an_officer_s_days_are_whole_months(app: TitipFlask, shop: tuple[Showroom, list[Sale]]):
    officer = browser(app, shop[0].officer)

    html = officer.get("/manage/summary?from=2026-04-10&to=2026-05-02").text

    assert 'value="2026-04-01"' in html
    assert 'value="2026-05-09"' in html


def test_the_summary_s_figures_lead_to_their_lines(office: FlaskClient):
    days = "from=2026-05-01&to=2026-05-09"
    html = office.get(f"/manage/summary?{days}").text

    shown = amounts(html)
    lines = amounts(office.get(f"/manage/reports/sales/lines?{days}").text)
    assert lines["sum-net"] == shown["summary-net"]
    assert lines["sum-makers"] == shown["summary-makers"]
    led = re.findall(r'<li><span><a href="([^"]+)".*?<span class="money">([\d.]+)', html)
    assert len(led) >= 5
    for href, figure in led:
        found = amounts(office.get(href.replace("&amp;", "&")).text)
        assert found["sum-net"] == int(figure.replace(".", "")), href


def test_the_summary_agrees_with_the_sales_file(office: FlaskClient):
    found = rows(office.get("/manage/sales.csv?from=2026-05-01&to=2026-05-09"))
    shown = amounts(office.get("/manage/summary?from=2026-05-01&to=2026-05-09").text)

    assert shown["summary-net"] == sum(int(row["net_amount"]) for row in found)
    assert shown["summary-makers"] == sum(int(row["maker_share"]) for row in found)


def test_pages_with_nothing_to_show_say_so(app: TitipFlask, office: FlaskClient):
    for path in ("/manage/sales", "/manage/ledger", "/manage/summary"):
        html = office.get(f"{path}?from=2020-01-01&to=2020-01-31&lang=en").text
        assert re.search(r"No sales|No entries", html)


def test_an_expiring_lot_and_a_till_left_open_are_named(
    app: TitipFlask, office: FlaskClient, shop: tuple[Showroom, list[Sale]], at: datetime
):
    from catalogue.stock import service as stock
    from pos.reports.attention import attention

    room, _sales = shop
    with app.house.database.writer() as session:
        maker, outlet = session.merge(room.other), session.merge(room.outlet)
        product = session.merge(room.goods["emping"])
        note = stock.draft(session, maker, outlet, by=None, at=at)
        for days in (-1, 3, 90):
            stock.add_line(
                session, note, product, quantity=2, price=68_000, net_price=55_000,
                expires_on=at.date() + timedelta(days=days),
            )  # fmt: skip
        stock.receive(session, note, by=None, at=at)

    with app.house.database.reader() as session:
        today = {p.key: p.count for p in attention(session, today=at.date())}
        tomorrow = {p.key: p.count for p in attention(session, today=at.date() + timedelta(days=1))}

    assert today["expired"] == today["expiring"] == 1
    assert "shifts" not in today
    assert tomorrow["shifts"] == 1
