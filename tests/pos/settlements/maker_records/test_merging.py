"""Two makers become one: goods, terms, balance, sign-in, and every statement afterwards."""

import random
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from catalogue.makers import queries as makers
from catalogue.makers import service as maker_verbs
from catalogue.makers.models import Maker, MakerDoubt, MakerPrivate
from catalogue.products import contracts
from catalogue.products.contracts import Terms
from catalogue.products.models import Contract, Product
from catalogue.stock import import_queries, sheet
from catalogue.stock import service as stock
from catalogue.stock.departures import drafts
from catalogue.stock.departures.drafts import Piece, Story
from catalogue.stock.departures.models import Departure
from catalogue.stock.models import Consignment
from core import jobs
from core.db import Base, Database
from core.errors import Conflict, Forbidden, Refused
from core.users.models import User
from core.users.secrets import hash_secret
from migrations.schema import load_models
from pos.portal import lines as portal_lines
from pos.portal import queries as portal
from pos.portal import received
from pos.sales import completing
from pos.sales import queries as sales
from pos.sales import service as tickets
from pos.sales.tenders import Offer
from pos.settlements import compensation, payable
from pos.settlements import queries as settlements
from pos.settlements.maker_records import merging
from pos.settlements.maker_records.models import MakerMerge
from pos.settlements.opening.columns import OPENING
from pos.settlements.opening.planning import make_plan
from tests.pos.settlements.stage import DAY, SELENDANG, Stage, open_stage
from tests.pos.showroom import QRIS, bring

BAG = 80_000
BAG_SHARE = 60_000
"""What the second record gets of a bag at 25 percent; under the first's terms it is 64.000."""


def second(stage: Stage, name: str = "Sekar Benang Mas", goods: str = "tas tapis") -> int:
    """Write the first maker down once more, with terms and goods of its own."""

    def work(session) -> int:
        room = stage.room_in(session)
        sentra = maker_verbs.sentra_named(session, "Sentra Tapis")
        maker = maker_verbs.register(
            session, name, sentra=sentra, by=None, at=room.at, phone="081200000003",
            owner="Ibu Contoh", address="Jl. Lama 3",
        )  # fmt: skip
        contracts.agree(
            session, Terms("percent", 2500, "shared"), starts_on=room.at.date(), by=None,
            at=room.at, maker=maker,
        )  # fmt: skip
        bring(session, room, goods, maker, f"Tas tapis {name}", BAG, None, 30)
        stage.room.goods[goods] = room.goods[goods]
        return maker.id

    return stage.database.write(work)


def begin(stage: Stage, from_id: int, into_id: int, *, by: int | None = None, **how) -> int:
    def work(session) -> int:
        from_, into = (session.get_one(Maker, number) for number in (from_id, into_id))
        wanted = {"keeps_terms": True, **how}
        return merging.start(
            session, from_, into, by=by or stage.room.manager.id, at=stage.at, **wanted
        ).id

    return stage.database.write(work)


def merge(stage: Stage, from_id: int, into_id: int, **how) -> MakerMerge:
    """Merge to the end, as the worker does, and return the row."""
    number = begin(stage, from_id, into_id, **how)
    with stage.database.reader() as session:
        job_id = session.get_one(MakerMerge, number).job_id
    jobs.run_to_end(stage.database, job_id, now=lambda: stage.at)
    with stage.database.reader() as session:
        assert session.get_one(jobs.Job, job_id).error is None
        return session.get_one(MakerMerge, number)


def owed(stage: Stage, maker_id: int) -> int:
    with stage.database.reader() as session:
        return settlements.owed(session, maker_id)


# -- goods and terms -------------------------------------------------------------------------------


def test_goods_move_with_their_stock_and_codes_and_keep_their_terms(stage: Stage):
    old, into = second(stage), stage.room.maker.id
    code = stage.room.goods["tas tapis"].code

    done = merge(stage, old, into)

    assert (done.state, done.goods) == ("done", 1)
    with stage.database.reader() as session:
        bag = session.get_one(Product, stage.room.goods["tas tapis"].id)
        assert (bag.maker_id, bag.code) == (into, code)
    stage.sell({"tas tapis": 1})
    assert owed(stage, into) == BAG_SHARE
    assert stage.owed(into) == BAG_SHARE  # on the account of the one who stays
    stage.all_agree()


