"""The pages and papers of paying day."""

import io
import re

import pypdfium2
import zxingcpp
from flask.testing import FlaskClient

from core.money import terbilang
from tests.pos.settlements.office import browser, rows, send
from tests.pos.settlements.stage import Stage

DESK = "/manage/payouts/payday"


def amount(page: str, testid: str) -> int:
    return int(rows(page, testid)[0]["amount"])


def words_of(pdf: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))


def test_the_treasurer_fetches_the_money_and_hands_over_slip_by_slip(
    office: FlaskClient, settled: Stage
):
    page = office.get(DESK).text
    assert (amount(page, "payday-total"), amount(page, "payday-lacks")) == (379_000, 379_000)

    send(office, f"{DESK}/fetch", **{"from": "bank"}, amount="379.000")
    for code in ("S000002", "http://192.168.1.5:8000/manage/payouts/payday/S000001"):
        said = send(office, DESK, code=code, source="treasury")
        assert said.status_code == 303
    last = office.get(said.location).text

    assert rows(last, "payout-done")[0] == {
        "testid": "payout-done", "number": "K000002", "amount": "324000",
    }  # fmt: skip
    assert "Tidak ada yang menunggu dibayar" in last
    assert settled.balance("treasury") == 0


def test_a_slip_scanned_twice_says_how_it_was_paid(office: FlaskClient, settled: Stage):
    send(office, f"{DESK}/fetch", **{"from": "bank"}, amount="379000")
    send(office, DESK, code="S000001", source="treasury")
    again = send(office, DESK, code="S000001", source="treasury")
    assert again.status_code == 409
    assert "sudah dibayar dengan K000001" in again.text
    assert rows(again.text, "payday-row")  # and the next slip can be scanned at once


def test_too_little_in_kas_bendahara_asks_why_and_keeps_the_slip(
    office: FlaskClient, settled: Stage
):
    said = send(office, DESK, code="S000001", source="treasury")
    assert said.status_code == 422
    assert 'name="below"' in said.text
    assert 'value="S000001"' in said.text
    paid = send(office, DESK, code="S000001", source="treasury", below="uangnya dari kas koperasi")
    assert paid.status_code == 303
    assert "uangnya dari kas koperasi" in office.get("/manage/payouts/K000001").text


def test_the_square_on_a_slip_opens_one_envelope_with_one_button(
    office: FlaskClient, settled: Stage
):
    page = office.get(f"{DESK}/S000001")
    assert page.text.count('data-testid="payday-pay"') == 1
    assert f"drawer:{settled.room.till.id}" in page.text  # the open drawer has the money
    done = send(office, f"{DESK}/S000001", source=f"drawer:{settled.room.till.id}")
    shown = office.get(done.location).text
    assert rows(shown, "payout-done")[0]["amount"] == "324000"
    assert send(office, f"{DESK}/S000001", source="treasury").status_code == 409
    assert office.get(f"{DESK}/S000099").status_code == 404


def test_the_list_has_every_maker_the_total_in_words_and_the_notes(
    office: FlaskClient, settled: Stage
):
    text = words_of(office.get(f"{DESK}/list.pdf").data)
    for said in ("Sekar Benangmas", "Dapur Emping Rekaan", "324.000", "55.000", "379.000",
                 "Tanda tangan", f"# {terbilang(379_000)} rupiah #", "Pecahan untuk semua amplop"):  # fmt: skip
        assert said in text


def test_each_slip_has_a_square_and_bars_that_read_as_its_statement(
    office: FlaskClient, settled: Stage
):
    pdf = pypdfium2.PdfDocument(io.BytesIO(office.get(f"{DESK}/slips.pdf").data))
    read = sorted(
        (one.format.name, one.text)
        for one in zxingcpp.read_barcodes(pdf[0].render(scale=300 / 72).to_pil())
    )
    assert read == [
        ("Code128", "S000001"), ("Code128", "S000002"), ("QRCode", "S000001"), ("QRCode", "S000002"),
    ]  # fmt: skip


def test_money_moved_has_a_numbered_slip_to_sign(office: FlaskClient, settled: Stage):
    numbers = re.findall(r"PU-\d{5}", office.get("/manage/treasury").text)
    text = words_of(office.get(f"/manage/treasury/{numbers[0]}.pdf").data)
    for said in (numbers[0], "Rp1.000.000", "satu juta rupiah", "Rekening bank", "Yang menerima"):
        assert said in text
    assert office.get("/manage/treasury/PU-00099.pdf").status_code == 404
    assert office.get("/manage/treasury/nonsense.pdf").status_code == 404


def test_a_cashier_pays_no_maker(app, settled: Stage):
    cashier = browser(app, settled.room.cashier)
    for path in (DESK, f"{DESK}/list.pdf", f"{DESK}/slips.pdf", f"{DESK}/S000001"):
        assert cashier.get(path).status_code == 403
    assert send(cashier, DESK, code="S000001", source="treasury").status_code == 403


def test_what_is_left_over_goes_back_by_one_press(office: FlaskClient, settled: Stage):
    send(office, f"{DESK}/fetch", **{"from": "bank"}, amount="400.000")
    spare = rows(office.get(DESK).text, "payday-put-back")
    assert [row["amount"] for row in spare] == ["21000"]
    said = send(office, f"{DESK}/put-back", to="bank", amount="21000")
    assert said.status_code == 303
    assert rows(office.get(said.location).text, "movement")[0]["amount"] == "21000"
    assert settled.balance("treasury") == 379_000
    assert rows(office.get(DESK).text, "payday-put-back") == []
    assert send(office, f"{DESK}/put-back", to="bank", amount="400.000").status_code == 422
