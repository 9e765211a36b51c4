"""A role on every route: who may open what is written here once more, and every door is tried."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import url_for
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from catalogue.makers import private
from catalogue.makers.models import Maker, MakerUser
from catalogue.outlets import service as places
from catalogue.outlets.models import Outlet, Till
from catalogue.partners import service as enquiries
from catalogue.products.models import Category, Product
from catalogue.products.proposed import service as proposed
from catalogue.stock import service as stock
from catalogue.stock.departures.models import Departure
from catalogue.stock.models import Consignment, ImportBatch
from catalogue.visitors.baskets import service as baskets
from catalogue.visitors.baskets.models import Basket
from config import Config
from core.dispatch import TitipFlask
from core.ids import new_uuid
from core.menu import NAV
from core.text import slug
from core.users import service as people
from core.users.models import User, WebSession
from core.users.queries import device_of
from core.web import Policy
from pos.portal.entry import service as entry
from pos.portal.entry.models import MakerLink
from pos.portal.entry.views import LINK, signer
from pos.portal.notices.news import news
from pos.portal.notices.service import offer
from pos.sales.models import Sale, SaleLine
from pos.settlements.models import Payout, SettlementRun, Statement
from pos.shifts.models import Shift
from printers.models import Printer, PrintJob
from tests.houses import app_at
from tests.pos.book import Written, write_book
from tests.pos.sales.quotations.offers import line as quoted_line
from tests.pos.sales.quotations.offers import quote

PUBLIC_AREAS = (
    "visitors.", "sentra.", "keepsakes.", "happenings.", "announcing.", "baskets.", "sharing.", "pictures.", "agents.", "kiosk.",
    "enquiries.", "offers.", "partner_catalogue.", "partner_catalogue.",
)  # fmt: skip
"""Agents show a token instead of a cookie; without one they are nobody (401)."""
PUBLIC = {
    "health.healthz", "users.login", "users.sign_in", "users.sign_out", "portal.login",
    "portal.sign_in", "till_door.enter", "till_door.enter_by_pin", "till_door.leave",
    "receipts.digital", "displays.screen", "displays.changed", "printers.logo", "setup.setup",
    "setup.open_house", "photos.shown", "phone.invitation", "phone.join",
    "maker_entry.invitation", "maker_entry.enter",
}  # fmt: skip
"""Routes that anybody may use; a new one is a decision, so it is written down here."""

OFFICER_TOO = {
    "reports.dashboard", "reports.summary", "dinas.listed", "dinas.choose", "dinas.show", "dinas.file",
    "dinas.paper",
}  # fmt: skip
CASHIER_TOO = {"shots.quick", "shots.take", "shots.goods"}
"""Whoever has piket takes the photos."""
MANAGER_ONLY_AT_THE_TILL = {"outlets.enrol", "outlets.enrol_till"}
KEYLESS = {
    "users.sign_in", "users.sign_out", "portal.sign_in", "till_door.enter_by_pin",
    "till_door.leave", "setup.open_house", "outlets.enrol_till", "makers.open_private",
    "maker_records.hand_out", "running_shift.take_over", "print_agents.enrol", "agents.hello",
    "agents.claim", "bank_transfers.fetch", "agents.begin", "agents.report", "phone.join", "maker_entry.enter",
    "kiosk.begin", "kiosk.leave",
}  # fmt: skip
"""Changes that may be sent twice without harm: signing in and out, opening, enrolling."""

OURS = {"Sec-Fetch-Site": "same-origin"}
one_engine = pytest.mark.parametrize("engine_kind", ["sqlite"])
"""For what is refused before the database is asked; every page is opened on both."""
PLACE = re.compile(r"<(?:([^<>:]+):)?(\w+)>")


SECRET_NIK, SECRET_ACCOUNT = "1871014105800001", "5550001112223"
"""What no page shows in full, not even to a manager before a logged request."""
SECRETS_OF_A_PERSON = ("081200000001", "Jalan Rahasia 7", "rahasia@contoh.example")
"""Of the first maker: for her own pages and the office alone."""
SECRET_OF_A_FIRM = "Ibu Panitia Rahasia"
"""Who asks for a quotation is for the office alone."""


NOT_IN_THE_BOOK = {
    **dict.fromkeys(("photos.shown", "photos.inside"), "no photo was taken"),
    **dict.fromkeys(("happenings.show", "happenings.mine", "happenings.calendar"), "no event"),
    **dict.fromkeys(("baskets.group", "baskets.group_picture", "announcing.told"), "no bus was told a link"),
    **dict.fromkeys(("phone.invited", "phone.invited_qr", "phone.invitation"), "no phone till"),
    **dict.fromkeys(("paying.qris", "providers.code"), "no ticket is open, no shop's code"),
    **dict.fromkeys(("printers.logo", "printers.paper", "by_hand.show", "by_hand.content"), "no real paper"),
    **dict.fromkeys(("agents.work", "agents.paper"), "an agent shows a token"),
    **dict.fromkeys(("displays.screen", "displays.changed"), "no buyer's display"),
    **dict.fromkeys(("opening.check", "opening.refused_rows", "opening.job"), "no sheet was sent"),
    **dict.fromkeys(("imports.show", "imports.refused_rows", "tagging.pdf"), "no import's job"),
    **dict.fromkeys(
        ("keepsake_desk.office", "till_keepsakes.show", "keepsakes.card", "keepsakes.sheet"),
        "a unique piece's alone, and the book's is sold",
    ),
    "bank_transfers.slip": "no bank's slip was kept",
    "maker_records.preview": "asks for a pair",
    "pricing.show": "no bulk change of prices",
    "tags.sheet": "asks which goods",
    **dict.fromkeys(("enquiries.asked", "offers.own_letter"), "no firm asked by itself"),
    **dict.fromkeys(
        ("kiosk.ask_to_begin", "kiosk.ask_to_leave", "kiosk.browse", "kiosk.loop", "kiosk.maker",
         "kiosk.makers", "kiosk.motifs", "kiosk.piece"),
        "no kiosk was begun on this browser",
    ),
    "paying_day.list_pdf": "no list was signed",
}  # fmt: skip
"""Pages whose address needs something that the book lacks, and what. A new route that shows a thing
by its address stands red until `addresses` gives it a real one, or until it is written down here."""


@dataclass(frozen=True)
class Door:
    """One method of one route."""

    rule: Rule
    method: str
    policy: Policy | None
    keyless: bool

    @property
    def name(self) -> str:
        return str(self.rule.endpoint)

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule}"


def doors(app: TitipFlask) -> list[Door]:
    """Every method of every route, the files that everybody may have left out."""
    return [
        Door(
            rule, method, getattr(view, "policy", None), getattr(view, "keyless", False)
        )
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for view in (app.view_functions[rule.endpoint],)
        for method in sorted(rule.methods or ())
        if method in ("GET", "POST", "PUT", "PATCH", "DELETE")
    ]  # fmt: skip


def expected_roles(door: Door) -> frozenset[str] | None:
    """Who may go through, by the area of the address; None means anybody."""
    path = door.rule.rule
    if door.name in PUBLIC or door.name.startswith(PUBLIC_AREAS):
        return None
    if path == "/maker" or path.startswith("/maker/"):
        return frozenset({"maker"})
    if path == "/manage" or path.startswith("/manage/"):
        if door.name in CASHIER_TOO:
            return frozenset({"manager", "cashier"})
        return frozenset({"manager", "officer"} if door.name in OFFICER_TOO else {"manager"})
    if path == "/pos" or path.startswith("/pos/"):
        if door.name in MANAGER_ONLY_AT_THE_TILL:
            return frozenset({"manager"})
        return frozenset({"cashier", "manager"})
    raise AssertionError(f"{door} lies in no known area: say here who may use it")


@pytest.fixture
def app(database_url: str, home: Path, at: datetime) -> Iterator[TitipFlask]:
    with app_at(Config(home=home, database_url=database_url, now=at)) as app:
        yield app


@pytest.fixture
def bare_app(home: Path) -> Iterator[TitipFlask]:
    with app_at(Config(home=home, database_url=f"sqlite:///{home / 'none.db'}")) as app:
        yield app


@pytest.fixture
def book(app: TitipFlask, home: Path, at: datetime) -> Written:
    return write_book(app.house.database, home, at=at)


@pytest.fixture
def visitors(app: TitipFlask, book: Written) -> dict[str, FlaskClient]:
    """A browser for each kind of person."""
    room = book.room
    with app.house.database.reader() as session:
        of_maker = {
            link.maker_id: session.get_one(User, link.user_id)
            for link in session.scalars(select(MakerUser))
        }
    with app.house.database.writer() as session:
        manager = session.get_one(User, room.manager.id)
        device, token = people.enrol_device(session, "Kasir 1", by=manager, at=room.at)
        places.assign_device(session, device, session.get_one(Till, room.till.id))
        for person in (room.cashier, room.manager):
            for outlet in (room.outlet, room.stall):
                places.staff(session, session.get_one(User, person.id), outlet)
        bring_a_sheet(session, book)
        tell_and_invite(session, book)
        session.add_all([Printer(name="Struk", connection="file"), Category(name="Kain")])
        session.flush()
        job = PrintJob(
            printer_id=1,
            kind="receipt",
            payload=b"x",
            source_kind="sale",
            state="failed",
            queued_at=room.at,
        )
        session.add(job)
    return {
        "anonymous": app.test_client(),
        "maker": browser(app, of_maker[room.maker.id], "maker"),
        "other maker": browser(app, of_maker[room.other.id], "maker"),
        "cashier": browser(app, room.cashier, "pin", token),
        "officer": browser(app, room.officer, "password"),
        "manager": browser(app, room.manager, "password", token),
    }


def bring_a_sheet(session: Session, book: Written) -> None:
    """Let the first maker's goods come as a sheet once: a delivery that wants tags."""
    room = book.room
    batch = ImportBatch(name="Mei", name_key="mei", created_at=room.at)
    session.add(batch)
    session.flush()
    maker, outlet = session.get_one(Maker, room.maker.id), session.get_one(Outlet, room.outlet.id)
    brought = stock.draft(session, maker, outlet, by=None, at=room.at, batch=batch)
    product = session.get_one(Product, room.goods["selendang"].id)
    stock.add_line(session, brought, product, quantity=2, price=405_000, net_price=None)
    stock.receive(session, brought, by=None, at=room.at)


