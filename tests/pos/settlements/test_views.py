"""The office's money pages: the walk of a manager, who may see them, and the files."""

import csv
import io
import re
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.products import contracts
from core.dispatch import TitipFlask
from core.users import service as people
from pos.settlements.adjusting import service as adjusting
from pos.settlements.models import Payout
from printers.documents import from_json
from printers.models import Printer, PrintJob
from printers.render import render
from tests.pos.settlements.office import browser, rows, send, work
from tests.pos.settlements.stage import Stage, open_stage
from tests.pos.showroom import QRIS


@pytest.fixture
def stage(app: TitipFlask, home: Path, at: datetime) -> Stage:
    stage = open_stage(app.house.database, home, at)
    stage.sell({"selendang": 1, "emping": 2}, discount=40_500)
    return stage


@pytest.fixture
def office(app: TitipFlask, stage: Stage) -> FlaskClient:
    return browser(app, stage.room.manager)


def settled(office: FlaskClient, stage: Stage, app: TitipFlask) -> str:
    """Settle everything and return the address of the run."""
    answer = send(office, "/manage/settlements/new", cutoff=stage.today.isoformat(), hold_days="0")
    assert answer.status_code == 303
    work(app)
    return answer.location


def test_a_manager_previews_posts_and_pays(office: FlaskClient, stage: Stage, app: TitipFlask):
    page = office.get(f"/manage/settlements/new?cutoff={stage.today}&hold_days=0").text
    assert {row["maker"]: row["amount"] for row in rows(page, "preview-row")} == {
        "M0001": "291600", "M0002": "110000",
    }  # fmt: skip
    assert 'data-testid="settle-post"' in page
    assert stage.statements() == []

    answer = send(office, "/manage/settlements/new", cutoff=stage.today.isoformat(), hold_days="0")
    waiting = office.get(answer.location).text
    assert "statement-row" not in waiting
    assert 'hx-trigger="every 1s"' in waiting
    work(app)

    posted = office.get(answer.location).text
    assert "hx-trigger" not in posted
    statements = {row["maker"]: row for row in rows(posted, "statement-row")}
    assert statements["M0001"]["amount"] == "291600"
    number = statements["M0001"]["number"]
    page = office.get(f"/manage/statements/{number}").text
    assert 'data-testid="payout-cash"' in page and 'data-testid="payout-transfer"' in page
    paid = send(office, f"/manage/statements/{number}/pay", source="treasury", below="uangnya ada")
    (done,) = rows(office.get(paid.location).text, "payout-done")
    assert (done["number"], done["amount"]) == ("K000001", "291600")


def test_a_maker_whose_tick_is_taken_away_waits_for_the_next_run(
    office: FlaskClient, stage: Stage, app: TitipFlask
):
    form = {"cutoff": stage.today.isoformat(), "hold_days": "0", "offered": "2"}
    preview = office.get(f"/manage/settlements/new?cutoff={stage.today}&hold_days=0").text
    assert preview.count('name="with"') == 2 and 'name="offered" value="2"' in preview

    none = send(office, "/manage/settlements/new", **form)
    assert none.status_code == 422 and "Centang paling sedikit satu perajin." in none.text
    address = send(office, "/manage/settlements/new", **form, **{"with": str(stage.room.maker.id)})
    work(app)

    posted = rows(office.get(address.location).text, "statement-row")
    assert [row["maker"] for row in posted] == ["M0001"]


def test_settling_again_ticks_only_who_has_something_new_and_names_the_slips_that_become_void(
    office: FlaskClient, stage: Stage, app: TitipFlask
):
    settled(office, stage, app)
    send(office, "/manage/statements/S000001/pay", source="bank")
    stage.sell({"emping": 1})
    asked = {"cutoff": stage.today.isoformat(), "hold_days": "0"}

    page = office.get("/manage/settlements/new", query_string=asked).text
    assert [row["maker"] for row in rows(page, "preview-row")] == ["M0002"]  # M0001 is at zero
    assert re.findall(r'name="with" value="(\d+)"[^>]*( checked)', page) == [
        (str(stage.room.other.id), " checked")
    ]
    (sisa, baru) = re.findall(r'<td class="n spare"><span>([\d.]+)', page)
    assert (sisa, baru) == ("110.000", "55.000")  # 110.000 + 55.000 = 165.000
    assert ">Rp165.000<" in page
    assert re.search(
        rf'<li data-maker="{stage.room.other.id}">[^<]*<span class="code">S000002', page
    )

    none = office.get("/manage/settlements/new", query_string={**asked, "tick": "none"}).text
    assert ">Rp0<" in none and re.search(r'id="settle-voids" hidden', none)
    again = {**asked, "offered": "2", "with": str(stage.room.other.id), "recount": "1"}
    assert ">Rp165.000<" in office.get("/manage/settlements/new", query_string=again).text

    posted = send(office, "/manage/settlements/new", **again)
    work(app)
    (row,) = rows(office.get(posted.location).text, "statement-row")
    assert (row["maker"], row["amount"]) == ("M0002", "165000")
    nothing = office.get("/manage/settlements/new", query_string=asked).text
    assert "Tidak ada yang baru" in nothing and " checked" not in nothing


