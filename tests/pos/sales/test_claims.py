"""Claims: seen, looked for in vain, accepted by a manager, paid otherwise, late after all."""

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets import service as outlets
from catalogue.outlets.models import Outlet
from core.dispatch import TitipFlask
from core.errors import Conflict, Refused
from core.users import service as people
from core.users.models import User
from core.users.secrets import hash_secret
from pos.ledger import queries as ledger
from pos.reports.verify import verify
from pos.sales import completing
from pos.sales.claims import queries, service
from pos.sales.models import Tender
from pos.settlements.due import open_entries
from pos.shifts.models import Shift
from tests.pos.sales.conftest import Counter
from tests.pos.showroom import PIN, QRIS, Showroom, open_showroom


@pytest.fixture
def room(session: Session, at: datetime) -> Showroom:
    return open_showroom(session, at=at)


def claim(session: Session, room: Showroom) -> Tender:
    [tender] = room.sell(session, {"emping": 1}, offers=QRIS).tenders
    return tender


def is_held(session: Session, room: Showroom) -> bool:
    found = open_entries(session, [room.other.id], cutoff=date(2100, 1, 1), hold_days=0)
    return {entry.state for entry in found} == {"unconfirmed"}


def test_money_not_received_stays_on_the_list(session: Session, room: Showroom) -> None:
    tender = claim(session, room)
    service.note_missing(session, tender, by=room.cashier.id, at=room.at)
    service.note_missing(session, tender, by=room.cashier.id, at=room.at)

    [waiting] = queries.waiting(session, outlet_id=room.outlet.id)
    assert (waiting.tender.id, len(waiting.looks)) == (tender.id, 2)
    assert queries.waiting(session, outlet_id=room.stall.id) == []
    assert is_held(session, room)

    completing.confirm(session, tender, by=room.cashier.id, at=room.at)
    with pytest.raises(Conflict):
        service.note_missing(session, tender, by=room.cashier.id, at=room.at)


def test_an_accepted_claim_lets_the_shares_go_and_may_still_come(
    session: Session, room: Showroom
) -> None:
    tender = claim(session, room)
    with pytest.raises(Refused, match="alasannya"):
        service.accept(session, tender, by=room.manager.id, at=room.at, reason=" ")
    service.accept(session, tender, by=room.manager.id, at=room.at, reason="pembeli langganan")

    assert not is_held(session, room)
    assert ledger.balance_of(session, "qris_missing") == 68_000
    assert [t.id for t in queries.missing(session)] == [tender.id]
    service.receive(session, tender, way="qris", by=room.manager.id, at=room.at)
    assert queries.missing(session) == []
    assert (ledger.balance_of(session, "qris_missing"), ledger.balance_of(session, "qris")) == (
        0, 68_000,
    )  # fmt: skip
    with pytest.raises(Conflict):
        service.receive(session, tender, way="qris", by=room.manager.id, at=room.at)


def test_a_claim_paid_in_cash_is_in_the_drawer(session: Session, room: Showroom) -> None:
    tender = claim(session, room)
    shift = session.get_one(Shift, room.shift.id)
    service.receive(session, tender, way="cash", shift=shift, by=room.cashier.id, at=room.at)

    assert not is_held(session, room)
    assert queries.late_cash(session, shift.id) == 68_000
    assert ledger.balance_of(session, f"cash:till:{room.till.id}") == 368_000
    assert [verdict.line for verdict in verify(session) if not verdict.is_good] == []
    with pytest.raises(Conflict):
        completing.confirm(session, tender, by=room.cashier.id, at=room.at)


# -- over HTTP ----------------------------------------------------------------------------------


@pytest.fixture
def tender(counter: Counter, app: TitipFlask) -> int:
    """The claim of a sale just made."""
    counter.post("/pos/scan", code=counter.room.goods["emping"].code)
    counter.post("/pos/complete", pane="qris")
    with app.house.database.reader() as session:
        return session.scalars(select(Tender.id)).one()


def test_a_claim_is_looked_for_and_confirmed_while_closing(counter: Counter, tender: int) -> None:
    counter.post(f"/pos/claims/{tender}/missing")
    assert "Dicari 1 kali" in counter.cashier.get("/pos/claims").text
    assert "claim-seen" in counter.cashier.get("/pos/close").text

    answer = counter.post(f"/pos/claims/{tender}/seen", back="close")

    assert answer.location == "/pos/close"
    assert "claim-seen" not in counter.cashier.get("/pos/close").text


def test_a_manager_s_pin_lets_the_house_take_it(
    counter: Counter, app: TitipFlask, tender: int
) -> None:
    with app.house.database.writer() as session:
        manager = session.get_one(User, counter.room.manager.id)
        people.set_secret(session, manager, "pin", hash_secret(PIN), at=counter.room.at)
        outlets.staff(session, manager, session.get_one(Outlet, counter.room.outlet.id))
    form = {"approver": counter.room.manager.id, "reason": "langganan"}
    assert counter.post(f"/pos/claims/{tender}/accept", **form).status_code == 422
    wrong = counter.post(f"/pos/claims/{tender}/accept", approver_pin="0000", **form)
    assert wrong.status_code == 422
    assert "langganan" in wrong.text

    counter.post(f"/pos/claims/{tender}/accept", approver_pin=PIN, **form)

    assert 'data-testid="missing"' in counter.cashier.get("/pos/claims").text
    counter.post(f"/pos/claims/{tender}/paid", way="cash")
    assert 'data-testid="missing"' not in counter.cashier.get("/pos/claims").text


def test_the_office_accepts_and_sees_it_come(counter: Counter, tender: int) -> None:
    manager = counter.manager
    assert 'data-testid="claim"' in manager.get("/manage/claims").text
    assert counter.post(f"/manage/claims/{tender}/accept", manager).status_code == 422
    counter.post(f"/manage/claims/{tender}/accept", manager, reason="langganan")
    assert 'data-testid="missing"' in manager.get("/manage/claims").text

    counter.post(f"/manage/claims/{tender}/seen", manager)

    assert "Semua QRIS sudah dipastikan" in manager.get("/manage/claims").text


def test_a_transfer_instead_needs_its_number(counter: Counter, tender: int) -> None:
    assert counter.post(f"/pos/claims/{tender}/paid", way="transfer").status_code == 422
    assert counter.post("/pos/claims/99/seen").status_code == 404
    assert counter.post(f"/pos/claims/{tender}/seen", counter.officer).status_code == 403


def test_money_without_a_ticket_belongs_to_who_paid_it(counter: Counter, app: TitipFlask) -> None:
    manager = counter.manager
    assert counter.post("/manage/surplus", manager, amount="5.000").status_code == 422
    assert counter.post("/manage/surplus", manager, amount="0", note="x").status_code == 422
    counter.post("/manage/surplus", manager, amount="5.000", note="dibayar dua kali")
    assert 'data-testid="surplus" data-amount="5000"' in manager.get("/manage/claims").text
    with app.house.database.reader() as session:
        assert ledger.balance_of(session, "qris_surplus") == -5_000

    back = {"source": "bank", "words": "Bu Ani"}
    assert counter.post("/manage/surplus/1/back", manager, source="safe").status_code == 422
    counter.post("/manage/surplus/1/back", manager, **back)

    assert counter.post("/manage/surplus/1/back", manager, **back).status_code == 409
    assert counter.post("/manage/surplus", note="x").status_code == 403
    with app.house.database.reader() as session:
        assert ledger.balance_of(session, "qris_surplus") == 0
        assert ledger.balance_of(session, "bank") == -5_000