def tell_and_invite(session: Session, book: Written) -> None:
    """Have a notice ready for the first maker, and a link for a phone of hers."""
    maker, by = session.get_one(Maker, book.room.maker.id), book.room.manager.id
    basket = baskets.begin(session, at=book.room.at)
    baskets.add(
        session, basket, session.get_one(Product, book.room.goods["selendang"].id), at=book.room.at
    )
    baskets.get_ready(session, basket, name="", visit=None, at=book.room.at)
    found = news(session, maker, today=book.room.shift.business_date)
    offer(session, maker, found, channel="whatsapp", by=by, at=book.room.at)
    entry.invite(session, maker, by=by, at=book.room.at)
    wish = {"bank_name": "Bank", "bank_account": SECRET_ACCOUNT, "bank_holder": "Ibu Rahasia"}
    proposed.ask_bank(session, maker, by=by, at=book.room.at, **wish)
    maker.address, maker.email = SECRETS_OF_A_PERSON[1:]
    private.keep(session, maker, by=by, at=book.room.at, nik=SECRET_NIK, **wish)
    asking = enquiries.Asking(
        firm="PT Umpama", contact=SECRET_OF_A_FIRM, phone="081399990000", language="id",
        pieces=[(session.get_one(Product, book.room.goods["selendang"].id), 60)],
    )  # fmt: skip
    found = enquiries.ask(session, asking, today=book.room.at.date(), by=by, at=book.room.at)
    quote(
        session, book.room, found, quoted_line(session, book.room, "selendang", 60),
        pdf=book.files.put(b"%PDF"),
    )  # fmt: skip


