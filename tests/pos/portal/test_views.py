"""The maker's pages in a browser's eyes: signing in, the figures, and nobody else's things."""

import re
from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from catalogue.makers import service as makers
from catalogue.makers.models import Maker
from catalogue.products.models import Product
from catalogue.stock.departures import drafts
from catalogue.stock.departures.drafts import Piece, Story
from core.dispatch import TitipFlask
from core.files import Files
from core.users.secrets import hash_secret
from pos.sales.models import Sale
from pos.settlements import compensation
from tests.catalogue.desk import Desk
from tests.pos.portal.conftest import OURS, one_engine, sign_in
from tests.pos.settlements.stage import Stage
from tests.pos.showroom import Showroom
from tests.tools.reading import amounts


@pytest.mark.parametrize(
    "number",
    ["081200000001", "81200000001", "+62 812-0000-0001", "6281200000001", "0812 0000 0001"],
)
def test_a_maker_signs_in_however_she_writes_her_number(phone: FlaskClient, number: str):
    answer = sign_in(phone, number)

    assert (answer.status_code, answer.location) == (303, "/maker")
    assert "Max-Age=7776000" in answer.headers["Set-Cookie"]
    assert phone.get("/maker").status_code == 200


def test_a_wrong_pin_is_told_at_its_field_and_the_number_stays(phone: FlaskClient):
    answer = sign_in(phone, "0812 0000 0001", "0000")

    assert answer.status_code == 422
    html = answer.text
    assert 'value="0812 0000 0001"' in html
    assert 'id="pin-salah"' in html
    assert phone.get("/maker").status_code == 303


def test_what_is_no_phone_number_is_told_at_its_field(phone: FlaskClient):
    answer = sign_in(phone, "ibu sekar")

    assert answer.status_code == 422
    assert 'id="phone-salah"' in answer.text


def test_after_eight_wrong_pins_the_right_one_must_wait(phone: FlaskClient):
    for _ in range(8):
        assert sign_in(phone, pin="9999").status_code == 422

    assert sign_in(phone).status_code == 429


def test_an_unknown_number_is_answered_like_a_wrong_pin(phone: FlaskClient):
    unknown, wrong = sign_in(phone, "081299999999"), sign_in(phone, pin="0001")

    assert unknown.status_code == wrong.status_code == 422
    strip = re.compile(r'value="[^"]*"')
    assert strip.sub("", unknown.text) == strip.sub("", wrong.text)


def test_two_makers_of_one_phone_are_told_apart_by_their_pins(
    app: TitipFlask, phone: FlaskClient, shop: tuple[Showroom, list[Sale]]
):
    room, _sales = shop
    with app.house.database.writer() as session:
        other = session.merge(room.other)
        other.phone = room.maker.phone
        makers.give_access(session, other, hash_secret("777333"), by=None, at=room.at)

    sign_in(phone, pin="777333")

    assert room.other.name in phone.get("/maker").text


def test_two_makers_of_one_phone_with_one_pin_are_nobody(
    app: TitipFlask, phone: FlaskClient, office: Desk, shop: tuple[Showroom, list[Sale]]
):
    room, _sales = shop
    with app.house.database.writer() as session:
        other = session.merge(room.other)
        other.phone = room.maker.phone
        makers.give_access(session, other, hash_secret("777333"), by=None, at=room.at)
    access = f"/manage/makers/{room.maker.id}/access"

    assert "memakai PIN ini" in office.refused(access, pin="777333")
    office.done(access, pin="777334")
    office.done(access, pin="777334")  # her own again is no other's
    with app.house.database.writer() as session:  # as an older release let it be
        makers.give_access(
            session,
            session.get_one(Maker, room.other.id),
            hash_secret("777334"),
            by=None,
            at=room.at,
        )
    answer = sign_in(phone, pin="777334")

    assert (answer.status_code, "PIN yang sama" in answer.text) == (422, True)


def test_the_sign_in_leads_back_to_the_page_that_asked_and_nowhere_else(phone: FlaskClient):
    asked = phone.get("/maker/stock")
    assert asked.location == "/maker/login?next=/maker/stock"

    assert sign_in(phone, next="/maker/stock").location == "/maker/stock"
    assert sign_in(phone, next="//elsewhere.example").location == "/maker"
    assert sign_in(phone, next="/manage").location == "/maker"


def test_the_home_page_says_what_is_hers_and_why(
    phone: FlaskClient, shop: tuple[Showroom, list[Sale]]
):
    sign_in(phone)

    found = amounts(phone.get("/maker").text)

    claimed = 3 * 33_333 - 19_999
    assert found["maker-balance"] == 583_200 + claimed
    assert found["maker-held"] == claimed
    assert found["maker-payable"] == 583_200
    assert found["maker-paid"] == 0
    assert found["maker-today"] == found["maker-month"] == 909_999


