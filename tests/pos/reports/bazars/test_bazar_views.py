"""The pages of a bazar, from its opening to the signed account."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import select

from catalogue.outlets.models import Till
from catalogue.products.models import Product
from catalogue.stock.bazars.models import Bazar
from core.users.models import User
from pos.sales import closing, completing
from pos.sales import service as tickets
from pos.sales.completing import Counter
from pos.sales.tenders import Offer
from pos.shifts import service as shifts
from tests.catalogue.desk import Desk, manager_desk
from tests.tools.reading import page_texts


@pytest.fixture
def desk(app, client) -> Desk:  # type: ignore[no-untyped-def]
    return manager_desk(app, client)


def form(desk: Desk, **changed: str) -> dict[str, str]:
    return {
        "name": "Bazar HUT Kota", "place": "Lapangan Saburai", "carrier": "Bu Kasir",
        "first_day": desk.today().isoformat(), "last_day": "",
    } | changed  # fmt: skip


@pytest.fixture
def out(desk: Desk) -> str:
    """The address of the list of goods to take, of a bazar that was just opened."""
    answer = desk.send("/manage/bazars/new", **form(desk))
    assert answer.status_code == 303, answer.text
    return str(answer.location)


FAIR = "/manage/bazars/1"


def take(desk: Desk, out: str, *product_ids: int) -> None:
    for product_id in product_ids:
        desk.done(f"{out}/scan", q=desk.product(product_id).code)
    desk.done(f"{out}/send", carrier="Bu Kasir")


def sell(desk: Desk, product_id: int, *, opening_float: int = 0, keep: bool = False) -> None:
    """Sell one at the stall's till, and close it."""
    at = desk.app.house.clock.now()

    def work(session) -> None:  # type: ignore[no-untyped-def]
        bazar = session.get_one(Bazar, 1)
        till = session.scalars(select(Till).where(Till.outlet_id == bazar.outlet_id)).one()
        user = session.get_one(User, desk.user_id)
        shift = shifts.open_shift(session, till, opening_float=opening_float, by=user.id, at=at)
        sale = tickets.open_ticket(session, till, by=user.id, at=at)
        session.refresh(sale, ["lines", "tenders"])
        product = session.get_one(Product, product_id)
        tickets.add_product(session, sale, product, code=product.code, by=user.id, at=at)
        completing.complete(session, sale, [Offer("cash")], counter=Counter(till, user), at=at)
        closing.close_shift(
            session, shift, counted=opening_float + 20_000, pieces={}, by=user, at=at,
            keeper=user if keep else None,
        )  # fmt: skip

    desk.write(work)


def test_the_list_is_empty_at_first(desk: Desk):
    assert "Belum ada bazar" in desk.get("/manage/bazars").text


def test_the_list_is_searched_and_taken_away(desk: Desk, out: str):
    assert "Bazar HUT Kota" in desk.get("/manage/bazars?q=saburai&state=open").text
    assert "Tidak ada yang cocok" in desk.get("/manage/bazars?q=ramadan").text
    assert "BZ000001" in desk.get("/manage/bazars?as=csv").text


def test_opening_one_leads_to_scanning(desk: Desk, out: str):
    page = desk.get(out).text

    assert "Bawa ke Bazar HUT Kota" in page and "Pindai setiap barang yang dibawa" in page
    assert "Bazar HUT Kota" in desk.get("/manage/bazars").text
    assert "Kasir bazar" in desk.get("/pos/enrol").text


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"name": ""}, "name"),
        ({"carrier": " "}, "carrier"),
        ({"first_day": ""}, "first_day"),
        ({"first_day": "besok"}, "first_day"),
        ({"last_day": "2020-01-01"}, "last_day"),
        ({"outlet": "1"}, "outlet"),
    ],
)
def test_a_bazar_that_cannot_be_comes_back_filled(desk: Desk, changed: dict[str, str], field: str):
    page = desk.refused("/manage/bazars/new", **form(desk, **changed))

    assert f'id="{field}-salah"' in page and 'value="Lapangan Saburai"' in page
    assert desk.read(lambda s: s.scalars(select(Bazar)).all()) == []


def test_from_scanning_out_to_the_signed_account(desk: Desk, out: str):
    take(desk, out, desk.crisps_id, desk.crisps_id, desk.crisps_id, desk.cloth_id)
    page = desk.get(FAIR).text
    assert "Masih ada" not in page and 'data-testid="arrived"' in page

    desk.done(f"{FAIR}/arrive")
    sell(desk, desk.crisps_id)
    page = desk.get(FAIR).text
    assert 'data-testid="bazar-amount" data-amount="20000"' in page
    assert "3 barang belum jelas" in page and "close-bazar" not in page
    assert "belum jelas" in desk.refused(f"{FAIR}/close")

    back = desk.send(f"{FAIR}/back").location
    for product_id in (desk.crisps_id, desk.crisps_id, desk.cloth_id):
        desk.done(f"{back}/scan", q=desk.product(product_id).code)
    desk.done(f"{back}/back")
    page = desk.done(f"{FAIR}/close")
    assert "Hitungannya tidak berubah lagi" in page

    [sheet] = page_texts(desk.get(f"{FAIR}/account.pdf").data)
    text = " ".join(sheet.split())
    for words in (
        "Bazar HUT Kota", "Keripik Pisang, Sekar Contoh 3 1 2 20.000", "Kain Tapis Siger",
        "Tunai 1 20.000", "Sekar Contoh (M0001) 1 20.000 17.000", "Bagian galeri 3.000",
        "Yang membawa,", "Bu Kasir", "Pengurus,", "Manager",
    ):  # fmt: skip
        assert words in text, text
    assert "sementara" not in text
    assert "Selesai" in desk.get("/manage/bazars").text


