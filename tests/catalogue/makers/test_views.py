"""The office's pages about makers."""

import io
import re

import pytest
from PIL import Image
from sqlalchemy import select

from catalogue.makers import queries, service
from catalogue.makers.models import Maker, MakerDoubt, MakerPrivate
from core.users.models import AuditEntry
from core.users.queries import secret_hash
from core.users.secrets import matches
from tests.catalogue.desk import Desk

PHONE_WORDS = Image.Exif()
PHONE_WORDS[0x010F] = "RAHASIA telepon ibu"

RECORD = {"name": "Batik Umpama", "owner": "Bapak Umpama", "sentra": "Batik Lampung",
          "address": "Jl. Umpama 1", "phone": "+62 812-1111-2222", "nib": "1234 5678 90123",
          "story": "Membatik malam hari.", "story_en": "Waxes at night."}  # fmt: skip


def makers_of(desk: Desk) -> list[Maker]:
    return desk.read(lambda s: list(s.scalars(select(Maker).order_by(Maker.id))))


def test_a_maker_is_registered_with_phone_and_nib_in_their_plain_form(bare_desk: Desk):
    page = bare_desk.done("/manage/makers/new", **RECORD)

    maker = makers_of(bare_desk)[0]
    assert (maker.phone, maker.nib, maker.story_en) == (
        "081211112222", "1234567890123", "Waxes at night.",
    )  # fmt: skip
    assert "Batik Umpama" in page and maker.code in page


@pytest.mark.parametrize(
    "field, value, sentence",
    [
        ("name", " ", "Isi nama IKM."),
        ("sentra", "", "Isi nama sentranya."),
        ("phone", "12", "Nomor HP dimulai dengan 08"),
        ("nib", "123", "NIB terdiri dari 13 angka."),
    ],
)
def test_bad_input_stands_at_its_field_and_nothing_is_lost(
    bare_desk: Desk, field: str, value: str, sentence: str
):
    page = bare_desk.refused("/manage/makers/new", **{**RECORD, field: value})

    assert f'id="{field}-salah">{sentence}' in page
    assert "Membatik malam hari." in page
    assert makers_of(bare_desk) == []


def test_a_nib_of_another_maker_is_refused(bare_desk: Desk):
    bare_desk.done("/manage/makers/new", **RECORD)

    page = bare_desk.refused("/manage/makers/new", **{**RECORD, "name": "Lain"})

    assert "NIB itu sudah dipakai" in page


def test_a_record_is_changed_and_keeps_its_code(desk: Desk):
    before = makers_of(desk)[0]
    assert "Sekar Contoh" in desk.get(f"/manage/makers/{desk.maker_id}/edit").text

    desk.done(f"/manage/makers/{desk.maker_id}/edit", **{**RECORD, "name": "Sekar Baru"})

    after = makers_of(desk)[0]
    assert (after.name, after.code) == ("Sekar Baru", before.code)


@pytest.mark.parametrize(
    "words", ["sekar", "CONTOH", "m0001", "0812345", "ibu contoh", "seker", "sekra conto"]
)
def test_a_maker_is_found_by_name_person_code_or_phone_even_misspelt(desk: Desk, words: str):
    assert "Sekar Contoh" in desk.get(f"/manage/makers?q={words}").text


def test_an_empty_list_says_what_to_do(bare_desk: Desk):
    assert "Belum ada perajin" in bare_desk.get("/manage/makers").text
    assert "Tidak ada yang cocok" in bare_desk.get("/manage/makers?q=zzz").text


def test_an_archived_maker_leaves_the_list_and_keeps_the_page(desk: Desk):
    desk.done(f"/manage/makers/{desk.maker_id}/archive")

    assert "Sekar Contoh" not in desk.get("/manage/makers?q=sekar").text
    assert "diarsipkan" in desk.get(f"/manage/makers/{desk.maker_id}").text


def test_an_archived_maker_is_found_in_the_archive_and_comes_back(desk: Desk):
    desk.done(f"/manage/makers/{desk.maker_id}/archive")
    assert "Sekar Contoh" in desk.get("/manage/makers/archived?q=sekra").text

    desk.done(f"/manage/makers/{desk.maker_id}/unarchive")

    assert "Sekar Contoh" in desk.get("/manage/makers").text
    assert "Arsip masih kosong" in desk.get("/manage/makers/archived").text


