"""A bazar on one phone: scan out, sell at the stall, scan back in, close, and the sheet to sign."""

from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import PHONE, OpenPage, one_engine
from tests.browser.steps import Photograph
from tests.browser.walks.test_moves import listens
from tests.server import Server
from tests.tools.reading import page_texts

NAME = "Bazar HUT Kota"


def enrol_the_stall(phone: Page, server: Server) -> None:
    """Make this phone the bazar's till, and open its shift."""
    phone.goto(f"{server.url}/pos/enrol")
    phone.get_by_role("radio", name=NAME).check()
    phone.get_by_test_id("enrol-till").click()
    phone.wait_for_url("**/pos")
    steps.open_shift(phone)


@one_engine
def test_a_day_at_the_bazar_on_one_phone(
    open_page: OpenPage, server: Server, photograph: Photograph
):
    sold, back = steps.goods_of(server, at_least=3)[:2]
    phone = open_page(f"{server.url}/login", PHONE)
    steps.manager_signs_in(phone, server)
    phone.goto(f"{server.url}/manage/bazars/new")
    phone.get_by_label("Nama bazar").fill(NAME)
    phone.get_by_label("Siapa yang membawa?").fill("Dewi Contoh")
    phone.get_by_test_id("open-bazar").click()

    listens(phone)
    steps.wedge(phone, sold.code, back.code, back.code, where="#scan")
    expect(phone.get_by_test_id("list-pieces")).to_have_attribute("data-amount", "3")
    phone.get_by_test_id("send-goods").click()
    expect(phone.get_by_test_id("notice")).to_contain_text("Dewi Contoh")
    phone.goto(f"{server.url}/manage/bazars")
    phone.get_by_role("link", name=NAME, exact=True).click()
    phone.wait_for_url("**/manage/bazars/*")
    bazar = phone.url
    photograph(phone, "bazar-underway")
    phone.get_by_test_id("arrived").click()
    expect(phone.get_by_test_id("notice")).to_contain_text("3 barang sampai")

    enrol_the_stall(phone, server)
    phone.get_by_test_id("scan-input").fill(sold.code)
    phone.keyboard.press("Enter")
    phone.get_by_test_id("pay-cash").click()
    phone.get_by_test_id("cash-received").fill(str(sold.price))
    phone.get_by_test_id("complete-sale").click()
    expect(phone.get_by_test_id("sale-done")).to_be_visible()
    phone.goto(f"{server.url}/pos/close")
    phone.get_by_test_id("counted-cash").fill(str(200_000 + sold.price))
    phone.get_by_test_id("confirm-close").click()
    expect(phone.get_by_test_id("shift-difference")).to_have_attribute("data-amount", "0")

    phone.goto(bazar)
    expect(phone.get_by_test_id("bazar-amount")).to_have_attribute("data-amount", str(sold.price))
    phone.get_by_test_id("scan-back").click()
    listens(phone)
    steps.wedge(phone, back.code, where="#scan")
    expect(phone.get_by_test_id("list-pieces")).to_have_attribute("data-amount", "1")
    phone.get_by_test_id("bring-back").click()
    phone.goto(bazar)
    expect(phone.get_by_test_id("obstacles")).to_contain_text("1 barang belum jelas")
    expect(phone.get_by_test_id("close-bazar")).to_have_count(0)

    phone.get_by_test_id("scan-back").click()
    listens(phone)
    steps.wedge(phone, back.code, where="#scan")
    phone.get_by_test_id("bring-back").click()
    phone.goto(bazar)
    phone.get_by_test_id("close-bazar").click()
    expect(phone.get_by_test_id("notice")).to_contain_text("selesai")
    photograph(phone, "bazar-closed")
    [sheet] = page_texts(steps.fetched(phone, f"{bazar}/account.pdf"))
    assert NAME in sheet and sold.title in " ".join(sheet.split()) and "sementara" not in sheet
