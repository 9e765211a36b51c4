"""A stock count with a scanner on a phone, while the till sells; checked and signed in the office."""

from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.conftest import PHONE, OpenPage, one_engine
from tests.browser.steps import Photograph
from tests.browser.walks.test_moves import listens
from tests.server import Server
from tests.tools.reading import page_texts


def count_the_rest(phone: Page, server: Server, address: str) -> None:
    """Tick everything that was not scanned as not there."""
    phone.get_by_test_id("count-missing").click()
    for box in phone.get_by_role("checkbox").all():
        box.check()
    phone.get_by_test_id("none-left").click()
    expect(phone.get_by_test_id("notice")).to_contain_text("dicatat tidak ada")
    phone.goto(server.url + address)


@one_engine
def test_a_maker_s_goods_are_counted_on_a_phone_while_the_till_sells(
    open_page: OpenPage, counter: Page, server: Server, photograph: Photograph
):
    goods = steps.goods_of(server, at_least=3)[0]
    till = steps.till_ready(counter, server)
    office = open_page(f"{server.url}/login")
    steps.manager_signs_in(office, server)
    office.goto(f"{server.url}/manage/counts/new")
    office.locator("[name=maker]").select_option(label=goods.maker)
    office.get_by_test_id("count-start").click()
    expect(office.get_by_test_id("count-go")).to_be_visible()
    here = office.url
    counting = "/pos/counts/" + here.rsplit("/", 1)[1]

    phone = open_page(f"{server.url}/login", PHONE)
    steps.manager_signs_in(phone, server)
    phone.goto(server.url + counting)
    listens(phone)
    steps.wedge(phone, goods.code, goods.code, goods.code, where="#scan")
    line = phone.locator(f'[data-testid=count-line][data-code="{goods.code}"]')
    expect(line).to_have_attribute("data-pieces", "3")
    steps.wedge(phone, "8993899690945", where="#scan")  # nobody knows it: it is said, and left out
    expect(phone.locator("#waiting .wrong")).to_contain_text("belum dikenal")
    photograph(phone, "count-phone")
    line.locator("input[name^=pieces]").fill(str(goods.on_hand - 1))
    phone.get_by_test_id("count-put").click()
    expect(line).to_have_attribute("data-pieces", str(goods.on_hand - 1))

    steps.wedge(till, goods.code)  # sold after the line was counted: it changes no difference
    steps.take_cash(till, goods.price)

    count_the_rest(phone, server, counting)
    office.goto(here)
    office.get_by_test_id("count-end").click()
    row = office.locator(f'[data-testid=count-row][data-code="{goods.code}"]')
    expect(row).to_have_attribute("data-difference", "-1")
    photograph(office, "count-found")

    office.get_by_test_id("count-again").click()  # everything that differs is ticked
    expect(office.get_by_test_id("notice")).to_contain_text("dihitung ulang")
    phone.goto(server.url + counting)
    for box in phone.locator("input[name^=pieces]").all():
        box.fill("0")
    line.locator("input[name^=pieces]").fill(str(goods.on_hand - 2))
    phone.get_by_test_id("count-put").click()
    expect(phone.get_by_test_id("notice")).to_contain_text("angka disimpan")

    office.goto(here)
    expect(row).to_have_attribute("data-difference", "-1")
    assert goods.title in " ".join(
        " ".join(page_texts(steps.fetched(office, f"{here}/record.pdf"))).split()
    )
    for pad in office.get_by_test_id("pad").all():  # both draw on the screen, nothing is printed
        steps.draw(office, pad)
    office.get_by_test_id("count-sign").click()
    expect(office.get_by_test_id("count")).to_have_attribute("data-state", "posted")
    photograph(office, "count-posted")
