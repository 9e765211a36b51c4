"""Who stands behind a maker decides nothing in her favour, whatever becomes of the sign-in."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from catalogue.makers import owners
from catalogue.makers import service as maker_verbs
from catalogue.makers.models import Maker, MakerOwner, MakerUser
from catalogue.products import categories, subjects
from catalogue.products import service as products
from catalogue.products.models import Product
from catalogue.products.subjects import Subject
from catalogue.products.terms import Terms
from catalogue.stock import service as stock
from catalogue.stock.corrections.service import Right, correct
from catalogue.stock.models import ConsignmentLine
from catalogue.stock.unrecorded import service as noting
from catalogue.stock.unrecorded.service import Noted
from core.errors import Forbidden
from core.users import service as people
from core.users.models import User
from pos.settlements import payable
from pos.settlements import service as settling
from pos.settlements.adjusting import service as adjusting
from pos.settlements.adjusting.service import Wish
from pos.settlements.fees import service as fees
from pos.settlements.maker_records import erasing, merging
from pos.settlements.maker_records.erasing import Traces
from pos.settlements.models import Statement
from tests.pos.settlements.maker_records.test_merging import merge, second
from tests.pos.settlements.office import browser, send
from tests.pos.settlements.stage import Stage

Decision = Callable[[Session, Stage, User], object]


def pay(session: Session, stage: Stage, by: User) -> object:
    statement = session.get_one(Statement, stage.latest().id)
    return settling.pay(session, statement, "bank", by=by, at=stage.at)


def check(session: Session, stage: Stage, by: User) -> object:
    statement = session.get_one(Statement, stage.latest().id)
    return payable.check_payable(session, [statement], "transfer", by=by)


def propose(session: Session, stage: Stage, by: User) -> object:
    maker = session.get_one(Maker, stage.room.maker.id)
    return adjusting.propose(session, maker, Wish("more", 1000, "kurang"), by=by, at=stage.at)


def set_fee(session: Session, stage: Stage, by: User) -> object:
    maker = session.get_one(Maker, stage.room.maker.id)
    return fees.set_rate(
        session, "monthly", 0, starts_on=stage.today, by=by, at=stage.at, maker=maker
    )


def merge_on(session: Session, stage: Stage, by: User) -> object:
    pair = [session.get_one(Maker, n) for n in (stage.room.other.id, stage.room.maker.id)]
    return merging.start(session, *pair, keeps_terms=True, by=by.id, at=stage.at)


def erase(session: Session, stage: Stage, by: User) -> object:
    maker = session.get_one(Maker, stage.room.maker.id)
    return erasing.erase(
        session, maker, Traces((), ()), confirmed=maker.code, by=by.id, at=stage.at
    )


def raise_net_price(session: Session, stage: Stage, by: User) -> object:
    product = session.get_one(Product, stage.room.goods["selendang"].id)
    return products.change_price(
        session, product, 405_000, net_price=400_000, by=by.id, at=stage.at
    )


def receive_dearer(session: Session, stage: Stage, by: User) -> object:
    room = stage.room_in(session)
    brought = stock.draft(session, room.maker, room.outlet, by=by.id, at=stage.at)
    goods = room.goods["selendang"]
    stock.add_line(session, brought, goods, quantity=1, price=405_000, net_price=400_000)
    return stock.receive(session, brought, by=by.id, at=stage.at)


def correct_dearer(session: Session, stage: Stage, by: User) -> object:
    product_id = stage.room.goods["selendang"].id
    line = session.scalars(
        select(ConsignmentLine).where(ConsignmentLine.product_id == product_id)
    ).one()
    right = Right(quantity=line.quantity, price=line.price, net_price=line.price, expires_on=None)
    return correct(
        session, line.consignment, {line.id: right}, reason="salah ketik", is_sure=False, by=by.id,
        at=stage.at,
    )  # fmt: skip


def move_to_category(session: Session, stage: Stage, by: User) -> object:
    """Her goods and another's at once, into a category that is still empty."""
    category = categories.add(session, "Kerajinan lain", by=by.id, at=stage.at)
    goods = [session.get_one(Product, stage.room.goods[n].id) for n in ("emping", "selendang")]
    return categories.put(session, goods, category, by=by.id, at=stage.at)


def note_in_category(session: Session, stage: Stage, by: User) -> object:
    room = stage.room_in(session)
    category = categories.add(session, "Kain lain", by=by.id, at=stage.at)
    said = Noted(title="Kain baru", price=90_000, category=category)
    return noting.note(session, room.maker, room.outlet, said, by=by.id, at=stage.at)


def agree_on_category(
    session: Session, stage: Stage, by: User, names: tuple[str, ...] = ("selendang",)
) -> object:
    category = categories.add(session, "Kain tapis", by=by.id, at=stage.at)
    for name in names:
        session.get_one(Product, stage.room.goods[name].id).category_id = category.id
    session.flush()
    return subjects.conclude(
        session, Terms("percent", 0, "house"), Subject(category=category), starts_on=stage.today,
        ends_on=None, by=by.id, at=stage.at,
    )  # fmt: skip


