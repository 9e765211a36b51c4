"""The first page of an empty house."""

import re

from flask.testing import FlaskClient
from sqlalchemy import func, select

from catalogue.makers import service as makers
from catalogue.outlets import queries, showroom
from catalogue.outlets import service as outlets
from catalogue.outlets.first import first_outlet
from catalogue.products import contracts
from core import cookies
from core.dispatch import TitipFlask
from core.users import service
from core.users.models import User
from core.users.secrets import hash_secret

FORM = {"showroom": "Galeri Umpama", "address": "Jl. Umpama 1", "phone": "0812", "outlet": "Ruang",
        "zone": "WITA", "commission": "12,5", "name": "Ratna", "login": "Ratna",
        "password": "rahasia-sekali"}  # fmt: skip

STEPS = re.compile(r'data-testid="first-step" data-key="(\w+)" data-done="(\d)"')


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


def test_a_new_house_is_told_what_to_do_before_its_first_sale(app: TitipFlask, client: FlaskClient):
    client.post("/setup", data=FORM)
    page = client.get("/manage").text
    assert STEPS.findall(page) == [("goods", "0"), ("people", "0"), ("labels", "0"), ("till", "0")]
    assert "Semua beres" not in page

    with app.house.database.writer() as session:
        at, ratna = app.house.clock.now(), session.scalars(select(User)).one()
        till = queries.active_tills(session)[0]
        device, token = service.enrol_device(session, "Kasir", by=ratna, at=at)
        outlets.assign_device(session, device, till)
    client.set_cookie(cookies.DEVICE, token)
    assert 'data-testid="no-pins"' in client.get("/pos/enter").text, "nobody to choose yet"

    with app.house.database.writer() as session:
        ratna = session.scalars(select(User)).one()
        service.set_secret(session, ratna, "pin", hash_secret("1379"), at=at)
    assert 'data-testid="no-pins"' not in client.get("/pos/enter").text
    assert ("people", "1") in STEPS.findall(client.get("/manage").text)
    assert ("till", "1") in STEPS.findall(client.get("/manage").text)


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
