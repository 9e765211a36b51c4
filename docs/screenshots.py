"""Takes the pictures of README and how-to: `python -m docs.screenshots [FOLDER]`.

Starts Titip on the demonstration in a folder that is thrown away, walks through the main pages of
each role in Chromium, and writes small PNGs (a palette of 256 colours) to `docs/images`.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from sqlalchemy import select

from catalogue.outlets.queries import require_main
from catalogue.products.models import Product, ProductCode
from catalogue.stock.models import StockLevel
from core.db import Database
from migrations.schema import upgrade
from published import LOGINS
from tests import server as titip
from tests.browser.conftest import CHROMIUM, COUNTER, PHONE

FOLDER = Path(__file__).parent / "images"
PASSWORD = {login.role: (login.name, login.password or "") for login in LOGINS}
MAKER = next(login for login in LOGINS if login.role == "maker")


@dataclass
class Studio:
    """A running Titip, a browser, and the folder where the pictures go."""

    url: str
    browser: Browser
    folder: Path
    codes: list[str]
    slug: str

    def open(self, path: str, screen: ViewportSize = COUNTER) -> Page:
        """Open a window of its own at `path`."""
        phone = screen is PHONE
        context = self.browser.new_context(
            viewport=screen, has_touch=phone, is_mobile=phone, locale="id-ID"
        )
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.goto(self.url + path)
        return page

    def take(self, page: Page, name: str, path: str | None = None) -> None:
        """Keep what the page shows (after going to `path`) as `<name>.png`."""
        if path is not None:
            page.goto(self.url + path)
        page.wait_for_load_state("networkidle")
        picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
        picture = picture.quantize(256, dither=Image.Dither.NONE)
        picture.save(self.folder / f"{name}.png", optimize=True)

    def sign_in(self, role: str) -> Page:
        """Open a window in which this role is signed in with its password."""
        page = self.open("/login")
        name, password = PASSWORD[role]
        page.get_by_test_id("login-name").fill(name)
        page.get_by_test_id("login-password").fill(password)
        page.get_by_test_id("login-submit").click()
        page.wait_for_url("**/pos" if role == "cashier" else "**/manage")
        return page


def visitor(studio: Studio) -> None:
    """The gallery, wide and on a phone."""
    page = studio.open("/")
    studio.take(page, "visitor-home")
    studio.take(page, "visitor-browse", "/browse")
    phone = studio.open(f"/p/{studio.slug}", PHONE)
    studio.take(phone, "visitor-product-phone")
    studio.take(phone, "visitor-product-english-phone", f"/en/p/{studio.slug}")
    studio.take(phone, "login", "/login")


def cashier(studio: Studio) -> None:
    """A sale from opening the till to the receipt, and the count."""
    page = studio.sign_in("cashier")
    page.get_by_test_id("open-shift").click()
    page.get_by_test_id("opening-float").fill("300.000")
    studio.take(page, "cashier-open")
    page.get_by_test_id("open-shift").click()
    for number, code in enumerate(studio.codes[:4], start=1):
        page.get_by_test_id("scan-input").fill(code)
        page.keyboard.press("Enter")
        page.get_by_test_id("ticket-line").nth(number - 1).wait_for()
    studio.take(page, "cashier-ticket")
    page.get_by_test_id("pay-cash").click()
    page.get_by_test_id("cash-received").fill("2.000.000")
    studio.take(page, "cashier-cash")
    page.get_by_test_id("complete-sale").click()
    page.get_by_test_id("sale-done").wait_for()
    studio.take(page, "cashier-done")
    page.goto(studio.url + "/pos")
    page.get_by_test_id("close-shift").click()
    page.get_by_test_id("counted-cash").wait_for()
    studio.take(page, "cashier-count")


def manager(studio: Studio) -> None:
    """The back office: today, goods, deliveries, tags, settling."""
    page = studio.sign_in("manager")
    for name, path in (
        ("manager-today", "/manage"),
        ("manager-goods", "/manage/products"),
        ("manager-consignments", "/manage/consignments"),
        ("manager-import", "/manage/import"),
        ("manager-tags", "/manage/labels"),
        ("manager-transfer", "/manage/transfers/3"),
        ("manager-bazar", "/manage/bazars/1"),
        ("manager-count", "/manage/counts/1"),
        ("manager-printers", "/manage/printers"),
        ("manager-money", "/manage/treasury"),
        ("manager-sales", "/manage/sales"),
        ("manager-users", "/manage/users"),
    ):
        studio.take(page, name, path)
    page.goto(studio.url + "/manage/settlements/new")
    page.get_by_test_id("settle-hold-days").fill("0")
    page.get_by_test_id("settle-preview").click()
    page.get_by_test_id("settle-post").wait_for()
    studio.take(page, "manager-settle")
    page.get_by_test_id("settle-post").click()
    page.wait_for_url("**/manage/settlements/H*")
    page.wait_for_timeout(8_000)  # the worker posts meanwhile
    studio.take(page, "manager-settled", page.url.removeprefix(studio.url))
    studio.take(page, "manager-payday", "/manage/payouts/payday")


def maker(studio: Studio) -> None:
    """The maker's pages on her phone."""
    page = studio.open("/maker/login", PHONE)
    studio.take(page, "maker-login")
    page.get_by_test_id("maker-phone").fill(MAKER.name)
    page.get_by_test_id("maker-pin").fill(MAKER.pin or "")
    page.get_by_test_id("maker-submit").click()
    page.get_by_test_id("maker-balance").wait_for()
    studio.take(page, "maker-home")
    studio.take(page, "maker-sales", "/maker/sales")
    studio.take(page, "maker-stock", "/maker/stock")
    studio.take(page, "maker-payouts", "/maker/payouts")


WALKS: tuple[Callable[[Studio], None], ...] = (visitor, cashier, maker, manager)


def goods(url: str) -> tuple[list[str], str]:
    """Return codes to scan, of different makers, and the address of a tapis."""
    database = Database(url)
    with database.reader() as session:
        rows = session.execute(
            select(ProductCode.code, Product.slug, Product.maker_id)
            .join(Product, Product.id == ProductCode.product_id)
            .join(StockLevel, StockLevel.product_id == Product.id)
            .where(
                StockLevel.outlet_id == require_main(session).id,
                StockLevel.on_hand > 2,
                Product.kind == "counted",
                Product.maker_id.is_not(None),
            )
            .order_by(ProductCode.code)
        ).all()
    database.dispose()
    by_maker = {maker_id: code for code, _slug, maker_id in reversed(rows)}
    slug = next((slug for _code, slug, _maker in rows if "tapis" in slug), rows[0][1])
    return sorted(by_maker.values()), slug


def main(folder: Path) -> None:
    """Take every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="titip-shots-") as place:
        home = Path(place)
        url = f"sqlite:///{home / 'titip.db'}"
        database = Database(url)
        upgrade(database)
        database.dispose()
        titip.load(url, home)
        codes, slug = goods(url)
        with (
            titip.running(home, url, TITIP_NOW=titip.OPENS_AT.isoformat()) as server,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=CHROMIUM,
                env={**os.environ, "LANGUAGE": "id"},  # the words inside file and date fields
            )
            for walk in WALKS:
                walk(Studio(server.url, browser, folder, codes, slug))
            browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
