"""A buyer comes back: found by the receipt's code, exchanged in two touches, and returned for cash."""

import pytest
from playwright.sync_api import Page, expect

from core.money import plain
from tests.browser import steps
from tests.browser.steps import Photograph
from tests.server import Server


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_buyer_exchanges_by_scanner_and_brings_the_rest_back(
    counter: Page, server: Server, photograph: Photograph
):
    goods = steps.goods_of(server, at_least=6)
    wrong, right = next(
        (one, other)
        for one in goods
        for other in goods
        if one.price == other.price and one != other
    )
    steps.stand_at_the_till(counter, server)
    steps.wedge(counter, wrong.code)
    steps.expect_line(counter, wrong, 1)
    number = steps.take_cash(counter, wrong.price)
    steps.next_customer(counter)

    # The receipt is scanned; the wrong piece is touched, the right one scanned, and that was it.
    steps.wedge(counter, number)
    expect(counter.get_by_test_id("sale-done")).to_have_attribute("data-sale-number", number)
    photograph(counter, "exchange-receipt")
    counter.get_by_test_id("swap-line").click()
    expect(counter.get_by_test_id("ticket-total")).to_have_attribute(
        "data-amount", f"-{wrong.price}"
    )
    steps.wedge(counter, right.code)
    steps.expect_total(counter, 0)
    photograph(counter, "exchange-even")
    counter.keyboard.press("F9")
    expect(counter.get_by_test_id("sale-done")).to_contain_text("Ditukar, tidak ada yang dibayar")
    exchange = steps.sale_number(counter)
    assert exchange != number

    # What was given instead comes back too: its money goes back in cash.
    steps.next_customer(counter)
    steps.wedge(counter, exchange)
    counter.get_by_test_id("return-goods").click()
    photograph(counter, "exchange-return")
    counter.get_by_test_id("return-line").press("Enter")
    expect(counter.get_by_test_id("way-paid")).to_be_checked()
    photograph(counter, "exchange-refund")
    counter.keyboard.press("F9")
    expect(counter.locator(".done output")).to_contain_text(plain(right.price))
    expect(counter.get_by_test_id("sale-done")).to_contain_text("Kembalikan ke pembeli")
