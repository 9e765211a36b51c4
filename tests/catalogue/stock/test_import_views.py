"""The back office's import: try, confirm, progress, result; and who may."""

import io
import uuid
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select

from catalogue.outlets import service as outlets
from catalogue.products.models import Product
from catalogue.stock import import_jobs
from catalogue.stock.models import ConsignmentLine
from config import Config
from core import jobs
from core.jobs import Job
from core.users import service as people
from core.users.secrets import hash_secret
from tests.houses import app_at

SHEET = (
    "Periode: November 2026\n"
    "Nama IKM;Nama Barang;Jumlah;Harga Jual;Komisi %\n"
    + "".join(f"Tapis Sari;Peci {n};3;150000;20\n" for n in range(30))
    + "Tapis Sari;Peci rusak;dua;150000;20\n"
)


@pytest.fixture
def app(database_url, home, at):
    with app_at(Config(home=home, database_url=database_url)) as app:
        with app.house.database.writer() as session:
            outlets.open_outlet(session, "G1", "Galeri", at=at)
            for name, role in (("manajer", "manager"), ("kasir", "cashier")):
                user = people.create_user(session, name, login=name, roles=(role,), at=at, by=None)
                people.set_secret(session, user, "password", hash_secret("tapis-rahasia"), at=at)
        yield app


def signed_in(app, name) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    answer = client.post("/login", data={"name": name, "password": "tapis-rahasia"})
    assert answer.status_code == 303
    return client


@pytest.fixture
def manager(app):
    return signed_in(app, "manajer")


def upload(client, content=SHEET, name="lembar.csv", **form):
    stored = (io.BytesIO(content.encode() if isinstance(content, str) else content), name)
    return client.post(
        "/manage/import",
        data={"key": str(uuid.uuid4()), "file": stored, **form},
        content_type="multipart/form-data",
    )


def run_jobs(app):
    house = app.house
    with house.database.reader() as session:
        job_id = jobs.next_open(session)
    steps = 0
    while job_id is not None and not jobs.advance(
        house.database, job_id, at=house.clock.now(), files=house.files
    ):
        steps += 1
    return steps


def count(app, model):
    with app.house.database.reader() as session:
        return session.scalar(select(func.count()).select_from(model))


def test_a_sheet_is_tried_confirmed_and_taken_in(app, manager):
    answer = upload(manager)
    assert answer.status_code == 303
    page = answer.headers["Location"]
    waiting = manager.get(page).text
    assert 'data-state="waiting"' in waiting
    assert "<progress" in waiting

    assert run_jobs(app) > 2
    tried = manager.get(page).text
    assert 'data-testid="import-accepted" data-amount="30"' in tried
    assert 'data-testid="import-refused" data-amount="1"' in tried
    assert "jumlah “dua”" in tried
    assert count(app, Product) == 0

    taken = manager.post(f"{page}/take", data={"key": str(uuid.uuid4())})
    run_jobs(app)
    result = manager.get(taken.headers["Location"]).text
    assert 'data-testid="import-accepted" data-amount="30"' in result
    assert count(app, ConsignmentLine) == 30

    file = manager.get(f"{taken.headers['Location']}/refused.xlsx")
    assert file.mimetype.endswith("spreadsheetml.sheet")
    assert load_workbook(io.BytesIO(file.data)).active.max_row == 5


def test_the_same_sheet_again_is_there_already(app, manager):
    for _time in range(2):
        page = upload(manager).headers["Location"]
        run_jobs(app)
        page = manager.post(f"{page}/take", data={"key": str(uuid.uuid4())}).headers["Location"]
        run_jobs(app)

    assert 'data-testid="import-there" data-amount="30"' in manager.get(page).text
    assert count(app, ConsignmentLine) == 30


def test_the_worker_may_be_started_anew_in_the_middle(app, manager):
    page = upload(manager).headers["Location"]
    run_jobs(app)
    page = manager.post(f"{page}/take", data={"key": str(uuid.uuid4())}).headers["Location"]
    house = app.house
    with house.database.reader() as session:
        job_id = jobs.next_open(session)
    jobs.advance(house.database, job_id, at=house.clock.now(), files=house.files)
    import_jobs._plans.clear()  # what a new process begins with

    run_jobs(app)

    result = manager.get(page).text
    assert 'data-testid="import-accepted" data-amount="30"' in result
    assert 'data-testid="import-there" data-amount="0"' in result
    assert 'data-testid="import-refused" data-amount="1"' in result
    assert count(app, ConsignmentLine) == 30


def test_rows_that_only_the_rules_refuse_are_listed_too(app, manager, monkeypatch):
    monkeypatch.setattr("catalogue.stock.service.MAX_PIECES", 2)
    page = upload(manager).headers["Location"]

    run_jobs(app)

    tried = manager.get(page).text
    assert 'data-testid="import-accepted" data-amount="0"' in tried
    assert 'data-testid="import-refused" data-amount="31"' in tried
    assert "<td>Tapis Sari, Peci 7</td>" in tried


def test_htmx_asks_for_the_progress_alone(app, manager):
    page = upload(manager).headers["Location"]

    part = manager.get(page, headers={"HX-Request": "true"}).text

    assert 'hx-trigger="load delay:1s"' in part
    assert "<html" not in part


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "kosong.csv", "kosong"),
        (b"PK\x03\x04rusak", "lembar.xlsx", "bukan lembar Excel"),
        (b"Nama IKM,Nama Barang,Jumlah,Komisi %\nA,B,1,20", "a.csv", "tanpa kolom Harga Jual"),
    ],
)
def test_what_is_no_sheet_comes_back_with_one_sentence(app, manager, content, name, words):
    answer = upload(manager, content, name, batch="Bazar")

    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="Bazar"' in answer.text
    assert count(app, Job) == 0


def test_an_outlet_that_is_not_there_ends_the_trial_with_a_sentence(app, manager):
    page = upload(manager, outlet="X9").headers["Location"]
    run_jobs(app)

    assert "Tidak ada tempat berkode X9" in manager.get(page).text


def test_a_trial_is_confirmed_only_when_it_is_through(app, manager):
    page = upload(manager).headers["Location"]

    assert manager.post(f"{page}/take", data={"key": str(uuid.uuid4())}).status_code == 409


def test_only_a_manager_imports(app):
    cashier = signed_in(app, "kasir")

    assert cashier.get("/manage/import").status_code == 403
    assert upload(cashier).status_code == 403
    assert app.test_client().get("/manage/import").status_code == 303


def test_the_list_shows_what_was_imported(app, manager):
    upload(manager, name="November.csv")
    run_jobs(app)

    assert "November.csv" in manager.get("/manage/import").text


def test_imports_that_do_not_exist_are_not_found(manager):
    assert manager.get("/manage/import/99").status_code == 404
    assert manager.get("/manage/import/99/refused.xlsx").status_code == 404


def test_the_sheets_the_tests_use_are_here():
    assert (Path(__file__).parents[2] / "data" / "titipan_asli.xlsx").exists()
