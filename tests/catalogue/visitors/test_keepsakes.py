"""Kartu Karya: what goes home with a piece of which there is only one, in both languages."""

from flask.testing import FlaskClient

from tests.catalogue.visitors.conftest import PRIVATE, Gallery


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
    assert visitor.get(f"/p/{gallery.slugs['coffee']}/kartu").status_code == 404
    assert visitor.get("/p/tidak-ada/kartu").status_code == 404
