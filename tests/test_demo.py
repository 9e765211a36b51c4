"""The demonstration showroom loads whole, once, and goes on where a start was cut off."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

import demo
from catalogue.makers.models import Maker, Sentra
from catalogue.makers.queries import users_by_phone
from catalogue.outlets import queries as places
from catalogue.outlets.models import Till
from catalogue.products.models import Contract, Product
from catalogue.stock.bazars.models import Bazar
from catalogue.stock.counts.models import StockCount
from catalogue.stock.departures.models import Departure
from catalogue.stock.models import Consignment, Lot, Movement
from catalogue.stock.queries import levels_that_disagree
from catalogue.stock.transfers.models import Transfer
from core.db import Database
from core.files import Files
from core.jobs import Job
from core.users.queries import by_login, secret_hash
from core.users.secrets import matches
from core.users.service import create_user
from pos.reports import figures
from pos.reports.dates import Span
from pos.reports.dinas import queries as dinas
from pos.reports.dinas.models import MonthlyPaper
from pos.reports.verify import verify
from pos.sales.models import SaleLine, Tender
from pos.sales.proof import prove
from pos.sales.queries import of_shift
from pos.settlements.models import Payout, Statement
from pos.shifts.models import Shift
from printers.models import PrintJob
from tests.conftest import copy_of_template

NOON = datetime(2026, 5, 9, 5, 0, tzinfo=UTC)
SPAN = Span(date(2026, 4, 25), date(2026, 5, 8))


@pytest.fixture(scope="module")
def loaded(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The demonstration, loaded once for the tests that only look."""
    folder = tmp_path_factory.mktemp("demo")
    database = Database(copy_of_template(shared_folder, folder))
    demo.load(database, home=folder, at=NOON)
    yield database
    database.dispose()


def count(database: Database, model: type) -> int:
    with database.reader() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_every_part_of_the_goods_has_life(loaded: Database):
    assert count(loaded, Sentra) == 8
    assert count(loaded, Maker) == 12
    assert count(loaded, Product) > 50
    assert count(loaded, Lot) > 10
    with loaded.reader() as session:
        assert set(session.scalars(select(Product.kind))) == {"counted", "unique", "service"}
        assert set(session.scalars(select(Contract.terms))) == {"percent", "net"}
        assert set(session.scalars(select(Consignment.state))) == {"draft", "received"}
        assert set(session.scalars(select(Till.series))) == {"G1", "L1", "B1"}
        assert levels_that_disagree(session) == []


@pytest.mark.parametrize(
    "login, role, password, pin",
    [
        ("manajer", "manager", "tapis-manajer", "1379"),
        ("kasir", "cashier", "tapis-kasir", "2580"),
        ("dinas", "officer", "tapis-dinas", None),
    ],
)
def test_the_published_log_ins_open_the_door(
    loaded: Database, login: str, role: str, password: str, pin
):
    with loaded.reader() as session:
        user = by_login(session, login)
        assert user is not None and role in user.roles
        assert matches(secret_hash(session, user, "password"), password)
        if pin is not None:
            assert matches(secret_hash(session, user, "pin"), pin)
            assert len(places.outlets_of_user(session, user.id)) == 3  # one is closed again


def test_the_published_maker_signs_in_by_phone(loaded: Database):
    with loaded.reader() as session:
        (user,) = users_by_phone(session, "081200000001")
        assert user.roles == {"maker"}
        assert matches(secret_hash(session, user, "pin"), "2580")


def test_two_weeks_were_sold_counted_settled_and_partly_paid(
    database: Database, home: Path, at: datetime
):
    demo.load(database, home=home, at=at)

    with database.reader() as session:
        shifts = session.scalars(select(Shift)).all()
        assert len(shifts) >= 20
        assert all(not shift.is_open for shift in shifts)
        assert all(prove(of_shift(session, shift)).is_good for shift in shifts)
        assert set(session.scalars(select(Tender.kind))) == {"cash", "qris", "card"}
        assert set(session.scalars(select(SaleLine.kind))) == {"sale", "return"}
        assert session.scalar(select(func.count()).select_from(Statement)) > 5
        assert set(session.scalars(select(Payout.method))) == {"cash", "transfer"}
        assert session.scalar(select(Job.state)) == "done"
        assert levels_that_disagree(session) == []


