"""The public site as a visitor's browser gets it, in both languages, without JavaScript."""

import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from catalogue.outlets.models import Outlet
from catalogue.products.models import Product
from catalogue.stock import service as stock
from catalogue.stock.bazars import service as bazars
from catalogue.stock.transfers import service as moving
from catalogue.visitors import meanings
from core.i18n import english
from core.ids import is_uuid
from core.users import service as people
from tests.catalogue.visitors.conftest import PRIVATE, Gallery

PAGES = ("/", "/browse", "/m", "/motif", "/visit", "/sentra", "/sentra/tapis", "/harga")

CHANGES = {"/keranjang/isi"}
"""What a visitor's page may send: a work into the basket."""


class Page(HTMLParser):
    """What a page holds: its elements with their attributes, in order, and its forms."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.forms: list[tuple[dict[str, str | None], dict[str, str | None]]] = []
        self.is_in_form = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.elements.append((tag, found))
        if tag == "form":
            self.forms.append((found, {}))
            self.is_in_form = True
        elif tag == "input" and self.is_in_form:
            self.forms[-1][1][str(found.get("name"))] = found.get("value")

    def handle_endtag(self, tag: str) -> None:
        self.is_in_form = self.is_in_form and tag != "form"

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]

    def with_id(self, testid: str) -> list[dict[str, str | None]]:
        return [attrs for _tag, attrs in self.elements if attrs.get("data-testid") == testid]


def open_page(visitor: FlaskClient, path: str, status: int = 200) -> tuple[str, Page]:
    answer = visitor.get(path)
    assert answer.status_code == status, path
    return answer.text, Page(answer.text)


def addresses(gallery: Gallery) -> list[str]:
    return [
        *PAGES,
        f"/m/{gallery.maker_slug}",
        *(f"/p/{gallery.slugs[n]}" for n in ("cloth", "shawl", "wallet", "coffee", "written")),
    ]


def test_every_page_opens_in_both_languages_and_says_which(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    for path in addresses(gallery):
        for prefix, lang in (("", "id"), ("/en", "en")):
            _text, page = open_page(visitor, prefix + path)
            assert page.all("html")[0]["lang"] == lang
            twins = {a["hreflang"]: a["href"] for a in page.all("link") if "hreflang" in a}
            assert twins["id"] == f"http://localhost{path}"
            assert twins["en"] == f"http://localhost/en{path}"
            switch = {a["hreflang"]: a["href"] for a in page.all("a") if "hreflang" in a}
            assert switch == {"id": path, "en": f"/en{path}"}


def test_english_pages_lead_to_english_pages(visitor: FlaskClient, gallery: Gallery) -> None:
    doors = {"/maker", "/pos", "/manage"}
    for path in addresses(gallery):
        _text, page = open_page(visitor, "/en" + path)
        inside = {
            str(a["href"])
            for a in page.all("a")
            if str(a["href"]).startswith("/") and "hreflang" not in a
        }
        assert {href for href in inside - doors if not href.startswith("/en")} == set()


def test_the_address_chooses_the_language_whatever_a_cookie_says(visitor: FlaskClient) -> None:
    visitor.get("/login?lang=en")
    _text, page = open_page(visitor, "/browse")
    assert page.all("html")[0]["lang"] == "id"


def test_no_page_needs_a_script_or_brings_a_style_of_its_own(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    for path in addresses(gallery):
        _text, page = open_page(visitor, path)
        scripts = [s for s in page.all("script") if s.get("type") != "application/ld+json"]
        assert all("defer" in s or s.get("type") == "module" for s in scripts), path
        assert all(str(s["src"]).startswith("/static/") for s in scripts), path
        assert not page.all("style")
        for _tag, attrs in page.elements:
            assert not [n for n in attrs if n == "style" or n.startswith("on")]
        for form, fields in page.forms:
            if form.get("method", "get") != "get":
                assert form.get("action") in CHANGES, path
                assert is_uuid(fields.get("key") or ""), path


def test_every_link_and_picture_of_the_site_leads_somewhere(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    seen: set[str] = set()
    for path in addresses(gallery):
        for prefix in ("", "/en"):
            _text, page = open_page(visitor, prefix + path)
            seen |= {str(a["href"]) for a in page.all("a")} | {
                str(i["src"]) for i in page.all("img")
            }
            ids = {attrs["id"] for _tag, attrs in page.elements if "id" in attrs}
            for href in [str(a["href"]) for a in page.all("a")]:
                assert not href.startswith("#") or href[1:] in ids, (path, href)
    inside = {h for h in seen if h.startswith("/")} - {"/maker", "/pos", "/manage"}
    assert len(inside) > 40
    for href in sorted(inside):
        assert visitor.get(href).status_code == 200, href


def test_search_and_boxes_narrow_the_wall(visitor: FlaskClient, gallery: Gallery) -> None:
    text, page = open_page(visitor, "/browse?q=selndang")
    assert len(page.with_id("product-card")) == 1
    assert "Selendang Tapis Kapal" in text
    assert "selendang" in text
    text, page = open_page(visitor, "/en/browse?q=ship+shawl")
    assert "Tapis shawl, ship motif" in text
    _text, page = open_page(visitor, "/browse?technique=cucuk-tangan&price=2500-5000")
    assert len(page.with_id("product-card")) == 1
    assert "Belum ada yang cocok" in open_page(visitor, "/browse?q=zzzzzz")[0]
    assert page.with_id("search-input")


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=99999999",
        "page=x",
        "sort=drop",
        "price=1;2",
        "q=" + "a" * 5000,
        "q=%ff%fe",
        "motif=x&motif=x",
        "maker=",
        "endpoint=x&_external=1&lang=zz",
    ],
)
def test_odd_addresses_show_a_page_all_the_same(visitor: FlaskClient, query: str) -> None:
    assert visitor.get(f"/browse?{query}").status_code == 200


def test_the_list_of_prices_is_narrowed_as_the_wall_was(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    text, _page = open_page(visitor, "/browse?craft=tapis&q=siger")
    assert "/harga?craft=tapis&amp;q=siger" in text
    text, _page = open_page(visitor, "/harga?craft=tapis&q=siger")
    assert "Kain Tapis Jung Sarat Siger" in text and "Rp4.350.000" in text
    assert "Kopi Robusta" not in text
    text, _page = open_page(visitor, "/en/harga")
    assert "Ground robusta coffee, 200 g" in text and "Coffee" in text


def test_a_sentra_shows_its_craft_its_makers_and_its_works(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    text, page = open_page(visitor, "/en/sentra/kopi")
    assert "Kopi Umpama" in text and "Tapis Rekaan" not in text
    assert len(page.with_id("product-card")) == 1
    text, _page = open_page(visitor, "/")
    assert 'href="/sentra/tapis"' in text
    open_page(visitor, "/sentra/tidak-ada", 404)


def test_a_zero_sign_is_refused_with_a_sentence(visitor: FlaskClient) -> None:
    answer = visitor.get("/browse?craft=%00")
    assert answer.status_code == 422
    assert "tanda yang tidak bisa disimpan" in answer.text
    assert 'role="search"' in answer.text


def test_a_slip_in_an_address_leads_to_the_page_that_is_meant(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    slug = gallery.slugs["cloth"]
    for typed, meant in (
        (f"/P/{slug.upper()}", f"/p/{slug}"),
        (f"/p/{slug}/", f"/p/{slug}"),
        ("/browse/?q=siger&craft=tapis", "/browse?q=siger&craft=tapis"),
        ("/EN/Motif/", "/en/motif"),
        ("/acara/daftar/AbC/", "/acara/daftar/AbC"),
    ):
        answer = visitor.get(typed)
        assert (answer.status_code, answer.location) == (301, meant)
    for typed in ("/p/", "/MANAGE/", "/en/nowhere/"):
        assert visitor.get(typed).status_code in (404, 308, 303), typed
    open_page(visitor, "/P/tidak-ada", 301)
    open_page(visitor, "/p/tidak-ada", 404)


def test_a_price_from_above_the_price_to_is_said(visitor: FlaskClient) -> None:
    text, _page = open_page(visitor, "/browse?min=100000&max=5000")
    assert "di atas harga tertinggi" in text
    assert "di atas harga tertinggi" not in open_page(visitor, "/browse?min=90000000")[0]


def test_an_unknown_maker_in_a_filter_is_not_found(visitor: FlaskClient) -> None:
    text, _page = open_page(visitor, "/browse?maker=nobody", 404)
    assert "tidak ada di katalog" in text


def test_a_product_says_price_place_and_kind(visitor: FlaskClient, gallery: Gallery) -> None:
    text, _page = open_page(visitor, f"/p/{gallery.slugs['cloth']}")
    for words in ("Rp4.350.000", "Galeri Contoh", "Karya tunggal", "118 × 124 cm", "Cucuk tangan"):
        assert words in text
    linked = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert linked is not None
    data = json.loads(linked[1])
    assert data["offers"]["price"] == 4_350_000
    assert data["offers"]["availability"].endswith("InStock")
    text, _page = open_page(visitor, f"/en/p/{gallery.slugs['cloth']}")
    for words in ("Rp4.350.000", "Here now, at Galeri Contoh", "One of a kind", "Couched by hand"):
        assert words in text


def test_a_piece_sold_a_second_ago_is_not_offered(visitor: FlaskClient, gallery: Gallery) -> None:
    _text, page = open_page(visitor, "/browse?craft=tapis")
    before = len(page.with_id("product-card"))
    gallery.sell("cloth")
    text, page = open_page(visitor, f"/p/{gallery.slugs['cloth']}")
    assert page.with_id("not-offered")
    assert "Sudah terjual" in text
    assert "Ada di" not in text
    assert "SoldOut" in text
    _text, page = open_page(visitor, "/browse?craft=tapis")
    assert len(page.with_id("product-card")) == before - 1
    text, _page = open_page(visitor, f"/m/{gallery.maker_slug}")
    assert "Sudah terjual" in text


def test_nothing_private_of_a_maker_stands_on_any_page(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    for path in addresses(gallery):
        for prefix in ("", "/en"):
            text, _page = open_page(visitor, prefix + path)
            for name, secret in PRIVATE.items():
                assert secret not in text, (path, name)


def test_the_qr_on_a_tag_leads_to_the_work_in_the_language_of_the_phone(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    path = f"/k/{gallery.codes['shawl']}"
    for accepted, start in (
        ("id-ID,en;q=0.5", "/p/"),
        ("in-ID", "/p/"),
        ("de-DE,de;q=0.9", "/en/p/"),
        ("", "/p/"),
    ):
        answer = visitor.get(path, headers={"Accept-Language": accepted})
        assert answer.status_code == 302
        assert answer.headers["Location"] == start + gallery.slugs["shawl"]
        assert set(answer.vary) == {"Accept-Language", "Accept-Encoding"}
    assert visitor.get(f"/en{path}").headers["Location"] == "/en/p/" + gallery.slugs["shawl"]
    for code in ("123", "2000000000000", "abc", gallery.codes["archived"]):
        assert visitor.get(f"/k/{code}").status_code == 404


def test_a_picture_may_be_kept_for_good(visitor: FlaskClient) -> None:
    answer = visitor.get("/motif/sulam-usus/pucuk-rebung/kebaya-7.svg")
    assert answer.mimetype == "image/svg+xml"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert visitor.get("/motif/tapis/siger/" + "x" * 500 + ".svg").status_code == 404


def test_unknown_goods_and_makers_get_a_way_on(visitor: FlaskClient) -> None:
    for path, home in (("/p/none", "/"), ("/en/p/none", "/en/"), ("/m/none", "/")):
        _text, page = open_page(visitor, path, 404)
        assert home in [a["href"] for a in page.all("a")]
        assert page.all("html")[0]["lang"] == ("en" if path.startswith("/en") else "id")


def test_search_engines_are_told_of_every_public_page_and_of_no_other(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    robots = visitor.get("/robots.txt").text
    for door in ("/manage", "/pos", "/maker", "/login", "/r/"):
        assert f"Disallow: {door}\n" in robots
    answer = visitor.get("/sitemap.xml")
    listed = {e.text for e in ET.fromstring(answer.data).iter() if e.tag.endswith("}loc")}
    assert f"http://localhost/en/p/{gallery.slugs['cloth']}" in listed
    assert f"http://localhost/p/{gallery.slugs['archived']}" not in listed
    for address in listed:
        assert visitor.get(str(address)).status_code == 200


def test_the_public_pages_take_no_changes(visitor: FlaskClient, gallery: Gallery) -> None:
    for path in addresses(gallery):
        answer = visitor.post(path, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 405, path


@pytest.mark.parametrize(
    ("holder", "word", "english_word"),
    [
        ("sale", "Sedang di kasir", "At the till now"),
        ("basket", "Sedang ditahan", "On hold"),
        ("transfer", "Akan pindah", "About to move"),
        ("departure", "Akan pulang", "Going home"),
    ],
)
def test_a_piece_that_is_held_says_by_whom(
    holder: str, word: str, english_word: str, visitor: FlaskClient, gallery: Gallery
) -> None:
    gallery.reserve("cloth", by=holder)
    for start, said in (("", word), ("/en", english_word)):
        text, page = open_page(visitor, f"{start}/p/{gallery.slugs['cloth']}")
        assert page.with_id("not-offered") and said in text
        assert said in open_page(visitor, f"{start}/m/{gallery.maker_slug}")[0]
        seen = said in open_page(visitor, f"{start}/browse?motif=siger")[0]
        assert seen == (holder in ("sale", "basket"))
    assert set(meanings.HOLDS) == {"sale", "basket", "transfer", "departure"}


def test_a_piece_on_its_way_is_not_called_sold(visitor: FlaskClient, gallery: Gallery) -> None:
    with gallery.database.writer() as session:
        origin, stall = (session.get_one(Outlet, number) for number in (1, 2))
        transfer = moving.start(session, origin, stall, by=None, at=gallery.at)
        cloth = session.get_one(Product, gallery.ids["cloth"])
        moving.scan(session, transfer, cloth, at=gallery.at)
        moving.send(session, transfer, carrier="Pak Sopir", by=None, at=gallery.at)

    text, _page = open_page(visitor, f"/p/{gallery.slugs['cloth']}")
    assert "Sedang dibawa ke: Lapak Contoh" in text and "terjual" not in text
    text, _page = open_page(visitor, f"/en/m/{gallery.maker_slug}")
    assert "In transit" in text


def test_a_piece_that_went_home_to_its_maker_is_not_called_sold(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    with gallery.database.writer() as session:
        stock.move(
            session, gallery.ids["cloth"], gallery.outlet_id, -1, reason="returned_to_maker",
            source=("departure_line", 1), business_date=gallery.at.date(), by=None, at=gallery.at,
        )  # fmt: skip

    for path in (f"/p/{gallery.slugs['cloth']}", f"/m/{gallery.maker_slug}"):
        text, _page = open_page(visitor, path)
        assert "Tidak di sini" in text and "Sudah terjual" not in text


def test_the_stall_of_a_bazar_is_a_place_to_visit_while_it_lasts(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    day = gallery.at.date()
    plan = bazars.Plan(name="Bazar Contoh", place="Saburai", first_day=day, last_day=day,
                       carrier="Bu Kasir")  # fmt: skip
    with gallery.database.writer() as session:
        gallery_outlet = session.get_one(Outlet, gallery.outlet_id)
        manager = people.create_user(
            session, "Pengurus", login="p", roles=["manager"], at=gallery.at, by=None
        )
        bazar = bazars.open_bazar(
            session, plan, origin=gallery_outlet, outlet=None, by=manager.id, at=gallery.at
        )
    assert "Bazar Contoh" in open_page(visitor, "/visit")[0]

    with gallery.database.writer() as session:
        bazars.cancel(session, session.merge(bazar), by=manager.id, at=gallery.at)

    assert "Bazar Contoh" not in open_page(visitor, "/visit")[0]


def test_a_pager_keeps_what_was_asked(visitor: FlaskClient, gallery: Gallery) -> None:
    from catalogue.visitors import views

    original, views.PAGE_SIZE = views.PAGE_SIZE, 2
    try:
        _text, page = open_page(visitor, "/browse?craft=tapis&q=tapis")
    finally:
        views.PAGE_SIZE = original
    nexts = [a["href"] for a in page.all("a") if a.get("rel") == "next"]
    assert nexts == ["/browse?craft=tapis&q=tapis&page=2"]


def test_every_sentence_of_the_gallery_has_its_english() -> None:
    project = Path(__file__).parents[3]
    shells = ("_macros", "base", "door_base", "public_base", "till_base")
    files = [
        *(project / "templates" / "visitors").glob("*.html"),
        *(project / "templates" / f"{name}.html" for name in shells),
        *(project / "catalogue" / "visitors").glob("*.py"),
    ]
    pattern = re.compile(r"""\b_n?\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")""")
    sentences = {a or b for file in files for a, b in pattern.findall(file.read_text())}
    assert len(sentences) > 100
    assert sentences - set(english()) == set()


