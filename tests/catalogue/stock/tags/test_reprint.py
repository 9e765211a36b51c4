"""Tags with an old price: which they are, what printing does to the list, what the till takes."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets.queries import require_main
from catalogue.products import service as products
from catalogue.products.models import Product
from catalogue.stock import service as stock
from catalogue.stock.models import TagPrint
from catalogue.stock.tags import reprint
from catalogue.stock.tags.papers import Wanted
from pos.sales import service as sales
from printers.models import PrintJob
from tests.catalogue.desk import Desk, sign_in

LIST = "/manage/labels/reprint"


def reprice(desk: Desk, price: int, *, days: int = 0) -> datetime:
    """Let the crisps cost something else from so many days on."""
    at = desk.app.house.clock.now() + timedelta(days=days)

    def work(session: Session) -> None:
        product = session.get_one(Product, desk.crisps_id)
        products.set_price(session, product, price, net_price=None, by=None, at=at)

    desk.write(work)
    return at


def due(desk: Desk) -> list[tuple[int, int, int]]:
    """(price on the tag, price now, pieces) of what is on the list."""
    return [(one.before, one.price, one.pieces) for one in desk.read(reprint.due)]


def printed(desk: Desk, count: int, *, is_of_delivery: bool = False, days: int = 0) -> None:
    at = desk.app.house.clock.now() + timedelta(days=days)

    def work(session: Session) -> None:
        wanted = [Wanted(session.get_one(Product, desk.crisps_id), count)]
        reprint.note(session, wanted, is_of_delivery=is_of_delivery, by=None, at=at)

    desk.write(work)


def moved(desk: Desk, pieces: int, reason: str, *, days: int, number: int = 1) -> None:
    at = desk.app.house.clock.now() + timedelta(days=days)
    desk.write(lambda s: stock.move(
        s, desk.crisps_id, require_main(s).id, pieces, reason=reason, source=("test", number),
        business_date=at.date(), by=None, at=at,
    ))  # fmt: skip


def at_the_till(desk: Desk) -> int:
    """What the till takes for a pack of crisps."""

    def scan(session: Session) -> int:
        till, at = require_main(session).tills[0], desk.app.house.clock.now()
        ticket = sales.open_ticket(session, till, by=desk.user_id, at=at)
        code = session.get_one(Product, desk.crisps_id).code
        price = sales.scan(session, ticket, code, by=desk.user_id, at=at).unit_price
        sales.void(session, ticket, at=at)
        return price

    return desk.write(scan)


def test_nothing_is_due_while_prices_stay(desk: Desk):
    assert due(desk) == []
    assert "Semua label sesuai harganya" in desk.get(LIST).text


def test_a_raised_price_lists_what_is_on_hand_and_the_till_takes_the_tag(desk: Desk):
    reprice(desk, 24_000, days=1)

    assert due(desk) == [(20_000, 24_000, 7)]
    assert at_the_till(desk) == 20_000
    page = desk.get(LIST).text
    assert "Keripik Pisang" in page and 'value="7"' in page and "20.000" in page


def test_a_lowered_price_lists_too_and_the_till_takes_the_list(desk: Desk):
    reprice(desk, 18_000, days=1)

    assert due(desk) == [(20_000, 18_000, 7)]
    assert at_the_till(desk) == 18_000


def test_printing_on_a_label_printer_clears_the_list(desk: Desk):
    reprice(desk, 24_000)
    number = str(desk.crisps_id)
    page = desk.done(LIST, product=number, printer="2", **{f"count-{number}": "7"})

    assert "Ganti label lamanya" in page and due(desk) == []
    assert at_the_till(desk) == 24_000
    assert desk.read(lambda s: s.scalars(select(PrintJob.kind)).all()) == ["labels"]


def test_a_sheet_clears_as_many_as_are_on_it(desk: Desk):
    reprice(desk, 24_000)
    number = str(desk.crisps_id)

    answer = desk.send(
        "/manage/labels/sheet", product=number, sheet="a4-24", start="1", **{f"count-{number}": "3"}
    )

    assert answer.status_code == 303 and "/manage/labels.pdf?" in answer.location
    assert desk.get(answer.location).data.startswith(b"%PDF")
    assert due(desk) == [(20_000, 24_000, 4)]
    assert at_the_till(desk) == 20_000


def test_what_is_sold_needs_no_tag(desk: Desk):
    reprice(desk, 24_000, days=1)
    moved(desk, -5, "sold", days=2)

    assert due(desk) == [(20_000, 24_000, 2)]


def test_a_delivery_at_a_new_price_leaves_the_old_pieces_to_do(desk: Desk):
    at = reprice(desk, 24_000, days=1)
    moved(desk, 10, "received", days=1)
    printed(desk, 10, is_of_delivery=True, days=1)

    assert at and due(desk) == [(20_000, 24_000, 7)]


def test_tags_not_replaced_in_between_still_say_the_oldest_price(desk: Desk):
    reprice(desk, 22_000, days=1)
    reprice(desk, 24_000, days=2)

    assert due(desk) == [(20_000, 24_000, 7)]


def test_tags_replaced_in_between_say_that_price(desk: Desk):
    reprice(desk, 22_000, days=1)
    printed(desk, 7, days=2)
    reprice(desk, 24_000, days=3)

    assert due(desk) == [(22_000, 24_000, 7)]
    assert at_the_till(desk) == 22_000


def test_a_new_net_price_alone_needs_no_tag(desk: Desk):
    at = desk.app.house.clock.now()
    desk.write(lambda s: products.set_price(
        s, s.get_one(Product, desk.crisps_id), 20_000, net_price=15_000, by=None, at=at
    ))  # fmt: skip

    assert due(desk) == []


@pytest.mark.parametrize("form", [{}, {"product": "999"}, {"product": "2", "count-2": "x"}])
def test_nothing_chosen_prints_nothing(desk: Desk, form: dict[str, str]):
    reprice(desk, 24_000)

    assert desk.send("/manage/labels/sheet", sheet="a4-24", **form).status_code == 422
    assert desk.read(lambda s: s.scalars(select(TagPrint)).all()) == []
    assert len(due(desk)) == 1


def test_today_calls_the_list_to_mind(desk: Desk):
    assert "Label dengan harga lama" not in desk.get("/manage").text
    reprice(desk, 24_000)

    assert "Label dengan harga lama" in desk.get("/manage").text


def test_only_a_manager_sees_the_list(desk: Desk):
    sign_in(desk.app, desk.client, "cashier")

    assert desk.get(LIST).status_code == 403


# -- the past prices of one product ------------------------------------------------------------------


def test_a_products_past_prices_are_told_with_who_and_how_much(desk: Desk):
    where = f"/manage/products/{desk.crisps_id}"
    desk.done(f"{where}/price", price="25.000")

    page = desk.get(f"{where}/prices").text

    assert page.index('data-amount="25000"') < page.index('data-amount="20000"')
    assert "+5.000 (+25%)" in page and "harga pertama" in page and "Manager" in page
    assert "7 label masih menyebut Rp20.000" in page and "kasir memakai Rp20.000" in page


# -- codes ------------------------------------------------------------------------------------------

GTIN = "8993899690945"


def test_a_makers_gtin_is_taken_beside_our_own_code(desk: Desk):
    where = f"/manage/products/{desk.crisps_id}/codes"
    page = desk.done(where, code=GTIN)

    assert f"Kode {GTIN} ditambahkan." in page
    assert [held.code for held in desk.product(desk.crisps_id).codes][-1] == GTIN
    assert "sudah punya" in desk.refused(where, code=GTIN)


def test_a_code_that_two_products_claim_is_refused_with_both_names(desk: Desk):
    desk.done(f"/manage/products/{desk.crisps_id}/codes", code=GTIN)

    answer = desk.send(f"/manage/products/{desk.cloth_id}/codes", code=GTIN)

    assert answer.status_code == 409
    assert "Keripik Pisang" in answer.text and "Kain Tapis Siger" in answer.text
    assert 'id="code-salah"' in answer.text
    assert len(desk.product(desk.cloth_id).codes) == 1


def test_goods_with_a_gtin_alone_can_have_our_code_too(desk: Desk):
    desk.done(
        "/manage/products/new", maker="1", kind="counted", title="Kopi Bubuk", price="30.000",
        unit="buah", code=GTIN,
    )  # fmt: skip
    coffee = desk.read(lambda s: s.scalars(select(Product).order_by(Product.id.desc())).first())
    where = f"/manage/products/{coffee.id}/codes"

    desk.done(where, own="1")

    assert {held.code[:2] for held in desk.product(coffee.id).codes} == {"20", "89"}
    assert "sudah punya kode galeri" in desk.refused(where, own="1")


@pytest.mark.parametrize("code", ["", "123", "8993899690944", "huruf"])
def test_a_code_that_is_none_is_refused(desk: Desk, code: str):
    page = desk.refused(f"/manage/products/{desk.crisps_id}/codes", code=code)

    assert 'id="code-salah"' in page
    assert len(desk.product(desk.crisps_id).codes) == 1
