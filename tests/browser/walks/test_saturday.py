"""A Saturday: two tills, two groups, a killed server, a dead printer, and everything that goes wrong.

At five o'clock drawers, proofs, the makers' rights, the guides' slips and `verify` agree with a
reckoning made here. `pytest -rP` shows seconds and touches per customer.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Page, expect

from tests.browser import saturday, steps
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.saturday import FLOAT, Basket, Hands, Reckoning
from tests.browser.steps import Goods, Photograph
from tests.browser.walks.test_printers import DOTS_58_MM, make_narrow
from tests.browser.walks.test_story import TODAY, verify
from tests.printers import printer_servers
from tests.server import Run
from tests.test_commands import children

SLOW = {"offline": False, "latency": 300, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""A phone at the edge of the shop's network: 300 ms away, 400 kbit/s."""
UNRECORDED = "Kipas bambu tapis"
TENDERS = {"card": "APP 4471", "transfer": "BCA Ibu Sari"}


class Printer:
    """The counter's 58 mm printer, at one port, which can be dead for a while."""

    def __init__(self) -> None:
        self.stack = ExitStack()
        self.papers: list[bytes] = []
        self.port = 0
        self.revive()

    def revive(self) -> None:
        """Let it print (again)."""
        server = self.stack.enter_context(
            printer_servers.printer(printer_servers.reads_all, self.port)
        )
        server.papers = self.papers
        self.port = server.port

    def die(self) -> None:
        """Refuse every connection from now on."""
        self.stack.close()


@pytest.fixture
def printer() -> Iterator[Printer]:
    """A printer for the day."""
    printer = Printer()
    yield printer
    printer.die()


