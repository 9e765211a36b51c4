"""A shift that nobody closed: the till says so, the office closes it, and the next one opens."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from core.dispatch import TitipFlask
from pos.ledger import queries as ledger
from pos.reports.verify import verify
from pos.sales import closing, completing
from pos.sales import service as tickets
from pos.sales.models import Sale
from pos.sales.tenders import Offer
from pos.shifts import service
from pos.shifts.models import Shift
from printers.documents import from_json
from tests.pos.sales.conftest import Counter
from tests.pos.showroom import Showroom, open_showroom


@pytest.fixture
def room(session: Session, at: datetime) -> Showroom:
    return open_showroom(session, at=at)


def from_office(session: Session, room: Showroom, counted: int | None) -> closing.Closed:
    return closing.close_shift(
        session, room.shift, counted=counted, pieces={}, by=room.manager, at=room.at,
        sets_aside=True,
    )  # fmt: skip


def test_it_is_forgotten_on_the_next_day_there_and_sells_no_more_after_20_hours(
    session: Session, room: Showroom
) -> None:
    late = datetime.fromisoformat("2026-05-09T23:59:59+07:00")
    assert not service.is_forgotten(room.shift, late)
    assert service.is_forgotten(room.shift, late + timedelta(seconds=1))
    sale = room.ticket(session)
    tickets.scan(session, sale, room.goods["emping"].code, by=room.cashier.id, at=room.at)

    with pytest.raises(service.NoShift, match="20 jam"):
        completing.complete(
            session, sale, [Offer("cash")], counter=room.counter(session),
            at=room.at + timedelta(hours=21),
        )  # fmt: skip


def test_closed_without_a_count_it_says_so_and_the_books_hold(
    session: Session, room: Showroom
) -> None:
    room.sell(session, {"emping": 1})

    closed = from_office(session, room, None)

    assert (closed.difference, closed.shift.is_counted) == (0, False)
    assert ledger.balance_of(session, f"safe:outlet:{room.outlet.id}") == 68_000
    report = from_json(closed.shift.report or {})
    assert (report.uncounted, report.closed_by) == (True, room.manager.name)  # type: ignore[attr-defined]
    verdicts = {verdict.name: verdict for verdict in verify(session)}
    assert verdicts["Hitungan tiap sif"].is_good, verdicts["Hitungan tiap sif"].line
    again = service.open_shift(
        session, room.till, opening_float=0, by=room.cashier.id, at=room.at + timedelta(days=1)
    )
    assert again.business_date > closed.shift.business_date


def test_what_stands_on_the_till_is_held_for_tomorrow(session: Session, room: Showroom) -> None:
    sale = room.ticket(session)
    tickets.scan(session, sale, room.goods["kain"].code, by=room.cashier.id, at=room.at)

    closed = from_office(session, room, 299_000)

    assert closed.difference == -1_000
    assert (sale.state, sale.held_as) == ("held", "Ditutup kantor")
    service.open_shift(session, room.till, opening_float=0, by=room.manager.id, at=room.at)
    tickets.recall(session, sale, room.till, by=room.manager.id)
    assert sale.is_open


def test_the_office_closes_it_on_its_page(counter: Counter, app: TitipFlask) -> None:
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)
    path = f"/manage/shifts/{counter.room.shift.id}"

    page = counter.manager.get(path).text
    assert "ditahan dan bisa dipanggil besok" in page
    assert counter.post(f"{path}/close", counter.manager).status_code == 422  # neither sum nor tick
    assert counter.post(f"{path}/close", counter.cashier, uncounted="1").status_code == 403
    assert counter.post(f"{path}/close", counter.manager, uncounted="1").status_code == 303

    page = counter.manager.get(path).text
    assert "tidak dihitung" in page
    for shown in (
        f"/pos/closed/{counter.room.shift.id}", "/manage/shifts?state=uncounted",
    ):  # fmt: skip
        text = counter.manager.get(shown).text
        assert "tidak dihitung" in text and "tidak kurang tidak lebih" not in text
    [_heads, row] = counter.manager.get("/manage/shifts?as=csv").text.splitlines()
    assert row.endswith(",,"), row  # neither counted nor a difference
    assert "Ditutup dari halaman pengurus" in page
    assert counter.post(f"{path}/close", counter.manager, uncounted="1").status_code == 422
    with app.house.database.reader() as session:
        assert not session.get_one(Shift, counter.room.shift.id).is_open
        assert [sale.state for sale in session.query(Sale)] == ["held"]


def test_the_till_says_that_its_shift_was_forgotten(counter: Counter, app: TitipFlask) -> None:
    assert 'data-testid="forgotten"' not in counter.cashier.get("/pos").text
    with app.house.database.writer() as session:
        shift = session.get_one(Shift, counter.room.shift.id)
        shift.business_date -= timedelta(days=1)

    assert 'data-testid="forgotten"' in counter.cashier.get("/pos").text
