"""The buyer's display on a phone stand follows the till; the till's own USB prints by itself."""

from time import monotonic

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from catalogue.outlets.queries import active_tills
from core.db import Database
from printers.models import Printer, PrintJob
from tests.browser import steps
from tests.browser.conftest import PHONE, OpenPage, one_engine
from tests.browser.steps import Photograph
from tests.server import Server
from tests.tools.escpos_view import View

WITHIN = 1.0
"""Seconds between what the cashier sees and what the buyer sees."""


FAKE_USB = """
  const out = { direction: "out", type: "bulk", endpointNumber: 1 };
  const face = { interfaceNumber: 0, alternates: [{ interfaceClass: 7, endpoints: [out] }] };
  window.printedByUsb = [];
  const device = {
    configuration: { interfaces: [face] },
    open: async () => {}, close: async () => {},
    claimInterface: async () => {}, releaseInterface: async () => {},
    transferOut: async (_end, data) => window.printedByUsb.push(...new Uint8Array(data)),
  };
  Object.defineProperty(navigator, "usb", { value: { getDevices: async () => [device] } });
"""
"""A printer at the till's own USB that was allowed before."""


def print_by_usb(till: Page, server: Server) -> None:
    """Let the till's receipts come out of a printer at its own USB."""
    database = Database(server.database_url)
    with database.writer() as session:
        number = active_tills(session)[0].receipt_printer_id
        session.get_one(Printer, number).connection = "webusb"
    database.dispose()
    till.add_init_script(FAKE_USB)


def open_display(till: Page, server: Server, open_page: OpenPage) -> Page:
    """Set the display up at the till and open its address without signing in."""
    till.goto(f"{server.url}/pos/display")
    till.get_by_test_id("display-set-up").click()
    address = till.get_by_test_id("display-here").get_attribute("href")
    display = open_page(f"{server.url}{address}", PHONE)
    expect(display.get_by_test_id("display-idle")).to_be_visible()
    till.goto(f"{server.url}/pos")
    return display


@one_engine
def test_the_buyer_sees_goods_total_code_and_change(
    server: Server, open_page: OpenPage, photograph: Photograph
):
    till = open_page(f"{server.url}/login")
    steps.stand_at_the_till(till, server)
    print_by_usb(till, server)
    display = open_display(till, server, open_page)
    goods = steps.goods_of(server)[0]

    steps.wedge(till, goods.code)
    steps.expect_line(till, goods, 1)
    shown = display.get_by_test_id("display-ticket")
    expect(shown).to_have_attribute("data-amount", str(goods.price))
    expect(shown).to_contain_text(goods.title)
    till.get_by_test_id("pay-qris").click()
    expect(display.get_by_test_id("display-qris")).to_be_visible()
    photograph(display, "display-qris")
    till.keyboard.press("Escape")
    expect(display.get_by_test_id("display-qris")).to_have_count(0)

    till.get_by_test_id("pay-cash").click()
    till.get_by_test_id("cash-received").fill(str(goods.price + 5_000))
    till.get_by_test_id("complete-sale").click()
    expect(display.get_by_test_id("display-done")).to_contain_text("5.000")
    expect(till.get_by_test_id("print-webusb")).to_have_count(0)  # it went out by itself
    view = View(576).feed(bytes(till.evaluate("window.printedByUsb")))
    assert view.warnings == [] and any(goods.title in line for line in view.lines)
    with steps.reading(server) as session:
        job = session.scalars(select(PrintJob).order_by(PrintJob.id.desc())).first()
        assert job is not None and (job.kind, job.state) == ("receipt", "sent")
    till.get_by_test_id("paperless").click()
    expect(till.get_by_test_id("paperless-qr")).to_contain_text("TITIP_PUBLIC_URL")
    photograph(display, "display-done")


@pytest.mark.long
@one_engine
def test_nineteen_of_twenty_scans_are_on_the_display_within_a_second(
    server: Server, open_page: OpenPage
):
    till = open_page(f"{server.url}/login")
    steps.stand_at_the_till(till, server)
    display = open_display(till, server, open_page)
    took = []
    total = 0
    for goods in steps.goods_of(server)[:20]:
        total += goods.price
        steps.wedge(till, goods.code)
        steps.expect_line(till, goods, 1)
        begun = monotonic()
        display.wait_for_selector(f'[data-testid="display-ticket"][data-amount="{total}"]')
        took.append(monotonic() - begun)

    assert sorted(took)[18] < WITHIN