def browser(app: TitipFlask, user: User, kind: str, device: str = "") -> FlaskClient:
    client = app.test_client()
    if device:
        client.set_cookie("titip_device", device)
    with app.house.database.writer() as session:
        # A PIN counts only on the device that it was typed on.
        here = device_of(session, device) if kind == "pin" else None
        token = people.open_session(session, user, kind=kind, device=here, at=app.house.clock.now())
    client.set_cookie("titip_session", token)
    return client


def addresses(app: TitipFlask, book: Written) -> dict[str, str]:
    """{door: address} with the ids of real things of the first maker."""
    with app.house.database.reader() as session:
        mine = book.room.maker.id
        cloth = session.get_one(Product, book.room.goods["selendang"].id)
        link = session.scalars(select(MakerLink).where(MakerLink.maker_id == mine)).one()
        with app.test_request_context():
            word, here = (
                signer(salt).sign(str(link.id)).decode() for salt in (LINK, "maker-counter")
            )
        basket = session.scalars(select(Basket)).one()
        line = session.scalars(
            select(SaleLine).where(SaleLine.maker_id == mine).order_by(SaleLine.id)
        ).first()
        sale = session.scalars(select(Sale).where(Sale.id == line.sale_id)).one()
        statement = session.scalars(
            select(Statement).where(Statement.maker_id == mine).order_by(Statement.id)
        ).first()
        payout = session.scalars(
            select(Payout).where(Payout.maker_id == mine).order_by(Payout.id)
        ).first()
        run = session.scalars(select(SettlementRun).order_by(SettlementRun.id)).first()
        consignment = session.scalars(
            select(Consignment).where(Consignment.maker_id == mine).order_by(Consignment.id)
        ).first()
        back, loss = (
            session.scalars(select(Departure).where(Departure.kind == kind)).one()
            for kind in ("return", "loss")
        )
        records = {
            "records": {"area": "returns", "departure_id": back.id},
            "compensation": {"area": "losses", "departure_id": loss.id},
            "signing": {"area": "returns", "departure_id": back.id},
        }
        shift = session.scalars(select(Shift).order_by(Shift.id)).first()
        values: dict[str, Any] = {
            "line_id": line.id, "sale_id": sale.id, "maker_id": mine, "shift_id": shift.id,
            "product_id": book.room.goods["selendang"].id, "consignment_id": consignment.id,
            "contract_id": 1, "category_id": 1,
            "certificate_id": 1, "announcement_id": 1,
            "slug": book.room.maker.slug, "code": line.code, "token": sale.token,
            "craft": "tapis", "motif": "siger", "seed": "1", "lang": "en",
            "person_id": book.room.cashier.id, "outlet_id": book.room.outlet.id,
            "transfer_id": 1, "bazar_id": 1, "correction_id": 1, "tender_id": 1, "deposit_id": 1, "surplus_id": 1, "printer_id": 1, "job_id": 1, "doubt_id": 1,
            "session_id": session.scalars(
                select(WebSession.id)
                .join(MakerUser, MakerUser.user_id == WebSession.user_id)
                .where(MakerUser.maker_id == mine)
                .order_by(WebSession.id)
            ).first(),
            "photo_id": 1, "step": 640, "balance_id": 1, "merge_id": 1, "file": "0" * 64,
            "batch_id": 1, "state": "answered", "part": "all", "day": "2026-05-09", "kind": "card", "month": "2026-05",
        }  # fmt: skip
        numbers = {
            "visitors.product": cloth.slug, "pictures.preview": cloth.slug,
            "sentra.show": slug(book.room.maker.sentra.name), "trust.lines": "bank", "dinas.file": "csv",
            "maker_entry.invitation": word, "maker_counter.code": here,
            **dict.fromkeys(("baskets.show", "baskets.code_picture"), basket.token),
            "maker_money.statement": statement.number, "maker_money.statement_pdf": statement.number,
            "maker_money.receipt_pdf": payout.number,
            "reports.sale": sale.number, "settlements.run": run.number,
            "settlements.resume": run.number, "settlements.payout": payout.number,
            **{f"adjustments.{name}": "P00001" for name in ("show", "approve", "decline", "slip_pdf")},
            "settlements.payout_pdf": payout.number, "settlements.reverse": payout.number,
            **{f"treasury.{name}": "PU-00001" for name in ("movement", "movement_pdf", "movement_on_roll")},
            **dict.fromkeys(
                ("bank_transfers.slips", "bank_transfers.keep_slip", "bank_transfers.slip"), payout.number
            ),
        }  # fmt: skip

    def special(door: Door, name: str) -> dict[str, Any]:
        """What this very door means by a name that others use for something else."""
        return (
            {name: numbers[door.name]} if name in ("slug", "token") and door.name in numbers else {}
        )

    return {
        str(door): PLACE.sub(
            lambda place, door=door: str(
                (
                    values | records.get(door.name.partition(".")[0], {}) | special(door, place[2])
                ).get(
                    place[2], 1 if place[1] == "int" else numbers.get(door.name, statement.number)
                )
            ),
            door.rule.rule,
        )
        for door in doors(app)
    }


