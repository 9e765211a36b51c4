"""Every button that moves money, pressed twice: the same answer, and nothing more is written."""

from datetime import timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, literal, select, union_all

from catalogue.tours import service as tours
from catalogue.tours.models import Visit
from core import jobs
from core.db import Base
from core.dispatch import TitipFlask
from core.ids import new_uuid
from pos.sales.deposits.models import Deposit
from pos.sales.models import Sale, SaleLine, Tender
from pos.settlements.models import Payout, Statement
from pos.shifts.models import Handover, Shift
from tests.pos.sales.conftest import MANAGER_PIN, Counter, give_manager_a_pin
from tests.pos.sales.quotations.offers import quoted
from tests.pos.sales.test_baskets import kept

NO_MONEY = {
    "practice": "writes a note of its own: test_practice.py",
    "arrivals": "goods on the road: tests/catalogue/stock/transfers",
    "counting": "goods on the shelf: tests/catalogue/stock/counts",
    "footfall": "counts who comes in: tests of visitors",
    "displays": "the buyer's screen",
    "by_hand": "paper",
    "maker_counter": "a maker's own page, on paper or as a link",
    "phone.invite": "lets a phone in",
    "receipts.speak": "the receipt's language",
    "till.print_again": "paper",
    "tours.print_again": "paper",
    "till_keepsakes.print_it": "paper",
    "running_shift.print_x": "paper",
    "running_shift.print_z": "paper",
    "running_shift.open_drawer": "the drawer opened without a sale",
    "providers": "asks a provider, then confirms as till.confirm does: test_providers.py",
}
"""Buttons of the till that no ticket, drawer or maker's money goes through: blueprints or routes."""


def moving_money(app: TitipFlask) -> set[str]:
    """Every route of the till that changes something, but those: a new one is among them at once."""
    found = set()
    for rule in app.url_map.iter_rules():
        keyless = hasattr(app.view_functions[rule.endpoint], "keyless")
        harmless = NO_MONEY.keys() & {rule.endpoint, rule.endpoint.partition(".")[0]}
        changes = rule.rule.startswith("/pos/") and "POST" in (rule.methods or ())
        if changes and not harmless and not (keyless and rule.endpoint in DOORS):
            found.add(rule.endpoint)
    return found


DOORS = {"outlets.enrol_till", "till_door.enter_by_pin", "till_door.leave", "phone.join"}
"""Whoever comes in has no key yet: pressed twice they are in once, and no money moves."""
PASSED_ON = {"running_shift.take_over"}
"""Who comes in takes the drawer over; pressed again, they have it and are only signed in again."""
SIGNED_IN = {"web_session": 1, "audit_entry": 1}
"""The rows that signing in writes."""


class Twice:
    """Presses every button twice, with one key, as a hand that slips or a line that is dead does."""

    def __init__(self, app: TitipFlask, counter: Counter) -> None:
        self.app, self.counter = app, counter
        self.pressed: set[str] = set()

    def press(self, path: str, browser: FlaskClient | None = None, **form: Any) -> str:
        """Press twice and return where it leads; the second time must write no row."""
        route, _values = self.app.url_map.bind("localhost").match(path, method="POST")
        more = SIGNED_IN if route in PASSED_ON else {}
        key = new_uuid()
        first = self.counter.post(path, browser, key=key, **form)
        assert first.status_code == 303, (path, first.text)
        rows = {name: count + more.get(name, 0) for name, count in self.rows().items()}
        again = self.counter.post(path, browser, key=key, **form)
        assert (again.status_code, again.location) == (303, first.location), path
        assert self.rows() == rows, path
        self.pressed.add(route)
        return str(first.location)

    def rows(self) -> dict[str, int]:
        """How many rows every table has."""
        tables = Base.metadata.sorted_tables
        counts = (select(literal(t.name), func.count()).select_from(t) for t in tables)
        with self.app.house.database.reader() as session:
            return dict(map(tuple, session.execute(union_all(*counts))))

    def newest(self, model: type[Any]) -> Any:
        """The row that was written last."""
        with self.app.house.database.reader() as session:
            return session.scalars(select(model).order_by(model.id.desc())).first()


def test_the_buttons_that_move_money_are_keyed(app: TitipFlask) -> None:
    keyless = {name for name, view in app.view_functions.items() if hasattr(view, "keyless")}

    assert moving_money(app) & keyless == PASSED_ON
    assert NO_MONEY.keys() <= app.blueprints.keys() | app.view_functions.keys()


