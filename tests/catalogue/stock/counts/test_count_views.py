"""The pages of a stock count: started in the office, counted blind, checked, signed, posted."""

import io

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from catalogue.outlets.models import Outlet, StaffOutlet
from catalogue.products.models import Product
from catalogue.stock import service as stock
from catalogue.stock.counts import marks, queries
from catalogue.stock.counts.models import CountLine, StockCount
from core import cookies, jobs
from core.dispatch import TitipFlask
from core.ids import new_uuid
from core.jobs import Job
from core.users import service as people
from tests.catalogue.desk import Desk
from tests.tools.reading import page_texts


@pytest.fixture
def count(desk: Desk) -> str:
    """The number of a count of the maker's goods at the gallery: one cloth, seven bags of crisps."""
    answer = desk.send("/manage/counts/new", outlet="1", scope="maker", maker=str(desk.maker_id))
    assert answer.status_code == 303, answer.text
    return str(answer.location).rsplit("/", 1)[1]


def code(desk: Desk, number: int) -> str:
    return desk.product(number).code


def scan(desk: Desk, count: str, number: int, **form: str) -> str:
    return desk.done(f"/pos/counts/{count}/scan", q=code(desk, number), **form)


def lines(desk: Desk, count: str) -> dict[int, tuple[int, int | None]]:
    """Return (line id, pieces) of each product."""
    found = desk.read(lambda s: marks.tallies(s, int(count)))
    return {t.line.product_id: (t.line.id, t.pieces) for t in found}


def typed(desk: Desk, count: str, number: int, pieces: str) -> str:
    line, was = lines(desk, count)[number]
    form = {f"pieces-{line}": pieces, f"was-{line}": "" if was is None else str(was)}
    return desk.done(f"/pos/counts/{count}/lines", **form)


