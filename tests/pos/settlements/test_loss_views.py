"""Lost and damaged goods on the office's pages: the story, the goods, what it costs whom, signed."""

import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from PIL import Image

from catalogue.products.terms import Terms
from core.dispatch import TitipFlask
from core.images import Photo
from pos.ledger import queries as ledger
from tests.catalogue.desk import Desk, manager_desk, sign_in
from tests.catalogue.stock.departures.cast import begin_loss, departure_of, goods, on_hand
from tests.tools.reading import page_texts

NEW = "/manage/losses/new"


@pytest.fixture
def desk(app: TitipFlask, client: FlaskClient) -> Desk:
    return manager_desk(app, client)


def owed(desk: Desk, maker_id: int | None = None) -> int:
    return desk.read(lambda s: ledger.owed_to(s, maker_id or desk.maker_id))


def story(desk: Desk, **changes: object) -> dict[str, object]:
    return {
        "outlet": 1, "happened_on": desk.today().isoformat(), "found_by": "Rina",
        "note": "Rak jatuh waktu dibersihkan", "witnesses": "Pak Andi", **changes,
    }  # fmt: skip


def snap() -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), "brown").save(out, "JPEG")
    out.seek(0)
    return out, "rak.jpg"


def test_a_whole_loss_from_the_story_to_the_statement_s_line(desk: Desk):
    desk.done(NEW, **story(desk, photo=snap()))
    area = "/manage/losses/1"
    desk.done(f"{area}/scan", q=desk.product(desk.cloth_id).code, fate="damaged")
    desk.done(f"{area}/scan", q=desk.product(desk.crisps_id).code, fate="lost")
    _cloth, crisps = departure_of(desk, 1, "loss").lines
    desk.done(f"{area}/lines", **{f"quantity-{crisps.id}": "3"})

    check = desk.get(f"{area}/check").text
    assert 'data-testid="loss-owed" data-amount="2176000"' in check
    assert owed(desk) == 0 and on_hand(desk, desk.crisps_id) == 7, "looking changes nothing"
    signed = desk.done(f"{area}/sign", print="1")

    assert "Berita acara BA000001 tercatat. Ganti rugi Rp2.176.000." in signed
    assert owed(desk) == 2_176_000
    assert (on_hand(desk, desk.cloth_id), on_hand(desk, desk.crisps_id)) == (0, 4)
    (photo,) = desk.read(lambda s: s.query(Photo).all())
    assert not photo.is_public and f"/manage/photos/{photo.id}/" in signed


def test_what_is_found_again_goes_back_on_its_page(desk: Desk):
    number = begin_loss(desk, (desk.crisps_id, 3))
    desk.done(f"/manage/losses/{number}/sign")
    (line,) = departure_of(desk, number, "loss").lines

    page = desk.done(
        f"/manage/losses/{number}/back", reason="Di gudang", **{f"pieces-{line.id}": "2"}
    )

    assert "Ganti rugi yang ditarik kembali Rp34.000." in page
    assert 'data-testid="comeback" data-pieces="2" data-amount="34000"' in page
    assert owed(desk) == 17_000 and on_hand(desk, desk.crisps_id) == 6


def test_the_record_tells_the_house_everything_and_a_maker_only_of_her_own(desk: Desk):
    bags = goods(desk, "Tas Rajut", maker="Rajut Lain", price=10_000)
    number = begin_loss(desk, (desk.crisps_id, 1), (bags, 2))
    desk.done(f"/manage/losses/{number}/sign")

    (whole,) = page_texts(desk.get(f"/manage/losses/{number}/record.pdf").data)
    path = f"/manage/losses/{number}/record.pdf?maker={desk.maker_id}"
    (own,) = page_texts(desk.get(path).data)

    for told in ("Keripik Pisang", "Tas Rajut", "Rajut Lain", "33.000", "Rina", "Berita acara keh"):
        assert told in whole
    assert "Keripik Pisang" in own and "17.000" in own
    assert "Rajut" not in own and "33.000" not in own
    assert "Yang menemukan," in own and "Perajin," in own
    assert desk.get(f"/manage/losses/{number}/record.pdf?maker=99").status_code == 404


