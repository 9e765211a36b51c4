"""QRIS and cards day by day: every rupiah paid is in the bank, a charge, or named as missing."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from bench.house import questions
from core.db import Database
from core.errors import Conflict, Refused
from pos.ledger.service import Posting
from pos.reports.verify import verify
from pos.sales import completing
from pos.sales import queries as sales
from pos.sales.claims import service as claims
from pos.sales.claims import surplus
from pos.settlements.acquirer_days import payments, queries, service
from pos.settlements.acquirer_days.queries import Day
from pos.settlements.acquirer_days.reading import expected_charge, read
from pos.settlements.acquirer_days.service import Came
from tests.pos.settlements.office import browser, rows, send
from tests.pos.settlements.stage import Stage
from tests.pos.showroom import QRIS
from tests.racing import race

MICRO = {"bps": 30, "free_up_to": 500_000}


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_what_days_miss_is_found_by_the_index_of_what_credits_paid(stage: Stage):
    """Without it every tender there ever was is compared with every part of a credit."""
    with questions(stage.database) as asked, stage.database.reader() as session:
        payments.unmatched(session, "qris", before=stage.today)
    question = next(one for one in asked if "LEFT OUTER JOIN qris_credit_part" in one)

    with stage.database.reader() as session:
        plan = session.connection().exec_driver_sql(
            f"EXPLAIN QUERY PLAN {question}", ("",) * question.count("?")
        )
        steps = [row[3] for row in plan if "qris_credit_part" in row[3]]
    assert ["uq_qris_credit_part_tender" in step for step in steps] == [True]


def day_of(stage: Stage) -> Day:
    with stage.database.reader() as session:
        return queries.acquirer_day(session, "qris", stage.today)


def match(stage: Stage, amount: int, *tender_ids: int, kind: str = "qris", **how: object) -> int:
    def work(session: Session) -> int:
        came = Came(amount, tender_ids, **how)  # type: ignore[arg-type]
        by = stage.room.manager.id
        return service.match(session, kind, stage.today, came, by=by, at=stage.at).id

    return stage.database.write(work)


@pytest.fixture
def claimed(stage: Stage) -> tuple[Stage, int, int]:
    """Two claims of one day: 810.000 and 33.333; their tenders' ids."""
    sold = [stage.sell({"selendang": 2}, offers=QRIS), stage.sell({"dompet": 1}, offers=QRIS)]
    with stage.database.reader() as session:
        ids = [sales.require(session, sale_id).tenders[0].id for sale_id in sold]
    return stage, *ids


def test_a_day_is_matched_to_the_rupiah(claimed: tuple[Stage, int, int]):
    stage, large, small = claimed
    assert (day_of(stage).state, day_of(stage).sum_of("waiting")) == ("open", 843_333)

    match(stage, 843_333 - 2_430, large, small)  # 0,3 % of what is above 500.000

    day = day_of(stage)
    assert (day.state, day.charged, day.banked) == ("done", 2_430, 840_903)
    assert day.sum_of() - day.charged == day.banked
    assert [stage.balance(a) for a in ("bank", "charges", "qris", "qris_claimed")] == [
        840_903, 2_430, 0, 0,
    ]  # fmt: skip
    with stage.database.reader() as session:
        names = (
            "Uang QRIS dan kartu yang dicairkan",
            "Buku besar dan kejadiannya",
            "Asal tiap catatan",
        )
        bad = [v for v in verify(session, stage.files) if v.name in names and not v.is_good]
        assert bad == []


def test_what_is_missing_stays_open_and_comes_with_a_later_credit(claimed: tuple[Stage, int, int]):
    stage, large, small = claimed
    match(stage, 33_333, small)
    assert (day_of(stage).state, day_of(stage).sum_of("waiting")) == ("part", 810_000)

    def accept(session: Session) -> None:
        tender = sales.require_tender(session, large)
        claims.accept(session, tender, by=stage.room.manager.id, at=stage.at, reason="lama")

    stage.do(accept)
    assert (day_of(stage).state, stage.balance("qris_missing")) == ("missing", 810_000)

    def later(session: Session) -> None:
        tomorrow = stage.today + timedelta(days=1)
        assert [c.thing.id for c in queries.acquirer_day(session, "qris", tomorrow).earlier] == [
            large
        ]
        service.match(
            session,
            "qris",
            tomorrow,
            Came(807_570, (large,)),
            by=stage.room.manager.id,
            at=stage.at,
        )

    stage.do(later)
    day = day_of(stage)
    assert (day.state, day.elsewhere, day.banked) == ("done", 810_000, 33_333)
    assert (stage.balance("qris_missing"), stage.balance("qris")) == (0, 0)


