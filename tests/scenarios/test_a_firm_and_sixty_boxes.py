"""A firm asks for sixty boxes of keripik, is quoted, agrees, pays half, fetches them; makers are settled.

Every sum is reckoned here once more from what was agreed, and must agree to the rupiah with the ticket,
the balances, the statements and `verify`.
"""

import io
from datetime import datetime, timedelta
from pathlib import Path

import pypdfium2
from sqlalchemy import select

from catalogue.makers.models import Maker
from catalogue.outlets.models import Outlet, Till
from catalogue.products.models import Product
from catalogue.stock import service as stock
from core import jobs
from core.db import Database
from core.files import Files
from core.users.models import User
from pos.ledger import queries as ledger
from pos.reports.verify import verify
from pos.sales import completing
from pos.sales.quotations import ordering, queries, service
from pos.sales.quotations.ordering import Part
from pos.sales.quotations.ticket import to_ticket
from pos.sales.tenders import Offer
from pos.settlements import queries as settled
from pos.settlements import service as settlements
from pos.settlements.due import Terms, how_many
from printers.documents import from_json
from printers.pdf import pdf_bytes
from tests.pos.sales.quotations.offers import ask, day, line, quote
from tests.pos.showroom import Showroom, bring, open_showroom

BOXES, CHIPS = 60, 24
BOX, CHIP = 19_500, 60_000
"""What one box and one bag cost at that many."""


def test_sixty_boxes_from_the_question_to_the_makers(
    sqlite_database: Database, home: Path, at: datetime
):
    database, files = sqlite_database, Files(home)
    with database.writer() as session:
        room = open_showroom(session, at=at)
        maker = session.get_one(Maker, room.maker.id)
        bring(session, room, "keripik", maker, "Keripik pisang, kotak", 22_000, None, 25)

        # The firm asks, the manager offers: the more the cheaper, the boxes are baked in five days.
        enquiry = ask(session, room, {"keripik": BOXES, "emping": CHIPS})
        offer = quote(
            session, room, enquiry,
            line(session, room, "keripik", BOXES, (1, 22_000), (12, 21_000), (50, BOX), days=5),
            line(session, room, "emping", CHIPS, (1, 68_000), (12, CHIP)),
        )  # fmt: skip
        total = BOXES * BOX + CHIPS * CHIP
        assert offer.total == total == 2_610_000
        paper = pypdfium2.PdfDocument(io.BytesIO(pdf_bytes(from_json(offer.document))))
        assert "Rp2.610.000" in paper[0].get_textpage().get_text_range()

        # It agrees on its own page and pays half; the maker reads what to bake, not for whom.
        service.accept(session, offer, on=day(room), by=None, at=at)
        till, cashier = session.get_one(Till, room.till.id), session.get_one(User, room.cashier.id)
        deposit = ordering.take_deposit(
            session, offer, till, Part(total // 2, "transfer", "BCA 1234"), on=day(room), by=cashier, at=at
        )  # fmt: skip
        order = queries.to_be_made(session, [maker.id])[0]
        assert (order.quantity, order.promised_on, order.note) == (
            BOXES,
            day(room) + timedelta(5),
            "",
        )

        # The goods come in, the ticket is what was promised, the rest is paid in cash.
        outlet = session.get_one(Outlet, room.outlet.id)
        for owner, name, pieces in ((room.maker, "keripik", 35), (room.other, "emping", 12)):
            product = session.get_one(Product, room.goods[name].id)
            brought = stock.draft(session, session.get_one(Maker, owner.id), outlet, by=None, at=at)
            price = {"keripik": 22_000, "emping": 68_000}[name]
            net = 55_000 if name == "emping" else None
            stock.add_line(session, brought, product, quantity=pieces, price=price, net_price=net)
            stock.receive(session, brought, by=room.manager.id, at=at)
        sale = to_ticket(session, offer, till, on=day(room), by=cashier.id, at=at)
        assert sale.net_total == total
        assert [part.deposit_id for part in sale.tenders] == [deposit.id], "it pays first"
        sold = completing.complete(
            session, sale, [Offer("cash")], counter=room.counter(session), at=at
        )  # fmt: skip
        assert [t.amount for t in sold.tenders] == [total // 2, total - total // 2]
        assert queries.to_be_made(session, [maker.id]) == []

        # The box's discount is shared, as its maker agreed; the bag's maker gets the whole net price.
        shares = {room.maker.id: BOXES * BOX * 80 // 100, room.other.id: CHIPS * 55_000}
        assert {x.maker_id: x.maker_share for x in sold.lines} == shares
        assert sum(x.house_share or 0 for x in sold.lines) == total - sum(shares.values())
        assert {number: ledger.owed_to(session, number) for number in shares} == shares

    assert settle(database, files, room, at) == shares
    with database.reader() as session:
        assert [verdict for verdict in verify(session, files) if not verdict.is_good] == []


def settle(database: Database, files: Files, room: Showroom, at: datetime) -> dict[int, int]:
    """Settle everything up to today and return what each maker's statement ends in."""
    later = at + timedelta(hours=8)
    with database.writer() as session:
        wanted = Terms(cutoff=day(room), hold_days=0, minimum=0)
        run = settlements.start_run(
            session, wanted, total=how_many(session, wanted), by=room.manager.id, at=later
        )
        job_id = run.job_id
    assert job_id is not None
    jobs.run_to_end(database, job_id, now=lambda: later, files=files)
    with database.reader() as session:
        makers = session.scalars(select(Maker.id)).all()
        latest = [settled.latest_statement(session, number) for number in makers]
        return {row.maker_id: row.closing for row in latest if row is not None}