def test_what_an_archived_maker_left_on_the_shelf_is_still_shown_without_her_page(desk: Desk):
    maker, cloth = makers_of(desk)[0], desk.product(desk.cloth_id)
    desk.done(f"/manage/makers/{desk.maker_id}/archive")

    assert desk.get(f"/m/{maker.slug}").status_code == 404
    page = desk.get(f"/p/{cloth.slug}")
    assert page.status_code == 200
    assert f"/m/{maker.slug}" not in page.text


def test_email_and_consent_are_kept_and_can_be_taken_back(desk: Desk):
    path = f"/manage/makers/{desk.maker_id}/edit"
    desk.done(path, **RECORD, email="ibu@contoh.id", shows_phone="1")
    assert "Boleh tampil" in desk.get(f"/manage/makers/{desk.maker_id}").text
    assert 'name="shows_phone" value="1" checked' in desk.get(path).text

    desk.done(path, **RECORD)

    after = makers_of(desk)[0]
    assert (after.email, after.shows_phone) == ("", False)


@pytest.mark.parametrize("email", ["ibu", "ibu@", "ibu@contoh", "a b@contoh.id", "@contoh.id"])
def test_what_is_no_email_is_refused(desk: Desk, email: str):
    page = desk.refused(f"/manage/makers/{desk.maker_id}/edit", **RECORD, email=email)

    assert "Tulis alamat email lengkap" in page


def picture(colour: str = "maroon") -> tuple[io.BytesIO, str]:
    held = io.BytesIO()
    Image.new("RGB", (900, 1200), colour).save(held, "JPEG", exif=PHONE_WORDS)
    held.seek(0)
    return held, "ibu.jpg"


def photos_on(page: str) -> set[str]:
    return set(re.findall(r"/photo/([0-9a-f]{64})/", page))


def test_a_photo_is_shown_in_the_catalogue_without_what_the_phone_wrote(desk: Desk):
    path = f"/manage/makers/{desk.maker_id}/photo"
    assert photos_on(desk.get(f"/m/{makers_of(desk)[0].slug}").text) == set()

    desk.done(path, photo=picture())

    page = desk.get(f"/m/{makers_of(desk)[0].slug}").text
    (name,) = photos_on(page)
    assert 'alt="Sekar Contoh"' in page
    shown = desk.get(f"/photo/{name}/640.jpg")
    assert shown.status_code == 200 and b"RAHASIA" not in shown.data
    assert photos_on(desk.get(f"/manage/makers/{desk.maker_id}").text) == {name}
    assert photos_on(desk.get(f"/p/{desk.product(desk.cloth_id).slug}").text) >= {name}


def test_another_photo_takes_the_place_and_one_is_taken_down(desk: Desk):
    path, page = f"/manage/makers/{desk.maker_id}/photo", f"/m/{makers_of(desk)[0].slug}"
    desk.done(path, photo=picture())
    (first,) = photos_on(desk.get(page).text)

    desk.done(path, photo=picture("navy"))
    (second,) = photos_on(desk.get(page).text)
    assert first != second
    assert desk.get(f"/photo/{first}/640.jpg").status_code == 404

    desk.done(path, remove="1")
    assert photos_on(desk.get(page).text) == set()
    assert desk.get(f"/photo/{second}/640.jpg").status_code == 404


@pytest.mark.parametrize(
    "photo, sentence",
    [
        (None, "Pilih dulu fotonya."),
        (b"%PDF-1.7", "dokumen PDF"),
        (b"PK\x03\x04", "bukan foto"),
    ],
)
def test_what_is_no_photo_is_refused(desk: Desk, photo: bytes | None, sentence: str):
    sent = {"photo": (io.BytesIO(photo), "ibu.jpg")} if photo else {}
    page = desk.refused(f"/manage/makers/{desk.maker_id}/photo", **sent)

    assert sentence in page


def test_a_maker_gets_a_pin_and_later_another(desk: Desk):
    for pin in ("1357", "246802"):
        desk.done(f"/manage/makers/{desk.maker_id}/access", pin=pin)
        hashed = desk.read(lambda s: secret_hash(s, queries.user_of(s, desk.maker_id), "pin"))
        assert matches(hashed, pin)