def roles_of(who: str) -> set[str]:
    return {"anonymous": set(), "other maker": {"maker"}}.get(who, {who})


def test_every_route_declares_who_may_use_it(bare_app: TitipFlask):
    assert [str(door) for door in doors(bare_app) if door.policy is None] == []


def test_every_route_declares_what_its_area_allows(bare_app: TitipFlask):
    wrong = [
        f"{door}: {door.policy.roles}"
        for door in doors(bare_app)
        if door.policy is not None and door.policy.roles != expected_roles(door)
    ]

    assert not wrong, "\n".join(wrong)


def test_makers_are_sent_to_their_own_door(bare_app: TitipFlask):
    for door in doors(bare_app):
        if door.policy is not None and door.policy.roles == frozenset({"maker"}):
            assert door.policy.login == "portal.login"


def test_only_the_written_down_changes_need_no_key(bare_app: TitipFlask):
    without = {door.name for door in doors(bare_app) if door.method != "GET" and door.keyless}

    assert without <= KEYLESS


def test_each_person_gets_through_the_right_doors_and_no_other(
    app: TitipFlask, book: Written, visitors: dict[str, FlaskClient]
):
    where = addresses(app, book)
    wrong, empty = [], set()
    for door in doors(app):
        if door.method != "GET":
            continue
        allowed = expected_roles(door)
        rightful = "maker" if allowed == {"maker"} else "manager"
        for who, client in visitors.items():
            answer = client.get(where[str(door)])
            if who == rightful and answer.status_code >= 400:
                empty.add(door.name)
            wrong += [
                f"{who}: {door} shows {secret}"
                for secret in (SECRET_NIK, SECRET_ACCOUNT, *SECRETS_OF_A_PERSON)
                if secret.encode() in answer.data
                and (who not in ("manager", "maker") or secret in (SECRET_NIK, SECRET_ACCOUNT))
            ]
            if SECRET_OF_A_FIRM.encode() in answer.data and who != "manager":
                wrong.append(f"{who}: {door} shows who asked")
            if allowed is None or allowed & roles_of(who):
                right = answer.status_code < 400 or answer.status_code in (401, 404, 409, 422)
            elif who == "anonymous":
                right = answer.status_code == 303 and "/login" in answer.location
                right = right or (answer.status_code == 303 and "/pos/enter" in answer.location)
            else:
                right = answer.status_code == 403
            if not right:
                wrong.append(f"{who}: {door} ({where[str(door)]}) -> {answer.status_code}")

    assert not wrong, "\n".join(wrong)
    new, old = sorted(empty - set(NOT_IN_THE_BOOK)), sorted(set(NOT_IN_THE_BOOK) - empty)
    assert not new, f"give these a real thing in `addresses`, or say why not: {new}"
    assert not old, f"these show something by now, take them off: {old}"


