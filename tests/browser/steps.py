"""What the walks share: doors, the counter, the scanner, and reads of the database beside them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.outlets.queries import require_main
from catalogue.products.models import Product
from catalogue.products.queries import current_price
from catalogue.stock.models import StockLevel
from core.money import rupiah
from tests.houses import database_at
from tests.server import Server
from tests.tools.escpos_view import View
from tests.tools.reading import scan

Photograph = Callable[[Page, str], None]

UNKNOWN = "2099999999998"
"""A code with a right check digit that no product carries."""

KEYSTROKES = """async ([codes, where, pause, ending]) => {
  const field = where ? document.querySelector(where) : null;
  field?.focus();
  const press = (key) => {
    const at = document.activeElement ?? document.body;
    const event = { key, bubbles: true, cancelable: true };
    const typed = at.dispatchEvent(new KeyboardEvent("keydown", event));
    if (typed && key.length === 1 && at.matches("input")) {
      at.value += key;
      at.dispatchEvent(new InputEvent("input", { bubbles: true, data: key }));
    } else if (typed && key === "Enter") {
      at.matches("button, a") ? at.click() : at.form?.requestSubmit();
    }
  };
  for (const code of codes) {
    for (const key of [...code, ending]) if (key) press(key);
    await new Promise((next) => setTimeout(next, pause));
  }
}"""
"""A keyboard-wedge scanner: bursts of keys into whatever has the focus, each ended by one key."""


@dataclass(frozen=True)
class Goods:
    """A product as a tag and its price tell of it."""

    code: str
    title: str
    maker: str
    maker_code: str
    price: int
    slug: str
    on_hand: int


# -- the database, read beside the running house ---------------------------------------------------


@contextmanager
def reading(server: Server) -> Iterator[Session]:
    """Open the house's database to look something up."""
    with database_at(server.database_url) as database, database.reader() as session:
        yield session


def goods_of(server: Server, *, kind: str = "counted", at_least: int = 2) -> list[Goods]:
    """Return what stands in the gallery with a maker, at least so many pieces of each, by code."""
    with reading(server) as session:
        here = require_main(session).id
        rows = session.execute(
            select(Product, StockLevel.on_hand)
            .join(StockLevel, StockLevel.product_id == Product.id)
            .where(
                StockLevel.outlet_id == here,
                StockLevel.on_hand >= at_least,
                Product.kind == kind,
                Product.maker_id.is_not(None),
            )
        )
        found = [_goods(session, product, on_hand) for product, on_hand in rows]
    return sorted(found, key=lambda one: one.code)


def _goods(session: Session, product: Product, on_hand: int) -> Goods:
    maker = product.maker
    assert maker is not None
    price = current_price(session, product.id).price
    return Goods(product.code, product.title, maker.name, maker.code, price, product.slug, on_hand)


# -- doors -----------------------------------------------------------------------------------------


def sign_in(page: Page, server: Server, name: str, password: str) -> None:
    """Sign in with name and password."""
    page.goto(f"{server.url}/login")
    page.get_by_test_id("login-name").fill(name)
    page.get_by_test_id("login-password").fill(password)
    page.get_by_test_id("login-submit").click()


def manager_signs_in(page: Page, server: Server) -> None:
    """Let the manager into the back office."""
    sign_in(page, server, "manajer", "tapis-manajer")
    page.wait_for_url("**/manage")


def enrol(page: Page, server: Server) -> None:
    """Let the manager enrol this browser for the gallery's till and hand it over."""
    sign_in(page, server, "manajer", "tapis-manajer")
    page.goto(f"{server.url}/pos/enrol")
    page.get_by_test_id("enrol-till").click()
    page.wait_for_url("**/pos")
    page.goto(f"{server.url}/pos/enter")


def enter_by_pin(page: Page, name: str = "kasir", pin: str = "2580") -> None:
    """Choose a name and type the PIN at an enrolled till."""
    page.locator(f"[data-testid=staff-name][data-user={name}]").click()
    page.get_by_test_id("staff-pin").fill(pin)
    page.get_by_test_id("pin-submit").click()
    page.wait_for_url("**/pos")


def open_shift(page: Page, opening_float: int = 200_000) -> None:
    """Open the shift on what lies in the drawer."""
    page.get_by_test_id("open-shift").click()
    page.get_by_test_id("opening-float").fill(str(opening_float))
    page.get_by_test_id("open-shift").click()
    scanner_is_heard(page)