def agree_on_mixed(session: Session, stage: Stage, by: User) -> object:
    return agree_on_category(session, stage, by, ("emping", "selendang"))


DECISIONS = (
    pay, check, propose, set_fee, merge_on, raise_net_price, receive_dearer, correct_dearer,
    move_to_category, note_in_category, agree_on_category, agree_on_mixed, erase,
)  # fmt: skip


def sign_in_for(stage: Stage, maker_id: int, person: User) -> None:
    """Let a person of the house be the one who signs in for a maker."""

    def work(session: Session) -> None:
        maker = session.get_one(Maker, maker_id)
        maker_verbs.person_of(session, maker, by=None, at=stage.at)
        session.execute(
            update(MakerUser).where(MakerUser.maker_id == maker_id).values(user_id=person.id)
        )

    stage.do(work)


def refused(stage: Stage, decide: Decision, person: User) -> bool:
    def work(session: Session) -> None:
        decide(session, stage, session.get_one(User, person.id))

    try:
        stage.do(work)
    except Forbidden:
        return True
    return False


def test_a_merge_does_not_make_a_manager_forget_whose_money_it_is(stage: Stage):
    old, me = second(stage), stage.room.manager
    sign_in_for(stage, old, me)
    stage.sell({"tas tapis": 1})
    merge(stage, old, stage.room.maker.id, by=stage.room.cashier.id)  # who has a sign-in of her own
    stage.settle()

    with stage.database.reader() as session:
        assert session.get(MakerUser, old) is None
        assert owners.owned_by(session, me.id) == {old, stage.room.maker.id}
    assert [one.__name__ for one in DECISIONS if not refused(stage, one, me)] == []


def test_the_one_who_stays_is_the_same_persons_as_before_and_her_twins_too(stage: Stage):
    """The manager signs in for the one who stays: what comes from the twin is hers as well."""
    old, me = second(stage), stage.room.manager
    sign_in_for(stage, stage.room.maker.id, me)
    merge(stage, old, stage.room.maker.id, by=stage.room.cashier.id)

    with stage.database.reader() as session:
        assert owners.owned_by(session, me.id) == {old, stage.room.maker.id}
        assert owners.owned_by(session, stage.room.cashier.id) == frozenset()


def test_what_is_said_of_a_person_counts_and_ends_by_anothers_word(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()
    me, other = stage.room.manager, stage.room.officer

    def say(session: Session) -> int:
        maker, user = session.get_one(Maker, stage.room.maker.id), session.get_one(User, me.id)
        owners.say(session, maker, user, by=me.id, at=stage.at)
        return owners.owners_of(session, maker)[0].id

    row = stage.database.write(say)
    assert [one.__name__ for one in DECISIONS if not refused(stage, one, me)] == []

    def end(session: Session, by: User) -> None:
        owners.end(session, session.get_one(MakerOwner, row), by=by.id, at=stage.at)

    with pytest.raises(Forbidden, match="pengurus lain"):
        stage.do(lambda s: end(s, me))
    stage.do(lambda s: end(s, other))
    assert not refused(stage, pay, me)
    with pytest.raises(DatabaseError), stage.database.writer() as session:
        session.delete(session.get_one(MakerOwner, row))


def test_an_erased_maker_stays_the_managers_own(stage: Stage):
    me = stage.room.manager
    sign_in_for(stage, stage.room.maker.id, me)
    assert not refused(stage, erase, stage.room.officer)

    with stage.database.reader() as session:
        assert owners.owned_by(session, me.id) == {stage.room.maker.id}
        assert session.get_one(User, me.id).archived_at is None


def test_the_office_writes_it_down_and_another_takes_it_back(
    stage: Stage, office: FlaskClient, app
):
    path = f"/manage/makers/{stage.room.maker.id}/owners"
    assert "Belum ada yang dicatat" in office.get(path).text
    assert send(office, path).status_code == 422
    assert send(office, path, person="999").status_code == 422

    assert send(office, path, person=stage.room.manager.id).status_code == 303
    again = send(office, path, person=stage.room.manager.id)
    assert (again.status_code, "sudah dicatat" in again.text) == (422, True)
    with stage.database.reader() as session:
        [row] = owners.owners_of(session, session.get_one(Maker, stage.room.maker.id))
    own = office.get(path).text
    assert stage.room.manager.name in own and f"/owners/{row.id}/end" not in own
    assert send(office, f"{path}/{row.id}/end").status_code == 403
    assert (
        send(office, f"/manage/makers/{stage.room.other.id}/owners/{row.id}/end").status_code == 404
    )

    with stage.database.writer() as session:
        manager = another(session, stage)
    assert send(browser(app, manager), f"{path}/{row.id}/end").status_code == 303
    assert "Belum ada yang dicatat" in office.get(path).text


def another(session: Session, stage: Stage) -> User:
    """A second manager of the house."""
    return people.create_user(
        session, "Pak Bendahara", login="bendahara", roles=("manager",), at=stage.at, by=None
    )
