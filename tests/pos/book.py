"""A book in which everything happened once: what `verify` and the portal are tested on."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.events import service as events
from catalogue.events.service import Guest, Plan
from catalogue.makers import private
from catalogue.makers import service as makers
from catalogue.makers.models import Maker
from catalogue.products import certificates, contracts
from catalogue.products import service as products
from catalogue.products.contracts import Terms as ContractTerms
from catalogue.products.models import Product
from catalogue.products.service import Facts
from catalogue.stock import purchases
from catalogue.stock.announced import service as announced
from catalogue.stock.corrections import service as corrections
from catalogue.stock.counts import checking, counting
from catalogue.stock.counts import queries as counted
from catalogue.stock.counts import service as stock_counts
from catalogue.stock.departures import drafts
from catalogue.stock.departures import service as departures
from catalogue.stock.departures.drafts import Piece, Story
from catalogue.stock.models import ConsignmentLine
from catalogue.stock.queries import on_hand
from catalogue.stock.transfers import arriving
from catalogue.stock.transfers import service as moving
from core import jobs
from core.db import Database
from core.files import Files
from core.scans import Scan
from core.users import service as people
from core.users.models import User
from pos.reports.bazars import service as fairs
from pos.reports.dinas import figures as month_figures
from pos.reports.dinas import service as month_service
from pos.reports.dinas.figures import Signing
from pos.reports.dinas.months import months
from pos.sales import closing, completing
from pos.sales.claims import service as claims
from pos.sales.claims import surplus
from pos.sales.deposits import service as deposits
from pos.sales.deposits.service import Left
from pos.sales.quotations import ticket
from pos.settlements import compensation, treasury
from pos.settlements import counting as count_posting
from pos.settlements import queries as settlements
from pos.settlements import service as settling
from pos.settlements.acquirer_days import queries as acquirer_queries
from pos.settlements.acquirer_days import service as acquirer_days
from pos.settlements.acquirer_days.service import Came
from pos.settlements.adjusting import service as adjusting
from pos.settlements.adjusting.service import Wish
from pos.settlements.due import Terms, how_many
from pos.settlements.fees import service as fees
from pos.settlements.maker_records import merging
from pos.settlements.opening import service as opening
from pos.settlements.opening.planning import Balance
from pos.settlements.paying_day import papers as paying_papers
from pos.settlements.paying_day import queries as paying_queries
from pos.settlements.paying_day import service as paying
from pos.settlements.transfers import service as transfers
from pos.shifts import carried
from pos.shifts import service as shifts
from pos.shifts.carried import Receipt
from pos.shifts.models import Shift
from printers.pdf import pdf_bytes
from tests.pos.reports.bazars.fair import open_fair
from tests.pos.sales.quotations import offers
from tests.pos.sales.tours.groups import Groups
from tests.pos.showroom import CARD, CASH, QRIS, Showroom, bring, open_showroom


@dataclass(frozen=True)
class Written:
    """The book's showroom (its rows are detached) and the stored files."""

    room: Showroom
    files: Files


