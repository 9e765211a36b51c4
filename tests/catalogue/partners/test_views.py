"""Firms ask for a price: the form carries what they chose, robots get nowhere, the office answers."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from sqlalchemy import func, select

from catalogue.outlets import showroom
from catalogue.partners import service
from catalogue.partners.models import Enquiry
from core import settings
from core.clock import Clock
from core.dispatch import TitipFlask
from core.form_age import LEAST, MOST
from core.ids import in_store_code, new_uuid
from tests.catalogue.desk import Desk, manager_desk, sign_in

one_engine = pytest.mark.parametrize("engine_kind", ["sqlite"])
OPENED = re.compile(r'name="opened" value="([^"]+)"')
FIRM = {
    "firm": "PT Umpama Jaya", "contact": "Ibu Rahasia", "phone": "0812-9999-0000",
    "email": "rahasia@contoh.example", "note": "Untuk rapat, kotak putih.",
}  # fmt: skip


@pytest.fixture
def desk(app: TitipFlask, client) -> Desk:
    """A manager in a furnished house."""
    return manager_desk(app, client)


def later(desk: Desk, by: timedelta) -> None:
    """Let time pass."""
    desk.app.house.clock = Clock(desk.app.house.clock.now() + by)


def opened(desk: Desk, path: str = "/penawaran") -> str:
    """Open the form, read for as long as it takes, and return the moment that it carries."""
    found = OPENED.search(desk.get(path).text)
    later(desk, LEAST + timedelta(seconds=1))
    return found[1]


def asked(desk: Desk, **more: Any) -> Enquiry:
    """An enquiry that a firm has sent."""
    desk.done("/penawaran", opened=opened(desk), **{**FIRM, **more})
    return newest(desk)


def newest(desk: Desk) -> Enquiry:
    return desk.read(lambda s: s.scalars(select(Enquiry).order_by(Enquiry.id.desc())).first())


def count(desk: Desk) -> int:
    return desk.read(lambda s: s.scalar(select(func.count()).select_from(Enquiry)))


def test_a_firm_asks_from_a_product_and_reads_its_number(desk: Desk):
    crisps = desk.product(desk.crisps_id)
    work = desk.get(f"/en/p/{crisps.slug}").text
    assert "For an office or an event? Ask for a quotation" in work
    address = f"/penawaran?barang={crisps.slug}"
    assert f'value="{crisps.slug}"' in desk.get(address).text
    form = {"item": crisps.slug, f"qty-{crisps.slug}": "60", "opened": opened(desk, address)}

    by = (desk.today() + timedelta(days=20)).isoformat()
    page = desk.done("/penawaran", **{**FIRM, **form, "wanted_by": by})

    assert "MP00001" in page and "PT Umpama Jaya" in page and "Keripik Pisang" in page
    assert "Untuk rapat, kotak putih." in page, "its own note"
    assert "Ibu Rahasia" not in page and "081299990000" not in page, (
        "whoever has the link may read it"
    )
    found = newest(desk)
    assert [(i.product_id, i.quantity) for i in found.items] == [(desk.crisps_id, 60)]
    assert (found.state, found.language, found.sender is None) == ("new", "id", False)
    assert (
        "Thank you, we have received your enquiry" in desk.get(f"/en/penawaran/{found.token}").text
    )


@one_engine
def test_a_basket_is_carried_in_with_its_quantities(desk: Desk):
    crisps, cloth = desk.product(desk.crisps_id), desk.product(desk.cloth_id)
    desk.done("/keranjang/isi", slug=crisps.slug, quantity="24")
    desk.done("/keranjang/isi", slug=cloth.slug)

    page = desk.get("/penawaran?dari=keranjang").text

    assert re.search(rf'name="qty-{crisps.slug}"[^>]* value="24"', page)
    assert "/penawaran?dari=keranjang" in desk.get("/keranjang").text
    form = {"item": [crisps.slug, cloth.slug], f"qty-{crisps.slug}": "24", f"qty-{cloth.slug}": "0"}
    found = asked(desk, **form)
    assert [item.product_id for item in found.items] == [desk.crisps_id], "0 leaves it out"


@one_engine
def test_nothing_is_lost_when_something_is_wrong(desk: Desk):
    slug = desk.product(desk.crisps_id).slug
    form = {**FIRM, "item": slug, f"qty-{slug}": "60", "opened": opened(desk)}
    yesterday = (desk.today() - timedelta(days=1)).isoformat()
    for wrong, sentence in (
        ({"firm": "  "}, "Isi nama kantor"), ({"contact": ""}, "yang bisa kami hubungi"),
        ({"phone": ""}, "Isi nomor WhatsApp"), ({"phone": "0721"}, "dimulai dengan 08"),
        ({"email": "ibu"}, "alamat email"), ({"wanted_by": yesterday}, "dua tahun lagi"),
        ({f"qty-{slug}": ""}, "Tulis berapa banyak Keripik"), ({f"qty-{slug}": "9x"}, "angka bulat"),
        ({f"qty-{slug}": "10000"}, "antara 1 dan 9999"),
        ({"item": [], "note": ""}, "Tulis barang apa yang dicari"),
    ):  # fmt: skip
        page = desk.refused("/penawaran", **{**form, **wrong})
        assert sentence in page, wrong
        assert "PT Umpama Jaya" in page or "firm" in wrong
        assert form["opened"] in page, "whoever corrects a word does not wait again"
    cloth = desk.product(desk.cloth_id)
    one_off = {"item": cloth.slug, f"qty-{cloth.slug}": "5"}
    page = desk.refused("/penawaran", **{**form, **one_off})
    assert f"Hanya ada satu: {cloth.title}." in page and "Hanya ada satu." in page
    assert count(desk) == 0


@one_engine
def test_robots_get_nowhere(desk: Desk):
    moment = OPENED.search(desk.get("/penawaran").text)[1]
    assert "Cepat sekali" in desk.refused("/penawaran", opened=moment, **FIRM)
    later(desk, LEAST + timedelta(seconds=1))
    forged = f"{int(moment.partition('.')[0]) - 60}.{moment.partition('.')[2]}"
    for wrong in ("", "x", forged, "9" * 12 + ".0", "١٢٣.0"):
        assert "sudah lama terbuka" in desk.refused("/penawaran", opened=wrong, **FIRM), wrong
    thanked = desk.done("/penawaran", website="http://spam.example", **FIRM)
    assert "Terima kasih" in thanked and count(desk) == 0
    later(desk, MOST)
    assert "sudah lama terbuka" in desk.refused("/penawaran", opened=moment, **FIRM)

    for _n in range(service.FROM_ONE):
        asked(desk)
    answer = desk.send("/penawaran", opened=opened(desk), **FIRM)
    assert answer.status_code == 429 and "Tunggu satu jam" in answer.text
    later(desk, timedelta(hours=1, minutes=1))
    asked(desk)
    assert count(desk) == service.FROM_ONE + 1


def test_the_office_answers_closes_and_opens_again(desk: Desk):
    found = asked(desk, item=(slug := desk.product(desk.crisps_id).slug), **{f"qty-{slug}": "60"})
    tile = re.search(
        r'data-key="enquiries" data-count="1">\s*<a href="([^"]+)"', desk.get("/manage").text
    )
    assert "MP00001" in desk.get(tile[1]).text
    page = desk.get(f"/manage/enquiries/{found.id}").text
    for words in ("Ibu Rahasia", "081299990000", "Untuk rapat, kotak putih.", "di rak 7"):
        assert words in page, words
    answer = unquote(re.search(r'https://wa.me/6281299990000\?text=([^"]+)', page)[1])
    assert answer.startswith("Halo Ibu Rahasia") and "MP00001 dari PT Umpama Jaya" in answer
    assert "localhost" not in answer, "nobody could follow it"

    page = desk.done(f"/manage/enquiries/{found.id}/answered")
    assert "mark-answered" not in page and "Dibalas" in page
    assert 'data-key="enquiries"' not in desk.get("/manage").text
    assert desk.send(f"/manage/enquiries/{found.id}/answered").status_code == 409
    desk.done(f"/manage/enquiries/{found.id}/declined")
    assert "Permintaan ini sudah ditutup" in desk.get(f"/penawaran/{found.token}").text
    desk.done(f"/manage/enquiries/{found.id}/answered")
    log = desk.get(f"/manage/enquiries/{found.id}").text.split('data-testid="activity"')[1]
    assert [log.count(word) for word in ("Permintaan diterima", "Dibalas", "Ditolak")] == [1, 2, 1]


@one_engine
def test_the_office_notes_down_what_a_firm_said_by_telephone(desk: Desk):
    code = desk.product(desk.crisps_id).code
    desk.done(
        "/manage/enquiries/new", **{**FIRM, "language": "en", "code-2": code, "pieces-2": "60"}
    )
    found = newest(desk)
    assert (found.created_by, found.language, found.items[0].quantity) == (desk.user_id, "en", 60)
    assert "Hello Ibu Rahasia" in unquote(desk.get(f"/manage/enquiries/{found.id}").text)
    unknown = in_store_code(999_999)
    assert "belum dikenal" in desk.refused("/manage/enquiries/new", **{**FIRM, "code-1": unknown})


def test_the_person_is_forgotten_and_the_firm_stays(desk: Desk):
    first, second = asked(desk), asked(desk)
    desk.done(f"/manage/enquiries/{first.id}/erase")
    page = desk.get(f"/manage/enquiries/{first.id}").text
    assert "sudah dilupakan" in page and "PT Umpama Jaya" in page
    for secret in ("Ibu Rahasia", "081299990000", "rahasia@contoh.example", "kotak putih"):
        assert secret not in page
    assert newest(desk).contact == "Ibu Rahasia"

    at = desk.app.house.clock.now()
    desk.write(lambda s: service.forget(s, desk.today(), at + service.KEPT - timedelta(days=1)))
    assert newest(desk).contact == "Ibu Rahasia"
    desk.write(lambda s: service.forget(s, desk.today(), at + service.KEPT + timedelta(days=1)))
    found = newest(desk)
    assert (found.id, found.firm) == (second.id, "PT Umpama Jaya")
    assert (found.contact, found.phone, found.email, found.note, found.sender) == (
        "",
        "",
        "",
        "",
        None,
    )


@one_engine
def test_nobody_else_reads_who_asked(desk: Desk, app: TitipFlask):
    found = asked(desk)
    for role in ("cashier", "officer"):
        client = app.test_client()
        sign_in(app, client, role)
        for path in ("/manage/enquiries", f"/manage/enquiries/{found.id}", "/manage/enquiries/new"):
            assert client.get(path).status_code == 403, (role, path)
        sent = client.post(f"/manage/enquiries/{found.id}/erase", data={"key": new_uuid()})
        assert sent.status_code == 403
    assert app.test_client().get("/manage/enquiries").status_code == 303
    for path in ("/manage/enquiries/999", "/penawaran/none"):
        assert desk.get(path).status_code == 404
    assert desk.get(f"/manage/enquiries/{found.id}/declined").status_code == 405


@one_engine
def test_a_firm_writes_to_the_showroom_where_it_has_a_number(desk: Desk):
    desk.write(lambda s: settings.change(
        s, showroom.PHONE, "0721 123456", on=desk.today(), by=None, at=desk.app.house.clock.now()
    ))  # fmt: skip
    page = desk.get(f"/penawaran/{asked(desk).token}").text
    text = unquote(re.search(r'https://wa.me/62721123456\?text=([^"]+)', page)[1])
    assert "kami dari PT Umpama Jaya" in text and "MP00001" in text
