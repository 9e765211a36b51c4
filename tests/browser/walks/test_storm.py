"""Scanner storms: every scan counts once, in order, however the scanner ends it and the line fares."""

from urllib.parse import urlsplit

from playwright.sync_api import Page, Route, expect

from core.money import rupiah
from tests.browser import steps
from tests.browser.conftest import one_engine
from tests.browser.steps import UNKNOWN, Photograph
from tests.server import Server
from tests.tools.slow_line import slow_line

pytestmark = one_engine

PACE_MS = 100
LATENCY, DROP = 0.3, 10.0


def thirty(server: Server) -> tuple[list[str], list[str]]:
    """Return thirty codes with an unknown one in the middle, and the twenty-nine known ones."""
    codes = [goods.code for goods in steps.goods_of(server)][:29]
    assert len(codes) == 29
    return [*codes[:17], UNKNOWN, *codes[17:]], codes


def expect_ticket(page: Page, codes: list[str], *, seconds: float = 10) -> None:
    """Nothing waits, the lines are these in the order scanned, and the scanner is heard."""
    expect(page.locator("#waiting tr")).to_have_count(0, timeout=seconds * 1000)
    expect(steps.lines(page)).to_have_count(len(codes))
    shown = page.eval_on_selector_all(
        "[data-testid=ticket-line]",
        "rows => rows.map((row) => [row.dataset.code, row.dataset.qty])",
    )
    assert shown == [[code, "1"] for code in reversed(codes)]
    expect(page.get_by_test_id("scan-input")).to_be_focused()


def clear(page: Page) -> None:
    """Set the ticket aside."""
    page.keyboard.press("F8")
    expect(page.get_by_test_id("hold-name")).to_be_focused()
    page.keyboard.press("Enter")
    expect(steps.lines(page)).to_have_count(0)


def test_a_storm_of_scans_counts_each_once_in_order(
    counter: Page, server: Server, photograph: Photograph
):
    steps.stand_at_the_till(counter, server)
    stormed, codes = thirty(server)

    steps.wedge(counter, *stormed, pause_ms=PACE_MS)

    expect_ticket(counter, codes)
    expect(counter.get_by_test_id("scan-error")).to_have_count(1)
    expect(counter.get_by_test_id("scan-error")).to_contain_text(UNKNOWN)
    photograph(counter, "cashier-storm")
    clear(counter)
    expect(counter.get_by_test_id("scan-error")).to_have_count(0)
    however_they_end(counter, codes)
    never_completes(counter, codes)
    clear(counter)
    a_late_answer_takes_no_scan_away(counter, codes[0])
    a_touch_is_followed_by_a_person(counter, codes[1])
    what_was_typed_before_a_key_of_the_till_is_no_code(counter, codes[2])
    clear(counter)
    a_typed_quantity_is_sold(counter, codes[0])
    nothing_takes_the_place_of_the_change(counter, codes[1:3])
    on_a_slow_line_that_drops(counter, server, photograph)


def however_they_end(counter: Page, codes: list[str]) -> None:
    """Tab, nothing at all, an address with Caps Lock on: into the box, a field, a button."""
    some = codes[:8]
    steps.wedge(counter, *some[:3], pause_ms=PACE_MS, ending="Tab")
    steps.wedge(counter, *some[3:5], pause_ms=PACE_MS, ending="")
    expect_ticket(counter, some[:5])
    steps.wedge(counter, some[5], where="[data-testid=line-qty]", ending="")
    expect_ticket(counter, some[:6])
    steps.wedge(counter, some[6], where="[data-testid=pay-exact]")
    expect_ticket(counter, some[:7])
    steps.wedge(counter, f"HTTPS://GALERI.EXAMPLE/K/{some[7]}", ending="")
    expect_ticket(counter, some)
    assert counter.get_by_test_id("scan-input").input_value() == ""


def never_completes(counter: Page, codes: list[str]) -> None:
    """With the money typed and the cursor on the button that completes, a scan is a scan."""
    for number, (code, ending) in enumerate([(codes[8], "Enter"), (UNKNOWN, "Tab"), (UNKNOWN, "")]):
        counter.keyboard.press("F9")
        expect(counter.get_by_test_id("cash-received")).to_be_focused()
        counter.locator(".notes button").first.click()
        expect(counter.get_by_test_id("complete-sale")).to_be_focused()
        steps.wedge(counter, code, "", ending=ending)  # some scanners end twice
        expect(counter.get_by_test_id("scan-error")).to_have_count(number)
        expect(steps.lines(counter)).to_have_count(9)
        expect(counter.get_by_test_id("pay-cash")).to_be_visible()


def a_late_answer_takes_no_scan_away(page: Page, code: str) -> None:
    """A pane was asked for before the scan; its answer, written before it, comes after it."""

    def dawdle(route: Route) -> None:
        written = route.fetch()
        page.wait_for_timeout(400)
        route.fulfill(response=written)

    page.route("**/pos?pane=*", dawdle)
    with page.expect_response("**/pos?pane=*"):
        page.keyboard.press("F1")
        steps.wedge(page, code)
    page.unroute("**/pos?pane=*")
    expect_ticket(page, [code])


