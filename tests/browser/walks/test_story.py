"""The whole story: sold at the till, settled by the manager, paid, and seen by its maker.

Every stop shows the same rupiah, and at the end the book agrees with itself.
"""

import os
import subprocess
import sys

from playwright.sync_api import Page, expect
from sqlalchemy import select

from catalogue.makers.models import Maker
from config import PROJECT
from tests.browser import steps
from tests.browser.conftest import COUNTER, PHONE, OpenPage
from tests.browser.steps import Photograph
from tests.server import Server

TODAY = "2026-05-09"


def maker_of(server: Server, code: str) -> Maker:
    """Return the maker of that code."""
    with steps.reading(server) as session:
        maker = session.scalars(select(Maker).where(Maker.code == code)).one()
        session.expunge(maker)
        return maker


def verify(server: Server) -> str:
    """Run `./titip verify` on the house and return what it says."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("TITIP_")}
    settings |= {"TITIP_HOME": str(server.home), "TITIP_DATABASE_URL": server.database_url}
    done = subprocess.run(
        [sys.executable, str(PROJECT / "commands.py"), "verify"],
        env=settings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_record_sell_settle_and_everybody_sees_the_same_rupiah(
    server: Server, open_page: OpenPage, photograph: Photograph
):
    first, second = two_makers_goods(server)

    # The cashier sells two of one maker for cash and one of another by QRIS, seen in the app.
    till = steps.stand_at_the_till(open_page(f"{server.url}/login"), server)
    steps.wedge(till, first.code, first.code, second.code)
    steps.expect_line(till, second, 1)
    number = steps.take_cash(till, 2 * first.price + second.price)
    steps.next_customer(till)
    steps.close_shift(till, 200_000 + 2 * first.price + second.price)
    expect(till.get_by_test_id("daily-proof")).to_have_attribute("data-ok", "true")
    expect(till.get_by_test_id("shift-difference")).to_have_attribute("data-amount", "0")

    # The manager settles, prints, pays one in cash and one by transfer.
    office = open_page(f"{server.url}/login")
    steps.manager_signs_in(office, server)
    posted = steps.settle(office, server, TODAY)
    photograph(office, "story-run")
    run = office.url
    payouts = {}
    for goods, how in ((first, "cash"), (second, "transfer")):
        office.goto(run)
        statement = steps.open_statement(office, goods.maker_code)
        total = steps.amount_of(office.get_by_test_id("statement-total"))
        assert total == posted[goods.maker_code]
        assert (
            steps.fetched(office, f"{server.url}/manage/statements/{statement}.pdf")[:5] == b"%PDF-"
        )
        assert number in office.locator("main").inner_text()
        photograph(office, f"story-statement-{how}")
        payouts[goods.maker_code] = (statement, total, steps.pay(office, how))
        photograph(office, f"story-paid-{how}")
    assert payouts[first.maker_code][2] == posted[first.maker_code] // 100 * 100
    assert payouts[second.maker_code][2] == posted[second.maker_code]

    # Each of the two makers signs in, one on her phone, and sees that very statement and money.
    for goods, screen in ((first, PHONE), (second, COUNTER)):
        maker = maker_of(server, goods.maker_code)
        steps.give_access(office, server, maker, "4826")
        assert maker.phone is not None
        phone = open_page(f"{server.url}/maker/login", screen)
        statement, total, paid = payouts[goods.maker_code]
        steps.maker_signs_in(phone, server, maker.phone, "4826")
        the_maker_sees(phone, server, goods, statement, total=total, paid=paid)
        photograph(phone, f"story-maker-{goods.maker_code}")

    assert verify(server)


def two_makers_goods(server: Server) -> tuple[steps.Goods, steps.Goods]:
    """Return goods of two makers, neither with a balance from before that would be paid twice."""
    by_maker = {goods.maker_code: goods for goods in steps.goods_of(server, at_least=4)}
    codes = sorted(by_maker)
    return by_maker[codes[0]], by_maker[codes[1]]


def the_maker_sees(
    phone: Page, server: Server, goods: steps.Goods, statement: str, *, total: int, paid: int
) -> None:
    """What the manager paid and what is left: the same rupiah on the maker's phone."""
    expect(phone.locator("main")).to_contain_text(goods.title)
    assert steps.amount_of(phone.get_by_test_id("maker-balance")) == total - paid
    assert steps.amount_of(phone.get_by_test_id("maker-payable")) == total - paid
    assert steps.amount_of(phone.get_by_test_id("maker-held")) == 0
    assert steps.amount_of(phone.get_by_test_id("maker-today")) in (goods.price, 2 * goods.price)
    assert steps.amount_of(phone.get_by_test_id("maker-month")) >= goods.price

    phone.goto(f"{server.url}/maker/payouts")
    one = phone.locator(f"[data-testid=maker-statement][data-number='{statement}']")
    assert steps.amount_of(phone.get_by_test_id("maker-received").first) == paid
    one.get_by_role("link").first.click()
    assert steps.amount_of(phone.get_by_test_id("statement-total")) == total
    phone.goto(f"{server.url}/maker/stock")
    expect(phone.locator("main")).to_contain_text(goods.title)
    phone.goto(f"{server.url}/maker")
