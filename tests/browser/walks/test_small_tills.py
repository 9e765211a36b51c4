"""A tablet or a phone as second till, in English."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser import steps
from tests.browser.conftest import PHONE, OpenPage, one_engine
from tests.browser.steps import Photograph
from tests.server import Server

TABLET = ViewportSize(width=820, height=1180)


@one_engine
@pytest.mark.parametrize("screen", [TABLET, PHONE], ids=["tablet", "phone"])
def test_a_till_in_the_hand_sells_like_the_one_on_the_counter(
    screen: ViewportSize, server: Server, open_page: OpenPage, photograph: Photograph
):
    name = f"till-{screen['width']}"
    page = open_page(f"{server.url}/login?lang=en", screen)
    steps.sign_in(page, server, "kasir", "tapis-kasir")
    page.wait_for_url("**/pos")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    photograph(page, f"{name}-closed")
    steps.open_shift(page)
    expect(page.get_by_role("link", name="Cash")).to_be_visible()
    photograph(page, f"{name}-empty")

    goods = steps.goods_of(server)[:7]
    steps.wedge(page, *(one.code for one in goods))
    expect(steps.lines(page)).to_have_count(7)
    fits(page)
    photograph(page, f"{name}-ticket")
    page.get_by_test_id("pay-cash").click()
    total = sum(one.price for one in goods)
    page.get_by_test_id("cash-received").fill(str(total + 5_000))
    fits(page)
    photograph(page, f"{name}-cash")
    page.get_by_test_id("complete-sale").click()
    steps.sale_number(page)
    expect(page.get_by_test_id("sale-done")).to_contain_text("Change")
    in_sight(page, "sale-done")
    fits(page)
    photograph(page, f"{name}-done")
    page.get_by_role("link", name="Next customer").click()
    steps.expect_total(page, 0)
    page.goto(f"{server.url}/pos/close")
    fits(page)
    photograph(page, f"{name}-count")


def fits(page: Page) -> None:
    """Nothing runs out of the screen sideways."""
    assert page.viewport_size is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def in_sight(page: Page, name: str) -> None:
    """The change stands on the screen without scrolling."""
    box = page.get_by_test_id(name).locator("output").bounding_box()
    assert box is not None
    height = page.evaluate("innerHeight")
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= height