def test_what_is_not_there_is_said_among_the_doors_of_the_gallery(visitor: FlaskClient) -> None:
    for path, language, search in (
        ("/p/tidak-ada", "id", "/browse"), ("/en/p/tidak-ada", "en", "/en/browse"),
        ("/k/2000000009995", "id", "/browse"), ("/entah/di/mana", "id", "/browse"),
    ):  # fmt: skip
        answer = visitor.get(path)
        page = Page(answer.text)
        assert answer.status_code == 404
        assert page.elements[0] == ("html", {"lang": language})
        assert search in [form.get("action") for form, _fields in page.forms]
        assert (
            "nav",
            {"class": "rooms", "aria-label": "Rooms" if language == "en" else "Ruang"},
        ) in (page.elements)
        assert 'content="noindex"' in answer.text and "canonical" not in answer.text
    for path in ("/manage/tidak/ada", "/maker/tidak/ada", "/pos/tidak/ada"):
        answer = visitor.get(path)
        assert answer.status_code == 404 and 'class="rooms"' not in answer.text


def test_where_nothing_is_found_something_new_hangs_instead(visitor: FlaskClient) -> None:
    text, page = open_page(visitor, "/browse?q=zzzzzz")
    assert "Belum ada yang cocok" in text and "Baru digantung" in text
    assert page.with_id("product-card")


def test_an_empty_gallery_says_so_and_blames_no_filter(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    with gallery.database.writer() as session:
        session.execute(update(Product).values(archived_at=gallery.at))
    for path in ("/browse", "/harga", "/browse?sort=low"):
        text, _page = open_page(visitor, path)
        assert "Belum ada karya di ruang pamer" in text
        assert "Belum ada yang cocok" not in text
    assert "Belum ada yang cocok" in open_page(visitor, "/browse?craft=tapis")[0]


def test_order_and_new_words_keep_the_boxes_that_are_ticked(visitor: FlaskClient) -> None:
    text, page = open_page(visitor, "/browse?craft=tapis&q=siger&page=2&sort=high")
    assert 'href="/browse?craft=tapis&amp;q=siger&amp;sort=low"' in text
    assert 'href="/browse?craft=tapis&amp;q=siger&amp;sort=high" aria-current="true"' in text
    hidden = [
        (about["name"], about["value"])
        for tag, about in page.elements
        if tag == "input" and about.get("type") == "hidden"
    ]
    assert hidden == [("sort", "high"), ("craft", "tapis"), ("sort", "high")]
