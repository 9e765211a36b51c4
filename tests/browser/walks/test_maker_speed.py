"""The maker's first load on a cheap phone with poor data: 400 kbit/s, 400 ms there and back."""

from statistics import median

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import PHONE, one_engine
from tests.server import Server

SLOW = {
    "offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000,
}  # fmt: skip
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
LOADED = """performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))
    .reduce((sum, entry) => sum + entry.transferSize, 0)"""
UNTIL_PAINTED = """() => new Promise((painted) => {
  const told = (list) => list.getEntriesByName("first-contentful-paint").length && painted();
  new PerformanceObserver(told).observe({ type: "paint", buffered: true });
})"""
"""Not by wait_for_function: it asks again by eval, which the page's Content Security Policy forbids."""


@pytest.mark.long
@one_engine
def test_her_page_is_painted_within_three_seconds_and_below_100_kilobytes(
    server: Server, browser: Browser
):
    seconds, sizes = [], []
    for _load in range(3):
        context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)
        context.request.post(
            f"{server.url}/maker/login", form={"phone": "081200000001", "pin": "2580"},
            headers={"Sec-Fetch-Site": "same-origin"},
        )  # fmt: skip
        page = context.new_page()
        context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
        page.goto(f"{server.url}/maker", wait_until="load")
        assert page.get_by_test_id("maker-balance").is_visible()
        page.evaluate(UNTIL_PAINTED)
        seconds.append(page.evaluate(PAINTED) / 1000)
        sizes.append(page.evaluate(LOADED))
        context.close()
    print(f"maker's page: first paint {median(seconds):.1f} s, {max(sizes):,} bytes")

    assert median(seconds) <= 3.0
    assert 10_000 < max(sizes) < 100_000