def seen(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"', maxsplit=1)[0]


def work(desk: Desk) -> None:
    number = desk.read(lambda s: s.scalars(select(Job.id).order_by(Job.id.desc())).first())
    house = desk.app.house
    jobs.run_to_end(house.database, number, now=house.clock.now, files=house.files)


def state(desk: Desk, count: str) -> StockCount:
    return desk.read(lambda s: queries.require(s, int(count)))


def counted(desk: Desk, count: str) -> str:
    """Count the cloth and five of seven bags, end, and return the page that says so."""
    scan(desk, count, desk.cloth_id)
    scan(desk, count, desk.crisps_id)
    typed(desk, count, desk.crisps_id, "5")
    return desk.done(f"/manage/counts/{count}/end")


def test_those_who_count_never_see_what_is_expected(desk: Desk, count: str) -> None:
    missing = desk.get(f"/pos/counts/{count}/missing").text
    assert "Keripik Pisang" in missing and "Kain Tapis Siger" in missing
    scan(desk, count, desk.crisps_id)
    pages = [
        missing, desk.get(f"/pos/counts/{count}").text, desk.get("/pos/counts").text,
        desk.get(f"/manage/counts/{count}").text, desk.get("/manage/counts").text,
    ]  # fmt: skip
    for page in pages:
        assert ">7<" not in page and 'value="7"' not in page and "7 buah" not in page
    assert desk.get(f"/manage/counts/{count}/record.pdf").status_code == 409


def test_a_scan_adds_one_and_a_typed_number_replaces(desk: Desk, count: str) -> None:
    for _time in range(2):
        page = scan(desk, count, desk.crisps_id)
    assert f'data-code="{code(desk, desk.crisps_id)}" data-pieces="2"' in page
    assert "1 angka disimpan" in typed(desk, count, desk.crisps_id, "7")
    assert "0 angka disimpan" in typed(desk, count, desk.crisps_id, "7")
    assert lines(desk, count)[desk.crisps_id][1] == 7


def test_words_search_for_goods_without_a_tag(desk: Desk, count: str) -> None:
    page = desk.done(f"/pos/counts/{count}/scan", q="keripik")
    assert "Keripik Pisang" in page and lines(desk, count) == {}
    assert "Tidak ada barang" in desk.done(f"/pos/counts/{count}/scan", q="gerabah")


def test_the_date_on_the_pack_is_asked_for_where_there_are_several(desk: Desk, count: str) -> None:
    def bring_more(session) -> None:
        crisps = session.get_one(Product, desk.crisps_id)
        later = desk.today().replace(year=desk.today().year + 1)
        lot = stock.lots_of(session, [(crisps, later)])[crisps.id, later]
        stock.move(
            session, crisps.id, 1, 4, reason="received", source=("test", 1), by=None,
            business_date=desk.today(), at=desk.app.house.clock.now(), lot_id=lot.id,
        )  # fmt: skip

    desk.write(bring_more)
    page = desk.refused(f"/pos/counts/{count}/scan", q=code(desk, desk.crisps_id))
    assert "tanggal di kemasannya?" in page and page.count("baik sebelum") == 2

    scan(desk, count, desk.crisps_id, lot="1")
    scan(desk, count, desk.crisps_id)
    scan(desk, count, desk.crisps_id, expires_on="2031-01-31")
    found = desk.read(lambda s: marks.tallies(s, int(count)))
    assert sorted(t.pieces for t in found) == [1, 2]
    wrong = desk.refused(
        f"/pos/counts/{count}/scan", q=code(desk, desk.crisps_id), expires_on="besok"
    )
    assert "Tanggal itu tidak ada" in wrong


@pytest.mark.parametrize("typed_number", ["-1", "10001", "2,5", "dua", "999999999999"])
def test_a_number_that_cannot_be_comes_back_with_a_sentence(
    desk: Desk, count: str, typed_number: str
) -> None:
    scan(desk, count, desk.crisps_id)
    line = lines(desk, count)[desk.crisps_id][0]
    page = desk.refused(f"/pos/counts/{count}/lines", **{f"pieces-{line}": typed_number})
    assert f'id="pieces-{line}-salah"' in page and typed_number in page
    assert lines(desk, count)[desk.crisps_id][1] == 1


def test_what_was_not_scanned_is_asked_about_before_the_end(desk: Desk, count: str) -> None:
    scan(desk, count, desk.cloth_id)
    assert "1 barang di catatan belum dihitung" in desk.refused(f"/manage/counts/{count}/end")

    page = desk.done(f"/pos/counts/{count}/missing", none=f"{desk.crisps_id}-1")
    assert "1 barang dicatat tidak ada" in page
    assert "Semua sudah dihitung" in desk.get(f"/pos/counts/{count}/missing").text
    assert 'data-amount="7"' in desk.done(f"/manage/counts/{count}/end")


def test_the_end_shows_what_differs_and_what_it_costs(desk: Desk, count: str) -> None:
    page = counted(desk, count)

    assert f'data-code="{code(desk, desk.crisps_id)}" data-difference="-2"' in page
    assert 'data-testid="count-owed" data-amount="34000"' in page
    assert "Kain Tapis Siger" not in page.split("Tanda tangan")[0].split("Yang berbeda")[1]


def test_a_recount_is_blind_and_replaces(desk: Desk, count: str) -> None:
    counted(desk, count)
    page = desk.done(f"/manage/counts/{count}/again", product=str(desk.crisps_id))
    assert "menunggu dihitung ulang" in page and 'data-testid="count-sign"' not in page

    counting = desk.get(f"/pos/counts/{count}").text
    assert "hitung ulang dari awal" in counting and "Kain Tapis" not in counting
    assert ">5<" not in counting and 'value="5"' not in counting
    typed(desk, count, desk.crisps_id, "7")
    page = desk.get(f"/manage/counts/{count}").text
    assert 'data-testid="count-short" data-amount="0"' in page and "sebelumnya: 1, 5" in page


def test_both_sign_the_printed_record_and_the_differences_are_posted(
    desk: Desk, count: str
) -> None:
    page = counted(desk, count)
    text = " ".join(page_texts(desk.get(f"/manage/counts/{count}/record.pdf").data))
    assert "Ibu Contoh" in text and "Manager" in text and "–2" in text
    names = {"maker_name": "Ibu Contoh", "house_name": "Bu Ratna", "seen": seen(page)}

    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(picture, "JPEG")
    picture.seek(0)
    desk.done(f"/manage/counts/{count}/sign", signed="1", photo=(picture, "ba.jpg"), **names)
    work(desk)

    page = desk.get(f"/manage/counts/{count}").text
    assert "Ditandatangani Ibu Contoh dan Bu Ratna" in page and "Selisihnya dibukukan" in page
    assert state(desk, count).photo_id is not None
    assert desk.read(lambda s: stock.queries.on_hand(s, desk.crisps_id, 1)) == 5
    card = desk.get(f"/manage/products/{desk.crisps_id}/card").text
    assert "Hasil hitung" in card and f"Hitungan {state(desk, count).number}" in card
    assert "Bu Ratna" in " ".join(page_texts(desk.get(f"/manage/counts/{count}/record.pdf").data))


@pytest.mark.parametrize(
    "changed, status, sentence",
    [
        ({"maker_name": " "}, 422, "Tulis nama"), ({"house_name": ""}, 422, "Tulis nama"),
        ({"signed": None}, 422, "lalu centang"), ({"seen": "gestern"}, 409, "Angkanya berubah"),
    ],
)  # fmt: skip
def test_without_both_signatures_nothing_is_posted(
    desk: Desk, count: str, changed: dict[str, str | None], status: int, sentence: str
) -> None:
    page = counted(desk, count)
    form = {"maker_name": "Ibu C.", "house_name": "Bu R.", "seen": seen(page), "signed": "1"}
    form = {name: value for name, value in (form | changed).items() if value is not None}

    answer = desk.send(f"/manage/counts/{count}/sign", **form)

    assert answer.status_code == status and sentence in answer.text
    assert state(desk, count).state == "review"
    if changed.get("signed", "") is None:
        assert 'value="Ibu C."' in answer.text


@pytest.mark.parametrize(
    "form, field",
    [({"scope": ""}, "scope"), ({"scope": "maker"}, "maker"), ({"scope": "shelf"}, "shelf"),
     ({"scope": "shelf", "shelf": "Z9"}, "shelf")],
)  # fmt: skip
def test_a_count_of_nothing_is_not_started(desk: Desk, form: dict[str, str], field: str) -> None:
    page = desk.refused("/manage/counts/new", outlet="1", **form)
    assert field in page and desk.read(lambda s: s.scalars(select(StockCount)).all()) == []


def test_a_count_is_started_once_and_may_be_cancelled(desk: Desk, count: str) -> None:
    page = desk.refused("/manage/counts/new", outlet="1", scope="all")
    assert 'id="outlet-salah"' in page and "sedang dihitung" in page
    assert "Stok tidak berubah" in desk.done(f"/manage/counts/{count}/cancel")
    assert desk.send("/manage/counts/new", outlet="1", scope="all").status_code == 303
    assert desk.send(f"/pos/counts/{count}/scan", q=code(desk, desk.cloth_id)).status_code == 409
    assert "Dibatalkan" in desk.get("/manage/counts").text


def test_what_is_not_there_is_not_found(desk: Desk, count: str) -> None:
    assert desk.get("/manage/counts/99").status_code == 404
    assert desk.get("/pos/counts/99").status_code == 404
    assert desk.send("/pos/counts/99/scan", q="x").status_code == 404
    assert desk.send(f"/pos/counts/{count}/lines", **{"pieces-99": "1"}).status_code == 404
    assert "Belum pernah dihitung" not in desk.get("/manage/counts").text


def test_a_cashier_counts_where_she_works_and_sees_nothing_of_the_office(
    app: TitipFlask, desk: Desk, count: str
) -> None:
    client = cashier_at(app, "G1")
    there = client.post(
        f"/pos/counts/{count}/scan", data={"key": new_uuid(), "q": code(desk, desk.cloth_id)}
    )
    assert there.status_code == 303
    for path in (f"/manage/counts/{count}", f"/manage/counts/{count}/record.pdf", "/manage/counts"):
        assert client.get(path).status_code == 403
    elsewhere = cashier_at(app, "L1")
    assert elsewhere.get(f"/pos/counts/{count}").status_code == 403
    assert "Tidak ada yang perlu dihitung" in elsewhere.get("/pos/counts").text
    assert desk.read(lambda s: len(s.scalars(select(CountLine)).all())) == 1


def cashier_at(app: TitipFlask, outlet_code: str) -> FlaskClient:
    """A cashier who works at one place, signed in."""
    at = app.house.clock.now()
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    with app.house.database.writer() as session:
        login = f"kasir-{outlet_code}"
        user = people.create_user(session, login, login=login, roles=["cashier"], at=at, by=None)
        outlet = session.scalars(select(Outlet).where(Outlet.code == outlet_code)).one()
        session.add(StaffOutlet(user_id=user.id, outlet_id=outlet.id))
        token = people.open_session(session, user, kind="password", device=None, at=at)
    client.set_cookie(cookies.SESSION, token)
    return client


def test_both_sign_on_the_screen_and_need_no_paper(desk: Desk, count: str) -> None:
    page = counted(desk, count)
    line = "20,150 120,20 220,150;60,180 540,180"
    form = {"maker_name": "Ibu C.", "house_name": "Bu R.", "seen": seen(page)}

    half = desk.send(f"/manage/counts/{count}/sign", **form, **{"drawing-maker": line})
    assert half.status_code == 422 and "berdua di kotaknya" in half.text
    assert f'value="{line}"' in half.text, "what was drawn is still there"
    desk.done(
        f"/manage/counts/{count}/sign", **form, **{"drawing-maker": line, "drawing-house": line}
    )
    work(desk)

    page = desk.get(f"/manage/counts/{count}").text
    assert page.count('class="signature"') == 2 and "Ibu C. dan Bu R." in page
    document = state(desk, count).document
    assert document is not None and document["maker_drawing"] == line == document["house_drawing"]
