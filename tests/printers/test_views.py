"""The back office's page of printers, and the papers that a browser prints."""

import io
import re
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core import cookies
from core.dispatch import TitipFlask
from core.ids import new_uuid
from core.users import service as people
from printers import spool
from printers.documents import Document, Label, LabelRun, Labels
from printers.models import Printer, PrintJob, State
from tests.printers import papers
from tests.tools.reading import page_texts

LABELS = Labels(
    house=papers.HOUSE,
    runs=(LabelRun(label=Label(code="2000001000120", title="<Kain>", price=5), count=2),),
)
RECORD = {"name": "Struk kasir 1", "connection": "network", "address": "127.0.0.1:9100",
          "language": "escpos", "columns": "32", "stock": "33x15", "drawer": "1"}  # fmt: skip


def sign_in(app: TitipFlask, client: FlaskClient, role: str) -> None:
    at = app.house.clock.now()
    with app.house.database.writer() as session:
        user = people.create_user(session, role, login=role, roles=[role], at=at, by=None)
        token = people.open_session(session, user, kind="password", device=None, at=at)
    client.set_cookie(cookies.SESSION, token)


@pytest.fixture
def manager(app: TitipFlask, client: FlaskClient) -> FlaskClient:
    sign_in(app, client, "manager")
    return client


def send(client: FlaskClient, path: str, **form: str) -> tuple[int, str]:
    """Post a form and return status and text of the page that follows."""
    answer = client.post(path, data={"key": new_uuid(), **form}, follow_redirects=True)
    return answer.status_code, answer.text


def printer_of(app: TitipFlask) -> Printer:
    with app.house.database.reader() as session:
        return session.scalars(select(Printer)).one()


def jobs_of(app: TitipFlask) -> list[PrintJob]:
    with app.house.database.reader() as session:
        return list(session.scalars(select(PrintJob).order_by(PrintJob.id)))


def queue(app: TitipFlask, document: Document, at: datetime, state: State | None = None) -> int:
    with app.house.database.writer() as session:
        printer = session.scalars(select(Printer)).first()
        if printer is None:
            printer = Printer(name="Struk", connection="file", columns=32)
            session.add(printer)
        job = spool.enqueue(
            session, printer, document, source_kind="test", source_id=1, by=None, at=at
        )
        if state:
            spool.claim_next(session, printer.id, at=at)
            spool.mark_unconfirmed(session, job, at=at, error="putus")
        return job.id


def test_a_printer_is_added_changed_tested_and_taken_out_of_use(
    app: TitipFlask, manager: FlaskClient
) -> None:
    status, text = send(manager, "/manage/printers/new", **RECORD)
    assert status == 200 and "Struk kasir 1" in text
    printer = printer_of(app)
    assert (printer.columns, printer.drawer, printer.cutter) == (32, True, False)
    path = f"/manage/printers/{printer.id}"
    assert 'value="127.0.0.1:9100"' in manager.get(path).text
    send(manager, path, **(RECORD | {"columns": "48", "cutter": "1"}))
    assert (printer_of(app).columns, printer_of(app).cutter) == (48, True)
    send(manager, f"{path}/test")
    assert [(job.kind, job.state) for job in jobs_of(app)] == [("test_page", "queued")]
    send(manager, f"{path}/archive")
    assert printer_of(app).archived_at is not None
    assert [job.state for job in jobs_of(app)] == ["failed"]
    assert manager.get(path).status_code == 404


@pytest.mark.parametrize(
    "field,value",
    [("name", " "), ("connection", "telepathy"), ("address", " "), ("language", "klingon"),
     ("columns", "40"), ("columns", "many"), ("stock", "1x1")],
)  # fmt: skip
def test_a_record_that_would_not_work_comes_back_filled(
    app: TitipFlask, manager: FlaskClient, field: str, value: str
) -> None:
    status, text = send(manager, "/manage/printers/new", **(RECORD | {field: value}))
    assert status == 422
    assert f'id="{field}-salah"' in text
    if field != "name":
        assert 'value="Struk kasir 1"' in text


