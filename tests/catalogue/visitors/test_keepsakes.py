"""Kartu Karya: what goes home with a piece of which there is only one, in both languages."""

import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image

from catalogue.products import photos
from catalogue.products.models import Product
from catalogue.visitors import keepsakes
from catalogue.visitors.baskets import service as baskets
from catalogue.visitors.keepsake_views import drawn
from config import Config
from core import images
from core.files import Files
from printers.documents import Fact, from_json, to_json
from printers.pdf import keepsake_card
from printers.profile import Profile
from printers.render import render
from tests.catalogue.visitors.conftest import PRIVATE, Gallery
from tests.houses import app_at
from tests.tools.escpos_view import View
from tests.tools.reading import page_texts, pages, scan

HOUSE = "https://galeri.example"
LONG = "Kain Tapis Jung Sarat Siger Penuh Benang Emas Warisan Nenek dari Kampung di Hulu Sungai yang Jauh"


def card_in(gallery: Gallery, language: str, **changes: object) -> keepsakes.Keepsake:
    slug = gallery.slugs["cloth"]
    with gallery.database.reader() as session:
        card = keepsakes.card_of(
            session, slug, language=language, url=f"{HOUSE}/p/{slug}", at=gallery.at,
            today=gallery.at.date(),
        )  # fmt: skip
    return type(card)(**(card.__dict__ | changes))


def words(pdf: bytes) -> list[str]:
    return [" ".join(text.split()) for text in page_texts(pdf)]


def test_a_unique_piece_has_a_card_that_stays_after_the_sale(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    address = f"/p/{gallery.slugs['cloth']}/kartu"
    for prefix, words in (
        ("", ("Kain Tapis Jung Sarat Siger", "Tapis Rekaan", "Cucuk tangan", "Mahkota", "Jangan dicuci")),
        ("/en", ("Couched by hand (cucuk)", "118 × 124 cm", "Do not wash it", "as its maker says")),
    ):  # fmt: skip
        text = visitor.get(prefix + address).text
        for word in words:
            assert word in text, word
        assert not [name for name, secret in PRIVATE.items() if secret in text]
    gallery.sell("cloth")
    assert "Tapis Rekaan" in visitor.get(address).text
    assert address in visitor.get(f"/p/{gallery.slugs['cloth']}").text


def test_goods_of_which_there_are_many_have_no_card(visitor: FlaskClient, gallery: Gallery) -> None:
    for form in ("kartu", "kartu.pdf"):
        assert visitor.get(f"/p/{gallery.slugs['coffee']}/{form}").status_code == 404
        assert visitor.get(f"/p/tidak-ada/{form}").status_code == 404


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("id", ("Cara membuat, menurut perajinnya Cucuk tangan", "Mahkota.", "Jangan dicuci.")),
        ("en", ("Couched by hand (cucuk)", "A crown.", "Do not wash it.")),
    ],
)
def test_the_sheet_is_two_sides_of_a6_and_its_square_leads_to_the_page(
    gallery: Gallery, home: Path, language: str, told: tuple[str, ...]
) -> None:
    card = card_in(gallery, language)
    pdf = keepsake_card(card, Files(home))
    assert pdf == keepsake_card(from_json(to_json(card)), Files(home))  # type: ignore[arg-type]
    face, back = words(pdf)
    assert "Tapis Rekaan" in face
    assert all(word in back for word in (*told, "118 × 124 cm", card.code)), back
    sides = pages(pdf, 200)
    assert [side.size for side in sides] == [(827, 1166), (827, 1166)]
    assert scan(sides[1]) == [("qrcode", f"{HOUSE}/p/{gallery.slugs['cloth']}")]


def test_long_names_and_texts_stay_on_the_card(gallery: Gallery, home: Path) -> None:
    long = tuple(Fact(label=f"Bab {n}", value=LONG) for n in range(9))
    card = card_in(gallery, "id", title=LONG * 2, maker=LONG, told=long)
    face, back = words(keepsake_card(card, Files(home)))
    assert "..." in face and LONG[:20] in face
    assert "Bab 8" in back and back.count("Hulu Sungai") == 9
    short = words(keepsake_card(card_in(gallery, "id", told=long * 9), Files(home)))
    assert len(short) == 2 and "..." in short[1] and card.code in short[1]


