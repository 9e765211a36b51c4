"""A printer that is off, slow or dying never touches the sale, and its job says how it stands."""

from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Page, expect

from tests import server as titip
from tests.browser import steps
from tests.browser.conftest import MORNING, OpenPage, one_engine
from tests.browser.steps import Goods, Photograph
from tests.printers import printer_servers
from tests.server import Server

DOTS_58_MM = 384
AT_ONCE = 3.0
"""Seconds in which a sale is done on a loaded machine; a printer's time-outs are longer."""


def sell_one(page: Page, server: Server) -> Goods:
    """Sell one thing for cash and return it; the done page comes at once."""
    steps.stand_at_the_till(page, server)
    goods = steps.goods_of(server)[0]
    steps.wedge(page, goods.code)
    steps.expect_line(page, goods, 1)
    page.get_by_test_id("pay-cash").click()
    page.get_by_test_id("cash-received").fill(str(goods.price))
    begun = monotonic()
    page.get_by_test_id("complete-sale").click()
    steps.sale_number(page)
    assert monotonic() - begun < AT_ONCE
    return goods


def receipts_state(office: Page, server: Server, state: str) -> None:
    """The receipt's job stands at /manage/printers in the state."""
    row = office.get_by_test_id("job-row").filter(has_text="Struk G1").first
    for _attempt in range(30):
        office.goto(f"{server.url}/manage/printers")
        if row.get_attribute("data-state") == state:
            return
        office.wait_for_timeout(500)
    expect(row).to_have_attribute("data-state", state)


def make_narrow(office: Page, server: Server) -> None:
    """Tell the house that the gallery's printer is 58 mm wide and neither cuts nor opens a drawer."""
    office.goto(f"{server.url}/manage/printers")
    office.get_by_role("link", name="Struk Galeri").click()
    office.get_by_label("Huruf sebaris").select_option("32")
    office.get_by_label("Memotong kertas").uncheck()
    office.get_by_label("Membuka laci uang").uncheck()
    office.get_by_role("button", name="Simpan").click()
    expect(office.get_by_test_id("notice")).not_to_be_empty()


@one_engine
@pytest.mark.parametrize(
    ("temper", "state"),
    [("off", "queued"), ("slow", "sent"), ("dies_in_mid_job", "unconfirmed")],
)
def test_a_sale_is_done_at_once_whatever_the_printer_does(
    temper: str,
    state: str,
    house: tuple[Path, str],
    open_page: OpenPage,
    photograph: Photograph,
):
    behaviour = getattr(printer_servers, temper, printer_servers.reads_all)
    with printer_servers.printer(behaviour) as printer:
        address = printer_servers.nobody() if temper == "off" else printer.address
        with titip.serving(*house, **MORNING, TITIP_PRINTER=address) as server:
            till = open_page(f"{server.url}/login")
            sell_one(till, server)
            office = open_page(f"{server.url}/login")
            steps.manager_signs_in(office, server)
            receipts_state(office, server, state)
            photograph(office, f"printer-{temper}")
            said = {
                "sent": "struk sudah dikirim",
                "queued": "tercetak sendiri begitu printernya siap",
                "unconfirmed": "Lihat kertasnya",
            }[state]
            expect(till.locator(".done .state")).to_contain_text(said, timeout=15_000)
            photograph(till, f"till-printer-{temper}")


@one_engine
def test_a_58_mm_printer_without_cutter_and_drawer_prints_the_whole_receipt(
    server: Server, open_page: OpenPage, photograph: Photograph
):
    office = open_page(f"{server.url}/login")
    steps.manager_signs_in(office, server)
    make_narrow(office, server)
    photograph(office, "printer-edit")

    goods = sell_one(open_page(f"{server.url}/login"), server)
    [paper] = steps.papers(server, "receipt")
    receipt = steps.interpreted(paper.read_bytes(), DOTS_58_MM)
    assert steps.has_on_paper(receipt, goods.title)
    assert steps.has_on_paper(receipt, goods.maker)
    assert [name for name, _text in steps.symbols_on(receipt)] == ["code128"]
    assert steps.events_of(receipt, "cut") == []
    assert not list(paper.parent.glob("*-drawer.bin"))
