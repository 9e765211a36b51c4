"""The maker's page on a 58 mm slip: the same figures, let by a manager's PIN at the till."""

import re
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.outlets import service as outlets
from catalogue.outlets.models import Till
from core.clock import Clock
from core.dispatch import TitipFlask
from core.users import service as people
from core.users.models import User
from core.users.secrets import hash_secret
from pos.portal import queries
from pos.portal.slip import slip_of
from pos.sales.models import Sale
from printers.documents import from_json, to_json
from printers.models import Printer, PrintJob
from printers.profile import Profile
from printers.render import render
from tests.catalogue.desk import Desk
from tests.pos.portal.conftest import one_engine
from tests.pos.showroom import QRIS, Showroom, open_showroom
from tests.tools.escpos_view import View


def test_the_slip_says_what_her_page_says(session: Session, at: datetime):
    room = open_showroom(session, at=at)
    sale = room.sell(session, {"selendang": 2}, discount=81_000)
    room.sell(session, {"dompet": 3}, offers=QRIS)
    room.give_back(session, sale.lines[0], 1)
    today = room.shift.business_date

    slip = slip_of(session, room.maker, today=today, hold_days=0, at=room.at)

    rights = queries.rights(session, room.maker.id, today=today, hold_days=0)
    assert (slip.total, slip.held, slip.payable) == (rights.balance, rights.held, rights.payable)
    assert slip.today == slip.year == 405_000 + 3 * 33_333
    assert from_json(to_json(slip)) == slip
    profile = Profile(columns=32)
    paper = View(profile.dots).feed(render(slip, profile))
    assert not paper.warnings
    text = "\n".join(paper.lines)
    for words in ("HAK PERAJIN", "Sekar Benangmas", "Selendang belah ketupat", "Masih ditahan"):
        assert words in text
    assert f"{slip.total:,}".replace(",", ".") in text
    assert "Emping" not in text and "0812" not in text


def stand_at_the_till(app: TitipFlask, room: Showroom) -> Desk:
    """The cashier's browser at the till, which has a printer; the manager has a PIN."""
    with app.house.database.writer() as session:
        manager, cashier = (session.get_one(User, p.id) for p in (room.manager, room.cashier))
        till = session.get_one(Till, room.till.id)
        printer = Printer(name="Struk", connection="file")
        session.add(printer)
        session.flush()
        till.receipt_printer_id = printer.id
        people.set_secret(session, manager, "pin", hash_secret("1379"), at=room.at)
        device, token = people.enrol_device(session, "Kasir 1", by=manager, at=room.at)
        outlets.assign_device(session, device, till)
        for person in (manager, cashier):
            outlets.staff(session, person, till.outlet)
        opened = people.open_session(session, cashier, kind="pin", device=device, at=room.at)
    client = app.test_client()
    client.set_cookie("titip_device", token)
    client.set_cookie("titip_session", opened)
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return Desk(app, client, room.cashier.id, maker_id=room.maker.id)


@one_engine
def test_at_the_till_a_manager_s_pin_prints_it_or_shows_a_code(
    app: TitipFlask, shop: tuple[Showroom, list[Sale]]
):
    room, _sales = shop
    till = stand_at_the_till(app, room)
    found = till.get("/pos/makers?q=sekar").text
    assert room.maker.name in found and room.other.name not in found
    assert "0812" not in found and "583.200" not in found, "a cashier sees neither phone nor money"
    form = {"q": "sekar", "maker": str(room.maker.id), "approver": str(room.manager.id)}
    assert "PIN-nya untuk mengizinkan" in till.refused("/pos/makers/slip", **form)
    assert "PIN salah" in till.refused("/pos/makers/slip", **form, approver_pin="0000")
    assert not till.read(lambda s: s.scalars(select(PrintJob)).all())

    assert till.send("/pos/makers/slip", **form, approver_pin="1379").location == "/pos"
    leads = till.send("/pos/makers/link", **form, approver_pin="1379").location
    shown = till.get(leads).text

    (job,) = till.read(lambda s: s.scalars(select(PrintJob)).all())
    assert (job.kind, job.document["maker_code"]) == ("maker_slip", room.maker.code)
    (address,) = re.findall(r'href="http://localhost(/maker/in/[^"]+)"', shown)
    assert app.test_client().get(address).status_code == 200
    assert till.get("/pos/makers/links/1").status_code == 404, "a number alone shows nothing"
    foreign = address.replace("/maker/in/", "/pos/makers/links/")
    assert till.get(foreign).status_code == 404
    app.house.clock = Clock(app.house.clock.now() + timedelta(minutes=11))
    assert till.get(leads).status_code == 404, "shown for ten minutes only"