def test_goods_may_follow_the_terms_of_the_one_who_stays(stage: Stage):
    old, into = second(stage), stage.room.maker.id

    merge(stage, old, into, keeps_terms=False)

    stage.sell({"tas tapis": 1})
    assert owed(stage, into) == BAG * 80 // 100


def test_a_version_agreed_for_later_holds_for_the_goods_later(stage: Stage):
    old, into = second(stage), stage.room.maker.id
    later = stage.today + 10 * DAY

    def agree(session) -> None:
        maker = session.get_one(Maker, old)
        contracts.agree(
            session, Terms("percent", 3000, "house"), starts_on=later, by=None, at=stage.at,
            maker=maker,
        )  # fmt: skip

    stage.do(agree)
    merge(stage, old, into)

    with stage.database.reader() as session:
        bag = session.get_one(Product, stage.room.goods["tas tapis"].id)
        now = contracts.require_in_force(session, bag, on=stage.today)
        then = contracts.require_in_force(session, bag, on=later)
    assert (now.commission_bps, then.commission_bps, then.bearer) == (2500, 3000, "house")


def test_equal_terms_need_no_version_for_each_product(stage: Stage):
    old, into = second(stage), stage.room.maker.id

    def agree(session) -> None:
        maker = session.get_one(Maker, old)
        contracts.agree(
            session, Terms("percent", 2000, "shared"), starts_on=stage.today, by=None,
            at=stage.at, maker=maker,
        )  # fmt: skip

    stage.do(agree)
    merge(stage, old, into)

    with stage.database.reader() as session:
        own = session.scalar(select(func.count()).where(Contract.product_id.is_not(None)))
    assert own == 0


def test_drafts_follow_and_received_deliveries_stay_as_they_were(stage: Stage):
    old, into = second(stage), stage.room.maker.id

    def draft(session) -> None:
        room = stage.room_in(session)
        stock.draft(session, session.get_one(Maker, old), room.outlet, by=None, at=room.at)

    stage.do(draft)
    merge(stage, old, into)

    with stage.database.reader() as session:
        states = session.execute(
            select(Consignment.state).where(Consignment.maker_id == old)
        ).scalars()
        assert list(states) == ["received"]
    stage.all_agree()


# -- balance and statements ------------------------------------------------------------------------


def test_the_balance_moves_and_stands_on_the_next_statement_line_by_line(stage: Stage):
    old, into = second(stage), stage.room.maker.id
    stage.sell({"selendang": 1, "tas tapis": 2})
    stage.settle()
    left = stage.latest(old)
    stage.sell({"tas tapis": 1})

    done = merge(stage, old, into)

    assert (done.stated, done.unstated) == (2 * BAG_SHARE, BAG_SHARE)
    assert (stage.owed(old), stage.owed(into)) == (0, SELENDANG + 3 * BAG_SHARE)
    stage.all_agree()
    stage.sell({"selendang": 1})
    stage.settle()
    assert stage.latest(old).id == left.id
    statement = stage.latest(into)
    paper = stage.paper(statement)
    assert statement.closing == 2 * SELENDANG + 3 * BAG_SHARE
    assert [(e.label, e.amount, e.carried) for e in paper.entries] == [
        ("Saldo pindahan dari M0003", 2 * BAG_SHARE, True)
    ]
    assert sorted(line.share for line in paper.lines) == [BAG_SHARE, SELENDANG]
    assert statement.closing == stage.owed(into)
    stage.all_agree()


def test_nothing_to_settle_is_no_entry_and_no_harm(stage: Stage):
    old, into = second(stage), stage.room.maker.id

    done = merge(stage, old, into)

    assert (done.stated, done.unstated) == (0, 0)
    stage.all_agree()


def test_one_who_owes_takes_the_debt_along(stage: Stage):
    old, into = second(stage), stage.room.maker.id
    sale = stage.sell({"tas tapis": 2})
    stage.settle()
    stage.pay(stage.latest(old))
    stage.give_back(sale, 1)
    stage.settle()
    assert stage.latest(old).closing == -BAG_SHARE

    done = merge(stage, old, into)
    stage.sell({"selendang": 1})
    stage.settle()

    assert done.stated == -BAG_SHARE
    assert stage.latest(into).closing == SELENDANG - BAG_SHARE
    stage.all_agree()


