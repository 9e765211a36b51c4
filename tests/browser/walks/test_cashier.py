"""The cashier's walk: from an empty drawer in the morning to the Z report."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests import server as titip
from tests.browser import steps
from tests.browser.conftest import COUNTER, MORNING, OpenPage, one_engine
from tests.browser.steps import Goods, Photograph
from tests.printers import printer_servers
from tests.server import Run, Server

NOTHING_FOCUSED = "() => document.activeElement.blur()"


def three_makers_goods(server: Server) -> tuple[Goods, Goods, Goods]:
    """Return three things of three makers that stand in the gallery in several pieces."""
    one_of_each = {goods.maker: goods for goods in steps.goods_of(server, at_least=8)}
    first, second, third, *_rest = one_of_each.values()
    return first, second, third


def test_a_cashier_sells_for_cash_and_closes_on_a_blind_count(
    counter: Page, server: Server, photograph: Photograph
):
    steps.enrol(counter, server)
    photograph(counter, "cashier-who")
    steps.enter_by_pin(counter)
    photograph(counter, "cashier-closed")
    steps.open_shift(counter, 200_000)
    photograph(counter, "cashier-empty")
    shawl, wallet, brooch = three_makers_goods(server)

    # Scanned with nothing in the focus, with a button, with another field, and in the scan box.
    counter.evaluate(NOTHING_FOCUSED)
    steps.wedge(counter, shawl.code)
    steps.expect_line(counter, shawl, 1)
    expect(steps.line_of(counter, shawl.code)).to_contain_text(shawl.maker)
    steps.wedge(counter, wallet.code, where="[data-testid=line-remove]")
    steps.expect_line(counter, wallet, 1)
    steps.wedge(counter, brooch.code, where="[data-testid=line-qty]")
    steps.expect_line(counter, brooch, 1)
    steps.expect_line(counter, wallet, 1)
    steps.wedge(counter, brooch.code)
    steps.expect_line(counter, brooch, 2)
    steps.expect_total(counter, shawl.price + wallet.price + 2 * brooch.price)

    steps.line_of(counter, shawl.code).get_by_test_id("line-qty").fill("3")
    counter.keyboard.press("Enter")
    steps.expect_line(counter, shawl, 3)
    steps.line_of(counter, wallet.code).get_by_test_id("line-remove").click()
    expect(steps.line_of(counter, wallet.code)).to_have_count(0)
    total = 3 * shawl.price + 2 * brooch.price
    steps.expect_total(counter, total)
    photograph(counter, "cashier-ticket")

    counter.get_by_test_id("pay-cash").click()
    counter.get_by_test_id("cash-received").fill(str(total + 50_000))
    photograph(counter, "cashier-cash")
    counter.get_by_test_id("complete-sale").click()
    number = steps.sale_number(counter)
    expect(counter.get_by_test_id("sale-done")).to_have_attribute("data-change", "50000")
    expect(counter.locator(".done .state")).to_contain_text("sudah dikirim")
    photograph(counter, "cashier-done")
    the_receipt_came_out(server, number, (shawl, brooch))

    counter.get_by_test_id("close-shift").first.click()
    photograph(counter, "cashier-count")
    assert f"{200_000 + total:,}".replace(",", ".") not in counter.locator("body").inner_text()
    counter.get_by_test_id("counted-cash").fill(str(200_000 + total - 1_000))
    counter.get_by_test_id("confirm-close").click()
    expect(counter.get_by_test_id("shift-difference")).to_have_attribute("data-amount", "-1000")
    expect(counter.get_by_test_id("daily-proof")).to_have_attribute("data-ok", "true")
    photograph(counter, "cashier-closed-shift")
    the_z_report_came_out(server, number)


def the_receipt_came_out(server: Server, number: str, sold: tuple[Goods, ...]) -> None:
    """The receipt lies in the printer's folder: makers, number, symbol, cut, and the drawer."""
    receipt = steps.interpreted(steps.papers(server, "receipt")[0].read_bytes())
    for goods in sold:
        assert steps.has_on_paper(receipt, goods.maker)
        assert steps.has_on_paper(receipt, goods.title)
    assert steps.has_on_paper(receipt, number)
    assert ("code128", number) in steps.symbols_on(receipt)
    assert steps.events_of(receipt, "cut")
    assert steps.events_of(receipt, "qr") == []  # no public address: a QR would lead nowhere
    drawer = steps.interpreted(steps.papers(server, "drawer")[0].read_bytes())
    assert len(steps.events_of(drawer, "drawer")) == 1


def the_z_report_came_out(server: Server, number: str) -> None:
    """The Z report lies there too and names the sale."""
    [paper] = steps.papers(server, "shift_report")
    report = steps.interpreted(paper.read_bytes())
    assert steps.has_on_paper(report, number)
    assert steps.has_on_paper(report, "Selisih-Rp1.000")


@one_engine
def test_a_price_is_agreed_on_by_keyboard(counter: Page, server: Server, photograph: Photograph):
    steps.stand_at_the_till(counter, server)
    shawl, *_others = three_makers_goods(server)
    steps.wedge(counter, shawl.code)
    steps.expect_line(counter, shawl, 1)

    counter.keyboard.press("F4")
    expect(counter.get_by_test_id("agreed-total")).to_be_focused()
    counter.keyboard.type(str(shawl.price - 1_000))
    photograph(counter, "cashier-agreed")
    counter.keyboard.press("Enter")

    steps.expect_total(counter, shawl.price - 1_000)
    expect(counter.get_by_test_id("pay-cash")).to_be_visible()
    steps.take_cash(counter, shawl.price)
    expect(counter.get_by_test_id("sale-done")).to_have_attribute("data-change", "1000")