@one_engine
def test_nobody_changes_what_is_not_theirs_to_change(
    app: TitipFlask, book: Written, visitors: dict[str, FlaskClient]
):
    where = addresses(app, book)
    wrong = []
    for door in doors(app):
        allowed = expected_roles(door)
        if door.method == "GET" or allowed is None:
            continue
        for who, client in visitors.items():
            if allowed & roles_of(who):
                continue
            answer = client.open(
                where[str(door)], method=door.method, data={"key": new_uuid()}, headers=OURS
            )
            right = answer.status_code == (303 if who == "anonymous" else 403)
            if who == "anonymous" and right:
                right = bool(re.search(r"/login|/pos/enter", answer.location))
            if not right:
                wrong.append(f"{who}: {door} -> {answer.status_code}")

    assert not wrong, "\n".join(wrong)


@one_engine
def test_a_change_without_a_key_is_refused(
    app: TitipFlask, book: Written, visitors: dict[str, FlaskClient]
):
    where = addresses(app, book)
    wrong = []
    for door in doors(app):
        allowed = expected_roles(door)
        if door.method == "GET" or door.keyless or allowed is None:
            continue
        who = "maker" if allowed == {"maker"} else "manager"
        answer = visitors[who].open(where[str(door)], method=door.method, headers=OURS)
        if answer.status_code != 422:
            wrong.append(f"{door} -> {answer.status_code}")

    assert not wrong, "\n".join(wrong)


