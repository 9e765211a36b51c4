"""Groups at the till over HTTP: badges, another group, *rombongan selesai*, and what no customer reads."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from catalogue.outlets import service as places
from catalogue.outlets.models import Till
from catalogue.tours.models import Visit
from core.dispatch import TitipFlask
from core.users import service as people
from core.users.models import User
from core.users.secrets import hash_secret
from pos.sales.models import Receipt, Sale, TillDisplay
from pos.sales.tours.models import GuideFee
from printers.documents import from_json
from printers.models import Printer, PrintJob
from printers.profile import Profile
from printers.render import render
from tests.pos.sales.conftest import Counter
from tests.pos.sales.tours.groups import Groups
from tests.pos.showroom import PIN
from tests.tools.escpos_view import View

SECRETS = re.compile(r"rombongan|pemandu|wisata|tunjuk|guide|visit", re.IGNORECASE)


@pytest.fixture
def visits(app: TitipFlask, counter: Counter) -> dict[str, int]:
    """Two groups that are awaited today, by name; the till has a printer with a drawer."""
    with app.house.database.writer() as session:
        room = counter.room
        groups = Groups(session, room)
        day = room.shift.business_date - room.at.date()
        found = {
            name: groups.expect(name, days=day.days, guide="Pak Tunjuk", people=38).id
            for name in ("Wisata Angan", "Tunas Tour")
        }
        printer = Printer(name="Struk", connection="file", drawer=True)
        session.add(printer)
        session.flush()
        session.get_one(Till, room.till.id).receipt_printer_id = printer.id
    return found


def sell(counter: Counter, name: str = "selendang") -> Any:
    """Sell one thing for cash and return the page that says so."""
    counter.post("/pos/scan", code=counter.room.goods[name].code)
    return counter.post("/pos/complete", pane="cash")


def pressed(page: str) -> list[str]:
    """The badges that are pressed, as the visits they stand for; empty for none of them."""
    badge = r'aria-pressed="true" data-testid="(?:visit-(?:badge|none)|move-sale)"(?: data-visit="(\d*)")?'
    return re.findall(badge, page)


def amount_of(page: str) -> str:
    found = re.search(r'data-testid="fee-amount" data-amount="(\d+)"', page)
    assert found is not None
    return found[1]


def on_paper(document: dict[str, Any], columns: int = 48) -> str:
    """What a roll of so many columns says."""
    profile = Profile(columns=columns)
    return " ".join(View(profile.dots).feed(render(from_json(document), profile)).lines)


def fees(app: TitipFlask) -> list[GuideFee]:
    with app.house.database.reader() as session:
        return list(session.scalars(select(GuideFee)))


# -- works -----------------------------------------------------------------------------------------


def test_one_touch_gives_the_ticket_and_the_next_to_a_group(
    counter: Counter, visits: dict[str, int], app: TitipFlask
):
    mine = visits["Wisata Angan"]
    assert pressed(counter.cashier.get("/pos").text) == [""]

    counter.post("/pos/visits/serve", visit=mine)
    assert pressed(counter.cashier.get("/pos").text) == [str(mine)]
    done = sell(counter)

    assert pressed(counter.cashier.get(done.location).text) == [str(mine)]
    assert pressed(counter.cashier.get("/pos").text) == [str(mine)]
    counter.post("/pos/visits/serve")
    assert pressed(counter.cashier.get("/pos").text) == [""]


@pytest.mark.parametrize("engine_kind", ["sqlite"])
@pytest.mark.parametrize("pane", ["", "cash", "qris", "discount", "more"])
def test_whose_the_ticket_is_stands_over_every_pane(
    counter: Counter, visits: dict[str, int], pane: str
) -> None:
    mine = visits["Wisata Angan"]
    counter.post("/pos/visits/serve", visit=mine)
    assert "Nota berikutnya untuk rombongan" in counter.cashier.get("/pos").text
    counter.post("/pos/scan", code=counter.room.goods["emping"].code)

    page = counter.cashier.get(f"/pos?pane={pane}").text
    band = page.index('data-testid="group-band"')
    assert "Nota ini untuk rombongan" in page and band < page.index('data-testid="ticket-total"')

    counter.post("/pos/visits/serve", pane=pane)  # no group after all
    assert 'data-testid="group-band"' not in counter.cashier.get(f"/pos?pane={pane}").text


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_sale_is_given_to_another_group_from_its_page(
    counter: Counter, visits: dict[str, int], app: TitipFlask
):
    counter.post("/pos/visits/serve", visit=visits["Wisata Angan"])
    done = sell(counter).location
    sale = int(done.rsplit("/", 1)[1])

    counter.post(f"/pos/sales/{sale}/visit", visit=visits["Tunas Tour"])

    assert pressed(counter.cashier.get(done).text) == [str(visits["Tunas Tour"])]


def test_the_group_ends_in_one_touch_and_the_slip_comes_out(
    counter: Counter, visits: dict[str, int], app: TitipFlask
):
    mine = visits["Wisata Angan"]
    counter.post("/pos/visits/serve", visit=mine)
    sell(counter)
    pane = counter.cashier.get(f"/pos?pane=visit-end&visit={mine}").text
    assert amount_of(pane) == "40500"

    counter.post(f"/pos/visits/{mine}/finish", source="drawer", seen="40500")

    ended = counter.cashier.get(f"/pos/visits/{mine}").text
    assert 'data-testid="fee-paid" data-number="P000001" data-amount="40500"' in ended
    assert "empat puluh ribu" in counter.cashier.get(f"/pos/visits/{mine}/slip?width=58").text
    page = counter.cashier.get("/pos").text
    assert "Uang pemandu Rp40.500 dibayar" in ended
    assert f'data-visit="{mine}"' not in page
    with app.house.database.reader() as session:
        kinds = session.scalars(
            select(PrintJob.kind).where(PrintJob.source_kind == "guide_fee").order_by(PrintJob.id)
        ).all()
        assert kinds == ["drawer", "guide_slip"]
        (fee,) = session.scalars(select(GuideFee))
        paper = on_paper(fee.document, columns=32)
    for word in ("UANG PEMANDU", "P000001", "Pak Tunjuk", "405.000", "Rp40.500", "Yang menerima",
                 "empat puluh ribu lima ratus"):  # fmt: skip
        assert word in paper


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_repeat_with_the_same_key_pays_once(
    counter: Counter, visits: dict[str, int], app: TitipFlask
):
    mine = visits["Wisata Angan"]
    counter.post("/pos/visits/serve", visit=mine)
    sell(counter)
    form = {"source": "drawer", "seen": "40500"}

    key = "6f1d8a52-7c64-4c43-8b3b-2d6a3f0b9a11"
    again = [counter.post(f"/pos/visits/{mine}/finish", key=key, **form) for _try in range(2)]
    other = counter.post(f"/pos/visits/{mine}/finish", **form)

    assert [answer.status_code for answer in again] == [303, 303]
    assert other.status_code == 409
    assert len(fees(app)) == 1


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_group_at_the_door_is_taken_in_at_the_till(
    counter: Counter, visits: dict[str, int], app: TitipFlask
):
    counter.post("/pos/visits/arrive", agency="1", guide="Bu Rani", people="12")

    with app.house.database.reader() as session:
        visit = session.scalars(select(Visit).where(Visit.guide == "Bu Rani")).one()
    assert (visit.state, visit.came_by, visit.fee_bps) == ("here", "walk_in", 1_000)
    assert pressed(counter.cashier.get("/pos").text) == [str(visit.id)]


def test_a_manager_ends_a_visit_from_the_office_and_reads_what_it_brought(
    counter: Counter, visits: dict[str, int], app: TitipFlask
):
    mine = visits["Wisata Angan"]
    counter.post("/pos/visits/serve", visit=mine)
    sell(counter)
    assert "Rp40.500" in counter.manager.get(f"/manage/visits/{mine}/takings").text

    counter.post(f"/manage/visits/{mine}/finish", counter.manager, seen="40500")
    counter.post(f"/manage/visits/{mine}/slip", counter.manager)

    assert (
        "Kas bendahara, Ibu Pengurus" in counter.manager.get(f"/manage/visits/{mine}/takings").text
    )
    rows = counter.manager.get("/manage/visits/takings?as=csv").text.splitlines()
    assert "Wisata Angan,Pak Tunjuk,38,Galeri Tapis,405000,0,405000,10%,0,40500,P000001" in rows[1]
    with app.house.database.reader() as session:
        copies = session.scalars(
            select(PrintJob.copy).where(PrintJob.kind == "guide_slip").order_by(PrintJob.id)
        ).all()
    assert copies == [0, 1]


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_day_without_groups_shows_no_badges(counter: Counter):
    assert "visits-row" not in counter.cashier.get("/pos").text


# -- what no customer reads ----------------------------------------------------------------------------


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_neither_paper_page_nor_display_says_a_word_of_visit_or_fee(
    counter: Counter, visits: dict[str, int], app: TitipFlask
):
    mine = visits["Wisata Angan"]
    counter.post("/pos/display")
    with app.house.database.reader() as session:
        screen = f"/d/{session.scalars(select(TillDisplay.token)).one()}"
    counter.post("/pos/visits/serve", visit=mine)
    counter.post("/pos/scan", code=counter.room.goods["selendang"].code)
    pages = [counter.stranger.get(screen).text]
    done = counter.post("/pos/complete", pane="cash").location
    pages.append(counter.stranger.get(screen).text)
    counter.post(f"/pos/visits/{mine}/finish", source="drawer", seen="40500")
    with app.house.database.reader() as session:
        sale = session.scalars(select(Sale)).one()
        stored = session.get_one(Receipt, sale.id).document
    assert sale.visit_id == mine

    paper = on_paper(stored)
    pages += [
        counter.stranger.get(f"/r/{sale.token}").text,
        counter.cashier.get(f"/pos/receipt/{sale.id}").text,
    ]

    assert "Selendang" in paper
    assert not SECRETS.search(paper)
    assert not SECRETS.search(str(stored))
    for page in pages:
        assert "Selendang" in page or "405.000" in page
        # Every public page invites guides at its foot, whoever bought.
        body = re.sub(r"<(head|footer)\b.*?</\1>", "", page, flags=re.DOTALL)
        assert not SECRETS.search(re.sub(r'href="[^"]*"', "", body))
    assert "Terjual" in counter.cashier.get(done).text


# -- bad input, wrong role -----------------------------------------------------------------------------


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_the_treasury_pays_on_a_managers_word_only(
    counter: Counter, visits: dict[str, int], app: TitipFlask
):
    mine = visits["Wisata Angan"]
    counter.post("/pos/visits/serve", visit=mine)
    sell(counter)
    form = {"source": "treasury", "seen": "40500"}
    asked = counter.post(f"/pos/visits/{mine}/finish", **form)
    assert asked.status_code == 422
    assert 'data-testid="approver-pin"' in asked.text
    assert fees(app) == []

    with app.house.database.writer() as session:
        manager = session.get_one(User, counter.room.manager.id)
        places.staff(session, manager, session.merge(counter.room.outlet))
        people.set_secret(session, manager, "pin", hash_secret(PIN), at=counter.room.at)
    wrong = counter.post(
        f"/pos/visits/{mine}/finish", approver=counter.room.manager.id, approver_pin="0000", **form
    )
    assert wrong.status_code == 422
    counter.post(
        f"/pos/visits/{mine}/finish", approver=counter.room.manager.id, approver_pin=PIN, **form
    )

    (fee,) = fees(app)
    assert (fee.source, fee.movement_id, fee.paid_by) == ("treasury", None, counter.room.manager.id)


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_what_is_not_there_is_refused(counter: Counter, visits: dict[str, int], app: TitipFlask):
    assert counter.cashier.get("/pos/visits/1/slip").status_code == 404
    for path in ("/pos/visits/99/finish", "/pos/sales/99/visit"):
        assert counter.post(path, seen="0").status_code == 404, path
    assert counter.post("/pos/visits/serve", visit="99").status_code == 404
    assert counter.post("/pos/visits/arrive").status_code == 422
    assert counter.cashier.get("/pos?pane=visit-end&visit=99").status_code == 404
    assert counter.cashier.get("/pos/visits/serve").status_code == 405
    for browser in (counter.officer, counter.stranger):
        assert counter.post("/pos/visits/serve", browser).status_code in (303, 403)
    assert counter.post("/manage/visits/1/finish", counter.cashier, seen="0").status_code == 403
