"""Events: the office writes one down, visitors sign up for it, and seats are never given twice."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from catalogue.events import service
from catalogue.events.models import Event, SignUp
from tests.catalogue.desk import Desk


def plan(desk: Desk, **more: Any) -> dict[str, Any]:
    """What the office writes into the form."""
    return {
        "kind": "class", "title": "Belajar menapis", "title_en": "A first lesson in tapis",
        "day": desk.today().isoformat(), "begins": "13:00", "ends": "15:30", "seats": "3",
        "fee": "50.000", "takes_names": "1", "story": "Duduk bersama perajin.", **more,
    }  # fmt: skip


def guest(**more: Any) -> dict[str, Any]:
    """What a visitor writes into the form."""
    return {"name": "Tamu Umpama", "phone": "0812-3456-7890", "people": "2", **more}


def held(desk: Desk, **more: Any) -> Event:
    """An event that the office has written down."""
    desk.done("/manage/events/new", **plan(desk, **more))
    return desk.read(lambda s: s.scalars(select(Event).order_by(Event.id.desc())).first())


def coming(desk: Desk) -> int:
    return desk.read(lambda s: s.scalar(
        select(func.coalesce(func.sum(SignUp.people), 0)).where(SignUp.withdrawn_at.is_(None))
    ))  # fmt: skip


def test_an_event_stands_in_the_catalogue_in_both_languages_and_takes_names(desk: Desk):
    event = held(desk)
    home = desk.get("/").text
    assert "Hari ini di sini" in home and "Belajar menapis" in home
    assert "Segera di sini" not in home
    english = desk.get(f"/en/acara/{event.slug}").text
    for words in ("A first lesson in tapis", "Rp50.000 each", "13:00–15:30 WIB", "3 left"):
        assert words in english, words
    assert 'lang="id">Belajar' not in english
    original = held(desk, title="Gelar karya", title_en="", kind="show", takes_names="")
    assert re.search(r'<h1 lang="id">Gelar karya', desk.get(f"/en/acara/{original.slug}").text)
    assert "No need to sign up" in desk.get(f"/en/acara/{original.slug}").text

    page = desk.done(f"/en/acara/{event.slug}", **guest(phone="+60 12 345 6789"))
    assert "See you there" in page and "Rp100.000" in page
    office = desk.get(f"/manage/events/{event.id}").text
    assert "Tamu Umpama" in office and "+60123456789" in office and "2 orang mendaftar" in office


def test_seats_are_given_once_and_come_back_when_a_guest_withdraws(desk: Desk):
    event = held(desk)
    address = f"/acara/{event.slug}"
    first = desk.send(address, **guest())
    assert "Tinggal 1 kursi." in desk.get(address).text
    assert "Tinggal 1 kursi." in desk.refused(address, **guest(phone="081300000001"))
    assert "sudah terdaftar" in desk.refused(address, **guest(people="1"))
    desk.done(address, **guest(phone="081300000002", people="1"))
    assert "event-full" in desk.get(address).text

    assert "batal datang" in desk.done(first.location)
    assert desk.send(first.location).status_code == 409
    assert coming(desk) == 1
    desk.done(address, **guest())
    assert coming(desk) == 3
    assert "3 orang sudah mendaftar." in desk.refused(
        f"/manage/events/{event.id}", **plan(desk, seats="2")
    )
    number = desk.read(lambda s: s.scalars(
        select(SignUp.id).where(SignUp.withdrawn_at.is_(None))
    ).first())  # fmt: skip
    desk.done(f"/manage/events/{event.id}/guests/{number}/withdraw")
    assert coming(desk) == 2
    other = held(desk, title="Lain")
    wrong = desk.send(f"/manage/events/{other.id}/guests/{number}/withdraw")
    assert wrong.status_code == 404


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": " "}, "Isi nama acaranya."),
        ({"day": ""}, "Pilih harinya."),
        ({"last_day": "2020-01-01"}, "Hari terakhir"),
        ({"ends": "12:00"}, "Jam selesai harus sesudah"),
        ({"begins": "25:00"}, "Tulis jamnya"),
        ({"seats": "0"}, "Jumlah kursi"),
        ({"kind": "party"}, "Pilih macam acaranya."),
    ],
)
def test_an_event_that_cannot_be_is_refused_and_the_form_stays_filled(
    desk: Desk, wrong: dict[str, str], sentence: str
):
    page = desk.refused("/manage/events/new", **plan(desk, **wrong))
    assert sentence in page and "Duduk bersama perajin." in page
    assert desk.read(lambda s: s.scalar(select(func.count()).select_from(Event))) == 0


def test_bad_input_floods_and_robots_take_no_seat(desk: Desk):
    event = held(desk, seats="")
    address = f"/acara/{event.slug}"
    for wrong in ({"name": ""}, {"phone": ""}, {"phone": "abc"}, {"people": "0"}, {"people": "x"}):
        assert 'aria-invalid="true"' in desk.refused(address, **guest(**wrong)), wrong
    page = desk.refused(address, **guest(name=" ", phone="abc", people="99"))
    assert page.count('aria-invalid="true"') == 3 and page.count("autofocus") == 1
    desk.done(address, **guest(website="http://spam.example"))
    assert coming(desk) == 0
    for number in range(service.FROM_ONE):
        desk.done(address, **guest(phone=f"08120000000{number}", people="1"))
    assert desk.send(address, **guest(phone="081200000099")).status_code == 429
    assert coming(desk) == service.FROM_ONE


def test_an_event_called_off_or_over_says_so_and_takes_nobody(desk: Desk):
    event = held(desk)
    desk.done(f"/manage/events/{event.id}/cancel")
    assert "event-off" in desk.get(f"/acara/{event.slug}").text
    assert desk.send(f"/acara/{event.slug}", **guest()).status_code == 409
    assert "Belajar menapis" not in desk.get("/acara").text
    assert "STATUS:CANCELLED" in desk.get(f"/acara/{event.slug}.ics").text
    assert desk.send(f"/manage/events/{event.id}", **plan(desk)).status_code == 409
    past = (desk.today() - timedelta(days=3)).isoformat()
    over = held(desk, day=past, last_day=past)
    assert "sudah lewat" in desk.get(f"/acara/{over.slug}").text
    assert desk.send(f"/acara/{over.slug}", **guest()).status_code == 409
    assert desk.get("/acara/tidak-ada").status_code == 404
    assert desk.get("/acara/daftar/tidak-ada").status_code == 404


def test_a_calendar_gets_the_right_hour_and_no_long_line(desk: Desk):
    event = held(desk, title="Belajar menapis, tusuk sugi; satu " + "kata " * 14)
    text = desk.get(f"/acara/{event.slug}.ics").text
    assert f"DTSTART:{desk.today():%Y%m%d}T060000Z" in text
    assert "\\, tusuk sugi\\;" in text.replace("\r\n ", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_names_and_numbers_are_forgotten_a_month_after(desk: Desk):
    event = held(desk)
    desk.done(f"/acara/{event.slug}", **guest())
    at = desk.app.house.clock.now()
    for later, name in ((30, "Tamu Umpama"), (31, "")):
        day = desk.today() + timedelta(days=later)
        desk.write(lambda s, day=day: service.forget(s, day, at))
        found = desk.read(lambda s: s.scalars(select(SignUp)).one())
        assert (found.name, found.people) == (name, 2)
    assert found.phone == "" and found.sender is None
