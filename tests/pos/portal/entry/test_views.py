"""A link signs one phone in, once; phones are listed and put out by the maker and by the office."""

import re
from datetime import timedelta

from flask.testing import FlaskClient

from catalogue.outlets import showroom
from core import settings
from core.clock import Clock
from core.dispatch import TitipFlask
from pos.portal.entry import phones
from pos.sales.models import Sale
from tests.catalogue.desk import Desk
from tests.pos.portal.conftest import OURS, one_engine, send, sign_in
from tests.pos.showroom import Showroom

ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/124.0.0.0 Mobile Safari"
PREVIEWER = "WhatsApp/2.23.20.0"


def link_from(office: Desk) -> str:
    """Let the office make a link and return its path."""
    page = office.done(f"/manage/makers/{office.maker_id}/links")
    found = re.search(r'href="http://localhost(/maker/in/[^"]+)"', page)
    assert found, page
    return found[1]


def test_a_link_that_was_only_looked_at_still_signs_one_phone_in_and_no_second(
    app: TitipFlask, phone: FlaskClient, office: Desk
):
    link = link_from(office)
    previewer = app.test_client()
    for look in (previewer.get, previewer.head):
        seen = look(link, headers={"User-Agent": PREVIEWER})
        assert seen.status_code == 200
        assert "Set-Cookie" not in seen.headers

    entered = phone.post(link, headers={**OURS, "User-Agent": ANDROID})
    second = app.test_client().post(link, headers=OURS)

    assert (entered.status_code, entered.location) == (303, "/maker")
    assert "Max-Age=7776000" in entered.headers["Set-Cookie"], "90 days"
    assert "Sekar Benangmas" in phone.get("/maker").text
    assert second.status_code == 404
    assert "Set-Cookie" not in second.headers
    assert phone.get(link).location == "/maker", "her own phone, tapping the message again, goes on"


@one_engine
def test_a_link_that_is_over_says_whom_to_ask_and_opens_whatsapp(
    app: TitipFlask, phone: FlaskClient, office: Desk
):
    with app.house.database.writer() as session:
        at = app.house.clock.now()
        for setting, value in ((showroom.NAME, "Galeri Tapis"), (showroom.PHONE, "0721 555 0101")):
            settings.put(session, setting, value, valid_from=at.date(), by=None, at=at)
    link = link_from(office)
    app.house.clock = Clock(app.house.clock.now() + timedelta(days=7, minutes=1))

    over = phone.get(link)

    assert over.status_code == 404
    assert "pengurus Galeri Tapis" in over.text
    assert 'href="https://wa.me/627215550101?text=' in over.text
    assert phone.get("/maker/in/1.forged").status_code == 404
    assert "no longer works" in phone.get(f"{link}?lang=en").text


@one_engine
def test_guessing_links_is_counted_in_the_database_and_stopped(app: TitipFlask, phone: FlaskClient):
    answers = [phone.post(f"/maker/in/{n}.guessed", headers=OURS).status_code for n in range(41)]

    assert answers[:40] == [404] * 40
    assert answers[40] == 429
    assert app.test_client().post("/maker/in/1.x", headers=OURS).status_code == 429


def test_phones_are_listed_and_put_out_by_her_and_by_the_office(
    app: TitipFlask, phone: FlaskClient, office: Desk, shop: tuple[Showroom, list[Sale]]
):
    sign_in(phone)
    lost = app.test_client()
    lost.post(link_from(office), headers={**OURS, "User-Agent": ANDROID})
    waiting = link_from(office)
    hers = phone.get("/maker/phones").text
    assert hers.count('data-testid="phone-in"') == 2
    (out,) = re.findall(r'action="(/maker/phones/\d+/out)"', hers)  # not beside this phone

    other = app.test_client()
    sign_in(other, "081200000002")
    assert send(other, out).status_code == 404, "another maker's phone is not there for her"
    assert send(phone, out).location == "/maker/phones"
    assert lost.get("/maker").status_code == 303
    assert phone.get("/maker").status_code == 200

    page = office.get(f"/manage/makers/{office.maker_id}/phones").text
    assert page.count('data-testid="phone-in"') == 1
    assert "1 ponsel dikeluarkan" in office.done(f"/manage/makers/{office.maker_id}/phones/out")
    assert phone.get("/maker").status_code == 303
    assert app.test_client().post(waiting, headers=OURS).status_code == 404
    log = office.get(f"/manage/makers/{office.maker_id}").text
    assert "Semua ponsel dikeluarkan" in log and "Ponsel masuk lewat tautan" in log


def test_a_browser_is_called_by_its_system_and_its_name():
    assert phones.named(ANDROID) == "Android, Chrome"
    assert phones.named("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4) Version/17.4 Safari/604.1") == (
        "iPhone, Safari"
    )
    assert phones.named("curl/8") == ""
