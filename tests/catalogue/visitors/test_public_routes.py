"""Every public route, found by the test itself: odd addresses and forms never break a page.

And what a page weighs, and that its English is English.
"""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from werkzeug.routing import Rule

from catalogue.events.service import Plan, announce
from catalogue.outlets import queries as places
from catalogue.outlets import welcome
from config import PROJECT, Config
from core.dispatch import TitipFlask
from core.ids import new_uuid
from core.users import service as people
from tests.browser.test_public_pages import ROOMS
from tests.catalogue.visitors.conftest import Gallery
from tests.catalogue.visitors.english import left_over
from tests.houses import app_at

NASTY = (
    "' OR 1=1 --", "1;DROP TABLE product", "<script>alert(1)</script>", "{{7*7}}", "%s%n", "../../etc/passwd",
    "\u202e\U0001f642", "-1", "9" * 30, "x" * 10_000, "a\u0300" * 50, "NaN", "0x10", "%ff",
)  # fmt: skip
FIELDS = re.compile(r'<(?:input|select|textarea)[^>]* name="([^"]+)"')
MOST = 100_000
"""Bytes of HTML, CSS and JS that a first page may weigh, compressed."""


@pytest.fixture
def app(gallery: Gallery, home: Path) -> Iterator[TitipFlask]:
    """The site over the small gallery, with an event to come and a place that says its hours."""
    with gallery.database.writer() as session:
        manager = people.create_user(
            session, "Pengurus", login="p", roles=["manager"], at=gallery.at, by=None
        )
        main = places.require_main(session)
        plan = Plan(kind="class", title="Belajar menapis", title_en="A first lesson",
                    day=gallery.at.date(), last_day=gallery.at.date())  # fmt: skip
        announce(session, main, plan, by=manager.id, at=gallery.at)
        welcome.describe(session, main, hours=[("09:00", "17:00")] * 7, way="Turun di sini.",
                         way_en="Get off here.", position="", by=manager.id, at=gallery.at)  # fmt: skip
    url = gallery.database.write_engine.url.render_as_string(hide_password=False)
    with app_at(Config(home=home, database_url=url, now=gallery.at)) as app:
        yield app


def public_rules(app: TitipFlask, method: str) -> list[Rule]:
    """Every route that anybody may use."""
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        and method in (rule.methods or ())
        and (policy := getattr(app.view_functions[rule.endpoint], "policy", None)) is not None
        and policy.roles is None
    ]
    assert len(rules) > (10 if method == "POST" else 40)
    return rules


def test_every_public_page_is_looked_at_by_axe(app: TitipFlask) -> None:
    client = app.test_client()
    looked_at = {room.partition("?")[0] for room in ROOMS}
    pages = {
        rule.rule
        for rule in public_rules(app, "GET")
        if "<" not in rule.rule
        and (answer := client.get(rule.rule)).status_code == 200
        and answer.content_type.startswith("text/html")
    }
    assert len(pages) > 12
    assert pages - looked_at == set()


def filled(rule: Rule, value: str) -> str:
    """The rule's address with `value` in every place of it."""
    address = rule.rule.replace("<any(en):lang>", "en")
    return re.sub(
        r"<[^>]+>", lambda found: "7" if "int:" in found[0] else quote(value, safe=""), address
    )


def is_sound(answer: object, path: str) -> bool:
    """Say whether an answer is a page in the language of its address, and no trace of Python."""
    status, text = answer.status_code, answer.get_data(as_text=True)  # type: ignore[attr-defined]
    if status >= 500 or "Traceback" in text or "<script>alert(1)" in text:
        return False
    if "<html" in text and path.startswith("/en/") and status != 303:
        return '<html lang="en"' in text
    return True