def test_goods_went_home_and_some_were_lost(loaded: Database):
    with loaded.reader() as session:
        records = session.scalars(select(Departure).order_by(Departure.id)).all()
        assert [(one.number, one.state) for one in records] == [
            ("RT000001", "done"), ("BA000001", "done"),
        ]  # fmt: skip
        assert all(line.owed > 0 for line in records[1].lines)
        assert [line.came_back for line in records[1].lines] == [0, 1]
        assert [verdict.line for verdict in verify(session) if not verdict.is_good] == []


def test_a_bazar_is_over_a_count_is_posted_and_goods_are_on_their_way(loaded: Database):
    with loaded.reader() as session:
        [bazar] = session.scalars(select(Bazar)).all()
        [counted] = session.scalars(select(StockCount)).all()
        assert (bazar.state, counted.state) == ("closed", "posted")
        assert counted.document["maker_drawing"] and counted.document["house_drawing"]
        states = session.scalars(select(Transfer.state).order_by(Transfer.id)).all()
        assert states == ["closed", "closed", "sent"]
        assert [outlet.code for outlet in places.active(session)] == ["G1", "L1"]


def test_the_days_before_are_not_printed_but_a_sale_today_will_be(loaded: Database):
    assert count(loaded, PrintJob) == 0
    with loaded.reader() as session:
        assert all(till.receipt_printer_id for till in places.active_tills(session))


def test_nothing_of_it_lies_ahead(loaded: Database):
    with loaded.reader() as session:
        assert session.scalar(select(func.max(Movement.at))) <= NOON
        assert session.scalar(select(func.max(Product.created_at))) <= NOON


def test_loading_twice_changes_nothing(loaded: Database, home: Path):
    before = count(loaded, Movement)

    demo.load(loaded, home=home, at=NOON)

    assert count(loaded, Movement) == before


def test_a_house_with_a_person_is_left_alone(sqlite_database: Database, home: Path, at: datetime):
    with sqlite_database.writer() as session:
        create_user(session, "Ibu Titik", login="titik", roles=("manager",), at=at, by=None)

    demo.load(sqlite_database, home=home, at=at)

    assert count(sqlite_database, Maker) == 0


def test_every_report_has_something_to_show(loaded: Database):
    with loaded.reader() as session:
        [paper] = session.scalars(select(MonthlyPaper)).all()
        assert paper.number == "001/LAP/IV/2026"
        sold = {key: figures.by(session, SPAN, key) for key in ("campaign", "agency", "sentra")}
        guests = dinas.guests(session, SPAN)
        ways = {kind: often for kind, often, _amount in figures.by_tender(session, SPAN)}

    assert "Metro Bangga Beli" in {part.name for part in sold["campaign"] if part.net}
    assert "Wisata Angan Sejahtera" in {part.name for part in sold["agency"] if part.net}
    assert len(sold["sentra"]) == 9  # each of the eight, and the house's own goods
    assert guests.groups == 2 and guests.local and guests.foreign
    assert min(ways.values()) >= 5 and set(ways) == {"cash", "qris", "card"}


def test_a_start_that_was_cut_off_goes_on_where_it_stopped(
    sqlite_database: Database, home: Path, at: datetime, monkeypatch
):
    class PowerCut(Exception):
        pass

    def cut(session, at):
        raise PowerCut

    whole = list(demo.steps(Files(home)))
    with monkeypatch.context() as cut_off:
        cut_off.setattr(demo, "steps", lambda _files: iter([*whole[:5], ("cut", cut)]))
        with pytest.raises(PowerCut):
            demo.load(sqlite_database, home=home, at=at)
    assert 0 < count(sqlite_database, Maker) < 12

    demo.load(sqlite_database, home=home, at=at)

    assert count(sqlite_database, Maker) == 12
