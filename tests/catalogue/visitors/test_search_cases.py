"""What people type and what they mean, in both languages and on both engines: it is among the first ten."""

import re
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from catalogue.makers.models import Maker
from catalogue.outlets.models import Outlet
from catalogue.visitors.sayings import said
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
    ("gantungan di bawah 60 ribu", "id", "Gantungan Kunci Siger"),
    ("kaus gajah", "id", "Kaos Gajah Lampung"),
    ("baju gajah", "id", "Kemeja Batik Gajah"),
    ("taplak meja makan", "id", "Taplak Meja Tapis"),
    ("cemilan pisang", "id", "Keripik Pisang Cokelat 200 g"),
    ("kopi halal", "id", "Kopi Robusta Bubuk 200 g"),
    ("kripik pedas", "id", "Keripik Singkong Balado"),
    ("pajangan perahu", "id", "Kain Batik Kapal"),
    ("songkok", "id", "Peci Tapis Bintang"),
    ("kain pengantin", "id", "Kain Tapis Pucuk Rebung"),
    ("jilbab sutra", "id", "Selendang Sutra Sulam Usus"),
    ("cabai singkong", "id", "Keripik Singkong Balado"),
    ("kado untuk ibu", "id", "Kebaya Sulam Usus"),
    ("dompet lapak contoh", "id", "Dompet Tapis Siger"),
    ("gift for mom", "en", "Kebaya Sulam Usus"),
    ("silk for my wife", "en", "Selendang Sutra Sulam Usus"),
    ("keychain", "en", "Gantungan Kunci Siger"),
    ("banana chips", "en", "Keripik Pisang Cokelat 200 g"),
    ("hat", "en", "Peci Tapis Bintang"),
    ("purse", "en", "Dompet Tapis Siger"),
    ("handbag", "en", "Tas Tapis Mata Kibau"),
    ("tshirt", "en", "Kaos Gajah Lampung"),
    ("dried fish", "en", "Ikan Teri Nasi 250 g"),
    ("silk head scarf", "en", "Selendang Sutra Sulam Usus"),
    ("table cloth", "en", "Taplak Meja Tapis"),
    ("key ring under IDR 60,000", "en", "Gantungan Kunci Siger"),
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


FIRST = (
    ("siger", "id", "Dompet Tapis Siger|Gantungan Kunci Siger|Kain Tapis Jung Sarat Siger"),
    ("cap", "en", "Peci Tapis Bintang"),
    ("bag", "en", "Tas Tapis Mata Kibau"),
    ("kopi khas lampung", "id", "Kopi Robusta Bubuk 200 g|Kopi Luwak 100 g"),
    ("coffee", "en", "Kopi Robusta Bubuk 200 g|Kopi Luwak 100 g"),
    ("taplak meja", "id", "Taplak Meja Tapis"),
    ("kaos gajah", "id", "Kaos Gajah Lampung"),
    ("halal", "id", "Kopi Robusta Bubuk 200 g"),
    ("selendang tapis", "id", "Selendang Tapis Kapal"),
)  # fmt: skip
"""What must come first, or one of which."""


def test_the_best_match_comes_first(visitor: FlaskClient, full: Gallery) -> None:
    named = {"Selendang Tapis Kapal": full.slugs["shawl"], "Kopi Robusta Bubuk 200 g": full.slugs["coffee"],
             "Kain Tapis Jung Sarat Siger": full.slugs["cloth"]}  # fmt: skip
    for typed, language, titles in FIRST:
        start = "/en" if language == "en" else ""
        text = visitor.get(f"{start}/browse", query_string={"q": typed}).text
        meant = [named.get(title) or full.slugs[title] for title in titles.split("|")]
        assert TITLE.findall(text)[:1][0] in meant, typed


def test_what_is_not_made_here_is_said_and_what_comes_near_is_shown(
    visitor: FlaskClient, full: Gallery
) -> None:
    text = visitor.get("/browse?q=songket").text
    assert "Tidak ada “songket”. Ini hasil untuk “tapis”." in text
    assert full.slugs["Kemeja Batik Gajah"] not in TITLE.findall(visitor.get("/browse?q=meja").text)


def test_a_gift_is_left_of_a_christmas_gift(visitor: FlaskClient, full: Gallery) -> None:
    whole = len(TITLE.findall(visitor.get("/en/browse").text))
    for typed in ("gift", "zzyzx gift", "something small"):
        assert (
            len(TITLE.findall(visitor.get("/en/browse", query_string={"q": typed}).text)) == whole
        )
    assert "zzyzx gift" in visitor.get("/en/browse?q=zzyzx+gift").text


def test_a_code_typed_from_a_tag_leads_to_its_work(visitor: FlaskClient, full: Gallery) -> None:
    code = full.codes["shawl"]
    answer = visitor.get(
        "/en/browse", query_string={"q": f" {code[:7]} {code[7:]}"}, follow_redirects=True
    )
    assert answer.request.path == f"/en/p/{full.slugs['shawl']}"
    typing = visitor.get("/browse", query_string={"q": code}, headers={"HX-Request": "true"})
    assert typing.status_code == 200


@pytest.mark.parametrize(
    ("typed", "words", "low", "high"),
    [
        ("dompet di bawah 50 ribu", "dompet", None, 50_000),
        ("kaos maks 100rb merah", "kaos merah", None, 100_000),
        ("tapis di atas Rp2,5 juta", "tapis", 2_500_000, None),
        ("cloth over 1 million", "cloth", 1_000_000, None),
        ("gifts under IDR 100,000", "gifts", None, 100_000),
        ("50.000", "", None, 50_000),
        ("75k", "", None, 75_000),
        ("kain tapis 5 juta", "kain tapis", None, 5_000_000),
        ("mulai 50rb sampai 200rb", "", 50_000, 200_000),
        ("kopi 250 g", "kopi 250 g", None, None),
        ("250", "250", None, None),
        ("pullover 50", "pullover 50", None, None),
        ("vitamin 50", "vitamin 50", None, None),
        ("sampai", "sampai", None, None),
        ("di bawah " + "9" * 30, "di bawah " + "9" * 30, None, None),
    ],
)
def test_a_price_in_words_is_a_price(
    typed: str, words: str, low: int | None, high: int | None
) -> None:
    assert said(typed) == (words, low, high)


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
