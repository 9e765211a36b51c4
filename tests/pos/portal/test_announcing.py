"""A maker tells on her phone what she will bring; the gallery waits for it."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from catalogue.stock.announced.models import Announcement, AnnouncementLine
from core.dispatch import TitipFlask
from core.ids import new_uuid
from tests.pos.portal.conftest import OURS, sign_in
from tests.pos.showroom import Showroom, open_showroom

PATH = "/maker/announce"


@pytest.fixture
def room(app: TitipFlask, at: datetime) -> Showroom:
    with app.house.database.writer() as session:
        return open_showroom(session, at=at)


@pytest.fixture
def phone(app: TitipFlask, room: Showroom) -> FlaskClient:
    client = app.test_client()
    sign_in(client)
    return client


def tell(phone: FlaskClient, **form: str):
    return phone.post(PATH, data={"key": new_uuid(), **form}, headers=OURS)


def told(app: TitipFlask) -> list[tuple[str, int, int | None]]:
    with app.house.database.reader() as session:
        rows = session.scalars(select(AnnouncementLine).order_by(AnnouncementLine.id))
        return [(row.title, row.quantity, row.price) for row in rows]


def test_her_own_goods_stand_there_to_put_numbers_beside(phone: FlaskClient, room: Showroom):
    page = phone.get(PATH).text

    assert "Selendang belah ketupat" in page and "Dompet sasab" in page
    assert "Emping" not in page


def test_what_she_tells_is_waited_for(app: TitipFlask, phone: FlaskClient, room: Showroom):
    wallet = room.goods["dompet"].id
    answer = tell(
        phone, **{f"pieces-{wallet}": "6", "title-1": "Syal", "new-1": "2", "price-1": "90.000"},
        expected_on="2026-05-12", note="pagi",
    )  # fmt: skip

    assert answer.status_code == 303
    page = phone.get(PATH).text
    assert "galeri sudah dikabari" in page and "Ditunggu" in page and "Dompet sasab 6" in page
    assert told(app) == [("Dompet sasab", 6, None), ("Syal", 2, 90_000)]
    with app.house.database.reader() as session:
        one = session.scalars(select(Announcement)).one()
        assert (one.came_by, one.maker_id, one.state) == ("maker", room.maker.id, "open")


@pytest.mark.parametrize(
    "form, said",
    [
        ({}, "paling sedikit satu barang"),
        ({"title-1": "Syal", "new-1": "0"}, "antara 1 dan"),
        ({"title-1": "Syal", "new-1": "dua"}, 'id="new-1-salah"'),
        ({"title-1": "Syal", "price-1": "murah"}, 'id="price-1-salah"'),
        ({"title-1": "Syal", "expected_on": "2026-05-01"}, 'id="expected_on-salah"'),
    ],
)
def test_what_cannot_be_comes_back_filled(
    app: TitipFlask, phone: FlaskClient, form: dict[str, str], said: str
):
    answer = tell(phone, note="sore", **form)

    assert answer.status_code == 422 and said in answer.text and 'value="sore"' in answer.text
    assert told(app) == []


def test_a_number_beside_another_makers_goods_means_nothing(
    app: TitipFlask, phone: FlaskClient, room: Showroom
):
    answer = tell(phone, **{f"pieces-{room.goods['emping'].id}": "9"})

    assert answer.status_code == 422 and told(app) == []


def test_another_maker_does_not_see_it(app: TitipFlask, phone: FlaskClient):
    tell(phone, **{"title-1": "Syal rahasia"})
    other = app.test_client()
    sign_in(other, "081200000002")

    assert "Syal rahasia" not in other.get(PATH).text


def test_only_a_maker_tells(app: TitipFlask, room: Showroom):
    answer = app.test_client().get(PATH)

    assert answer.status_code == 303 and "/maker/login" in answer.location
