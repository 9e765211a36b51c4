"""An account that one manager wrote down alone: what the maker, the office and a second manager see."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from catalogue.makers.models import MakerPrivate
from catalogue.outlets import people as staff
from core.dispatch import TitipFlask
from core.users import service as people
from core.users.models import User
from tests.catalogue.desk import Desk
from tests.pos.portal.conftest import one_engine, send, sign_in
from tests.pos.portal.test_wishes import Shop

ACCOUNT = {"bank_name": "BCA", "bank_account": "999988887777", "bank_holder": "Maling"}


@pytest.fixture
def old_house(app: TitipFlask, shop: Shop, office: Desk) -> Desk:
    """The office of a house that began two months ago, with a maker's account just written down."""
    with app.house.database.writer() as session:
        long_ago = shop[0].at - timedelta(days=60)
        session.execute(update(User).values(created_at=long_ago, let_in_at=None))
    office.done(f"/manage/makers/{office.maker_id}/private", **ACCOUNT)
    return office


def hidden(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"', maxsplit=1)[0]


def account(office: Desk) -> tuple[str | None, int | None]:
    def read(session: Session):
        row = session.get_one(MakerPrivate, office.maker_id)
        return row.bank_account, row.bank_by

    return office.read(read)


@one_engine
def test_she_is_told_and_says_yes_or_no(phone: FlaskClient, old_house: Desk):
    sign_in(phone)
    assert "menulis rekening baru" in phone.get("/maker").text
    seen = hidden(phone.get("/maker/bank").text)
    assert account(old_house) == ("999988887777", old_house.user_id)

    assert send(phone, "/maker/bank/answer", seen="2020", hers="yes").status_code == 409
    assert send(phone, "/maker/bank/answer", seen=seen, hers="yes").status_code == 303
    assert account(old_house) == ("999988887777", None)
    assert "menulis rekening baru" not in phone.get("/maker").text

    old_house.done(
        f"/manage/makers/{old_house.maker_id}/private", **{**ACCOUNT, "bank_account": "1"}
    )
    seen = hidden(phone.get("/maker/bank").text)
    assert send(phone, "/maker/bank/answer", seen=seen, hers="no").status_code == 303
    assert account(old_house) == (None, None)


@one_engine
def test_the_phone_that_is_in_is_told_of_another_way_in(
    phone: FlaskClient, old_house: Desk, app: TitipFlask, shop: Shop
):
    sign_in(phone)
    assert "jalan masuk lain" not in phone.get("/maker").text
    old_house.done(f"/manage/makers/{old_house.maker_id}/access", pin="4711")
    with app.house.database.writer() as session:  # the clock of the tests stands still
        later = shop[0].at + timedelta(days=1)
        session.execute(update(User).where(User.let_in_at.is_not(None)).values(let_in_at=later))

    assert "jalan masuk lain" in phone.get("/maker").text


@one_engine
def test_the_office_counts_it_and_only_another_manager_confirms(
    app: TitipFlask, old_house: Desk, shop: Shop
):
    path = f"/manage/makers/{old_house.maker_id}/private"
    page = old_house.get(path).text
    assert 'data-testid="account-waits"' in page and 'data-testid="confirm-account"' not in page
    seen = hidden_of(old_house)
    assert old_house.send(f"{path}/confirm", seen=seen).status_code == 403
    assert 'data-key="accounts" data-count="1"' in old_house.get("/manage").text
    assert f'href="{path}"' in old_house.get("/manage/bank-transfers").text

    room, _sales = shop
    with app.house.database.writer() as session:
        other = staff.hire(
            session,
            "Bu Ani",
            login="ani",
            roles=["manager"],
            outlets=[],
            password="x",
            pin=None,
            by=old_house.user_id,
            at=room.at - timedelta(days=30),
        )
        token = people.open_session(session, other, kind="password", device=None, at=room.at)
    client = app.test_client()
    client.set_cookie("titip_session", token)
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    ani = Desk(app, client, other.id, maker_id=old_house.maker_id)
    ani.done(f"{path}/confirm", seen=hidden(ani.get(path).text))

    assert account(old_house) == ("999988887777", None)


def hidden_of(office: Desk) -> str:
    """What the form of another manager holds."""
    return office.read(
        lambda session: session.get_one(MakerPrivate, office.maker_id).bank_changed_at.isoformat()
    )