@one_engine
def test_qris_is_confirmed_then_or_later(counter: Page, server: Server, photograph: Photograph):
    steps.stand_at_the_till(counter, server)
    shawl, wallet, brooch = three_makers_goods(server)

    steps.wedge(counter, shawl.code)
    steps.expect_line(counter, shawl, 1)
    counter.get_by_test_id("pay-qris").click()
    expect(counter.get_by_test_id("complete-sale")).to_be_visible()
    expect(counter.locator("#side")).to_contain_text(f"{shawl.price:,}".replace(",", "."))
    photograph(counter, "cashier-qris")
    counter.get_by_test_id("confirm-qris").check()
    counter.get_by_test_id("complete-sale").click()
    steps.sale_number(counter)
    expect(counter.get_by_test_id("confirm-qris")).to_have_count(0)

    steps.wedge(counter, wallet.code)
    steps.expect_line(counter, wallet, 1)
    steps.take_qris(counter)
    photograph(counter, "cashier-qris-done")
    counter.get_by_test_id("confirm-qris").click()
    expect(counter.get_by_test_id("notice")).to_contain_text("dipastikan")
    expect(counter.get_by_test_id("confirm-qris")).to_have_count(0)

    steps.wedge(counter, brooch.code)
    steps.expect_line(counter, brooch, 1)
    number = steps.take_qris(counter)
    steps.next_customer(counter)
    counter.get_by_test_id("close-shift").first.click()
    expect(counter.locator("body")).to_contain_text(number)
    counter.get_by_test_id("claim-seen").click()
    expect(counter.get_by_test_id("claim-seen")).to_have_count(0)
    counter.goto(f"{server.url}/pos")
    steps.close_shift(counter, 200_000)
    expect(counter.get_by_test_id("daily-proof")).to_have_attribute("data-ok", "true")
    expect(counter.get_by_test_id("shift-difference")).to_have_attribute("data-amount", "0")


def test_the_ticket_survives_when_the_server_is_killed(
    house: tuple[Path, str], run: Run, open_page: OpenPage, photograph: Photograph
):
    page = steps.stand_at_the_till(open_page(f"{run.url}/login"), run)
    shawl, wallet, _brooch = three_makers_goods(run)
    steps.wedge(page, shawl.code, wallet.code, shawl.code)
    steps.expect_line(page, shawl, 2)

    run.process.kill()
    run.process.wait()
    with titip.running(*house, **MORNING) as again:
        page.goto(f"{again.url}/pos")
        steps.scanner_is_heard(page)
        steps.expect_line(page, shawl, 2)
        steps.expect_line(page, wallet, 1)
        steps.expect_total(page, 2 * shawl.price + wallet.price)
        total = 2 * shawl.price + wallet.price
        steps.take_cash(page, total)
        expect(page.get_by_test_id("sale-done")).to_have_attribute("data-change", "0")
        photograph(page, "cashier-after-the-kill")


@one_engine
def test_nothing_is_sold_twice_by_a_double_click_or_a_second_tab(
    open_page: OpenPage, server: Server, photograph: Photograph
):
    page = steps.stand_at_the_till(open_page(f"{server.url}/login"), server)
    shawl, wallet, _brooch = three_makers_goods(server)
    steps.wedge(page, shawl.code)
    steps.expect_line(page, shawl, 1)
    page.get_by_test_id("pay-cash").click()
    page.get_by_test_id("cash-received").fill(str(shawl.price))

    other = page.context.new_page()
    other.goto(f"{server.url}/pos?pane=cash")
    expect(other.locator("#link-state")).not_to_be_empty()
    other.get_by_test_id("cash-received").fill(str(shawl.price))
    page.get_by_test_id("complete-sale").dblclick()
    first = steps.sale_number(page)
    other.get_by_test_id("complete-sale").click()
    expect(other.get_by_test_id("notice")).to_contain_text("Belum berhasil")
    photograph(other, "cashier-second-tab")

    steps.wedge(other, wallet.code)
    steps.expect_line(other, wallet, 1)
    second = steps.take_cash(other, wallet.price)
    assert int(second[2:]) == int(first[2:]) + 1


@one_engine
def test_the_receipt_comes_out_at_a_network_printer_and_in_the_browser(
    house: tuple[Path, str], open_page: OpenPage, photograph: Photograph
):
    with (
        printer_servers.printer(printer_servers.reads_all) as printer,
        titip.serving(
            *house,
            **MORNING,
            TITIP_PRINTER=printer.address,
            TITIP_PUBLIC_URL="https://galeri.example.org",
        ) as networked,
    ):
        page = open_page(f"{networked.url}/login", COUNTER)
        steps.stand_at_the_till(page, networked)
        shawl, _wallet, _brooch = three_makers_goods(networked)
        steps.wedge(page, shawl.code)
        steps.expect_line(page, shawl, 1)
        number = steps.take_cash(page, shawl.price)

        with page.expect_popup() as popup:
            page.get_by_test_id("receipt-page").click()
        for width in ("80", "58"):
            popup.value.goto(popup.value.url.split("?")[0] + f"?width={width}")
            expect(popup.value.locator("main")).to_contain_text(shawl.maker)
            expect(popup.value.locator("main")).to_contain_text(number)
            photograph(popup.value, f"cashier-receipt-{width}")
        papers = printer.wait_for(2, seconds=15)

    receipt = steps.interpreted(b"".join(papers))
    assert steps.has_on_paper(receipt, shawl.maker)
    assert [name for name, _text in steps.symbols_on(receipt)] == ["qrcode", "code128"]
    assert ("code128", number) in steps.symbols_on(receipt)
    [(_qr, link)] = steps.events_of(receipt, "qr")
    assert str(link).startswith("https://galeri.example.org/r/")
    assert steps.events_of(receipt, "drawer")