def test_no_public_route_breaks_whatever_its_address_says(app: TitipFlask) -> None:
    client = app.test_client()
    broken = []
    for number, rule in enumerate(public_rules(app, "GET")):
        turn = NASTY[number % len(NASTY) :] + NASTY
        values = turn[:4] if "<" in rule.rule.replace("<any(en):lang>", "") else turn[:1]
        for value in values:
            query = "&".join(
                f"{name}={quote(value)}" for name in ("q", "page", "craft", "min", "maker", "lang")
            )
            path = filled(rule, value)
            broken += [
                address[:120]
                for address in (path, f"{path}?{query}")
                if not is_sound(client.get(address), path)
            ]
    assert not broken


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_the_sitemap_lists_every_page_that_search_engines_may_keep(app: TitipFlask) -> None:
    client = app.test_client()
    listed = client.get("/sitemap.xml").text
    kept = []
    for rule in public_rules(app, "GET"):
        path = rule.rule.replace("<any(en):lang>", "en")
        if "<" in path:
            continue
        answer = client.get(path)
        if (
            answer.status_code == 200
            and answer.mimetype == "text/html"
            and "noindex" not in answer.text
        ):
            kept.append(path)
    assert len(kept) > 12
    assert [path for path in kept if f"<loc>http://localhost{path}</loc>" not in listed] == []


@pytest.mark.parametrize("room", ["/browse", "/en/harga"])
def test_no_box_of_the_wall_breaks_whatever_it_says(app: TitipFlask, room: str) -> None:
    client = app.test_client()
    names = sorted(
        set(FIELDS.findall(client.get("/browse").text)) | {"page", "sort", "material", "colour"}
    )
    assert {"q", "craft", "sort", "min", "max", "maker"} <= set(names)
    for number, value in enumerate(NASTY):
        every = "&".join(f"{name}={quote(value)}" for name in names)
        one = f"{names[number % len(names)]}={quote(value)}"
        for query in (every, one):
            assert is_sound(client.get(f"{room}?{query}"), room), query[:80]


def test_no_public_form_breaks_whatever_is_typed(app: TitipFlask) -> None:
    client = app.test_client()
    broken = []
    for rule in public_rules(app, "POST"):
        path = filled(rule, "none")
        if rule.endpoint == "happenings.sign_up":
            path = re.sub("none$", "belajar-menapis-1", path)
        names = set(FIELDS.findall(client.get(path).text)) - {"key", "website"}
        for value in NASTY[::2] if names else NASTY[:1]:
            form = dict.fromkeys(names, value)
            if not is_sound(client.post(path, data={"key": new_uuid(), **form}), path):
                broken.append((path, value[:40]))
    assert not broken


def test_a_first_page_is_light(app: TitipFlask, gallery: Gallery) -> None:
    client = app.test_client()
    for path in ("/", "/en/", "/browse", f"/p/{gallery.slugs['cloth']}", "/acara", "/visit"):
        text = client.get(path).text
        named = re.findall(r'(?:href|src)="/static/([^"?]+\.(?:css|js))', text)
        parts = [text.encode(), *((PROJECT / "static" / name).read_bytes() for name in named)]
        assert len(parts) > 3
        assert sum(len(gzip.compress(part)) for part in parts) < MOST, path


def test_english_pages_say_nothing_in_indonesian_but_names(
    app: TitipFlask, gallery: Gallery
) -> None:
    client = app.test_client()
    names = ("Galeri Contoh", "Lapak Contoh", "Tapis Rekaan", "Kopi Umpama", "Kalpataru", "Titip",
             "Hiasan Dinding", "Bahasa")  # fmt: skip
    slugs = [f"/en/p/{gallery.slugs[n]}" for n in ("cloth", "shawl", "coffee", "wallet")]
    for path in ("/en/", "/en/browse", "/en/motif", "/en/m", "/en/visit", "/en/sentra", "/en/harga",
                 "/en/sentra/tapis", "/en/acara", "/en/acara/belajar-menapis-1", "/en/rombongan",
                 f"/en/m/{gallery.maker_slug}", *slugs):  # fmt: skip
        assert left_over(client.get(path).text, names) == set(), path


def test_what_nobody_put_into_english_is_marked_as_its_makers_own_words(
    app: TitipFlask, gallery: Gallery
) -> None:
    text = app.test_client().get(f"/en/p/{gallery.slugs['coffee']}").text
    assert re.search(r'lang="id">\s*Petik merah, sangrai sedang\.', text)
    assert "In the maker’s own words, in Indonesian" in text


def test_the_reader_of_english_notices_indonesian_where_there_is_some() -> None:
    page = '<p title="untuk dibawa pulang">Selendang <b lang="id">merah</b> Rekaan</p><i>Dompet'
    assert left_over(page, ["Rekaan"]) >= {"dibawa", "selendang", "dompet"}
    assert "merah" not in left_over(page, ["Rekaan"])
