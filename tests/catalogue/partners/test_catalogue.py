"""The catalogue for partners: narrowed by regency, sentra and price, with prices by how many."""

import re
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import select

from catalogue.makers.models import Sentra
from catalogue.partners import catalogue, tiers
from core.dispatch import TitipFlask
from tests.catalogue.desk import Desk, manager_desk, sign_in

one_engine = pytest.mark.parametrize("engine_kind", ["sqlite"])
ENTRY = re.compile(r'data-testid="catalogue-entry" data-code="(\d{13})"')


@pytest.fixture
def desk(app: TitipFlask, client) -> Desk:
    """A manager in a furnished house."""
    return manager_desk(app, client)


def codes(desk: Desk, query: str = "") -> set[str]:
    """The codes that the catalogue shows."""
    answer = desk.get(f"/katalog{query}")
    assert answer.status_code == 200
    return set(ENTRY.findall(answer.text))


def place(desk: Desk, regency: str) -> None:
    """Say where the sentra of the first maker lies."""
    number = desk.read(lambda s: s.scalars(select(Sentra.id).where(Sentra.name == "Tapis")).one())
    desk.done(f"/manage/sentra/{number}", regency=regency)


def test_it_is_narrowed_by_regency_sentra_and_price(desk: Desk):
    cloth, crisps = desk.product(desk.cloth_id).code, desk.product(desk.crisps_id).code
    assert codes(desk) == {cloth, crisps}
    place(desk, "Kota Bandar Lampung")
    page = desk.get("/katalog?kabupaten=kota-bandar-lampung").text
    assert "Kota Bandar Lampung" in page and set(ENTRY.findall(page)) == {cloth, crisps}
    assert "Sekar Contoh" in page and "Rp20.000" in page and "Kain Tapis Siger" in page
    assert codes(desk, "?kabupaten=pringsewu") == codes(desk, "?sentra=kopi") == set()
    assert codes(desk, "?sentra=tapis&max=Rp50.000") == {crisps}
    assert codes(desk, "?min=50.000") == {cloth}
    assert codes(desk, "?min=murah&page=99") == {cloth, crisps}, "nonsense narrows nothing"
    english = desk.get("/en/katalog").text
    assert "Catalogue for partners" in english and "2 works, prices of" in english


def test_cloth_hangs_before_food_and_the_cheaper_first() -> None:
    def work(craft: str, price: int) -> Any:
        return SimpleNamespace(craft=craft, sentra=craft, price=price, title=craft, slug=craft)

    crisps, dear, cloth = (work("teri", 1), "A"), (work("tapis", 9), "Z"), (work("tapis", 5), "Z")
    kopi, nowhere = (work("kopi", 2), "Z"), (work("batik", 3), "")
    assert catalogue.in_order([crisps, nowhere, kopi, dear, cloth]) == [
        cloth, dear, kopi, crisps, nowhere,
    ]  # fmt: skip


def test_prices_for_firms_stand_in_it_and_begin_a_quotation(desk: Desk):
    address = f"/manage/products/{desk.crisps_id}/firm-prices"
    desk.done(address, **{"from-1": "12", "price-1": "18.000", "from-2": "50", "price-2": "17.000"})
    page = desk.get("/katalog").text
    assert re.search(r"mulai 12 <span[^>]*>Rp18.000</span>", page)
    assert re.search(r"mulai 50 <span[^>]*>Rp17.000</span>", page)
    assert "12: Rp18.000, 50: Rp17.000" in desk.get(f"/manage/products/{desk.crisps_id}").text

    code = desk.product(desk.crisps_id).code
    firm = {"firm": "PT Umpama", "contact": "Ibu", "phone": "081299990000", "language": "id"}
    desk.done("/manage/enquiries/new", **firm, **{"code-1": code, "pieces-1": "60"})
    form = desk.get("/manage/enquiries/1/quotation").text
    for name, value in (("price1-1", "20.000"), ("from3-1", "50"), ("price3-1", "17.000")):
        assert re.search(rf'name="{name}"[^>]* value="{value}"', form), name

    desk.done(address)
    assert "mulai 12" not in desk.get("/katalog").text


