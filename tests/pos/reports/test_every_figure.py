"""Every figure of every report leads to lines that come to it: the pages are walked, link by link."""

import csv
import io
from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from catalogue.tours.footfall import service as footfall
from core.dispatch import TitipFlask
from pos.sales import queries as sales
from pos.sales.closing import close_shift
from pos.sales.proof import prove
from pos.shifts.queries import drawer
from tests.catalogue.desk import sign_in
from tests.pos.book import write_book
from tests.pos.reports.test_sold import trade
from tests.pos.sales.test_campaigns import begin, sell
from tests.tools.figures import Figure, figures, main_of, sums

DAYS = "from=2026-05-01&to=2026-05-31"
MEANS = {"Hari di rak", "Hari sampai dibayar"}
"""Figures that are no sums: their link must open, and that is all."""

pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"])


@pytest.fixture
def office(app: TitipFlask, client: FlaskClient) -> FlaskClient:
    sign_in(app, client, "manager")
    return client


def come_to(office: FlaskClient, href: str) -> set[int]:
    """Return what the lines of a page come to: their sums, how many they are, and of how many receipts."""
    answer = office.get(href)
    assert answer.status_code == 200, href
    mark = "&" if "?" in href else "?"
    rows = list(csv.DictReader(io.StringIO(office.get(f"{href}{mark}as=csv").text)))
    added = {len(rows), len({row.get("Nota") for row in rows})}
    for column in rows[0] if rows else ():
        cells = [row[column] for row in rows if row[column]]
        if all(cell.lstrip("-").isdecimal() for cell in cells):
            added.add(sum(map(int, cells)))
    return added | sums(answer.text)


def astray(office: FlaskClient, page: str, known: dict[str, set[int]]) -> list[Figure]:
    """Return the figures of a page that lead to no lines, or to lines that come to something else.

    `known` is what the lines of an address come to, of those that were opened before.

    A sum beneath a column may lead nowhere: its lines stand above it.
    """
    found = figures(office.get(page).text)
    assert found, page
    wrong = []
    for one in found:
        href = one.href.replace("&amp;", "&") or (page if one.is_sum else "")
        if href and href not in known:
            known[href] = come_to(office, href)
        is_right = one.heading in MEANS or {one.amount, -one.amount} & known.get(href, set())
        wrong += [] if href and is_right else [one]
    return wrong


def test_in_the_reports_of_a_month(app: TitipFlask, office: FlaskClient, home: Path, at: datetime):
    write_book(app.house.database, home, at=at)
    known: dict[str, set[int]] = {}

    for page in (
        f"/manage/summary?{DAYS}", f"/manage/fairness?{DAYS}", "/manage/dinas/2026-05",
        *(f"/manage/reports/sales?by={key}&{DAYS}" for key in ("day", "maker", "shift")),
    ):  # fmt: skip
        assert astray(office, page, known) == [], page


def test_in_the_reports_of_a_day(app: TitipFlask, office: FlaskClient, at: datetime):
    with app.house.database.writer() as session:
        room, _span = trade(session, at)
        sell(session, room, begin(session, room, "Bangga Beli"), 10_000)
        for kind in ("local", "foreign"):
            footfall.count(session, room.outlet, kind, on=at.date(), by=1, at=at, people=7)
    known: dict[str, set[int]] = {}

    for page in (
        "/manage", "/manage/campaigns", "/manage/dinas/2026-05",
        f"/manage/reports/sales?by=campaign&{DAYS}", f"/manage/reports/sales?by=agency&{DAYS}",
    ):  # fmt: skip
        assert astray(office, page, known) == [], page


def test_the_daily_proof_leads_to_its_lines(app: TitipFlask, office: FlaskClient, at: datetime):
    with app.house.database.writer() as session:
        room, _span = trade(session, at)
        proof = prove(sales.of_shift(session, room.shift))
        close_shift(
            session, session.merge(room.shift), counted=drawer(session, room.till.id), pieces={},
            by=session.merge(room.cashier), at=room.at,
        )  # fmt: skip

    html = office.get(f"/manage/shifts/{room.shift.id}").text
    lines, tenders = (
        come_to(office, href) for href in main_of(html).links() if "/manage/reports/" in href
    )

    assert {proof.makers, proof.house} <= lines
    assert proof.tenders in tenders
