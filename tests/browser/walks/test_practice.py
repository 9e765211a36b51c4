"""*Latihan* in the browser: one tap, the guide goes along with scanner and keys, one tap back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.steps import UNKNOWN, Photograph
from tests.server import Server


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_new_face_practises_by_scanner_and_keys(
    counter: Page, server: Server, photograph: Photograph
):
    goods = steps.goods_of(server, at_least=1)[0]
    steps.manager_signs_in(counter, server)
    counter.goto(f"{server.url}/pos")
    counter.get_by_test_id("practice").click()

    counter.get_by_test_id("opening-float").fill("200.000")
    counter.get_by_test_id("open-shift").click()
    steps.scanner_is_heard(counter)
    steps.wedge(counter, goods.code, UNKNOWN, goods.code)
    expect(counter.get_by_test_id("scan-error")).to_be_visible()
    expect(counter.get_by_test_id("ticket-line")).to_have_attribute("data-qty", "2")
    photograph(counter, "cashier-practice")
    counter.keyboard.press("F9")
    counter.get_by_test_id("cash-received").wait_for()
    counter.get_by_role("button", name="Uang pas").click()
    counter.get_by_test_id("complete-sale").click()

    expect(counter.get_by_test_id("practice-done")).to_be_visible()
    expect(counter.locator("[aria-current=step]")).to_contain_text("4. Selesai")
    counter.get_by_test_id("leave-practice").click()
    counter.wait_for_url("**/pos")
    expect(counter.get_by_test_id("open-shift")).to_be_visible()  # the real till never opened