@one_engine
def test_a_price_that_sank_leaves_no_dearer_one_for_more(desk: Desk):
    address = f"/manage/products/{desk.crisps_id}/firm-prices"
    desk.done(address, **{"from-1": "12", "price-1": "18.000", "from-2": "50", "price-2": "15.000"})
    desk.done(f"/manage/products/{desk.crisps_id}/price", price="18.000")
    page = desk.get("/katalog").text
    assert "mulai 12" not in page and re.search(r"mulai 50 <span[^>]*>Rp15.000</span>", page)
    firm = {"firm": "PT Umpama", "contact": "Ibu", "phone": "081299990000", "language": "id"}
    code = desk.product(desk.crisps_id).code
    desk.done("/manage/enquiries/new", **firm, **{"code-1": code, "pieces-1": "60"})
    form = desk.get("/manage/enquiries/1/quotation").text
    assert re.search(r'name="price2-1"[^>]* value="15.000"', form)
    assert 'value="18.000"' in desk.get(address).text, "here it is put right"


@one_engine
def test_more_pieces_cost_less(desk: Desk):
    address = f"/manage/products/{desk.crisps_id}/firm-prices"
    two = {"from-1": "12", "price-1": "18.000", "from-2": "50", "price-2": "17.000"}
    for wrong, sentence in (
        ({"from-1": "1"}, "lebih dari yang di depannya"), ({"from-2": "12"}, "lebih dari yang di depannya"),
        ({"price-1": "20.000"}, "di bawah Rp20.000"), ({"price-2": "18.000"}, "di bawah Rp18.000"),
        ({"price-1": "0"}, "di bawah Rp20.000"), ({"from-1": "x"}, "angka bulat"),
    ):  # fmt: skip
        page = desk.refused(address, **{**two, **wrong})
        assert (sentence in page and 'value="17.000"' in page) or "price-2" in wrong, wrong
    assert desk.read(lambda s: tiers.of_products(s, [desk.crisps_id])) == {}
    assert desk.get("/manage/products/999/firm-prices").status_code == 404


@one_engine
def test_its_square_leads_to_the_work(desk: Desk, app: TitipFlask):
    assert '<svg width="72"' not in desk.get("/katalog").text, "nobody could follow it yet"
    app.house.config.__dict__["public_url"] = "https://galeri.example"
    page = desk.get("/katalog").text
    code = desk.product(desk.crisps_id).code
    assert f'aria-label="https://galeri.example/k/{code}"' in page
    assert "Minta penawaran di https://galeri.example/penawaran" in page, "on paper"
    drawn = re.search(
        rf'viewBox="-4 -4 (\d+) \d+"[^>]*aria-label="https://galeri.example/k/{code}"><path d="([^"]+)"',
        page,
    )
    read = zxingcpp.read_barcodes(picture(int(drawn[1]) - 8, drawn[2]))
    assert [unquote(one.text) for one in read] == [f"https://galeri.example/k/{code}"]


def picture(side: int, path: str) -> Image.Image:
    """What a path of runs (M x y h n v1 h-n z) looks like, five dots a module."""
    image = Image.new("L", (side + 8, side + 8), 255)
    for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)", path):
        for at in range(int(run)):
            image.putpixel((4 + int(x) + at, 4 + int(y)), 0)
    return image.resize(((side + 8) * 5, (side + 8) * 5))


@one_engine
def test_only_a_manager_says_what_firms_pay(desk: Desk, app: TitipFlask):
    for role in ("cashier", "officer"):
        client = app.test_client()
        sign_in(app, client, role)
        for path in ("/manage/sentra", f"/manage/products/{desk.crisps_id}/firm-prices"):
            assert client.get(path).status_code == 403, (role, path)
    assert desk.send("/manage/sentra/99", regency="x").status_code == 404
    assert app.test_client().get("/katalog").status_code == 200
