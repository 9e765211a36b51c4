"""The pages of transfers: write a list, send it, receive it on a phone, decide the rest."""

import re

import pytest
from flask.testing import FlaskClient

from catalogue.outlets import service as outlets
from catalogue.outlets.models import Outlet
from catalogue.stock.queries import on_hand
from catalogue.stock.transfers import queries
from catalogue.stock.transfers.models import Transfer
from core import cookies
from core.dispatch import TitipFlask
from core.ids import new_uuid
from core.users import service as people
from core.users.models import User
from printers.models import PrintJob
from tests.catalogue.desk import Desk
from tests.tools.reading import page_texts

GALLERY, STALL = 1, 2


@pytest.fixture
def draft(desk: Desk) -> str:
    """The address of a list from the gallery to the stall."""
    answer = desk.send("/manage/transfers/new", origin="1", destination="2", note="pagi")
    assert answer.status_code == 303, answer.text
    return str(answer.location)


@pytest.fixture
def sent(desk: Desk, draft: str) -> str:
    """The address of a list of five packs of crisps that left."""
    [line] = scanned(desk, draft, desk.crisps_id)
    desk.done(f"{draft}/send", carrier="Pak Sopir", **{f"quantity-{line.id}": "5"})
    return draft


def scanned(desk: Desk, path: str, *product_ids: int):
    for product_id in product_ids:
        desk.done(f"{path}/scan", q=desk.product(product_id).code)
    return transfer(desk, path).lines


def transfer(desk: Desk, path: str) -> Transfer:
    number = int(path.rsplit("/", 1)[1])
    return desk.read(lambda session: queries.require(session, number))


def there(desk: Desk, product_id: int) -> tuple[int, int]:
    return desk.read(lambda s: (on_hand(s, product_id, GALLERY), on_hand(s, product_id, STALL)))


def arrival(path: str) -> str:
    return path.replace("/manage/", "/pos/")


def test_a_list_is_scanned_and_the_same_goods_add_up(desk: Desk, draft: str):
    lines = scanned(desk, draft, desk.crisps_id, desk.crisps_id, desk.cloth_id)

    assert [(line.product_id, line.quantity) for line in lines] == [
        (desk.crisps_id, 2), (desk.cloth_id, 1),
    ]  # fmt: skip
    page = desk.get(draft).text
    assert "Keripik Pisang" in page and "3 buah" in page and "Berangkatkan" in page


def test_a_scan_by_the_script_gets_the_list_alone(desk: Desk, draft: str):
    answer = desk.client.post(
        f"{draft}/scan",
        data={"key": "6f1b6e0e-3f5a-4c1e-9a52-6a3d6d1f0b01", "q": desk.product(desk.cloth_id).code},
        headers={"HX-Request": "true"},
    )

    assert answer.status_code == 200
    assert 'id="list"' in answer.text and "<html" not in answer.text
    assert "Kain Tapis Siger: 1 buah." in answer.text


def test_words_search_the_goods(desk: Desk, draft: str):
    assert "Yang cocok" in desk.done(f"{draft}/scan", q="keripik")
    assert "Tidak ada barang" in desk.done(f"{draft}/scan", q="gerabah")
    assert transfer(desk, draft).lines == []


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


@pytest.mark.parametrize("typed", ["0", "-3", "2,5", "banyak", "99999", ""])
def test_a_quantity_that_cannot_be_comes_back_at_its_line(desk: Desk, draft: str, typed: str):
    [line] = scanned(desk, draft, desk.crisps_id)

    page = desk.refused(f"{draft}/send", carrier="Pak", **{f"quantity-{line.id}": typed})

    assert f'id="quantity-{line.id}-salah"' in page
    assert transfer(desk, draft).state == "draft"
    assert there(desk, desk.crisps_id) == (7, 0)


