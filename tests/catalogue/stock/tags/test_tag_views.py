"""Printing price tags again: on a sheet, on a label printer."""

import json

import pytest
from PIL import Image
from sqlalchemy import select

from printers.models import Printer, PrintJob
from printers.sheets import SHEETS
from tests.catalogue.desk import Desk
from tests.tools.reading import page_texts, pages


def documents(desk: Desk) -> list[dict]:
    rows = desk.read(lambda s: list(s.scalars(select(PrintJob.document).order_by(PrintJob.id))))
    return [json.loads(row) if isinstance(row, str) else row for row in rows]


def test_ticked_goods_stand_on_the_page_with_one_tag_each(desk: Desk):
    page = desk.get(f"/manage/labels?product={desk.cloth_id}&product={desk.crisps_id}").text

    assert "2 label" in page and "Kain Tapis Siger" in page and "Keripik Pisang" in page


def test_a_delivery_brings_one_tag_for_each_piece(desk: Desk):
    assert "8 label" in desk.get("/manage/labels?consignment=1").text


def test_a_scan_adds_one_tag_and_words_offer_goods(desk: Desk):
    code = desk.product(desk.cloth_id).code

    assert "1 label" in desk.get(f"/manage/labels?q={code}").text
    assert "Keripik Pisang" in desk.get("/manage/labels?q=keripik").text
    assert "Tidak ada barang" in desk.get("/manage/labels?q=gerabah").text


def test_the_sheet_shows_the_price_in_force(desk: Desk):
    desk.done(f"/manage/products/{desk.crisps_id}/price", price="23.000")

    sheet = desk.get(
        f"/manage/labels.pdf?product={desk.crisps_id}&count-{desk.crisps_id}=30&sheet=a4-24"
    )

    pages = page_texts(sheet.data)
    assert len(pages) == 2 and "23.000" in pages[0]


def test_a_label_printer_gets_the_tags_on_its_own_stock(desk: Desk):
    desk.done(
        "/manage/labels", printer="2", product=str(desk.cloth_id), **{f"count-{desk.cloth_id}": "3"}
    )

    document = documents(desk)[0]
    assert document["stock"] == "50x25"
    assert [run["count"] for run in document["runs"]] == [3]


@pytest.mark.parametrize("count", ["0", "501", "banyak"])
def test_a_batch_that_must_be_a_mistake_is_not_printed(desk: Desk, count: str):
    form = {"product": str(desk.cloth_id), f"count-{desk.cloth_id}": count}

    assert desk.send("/manage/labels", printer="2", **form).status_code == 422
    assert documents(desk) == []
    query = "&".join(f"{name}={value}" for name, value in form.items())
    assert desk.get(f"/manage/labels.pdf?{query}").status_code == 422


def test_a_printer_that_is_not_there_is_not_found(desk: Desk):
    answer = desk.send("/manage/labels", printer="99", product=str(desk.cloth_id))

    assert answer.status_code == 404 and documents(desk) == []


def test_without_a_public_address_the_page_says_why_no_qr_is_printed(desk: Desk):
    assert "tanpa kode QR" in desk.get("/manage/labels").text


def test_a_cashier_prints_no_tags(cashier_desk: Desk):
    assert cashier_desk.get("/manage/labels").status_code == 403
    assert cashier_desk.get("/manage/labels.pdf").status_code == 403
    assert cashier_desk.send("/manage/labels", printer="2").status_code == 403


def first_ink(pdf: bytes) -> tuple[int, int]:
    """Return where the ink of the first page begins, in tenths of a millimetre."""
    page = pages(pdf, 254)[0]
    box = Image.eval(page, lambda level: 255 - level).getbbox()
    assert box is not None
    return box[0], box[1]


def test_the_offset_of_the_offices_printer_is_remembered_and_moves_every_sheet(desk: Desk):
    query = f"/manage/labels.pdf?product={desk.cloth_id}&sheet=a4-65"
    x, y = first_ink(desk.get(query).data)

    page = desk.done("/manage/labels/offset", product=str(desk.cloth_id), right="1,5", down="-2")

    assert "Geseran diingat" in page and "Kain Tapis Siger" in page
    assert 'value="1,5"' in page and 'value="-2"' in page
    assert first_ink(desk.get(query).data) == (x + 15, y - 20)
    assert first_ink(desk.get(f"{query}&right=0&down=0").data) == (x, y)


@pytest.mark.parametrize(
    "field, typed",
    [("right", "banyak"), ("down", "1,25"), ("right", "16"), ("down", "--1"), ("start", "66"),
     ("start", "0"), ("start", "-1")],
)  # fmt: skip
def test_a_place_or_an_offset_that_cannot_be_gets_a_sentence(desk: Desk, field: str, typed: str):
    form = {"product": str(desk.cloth_id), "sheet": "a4-65", field: typed}
    page = desk.refused("/manage/labels/offset", **form)

    assert f'id="{field}-salah"' in page and "Kain Tapis Siger" in page
    query = "&".join(f"{name}={value}" for name, value in form.items())
    assert desk.get(f"/manage/labels.pdf?{query}").status_code == 422


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_outline_of_every_sheet_numbers_its_places(desk: Desk, sheet: str):
    (words,) = page_texts(desk.get(f"/manage/labels/outline.pdf?sheet={sheet}").data)

    assert sorted(map(int, words.split())) == list(range(1, SHEETS[sheet].places + 1))


def test_a_receipt_printer_is_offered_where_the_labels_fit_its_roll(desk: Desk):
    desk.write(
        lambda s: s.add_all([
            Printer(name="Pita sempit", connection="file", columns=32, stock="50x30"),
            Printer(name="Pita lebar", connection="file", columns=48, stock="50x30"),
        ])
    )  # fmt: skip

    page = desk.get(f"/manage/labels?product={desk.cloth_id}").text

    assert "Pita lebar, label 50x30 mm" in page and "Pita sempit" not in page