def test_where_the_change_came_from_and_whither_the_cash_went_stands_on_its_page(
    desk: Desk, out: str
):
    take(desk, out, desk.crisps_id)
    desk.done(f"{FAIR}/arrive")
    sell(desk, desk.crisps_id, opening_float=50_000, keep=True)
    page = desk.get(FAIR).text
    assert "Uang kembalian yang dibawa ke lapak, Rp50.000" in page
    assert "Catat modalnya" in desk.get("/manage/treasury").text

    link = unescape(re.findall(r'href="([^"]*)" data-testid="note-float"', page)[0])
    whence = dict(parse_qsl(urlsplit(link).query))
    assert (whence["from"], whence["amount"]) == ("safe:1", "50000")
    desk.send("/manage/treasury", **whence)
    carrier = f"/manage/carried/{desk.user_id}"
    desk.send(carrier, amount="70000", place="treasury", receiver="Bu Ani")

    page = desk.get(FAIR).text
    assert "note-float" not in page and "Terima uangnya" not in page
    assert "Manager menyerahkan Rp70.000, masuk Kas bendahara." in page
    assert "Rp50.000 dari Brankas" in page and 'href="/manage/treasury/PU-00001"' in page


def test_the_account_can_be_read_before_it_is_final(desk: Desk, out: str):
    take(desk, out, desk.crisps_id)

    [sheet] = page_texts(desk.get(f"{FAIR}/account.pdf").data)

    assert "sementara" in sheet and "Belum jelas" in " ".join(sheet.split())


def test_the_days_can_be_changed_and_a_wrong_one_comes_back(desk: Desk, out: str):
    take(desk, out, desk.crisps_id)
    later = (desk.today() + timedelta(days=1)).isoformat()

    desk.done(f"{FAIR}/days", last_day=later)

    assert desk.read(lambda s: s.get_one(Bazar, 1).last_day.isoformat()) == later
    page = desk.refused(f"{FAIR}/days", last_day="2020-01-01")
    assert 'id="last_day-salah"' in page


def test_what_was_sold_unscanned_is_recorded_with_one_press(desk: Desk, out: str):
    take(desk, out, desk.cloth_id)
    desk.done(f"{FAIR}/arrive")
    sell(desk, desk.crisps_id)
    assert 'data-testid="take-along"' in desk.get(FAIR).text

    page = desk.done(f"{FAIR}/along")

    assert "1 barang dicatat ikut terbawa" in page
    assert "Tidak ada barang yang laku" in desk.refused(f"{FAIR}/along")


def test_what_is_missing_goes_onto_the_record_of_a_loss(desk: Desk, out: str):
    take(desk, out, desk.crisps_id, desk.crisps_id, desk.cloth_id)
    back = desk.send(f"{FAIR}/back").location
    desk.done(f"{back}/scan", q=desk.product(desk.crisps_id).code)
    desk.done(f"{back}/back")
    page = desk.refused(f"{FAIR}/lost", note="", found_by="Bu Kasir")
    assert 'id="note-salah"' in page and '<details class="panel" open>' in page

    page = desk.done(f"{FAIR}/lost", note="hilang di lapak", found_by="Bu Kasir")

    assert "Keripik Pisang" in page and "Kain Tapis Siger" in page
    assert "belum ditandatangani" in desk.get(FAIR).text
    assert "belum jelas" in desk.refused(f"{FAIR}/close")


def test_a_bazar_from_which_nothing_left_is_cancelled(desk: Desk, out: str):
    assert "Bazar dibatalkan" in desk.done(f"{FAIR}/cancel")
    assert "dibatalkan sebelum ada barang" in desk.get(FAIR).text
    assert "sudah selesai" in desk.refused(f"{FAIR}/out")


def test_once_goods_left_it_is_not_cancelled(desk: Desk, out: str):
    take(desk, out, desk.crisps_id)

    assert "Selesaikan" in desk.refused(f"{FAIR}/cancel")


def test_the_wrong_way_and_the_wrong_address(desk: Desk, out: str):
    for verb in ("out", "arrive", "back", "along", "days", "close", "cancel"):
        assert desk.get(f"{FAIR}/{verb}").status_code == 405
    assert desk.get("/manage/bazars/9").status_code == 404
    assert desk.send("/manage/bazars/9/close").status_code == 404
