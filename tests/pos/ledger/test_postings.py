"""`docs/postings.md` is the contract of the ledger: every event is driven, and each side compared."""

import ast
import re
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from catalogue.stock.counts import checking, counting
from catalogue.stock.counts import queries as counted
from catalogue.stock.counts import service as stock_counts
from catalogue.stock.departures import drafts
from catalogue.stock.departures.drafts import Piece, Story
from config import PROJECT
from core import jobs
from core.db import Database
from pos.ledger.models import Account, Entry
from pos.reports.causes import PAGES
from pos.reports.checks.events import EVENTS
from pos.reports.words import account_name, reason_name
from pos.sales.claims import service as claims
from pos.sales.claims import surplus
from pos.sales.deposits import service as deposits
from pos.sales.deposits.service import Left
from pos.sales.discounts import Approval
from pos.sales.tenders import Offer
from pos.settlements import compensation, treasury
from pos.settlements import counting as count_posting
from pos.settlements.acquirer_days import service as acquirer_days
from pos.settlements.acquirer_days.service import Came
from pos.settlements.adjusting.models import HANDED, KINDS, SOURCES
from pos.settlements.adjusting.service import Wish
from pos.settlements.opening import service as opening
from pos.settlements.opening.planning import Balance
from pos.shifts import carried
from pos.shifts import service as shifts
from pos.shifts.models import Shift
from tests.pos.sales.tours.groups import Groups
from tests.pos.settlements.adjusting.test_service import approved
from tests.pos.settlements.fees.test_fees import bears_transfers, set_rate, worker
from tests.pos.settlements.maker_records.test_merging import merge, second
from tests.pos.settlements.stage import Stage, open_stage
from tests.pos.showroom import CARD, CASH, QRIS

Posting = tuple[str, str, str, str]
"""Source, reason, debit, credit; an account as `payable:maker`."""

PAGE = PROJECT / "docs" / "postings.md"


def documented() -> set[Posting]:
    """The table of the page, one posting for each pair of accounts that a row names."""
    found: set[Posting] = set()
    for line in PAGE.read_text().splitlines():
        if not line.startswith("|") or line.startswith(("|---", "| Event")):
            continue
        _event, source, reason, debited, credited, _amount = (
            cell.strip() for cell in line.strip().strip("|").split("|")
        )
        pairs = set(product(debited.split(", "), credited.split(", ")))
        for debit, credit in pairs:
            one = (source, reason, debit, credit)
            assert one not in found, f"the page has {one} twice"
            found.add(one)
    return found


def written(database: Database) -> set[Posting]:
    """What the ledger holds."""
    debit, credit = aliased(Account), aliased(Account)
    rows = select(Entry.source_kind, Entry.reason, debit.code, credit.code)
    rows = rows.join(debit, debit.id == Entry.debit_id).join(credit, credit.id == Entry.credit_id)
    with database.reader() as session:
        return {
            (source, reason, sort_of(debit_code), sort_of(credit_code))
            for source, reason, debit_code, credit_code in session.execute(rows)
        }


def sort_of(code: str) -> str:
    """`payable:maker:12` is a `payable:maker`."""
    return re.sub(r":\d+$", "", code)


def sell_and_take_back(stage: Stage) -> None:
    """Every tender, a discount, house goods, both roundings; money back in cash and by transfer."""

    def work(session: Session) -> None:
        room = stage.room_in(session)
        discounted = room.sell(session, {"selendang": 3}, discount=81_000)
        seen = room.sell(session, {"dompet": 1}, offers=QRIS, confirmed=True)
        room.give_back(session, seen.lines[0], 1, offers=QRIS)
        card = (Offer("card", reference="123456"),)
        swiped = room.sell(session, {"emping": 1}, offers=card)
        room.give_back(session, swiped.lines[0], 1, offers=card)
        room.sell(session, {"dompet": 1}, offers=(Offer("maker", maker_id=room.maker.id),))
        wired = room.sell(session, {"dompet": 2}, offers=(Offer("transfer"),))
        sent = room.sell(session, {"ongkir": 1})
        room.give_back(session, sent.lines[0], 1)
        bag = room.sell(session, {"tas": 1})
        assert bag.rounding < 0
        room.give_back(session, discounted.lines[0], 1)
        room.give_back(session, wired.lines[0], 1, offers=(Offer("transfer"),))
        back = room.give_back(session, bag.lines[0], 1)
        assert back.rounding > 0

    stage.do(work)


