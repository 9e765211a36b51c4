"""The visitor's walk without JavaScript, and what a sale at the till does to it a second later."""

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser import steps
from tests.browser.conftest import COUNTER, PHONE, OpenPage
from tests.browser.steps import Photograph
from tests.server import Server


@pytest.mark.parametrize(
    ("engine_kind", "screen"),
    [
        pytest.param("sqlite", PHONE, id="sqlite-phone"),
        pytest.param("postgresql", COUNTER, id="postgresql-wide", marks=pytest.mark.postgres),
    ],
)
def test_a_piece_sold_at_the_till_a_second_ago_is_not_offered(
    screen: ViewportSize, server: Server, open_page: OpenPage, photograph: Photograph
):
    piece = steps.goods_of(server, kind="unique", at_least=1)[0]
    visitor = open_page(f"{server.url}/", screen, java_script_enabled=False)
    visitor.get_by_test_id("search-input").first.fill(piece.title)
    visitor.keyboard.press("Enter")
    card = visitor.get_by_test_id("product-card").filter(has_text=piece.title).first
    expect(card).to_be_visible()
    card.get_by_role("link").first.click()
    expect(visitor).to_have_url(f"{server.url}/p/{piece.slug}")
    expect(visitor.locator("main")).to_contain_text(f"{piece.price:,}".replace(",", "."))
    expect(visitor.locator(".here")).to_contain_text("Galeri")
    expect(visitor.locator("main")).to_contain_text(piece.maker)

    till = steps.stand_at_the_till(open_page(f"{server.url}/login"), server)
    steps.wedge(till, piece.code)
    steps.expect_line(till, piece, 1)
    steps.take_qris(till)

    visitor.reload()
    expect(visitor.get_by_test_id("not-offered")).to_be_visible()
    photograph(visitor, f"visitor-sold-{screen['width']}")
    visitor.goto(f"{server.url}/en/p/{piece.slug}")
    expect(visitor.locator("html")).to_have_attribute("lang", "en")
    expect(visitor.get_by_test_id("not-offered")).to_be_visible()
    for address in ("/browse?sort=high", "/en/browse?sort=high"):
        visitor.goto(server.url + address)
        expect(visitor.get_by_test_id("product-card").first).to_be_visible()
        expect(visitor.locator(f"a[href$='/p/{piece.slug}']")).to_have_count(0)