def test_every_page_speaks_english_too(phone: FlaskClient, shop: tuple[Showroom, list[Sale]]):
    sign_in(phone)

    html = phone.get("/maker?lang=en").text

    assert '<html lang="en">' in html
    assert "Sold today" in html and "Laku hari ini" not in html


def test_leaving_ends_the_session_on_this_phone(phone: FlaskClient):
    sign_in(phone)

    left = phone.post("/logout", data={"next": "/maker/login"}, headers=OURS)

    assert left.location == "/maker/login"
    assert phone.get("/maker").status_code == 303


def test_a_maker_never_reaches_the_things_of_another(
    phone: FlaskClient, shop: tuple[Showroom, list[Sale]]
):
    _room, (sale, second) = shop
    mine, hers = sale.lines
    sign_in(phone, "081200000002")

    assert phone.get(f"/maker/sales/{hers.id}").status_code == 200
    assert phone.get(f"/maker/sales/{mine.id}").status_code == 404
    assert phone.get(f"/maker/sales/{second.lines[0].id}").status_code == 404
    for path in ("/maker", "/maker/sales", "/maker/stock", "/maker/payouts"):
        html = phone.get(path).text
        assert "Sekar" not in html and "Selendang" not in html and "Dompet" not in html


def test_a_month_that_is_none_shows_this_one(phone: FlaskClient):
    sign_in(phone)

    assert "Mei 2026" in phone.get("/maker/sales?month=2026-13").text
    assert "April 2026" in phone.get("/maker/sales?month=2026-04").text


def test_the_first_load_is_light(app: TitipFlask, phone: FlaskClient):
    sign_in(phone)
    html = phone.get("/maker").text
    assets = re.findall(r'(?:href|src)="(/static/[^"]+)"', html)

    root = Path(app.root_path)
    size = len(html.encode()) + sum((root / path.lstrip("/")).stat().st_size for path in assets)

    assert assets
    assert size < 100_000


def test_what_was_lost_in_the_gallery_stands_on_her_page_by_its_name(
    app: TitipFlask, phone: FlaskClient, shop: tuple[Showroom, list[Sale]], at: datetime
):
    room, _sales = shop
    sign_in(phone)
    before = amounts(phone.get("/maker").text)
    with app.house.database.writer() as session:
        outlet, manager = session.merge(room.outlet), session.merge(room.manager)
        wallet = session.get_one(Product, room.goods["dompet"].id)
        story = Story(happened_on=at.date(), note="Rak jatuh", found_by="Rina")
        loss = drafts.start_loss(session, outlet, story, by=manager.id, at=room.at)
        drafts.add(session, loss, [Piece(wallet, 1, None, "lost")], at=room.at)
        compensation.sign_loss(session, loss, by=manager, at=room.at)

    html = phone.get("/maker").text

    after = amounts(html)
    assert "Ganti rugi" in html
    assert after["maker-compensation"] == 26_667
    assert after["maker-balance"] == before["maker-balance"] + 26_667
    assert after["maker-payable"] == before["maker-payable"] + 26_667, "due at once"


@one_engine
def test_every_figure_leads_to_its_lines_and_every_line_to_its_receipt(
    app: TitipFlask, home: Path, phone: FlaskClient, shop: tuple[Showroom, list[Sale]]
):
    room, (first, _second) = shop
    sign_in(phone)
    open_now = phone.get("/maker/sum").text
    assert amounts(open_now)["sum-total"] == amounts(phone.get("/maker").text)["maker-balance"]
    assert "Selendang" in open_now and "Dompet" in open_now

    stage = Stage(app.house.database, Files(home), room)
    stage.settle()
    number = stage.latest().number
    posted = phone.get(f"/maker/statements/{number}").text
    leads = re.findall(r'data-testid="statement-line"[^>]*><span><a href="([^"]+)"', posted)
    after = phone.get("/maker/sum").text

    assert leads == [f"/maker/sales/{first.lines[0].id}"], "the QRIS sale is not seen yet"
    assert first.number in phone.get(leads[0]).text
    assert "Selendang" in after and "Dompet" in after, "the unpaid statement's line, and what waits"
    assert amounts(after)["sum-total"] == amounts(phone.get("/maker").text)["maker-balance"]
    day = phone.get("/maker/sales?day=2026-05-09").text
    assert amounts(day)["maker-month-share"] == 583_200 + 3 * 33_333 - 19_999
    assert "tidak ada yang laku" in phone.get("/maker/sales?day=2026-05-08").text


@one_engine
def test_the_year_is_hers_and_its_certificate_too(
    phone: FlaskClient, shop: tuple[Showroom, list[Sale]]
):
    sign_in(phone)
    assert amounts(phone.get("/maker/year").text)["year-total"] == 909_999

    paper = phone.get("/maker/year.pdf?year=2026")

    assert paper.mimetype == "application/pdf"
    assert phone.get("/maker/year.pdf?year=2025").status_code == 404, "nothing sold then"
    assert phone.get("/maker/year?year=x").status_code == 200