def test_every_button_of_a_day_pressed_twice_is_pressed_once(
    app: TitipFlask, counter: Counter
) -> None:
    give_manager_a_pin(app, counter.room)
    twice = Twice(app, counter)
    code = {name: product.code for name, product in counter.room.goods.items()}
    manager = {"approver": str(counter.room.manager.id), "approver_pin": MANAGER_PIN, "reason": "x"}

    twice.press("/pos/cash", kind="in", amount="500.000", reason="receh")
    twice.press("/pos/scan", code=code["dompet"])
    line = twice.newest(SaleLine)
    twice.press(f"/pos/lines/{line.id}/quantity", quantity="3")
    twice.press(f"/pos/lines/{line.id}/discount", amount="1.000")
    twice.press("/pos/discount", amount="500")
    twice.press("/pos/hold", name="Ibu berbaju biru")
    twice.press(f"/pos/held/{line.sale_id}/recall")
    twice.press("/pos/parts", way="card", amount="10.000", reference="1")
    twice.press(f"/pos/parts/{twice.newest(Tender).id}/remove")
    twice.press("/pos/complete", pane="cash", received="100.000")
    sold = twice.newest(Sale)
    twice.press(f"/pos/returns/{sold.id}/lines/{line.id}/swap")
    twice.press("/pos/void")
    twice.press(f"/pos/returns/{sold.id}", line=line.id, **{f"quantity-{line.id}": "1"})
    twice.press("/pos/returns/pay", way="paid")
    twice.press("/pos/returns/untraced", line=line.id, quantity="1", **manager)
    twice.press("/pos/returns/pay", way="paid")
    twice.press("/pos/scan", code=code["ongkir"])
    twice.press(f"/pos/lines/{twice.newest(SaleLine).id}/charge", charge="12.000")
    twice.press("/pos/scan", code=code["selendang"])
    twice.press(f"/pos/lines/{twice.newest(SaleLine).id}/remove")
    twice.press("/pos/complete", pane="cash")
    twice.press("/pos/unrecorded", title="Tas anyam", price="80.000", maker=counter.room.maker.code)
    twice.press("/pos/complete", pane="cash")
    claims(twice, code["emping"], manager)
    a_group(twice, code["emping"])
    baskets(twice)
    quotations(twice)
    twice.press("/pos/deposits", customer="Bu Ani", amount="50.000", way="cash")
    twice.press(f"/pos/deposits/{twice.newest(Deposit).id}/back", amount="20.000", reason="batal")
    twice.press("/pos/handover", user=counter.room.manager.id, pin=MANAGER_PIN,
                counted_cash="400.000")  # fmt: skip
    assert twice.newest(Handover).id == 1
    twice.press("/pos/close", counted_cash="400.000")
    twice.press("/pos/shift", opening_float="100.000")

    assert moving_money(app) - twice.pressed == set()
    office(twice, counter)


def claims(twice: Twice, code: str, manager: dict[str, str]) -> None:
    """Five buyers say that they paid by QRIS: each claim is ended in another way."""
    for path, form in (
        ("/pos/tenders/{}/confirm", {}),
        ("/pos/claims/{}/seen", {}),
        ("/pos/claims/{}/missing", {}),
        ("/pos/claims/{}/paid", {"way": "cash"}),
        ("/pos/claims/{}/accept", manager),
    ):
        twice.press("/pos/scan", code=code)
        twice.press("/pos/complete", pane="qris")
        twice.press(path.format(twice.newest(Tender).id), **form)


def quotations(twice: Twice) -> None:
    """A firm's quotation becomes a ticket."""
    with twice.app.house.database.writer() as session:
        offer = quoted(session, twice.counter.room, "emping", 1, 60_000)
    twice.press(f"/pos/quotations/{offer.id}/deposit", amount="20.000", way="cash")
    twice.press(f"/pos/quotations/{offer.id}/ticket")
    twice.press("/pos/void")


def baskets(twice: Twice) -> None:
    """A visitor's order takes a deposit; a piece kept for another is sold all the same."""
    room = twice.counter.room
    order = kept(twice.app, twice.counter, {"selendang": 1, "dompet": 1}, order="selendang")
    twice.press("/pos/scan", code=order.code)
    item = next(item for item in order.items if item.is_order)
    day = (room.at + timedelta(days=40)).date().isoformat()
    twice.press(f"/pos/baskets/items/{item.id}/order", customer="Ayu", amount="50.000", way="cash",
                promised_on=day)  # fmt: skip
    twice.press("/pos/void")
    kept(twice.app, twice.counter, {"kain": 1})
    twice.press("/pos/baskets/kept", code=room.goods["kain"].code)
    twice.press("/pos/complete", pane="cash")


def a_group(twice: Twice, code: str) -> None:
    """A bus comes without a word, buys, is given another's ticket, and its guide is paid."""
    with twice.app.house.database.writer() as session:
        room = twice.counter.room
        agency = tours.add_agency(
            session, "Wisata Angan", fee_bps=1_000, by=room.manager.id, at=room.at
        ).id
    twice.press("/pos/visits/arrive", agency=str(agency))
    visit = twice.newest(Visit)
    twice.press("/pos/visits/serve")
    twice.press("/pos/scan", code=code)
    twice.press("/pos/complete", pane="cash")
    twice.press(f"/pos/sales/{twice.newest(Sale).id}/visit", visit=visit.id)
    twice.press(f"/pos/visits/{visit.id}/finish", source="drawer", seen="6800")


def office(twice: Twice, counter: Counter) -> None:
    """The treasurer settles, pays and takes back, each pressed twice."""
    house = twice.app.house
    with house.database.reader() as session:
        day = session.scalars(select(Shift.business_date)).first()
    manager = counter.manager
    twice.press("/manage/treasury", manager, **{"from": "outside", "to": "bank"}, amount="900.000",
                reason="modal")  # fmt: skip
    twice.press("/manage/settlements/new", manager, cutoff=str(day), hold_days="0", minimum="0")
    with house.database.reader() as session:
        job_id = jobs.next_open(session)
    assert job_id is not None
    jobs.run_to_end(house.database, job_id, now=house.clock.now, files=house.files)
    statement = twice.newest(Statement)
    twice.press(f"/manage/statements/{statement.number}/pay", manager, source="bank")
    payout = twice.newest(Payout)
    twice.press(f"/manage/payouts/{payout.number}/reverse", manager, reason="salah rekening")