def keep_deposits(stage: Stage) -> None:
    """A deposit of each way, one used on a ticket, two given back."""

    def work(session: Session) -> None:
        room = stage.room_in(session)
        till, who = room.counter(session).till, room.counter(session).cashier
        taken = [
            deposits.take(session, till, Left("Bu Ani", 100_000, way), by=who, at=room.at)
            for way in ("cash", "qris", "card", "transfer")
        ]
        used = Offer("deposit", 68_000, deposit_id=taken[0].id)
        room.sell(session, {"emping": 1}, offers=(used,))
        for row, way in zip(taken[1:], deposits.BACK, strict=False):
            deposits.give_back(
                session, row, till, 100_000, way=way, reason="uji", by=who, at=room.at,
                approval=Approval(room.manager, "uji"),
            )  # fmt: skip

    stage.do(work)


def settle_claims(stage: Stage) -> None:
    """Accepted claims come late in each way; others are paid in cash and by transfer instead."""

    def work(session: Session) -> None:
        room = stage.room_in(session)
        how = {"by": room.manager.id, "at": room.at, "shift": session.get_one(Shift, room.shift.id)}
        for way in ("qris", "cash", "transfer"):
            [tender] = room.sell(session, {"emping": 1}, offers=QRIS).tenders
            claims.accept(session, tender, by=room.manager.id, at=room.at, reason="uji")
            claims.receive(session, tender, way=way, **how)
        for way in ("cash", "transfer"):
            [tender] = room.sell(session, {"dompet": 1}, offers=QRIS).tenders
            claims.receive(session, tender, way=way, **how)

        for source in ("qris", *surplus.SOURCES):
            row = surplus.note(session, 25_000, "uji", by=room.manager.id, at=room.at)
            surplus.give_back(
                session, row, source=source, words="uji", by=room.manager.id, at=room.at
            )

    stage.do(work)


def move_cash(stage: Stage) -> None:
    """Into the drawer, out of it, into the safe."""

    def work(session: Session) -> None:
        room = stage.room_in(session)
        for kind in ("in", "out", "drop"):
            shifts.move_cash(
                session, room.shift, kind, 10_000, reason="uji", by=room.cashier.id, at=room.at
            )

    stage.do(work)


def hand_the_drawer_over(stage: Stage) -> None:
    """Two hand-overs, counted: one finds too much, the other too little."""

    def work(session: Session) -> None:
        room = stage.room_in(session)
        for person, off in ((room.manager, 500), (room.cashier, -500)):
            held = shifts.queries.drawer(session, room.till.id)
            shifts.pass_on(session, room.shift, to=person.id, counted=held + off, at=room.at)

    stage.do(work)


def carry_cash(stage: Stage) -> None:
    """The cashier keeps what was in the drawer, hands some in, opens with some, and settles twice."""

    def work(session: Session) -> None:
        room = stage.room_in(session)
        how = {"by": room.cashier.id, "at": room.at}
        for place, missing, float_ in ((room.outlet, 400, 5_000), (None, -400, 1_000)):
            held = shifts.queries.drawer(session, room.till.id)
            shifts.count_and_close(
                session,
                room.shift,
                counted=held,
                pieces={},
                report={},
                kept_by=room.cashier.id,
                **how,
            )
            carried.hand_in(session, room.cashier, carried.Receipt(100, place, "Bu R"), **how)
            room.shift = shifts.open_shift(
                session, room.till, opening_float=float_, from_hand=True, **how
            )
            left = shifts.queries.in_hand(session, room.cashier.id) - missing
            receipt = carried.Receipt(left, place, "Bu R", settles=True)
            carried.hand_in(session, room.cashier, receipt, by=room.manager.id, at=room.at)
        stage.room.shift = room.shift

    stage.do(work)


