"""*Latihan*: the till to practise on; nothing of it may reach what the shop stands on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import g
from sqlalchemy import func, select

from catalogue.outlets.models import Till
from core import cookies
from core.admission import identify
from core.db import Base
from core.dispatch import TitipFlask
from pos.sales.here import Practising
from pos.sales.practice.models import Practice
from printers.documents import from_json
from printers.models import Printer, PrintJob
from tests.pos.sales.conftest import Counter

WRITES = {"practice", "print_job", "request_key", "web_session"}
"""All that practice may write: its own note, paper that says LATIHAN, and what any request writes."""


ASKS_FIRST = {"outlets.enrol_till", "running_shift.take_over"}
"""What refuses before that: a manager's page, and a PIN that is looked at before anything else."""


def everything(app: TitipFlask) -> dict[str, Any]:
    """Every row of every table but those."""
    with app.house.database.reader() as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table))))
            for table in Base.metadata.sorted_tables
            if table.name not in WRITES
        }


def practise(counter: Counter, *steps: tuple[str, dict[str, Any]]) -> Any:
    """Do steps of practice one after the other; return the last answer."""
    answer = counter.post("/pos/practice")
    for path, form in steps:
        answer = counter.post(f"/pos/practice/{path}", **form)
    return answer


def opened(counter: Counter) -> None:
    practise(counter, ("open", {"opening_float": "200.000"}))


def test_a_long_practice_leaves_no_trace_but_its_paper(counter: Counter, app: TitipFlask) -> None:
    with app.house.database.writer() as session:
        printer = Printer(name="Struk", connection="file")
        session.add(printer)
        session.flush()
        session.get_one(Till, counter.room.till.id).receipt_printer_id = printer.id
    goods = {name: product.code for name, product in counter.room.goods.items()}
    before = everything(app)

    opened(counter)
    for _round in range(3):
        for name in ("kain", "dompet", "dompet", "emping", "tas"):
            counter.post("/pos/practice/scan", code=goods[name])
        counter.post("/pos/practice/scan", code="2099999999999")
        counter.post(f"/pos/practice/lines/{counter.room.goods['emping'].id}", quantity="5")
        counter.post(f"/pos/practice/lines/{counter.room.goods['tas'].id}", quantity="0")
        counter.post("/pos/practice/complete", pane="cash", received="9.000.000")
        counter.post("/pos/practice/next")
    counter.post("/pos/practice/leave")

    assert everything(app) == before
    with app.house.database.reader() as session:
        assert session.scalar(select(func.count()).select_from(Practice)) == 0
        papers = [from_json(job.document or {}) for job in session.scalars(select(PrintJob))]
    assert [(paper.practice, paper.number) for paper in papers] == [(True, "LATIHAN")] * 3  # type: ignore[attr-defined]
    assert papers[0].total == 4_350_000 + 2 * 33_333 + 5 * 68_000 - 66  # type: ignore[attr-defined]


def test_the_guide_follows_what_the_person_does(counter: Counter) -> None:
    def step() -> int:
        page = counter.cashier.get("/pos/practice").text
        return 1 + page[: page.index('aria-current="step"')].count('data-testid="step"')

    counter.post("/pos/practice")
    assert step() == 1
    counter.post("/pos/practice/open", opening_float="0")
    assert step() == 2
    counter.post("/pos/practice/scan", code=counter.room.goods["dompet"].code)
    assert step() == 3
    counter.post("/pos/practice/complete", pane="cash", received="50.000")
    assert step() == 4
    page = counter.cashier.get("/pos/practice").text
    assert "16.700" in page  # the change, of 33.333 rounded as at the till
    assert "LATIHAN, BUKAN PENJUALAN" in counter.cashier.get("/pos/practice/receipt").text
    counter.post("/pos/practice/next")
    assert step() == 2