@pytest.fixture
def patience() -> Iterator[None]:
    """A killed server takes as long as the machine needs to come back; the till waits for it."""
    expect.set_options(timeout=40_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def surroundings(printer: Printer) -> dict[str, str]:
    """The house prints there, and visitors reach it."""
    return {
        "TITIP_PRINTER": f"127.0.0.1:{printer.port}",
        "TITIP_PUBLIC_URL": "https://galeri.example.org",
    }


long = pytest.mark.long


@pytest.mark.usefixtures("patience")
@pytest.mark.parametrize(
    ("engine_kind", "count"),
    [
        pytest.param("sqlite", 10, id="sqlite-10"),
        pytest.param("sqlite", 40, id="sqlite-40", marks=long),
        pytest.param("postgresql", 40, id="postgresql-40", marks=[long, pytest.mark.postgres]),
    ],
)
def test_a_saturday_comes_out_to_the_rupiah(
    count: int, run: Run, open_page: OpenPage, photograph: Photograph, printer: Printer
):
    day = Saturday(run, open_page, photograph, count)
    mishaps = {
        count // 5: day.wrong_tag,
        count * 2 // 5: day.server_is_killed,  # at 11:00
        count * 3 // 5: printer.die,  # at 12:00
        count * 4 // 5: printer.revive,
    }
    for number, basket in enumerate(day.baskets):
        if number in mishaps:
            mishaps[number]()
        day.serve(basket)
    day.sell_what_nobody_recorded()
    day.take_one_back()
    day.late_money_comes()
    fees = day.groups_leave()
    day.close()

    day.papers_came_out(printer, fees)
    day.makers_are_owed_what_was_reckoned()
    verify(run)
    for name, hands in day.hands.items():
        print(hands.report(name))


class Saturday:
    """The day at its tills: who stands where, what was sold, and what it must come to."""

    def __init__(self, house: Run, open_page: OpenPage, photograph: Photograph, count: int) -> None:
        self.house, self.open_page, self.photograph = house, open_page, photograph
        self.terms = saturday.terms_of(house, steps.goods_of(house, at_least=6))
        shelf = [one for one in steps.goods_of(house, at_least=6) if one.code in self.terms][:30]
        self.owed_before, self.held_before = saturday.owed(house), saturday.held(house)
        self.visits = saturday.todays_visits(house)
        self.reckoning = Reckoning()
        self.baskets = saturday.baskets(shelf, sorted(self.visits), count=count)
        bargain = self.baskets[1]
        bargain.lines, bargain.discount = bargain.lines[:1], 3_000
        self.late = next(one for one in self.baskets if one.how == "qris" and one.till == "counter")
        self.office = open_page(f"{house.url}/login")
        steps.manager_signs_in(self.office, house)
        make_narrow(self.office, house)
        counter = steps.till_ready(open_page(f"{house.url}/login"), house)
        self.counter = Hands(counter, FLOAT)
        self.hands = {"counter": self.counter, "phone": Hands(self.second_till(counter), 0)}

    def second_till(self, counter: Page) -> Page:
        """Make a phone on a slow line the second till, by the code at the counter."""
        counter.goto(f"{self.house.url}/pos/phone")
        counter.get_by_test_id("approver-pin").fill("1379")
        counter.get_by_test_id("phone-invite").click()
        link = counter.get_by_test_id("phone-link").get_attribute("href") or ""
        phone = self.open_page(link.replace("https://galeri.example.org", self.house.url), PHONE)
        phone.get_by_test_id("phone-join").tap()
        steps.enter_by_pin(phone)
        steps.open_shift(phone, 0)
        phone.context.new_cdp_session(phone).send("Network.emulateNetworkConditions", SLOW)
        counter.goto(f"{self.house.url}/pos")
        steps.scanner_is_heard(counter)
        return phone

    # -- customers --------------------------------------------------------------------------------

    def serve(self, basket: Basket) -> None:
        """Sell a basket at its till."""
        hands = self.hands[basket.till]
        with hands.customer():
            self.attribute(hands, basket)
            hands.scan(*(goods.code for goods, n in basket.lines for _piece in range(n)))
            steps.expect_total(hands.page, basket.net + basket.discount)
            if basket.discount:
                hands.agree_on(basket.net)
                steps.expect_total(hands.page, basket.net)
            self.take_money(hands, basket)
            basket.number = steps.sale_number(hands.page)
            hands.next_customer()
        self.reckoning.sell(basket, self.terms)

    def attribute(self, hands: Hands, basket: Basket) -> None:
        """Touch the badge of the customer's group, where it is not the one that stands there."""
        if hands.serving != basket.visit:
            visit = self.visits.get(basket.visit or "")
            where = f"visit-badge'][data-visit='{visit.id}" if visit else "visit-none"
            hands.touch(f"[data-testid='{where}']")
            expect(hands.page.locator(f"[data-testid='{where}']")).to_have_attribute(
                "aria-pressed", "true"
            )
            hands.serving = basket.visit

    def take_money(self, hands: Hands, basket: Basket) -> None:
        """Take the money as the customer has it; one QRIS is late."""
        if basket.how == "cash":
            hands.tap("pay-exact")
            return
        hands.tap(f"pay-{basket.how}")
        if basket.how == "qris":
            if basket is not self.late:
                hands.tap("confirm-qris")
        else:
            hands.write("[name=reference]", TENDERS[basket.how])
        hands.tap("complete-sale")

    # -- what goes wrong --------------------------------------------------------------------------

    def wrong_tag(self) -> None:
        """A tag of another shop is scanned: a red row, and nothing on the ticket."""
        self.counter.scan(steps.UNKNOWN)
        expect(self.counter.page.get_by_test_id("scan-error")).to_be_visible()
        self.photograph(self.counter.page, "saturday-wrong-tag")
        self.counter.page.keyboard.press("Escape")

    def server_is_killed(self) -> None:
        """The server dies while a customer is served, and comes back: her scans wait for it."""
        os.kill(children(self.house.process.pid)["web"], signal.SIGKILL)

    def sell_what_nobody_recorded(self) -> None:
        """A piece without a record is sold under its maker's terms."""
        goods = self.baskets[0].lines[0][0]
        piece = Goods("", UNRECORDED, goods.maker, goods.maker_code, 45_000, "", 1)
        basket = Basket([(piece, 1)], "cash", "counter", self.counter.serving)
        with self.counter.customer():
            self.counter.key("F7")
            self.counter.tap("unrecorded")
            self.counter.write("[data-testid=unrecorded-title]", UNRECORDED)
            self.counter.write("[data-testid=unrecorded-maker]", goods.maker_code)
            self.counter.write("[data-testid=unrecorded-price]", "45000")
            self.photograph(self.counter.page, "saturday-unrecorded")
            self.counter.tap("sell-unrecorded")
            steps.expect_total(self.counter.page, 45_000)
            self.counter.tap("pay-exact")
            basket.number = steps.sale_number(self.counter.page)
            self.counter.next_customer()
        self.reckoning.sell(basket, {"": self.terms[goods.code].of_new_goods()})
        self.baskets.append(basket)

    def take_one_back(self) -> None:
        """One piece of a cash basket comes back with its receipt."""
        basket = next(
            one for one in self.baskets if one.how == "cash" and not one.discount and one.net > 0
        )
        goods, _quantity = basket.lines[0]
        with self.counter.customer():
            self.counter.scan(basket.number)
            self.counter.tap("return-goods")
            self.counter.touch(f"[data-testid=return-line][data-code='{goods.code}']")
            steps.expect_total(self.counter.page, -goods.price)
            self.counter.key("Escape")
            self.photograph(self.counter.page, "saturday-return")
            self.counter.tap("complete-sale")
            steps.sale_number(self.counter.page)
            self.counter.next_customer()
        self.reckoning.give_back(basket, goods, self.terms)

    def late_money_comes(self) -> None:
        """The late QRIS is seen in the app at last: its receipt brings the sale back."""
        self.counter.scan(self.late.number)
        self.counter.tap("confirm-qris")
        expect(self.counter.page.get_by_test_id("confirm-qris")).to_have_count(0)

    # -- five o'clock -----------------------------------------------------------------------------

    def groups_leave(self) -> list[int]:
        """End both groups and pay their guides from the counter's drawer; return the fees."""
        fees = []
        for name, visit in self.visits.items():
            page = self.counter.page
            page.goto(f"{self.house.url}/pos?pane=visit-end&visit={visit.id}")
            fee = self.reckoning.visit[name] * visit.fee_bps // 10_000 // 100 * 100
            expect(page.get_by_test_id("fee-amount")).to_have_attribute("data-amount", str(fee))
            self.photograph(page, f"saturday-fee-{visit.id}")
            self.counter.tap("finish-visit")
            expect(page.get_by_test_id("notice")).not_to_be_empty()
            self.reckoning.drawer["counter"] -= fee
            fees.append(fee)
        return fees

    def close(self) -> None:
        """Count both drawers blind: no difference, and the day is proved."""
        for name, hands in self.hands.items():
            page = hands.page
            page.goto(f"{self.house.url}/pos/close")
            counted = hands.opening_float + self.reckoning.drawer[name]
            page.get_by_test_id("counted-cash").fill(str(counted))
            page.get_by_test_id("confirm-close").click()
            expect(page.get_by_test_id("daily-proof")).to_have_attribute("data-ok", "true")
            expect(page.get_by_test_id("shift-difference")).to_have_attribute("data-amount", "0")
            self.photograph(page, f"saturday-closed-{name}")

    def papers_came_out(self, printer: Printer, fees: list[int]) -> None:
        """Each receipt came out once, those of the dead hour too, and a slip for each guide."""
        saturday.wait_until(lambda: len(printer.papers) >= len(self.baskets) + len(fees))
        views = [steps.interpreted(paper, DOTS_58_MM) for paper in printer.papers]
        numbers = [
            text for view in views for kind, text in steps.symbols_on(view) if kind == "code128"
        ]
        for basket in self.baskets:
            assert numbers.count(basket.number) == 1, basket.number
        for fee in fees:
            words = f"{fee:,}".replace(",", ".")
            assert [view for view in views if steps.has_on_paper(view, f"Rp{words}")], words

    def makers_are_owed_what_was_reckoned(self) -> None:
        """Every maker's rights grew by the reckoning, and a settlement says so for three of them."""
        owed = saturday.owed(self.house)
        grown = {code: owed[code] - self.owed_before[code] for code in owed}
        assert {code: much for code, much in grown.items() if much} == +self.reckoning.maker
        posted = steps.settle(self.office, self.house, TODAY)
        for code, _much in self.reckoning.maker.most_common(3):
            assert posted[code] == owed[code] - self.held_before[code]