def test_money_that_waits_goes_on_waiting(stage: Stage):
    old, into = second(stage), stage.room.maker.id
    claimed = stage.sell({"tas tapis": 1}, offers=QRIS)
    stage.sell({"selendang": 1})

    merge(stage, old, into)
    stage.settle()

    assert stage.latest(into).closing == SELENDANG
    assert stage.paper(stage.latest(into)).held == BAG_SHARE
    with stage.database.reader() as session:
        rights = portal.rights(session, into, today=stage.today, hold_days=0)
    assert (rights.balance, rights.held) == (SELENDANG + BAG_SHARE, BAG_SHARE)

    def confirm(session) -> None:
        tender = sales.require(session, claimed).tenders[0]
        completing.confirm(session, tender, by=stage.room.cashier.id, at=stage.at)

    stage.do(confirm)
    stage.settle()
    assert stage.latest(into).closing == SELENDANG + BAG_SHARE
    stage.all_agree()


def test_a_hold_window_holds_after_the_merge_too(stage: Stage):
    old, into = second(stage), stage.room.maker.id
    stage.sell({"tas tapis": 1, "selendang": 1})

    merge(stage, old, into)
    stage.settle(stage.today + DAY, hold_days=0)
    assert stage.latest(into).closing == SELENDANG + BAG_SHARE
    stage.all_agree()


def test_what_was_sold_before_comes_back_afterwards(stage: Stage):
    old, into = second(stage), stage.room.maker.id
    settled = stage.sell({"tas tapis": 2})
    stage.settle()
    open_ = stage.sell({"tas tapis": 1})

    merge(stage, old, into)
    stage.give_back(settled, 1)
    stage.give_back(open_, 1)
    stage.settle()

    assert stage.latest(into).closing == owed(stage, into) == BAG_SHARE
    stage.all_agree()


def test_a_ticket_that_was_open_during_the_merge_completes_for_the_one_who_stays(stage: Stage):
    old, into = second(stage), stage.room.maker.id

    def scan(session) -> int:
        room = stage.room_in(session)
        sale = room.ticket(session)
        bag = session.get_one(Product, room.goods["tas tapis"].id)
        tickets.add_product(session, sale, bag, code=bag.code, by=room.cashier.id, at=room.at)
        return sale.id

    number = stage.database.write(scan)
    merge(stage, old, into)

    def complete(session) -> None:
        room = stage.room_in(session)
        completing.complete(
            session, sales.require(session, number), (Offer("cash"),),
            counter=room.counter(session), at=room.at,
        )  # fmt: skip

    stage.do(complete)
    stage.settle()

    assert stage.latest(into).closing == BAG_SHARE
    stage.all_agree()


def test_what_was_lost_before_the_merge_is_still_owed_and_may_turn_up_after_it(stage: Stage):
    old, into = second(stage), stage.room.maker.id

    def lose(session) -> int:
        room = stage.room_in(session)
        story = Story(happened_on=stage.today, note="Rak jatuh", found_by="Mbak Kasir")
        loss = drafts.start_loss(session, room.outlet, story, by=room.manager.id, at=stage.at)
        bag = session.get_one(Product, room.goods["tas tapis"].id)
        drafts.add(session, loss, [Piece(bag, 2, None, "lost")], at=room.at)
        compensation.sign_loss(session, loss, by=room.manager, at=room.at)
        return loss.id

    number = stage.database.write(lose)
    merge(stage, old, into)
    assert owed(stage, into) == 2 * BAG_SHARE

    def find_one(session) -> None:
        room, loss = stage.room_in(session), session.get_one(Departure, number)
        compensation.take_back(
            session, loss, {loss.lines[0].id: 1}, reason="di gudang", by=room.manager, at=room.at
        )

    stage.do(find_one)
    stage.settle()

    assert stage.latest(into).closing == owed(stage, into) == BAG_SHARE
    stage.all_agree()


