"""At the office: a maker's money beside her record, the next paying day, an account that waits."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from core.dispatch import TitipFlask
from core.files import Files
from pos.sales.models import Sale
from tests.catalogue.desk import Desk
from tests.pos.portal.conftest import one_engine, send, sign_in
from tests.pos.settlements.stage import Stage
from tests.pos.showroom import Showroom
from tests.tools.reading import amounts

NEXT = "/manage/payouts/next-day"


@pytest.fixture
def stage(app: TitipFlask, home: Path, shop: tuple[Showroom, list[Sale]]) -> Stage:
    return Stage(app.house.database, Files(home), shop[0])


@one_engine
def test_her_record_has_her_money_with_the_way_to_each_thing(
    office: Desk, phone: FlaskClient, stage: Stage
):
    stage.settle()
    paid = stage.pay(stage.latest())
    stage.sell({"selendang": 1})
    stage.settle()
    waits = stage.latest().number
    record = f"/manage/makers/{office.maker_id}"
    form = {"maker": office.maker_id, "kind": "advance", "amount": "50.000", "reason": "benang"}
    office.done("/manage/adjustments/new", **form, source="treasury")
    sign_in(phone)
    assert f"{waits}</a>" in office.get(f"{record}").text

    page = office.get(record).text

    hers = amounts(phone.get("/maker").text)
    assert amounts(page)["record-balance"] == hers["maker-balance"]
    money = page[page.index('data-testid="maker-money"') :]
    money = money[: money.index("</section>")]
    for way in (
        f"/manage/statements/{waits}", f"/manage/payouts/{paid.number}", "/manage/sales/",
        "/manage/adjustments/P00001", f"part={office.maker_id}",
    ):  # fmt: skip
        assert f'href="{way}' in money or way in money, way
        ways = re.findall(rf'href="([^"]*{re.escape(way)}[^"]*)"', money)
        assert office.get(ways[0].replace("&amp;", "&")).status_code == 200
    assert "Belum dibayar" in money and "menunggu persetujuan" in money


@one_engine
def test_the_next_paying_day_is_asked_for_where_it_is_thought_of(
    office: Desk, phone: FlaskClient, stage: Stage
):
    stage.settle()
    run = stage.latest().run.number
    pages = [
        office.get(path).text for path in (f"/manage/settlements/{run}", "/manage/payouts/payday")
    ]
    assert all(f'action="{NEXT}"' in page for page in pages)
    assert "sudah lewat" in office.refused(NEXT, payday="2026-05-08", run=run)

    back = office.send(NEXT, payday="2026-05-16", run=run)
    assert back.location.startswith(f"/manage/settlements/{run}")
    assert 'value="2026-05-16"' in office.get("/manage/payouts/payday").text
    sign_in(phone)
    assert "dibayar 16 Mei" in phone.get("/maker").text
    office.done(NEXT, payday="")
    assert "hari bayar berikutnya" in phone.get("/maker").text


@one_engine
def test_an_account_that_waits_is_shown_where_it_is_missed_and_can_be_taken_back(
    office: Desk, phone: FlaskClient, stage: Stage
):
    stage.settle()
    sign_in(phone)
    assert "Daftarkan rekening" in phone.get("/maker/bank").text
    bank = {
        "bank_name": "Bank Contoh",
        "bank_account": "1234567890123",
        "bank_holder": "Ibu Contoh",
    }
    send(phone, "/maker/bank", **bank)
    sent = phone.get("/maker/bank").text
    assert "Bank Contoh" in sent and "•••••••••0123" in sent and bank["bank_account"] not in sent
    asked_at = [
        f"/manage/makers/{office.maker_id}", f"/manage/makers/{office.maker_id}/private",
        "/manage/bank-transfers", "/manage/payouts/payday",
    ]  # fmt: skip
    assert all('href="/manage/proposals"' in office.get(path).text for path in asked_at)
    assert f"{asked_at[1]}" in office.get("/manage/proposals").text
    (path,) = re.findall(r'action="(/maker/proposals/\d+/withdraw)"', sent)
    other = phone.application.test_client()
    sign_in(other, "081200000002")
    assert send(other, path).status_code == 404, "another maker's"

    send(phone, path)

    assert "Ditarik kembali" in phone.get("/maker/bank").text
    assert "Usul rekening menunggu" not in office.get("/manage/bank-transfers").text
    assert send(phone, path).status_code == 409, "once"