def test_a_run_says_how_many_who_was_left_out_and_leads_to_paying_day(
    office: FlaskClient, stage: Stage, app: TitipFlask
):
    form = {"cutoff": stage.today.isoformat(), "hold_days": "0", "offered": "2"}
    run = send(office, "/manage/settlements/new", **form, **{"with": str(stage.room.maker.id)})
    work(app)

    page = office.get(run.location).text
    assert "1 laporan sudah dibuat" in page and 'data-testid="to-payday"' in page
    (left,) = re.findall(r'data-testid="left-out">(.*?)</ul>', page, re.DOTALL)
    assert "Dapur Emping Rekaan" in left and "110.000" in left and "Sekar" not in left
    stage.sell({"selendang": 1})  # she has something new since, but a statement of this run
    page = office.get(run.location).text
    (left,) = re.findall(r'data-testid="left-out">(.*?)</ul>', page, re.DOTALL)
    assert "Sekar" not in left

    settled(office, stage, app)
    assert 'data-testid="left-out"' not in office.get(run.location).text


def test_htmx_gets_the_rows_as_soon_as_they_stand(
    office: FlaskClient, stage: Stage, app: TitipFlask
):
    address = settled(office, stage, app)

    part = office.get(address, headers={"HX-Request": "true"}).text

    assert part.lstrip().startswith('<div id="run"')
    assert len(rows(part, "statement-row")) == 2
    assert "<html" not in part


def test_the_same_form_twice_starts_one_run(office: FlaskClient, stage: Stage):
    form = {"key": str(uuid4()), "cutoff": stage.today.isoformat(), "hold_days": "0"}

    first = office.post("/manage/settlements/new", data=form)
    second = office.post("/manage/settlements/new", data=form)

    assert first.location == second.location


def test_the_same_payment_twice_is_one_payout(office: FlaskClient, stage: Stage, app: TitipFlask):
    settled(office, stage, app)
    form = {"key": str(uuid4()), "source": "bank"}

    for _time in range(2):
        assert office.post("/manage/statements/S000001/pay", data=form).status_code == 303

    assert stage.balance("bank") == -291_600


def test_what_cannot_be_is_told_beside_its_field_and_kept(office: FlaskClient, stage: Stage):
    form = {"cutoff": stage.today.isoformat(), "hold_days": "0", "minimum": ""}
    wrongs = {
        "cutoff": ("2026-02-30", ""), "hold_days": ("minggu depan", "400"),
        "minimum": ("lima puluh",),
    }  # fmt: skip

    for field, values in wrongs.items():
        for value in values:
            wrong = {**form, field: value}
            for answer in (
                office.get("/manage/settlements/new", query_string=wrong),
                send(office, "/manage/settlements/new", **wrong),
            ):
                assert answer.status_code == 422, wrong
                assert f'id="{field}-salah"' in answer.text, wrong
                assert value in answer.text


def test_a_run_may_be_for_one_payout_schedule(office: FlaskClient, stage: Stage):
    weekly = contracts.Terms("percent", 2000, cadence="weekly")
    stage.database.write(
        lambda session: contracts.agree(
            session, weekly, starts_on=stage.today, by=None, at=stage.at,
            maker=session.get_one(Maker, stage.room.maker.id),
        )
    )  # fmt: skip
    stage.sell({"selendang": 1, "emping": 1})
    asked = {"cutoff": stage.today.isoformat(), "hold_days": "0"}

    def makers_for(schedule: str) -> list[str]:
        page = office.get("/manage/settlements/new", query_string={**asked, "maker": schedule})
        return re.findall(r'data-testid="preview-row" data-maker="(\w+)"', page.text)

    assert makers_for("weekly") == ["M0001"]
    assert makers_for("monthly") == ["M0002"]
    assert makers_for("") == ["M0002", "M0001"]  # by name
    none = office.get("/manage/settlements/new", query_string={**asked, "maker": "fortnightly"})
    assert none.status_code == 422
    assert 'id="maker-salah"' in none.text