def test_a_pin_that_is_none_is_refused(desk: Desk):
    page = desk.refused(f"/manage/makers/{desk.maker_id}/access", pin="abcd")

    assert "4 sampai 6 angka" in page
    assert desk.read(lambda s: queries.user_of(s, desk.maker_id)) is None


def test_private_data_stays_masked_until_it_is_opened_with_a_trace(desk: Desk):
    path = f"/manage/makers/{desk.maker_id}/private"
    desk.done(path, nik="1871010101010001", bank_name="Bank Contoh",
              bank_account="5556667778", bank_holder="Ibu Contoh")  # fmt: skip

    assert "5556667778" not in desk.get(path).text
    assert "7778" in desk.get(path).text
    assert "5556667778" not in desk.get(f"/manage/makers/{desk.maker_id}").text
    opened = desk.send(f"{path}/open")

    assert "5556667778" in opened.text and "1871010101010001" in opened.text
    actions = desk.read(lambda s: list(s.execute(select(AuditEntry.action, AuditEntry.actor_id))))
    assert ("maker.private_opened", desk.user_id) in [tuple(row) for row in actions]


def test_a_nik_of_the_wrong_length_is_refused(desk: Desk):
    page = desk.refused(f"/manage/makers/{desk.maker_id}/private", nik="123")

    assert "NIK terdiri dari 16 angka." in page
    assert desk.read(lambda s: s.get(MakerPrivate, desk.maker_id)) is None


def doubted_pair(desk: Desk) -> int:
    desk.done("/manage/makers/new", **RECORD)

    def work(session) -> int:
        first, second = session.scalars(select(Maker).order_by(Maker.id)).all()
        at = desk.app.house.clock.now()
        service.doubt(session, first, second, reason="nama mirip", at=at)
        return session.scalars(select(MakerDoubt.id)).one()

    return desk.write(work)


def test_a_doubt_is_decided_once(desk: Desk):
    number = doubted_pair(desk)
    assert "nama mirip" in desk.get("/manage/makers/doubts").text

    page = desk.done(f"/manage/makers/doubts/{number}")

    assert "Tidak ada yang diragukan" in page
    assert desk.read(lambda s: s.get_one(MakerDoubt, number).decision) == "different"
    assert desk.send(f"/manage/makers/doubts/{number}").status_code == 409


@pytest.mark.parametrize(
    "path",
    ["/manage/makers/1/archive", "/manage/makers/1/private/open", "/manage/makers/doubts/1"],
)
def test_what_changes_or_opens_is_not_a_page(desk: Desk, path: str):
    assert desk.get(path).status_code == 405


def test_what_is_not_there_is_not_found(desk: Desk):
    for path in ("/manage/makers/99", "/manage/makers/99/edit", "/manage/makers/99/private"):
        assert desk.get(path).status_code == 404


def test_a_cashier_sees_no_maker(cashier_desk: Desk):
    for path in ("/manage/makers", "/manage/makers/1", "/manage/makers/1/private"):
        assert cashier_desk.get(path).status_code == 403
    assert cashier_desk.send("/manage/makers/1/private/open").status_code == 403
    assert cashier_desk.send("/manage/makers/new", **RECORD).status_code == 403


def test_the_list_of_makers_is_a_file_of_what_it_is_narrowed_to(desk: Desk):
    page = desk.get("/manage/makers?q=sekar")
    file = desk.get("/manage/makers?q=sekar&as=csv")

    assert "q=sekar&amp;as=csv" in page.text
    assert file.headers["Content-Disposition"] == "attachment; filename=perajin.csv"
    assert file.text.splitlines() == [
        "Kode,Perajin,Nama orang,Sentra,Nomor HP,NIB",
        "M0001,Sekar Contoh,Ibu Contoh,Tapis,081234567890,",
    ]
    assert desk.get("/manage/makers?q=nobody&as=csv").text.count("\n") == 1


def test_the_files_of_the_office_are_not_for_a_cashier(cashier_desk: Desk):
    assert cashier_desk.get("/manage/makers?as=xlsx").status_code == 403
