"""Where the state machine plays: a showroom of five makers under every bearer, copied for each example."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import make_url
from sqlalchemy.orm import Session

from catalogue.makers import service as makers
from catalogue.makers.models import Maker
from catalogue.products import contracts
from catalogue.products.contracts import Terms
from core.db import Database
from core.files import Files
from core.users import service as people
from core.users.models import User
from pos.settlements.fees import service as fees
from tests.conftest import copy_of_template, temporary_database
from tests.houses import database_at
from tests.pos.settlements.machine.model import Goods
from tests.pos.settlements.stage import Stage
from tests.pos.showroom import Showroom, bring, open_showroom
from tests.postgres import TEMPLATE

AT = datetime(2026, 5, 9, 2, 0, tzinfo=UTC)
MONTHLY, TRANSFER = 7_500, 2_500
GOODS = {
    "dompet": Goods(33_333, "shared", rate=2000),
    "emping": Goods(68_000, "house", net=55_000),
    "syal": Goods(127_777, "maker", rate=1250),
    "kopi": Goods(45_501, "shared", net=36_299),
    "tas tapis": Goods(79_999, "house", rate=1500),
}
OWNERS = {
    "dompet": "sekar",
    "emping": "emping",
    "syal": "syal",
    "kopi": "kopi",
    "tas tapis": "twin",
}
BEARS_FEES = {"syal"}
"""Whose contract says that a transfer is at the maker's cost."""

Ground = Callable[[], "contextmanager[tuple[Stage, dict[str, int]]]"]


def furnish(session: Session) -> tuple[Showroom, dict[str, int]]:
    """Open the showroom with three more makers, a second manager, and fees; return it and the makers' ids."""
    room = open_showroom(session, at=AT)
    ids = {"sekar": room.maker.id, "emping": room.other.id}
    terms = {
        "syal": Terms("percent", 1250, "maker", fee_bearer="maker"),
        "kopi": Terms("net", None, "shared"),
        "twin": Terms("percent", 1500, "house"),
    }
    for name, agreed in terms.items():
        maker: Maker = makers.register(
            session, f"Usaha {name}", sentra=room.maker.sentra, by=None, at=AT
        )
        contracts.agree(session, agreed, starts_on=AT.date(), by=None, at=AT, maker=maker)
        ids[name] = maker.id
        [goods] = [title for title, owner in OWNERS.items() if owner == name]
        bring(session, room, goods, maker, goods, GOODS[goods].price, GOODS[goods].net, 60)
    people.create_user(
        session, "Pak Bendahara", login="bendahara", roles=("manager",), at=AT, by=None
    )
    manager = session.get_one(User, room.manager.id)
    for kind, amount in (("monthly", MONTHLY), ("transfer", TRANSFER)):
        fees.set_rate(session, kind, amount, starts_on=AT.date(), by=manager, at=AT)
    return room, ids


copy_of_database = contextmanager(temporary_database)


@contextmanager
def ground(engine: str, shared_folder: Path) -> Iterator[Ground]:
    """Yield what opens a fresh copy of the furnished showroom on an engine."""
    with ExitStack() as kept:
        home = Path(kept.enter_context(TemporaryDirectory()))
        if engine == "sqlite":
            url = copy_of_template(shared_folder, home)
        else:
            url = kept.enter_context(copy_of_database(shared_folder, template=TEMPLATE))
        name = str(make_url(url).database)
        database = Database(url)
        try:
            room, ids = database.write(furnish)
        finally:
            database.dispose()

        @contextmanager
        def fresh() -> Iterator[tuple[Stage, dict[str, int]]]:
            with ExitStack() as played:
                own = Path(played.enter_context(TemporaryDirectory()))
                if engine == "sqlite":
                    for tail in ("", "-wal"):
                        if Path(f"{name}{tail}").exists():
                            shutil.copyfile(f"{name}{tail}", own / f"titip.db{tail}")
                    url = f"sqlite:///{own / 'titip.db'}"
                else:
                    url = played.enter_context(copy_of_database(shared_folder, template=name))
                mine = played.enter_context(database_at(url))
                yield Stage(mine, Files(own), replace(room, goods=dict(room.goods))), ids

        yield fresh