def test_a_second_payment_says_which_was_the_first(
    office: FlaskClient, stage: Stage, app: TitipFlask
):
    settled(office, stage, app)
    send(office, "/manage/statements/S000001/pay", source="bank")

    again = send(office, "/manage/statements/S000001/pay", source="treasury", below="uangnya ada")

    assert again.status_code == 409
    assert "K000001" in again.text


def test_books_that_show_too_little_are_told_plainly(
    office: FlaskClient, stage: Stage, app: TitipFlask
):
    settled(office, stage, app)

    paid = send(office, "/manage/statements/S000001/pay", source="treasury", below="uangnya ada")

    assert "kini kurang Rp291.600" in office.get(paid.location).text


def test_the_pdf_is_the_posted_one_byte_for_byte(
    office: FlaskClient, stage: Stage, app: TitipFlask
):
    settled(office, stage, app)
    first = office.get("/manage/statements/S000001.pdf")

    again = office.get("/manage/statements/S000001.pdf")

    assert first.mimetype == "application/pdf"
    assert first.data == again.data
    with stage.files.open(stage.latest().pdf) as file:
        assert first.data == file.read()


def test_the_csv_comes_to_the_closing_balance(office: FlaskClient, stage: Stage, app: TitipFlask):
    settled(office, stage, app)
    send(office, "/manage/statements/S000001/pay", source="treasury", below="uangnya ada")
    stage.give_back(1, 1)
    settled(office, stage, app)
    statement = stage.latest()

    answer = office.get(f"/manage/statements/{statement.number}.csv")

    table = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.mimetype == "text/csv"
    assert [row["kind"] for row in table] == ["opening", "payout", "return"]
    assert sum(int(row["maker_share"]) for row in table) == statement.closing == -291_600
    back = table[-1]
    assert (back["quantity"], back["list_amount"], back["net_amount"], back["is_return"]) == (
        "-1", "-405000", "-364500", "1",
    )  # fmt: skip
    assert back["completed_at"].endswith("+07:00")


def test_a_payout_is_shown_printed_and_taken_back(
    office: FlaskClient, stage: Stage, app: TitipFlask
):
    settled(office, stage, app)
    send(office, "/manage/statements/S000001/pay", source=f"drawer:{stage.room.till.id}")
    assert "K000001" in office.get("/manage/payouts").text
    assert office.get("/manage/payouts/K000001.pdf").data.startswith(b"%PDF-")

    empty = send(office, "/manage/payouts/K000001/reverse", reason="")
    assert empty.status_code == 422
    assert 'id="reason-salah"' in empty.text
    back = send(office, "/manage/payouts/K000001/reverse", reason="Salah orang")

    page = office.get(back.location).text
    assert "Salah orang" in page
    assert 'data-testid="payout-cash"' in page
    with stage.database.reader() as session:
        assert session.get_one(Payout, 1).is_reversed


def test_the_list_of_payments_is_narrowed_whole_and_has_the_advances(
    app: TitipFlask, office: FlaskClient, stage: Stage
):
    settled(office, stage, app)
    stage.do(lambda session: _advance(session, stage))

    page = office.get("/manage/payouts").text
    assert "Sekar Benangmas" in page and "Dapur Emping Rekaan" in page
    assert rows(page, "handed") == [{"testid": "handed", "number": "P00001"}]

    send(office, "/manage/statements/S000001/pay", source="bank")
    for narrowed in (f"maker={stage.room.other.id}", "q=S000002"):
        page = office.get(f"/manage/payouts?{narrowed}").text
        body = page[page.index("<main") :]
        assert 'href="/manage/statements/S000002"' in body and "S000001" not in body, narrowed


def _advance(session: Session, stage: Stage) -> None:
    room = stage.room_in(session)
    second = people.create_user(
        session, "Bu Dua", login="dua", roles=("manager",), at=room.at, by=None
    )
    wish = adjusting.Wish("advance", 100_000, "untuk benang", "bank")
    row = adjusting.propose(session, room.maker, wish, by=room.manager, at=room.at)
    adjusting.approve(session, row, by=second, at=room.at)


def test_a_statement_leads_to_what_it_rests_on(office: FlaskClient, stage: Stage, app: TitipFlask):
    settled(office, stage, app)
    stage.sell({"selendang": 1})
    settled(office, stage, app)

    page = office.get(f"/manage/statements/{stage.latest().number}").text

    assert '<a href="/manage/statements/S000001">Sisa laporan S000001</a>' in page
    (receipt,) = re.findall(r'<td class="code"><a href="(/manage/sales/[^"]+)"', page)
    assert office.get(receipt).status_code == 200
    assert 'href="/manage/payouts/payday">Kembali ke hari bayar' in page
    assert '<a href="/manage/settlements" aria-current="page">' in page