def write_book(database: Database, home: Path, *, at: datetime) -> Written:
    """Open the books, sell with a discount, return, correct, confirm, move cash, count, settle, pay, take back, move, merge."""
    files = Files(home)
    with database.writer() as session:
        room = open_showroom(session, at=at)
        twin_id = _write_twice(session, room)
        treasury.move(
            session, treasury.OUTSIDE, treasury.Place("bank"), 5_000_000, reason="saldo awal",
            by=room.manager.id, at=at,
        )  # fmt: skip
        treasury.move(
            session, treasury.Place("bank"), treasury.TREASURY, 2_000_000, reason="ambil tunai",
            by=room.manager.id, at=at,
        )  # fmt: skip
        for balance in (
            Balance(f"maker:{room.maker.id}", owed=75_000, advance=12_500),
            Balance(f"maker:{twin_id}", owed=9_000),
            Balance("qris", cash=40_000),
        ):
            opening.post(session, balance, on=at.date(), by=room.manager.id, at=at)
        announced.announce(
            session, room.maker, room.outlet, came_by="phone", expected_on=None, note="",
            today=at.date(), by=room.manager.id, at=at,
        )  # fmt: skip
        _expect_guests(session, room, at)
        paper_bag = products.create(
            session, Facts(title="Kantong kertas"), maker=None, kind="counted", price=3_000,
            net_price=None, by=None, at=at,
        )  # fmt: skip
        purchases.buy(
            session, paper_bag, room.outlet, quantity=50, unit_cost=1_200, supplier="Toko Kertas",
            by=room.manager.id, at=at,
        )  # fmt: skip
        certificate = certificates.note(
            session, room.other, "pirt", "2061871000040-29", expires_on=None, at=at
        )
        certificates.add_scan(
            session, certificate, Scan(files.put(b"a scanned paper"), "image/jpeg"),
            by=room.manager.id, at=at,
        )  # fmt: skip
        room.goods["kantong"] = paper_bag
        groups = Groups(session, room)
        visit = groups.expect("Wisata Angan")
        groups.serve(visit)
        first = room.sell(session, {"selendang": 3, "emping": 2, "tas": 1}, discount=81_001)
        groups.serve(None)
        _recount(session, room)
        room.sell(session, {"dompet": 7, "kain": 1}, offers=QRIS, confirmed=True)
        room.give_back(session, first.lines[0], 1)
        groups.finish(visit)
        shifts.move_cash(
            session, room.shift, "in", 50_000, reason="uang receh", by=room.cashier.id, at=room.at
        )
        shifts.move_cash(
            session, room.shift, "out", 20_000, reason="galon", by=room.cashier.id, at=room.at
        )
        shifts.move_cash(
            session, room.shift, "drop", 500_000, reason="setor", by=room.cashier.id, at=room.at
        )
        for person, off in ((room.manager, 1_000), (room.cashier, -1_000)):
            held = shifts.queries.drawer(session, room.till.id)
            shifts.pass_on(session, room.shift, to=person.id, counted=held + off, at=room.at)
    _adjust(database, room)
    _charge(database, room)
    _match_days(database, room)
    _move_goods(database, room)
    _part_with_goods(database, room)
    _count_stall(database, room)
    _settle(database, files, room)
    with database.writer() as session:
        _pay(session, room, files)
        pieces = {100_000: 5, 20_000: 1, 500: 1}
        room.at += timedelta(minutes=1)
        shift = session.get_one(Shift, room.shift.id)
        cashier = session.get_one(User, room.cashier.id)
        closing.close_shift(
            session, shift, counted=520_500, pieces=pieces, by=cashier, at=room.at, keeper=cashier
        )
        _hand_in(session, room, Receipt(300_000, shift.till.outlet, "Bu Ratna"))
        room.at += timedelta(days=1)
        room.shift = shifts.open_shift(
            session, shift.till, opening_float=200_000, by=room.cashier.id, at=room.at,
            from_hand=True,
        )  # fmt: skip
        _hand_in(session, room, Receipt(20_000, None, "Bu Ratna", settles=True))
        again = room.sell(session, {"emping": 1, "dompet": 2}, offers=QRIS)
        room.sell(session, {"selendang": 1})
        completing.confirm(session, again.tenders[0], by=room.cashier.id, at=room.at)
        room.sell(session, {"dompet": 1}, offers=QRIS)
        _wait_for_money(session, room)
        _keep_a_promise(session, files, room)
    _merge(database, room, twin_id)
    _hold_fair(database, room)
    _settle(database, files, room)
    _tell_the_dinas(database, files, room)
    return Written(room, files)


def _adjust(database: Database, room: Showroom) -> None:
    """Give an advance, charge for a box, and refuse a third proposal."""
    how = {"at": room.at}
    with database.writer() as session:
        other = people.create_user(
            session, "Pak Bendahara", login="bendahara", roles=("manager",), by=None, **how
        )
        maker, manager = session.merge(room.maker), session.get_one(User, room.manager.id)
        wishes = (
            Wish("advance", 25_000, "benang", "treasury"), Wish("less", 1, "salah tulis"),
            Wish("fee", 4_000, "kotak"),
        )  # fmt: skip
        rows = [adjusting.propose(session, maker, wish, by=manager, **how) for wish in wishes]
        adjusting.approve(session, rows[0], by=other, below="uangnya ada di tangan", **how)
        adjusting.decline(session, rows[1], answer="sudah benar", by=manager, **how)
        adjusting.approve(session, rows[2], by=other, **how)


