"""What people type and what they mean, in both languages and on both engines: it is among the first ten."""

import re
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from catalogue.makers.models import Maker
from catalogue.outlets.models import Outlet
from tests.catalogue.visitors.conftest import Gallery, Hanger

MORE = (
    "Kain Tapis Pucuk Rebung", "Dompet Tapis Siger", "Peci Tapis Bintang", "Tas Tapis Mata Kibau",
    "Gantungan Kunci Siger", "Kemeja Batik Gajah", "Kain Batik Kapal", "Kebaya Sulam Usus",
    "Bros Sulam Usus", "Kaos Gajah Lampung", "Keripik Pisang Cokelat 200 g", "Kopi Luwak 100 g",
    "Keripik Singkong Balado", "Emping Melinjo Manis", "Ikan Teri Nasi 250 g", "Taplak Meja Tapis",
    "Sarung Bantal Tapis Pohon Hayat", "Tempat Tisu Tapis", "Selendang Sutra Sulam Usus",
)  # fmt: skip

CASES = (
    ("selndang", "id", "Selendang Tapis Kapal"),
    ("slendang kapal", "id", "Selendang Tapis Kapal"),
    ("SELENDNAG", "id", "Selendang Tapis Kapal"),
    ("kripik pisang coklat", "id", "Keripik Pisang Cokelat 200 g"),
    ("keripik pissang", "id", "Keripik Pisang Cokelat 200 g"),
    ("kopy robusta", "id", "Kopi Robusta Bubuk 200 g"),
    ("kopi luak", "id", "Kopi Luwak 100 g"),
    ("empieng melindjo", "id", "Emping Melinjo Manis"),
    ("poetjoek reboeng", "id", "Kain Tapis Pucuk Rebung"),
    ("kebaja sulam", "id", "Kebaya Sulam Usus"),
    ("sullam uus", "id", "Bros Sulam Usus"),
    ("gantugan kunci", "id", "Gantungan Kunci Siger"),
    ("domphet siger", "id", "Dompet Tapis Siger"),
    ("kemja batik gajah", "id", "Kemeja Batik Gajah"),
    ("tapissiger dompet", "id", "Dompet Tapis Siger"),
    ("saya mau cari kain tapis pucuk rebung untuk pernikahan adik perempuan saya di bulan depan",
     "id", "Kain Tapis Pucuk Rebung"),
    ("gantungan kunci murah", "id", "Gantungan Kunci Siger"),
    ("oleh-oleh gantugan kunci", "id", "Gantungan Kunci Siger"),
    ("kado dompet", "id", "Dompet Tapis Siger"),
    ("cheap walet", "en", "Dompet Tapis Siger"),
    ("gift brooch", "en", "Bros Sulam Usus"),
    ("xyzzy ikan teri", "id", "Ikan Teri Nasi 250 g"),
    ("shawl ship", "en", "Selendang Tapis Kapal"),
    ("shwal", "en", "Selendang Tapis Kapal"),
    ("shawll", "en", "Selendang Tapis Kapal"),
    ("cofee", "en", "Kopi Robusta Bubuk 200 g"),
    ("koffie", "en", "Kopi Robusta Bubuk 200 g"),
    ("walet crown", "en", "Dompet Tapis Siger"),
    ("bananna chips", "en", "Keripik Pisang Cokelat 200 g"),
    ("keyring", "en", "Gantungan Kunci Siger"),
    ("elefant shirt", "en", "Kemeja Batik Gajah"),
    ("looking for a pilow cover with the tree of life for my grandmother", "en",
     "Sarung Bantal Tapis Pohon Hayat"),
)  # fmt: skip
CURRENT = re.compile(r'href="[^"]*sort=[^"]*" aria-current="true">([^<]+)<')
TITLE = re.compile(r'data-testid="product-card">.*?href="(?:/en)?/p/([^"]+)"', re.DOTALL)


@pytest.fixture
def full(gallery: Gallery, at: datetime) -> Gallery:
    """The gallery with twenty more things on its walls."""
    with gallery.database.writer() as session:
        hanger = Hanger(session, at, {})
        maker = session.query(Maker).filter_by(slug=gallery.maker_slug).one()
        outlet = session.query(Outlet).filter_by(code="G1").one()
        for title in MORE:
            hanger.hang(title, maker, title, price=50_000, pieces=2, outlet=outlet.id)
        session.flush()
        gallery.slugs |= {name: product.slug for name, product in hanger.made.items()}
    return gallery


def test_what_is_meant_is_among_the_first_ten(visitor: FlaskClient, full: Gallery) -> None:
    named = {
        "Selendang Tapis Kapal": full.slugs["shawl"],
        "Kopi Robusta Bubuk 200 g": full.slugs["coffee"],
    }
    missed = []
    for typed, language, title in CASES:
        start = "/en" if language == "en" else ""
        text = visitor.get(f"{start}/browse", query_string={"q": typed}).text
        if (named.get(title) or full.slugs[title]) not in TITLE.findall(text)[:10]:
            missed.append((typed, language, title))
    assert missed == []


def test_a_search_is_ordered_by_fit_or_by_price_where_that_was_meant(
    visitor: FlaskClient, full: Gallery
) -> None:
    for typed, current in (("siger", "Paling cocok"), ("kado murah", "Harga terendah")):
        text = visitor.get("/browse", query_string={"q": typed}).text
        assert CURRENT.findall(text) == [current]
        assert "Ini hasil untuk" not in text
    text = visitor.get("/browse?q=siger+murah&sort=new").text
    assert CURRENT.findall(text) == ["Baru digantung"]
    assert "Paling cocok" not in visitor.get("/browse?sort=fit").text


def test_ten_thousand_letters_and_hostile_words_are_a_page(visitor: FlaskClient) -> None:
    for typed in ("a" * 10_000, "tapis " * 3_000, "'; DROP TABLE product; --", "<script>", "%00%"):
        assert visitor.get("/browse", query_string={"q": typed}).status_code == 200
