"""Foto cepat without a script, who may use it, and what it says is still missing."""

import io

import pytest
from PIL import Image

from catalogue.products import photos
from catalogue.stock import shelves
from catalogue.stock.models import ShelfPlace
from catalogue.stock.shots import queries
from core.ids import new_uuid
from tests.catalogue.desk import Desk, sign_in

QUICK = "/manage/photos/quick"


def photo(colour: str = "red") -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.new("RGB", (900, 1200), colour).save(out, "JPEG")
    out.seek(0)
    return out, "foto.jpg"


def cloth(desk: Desk) -> str:
    return desk.product(desk.cloth_id).code


def count(desk: Desk, product_id: int) -> int:
    return len(desk.read(lambda s: photos.of_product(s, product_id)))


def test_a_scanned_tag_leads_to_a_form_with_the_phones_camera(desk: Desk):
    page = desk.get(f"{QUICK}?code={cloth(desk)}").text

    assert "Kain Tapis Siger" in page and 'capture="environment"' in page


def test_the_qr_of_a_tag_is_as_good(desk: Desk):
    assert "Kain Tapis Siger" in desk.get(f"{QUICK}?code=https://x.id/k/{cloth(desk)}").text


def test_a_snap_is_kept_and_the_product_is_missing_no_more(desk: Desk):
    assert "Belum berfoto: 2" in desk.get(QUICK).text

    page = desk.done(QUICK, code=cloth(desk), photo=photo())

    assert "Foto Kain Tapis Siger tersimpan. Berikutnya." in page
    assert "Belum berfoto: 1" in page and count(desk, desk.cloth_id) == 1


def test_the_same_snap_sent_twice_is_one_photo(desk: Desk):
    key = new_uuid()
    for _time in range(2):
        answer = desk.client.post(
            QUICK, data={"key": key, "code": cloth(desk), "photo": photo()},
            headers={"HX-Request": "true"},
        )  # fmt: skip
        assert answer.status_code == 200 and 'id="missing"' in answer.text

    assert count(desk, desk.cloth_id) == 1


@pytest.mark.parametrize(
    "changed, field, sentence",
    [
        ({"code": "2000000000992"}, "code", "belum dikenal"),
        ({"code": ""}, "code", "belum dikenal"),
        ({"photo": b"PK\x03\x04"}, "photo", "bukan foto"),
        ({"photo": ""}, "photo", "Potret dulu"),
        ({"shelf": "rak yang namanya panjang sekali"}, "shelf", "paling panjang 20"),
    ],
)
def test_bad_input_gets_a_sentence_and_nothing_is_kept(
    desk: Desk, changed: dict[str, object], field: str, sentence: str
):
    if isinstance(sent := changed.get("photo"), bytes):  # a file is read once, each engine its own
        changed = {**changed, "photo": (io.BytesIO(sent), "foto.jpg")}
    page = desk.refused(QUICK, **{"code": cloth(desk), "photo": photo(), **changed})

    assert sentence in page
    assert count(desk, desk.cloth_id) == 0
    assert desk.read(lambda s: s.query(ShelfPlace).all()) == []


def test_a_cashier_may_take_photos_too_and_a_maker_may_not(desk: Desk):
    code = cloth(desk)
    sign_in(desk.app, desk.client, "cashier")
    assert desk.send(QUICK, code=code, photo=photo()).status_code == 303
    assert code in desk.get("/manage/photos/goods.json").text

    sign_in(desk.app, desk.client, "officer")
    assert desk.get(QUICK).status_code == 403
    assert desk.send(QUICK, code=code, photo=photo()).status_code == 403


def test_only_this_page_may_run_compiled_code(desk: Desk):
    policy = desk.get(QUICK).headers["Content-Security-Policy"]

    assert "script-src 'self' 'wasm-unsafe-eval'" in policy and "unsafe-inline" not in policy
    for path in ("/manage/products", "/manage/photos/goods.json", "/"):
        assert "unsafe" not in desk.get(path).headers["Content-Security-Policy"]


# -- what is missing, by maker and by shelf ----------------------------------------------------------


def test_what_lacks_a_photo_is_told_by_maker_and_by_shelf(desk: Desk):
    desk.done(f"/manage/products/{desk.cloth_id}/shelves", **{"shelf-1": " a  3 "})

    by_maker, by_shelf = desk.get(QUICK).text, desk.get(f"{QUICK}?by=shelf").text

    assert "Sekar Contoh" in by_maker and "rak A 3" in by_maker
    assert by_shelf.index("A 3") < by_shelf.index("Belum ada raknya")


def test_the_list_of_goods_is_narrowed_by_shelf_and_by_photo(desk: Desk):
    desk.done(f"/manage/products/{desk.cloth_id}/shelves", **{"shelf-1": "A3"})
    desk.done(QUICK, code=cloth(desk), photo=photo())

    def shown(narrowed: str) -> set[str]:
        page = desk.get(f"/manage/products?{narrowed}").text
        return {title for title in ("Kain Tapis Siger", "Keripik Pisang") if f">{title}<" in page}

    assert shown("shelf=A3") == shown("photo=there") == {"Kain Tapis Siger"}
    assert shown("photo=lacking") == {"Keripik Pisang"}
    assert shown("shelf=Z9") == set()


def test_only_what_is_there_can_be_photographed(desk: Desk):
    lacking = desk.read(lambda s: queries.lacking(s))
    elsewhere = desk.read(lambda s: queries.lacking(s, outlet_id=2))

    assert [one.title for one in lacking] == ["Kain Tapis Siger", "Keripik Pisang"]
    assert elsewhere == []


def test_a_snap_puts_the_product_on_the_shelf_that_is_photographed(desk: Desk):
    desk.done(QUICK, code=cloth(desk), photo=photo(), shelf="b2", outlet="2")

    assert desk.read(lambda s: shelves.of_product(s, desk.cloth_id)) == {2: "B2"}


def test_a_shelf_can_be_changed_and_taken_back(desk: Desk):
    where = f"/manage/products/{desk.cloth_id}/shelves"
    desk.done(where, **{"shelf-1": "A3", "shelf-2": "L1"})
    page = desk.done(where, **{"shelf-1": "", "shelf-2": "L2"})

    assert 'value="L2"' in page
    assert desk.read(lambda s: shelves.of_product(s, desk.cloth_id)) == {2: "L2"}
    assert 'id="shelf-1-salah"' in desk.refused(where, **{"shelf-1": "x" * 21})
