"""A maker's goods from her first visit to the return of what did not sell, to the rupiah.

She brings two kinds of goods. Some sell, some break, one is thought lost and found again; what
is left goes home with her. Every piece is accounted for, and every rupiah of hers.
"""

from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.makers import service as makers
from catalogue.makers.models import Maker
from catalogue.outlets import queries as places
from catalogue.outlets.first import first_outlet
from catalogue.products import contracts
from catalogue.products import service as products
from catalogue.products.models import Product
from catalogue.products.service import Facts
from catalogue.products.terms import Terms
from catalogue.stock import queries as stock
from catalogue.stock import service as stocks
from catalogue.stock.cards import queries as cards
from catalogue.stock.cards.queries import Wanted
from catalogue.stock.departures import drafts, papers
from catalogue.stock.departures import queries as records
from catalogue.stock.departures import service as departures
from catalogue.stock.departures.drafts import Piece, Story
from core import jobs
from core.db import Database
from core.files import Files
from core.users import service as people
from core.users.models import User
from pos.ledger import queries as ledger
from pos.portal import queries as portal
from pos.reports.verify import verify
from pos.sales import completing
from pos.sales import service as tickets
from pos.sales.completing import Counter
from pos.sales.tenders import Offer
from pos.settlements import compensation
from pos.settlements import queries as settled
from pos.settlements import service as settlements
from pos.settlements.due import Terms as Cut
from pos.settlements.due import how_many
from pos.settlements.models import Statement
from pos.shifts import service as shifts
from printers.documents import from_json
from printers.pdf import pdf_bytes
from tests.tools.reading import page_texts

MONDAY = datetime.fromisoformat("2026-11-02T09:00:00+07:00")
WALLET, BROOCH = 140_000, 35_000


