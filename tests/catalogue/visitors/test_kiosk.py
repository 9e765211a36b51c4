"""The gallery's screen: what works, what does not, and that nobody gets out of it but by its own code."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from catalogue.outlets import service as outlets
from catalogue.outlets.models import Outlet
from catalogue.visitors.kiosk import queries, service
from catalogue.visitors.kiosk.models import Kiosk
from catalogue.visitors.shown import Hand, Work
from config import Config
from core.dispatch import TitipFlask
from core.ids import new_uuid
from core.users import service as people
from core.users.models import AuditEntry, SignInAttempt, User
from core.users.secrets import hash_secret
from tests.catalogue.visitors.conftest import PRIVATE, Gallery
from tests.catalogue.visitors.english import left_over
from tests.houses import app_at

PIN = "4826"
HOUSE = "https://galeri.example"
NAMES = ("Galeri Contoh", "Lapak Contoh", "Tapis Rekaan", "Kopi Umpama", "Titip", "Hiasan Dinding")


@pytest.fixture
def app(gallery: Gallery, home: Path) -> Iterator[TitipFlask]:
    """The site over the small gallery, with somebody who works there and has a PIN."""
    with gallery.database.writer() as session:
        staff = people.create_user(
            session, "Petugas Rahasia", login="p", roles=["manager"], at=gallery.at, by=None
        )
        people.set_secret(session, staff, "pin", hash_secret(PIN), at=gallery.at)
        outlets.staff(session, staff, session.get_one(Outlet, gallery.outlet_id))
    url = gallery.database.write_engine.url.render_as_string(hide_password=False)
    config = Config(home=home, database_url=url, now=gallery.at, public_url=HOUSE)
    with app_at(config) as app:
        yield app


@pytest.fixture
def screen(app: TitipFlask, gallery: Gallery) -> FlaskClient:
    """A tablet that was made the screen of the main place."""
    tablet = app.test_client()
    answer = tablet.post(f"/kiosk/mulai/{opened(gallery).token}")
    assert (answer.status_code, answer.location) == (303, "/kiosk")
    return tablet


def opened(gallery: Gallery) -> Kiosk:
    with gallery.database.writer() as session:
        outlet = session.get_one(Outlet, gallery.outlet_id)
        by = session.scalars(select(User.id)).first()
        assert by is not None
        return service.open_screen(session, outlet, idle_seconds=60, by=by, at=gallery.at)


def rooms(gallery: Gallery) -> list[str]:
    return ["", "/karya", "/karya?craft=tapis", "/karya?page=99&craft=zzz", "/m", "/motif", "/keluar",
            f"/p/{gallery.slugs['cloth']}", f"/m/{gallery.maker_slug}"]  # fmt: skip


def test_every_room_of_the_screen_leads_to_rooms_of_the_screen_only(
    screen: FlaskClient, gallery: Gallery
) -> None:
    seen: set[str] = set()
    for prefix, lang in (("/kiosk", "id"), ("/en/kiosk", "en")):
        for room in rooms(gallery):
            answer = screen.get(prefix + room)
            assert answer.status_code == 200, room
            assert f'<html lang="{lang}"' in answer.text
            assert "no-store" in answer.headers["Cache-Control"]
            links = re.findall(r'<a [^>]*?href="([^"]*)"', answer.text)
            assert links or room == ""
            assert [link for link in links if not re.match(r"(/en)?/kiosk\b", link)] == [], room
            assert "Petugas Rahasia" not in answer.text
            assert not [name for name, secret in PRIVATE.items() if secret in answer.text], room
            if lang == "en":
                assert left_over(answer.text, NAMES) == set(), room
            seen |= set(links)
    assert len(seen) > 12
    for link in seen:
        assert screen.get(link).status_code == 200, link


def test_the_round_shows_what_is_here_and_its_square_leads_to_the_public_page(
    screen: FlaskClient, gallery: Gallery
) -> None:
    cloth = gallery.slugs["cloth"]
    text = screen.get("/kiosk").text
    assert f'aria-label="{HOUSE}/p/{cloth}"' in text
    assert 'data-testid="slide"' in text and "Sentuh untuk melihat-lihat" in text
    assert "Touch to look around" in text
    assert f'aria-label="{HOUSE}/en/p/{cloth}"' in screen.get(f"/en/kiosk/p/{cloth}").text
    gallery.sell("cloth")
    assert f"/p/{cloth}" not in screen.get("/kiosk").text
    assert screen.get(f"/kiosk/p/{cloth}").status_code == 200  # somebody may be looking at it


def test_a_screen_says_who_holds_a_piece(screen: FlaskClient, gallery: Gallery) -> None:
    gallery.reserve("cloth", by="basket")
    text = screen.get(f"/kiosk/p/{gallery.slugs['cloth']}").text
    assert "Ditahan sebentar untuk pengunjung lain." in text
    assert "ke kasir" not in text


def test_a_screen_shows_no_size_beside_its_own_thing(screen: FlaskClient, gallery: Gallery) -> None:
    gallery.make_sizes(shawl="M", wallet="S")
    shawl, wallet, written = (gallery.slugs[name] for name in ("shawl", "wallet", "written"))
    text = screen.get(f"/kiosk/p/{wallet}").text
    assert f"/kiosk/p/{written}" in text
    assert f"/kiosk/p/{shawl}" not in text


def test_a_screen_stays_inside_whatever_address_it_is_given(
    screen: FlaskClient, gallery: Gallery
) -> None:
    for path in ("/", "/en/browse", f"/p/{gallery.slugs['cloth']}", "/login", "/pos", "/manage",
                 "/maker/login", "/no/such/page", "/keranjang", "/healthz/x"):  # fmt: skip
        answer = screen.get(path)
        assert (answer.status_code, answer.location) == (303, "/kiosk"), path
    form = {"key": new_uuid(), "slug": gallery.slugs["coffee"]}
    assert screen.post("/keranjang/isi", data=form).location == "/kiosk"
    with screen.get("/static/css/kiosk.css") as styles:
        assert styles.status_code == 200
    assert screen.get("/motif/tapis/siger/x.svg").status_code == 200


def test_what_is_not_there_is_said_inside_and_leads_back(screen: FlaskClient) -> None:
    for path in ("/kiosk/p/tidak-ada", "/kiosk/m/tidak-ada", "/en/kiosk/p/tidak-ada"):
        answer = screen.get(path)
        assert answer.status_code == 404
        links = re.findall(r'<a [^>]*?href="([^"]*)"', answer.text)
        assert links and [link for link in links if not re.match(r"(/en)?/kiosk\b", link)] == []
        assert 'id="kiosk"' in answer.text and 'role="alert"' in answer.text


def code_of(gallery: Gallery) -> str:
    """The code that the office shows for the screen that runs."""
    with gallery.database.reader() as session:
        return queries.running(session, gallery.outlet_id)[0].code


def wrong_for(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_nobody_gets_out_but_by_the_code_of_the_screen_and_no_pin_is_tried_there(
    screen: FlaskClient, app: TitipFlask, gallery: Gallery
) -> None:
    code = code_of(gallery)
    for wrong in (PIN, "", wrong_for(code), "\u0661" * 6):
        answer = screen.post("/kiosk/keluar", data={"code": wrong, "pin": PIN})
        assert (answer.status_code, "Kode keluar salah" in answer.text) == (422, True)
    assert screen.get("/").location == "/kiosk"
    assert app.test_client().post("/kiosk/keluar", data={"code": code}).status_code == 404
    assert screen.post("/en/kiosk/keluar", data={"code": code}).location == "/"
    assert screen.get("/").status_code == 200
    with gallery.database.reader() as session:
        left = session.scalars(select(AuditEntry).where(AuditEntry.action == "kiosk.left")).one()
        assert left.actor_id is None  # a code is nobody's: no person is said to have left
        assert session.scalars(select(SignInAttempt)).all() == []  # and nobody is locked out


def test_wrong_codes_lock_one_screen_for_the_day_and_it_says_so(
    screen: FlaskClient, app: TitipFlask, gallery: Gallery
) -> None:
    code, other = code_of(gallery), app.test_client()
    other.post(f"/kiosk/mulai/{opened(gallery).token}")
    for _try in range(service.TRIES):
        assert screen.post("/kiosk/keluar", data={"code": wrong_for(code)}).status_code == 422
    for typed in (code, wrong_for(code)):
        answer = screen.post("/kiosk/keluar", data={"code": typed})
        assert (answer.status_code, "terkunci sampai besok" in answer.text) == (429, True)
    with gallery.database.reader() as session:
        newest, locked = queries.running(session, gallery.outlet_id)
    day = gallery.at.date()
    assert (locked.wrong_tries, locked.code) == (service.TRIES, code)
    assert [service.is_locked(one, on=day) for one in (newest, locked)] == [False, True]
    assert other.post("/kiosk/keluar", data={"code": newest.code}).location == "/"
    service.check_code(gallery.database, locked.id, code, on=day + timedelta(days=1))


def test_a_link_makes_one_tablet_a_screen_and_is_no_secret_of_it(
    app: TitipFlask, gallery: Gallery
) -> None:
    token, tablet, far = opened(gallery).token, app.test_client(), app.test_client()
    far.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    assert tablet.post(f"/kiosk/mulai/{token}").status_code == 303
    assert far.get(f"/kiosk/mulai/{token}").status_code == 404
    assert far.post(f"/kiosk/mulai/{token}").status_code == 404
    far.set_cookie("titip_kiosk", token)
    assert far.post("/kiosk/keluar", data={"code": code_of(gallery)}).status_code == 404
    cookie = tablet.get_cookie("titip_kiosk")
    assert cookie is not None
    with gallery.database.reader() as session:
        kept = session.scalars(select(Kiosk)).one()
        assert cookie.value not in (kept.token, kept.secret_hash)
    assert tablet.get("/kiosk").status_code == 200


def test_beginning_leaves_no_account_and_no_basket_behind(
    app: TitipFlask, gallery: Gallery
) -> None:
    tablet = app.test_client()
    tablet.post("/keranjang/isi", data={"key": new_uuid(), "slug": gallery.slugs["coffee"]})
    with gallery.database.writer() as session:
        staff = session.scalars(select(User).where(User.login == "p")).one()
        token = people.open_session(session, staff, kind="password", device=None, at=gallery.at)
    tablet.set_cookie("titip_session", token)
    kiosk = opened(gallery)
    assert "Galeri Contoh" in tablet.get(f"/kiosk/mulai/{kiosk.token}").text
    assert tablet.get("/manage/outlets").status_code == 200  # looking changed nothing
    tablet.post(f"/kiosk/mulai/{kiosk.token}", headers={"Sec-Fetch-Site": "same-origin"})
    assert tablet.get_cookie("titip_basket") is None
    assert tablet.get_cookie("titip_session") is None
    tablet.set_cookie("titip_session", token)
    tablet.post(
        "/kiosk/keluar", data={"code": code_of(gallery)}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert tablet.get("/manage/outlets").status_code != 200  # that session is over


def test_a_screen_runs_on_beside_a_new_link_until_it_is_ended(
    screen: FlaskClient, app: TitipFlask, gallery: Gallery
) -> None:
    replaced, waiting = opened(gallery), opened(gallery)
    assert screen.get("/kiosk").status_code == 200
    with gallery.database.writer() as session:
        (running,) = queries.running(session, gallery.outlet_id)
        for one in (running, session.get_one(Kiosk, waiting.id)):
            service.close(session, one, by=1, at=gallery.at)
    answer = screen.get("/kiosk")
    assert (answer.status_code, answer.location) == (303, "/")
    assert screen.get("/").status_code == 200
    for token in (replaced.token, waiting.token, "nonsense"):
        assert app.test_client().get(f"/kiosk/mulai/{token}").status_code == 404
        assert app.test_client().post(f"/kiosk/mulai/{token}").status_code == 404
    assert app.test_client().get("/kiosk").status_code == 404


def test_a_manager_makes_the_link_and_ends_it_and_nobody_else_does(
    app: TitipFlask, gallery: Gallery
) -> None:
    path = f"/manage/outlets/{gallery.outlet_id}/kiosk"
    with gallery.database.writer() as session:
        manager = session.scalars(select(User).where(User.login == "p")).one()
        token = people.open_session(session, manager, kind="password", device=None, at=gallery.at)
    office = app.test_client()
    office.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    office.set_cookie("titip_session", token)
    assert path in office.get(path.removesuffix("/kiosk")).text
    assert office.post(path, data={"key": new_uuid(), "idle": "90"}).status_code == 303
    link = re.findall(r'data-testid="kiosk-link">([^<]+)<', office.get(path).text)[0]
    assert link.startswith(f"{HOUSE}/kiosk/mulai/")
    assert "no-squares" not in office.get(path).text
    app.house.config.__dict__["public_url"] = None
    alone = office.get(path).text  # this house is open at localhost, which no tablet reaches
    assert "only-here" in alone and "no-squares" in alone and "TITIP_PUBLIC_URL" in alone
    assert "kiosk-link" not in alone
    office.set_cookie("titip_session", token, domain="192.168.1.5")
    near = office.get(path, base_url="http://192.168.1.5:8000").text
    assert "http://192.168.1.5:8000/kiosk/mulai/" in near and "no-squares" in near
    app.house.config.__dict__["public_url"] = HOUSE
    assert app.test_client().post(link.removeprefix(HOUSE)).status_code == 303
    shown = office.get(path).text
    assert "kiosk-link" not in shown and code_of(gallery) in shown
    (end,) = re.findall(rf'action="({path}/\d+/close)"', shown)
    assert (
        office.post(
            end.replace(str(gallery.outlet_id), "999", 1), data={"key": new_uuid()}
        ).status_code
        == 404
    )
    assert office.post(end, data={"key": new_uuid()}).status_code == 303
    assert office.post(end, data={"key": new_uuid()}).status_code == 404
    assert app.test_client().post(path, data={"key": new_uuid()}).status_code != 200


def test_the_round_takes_turns_and_tells_of_its_own_place() -> None:
    def work(n: int, place: str, craft: str = "tapis") -> Work:
        return Work(slug=f"w{n}", title=f"Kain {n}", english="", maker="", maker_slug=f"m{n % 3}",
                    sentra="Tapis", craft=craft, motif="Siger", technique="", price=1, unique=False,
                    places=(place,))  # fmt: skip

    here = [work(n, "Galeri") for n in range(8)]
    away = [work(n, "Lapak") for n in range(20, 40)]
    hands = [Hand(f"m{n}", f"M {n}", "Tapis", "tapis", "Cerita.") for n in range(3)]
    slides = queries.round_of([*away, *here], hands, "Galeri")
    assert {one.work.slug for one in slides if one.work} == {w.slug for w in here}
    assert slides[2].hand is not None and slides[5].sign is not None
    assert all(one.work or one.hand or one.sign for one in slides)
    few = queries.round_of([*away, *here[:2]], [], "Galeri")
    assert len([one for one in few if one.work]) == queries.PIECES - 2
    assert queries.round_of([], [], "Galeri") == []