def test_a_difference_needs_a_home(claimed: tuple[Stage, int, int]):
    stage, large, small = claimed
    for amount, said, fits in (
        (840_900, r"Rp3 lebih sedikit", ("charge",)),
        (890_903, r"Rp50\.000 lebih banyak", ("surplus",)),
        (843_000, r"Rp2\.097 lebih banyak", ("charge", "surplus")),  # less was kept than expected
    ):
        with pytest.raises(service.Unexplained, match=said) as refused:
            match(stage, amount, large, small)
        assert refused.value.fits == fits
    with pytest.raises(service.Unexplained):
        match(stage, 890_903, large, small, explained="charge")
    assert stage.balance("qris_claimed") == 843_333  # nothing of it was kept

    match(stage, 890_903, large, small, explained="surplus")

    assert (stage.balance("bank"), stage.balance("qris_surplus")) == (890_903, -50_000)
    assert (day_of(stage).beyond, day_of(stage).charged) == (50_000, 2_430)


def test_the_acquirer_may_keep_more_than_expected(claimed: tuple[Stage, int, int]):
    stage, large, small = claimed
    match(stage, 840_000, large, small, explained="charge")
    assert (stage.balance("charges"), stage.balance("qris")) == (3_333, 0)


def test_a_charge_that_nobody_asks_for_is_taken_only_by_somebody_who_is_sure(
    app, claimed: tuple[Stage, int, int]
):
    stage, _large, small = claimed
    office, path = browser(app, stage.room.manager), f"/manage/qris/{stage.today}"
    free = {"claim": [small], "amount": "32.333", "explained": "charge"}  # up to 500.000 nothing
    asked = send(office, path, **free)
    assert asked.status_code == 422 and 'name="sure"' in asked.text
    assert "Biaya Rp1.000 terlalu besar: perkiraannya Rp0" in asked.text
    assert stage.balance("charges") == 0
    assert send(office, path, **free, sure="1").status_code == 303
    assert stage.balance("charges") == 1_000


def test_surplus_money_noted_before_comes_with_a_credit(claimed: tuple[Stage, int, int]):
    stage, _large, small = claimed
    by = {"by": stage.room.manager.id, "at": stage.at}
    noted = stage.database.write(lambda s: surplus.note(s, 20_000, "bayar dua kali", **by).id)
    match(stage, 53_333, small, surplus_ids=(noted,))
    assert (stage.balance("qris"), stage.balance("qris_surplus")) == (0, -20_000)
    assert day_of(stage).surplus == ()


def test_surplus_money_that_is_in_the_bank_is_not_given_back_from_the_acquirer(
    app, claimed: tuple[Stage, int, int]
):
    stage, _large, small = claimed
    by = {"by": stage.room.manager.id, "at": stage.at}
    noted = stage.database.write(lambda s: surplus.note(s, 20_000, "bayar dua kali", **by).id)
    match(stage, 53_333, small, surplus_ids=(noted,))
    office, path = browser(app, stage.room.manager), f"/manage/surplus/{noted}/back"

    refused = send(office, path, source="qris", words="Ibu Ayu")
    assert (refused.status_code, 'id="source-salah"' in refused.text) == (422, True)
    too_little = send(office, path, source="treasury", words="Ibu Ayu")
    assert (too_little.status_code, 'name="below"' in too_little.text) == (422, True)
    assert stage.balance("qris_surplus") == -20_000
    assert send(office, path, source="bank", words="Ibu Ayu").status_code == 303

    assert [stage.balance(a) for a in ("bank", "qris", "qris_surplus")] == [33_333, 0, 0]


def test_surplus_is_counted_beside_the_payments_and_goes_back_from_where_it_is(
    app, claimed: tuple[Stage, int, int]
):
    stage, _large, small = claimed
    match(stage, 53_333, small, explained="surplus")
    office = browser(app, stage.room.manager)
    said = "1 bayaran 33.333, biaya 0, uang lebih 20.000"
    assert said in office.get(f"/manage/qris/{stage.today}").text
    page = office.get("/manage/claims").text.partition('data-testid="surplus"')[2]
    ways = re.findall(r'<option value="(\w+)"', page)
    assert ways == ["bank", "treasury"]  # it is at the acquirer no more


def test_a_claim_paid_otherwise_stands_the_same_in_the_list_and_on_its_day(
    claimed: tuple[Stage, int, int],
):
    """One that says it was replaced, and of which no late money was kept: as older books have it."""
    stage, large, small = claimed

    def replace(session: Session) -> None:
        tender = sales.require_tender(session, large)
        posting = Posting(stage.today, stage.room.outlet.id, stage.room.manager.id, stage.at)
        completing.book_confirmation(session, tender, "replaced", posting=posting)

    stage.do(replace)
    match(stage, 33_333, small)

    with stage.database.reader() as session:
        [row] = queries.rows(session, "qris")
    day = day_of(stage)
    assert {one.state for one in day.payments} == {"otherwise", "matched"}
    assert row.state == day.state == "done"


def test_surplus_that_was_only_a_slip_goes_with_the_credit_that_brought_it(
    claimed: tuple[Stage, int, int],
):
    stage, _large, small = claimed
    wrong = match(stage, 333_330, small, explained="surplus")
    by = {"by": stage.room.manager.id, "at": stage.at}
    stage.do(
        lambda s: service.take_back(
            s, queries.require_credit(s, "qris", wrong), reason="salah ketik", **by
        )
    )
    match(stage, 33_333, small)
    assert (stage.balance("bank"), stage.balance("qris"), stage.balance("qris_surplus")) == (
        33_333,
        0,
        0,
    )
    with stage.database.reader() as session:
        assert surplus.waiting(session) == []