def test_from_a_first_visit_to_the_return_of_what_did_not_sell(
    database: Database, home: Path
) -> None:
    files = Files(home)

    # Monday: she comes for the first time, agrees on 20 percent, and brings a dozen wallets and
    # ten brooches. The house bears what gets lost in its care, half of it for the brooches.
    with database.writer() as session:
        outlet = first_outlet(session, at=MONDAY)
        manager = people.create_user(
            session, "Ibu Ratna", login="ratna", roles=("manager",), at=MONDAY, by=None
        )
        maker = makers.register(
            session, "Sulam Usus Anjung", sentra=makers.sentra_named(session, "Sulam Usus"),
            owner="Ibu Yuni", by=manager.id, at=MONDAY,
        )  # fmt: skip
        on = date(2026, 11, 2)
        contracts.agree(
            session, Terms("percent", 2000), maker=maker, starts_on=on, by=manager.id, at=MONDAY
        )
        wallet, brooch = (
            products.create(
                session, Facts(title), maker=maker, kind="counted", price=price, net_price=None,
                by=manager.id, at=MONDAY,
            )
            for title, price in (("Dompet sulam usus", WALLET), ("Bros kupu-kupu", BROOCH))
        )  # fmt: skip
        contracts.agree(
            session, Terms("percent", 2000, loss_bearer="shared"), product=brooch, starts_on=on,
            by=manager.id, at=MONDAY,
        )  # fmt: skip
        brought = stocks.draft(session, maker, outlet, by=manager.id, at=MONDAY)
        for product, price, pieces in ((wallet, WALLET, 12), (brooch, BROOCH, 10)):
            stocks.add_line(session, brought, product, quantity=pieces, price=price, net_price=None)
        stocks.receive(session, brought, by=manager.id, at=MONDAY)
    goods = {"wallet": wallet.id, "brooch": brooch.id}

    # Tuesday: three wallets and two brooches sell.
    tuesday = MONDAY + timedelta(days=1)
    sell(database, manager.id, {wallet.code: 3, brooch.code: 2}, at=tuesday)
    sold = (3 * WALLET + 2 * BROOCH) * 80 // 100
    assert owed(database, maker) == sold == 392_000

    # Wednesday: a shelf falls. Two wallets are torn, three brooches are nowhere.
    wednesday = MONDAY + timedelta(days=2)
    with database.writer() as session:
        story = Story(happened_on=wednesday.date(), note="Rak jatuh", found_by="Rina (piket)",
                      witnesses="Pak Andi")  # fmt: skip
        loss = drafts.start_loss(
            session, places.require_main(session), story, by=manager.id, at=wednesday
        )
        pieces = [Piece(session.get_one(Product, goods["wallet"]), 2, None, "damaged"),
                  Piece(session.get_one(Product, goods["brooch"]), 3, None, "lost")]  # fmt: skip
        drafts.add(session, loss, pieces, at=wednesday)
        compensation.sign_loss(session, loss, by=session.get_one(User, manager.id), at=wednesday)
        assert loss.number == "BA000001"
    torn, lost = 2 * WALLET * 80 // 100, 3 * BROOCH * 80 // 100 // 2
    assert owed(database, maker) == sold + torn + lost == 392_000 + 224_000 + 42_000

    # Thursday: one of the brooches lies behind the counter after all.
    thursday = MONDAY + timedelta(days=3)
    with database.writer() as session:
        record = records.require(session, loss.id, kind="loss")
        compensation.take_back(
            session, record, {record.lines[1].id: 1}, reason="Di belakang meja kasir",
            by=session.get_one(User, manager.id), at=thursday,
        )  # fmt: skip
    assert owed(database, maker) == 392_000 + 224_000 + 28_000

    # Friday: the period is over, and she takes everything home that is still there.
    friday = MONDAY + timedelta(days=4)
    with database.writer() as session:
        here = session.get_one(Maker, maker.id)
        main = places.require_main(session)
        back = drafts.start_return(
            session, here, main, cause="contract_over", by=manager.id, at=friday
        )
        rows = records.proposal(session, here.id, main.id)
        assert {row.product.title: row.pieces for row in rows} == {
            "Dompet sulam usus": 7, "Bros kupu-kupu": 6,
        }  # fmt: skip
        drafts.add(session, back, [Piece(row.product, row.pieces) for row in rows], at=friday)
        departures.hand_over(session, back, by=manager.id, at=friday)
        (paper,) = page_texts(pdf_bytes(papers.written(session, back)))
    assert paper.count("RT000001") == 3 and "Ibu Yuni" in paper and "1.190.000" in paper

    # Saturday: she is settled and paid. The statement has the sales, what was lost, what came back.
    saturday = MONDAY + timedelta(days=5)
    statement = settle(database, files, manager.id, at=saturday)
    assert (statement.opening, statement.closing) == (0, 644_000)
    document = from_json(statement.document)
    assert [(entry.label, entry.amount) for entry in document.entries] == [
        ("Ganti rugi: Dompet sulam usus, 2 buah rusak (BA000001)", 224_000),
        ("Ganti rugi: Bros kupu-kupu, 3 buah hilang (BA000001)", 42_000),
        ("Ganti rugi ditarik: Bros kupu-kupu, 1 buah ternyata ada (BA000001)", -14_000),
    ]
    assert sum(line.share for line in document.lines) == 392_000
    with database.writer() as session:
        again = session.get_one(Statement, statement.id)
        by = session.get_one(User, manager.id)
        assert (
            settlements.pay(
                session, again, "treasury", by=by, at=saturday, below="uangnya ada"
            ).amount
            == 644_000
        )
    with database.reader() as session:
        rights = portal.rights(session, maker.id, today=saturday.date(), hold_days=0)
        assert (rights.balance, rights.paid) == (0, 644_000)

        # Nothing is left, and the card of each product tells where every piece went.
        for product_id in goods.values():
            assert stock.on_hand(session, product_id) == 0
            assert cards.agrees(session, product_id)
        told, _count = cards.card(session, goods["brooch"], Wanted())
        assert [(row.reason, row.quantity, row.left) for row in reversed(told)] == [
            ("received", 10, 10), ("sold", -2, 8), ("lost", -3, 5), ("found", 1, 6),
            ("returned_to_maker", -6, 0),
        ]  # fmt: skip
        names = [row.paper.name if row.paper else "" for row in reversed(told)]
        assert names[:1] + names[2:] == [
            "Titipan TT000001", "Berita acara BA000001", "Koreksi atas BA000001", "Retur RT000001",
        ]  # fmt: skip
        assert names[1].startswith("Nota ")
        assert [v.line for v in verify(session, files) if not v.is_good] == []


def sell(database: Database, manager_id: int, wanted: dict[str, int], *, at: datetime) -> None:
    """Open the till, sell these codes for cash."""
    with database.writer() as session:
        manager = session.get_one(User, manager_id)
        till = places.active_tills(session)[0]
        shifts.open_shift(session, till, opening_float=100_000, by=manager.id, at=at)
        ticket = tickets.open_ticket(session, till, by=manager.id, at=at)
        for code, pieces in wanted.items():
            tickets.scan(session, ticket, code, by=manager.id, at=at, quantity=pieces)
        completing.complete(session, ticket, [Offer("cash")], counter=Counter(till, manager), at=at)


def settle(database: Database, files: Files, manager_id: int, *, at: datetime) -> Statement:
    """Settle everybody up to today and return the one statement."""

    def start(session: Session) -> int:
        wanted = Cut(at.date(), hold_days=0)
        total = how_many(session, wanted)
        run = settlements.start_run(session, wanted, total=total, by=manager_id, at=at)
        assert run.job_id is not None
        return run.job_id

    jobs.run_to_end(database, database.write(start), now=lambda: at, files=files)
    with database.reader() as session:
        (maker_id,) = session.scalars(select(Maker.id))
        found = settled.latest_statement(session, maker_id)
        assert found is not None
        assert found.document
        return found


def owed(database: Database, maker: Maker) -> int:
    with database.reader() as session:
        return ledger.owed_to(session, maker.id)
