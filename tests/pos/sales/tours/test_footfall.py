"""Visitors are counted by a touch, and a touch too many is taken back within a minute."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from catalogue.outlets import service as outlets
from catalogue.outlets.first import first_outlet
from catalogue.tours.footfall import queries, service
from catalogue.tours.footfall.models import Footfall
from core.errors import Conflict, Refused
from tests.catalogue.desk import Desk, sign_in
from tests.pos.sales.tours.groups import Groups
from tests.pos.showroom import open_showroom


def test_counted_and_taken_back(session: Session, at: datetime):
    room = open_showroom(session, at=at)
    how = {"by": room.cashier.id, "at": at}
    on = at.date()
    service.count(session, room.outlet, "local", on=on, **how)
    service.count(session, room.outlet, "foreign", on=on, people=7, **how)
    wrong = service.count(session, room.stall, "foreign", on=on, **how)
    assert queries.undoable(session, room.stall.id, at=at, within=service.UNDO_WITHIN) is wrong

    service.undo(session, wrong, by=room.cashier.id, at=at + timedelta(seconds=59))

    assert queries.of_day(session, room.outlet.id, on) == {"local": 1, "foreign": 7}
    assert queries.between(session, on, on) == {"local": 1, "foreign": 7}
    with pytest.raises(Conflict, match="sudah diurungkan"):
        service.undo(session, wrong, by=room.cashier.id, at=at)


def test_after_a_minute_only_the_office_takes_it_back(session: Session, at: datetime):
    room = open_showroom(session, at=at)
    row = service.count(session, room.outlet, "local", on=at.date(), by=room.cashier.id, at=at)
    late = at + timedelta(seconds=61)
    assert queries.undoable(session, room.outlet.id, at=late, within=service.UNDO_WITHIN) is None

    with pytest.raises(Conflict, match="lewat semenit"):
        service.undo(session, row, by=room.cashier.id, at=late)
    service.undo(session, row, by=room.manager.id, at=late, late=True)

    assert queries.between(session, at.date(), at.date()) == {"local": 0, "foreign": 0}
    with pytest.raises(DatabaseError, match="taken back"):
        session.execute(update(Footfall).values(people=3))


def test_what_cannot_be_is_refused(session: Session, at: datetime):
    room = open_showroom(session, at=at)
    how = {"by": room.cashier.id, "at": at}

    for kind, days, people, said in (
        ("martian", 0, 1, "Pilih lokal"), ("local", 0, 0, "dari 1 sampai 5000"),
        ("local", 0, 5_001, "dari 1 sampai 5000"), ("local", 2, 1, "belum datang"),
    ):  # fmt: skip
        on = at.date() + timedelta(days=days)
        with pytest.raises(Refused, match=said):
            service.count(session, room.outlet, kind, on=on, people=people, **how)


def test_groups_are_counted_by_their_visits(session: Session, at: datetime):
    room = open_showroom(session, at=at)
    groups = Groups(session, room)
    groups.serve(groups.expect("Wisata Angan", people=42))
    groups.expect("Tidak Datang", people=9)

    assert queries.groups_between(session, at.date(), at.date()) == (1, 42)


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_the_office_s_buttons_and_guest_book(app, client):
    desk = Desk(app, client, sign_in(app, client, "manager"))
    at = app.house.clock.now()
    place = desk.write(lambda session: first_outlet(session, at).id)
    desk.write(lambda session: outlets.open_outlet(session, "L1", "Lapak", at=at))

    page = desk.done("/manage/visitors", kind="local")
    assert "Satu pengunjung lokal dihitung." in page
    assert "Urungkan yang terakhir" in page
    assert "Urungkan yang terakhir" not in desk.done("/manage/visitors/1/undo")
    book = {"place": place, "on": desk.today().isoformat(), "kind": "foreign"}
    assert "12 pengunjung dicatat." in desk.done("/manage/visitors", people="12", **book)
    assert 'value="7000"' in desk.refused("/manage/visitors", people="7000", **book)
    assert "Urungkan" not in desk.done("/manage/visitors/2/undo")
    assert desk.send("/manage/visitors/9/undo").status_code == 404
    assert client.get("/manage/visitors/1/undo").status_code == 405