def test_the_old_statement_cannot_be_paid_any_more(stage: Stage):
    old, into = second(stage), stage.room.maker.id
    stage.sell({"tas tapis": 1})
    stage.settle()
    left = stage.latest(old)

    merge(stage, old, into)

    with pytest.raises(payable.Superseded) as refused:
        stage.pay(left)
    assert "Sekar Benangmas" in refused.value.message
    with stage.database.reader() as session:
        assert [s.maker_id for s in settlements.unpaid_statements(session)] == []
        row = settlements.row_of(session, left)
        assert not row.is_latest and not row.is_payable
        assert settlements.payable(session, old) == 0


def test_a_payout_before_the_merge_and_its_reversal_after_it_stand_on_later_statements(
    stage: Stage,
):
    old, into = second(stage), stage.room.maker.id
    stage.sell({"tas tapis": 1})
    stage.settle()
    payout = stage.pay(stage.latest(old))

    merge(stage, old, into)
    stage.settle()
    assert stage.latest(into).closing == 0
    stage.take_back(payout)
    stage.settle()

    assert stage.latest(into).closing == owed(stage, into) == BAG_SHARE
    stage.pay(stage.latest(into))
    assert owed(stage, into) == 0
    stage.all_agree()


def test_a_merge_in_the_middle_of_a_run_leaves_every_rupiah_on_one_statement(stage: Stage):
    old, into = second(stage), stage.room.maker.id
    stage.sell({"tas tapis": 1, "selendang": 1})
    run = stage.start()
    assert into < old
    jobs.advance(stage.database, run.job_id, at=stage.at, files=stage.files)  # into is done

    merge(stage, old, into)
    stage.finish(run)
    stage.settle()

    assert stage.latest(into).closing == owed(stage, into) == SELENDANG + BAG_SHARE
    stage.all_agree()


def test_one_who_took_another_over_can_go_too(stage: Stage):
    first, into = second(stage), stage.room.maker.id
    third = second(stage, "Sekar B. Mas", "tas lain")
    stage.sell({"tas tapis": 1})
    stage.settle()
    stage.sell({"tas tapis": 1, "tas lain": 1})
    merge(stage, first, third)
    stage.sell({"tas lain": 1})
    stage.settle()
    stage.sell({"tas tapis": 1})

    merge(stage, third, into)
    stage.settle()

    assert stage.latest(into).closing == owed(stage, into) == 5 * BAG_SHARE
    with stage.database.reader() as session:
        assert set(session.scalars(makers.family(into))) == {into, third, first}
        one = session.get_one(Maker, first)
        assert makers.successor_slug(session, one.slug) == session.get_one(Maker, into).slug
    stage.all_agree()


def test_her_own_pages_show_what_was_sold_and_paid_under_both_records(stage: Stage):
    old, into = second(stage), stage.room.maker.id
    stage.sell({"tas tapis": 1})
    stage.settle()
    paid = stage.pay(stage.latest(old))
    stage.sell({"tas tapis": 1, "selendang": 1})

    merge(stage, old, into)

    with stage.database.reader() as session:
        sold, count = portal_lines.lines(session, into, today=stage.today, hold_days=0, limit=10)
        sum_ = portal.reckoning(session, into)
        rights = portal.rights(session, into, today=stage.today, hold_days=0)
        numbers = [s.number for s in settlements.statements_of(session, into)]
        assert portal.require_statement(session, into, numbers[0])
        assert [one.number for one in received.received(session, into)] == [paid.number]
        assert received.sums(session, into).balance == rights.balance
    assert (count, {line.share for line in sold}) == (3, {BAG_SHARE, SELENDANG})
    assert sum_.carried == BAG_SHARE and sum_.paid == BAG_SHARE
    assert sum_.total == rights.balance == BAG_SHARE + SELENDANG
    assert rights.paid == BAG_SHARE


# -- the record ------------------------------------------------------------------------------------


