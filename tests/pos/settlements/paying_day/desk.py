"""What the tests of paying day share: who waits, moving money, handing an envelope over."""

from sqlalchemy.orm import Session

from core.users.models import User
from pos.settlements import treasury
from pos.settlements.models import Payout
from pos.settlements.paying_day import queries, service
from pos.settlements.paying_day.queries import PayingDay
from tests.pos.settlements.stage import Stage


def day_of(stage: Stage) -> PayingDay:
    with stage.database.reader() as session:
        return queries.paying_day(session, on=stage.today)


def move(
    stage: Stage, source: treasury.Place, target: treasury.Place, amount: int, **how: str
) -> None:
    def work(session: Session) -> None:
        treasury.move(
            session, source, target, amount, reason="hari bayar", by=stage.room.manager.id,
            at=stage.at, **how,
        )  # fmt: skip

    stage.do(work)


def hand_over(stage: Stage, code: str, source: str = "treasury", **how: str) -> Payout:
    def work(session: Session) -> Payout:
        manager = session.get_one(User, stage.room.manager.id)
        statement = queries.of_slip(session, code)
        return service.pay_from(session, statement, source, by=manager, at=stage.at, **how)

    return stage.database.write(work)
