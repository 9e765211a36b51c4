"""Receiving what a maker brings: scan, correct, bring something new, check, receive, print."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalogue.products.models import Product
from catalogue.products.queries import current_price
from catalogue.stock import queries
from catalogue.stock.models import Consignment
from printers.models import PrintJob
from tests.catalogue.desk import Desk
from tests.tools.reading import page_texts

NEW = {"title": "Bros Tapis", "kind": "counted", "quantity": "4", "price": "45.000", "unit": "buah"}


@pytest.fixture
def draft(desk: Desk) -> str:
    """The address of a draft of the maker's."""
    answer = desk.send("/manage/consignments/new", maker=str(desk.maker_id), note="pagi")
    assert answer.status_code == 303
    return str(answer.location)


def lines(desk: Desk, path: str):
    number = int(path.rsplit("/", 1)[1])
    return desk.read(lambda s: queries.lines_of(s, number))


def jobs(desk: Desk) -> list[str]:
    return desk.read(lambda s: list(s.scalars(select(PrintJob.kind).order_by(PrintJob.id))))


def test_the_maker_is_found_by_a_piece_of_the_name(desk: Desk):
    assert "Sekar Contoh" in desk.get("/manage/consignments/new?q=sek").text
    assert "Tidak ada perajin yang cocok" in desk.get("/manage/consignments/new?q=zz").text


def test_a_delivery_without_a_maker_is_refused(desk: Desk):
    assert "Pilih perajinnya dulu." in desk.refused("/manage/consignments/new", note="x")


def test_scanning_twice_raises_the_line(desk: Desk, draft: str):
    code = desk.product(desk.crisps_id).code

    for _time in range(2):
        page = desk.done(f"{draft}/scan", q=code)

    assert [(line.product_id, line.quantity) for line in lines(desk, draft)] == [
        (desk.crisps_id, 2)
    ]
    assert "Keripik Pisang" in page


def test_the_tags_address_is_read_like_the_code(desk: Desk, draft: str):
    code = desk.product(desk.crisps_id).code

    desk.done(f"{draft}/scan", q=f"https://titip.contoh.id/k/{code}")

    assert len(lines(desk, draft)) == 1


def test_words_search_the_makers_goods(desk: Desk, draft: str):
    page = desk.done(f"{draft}/scan", q="keripik")

    assert "Yang cocok" in page and lines(desk, draft) == []
    assert "belum punya barang" in desk.done(f"{draft}/scan", q="gerabah")


@pytest.mark.parametrize(
    "typed, sentence",
    [
        ("", "Pindai label atau tulis nama barangnya."),
        ("8993899690945", "belum dikenal"),
        ("8993899690944", "salah baca"),
    ],
)
def test_a_scan_that_says_nothing_comes_back_with_a_sentence(
    desk: Desk, draft: str, typed: str, sentence: str
):
    assert sentence in desk.refused(f"{draft}/scan", q=typed)


def test_a_unique_piece_stands_on_a_delivery_once(desk: Desk, draft: str):
    code = desk.product(desk.cloth_id).code
    desk.done(f"{draft}/scan", q=code)

    assert "sudah ada di daftar" in desk.refused(f"{draft}/scan", q=code)


def test_new_unique_pieces_get_a_code_each(desk: Desk, draft: str):
    desk.done(f"{draft}/new-goods", **{**NEW, "kind": "unique", "quantity": "3"})

    codes = {line.product.code for line in lines(desk, draft)}
    assert len(codes) == 3


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"title": ""}, "title"),
        ({"price": ""}, "price"),
        ({"price": "seribu"}, "price"),
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "banyak"}, "quantity"),
        ({"expires_on": "besok"}, "expires_on"),
        ({"code": "123"}, "code"),
        ({"kind": "unique", "code": "8993899690945", "quantity": "2"}, "code"),
    ],
)
def test_new_goods_that_cannot_be_come_back_filled(
    desk: Desk, draft: str, changed: dict[str, str], field: str
):
    page = desk.refused(f"{draft}/new-goods", **{**NEW, "motif": "Sasab", **changed})

    assert f'id="{field}-salah"' in page and 'value="Sasab"' in page
    assert lines(desk, draft) == []
    assert desk.read(lambda s: len(s.scalars(select(Product)).all())) == 2


def test_lines_are_corrected_removed_and_kept_when_one_is_wrong(desk: Desk, draft: str):
    desk.done(f"{draft}/new-goods", **NEW)
    desk.done(f"{draft}/scan", q=desk.product(desk.crisps_id).code)
    first, second = lines(desk, draft)
    form = {f"quantity-{first.id}": "6", f"price-{first.id}": "50.000",
            f"quantity-{second.id}": "x", f"price-{second.id}": "20.000"}  # fmt: skip

    page = desk.refused(f"{draft}/lines", **form)
    assert f'id="quantity-{second.id}-salah"' in page and 'value="50.000"' in page
    assert lines(desk, draft)[0].quantity == 4

    ends = (desk.today() + timedelta(days=30)).isoformat()
    desk.done(f"{draft}/lines", **{**form, f"quantity-{second.id}": "5",
                                   f"expires_on-{second.id}": ends})  # fmt: skip
    kept = lines(desk, draft)
    assert [(k.quantity, k.price) for k in kept] == [(6, 50_000), (5, 20_000)]
    assert kept[1].lot is not None and kept[1].lot.expires_on.isoformat() == ends

    desk.done(f"{draft}/lines", **{**form, f"quantity-{second.id}": "5"}, remove=str(first.id))
    assert [line.id for line in lines(desk, draft)] == [second.id]


