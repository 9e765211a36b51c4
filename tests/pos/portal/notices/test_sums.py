"""The sums of a notice are those of the maker's page: before settling, after it, paid, and when it failed."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from core.dispatch import TitipFlask
from core.errors import Conflict
from core.files import Files
from core.money import rupiah
from core.users.models import User
from pos.portal.notices import news, parts, queries, service
from pos.portal.notices.models import Notice
from pos.portal.notices.words import Telling, text_of
from pos.sales.models import Sale
from pos.settlements.adjusting.service import Wish
from pos.settlements.transfers import queries as transfers
from pos.settlements.transfers import service as transferring
from tests.catalogue.desk import Desk
from tests.pos.portal.conftest import one_engine, sign_in
from tests.pos.portal.test_money_pages import give
from tests.pos.settlements.stage import Stage
from tests.pos.settlements.transfers.test_transfers import keep_account
from tests.pos.showroom import Showroom
from tests.tools.reading import amounts, page_texts

T = TypeVar("T")
PAGE_NAMES = {
    "Harga barang terjual": "penjualan", "Potongan harga": "penjualan", "Bagian galeri": "penjualan",
    "Dari laporan sebelumnya": "sisa lalu", "Dari laporan terakhir": "sisa lalu",
    "Sudah dibayar": "sisa lalu", "Ganti rugi": "ganti rugi", "Uang muka Ibu/Bapak": "uang muka",
    "Biaya": "biaya",
}  # fmt: skip
"""A row of her first page -> what a notice calls it."""


@pytest.fixture
def stage(app: TitipFlask, home: Path, shop: tuple[Showroom, list[Sale]]) -> Stage:
    return Stage(app.house.database, Files(home), shop[0])


def reading(stage: Stage, work: Callable[[Session], T]) -> T:
    with stage.database.reader() as session:
        return work(session)


def words(stage: Stage) -> str:
    """What the first maker would be told now."""

    def work(session: Session) -> str:
        maker = session.get_one(Maker, stage.room.maker.id)
        return text_of(news.news(session, maker, today=stage.today), Telling(maker, stage.today))

    return reading(stage, work)


def told(stage: Stage, outcome: str = "sent") -> int:
    """Tell the first maker what is new, and say what became of it; return the notice's id."""

    def work(session: Session) -> int:
        by = stage.room.manager.id
        notice = service.offer_next(
            session, today=stage.today, by=by, at=stage.at, maker_id=stage.room.maker.id
        )
        assert notice is not None
        if outcome != "ready":
            service.decide(session, notice, outcome, by=by, at=stage.at)
        return notice.id

    return stage.database.write(work)


def agree(stage: Stage, phone: FlaskClient) -> str:
    """Hold what a notice knows of her balance against her page, row by row; return its words."""
    page = phone.get("/maker").text
    block = page[page.index('class="sum"') : page.index('class="result"')]
    rows = re.findall(r"<dt>([^<]+)<.*?<dd[^>]*>([^<]+)</dd>", block, re.S)
    shown = parts.added(
        (PAGE_NAMES[name], int(amount.replace(".", "").replace("−", "-")))
        for name, amount in rows
        if name in PAGE_NAMES
    )
    maker_id = stage.room.maker.id
    known = reading(stage, lambda session: parts.owed_now(session, [maker_id]))[maker_id]
    assert dict(known) == dict(shown), page
    assert parts.total(known) == amounts(page)["maker-balance"]
    return words(stage)


@one_engine
def test_the_sums_of_a_notice_are_her_page_s_before_settling_and_after_paying(
    stage: Stage, phone: FlaskClient
):
    give(stage, Wish("compensation", 57_841, "pecah di rak"))
    sign_in(phone)
    early = agree(stage, phone)
    stage.settle()
    first = stage.latest()
    ready = agree(stage, phone)
    give(stage, Wish("advance", 200_000, "benang", "treasury"))
    between = agree(stage, phone)
    stage.settle()
    paid = stage.pay(stage.latest())
    after = agree(stage, phone)
    told(stage)
    money, stated = (
        phone.get(path).text
        for path in ("/maker/payouts", f"/maker/statements/{paid.statement.number}")
    )
    number = give(stage, Wish("advance", 300_000, "benang", "treasury"))
    later = phone.get(f"/maker/statements/{paid.statement.number}").text
    [receipt] = page_texts(phone.get(f"/maker/receipts/{number}.pdf").data)
    stage.sell({"selendang": 1})
    behind = agree(stage, phone)

    made = "yaitu penjualan Rp663.200 dan ganti rugi Rp57.841"
    assert early.endswith(f"Belum dibayar sekarang: Rp721.041, {made}.")
    assert (
        f"Laporan {first.number} sudah jadi: hak Ibu Rp641.041, yaitu penjualan Rp583.200" in ready
    )
    assert ready.endswith(
        "sekarang: Rp721.041, yaitu laporan itu Rp641.041 dan penjualan Rp80.000."
    )
    assert between.endswith(
        "sekarang: Rp521.041, yaitu laporan itu Rp641.041 dan penjualan Rp80.000 dikurangi uang "
        "muka Rp200.000."
    )
    assert (
        f"sudah dibayar Rp441.000 (tunai, Rp41 ikut berikutnya), {paid.number}, 9 Mei, yaitu sisa "
        "lalu Rp641.041 dikurangi uang muka Rp200.000. "
    ) in after
    assert after.endswith("sekarang: Rp80.041, yaitu penjualan Rp80.000 dan sisa lalu Rp41.")
    assert f'dibayar Rp441.000, 9 Mei, <a href="/maker/receipts/{paid.number}.pdf' in money
    assert "dengan sisa sebelumnya Rp441.041" in money, "of a statement that brought nothing new"
    assert "Rp41 tetap milik Ibu/Bapak" in stated and "tetap milik" not in later
    assert "Sisanya Rp41 sudah dihitung" in later
    assert "Tunai dari kas bendahara" in receipt and "Disetujui oleh" in receipt
    assert "Hak Ibu Rp324.000" in behind
    assert behind.endswith(
        "Rp104.041, yaitu penjualan Rp404.000 dan sisa lalu Rp41 dikurangi uang muka Rp300.000."
    )


