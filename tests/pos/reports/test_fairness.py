"""Fairness over all makers: every figure is what hand-written SQL says."""

import re
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from core import lists
from core.db import Database
from core.dispatch import TitipFlask
from pos.reports.dates import Span
from pos.reports.fairness import listing
from pos.reports.fairness.queries import Fair
from tests.catalogue.desk import sign_in
from tests.pos.book import write_book
from tests.pos.showroom import open_showroom

MAY = Span(date(2026, 5, 1), date(2026, 5, 31))
TODAY = date(2026, 5, 20)
SIGN = "CASE WHEN l.kind = 'return' THEN -1 ELSE 1 END"
BY_HAND = f"""
SELECT m.id AS maker_id,
  (SELECT coalesce(sum(CASE WHEN s.on_hand > 0 THEN s.on_hand ELSE 0 END), 0)
     FROM stock_level s JOIN product p ON p.id = s.product_id WHERE p.maker_id = m.id) AS on_hand,
  (SELECT coalesce(sum({SIGN} * l.quantity), 0) FROM sale_line l JOIN sale s ON s.id = l.sale_id
     WHERE l.maker_id = m.id AND s.state = 'completed'
       AND s.business_date BETWEEN '2026-05-01' AND '2026-05-31') AS pieces,
  (SELECT coalesce(sum({SIGN} * (l.list_amount - l.discount)), 0)
     FROM sale_line l JOIN sale s ON s.id = l.sale_id
     WHERE l.maker_id = m.id AND s.state = 'completed'
       AND s.business_date BETWEEN '2026-05-01' AND '2026-05-31') AS net,
  (SELECT max(s.business_date) FROM sale_line l JOIN sale s ON s.id = l.sale_id
     WHERE l.maker_id = m.id AND l.kind = 'sale' AND s.state = 'completed') AS last_sold,
  (SELECT max(v.business_date) FROM movement v JOIN product p ON p.id = v.product_id
     WHERE p.maker_id = m.id AND v.reason = 'received' AND v.quantity > 0) AS last_brought,
  (SELECT max(o.business_date) FROM payout o
     WHERE o.maker_id = m.id AND o.reversed_at IS NULL) AS last_paid
FROM maker m WHERE m.archived_at IS NULL OR EXISTS (
  SELECT 1 FROM sale_line l JOIN sale s ON s.id = l.sale_id
  WHERE l.maker_id = m.id AND s.state = 'completed'
    AND s.business_date BETWEEN '2026-05-01' AND '2026-05-31') ORDER BY m.id
"""
WHOLE = f"""
SELECT
  (SELECT sum(CASE WHEN s.on_hand > 0 THEN s.on_hand ELSE 0 END) FROM stock_level s
     JOIN product p ON p.id = s.product_id WHERE p.maker_id IS NOT NULL) AS on_hand,
  (SELECT sum({SIGN} * (l.list_amount - l.discount)) FROM sale_line l
     JOIN sale s ON s.id = l.sale_id WHERE l.maker_id IS NOT NULL AND s.state = 'completed') AS net
"""
WAIT = """
SELECT o.maker_id, e.business_date AS sold, o.business_date AS paid, e.amount
FROM payout o JOIN statement_entry se ON se.statement_id = o.statement_id
JOIN entry e ON e.id = se.entry_id
WHERE o.reversed_at IS NULL AND e.reason = 'share' AND e.source_kind = 'sale_line'
  AND o.business_date BETWEEN '2026-05-01' AND '2026-05-31'
"""


def fair(session: Session, span: Span = MAY) -> dict[int, Fair]:
    found = listing.makers(span, today=TODAY)
    return {row.maker_id: row for row in lists.shown(session, found, lists.asked(found, {})).rows}


def day(value: object) -> str:
    return "" if value is None else str(value)[:10]


def test_every_figure_is_what_hand_written_sql_says(database: Database, home: Path, at):
    write_book(database, home, at=at)
    with database.reader() as session:
        found = fair(session)
        rows = session.execute(text(BY_HAND)).all()
        waits = session.execute(text(WAIT)).all()
        everything = session.execute(text(WHOLE)).one()

    assert [row.maker_id for row in rows] == sorted(found)
    for row in rows:
        mine = found[row.maker_id]
        assert (mine.on_hand, mine.pieces, mine.net) == (row.on_hand, row.pieces, row.net)
        through = row.pieces + row.on_hand
        assert mine.sold_bps == (row.pieces * 10_000 // through if through else None)
        for name in ("last_sold", "last_brought", "last_paid"):
            assert day(getattr(mine, name)) == day(getattr(row, name)), name
        paid = [one for one in waits if one.maker_id == row.maker_id]
        days = [
            (date.fromisoformat(day(one.paid)) - date.fromisoformat(day(one.sold))).days * one.amount
            for one in paid
        ]  # fmt: skip
        mean = sum(days) // sum(one.amount for one in paid) if paid else None
        assert mine.pay_days == mean
    assert sum(one.shelf_bps for one in found.values()) <= 10_000
    assert sum(one.net for one in found.values()) == everything.net
    assert found[1].shelf_bps == found[1].on_hand * 10_000 // everything.on_hand
    assert found[1].net_bps == found[1].net * 10_000 // everything.net
    assert found[1].pay_days is not None


def test_a_maker_who_sold_nothing_stands_among_them(session: Session, at):
    open_showroom(session, at=at)

    found = fair(session)

    assert {one.net for one in found.values()} == {0}
    assert all(one.shelf_days == 11 and one.last_sold is None for one in found.values())


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_the_figures_lead_to_what_they_are_made_of(app: TitipFlask, client, at):
    sign_in(app, client, "manager")
    with app.house.database.writer() as session:
        room = open_showroom(session, at=at)
        room.sell(session, {"selendang": 2, "emping": 1})
    days = "from=2026-05-01&to=2026-05-31"

    html = client.get(f"/manage/fairness?{days}&state=active").text

    rows = re.findall(r'data-testid="fair"[^>]* data-amount="(\d+)">(.*?)</tr>', html, re.DOTALL)
    assert len(rows) == 2
    for amount, row in rows:
        links = [href.replace("&amp;", "&") for href in re.findall(r'href="([^"]+)"', row)]
        assert all(client.get(href).status_code == 200 for href in links)
        [lines] = {href for href in links if "/lines?" in href}
        assert f'data-testid="sum-net" data-amount="{amount}"' in client.get(lines).text
