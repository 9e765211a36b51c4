"""What the tests of settling share: a showroom, running a settlement to its end, what is owed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalogue.products.models import Product
from core import jobs
from core.db import Base, Database
from core.files import Files
from pos.ledger import queries as ledger
from pos.reports.verify import verify
from pos.sales import queries as sales
from pos.settlements import queries, service
from pos.settlements.due import Terms, how_many
from pos.settlements.models import Payout, SettlementRun, Statement
from pos.shifts import queries as shift_queries
from pos.shifts import service as shifts
from printers.documents import Statement as StatementPaper
from printers.documents import from_json
from tests.pos.showroom import Showroom, open_showroom

DAY = timedelta(days=1)
SELENDANG = 324_000
"""What the maker gets of 405.000 at 20 percent."""


@dataclass
class Stage:
    """A database with a showroom in it, and the verbs that tests call on it."""

    database: Database
    files: Files
    room: Showroom

    @property
    def today(self) -> date:
        """The business date of the open shift."""
        return self.room.shift.business_date

    @property
    def at(self) -> datetime:
        """A moment after everything that happened so far."""
        self.room.at += timedelta(minutes=1)
        return self.room.at

    def do(self, work: Callable[[Session], object]) -> object:
        """Run `work(session)` as one write transaction."""
        return self.database.write(work)

    def sell(self, wanted: dict[str, int], **how: object) -> int:
        """Sell and return the sale's id."""
        return self.database.write(
            lambda session: self.room_in(session).sell(session, wanted, **how).id  # type: ignore[arg-type]
        )

    def give_back(self, sale_id: int, quantity: int) -> None:
        """Return some units of a sale's first line, for cash."""

        def work(session: Session) -> None:
            line = sales.require(session, sale_id).lines[0]
            self.room_in(session).give_back(session, line, quantity)

        self.database.write(work)

    def room_in(self, session: Session) -> Showroom:
        """The showroom with every row as `session` sees it."""
        rows = {
            name: session.get_one(type(row), row.id)
            for name, row in vars(self.room).items()
            if isinstance(row, Base)
        }
        goods = {n: session.get_one(Product, p.id) for n, p in self.room.goods.items()}
        return replace(self.room, at=self.at, goods=goods, **rows)

    def close_shift(self) -> None:
        """Count the drawer as it should be, and close."""

        def work(session: Session) -> None:
            room = self.room_in(session)
            counted = shift_queries.drawer(session, room.till.id)
            shifts.count_and_close(
                session,
                room.shift,
                counted=counted,
                pieces={},
                report={},
                by=room.cashier.id,
                at=room.at,
            )

        self.database.write(work)

    def settle(self, cutoff: date | None = None, **terms: object) -> SettlementRun:
        """Post a run to its end and return it."""
        run = self.start(cutoff, **terms)
        self.finish(run)
        return run

    def start(self, cutoff: date | None = None, **terms: object) -> SettlementRun:
        """Begin a run; nothing is posted yet."""
        wanted = Terms(cutoff or self.today, **{"hold_days": 0, **terms})  # type: ignore[arg-type]

        def work(session: Session) -> SettlementRun:
            total = how_many(session, wanted)
            by = self.room.manager.id
            return service.start_run(session, wanted, total=total, by=by, at=self.at)

        return self.database.write(work)

    def finish(self, run: SettlementRun) -> None:
        """Let the worker do the run's job; it must not fail."""
        assert run.job_id is not None
        jobs.run_to_end(self.database, run.job_id, now=lambda: self.at, files=self.files)
        with self.database.reader() as session:
            job = session.get_one(jobs.Job, run.job_id)
            assert job.state == "done", job.error

    def latest(self, maker_id: int | None = None) -> Statement:
        """The maker's newest statement."""
        with self.database.reader() as session:
            found = queries.latest_statement(session, maker_id or self.room.maker.id)
            assert found is not None
            return found

    def statements(self) -> list[Statement]:
        """Every statement, oldest first."""
        with self.database.reader() as session:
            return list(session.scalars(select(Statement).order_by(Statement.id)))

    def paper(self, statement: Statement) -> StatementPaper:
        """The document that was posted with a statement."""
        with self.database.reader() as session:
            paper = from_json(session.get_one(Statement, statement.id).document)
        assert isinstance(paper, StatementPaper)
        return paper

    def pay(self, statement: Statement, source: str = "treasury", **how: object) -> Payout:
        """Pay a statement; the money is in somebody's hand though no book says so."""
        if source == "treasury":
            how = {"below": "uangnya ada di tangan", **how}

        def work(session: Session) -> Payout:
            again = session.get_one(Statement, statement.id)
            return service.pay(
                session,
                again,
                source,
                by=self.room_in(session).manager,
                at=self.at,
                **how,  # type: ignore[arg-type]
            )

        return self.database.write(work)

    def take_back(self, payout: Payout, reason: str = "Salah hitung") -> None:
        """Reverse a payout."""

        def work(session: Session) -> None:
            again = session.get_one(Payout, payout.id)
            service.reverse(
                session, again, reason=reason, by=self.room_in(session).manager, at=self.at
            )

        self.database.write(work)

    def owed(self, maker_id: int | None = None) -> int:
        """What the house owes the maker."""
        with self.database.reader() as session:
            return ledger.owed_to(session, maker_id or self.room.maker.id)

    def balance(self, code: str) -> int:
        """Debits less credits of an account."""
        with self.database.reader() as session:
            return ledger.balance_of(session, code)

    def all_agree(self) -> None:
        """Hold the house to every check of `./titip verify`."""
        with self.database.reader() as session:
            wrong = [v.line for v in verify(session, self.files) if not v.is_good]
        assert not wrong


def open_stage(database: Database, home: Path, at: datetime) -> Stage:
    """Open a showroom in `database`."""
    room = database.write(lambda session: open_showroom(session, at=at))
    return Stage(database, Files(home), room)