def test_one_tap_begins_and_one_tap_leaves(counter: Counter) -> None:
    counter.post("/pos/scan", code=counter.room.goods["emping"].code)
    counter.post("/pos/practice")

    assert counter.cashier.get("/pos").location == "/pos/practice"
    assert counter.manager.get("/pos").status_code == 200  # another browser goes on selling

    counter.post("/pos/practice/leave")
    page = counter.cashier.get("/pos").text
    assert 'data-amount="68000"' in page  # the real ticket is as it was
    assert counter.cashier.get("/pos/practice").location == "/pos"


@pytest.mark.parametrize(
    ("path", "form", "sentence"),
    [
        ("open", {"opening_float": "banyak"}, "angka saja"),
        ("scan", {"code": "123"}, "belum dikenal"),
        ("complete", {"pane": "cash"}, "masih kosong"),
        ("complete", {"pane": "gold"}, "cara bayarnya"),
    ],
)
def test_what_is_wrong_is_said_as_at_the_till(
    counter: Counter, path: str, form: dict[str, str], sentence: str
) -> None:
    opened(counter)

    answer = counter.post(f"/pos/practice/{path}", **form)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_too_little_money_is_refused_and_the_ticket_stands(counter: Counter) -> None:
    opened(counter)
    counter.post("/pos/practice/scan", code=counter.room.goods["emping"].code)

    answer = counter.post("/pos/practice/complete", pane="cash", received="50.000")

    assert answer.status_code == 422
    assert 'data-amount="68000"' in counter.cashier.get("/pos/practice").text


@contextmanager
def asked(app: TitipFlask, counter: Counter, path: str) -> Iterator[None]:
    """Be where a change that the cashier's browser sent to `path` stands before its guards."""
    found = [counter.cashier.get_cookie(name) for name in (cookies.SESSION, cookies.DEVICE)]
    sent = "; ".join(f"{cookie.key}={cookie.value}" for cookie in found if cookie)
    with app.test_request_context(path, method="POST", headers={"Cookie": sent}):
        g.house, g.now = app.house, app.house.clock.now()
        with app.house.database.reader() as g.db:
            identify()
            yield


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_nothing_real_can_be_tapped_at_a_till_that_practises(
    counter: Counter, app: TitipFlask
) -> None:
    """Every button of the till, whatever folder it is in: goods that arrive and are counted too."""
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)
    opened(counter)
    before = everything(app)
    adapter = app.url_map.bind("localhost")
    form = {
        "code": counter.room.goods["dompet"].code, "pane": "cash", "way": "cash", "kind": "in",
        "amount": "1.000", "customer": "X", "reason": "y",
    }  # fmt: skip
    tried = 0

    for rule in app.url_map.iter_rules():
        beside = rule.endpoint.partition(".")[0] in ("practice", "till_door")
        if "POST" not in (rule.methods or ()) or not rule.rule.startswith("/pos/") or beside:
            continue
        path = adapter.build(rule.endpoint, dict.fromkeys(rule.arguments, 1), method="POST")
        with asked(app, counter, path), pytest.raises(Practising):
            for guard in app.guards:
                guard()
        answer = counter.post(path, **form)
        assert answer.status_code >= 400, path
        has_no_page = rule.arguments and answer.status_code == 404  # where it could be said
        if rule.endpoint not in ASKS_FIRST and not has_no_page:
            assert "sedang latihan" in answer.text, path
        tried += 1

    assert tried > 40
    assert everything(app) == before


@pytest.mark.parametrize("way", ["card", "transfer"])
@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_card_is_practised_with_its_number(counter: Counter, way: str) -> None:
    opened(counter)
    counter.post("/pos/practice/scan", code=counter.room.goods["emping"].code)

    assert counter.post("/pos/practice/complete", pane=way).status_code == 422
    assert counter.post("/pos/practice/complete", pane=way, reference="1234").status_code == 303
    assert "1234" in counter.cashier.get("/pos/practice/receipt").text


def test_practice_that_ended_takes_nothing_more(counter: Counter) -> None:
    code = counter.room.goods["emping"].code

    answer = counter.post("/pos/practice/scan", code=code)

    assert answer.status_code == 422
    assert "Latihannya sudah selesai" in answer.text
