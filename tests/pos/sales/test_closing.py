"""Closing a shift: blind count, over and short, the proof, the Z report."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from core.errors import Refused
from pos.ledger import queries as ledger
from pos.sales import closing, shift_reports
from pos.sales import service as tickets
from pos.sales.closing import TicketOpen
from pos.shifts import queries as shifts
from pos.shifts import service
from pos.shifts.service import NoShift, ShiftOpen
from printers.documents import from_json
from tests.pos.showroom import QRIS, Showroom, open_showroom


@pytest.fixture
def room(session: Session, at: datetime) -> Showroom:
    return open_showroom(session, at=at)


def close(session: Session, room: Showroom, counted: int, **options: object) -> closing.Closed:
    pieces = options.pop("pieces", {})
    return closing.close_shift(
        session,
        room.shift,
        counted=counted,
        pieces=pieces,
        by=room.cashier,
        at=room.at,  # type: ignore[arg-type]
    )


def test_the_drawer_holds_float_and_cash_less_change(session: Session, room: Showroom) -> None:
    room.sell(session, {"selendang": 1})
    room.sell(session, {"emping": 1}, offers=QRIS)

    assert shifts.drawer(session, room.till.id) == 300_000 + 405_000


@pytest.mark.parametrize(
    ("counted", "difference"), [(705_000, 0), (700_000, -5_000), (705_500, 500)]
)
def test_over_and_short_are_posted_and_the_drawer_is_emptied(
    session: Session, room: Showroom, counted: int, difference: int
) -> None:
    room.sell(session, {"selendang": 1})

    closed = close(session, room, counted)

    assert closed.difference == difference
    assert ledger.balance_of(session, "over_short") == -difference
    assert shifts.drawer(session, room.till.id) == 0
    assert ledger.balance_of(session, f"safe:outlet:{room.outlet.id}") == counted - 300_000


def test_the_proof_closes_to_the_rupiah(session: Session, room: Showroom) -> None:
    sold = room.sell(session, {"dompet": 3, "emping": 1, "tas": 1}, discount=777)
    room.sell(session, {"kain": 1}, offers=QRIS)
    room.give_back(session, sold.lines[0], 2)

    closed = close(session, room, 0)

    assert closed.proof.is_good
    assert closed.proof.sales == 3
    assert closed.proof.makers == ledger.owed_to(session, room.maker.id) + ledger.owed_to(
        session, room.other.id
    )


def test_notes_must_make_the_sum(session: Session, room: Showroom) -> None:
    with pytest.raises(Refused, match="tidak sama"):
        close(session, room, 300_000, pieces={100_000: 2})

    closed = close(session, room, 300_000, pieces={100_000: 3})
    assert closed.difference == 0


def test_the_z_report_tells_count_and_proof(session: Session, room: Showroom) -> None:
    room.sell(session, {"emping": 1})

    report = from_json(close(session, room, 368_000).shift.report)

    assert (report.letter, report.counted, report.expected) == ("Z", 368_000, 368_000)  # type: ignore[attr-defined]
    assert report.proof_ok is True  # type: ignore[attr-defined]


def test_the_x_report_keeps_the_count_blind(session: Session, room: Showroom) -> None:
    assert shift_reports.x_report(session, room.shift, at=room.at).expected is None


def test_a_ticket_with_lines_keeps_the_shift_open(session: Session, room: Showroom) -> None:
    sale = room.ticket(session)
    tickets.scan(session, sale, room.goods["dompet"].code, by=room.cashier.id, at=room.at)

    with pytest.raises(TicketOpen):
        close(session, room, 0)


def test_a_shift_closes_once(session: Session, room: Showroom) -> None:
    close(session, room, 300_000)

    with pytest.raises(NoShift):
        close(session, room, 300_000)


def test_a_till_has_one_open_shift(session: Session, room: Showroom) -> None:
    with pytest.raises(ShiftOpen):
        service.open_shift(session, room.till, opening_float=0, by=room.cashier.id, at=room.at)


def test_the_business_date_is_the_outlet_s_at_opening(session: Session, room: Showroom) -> None:
    assert room.shift.business_date.isoformat() == "2026-05-09"
    late = datetime.fromisoformat("2026-05-09T23:59:59+07:00")
    close(session, room, 300_000)

    shift = service.open_shift(session, room.till, opening_float=0, by=room.cashier.id, at=late)
    assert shift.business_date.isoformat() == "2026-05-09"


@pytest.mark.parametrize(("kind", "drawer"), [("in", 350_000), ("out", 250_000), ("drop", 250_000)])
def test_cash_moves_with_a_reason(session: Session, room: Showroom, kind: str, drawer: int) -> None:
    service.move_cash(
        session, room.shift, kind, 50_000, reason="uang kecil", by=room.cashier.id, at=room.at
    )

    assert shifts.drawer(session, room.till.id) == drawer


def test_no_more_cash_leaves_than_there_is(session: Session, room: Showroom) -> None:
    with pytest.raises(Refused, match="kurang"):
        service.move_cash(session, room.shift, "out", 300_001, reason="x", by=1, at=room.at)
    with pytest.raises(Refused, match="untuk apa"):
        service.move_cash(session, room.shift, "in", 1_000, reason=" ", by=1, at=room.at)
