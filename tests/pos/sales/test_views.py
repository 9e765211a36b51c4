"""The till over HTTP: works, bad input, wrong method, wrong role; and the key that comes with it."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from catalogue.products import contracts
from catalogue.products import service as products
from catalogue.products.contracts import Terms
from catalogue.products.models import Product
from catalogue.products.service import Facts
from core.clock import Clock
from core.dispatch import TitipFlask
from core.ids import new_uuid
from core.settings import SettingValue
from pos.sales.models import Sale
from tests.catalogue.desk import sign_in
from tests.pos.sales.conftest import MANAGER_PIN, Counter, give_manager_a_pin
from tests.pos.sales.test_qris import DYNAMIC, STATIC

HTMX = {"HX-Request": "true"}
KEY = re.compile(r'name="key" value="[^"]+"')
"""Each form has a key of its own."""


def sales(app: TitipFlask, state: str) -> int:
    with app.house.database.reader() as session:
        return (
            session.scalar(select(func.count()).select_from(Sale).where(Sale.state == state)) or 0
        )


# -- works --------------------------------------------------------------------------------------


def test_a_scan_puts_a_line_on_the_ticket(counter: Counter) -> None:
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)

    page = counter.cashier.get("/pos").text

    assert 'data-amount="33333"' in page
    assert "Sekar Benangmas" in page


def test_a_piece_scanned_twice_says_that_it_is_here(counter: Counter) -> None:
    form = {"code": counter.room.goods["kain"].code}
    counter.cashier.post("/pos/scan", data={"key": new_uuid(), **form}, headers=HTMX)

    again = counter.cashier.post("/pos/scan", data={"key": new_uuid(), **form}, headers=HTMX)

    assert "sudah ada di nota ini" in again.text
    assert again.text.count('data-testid="ticket-line"') == 1


def test_htmx_gets_the_ticket_and_the_side_only(counter: Counter) -> None:
    answer = counter.cashier.post(
        "/pos/scan",
        data={"key": new_uuid(), "code": counter.room.goods["dompet"].code},
        headers=HTMX,
    )

    assert answer.status_code == 200
    assert 'id="ticket"' in answer.text
    assert 'id="side"' in answer.text
    assert "<html" not in answer.text


def test_cash_completes_and_shows_the_change(counter: Counter) -> None:
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)

    answer = counter.post("/pos/complete", pane="cash", received="50.000")
    page = counter.cashier.get(answer.location).text

    assert 'data-sale-number="G1000001"' in page
    assert 'data-change="16700"' in page


def test_the_next_ticket_still_says_what_was_sold_and_its_change(
    counter: Counter, app: TitipFlask
) -> None:
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)
    counter.post("/pos/complete", pane="cash", received="50.000")

    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)
    page = counter.cashier.get("/pos").text

    last = page.split('data-testid="last-sold"')[1].split("</p>")[0]
    assert "G1000001" in last
    assert "Rp16.700" in last

    app.house.clock = Clock(app.house.clock.now() + timedelta(minutes=4))
    assert "last-sold" not in counter.cashier.get("/pos").text


def test_a_repeat_with_the_same_key_answers_the_same_and_does_nothing_more(
    counter: Counter, app: TitipFlask
) -> None:
    key, code = new_uuid(), counter.room.goods["dompet"].code

    first = counter.post("/pos/scan", key=key, code=code)
    again = counter.post("/pos/scan", key=key, code=code)

    assert (first.status_code, first.location) == (again.status_code, again.location)
    assert 'data-qty="1"' in counter.cashier.get("/pos").text


def test_a_typed_receipt_number_brings_that_sale_back_and_leaves_the_ticket(
    counter: Counter, app: TitipFlask
) -> None:
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)
    done = counter.post("/pos/complete", pane="cash", received="50.000").location
    counter.post("/pos/scan", code=counter.room.goods["emping"].code)

    answer = counter.post("/pos/scan", code=" g1000001 ")

    assert (answer.status_code, answer.location) == (303, f"{done}?old=1")
    assert sales(app, "open") == 1


def test_a_receipt_looked_up_later_does_not_ask_for_its_change_again(
    counter: Counter, app: TitipFlask
) -> None:
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)
    done = counter.post("/pos/complete", pane="cash", received="200.000").location
    assert "Kembalian" in counter.cashier.get(done).text

    app.house.clock = Clock(app.house.clock.now() + timedelta(minutes=5))

    page = counter.cashier.get(done).text
    assert "Nota lama, " in page
    assert "Sudah dibayar" in page
    assert "Kembalian" not in page


def test_a_claim_is_confirmed_afterwards(counter: Counter, app: TitipFlask) -> None:
    counter.post("/pos/scan", code=counter.room.goods["emping"].code)
    done = counter.post("/pos/complete", pane="qris").location
    assert "confirm-qris" in counter.cashier.get(done).text
    with app.house.database.reader() as session:
        tender = session.scalars(select(Sale)).one().tenders[0].id

    counter.post(f"/pos/tenders/{tender}/confirm")

    assert "confirm-qris" not in counter.cashier.get(done).text


def test_closing_shows_over_or_short_and_the_proof(counter: Counter) -> None:
    counter.post("/pos/scan", code=counter.room.goods["emping"].code)
    counter.post("/pos/complete", pane="cash", received="68.000")

    closed = counter.post("/pos/close", counted_cash="368.000").location
    page = counter.cashier.get(closed).text

    assert 'data-testid="shift-difference" data-amount="0"' in page
    assert 'data-ok="true"' in page


# -- bad input ----------------------------------------------------------------------------------


def test_an_unknown_code_is_a_red_row_and_the_ticket_stands(counter: Counter) -> None:
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)

    answer = counter.cashier.post(
        "/pos/scan", data={"key": new_uuid(), "code": "2000001009994"}, headers=HTMX
    )

    assert answer.status_code == 422
    assert "scan-error" in answer.text
    assert "Dompet sasab" in answer.text


@pytest.mark.parametrize("quantity", ["", "x", "2,5", "-1", "0", "20000", "2000000000015"])
def test_a_quantity_that_is_none_is_refused(
    counter: Counter, app: TitipFlask, quantity: str
) -> None:
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)
    with app.house.database.reader() as session:
        line = session.scalars(select(Sale)).one().lines[0].id

    answer = counter.post(f"/pos/lines/{line}/quantity", quantity=quantity)

    assert answer.status_code == 422
    assert 'data-qty="1"' in counter.cashier.get("/pos").text


def test_too_little_cash_keeps_the_form_and_says_how_much(counter: Counter) -> None:
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)

    answer = counter.post("/pos/complete", pane="cash", received="30.000")

    assert answer.status_code == 422
    assert "Rp3.300" in answer.text
    assert 'value="30.000"' in answer.text


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_total_that_nobody_saw_is_not_taken(counter: Counter, app: TitipFlask) -> None:
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code, quantity="2")

    refused = counter.post("/pos/complete", pane="cash", seen="33333")
    looked = counter.post("/pos/complete", pane="cash", seen="66666")

    assert refused.status_code == 409
    assert "Isi nota berubah: sekarang Rp66.666" in refused.text
    assert 'data-testid="pay-exact"' in refused.text  # the same key once more, with the new total
    assert 'name="seen" value="66666"' in refused.text
    assert looked.status_code == 303
    assert sales(app, "completed") == 1


def test_cash_that_nobody_typed_is_not_taken_for_exact(counter: Counter) -> None:
    counter.post("/pos/scan", code=counter.room.goods["emping"].code)

    answer = counter.post("/pos/complete", pane="cash", received=" ")

    assert answer.status_code == 422
    assert "Tulis uang yang diterima, atau tekan Uang pas." in answer.text
    assert 'data-testid="cash-received"' in answer.text
    assert counter.post("/pos/complete", pane="cash").status_code == 303  # the key of exact cash


def test_the_same_key_with_another_body_is_a_conflict(counter: Counter) -> None:
    key = new_uuid()
    counter.post("/pos/scan", key=key, code=counter.room.goods["dompet"].code)

    answer = counter.post("/pos/scan", key=key, code=counter.room.goods["emping"].code)

    assert answer.status_code == 409


@pytest.mark.parametrize("key", ["", "not-a-uuid"])
def test_a_change_without_a_key_is_refused(counter: Counter, key: str) -> None:
    assert counter.post("/pos/scan", key=key, code="1").status_code == 422


def test_another_site_cannot_change_anything(counter: Counter, app: TitipFlask) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        browser = counter.cashier
        browser.environ_base.pop("HTTP_SEC_FETCH_SITE", None)
        answer = browser.post(
            "/pos/scan",
            data={"key": new_uuid(), "code": counter.room.goods["dompet"].code},
            headers=headers,
        )
        assert answer.status_code == 403
    assert sales(app, "open") == 0


# -- wrong method -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/pos/scan", "/pos/complete", "/pos/void", "/pos/hold"])
def test_looking_changes_nothing(counter: Counter, path: str) -> None:
    assert counter.cashier.get(path).status_code == 405


# -- wrong role ---------------------------------------------------------------------------------


def test_nobody_sells_without_signing_in(counter: Counter) -> None:
    answer = counter.post("/pos/scan", counter.stranger, code="1")

    assert answer.status_code == 303
    assert answer.location.startswith("/pos/enter")


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_page_left_open_until_its_session_ended_asks_for_the_pin_and_goes_on(
    counter: Counter, app: TitipFlask
) -> None:
    give_manager_a_pin(app, counter.room)
    counter.post("/pos/scan", code=counter.room.goods["emping"].code)
    scan = {"key": new_uuid(), "code": counter.room.goods["dompet"].code}
    app.house.clock = Clock(app.house.clock.now() + timedelta(days=90))

    late = counter.cashier.post(
        "/pos/scan", data=scan, headers={**HTMX, "HX-Current-URL": "http://localhost/pos"}
    )
    assert late.status_code == 401
    assert late.headers["HX-Redirect"] == "/pos/enter?next=/pos"
    counter.post("/pos/enter", user=str(counter.room.manager.id), pin=MANAGER_PIN)
    again = counter.cashier.post("/pos/scan", data=scan, headers=HTMX)  # as the script kept it

    assert again.status_code == 200
    assert again.text.count('data-testid="ticket-line"') == 2


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_what_changes_afterwards_changes_no_receipt_and_no_report(
    counter: Counter, app: TitipFlask
) -> None:
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)
    done = counter.post("/pos/complete", pane="cash", received="50.000").location
    pages = (done.replace("done", "receipt"), "/manage/sales.csv", "/pos/x")
    before = [counter.manager.get(page).text for page in pages]

    with app.house.database.writer() as session:
        product = session.get_one(Product, counter.room.goods["dompet"].id)
        how = {"by": counter.room.manager.id, "at": counter.room.at}
        products.change_price(session, product, 99_000, net_price=None, **how)
        products.edit(session, product, Facts("Dompet lain"), **how)
        contracts.agree(
            session, Terms("percent", 5000, "house"), starts_on=counter.room.at.date(), maker=None,
            product=product, **how,
        )  # fmt: skip

    after = [counter.manager.get(page).text for page in pages]
    assert [KEY.sub("", page) for page in after] == [KEY.sub("", page) for page in before]
    assert "33.333" in after[0] and "Dompet sasab" in after[0]


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_part_of_a_code_and_the_number_of_a_row_are_no_code(counter: Counter) -> None:
    code = counter.room.goods["dompet"].code

    for typed in (code[:12], code[1:], code[-4:], str(counter.room.goods["dompet"].id), f"{code}0"):
        answer = counter.post("/pos/scan", code=typed)
        assert answer.status_code == 422 and 'data-testid="scan-error"' in answer.text, typed
    assert 'data-testid="ticket-line"' not in counter.cashier.get("/pos").text


def test_an_officer_does_not_sell(counter: Counter) -> None:
    assert counter.post("/pos/scan", counter.officer, code="1").status_code == 403


def test_the_receipt_page_and_the_digital_receipt(counter: Counter, app: TitipFlask) -> None:
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)
    counter.post("/pos/complete", pane="cash", received="50.000")
    with app.house.database.reader() as session:
        sale = session.scalars(select(Sale)).one()

    assert "G1000001" in counter.cashier.get(f"/pos/receipt/{sale.id}").text
    assert "Dompet sasab" in counter.stranger.get(f"/r/{sale.token}").text
    assert counter.stranger.get("/r/nothing").status_code == 404


# -- settings -----------------------------------------------------------------------------------

FORM = {
    "name": "Galeri",
    "address": "Jl. A\nBandar Lampung",
    "phone": "0812",
    "footer": "Hai",
    "step": "100",
    "direction": "down",
    "qris": "",
}


def test_settings_are_saved_from_today(counter: Counter) -> None:
    counter.post("/manage/settings", counter.manager, **{**FORM, "qris": STATIC})

    page = counter.manager.get("/manage/settings").text
    assert "SENTRA CONTOH UJI" in page
    assert counter.manager.get("/pos/qris.svg").mimetype == "image/svg+xml"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"footer": "x" * 201},
        {"step": "7"},
        {"direction": "sideways"},
        {"qris": "nonsense"},
        {"qris": DYNAMIC},
    ],
)
def test_a_wrong_setting_saves_nothing(
    counter: Counter, app: TitipFlask, wrong: dict[str, str]
) -> None:
    answer = counter.post("/manage/settings", counter.manager, **{**FORM, **wrong})

    assert answer.status_code == 422
    with app.house.database.reader() as session:
        assert session.scalars(select(SettingValue)).all() == []


def test_a_cashier_does_not_change_settings(counter: Counter) -> None:
    assert counter.post("/manage/settings", **FORM).status_code == 403


def test_a_manager_is_led_to_let_this_browser_in_before_anybody_types_a_pin(
    app: TitipFlask, client: FlaskClient
) -> None:
    assert client.get("/pos/enter").location == "/login?next=/pos"

    sign_in(app, client, "manager")

    assert client.get("/pos/enter").location == "/pos/enrol"
