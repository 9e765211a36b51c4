"""A visitor's basket, as a phone without JavaScript fills it: what works, what does not, whose it is."""

import re
from datetime import timedelta
from urllib.parse import unquote_plus

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from catalogue.outlets import showroom
from catalogue.outlets.models import Outlet
from catalogue.products.models import Product
from catalogue.stock import queries as stock_queries
from catalogue.stock.models import Reservation
from catalogue.tours import service as tours
from catalogue.tours.models import Visit
from catalogue.visitors.baskets import queries, service
from catalogue.visitors.baskets.models import Basket
from core import settings
from core.errors import Refused, TooMany
from core.ids import new_uuid
from core.users import service as people
from tests.catalogue.visitors.conftest import Gallery


def send(visitor: FlaskClient, path: str, status: int = 303, **form: str) -> str:
    """Send a form and follow it; the page it leads to."""
    answer = visitor.post(path, data={"key": new_uuid(), **form})
    assert answer.status_code == status, answer.text
    return visitor.get(answer.headers["Location"]).text if status == 303 else answer.text


def the_basket(gallery: Gallery) -> Basket:
    with gallery.database.reader() as session:
        return session.scalars(select(Basket).order_by(Basket.id.desc())).first()  # type: ignore[return-value]


def test_a_visitor_fills_a_basket_and_gets_a_code_for_the_till(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    send(visitor, "/keranjang/isi", slug=gallery.slugs["coffee"], quantity="2")
    text = send(visitor, "/keranjang/isi", slug=gallery.slugs["cloth"])
    basket = the_basket(gallery)
    assert {item.quantity for item in basket.items} == {1, 2}
    coffee = next(item for item in basket.items if item.quantity == 2)
    assert 'data-testid="basket-code"' not in text

    home = f"/keranjang/{basket.token}"
    text = send(visitor, f"{home}/isi/{coffee.id}", quantity="3", note="bungkus terpisah")
    assert 'data-qty="3"' in text
    assert 'value="bungkus terpisah"' in text

    text = send(visitor, f"{home}/siap", name="Ayu")
    code = the_basket(gallery).code
    assert code is not None
    assert re.fullmatch(r"\d{6}", code)
    assert f'data-code="{code}"' in text
    assert "Ditahan untuk Anda" in text
    assert visitor.get(f"{home}/kode.svg").mimetype == "image/svg+xml"
    assert "Keranjang</span> <b>4</b>" in visitor.get("/").text

    along = {f"quantity-{coffee.id}": "5", f"note-{coffee.id}": "giling halus"}
    text = send(visitor, f"{home}/siap", name="Ayu", **along)  # typed, and not saved beside it
    assert 'data-qty="5"' in text
    assert 'value="giling halus"' in text
    send(visitor, f"{home}/siap", 422, name="Ayu", **{**along, f"quantity-{coffee.id}": "x"})

    text = send(visitor, f"{home}/isi/{coffee.id}", out="1")
    assert 'data-qty="5"' not in text


def test_a_basket_is_asked_about_by_whatsapp_with_code_price_and_link(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    with gallery.database.writer() as session:
        settings.put(
            session, showroom.PHONE, "0721-555000", valid_from=gallery.at.date(), by=None,
            at=gallery.at,
        )  # fmt: skip
    text = send(visitor, "/keranjang/isi", slug=gallery.slugs["coffee"], quantity="2")
    link = unquote_plus(re.findall(r'href="(https://wa.me/62721555000[^"]+)"', text)[0])
    token = the_basket(gallery).token
    for said in ("2 × Kopi Robusta", gallery.codes["coffee"], "Rp45.000", f"/keranjang/{token}"):
        assert said in link


def test_the_basket_speaks_english_and_leads_on_in_english(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    text = send(visitor, "/en/keranjang/isi", slug=gallery.slugs["coffee"], **{"from": "product"})
    assert "In your basket" in text
    assert 'href="/en/keranjang"' in text
    assert "Ready to pay" in visitor.get("/en/keranjang").text


def test_more_than_there_is_and_more_than_a_basket_takes_is_said(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    text = send(visitor, "/keranjang/isi", slug=gallery.slugs["coffee"], quantity="60")
    assert "Hanya 8 di Galeri Contoh." in text
    assert 'data-amount="360000"' in text  # eight of them
    basket = the_basket(gallery)
    item = f"/keranjang/{basket.token}/isi/{basket.items[0].id}"
    assert "basket-short" not in send(visitor, item, quantity="8")
    text = send(visitor, item, 422, quantity="500")
    assert "Lewat keranjang paling banyak 99" in text
    assert 'maxlength="6"' in text  # no browser cuts 500 down to 50
    send(visitor, "/keranjang/isi", 422, slug=gallery.slugs["coffee"], quantity="92")
    assert the_basket(gallery).items[0].quantity == 8


def test_the_address_to_keep_is_the_baskets_own_wherever_it_is_shown(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    send(visitor, "/keranjang/isi", slug=gallery.slugs["coffee"])
    own = f'href="/keranjang/{the_basket(gallery).token}" data-testid="basket-address"'
    text = visitor.get("/keranjang").text
    assert own in text
    assert "alamat halaman ini" not in text


@pytest.mark.parametrize(
    ("path", "status"),
    [("/keranjang/nonsense", 404), ("/en/keranjang/9f232cf5-12f6-42fa-9a9a-2596e081ea3c", 404)],
)
def test_a_wrong_address_is_a_page_in_the_visitors_language(
    visitor: FlaskClient, path: str, status: int
) -> None:
    answer = visitor.get(path)
    assert answer.status_code == status
    assert ("This basket" if path.startswith("/en") else "Keranjang ini tidak ada") in answer.text
    assert visitor.post(f"{path}/siap", data={"key": new_uuid()}).status_code == 404
    assert visitor.get(f"{path}/kode.svg").status_code == 404


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"slug": "nothing-here"}, 404),
        ({"quantity": "0"}, 422),
        ({"quantity": "a lot"}, 422),
        ({"slug": "'; DROP TABLE basket; --"}, 404),
        ({"order": "1"}, 404),
    ],
)
def test_what_cannot_be_put_in_is_refused_with_a_sentence(
    visitor: FlaskClient, gallery: Gallery, form: dict[str, str], status: int
) -> None:
    text = send(visitor, "/keranjang/isi", status, **{"slug": gallery.slugs["coffee"], **form})
    assert "notice error" in text or "Kapalnya berlayar" in text


def test_an_item_of_anothers_basket_cannot_be_touched(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    send(visitor, "/keranjang/isi", slug=gallery.slugs["coffee"])
    theirs = the_basket(gallery)
    visitor.delete_cookie("titip_basket")
    send(visitor, "/keranjang/isi", slug=gallery.slugs["cloth"])
    mine = the_basket(gallery)
    assert mine.token != theirs.token
    send(visitor, f"/keranjang/{mine.token}/isi/{theirs.items[0].id}", 422, out="1")
    with gallery.database.reader() as session:
        assert len(queries.require(session, theirs.token, at=gallery.at).items) == 1


def test_a_basket_expires_and_a_new_one_is_begun(visitor: FlaskClient, gallery: Gallery) -> None:
    send(visitor, "/keranjang/isi", slug=gallery.slugs["coffee"])
    old = the_basket(gallery)
    with gallery.database.writer() as session:
        session.get_one(Basket, old.id).expires_at = gallery.at - timedelta(minutes=1)
    assert visitor.get(f"/keranjang/{old.token}").status_code == 404
    assert "masih kosong" in visitor.get("/keranjang").text
    send(visitor, "/keranjang/isi", slug=gallery.slugs["coffee"])
    assert the_basket(gallery).id != old.id


def test_a_piece_is_kept_for_one_basket_until_its_code_runs_out(gallery: Gallery) -> None:
    at = gallery.at
    with gallery.database.writer() as session:
        piece = session.get_one(Product, gallery.ids["cloth"])
        first, second = service.begin(session, at=at), service.begin(session, at=at)
        for basket in (first, second):
            service.add(session, basket, piece, at=at)
        service.get_ready(session, first, name="", visit=None, at=at)
        service.get_ready(session, second, name="", visit=None, at=at)
        assert first.code != second.code
        assert queries.held_pieces(session, first, at=at) == {piece.id: at + service.CODE_LIFE}
        assert queries.held_pieces(session, second, at=at) == {}
        row = queries.rows(session, second, at=at, today=at.date())[0]
        assert (row.is_here, row.amount) == (False, 0)

        later = at + service.CODE_LIFE + timedelta(minutes=1)
        assert queries.by_scan(session, first.code or "", at=later) is None
        service.get_ready(session, second, name="", visit=None, at=later)
        assert list(queries.held_pieces(session, second, at=later)) == [piece.id]
        service.leave_out(session, second, second.items[0], at=later)
        assert stock_queries.live_reservation(session, piece.id) is None
        assert len(session.scalars(select(Reservation)).all()) == 2


def test_a_code_is_read_as_it_is_typed_and_a_qr_as_it_is_scanned(gallery: Gallery) -> None:
    at = gallery.at
    with gallery.database.writer() as session:
        basket = service.begin(session, at=at)
        service.add(session, basket, session.get_one(Product, gallery.ids["coffee"]), at=at)
        service.get_ready(session, basket, name="", visit=None, at=at)
        code, address = basket.code or "", f"https://x.example/en/keranjang/{basket.token}"
        for text in (code, f"{code[:3]} {code[3:]}", address, address.swapcase()):
            assert queries.is_code(text)
            assert queries.by_scan(session, text, at=at) is basket
        assert not queries.is_code("2000000000015")
        assert not queries.is_code("١٢٣٤٥٦")


def test_nobody_asks_for_codes_or_begins_baskets_without_end(gallery: Gallery) -> None:
    at = gallery.at
    with gallery.database.writer() as session:
        basket = service.begin(session, at=at)
        with pytest.raises(Refused):
            service.get_ready(session, basket, name="", visit=None, at=at)
        service.add(session, basket, session.get_one(Product, gallery.ids["coffee"]), at=at)
        for turn in range(service.MOST_CODES):
            moment = at + turn * (service.CODE_LIFE + timedelta(minutes=1))
            service.get_ready(session, basket, name="", visit=None, at=moment)
        with pytest.raises(TooMany):
            service.get_ready(session, basket, name="", visit=None, at=at + timedelta(days=1))
        service.get_ready(session, basket, name="Ann", visit=None, at=moment)
        assert basket.name == "Ann"  # a name is no new code
        other = service.begin(session, at=at)
        service.add(session, other, session.get_one(Product, gallery.ids["cloth"]), at=at)
        service.get_ready(session, other, name="", visit=None, at=at)
        until = other.code_until
        service.get_ready(session, other, name="", visit=None, at=at + timedelta(minutes=29))
        assert other.code_until == until  # nobody keeps a piece for ever by asking again
        session.add_all(
            Basket(token=new_uuid(), sender="one", created_at=at, expires_at=at)
            for _n in range(service.FROM_ONE)
        )
        session.flush()
        with pytest.raises(TooMany):
            service.begin(session, at=at, sender="one")
        service.begin(session, at=at, sender="two")


def test_taking_an_order_out_lets_go_of_no_piece(gallery: Gallery) -> None:
    at = gallery.at
    with gallery.database.writer() as session:
        piece = session.get_one(Product, gallery.ids["cloth"])
        basket = service.begin(session, at=at)
        service.add(session, basket, piece, at=at)
        order = service.add(session, basket, piece, at=at, is_order=True)
        service.get_ready(session, basket, name="", visit=None, at=at)
        service.leave_out(session, basket, order, at=at)
        assert list(queries.held_pieces(session, basket, at=at)) == [piece.id]


def test_guests_shop_as_a_group_once_a_manager_confirmed_it(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    at, on = gallery.at, gallery.at.date()
    with gallery.database.writer() as session:
        place = session.get_one(Outlet, gallery.outlet_id)
        manager = people.create_user(session, "P", login="p", roles=["manager"], at=at, by=None)
        news = tours.News(agency_name="Biro Rekaan", expected_on=on)
        visit = tours.announce(session, place, news, came_by="form", today=on, by=None, at=at)
        guide, mine = f"/rombongan/{visit.token}", visit.id
    for path in (f"{guide}/keranjang", f"/en{guide}/keranjang.svg"):
        assert visitor.get(path).status_code == 404
    assert visitor.post(f"{guide}/keranjang", data={"key": new_uuid()}).status_code == 404
    assert "send-to-guests" not in visitor.get(guide).text

    with gallery.database.writer() as session:
        agency = tours.add_agency(session, "Biro", fee_bps=500, by=manager.id, at=at)
        tours.confirm(
            session, session.get_one(Visit, mine), agency=agency, fee_bps=500, by=manager.id, at=at
        )
    page = visitor.get(guide).text
    assert "not-for-guests" in page and "keranjang.svg" not in page  # localhost opens on no phone
    assert "TITIP_PUBLIC_URL" in page and "send-to-guests" not in page
    page = visitor.get(guide, base_url="https://galeri.example").text
    assert "not-for-guests" not in page and "keranjang.svg" in page
    sent = re.findall(r'href="(https://wa.me/\?text=[^"]+)"', page)
    assert [link.endswith(f"{guide}/keranjang") for link in sent] == [True]
    assert "Warna rombongan Anda" in visitor.get(f"{guide}/keranjang").text
    assert "Your group" in visitor.get(f"/en{guide}/keranjang").text
    send(visitor, f"{guide}/keranjang")
    assert the_basket(gallery).visit_id == mine
    send(visitor, "/keranjang/isi", slug=gallery.slugs["coffee"])
    home = f"/keranjang/{the_basket(gallery).token}"
    send(visitor, f"{home}/siap", group=str(mine))
    assert "Rombongan Anda: " in visitor.get(home).text
    assert "Your group: " in visitor.get(f"/en{home}").text
    assert 'data-count="1"' in visitor.get(guide).text


def test_who_gathered_an_expired_basket_is_forgotten(
    visitor: FlaskClient, gallery: Gallery
) -> None:
    send(visitor, "/keranjang/isi", slug=gallery.slugs["coffee"])
    basket = the_basket(gallery)
    item = f"/keranjang/{basket.token}/isi/{basket.items[0].id}"
    send(visitor, item, quantity="1", note="untuk Ibu Umpama")
    send(visitor, f"/keranjang/{basket.token}/siap", name="Ayu")

    for late, kept in ((-timedelta(hours=1), True), (timedelta(hours=1), False)):
        at = the_basket(gallery).expires_at + late
        with gallery.database.writer() as session:
            service.forget(session, at.date(), at)
        found = the_basket(gallery)
        assert (found.name == "Ayu", found.items[0].note != "") == (kept, kept)
    assert the_basket(gallery).sender is None
