"""Belum terdaftar: sold now under the maker's terms, on the manager's list until a consignment."""

import io
import re
from datetime import date

import pytest
from PIL import Image
from sqlalchemy import select

from catalogue.products import contracts, photos
from catalogue.products.contracts import Terms
from catalogue.products.models import Category, Product
from catalogue.products.queries import by_code
from catalogue.stock import queries as stock
from catalogue.stock.models import Consignment
from catalogue.stock.unrecorded import queries as unrecorded
from core.db import Database
from pos.reports.verify import verify
from pos.sales import queries
from pos.sales.models import Sale
from tests.pos.sales.conftest import Counter

ON_ONE = pytest.mark.parametrize("engine_kind", ["sqlite"])
"""What only the page decides is tried on one engine."""
GTIN = "8991234567891"
"""A maker's own code with a right check digit."""


def database(counter: Counter) -> Database:
    return counter.cashier.application.house.database


def ticket(counter: Counter) -> Sale | None:
    with database(counter).reader() as session:
        return queries.current(session, counter.room.till.id)


def products(counter: Counter) -> int:
    with database(counter).reader() as session:
        return len(session.scalars(select(Product.id)).all())


def note(counter: Counter, **form: object) -> object:
    said = {"title": "Kipas bambu", "maker": "Sekar Benangmas", "price": "45.000", **form}
    return counter.post("/pos/unrecorded", **said)


def shot() -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(out, "JPEG")
    out.seek(0)
    return out, "foto.jpg"


def test_it_sells_at_once_and_waits_until_a_consignment_has_it(counter: Counter) -> None:
    red = counter.post("/pos/scan", code=GTIN)
    assert red.status_code == 422 and f"pane=unrecorded&amp;code={GTIN}" in red.text
    assert GTIN in counter.cashier.get(f"/pos?pane=unrecorded&code={GTIN}").text

    answer = note(counter, quantity="2", code=GTIN, photo=shot())
    assert answer.location == "/pos"
    counter.post("/pos/scan", code=GTIN)  # the next one is known
    counter.post("/pos/complete", pane="cash")

    with database(counter).reader() as session:
        [line] = queries.last_completed(session, counter.room.till.id).lines
        assert (line.code, line.quantity, line.maker_share) == (GTIN, 3, 108_000)
        assert stock.on_hand(session, line.product_id) == -3
        assert len(photos.of_product(session, line.product_id)) == 1
        [waiting] = unrecorded.waiting(session)
        assert (waiting.product.title, waiting.sold) == ("Kipas bambu", 3)
        product_id = line.product_id
    page = counter.manager.get("/manage/unrecorded").text
    assert "Kipas bambu" in page and 'data-testid="write-down"' in page
    assert "Barang terjual yang belum terdaftar" in counter.manager.get("/manage").text

    form = {"maker": counter.room.maker.id, "outlet": counter.room.outlet.id}
    drafted = counter.post("/manage/unrecorded", counter.manager, **form)
    again = counter.post("/manage/unrecorded", counter.manager, **form)
    assert drafted.status_code == 303 and again.status_code == 422
    assert drafted.location in counter.manager.get("/manage/unrecorded").text
    counter.post(f"{drafted.location}/receive", counter.manager)

    assert "Kipas bambu" not in counter.manager.get("/manage/unrecorded").text
    with database(counter).reader() as session:
        received = session.get_one(Consignment, int(drafted.location.rsplit("/", 1)[1]))
        assert received.state == "received" and received.lines[0].quantity == 3
        assert stock.on_hand(session, product_id) == 0
        assert unrecorded.count(session) == 0
        wrong = [verdict.line for verdict in verify(session) if not verdict.is_good]
    assert wrong == []


@pytest.mark.parametrize(
    "named",
    ["Sekar Benangmas", "sekar benangmas", "{code}", "Sekar Benangmas ({code})", "sekar", "Sékar"],
)
@ON_ONE
def test_the_maker_is_named_wholly_or_by_what_only_one_is_called(
    counter: Counter, named: str
) -> None:
    note(counter, maker=named.format(code=counter.room.maker.code))

    sale = ticket(counter)
    assert sale is not None and sale.lines[0].maker_id == counter.room.maker.id
    assert sale.lines[0].code.startswith("20")