def test_without_a_carrier_or_goods_nothing_leaves(desk: Desk, draft: str):
    assert "masih kosong" in desk.refused(f"{draft}/send", carrier="Pak Sopir")
    scanned(desk, draft, desk.crisps_id)
    assert "yang membawa" in desk.refused(f"{draft}/send", carrier=" ")
    assert transfer(desk, draft).state == "draft"


def test_the_same_place_twice_or_none_is_refused(desk: Desk):
    assert "dua tempat" in desk.refused("/manage/transfers/new", origin="1", destination="1")
    assert "Pilih tempatnya" in desk.refused("/manage/transfers/new", origin="1")


def test_what_another_phone_scanned_meanwhile_is_kept(desk: Desk, draft: str):
    """Both have the list open; the one who sends it saw one pack, the other scanned a second."""
    [line] = scanned(desk, draft, desk.crisps_id)
    scanned(desk, draft, desk.crisps_id)

    desk.done(
        f"{draft}/send", carrier="Pak Sopir",
        **{f"quantity-{line.id}": "1", f"was-{line.id}": "1"},
    )  # fmt: skip

    assert [one.quantity for one in transfer(desk, draft).lines] == [2]


def test_a_line_is_taken_off_and_a_list_thrown_away(desk: Desk, draft: str):
    first, _second = scanned(desk, draft, desk.cloth_id, desk.crisps_id)
    desk.done(f"{draft}/lines", remove=str(first.id))
    assert [line.product_id for line in transfer(desk, draft).lines] == [desk.crisps_id]

    desk.done(f"{draft}/cancel")

    assert "dibuang sebelum barangnya berangkat" in desk.get(draft).text
    assert "PB" not in desk.get("/manage/transfers").text


def test_goods_that_left_are_shown_in_transit(desk: Desk, sent: str):
    page = desk.get(sent).text

    assert "PB000001" in page and 'data-transit="5"' in page
    assert "PB000001" in desk.get("/manage/transfers?state=way").text
    assert "PB000001" in desk.get("/manage/transfers?q=sopir&destination=2&sort=-pieces").text
    assert "Tidak ada yang cocok" in desk.get("/manage/transfers?q=sopir&destination=1").text
    assert "PB000001" in desk.get("/manage/transfers?as=csv").text
    assert there(desk, desk.crisps_id) == (2, 0)


def test_the_packing_list_is_a_sheet_and_a_roll(desk: Desk, draft: str):
    assert desk.get(f"{draft}/list.pdf").status_code == 404
    scanned(desk, draft, desk.cloth_id)
    page = desk.done(f"{draft}/send", carrier="Pak Sopir", print="1")
    assert "Daftar bawaan" in page

    sheet = desk.get(f"{draft}/list.pdf")
    text = " ".join(" ".join(page_texts(sheet.data)).split())
    for words in ("PB000001", "Kain Tapis Siger", "Pak Sopir", "2.500.000", "Yang membawa,"):
        assert words in text
    [job] = desk.read(lambda s: s.query(PrintJob).all())
    assert (job.kind, job.copy) == ("packing_list", 0)

    desk.done(f"{draft}/print", printer=str(job.printer_id))
    assert desk.read(lambda s: [one.copy for one in s.query(PrintJob).all()]) == [0, 1]


def test_a_phone_scans_what_arrives_and_the_rest_stays_in_transit(desk: Desk, sent: str):
    code = desk.product(desk.crisps_id).code
    for _piece in range(3):
        page = desk.done(f"{arrival(sent)}/scan", q=code)
    assert 'data-testid="scanned-pieces" data-amount="3"' in page
    line = transfer(desk, sent).lines[0]

    desk.done(f"{arrival(sent)}/receive", **{f"scanned-{line.id}": "3"})

    assert there(desk, desk.crisps_id) == (2, 3)
    assert 'data-transit="2"' in desk.get(sent).text
    desk.done(f"{arrival(sent)}/receive", all="1")
    assert there(desk, desk.crisps_id) == (2, 5)
    assert "Semua sudah jelas" in desk.get(arrival(sent)).text