def test_the_check_shows_what_a_new_price_was_before(desk: Desk, draft: str):
    desk.done(f"{draft}/scan", q=desk.product(desk.crisps_id).code)
    line = lines(desk, draft)[0]

    page = desk.done(f"{draft}/lines", check="1",
                     **{f"quantity-{line.id}": "5", f"price-{line.id}": "23.000"})  # fmt: skip

    assert "Harga yang berubah" in page and "20.000" in page and "23.000" in page
    assert desk.read(lambda s: current_price(s, desk.crisps_id)).price == 20_000


def test_receiving_moves_stock_prices_and_paper_in_one_step(desk: Desk, draft: str):
    desk.done(f"{draft}/scan", q=desk.product(desk.crisps_id).code)
    line = lines(desk, draft)[0]
    desk.done(f"{draft}/lines", **{f"quantity-{line.id}": "5", f"price-{line.id}": "23.000"})

    page = desk.done(f"{draft}/receive", note="1", labels="1")

    assert desk.read(lambda s: queries.on_hand(s, desk.crisps_id)) == 12
    assert desk.read(lambda s: current_price(s, desk.crisps_id)).price == 23_000
    assert jobs(desk) == ["consignment_note", "labels"]
    assert "TT000002" in page and "Tanda terima" in page


def test_receiving_without_paper_prints_nothing(desk: Desk, draft: str):
    desk.done(f"{draft}/scan", q=desk.product(desk.crisps_id).code)

    desk.done(f"{draft}/receive")

    assert jobs(desk) == []


def test_an_empty_delivery_is_not_received(desk: Desk, draft: str):
    assert "masih kosong" in desk.refused(f"{draft}/receive")


def test_a_delivery_is_received_once(desk: Desk, draft: str):
    desk.done(f"{draft}/scan", q=desk.product(desk.crisps_id).code)
    desk.done(f"{draft}/receive")

    assert desk.send(f"{draft}/receive").status_code == 422
    assert desk.read(lambda s: queries.on_hand(s, desk.crisps_id)) == 8


def test_net_terms_without_a_net_price_are_not_received(desk: Desk, draft: str):
    desk.done(f"/manage/makers/{desk.maker_id}/contract", terms="net")
    desk.done(f"{draft}/scan", q=desk.product(desk.crisps_id).code)

    assert "Isi harga titip Keripik Pisang" in desk.refused(f"{draft}/receive")
    line = lines(desk, draft)[0]
    desk.done(f"{draft}/lines", **{f"quantity-{line.id}": "1", f"price-{line.id}": "20.000",
                                   f"net_price-{line.id}": "15.000"})  # fmt: skip
    desk.done(f"{draft}/receive")
    assert desk.read(lambda s: current_price(s, desk.crisps_id)).net_price == 15_000


def test_the_acknowledgement_comes_as_pdf_and_again_as_a_copy(desk: Desk):
    note = desk.get("/manage/consignments/1/note.pdf")
    text = " ".join(page_texts(note.data))
    assert "TT000001" in text and "Sekar Contoh" in text and "Keripik Pisang" in text

    for _time in range(2):
        desk.done("/manage/consignments/1/note", printer="1")

    copies = desk.read(lambda s: list(s.scalars(select(PrintJob.copy).order_by(PrintJob.id))))
    assert copies == [0, 1]


def test_a_draft_has_no_acknowledgement_and_can_be_discarded(desk: Desk, draft: str):
    assert desk.get(f"{draft}/note.pdf").status_code == 404

    desk.done(f"{draft}/cancel")

    number = int(draft.rsplit("/", 1)[1])
    assert desk.read(lambda s: s.get_one(Consignment, number).state) == "cancelled"
    assert "dibuang" in desk.get(draft).text


def test_the_list_tells_drafts_from_what_was_received(desk: Desk, draft: str):
    page = desk.get("/manage/consignments").text

    assert "TT000001" in page and "Masih dicatat" in page
    assert "TT000001" in desk.get(f"/manage/consignments?maker={desk.maker_id}").text


def test_an_empty_list_says_what_to_do(bare_desk: Desk):
    assert "Belum ada titipan" in bare_desk.get("/manage/consignments").text


def test_what_changes_is_not_a_page(desk: Desk, draft: str):
    for verb in ("scan", "lines", "receive", "cancel", "new-goods", "note"):
        assert desk.get(f"{draft}/{verb}").status_code == 405


def test_a_cashier_receives_nothing(cashier_desk: Desk):
    assert cashier_desk.get("/manage/consignments").status_code == 403
    assert cashier_desk.get("/manage/consignments/1/note.pdf").status_code == 403
    for verb in ("scan", "lines", "receive", "cancel", "new-goods", "note"):
        assert cashier_desk.send(f"/manage/consignments/1/{verb}").status_code == 403