def test_a_maker_who_bears_losses_is_told_so_before_the_signature(desk: Desk):
    terms = Terms("percent", 2000, loss_bearer="maker")
    bags = goods(desk, "Tas Rajut", terms=terms, price=10_000)
    number = begin_loss(desk, (bags, 2))

    check = desk.get(f"/manage/losses/{number}/check").text
    desk.done(f"/manage/losses/{number}/sign")

    assert 'data-testid="loss-owed" data-amount="0"' in check and "16.000" in check
    assert owed(desk) == 0 and on_hand(desk, bags) == 3


def test_more_than_on_record_is_refused_with_what_there_is(desk: Desk):
    number = begin_loss(desk, (desk.crisps_id, 8))

    page = desk.refused(f"/manage/losses/{number}/sign")

    assert "menurut catatan hanya ada 7" in page
    assert on_hand(desk, desk.crisps_id) == 7 and owed(desk) == 0


@pytest.mark.parametrize(
    "changes, sentence",
    [
        ({"note": " "}, "Tulis apa yang terjadi."),
        ({"found_by": ""}, "Tulis siapa yang menemukannya."),
        ({"happened_on": "31-12-2026"}, "Tanggal itu tidak ada."),
        ({"happened_on": "2999-01-01"}, "Tanggal kejadian tidak boleh sesudah hari ini."),
        ({"photo": b"PK\3\4 zip"}, "Berkas ini bukan foto."),
    ],
)
def test_a_story_that_lacks_something_gets_a_sentence(
    desk: Desk, changes: dict[str, object], sentence: str
):
    if "photo" in changes:
        changes = {"photo": (io.BytesIO(changes["photo"]), "foto.jpg")}
    page = desk.refused(NEW, **story(desk, **changes))

    assert sentence in page
    assert "Belum ada yang rusak" in desk.get("/manage/losses").text


def test_from_the_page_of_a_product_it_stands_on_the_list_already(desk: Desk):
    page = desk.get(f"/manage/products/{desk.crisps_id}").text
    assert f'href="/manage/losses/new?product={desk.crisps_id}"' in page
    assert f'href="/manage/returns/new?maker={desk.maker_id}&amp;product={desk.crisps_id}"' in page
    assert "Keripik Pisang" in desk.get(f"{NEW}?product={desk.crisps_id}").text

    desk.done(NEW, **story(desk, product=desk.crisps_id))

    (line,) = departure_of(desk, 1, "loss").lines
    assert (line.product_id, line.quantity, line.fate) == (desk.crisps_id, 1, "lost")


def test_what_happened_yesterday_can_still_be_told(desk: Desk):
    day = desk.today() - timedelta(days=1)

    assert "Daftarnya masih kosong" in desk.done(NEW, **story(desk, happened_on=day.isoformat()))


def test_one_piece_stands_on_one_line_only(desk: Desk):
    number = begin_loss(desk, (desk.cloth_id, 1))
    code = desk.product(desk.cloth_id).code

    for fate in ("lost", "damaged"):
        page = desk.refused(f"/manage/losses/{number}/scan", q=code, fate=fate)
        assert "Kain Tapis Siger" in page
    (line,) = departure_of(desk, number, "loss").lines
    desk.done(f"/manage/losses/{number}/lines", **{f"quantity-{line.id}": "1",
                                                  f"fate-{line.id}": "damaged"})  # fmt: skip
    assert departure_of(desk, number, "loss").lines[0].fate == "damaged"


def test_a_lot_of_something_else_and_a_return_in_a_loss_are_refused(desk: Desk):
    number = begin_loss(desk, (desk.crisps_id, 1))
    (line,) = departure_of(desk, number, "loss").lines
    form = {f"quantity-{line.id}": "1"}

    for wrong in ({f"lot-{line.id}": "999"}, {f"fate-{line.id}": "returned"}):
        desk.refused(f"/manage/losses/{number}/lines", **form, **wrong)


def test_the_list_tells_what_each_cost_and_comes_as_a_file(desk: Desk):
    number = begin_loss(desk, (desk.crisps_id, 2))
    desk.done(f"/manage/losses/{number}/sign")

    page = desk.get("/manage/losses?q=rak").text
    file = desk.get("/manage/losses?as=csv")

    assert "BA000001" in page and "34.000" in page
    assert file.text.splitlines()[1].startswith("BA000001,Rak jatuh,Galeri,")
    assert file.text.splitlines()[1].endswith(",2,34000")


def test_a_cashier_signs_nothing(app: TitipFlask, client: FlaskClient):
    desk = Desk(app, client, sign_in(app, client, "cashier"))
    for step in ("sign", "back"):
        assert desk.send(f"/manage/losses/1/{step}").status_code == 403
