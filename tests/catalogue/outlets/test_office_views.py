"""The office's pages about places, tills and people."""

import pytest
from sqlalchemy import select

from catalogue.outlets import queries
from catalogue.outlets.models import Outlet, Till
from core.users.models import User, WebSession
from core.users.queries import by_login, secret_hash
from core.users.secrets import matches
from core.users.service import open_session
from tests.catalogue.desk import Desk

PERSON = {"name": "Budi Umpama", "login": "budi", "role": "cashier", "outlet": "1", "pin": "2468"}


def test_a_stall_opens_with_its_till(desk: Desk):
    page = desk.done("/manage/outlets", name="Bazar", code="b1", zone="WITA", address="Alun-alun")

    outlet = desk.read(lambda s: queries.by_code(s, "B1"))
    assert outlet is not None and (outlet.zone, outlet.address) == ("WITA", "Alun-alun")
    assert "B1" in page
    assert "B1" in desk.read(lambda s: list(s.scalars(select(Till.series))))


@pytest.mark.parametrize(
    "form, field",
    [
        ({"name": "Bazar", "code": "G1"}, "code"),
        ({"name": "Bazar", "code": "?!"}, "code"),
        ({"name": "", "code": "B1"}, "name"),
    ],
)
def test_a_place_that_cannot_be_comes_back_filled(desk: Desk, form: dict[str, str], field: str):
    page = desk.refused("/manage/outlets", address="Alun-alun", **form)

    assert f'id="{field}-salah"' in page and 'value="Alun-alun"' in page
    assert len(desk.read(lambda s: s.scalars(select(Outlet)).all())) == 2


def test_another_till_gets_a_series_of_its_own(desk: Desk):
    desk.done("/manage/outlets/1/tills", till_name="Kasir 2", series="g2")

    assert "sudah dipakai" in desk.refused("/manage/outlets/1/tills", till_name="X", series="G2")
    assert "Isi nama kasirnya" in desk.refused("/manage/outlets/1/tills", series="G3")
    assert "Kasir 2" in desk.get("/manage/outlets/1").text


def test_a_place_is_renamed_but_not_to_nothing(desk: Desk):
    desk.done("/manage/outlets/1", name="Galeri Baru", address="Lt. 2")

    assert "Isi nama tempatnya." in desk.refused("/manage/outlets/1", name=" ", address="x")
    assert desk.read(lambda s: s.get_one(Outlet, 1).name) == "Galeri Baru"


def test_a_new_cashier_works_at_the_chosen_places_by_pin(desk: Desk):
    desk.done("/manage/users/new", **PERSON)

    user = desk.read(lambda s: by_login(s, "budi"))
    assert user is not None and user.roles == {"cashier"}
    assert desk.read(lambda s: queries.outlets_of_user(s, user.id)) == {1}
    assert matches(desk.read(lambda s: secret_hash(s, user, "pin")), "2468")


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"name": " "}, "name"),
        ({"login": "manager"}, "login"),
        ({"role": "ruler"}, "role"),
        ({"pin": "12"}, "pin"),
        ({"pin": ""}, "password"),
        ({"password": "pendek"}, "password"),
    ],
)
def test_a_person_who_cannot_be_let_in_comes_back_filled(
    desk: Desk, changed: dict[str, str], field: str
):
    page = desk.refused("/manage/users/new", **{**PERSON, **changed})

    assert f'id="{field}-salah"' in page or field == "role"
    assert "Belum berhasil" in page
    assert desk.read(lambda s: by_login(s, "budi")) is None


def hired(desk: Desk) -> User:
    desk.done("/manage/users/new", **PERSON)
    user = desk.read(lambda s: by_login(s, "budi"))
    assert user is not None
    return user


def test_roles_and_places_are_changed(desk: Desk):
    user = hired(desk)

    desk.done(f"/manage/users/{user.id}", name="Budi U.", role=["cashier", "manager"], outlet="2")

    after = desk.read(lambda s: by_login(s, "budi"))
    assert after is not None and (after.name, after.roles) == ("Budi U.", {"cashier", "manager"})
    assert desk.read(lambda s: queries.outlets_of_user(s, user.id)) == {2}


def test_a_new_password_signs_the_person_out_everywhere(desk: Desk):
    user, at = hired(desk), desk.app.house.clock.now()
    desk.write(lambda s: open_session(s, s.get_one(User, user.id), kind="pin", device=None, at=at))

    desk.done(f"/manage/users/{user.id}/secrets", password="rahasia-baru")

    assert matches(desk.read(lambda s: secret_hash(s, user, "password")), "rahasia-baru")
    assert matches(desk.read(lambda s: secret_hash(s, user, "pin")), "2468")
    live = desk.read(
        lambda s: s.scalars(
            select(WebSession.id).where(
                WebSession.user_id == user.id, WebSession.revoked_at.is_(None)
            )
        ).all()
    )
    assert live == []


def test_no_secret_at_all_is_refused(desk: Desk):
    assert "yang baru" in desk.refused(f"/manage/users/{hired(desk).id}/secrets")


def test_a_person_who_leaves_cannot_come_back_and_the_name_is_free(desk: Desk):
    user = hired(desk)

    page = desk.done(f"/manage/users/{user.id}/archive")

    assert "ditutup" in page and desk.get(f"/manage/users/{user.id}").status_code == 404
    assert desk.read(lambda s: by_login(s, "budi")) is None
    hired(desk)


def test_a_manager_does_not_lock_themselves_out(desk: Desk):
    own = f"/manage/users/{desk.user_id}"

    assert "pengurus lain" in desk.refused(own, name="Saya", role="cashier")
    assert "akses Anda sendiri" in desk.refused(f"{own}/archive")


def test_a_makers_sign_in_is_not_changed_here(desk: Desk):
    desk.done(f"/manage/makers/{desk.maker_id}/access", pin="1357")
    maker_user = desk.read(lambda s: s.scalars(select(User).where(User.login.is_(None))).one())

    assert desk.get(f"/manage/users/{maker_user.id}").status_code == 404
    assert "Sekar Contoh" not in desk.get("/manage/users").text


def test_what_changes_is_not_a_page(desk: Desk):
    for path in ("/manage/outlets/1/tills", "/manage/users/1/secrets", "/manage/users/1/archive"):
        assert desk.get(path).status_code == 405


def test_a_cashier_changes_neither_places_nor_people(cashier_desk: Desk):
    for path in ("/manage/outlets", "/manage/outlets/1", "/manage/users", "/manage/users/1"):
        assert cashier_desk.get(path).status_code == 403
        assert cashier_desk.send(path, name="x").status_code in (403, 405)
    own = f"/manage/users/{cashier_desk.user_id}"
    assert cashier_desk.send(own, name="x", role="manager").status_code == 403
