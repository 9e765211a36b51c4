"""The visitor's walk: no sign-in, no JavaScript, a phone and a counter's screen, two languages."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from playwright.sync_api import Page, expect
from sqlalchemy import select

from catalogue.products.models import Product
from catalogue.stock import service as stock
from catalogue.stock.models import StockLevel
from core.db import Database
from tests.browser.conftest import COUNTER, PHONE, OpenPage, one_engine
from tests.server import Server

Photograph = Callable[[Page, str], None]


def sell_one_of_a_kind(server: Server, slug: str) -> None:
    """Let a piece leave as a till would: by a movement, in one transaction."""
    database = Database(server.database_url)
    at = datetime.now(UTC)
    with database.writer() as session:
        product = session.scalars(select(Product).where(Product.slug == slug)).one()
        level = session.scalars(
            select(StockLevel).where(StockLevel.product_id == product.id, StockLevel.on_hand > 0)
        ).one()
        stock.move(
            session,
            product.id,
            level.outlet_id,
            -1,
            reason="sold",
            source=("sale_line", 999_999_999),
            business_date=at.date(),
            by=None,
            at=at,
        )
    database.dispose()


def walk(page: Page, photograph: Photograph, name: str) -> None:
    """Search, open a work and its maker, read it in English."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_test_id("product-card").first).to_be_visible()
    photograph(page, f"visitor-home-{name}")

    page.get_by_test_id("search-input").first.fill("tapis sgier")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ini hasil untuk “tapis siger”")).to_be_visible()
    card = page.get_by_test_id("product-card").first
    title = card.get_by_role("link").inner_text()
    photograph(page, f"visitor-search-{name}")

    card.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(".price .money")).to_contain_text("Rp")
    expect(page.locator(".here strong")).to_contain_text("Ada di:")
    photograph(page, f"visitor-product-{name}")

    page.get_by_role("link", name="EN", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".here strong")).to_contain_text("Here now, at")
    expect(page.get_by_role("heading", level=1)).not_to_have_text(title)

    page.get_by_role("link", name="All works by").click()
    expect(page).to_have_url(re.compile("/en/m/"))
    expect(page.get_by_test_id("product-card").first).to_be_visible()
    photograph(page, f"visitor-maker-{name}")


def what_was_typed_goes_along(page: Page) -> None:
    """Ask for the basket's code with a note typed and not saved: it is kept."""
    page.get_by_test_id("product-card").first.get_by_role("link").click()
    page.get_by_test_id("add-to-basket").click()
    expect(page.locator("#basket-link b")).to_have_text("1")
    page.locator("#basket-link").click()
    note = page.locator("[data-item] [name=note]")
    note.fill("wrapped by itself")
    page.get_by_test_id("basket-ready").click()
    expect(page.get_by_test_id("basket-code")).to_be_visible()
    expect(note).to_have_value("wrapped by itself")


@one_engine
def test_a_visitor_finds_a_work_on_a_phone_without_javascript(
    server: Server, open_page: OpenPage, photograph: Photograph
):
    page = open_page(f"{server.url}/", PHONE, java_script_enabled=False)

    walk(page, photograph, "phone")


@one_engine
def test_a_visitor_finds_a_work_on_a_wide_screen(
    server: Server, open_page: OpenPage, photograph: Photograph
):
    page = open_page(f"{server.url}/", COUNTER)

    walk(page, photograph, "wide")
    what_was_typed_goes_along(page)


@one_engine
def test_a_piece_sold_a_second_ago_is_not_offered(server: Server, open_page: OpenPage):
    page = open_page(f"{server.url}/browse?sort=high", COUNTER)
    card = page.get_by_test_id("product-card").filter(has_text="Karya tunggal").first
    title, href = (
        card.get_by_role("link").inner_text(),
        card.get_by_role("link").get_attribute("href"),
    )
    assert href is not None
    card.get_by_role("link").click()
    expect(page.locator(".here strong")).to_contain_text("Ada di:")

    sell_one_of_a_kind(server, href.rpartition("/")[2])
    page.reload()

    expect(page.get_by_test_id("not-offered")).to_contain_text("Sudah terjual")
    page.goto(f"{server.url}/browse?sort=high")
    links = [
        link.get_attribute("href") for link in page.locator("[data-testid=product-card] a").all()
    ]
    assert href not in links, title


@one_engine
def test_filters_and_basket_work_on_a_phone_without_javascript(
    server: Server, open_page: OpenPage, photograph: Photograph
):
    page = open_page(f"{server.url}/browse", PHONE, java_script_enabled=False)
    box = page.get_by_role("checkbox", name="Tapis").first
    expect(box).to_be_hidden()

    page.get_by_role("button", name="Saring").click()
    box.check()
    photograph(page, "visitor-filters-phone")
    page.get_by_role("button", name="Terapkan").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Tapis")
    expect(page.get_by_role("link", name="Tapis hapus saringan")).to_be_visible()

    page.get_by_role("link", name="Harga terendah").click()
    page.get_by_test_id("product-card").first.get_by_role("link").click()
    page.get_by_test_id("add-to-basket").click()
    expect(page.locator("#basket-link b")).to_have_text("1")
    page.locator("#basket-link").click()
    page.get_by_test_id("basket-ready").click()
    expect(page.get_by_test_id("basket-code")).to_have_text(re.compile(r"\d{3} \d{3}"))
