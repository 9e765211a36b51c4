"""Sizes of one thing: one card for visitors, each with a code, stock and price of its own."""

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers.queries import require_maker
from catalogue.outlets.queries import require_main
from catalogue.products import queries, sizes
from catalogue.products import service as products
from catalogue.products.models import Product
from catalogue.stock import service as stock
from core.errors import Refused
from core.ids import in_store_code
from pos.sales import service as sales
from tests.catalogue.desk import Desk, sign_in

SHIRT = "Kaos Siger Hitam"


@pytest.fixture
def shirt(desk: Desk) -> Product:
    """A shirt in L with three pieces at the gallery."""
    return desk.write(lambda s: shirt_in(s, desk, f"{SHIRT} L"))


def shirt_in(session: Session, desk: Desk, title: str, size: str = "", pieces: int = 3) -> Product:
    at = desk.app.house.clock.now()
    maker = require_maker(session, desk.maker_id)
    product = products.create(
        session, products.Facts(title, motif="Siger", size=size), maker=maker, kind="counted",
        price=95_000, net_price=None, by=None, at=at,
    )  # fmt: skip
    if pieces:
        bring(session, product, pieces, at=at)
    return product


def bring(session: Session, product: Product, pieces: int, *, at: datetime) -> None:
    stock.move(
        session, product.id, require_main(session).id, pieces, reason="opening",
        source=("product", product.id), business_date=at.date(), by=None, at=at,
    )  # fmt: skip


def add(desk: Desk, shirt: Product, size: str, **form: str) -> str:
    where = f"/manage/products/{shirt.id}/sizes"
    return desk.done(where, size=size, own_size="L", **form)


def newest(desk: Desk) -> Product:
    return desk.read(lambda s: s.scalars(select(Product).order_by(Product.id.desc())).first())


def test_a_new_size_has_its_own_code_and_price(desk: Desk, shirt: Product):
    page = add(desk, shirt, "xl", size_price="105.000")

    large = newest(desk)
    assert (large.title, large.size, large.motif) == (f"{SHIRT} XL", "XL", "Siger")
    assert large.code != shirt.code and large.code in page
    assert desk.read(lambda s: queries.current_price(s, large.id)).price == 105_000
    assert desk.product(shirt.id).title == f"{SHIRT} L"


def test_visitors_see_one_card_with_the_sizes_that_are_there(desk: Desk, shirt: Product):
    add(desk, shirt, "XL", size_price="105.000")
    large = newest(desk)
    add(desk, shirt, "S")
    desk.write(lambda s: bring(s, s.get_one(Product, large.id), 2, at=desk.app.house.clock.now()))

    browse = desk.get("/browse").text
    page = desk.get(f"/p/{large.slug}").text

    assert browse.count(f">{SHIRT}<") == 1 and f"{SHIRT} XL" not in browse
    assert "Ukuran L, XL" in browse and "mulai" in browse and "Rp95.000" in browse
    assert f"{SHIRT} XL" in page and "Rp105.000" in page
    assert f'href="/p/{shirt.slug}"' in page and "habis" in page  # S has no piece
    assert desk.get(f"/k/{large.code}").location.endswith(f"/p/{large.slug}")
    assert "size XL" in desk.get(f"/en/p/{large.slug}").text


def test_the_till_sells_the_size_whose_tag_was_scanned(desk: Desk, shirt: Product):
    add(desk, shirt, "XL", size_price="105.000")
    large = newest(desk)

    def scan(session: Session) -> tuple[str, int]:
        till = require_main(session).tills[0]
        at = desk.app.house.clock.now()
        ticket = sales.open_ticket(session, till, by=desk.user_id, at=at)
        line = sales.scan(session, ticket, large.code, by=desk.user_id, at=at)
        return line.title, line.unit_price

    assert desk.write(scan) == (f"{SHIRT} XL", 105_000)


def test_what_is_written_holds_for_every_size(desk: Desk, shirt: Product):
    add(desk, shirt, "XL")
    large = newest(desk)
    desk.done(
        f"/manage/products/{large.id}/edit", title="Kaos Siger Putih", size="XXL", unit="buah",
        material="katun", title_en="White shirt",
    )  # fmt: skip

    one, other = desk.product(shirt.id), desk.product(large.id)
    assert (one.title, one.size, one.material) == ("Kaos Siger Putih L", "L", "katun")
    assert (other.title, other.size) == ("Kaos Siger Putih XXL", "XXL")
    assert one.title_en == "White shirt, size L"
    assert 'value="Kaos Siger Putih"' in desk.get(f"/manage/products/{shirt.id}/edit").text