def _charge(database: Database, room: Showroom) -> None:
    """Charge two months; a transfer to the first maker is at the maker's cost."""
    with database.writer() as session:
        manager, maker = session.get_one(User, room.manager.id), session.merge(room.maker)
        how = {"starts_on": room.at.date(), "by": manager, "at": room.at}
        fees.set_rate(session, "monthly", 3_000, maker=maker, **how)
        fees.set_rate(session, "transfer", 2_500, **how)
        contracts.agree(
            session, ContractTerms("percent", 2000, "shared", fee_bearer="maker"),
            starts_on=room.at.date(), by=None, at=room.at, maker=maker,
        )  # fmt: skip
        jobs_of = [
            jobs.enqueue(session, fees.KIND, {"month": month}, by=None, at=room.at).id
            for month in ("2026-06-01", "2026-07-01")
        ]
    for job_id in jobs_of:
        jobs.run_to_end(database, job_id, now=lambda: room.at)


def _tell_the_dinas(database: Database, files: Files, room: Showroom) -> None:
    """Give the report of the month out, on the first day of the next."""
    at = room.at.replace(month=6, day=1)
    days = months(date(2026, 5, 1), today=at.date())
    with database.writer() as session:
        said = Signing("001/LAP/V/2026", "Dinas Rekaan", "Kota Rekaan", "Bu Ratna", "Pengelola")
        paper = month_figures.report(session, days, said, at=at, today=at.date())
        pdf = files.put(pdf_bytes(paper))
        month_service.issue(session, paper, pdf, today=at.date(), by=room.manager.id, at=at)


def _wait_for_money(session, room: Showroom) -> None:
    """Take a deposit and give some of it back; a claim that the house took comes after all."""
    counter = room.counter(session)
    how = {"by": counter.cashier, "at": room.at}
    kept = deposits.take(session, counter.till, Left("Bu Ani", 150_000, "transfer"), **how)
    deposits.give_back(
        session, kept, counter.till, 40_000, way="transfer", reason="kelebihan", **how
    )
    [claim] = room.sell(session, {"tas": 1}, offers=QRIS).tenders
    by = {"by": room.manager.id, "at": room.at}
    claims.accept(session, claim, reason="pembeli langganan", **by)
    claims.receive(session, claim, way="qris", **by)
    twice = surplus.note(session, 5_000, "dibayar dua kali", **by)
    surplus.give_back(session, twice, source="qris", words="Bu Ani", **by)


def _keep_a_promise(session: Session, files: Files, room: Showroom) -> None:
    """Sell to a firm what it was quoted, below the list price."""
    counter = room.counter(session)
    enquiry = offers.ask(session, room, {"kantong": 4})
    wanted = offers.line(session, room, "kantong", 4, (1, 2_500))
    promise = offers.quote(session, room, enquiry, wanted, pdf=files.put(b"a letter"))
    sale = ticket.to_ticket(
        session, promise, counter.till, on=room.shift.business_date, by=counter.cashier.id,
        at=room.at,
    )  # fmt: skip
    completing.complete(session, sale, CASH, counter=counter, at=room.at)


def _hand_in(session, room: Showroom, received: Receipt) -> None:
    """Hand in cash that the cashier carries."""
    cashier = session.get_one(User, room.cashier.id)
    carried.hand_in(session, cashier, received, by=room.manager.id, at=room.at)


def _write_twice(session, room: Showroom) -> int:
    """Write the second maker down once more, with goods and a balance of its own."""
    twin = makers.register(
        session, "Dapur Emping Kembar", sentra=room.other.sentra, by=None, at=room.at
    )
    contracts.agree(
        session, ContractTerms("percent", 1000, "maker"), starts_on=room.at.date(), by=None,
        at=room.at, maker=twin,
    )  # fmt: skip
    bring(session, room, "rengginang", twin, "Rengginang", 20_000, None, 9)
    return twin.id


def _merge(database: Database, room: Showroom, twin_id: int) -> None:
    """Sell something more of the one who was written down twice, and merge the two."""
    with database.writer() as session:
        room.sell(session, {"rengginang": 1})
        from_, into = (session.get_one(Maker, number) for number in (twin_id, room.other.id))
        merge = merging.start(
            session, from_, into, keeps_terms=True, by=room.manager.id, at=room.at
        )
        job_id = merge.job_id
    assert job_id is not None
    jobs.run_to_end(database, job_id, now=lambda: room.at)