def test_two_printers_in_use_cannot_have_one_name(app: TitipFlask, manager: FlaskClient) -> None:
    send(manager, "/manage/printers/new", **RECORD)
    status, text = send(manager, "/manage/printers/new", **RECORD)
    assert status == 422 and "Sudah ada printer" in text
    printer = printer_of(app)
    status, _text = send(manager, f"/manage/printers/{printer.id}", **RECORD)
    assert status == 200


def test_a_job_in_doubt_is_shown_and_printed_again_as_a_copy(
    app: TitipFlask, manager: FlaskClient, at: datetime
) -> None:
    number = queue(app, papers.receipt(), at, State.UNCONFIRMED)
    page = manager.get("/manage/printers?state=unconfirmed").text
    assert "periksa kertasnya" in page and "putus" in page and "G1004702" in page
    assert manager.get("/manage/printers?state=sent").text.count('data-testid="job-row"') == 0
    status, text = send(manager, f"/manage/printers/jobs/{number}/retry")
    assert status == 200 and "SALINAN 1" in text
    assert [job.copy for job in jobs_of(app)] == [0, 1]


def test_a_waiting_job_is_sent_to_another_printer_or_told_to_wait(
    app: TitipFlask, manager: FlaskClient, at: datetime
) -> None:
    number = queue(app, papers.receipt(), at)
    with app.house.database.writer() as session:
        other = Printer(name="Kantor", connection="file")
        session.add(other)
        session.flush()
        other_id = other.id
    send(manager, f"/manage/printers/jobs/{number}/retry", printer=str(other_id))
    assert [(job.printer_id == other_id, job.copy) for job in jobs_of(app)] == [
        (False, 0), (True, 0)
    ]  # fmt: skip
    with app.house.database.writer() as session:
        spool.claim_next(session, other_id, at=app.house.clock.now())
    printing = jobs_of(app)[-1].id
    status, text = send(manager, f"/manage/printers/jobs/{printing}/retry")
    assert status == 422 and "sedang dikirim" in text
    assert len(jobs_of(app)) == 2


def test_a_receipt_has_a_page_for_the_browsers_printer(
    app: TitipFlask, manager: FlaskClient, at: datetime
) -> None:
    number = queue(app, papers.receipt(copy=2, demo=True), at)
    text = manager.get(f"/manage/printers/jobs/{number}").text
    for shown in ("G1004702", "Rp1.648.500", "51.500", "SALINAN 2", "Tapis Nuwo Benang",
                  "22 Nov 2026 10.43 WIB", 'aria-label="G1004702"', "roll w80"):  # fmt: skip
        assert shown in text
    assert text.count("<svg") == 2
    assert "roll w58" in manager.get(f"/manage/printers/jobs/{number}?width=58").text
    assert not re.search(r"style=|<style|onclick|<script>", text)


def test_a_browser_printers_job_is_ticked_off_once_printed(
    app: TitipFlask, manager: FlaskClient, at: datetime
) -> None:
    with app.house.database.writer() as session:
        session.add(Printer(name="Peramban", connection="browser"))
    number = queue(app, papers.receipt(), at)
    page = f"/manage/printers/jobs/{number}"
    assert "Sudah tercetak" in manager.get(page).text
    assert send(manager, f"/pos/papers/{number}/report", outcome="sent")[0] == 200
    assert jobs_of(app)[0].state == "sent"
    assert "Sudah tercetak" not in manager.get(page).text


@pytest.mark.parametrize(
    ("answers", "mark", "said"),
    [
        (False, None, "Menunggu giliran"),
        (False, "printing", "Sedang dikirim"),
        (False, "sent", "lihat kertasnya"),
        (True, "sent", "Printer menjawab"),
        (True, "back", "Kertas habis. Dicoba lagi sendiri"),
        (True, "failed", "Kabel putus"),
    ],
)
def test_the_test_page_says_what_came_back(
    app: TitipFlask, manager: FlaskClient, answers: bool, mark: str | None, said: str
) -> None:
    send(manager, "/manage/printers/new", **(RECORD | ({"answers": "1"} if answers else {})))
    send(manager, f"/manage/printers/{printer_of(app).id}/test")
    (job,) = jobs_of(app)
    at = app.house.clock.now()
    with app.house.database.writer() as session:
        if mark:
            job = spool.claim_next(session, job.printer_id, at=at)
        if mark == "sent":
            spool.mark_sent(session, job, at=at)
        elif mark == "back":
            spool.put_back(session, job, at=at, error="Kertas habis.")
        elif mark == "failed":
            spool.mark_unconfirmed(session, job, at=at, error="Kabel putus")

    page = manager.get(f"/manage/printers/tests/{job.id}").text

    assert said in page and "Huruf sebaris" in page
    assert ('http-equiv="refresh"' in page) == (mark not in ("sent", "failed"))