def scanner_is_heard(page: Page) -> None:
    """Wait until the till's script listens; before, a scan is an ordinary form."""
    expect(page.locator("#link-state")).not_to_be_empty()
    expect(page.get_by_test_id("scan-input")).to_be_focused()


def till_ready(page: Page, server: Server) -> Page:
    """Bring an enrolled till to its first customer."""
    enrol(page, server)
    enter_by_pin(page)
    open_shift(page)
    return page


def stand_at_the_till(page: Page, server: Server) -> Page:
    """Sign the cashier in at the demonstration till, the short way, and open the shift."""
    sign_in(page, server, "kasir", "tapis-kasir")
    page.wait_for_url("**/pos")
    open_shift(page)
    return page


# -- the counter -----------------------------------------------------------------------------------


def wedge(
    page: Page, *codes: str, where: str = "", pause_ms: int = 0, ending: str = "Enter"
) -> None:
    """Scan with a keyboard wedge: into the element `where`, or wherever the focus is.

    `ending` is the key that the scanner adds: Enter, Tab, or none where it is empty.
    """
    page.evaluate(KEYSTROKES, [codes, where, pause_ms, ending])


def draw(page: Page, pad: Locator) -> None:
    """Sign a pad with the mouse: a line up and down."""
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 20)
    page.mouse.down()
    for across, down in ((0.3, 0.2), (0.5, 0.8), (0.7, 0.2), (0.9, 0.8)):
        page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] * down, steps=4)
    page.mouse.up()


def lines(page: Page) -> Locator:
    """The lines of the ticket."""
    return page.get_by_test_id("ticket-line")


def line_of(page: Page, code: str) -> Locator:
    """The ticket's line of one code."""
    return page.locator(f"[data-testid=ticket-line][data-code='{code}']")


def expect_line(page: Page, goods: Goods, quantity: int) -> None:
    """The ticket shows the goods with quantity and amount."""
    line = line_of(page, goods.code)
    expect(line).to_have_attribute("data-qty", str(quantity))
    expect(line).to_have_attribute("data-amount", str(quantity * goods.price))


def expect_total(page: Page, amount: int) -> None:
    """The total at the right is so much."""
    expect(page.get_by_test_id("ticket-total")).to_have_attribute("data-amount", str(amount))


def take_cash(page: Page, received: int) -> str:
    """Take cash for the ticket and return the sale's number."""
    page.get_by_test_id("pay-cash").click()
    page.get_by_test_id("cash-received").fill(str(received))
    page.get_by_test_id("complete-sale").click()
    return sale_number(page)


def take_qris(page: Page, *, confirmed: bool = False) -> str:
    """Let the customer pay by QRIS and return the sale's number."""
    page.get_by_test_id("pay-qris").click()
    if confirmed:
        page.get_by_test_id("confirm-qris").check()
    page.get_by_test_id("complete-sale").click()
    return sale_number(page)


def sale_number(page: Page) -> str:
    """Return the number of the sale that was just completed."""
    done = page.get_by_test_id("sale-done")
    expect(done).to_be_visible()
    number = done.get_attribute("data-sale-number")
    assert number
    return number


def next_customer(page: Page) -> None:
    """Leave the done page for an empty ticket."""
    page.keyboard.press("F9")
    expect(page.get_by_test_id("ticket")).to_be_visible()
    expect_total(page, 0)


def close_shift(page: Page, counted: int) -> None:
    """Count the drawer blind and close."""
    page.get_by_test_id("close-shift").first.click()
    page.get_by_test_id("counted-cash").fill(str(counted))
    page.get_by_test_id("confirm-close").click()
    expect(page.get_by_test_id("daily-proof")).to_be_visible()


# -- paper -----------------------------------------------------------------------------------------


def papers(server: Server, kind: str, count: int = 1, seconds: float = 10) -> list[Path]:
    """Return the files of the demonstration's printer of one kind, as soon as there are so many."""
    folder = server.home / "printed"
    end = time.monotonic() + seconds
    while True:
        found = sorted(folder.glob(f"*-{kind}.bin"), key=lambda path: int(path.name.split("-")[0]))
        if len(found) >= count:
            return found
        assert time.monotonic() < end, sorted(path.name for path in folder.glob("*"))
        time.sleep(0.05)