def _move_goods(database: Database, room: Showroom) -> None:
    """Send dompet and emping to the stall: some arrive, one comes back, some stay in transit."""
    with database.writer() as session:
        transfer = moving.start(session, room.outlet, room.stall, by=room.manager.id, at=room.at)
        for name, pieces in (("dompet", 4), ("emping", 3)):
            product = session.get_one(Product, room.goods[name].id)
            moving.scan(session, transfer, product, at=room.at, quantity=pieces)
        moving.send(session, transfer, carrier="Pak Sopir", by=room.manager.id, at=room.at)
        wallets, emping = transfer.lines
        arriving.count(session, transfer, {wallets.id: 3, emping.id: 1})
        arriving.take_in(session, transfer, by=room.cashier.id, at=room.at)
        arriving.decide(session, transfer, wallets, "returned", 1, by=room.manager.id, at=room.at)


def _recount(session, room: Showroom) -> None:
    """One more pack of emping was in the box than was written down."""
    line = session.scalars(
        select(ConsignmentLine).where(ConsignmentLine.product_id == room.goods["emping"].id)
    ).one()
    right = corrections.Right(
        quantity=line.quantity + 1, price=line.price, net_price=line.net_price, expires_on=None
    )
    corrections.correct(
        session, line.consignment, {line.id: right}, reason="salah hitung", is_sure=False,
        by=room.manager.id, at=room.at,
    )  # fmt: skip


def _hold_fair(database: Database, room: Showroom) -> None:
    """Take some goods to a bazar, sell one, bring the rest back, close till and bazar."""
    with database.writer() as session:
        fair = open_fair(session, room, on=room.at.date())
        fair.take(session, {"dompet": 2, "emping": 1})
        fair.arrive(session)
        fair.sell(session, {"dompet": 1})
        fair.back(session, {"dompet": 1, "emping": 1})
        fair.close_till(session)
        fairs.close(session, fair.here(session), **fair.who())
        room.at = fair.at


def _expect_guests(session: Session, room: Showroom, at: datetime) -> None:
    """Announce a lesson on the day, and let somebody sign up for it."""
    day = at.date()
    lesson = events.announce(
        session, room.outlet, Plan(kind="class", title="Belajar menapis", day=day, last_day=day),
        by=room.manager.id, at=at,
    )  # fmt: skip
    guest = Guest(name="Tamu Umpama", phone="6281234567899", people=2, language="id")
    events.sign_up(session, lesson, guest, today=day, at=at)


def _match_days(database: Database, room: Showroom) -> None:
    """Match QRIS and card money with what came into the bank.

    The first credit was wrong; a buyer's bank takes card money back that had been paid out, and the
    next credit is smaller by it.
    """
    room.at += timedelta(minutes=1)
    how = {"by": room.manager.id, "at": room.at}
    with database.writer() as session:
        day = room.shift.business_date
        paid = acquirer_queries.acquirer_day(session, "qris", day).payments
        [seen] = [one for one in paid if one.state == "seen" and one.field == "claim"][:1]
        came = Came(seen.amount - 13_751, [seen.thing.id], explained="charge")
        wrong = acquirer_days.match(session, "qris", day, came, **how)
        acquirer_days.take_back(session, wrong, reason="salah hari", **how)
        acquirer_days.match(session, "qris", day, came, **how)

        tenders = [
            room.sell(session, {"dompet": pieces}, offers=CARD).tenders[0] for pieces in (1, 4)
        ]
        left = Left("Bu Kartu", 60_000, "card", reference="654321")
        advance = deposits.take(
            session, session.merge(room.till), left, by=session.merge(room.cashier), at=room.at
        )
        first, second = (
            Came(tenders[0].amount + 60_000 - 700, [tenders[0].id], [advance.id], explained="charge"),
            Came(tenders[1].amount - tenders[0].amount + 5_000, [tenders[1].id],
                 back_ids=[tenders[0].id], explained="surplus"),
        )  # fmt: skip
        acquirer_days.match(session, "card", day, first, **how)
        claims.accept(session, tenders[0], reason="bank menarik kembali", **how)
        acquirer_days.match(session, "card", day, second, **how)