def test_what_the_record_lacks_is_filled_and_what_it_has_stays(stage: Stage):
    old, into = second(stage), stage.room.maker.id

    def fill(session) -> None:
        one = session.get_one(Maker, old)
        one.nib, one.story, one.phone = "1234567890123", "Menyulam sejak kecil.", "081299999999"
        session.add(MakerPrivate(maker_id=old, bank_name="Bank", bank_account="5550001"))

    stage.do(fill)
    merge(stage, old, into)

    with stage.database.reader() as session:
        stays, gone = session.get_one(Maker, into), session.get_one(Maker, old)
        assert (stays.nib, gone.nib) == ("1234567890123", None)
        assert (stays.story, stays.address) == ("Menyulam sejak kecil.", "Jl. Lama 3")
        assert (stays.name, stays.phone) == ("Sekar Benangmas", "081200000001")
        assert gone.archived_at is not None and gone.merged_into_id == into
        assert session.get_one(MakerPrivate, into).bank_account == "5550001"


def test_a_sign_in_moves_where_there_was_none_and_ends_where_there_was_one(stage: Stage):
    old, into = second(stage), stage.room.maker.id
    third = second(stage, "Sekar Emas", "tas lain")

    def let_in(session) -> list[int]:
        hashed = hash_secret("1357")
        return [
            maker_verbs.give_access(
                session, session.get_one(Maker, number), hashed, by=None, at=stage.at
            ).id
            for number in (old, third)
        ]

    hers, other = stage.database.write(let_in)
    merge(stage, old, into)  # the first maker has a sign-in of her own
    with stage.database.reader() as session:
        assert makers.of_user(session, hers) is None
        assert session.get_one(User, hers).archived_at is not None
    fourth = second(stage, "Sekar Perak", "tas perak")
    merge(stage, third, fourth)
    with stage.database.reader() as session:
        moved = makers.of_user(session, other)
        assert moved is not None and moved.id == fourth
        assert session.get_one(User, other).archived_at is None


def test_a_doubt_about_the_pair_is_settled_and_others_go_along(stage: Stage):
    old, into, other = second(stage), stage.room.maker.id, stage.room.other.id

    def doubt(session) -> None:
        rows = {m.id: m for m in session.scalars(select(Maker))}
        for pair in ((old, into), (old, other)):
            maker_verbs.doubt(session, rows[pair[0]], rows[pair[1]], reason="mirip", at=stage.at)

    stage.do(doubt)
    merge(stage, old, into)

    with stage.database.reader() as session:
        pairs = {(d.maker_id, d.other_id): d.decision for d in session.scalars(select(MakerDoubt))}
        open_ = [(d.maker_id, d.other_id) for d in makers.open_doubts(session)]
    assert pairs == {(into, old): "same", (into, other): None}
    assert open_ == [(into, other)]


def test_a_sheet_and_a_search_that_still_say_the_old_name_mean_the_one_who_stays(stage: Stage):
    old, into = second(stage), stage.room.maker.id
    merge(stage, old, into)

    with stage.database.reader() as session:
        known = {k.name_key: k.id for k in import_queries.known_makers(session)}
        plan = make_plan(
            session, sheet.read_bytes(b"Kode;Nama;Utang\nM0003;;5000\n;Sekar Benang Mas;7000",
                                      OPENING),
            on=stage.today, own=(),
        )  # fmt: skip
    assert known["sekar benang mas"] == into
    assert len(plan.refused) == 2  # both rows are one maker now
    assert "Sekar Benangmas (M0001)" in plan.refused[0].reason


# -- who may, and when -----------------------------------------------------------------------------


def test_a_pair_that_cannot_be_merged_is_refused(stage: Stage):
    old, into = second(stage), stage.room.maker.id
    third = second(stage, "Sekar Emas", "tas lain")
    with pytest.raises(Refused):
        begin(stage, into, into)
    merge(stage, old, into)
    with pytest.raises(Conflict):
        begin(stage, old, third)
    with pytest.raises(Conflict):
        begin(stage, third, old)

    def archive(session) -> None:
        maker_verbs.archive(
            session, session.get_one(Maker, third), by=stage.room.manager.id, at=stage.at
        )

    stage.do(archive)
    with pytest.raises(Refused):
        begin(stage, into, third)
    merge(stage, third, into)  # one who is archived may go


def test_only_one_merge_of_a_maker_at_a_time(stage: Stage):
    old, into = second(stage), stage.room.maker.id
    third = second(stage, "Sekar Emas", "tas lain")
    begin(stage, old, into)

    for pair in ((old, third), (into, old), (third, into), (third, old)):
        with pytest.raises(merging.InProgress):
            begin(stage, *pair)


