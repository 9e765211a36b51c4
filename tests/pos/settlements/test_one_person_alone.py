"""One manager alone moves no money her own way: not by a second account, another's PIN, or a maker's."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from catalogue.makers import owners, private
from catalogue.makers import queries as maker_queries
from catalogue.makers import service as makers
from catalogue.makers.joining import take_over
from catalogue.makers.models import Maker, MakerOwner, MakerPrivate
from catalogue.outlets import people
from catalogue.products import service as goods
from catalogue.products.models import Product
from catalogue.products.proposed import service as proposed
from catalogue.products.queries import current_price
from config import Config
from core.errors import Conflict, Forbidden
from core.users import hands
from core.users.models import User
from pos.portal.entry import service as entry
from pos.settlements import payable, queries
from pos.settlements import service as settling
from pos.settlements.adjusting import service as adjusting
from pos.settlements.adjusting.service import Wish
from pos.settlements.transfers import queries as batches
from pos.settlements.transfers import service as transfers
from tests.houses import app_at
from tests.pos.settlements.office import browser
from tests.pos.settlements.stage import Stage

BANK = {"bank_name": "BRI", "bank_account": "0012345678901", "bank_holder": "Sekar"}
THIEF = {"bank_name": "BCA", "bank_account": "999988887777", "bank_holder": "Maling"}
WEEK = hands.REST + timedelta(minutes=1)


class House:
    """A house in its second month: its manager, another one from its first day, and their maker."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.at, room = stage, stage.at, stage.room
        self.maker, self.thief = room.maker.id, room.manager.id
        self.other = self.do(lambda session: self.hire(session, "Bu Ani"))
        self.at += timedelta(days=40)

    def do(self, work: Callable[[Session], object]):
        return self.stage.do(work)

    def user(self, session: Session, user_id: int) -> User:
        return session.get_one(User, user_id)

    def hire(self, session: Session, name: str, *, by: int | None = None) -> int:
        return people.hire(
            session, name, login=name.casefold(), roles=["manager"], outlets=[], password="x", pin=None,
            by=by or self.thief, at=self.at,
        ).id  # fmt: skip

    def keep(self, *, by: int | None = None, **bank: str) -> None:
        self.do(
            lambda session: private.keep(
                session, session.get_one(Maker, self.maker), nik="", by=by or self.thief, at=self.at,
                **(bank or THIEF),
            )
        )  # fmt: skip

    def send(self) -> int:
        def work(session: Session) -> int:
            statement = queries.latest_statement(session, self.maker)
            assert statement is not None
            by = self.user(session, self.thief)
            return transfers.send(session, [statement], by=by, at=self.at).id

        return self.do(work)

    def confirm(self, user_id: int) -> None:
        def work(session: Session) -> None:
            maker = session.get_one(Maker, self.maker)
            seen = private.version(session.get_one(MakerPrivate, self.maker))
            private.confirm(session, maker, seen, by=self.user(session, user_id), at=self.at)

        self.do(work)

    def sign_in_of_maker(self) -> int:
        def work(session: Session) -> int:
            person = maker_queries.user_of(session, self.maker)
            assert person is not None
            return person.id

        return self.do(work)

    def approve(self, *, proposer: int, by: int) -> None:
        def work(session: Session) -> None:
            maker = session.get_one(Maker, self.maker)
            wish = Wish("more", 5_000_000, "lupa dicatat")
            row = adjusting.propose(
                session, maker, wish, by=self.user(session, proposer), at=self.at
            )
            adjusting.approve(session, row, by=self.user(session, by), at=self.at)

        self.do(work)


@pytest.fixture
def house(stage: Stage) -> House:
    """The maker is owed money on a statement."""
    stage.sell({"selendang": 1})
    stage.settle()
    return House(stage)


def test_an_account_made_just_now_is_nobodys_second_person(house: House):
    puppet = house.do(lambda session: house.hire(session, "Boneka"))

    for proposer, by in ((house.thief, puppet), (puppet, house.thief)):
        with pytest.raises(Forbidden, match="Akses Boneka baru dibuat"):
            house.approve(proposer=proposer, by=by)
    house.approve(proposer=house.thief, by=house.other)
    house.at += WEEK
    house.approve(proposer=house.thief, by=puppet)


def test_a_colleagues_secret_or_a_cashiers_new_role_buys_no_second_voice(house: House):
    def take_her_pin(session: Session) -> None:
        one = house.user(session, house.other)
        people.change_secrets(session, one, password="y", pin=None, by=house.thief, at=house.at)

    def promote(session: Session) -> None:
        one = house.user(session, house.stage.room.cashier.id)
        people.change(
            session, one, name=one.name, roles=["cashier", "manager"], outlets=[], by=house.thief,
            at=house.at,
        )  # fmt: skip

    house.do(take_her_pin)
    house.do(promote)
    for puppet in (house.other, house.stage.room.cashier.id):
        with pytest.raises(Forbidden, match="belum dihitung sebagai orang kedua"):
            house.approve(proposer=house.thief, by=puppet)


