"""Foto cepat on a phone whose camera sees a film: a tag, the thing, a tag, the thing."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import func, select

from catalogue.products.models import Product, ProductCode, ProductPhoto
from catalogue.stock.models import ShelfPlace
from tests.browser.conftest import PHONE
from tests.browser.film import film
from tests.browser.steps import Goods, goods_of, reading
from tests.server import Server

FIVE_MINUTES = 300
PRODUCTS = 20
pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"])


@pytest.fixture
def phone_seeing(
    browser_seeing: Callable[[Path], Browser], server: Server, tmp_path: Path
) -> Iterator[Callable[[list[Goods]], tuple[BrowserContext, Page]]]:
    """Give a signed-in cashier's phone whose camera sees the tags of these goods."""
    troubles: list[str] = []

    def open_phone(goods: list[Goods]) -> tuple[BrowserContext, Page]:
        browser = browser_seeing(film(goods, tmp_path / "film.mjpeg"))
        context = browser.new_context(
            viewport=PHONE, has_touch=True, is_mobile=True, locale="id-ID", permissions=["camera"]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console", lambda m: troubles.append(m.text) if "Content Security" in m.text else None
        )
        page.on(
            "request",
            lambda r: (
                troubles.append(r.url) if not r.url.startswith((server.url, "blob:")) else None
            ),
        )
        page.goto(f"{server.url}/login?next=/manage/photos/quick")
        page.get_by_test_id("login-name").fill("kasir")
        page.get_by_test_id("login-password").fill("tapis-kasir")
        page.get_by_test_id("login-submit").click()
        expect(page.locator("#shots.alive")).to_be_attached()
        return context, page

    yield open_phone
    assert not troubles


def snap_next(page: Page, done: set[str]) -> None:
    """Wait for a tag that was not photographed yet, and press the button."""
    while True:
        expect(page.locator("#found")).to_be_visible(timeout=60_000)
        title = page.locator("#found-title").inner_text()
        if title not in done:
            break
        page.locator("#not-this").click()
    page.get_by_test_id("snap").click()
    expect(page.locator("#found")).to_be_hidden()
    done.add(title)


def photos_of(server: Server, goods: list[Goods]) -> dict[str, int]:
    """How many photos each of these has, by code."""
    with reading(server) as session:
        rows = session.execute(
            select(ProductCode.code, func.count(ProductPhoto.id))
            .join(Product, Product.id == ProductCode.product_id)
            .join(ProductPhoto, ProductPhoto.product_id == Product.id)
            .where(ProductCode.code.in_([one.code for one in goods]))
            .group_by(ProductCode.code)
        )
        return dict(map(tuple, rows))


def losing_the_first_answer(context: BrowserContext) -> list[str]:
    """Let the server do the first upload, and its answer never arrive."""
    lost: list[str] = []

    def handle(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.url)
            route.fetch()
            route.abort()
        else:
            route.continue_()

    context.route("**/manage/photos/quick", handle)
    return lost


def test_twenty_products_in_five_minutes_with_the_connection_lost_in_the_middle(
    server: Server, phone_seeing, photograph
):
    goods = goods_of(server, at_least=1)[:PRODUCTS]
    assert len({one.title for one in goods}) == PRODUCTS
    context, page = phone_seeing(goods)
    lost = losing_the_first_answer(context)
    before = int(page.locator("#missing").get_attribute("data-count"))
    page.get_by_text("Tempat dan rak").click()
    page.locator("#shelf").fill("b 2")
    done: set[str] = set()
    began = time.monotonic()

    for _one in range(6):
        snap_next(page, done)
    photograph(page, "shots-scanning")
    context.set_offline(True)
    for _one in range(6):
        snap_next(page, done)
    expect(page.get_by_test_id("photos-waiting")).to_contain_text("Sambungan putus.")
    photograph(page, "shots-offline")
    context.set_offline(False)
    page.reload()  # what waits is in the phone, not in the page
    page.get_by_text("Tempat dan rak").click()
    page.locator("#shelf").fill("b 2")
    for _one in range(PRODUCTS - 12):
        snap_next(page, done)
    expect(page.get_by_test_id("photos-waiting")).to_have_text(
        "Semua foto sudah tersimpan.", timeout=60_000
    )
    # What the page counts follows the last snap by a moment; what the server counts does not lie.
    missing = page.locator("#missing")
    expect(missing).to_have_attribute("data-count", str(before - PRODUCTS), timeout=60_000)
    took = time.monotonic() - began

    assert took < FIVE_MINUTES
    assert lost
    assert photos_of(server, goods) == {one.code: 1 for one in goods}
    with reading(server) as session:
        shelves = session.scalars(select(ShelfPlace.shelf)).all()
    assert shelves == ["B 2"] * PRODUCTS
