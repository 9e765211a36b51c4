"""Returns at the till: from the receipt, exchanged, paid back; works, bad input, method, role."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from catalogue.outlets import service as outlets
from catalogue.outlets.models import Outlet
from core.ids import new_uuid
from core.users import service as people
from core.users.models import User
from core.users.secrets import hash_secret
from pos.sales import queries
from pos.sales.models import Sale
from pos.sales.tenders import Offer
from pos.shifts import service as shifts
from tests.pos.sales.conftest import Counter
from tests.pos.showroom import CASH, QRIS

ON_ONE = pytest.mark.parametrize("engine_kind", ["sqlite"])
"""What only the page decides is tried on one engine."""
MANAGER_PIN = "1379"
CARD = (Offer("card", reference="123456"),)


def sell(counter: Counter, wanted: dict[str, int], offers: tuple[Offer, ...] = CASH) -> Sale:
    with counter.cashier.application.house.database.writer() as session:
        sale = counter.room.sell(session, wanted, offers=offers)
        return queries.require(session, sale.id)


def ticket(counter: Counter) -> Sale | None:
    with counter.cashier.application.house.database.reader() as session:
        return queries.current(session, counter.room.till.id)


def last(counter: Counter) -> Sale:
    with counter.cashier.application.house.database.reader() as session:
        completed = select(func.max(Sale.id)).where(Sale.state == "completed")
        return queries.require(session, session.scalar(completed) or 0)


def lines(counter: Counter) -> list[tuple[str, str, int, str | None, bool]]:
    sale = ticket(counter)
    return [
        (line.kind, line.title, line.quantity, line.return_reason, line.is_damaged)
        for line in (sale.lines if sale else [])
    ]


@pytest.mark.parametrize(
    "scanned",
    ["{number}", "g1000001", " G1000001 ", "https://titip.example/r/{token}",
     "HTTPS://TITIP.EXAMPLE/R/{TOKEN}", "http://lan.test:8000/r/{token}?from=qr"],
)  # fmt: skip
@ON_ONE
def test_a_receipt_is_found_by_number_and_by_its_qr(counter: Counter, scanned: str) -> None:
    sale = sell(counter, {"dompet": 2})
    code = scanned.format(number=sale.number, token=sale.token, TOKEN=sale.token.swapcase())

    answer = counter.post("/pos/scan", code=code)

    assert answer.location == f"/pos/done/{sale.id}?old=1"
    page = counter.cashier.get(answer.location).text
    # Whoever looks an old receipt up waits for no change; the till's script is shown the same.
    assert "Nota lama" in page and "Kembalian" not in page
    form = {"code": code, "key": new_uuid()}
    shown = counter.cashier.post("/pos/scan", data=form, headers={"HX-Request": "true"})
    assert shown.status_code == 200 and "Nota lama" in shown.text
    assert 'data-testid="swap-line"' in page and f"/pos/returns/{sale.id}" in page


@pytest.mark.parametrize("code", ["/r/short", "https://titip.example/r/" + "x" * 22])
@ON_ONE
def test_an_address_of_no_receipt_is_an_unknown_code(counter: Counter, code: str) -> None:
    answer = counter.post("/pos/scan", code=code)

    assert answer.status_code == 422 and 'data-testid="scan-error"' in answer.text


def test_a_wrong_piece_is_exchanged_in_two_touches(counter: Counter) -> None:
    sale = sell(counter, {"emping": 1}, QRIS)

    touched = counter.post(f"/pos/returns/{sale.id}/lines/{sale.lines[0].id}/swap")
    counter.post("/pos/scan", code=counter.room.goods["emping"].code)
    pane = counter.cashier.get("/pos").text
    done = counter.post("/pos/returns/pay", way="paid")

    assert touched.location == "/pos"
    assert "Tukar, selesai" in pane and 'data-testid="pay-cash"' not in pane
    assert done.location == f"/pos/done/{last(counter).id}"
    assert (last(counter).net_total, last(counter).tenders) == (0, [])
    assert "Ditukar, tidak ada yang dibayar" in counter.cashier.get(done.location).text


@ON_ONE
def test_a_receipt_s_number_opens_it_wherever_it_is_typed(counter: Counter) -> None:
    sale = sell(counter, {"emping": 1})

    assert 'data-testid="receipt-number"' in counter.cashier.get("/pos?pane=bring-back").text
    page = counter.cashier.get(f"/pos?pane=untraced&q={sale.number}").text

    assert f'href="/pos/returns/{sale.id}"' in page and "Tidak ketemu" not in page


@ON_ONE
def test_held_tickets_are_called_from_the_page_of_a_sale(counter: Counter) -> None:
    counter.post("/pos/scan", code=counter.room.goods["emping"].code)
    counter.post("/pos/hold", name="Bu Yuli")
    sale = sell(counter, {"dompet": 1})

    page = counter.cashier.get(f"/pos/done/{sale.id}").text
    assert 'data-testid="held"' in page and "Panggil nota (1)" in page


@ON_ONE
def test_an_exchange_still_warns_of_money_that_nobody_saw(counter: Counter) -> None:
    sale = sell(counter, {"emping": 1}, QRIS)
    counter.post(f"/pos/returns/{sale.id}/lines/{sale.lines[0].id}/swap")
    counter.post("/pos/scan", code=counter.room.goods["emping"].code)
    assert f"dari nota {sale.number} belum dipastikan" in counter.cashier.get("/pos").text
    done = counter.post("/pos/returns/pay", way="paid").location

    first = last(counter)
    counter.post(f"/pos/returns/{first.id}/lines/{first.lines[-1].id}/swap")
    counter.post("/pos/scan", code=counter.room.goods["emping"].code)
    done = counter.post("/pos/returns/pay", way="paid").location  # exchanged once more

    page = counter.cashier.get(done).text
    assert f"dari nota {sale.number} belum dipastikan" in page and "confirm-qris" in page
    seen = counter.post(f"/pos/tenders/{sale.tenders[0].id}/confirm", shown=str(last(counter).id))
    assert seen.location == done
    assert "belum dipastikan" not in counter.cashier.get(done).text


@ON_ONE
def test_a_dearer_piece_is_paid_as_ever(counter: Counter) -> None:
    sale = sell(counter, {"emping": 1})
    counter.post(f"/pos/returns/{sale.id}/lines/{sale.lines[0].id}/swap")
    counter.post("/pos/scan", code=counter.room.goods["selendang"].code)

    assert 'data-testid="pay-cash"' in counter.cashier.get("/pos").text
    assert counter.post("/pos/returns/pay", way="paid").status_code == 422
    counter.post("/pos/complete", pane="cash", received="340.000")

    assert [tender.change for tender in last(counter).tenders] == [3_000]


@ON_ONE
def test_units_of_a_line_come_back_with_reason_and_condition(counter: Counter) -> None:
    sale = sell(counter, {"dompet": 3, "emping": 1})
    wallet = sale.lines[0]
    form = {"line": str(wallet.id), f"quantity-{wallet.id}": "2", "return_reason": "faulty"}

    more = counter.post(f"/pos/returns/{sale.id}", **form, damaged="1")
    rest = counter.post(f"/pos/returns/{sale.id}")

    assert more.location == f"/pos/returns/{sale.id}" and rest.location == "/pos"
    assert lines(counter) == [
        ("return", "Dompet sasab", 2, "faulty", True),
        ("return", "Dompet sasab", 1, "unfit", False),
        ("return", "Emping melinjo manis", 1, "unfit", False),
    ]
    assert "sudah diretur" in counter.cashier.get(f"/pos/returns/{sale.id}").text
    counter.post("/pos/returns/pay", way="paid")
    assert sum(t.amount for t in last(counter).tenders) == -sale.to_pay


def bring_a_manager(counter: Counter) -> dict[str, str]:
    """Give the manager a PIN at this till and return what a form says of it."""
    with counter.cashier.application.house.database.writer() as session:
        manager = session.get_one(User, counter.room.manager.id)
        hashed = hash_secret(MANAGER_PIN)
        people.set_secret(session, manager, "pin", hashed, at=counter.room.at)
        outlets.staff(session, manager, session.get_one(Outlet, counter.room.outlet.id))
    return {"approver": str(counter.room.manager.id), "reason": "Kenal pembelinya"}


def test_card_money_asks_for_a_manager_before_it_is_cash(counter: Counter) -> None:
    word = bring_a_manager(counter)
    counter.post("/pos/cash", kind="in", amount="200.000", reason="receh")  # so much goes back
    sale = sell(counter, {"selendang": 1}, CARD)
    counter.post(f"/pos/returns/{sale.id}")
    pane = counter.cashier.get("/pos").text
    assert re.findall(r'value="(\w+)" data-testid="way-', pane) == ["paid", "cash", "transfer"]
    assert "approver_pin" not in pane

    asked = counter.post("/pos/returns/pay", way="cash")
    assert asked.status_code == 422 and 'name="approver_pin"' in asked.text
    wrong = counter.post("/pos/returns/pay", way="cash", approver_pin="0000", **word)
    assert wrong.status_code == 422 and 'id="approver_pin-salah"' in wrong.text
    assert ticket(counter) is not None

    right = counter.post("/pos/returns/pay", way="cash", approver_pin=MANAGER_PIN, **word)
    assert right.status_code == 303
    assert [(t.kind, t.amount) for t in last(counter).tenders] == [("cash", -405_000)]


def test_a_receipt_of_another_outlet_opens_its_lines_here(counter: Counter) -> None:
    with counter.cashier.application.house.database.writer() as session:
        stall = session.get_one(Outlet, counter.room.stall.id)
        till = outlets.set_up_till(session, stall, "Lapak", series="L1")
        shifts.open_shift(
            session, till, opening_float=0, by=counter.room.cashier.id, at=counter.room.at
        )
        sale = replace(counter.room, till=till).sell(session, {"selendang": 1})
        sale_id, line_id = sale.id, sale.lines[0].id

    assert counter.post("/pos/scan", code="L1000001").location == f"/pos/returns/{sale_id}"
    assert "Lapak Kantor Wali Kota" in counter.cashier.get(f"/pos/returns/{sale_id}").text
    assert counter.post(f"/pos/returns/{sale_id}", line=str(line_id)).status_code == 303
    assert lines(counter) == [("return", "Selendang belah ketupat", 1, "unfit", False)]


@pytest.mark.parametrize("units", ["0", "3", "x", "-1", "2000000000000"])
@ON_ONE
def test_units_that_were_not_sold_are_refused(counter: Counter, units: str) -> None:
    sale = sell(counter, {"dompet": 2})
    number = sale.lines[0].id

    answer = counter.post(
        f"/pos/returns/{sale.id}", line=str(number), **{f"quantity-{number}": units}
    )

    assert answer.status_code == 422 and "Retur atau tukar" in answer.text
    assert lines(counter) == []


@ON_ONE
def test_what_is_no_receipt_or_not_on_it_is_refused(counter: Counter) -> None:
    sale = sell(counter, {"dompet": 1})
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)
    open_ticket = ticket(counter)
    assert open_ticket is not None

    assert counter.cashier.get(f"/pos/returns/{open_ticket.id}").status_code == 404
    assert counter.cashier.get("/pos/returns/999").status_code == 404
    assert counter.post("/pos/returns/999").status_code == 404
    assert counter.post(f"/pos/returns/{sale.id}", line="999").status_code == 422
    assert counter.post(f"/pos/returns/{sale.id}/lines/999/swap").status_code == 422
    assert counter.post("/pos/returns/pay").status_code == 422
    assert counter.cashier.get("/pos/returns/pay").status_code in (404, 405)
    assert counter.cashier.get("/pos?pane=return").status_code == 200


def test_the_same_units_come_back_once_however_often_they_are_sent(counter: Counter) -> None:
    sale = sell(counter, {"dompet": 1})
    path, key = f"/pos/returns/{sale.id}", "7f2b3c1e-7a53-4a53-9c60-8f0f7dbb1a01"

    assert counter.post(path, key=key).status_code == 303
    assert counter.post(path, key=key).status_code == 303
    assert counter.post(path).status_code == 422
    assert len(lines(counter)) == 1


def test_money_goes_back_once_however_often_the_button_is_pressed(counter: Counter) -> None:
    sale = sell(counter, {"emping": 1})
    counter.post(f"/pos/returns/{sale.id}")
    key = "7f2b3c1e-7a53-4a53-9c60-8f0f7dbb1a02"

    answers = {counter.post("/pos/returns/pay", way="paid", key=key).location for _press in "12"}

    assert answers == {f"/pos/done/{last(counter).id}"}
    assert counter.post("/pos/returns/pay", way="paid").status_code == 422
    assert last(counter).to_pay == -68_000
    page = counter.cashier.get(f"/pos/receipt/{last(counter).id}").text
    assert f"Retur atas nota {sale.number}" in page


@ON_ONE
def test_a_sold_piece_in_a_buyer_s_hand_leads_to_its_return(counter: Counter) -> None:
    sell(counter, {"kain": 1})
    code = counter.room.goods["kain"].code

    red = counter.post("/pos/scan", code=code)

    assert red.status_code == 409 and f"pane=untraced&amp;q={code}" in red.text


@ON_ONE
def test_parts_that_were_paid_come_off_before_money_goes_back(counter: Counter) -> None:
    sale = sell(counter, {"selendang": 1})
    counter.post("/pos/scan", code=counter.room.goods["emping"].code)
    counter.post("/pos/parts", way="cash", amount="50.000")
    counter.post(f"/pos/returns/{sale.id}")

    answer = counter.post("/pos/returns/pay", way="paid")

    assert answer.status_code == 422 and "Hapus dulu bagian" in answer.text
    assert "Uangnya kembali lewat" not in counter.cashier.get("/pos").text


@ON_ONE
def test_an_officer_and_a_stranger_bring_nothing_back(counter: Counter) -> None:
    sale = sell(counter, {"dompet": 1})

    assert counter.post(f"/pos/returns/{sale.id}", counter.officer).status_code == 403
    assert counter.post(f"/pos/returns/{sale.id}", counter.stranger).status_code == 303
    assert counter.post("/pos/returns/pay", counter.officer).status_code == 403
    assert counter.officer.get(f"/pos/returns/{sale.id}").status_code == 403
    assert lines(counter) == []


def test_without_a_receipt_a_manager_says_which_sale_it_came_from(counter: Counter) -> None:
    word = bring_a_manager(counter)
    first = sell(counter, {"dompet": 2}, CARD)
    sell(counter, {"dompet": 1})
    code = counter.room.goods["dompet"].code
    pane = counter.cashier.get(f"/pos?pane=untraced&q={code}").text
    assert pane.count('data-testid="untraced-line"') == 2

    form = {"q": code, "line": str(first.lines[0].id), "quantity": "2", **word}
    alone = counter.post("/pos/returns/untraced", **form)
    assert alone.status_code == 422 and 'id="approver_pin-salah"' in alone.text
    mute = counter.post("/pos/returns/untraced", **{**form, "reason": ""}, approver_pin=MANAGER_PIN)
    assert mute.status_code == 422 and 'id="reason-salah"' in mute.text
    assert lines(counter) == []

    counter.post("/pos/returns/untraced", **form, approver_pin=MANAGER_PIN)
    counter.post("/pos/returns/pay", way="paid")

    back = last(counter)
    assert [(t.kind, t.amount) for t in back.tenders] == [("cash", -66_666)]
    assert back.lines[0].approved_by == counter.room.manager.id
    assert back.lines[0].maker_share == first.lines[0].maker_share
    page = counter.manager.get(f"/manage/sales/{back.number}").text
    assert "tanpa struk: Kenal pembelinya" in page and str(first.number) in page


@ON_ONE
def test_what_was_never_sold_is_not_bought_back(counter: Counter) -> None:
    word = bring_a_manager(counter)
    code = counter.room.goods["kain"].code
    pane = "/pos?pane=untraced&q="

    assert "tidak bisa dibeli kembali" in counter.cashier.get(pane + code).text
    assert f"q={code}" in counter.cashier.get(pane + "pucuk").text
    assert "Tidak ketemu" in counter.cashier.get(pane + "zzz").text
    assert "Tidak ketemu" in counter.cashier.get(pane + "2099999999990").text
    sale = sell(counter, {"dompet": 1})
    for line, status in (("", 422), ("999", 404), (str(sale.lines[0].id), 303)):
        answer = counter.post("/pos/returns/untraced", line=line, approver_pin=MANAGER_PIN, **word)
        assert answer.status_code == status
    assert counter.post("/pos/returns/untraced", counter.officer, **word).status_code == 403
