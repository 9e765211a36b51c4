"""A bus of forty: its badge is touched, its guests pay, and its guide signs for the fee."""

from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import one_engine
from tests.browser.steps import Photograph
from tests.server import Server


@one_engine
def test_a_group_is_touched_sold_to_and_ended(
    counter: Page, server: Server, photograph: Photograph
):
    steps.stand_at_the_till(counter, server)
    goods = steps.goods_of(server, at_least=4)[0]
    badges = counter.get_by_test_id("visit-badge")
    expect(badges).to_have_count(2)
    mine = badges.first.get_attribute("data-visit")
    current = counter.get_by_test_id("visit-current")

    badges.first.click()
    expect(current).to_have_attribute("data-visit", mine)
    steps.wedge(counter, goods.code)
    steps.expect_line(counter, goods, 1)
    photograph(counter, "group-ticket")
    steps.take_cash(counter, goods.price)
    steps.next_customer(counter)
    expect(current).to_have_attribute("data-visit", mine)  # one touch is enough for the whole bus
    counter.get_by_test_id("visit-none").click()
    expect(current).to_have_count(0)
    steps.wedge(counter, goods.code)
    steps.expect_line(counter, goods, 1)
    steps.take_cash(counter, goods.price)  # somebody else, whom the cashier then knows after all
    counter.locator(f"[data-testid=move-sale][data-visit='{mine}']").click()
    expect(counter.locator("[data-testid=move-sale][aria-pressed=true]")).to_have_attribute(
        "data-visit", mine
    )

    steps.next_customer(counter)
    badges.first.click()
    counter.get_by_test_id("visit-end").click()
    fee = 2 * goods.price // 10
    shown = counter.get_by_test_id("fee-amount")
    expect(shown).to_have_attribute("data-amount", str(fee - fee % 100))
    photograph(counter, "group-end")
    counter.get_by_test_id("finish-visit").click()
    paid = counter.get_by_test_id("fee-paid")
    expect(paid).to_have_attribute("data-amount", str(fee - fee % 100))
    photograph(counter, "group-ended")
    counter.keyboard.press("Escape")
    expect(badges).to_have_count(1)

    slip = steps.words_on(steps.interpreted(steps.papers(server, "guide_slip")[0].read_bytes()))
    assert "UANG PEMANDU" in slip
    assert f"{2 * goods.price:,}".replace(",", ".") in slip
    assert "Pak Tunjuk Arah" in slip
    for receipt in steps.papers(server, "receipt", count=2):
        assert "Tunjuk" not in steps.words_on(steps.interpreted(receipt.read_bytes()))
