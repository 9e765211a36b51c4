"""Dibayarkan ke perajin: payments, and advances less what came back, the same wherever it is told."""

import csv
import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from core.dispatch import TitipFlask
from core.money import plain
from pos.portal import received
from pos.reports import figures
from pos.reports.dates import Span
from pos.reports.dinas import queries as dinas
from pos.settlements.adjusting.service import Wish
from tests.pos.settlements.adjusting.test_service import approved, proposed
from tests.pos.settlements.office import browser, rows
from tests.pos.settlements.stage import SELENDANG, Stage

GIVEN = text("""
SELECT m.sentra_id, COUNT(DISTINCT m.id), SUM(x.amount) FROM (
  SELECT maker_id, amount, business_date FROM payout WHERE reversed_at IS NULL
  UNION ALL SELECT maker_id, amount, business_date FROM adjustment
   WHERE state = 'approved' AND kind = 'advance'
  UNION ALL SELECT maker_id, -amount, business_date FROM adjustment
   WHERE state = 'approved' AND kind = 'repayment'
) x JOIN maker m ON m.id = x.maker_id
WHERE x.business_date BETWEEN :first AND :last GROUP BY m.sentra_id
""")
WHOLE = SELENDANG + 100_000 - 30_000


@pytest.fixture
def given(stage: Stage) -> Stage:
    """One maker is paid, has an advance and gives some back; the other's payment was taken back."""
    stage.sell({"selendang": 1, "emping": 1})
    stage.settle()
    stage.pay(stage.latest())
    stage.take_back(stage.pay(stage.latest(stage.room.other.id)))
    approved(stage)
    approved(stage, Wish("repayment", 30_000, "kembali", "bank"))
    approved(stage, Wish("compensation", 7_000, "rusak"))
    proposed(stage, Wish("advance", 55_000, "belum diputuskan", "treasury"))
    return stage


def test_it_is_what_the_tables_come_to_by_hand(given: Stage):
    with given.database.reader() as session:
        first = given.today.replace(day=1)
        by_hand = {
            sentra: (makers, amount)
            for sentra, makers, amount in session.execute(
                GIVEN, {"first": first, "last": given.today}
            )
        }
        span = Span(first, given.today)
        told = {one: (paid.makers, paid.amount) for one, paid in dinas.paid(session, span).items()}
        phones = [
            sum(one.counted for one in received.received(session, maker.id))
            for maker in (given.room.maker, given.room.other)
        ]
        sums = received.sums(session, given.room.maker.id)
        whole = figures.paid_out(session, span)

    assert told == by_hand == {given.room.maker.sentra_id: (1, WHOLE)}
    assert (whole, phones, sums.paid) == (WHOLE, [WHOLE, 0], WHOLE)


def test_every_page_says_it_and_leads_to_its_lines(
    app: TitipFlask, office: FlaskClient, given: Stage
):
    month, days = f"{given.today:%Y-%m}", f"from={given.today}&to={given.today}"
    lines = f"/manage/payouts/given?{days}"
    page = office.get(lines).text
    assert [one["amount"] for one in rows(page, "given")] == ["-30000", "100000", str(SELENDANG)]
    assert rows(page, "given-sum")[0]["amount"] == str(WHOLE)
    kept = list(csv.DictReader(io.StringIO(office.get(f"{lines}&as=csv").text)))
    assert sum(int(row["Jumlah"]) for row in kept) == WHOLE
    assert len(rows(office.get(f"{lines}&maker={given.room.other.id}").text, "given")) == 0

    summary = office.get(f"/manage/summary?{days}").text
    assert f'href="{lines}"'.replace("&", "&amp;") in summary
    assert plain(WHOLE) in summary
    assert plain(WHOLE) in office.get(f"/manage/dinas/{month}").text
    officer = browser(app, given.room.officer)
    assert plain(WHOLE) in officer.get(f"/manage/dinas/{month}").text
    assert officer.get(lines).status_code == 403