def test_changing_ones_own_password_costs_nothing(house: House):
    def change(session: Session) -> None:
        one = house.user(session, house.other)
        people.change_secrets(session, one, password="z", pin=None, by=one.id, at=house.at)

    house.do(change)
    house.approve(proposer=house.thief, by=house.other)


def test_an_account_that_one_person_wrote_down_gets_no_transfer_for_a_week(house: House):
    house.keep()

    with pytest.raises(payable.AccountWaits, match="baru ditulis satu orang"):
        house.send()
    with pytest.raises(payable.AccountWaits):
        house.do(
            lambda session: settling.pay(
                session, queries.latest_statement(session, house.maker), "bank",
                by=house.user(session, house.thief), at=house.at,
            )
        )  # fmt: skip
    with pytest.raises(Forbidden, match="tidak memastikannya"):
        house.confirm(house.thief)
    puppet = house.do(lambda session: house.hire(session, "Boneka"))
    with pytest.raises(Forbidden, match="Akses Anda baru"):
        house.confirm(puppet)
    house.at += WEEK
    assert house.send()


def test_a_second_person_frees_it_and_the_account_they_saw_is_the_one_meant(house: House):
    house.keep()
    shown = house.do(lambda session: private.version(session.get_one(MakerPrivate, house.maker)))
    house.at += timedelta(minutes=5)
    house.keep(**{**THIEF, "bank_account": "111"})
    with pytest.raises(Conflict, match="sudah diganti"):
        house.do(
            lambda session: private.confirm(
                session, session.get_one(Maker, house.maker), shown,
                by=house.user(session, house.other), at=house.at,
            )
        )  # fmt: skip
    house.confirm(house.other)
    assert house.send()


def test_an_account_swapped_after_the_batch_was_made_is_in_no_file(house: House):
    house.keep(**BANK)
    house.at += WEEK
    batch_id = house.send()
    house.keep()

    with pytest.raises(payable.AccountWaits):
        house.do(
            lambda session: transfers.file_of(
                session, batches.require(session, batch_id), by=house.thief, at=house.at,
                is_sure=True,
            )
        )  # fmt: skip


def test_the_makers_own_word_frees_it_but_not_from_a_phone_that_the_writer_let_in(house: House):
    person = house.sign_in_of_maker()
    house.keep()
    house.confirm(person)
    house.keep(**{**THIEF, "bank_account": "111"})
    house.do(
        lambda session: entry.invite(
            session, session.get_one(Maker, house.maker), by=house.thief, at=house.at
        )
    )
    with pytest.raises(Forbidden):
        house.confirm(person)


def test_what_a_puppet_wrote_its_hand_does_not_confirm_nor_a_phone_that_either_let_in(
    house: House,
):
    person = house.sign_in_of_maker()
    puppet = house.do(lambda session: house.hire(session, "Boneka"))
    house.keep(by=puppet, **THIEF)
    with pytest.raises(Forbidden, match="baru Anda beri akses"):
        house.confirm(house.thief)

    def invite(by: int) -> None:
        maker = house.maker
        house.do(lambda s: entry.invite(s, s.get_one(Maker, maker), by=by, at=house.at))

    for writer, host in ((puppet, house.thief), (house.thief, puppet)):
        house.keep(by=writer, **{**THIEF, "bank_account": str(writer)})
        invite(host)
        with pytest.raises(Forbidden, match="Akses Anda baru"):
            house.confirm(person)
    house.confirm(house.other)


@pytest.mark.parametrize("is_let_in", [True, False])
def test_a_request_from_a_phone_that_the_accepting_manager_let_in_is_one_person(
    house: House, *, is_let_in: bool
):
    person = house.sign_in_of_maker()

    def change(session: Session) -> None:
        maker = session.get_one(Maker, house.maker)
        if is_let_in:  # her number becomes the manager's own, who signs in by it
            kept = {name: getattr(maker, name) for name in ("name", "owner", "address", "nib")}
            makers.edit(
                session, maker, **kept, phone="081299999999", sentra=maker.sentra, story="",
                story_en="", email="", shows_phone=False, language="id", by=house.thief, at=house.at,
            )  # fmt: skip
        asked = proposed.ask_bank(session, maker, **THIEF, by=person, at=house.at)
        proposed.accept(session, asked, by=house.thief, at=house.at)

    house.do(change)
    if is_let_in:
        with pytest.raises(payable.AccountWaits):
            house.send()
        house.confirm(house.other)
    assert house.send()


