"""Kas dan bank: every place that holds money, moving it by one press, and the slip of each move."""

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.dispatch import TitipFlask
from pos.reports.trust import trust
from pos.settlements import treasury
from pos.settlements.holdings import holdings
from printers.models import Printer, PrintJob
from tests.pos.settlements.office import browser, rows, send
from tests.pos.settlements.paying_day.desk import move
from tests.pos.settlements.stage import Stage
from tests.pos.showroom import QRIS

MONEY = "/manage/treasury"


def close_place(stage: Stage) -> None:
    """The place is given up, as a bazar's stall is, with money in its safe."""

    def work(session: Session) -> None:
        room = stage.room_in(session)
        room.till.archived_at = room.outlet.archived_at = stage.at

    stage.do(work)


def test_a_place_that_is_given_up_keeps_its_safe_until_it_is_empty(
    office: FlaskClient, stage: Stage
):
    stage.sell({"selendang": 1})
    stage.close_shift()
    close_place(stage)
    safe = treasury.Place("safe", stage.room.outlet.id)
    page = office.get(MONEY).text
    there = {row["account"]: row for row in rows(page, "holding")}[safe.account_code]
    assert (there["place"], there["amount"]) == (safe.code, "405000")

    filled = office.get(f"{MONEY}?from={safe.code}&to=treasury&amount=405000&reason=Bazar").text
    assert f'value="{safe.code}" selected' in filled
    assert 'value="405.000"' in filled
    moved = send(office, MONEY, **{"from": safe.code}, to="treasury", amount="405.000",
                 reason="Bazar")  # fmt: skip
    assert rows(office.get(moved.location).text, "movement")[0]["amount"] == "405000"
    assert safe.code not in office.get(MONEY).text
    assert send(office, MONEY, **{"from": safe.code}, to="bank", amount="1", reason="x").status_code == 422  # fmt: skip


def test_what_lies_everywhere_is_what_is_held_in_trust(database, stage: Stage):
    stage.sell({"selendang": 1, "ongkir": 1})
    stage.sell({"dompet": 1}, offers=QRIS)
    move(stage, treasury.OUTSIDE, treasury.Place("bank"), 70_000)
    with database.reader() as session:
        found, book = holdings(session), trust(session)
        names = {one.code: one.amount for one in (*found.cash, *found.beyond) if one.code}
        assert found.held == book.held.amount == sum(names.values())
        assert sum(one.amount for one in found.others) == book.others.amount == 20_000
        for code, amount in names.items():
            assert book.figure(code, {}).amount == amount


def test_a_movement_has_a_slip_on_paper_and_on_a_roll_and_a_way_back(
    app: TitipFlask, office: FlaskClient, stage: Stage
):
    move(stage, treasury.OUTSIDE, treasury.Place("bank"), 70_000)
    move(stage, treasury.Place("bank"), treasury.TREASURY, 50_000)
    page = office.get(f"{MONEY}/PU-00002").text
    assert "from=treasury&amp;to=bank&amp;amount=50000" in page
    assert "Pindahkan kembali" not in office.get(f"{MONEY}/PU-00001").text.replace("Pindahkan kembali dengan", "")  # fmt: skip
    assert office.get(f"{MONEY}/PU-00002.pdf").data[:5] == b"%PDF-"

    assert send(office, f"{MONEY}/PU-00002/print").status_code == 422
    printer = stage.database.write(_printer)
    assert send(office, f"{MONEY}/PU-00002/print", printer=printer).status_code == 303
    with app.house.database.reader() as session:
        job = session.scalars(select(PrintJob).order_by(PrintJob.id.desc())).first()
        assert job is not None
        assert "PU-00002" in str(job.document)
    for path in (f"{MONEY}/PU-00099", f"{MONEY}/nothing"):
        assert office.get(path).status_code == 404
    assert browser(app, stage.room.cashier).get(f"{MONEY}/PU-00002").status_code == 403


def _printer(session: Session) -> int:
    printer = Printer(name="Struk", connection="file", columns=32)
    session.add(printer)
    session.flush()
    return printer.id


def test_lines_lead_to_what_caused_them(office: FlaskClient, stage: Stage):
    stage.sell({"dompet": 1}, offers=QRIS)
    move(stage, treasury.OUTSIDE, treasury.TREASURY, 1_000)
    lines = office.get("/manage/trust/held").text
    assert 'href="/manage/treasury/PU-00001">pindahan PU-00001</a>' in lines
    assert 'href="/manage/sales/' in lines
    for key, onward in (
        ("cash:till:1", "/manage/treasury"), ("owed", "/manage/settlements"),
        (f"payable:maker:{stage.room.maker.id}", f"/manage/makers/{stage.room.maker.id}"),
    ):  # fmt: skip
        page = office.get(f"/manage/trust/{key}").text
        assert f'href="{onward}" data-testid="figure-next"' in page
    assert office.get("/manage/trust/clearing").status_code == 404
