"""The whole story on the real input: two deliveries come in, a Saturday's sales, paying day.

A reckoning made here from the lines alone must agree, to the rupiah, with balances, statements,
the maker's page, the drawer and `verify`.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path
from shutil import copytree

from sqlalchemy import select

from catalogue.makers.models import Maker
from catalogue.outlets import queries as outlets
from catalogue.outlets.first import first_outlet
from catalogue.outlets.models import Outlet
from catalogue.products.models import Product
from catalogue.stock import queries as stock
from catalogue.stock.importing import import_file
from config import Config
from core import jobs
from core.db import Database
from core.files import Files
from core.users import service as people
from pos.ledger import queries as ledger
from pos.portal import queries as portal
from pos.reports.verify import verify
from pos.sales import closing, completing
from pos.sales import service as tickets
from pos.sales.completing import Counter as Till
from pos.sales.models import SaleLine
from pos.sales.tenders import Offer
from pos.settlements import queries as settled
from pos.settlements import service as settlements
from pos.settlements.due import Terms, how_many
from pos.shifts import service as shifts
from tests.catalogue.visitors.english import left_over
from tests.houses import app_at

DATA = Path(__file__).parent.parent / "data"
SATURDAY = datetime.fromisoformat("2026-11-28T09:00:00+07:00")


def test_two_deliveries_a_saturday_and_paying_day(
    database: Database, home: Path, tmp_path: Path
) -> None:
    files = Files(home)
    sheets = copytree(DATA, tmp_path / "sheets")  # refused rows come back beside the sheet

    with database.writer() as session:
        first_outlet(session, at=SATURDAY)

    # Record: the clean list, then the delivery as it really arrived.
    first = import_file(database, sheets / "titipan_bersih.csv", at=SATURDAY)
    second = import_file(database, sheets / "titipan_asli.xlsx", at=SATURDAY)
    assert first.last_line == "diterima=1249 sudah_ada=0 ditolak=0"
    assert second.last_line == "diterima=405 sudah_ada=0 ditolak=8"

    # A visitor from abroad reads all of it, and no Indonesian but names.
    assert_english(database, home)

    # Sell: twenty-four customers at one till, every third by QRIS, two of them never seen to arrive.
    with database.writer() as session:
        manager = people.create_user(
            session, "Ibu Bendahara", login="bendahara", roles=("manager",), at=SATURDAY, by=None
        )
        till = outlets.active_tills(session)[0]
        shift = shifts.open_shift(session, till, opening_float=500_000, by=manager.id, at=SATURDAY)
    with database.reader() as session:
        codes = [
            product.code
            for product in session.scalars(
                select(Product).where(Product.kind == "counted").order_by(Product.id)
            )
        ][::13][:80]
    cash, owed, unseen = 500_000, Counter[int](), Counter[int]()
    for number in range(24):
        at = SATURDAY + timedelta(minutes=10 * number)
        by_qris = number % 3 == 2
        with database.writer() as session:
            counter = Till(session.merge(till), session.merge(manager))
            sale = tickets.open_ticket(session, counter.till, by=manager.id, at=at)
            for code in codes[2 * number : 2 * number + 2]:
                tickets.scan(session, sale, code, by=manager.id, at=at, quantity=1 + number % 3)
            offer = Offer("qris") if by_qris else Offer("cash")
            sale = completing.complete(
                session,
                sale,
                [offer],
                counter=counter,
                at=at,
                confirmed=by_qris and number not in (8, 20),
            )
            cash += 0 if by_qris else sale.to_pay
            for line in sale.lines:
                assert line.maker_share is not None
                assert line.maker_share + (line.house_share or 0) == line.net_amount
                owed[line.maker_id or 0] += line.maker_share
                if number in (8, 20):
                    unseen[line.maker_id or 0] += line.maker_share

    # The drawer is counted blind and agrees; the day is proved.
    with database.writer() as session:
        closed = closing.close_shift(
            session,
            session.merge(shift),
            counted=cash,
            pieces={},
            by=session.merge(manager),
            at=SATURDAY + timedelta(hours=9),
        )
        assert closed.difference == 0
        assert closed.proof.is_good
        assert closed.proof.makers == sum(owed.values())

    # Settle: everybody who sold, less what was not seen to arrive.
    monday = SATURDAY + timedelta(days=2)
    with database.writer() as session:
        wanted = Terms(cutoff=date(2026, 11, 29), hold_days=0, minimum=0)
        run = settlements.start_run(
            session,
            wanted,
            total=how_many(session, wanted),
            by=manager.id,
            at=monday,
        )
        job_id = run.job_id
    assert job_id is not None
    jobs.run_to_end(database, job_id, now=lambda: monday, files=files)
    with database.reader() as session:
        latest = [settled.latest_statement(session, maker_id) for maker_id in sorted(owed)]
        statements = {row.maker_id: row for row in latest if row is not None}
        for maker_id, share in owed.items():
            assert ledger.owed_to(session, maker_id) == share
            due = share - unseen[maker_id]
            assert (statements[maker_id].closing if maker_id in statements else 0) == due

    # Pay one in cash from kas bendahara and one by transfer; the maker's page says the same.
    in_cash, by_transfer = sorted(
        (maker for maker in statements if not unseen[maker]), key=lambda maker: -owed[maker]
    )[:2]
    handed: dict[int, int] = {}
    with database.writer() as session:
        for maker_id, source in ((in_cash, "treasury"), (by_transfer, "bank")):
            statement = settled.latest_statement(session, maker_id)
            assert statement is not None
            payout = settlements.pay(
                session,
                statement,
                source,
                by=session.merge(manager),
                at=monday,
                below="uangnya ada",
            )
            handed[maker_id] = payout.amount
            exact = source == "bank"
            assert payout.amount == owed[maker_id] - (0 if exact else owed[maker_id] % 100)
    with database.reader() as session:
        for maker_id in (in_cash, by_transfer):
            rights = portal.rights(session, maker_id, today=monday.date(), hold_days=0)
            assert rights.paid == handed[maker_id]
            assert rights.balance == owed[maker_id] - rights.paid
        for maker_id in unseen:
            rights = portal.rights(session, maker_id, today=monday.date(), hold_days=0)
            assert rights.held == unseen[maker_id]
        assert stock.levels_that_disagree(session) == []
        assert session.scalar(select(Maker.id).where(Maker.code == "M0194")) is not None
        assert session.scalar(select(SaleLine.id).where(SaleLine.maker_share < 0)) is None
        wrong = [verdict for verdict in verify(session, files) if not verdict.is_good]
        assert wrong == []


def assert_english(database: Database, home: Path) -> None:
    """Every imported product by its title, and a page of each kind, say nothing in Indonesian."""
    url = database.write_engine.url.render_as_string(hide_password=False)
    with database.reader() as session:
        names = [*session.scalars(select(Maker.name)), *session.scalars(select(Outlet.name))]
        slugs = session.scalars(select(Product.slug).order_by(Product.id)).all()
    with app_at(Config(home=home, database_url=url, now=SATURDAY)) as app:
        visitor = app.test_client()
        prices = visitor.get("/en/harga").text
        assert prices.count('class="money"') > 1500
        rooms = ["/en/", "/en/browse?page=9", "/en/m", "/en/sentra/tapis", "/en/motif"]
        rooms += [f"/en/p/{slug}" for slug in slugs[::331]]
        for page in (prices, *(visitor.get(room).text for room in rooms)):
            assert left_over(page, [*names, "Titip", "Bahasa"]) == set()