def interpreted(data: bytes, dots: int = 576) -> View:
    """Return what a printer of `dots` would do with the bytes, with nothing to complain of."""
    view = View(dots).feed(data)
    assert view.warnings == []
    return view


def words_on(view: View) -> str:
    """Return the lines that a printer prints, as one text."""
    return "\n".join(view.lines)


def symbols_on(view: View) -> list[tuple[str, str]]:
    """Return every barcode and QR on the papers, as a scanner reads them."""
    return [symbol for paper in view.papers() for symbol in scan(paper)]


def events_of(view: View, name: str) -> list[tuple[object, ...]]:
    """Return what happened at the device of one kind: drawer, cut, barcode, qr."""
    return [event for event in view.events if event[0] == name]


def has_on_paper(view: View, text: str) -> bool:
    """Say whether a text stands on the paper, whatever lines it was broken into."""
    return _plain(text) in _plain(words_on(view))


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


# -- the office ------------------------------------------------------------------------------------


def amount_of(locator: Locator) -> int:
    """Return the rupiah that an element carries in `data-amount`."""
    text = locator.get_attribute("data-amount")
    assert text is not None
    return int(text)


def settle(page: Page, server: Server, cutoff: str) -> dict[str, int]:
    """Preview and post a settlement; return each maker's amount, the same before and after."""
    page.goto(f"{server.url}/manage/settlements/new")
    page.get_by_test_id("settle-cutoff").fill(cutoff)
    page.get_by_test_id("settle-hold-days").fill("0")
    page.get_by_test_id("settle-preview").click()
    expect(page.get_by_test_id("preview-row").first).to_be_visible()
    preview = _amounts(page.get_by_test_id("preview-row"))
    page.get_by_test_id("tick-none").click()
    expect(page.locator("#settle-sum")).to_have_text("Rp0")
    page.get_by_test_id("tick-all").click()  # the great sum follows the ticks
    expect(page.locator("#settle-sum")).to_have_text(rupiah(sum(preview.values())))
    page.get_by_test_id("settle-post").click()
    # The page fills as the job goes from maker to maker.
    expect(page.get_by_test_id("statement-row")).to_have_count(len(preview), timeout=60_000)
    posted = _amounts(page.get_by_test_id("statement-row"))
    assert posted == preview
    return posted


def _amounts(rows: Locator) -> dict[str, int]:
    pairs: list[list[str]] = rows.evaluate_all(
        "rows => rows.map(row => [row.dataset.maker, row.dataset.amount])"
    )
    assert len(dict(pairs)) == len(pairs)
    return {maker: int(amount) for maker, amount in pairs}


def open_statement(page: Page, maker_code: str) -> str:
    """Open a maker's statement from the list of a run and return its number."""
    row = page.locator(f"[data-testid=statement-row][data-maker='{maker_code}']")
    number = row.get_attribute("data-number")
    assert number
    row.get_by_role("link").first.click()
    expect(page.get_by_test_id("statement-total")).to_be_visible()
    return number


def pay(page: Page, how: str) -> int:
    """Pay the statement on the screen, `cash` or `transfer`, and return the amount."""
    page.get_by_test_id(f"payout-{how}").click()
    done = page.get_by_test_id("payout-done")
    expect(done).to_be_visible()
    return amount_of(done)


def give_access(page: Page, server: Server, maker: Maker, pin: str) -> None:
    """Let the manager give a maker a PIN."""
    page.goto(f"{server.url}/manage/makers/{maker.id}/access")
    page.get_by_label("PIN").fill(pin)
    page.get_by_role("button", name="PIN").or_(page.get_by_role("button", name="akses")).click()
    expect(page.get_by_test_id("notice")).to_contain_text(maker.phone or "")


def maker_signs_in(page: Page, server: Server, phone: str, pin: str) -> None:
    """Sign a maker in by phone number and PIN."""
    page.goto(f"{server.url}/maker")
    page.get_by_test_id("maker-phone").fill(phone)
    page.get_by_test_id("maker-pin").fill(pin)
    page.get_by_test_id("maker-submit").click()
    expect(page.get_by_test_id("maker-balance")).to_be_visible()


def fetched(page: Page, address: str) -> bytes:
    """Return what an address gives to whoever is signed in on the page."""
    response = page.request.get(address)
    assert response.ok, response.status
    return response.body()