def fail(stage: Stage, reason: str) -> None:
    """Send the first maker's statement to the bank, which does not pay it."""

    def work(session: Session) -> None:
        by = session.get_one(User, stage.room.manager.id)
        keep_account(session, stage, stage.room.maker.id)
        batch = transferring.send(session, [stage.latest()], by=by, at=stage.at)
        row_id = batch.rows[0].id
        transferring.failed(session, batch, row_id, reason=reason, by=by.id, at=stage.at)

    stage.database.write(work)


def test_a_failed_transfer_is_told_once_and_stands_on_her_phone_until_the_money_comes(
    stage: Stage, phone: FlaskClient
):
    stage.settle()
    told(stage)
    assert not words(stage)
    fail(stage, "rekening ditutup")
    sign_in(phone)
    pages = [phone.get(path).text for path in ("/maker", "/maker/payouts", "/maker/bank")]
    said = words(stage)

    assert said.startswith(
        "Bu Contoh, transfer Rp583.200 (laporan S000001) gagal: rekening ditutup. Uangnya aman di "
        "galeri. Beri tahu nomor rekening yang benar, atau ambil tunai."
    )
    assert said.endswith(f"Belum dibayar sekarang: {rupiah(583_200 + 80_000)}.")
    assert all('data-testid="transfer-failed" data-amount="583200"' in page for page in pages)
    assert all("rekening ditutup" in page for page in pages)
    assert "lewat transfer" not in pages[0] and "transfernya gagal" in pages[0]

    opened = told(stage, "ready")
    stage.pay(stage.latest())

    assert "transfer-failed" not in phone.get("/maker").text
    lying = reading(stage, lambda s: news.told_in(s, queries.require_notice(s, opened)))
    assert not lying, "paid in cash: there is nothing to tell any more"
    stage.database.write(
        lambda s: service.offer_next(s, today=stage.today, by=stage.room.manager.id, at=stage.at)
    )
    assert words(stage).startswith("Bu Contoh, sudah dibayar Rp583.200 (tunai), K000001, 9 Mei. ")
    told(stage)
    assert reading(stage, lambda s: s.get_one(Notice, opened).state) == "empty"
    assert reading(stage, lambda s: transfers.failed_of(s, stage.room.maker.id)) is None


def test_what_was_opened_and_is_no_news_any_more_is_not_sent(
    stage: Stage, phone: FlaskClient, office: Desk
):
    stage.settle()
    told(stage)
    give(stage, Wish("compensation", 5_000, "pecah"))
    stage.settle()
    opened = told(stage, "ready")
    give(stage, Wish("compensation", 6_000, "pecah lagi"))
    stage.settle()

    page = office.get(f"/manage/notices/{opened}").text
    queue = office.get("/manage/notices").text
    shown = office.done("/manage/notices/next")

    assert "sudah tidak berlaku" in page and "wa.me" not in page and "notice-words" not in page
    assert "Bu Contoh, <" not in queue
    assert "Laporan S000005" in shown or "laporan S000005" in shown or "notice-words" in shown
    assert reading(stage, lambda s: s.get_one(Notice, opened).state) == "empty"


def test_a_decision_is_taken_back_one_step(stage: Stage, office: Desk):
    first = told(stage, "wrong_number")
    assert reading(stage, lambda s: queries.wrong_numbers(s)) != []

    page = office.done(f"/manage/notices/{first}/back")

    assert 'data-testid="notice-words"' in page
    assert reading(stage, lambda s: queries.wrong_numbers(s)) == []
    shown = office.done(f"/manage/notices/{first}/sent")
    assert "Barusan: " in shown and 'data-testid="notice-back"' in shown, "beside the next one"
    assert office.get("/manage/notices").text.count('data-testid="notice-back"') == 1
    stage.sell({"dompet": 1})
    told(stage)
    assert office.send(f"/manage/notices/{first}/back").status_code == 409, "a newer one went out"
    with pytest.raises(Conflict):
        stage.database.write(
            lambda s: service.take_back(
                s, queries.require_notice(s, first), by=stage.room.manager.id, at=stage.at
            )
        )


@contextmanager
def asked(stage: Stage) -> Iterator[list[str]]:
    found: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    engine = stage.database.read_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


@one_engine
def test_however_many_makers_wait_their_words_take_as_many_queries(stage: Stage):
    stage.settle()
    stage.pay(stage.latest())
    stage.sell({"selendang": 1})
    both, counts = [stage.room.maker.id, stage.room.other.id], []
    for ids in (both[:1], both):
        with stage.database.reader() as session, asked(stage) as found:
            fresh = news.news_of(session, ids, today=stage.today)
        assert all(fresh.values())
        counts.append(len(found))
    assert counts[0] == counts[1]