def test_a_merge_brings_no_account_that_was_never_hers(house: House):
    def merge(session: Session) -> None:
        maker = session.get_one(Maker, house.maker)
        fake = makers.register(
            session, "Palsu", sentra=maker.sentra, by=house.thief, at=house.at - 2 * WEEK
        )
        private.keep(session, fake, nik="", by=house.thief, at=house.at - 2 * WEEK, **THIEF)
        take_over(session, fake, maker, by=house.thief, at=house.at)

    house.do(merge)
    with pytest.raises(payable.AccountWaits):
        house.send()


def test_she_says_that_it_is_not_hers_and_nothing_goes_there(house: House):
    house.keep()

    def deny(session: Session) -> None:
        seen = private.version(session.get_one(MakerPrivate, house.maker))
        maker, by = session.get_one(Maker, house.maker), house.thief
        private.deny(session, maker, seen, by=by, at=house.at)

    house.do(deny)
    assert house.do(lambda session: session.get_one(MakerPrivate, house.maker).bank_account) is None


def test_in_a_houses_first_week_nothing_waits(stage: Stage):
    stage.sell({"selendang": 1})
    stage.settle()
    house = House(stage)
    house.at = stage.at
    house.keep()

    assert house.send()


def test_a_puppet_does_not_end_that_a_manager_stands_behind_a_maker(house: House):
    def said(session: Session) -> MakerOwner:
        maker, thief = session.get_one(Maker, house.maker), house.user(session, house.thief)
        owners.say(session, maker, thief, by=house.other, at=house.at)
        return owners.owners_of(session, maker)[0]

    row_id = house.do(lambda session: said(session).id)
    puppet = house.do(lambda session: house.hire(session, "Boneka"))

    def end(session: Session, by: int) -> None:
        owners.end(session, session.get_one(MakerOwner, row_id), by=by, at=house.at)

    with pytest.raises(Forbidden, match="mencabutnya"):
        house.do(lambda session: end(session, puppet))
    house.do(lambda session: end(session, house.other))


def test_a_puppet_decides_nothing_in_favour_of_the_hand_that_let_it_in(house: House):
    def set_price(session: Session, by: int) -> None:
        cloth = session.get_one(Product, house.stage.room.goods["emping"].id)
        now = current_price(session, cloth.id)
        goods.change_price(
            session, cloth, now.price, net_price=(now.net_price or 0) + 1_000, by=by, at=house.at
        )

    def say(session: Session) -> None:
        maker = session.get_one(Product, house.stage.room.goods["emping"].id).maker
        assert maker is not None
        thief = house.user(session, house.thief)
        owners.say(session, maker, thief, by=house.other, at=house.at)

    house.do(say)
    puppet = house.do(lambda session: house.hire(session, "Boneka"))
    second = house.do(lambda session: house.hire(session, "Wayang", by=puppet))
    for one in (puppet, second):
        with pytest.raises(Forbidden, match="Akses Anda baru dibuat"):
            house.do(lambda session, one=one: set_price(session, one))
    house.do(lambda session: set_price(session, house.other))
    house.at += WEEK
    house.do(lambda session: house.hire(session, "Siapa Saja"))  # the log goes on
    house.do(lambda session: set_price(session, puppet))


def test_the_page_says_beforehand_that_a_new_account_is_no_second_person_yet(
    house: House, database_url: str, home: Path
):
    puppet = house.do(lambda session: house.hire(session, "Boneka"))

    def propose(session: Session) -> str:
        wish = Wish("more", 5_000, "lupa dicatat")
        maker, by = session.get_one(Maker, house.maker), house.user(session, house.thief)
        return adjusting.propose(session, maker, wish, by=by, at=house.at).number

    page = f"/manage/adjustments/{house.do(propose)}"
    with app_at(Config(home=home, database_url=database_url, now=house.at)) as app:
        office, fresh, other = (
            browser(app, house.do(lambda session, one=one: house.user(session, one)))
            for one in (house.thief, puppet, house.other)
        )
        told = fresh.get(page).text
        assert "Akses Boneka baru dibuat" in told and "adjust-approve" not in told
        assert "adjust-approve" in other.get(page).text
        for one in (page, "/manage/adjustments/new"):
            assert "adjust-waits" not in office.get(one).text  # Bu Ani can
        house.do(
            lambda session: people.let_go(
                session, house.user(session, house.other), by=house.thief, at=house.at
            )
        )
        for one in (page, "/manage/adjustments/new"):
            assert "Akses Boneka baru dibuat" in office.get(one).text
