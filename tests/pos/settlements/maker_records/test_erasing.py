"""Handing a maker's data out, and erasing the person: nothing of her is left, the books are whole."""

import csv
import io
import json
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import Text, cast, select

from catalogue.makers import queries as makers
from catalogue.makers import service
from catalogue.makers.models import Maker, MakerUser
from catalogue.products.models import Certificate
from core import images
from core.db import Base
from core.dispatch import TitipFlask
from core.scans import Scan
from core.users.models import AuditEntry, User
from core.users.secrets import hash_secret
from migrations.schema import load_models
from pos.sales.models import SaleLine
from tests.pos.settlements.maker_records.test_merging import BAG_SHARE, merge, second
from tests.pos.settlements.office import browser, send, work
from tests.pos.settlements.stage import SELENDANG, Stage, open_stage

HERS = {
    "name": "Sulam Jelita Kencana",
    "owner": "Ibu Rahmawati Sejati",
    "address": "Jl. Kenanga Rahasia 17",
    "email": "rahmawati@contoh.id",
    "phone": "081377788899",
    "nib": "9876543210987",
    "story": "Belajar menyulam dari neneknya di Liwa.",
    "story_en": "Learnt from her grandmother in Liwa.",
}
SECRET = {
    "nik": "1871014509870003", "bank_name": "Bank Contoh", "bank_account": "7778889990",
    "bank_holder": "RAHMAWATI SEJATI",
}  # fmt: skip
WORDS = (*HERS.values(), *SECRET.values(), "Sekar Benangmas")
"""What she is called and told about herself, and what she was called before."""
PAPERS = {"receipt.document", "statement.document", "payout.document", "print_job.document"}
"""Documents that were given out, which the law wants kept as they were."""