@one_engine
def test_a_change_that_another_site_asks_for_is_refused(
    app: TitipFlask, book: Written, visitors: dict[str, FlaskClient]
):
    where = addresses(app, book)
    for door in doors(app):
        if door.method != "GET":
            answer = visitors["manager"].open(
                where[str(door)], method=door.method, data={"key": new_uuid()},
                headers={"Sec-Fetch-Site": "cross-site"},
            )  # fmt: skip
            assert answer.status_code == 403, str(door)


def test_a_maker_finds_nothing_of_another_at_any_of_her_addresses(
    app: TitipFlask, book: Written, visitors: dict[str, FlaskClient]
):
    where = addresses(app, book)
    hers = [d for d in doors(app) if expected_roles(d) == {"maker"} and d.method == "GET"]
    assert len(hers) >= 7
    secrets = {book.room.maker.name, book.room.maker.code, "Selendang", "Dompet", "Kain tapis"}
    for door in hers:
        own = visitors["maker"].get(where[str(door)])
        other = visitors["other maker"].get(where[str(door)])
        assert own.status_code == 200, str(door)
        assert other.status_code == (404 if door.rule.arguments else 200), str(door)
        text = other.data.decode("utf-8", "replace")
        assert not [word for word in secrets if word in text], str(door)


def test_a_maker_changes_nothing_of_another_with_her_ids(
    app: TitipFlask, book: Written, visitors: dict[str, FlaskClient]
):
    where = addresses(app, book)
    hers = [
        door
        for door in doors(app)
        if expected_roles(door) == {"maker"} and door.method != "GET" and door.rule.arguments
    ]
    assert hers
    for door in hers:
        answer = visitors["other maker"].open(
            where[str(door)], method=door.method, data={"key": new_uuid()}, headers=OURS
        )
        assert answer.status_code == 404, str(door)
    given = {"key": new_uuid(), "product": book.room.goods["selendang"].id, "price": "1000"}
    asked = visitors["other maker"].post("/maker/proposals/price", data=given, headers=OURS)
    assert asked.status_code == 404, "ids in a form are as foreign as those in an address"


def test_an_officer_reads_no_name_of_a_person_or_a_maker(
    app: TitipFlask, book: Written, visitors: dict[str, FlaskClient]
):
    """On no page of hers, nor in a file of it."""
    where = addresses(app, book)
    hers = {where[str(d)] for d in doors(app) if d.name in OFFICER_TOO and d.method == "GET"}
    assert len(hers) >= len(OFFICER_TOO) - 1
    for path in sorted(hers):
        for asked in ("", "?as=csv"):
            text = visitors["officer"].get(path + asked).data.decode("utf-8", "replace")
            for name in (book.room.maker.name, book.room.other.name, book.room.cashier.name):
                assert name not in text, f"{path}{asked} names {name}"


def test_the_menu_shows_where_every_page_of_the_office_belongs(bare_app: TitipFlask):
    """A file to take away and the page of all places alone (Hari ini) stand under no group."""
    with bare_app.test_request_context():
        under = [
            address for item in NAV
            for address in (url_for(item.endpoint), *item.also) if address != "/manage"
        ]  # fmt: skip
    areas = [rule.rule for rule in bare_app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    lost = {
        rule for rule in areas
        if re.match(r"/manage/[a-z-]+(/|$)", rule)
        and not any(rule == one or rule.startswith(f"{one}/") for one in under)
    }  # fmt: skip
    assert lost == set()
