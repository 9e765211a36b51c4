"""The queue of notices: one after the other, stopped half way, nobody told twice, nobody forgotten."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalogue.makers import service as makers
from catalogue.products import contracts
from catalogue.products.contracts import Terms
from core.db import Database
from core.dispatch import TitipFlask
from core.errors import Conflict
from core.files import Files
from pos.portal.notices import news, queries, service
from pos.portal.notices.models import Notice
from pos.sales.models import Sale
from tests.catalogue.desk import Desk
from tests.pos.portal.conftest import one_engine, send, sign_in
from tests.pos.settlements.stage import Stage
from tests.pos.showroom import Showroom, bring, open_showroom
from tests.tools.reading import amounts

MAKERS = 47


@pytest.fixture
def room(session: Session, at: datetime) -> Showroom:
    return open_showroom(session, at=at)


def next_one(session: Session, room: Showroom, *, by: int | None = None) -> Notice | None:
    today = room.shift.business_date
    return service.offer_next(session, today=today, by=by or room.manager.id, at=room.at)


def test_47_makers_are_told_once_each_though_the_work_was_interrupted(
    sqlite_database: Database, at: datetime
):
    with sqlite_database.writer() as session:
        room = open_showroom(session, at=at)
        contracts.agree(session, Terms("percent", 1000), starts_on=at.date(), by=None, at=at)
        sentra = makers.sentra_named(session, "Sentra Tapis")
        for n in range(MAKERS):
            maker = makers.register(
                session, f"Perajin {n:02}", sentra=sentra, by=None, at=at, phone=f"0813000000{n:02}"
            )
            bring(session, room, f"goods{n}", maker, f"Karya {n:02}", 100_000, None, 2)
        room.sell(session, {f"goods{n}": 1 for n in range(MAKERS)})
    told: list[int] = []

    def tell(until: int, by: int, when: datetime) -> None:
        while len(told) < until:
            with sqlite_database.writer() as session:
                today = room.shift.business_date
                notice = service.offer_next(session, today=today, by=by, at=when)
                if notice is None:
                    return
                told.append(notice.maker_id)
                service.decide(session, notice, "sent", by=by, at=when)

    tell(20, room.manager.id, room.at)
    with sqlite_database.writer() as session:  # opened, and then the power went
        opened = next_one(session, room)
        assert opened is not None
        opened_for = opened.maker_id
    tell(MAKERS, room.cashier.id, room.at + timedelta(minutes=1))
    assert len(told) == MAKERS - 1, "the one that was opened is nobody else's yet"
    with sqlite_database.writer() as session:
        again = next_one(session, room)
        assert again is not None and again.maker_id == opened_for
        service.decide(session, again, "sent", by=room.manager.id, at=room.at)
        told.append(again.maker_id)

    with sqlite_database.writer() as session:
        assert next_one(session, room) is None
    assert len(set(told)) == len(told) == MAKERS


def test_what_was_left_lying_goes_to_another_after_ten_minutes(session: Session, room: Showroom):
    room.sell(session, {"selendang": 1})
    first = next_one(session, room)
    assert first is not None
    assert next_one(session, room, by=room.cashier.id) is None
    room.at += timedelta(minutes=10)

    taken = next_one(session, room, by=room.cashier.id)

    assert taken is first
    assert taken.made_by == room.cashier.id


def test_a_payment_taken_back_before_its_notice_went_out_is_not_called_paid(
    app: TitipFlask, home: Path, office: Desk, shop: tuple[Showroom, list[Sale]]
):
    stage = Stage(app.house.database, Files(home), shop[0])
    stage.settle()
    paid = stage.pay(stage.latest())
    shown = office.done(f"/manage/notices/makers/{stage.room.maker.id}")
    (path,) = re.findall(r'action="(/manage/notices/\d+)/sent"', shown)
    assert f"sudah dibayar Rp583.200 (tunai), {paid.number}" in words_on(shown)

    stage.take_back(paid)

    said = words_on(office.get(path).text)
    assert f"pembayaran Rp583.200, {paid.number}, 9 Mei, dibatalkan." in said
    assert "udah dibayar" not in said


def test_what_sells_later_is_told_later_and_nothing_again(session: Session, room: Showroom):
    room.sell(session, {"selendang": 1, "emping": 2})
    for _maker in range(2):
        notice = next_one(session, room)
        assert notice is not None
        service.decide(session, notice, "skipped", by=room.manager.id, at=room.at)
    assert next_one(session, room) is None
    room.sell(session, {"dompet": 1})

    later = next_one(session, room)

    assert later is not None
    assert [line.title for line in news.told_in(session, later).lines] == ["Dompet sasab"]
    with pytest.raises(Conflict):
        service.decide(session, notice, "sent", by=room.manager.id, at=room.at)


def test_a_wrong_number_is_not_tried_again_until_it_is_put_right(session: Session, room: Showroom):
    room.sell(session, {"selendang": 1})
    notice = next_one(session, room)
    assert notice is not None
    service.decide(session, notice, "wrong_number", by=room.manager.id, at=room.at)
    room.sell(session, {"dompet": 1})
    assert next_one(session, room) is None
    assert [maker.id for maker in queries.wrong_numbers(session)] == [room.maker.id]

    service.number_is_right(session, room.maker, by=room.manager.id, at=room.at)

    assert next_one(session, room) is not None


def test_she_is_told_what_she_chose_and_nothing_else(session: Session, room: Showroom):
    room.sell(session, {"selendang": 1, "emping": 1})
    service.choose(
        session, room.maker, daily=False, statement=True, payout=True, channel="whatsapp",
        by=room.manager.id, at=room.at,
    )  # fmt: skip

    waiting = queries.waiting(session, "whatsapp", today=room.shift.business_date)

    assert [maker.id for maker in waiting] == [room.other.id]


def words_on(page: str) -> str:
    found = re.search(r'data-testid="notice-words">([^<]+)<', page)
    assert found, page
    return found[1]


def test_the_amounts_of_a_notice_are_those_of_her_page(
    app: TitipFlask, phone: FlaskClient, office: Desk, shop: tuple[Showroom, list[Sale]]
):
    office.done("/manage/notices/payday", payday="2026-05-16")
    assert "2 menunggu" in office.get("/manage/notices").text
    sign_in(phone)
    page = phone.get("/maker/sales?day=2026-05-09").text
    listed = sum(int(a.replace(".", "")) for a in re.findall(r"<small>dari ([\d.]+)</small>", page))
    share = re.search(r'data-testid="maker-month-share" data-amount="(\d+)"', page)
    assert share
    assert "dibayar 16 Mei" in phone.get("/maker").text

    shown = office.done("/manage/notices/next")
    while "Selendang" not in words_on(shown):  # the other maker's comes first by name
        other = words_on(shown)
        assert "Emping" in other and "Dompet" not in other, "nothing of another maker"
        (path,) = re.findall(r'action="(/manage/notices/\d+/sent)"', shown)
        shown = office.done(path)

    said = words_on(shown)
    goods, _sep, rest = said.partition(". Hak Ibu ")
    amounts = [int(a.replace(".", "")) for a in re.findall(r"Rp([\d.]+\d)", goods)]
    assert sum(amounts) == listed == 909_999
    assert rest.startswith(
        f"Rp{int(share[1]):,}".replace(",", ".") + ", dibayar 16 Mei, Rp80.000 menunggu uang QRIS."
    ), "what is not seen yet is not promised"
    (link,) = re.findall(r'href="(https://wa.me/[^"]+)"', shown)
    assert urlsplit(link).path == "/6281200000001"
    assert parse_qs(urlsplit(link.replace("&amp;", "&")).query)["text"] == [said]


@one_engine
def test_a_statement_and_a_payout_are_told_once(
    app: TitipFlask, home: Path, phone: FlaskClient, office: Desk, shop: tuple[Showroom, list[Sale]]
):
    room, _sales = shop
    stage = Stage(app.house.database, Files(home), room)
    stage.settle()
    paid = stage.pay(stage.latest())
    queue = office.get("/manage/notices").text
    previews = re.findall(r'data-testid="notice-preview">([^<]+)<', queue)
    (first,) = re.findall(r'action="(/manage/notices/makers/\d+)"', queue)[:1]

    said = []
    shown = office.done(first)
    assert words_on(shown) == previews[0], "what the queue says is what is sent"
    while 'data-testid="notice-words"' in shown:
        said.append(words_on(shown))
        (path,) = re.findall(r'action="(/manage/notices/\d+/sent)"', shown)
        shown = office.done(path)

    assert "Semua perajin sudah dikabari" in shown
    hers = next(words for words in said if paid.number in words)
    assert "laku 5: Selendang belah ketupat (2) Rp810.000, Dompet sasab (3) Rp99.999" in hers
    assert f"sudah dibayar Rp583.200 (tunai), {paid.number}, 9 Mei. Hari ini" in hers
    assert "Hak Ibu Rp663.200, Rp583.200 termasuk pembayaran 9 Mei, Rp80.000 menunggu" in hers
    other = next(words for words in said if "(laporan S0" in words)
    sign_in(phone, "081200000002")
    payable = amounts(phone.get("/maker").text)["maker-payable"]
    assert f" Rp{payable:,} (laporan S0".replace(",", ".") in other, "not paid yet, and her page's"
    assert office.send("/manage/notices/1/sent").status_code == 409


@one_engine
def test_she_chooses_on_her_page(phone: FlaskClient, shop: object, office: Desk):
    sign_in(phone)
    page = phone.get("/maker/notices").text
    assert page.count(" checked") == 4 and "Bu Contoh, hari ini laku 5:" in page

    send(phone, "/maker/notices", channel="email")

    assert phone.get("/maker/notices").text.count(" checked") == 1
    assert "Pilihan kabar diubah perajinnya" in office.get(f"/manage/makers/{office.maker_id}").text
    assert "1 menunggu" in office.get("/manage/notices").text
