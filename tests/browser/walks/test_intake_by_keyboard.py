"""A delivery is written down and received by keys alone, from the door to the stock."""

from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import one_engine
from tests.server import Server

FAR = 45
"""Presses of Tab after which whoever looks for a button has lost it; the menu is among them."""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the button or field of that name has the cursor."""
    for _press in range(FAR):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => document.activeElement.getAttribute('aria-label')"
            " ?? document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent"
        )
        if found.strip().startswith(name):
            return
    raise AssertionError(f"{name} is not within {FAR} presses of Tab")


@one_engine
def test_a_delivery_is_received_without_a_mouse(counter: Page, server: Server):
    goods = steps.goods_of(server, at_least=3)[0]
    keys = counter.keyboard
    counter.goto(f"{server.url}/login?next=/manage/consignments/new")
    expect(counter.get_by_test_id("login-name")).to_be_focused()
    keys.type("manajer")
    keys.press("Tab")
    keys.type("tapis-manajer")
    keys.press("Enter")

    expect(counter.get_by_label("Cari perajin")).to_be_focused()
    keys.type(goods.maker_code)
    keys.press("Enter")
    counter.wait_for_url("**q=*")
    tab_to(counter, "Pilih")
    keys.press("Enter")

    expect(counter.get_by_label("Pindai label")).to_be_focused()
    keys.type(goods.code)
    keys.press("Enter")
    expect(counter.get_by_test_id("notice")).to_contain_text(goods.title)
    tab_to(counter, "Jumlah")
    keys.type("4,5")
    keys.press("Enter")
    wrong = counter.get_by_label("Jumlah", exact=False).first
    expect(wrong).to_be_focused()
    expect(counter.get_by_text("Isi dengan angka bulat.").first).to_be_visible()
    keys.press("Control+A")
    keys.type("3")
    with counter.expect_navigation():  # the field says 3 before it is saved as well
        keys.press("Enter")
    expect(counter.get_by_label("Jumlah", exact=False).first).to_have_value("3")

    tab_to(counter, "Periksa dan terima")
    keys.press("Enter")
    counter.wait_for_url("**/check")
    tab_to(counter, "Terima")
    keys.press("Enter")
    expect(counter.get_by_role("heading", level=1)).to_contain_text("Titipan TT")

    after = next(one for one in steps.goods_of(server, at_least=0) if one.code == goods.code)
    assert after.on_hand == goods.on_hand + 3
