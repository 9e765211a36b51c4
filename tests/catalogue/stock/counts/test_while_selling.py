"""Any interleaving of sales and counting: after posting, the record says what is there."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from catalogue.stock.counts import tills
from catalogue.stock.queries import levels_that_disagree
from core.db import Database
from tests.catalogue.stock.counts.floor import Floor, furnish
from tests.conftest import copy_of_template
from tests.houses import share_statements

AT = datetime(2026, 5, 9, 2, 0, tzinfo=UTC)
THINGS = ("purse", "scarf")
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(
            ("sell", "ring up", "pay", "put back", "bring", "return", "steal", "scan", "type")
        ),
        st.sampled_from(THINGS),
        st.integers(1, 3),
    ),
    max_size=14,
)


@dataclass
class Shop:
    """What is really there: on the shelf, and on open tickets at the till.

    The one who counts stands at one thing, `at`, scans until all of it is scanned, and takes it
    for done when leaving with as many scanned as lie there.
    """

    floor: Floor
    shelf: dict[str, int] = field(default_factory=dict)
    tickets: dict[str, int] = field(default_factory=dict)
    scanned: dict[str, int] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    at: str = ""

    def do(self, what: str, name: str, pieces: int, count_id: int) -> None:
        """Let something happen in the shop, as far as there are goods for it."""
        here, paying = self.shelf[name], self.tickets[name]
        if what == "sell" and here:
            taken = min(pieces, here)
            self.shelf[name] -= taken
            self.floor.move(name, -taken)
        elif what == "ring up" and here:
            taken = min(pieces, here)
            self.shelf[name], self.tickets[name] = here - taken, paying + taken
        elif what == "pay" and paying:
            self.tickets[name] = 0
            self.floor.move(name, -paying)
        elif what == "put back":
            self.shelf[name], self.tickets[name] = here + paying, 0
        elif what in ("bring", "return"):
            self.shelf[name] += pieces
            self.floor.move(name, pieces, {"bring": "received", "return": "customer_return"}[what])
        elif what == "steal" and here and name not in self.scanned:
            self.shelf[name] -= min(pieces, here)  # nobody notices, nothing is on record
        elif what in ("scan", "type") and name not in self.done:
            self._count(what, name, count_id)

    def _count(self, what: str, name: str, count_id: int) -> None:
        here = self.shelf[name]
        self._leave(name)
        if what == "type":
            self.floor.count(count_id, name, here)
            self.scanned[name] = here
            self.done.add(name)
        elif self.scanned.get(name, 0) < here:
            self.floor.scan(count_id, name)
            self.scanned[name] = self.scanned.get(name, 0) + 1
            self.at = name

    def _leave(self, name: str) -> None:
        if self.at not in ("", name) and self.scanned[self.at] == self.shelf[self.at]:
            self.done.add(self.at)
        self.at = ""

    def settle_down(self, count_id: int) -> None:
        """Count what is left, and count anew until nothing is in doubt."""
        self._leave("")
        for name in THINGS:
            if name not in self.done:
                self.floor.count(count_id, name, self.shelf[name])
        self.floor.end(count_id)
        doubtful = [n for (n, _lot), row in self.floor.found(count_id).items() if row.trouble]
        if doubtful:
            self.floor.again(count_id, *doubtful)
            for name in doubtful:
                self.floor.count(count_id, name, self.shelf[name])


@given(before=EVENTS, after=EVENTS)
@settings(
    max_examples=max(12, settings.default.max_examples // 5),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)
def test_any_interleaving_of_sales_and_counting_gives_the_right_stock(
    shared_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
    before: list[Any],
    after: list[Any],
) -> None:
    database = Database(copy_of_template(shared_folder, tmp_path_factory.mktemp("shop")))
    share_statements(database)
    floor = furnish(database, AT)
    shop = Shop(floor, dict.fromkeys(THINGS, 5), dict.fromkeys(THINGS, 0))
    by_id = {floor.ids[name]: name for name in THINGS}
    tills.READERS.append(lambda _s, _outlet, ids: {n: shop.tickets[by_id[n]] for n in ids})
    try:
        for name in THINGS:
            floor.move(name, 5, "received")
        number = floor.start(maker="sekar")
        for event in before:
            shop.do(*event, number)
        shop.settle_down(number)
        for what, name, pieces in after:  # the shop goes on while the record is signed
            if what not in ("scan", "type", "steal"):
                shop.do(what, name, pieces, number)
        floor.sign(number)
        floor.post(number)
        for name in THINGS:
            assert floor.on_hand(name) == shop.shelf[name] + shop.tickets[name]
        assert not floor.read(levels_that_disagree)
    finally:
        tills.READERS.pop()
        database.dispose()