def test_the_photo_is_on_the_card_and_without_its_file_the_motif(
    gallery: Gallery, home: Path
) -> None:
    files, out = Files(home), io.BytesIO()
    Image.new("RGB", (900, 700), (250, 240, 30)).save(out, "JPEG")
    with gallery.database.writer() as session:
        product = session.get_one(Product, gallery.ids["cloth"])
        ready = images.prepare(out.getvalue(), files)
        photos.add(session, product, [ready], by=None, at=gallery.at)
    card = card_in(gallery, "id")
    middle = (413, 460)
    assert card.photo == ready.name
    assert pages(keepsake_card(card, files), 200)[0].getpixel(middle) > 210
    files.remove(ready.name)
    assert pages(keepsake_card(card, files), 200)[0].getpixel(middle) < 200


@pytest.mark.parametrize(("columns", "dots"), [(48, 576), (32, 384)])
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_receipt_printer_gives_the_card_too(
    gallery: Gallery, columns: int, dots: int, language: str
) -> None:
    card = card_in(gallery, language)
    view = View(dots).feed(render(card, Profile(columns=columns)))
    text = " ".join(" ".join(view.lines).split())
    assert view.warnings == []
    made = "Couched by hand (cucuk)" if language == "en" else "Cucuk tangan"
    assert all(word in text for word in (made, "Tapis Rekaan", card.code))
    assert ("qrcode", card.url) in scan(view.papers()[0])
    top = view.papers()[0].convert("L").crop((0, 0, dots, 150))
    assert top.getextrema() == (0, 255)  # the motif stands at its head, before any word


def test_a_sold_piece_keeps_its_page_without_its_buyer_even_when_archived(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    at, slug = gallery.at, gallery.slugs["cloth"]
    with gallery.database.writer() as session:
        basket = baskets.begin(session, at=at)
        baskets.add(session, basket, session.get_one(Product, gallery.ids["cloth"]), at=at)
        baskets.get_ready(session, basket, name="Ayu Pembeli", visit=None, at=at)
        baskets.take(session, basket, at=at)
    gallery.sell("cloth")
    with gallery.database.writer() as session:
        session.get_one(Product, gallery.ids["cloth"]).archived_at = at
    for path, said in ((f"/p/{slug}", "Sudah terjual"), (f"/en/p/{slug}", "Sold"),
                       (f"/p/{slug}/kartu", "Tapis Rekaan")):  # fmt: skip
        answer = visitor.get(path)
        assert answer.status_code == 200 and said in answer.text, path
        assert "Ayu" not in answer.text
        assert "4.350.000" not in answer.text and "4350000" not in answer.text  # it may be a gift
    assert visitor.get(f"/k/{gallery.codes['cloth']}").headers["Location"].endswith(f"/p/{slug}")
    assert visitor.get(f"/p/{slug}/kartu.pdf").mimetype == "application/pdf"
    assert slug not in visitor.get("/browse").text  # it hangs on no wall
    # What was never sold and put away has no page, and what went back to its maker was not sold.
    assert visitor.get(f"/p/{gallery.slugs['archived']}").status_code == 404


def test_a_sheet_is_drawn_once_until_its_card_says_something_else(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    path = f"/p/{gallery.slugs['cloth']}/kartu.pdf"
    first, before = visitor.get(path).data, drawn.cache_info()
    assert visitor.get(path).data == first
    after = drawn.cache_info()
    assert (after.hits - before.hits, after.misses - before.misses) == (1, 0)
    with gallery.database.writer() as session:
        session.get_one(Product, gallery.ids["cloth"]).title = "Kain Berganti Nama"
    assert "Kain Berganti Nama" in " ".join(words(visitor.get(path).data))


def test_the_square_leads_nowhere_that_a_buyer_cannot_reach(gallery: Gallery, home: Path) -> None:
    url = gallery.database.write_engine.url.render_as_string(hide_password=False)
    path = f"/p/{gallery.slugs['cloth']}/kartu.pdf"
    for public, found in (
        (None, []),
        (HOUSE, [("qrcode", HOUSE + path.removesuffix("/kartu.pdf"))]),
    ):
        config = Config(home=home, database_url=url, now=gallery.at, public_url=public)
        with app_at(config) as app:
            assert scan(pages(app.test_client().get(path).data, 200)[1]) == found


def test_a_card_tells_whose_motif_its_drawing_shows(visitor: FlaskClient, gallery: Gallery) -> None:
    address = f"/p/{gallery.slugs['cloth']}/kartu"
    assert 'alt="Gambar motif untuk' in visitor.get(address).text
    with gallery.database.writer() as session:
        session.get_one(Product, gallery.ids["cloth"]).motif = "Lada"
    assert 'alt="Gambar contoh untuk' in visitor.get(address).text