def test_goods_that_came_apart_become_one_card(desk: Desk, shirt: Product):
    medium = desk.write(lambda s: shirt_in(s, desk, f"{SHIRT} M"))
    same = desk.write(lambda s: shirt_in(s, desk, SHIRT, size="XL"))
    desk.write(lambda s: shirt_in(s, desk, "Kaos Siger Merah L"))
    page = desk.get(f"/manage/products/{shirt.id}").text
    assert f"{SHIRT} M" in page and "Kaos Siger Merah L" not in page

    desk.done(f"/manage/products/{shirt.id}/sizes/join", other=[medium.id, same.id], own_size="L")

    found = desk.read(lambda s: [one.title for one in sizes.of(s, s.get_one(Product, shirt.id))])
    assert found == [f"{SHIRT} M", f"{SHIRT} L", f"{SHIRT} XL"]
    assert desk.product(medium.id).code == medium.code


def test_a_size_can_be_shown_apart_again(desk: Desk, shirt: Product):
    add(desk, shirt, "XL")
    desk.done(f"/manage/products/{shirt.id}/sizes/leave")

    assert desk.product(shirt.id).card_id is None
    assert desk.product(shirt.id).title == f"{SHIRT} L"


@pytest.mark.parametrize(
    "form, field",
    [
        ({"size": ""}, "size"),
        ({"size": "l"}, "size"),
        ({"size": "XL", "size_price": "0x"}, "size_price"),
        ({"size": "XL", "size_code": "123"}, "size_code"),
    ],
)
def test_bad_sizes_are_refused_and_nothing_stays(
    desk: Desk, shirt: Product, form: dict[str, str], field: str
):
    page = desk.refused(f"/manage/products/{shirt.id}/sizes", own_size="L", **form)

    assert f'id="{field}-salah"' in page
    assert newest(desk).id == shirt.id and desk.product(shirt.id).card_id is None


def test_a_code_that_is_taken_names_both(desk: Desk, shirt: Product):
    answer = desk.send(
        f"/manage/products/{shirt.id}/sizes", size="XL", own_size="L",
        size_code=desk.product(desk.crisps_id).code,
    )  # fmt: skip

    assert answer.status_code == 409
    assert "sudah dipakai Keripik Pisang" in answer.text and SHIRT in answer.text


def test_one_of_a_kind_has_no_sizes(desk: Desk):
    where = f"/manage/products/{desk.cloth_id}/sizes"

    assert desk.refused(where, size="XL", own_size="L")
    assert "Tambah ukuran" not in desk.get(f"/manage/products/{desk.cloth_id}").text


def test_another_makers_goods_are_no_size(desk: Desk, shirt: Product):
    with pytest.raises(Refused, match="tidak bisa jadi ukuran lain"):
        desk.write(lambda s: sizes.join(
            s, s.get_one(Product, shirt.id), [s.get_one(Product, desk.cloth_id)], own="L",
            by=desk.user_id, at=desk.app.house.clock.now(),
        ))  # fmt: skip


def test_only_a_manager_adds_sizes(desk: Desk, shirt: Product):
    sign_in(desk.app, desk.client, "cashier")

    assert desk.send(f"/manage/products/{shirt.id}/sizes", size="XL").status_code == 403


@pytest.mark.parametrize(
    "written, sorted_",
    [
        (["XL", "S", "M", "XXL", "L"], ["S", "M", "L", "XL", "XXL"]),
        (["250 g", "100 g", "1.5 kg"], ["1.5 kg", "100 g", "250 g"]),
        (["besar", "L", "42", "38"], ["L", "38", "42", "besar"]),
    ],
)
def test_sizes_stand_in_the_order_people_expect(written: list[str], sorted_: list[str]):
    assert sorted(written, key=sizes.order) == sorted_


def test_the_codes_of_the_house_are_in_store_codes(desk: Desk, shirt: Product):
    add(desk, shirt, "XL")

    assert newest(desk).code == in_store_code(int(newest(desk).code[2:12]))
