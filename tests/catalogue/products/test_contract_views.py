"""The office's pages about contracts: agreeing at each level, versions, and the reasons."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from catalogue.makers.models import MakerUser
from catalogue.products import categories, contracts
from catalogue.products.models import Category, Contract
from tests.catalogue.desk import Desk

NEW = "/manage/contracts/new"
PLAN = {
    "period_days": "90", "afterwards": "markdown", "step_days-1": "90", "step_off-1": "10",
    "step_days-2": "120", "step_off-2": "12,5",
}  # fmt: skip


def newest(desk: Desk) -> Contract:
    """The version that was written last, its steps read."""

    def read(session: Any) -> Contract:
        contract = session.scalars(select(Contract).order_by(Contract.id.desc())).first()
        assert contract.steps is not None
        return contract

    return desk.read(read)


def put_into_category(desk: Desk, product_id: int, name: str) -> int:
    """A category with that one product, made through its pages."""
    desk.done("/manage/categories", name=name)
    number = desk.read(lambda s: s.scalars(select(Category.id)).one())
    desk.done(f"/manage/categories/{number}/goods", product=product_id)
    return number


def test_all_that_a_form_says_is_agreed_and_read_back_in_words(desk: Desk):
    page = desk.done(
        f"{NEW}?maker={desk.maker_id}", terms="percent", commission="12,5", bearer="maker",
        floor_price="40.000", cadence="weekly", payout_minimum="50.000", fee_bearer="maker",
        loss_bearer="shared", **PLAN,
    )  # fmt: skip

    contract = newest(desk)
    assert contracts.terms_of(contract) == contracts.Terms(
        "percent", 1250, "maker", floor_price=40_000, period_days=90, afterwards="markdown",
        steps=((90, 1000), (120, 1250)), cadence="weekly", payout_minimum=50_000,
        fee_bearer="maker", loss_bearer="shared",
    )  # fmt: skip
    assert contract.maker_id == desk.maker_id
    for sentence in (
        "Komisi galeri 12,5% dari harga jual.", "Potongan harga ditanggung perajin.",
        "Dengan potongan pun tidak dijual di bawah Rp40.000.", "Masa titip 90 hari",
        "10% setelah 90 hari, 12,5% setelah 120 hari", "dibayarkan setiap minggu.",
        "Saldo di bawah Rp50.000", "Biaya transfer ditanggung perajin.",
        "diganti galeri setengah bagian perajin.", "Semua versi (2)",
    ):  # fmt: skip
        assert sentence in page


def test_a_new_version_begins_with_what_held_until_now(desk: Desk):
    desk.done(f"{NEW}?maker={desk.maker_id}", terms="percent", commission="17", **PLAN)

    page = desk.get(f"{NEW}?maker={desk.maker_id}").text

    assert 'name="commission" type="text" value="17"' in page
    assert 'name="step_off-2" type="text" value="12,5"' in page
    assert "Sekarang berlaku versi sejak" in page


def test_net_terms_need_no_rate(desk: Desk):
    desk.done(f"{NEW}?maker={desk.maker_id}", terms="net", commission="15")

    assert (newest(desk).terms, newest(desk).commission_bps) == ("net", None)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"commission": ""}, "commission"),
        ({"commission": "101"}, "commission"),
        ({"commission": "lima belas"}, "commission"),
        ({"floor_price": "2,5"}, "floor_price"),
        ({"floor_price": "-100"}, "floor_price"),
        ({"period_days": "2,5"}, "period_days"),
        ({"period_days": "9999"}, "period_days"),
        ({"afterwards": "return"}, "period_days"),
        ({"afterwards": "markdown", "period_days": "30"}, "steps"),
        ({**PLAN, "step_off-2": ""}, "steps"),
        ({**PLAN, "step_off-2": "5"}, "steps"),
        ({**PLAN, "step_days-1": "sebulan"}, "steps"),
        ({"payout_minimum": "banyak"}, "payout_minimum"),
        ({"starts_on": "kemarin"}, "starts_on"),
        ({"starts_on": "2000-01-01"}, "starts_on"),
        ({"starts_on": "2996-01-01", "ends_on": "2995-12-31"}, "ends_on"),
    ],
)
def test_what_cannot_be_meant_comes_back_filled_with_a_sentence(
    desk: Desk, form: dict[str, str], field: str
):
    page = desk.refused(
        f"{NEW}?maker={desk.maker_id}", **{"terms": "percent", "commission": "15", **form}
    )

    assert f'id="{field}-salah"' in page
    assert form.get("floor_price", "") in page
    assert len(desk.read(lambda s: contracts.history(s, desk.maker_id))) == 1


def test_nobody_agrees_on_their_own_terms(desk: Desk):
    desk.write(lambda s: s.add(MakerUser(maker_id=desk.maker_id, user_id=desk.user_id)))

    answer = desk.send(f"{NEW}?maker={desk.maker_id}", terms="percent", commission="1")
    of_product = desk.send(f"{NEW}?product={desk.cloth_id}", terms="percent", commission="1")

    assert (answer.status_code, of_product.status_code) == (403, 403)
    assert newest(desk).commission_bps == 1500


def test_the_page_says_which_level_decided_and_why_the_others_did_not(desk: Desk):
    category_id = put_into_category(desk, desk.cloth_id, "Kain")
    desk.done(f"{NEW}?category={category_id}", terms="percent", commission="8")

    page = desk.get(f"/manage/products/{desk.cloth_id}/terms").text

    rungs = page.split('<ol class="ladder"')[1].split("</ol>")[0].split("<li")[1:]
    assert [rung.split('"')[1] for rung in rungs] == ["lost", "wins", "lost", "lost"]
    assert "Komisi galeri 8%" in rungs[1]
    assert "Menang karena ini tingkat paling khusus" in rungs[1]
    assert "Komisi galeri 15%" in rungs[2]
    assert "Kalah: tingkat di atasnya lebih khusus." in rungs[2]
    assert "Tidak ada versi pada tanggal itu." in rungs[3]
    assert "Rp2.300.000" in page  # 92 % of 2.500.000


def test_the_page_explains_another_date(desk: Desk):
    soon = (desk.today() + timedelta(days=10)).isoformat()
    ended = (desk.today() + timedelta(days=20)).isoformat()
    desk.done(
        f"{NEW}?maker={desk.maker_id}", terms="percent", commission="9", starts_on=soon,
        ends_on=ended,
    )  # fmt: skip
    path = f"/manage/products/{desk.cloth_id}/terms"

    now, later = desk.get(path).text, desk.get(f"{path}?on={soon}").text
    after = desk.get(f"{path}?on={desk.today() + timedelta(days=30)}").text
    before = desk.get(f"{path}?on={desk.today() - timedelta(days=30)}").text

    assert "Komisi galeri 15% dari harga jual." in now
    assert "Berikutnya mulai" in now
    assert "Komisi galeri 9% dari harga jual." in later
    assert "Menggantikan versi sejak" in later
    assert "dan berjalan terus sampai diganti." not in later
    assert "dan berjalan terus sampai diganti." in after
    assert "Tidak ada perjanjian pada tanggal itu" in before


def test_terms_written_down_afterwards_say_so(desk: Desk):
    day = desk.today() - timedelta(days=5)

    page = desk.get(f"/manage/products/{desk.cloth_id}/terms?on={day}").text

    assert "Baru ditulis" in page


def test_a_date_that_is_none_is_asked_again(desk: Desk):
    page = desk.get(f"/manage/products/{desk.cloth_id}/terms?on=kemarin")

    assert page.status_code == 200
    assert "Tanggal itu tidak ada" in page.text


def test_the_list_shows_what_holds_and_finds_the_rest(desk: Desk):
    ended = {"starts_on": desk.today().isoformat(), "ends_on": desk.today().isoformat()}
    desk.done(f"{NEW}?maker={desk.maker_id}", terms="percent", commission="20", **ended)
    desk.done(f"{NEW}", terms="net", starts_on="2990-01-01")

    shown = desk.get("/manage/contracts").text

    assert "Komisi galeri 20%" in shown
    assert "Komisi galeri 15%" not in shown
    assert "Harga titip" in desk.get("/manage/contracts?state=coming").text
    assert "Komisi galeri 15%" in desk.get("/manage/contracts?state=all&q=sekar").text
    assert "Tidak ada yang cocok" in desk.get("/manage/contracts?q=xyzzyx").text
    assert desk.get("/manage/contracts?as=csv&state=all").text.count("\n") == 4


def test_old_versions_say_what_they_are(desk: Desk):
    first = newest(desk)
    desk.done(f"{NEW}?maker={desk.maker_id}", terms="percent", commission="20")

    assert "Versi lama." in desk.get(f"/manage/contracts/{first.id}").text
    assert desk.get("/manage/contracts/999").status_code == 404


def test_a_category_is_named_once_and_renamed(desk: Desk):
    number = put_into_category(desk, desk.crisps_id, "Makanan")

    assert 'id="name-salah"' in desk.send("/manage/categories", name=" makanan ").text
    assert 'id="name-salah"' in desk.refused("/manage/categories", name="  ")
    assert "Camilan" in desk.done(f"/manage/categories/{number}", name="Camilan")
    assert desk.get("/manage/categories/99").status_code == 404


def test_goods_are_found_put_into_a_category_and_taken_out(desk: Desk):
    number = put_into_category(desk, desk.crisps_id, "Makanan")
    assert "Kain Tapis Siger" in desk.get(f"/manage/categories/{number}?q=tapis").text
    assert "Pilih dulu barangnya." in desk.refused(f"/manage/categories/{number}/goods")
    file = desk.get(f"/manage/categories/{number}?as=csv&q=tapis").text
    assert "Keripik Pisang,Sekar Contoh" in file and "Kain Tapis" not in file

    desk.done(f"/manage/categories/{number}/goods", product=desk.crisps_id, out="1")
    assert desk.product(desk.crisps_id).category_id is None

    desk.done(f"/manage/products/{desk.crisps_id}/category", category=number)
    assert desk.product(desk.crisps_id).category_id == number
    count = desk.read(lambda s: [n for _c, n in categories.every(s)])
    assert count == [1]


def test_what_changes_is_not_a_page(desk: Desk):
    for path in ("/manage/categories/1/goods", f"/manage/products/{desk.cloth_id}/category"):
        assert desk.get(path).status_code == 405


def test_a_cashier_agrees_on_nothing(cashier_desk: Desk):
    for path in ("/manage/contracts", NEW, "/manage/categories"):
        assert cashier_desk.get(path).status_code == 403
    assert cashier_desk.send(NEW, terms="percent", commission="1").status_code == 403
    assert cashier_desk.read(lambda s: s.scalars(select(Contract)).all()) == []


def test_the_maker_page_leads_to_versions_and_a_new_one(desk: Desk):
    page = desk.get(f"/manage/makers/{desk.maker_id}").text

    assert f"{NEW}?maker={desk.maker_id}" in page
    assert "Semua versi (1)" in page
