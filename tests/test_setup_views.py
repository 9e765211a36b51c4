"""The first page of an empty house."""

from flask.testing import FlaskClient
from sqlalchemy import func, select

from catalogue.makers import service as makers
from catalogue.outlets import queries, showroom
from catalogue.outlets.first import first_outlet
from catalogue.products import contracts
from core.dispatch import TitipFlask
from core.users.models import User

FORM = {"showroom": "Galeri Umpama", "address": "Jl. Umpama 1", "phone": "0812", "outlet": "Ruang",
        "zone": "WITA", "commission": "12,5", "name": "Ratna", "login": "Ratna",
        "password": "rahasia-sekali"}  # fmt: skip


def people(app: TitipFlask) -> int:
    with app.house.database.reader() as session:
        return session.scalar(select(func.count()).select_from(User)) or 0


def test_every_door_of_an_empty_house_leads_to_the_set_up(client: FlaskClient):
    for door in ("/", "/login", "/manage", "/pos", "/en/"):
        assert client.get(door).location == "/setup", door
    assert client.get("/setup").status_code == 200
    assert client.get("/healthz").status_code == 200


def test_the_house_opens_with_its_name_place_till_terms_and_manager(
    app: TitipFlask, client: FlaskClient
):
    answer = client.post("/setup", data=FORM)

    assert answer.location == "/manage"
    assert client.get("/manage/products").status_code == 200  # signed in at once
    today = app.house.clock.now().date()
    with app.house.database.reader() as session:
        assert showroom.current(session, on=today).name == "Galeri Umpama"
        outlet = queries.require_main(session)
        assert (outlet.code, outlet.name, outlet.zone) == ("G1", "Ruang", "WITA")
        assert len(queries.active_tills(session)) == 1
        default = contracts.default_in_force(session, on=today)
        assert default is not None and default.commission_bps == 1250


def test_a_second_set_up_is_refused_and_the_doors_are_themselves_again(
    app: TitipFlask, client: FlaskClient
):
    client.post("/setup", data=FORM)

    again = client.post("/setup", data={**FORM, "login": "lain"})

    assert again.status_code in (302, 422) and people(app) == 1
    assert client.get("/setup").location == "/login"
    assert client.get("/login").status_code == 200


def test_bad_input_comes_back_filled(app: TitipFlask, client: FlaskClient):
    for field, value in (("showroom", ""), ("name", " "), ("login", ""), ("password", "pendek"),
                         ("commission", "banyak"), ("outlet", "")):  # fmt: skip
        answer = client.post("/setup", data={**FORM, field: value})

        assert answer.status_code == 422, field
        assert f'id="{field}-salah"' in answer.text
        assert 'value="Jl. Umpama 1"' in answer.text
        assert "rahasia-sekali" not in answer.text
    assert people(app) == 0


def test_a_house_with_imported_goods_shows_its_catalogue_and_keeps_its_place(
    app: TitipFlask, client: FlaskClient
):
    at = app.house.clock.now()
    with app.house.database.writer() as session:
        first_outlet(session, at)
        makers.register(
            session, "Impor", sentra=makers.sentra_named(session, "Kopi"), by=None, at=at
        )

    assert client.get("/").status_code == 200
    assert client.get("/login").location == "/setup"
    client.post("/setup", data=FORM)

    with app.house.database.reader() as session:
        assert len(queries.active(session)) == 1