def count(stage: Stage, difference: int) -> None:
    """Close the till with a count that is off by `difference`, and open it again."""

    def work(session: Session) -> None:
        room = stage.room_in(session)
        how = {"by": room.cashier.id, "at": room.at}
        held = shifts.queries.drawer(session, room.till.id)
        shifts.count_and_close(
            session, room.shift, counted=held + difference, pieces={}, report={}, **how
        )
        stage.room.shift = shifts.open_shift(session, room.till, opening_float=200_000, **how)

    stage.do(work)


def match_days(stage: Stage) -> None:
    """What acquirers paid for a day, booked and taken back; card money that the buyer's bank took back."""

    def work(session: Session) -> None:
        room = stage.room_in(session)
        how = {"by": room.manager.id, "at": room.at}
        for kind, offers in (("qris", QRIS), ("card", CARD)):
            [tender] = room.sell(session, {"dompet": 1}, offers=offers).tenders
            short = Came(33_000, [tender.id], explained="charge")
            row = acquirer_days.match(session, kind, stage.today, short, **how)
            acquirer_days.take_back(session, row, reason="uji", **how)
            more = Came(90_000, explained="surplus")
            acquirer_days.match(session, kind, stage.today, more, **how)
        for way in ("card", "cash", "transfer"):
            [tender] = room.sell(session, {"emping": 1}, offers=CARD).tenders
            claims.accept(session, tender, reason="uji", **how)
            claims.receive(session, tender, way=way, shift=room.shift, **how)
        for place in ("card", "bank", "treasury"):
            extra = surplus.note(session, 1_000, "lebih", kind="card", **how)
            surplus.give_back(session, extra, source=place, words="kembali", **how)

    stage.do(work)


def move_money(stage: Stage) -> None:
    """Between every two places."""

    def work(session: Session) -> None:
        places = treasury.places(session)
        for source in [*places, treasury.OUTSIDE]:
            for target in [*places, treasury.COURIERS]:
                if source != target:
                    treasury.move(
                        session, source, target, 1_000, reason="uji",
                        by=stage.room.manager.id, at=stage.at, below="uji",
                    )  # fmt: skip

    stage.do(work)


def open_the_books(stage: Stage) -> None:
    """What was owed and lay about on the first day, and each taken back."""

    def work(session: Session) -> None:
        how = {"by": stage.room.manager.id, "at": stage.at}
        maker = Balance(f"maker:{stage.room.maker.id}", owed=5_000, advance=2_000)
        accounts = (f"safe:{stage.room.outlet.id}", "treasury", "bank", "qris")
        for balance in [maker, *(Balance(account, cash=1_000) for account in accounts)]:
            row = opening.post(session, balance, on=stage.today, **how)
            opening.take_back(session, row, reason="uji", **how)

    stage.do(work)


def merge_two(stage: Stage) -> None:
    """Write a maker down twice, sell of both records, settle, sell again, and merge."""
    twin = second(stage)
    stage.sell({"tas tapis": 1})
    stage.settle()
    stage.sell({"tas tapis": 1})
    merge(stage, twin, stage.room.maker.id)


def adjust(stage: Stage) -> None:
    """Each kind, from each place."""
    for kind in KINDS:
        for source in SOURCES if kind in HANDED else (None,):
            approved(stage, Wish(kind, 1_000, "uji", source))


def charge(stage: Stage) -> None:
    """A month, and a transfer at the maker's cost that is taken back."""
    for kind in ("monthly", "transfer"):
        set_rate(stage, 2_500, kind=kind)
    bears_transfers(stage)
    worker(stage, stage.at)
    worker(stage, stage.at + timedelta(days=70))
    stage.settle()
    stage.take_back(stage.pay(stage.latest(), "bank"))


def pay_and_take_back(stage: Stage) -> None:
    """From each source, taken back and paid again; a drawer's also after its count."""
    stage.settle()
    for source, how in (
        ("bank", {}),
        ("treasury", {}),
        ("drawer", {"till_id": stage.room.till.id}),
    ):
        stage.take_back(stage.pay(stage.latest(), source, **how))
        stage.settle()  # a payout and its reversal stand on the next statement


