"""What a maker changes herself, what she asks for, and what a manager answers."""

import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

from catalogue.makers.models import Maker, MakerPrivate, MakerUser
from catalogue.products.proposed import queries, service
from catalogue.products.proposed.models import BankRequest
from catalogue.products.queries import current_price
from core.dispatch import TitipFlask
from core.errors import NotFound, Refused
from core.ids import new_uuid
from pos.sales.models import Sale
from tests.catalogue.desk import Desk
from tests.pos.portal.conftest import OURS, one_engine, send, sign_in
from tests.pos.showroom import Showroom, open_showroom

Shop = tuple[Showroom, list[Sale]]
ACCOUNT = "1234567890123"


def answer(office: Desk, kind: str, verb: str, **form: str) -> str:
    """Answer the waiting proposal of that kind on the manager's page and return the next page."""
    page = office.get("/manage/proposals").text
    part = page.split(f'data-kind="{kind}"')[1]
    (path, *_more) = re.findall(rf'action="(/manage/proposals/\d+/{verb})"', part)
    number = path.split("/")[3]
    return office.done(path, **{name.format(number): text for name, text in form.items()})


def test_a_price_she_proposes_counts_when_a_manager_accepts_it(
    app: TitipFlask, phone: FlaskClient, office: Desk, shop: Shop
):
    room, _sales = shop
    scarf = room.goods["selendang"].id
    sign_in(phone)

    send(phone, "/maker/proposals/price", product=scarf, price="450.000")
    assert "Menunggu galeri" in phone.get("/maker/proposals").text
    assert 'data-key="proposals" data-count="1"' in office.get("/manage").text
    assert office.read(lambda session: current_price(session, scarf).price) == 405_000
    assert "diusulkan Rp450.000" in office.get("/manage/proposals").text
    answer(office, "price", "accept")

    assert office.read(lambda session: current_price(session, scarf).price) == 450_000
    assert "Diterima" in phone.get("/maker/proposals").text


@one_engine
def test_a_refusal_has_a_reason_that_she_reads_and_an_accepted_product_is_there(
    phone: FlaskClient, office: Desk, shop: Shop
):
    sign_in(phone)
    assert send(phone, "/maker/proposals/product", title="", new_price="1").status_code == 422
    send(phone, "/maker/proposals/product", title="Tas tapis", new_price="250.000")
    (path,) = re.findall(
        r'action="(/manage/proposals/\d+/refuse)"', office.get("/manage/proposals").text
    )
    assert "Tulis alasannya" in office.refused(path)
    answer(office, "product", "refuse", **{"reason-{}": "Sudah banyak tas"})
    assert "Ditolak: Sudah banyak tas" in phone.get("/maker/proposals").text

    send(phone, "/maker/proposals/product", title="Tas sulam", new_price="300.000")
    answer(office, "product", "accept")

    assert "Tas sulam" in office.get(f"/manage/makers/{office.maker_id}").text
    assert office.send(path).status_code == 409, "decided once"


@one_engine
def test_bank_details_wait_for_a_manager_and_are_never_shown_in_full(
    app: TitipFlask, phone: FlaskClient, office: Desk, shop: Shop
):
    sign_in(phone)
    form = {"bank_name": "Bank Contoh", "bank_holder": "Ibu Contoh"}
    assert "hanya angka" in send(phone, "/maker/bank", bank_account="12-34", **form).text
    send(phone, "/maker/bank", bank_account=ACCOUNT, **form)
    pages = [phone.get("/maker/bank").text, office.get("/manage/proposals").text]
    assert "•••••••••0123" in pages[1]

    answer(office, "bank", "accept")

    kept = office.read(lambda session: session.get_one(MakerPrivate, office.maker_id))
    assert (kept.bank_account, kept.bank_holder) == (ACCOUNT, "Ibu Contoh")
    assert office.read(lambda session: session.query(BankRequest).count()) == 0
    pages += [phone.get("/maker/bank").text, office.get(f"/manage/makers/{office.maker_id}").text]
    assert "•••••••••0123" in pages[2]
    assert not [page for page in pages if ACCOUNT in page]


def test_what_a_manager_sees_is_what_counts_though_she_asked_anew_meanwhile(
    phone: FlaskClient, office: Desk, shop: Shop
):
    scarf = shop[0].goods["selendang"].id
    sign_in(phone)
    form = {"bank_name": "Bank Contoh", "bank_holder": "Ibu Contoh"}
    send(phone, "/maker/bank", bank_account=ACCOUNT, **form)
    send(phone, "/maker/proposals/price", product=scarf, price="450.000")
    seen = re.findall(
        r'action="(/manage/proposals/\d+/(?:accept|refuse))"', office.get("/manage/proposals").text
    )
    send(phone, "/maker/bank", bank_account="999988887777", **form | {"bank_holder": "Maling"})
    send(phone, "/maker/proposals/price", product=scarf, price="1")

    for path in seen:
        answer_ = office.send(path)
        assert (answer_.status_code, "sudah mengganti usul ini" in answer_.text) == (409, True)

    assert office.read(lambda s: s.get(MakerPrivate, office.maker_id)) is None
    assert office.read(lambda session: current_price(session, scarf).price) == 405_000
    new = office.get("/manage/proposals").text
    assert new.count('data-testid="proposal"') == 2 and "Maling" in new
    assert office.read(lambda s: [row.bank_holder for row in s.query(BankRequest)]) == ["Maling"]


@one_engine
def test_her_story_and_photo_change_at_once_and_a_manager_sees_that_they_did(
    app: TitipFlask, phone: FlaskClient, office: Desk, shop: Shop
):
    sign_in(phone)
    slug = office.read(lambda session: session.get_one(Maker, office.maker_id).slug)
    photo = BytesIO()
    Image.new("RGB", (900, 600), "#7a1f2b").save(photo, "JPEG")

    send(phone, "/maker/story", story="Menyulam sejak 1998.", story_en="Since 1998.")
    phone.post(
        "/maker/photo", headers=OURS, content_type="multipart/form-data",
        data={"key": new_uuid(), "photo": (BytesIO(photo.getvalue()), "saya.jpg")},
    )  # fmt: skip

    visited = app.test_client().get(f"/m/{slug}").text
    assert "Menyulam sejak 1998." in visited and "/photo/" in visited
    assert office.get("/manage/proposals").text.count('data-testid="proposal"') == 2
    answer(office, "story", "accept")
    answer(office, "photo", "accept")
    log = office.get(f"/manage/makers/{office.maker_id}").text
    assert "Cerita diubah perajinnya" in log and "Foto dipasang" in log


def test_nobody_proposes_for_another_nor_decides_on_her_own(session: Session, at):
    room = open_showroom(session, at=at)
    with pytest.raises(NotFound):
        service.propose_price(
            session, room.other, room.goods["selendang"], 1_000, net_price=None,
            by=room.manager.id, at=at,
        )  # fmt: skip
    own = session.get_one(MakerUser, room.maker.id).user_id
    asked = service.propose_product(
        session, room.maker, "Tas", 100_000, net_price=None, by=own, at=at
    )

    with pytest.raises(Refused, match="pengurus lain"):
        service.accept(session, asked, by=own, at=at)
    assert queries.count_open(session) == 1