def a_touch_is_followed_by_a_person(page: Page, code: str) -> None:
    """A second Enter of the scanner is passed over, one that comes after a touch is not."""
    held = page.evaluate(
        """async ([keystrokes, code]) => {
          await eval(keystrokes)([[code], null, 0, "Enter"]);
          document.body.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
          const enter = { key: "Enter", bubbles: true, cancelable: true };
          return !document.activeElement.dispatchEvent(new KeyboardEvent("keydown", enter));
        }""",
        [steps.KEYSTROKES, code],
    )
    assert not held
    expect(steps.line_of(page, code)).to_be_visible()


def what_was_typed_before_a_key_of_the_till_is_no_code(page: Page, code: str) -> None:
    """A sum, Escape and a scan on each other's heels: the scan is the code alone."""
    page.keyboard.type("240000")
    page.keyboard.press("Escape")
    steps.wedge(page, code)
    expect(steps.line_of(page, code)).to_be_visible()


def a_typed_quantity_is_sold(page: Page, code: str) -> None:
    """A key pressed in the field of a quantity: that quantity counts, and its total is seen first."""
    steps.wedge(page, code)
    expect(steps.line_of(page, code)).to_have_attribute("data-qty", "1")
    page.keyboard.press("F3")
    page.keyboard.type("0")
    page.keyboard.press("F6")
    expect(page.locator("body")).to_contain_text("Jumlah harus antara 1")
    page.wait_for_timeout(100)  # a sale that was asked for behind it would be there now
    expect(steps.line_of(page, code)).to_have_attribute("data-qty", "1")
    page.keyboard.press("F3")
    page.keyboard.type("2")
    page.keyboard.press("F6")
    expect(steps.line_of(page, code)).to_have_attribute("data-qty", "2")
    expect(page.locator("#notice")).to_contain_text("Isi nota berubah")
    expect(page.get_by_test_id("pay-exact")).to_be_visible()  # once more sells it
    page.keyboard.press("F3")
    page.keyboard.type("3")
    page.keyboard.press("F9")
    expect(page.get_by_test_id("cash-received")).to_be_focused()
    expect(steps.line_of(page, code)).to_have_attribute("data-qty", "3")


def nothing_takes_the_place_of_the_change(page: Page, codes: list[str]) -> None:
    """Keys pressed while the answer is on its way do nothing; a scan waits, and the change stays."""

    def dawdle(route: Route) -> None:
        written = route.fetch()
        page.wait_for_timeout(300)
        route.fulfill(response=written)

    page.get_by_test_id("cash-received").fill("5000000")
    page.route("**/pos/complete", dawdle)
    page.keyboard.press("F9")
    for key in ("F9", "F7", "F8", "Alt+q", "F10", "F6"):
        page.keyboard.press(key)
    number = steps.sale_number(page)
    page.unroute("**/pos/complete")
    change = page.get_by_test_id("sale-done").get_attribute("data-change")
    page.wait_for_timeout(100)  # a key that was kept would ask for its pane now
    expect(page.get_by_test_id("sale-done")).to_be_visible()
    steps.wedge(page, *codes)
    expect_ticket(page, codes)
    expect(page.get_by_test_id("last-sold")).to_contain_text(number)
    expect(page.get_by_test_id("last-sold")).to_contain_text(rupiah(int(change or 0)))
    clear(page)


def on_a_slow_line_that_drops(page: Page, server: Server, photograph: Photograph) -> None:
    """What waits shows at once and keeps the button shut; all of it arrives in order, none twice."""
    port = urlsplit(server.url).port
    assert port is not None
    stormed, codes = thirty(server)
    with slow_line(port, LATENCY) as line:
        page.goto(f"{line.url}/pos")
        steps.scanner_is_heard(page)
        steps.wedge(page, codes[0])
        expect_ticket(page, codes[:1])
        page.keyboard.press("F9")
        expect(page.get_by_test_id("cash-received")).to_be_focused()

        steps.wedge(page, *stormed[1:6], pause_ms=PACE_MS)
        line.drop(DROP)
        steps.wedge(page, *stormed[6:], pause_ms=PACE_MS)

        waiting = page.locator("#waiting tr")
        assert waiting.count() >= 24
        expect(waiting.first).to_have_text(f"{codes[-1]} menunggu")
        photograph(page, "cashier-waiting")
        page.keyboard.press("F9")
        expect(page.locator("#complete:enabled")).to_have_count(0)
        expect(page.locator("#link-state.bad")).to_be_visible(timeout=12_000)
        page.reload()  # somebody is impatient: what waits is kept, with its keys
        expect_ticket(page, codes, seconds=30)
        expect(page.get_by_test_id("scan-error")).to_have_count(1)
        assert line.swallowed
