"""Printing price tags again: on a sheet, on a label printer."""

import json

import pytest
from sqlalchemy import select

from printers.models import PrintJob
from tests.catalogue.desk import Desk
from tests.tools.reading import page_texts


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
