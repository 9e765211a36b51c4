"""A paying day as the treasurer has it: fetch, hand over, and kas bendahara is empty again."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from catalogue.makers import service as makers
from catalogue.makers.models import Maker
from core.db import Database
from core.errors import NotFound, Refused
from core.users.models import User
from pos.reports.verify import verify
from pos.sales.closing import close_shift
from pos.settlements import queries as settlements
from pos.settlements import service as settling
from pos.settlements import treasury
from pos.settlements.models import Payout, Statement
from pos.settlements.opening import service as opening
from pos.settlements.opening.planning import Balance
from pos.settlements.payable import NothingToPay
from pos.settlements.paying_day import queries, service
from pos.shifts import queries as shifts
from tests.pos.settlements.paying_day.desk import day_of, hand_over, move
from tests.pos.settlements.stage import SELENDANG, Stage, open_stage
from tests.racing import race

BANK, TREASURY = treasury.Place("bank"), treasury.TREASURY


def test_forty_seven_makers_are_paid_from_a_bank_withdrawal_with_no_shift_open(
    sqlite_database: Database, home: Path, at
):
    stage = open_stage(sqlite_database, home, at)

    def owe_forty_seven(session: Session) -> None:
        by = {"by": stage.room.manager.id, "at": at}
        opening.post(session, Balance("bank", cash=30_000_000), on=stage.today, **by)
        sentra = session.get_one(Maker, stage.room.maker.id).sentra
        for number in range(1, 48):
            maker = makers.register(session, f"Perajin Rekaan {number}", sentra=sentra, **by)
            owed = Balance(f"maker:{maker.id}", owed=101_050 + number * 7_777)
            opening.post(session, owed, on=stage.today, **by)

    stage.do(owe_forty_seven)
    stage.settle()
    stage.do(lambda session: _close(session, stage))
    day = day_of(stage)
    assert (len(day.waiting), day.lacks) == (47, day.total)

    move(stage, BANK, TREASURY, day.lacks)
    for row in day.waiting:
        hand_over(stage, row.statement.number)

    after = day_of(stage)
    assert (after.waiting, len(after.paid), after.handed) == ((), 47, day.total)
    assert stage.balance("treasury") == 0
    assert stage.balance("bank") == 30_000_000 - day.total
    with stage.database.reader() as session:
        assert [v for v in verify(session, stage.files) if not v.is_good] == []


def _close(session: Session, stage: Stage) -> None:
    room = stage.room_in(session)
    counted = shifts.drawer(session, room.till.id)
    close_shift(session, room.shift, counted=counted, pieces={}, by=room.cashier, at=stage.at)


def test_the_bank_transfers_what_no_note_is_small_enough_for(stage: Stage):
    def owe(session: Session) -> int:
        by = {"by": stage.room.manager.id, "at": stage.at}
        sentra = session.get_one(Maker, stage.room.maker.id).sentra
        maker = makers.register(session, "Perajin Receh", sentra=sentra, **by)
        opening.post(session, Balance(f"maker:{maker.id}", owed=50), on=stage.today, **by)
        return maker.id

    maker_id = stage.do(owe)
    stage.settle()
    number = stage.latest(maker_id).number

    def pay(session: Session, source: str) -> int:
        statement = settlements.require_statement(session, number)
        by = session.get_one(User, stage.room.manager.id)
        return service.pay_from(session, statement, source, by=by, at=stage.at).amount

    with pytest.raises(NothingToPay):
        stage.do(lambda session: pay(session, "treasury"))
    assert stage.do(lambda session: pay(session, "bank")) == 50


def test_the_day_tells_who_waits_what_was_paid_and_what_to_fetch(settled: Stage):
    day = day_of(settled)
    assert [(row.statement.maker.name, row.amount) for row in day.waiting] == [
        ("Dapur Emping Rekaan", 55_000), ("Sekar Benangmas", SELENDANG),
    ]  # fmt: skip
    assert (day.total, day.lacks, day.handed, day.makers) == (379_000, 379_000, 0, 2)

    move(settled, treasury.OUTSIDE, TREASURY, 100_000)
    hand_over(settled, "S000002")

    day = day_of(settled)
    assert [row.amount for row in day.waiting] == [SELENDANG]
    assert (day.total, day.treasury, day.lacks) == (SELENDANG, 45_000, 279_000)
    assert (day.handed, day.makers) == (55_000, 2)


@pytest.mark.parametrize(
    "scanned",
    [
        "S000002",
        " s000002 ",
        "https://titip.example/manage/payouts/payday/S000002",
        "HTTPS://A/S2/",
        "2",
        "000002",
        "m0002",
    ],
)
def test_a_slip_is_known_by_its_square_its_bars_and_its_number(settled: Stage, scanned: str):
    def found(session: Session) -> str:
        return queries.of_slip(session, scanned).number

    with settled.database.reader() as session:
        assert found(session) == "S000002"


def test_what_is_no_slip_is_refused(settled: Stage):
    with settled.database.reader() as session:
        for wrong in ("", "2000000000015", "https://titip.example/k/2000000000015", "S", "M0009"):
            with pytest.raises(Refused, match="bukan slip"):
                queries.of_slip(session, wrong)
        with pytest.raises(NotFound):
            queries.of_slip(session, "S000099")


def test_kas_bendahara_does_not_go_below_zero_unless_somebody_says_why(settled: Stage):
    move(settled, treasury.OUTSIDE, TREASURY, 323_999)
    with pytest.raises(treasury.TooLittle, match=r"ada Rp323\.999, kurang Rp1\."):
        hand_over(settled, "S000001")
    with pytest.raises(treasury.TooLittle):
        move(settled, TREASURY, BANK, 324_000)
    assert settled.balance("treasury") == 323_999

    hand_over(settled, "S000001", below="dipinjam dari kas koperasi")
    move(settled, TREASURY, BANK, 9, below="setoran ditulis belakangan")

    assert settled.balance("treasury") == -10


def test_a_safe_pays_by_way_of_kas_bendahara(settled: Stage):
    safe = f"safe:{settled.room.outlet.id}"
    place = treasury.Place("safe", settled.room.outlet.id)
    move(settled, treasury.OUTSIDE, TREASURY, 24_000)
    move(settled, treasury.OUTSIDE, place, 700_000)  # the float came from there
    before = settled.balance(place.code.replace("safe:", "safe:outlet:"))

    payout = hand_over(settled, "S000001", safe)

    assert (payout.source, payout.amount) == ("treasury", SELENDANG)
    assert settled.balance("treasury") == 0
    assert settled.balance(place.code.replace("safe:", "safe:outlet:")) == before - 300_000

    stall = f"safe:{settled.room.stall.id}"
    for source, said in (
        (stall, "hanya ada Rp0"),
        ("safe:99", "Pilih tempat uangnya"),
        ("pocket", "Pilih dari mana"),
        ("drawer:x", "Kasir itu belum buka"),
    ):
        with pytest.raises(Refused, match=said):
            hand_over(settled, "S000002", source)


def test_two_who_hand_the_last_money_out_do_not_both_get_it(settled: Stage, database_url: str):
    move(settled, treasury.OUTSIDE, TREASURY, SELENDANG)
    manager_id, at = settled.room.manager.id, settled.at

    def paying(number: str):
        def pay(database: Database) -> str:
            def work(session: Session) -> str:
                by = session.get_one(User, manager_id)
                statement = queries.of_slip(session, number)
                return settling.pay(session, statement, "treasury", by=by, at=at).number

            return database.write(work)

        return pay

    ended = race(database_url, paying("S000001"), paying("S000002"))

    assert "TooLittle" in ended
    assert settled.balance("treasury") in (0, SELENDANG - 55_000)


def test_two_scans_of_one_slip_pay_it_once(settled: Stage, database_url: str):
    move(settled, treasury.OUTSIDE, TREASURY, 1_000_000)
    manager_id, at = settled.room.manager.id, settled.at

    def scan(database: Database) -> str:
        def work(session: Session) -> str:
            by = session.get_one(User, manager_id)
            statement = queries.of_slip(session, "S000001")
            return service.pay_from(session, statement, "treasury", by=by, at=at).number

        return database.write(work)

    assert sorted(race(database_url, scan, scan)) == ["AlreadyPaid", "K000001"]
    assert settled.balance("treasury") == 1_000_000 - SELENDANG
    with settled.database.reader() as session:
        assert session.query(Payout).count() == 1
        assert session.query(Statement).count() == 2