def _part_with_goods(database: Database, room: Showroom) -> None:
    """Give goods back to their maker and lose others; one of each turns up again."""
    room.at += timedelta(minutes=1)
    how = {"by": room.manager.id, "at": room.at}
    with database.writer() as session:
        goods = {name: session.get_one(Product, one.id) for name, one in room.goods.items()}
        maker, outlet = session.merge(room.maker), session.merge(room.outlet)
        manager = session.get_one(User, room.manager.id)
        back = drafts.start_return(session, maker, outlet, cause="unsold", **how)
        drafts.add(session, back, [Piece(goods["dompet"], 3)], at=room.at)
        departures.hand_over(session, back, **how)
        departures.bring_back(session, back, {back.lines[0].id: 1}, reason="tertinggal", **how)
        story = Story(happened_on=room.at.date(), note="Rak jatuh", found_by="Mbak Kasir")
        loss = drafts.start_loss(session, outlet, story, **how)
        pieces = [
            Piece(goods["emping"], 2, None, "damaged"),
            Piece(goods["dompet"], 2, None, "lost"),
        ]
        drafts.add(session, loss, pieces, at=room.at)
        compensation.sign_loss(session, loss, by=manager, at=room.at)
        compensation.take_back(
            session, loss, {loss.lines[1].id: 1}, reason="di gudang", by=manager, at=room.at
        )


def _count_stall(database: Database, room: Showroom) -> None:
    """Count the maker's goods at the stall: one piece is missing, and her part is owed to her."""
    room.at += timedelta(minutes=1)
    how = {"by": room.manager.id, "at": room.at}
    with database.writer() as session:
        stall, maker = session.merge(room.stall), session.merge(room.maker)
        count = stock_counts.start(session, stall, maker=maker, **how)
        goods, _left = counted.missing(session, count, limit=9)
        for number, one in enumerate(goods):
            here = on_hand(session, one.product.id, stall.id)
            for _piece in range(here - (number == 0)):
                counting.scan(session, count, one.product, lot_id=0, **how)
        goods, left = counted.missing(session, count, limit=9)
        if left:
            counting.none_left(session, count, [(one.product, one.lot) for one in goods], **how)
        stock_counts.end_counting(session, count, **how)
        checked = checking.check(session, count, on=room.at.date())
        job = count_posting.sign(
            session,
            count,
            seen=checked.seen,
            checked=checked,
            maker_name="Bu Sekar",
            house_name="Bu Ratna",
            **how,
        )
        job_id = job.id
    jobs.run_to_end(database, job_id, now=lambda: room.at)


def _settle(database: Database, files: Files, room: Showroom) -> None:
    room.at += timedelta(minutes=1)
    with database.writer() as session:
        wanted = Terms(room.at.date(), hold_days=0)
        total = how_many(session, wanted)
        run = settling.start_run(session, wanted, total=total, by=room.manager.id, at=room.at)
        assert run.job_id is not None
        job_id = run.job_id
    jobs.run_to_end(database, job_id, now=lambda: room.at, files=files)


def _pay(session, room: Showroom, files: Files) -> None:
    def newest(maker):
        found = settlements.latest_statement(session, maker.id)
        assert found is not None
        return found

    by = {"by": session.get_one(User, room.manager.id), "at": room.at}
    wrong = settling.pay(session, newest(room.maker), "treasury", below="dipinjam dulu", **by)
    settling.reverse(session, wrong, reason="salah orang", **by)
    private.keep(
        session, room.maker, nik="", bank_name="Bank Lampung", bank_account="3810001234567",
        bank_holder="Sekar", by=room.manager.id, at=room.at,
    )  # fmt: skip
    batch = transfers.send(session, [newest(room.maker)], **by)
    wrong_account = {"reason": "rekening salah", "by": room.manager.id, "at": room.at}
    transfers.failed(session, batch, batch.rows[0].id, **wrong_account)
    batch = transfers.send(session, [newest(room.maker)], **by)
    paid = transfers.paid(session, batch, batch.rows[0].id, **by)
    photo = Scan(files.put(b"the bank's slip"), "image/jpeg")
    transfers.keep_slip(session, paid, photo, by=room.manager.id, at=room.at)
    settling.pay(session, newest(room.other), "drawer", till_id=room.till.id, **by)
    on = paid.business_date
    day = paying_queries.paying_day(session, on=on)
    paying.keep_list(session, paying_papers.payment_list(session, day, on=on), **by)