def test_what_another_phone_counted_meanwhile_is_received(desk: Desk, sent: str):
    code = desk.product(desk.crisps_id).code
    for _piece in range(3):
        desk.done(f"{arrival(sent)}/scan", q=code)
    line = transfer(desk, sent).lines[0].id

    desk.done(f"{arrival(sent)}/receive", **{f"scanned-{line}": "1", f"was-{line}": "1"})

    assert there(desk, desk.crisps_id) == (2, 3)


@pytest.mark.parametrize("typed", ["6", "-1", "dua", "2,5"])
def test_a_count_that_cannot_be_comes_back_at_its_line(desk: Desk, sent: str, typed: str):
    line = transfer(desk, sent).lines[0]

    page = desk.refused(f"{arrival(sent)}/receive", **{f"scanned-{line.id}": typed})

    assert f'id="scanned-{line.id}-salah"' in page and f'value="{typed}"' in page
    assert there(desk, desk.crisps_id) == (2, 0)


def test_goods_that_are_not_expected_are_refused_at_arrival(desk: Desk, sent: str):
    assert "tidak ada di daftar ini" in desk.refused(
        f"{arrival(sent)}/scan", q=desk.product(desk.cloth_id).code
    )
    assert "13 angkanya" in desk.refused(f"{arrival(sent)}/scan", q="keripik")
    assert "Belum ada yang dipindai" in desk.refused(f"{arrival(sent)}/receive")


def test_what_did_not_arrive_is_decided(desk: Desk, sent: str):
    line = transfer(desk, sent).lines[0].id
    where = f"{sent}/decide"
    page = desk.refused(where, line=str(line), kind="", **{f"quantity-{line}": "1"})
    assert "Pilih apa yang terjadi" in page
    page = desk.refused(where, line=str(line), kind="lost", **{f"quantity-{line}": "1"})
    assert "apa yang terjadi" in page and re.search(r"<details open", page)

    desk.done(where, line=str(line), kind="returned", **{f"quantity-{line}": "2"})
    desk.done(f"{arrival(sent)}/receive", all="1")

    assert there(desk, desk.crisps_id) == (4, 3)
    page = desk.get(sent).text
    assert "2 ketemu di tempat asal" in page and "Semua jelas" in page


def test_what_is_lost_leads_to_the_record_to_sign(desk: Desk, sent: str):
    line = transfer(desk, sent).lines[0].id
    form = {f"quantity-{line}": "1", f"note-{line}": "dus jatuh di jalan"}

    page = desk.done(f"{sent}/decide", line=str(line), kind="lost", **form)

    assert "Keripik Pisang" in page and "tanda tangani berita acaranya" in page
    page = desk.get(sent).text
    assert "Berita acara kehilangannya belum ditandatangani" in page and "1 hilang" in page


def test_the_card_names_the_transfer(desk: Desk, sent: str):
    desk.done(f"{arrival(sent)}/receive", all="1")

    page = desk.get(f"/manage/products/{desk.crisps_id}/card").text

    assert page.count("Pindahan PB000001") == 2


def test_a_get_is_no_way_to_change(desk: Desk, draft: str):
    for path in ("scan", "lines", "send", "back", "cancel", "decide", "print"):
        assert desk.get(f"{draft}/{path}").status_code == 405
    for path in ("scan", "receive"):
        assert desk.get(f"{arrival(draft)}/{path}").status_code == 405


def test_an_unknown_list_or_line_is_not_found(desk: Desk, sent: str):
    assert desk.get("/manage/transfers/999").status_code == 404
    assert desk.get("/pos/transfers/999").status_code == 404
    assert desk.send(f"{sent}/decide", line="999", kind="lost").status_code == 404


