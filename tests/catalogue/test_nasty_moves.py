"""Bad input at the forms of goods on the move: each gets a sentence at its field, nothing is written."""

import pytest

from catalogue.stock.counts.models import CountLine
from catalogue.stock.departures.models import DepartureLine
from catalogue.stock.transfers.models import TransferLine
from tests.catalogue.desk import Desk
from tests.catalogue.nasty import DAYS, PIECES, Case, complaint, everything

NO_PIECES = [pieces for pieces in PIECES if pieces != "0"]
DRAWINGS = ["", "5,5", "abc", "0,0 9999,1", "<svg/onload=x>", "1,1;" * 9_000]
LINE = "20,150 120,20 220,150;60,180 540,180"


@pytest.fixture
def moving_desk(desk: Desk) -> Desk:
    """A desk with a count under way, five bags on their way, a return in writing and a signed one."""
    crisps = desk.product(desk.crisps_id).code
    desk.done("/manage/transfers/new", origin=1, destination=2)
    desk.done("/manage/transfers/1/scan", q=crisps)
    desk.done("/manage/transfers/1/send", carrier="Pak Sopir", **{"quantity-1": "3"})
    for _record in range(2):
        desk.done("/manage/returns/new", maker=desk.maker_id, outlet=1, cause="contract_over")
    for number, pieces in ((1, 1), (2, 2)):
        for _piece in range(pieces):
            desk.done(f"/manage/returns/{number}/scan", q=crisps)
    desk.done("/manage/returns/2/hand-over")
    desk.done("/manage/counts/new", outlet="1", scope="maker", maker=str(desk.maker_id))
    desk.done("/pos/counts/1/scan", q=crisps)
    return desk


def cases(desk: Desk) -> dict[str, Case]:
    """The forms by name; lines have the ids that they got."""
    count = desk.read(lambda s: s.query(CountLine.id).scalar())
    sent = desk.read(lambda s: s.query(TransferLine.id).scalar())
    writing, signed = desk.read(
        lambda s: [row.id for row in s.query(DepartureLine.id).order_by(DepartureLine.departure_id)]
    )
    return {
        "what was counted": Case(
            "/pos/counts/1/lines", {f"pieces-{count}": "3", f"was-{count}": "1"},
            {f"pieces-{count}": NO_PIECES},
        ),
        "what did not arrive": Case(
            "/manage/transfers/1/decide",
            {"line": str(sent), "kind": "returned", f"quantity-{sent}": "2",
             f"note-{sent}": "Ketinggalan di mobil"},
            {f"kind, at kind-{sent}": ["", "hilang", "=1"], f"quantity-{sent}": ["", "4", *PIECES]},
        ),
        "what arrived": Case(
            "/pos/transfers/1/receive", {f"scanned-{sent}": "1"},
            {f"scanned-{sent}": ["4", *NO_PIECES]},
        ),
        "a line of a return": Case(
            "/manage/returns/1/lines", {f"quantity-{writing}": "1"},
            {f"quantity-{writing}": ["", *PIECES]},
        ),
        "what the maker did not take": Case(
            "/manage/returns/2/back",
            {f"pieces-{signed}": "1", "reason": "Ketinggalan di meja"},
            {f"pieces-{signed}": NO_PIECES, "reason": ["", "  "]},
        ),
        "a signature": Case(
            "/manage/returns/2/signature",
            {"place": "maker", "name-maker": "Ibu Contoh Lestari", "drawing-maker": LINE},
            {"drawing-maker": DRAWINGS, "name-maker": ["", "   "]},
        ),
        "a bazar": Case(
            "/manage/bazars/new",
            {"name": "Bazar Enggal Raya", "origin": "1", "carrier": "Pak Sopir Umpama",
             "first_day": desk.today().isoformat(), "last_day": desk.today().isoformat()},
            {"name": ["", "   "], "carrier": ["", "  "], "first_day": DAYS, "last_day": DAYS},
        ),
    }  # fmt: skip


FORMS = ("what was counted", "what did not arrive", "what arrived", "a line of a return",
         "what the maker did not take", "a signature", "a bazar")  # fmt: skip


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_bad_input_gets_a_sentence_at_its_field_and_leaves_no_trace(moving_desk: Desk):
    found = cases(moving_desk)
    assert set(found) == set(FORMS)
    before = moving_desk.read(everything)

    complaints = [
        f"{name}: {where} = {value[:40]!r}: {wrong}"
        for name, case in found.items()
        for where, values in case.wrong.items()
        for value in values
        if (wrong := complaint(moving_desk, case, where, value, before=before))
    ]

    assert not complaints, "\n".join(complaints)
    for name in FORMS:  # ... and what is right is taken
        answer = moving_desk.send(found[name].path, **found[name].right)
        assert answer.status_code == 303, f"{name}: {answer.text}"
