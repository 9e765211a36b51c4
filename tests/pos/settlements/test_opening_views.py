"""The office's pages of opening balances: the walk of a manager, and what others may."""

import io
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from catalogue.stock import sheet
from core.dispatch import TitipFlask
from pos.settlements.opening.columns import OPENING
from pos.settlements.opening.models import OpeningBalance
from tests.pos.settlements.office import browser, rows, send, work
from tests.pos.settlements.stage import Stage

SHEET = Path(__file__).parents[2] / "data" / "saldo_awal.csv"
ON = "2026-04-30"


def upload(office: FlaskClient, content: bytes, on: str = ON, name: str = "saldo.csv"):
    return send(office, "/manage/opening", on=on, file=(io.BytesIO(content), name))


def amount(page: str, testid: str) -> int:
    found = re.search(rf'data-testid="{testid}" data-amount="(-?\d+)"', page)
    assert found, testid
    return int(found[1])


def test_a_sheet_is_checked_then_posted_then_stands_in_the_list(
    app: TitipFlask,
    office: FlaskClient,
    stage: Stage,
):
    answer = upload(office, SHEET.read_bytes())
    checked = office.get(answer.location).text
    assert amount(checked, "opening-owed") == 1_590_500
    assert amount(checked, "opening-refused") == 4
    assert "belum ada di daftar perajin" in checked
    assert stage.owed() == 0

    path = answer.location.partition("?")[0]
    begun = send(office, path, on=ON, name="saldo.csv")
    assert "Sedang dicatat" in office.get(begun.location).text
    work(app)

    told = office.get(begun.location).text
    assert "6 saldo awal tercatat" in told
    listed = office.get("/manage/opening").text
    assert {row["account"] for row in rows(listed, "opening-row")} >= {"bank", "treasury"}
    places = rows(office.get("/manage/treasury").text, "holding")
    assert [row["amount"] for row in places if row["place"] == "bank"] == ["12000000"]
    again = office.get(upload(office, SHEET.read_bytes()).location).text
    assert "opening-take" not in again and "Sudah tercatat sama" in again


def test_the_refused_rows_come_back_as_a_workbook_that_can_be_sent_again(
    office: FlaskClient,
):
    path, _question, query = upload(office, SHEET.read_bytes()).location.partition("?")

    content = office.get(f"{path}/refused.xlsx?{query}").data

    page = load_workbook(io.BytesIO(content)).active
    reasons = [row[-1] for row in page.iter_rows(min_row=5, values_only=True)]
    assert len(reasons) == 4 and all(reasons)
    assert len(sheet.read_bytes(content, OPENING).rows) == 4


def test_the_blank_sheet_has_everybody_and_every_place_and_comes_back_filled(
    office: FlaskClient,
    stage: Stage,
):
    content = office.get("/manage/opening/template.xlsx").data
    book = load_workbook(io.BytesIO(content))
    page = book.active
    for number, line in enumerate(page.iter_rows(min_row=2, values_only=True), start=2):
        page.cell(number, 4 if line[0] else 6, 10_000)
    held = io.BytesIO()
    book.save(held)

    checked = office.get(upload(office, held.getvalue(), name="saldo.xlsx").location).text

    accounts = {row["account"].partition(":")[0] for row in rows(checked, "opening-new")}
    assert accounts == {"maker", "treasury", "safe", "drawer", "bank", "qris"}
    assert amount(checked, "opening-refused") == 0


@pytest.mark.parametrize(
    "content, on, sentence",
    [
        (b"Kode;Utang\nM0001;5000", "2999-01-01", "hari ini atau sebelumnya"),
        (b"Kode;Utang\nM0001;5000", "", "Pilih per tanggal"),
        (b"Kode;Utang\nM0001;5000", "31/10/2026", "Pilih dari kalender"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", ON, "kirim Excel"),
        (b"PK\x03\x04zip", ON, "bukan lembar Excel"),
        (b"Kode;Nama\nM0001;Sekar", ON, "tanpa kolom Utang"),
    ],
)
def test_bad_input_comes_back_with_a_sentence(
    office: FlaskClient,
    stage: Stage,
    content: bytes,
    on: str,
    sentence: str,
):
    answer = upload(office, content, on)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_no_file_and_a_file_that_is_gone_are_told(office: FlaskClient):
    assert "Pilih dulu berkas" in send(office, "/manage/opening", on=ON).text
    gone = f"/manage/opening/check/{'0' * 64}"
    assert office.get(f"{gone}?on={ON}").status_code == 404
    assert send(office, gone, on=ON).status_code == 404
    assert office.get("/manage/opening/99").status_code == 404
    assert office.get("/manage/opening/jobs/99").status_code == 404


def test_what_the_books_show_already_is_told_beside_each_balance(office: FlaskClient, stage: Stage):
    stage.sell({"selendang": 1})

    page = office.get(upload(office, b"Kode;Utang\nM0001;5000\nM0002;7000").location).text

    assert page.count("di buku sudah ada") == 1
    assert "di buku sudah ada Rp324.000" in page


def test_the_list_is_searched_sorted_and_handed_out_as_a_file(
    app: TitipFlask, office: FlaskClient, stage: Stage
):
    path = upload(office, SHEET.read_bytes()).location.partition("?")[0]
    send(office, path, on=ON)
    work(app)

    found = rows(office.get("/manage/opening?q=empign&sort=-owed").text, "opening-row")
    assert [row["account"] for row in found] == [f"maker:{stage.room.other.id}"]
    places = rows(office.get("/manage/opening?whose=place").text, "opening-row")
    assert len(places) == 4
    table = office.get("/manage/opening?as=csv&whose=maker").text
    assert "340500" in table and "Sekar Benangmas (M0001)" in table


def test_a_balance_is_taken_back_on_its_page(
    app: TitipFlask,
    office: FlaskClient,
    stage: Stage,
):
    path = upload(office, b"Nama;Saldo\nBank;70000").location.partition("?")[0]
    send(office, path, on=ON)
    work(app)
    listed = office.get("/manage/opening").text
    number = re.search(r"/manage/opening/(\d+)", listed)
    assert number
    assert "Tulis mengapa" in send(office, f"{number[0]}/reverse", reason="").text

    answer = send(office, f"{number[0]}/reverse", reason="salah tulis")

    assert answer.status_code == 303
    assert "Dibatalkan" in office.get("/manage/opening").text
    assert "salah tulis" in office.get(number[0]).text
    assert stage.balance("bank") == 0


def test_a_cashier_and_an_officer_see_no_opening_balance(
    app: TitipFlask,
    stage: Stage,
):
    for person in (stage.room.cashier, stage.room.officer):
        client = browser(app, person)
        assert client.get("/manage/opening").status_code == 403
        assert client.get("/manage/opening/template.xlsx").status_code == 403
        assert upload(client, SHEET.read_bytes()).status_code == 403


def test_the_pages_speak_english(office: FlaskClient, stage: Stage):
    assert "Opening balances" in office.get("/manage/opening?lang=en").text


def test_nothing_is_written_by_looking(office: FlaskClient, stage: Stage):
    office.get(upload(office, SHEET.read_bytes()).location)

    with stage.database.reader() as session:
        assert session.query(OpeningBalance).count() == 0
