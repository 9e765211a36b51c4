"""Card money day by day: it comes home less the charge, and what a bank takes back has a home."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from core.dispatch import TitipFlask
from core.errors import Conflict, Refused
from pos.reports.trust import trust
from pos.sales import queries as sales
from pos.sales.claims import service as claims
from pos.sales.deposits import service as deposits
from pos.sales.deposits.service import Left
from pos.settlements.acquirer_days import queries, service
from pos.settlements.acquirer_days.queries import Day
from tests.pos.settlements.acquirer_days.test_acquirer_days import match
from tests.pos.settlements.office import browser, rows, send
from tests.pos.settlements.stage import Stage
from tests.pos.showroom import CARD

Sold = tuple[Stage, int, int]


def day_of(stage: Stage) -> Day:
    with stage.database.reader() as session:
        return queries.acquirer_day(session, "card", stage.today)


def own_of(stage: Stage) -> int:
    with stage.database.reader() as session:
        return trust(session).own.amount


def charge_back(stage: Stage, tender_id: int) -> None:
    stage.do(
        lambda s: claims.accept(
            s, sales.require_tender(s, tender_id), by=stage.room.manager.id, at=stage.at,
            reason="bank menarik kembali",
        )
    )  # fmt: skip


def take_back(stage: Stage, credit_id: int) -> None:
    stage.do(
        lambda s: service.take_back(
            s, queries.require_credit(s, "card", credit_id), reason="keliru",
            by=stage.room.manager.id, at=stage.at,
        )
    )  # fmt: skip


@pytest.fixture
def sold(stage: Stage) -> Sold:
    """Two tickets of one day paid by card: 405.000 and 33.333; their tenders' ids."""
    ids = [stage.sell({goods: 1}, offers=CARD) for goods in ("selendang", "dompet")]
    with stage.database.reader() as session:
        large, small = (sales.require(session, sale_id).tenders[0].id for sale_id in ids)
    return stage, large, small


def test_a_day_of_cards_comes_home_to_the_rupiah(sold: Sold):
    stage, large, small = sold
    assert (day_of(stage).state, stage.balance("card")) == ("open", 438_333)

    match(stage, 438_333 - 4_050 - 333, large, small, kind="card")  # 1 %, a guess

    day = day_of(stage)
    assert (day.state, day.charged, day.banked) == ("done", 4_383, 433_950)
    assert [stage.balance(a) for a in ("bank", "charges", "card")] == [433_950, 4_383, 0]
    stage.all_agree()
    with pytest.raises(Conflict):
        match(stage, 33_000, small, kind="card")


def test_a_deposit_by_card_and_a_refund_to_the_card_stand_in_the_same_sum(sold: Sold):
    stage, large, _small = sold

    def work(session: Session) -> int:
        room = stage.room_in(session)
        sale = sales.require_tender(session, large).sale
        room.give_back(session, sale.lines[0], 1, offers=CARD)
        left = Left("Bu Ani", 100_000, "card", reference="654321")
        return deposits.take(session, room.till, left, by=room.cashier, at=room.at).id

    deposit_id = stage.database.write(work)
    day = day_of(stage)
    assert day.sum_of("seen") == 405_000 + 33_333 - 405_000 + 100_000
    assert sorted(one.amount for one in day.payments) == [-405_000, 33_333, 100_000, 405_000]

    tenders = [one.thing.id for one in day.payments if one.field == "claim"]
    match(stage, 133_000, *tenders, kind="card", deposit_ids=[deposit_id], explained="charge")
    assert (day_of(stage).state, stage.balance("card"), stage.balance("bank")) == (
        "done",
        0,
        133_000,
    )
    stage.all_agree()


def test_money_that_the_bank_takes_back_is_kept_from_a_later_credit(sold: Sold):
    stage, large, small = sold
    first = match(stage, 400_000, large, kind="card", explained="charge")
    before = own_of(stage)
    charge_back(stage, large)
    assert own_of(stage) == before - 405_000  # the house's loss, at once
    day = day_of(stage)
    assert (stage.balance("card_missing"), stage.balance("card")) == (405_000, 33_333 - 405_000)
    assert [(one.amount, one.field) for one in day.backs] == [(-405_000, "back")]
    with pytest.raises(Conflict):
        charge_back(stage, large)

    big = stage.sell({"selendang": 2}, offers=CARD)
    with stage.database.reader() as session:
        paid = sales.require(session, big).tenders[0].id
    last = match(stage, 430_000, small, paid, kind="card", back_ids=[large], explained="charge")
    assert (stage.balance("card"), stage.balance("bank")) == (0, 830_000)
    assert (day_of(stage).backs, day_of(stage).state) == ((), "done")
    stage.all_agree()

    with pytest.raises(Conflict, match="Batalkan yang itu dulu"):
        take_back(stage, first)
    take_back(stage, last)
    take_back(stage, first)
    assert [one.state for one in day_of(stage).payments] == ["missing", "seen", "seen"]
    assert stage.balance("card") == 33_333 + 810_000
    match(stage, 405_000, large, kind="card", explained="charge")  # it came after all
    assert stage.balance("card_missing") == 0
    stage.all_agree()


def test_money_that_does_not_come_is_borne_by_the_house_until_it_is_paid_otherwise(
    app: TitipFlask, sold: Sold
):
    stage, large, small = sold
    owed = stage.owed()
    office = browser(app, stage.room.manager)
    path = f"/manage/card/{stage.today}"
    assert send(office, f"{path}/payments/{large}/lost").status_code == 422
    assert send(office, f"{path}/payments/{large}/lost", reason="mesin rusak").status_code == 303
    assert (day_of(stage).sum_of("missing"), stage.balance("card_missing")) == (405_000, 405_000)
    assert stage.owed() == owed  # the maker's share is not touched

    assert send(office, f"{path}/payments/{large}/paid").status_code == 422
    said = send(office, f"{path}/payments/{large}/paid", reference="transfer Bu Ani")
    assert said.status_code == 303
    assert (stage.balance("card_missing"), stage.balance("bank")) == (0, 405_000)
    page = office.get(path).text
    assert [row["state"] for row in rows(page, "payment")] == ["otherwise", "seen"]
    assert send(office, path, claim=[small], amount="33.000").status_code == 303
    assert rows(office.get("/manage/card").text, "acquirer-day")[0]["state"] == "done"
    stage.all_agree()


def test_the_figure_leads_to_the_days_and_each_kind_keeps_to_its_own(app: TitipFlask, sold: Sold):
    stage, large, _small = sold
    office = browser(app, stage.room.manager)
    assert 'href="/manage/card"' in office.get("/manage/trust/card").text
    assert 'href="/manage/card"' in office.get("/manage/treasury").text
    assert rows(office.get("/manage/qris").text, "acquirer-day") == []
    assert send(office, "/manage/card", rate="1,8", free="").status_code == 303
    assert "1,8%" in office.get("/manage/card").text
    with pytest.raises(Refused, match="Centang bayaran"):
        match(stage, 405_000, large, explained="charge")  # of QRIS there is no such claim
    tomorrow = stage.today + timedelta(days=1)
    assert len(rows(office.get(f"/manage/card/{tomorrow}").text, "payment")) == 2  # from before
    for path in (
        "/manage/cash",
        "/manage/card/kemarin",
        f"/manage/qris/{tomorrow}/payments/1/lost",
    ):
        assert office.get(path).status_code in (404, 405)
    assert browser(app, stage.room.cashier).get("/manage/card").status_code == 403
