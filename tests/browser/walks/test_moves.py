"""Goods on the move, walked at phone size: scan out, scan in, by scanner and by camera."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from catalogue.outlets.queries import by_code
from catalogue.products.queries import by_code as product_by_code
from catalogue.stock.queries import on_hand
from tests.browser import steps
from tests.browser.conftest import PHONE, OpenPage, one_engine
from tests.browser.film import film
from tests.browser.steps import Goods, Photograph
from tests.server import Server
from tests.tools.reading import page_texts


def on_record(server: Server, goods: Goods, outlet: str) -> int:
    """Return the pieces on record of goods at an outlet."""
    with steps.reading(server) as session:
        product, place = product_by_code(session, goods.code), by_code(session, outlet)
        assert product is not None and place is not None
        return on_hand(session, product.id, place.id)


def list_for_the_stall(page: Page, server: Server) -> None:
    """Begin a list of goods for the stall."""
    page.goto(f"{server.url}/manage/transfers/new")
    page.get_by_role("button", name="Mulai memindai").click()
    listens(page)


def listens(page: Page) -> None:
    """Wait until the list's script hears the scanner; before, a scan is an ordinary form."""
    expect(page.locator("#scan-form.alive")).to_be_attached()
    expect(page.get_by_test_id("scan-goods")).to_be_focused()


@one_engine
def test_goods_are_scanned_out_and_scanned_in_on_a_phone(
    open_page: OpenPage, server: Server, photograph: Photograph
):
    first, second, third = steps.goods_of(server, at_least=5)[:3]
    before = on_record(server, first, "L1")
    phone = open_page(f"{server.url}/login", PHONE)
    steps.manager_signs_in(phone, server)
    list_for_the_stall(phone, server)

    steps.wedge(phone, *[first.code] * 3, second.code, third.code, where="#scan")
    expect(phone.get_by_test_id("list-pieces")).to_have_attribute("data-amount", "5")
    photograph(phone, "moves-scan-out")
    phone.get_by_label("Siapa yang membawa?").fill("Pak Sopir")
    phone.get_by_test_id("send-goods").click()
    expect(phone.get_by_test_id("notice")).to_contain_text("berangkat")
    sheet = steps.fetched(phone, f"{phone.url}/list.pdf")
    assert "Pak Sopir" in "".join(page_texts(sheet))
    assert on_record(server, first, "L1") == before

    phone.get_by_role("link", name="Terima di").click()
    listens(phone)
    steps.wedge(phone, *[first.code] * 2, second.code, where="#scan")
    expect(phone.get_by_test_id("scanned-pieces")).to_have_attribute("data-amount", "3")
    expect(phone.get_by_test_id("left-pieces")).to_have_attribute("data-amount", "2")
    steps.wedge(phone, second.code, where="#scan")
    expect(phone.locator("#waiting .wrong")).to_contain_text("sudah lengkap")
    photograph(phone, "moves-scan-in")
    phone.get_by_test_id("receive-scanned").click()
    expect(phone.get_by_test_id("notice")).to_contain_text("3 barang diterima")

    assert on_record(server, first, "L1") == before + 2
    expect(phone.get_by_test_id("left-pieces")).to_have_attribute("data-amount", "2")


@one_engine
def test_without_a_script_every_step_still_works(open_page: OpenPage, server: Server):
    goods = steps.goods_of(server, at_least=3)[0]
    page = open_page(f"{server.url}/login", PHONE, java_script_enabled=False)
    steps.manager_signs_in(page, server)
    page.goto(f"{server.url}/manage/transfers/new")
    page.get_by_role("button", name="Mulai memindai").click()
    for _piece in range(2):
        page.get_by_test_id("scan-goods").fill(goods.code)
        page.keyboard.press("Enter")
        expect(page.get_by_test_id("notice")).to_contain_text(goods.title)

    page.get_by_label("Siapa yang membawa?").fill("Pak Sopir")
    page.get_by_test_id("send-goods").click()
    page.get_by_role("link", name="Terima di").click()
    page.get_by_test_id("receive-all").click()

    expect(page.get_by_test_id("notice")).to_contain_text("2 barang diterima")


@one_engine
def test_a_phone_reads_the_tags_with_its_camera(
    server: Server, browser_seeing: Callable[[Path], Browser], tmp_path: Path
):
    goods = steps.goods_of(server, at_least=3)[:2]
    seeing = browser_seeing(film(goods, tmp_path / "film.mjpeg"))
    phone = seeing.new_context(viewport=PHONE, is_mobile=True, permissions=["camera"]).new_page()
    steps.manager_signs_in(phone, server)
    list_for_the_stall(phone, server)

    phone.locator("#camera").click()

    for one in goods:
        line = phone.locator(f'[data-testid="move-line"][data-code="{one.code}"]')
        expect(line).to_be_visible(timeout=30_000)