@pytest.mark.parametrize("words", ["ibu contoh", "Sekar Benagmas"])
@ON_ONE
def test_whoever_may_be_meant_is_one_touch_away_and_the_photo_stays(
    counter: Counter, words: str
) -> None:
    asked = note(counter, maker=words, photo=shot())

    assert asked.status_code == 422 and products(counter) == 6
    assert f'name="chosen" value="{counter.room.maker.code}"' in asked.text
    kept = re.search(r'name="kept_photo" value="([^"]+)"', asked.text)
    assert kept and 'data-testid="photo-kept"' in asked.text

    again = note(counter, maker=words, kept_photo=kept[1], price="")  # and refused once more
    kept = re.search(r'name="kept_photo" value="([^"]+)"', again.text)
    assert again.status_code == 422 and kept
    note(counter, maker=words, chosen=counter.room.maker.code, kept_photo=kept[1])

    sale = ticket(counter)
    assert sale is not None and sale.lines[0].maker_id == counter.room.maker.id
    with database(counter).reader() as session:
        assert len(photos.of_product(session, sale.lines[0].product_id)) == 1


@ON_ONE
def test_nobody_makes_a_photo_out_of_another_file_s_name(counter: Counter) -> None:
    note(counter, kept_photo='["abc","abc","abc",1,1].forged')

    sale = ticket(counter)
    assert sale is not None
    with database(counter).reader() as session:
        assert photos.of_product(session, sale.lines[0].product_id) == []


def test_net_terms_ask_for_the_net_price(counter: Counter) -> None:
    asked = note(counter, maker="Dapur Emping Rekaan")
    assert asked.status_code == 422 and 'id="net_price-salah"' in asked.text
    assert 'value="Kipas bambu"' in asked.text and products(counter) == 6

    note(counter, maker="Dapur Emping Rekaan", net_price="40.000")
    counter.post("/pos/complete", pane="cash")

    with database(counter).reader() as session:
        [line] = queries.last_completed(session, counter.room.till.id).lines
        assert (line.terms, line.maker_share, line.house_share) == ("net", 40_000, 5_000)


@ON_ONE
def test_a_category_decides_the_terms(counter: Counter) -> None:
    with database(counter).writer() as session:
        category = Category(name="Anyaman")
        session.add(category)
        session.flush()
        contracts.agree(
            session, Terms("percent", 1000, "shared"), starts_on=date(2020, 1, 1), by=None,
            at=counter.room.at, category=category,
        )  # fmt: skip
        number = category.id

    note(counter, category=str(number))
    counter.post("/pos/complete", pane="cash")

    with database(counter).reader() as session:
        [line] = queries.last_completed(session, counter.room.till.id).lines
        assert line.maker_share == 40_500


@ON_ONE
def test_a_code_of_our_own_series_is_not_taken(counter: Counter) -> None:
    note(counter, code="2099999999990")

    with database(counter).reader() as session:
        assert by_code(session, "2099999999990") is None


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"maker": ""}, "maker"),
        ({"maker": "a"}, "maker"),
        ({"maker": "Siapa ini"}, "maker"),
        ({"price": ""}, "price"),
        ({"price": "0"}, "price"),
        ({"price": "abc"}, "price"),
        ({"quantity": "0"}, "quantity"),
        ({"quantity": "x"}, "quantity"),
        ({"photo": (io.BytesIO(b"no picture"), "foto.jpg")}, "photo"),
    ],
)
@ON_ONE
def test_what_is_missing_is_said_beside_its_field(
    counter: Counter, wrong: dict, field: str
) -> None:
    answer = note(counter, **wrong)

    assert answer.status_code == 422
    assert f'id="{field}-salah"' in answer.text
    assert products(counter) == 6 and ticket(counter) is None


@ON_ONE
def test_who_may_note_and_who_may_write_down(counter: Counter) -> None:
    said = {"title": "Kipas", "maker": "Sekar Benangmas", "price": "1.000"}
    form = {"maker": counter.room.maker.id, "outlet": counter.room.outlet.id}

    assert counter.post("/pos/unrecorded", counter.officer, **said).status_code == 403
    assert counter.post("/pos/unrecorded", counter.stranger, **said).status_code == 303
    assert counter.cashier.get("/pos/unrecorded").status_code == 405
    assert counter.cashier.get("/manage/unrecorded").status_code == 403
    assert counter.post("/manage/unrecorded", **form).status_code == 403
    assert counter.post("/manage/unrecorded", counter.manager).status_code == 422
    assert counter.post("/manage/unrecorded", counter.manager, **form).status_code == 422
    assert "Semua barang sudah terdaftar" in counter.manager.get("/manage/unrecorded").text
    assert products(counter) == 6
