"""A ticket paid in three ways, by keyboard alone; a reload in the middle loses nothing."""

from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import one_engine
from tests.browser.steps import Photograph
from tests.server import Server


@one_engine
def test_a_ticket_is_paid_in_parts_by_keyboard_alone(
    counter: Page, server: Server, photograph: Photograph
):
    page, keys = counter, counter.keyboard
    steps.stand_at_the_till(page, server)
    goods = max(steps.goods_of(server), key=lambda one: one.price)
    steps.wedge(page, goods.code)
    steps.expect_total(page, goods.price)

    keys.press("Alt+c")
    expect(page.get_by_test_id("part-amount")).to_be_focused()
    keys.type("20000")
    keys.press("Enter")
    expect(page.get_by_test_id("part")).to_have_count(1)
    page.reload()
    steps.scanner_is_heard(page)
    expect(page.locator("#side")).to_contain_text("Sudah dibayar")

    keys.press("Alt+c")
    expect(page.get_by_test_id("rest")).to_have_attribute("data-amount", str(goods.price - 20_000))
    keys.press("Alt+q")
    expect(page.get_by_test_id("way-qris")).to_have_attribute("aria-pressed", "true")
    keys.type("10000")
    keys.press("Enter")
    expect(page.locator("img.qris")).to_be_visible()
    photograph(page, "cashier-split")
    keys.press("F9")
    expect(page.get_by_test_id("part")).to_have_count(2)
    expect(page.get_by_test_id("part-amount")).to_be_focused()

    keys.press("F9")
    expect(page.get_by_test_id("cash-received")).to_be_focused()
    keys.type(str(goods.price - 30_000 + 5_000))
    keys.press("F9")
    steps.sale_number(page)
    expect(page.get_by_test_id("sale-done")).to_have_attribute("data-change", "5000")

    keys.press("F9")
    steps.expect_total(page, 0)
    steps.wedge(page, goods.code)
    steps.expect_total(page, goods.price)
    keys.press("F6")
    steps.sale_number(page)
    expect(page.get_by_test_id("sale-done")).to_have_attribute("data-change", "0")
