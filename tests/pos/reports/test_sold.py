"""Sales by day, hour, sentra, maker, category, outlet, agency: each figure is the sum of its lines."""

import csv
import io
import re
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from catalogue.products.models import Category, Product
from core import lists
from core.dispatch import TitipFlask
from pos.reports import downloads
from pos.reports.dates import Span
from pos.reports.sold import listing
from pos.reports.sold.cuts import CUTS
from tests.catalogue.desk import sign_in
from tests.pos.sales.tours.groups import Groups
from tests.pos.showroom import QRIS, Showroom, open_showroom


def trade(session: Session, at: datetime) -> tuple[Showroom, Span]:
    """Sell to a group and to others, with a discount; something the group bought comes back alone."""
    room = open_showroom(session, at=at)
    kind = Category(name="Selendang")
    session.add(kind)
    session.flush()
    session.get_one(Product, room.goods["selendang"].id).category_id = kind.id
    groups = Groups(session, room)
    visit = groups.expect("Wisata Angan")
    groups.serve(visit)
    first = room.sell(session, {"selendang": 2, "emping": 1, "tas": 1}, discount=81_001)
    groups.serve(None)
    room.at = room.at.replace(hour=17, minute=30)  # half past midnight in Bandar Lampung
    room.sell(session, {"dompet": 3, "ongkir": 1}, offers=QRIS)
    room.give_back(session, first.lines[0], 1)
    return room, Span(at.date(), at.date())


def parts(session: Session, span: Span, key: str) -> lists.Shown:
    found = listing.parts(span, CUTS[key])
    return lists.shown(session, found, lists.asked(found, {}))


def lines(session: Session, span: Span, key: str, part: object) -> lists.Shown:
    found = listing.lines(span, CUTS[key], [part])
    return lists.shown(session, found, lists.asked(found, {}))


def test_every_figure_is_the_sum_of_its_lines_and_every_cut_comes_to_the_sales_file(
    session: Session, at: datetime
):
    _room, span = trade(session, at)
    rows = list(csv.DictReader(io.StringIO(downloads.sales_csv(session, span))))
    whole = tuple(
        sum(int(row[column]) for row in rows)
        for column in (
            "quantity", "list_amount", "discount_amount", "net_amount", "maker_share", "house_share",
        )
    )  # fmt: skip

    for key, cut in CUTS.items():
        shown = parts(session, span, key)
        assert shown.sums == whole, key
        for row in shown.rows:
            part = cut.read(str(row.part))
            assert part == row.part, key
            found = lines(session, span, key, part)
            figures = (row.pieces, row.listed, row.discount, row.net, row.makers, row.house)
            assert found.sums == figures, (key, part)
            assert found.count == len(found.rows) > 0


def test_a_return_is_its_group_s_and_an_hour_is_the_outlet_s(session: Session, at: datetime):
    _room, span = trade(session, at)

    def net(key: str) -> dict[str, int]:
        cut = CUTS[key]
        return {
            listing.part_name(cut, row.part, row.name): int(row.net)
            for row in parts(session, span, key).rows
        }

    assert net("agency") == {
        "Wisata Angan": 405_000 - 40_500 + 68_000 + 5_050,
        "Tanpa rombongan": 99_999 + 20_000,
    }
    assert set(net("hour")) == {"09.00", "00.00"}
    assert net("category")["Selendang"] == 405_000 - 40_500
    assert net("month") == {"2026-05": sum(net("agency").values())}


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_the_page_leads_to_the_lines(app: TitipFlask, client, at: datetime):
    sign_in(app, client, "manager")
    with app.house.database.writer() as session:
        trade(session, at)
    days = "from=2026-05-01&to=2026-05-31"

    page = client.get(f"/manage/reports/sales?by=maker&{days}").text
    row = r'data-amount="(\d+)">\s*<td><a href="([^"]+)">Sekar Benangmas'
    [(amount, href)] = re.findall(row, page)
    found = client.get(href.replace("&amp;", "&")).text

    assert f'data-testid="sum-net" data-amount="{amount}"' in found
    assert "Dompet sasab" in found
    assert "Emping" not in found.split("<tbody>")[1].split("</tbody>")[0]


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_an_address_that_means_nothing_shows_something(app: TitipFlask, client):
    sign_in(app, client, "manager")

    for path in (
        "sales?by=zodiac",
        "sales/lines?by=day&part=x",
        "sales/lines?by=maker&part=77",
    ):
        assert client.get(f"/manage/reports/{path}").status_code == 200, path
    assert client.get("/manage/reports/sales?by=hour&from=kemarin").status_code == 422
