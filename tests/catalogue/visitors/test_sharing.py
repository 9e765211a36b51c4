"""Feeds, and asking by WhatsApp: whole, and nothing of a maker's that she did not agree to."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import fields
from urllib.parse import unquote

from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from catalogue.makers import service as makers
from catalogue.makers.models import Maker
from catalogue.outlets import showroom
from catalogue.visitors.feeds import Offer
from core import settings
from tests.catalogue.visitors.conftest import PRIVATE, Gallery

FIELDS = {
    "code", "title", "title_en", "description", "description_en", "price", "maker", "sentra", "craft",
    "motif", "technique", "size", "one_of_a_kind", "places", "link", "link_en", "image",
}  # fmt: skip
"""Whoever adds a field here decides that the whole world may read it."""
FEEDS = ("/catalogue.json", "/catalogue.csv", "/catalogue.xml")
MERCHANT = "{http://base.google.com/ns/1.0}"


def test_the_feeds_tell_the_same_of_what_can_be_bought_and_nothing_else(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    assert {field.name for field in fields(Offer)} == FIELDS
    found = json.loads(visitor.get("/catalogue.json").text)["products"]
    by_code = {one["code"]: one for one in found}
    assert all(set(one) == FIELDS for one in found)
    here = {gallery.codes[name] for name in ("cloth", "shawl", "coffee", "written")}
    gone = {gallery.codes[name] for name in ("wallet", "stale", "bag", "archived", "postage")}
    assert here <= set(by_code)
    assert not gone & set(by_code)
    shawl = by_code[gallery.codes["shawl"]]
    assert (shawl["price"], shawl["places"]) == (405_000, "Lapak Contoh")
    assert visitor.get(shawl["link_en"].removeprefix("http://localhost")).status_code == 200

    sheet = list(csv.DictReader(io.StringIO(visitor.get("/catalogue.csv").text.lstrip("\ufeff"))))
    assert {row["code"] for row in sheet} == set(by_code)
    items = ET.fromstring(visitor.get("/catalogue.xml").text).findall(".//item")
    assert {item.findtext(f"{MERCHANT}id") for item in items} == set(by_code)
    assert {item.findtext(f"{MERCHANT}price") for item in items} >= {"405000 IDR"}


def test_no_private_word_of_a_maker_is_in_a_feed(visitor: FlaskClient, gallery: Gallery) -> None:
    for path in FEEDS:
        text = visitor.get(path).text
        assert gallery.codes["shawl"] in text
        for name, secret in PRIVATE.items():
            assert secret not in text, (path, name)


def test_asking_opens_whatsapp_with_what_it_is_about(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    path = f"/p/{gallery.slugs['shawl']}"
    assert 'data-testid="ask-whatsapp"' not in visitor.get(path).text
    with gallery.database.writer() as session:
        settings.put(
            session, showroom.PHONE, "0721-555000", valid_from=gallery.at.date(), by=None,
            at=gallery.at,
        )  # fmt: skip
    text = visitor.get(path).text
    link = unquote(re.findall(r'href="(https://wa.me/62721555000[^"]+)"', text)[0])
    for said in ("Selendang Tapis Kapal", gallery.codes["shawl"], "Rp405.000", path):
        assert said in link
    assert 'data-testid="share"' in text


def test_a_makers_own_number_shows_only_with_her_consent(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    path, number = f"/p/{gallery.slugs['shawl']}", "62" + PRIVATE["phone"][1:]
    assert number not in visitor.get(path).text
    with gallery.database.writer() as session:
        maker = session.scalars(select(Maker).where(Maker.slug == gallery.maker_slug)).one()
        makers.show_phone(session, maker, shows=True, by=None, at=gallery.at)
    assert f"https://wa.me/{number}?text=" in visitor.get(path).text
    for feed in FEEDS:
        assert number not in visitor.get(feed).text
    with gallery.database.writer() as session:
        maker = session.scalars(select(Maker).where(Maker.slug == gallery.maker_slug)).one()
        makers.show_phone(session, maker, shows=False, by=None, at=gallery.at)
    assert number not in visitor.get(path).text


def test_the_picture_beside_a_link_is_one_that_messengers_show(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    seen = set()
    for name in ("cloth", "shawl", "coffee"):
        text = visitor.get(f"/p/{gallery.slugs[name]}").text
        address = re.findall(r'og:image" content="http://localhost([^"]+)"', text)[0]
        assert f'"image": "http://localhost{address}"' in text  # and search engines the same
        answer = visitor.get(address)
        assert Image.open(io.BytesIO(answer.data)).size == (600, 750)
        assert answer.mimetype == "image/jpeg"
        seen.add(answer.data)
    assert len(seen) == 3  # each its own motif
    assert visitor.get("/p/tidak-ada/gambar.jpg").status_code == 404
    link = json.loads(visitor.get("/catalogue.json").text)["products"][0]["image"]
    assert visitor.get(link.removeprefix("http://localhost")).mimetype == "image/jpeg"


def test_all_sizes_of_a_thing_have_one_picture(visitor: FlaskClient, gallery: Gallery) -> None:
    gallery.make_sizes(shawl="M", wallet="S")
    addresses = [f"/p/{gallery.slugs[name]}/gambar.jpg" for name in ("shawl", "wallet")]
    assert visitor.get(addresses[0]).data == visitor.get(addresses[1]).data
