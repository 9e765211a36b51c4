"""The digital receipt: the sale, the makers and their story, and nothing about anybody else."""

import re

import pytest
from sqlalchemy import select

from catalogue.makers.models import Maker
from catalogue.outlets import showroom
from core import settings
from core.dispatch import TitipFlask
from pos.sales.models import Sale
from tests.pos.sales.conftest import Counter


@pytest.fixture
def token(counter: Counter, app: TitipFlask) -> str:
    """A sale of two makers' goods and a bag of the house, with stories and return conditions."""
    with app.house.database.writer() as session:
        maker = session.get_one(Maker, counter.room.maker.id)
        maker.story, maker.story_en = "Menyulam sejak kecil.", "Embroiders since childhood."
        today = app.house.clock.now().date()
        for setting, text in (
            (showroom.RETURNS, "Tukar 7 hari."), (showroom.RETURNS_EN, "Exchange in 7 days."),
        ):  # fmt: skip
            settings.put(
                session, setting, text, valid_from=today, by=None, at=app.house.clock.now()
            )
    for name in ("dompet", "emping", "dompet"):
        counter.post("/pos/scan", code=counter.room.goods[name].code)
    counter.post("/pos/complete", pane="cash", received="200.000")
    with app.house.database.reader() as session:
        return session.scalars(select(Sale)).one().token


def test_the_sale_its_makers_their_story_and_the_return_conditions(
    counter: Counter, token: str
) -> None:
    answer = counter.stranger.get(f"/r/{token}")
    page = answer.text

    assert answer.status_code == 200
    assert 'data-amount="134600"' in page
    assert page.count('data-testid="digital-maker"') == 2
    assert "Sekar Benangmas" in page and "Menyulam sejak kecil." in page
    assert "Tukar 7 hari." in page and "Kembalian" in page
    assert 'content="noindex, nofollow"' in page
    share = re.search(r'href="(https://wa\.me/\?text=[^"]+)"', page)
    assert share and f"/r/{token}" in share[1]


def test_it_tells_nothing_about_anybody_else(counter: Counter, token: str) -> None:
    page = counter.stranger.get(f"/r/{token}").text
    main = page.split('<main id="isi">')[1].split("</main>")[0]

    for private in ("Mbak Kasir", "Ibu Contoh", "08120000000", "komisi", "commission", "fee"):
        assert private not in main
    assert "<script" not in page  # whole without JavaScript


def test_the_visitor_reads_it_in_their_language(counter: Counter, token: str) -> None:
    page = counter.stranger.get(f"/en/r/{token}").text

    assert '<html lang="id">' in counter.stranger.get(f"/en/r/{token}?lang=id").text
    assert "Embroiders since childhood." in page and "Exchange in 7 days." in page
    assert "Wallet" in page and ">Cash<" in page
    missing = counter.stranger.get("/r/nothing?lang=en")
    assert missing.status_code == 404 and "receipt" in missing.text


def test_an_english_receipt_opens_in_english_unless_indonesian_was_chosen(
    counter: Counter, app: TitipFlask
) -> None:
    counter.post("/pos/language", language="en")
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)
    counter.post("/pos/complete", pane="cash", received="50.000")
    with app.house.database.reader() as session:
        token = session.scalars(select(Sale)).one().token

    assert '<html lang="en">' in counter.stranger.get(f"/r/{token}").text
    assert '<html lang="id">' in counter.stranger.get(f"/r/{token}?lang=id").text


def test_a_ticket_that_is_not_sold_yet_has_no_receipt(counter: Counter, app: TitipFlask) -> None:
    counter.post("/pos/scan", code=counter.room.goods["dompet"].code)
    with app.house.database.reader() as session:
        token = session.scalars(select(Sale)).one().token
    assert counter.stranger.get(f"/r/{token}").status_code == 404