def test_a_cashier_receives_where_she_works_and_nowhere_else(
    app: TitipFlask, desk: Desk, sent: str
):
    at = app.house.clock.now()

    def work(session) -> str:  # type: ignore[no-untyped-def]
        user = people.create_user(
            session, "Kasir", login="kasir", roles=["cashier"], at=at, by=None
        )
        return people.open_session(session, user, kind="password", device=None, at=at)

    cashier: FlaskClient = app.test_client()
    cashier.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    cashier.set_cookie(cookies.SESSION, desk.write(work))
    assert "Tidak ada kiriman" in cashier.get("/pos/transfers").text
    assert cashier.get(arrival(sent)).status_code == 403
    assert cashier.get(sent).status_code == 403

    desk.write(
        lambda s: outlets.staff(
            s, s.query(User).filter_by(login="kasir").one(), s.get_one(Outlet, STALL)
        )
    )

    assert "PB000001" in cashier.get("/pos/transfers").text
    answer = cashier.post(
        f"{arrival(sent)}/receive",
        data={"key": "6f1b6e0e-3f5a-4c1e-9a52-6a3d6d1f0b02", "all": "1"},
    )
    assert answer.status_code == 303
    assert there(desk, desk.crisps_id) == (2, 5)


def test_what_was_typed_stays_when_the_next_goods_are_scanned(desk: Desk, draft: str):
    [line] = scanned(desk, draft, desk.crisps_id)
    typed = {f"was-{line.id}": "1", f"quantity-{line.id}": "3", "carrier": "Pak Sopir"}

    page = desk.done(f"{draft}/scan", q=desk.product(desk.cloth_id).code, **typed)
    assert [one.quantity for one in transfer(desk, draft).lines] == [3, 1]
    assert 'value="Pak Sopir"' in page
    page = desk.done(f"{draft}/scan", add=desk.product(desk.crisps_id).code,
                     **{**typed, f"was-{line.id}": "3", f"quantity-{line.id}": "5"})  # fmt: skip
    assert transfer(desk, draft).lines[0].quantity == 6, "five typed, and the piece scanned"

    typed[f"quantity-{line.id}"] = "tiga"
    page = desk.refused(f"{draft}/scan", q="keripik", **typed)
    assert f'id="quantity-{line.id}-salah">Isi dengan angka bulat.' in page
    assert 'value="tiga"' in page and 'value="keripik"' in page
    page = desk.done(f"{draft}/scan", q="", **{f"was-{line.id}": "6", f"quantity-{line.id}": "2"})
    assert "Daftar tersimpan." in page, "Enter in a row"


def test_what_was_counted_by_hand_stays_when_the_next_piece_is_scanned(desk: Desk, sent: str):
    [line] = transfer(desk, sent).lines
    code = desk.product(desk.crisps_id).code

    desk.done(f"{arrival(sent)}/scan", q=code,
              **{f"was-{line.id}": "0", f"scanned-{line.id}": "3"})  # fmt: skip

    assert transfer(desk, sent).lines[0].scanned == 4


def test_more_than_is_on_record_leaves_only_with_a_tick(desk: Desk, draft: str):
    [line] = scanned(desk, draft, desk.crisps_id)
    typed = {"carrier": "Pak Sopir", f"quantity-{line.id}": "99"}

    page = desk.refused(f"{draft}/send", **typed)
    assert "menurut catatan hanya ada 7 di" in page and "daftar ini 99" in page
    assert 'name="beyond"' in page and 'value="99"' in page
    assert there(desk, desk.crisps_id) == (7, 0), "nothing left"

    desk.done(f"{draft}/send", **typed, beyond="1")
    assert there(desk, desk.crisps_id)[0] == 7 - 99


def test_the_script_gets_the_list_as_it_is_after_the_scan(desk: Desk, draft: str):
    [line] = scanned(desk, draft, desk.crisps_id)
    answer = desk.client.post(
        f"{draft}/scan", headers={"HX-Request": "true"},
        data={"key": new_uuid(), "q": desk.product(desk.crisps_id).code,
              f"was-{line.id}": "1", f"quantity-{line.id}": "1"},
    )  # fmt: skip
    assert (
        f'name="quantity-{line.id}" inputmode="numeric" autocomplete="off" value="2"' in answer.text
    )
