"""All phones are put out at the very moment at which one comes in by a link."""

import time
from datetime import datetime

from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from core.db import Database
from pos.portal.entry import queries, service
from tests.pos.showroom import open_showroom
from tests.racing import race


def test_no_phone_slips_in_while_all_are_put_out(
    database: Database, database_url: str, at: datetime
):
    def invite(session: Session) -> tuple[int, int, int]:
        room = open_showroom(session, at=at)
        link = service.invite(session, room.maker, by=room.manager.id, at=at)
        return room.maker.id, room.manager.id, link.id

    maker_id, by, link_id = database.write(invite)

    def spend(database: Database) -> str:
        def work(session: Session) -> str:
            service.spend(session, link_id, browser="", at=at)
            time.sleep(0.1)  # in, and not yet committed
            return "in"

        return database.write(work)

    def shut(database: Database) -> str:
        def work(session: Session) -> str:
            time.sleep(0.03)
            service.shut(session, session.get_one(Maker, maker_id), by=by, at=at)
            return "shut"

        return database.write(work)

    assert race(database_url, spend, shut)[1] == "shut"

    with database.reader() as session:
        maker = session.get_one(Maker, maker_id)
        assert queries.phones(session, maker, at=at) == []
        assert queries.open_links(session, maker, at=at) == []