def test_a_label_printer_is_tested_with_a_label_and_a_phones_by_hand(
    app: TitipFlask, manager: FlaskClient
) -> None:
    send(manager, "/manage/printers/new", **(RECORD | {"language": "tspl", "name": "Label"}))
    send(manager, "/manage/printers/1/test")
    send(manager, "/manage/printers/new", **(RECORD | {"connection": "bridge"}))
    _status, text = send(manager, "/manage/printers/2/test")

    assert [job.kind for job in jobs_of(app)] == ["labels", "test_page"]
    assert "rawbt:base64," in text


def test_a_printer_that_gets_another_way_leaves_what_was_printing_to_a_person(
    app: TitipFlask, manager: FlaskClient, at: datetime
) -> None:
    send(manager, "/manage/printers/new", **RECORD)
    number = queue(app, papers.receipt(), at)
    with app.house.database.writer() as session:
        spool.claim_next(session, printer_of(app).id, at=at)
    manager.post("/manage/printers/agents", data={"name": "Lapak"})

    send(manager, "/manage/printers/1", **(RECORD | {"agent": "1"}))

    assert jobs_of(app)[0].id == number and jobs_of(app)[0].state == "unconfirmed"
    assert "Agen Lapak tidak tersambung" in manager.get("/manage/printers").text
    wrong = RECORD | {"agent": "1", "connection": "browser", "address": ""}
    assert send(manager, "/manage/printers/1", **wrong)[0] == 422


def test_labels_have_a_page_with_one_label_each(
    app: TitipFlask, manager: FlaskClient, at: datetime
) -> None:
    number = queue(app, LABELS, at)
    text = manager.get(f"/manage/printers/jobs/{number}").text
    assert text.count("ticket-label l33x15") == 2
    assert 'width="33mm" height="15mm"' in text and "&lt;Kain&gt;" in text
    assert not re.search(r"style=|<style|onclick|<script>", text)


def test_sheets_of_paper_come_as_pdf(app: TitipFlask, manager: FlaskClient, at: datetime) -> None:
    number = queue(app, papers.shift_report(), at)
    answer = manager.get(f"/manage/printers/jobs/{number}")
    assert answer.mimetype == "application/pdf"
    assert "Z-0031" in page_texts(io.BytesIO(answer.data).read())[0]


def test_a_drawer_pulse_has_no_page_and_no_button(
    app: TitipFlask, manager: FlaskClient, at: datetime
) -> None:
    with app.house.database.writer() as session:
        printer = Printer(name="Struk", connection="file", drawer=True)
        session.add(printer)
        session.flush()
        job = spool.open_drawer(session, printer, source_kind="sale", source_id=1, by=None, at=at)
        assert job is not None
        number = job.id
    assert manager.get(f"/manage/printers/jobs/{number}").status_code == 404
    page = manager.get("/manage/printers").text
    assert "Buka laci" in page and f"jobs/{number}/retry" not in page
    assert send(manager, f"/manage/printers/jobs/{number}/retry")[0] == 422


@pytest.mark.parametrize("role", ["cashier", "officer", "maker"])
def test_only_a_manager_sees_the_printers(app: TitipFlask, client: FlaskClient, role: str) -> None:
    sign_in(app, client, role)
    assert client.get("/manage/printers").status_code == 403
    assert send(client, "/manage/printers/new", **RECORD)[0] == 403


def test_the_page_is_english_when_asked(app: TitipFlask, manager: FlaskClient) -> None:
    text = manager.get("/manage/printers?lang=en").text
    assert "No printer yet" in text and "Belum ada printer" not in text
