"""Photos on a product's page: brought, put in order, taken away, and seen by visitors."""

import io
import re
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from catalogue.products import photos
from catalogue.products.models import Product
from core.ids import new_uuid
from core.images import MAX_BYTES, Photo
from core.users.queries import log_of
from tests.catalogue.desk import Desk, sign_in


def picture(colour: str = "red", form: str = "JPEG", width: int = 900) -> bytes:
    """A photo of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (width, width * 4 // 3), colour).save(out, form)
    return out.getvalue()


def files(*contents: bytes) -> list[Any]:
    """Uploads for the field `photo`."""
    return [(io.BytesIO(content), f"foto{n}.jpg") for n, content in enumerate(contents)]


@pytest.fixture
def where(desk: Desk) -> str:
    return f"/manage/products/{desk.cloth_id}/photos"


def names(desk: Desk) -> list[str]:
    """The names of the cloth's photos, as they stand in their order."""
    held = desk.read(lambda s: photos.of_product(s, desk.cloth_id))
    return [one.photo.name for one in held]


def ids(desk: Desk) -> list[int]:
    return [one.id for one in desk.read(lambda s: photos.of_product(s, desk.cloth_id))]


def test_several_photos_come_in_at_once(desk: Desk, where: str):
    page = desk.done(where, photo=files(picture("red"), picture("blue")))

    assert "2 foto tersimpan." in page
    assert all(f"/photo/{name}/320.jpg 320w" in page for name in names(desk))
    assert len(names(desk)) == 2
    log = desk.read(lambda s: log_of(s, "product", desk.cloth_id, limit=5))
    assert "product.photo_added" in [entry.action for entry in log]


def test_visitors_see_the_photo_on_cards_pages_and_previews(desk: Desk, where: str):
    desk.done(where, photo=files(picture("red"), picture("blue")))
    slug, name = desk.product(desk.cloth_id).slug, names(desk)[0]
    visitor = desk.app.test_client()

    product, browse = visitor.get(f"/p/{slug}").text, visitor.get("/browse").text
    maker = visitor.get(f"/m/{desk.product(desk.cloth_id).maker.slug}").text

    for page in (product, browse, maker):
        assert f"/photo/{name}/640.jpg 640w" in page
    assert f'property="og:image" content="http://localhost/photo/{name}/1280.jpg"' in product
    assert 'id="foto-2"' in product and "Gambar motif." not in product
    assert visitor.get(f"/photo/{name}/640.jpg").status_code == 200
    assert f"/photo/{name}/320.jpg" in desk.get("/manage/products").text


def test_a_product_without_a_photo_keeps_its_drawing(desk: Desk):
    slug = desk.product(desk.cloth_id).slug

    assert f"/motif/tapis/siger/{slug}.svg" in desk.get(f"/p/{slug}").text
    with desk.app.house.database.writer() as session:
        session.get_one(Product, desk.cloth_id).motif = ""
    for page in (f"/p/{slug}", f"/manage/products/{desk.cloth_id}"):
        assert f"/motif/tapis/polos/{slug}.svg" in desk.get(page).text, "none, and no other motif"


def test_another_photo_can_lead(desk: Desk, where: str):
    desk.done(where, photo=files(picture("red"), picture("blue"), picture("green")))
    red, blue, green = names(desk)

    desk.done(f"{where}/{ids(desk)[2]}/place", place="1")
    assert names(desk) == [green, red, blue]

    desk.done(f"{where}/{ids(desk)[2]}/place", place="2")
    assert names(desk) == [green, blue, red]
    assert desk.read(lambda s: photos.first_of(s)[desk.cloth_id].name) == green


def test_a_removed_photo_is_shown_to_nobody(desk: Desk, where: str):
    desk.done(where, photo=files(picture()))
    (name,) = names(desk)

    page = desk.done(f"{where}/{ids(desk)[0]}/remove")

    assert names(desk) == [] and "Belum ada foto." in page
    assert desk.get(f"/photo/{name}/640.jpg").status_code == 404


def test_the_same_photo_again_is_not_doubled(desk: Desk, where: str):
    desk.done(where, photo=files(picture()))
    page = desk.done(where, photo=files(picture(), picture()))

    assert len(names(desk)) == 1 and "Foto itu sudah ada." in page


