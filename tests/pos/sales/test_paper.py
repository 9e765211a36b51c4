"""Paper or none: the buyer's language, tanpa struk, papers printed by hand, words and logo."""

import base64
import io
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from core.dispatch import TitipFlask
from core.ids import new_uuid
from pos.ledger.models import ChainLink
from pos.sales.models import Sale
from printers.models import Printer, PrintJob
from tests.pos.sales.conftest import Counter
from tests.tools.escpos_view import View


def give_printer(counter: Counter, app: TitipFlask, *, itself: bool = True, **fields: Any) -> int:
    """A printer of the till, chosen on its page."""
    with app.house.database.writer() as session:
        printer = Printer(**({"name": "Struk", "connection": "file", "columns": 32} | fields))
        session.add(printer)
        session.flush()
    form = {"receipt": printer.id, "label": "", "prints_itself": "1" if itself else ""}
    path = f"/manage/printers/tills/{counter.room.till.id}"
    assert counter.post(path, counter.manager, **form).status_code == 303
    return printer.id


def sell(counter: Counter, name: str = "dompet") -> str:
    counter.post("/pos/scan", code=counter.room.goods[name].code)
    done: str = counter.post("/pos/complete", pane="cash", received="5.000.000").location
    return done


def jobs(app: TitipFlask) -> list[PrintJob]:
    with app.house.database.reader() as session:
        return list(session.scalars(select(PrintJob).order_by(PrintJob.id)))


def test_a_till_prints_by_itself_or_only_when_asked_and_the_first_is_no_copy(
    counter: Counter, app: TitipFlask
) -> None:
    give_printer(counter, app, itself=False)
    done = sell(counter)
    page = counter.cashier.get(done).text
    assert jobs(app) == []
    assert 'data-testid="paperless-qr"' in page and "TITIP_PUBLIC_URL" in page
    assert "Cetak struk" in page

    for _once in range(2):
        counter.post(f"/pos/sales/{done.rpartition('/')[2]}/print")

    assert [job.copy for job in jobs(app)] == [0, 1]


def test_without_paper_the_buyer_scans_the_digital_receipt(
    counter: Counter, app: TitipFlask
) -> None:
    give_printer(counter, app)
    app.house.config.__dict__["public_url"] = "https://galeri.example.org"
    done = sell(counter)

    assert "paperless-qr" not in counter.cashier.get(done).text
    page = counter.cashier.get(f"{done}?qr=1").text

    with app.house.database.reader() as session:
        token = session.scalars(select(Sale)).one().token
    assert f'aria-label="https://galeri.example.org/r/{token}"' in page


def test_a_ticket_in_english_gives_an_english_receipt_sealed_as_such(
    counter: Counter, app: TitipFlask
) -> None:
    give_printer(counter, app)
    counter.post("/pos/language", language="en")
    done = sell(counter)

    (job,) = jobs(app)
    assert job.document["language"] == "en"
    assert job.document["lines"][0]["title"].startswith("Wallet")
    assert [tender["label"] for tender in job.document["tenders"]] == ["Cash"]
    with app.house.database.reader() as session:
        assert session.scalars(select(Sale)).one().language == "en"
        sealed = session.scalars(select(ChainLink).order_by(ChainLink.id.desc())).first()
        assert '"language":"en"' in str(sealed.content)
    paper = counter.cashier.get(f"/pos/receipt/{done.rpartition('/')[2]}").text
    assert ">Cash<" in paper and "Change" in paper  # whoever prints it, and in their language
    # Afterwards too, in the other language, as a copy.
    counter.post(f"/pos/sales/{done.rpartition('/')[2]}/print", language="id")
    assert (jobs(app)[1].document["language"], jobs(app)[1].copy) == ("id", 1)
    assert jobs(app)[1].document["tenders"][0]["label"] == "Tunai"
    sell(counter)
    assert jobs(app)[2].document["language"] == "id"  # the next buyer's ticket starts anew


