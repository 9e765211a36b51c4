"""A world that is put back is the world that was built, and nobody else's changes are in it."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets import service as outlets
from catalogue.outlets.models import Outlet
from core.db import Database
from tests.remembered import KNOWN, remembered


@dataclass
class World:
    """Two outlets."""

    gallery: Outlet
    stall: Outlet


def open_world(session: Session, at: datetime, name: str) -> World:
    def build(session: Session) -> World:
        gallery = outlets.open_outlet(session, "G1", "Galeri", at=at)
        return World(gallery, outlets.open_outlet(session, "L1", "Lapak", at=at))

    return remembered(session, (name, at), build)


def names(session: Session) -> list[str]:
    return list(session.scalars(select(Outlet.name).order_by(Outlet.id)))


@pytest.fixture
def known(database: Database, at: datetime, request: pytest.FixtureRequest) -> str:
    """The name of a world that was learnt, of which no row is there."""
    name = request.node.name
    for _time in range(2):
        with Session(database.write_engine) as session:
            open_world(session, at, name)
            session.rollback()
    assert (database.write_engine.dialect.name, (name, at)) in KNOWN
    return name


def test_it_is_put_back_whole_and_can_be_changed(database: Database, at: datetime, known: str):
    with database.writer() as session:
        world = open_world(session, at, known)
        assert names(session) == ["Galeri", "Lapak"]
        assert session.get_one(Outlet, world.stall.id) is world.stall
        world.stall.name = "Lapak lain"
    with database.writer() as session:
        outlets.open_outlet(session, "B1", "Bazar", at=at)  # with a number of its own
        assert names(session) == ["Galeri", "Lapak lain", "Bazar"]


def test_it_is_built_anew_where_there_are_other_rows(database: Database, at: datetime, known: str):
    with database.writer() as session:
        outlets.open_outlet(session, "B1", "Bazar", at=at)
        open_world(session, at, known)
        assert names(session) == ["Bazar", "Galeri", "Lapak"]


def test_what_a_test_changed_is_not_in_the_next_one(database: Database, at: datetime, known: str):
    for _time in range(2):
        with Session(database.write_engine) as session:
            world = open_world(session, at, known)
            assert world.gallery.name == "Galeri"
            world.gallery.name = "Toko"
            session.flush()
            session.rollback()