def test_money_moves_between_places(office: FlaskClient, stage: Stage):
    send(
        office, "/manage/treasury", **{"from": "outside", "to": "treasury"},
        amount="1.000.000", reason="Saldo awal",
    )  # fmt: skip
    send(
        office, "/manage/treasury",
        **{"from": "treasury", "to": f"safe:{stage.room.outlet.id}"},
        amount="300000", reason="Modal kembalian",
    )  # fmt: skip

    found = {
        row["place"]: row["amount"]
        for row in rows(office.get("/manage/treasury").text, "holding")
        if row["place"]
    }

    assert found["treasury"] == "700000"
    assert found[f"safe:{stage.room.outlet.id}"] == "0"  # the float of 300.000 came out of it


def test_a_transfer_that_makes_no_sense_is_refused(office: FlaskClient, stage: Stage):
    form = {"from": "treasury", "to": "bank", "amount": "5000", "reason": "coba"}
    wrongs = (
        {"to": "treasury"}, {"to": "outside"}, {"to": "safe:99"}, {"from": "drawer"},
        {"amount": "0"}, {"amount": "-5"}, {"reason": " "},
    )  # fmt: skip

    for wrong in wrongs:
        assert send(office, "/manage/treasury", **{**form, **wrong}).status_code == 422, wrong
    assert stage.balance("treasury") == 0


PAGES = (
    "/manage/settlements", "/manage/settlements/new", "/manage/settlements/H0001",
    "/manage/statements/S000001", "/manage/statements/S000001.pdf",
    "/manage/statements/S000001.csv", "/manage/payouts", "/manage/payouts/payday", "/manage/payouts/K000001",
    "/manage/payouts/K000001.pdf", "/manage/treasury",
)  # fmt: skip


def test_only_a_manager_sees_the_money(office: FlaskClient, stage: Stage, app: TitipFlask):
    settled(office, stage, app)
    send(office, "/manage/statements/S000001/pay", source="treasury", below="uangnya ada")
    others = [browser(app, role) for role in (stage.room.cashier, stage.room.officer)]

    for path in PAGES:
        assert office.get(path).status_code == 200, path
        assert {other.get(path).status_code for other in others} == {403}, path
        assert app.test_client().get(path).status_code == 303, path


def test_what_there_is_not_is_not_found(office: FlaskClient):
    for path in PAGES:
        if "0001" in path:
            assert office.get(path.replace("0001", "0999")).status_code == 404, path


def test_money_not_seen_yet_is_told_apart(office: FlaskClient, stage: Stage):
    stage.sell({"dompet": 3}, offers=QRIS)

    page = office.get(f"/manage/settlements/new?cutoff={stage.today}&hold_days=0").text

    assert "Rp80.000 lagi belum jatuh tempo" in page


def test_a_failed_run_can_be_taken_up_again(office: FlaskClient, stage: Stage, app: TitipFlask):
    answer = send(office, "/manage/settlements/new", cutoff=stage.today.isoformat(), hold_days="0")
    files, app.house.files = app.house.files, None  # type: ignore[assignment]
    work(app)
    app.house.files = files
    assert "Perhitungan berhenti" in office.get(answer.location).text

    send(office, f"{answer.location}/resume")
    work(app)

    assert len(rows(office.get(answer.location).text, "statement-row")) == 2


def test_a_statement_is_printed_on_receipt_paper_and_again_as_a_copy(
    office: FlaskClient, stage: Stage
):
    stage.do(lambda session: session.add(Printer(name="Struk kantor", connection="file")))
    stage.sell({"selendang": 1})
    stage.settle()
    path = f"/manage/statements/{stage.latest().number}"
    assert "Struk kantor" in office.get(path).text

    for _time in range(2):
        assert send(office, f"{path}/print", printer="1").status_code == 303

    with stage.database.reader() as session:
        queued = session.scalars(select(PrintJob).order_by(PrintJob.id)).all()
        assert [(job.kind, job.copy) for job in queued] == [("statement", 0), ("statement", 1)]
        assert b"324.000" in render(from_json(queued[0].document), queued[0].printer.profile)
    assert send(office, f"{path}/print", printer="").status_code == 422


def test_a_new_run_begins_with_the_house_s_own_rules(office: FlaskClient):
    for wrong in ("-1", "366", "tiga"):
        answer = send(office, "/manage/settlements/rules", hold_days=wrong)
        assert answer.status_code == 422 and 'aria-invalid="true"' in answer.text, wrong

    send(office, "/manage/settlements/rules", hold_days="7", minimum="25.000")

    page = office.get("/manage/settlements/new").text
    assert re.search(r'name="hold_days"[^>]*value="7"', page)
    assert 'value="25.000"' in page
