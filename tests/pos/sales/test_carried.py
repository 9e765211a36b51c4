"""Cash of a stall at close: handed over with a signed slip, or charged to who carries it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets import service as outlets
from catalogue.outlets.models import Outlet, Till
from core.dispatch import TitipFlask
from core.errors import Forbidden, Refused
from core.i18n import use_locale
from pos.ledger import queries as ledger
from pos.reports.trust import trust
from pos.reports.verify import verify
from pos.sales import closing
from pos.settlements.holdings import holdings
from pos.shifts import carried, queries, service
from pos.shifts.carried import Receipt
from pos.shifts.models import CashDelivery, Shift
from printers.documents import from_json
from printers.pdf import pdf_bytes
from tests.pos.sales.conftest import Counter
from tests.pos.showroom import Showroom, open_showroom
from tests.tools.reading import page_texts


@pytest.fixture
def room(session: Session, at: datetime) -> Showroom:
    return open_showroom(session, at=at)


def keep(session: Session, room: Showroom, counted: int = 368_000) -> Shift:
    """Sell one emping and close; the cashier keeps the cash."""
    room.sell(session, {"emping": 1})
    closed = closing.close_shift(
        session, room.shift, counted=counted, pieces={}, by=room.cashier, at=room.at,
        keeper=room.cashier,
    )  # fmt: skip
    return closed.shift


def hand_in(session: Session, room: Showroom, amount: int, **how: object) -> CashDelivery:
    place = how.pop("place", None)
    received = Receipt(amount, place, "Bu Ratna", **how)  # type: ignore[arg-type]
    return carried.hand_in(session, room.cashier, received, by=room.manager.id, at=room.at)


def test_what_is_kept_is_that_persons_charge_and_everybody_sees_it(
    session: Session, room: Showroom
) -> None:
    shift = keep(session, room, 367_000)

    assert ledger.balance_of(session, f"safe:outlet:{room.outlet.id}") == -300_000
    assert queries.in_hand(session, room.cashier.id) == 367_000
    assert ledger.balance_of(session, "over_short") == 1_000
    assert from_json(shift.report or {}).kept_by == room.cashier.name  # type: ignore[attr-defined]
    place = f"Dibawa {room.cashier.name}"
    assert [p.amount for p in trust(session).places if p.name == place] == [367_000]
    assert [h.amount for h in holdings(session).cash if h.name == place] == [367_000]


def test_it_is_handed_in_in_parts_with_a_slip_for_both(session: Session, room: Showroom) -> None:
    keep(session, room)

    first = hand_in(session, room, 300_000)
    hand_in(session, room, 68_000, place=room.outlet)

    assert carried.carried(session) == []
    assert ledger.balance_of(session, "treasury") == 300_000
    with use_locale("id"):
        text = " ".join(page_texts(pdf_bytes(carried.slip(session, first))))
    for word in ("Serah terima uang", room.cashier.name, "Bu Ratna", "Rp300.000", "Kas bendahara"):
        assert word in text
    assert "Banyak" not in text  # no table of goods on a slip about money


def test_what_is_missing_or_too_much_is_let_go_only_on_purpose(
    session: Session, room: Showroom
) -> None:
    keep(session, room)

    with pytest.raises(Refused, match="membawa Rp368.000"):
        hand_in(session, room, 368_001)
    hand_in(session, room, 368_500, settles=True)
    assert ledger.balance_of(session, "over_short") == -500

    with pytest.raises(Refused, match="membawa Rp0"):
        hand_in(session, room, 1)


def test_nobody_lets_go_of_what_they_lost_themselves(session: Session, room: Showroom) -> None:
    keep(session, room)
    mine = {"by": room.cashier.id, "at": room.at}

    with pytest.raises(Forbidden, match="pengurus lain"):
        carried.hand_in(session, room.cashier, Receipt(1_000, None, "Bu R", settles=True), **mine)
    assert queries.in_hand(session, room.cashier.id) == 368_000
    carried.hand_in(session, room.cashier, Receipt(1_000, None, "Bu R"), **mine)
    assert queries.in_hand(session, room.cashier.id) == 367_000


@pytest.mark.parametrize(("amount", "receiver"), [(0, "Bu R"), (-1, "Bu R"), (1_000, "  ")])
def test_a_delivery_that_cannot_be_is_refused(
    session: Session, room: Showroom, amount: int, receiver: str
) -> None:
    keep(session, room)

    with pytest.raises(Refused):
        carried.hand_in(
            session, room.cashier, Receipt(amount, None, receiver), by=room.manager.id, at=room.at
        )
    assert queries.in_hand(session, room.cashier.id) == 368_000


def test_the_next_float_comes_out_of_what_the_opener_carries(
    session: Session, room: Showroom
) -> None:
    keep(session, room)

    shift = service.open_shift(
        session, room.till, opening_float=400_000, by=room.cashier.id,
        at=room.at + timedelta(days=1), from_hand=True,
    )  # fmt: skip

    assert shift.float_held == 368_000
    assert queries.in_hand(session, room.cashier.id) == 0
    assert queries.drawer(session, room.till.id) == 400_000


def test_verify_agrees_and_tells_of_a_changed_delivery(session: Session, room: Showroom) -> None:
    keep(session, room)
    row = hand_in(session, room, 360_000, settles=True)
    room.shift = service.open_shift(
        session, room.till, opening_float=0, by=room.cashier.id, at=room.at, from_hand=True
    )
    session.flush()
    names = (
        "Hitungan tiap sif", "Isi laci", "Buku besar dan kejadiannya", "Asal tiap catatan",
        "Setoran uang yang dibawa orang", "Yang disegel kantor masih ada",
    )  # fmt: skip

    verdicts = {verdict.name: verdict for verdict in verify(session)}

    assert [verdicts[name].first for name in names] == [None] * len(names)
    assert verdicts["Setoran uang yang dibawa orang"].agreed == 1
    assert row.difference == -8_000


# -- at the stall's till ------------------------------------------------------------------------


@pytest.fixture
def stall(counter: Counter, app: TitipFlask) -> Counter:
    """The counter stands at a stall now: another outlet is the main one."""
    with app.house.database.writer() as session:
        for outlet in session.scalars(select(Outlet)):
            outlet.is_main = False
        session.flush()
        main = outlets.open_outlet(session, "GU", "Galeri Utama", at=counter.room.at)
        main.is_main = True
    return counter


def delivered(app: TitipFlask) -> list[CashDelivery]:
    with app.house.database.reader() as session:
        return list(session.scalars(select(CashDelivery)))


def test_closing_a_stall_charges_who_closes_unless_said_otherwise(
    stall: Counter, app: TitipFlask
) -> None:
    assert "Uangnya ke mana?" in stall.cashier.get("/pos/close").text
    answer = stall.post("/pos/close", counted_cash="300.000")

    assert "menjadi tanggungannya" in stall.cashier.get(answer.location).text
    assert "Ambil dari uang yang saya bawa" in stall.cashier.get("/pos?pane=open").text
    page = stall.manager.get("/manage/carried").text
    assert 'data-amount="300000"' in page
    path = f"/manage/carried/{stall.room.cashier.id}"
    wrong = stall.post(path, stall.manager, amount="300.001", place="treasury", receiver="Bu R")
    assert wrong.status_code == 422
    right = stall.post(path, stall.manager, amount="300.000", place="treasury", receiver="Bu R")
    assert right.status_code == 303
    [row] = delivered(app)
    slip = f"/manage/carried/slips/{row.id}.pdf"
    assert stall.manager.get(slip).data.startswith(b"%PDF")
    assert stall.cashier.get(slip).status_code == 403
    with app.house.database.reader() as session:
        assert carried.carried(session) == []


def test_closing_a_stall_and_handing_over_at_once_names_the_receiver(
    stall: Counter, app: TitipFlask
) -> None:
    form = {"counted_cash": "300.000", "cash_to": "hand", "place": "safe"}

    assert stall.post("/pos/close", **form).status_code == 422  # nobody named
    answer = stall.post("/pos/close", receiver="Bu Ratna", **form)

    page = stall.cashier.get(answer.location).text
    assert "Diserahkan kepada Bu Ratna" in page
    [row] = delivered(app)
    assert stall.cashier.get(f"/pos/slips/{row.id}.pdf").data.startswith(b"%PDF")
    with app.house.database.reader() as session:
        main = session.scalars(select(Outlet).where(Outlet.is_main)).one()
        assert ledger.balance_of(session, f"safe:outlet:{main.id}") == 300_000
        assert queries.in_hand(session, stall.room.cashier.id) == 0
        assert session.get_one(Till, stall.room.till.id).outlet_id != main.id
