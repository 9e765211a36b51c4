"""Kartu Karya at the till and in the office: printed for the buyer, as often as somebody asks."""

import base64

from core.dispatch import TitipFlask
from core.ids import new_uuid
from tests.pos.sales.conftest import Counter
from tests.pos.sales.test_paper import give_printer, jobs, sell
from tests.tools.escpos_view import View


def test_a_piece_just_sold_gets_its_card_at_the_till_in_the_buyers_language(
    counter: Counter, app: TitipFlask
) -> None:
    printer = give_printer(counter, app)
    counter.post("/pos/language", language="en")
    done = sell(counter, "kain")
    piece = counter.room.goods["kain"].id
    page = counter.cashier.get(done).text
    card = f"{done}/keepsake/{piece}"
    assert f'href="{card}?language=en"' in page
    seen = counter.cashier.get(f"{card}?language=en").text
    assert "One of a kind" in seen and 'data-testid="print-card"' in seen

    for _once in range(2):
        answer = counter.post(card, language="en", printer=str(printer))
        assert (answer.status_code, answer.location) == (303, done)
    made = [job for job in jobs(app) if job.kind == "keepsake"]
    assert [(job.copy, job.document["language"]) for job in made] == [(0, "en"), (0, "en")]
    assert counter.room.cashier.name not in str(made[0].document)

    assert (
        counter.cashier.get(f"{done}/keepsake/{counter.room.goods['dompet'].id}").status_code == 404
    )
    assert counter.stranger.get(card).status_code in (302, 303)
    assert counter.officer.post(card, data={"key": new_uuid()}).status_code in (303, 403)
    assert "/keepsake/" not in counter.cashier.get(sell(counter, "dompet")).text


def test_the_office_prints_a_card_at_the_printer_it_chooses(
    counter: Counter, app: TitipFlask
) -> None:
    printer = give_printer(counter, app)
    kain, dompet = (counter.room.goods[name].id for name in ("kain", "dompet"))
    path = f"/manage/products/{kain}/keepsake"
    assert path in counter.manager.get(f"/manage/products/{kain}").text
    assert "/keepsake" not in counter.manager.get(f"/manage/products/{dompet}").text
    assert 'data-testid="print-card"' in counter.manager.get(path).text
    assert counter.post(path, counter.manager, language="id").status_code == 422
    assert counter.post(path, counter.manager, language="id", printer=printer).status_code == 303
    assert [job.kind for job in jobs(app)] == ["keepsake"]
    assert counter.manager.get(f"/manage/products/{dompet}/keepsake").status_code == 404
    assert counter.cashier.get(path).status_code == 403


def test_a_printer_without_a_worker_gets_the_card_by_hand(
    counter: Counter, app: TitipFlask
) -> None:
    give_printer(counter, app, connection="bridge")
    card = f"{sell(counter, 'kain')}/keepsake/{counter.room.goods['kain'].id}"
    led = counter.post(card, language="id").location
    page = counter.cashier.get(led).text
    view = View(384).feed(base64.b64decode(page.split('href="rawbt:base64,')[1].split('"')[0]))
    assert view.warnings == [] and "* Karya tunggal *" in " ".join(view.lines)


def test_a_browser_that_prints_shows_the_card_until_it_is_ticked_off(
    counter: Counter, app: TitipFlask
) -> None:
    give_printer(counter, app, connection="browser")
    card = f"{sell(counter, 'kain')}/keepsake/{counter.room.goods['kain'].id}"
    led = counter.post(card, language="en").location
    page = counter.cashier.get(led).text
    assert "One of a kind" in page and "data-print" in page
    counter.post(f"{led}/report", outcome="sent")
    assert [job.state for job in jobs(app) if job.kind == "keepsake"] == ["sent"]