@pytest.mark.parametrize(
    "brought, sentence",
    [
        ([], "Pilih fotonya dulu."),
        ([b"PK\x03\x04 kerja.xlsx"], "bukan foto"),
        ([picture("red"), b"bukan foto"], "bukan foto"),
    ],
    ids=["nothing", "a zip", "one good and one bad"],
)
def test_what_is_no_photo_comes_back_with_a_sentence_and_nothing_is_kept(
    desk: Desk, where: str, brought: list[bytes], sentence: str
):
    page = desk.refused(where, photo=files(*brought))

    assert sentence in page and 'id="photo-salah"' in page
    assert names(desk) == []
    assert desk.read(lambda s: s.scalars(select(Photo)).all()) == []


def test_a_photo_of_more_than_20_mb_is_told_so_on_the_page(desk: Desk, where: str):
    line, large = b"--grenze\r\n", picture() + b"\0" * MAX_BYTES
    head = b'Content-Disposition: form-data; name="%s"%s\r\n\r\n'
    body = line + head % (b"key", b"") + new_uuid().encode() + b"\r\n"
    body += line + head % (b"photo", b'; filename="besar.jpg"') + large + b"\r\n--grenze--\r\n"

    answer = desk.client.post(where, data=body, content_type="multipart/form-data; boundary=grenze")

    assert answer.status_code == 422 and "lebih dari 20 MB" in answer.text
    assert 'id="photo-salah"' in answer.text and names(desk) == []


def test_there_is_an_end_to_photos(desk: Desk, where: str):
    colours = [f"#{n:02x}0000" for n in range(0, 250, 20)]

    page = desk.refused(where, photo=files(*(picture(c, width=60) for c in colours)))

    assert f"Paling banyak {photos.MOST} foto" in page and names(desk) == []


def test_a_photo_of_another_product_is_not_touched(desk: Desk, where: str):
    desk.done(where, photo=files(picture()))
    other = f"/manage/products/{desk.crisps_id}/photos/{ids(desk)[0]}"

    assert desk.send(f"{other}/remove").status_code == 404
    assert desk.send(f"{other}/place", place="1").status_code == 404
    assert len(names(desk)) == 1


def test_only_a_manager_may_bring_photos(desk: Desk, where: str):
    sign_in(desk.app, desk.client, "cashier")

    assert desk.send(where, photo=files(picture())).status_code == 403
    assert names(desk) == []


# -- the facts of the craft --------------------------------------------------------------------------

FACTS = {
    "title": "Kain Tapis Siger", "motif": "Siger", "material": "katun, benang emas",
    "colour": "merah marun dan emas", "days_to_make": "45", "unit": "lembar",
    "care": "Cuci kering. Simpan digulung, jangan dilipat.", "technique": "cucuk tangan",
}  # fmt: skip


def test_facts_are_shown_to_visitors_in_both_languages(desk: Desk):
    desk.done(f"/manage/products/{desk.cloth_id}/edit", **FACTS)
    slug = desk.product(desk.cloth_id).slug

    indonesian = desk.get(f"/p/{slug}").text
    english = desk.get(f"/en/p/{slug}").text

    for words in ("katun, benang emas", "merah marun dan emas", "45 hari", "Cuci kering."):
        assert words in indonesian
    for words in (
        "Cotton, gold thread", "Maroon and gold", "45 days",
        "Dry clean. Store rolled, not folded.",
    ):  # fmt: skip
        assert words in english


def test_the_form_shows_what_visitors_will_read_in_english(desk: Desk):
    page = desk.get(f"/manage/products/{desk.cloth_id}/edit").text
    while_typing = desk.get(
        "/manage/products/english?title=Dompet+Tapis+Kapal&colour=merah&days_to_make=x"
    ).text

    assert re.search(r'<dd lang="en">Tapis cloth, siger crown motif</dd>', page)
    assert "Tapis wallet, ship motif" in while_typing and ">Red<" in while_typing


@pytest.mark.parametrize("days", ["0x", "-3", "5000", "2,5"])
def test_days_that_make_no_sense_are_refused(desk: Desk, days: str):
    page = desk.refused(f"/manage/products/{desk.cloth_id}/edit", **{**FACTS, "days_to_make": days})

    assert 'id="days_to_make-salah"' in page and "katun, benang emas" in page
    assert desk.read(lambda s: s.get_one(Product, desk.cloth_id).material) == ""
