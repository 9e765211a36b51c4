"""A discount belongs to a campaign, and its report has what was sold under it less what came back."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from core import lists
from core.errors import Refused
from pos.reports.campaigns import listing as campaign_list
from pos.reports.dates import Span
from pos.reports.sold import listing
from pos.reports.sold.cuts import CUTS
from pos.reports.verify import verify
from pos.sales import completing, discounts
from pos.sales import service as tickets
from pos.sales.campaigns import queries, service
from pos.sales.models import Sale
from pos.sales.sealing import canonical_sale
from tests.catalogue.desk import Desk, sign_in
from tests.pos.showroom import CASH, Showroom, open_showroom


def begin(session: Session, room: Showroom, name: str, **days: date | None) -> int:
    span = {"starts_on": room.at.date(), "ends_on": None} | days
    return service.begin(session, name, by=room.manager.id, at=room.at, **span).id


def sell(session: Session, room: Showroom, campaign: int | None, off: int) -> Sale:
    """Sell two selendang and a bag, `off` the first line, under a campaign."""
    sale = room.ticket(session)
    for name, quantity in (("selendang", 2), ("tas", 1)):
        product = session.merge(room.goods[name])
        tickets.add_product(
            session, sale, product, code=product.code, by=room.cashier.id, at=room.at,
            quantity=quantity,
        )  # fmt: skip
    how = {"on": room.at.date(), "by": room.cashier.id, "at": room.at}
    discounts.give_on_line(session, sale, sale.lines[0], off, **how)
    service.belong(session, sale, campaign, on=room.at.date())
    return completing.complete(session, sale, CASH, counter=room.counter(session), at=room.at)


def test_what_was_sold_under_it_less_what_came_back(session: Session, at: datetime):
    room = open_showroom(session, at=at)
    proud = begin(session, room, "Bangga Beli")
    sale = sell(session, room, proud, 10_000)
    sell(session, room, None, 5_000)
    room.give_back(session, sale.lines[0], 1)
    span = Span(at.date(), at.date())

    found = listing.parts(span, CUTS["campaign"])
    rows = {row.part: row for row in lists.shown(session, found, lists.asked(found, {})).rows}
    lines = listing.lines(span, CUTS["campaign"], [proud])
    shown = campaign_list.campaigns(today=at.date())

    assert (rows[proud].pieces, rows[proud].net, rows[proud].discount) == (1, 400_000, 5_000)
    assert lists.shown(session, lines, lists.asked(lines, {})).sums[3] == 400_000
    [row] = lists.shown(session, shown, lists.asked(shown, {})).rows
    assert (row.Campaign.name, row.net) == ("Bangga Beli", 400_000)
    assert canonical_sale(session, sale)["campaign"] == proud
    assert all(verdict.is_good for verdict in verify(session))


def test_only_a_discount_belongs_and_only_to_one_that_runs(session: Session, at: datetime):
    room = open_showroom(session, at=at)
    over = begin(
        session,
        room,
        "Lebaran",
        starts_on=at.date() - timedelta(9),
        ends_on=at.date() - timedelta(1),
    )
    proud = begin(session, room, "Bangga Beli", ends_on=at.date())

    assert queries.running(session, on=at.date()) == [(proud, "Bangga Beli")]
    assert sell(session, room, proud, 0).campaign_id is None
    with pytest.raises(Refused, match="tidak berjalan"):
        sell(session, room, over, 1_000)


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_the_office_begins_and_ends_one(app, client):
    desk = Desk(app, client, sign_in(app, client, "manager"))
    day = desk.today().isoformat()

    assert "Bangga Beli dicatat." in desk.done(
        "/manage/campaigns", name="Bangga Beli", starts_on=day
    )
    assert "sudah ada" in desk.refused("/manage/campaigns", name="bangga  beli", starts_on=day)
    assert "kalender" in desk.refused("/manage/campaigns", name="Lain", starts_on="besok")
    desk.refused("/manage/campaigns", name="Lain", starts_on=day, ends_on="2020-01-01")
    assert "berakhir hari ini" in desk.done("/manage/campaigns/1/end")
    assert desk.send("/manage/campaigns/7/end").status_code == 404
