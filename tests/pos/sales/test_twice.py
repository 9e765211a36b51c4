"""Every button that moves money, pressed twice: the same answer, and nothing more is written."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, literal, select, union_all

from core import jobs
from core.db import Base
from core.dispatch import TitipFlask
from core.ids import new_uuid
from pos.sales.models import Sale, SaleLine, Tender
from pos.settlements.models import Payout, Statement
from pos.shifts.models import Shift
from tests.pos.sales.conftest import Counter, give_manager_a_pin

MOVING_MONEY = {
    "till.open_shift", "till.scan", "till.complete", "till.confirm", "closing.move_cash",
    "closing.close", "paying.add_part", "paying.remove_part", "noting.sell", "returns.bring",
    "returns.swap", "returns.pay", "discounts.on_ticket", "discounts.on_line", "till.charge",
    "till.set_quantity", "till.remove_line", "till.void", "till.hold", "till.recall",
}  # fmt: skip
"""Routes of the till that a ticket, a drawer or a maker's money goes through."""


class Twice:
    """Presses every button twice, with one key, as a hand that slips or a line that is dead does."""

    def __init__(self, app: TitipFlask, counter: Counter) -> None:
        self.app, self.counter = app, counter
        self.pressed: set[str] = set()

    def press(self, path: str, browser: FlaskClient | None = None, **form: Any) -> str:
        """Press twice and return where it leads; the second time must change no row."""
        key = new_uuid()
        first = self.counter.post(path, browser, key=key, **form)
        assert first.status_code == 303, (path, first.text)
        rows = self.rows()
        again = self.counter.post(path, browser, key=key, **form)
        assert (again.status_code, again.location) == (303, first.location), path
        assert self.rows() == rows, path
        adapter = self.app.url_map.bind("localhost")
        self.pressed.add(adapter.match(path, method="POST")[0])
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

    assert app.view_functions.keys() - keyless >= MOVING_MONEY


def test_every_button_of_a_day_pressed_twice_is_pressed_once(
    app: TitipFlask, counter: Counter
) -> None:
    give_manager_a_pin(app, counter.room)
    twice = Twice(app, counter)
    code = {name: product.code for name, product in counter.room.goods.items()}

    twice.press("/pos/cash", kind="in", amount="50.000", reason="receh")
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
    twice.press("/pos/scan", code=code["emping"])
    twice.press("/pos/scan", code=code["selendang"])
    twice.press(f"/pos/lines/{twice.newest(SaleLine).id}/remove")
    twice.press("/pos/complete", pane="qris")
    twice.press(f"/pos/tenders/{twice.newest(Tender).id}/confirm")
    twice.press("/pos/unrecorded", title="Tas anyam", price="80.000", maker=counter.room.maker.code)
    twice.press("/pos/complete", pane="cash")
    twice.press("/pos/close", counted_cash="400.000")
    twice.press("/pos/shift", opening_float="100.000")

    assert MOVING_MONEY - twice.pressed == {"till.charge"}  # of a courier; tests/…/test_postage.py
    office(twice, counter)


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
