"""The first minute: the address answers in a browser."""

from tests.browser.conftest import OpenPage, one_engine
from tests.server import Run


@one_engine
def test_a_started_titip_shows_its_sign_in_page_and_prints_the_published_logins(
    run: Run, open_page: OpenPage
):
    page = open_page(f"{run.url}/login")

    assert page.get_by_test_id("login-name").is_visible()
    assert page.get_by_test_id("login-submit").is_visible()
    said = "".join(run.said)
    for words in ("tapis-manajer", "tapis-kasir", "tapis-dinas", "081200000001"):
        assert words in said
