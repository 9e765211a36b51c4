"""What one person proposes for a maker's account and another approves, on both engines."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker, MakerUser
from core.db import Database
from core.errors import Forbidden, Refused
from core.users import queries as user_queries
from core.users import service as people
from core.users.models import User
from pos.ledger.models import Entry
from pos.settlements import treasury
from pos.settlements.adjusting import service
from pos.settlements.adjusting.models import KINDS, Adjustment
from pos.settlements.adjusting.service import AlreadyDecided, Wish
from pos.settlements.payable import Outdated
from tests.pos.settlements.stage import SELENDANG, Stage, open_stage
from tests.racing import race

ADVANCE = Wish("advance", 100_000, "untuk benang", "treasury")


def second(stage: Stage) -> User:
    """Another manager of the house, the same one every time."""

    def work(session: Session) -> User:
        return user_queries.by_login(session, "bendahara") or people.create_user(
            session, "Pak Bendahara", login="bendahara", roles=("manager",), at=stage.at, by=None
        )

    return stage.database.write(work)


def proposed(stage: Stage, wish: Wish = ADVANCE) -> Adjustment:
    def work(session: Session) -> Adjustment:
        room = stage.room_in(session)
        return service.propose(session, room.maker, wish, by=room.manager, at=stage.at)

    return stage.database.write(work)


def approved(stage: Stage, wish: Wish = ADVANCE, by: User | None = None) -> Adjustment:
    row, by = proposed(stage, wish), by or second(stage)
    agree(stage.database, stage, row, by)
    return row


def agree(
    database: Database,
    stage: Stage,
    row: Adjustment,
    by: User,
    below: str = "uangnya ada di tangan",
) -> None:
    at = stage.at

    def work(session: Session) -> None:
        again = session.get_one(Adjustment, row.id)
        service.approve(session, again, by=session.get_one(User, by.id), at=at, below=below)

    database.write(work)


def test_nothing_counts_before_another_agrees(stage: Stage):
    row = proposed(stage)

    assert (row.number, row.state) == ("P00001", "proposed")
    assert stage.owed() == 0


def test_each_kind_does_to_the_balance_what_it_says(stage: Stage):
    other = second(stage)
    accounts = {
        "advance": "treasury", "repayment": "bank", "compensation": "loss", "fee": "maker_fees",
        "more": "adjustments", "less": "adjustments",
    }  # fmt: skip
    owed = 0
    for kind, effect in zip(KINDS, (-1, 1, 1, -1, 1, -1), strict=True):
        before = stage.balance(accounts[kind])
        source = accounts[kind] if kind in ("advance", "repayment") else None
        approved(stage, Wish(kind, 7_500, "uji", source), other)
        owed += effect * 7_500
        assert stage.owed() == owed
        assert stage.balance(accounts[kind]) - before == effect * 7_500


def test_it_stands_on_the_next_statement_with_its_reason(stage: Stage):
    stage.sell({"selendang": 1})
    approved(stage)
    stage.settle()

    [entry] = stage.paper(stage.latest()).entries
    assert (entry.label, entry.amount) == (
        "Uang muka perajin: untuk benang (P00001)", -100_000,
    )  # fmt: skip
    assert stage.latest().closing == SELENDANG - 100_000 == stage.owed()


def test_a_statement_is_not_paid_over_an_advance_that_came_after_it(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()
    approved(stage)

    with pytest.raises(Outdated, match=r"P00001.*Hitung hasilnya lagi"):
        stage.pay(stage.latest())
    assert stage.owed() == SELENDANG - 100_000  # nothing was handed over
    stage.settle()
    stage.pay(stage.latest())
    assert 0 <= stage.owed() < 100
    stage.all_agree()


def test_a_balance_below_zero_is_carried_forward(stage: Stage):
    approved(stage)
    stage.settle()
    assert stage.latest().closing == -100_000
    stage.sell({"selendang": 1})
    stage.settle()

    assert (stage.latest().opening, stage.latest().closing) == (-100_000, SELENDANG - 100_000)


def test_who_proposed_it_cannot_approve_it(stage: Stage):
    row = proposed(stage)

    with pytest.raises(Forbidden, match="mengusulkan"):
        agree(stage.database, stage, row, stage.room.manager)

    assert stage.owed() == 0


def test_nobody_decides_over_the_own_balance(stage: Stage):
    other = second(stage)
    with stage.database.writer() as session:
        session.execute(
            update(MakerUser)
            .where(MakerUser.maker_id == stage.room.maker.id)
            .values(user_id=other.id)
        )
    row = proposed(stage)

    with pytest.raises(Forbidden, match="diri sendiri"):
        agree(stage.database, stage, row, other)
    with pytest.raises(Forbidden, match="diri sendiri"), stage.database.writer() as session:
        maker, by = session.get_one(Maker, row.maker_id), session.get_one(User, other.id)
        service.propose(session, maker, ADVANCE, by=by, at=stage.at)


def test_an_advance_takes_no_more_out_of_kas_bendahara_than_lies_there(stage: Stage):
    row, other = proposed(stage), second(stage)

    with pytest.raises(treasury.TooLittle, match=r"ada Rp0, kurang Rp100\.000"):
        agree(stage.database, stage, row, other, below=" ")
    assert (stage.owed(), stage.balance("treasury")) == (0, 0)
    bring = Wish("repayment", 40_000, "kembali", "treasury")
    agree(stage.database, stage, proposed(stage, bring), other, below="")  # what comes in may
    agree(stage.database, stage, row, other)
    assert stage.balance("treasury") == 40_000 - 100_000


def test_a_refused_proposal_leaves_nothing_and_stays_refused(stage: Stage):
    row, other = proposed(stage), second(stage)

    def refuse(session: Session) -> None:
        again, by = session.get_one(Adjustment, row.id), session.get_one(User, other.id)
        with pytest.raises(Refused, match="mengapa"):
            service.decline(session, again, answer=" ", by=by, at=stage.at)
        service.decline(session, again, answer="kas kosong", by=by, at=stage.at)

    stage.do(refuse)

    with pytest.raises(AlreadyDecided, match="Pak Bendahara"):
        agree(stage.database, stage, row, other)
    assert stage.owed() == 0


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (Wish("gift", 1_000, "uji"), "kind"),
        (Wish("fee", 0, "uji"), "amount"),
        (Wish("fee", -5, "uji"), "amount"),
        (Wish("fee", 1_000_000_001, "uji"), "amount"),
        (Wish("fee", 1_000, "  "), "reason"),
        (Wish("fee", 1_000, "x" * 81), "reason"),
        (Wish("advance", 1_000, "uji"), "source"),
        (Wish("advance", 1_000, "uji", "drawer"), "source"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    sqlite_database: Database, home, at, wish: Wish, field: str
):
    with pytest.raises(Refused) as refused:
        proposed(open_stage(sqlite_database, home, at), wish)

    assert refused.value.field == field


def test_two_who_agree_at_once_post_once(stage: Stage, database_url: str):
    row = proposed(stage)
    other = second(stage)

    ended = race(
        database_url,
        lambda database: agree(database, stage, row, other) or "posted",
        lambda database: agree(database, stage, row, other) or "posted",
    )

    assert sorted(ended) == ["AlreadyDecided", "posted"]
    with stage.database.reader() as session:
        assert len(session.scalars(select(Entry).where(Entry.reason == "advance")).all()) == 1
    assert stage.owed() == -100_000


def test_the_database_itself_wants_two_people_and_one_decision(stage: Stage):
    row = approved(stage)
    with pytest.raises(DatabaseError, match="decided once"), stage.database.writer() as session:
        session.execute(update(Adjustment).values(amount=1))
    own = proposed(stage)
    with (
        pytest.raises(DatabaseError, match="approved_by_another"),
        stage.database.writer() as session,
    ):
        session.execute(
            update(Adjustment)
            .where(Adjustment.id == own.id)
            .values(state="approved", decided_at=stage.at, decided_by=own.proposed_by,
                    business_date=stage.today)
        )  # fmt: skip
    assert row.id != own.id


def test_the_paper_of_an_advance_names_both_sides(stage: Stage):
    row = approved(stage, Wish("repayment", 5_100_000, "lunas", "bank"))

    with stage.database.reader() as session:
        document = session.get_one(Adjustment, row.id).document
    assert document is not None
    assert document["from_maker"] is True
    assert (document["paid_by"], document["approved_by"]) == ("", "Pak Bendahara")
    assert document["method"] == "Transfer ke rekening galeri"