@pytest.fixture
def stage(app: TitipFlask, home: Path, at: datetime) -> Stage:
    """A showroom whose first maker has told everything about herself, and sold and was paid."""
    stage = open_stage(app.house.database, home, at)
    office = browser(app, stage.room.manager)
    path = f"/manage/makers/{stage.room.maker.id}"
    assert send(office, f"{path}/edit", **HERS, sentra="Tapis", shows_phone="1").status_code == 303
    assert send(office, f"{path}/private", **SECRET).status_code == 303
    photo = io.BytesIO()
    Image.effect_noise((640, 800), 40).convert("RGB").save(photo, "JPEG")
    photo.seek(0)
    assert send(office, f"{path}/photo", photo=(photo, "ibu.jpg")).status_code == 303
    assert send(office, f"{path}/access", pin="1357").status_code == 303
    sheet = (
        f"Nama IKM,Nama Barang,Jumlah,Harga Jual,Komisi %,No HP/WA\n"
        f"{HERS['name']},Tas Baru,2,50000,20,{HERS['phone']}\n{HERS['name']},,2,50000,20,\n"
    ).encode()
    tried = send(office, "/manage/import", file=(io.BytesIO(sheet), "titipan.csv"))
    work(app)
    send(office, f"{tried.location}/take")
    work(app)

    def licence(session) -> None:
        maker = session.get_one(Maker, stage.room.maker.id)
        scan = Scan(stage.files.put(b"%PDF-1.7 NIB " + HERS["owner"].encode()), "application/pdf")
        session.add_all([
            Certificate(
                maker_id=maker.id, kind="nib", number=HERS["nib"], created_at=stage.at,
                scan=scan.name, scan_type=scan.mimetype,
            ),
            Certificate(maker_id=maker.id, kind="pirt", number="2061871010001-29",
                        created_at=stage.at),
        ])  # fmt: skip

    stage.do(licence)
    stage.sell({"selendang": 2})
    stage.settle()
    stage.pay(stage.latest())
    stage.sell({"selendang": 1})
    app.test_client().post(
        "/maker/login", data={"phone": HERS["phone"], "pin": "0000"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )  # fmt: skip
    return stage


def path(stage: Stage, verb: str = "") -> str:
    return f"/manage/makers/{stage.room.maker.id}{verb}"


def erase(app: TitipFlask, office: FlaskClient, stage: Stage) -> None:
    """Erase the first maker and let the worker empty the copies."""
    answer = send(office, path(stage, "/erase"), code="m0001 ")
    assert answer.status_code == 303, answer.text
    work(app)


def places_of(stage: Stage, words: tuple[str, ...]) -> dict[str, str]:
    """{table.column: word} wherever a word stands in the database, papers left out."""
    load_models()
    found = {}
    with stage.database.reader() as session:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                place = f"{table.name}.{column.name}"
                if place in PAPERS:
                    continue
                for word in words:
                    in_json = json.dumps(word, ensure_ascii=False)[1:-1]
                    text = cast(column, Text)
                    query = select(column).where(
                        text.contains(word, autoescape=True)
                        | text.contains(in_json, autoescape=True)
                    )
                    if session.execute(query.limit(1)).first() is not None:
                        found[place] = word
    return found


# -- erasing ---------------------------------------------------------------------------------------


def test_nothing_of_the_person_is_left_in_any_table(
    app: TitipFlask, office: FlaskClient, stage: Stage
):
    before = places_of(stage, WORDS)
    assert {
        "maker.name", "maker_private.nik", "sale_line.maker_name", "user_account.name",
        "request_key.result", "job.result", "sign_in_attempt.subject", "certificate.number",
    } <= set(before)  # fmt: skip

    erase(app, office, stage)

    assert places_of(stage, WORDS) == {}
    stage.all_agree()


def test_the_books_statements_and_papers_stay_whole(
    app: TitipFlask, office: FlaskClient, stage: Stage
):
    statement = stage.latest()
    with stage.files.open(statement.pdf) as file:
        pdf = file.read()
    owed = stage.owed()

    erase(app, office, stage)

    assert stage.owed() == owed == SELENDANG + 2 * SELENDANG % 100
    with stage.files.open(statement.pdf) as file:
        assert file.read() == pdf
    assert office.get(f"/manage/statements/{statement.number}").text.count(HERS["name"]) >= 1
    stage.settle()
    later = stage.latest()
    assert stage.paper(later).maker == "Perajin M0001"
    assert HERS["name"] not in office.get(f"/manage/statements/{later.number}.csv").text
    stage.pay(later)
    stage.sell({"selendang": 1})
    with stage.database.reader() as session:
        names = set(
            session.scalars(
                select(SaleLine.maker_name).where(SaleLine.maker_id == stage.room.maker.id)
            )
        )
    assert names == {"Perajin M0001"}
    stage.all_agree()


def test_the_catalogue_shows_her_no_more(app: TitipFlask, office: FlaskClient, stage: Stage):
    with stage.database.reader() as session:
        maker = session.get_one(Maker, stage.room.maker.id)
        slug, photo = maker.slug, maker.photo
    assert HERS["story"] in office.get(f"/m/{slug}").text
    assert office.get(f"/photo/{photo.name}/640.jpg").status_code == 200

    erase(app, office, stage)

    assert office.get(f"/m/{slug}").status_code == 404
    assert office.get(f"/photo/{photo.name}/640.jpg").status_code == 404
    assert not any(stage.files.path(name).exists() for name in (photo.name, photo.small))
    assert HERS["name"] not in office.get("/m").text + office.get("/browse").text
    page = office.get(path(stage)).text
    assert "Perajin M0001" in page and HERS["owner"] not in page
    for verb in ("/edit", "/photo", "/private", "/access"):
        assert path(stage, verb) not in page


def test_the_photos_that_were_replaced_before_go_too(
    app: TitipFlask, office: FlaskClient, stage: Stage
):
    with stage.database.reader() as session:
        first = session.get_one(Maker, stage.room.maker.id).photo
    other = io.BytesIO()
    Image.effect_noise((300, 400), 90).convert("RGB").save(other, "JPEG")
    other.seek(0)
    assert send(office, path(stage, "/photo"), photo=(other, "lagi.jpg")).status_code == 303
    assert stage.files.path(first.name).exists()

    erase(app, office, stage)

    assert not stage.files.path(first.name).exists()


def test_she_cannot_sign_in_any_more(app: TitipFlask, office: FlaskClient, stage: Stage):
    def enter() -> int:
        return app.test_client().post(
            "/maker/login", data={"phone": HERS["phone"], "pin": "1357"},
            headers={"Sec-Fetch-Site": "same-origin"},
        ).status_code  # fmt: skip

    assert enter() == 303
    erase(app, office, stage)
    assert enter() == 422


def test_licences_of_goods_stay_the_nib_and_the_scans_go(
    app: TitipFlask, office: FlaskClient, stage: Stage
):
    with stage.database.reader() as session:
        scans = [name for name in session.scalars(select(Certificate.scan)) if name]
    erase(app, office, stage)

    with stage.database.reader() as session:
        kept = {
            one.kind: (one.number, one.scan, one.withdrawn_at is None)
            for one in session.scalars(select(Certificate))
        }
    assert kept["pirt"] == ("2061871010001-29", None, True)
    assert kept["nib"] == ("", None, False)
    assert not any(stage.files.path(name).exists() for name in scans)


def test_nothing_new_is_offered_for_an_erased_maker(
    app: TitipFlask, office: FlaskClient, stage: Stage
):
    page = office.get(f"/manage/makers/{stage.room.maker.id}").text
    assert "Perjanjian baru" in page and "Tambah sertifikat" in page
    erase(app, office, stage)

    page = office.get(f"/manage/makers/{stage.room.maker.id}").text

    assert "sudah dihapus" in page
    for offer in ("Perjanjian baru", "Tambah sertifikat", "Terima titipan", "Beri akses"):
        assert offer not in page


@pytest.mark.parametrize("code", ["", "M0002", "Sulam Jelita Kencana", "hapus"])
def test_without_the_code_nothing_is_erased(office: FlaskClient, stage: Stage, code: str):
    answer = send(office, path(stage, "/erase"), code=code)

    assert answer.status_code == 422
    assert "Tulis kode M0001" in answer.text
    with stage.database.reader() as session:
        assert session.get_one(Maker, stage.room.maker.id).phone == HERS["phone"]


def test_the_page_says_what_goes_what_stays_and_what_is_open(office: FlaskClient, stage: Stage):
    page = office.get(path(stage, "/erase")).text

    assert "Masih ada Rp" in page and "buah barangnya" in page
    assert "Perajin M0001" in page


def test_an_erased_record_is_closed(app: TitipFlask, office: FlaskClient, stage: Stage):
    erase(app, office, stage)

    for verb, form in (
        ("/edit", {**HERS, "sentra": "Tapis"}), ("/private", SECRET), ("/unarchive", {}),
        ("/erase", {"code": "M0001"}), ("/access", {"pin": "1357"}),
    ):  # fmt: skip
        assert send(office, path(stage, verb), **form).status_code in (409, 422), verb
    assert office.get(path(stage, "/erase")).status_code == 409
    assert places_of(stage, WORDS) == {}


def test_who_was_merged_into_her_is_erased_too(app: TitipFlask, office: FlaskClient, stage: Stage):
    twin = second(stage, "Jelita Kembar Wangi")

    def sign_in(session) -> None:
        hashed = hash_secret("2468")
        service.give_access(session, session.get_one(Maker, twin), hashed, by=None, at=stage.at)

    stage.do(sign_in)
    stage.sell({"tas tapis": 1})
    merge(stage, twin, stage.room.maker.id)

    erase(app, office, stage)

    words = (*WORDS, "Jelita Kembar Wangi", "Jl. Lama 3", "081200000003")
    goods = {"product.title", "product.title_key", "product.slug", "sale_line.title"}
    assert set(places_of(stage, words)) <= goods  # the twin's goods are called after her
    with stage.database.reader() as session:
        assert session.get_one(Maker, twin).name == "Perajin M0003"
    stage.settle()
    assert stage.latest().closing >= BAG_SHARE
    stage.all_agree()


def test_a_person_with_another_job_in_the_house_keeps_that(
    app: TitipFlask, office: FlaskClient, stage: Stage
):
    def also_cashier(session) -> None:
        link = session.get_one(MakerUser, stage.room.maker.id)
        session.delete(link)
        session.flush()
        session.add(MakerUser(maker_id=stage.room.maker.id, user_id=stage.room.cashier.id))

    stage.do(also_cashier)
    erase(app, office, stage)

    with stage.database.reader() as session:
        cashier = session.get_one(User, stage.room.cashier.id)
        assert (cashier.name, cashier.archived_at) == ("Mbak Kasir", None)
        assert makers.of_user(session, cashier.id) is None


def test_a_photo_that_others_show_too_stays_for_them(
    app: TitipFlask, office: FlaskClient, stage: Stage
):
    def share(session) -> str:
        photo = session.get_one(Maker, stage.room.maker.id).photo
        ready = images.Ready(photo.name, photo.medium, photo.small, photo.width, photo.height)
        other = session.get_one(Maker, stage.room.other.id)
        service.show_photo(session, other, ready, by=stage.room.manager.id, at=stage.at)
        return photo.name

    name = stage.database.write(share)
    erase(app, office, stage)

    assert office.get(f"/photo/{name}/640.jpg").status_code == 200


def test_only_a_manager_who_is_not_herself_may(app: TitipFlask, stage: Stage):
    for person in (stage.room.cashier, stage.room.officer):
        client = browser(app, person)
        assert client.get(path(stage, "/erase")).status_code == 403
        assert send(client, path(stage, "/erase"), code="M0001").status_code == 403
        assert send(client, path(stage, "/personal.zip")).status_code == 403

    def hers(session) -> None:
        session.delete(session.get_one(MakerUser, stage.room.maker.id))
        session.flush()
        session.add(MakerUser(maker_id=stage.room.maker.id, user_id=stage.room.manager.id))

    stage.do(hers)
    own = browser(app, stage.room.manager)
    assert send(own, path(stage, "/erase"), code="M0001").status_code == 403


# -- handing out -----------------------------------------------------------------------------------


def packed(office: FlaskClient, stage: Stage) -> zipfile.ZipFile:
    answer = send(office, path(stage, "/personal.zip"))
    assert answer.status_code == 200 and answer.mimetype == "application/zip"
    assert answer.headers["Cache-Control"] == "no-store"
    return zipfile.ZipFile(io.BytesIO(answer.data))


def test_all_of_her_data_is_in_one_file_and_who_took_it_is_written_down(
    office: FlaskClient, stage: Stage
):
    box = packed(office, stage)

    record = box.read("catatan.json").decode()
    for word in WORDS:
        assert word in record, word
    assert {"baca-saya.txt", "foto.jpg", "penjualan.csv", "saldo.csv"} <= set(box.namelist())
    statement = stage.latest()
    with stage.files.open(statement.pdf) as file:
        assert box.read(f"laporan/{statement.number}.pdf") == file.read()
    assert any(name.startswith("kuitansi/K") for name in box.namelist())
    assert any(name.startswith("sertifikat/") for name in box.namelist())
    with stage.database.reader() as session:
        log = session.execute(
            select(AuditEntry.action, AuditEntry.actor_id).where(
                AuditEntry.action == "maker.data_handed_out"
            )
        ).all()
    assert [tuple(row) for row in log] == [("maker.data_handed_out", stage.room.manager.id)]


def test_the_tables_hold_what_the_books_hold_and_nobody_elses(office: FlaskClient, stage: Stage):
    stage.sell({"emping": 1})
    box = packed(office, stage)

    def table(name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(box.read(name).decode())))

    assert sum(int(row["maker_share"]) for row in table("penjualan.csv")) == 3 * SELENDANG
    assert sum(int(row["amount"]) for row in table("saldo.csv")) == stage.owed()
    assert {row["title"] for row in table("barang.csv")} >= {"Selendang belah ketupat", "Tas Baru"}
    everything = b"".join(box.read(name) for name in box.namelist()).decode("utf-8", "replace")
    assert "Emping" not in everything and "081200000002" not in everything
    assert len(table("pembayaran.csv")) == 1 and table("titipan.csv") and table("jejak.csv")


def test_one_without_anything_gets_a_file_too(app: TitipFlask, stage: Stage):
    def register(session) -> int:
        sentra = service.sentra_named(session, "Kopi")
        return service.register(session, "Kopi Baru", sentra=sentra, by=None, at=stage.at).id

    number = stage.database.write(register)
    answer = send(browser(app, stage.room.manager), f"/manage/makers/{number}/personal.zip")

    assert answer.status_code == 200
    assert b"Kopi Baru" in zipfile.ZipFile(io.BytesIO(answer.data)).read("catatan.json")
