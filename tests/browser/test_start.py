"""The first minute: the address answers in a browser, on both engines."""

from playwright.sync_api import Page

from tests.browser.conftest import one_engine
from tests.server import Server


@one_engine
def test_a_started_titip_shows_its_sign_in_page(counter: Page):
    assert counter.get_by_test_id("login-name").is_visible()
    assert counter.get_by_test_id("login-submit").is_visible()


@one_engine
def test_the_start_prints_the_published_logins(server: Server):
    said = "".join(server.said)

    for words in ("tapis-manajer", "tapis-kasir", "tapis-dinas", "081200000001"):
        assert words in said
