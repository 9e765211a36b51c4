"""Announcing a group and answering it: the public page, the office's pages, and who may use them."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select

from catalogue.outlets import showroom
from catalogue.tours import queries
from catalogue.tours.models import Agency, Visit
from core import settings
from core.dispatch import TitipFlask
from core.ids import new_uuid
from tests.catalogue.desk import Desk, manager_desk, sign_in


@pytest.fixture
def desk(app: TitipFlask, client) -> Desk:
    """A manager in a furnished house that has a telephone."""
    desk = manager_desk(app, client)
    at = app.house.clock.now()
    desk.write(lambda session: settings.put(
        session, showroom.PHONE, "0812 0000 0000", valid_from=desk.today() - timedelta(days=1),
        by=None, at=at,
    ))  # fmt: skip
    return desk


def said(desk: Desk, **more: Any) -> dict[str, Any]:
    """What a guide writes into the form."""
    return {
        "agency_name": "Wisata Angan", "guide": "Pak Tunjuk", "phone": "0812-3456-7890",
        "expected_on": desk.today().isoformat(), "expected_at": "10:30", "people": "38",
        "country": "Malaysia", "language": "en", **more,
    }  # fmt: skip


def only(desk: Desk) -> Visit:
    """The one visit there is."""
    return desk.read(lambda session: session.scalars(select(Visit)).one())


def count(desk: Desk, model: type[Any] = Visit) -> int:
    return desk.read(lambda s: s.scalar(select(func.count()).select_from(model))) or 0


def agency(desk: Desk, **more: Any) -> None:
    desk.done("/manage/visits/agencies", **{"name": "Wisata Angan", "fee": "10", **more})


def text_of(page: str, testid: str) -> str:
    """The text that a link to WhatsApp is filled with."""
    link = re.search(rf'href="([^"]+)"[^>]*data-testid="{testid}"', page)
    assert link is not None, testid
    return parse_qs(urlsplit(link[1].replace("&amp;", "&")).query)["text"][0]


# -- works -----------------------------------------------------------------------------------------


def test_a_guide_announces_by_the_form_and_the_manager_confirms_in_one_touch(desk: Desk):
    agency(desk)
    guest = desk.app.test_client()
    page = guest.get("/rombongan").text
    assert "Biro: " in text_of(page, "tell-whatsapp")

    sent = guest.post(
        "/rombongan", data={"key": new_uuid(), **said(desk)},
        headers={"Sec-Fetch-Site": "same-origin"},
    )  # fmt: skip
    told = guest.get(sent.location).text
    visit = only(desk)

    assert "Kabarnya kami terima" in told
    assert "Wisata Angan" in text_of(told, "told-whatsapp")
    assert (visit.state, visit.came_by, visit.people) == ("announced", "form", 38)
    assert visit.agency is not None  # known by its name
    answered = desk.done(f"/manage/visits/{visit.id}/confirm", agency=visit.agency_id)
    text = text_of(answered, "answer")
    assert "the group of Wisata Angan" in text  # in the group's language
    assert "red" in text
    assert (only(desk).state, only(desk).fee_bps) == ("confirmed", 1_000)
    assert "Kami tunggu rombongannya" in guest.get(sent.location).text


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_the_page_for_guides_speaks_english_under_en(desk: Desk):
    guest = desk.app.test_client()

    assert "Announce a group" in guest.get("/en/rombongan").text
    assert "Kabari rombongan" in guest.get("/rombongan").text
    assert 'href="/en/rombongan"' in guest.get("/rombongan").text


def test_a_pasted_message_becomes_a_visit_in_one_step(desk: Desk):
    agency(desk)
    tomorrow = desk.today() + timedelta(days=1)
    text = f"KABAR ROMBONGAN\nBiro: wisata angan\nTanggal: {tomorrow:%d/%m/%Y}\nJam: 9\nOrang: 20"

    page = desk.done("/manage/visits/new", text=text)

    assert "<h1>Wisata Angan</h1>" in page  # it is the agency that is known
    assert (only(desk).expected_on, only(desk).expected_at) == (tomorrow, "09:00")
    assert only(desk).came_by == "whatsapp"


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_message_that_lacks_something_fills_the_form(desk: Desk):
    page = desk.refused("/manage/visits/new", text="Biro: Wisata Angan\nOrang: 20")

    assert 'value="Wisata Angan"' in page
    assert 'value="20"' in page
    assert count(desk) == 0


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_an_agency_that_nobody_knows_is_taken_in_with_its_fee(desk: Desk):
    desk.done("/manage/visits/new", **said(desk))

    page = desk.get("/manage/visits/1").text
    assert re.search(r'<input id="fee"[^>]* required', page) and "confirm-known" not in page
    assert "Isi uang pemandunya" in desk.refused("/manage/visits/1/confirm")
    desk.done("/manage/visits/1/confirm", fee="7,5")

    assert (only(desk).agency.fee_bps, only(desk).fee_bps) == (750, 750)
    assert count(desk, Agency) == 1


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_name_that_is_spelt_otherwise_is_given_to_the_agency_that_is_known(desk: Desk):
    agency(desk)
    desk.done("/manage/visits/new", **{**said(desk), "agency_name": "Angan Tur"})
    assert "confirm-known" in desk.get("/manage/visits/1").text
    known = desk.read(lambda s: s.scalars(select(Agency)).one()).id
    desk.done("/manage/visits/1/confirm", agency=known)
    assert (only(desk).agency_id, only(desk).fee_bps, count(desk, Agency)) == (known, 1_000, 1)


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_visit_is_corrected_and_called_off(desk: Desk):
    desk.done("/manage/visits/new", **said(desk))

    desk.done("/manage/visits/1", **said(desk, people="40", colour="purple"))
    assert (only(desk).people, only(desk).colour) == (40, "purple")
    page = desk.done("/manage/visits/1/cancel")

    assert "Tidak jadi datang" in page
    assert desk.send("/manage/visits/1", **said(desk)).status_code == 409


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_groups_of_one_day_have_colours_of_their_own(desk: Desk):
    for name in ("Satu", "Dua", "Tiga"):
        desk.done("/manage/visits/new", **said(desk, agency_name=name))
    visits = desk.read(lambda session: session.scalars(select(Visit)).all())

    assert len({visit.colour for visit in visits}) == 3


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_an_agency_is_corrected_and_archived(desk: Desk):
    agency(desk, fee="10")

    desk.done(
        "/manage/visits/agencies/1", name="Wisata Angan Jaya", fee="12,5", phone="08123456789"
    )
    desk.done("/manage/visits/agencies/1/archive")

    found = desk.read(lambda session: session.get_one(Agency, 1))
    assert (found.name, found.fee_bps) == ("Wisata Angan Jaya", 1_250)
    assert desk.read(queries.choices) == []
    desk.done("/manage/visits/agencies/1/archive")
    assert desk.read(queries.choices) == [(1, "Wisata Angan Jaya")]


# -- bad input -------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_what_cannot_be_is_refused_beside_its_field(desk: Desk):
    for wrong in (
        {"agency_name": " ?? "}, {"expected_on": ""}, {"expected_on": "2020-01-01"},
        {"expected_at": "siang"}, {"people": "0"}, {"people": "banyak"}, {"phone": "12"},
    ):  # fmt: skip
        page = desk.refused("/manage/visits/new", **said(desk, **wrong))
        assert f'id="{next(iter(wrong))}-salah"' in page, wrong
        assert "Malaysia" in page  # nothing that was typed is lost
    for wrong in ({"fee": ""}, {"fee": "120"}, {"name": ""}, {"phone": "x"}):
        page = desk.refused("/manage/visits/agencies", **{"name": "Biro", "fee": "10", **wrong})
        assert f'id="{next(iter(wrong))}-salah"' in page, wrong
    assert count(desk) == count(desk, Agency) == 0


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_an_agency_is_written_down_once(desk: Desk):
    agency(desk)

    assert "sudah ada dalam daftar" in desk.refused(
        "/manage/visits/agencies", name="WISATA  angan.", fee="5"
    )


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_robot_and_a_flood_write_nothing(desk: Desk):
    def send(address: str = "10.0.0.9", **more: Any) -> int:
        return desk.client.post(
            "/rombongan", data={"key": new_uuid(), **said(desk, **more)},
            environ_base={"REMOTE_ADDR": address},
        ).status_code  # fmt: skip

    assert send(website="http://spam") == 303
    assert count(desk) == 0
    assert [send() for _try in range(6)] == [303] * 5 + [429]
    assert send("10.0.0.10") == 303  # somebody else is not made to wait
    assert count(desk) == 6


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_guides_page_that_is_not_there(desk: Desk):
    assert desk.get("/rombongan/abc").status_code == 404
    assert desk.get("/manage/visits/99").status_code == 404
    assert desk.get("/manage/visits/agencies/99").status_code == 404


# -- wrong method and role -------------------------------------------------------------------------


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_only_a_manager_answers(app: TitipFlask, client):
    sign_in(app, client, "cashier")

    for path in ("/manage/visits", "/manage/visits/1", "/manage/visits/agencies"):
        assert client.get(path).status_code == 403
    answer = client.post("/manage/visits/1/confirm", data={"key": new_uuid()})
    assert answer.status_code == 403
    assert client.get("/manage/visits/1/confirm").status_code == 405
