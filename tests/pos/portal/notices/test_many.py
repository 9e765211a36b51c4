"""The page of those who have news asks the database as much for many makers as for few."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from catalogue.makers import service as makers
from catalogue.makers.models import Sentra
from catalogue.products import contracts
from catalogue.products.contracts import Terms
from core.files import Files
from pos.portal.notices import service
from pos.sales.models import Sale
from tests.catalogue.desk import Desk
from tests.catalogue.stock.goods.test_many import asked_by
from tests.pos.portal.conftest import one_engine
from tests.pos.settlements.stage import Stage
from tests.pos.showroom import Showroom, bring

PAGE = "/manage/notices"
MOST = 40
"""Statements of the page, what every page of the office asks among them."""


def more_news(stage: Stage, first: int, count: int) -> None:
    """Give `count` more makers a sale, a statement and a payment; every other one was told before."""

    def sell(session: Session) -> None:
        room = stage.room_in(session)
        sentra = session.get_one(Sentra, room.maker.sentra_id)
        contracts.agree(session, Terms("percent", 1000), starts_on=stage.today, by=None, at=room.at)
        for n in range(first, first + count):
            maker = makers.register(
                session, f"Perajin {n:02}", sentra=sentra, by=None, at=room.at,
                phone=f"0813000000{n:02}",
            )  # fmt: skip
            bring(session, room, f"goods{n}", maker, f"Karya {n:02}", 100_000, None, 3)
        stage.room.goods |= room.goods
        room.sell(session, {f"goods{n}": 1 for n in range(first, first + count)})

    stage.do(sell)
    stage.settle()
    for statement in stage.statements()[-count:]:
        if statement.maker_id % 3:
            stage.pay(statement)

    def tell_and_sell_again(session: Session) -> None:
        room = stage.room_in(session)
        for _n in range(count // 2):
            notice = service.offer_next(session, today=stage.today, by=room.manager.id, at=stage.at)
            assert notice is not None
            service.decide(session, notice, "sent", by=room.manager.id, at=stage.at)
        room.sell(session, {f"goods{n}": 1 for n in range(first, first + count)})

    stage.do(tell_and_sell_again)


@one_engine
def test_the_page_asks_as_much_of_many_makers_as_of_few(
    office: Desk, shop: tuple[Showroom, list[Sale]], home: Path
):
    stage = Stage(office.app.house.database, Files(home), shop[0])
    stage.room.at += timedelta(minutes=10)
    more_news(stage, 1, 3)
    few, shown = asked_by(office, PAGE), previews(office)
    more_news(stage, 10, 9)

    many = asked_by(office, PAGE)

    assert previews(office) >= shown + 6
    assert len(many) <= len(few), "\n".join(many)
    assert len(many) <= MOST, len(many)


def previews(office: Desk) -> int:
    return office.get(PAGE).text.count('data-testid="notice-preview"')