def lose_and_find(stage: Stage) -> None:
    """Goods are lost, and one of them is found."""

    def work(session: Session) -> None:
        room = stage.room_in(session)
        story = Story(happened_on=stage.today, note="uji", found_by="uji")
        loss = drafts.start_loss(session, room.outlet, story, by=room.manager.id, at=room.at)
        drafts.add(session, loss, [Piece(room.goods["dompet"], 2, None, "lost")], at=room.at)
        how = {"by": room.manager, "at": room.at}
        compensation.sign_loss(session, loss, **how)
        compensation.take_back(session, loss, {loss.lines[0].id: 1}, reason="uji", **how)

    stage.do(work)


def count_too_little(stage: Stage) -> None:
    """A stock count finds nothing of goods that are on record."""
    how = {"by": stage.room.manager.id, "at": stage.room.at}

    def work(session: Session) -> int:
        room = stage.room_in(session)
        count = stock_counts.start(session, room.outlet, maker=room.maker, **how)
        goods, _left = counted.missing(session, count, limit=99)
        counting.none_left(session, count, [(one.product, one.lot) for one in goods], **how)
        stock_counts.end_counting(session, count, **how)
        checked = checking.check(session, count, on=stage.today)
        names = {"maker_name": "Bu Sekar", "house_name": "Bu Ratna"}
        return count_posting.sign(
            session, count, seen=checked.seen, checked=checked, **names, **how
        ).id

    jobs.run_to_end(stage.database, stage.do(work), now=lambda: stage.room.at)


def pay_a_guide(stage: Stage) -> None:
    """A group buys, and its guide is paid from the drawer."""

    def work(session: Session) -> None:
        groups = Groups(session, stage.room_in(session))
        visit = groups.expect("Wisata Angan")
        groups.serve(visit)
        groups.sell({"dompet": 1})
        groups.finish(visit)

    stage.do(work)


@pytest.fixture
def stage(sqlite_database: Database, home: Path, at: datetime) -> Stage:
    return open_stage(sqlite_database, home, at)


def test_the_page_says_exactly_what_the_events_write(stage: Stage):
    sell_and_take_back(stage)
    keep_deposits(stage)
    settle_claims(stage)
    move_cash(stage)
    hand_the_drawer_over(stage)
    carry_cash(stage)
    pay_a_guide(stage)
    match_days(stage)
    move_money(stage)
    open_the_books(stage)
    count(stage, +500)
    count(stage, -500)
    lose_and_find(stage)
    count_too_little(stage)
    adjust(stage)
    charge(stage)
    pay_and_take_back(stage)
    merge_two(stage)

    assert written(stage.database) == documented()


def test_clearing_is_zero_after_every_sale(stage: Stage):
    for offers in (CASH, QRIS, (Offer("transfer"),)):
        stage.sell({"selendang": 1, "tas": 1, "emping": 1}, offers=offers, discount=5_000)
        assert stage.balance("clearing") == 0


def test_a_payout_taken_back_after_its_drawer_was_counted_returns_to_the_treasury(stage: Stage):
    stage.sell({"dompet": 2})
    stage.settle()
    payout = stage.pay(stage.latest(), "drawer", till_id=stage.room.till.id)
    count(stage, 0)
    stage.room.at += timedelta(minutes=1)

    stage.take_back(payout)

    assert ("payout", "reversal", "treasury", "payable:maker") in written(stage.database)


def test_every_reason_in_the_code_is_on_the_page():
    reasons = {reason for _source, reason, _debit, _credit in documented()}
    in_code = set()
    for path in (PROJECT / "pos").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "post":
                in_code |= {
                    word.value.value
                    for word in call.keywords
                    if word.arg == "reason" and isinstance(word.value, ast.Constant)
                }

    assert in_code, "no postings were found in the code"
    assert in_code <= reasons


def test_every_source_that_verify_knows_is_on_the_page():
    assert {source for source, *_rest in documented()} == set(EVENTS)


def test_a_reader_sees_words_for_every_posting_and_comes_to_what_caused_it():
    for source, reason, debit, credit in documented():
        assert reason_name(reason) != reason
        assert source in PAGES
        for account in (debit, credit):
            assert account_name(account, {}) != account