def test_nobody_merges_a_record_of_their_own(stage: Stage):
    old, into = second(stage), stage.room.maker.id
    with stage.database.reader() as session:
        her = makers.user_of(session, into)
        assert her is not None

    for pair in ((old, into), (into, old)):
        with pytest.raises(Forbidden):
            begin(stage, *pair, by=her.id)


def test_many_goods_move_in_steps_and_a_stopped_merge_goes_on(stage: Stage):
    old, into = second(stage), stage.room.maker.id

    def fill(session) -> None:
        room, maker = stage.room_in(session), session.get_one(Maker, old)
        for number in range(merging.GOODS_PER_STEP + 4):
            bring(session, room, f"x{number}", maker, f"Gelang {number}", 10_000, None, 1)

    stage.do(fill)
    number = begin(stage, old, into)
    with stage.database.reader() as session:
        job_id = session.get_one(MakerMerge, number).job_id

    jobs.advance(stage.database, job_id, at=stage.at)

    def of(maker_id: int) -> int:
        with stage.database.reader() as session:
            return session.scalar(select(func.count()).where(Product.maker_id == maker_id)) or 0

    assert of(old) == 5
    stage.sell({"tas tapis": 1})  # the gallery goes on selling meanwhile
    stage.all_agree()
    jobs.run_to_end(stage.database, job_id, now=lambda: stage.at)
    assert of(old) == 0
    with stage.database.reader() as session:
        assert session.get_one(MakerMerge, number).goods == merging.GOODS_PER_STEP + 5
    stage.settle()
    assert stage.latest(into).closing == BAG_SHARE
    stage.all_agree()


def test_every_reference_to_a_maker_moves_or_stays_on_purpose():
    load_models()
    found = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "maker" for key in column.foreign_keys)
    }

    assert found == merging.MOVES | merging.STAYS
    assert not merging.MOVES & merging.STAYS


# -- whatever happens ------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_around_a_merge_the_books_agree_and_every_rupiah_is_paid(
    sqlite_database: Database, home: Path, at: datetime, seed: int
):
    stage = open_stage(sqlite_database, home, at)
    chance = random.Random(seed)
    into = stage.room.maker.id
    old, third = second(stage), second(stage, "Sekar Emas", "tas lain")
    sold: list[int] = []
    todo = [(old, into), (third, into)] if chance.random() < 0.5 else [(third, old), (old, into)]

    def step() -> None:
        what = chance.choice(("sell", "sell", "qris", "return", "settle", "pay", "merge"))
        goods = chance.choice(("tas tapis", "tas lain", "selendang"))
        if what == "sell" and not (goods == "selendang" and chance.random() < 0.6):
            sold.append(stage.sell({goods: 1}))
        elif what == "qris":
            stage.sell({"tas tapis": 1}, offers=QRIS)
        elif what == "return" and sold:
            stage.give_back(sold.pop(chance.randrange(len(sold))), 1)
        elif what == "settle":
            settle(stage, hold=chance.choice((0, 1)))
        elif what == "pay":
            pay_one(stage)
        elif what == "merge" and todo:
            merge(stage, *todo.pop(0), keeps_terms=chance.random() < 0.5)

    for _number in range(22):
        step()
    while todo:
        merge(stage, *todo.pop(0))
    settle(stage, hold=0)
    pay_one(stage)
    settle(stage, hold=0)

    stage.all_agree()
    with stage.database.reader() as session:
        held = settlements.held(session, into, today=stage.today, hold_days=0)
    newest = stage.latest(into)
    assert owed(stage, into) == newest.closing + held
    assert stage.owed(old) + stage.owed(third) + stage.owed(into) == owed(stage, into)


def settle(stage: Stage, *, hold: int) -> None:
    with suppress(Refused):  # nothing was there to settle
        stage.settle(hold_days=hold)


def pay_one(stage: Stage) -> None:
    with stage.database.reader() as session:
        unpaid = settlements.unpaid_statements(session)
    if unpaid:
        stage.pay(unpaid[0], "bank")
