"""A Saturday's baskets, and a reckoning of what they come to that knows nothing of the product."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect
from sqlalchemy import select

from catalogue.makers.models import Maker
from catalogue.products import contracts
from catalogue.products.models import Product
from catalogue.products.queries import current_price
from catalogue.tours.models import Visit
from pos.ledger.queries import owed_to
from pos.portal.queries import rights
from tests.browser import steps
from tests.browser.steps import Goods
from tests.server import OPENS_AT, Server

FLOAT = 200_000
STEP = 100
"""Cash is taken down to whole hundreds of rupiah, as the demonstration is set."""


@dataclass(frozen=True)
class Terms:
    """What a maker agreed to: the commission in basis points, or the net price of a piece."""

    rate_bps: int | None
    net: int | None

    def maker_share(self, goods: Goods, quantity: int, discount: int = 0) -> int:
        """Rupiah the maker gets where a discount is shared; the odd rupiah is the maker's."""
        listed = goods.price * quantity
        if self.rate_bps is not None:
            paid = listed - discount
            return paid - paid * self.rate_bps // 10_000
        assert self.net is not None
        return self.net * quantity - (discount * self.net * quantity // listed)

    def of_new_goods(self) -> "Terms":
        """Return what holds for goods of the same maker that have no price of their own yet."""
        assert self.rate_bps is not None
        return self


@dataclass
class Basket:
    """What one customer brings to a till, and how it is paid."""

    lines: list[tuple[Goods, int]]
    how: str
    till: str
    visit: str | None = None
    discount: int = 0
    number: str = ""

    @property
    def net(self) -> int:
        """Rupiah of the basket after what was agreed on."""
        return sum(goods.price * quantity for goods, quantity in self.lines) - self.discount

    @property
    def pieces(self) -> int:
        """Scans that the basket takes."""
        return sum(quantity for _goods, quantity in self.lines)


def baskets(shelf: Sequence[Goods], visits: Sequence[str], *, count: int) -> list[Basket]:
    """Return the baskets of the day: every shelf piece sold at most as often as it is there."""
    chance = random.Random(9)
    left = Counter({goods.code: goods.on_hand for goods in shelf})
    ways = ["cash", "cash", "qris", "cash", "card", "qris", "transfer"]
    day = []
    for number in range(count):
        picked: dict[str, int] = {}
        for goods in chance.sample([one for one in shelf if left[one.code] > 2], 3):
            picked[goods.code] = chance.randint(1, 2)
            left[goods.code] -= picked[goods.code]
        lines = [(one, picked[one.code]) for one in shelf if one.code in picked]
        till = "phone" if number % 4 == 3 else "counter"
        visit = [*visits, None][number % (len(visits) + 1)]
        day.append(Basket(lines, ways[number % len(ways)], till, visit))
    return day


@dataclass
class Reckoning:
    """Sums of the day: by drawer, by tender, by maker and by visit, in rupiah."""

    drawer: Counter[str] = field(default_factory=Counter)
    tender: Counter[str] = field(default_factory=Counter)
    maker: Counter[str] = field(default_factory=Counter)
    visit: Counter[str] = field(default_factory=Counter)

    def sell(self, basket: Basket, terms: dict[str, Terms]) -> int:
        """Book a basket; return what the customer pays, the rounding of cash included."""
        assert not basket.discount or len(basket.lines) == 1
        for goods, quantity in basket.lines:
            share = terms[goods.code].maker_share(goods, quantity, basket.discount)
            self.maker[goods.maker_code] += share
        if basket.visit:
            self.visit[basket.visit] += basket.net
        due = basket.net
        if basket.how == "cash":
            due -= due % STEP
            self.drawer[basket.till] += due
        self.tender[basket.how] += due
        return due

    def give_back(self, basket: Basket, goods: Goods, terms: dict[str, Terms]) -> int:
        """Book one piece of a cash basket brought back to the counter; return what it had cost."""
        self.maker[goods.maker_code] -= terms[goods.code].maker_share(goods, 1)
        if basket.visit:
            self.visit[basket.visit] -= goods.price
        self.drawer["counter"] -= goods.price
        self.tender["cash"] -= goods.price
        return goods.price


@dataclass
class Hands:
    """A cashier's hands at one till: each touch, key and scan is counted, and each customer timed."""

    page: Page
    opening_float: int
    serving: str | None = None
    touches: int = 0
    scans: int = 0
    customers: list[tuple[float, int, int]] = field(default_factory=list)
    """Seconds, touches and scans of each."""

    def scan(self, *codes: str) -> None:
        """Scan codes, one after another."""
        self.scans += len(codes)
        steps.wedge(self.page, *codes)

    def tap(self, testid: str) -> None:
        """Touch what carries the test id."""
        self.touch(f"[data-testid='{testid}']")

    def touch(self, where: str) -> None:
        """Touch an element."""
        self.touches += 1
        self.page.locator(where).first.click()

    def key(self, name: str) -> None:
        """Press a key."""
        self.touches += 1
        self.page.keyboard.press(name)

    def write(self, where: str, text: str) -> None:
        """Type into a field; it counts as one touch."""
        self.touches += 1
        self.page.locator(where).fill(text)

    def agree_on(self, total: int) -> None:
        """Bring the ticket to an agreed total."""
        self.tap("discount")
        self.write("[data-testid=agreed-total]", str(total))
        self.tap("give-discount")

    def next_customer(self) -> None:
        """Leave the done page for an empty ticket."""
        self.touch("[data-key=F9]")
        expect(self.page.get_by_test_id("ticket")).to_be_visible()
        steps.expect_total(self.page, 0)

    @contextmanager
    def customer(self) -> Iterator[None]:
        """Time one customer, and count what the hands do meanwhile."""
        begun, touches, scans = time.monotonic(), self.touches, self.scans
        yield
        self.customers.append(
            (time.monotonic() - begun, self.touches - touches, self.scans - scans)
        )

    def report(self, name: str) -> str:
        """Return a line of means: seconds, touches and scans per customer."""
        count = len(self.customers)
        seconds, touches, scans = (
            sum(column) / count for column in zip(*self.customers, strict=True)
        )
        return f"{name}: {count} customers, {seconds:.1f} s, {touches:.1f} touches, {scans:.1f} scans each"


# -- the database, read beside the running house ---------------------------------------------------


def terms_of(server: Server, shelf: Sequence[Goods]) -> dict[str, Terms]:
    """Return the terms by code of those goods whose discounts are shared."""
    slugs = [goods.slug for goods in shelf]
    with steps.reading(server) as session:
        products = session.scalars(select(Product).where(Product.slug.in_(slugs))).all()
        agreed = contracts.all_in_force(session, products, on=OPENS_AT.date())
        return {
            product.code: Terms(
                agreed[product.id].commission_bps, current_price(session, product.id).net_price
            )
            for product in products
            if agreed[product.id].bearer == "shared"
        }


def owed(server: Server) -> dict[str, int]:
    """Return what the house owes each maker, by code."""
    with steps.reading(server) as session:
        return {maker.code: owed_to(session, maker.id) for maker in session.scalars(select(Maker))}


def held(server: Server) -> dict[str, int]:
    """Return what is held of each maker for money that nobody saw come yet, by code."""
    with steps.reading(server) as session:
        return {
            maker.code: rights(session, maker.id, today=OPENS_AT.date(), hold_days=0).held
            for maker in session.scalars(select(Maker))
        }


def todays_visits(server: Server) -> dict[str, Visit]:
    """Return the groups that are awaited today, by agency."""
    with steps.reading(server) as session:
        found = session.scalars(select(Visit).where(Visit.expected_on == OPENS_AT.date())).all()
        session.expunge_all()
        return {visit.name: visit for visit in found}


def wait_until(what: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end
        time.sleep(0.1)
