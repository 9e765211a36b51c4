"""The gallery's screen in a real browser: touched, left alone, without a network, and left by its code."""

from playwright.sync_api import Page, ViewportSize, expect

from catalogue.outlets.queries import require_main
from catalogue.visitors.kiosk import service
from core.db import Database
from tests.browser.conftest import OpenPage, one_engine
from tests.browser.steps import Photograph
from tests.server import OPENS_AT, Server

TABLET = ViewportSize(width=800, height=1280)


def screen(server: Server, open_page: OpenPage) -> tuple[Page, str]:
    """A tablet that was made the screen of the main place, and the code that leads out."""
    database = Database(server.database_url)
    with database.writer() as session:
        made = service.open_screen(
            session, require_main(session), idle_seconds=60, by=1, at=OPENS_AT
        )
    database.dispose()
    page = open_page(f"{server.url}/kiosk/mulai/{made.token}", TABLET)
    page.get_by_test_id("kiosk-begin").click()
    expect(page.locator(".slide.on")).to_be_visible()
    return page, made.code


@one_engine
def test_a_screen_is_touched_left_alone_cut_off_and_left_by_its_code(
    server: Server, open_page: OpenPage, photograph: Photograph
) -> None:
    page, code = screen(server, open_page)
    photograph(page, "kiosk")
    page.locator(".slide.on").click(position={"x": 40, "y": 40})  # a picture, not a link
    expect(page.locator("main h1")).to_be_visible()
    page.get_by_test_id("kiosk-speak").click()
    expect(page.locator("#kiosk")).to_have_attribute("lang", "en")
    expect(page).to_have_title(page.locator("#kiosk").get_attribute("data-title") or "")
    prevented = page.evaluate(
        "!document.querySelector('main').dispatchEvent("
        "new MouseEvent('contextmenu', {bubbles: true, cancelable: true}))"
    )
    assert prevented
    page.go_back()
    expect(page.locator("#kiosk")).to_have_attribute("lang", "en")

    page.context.set_offline(True)
    page.get_by_role("link", name="Makers").click()
    expect(page.locator("#lost")).to_be_visible()
    expect(page.locator("main h1")).to_be_visible()  # what stood there still stands
    page.evaluate("document.getElementById('kiosk').dataset.idle = '0.2'")
    page.mouse.wheel(0, 10)
    expect(page.locator(".slide.on")).to_be_visible()  # nobody touches it: the round, from memory
    expect(page.locator("#kiosk")).to_have_attribute("lang", "id")
    page.context.set_offline(False)
    expect(page.locator("#lost")).to_be_hidden()

    page.get_by_test_id("kiosk-indonesian").click()
    page.get_by_role("link", name="Petugas").click()
    page.get_by_test_id("kiosk-code").fill(code)
    page.get_by_role("button", name="Keluar dari layar galeri").click()
    expect(page.get_by_test_id("search-input").first).to_be_visible()