def test_a_wrong_credit_is_taken_back_and_matched_again(claimed: tuple[Stage, int, int]):
    stage, large, small = claimed
    wrong = match(stage, 840_903, large, small)
    with pytest.raises(Conflict):
        match(stage, 33_333, small)

    def back(session: Session) -> None:
        row = queries.require_credit(session, "qris", wrong)
        service.take_back(session, row, reason="salah", by=stage.room.manager.id, at=stage.at)

    stage.do(back)
    assert (stage.balance("bank"), stage.balance("charges"), stage.balance("qris")) == (
        0,
        0,
        843_333,
    )
    assert day_of(stage).state == "open"
    with pytest.raises(Conflict):
        stage.do(back)
    match(stage, 840_903, large, small)
    assert stage.balance("bank") == 840_903


def test_two_who_match_the_same_claim_book_it_once(
    claimed: tuple[Stage, int, int], database_url: str
):
    stage, _large, small = claimed
    by, at, day = stage.room.manager.id, stage.at, stage.today

    def book(database: Database) -> str:
        def work(session: Session) -> str:
            service.match(session, "qris", day, Came(33_333, (small,)), by=by, at=at)
            return "booked"

        return database.write(work)

    assert sorted(race(database_url, book, book)) == ["Conflict", "booked"]
    assert stage.balance("bank") == 33_333


def test_the_page_ticks_what_waits_and_reads_pasted_lines(app, claimed: tuple[Stage, int, int]):
    stage, large, small = claimed
    office = browser(app, stage.room.manager)
    path = f"/manage/qris/{stage.today}"
    page = office.get(path).text
    assert [row["state"] for row in rows(page, "payment")] == ["waiting", "waiting"]
    assert page.count(" checked") == 2

    refused = send(office, path, claim=[large, small], amount="840.900")
    assert refused.status_code == 422
    assert re.findall(r'name="explained" value="(\w+)"', refused.text) == ["charge"]
    tomorrow = f"/manage/qris/{stage.today + timedelta(days=1)}"
    from_before = send(office, tomorrow, claim=[large, small], amount="840.900").text
    assert "Dicentang Rp843.333, perkiraan biaya Rp2.430, jadi Rp840.903." in from_before
    lines = "10/05/2026 KR QRIS 9360000812345678 840.903,00 12.840.903,00"
    assert send(office, path, claim=[large, small], lines=lines).status_code == 303
    shown = office.get(path).text
    assert rows(shown, "acquirer-state")[0]["state"] == "done"
    assert rows(shown, "acquirer-banked")[0]["amount"] == "840903"
    assert rows(office.get("/manage/qris").text, "acquirer-day")[0]["state"] == "done"
    assert "Ada uang lain yang masuk?" in shown  # the amount is asked for no more
    assert send(office, path, lines="tanpa angka").status_code == 422
    assert office.get("/manage/qris/kemarin").status_code == 404
    assert browser(app, stage.room.cashier).get(path).status_code == 403


def test_what_the_acquirer_charges_is_set_on_the_page(app, stage: Stage):
    office = browser(app, stage.room.manager)
    assert send(office, "/manage/qris", rate="0,7", free="0").status_code == 303
    assert "0,7%" in office.get("/manage/qris").text
    assert send(office, "/manage/qris", rate="9").status_code == 422


@pytest.mark.parametrize(
    ("pasted", "amounts", "unread"),
    [
        ("10/05/2026 09:15 CR SETTLEMENT QRIS 1.234.567,00", (1_234_567,), ()),
        ("2026-05-10;QRIS;1,234,567.00;CR;9,000,000.00", (1_234_567,), ()),
        ("QRIS 840903\n\n  QRIS 33.333  ", (840_903, 33_333), ()),
        ("Saldo awal", (), ("Saldo awal",)),
        ("NMID 936000081234567812", (), ("NMID 936000081234567812",)),
    ],
)
def test_lines_of_a_bank_are_read(pasted: str, amounts: tuple[int, ...], unread: tuple[str, ...]):
    found = read(pasted)
    assert (found.amounts, found.unread) == (amounts, unread)


@given(st.lists(st.integers(1, 10_000_000), max_size=8), st.integers(0, 500))
def test_a_charge_is_never_more_than_what_was_paid(amounts: list[int], bps: int):
    charge = expected_charge(amounts, bps=bps, free_up_to=500_000)
    assert 0 <= charge <= sum(amounts)
    assert expected_charge(amounts, bps=0, free_up_to=0) == 0


def test_refused_without_anything_ticked_or_with_no_money(claimed: tuple[Stage, int, int]):
    stage, _large, small = claimed
    for amount, ids, said in ((0, (small,), "antara Rp1 dan"), (1_000, (), "Centang bayaran")):
        with pytest.raises(Refused, match=said):
            match(stage, amount, *ids)