def test_a_phone_prints_by_its_app_with_the_same_bytes_and_says_so(
    counter: Counter, app: TitipFlask
) -> None:
    give_printer(counter, app, connection="bridge")
    done = sell(counter)
    (job,) = jobs(app)

    page = counter.cashier.get(done).text

    link = page.split('href="rawbt:base64,')[1].split('"')[0]
    view = View(384).feed(base64.b64decode(link))
    assert view.warnings == [] and "Dompet sasab" in view.lines
    raw = counter.cashier.get(f"/pos/papers/{job.id}/bytes")
    assert raw.data == base64.b64decode(link)
    assert counter.post(f"/pos/papers/{job.id}/report", outcome="nothing").status_code == 303
    assert jobs(app)[0].state == "queued"
    assert counter.post(f"/pos/papers/{job.id}/report", outcome="maybe").status_code == 422
    counter.post(f"/pos/papers/{job.id}/report", outcome="sent")
    assert jobs(app)[0].state == "sent"
    # What is out is not handed out again: a second one is a copy, another job.
    assert counter.cashier.get(f"/pos/papers/{job.id}/bytes").status_code == 404


def test_a_paper_that_broke_off_over_webusb_is_for_a_person_to_look_at(
    counter: Counter, app: TitipFlask
) -> None:
    give_printer(counter, app, connection="webusb")
    done = sell(counter)
    (job,) = jobs(app)
    assert f'data-webusb="/pos/papers/{job.id}/bytes"' in counter.cashier.get(done).text
    assert "webusb.js" in counter.cashier.get("/pos").text

    counter.post(f"/pos/papers/{job.id}/report", outcome="something", words="kabel")

    assert (jobs(app)[0].state, jobs(app)[0].error) == ("unconfirmed", "kabel")
    assert "kabel" in counter.cashier.get(f"/pos/papers/{job.id}").text


def test_what_a_worker_prints_is_not_printed_by_hand(counter: Counter, app: TitipFlask) -> None:
    give_printer(counter, app)
    sell(counter)
    (job,) = jobs(app)
    for path in (f"/pos/papers/{job.id}", f"/pos/papers/{job.id}/bytes"):
        assert counter.cashier.get(path).status_code == 404
    assert counter.officer.get(f"/pos/papers/{job.id}").status_code == 403


def test_the_words_and_the_logo_of_a_receipt_are_set_and_taken_back(
    counter: Counter, app: TitipFlask
) -> None:
    out = io.BytesIO()
    Image.new("L", (80, 40), 0).save(out, "PNG")
    form = {"footer": "Sampai jumpa", "footer_en": "See you", "returns": "7 hari", "returns_en": ""}
    sent = {**form, "key": new_uuid(), "logo": (io.BytesIO(out.getvalue()), "logo.png")}
    answer = counter.manager.post("/manage/settings/receipt", data=sent)
    assert answer.status_code == 303
    address = counter.manager.get("/manage/settings/receipt").text.split('src="/paper/logo/')[1]
    address = "/paper/logo/" + address.split('"')[0]
    assert counter.stranger.get(address).mimetype == "image/png"
    assert counter.stranger.get("/paper/logo/nothing.png").status_code == 404

    give_printer(counter, app)
    done = sell(counter)
    assert jobs(app)[0].document["footer"] == ["Sampai jumpa", "7 hari"]
    paper = counter.cashier.get(f"/pos/receipt/{done.rpartition('/')[2]}").text
    assert f'src="{address}"' in paper and "7 hari" in paper

    counter.post("/manage/settings/receipt", counter.manager, **form, no_logo="1")
    assert counter.stranger.get(address).status_code == 404


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_the_foot_of_a_receipt_says_nothing_untrue_unless_it_is_told_to(counter: Counter) -> None:
    paper = counter.cashier.get(f"/pos/receipt/{sell(counter).rpartition('/')[2]}").text
    assert "Terima kasih. Karya perajin Lampung." in paper and "dibuat tangan" not in paper


@pytest.mark.parametrize("field", ["returns", "logo"])
def test_wrong_words_or_a_broken_logo_come_back_beside_their_field(
    counter: Counter, field: str
) -> None:
    wrong = {"returns": "x" * 201, "logo": (io.BytesIO(b"x"), "x.png")}[field]
    form = {"key": new_uuid(), "footer": "Hai", field: wrong}

    answer = counter.manager.post("/manage/settings/receipt", data=form)

    assert answer.status_code == 422
    assert f'id="{field}-salah"' in answer.text


@pytest.mark.parametrize("path", ["/manage/printers/tills", "/manage/printers/agents"])
def test_a_cashier_sets_up_no_printer(counter: Counter, path: str) -> None:
    assert counter.cashier.get(path).status_code == 403
