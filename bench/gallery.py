"""How long the gallery takes to answer, with many works on show, on either engine."""

import csv
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from sqlalchemy.orm import Session

from app import create_app
from bench.house import DATA, questions
from bench.measuring import Series
from catalogue.makers import service as makers
from catalogue.outlets import queries as places
from catalogue.outlets import showroom
from catalogue.outlets.first import first_outlet
from catalogue.products import service as products
from catalogue.stock import service as stock
from config import Config
from core.clock import local_date
from core.collecting import pass_over_what_stays
from core.db import Database
from migrations.schema import upgrade

WORKS = 5_000
EACH = 12
"""Works of one maker."""
AIM = 0.100
"""Seconds of the processor that a search among WORKS may take."""
SEARCHES = (
    "siger", "selndang kapal", "kripik pisang coklat", "poetjoek reboeng", "tapissiger dompet", "usaha 77",
    "xyzzy ikan teri",
)  # fmt: skip
ENGLISH = (
    "shwal ship",
    "cofee",
    "bananna chips",
    "looking for a pilow cover with the tree of life",
)
PAGES = ("/", "/browse", "/browse?craft=tapis&sort=low", "/harga?craft=tapis", "/m", "/motif")


@dataclass
class Looked:
    """How quick each page was, and how many questions it asked of the database."""

    engine: str
    works: int
    pages: dict[str, Series]
    busy: dict[str, Series]
    """The time of the processor alone, where the machine has other work; without PostgreSQL's own."""
    asked: dict[str, int]

    def searching(self, times: dict[str, Series]) -> Series:
        """All searches together."""
        return Series([t for page, one in times.items() if "?q=" in page for t in one.times])


def measure(
    works: int = WORKS,
    *,
    url: str = "",
    rounds: int = 9,
    say: Callable[[str], None] = lambda _words: None,
) -> Looked:
    """Hang `works` in a folder that is thrown away, or in the empty database `url`, and look."""
    with tempfile.TemporaryDirectory(prefix="titip-bench-") as folder:
        home = Path(folder)
        url = url or f"sqlite:///{home / 'titip.db'}"
        say(f"{works} karya / works …")
        slugs = hang(url, works)
        say("melihat-lihat / looking …")
        return look(Config(home=home, database_url=url), slugs, rounds=rounds)


def hang(url: str, works: int) -> list[str]:
    """Let makers bring goods with the titles of a real delivery; return the slugs."""
    database, at = Database(url), datetime.now(UTC)
    upgrade(database)
    with database.writer() as session:
        showroom.decide(session, demo=False, at=at)
        first_outlet(session, at)
    with (DATA / "titipan_bersih.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    chance = random.Random(5)
    rows = list(islice(cycle(chance.sample(rows, len(rows))), works))
    slugs: list[str] = []
    for number, start in enumerate(range(0, works, EACH)):
        some = rows[start : start + EACH]
        slugs += database.write(partial(_bring, number=number, rows=some, at=at))
    database.dispose()
    return slugs


def _bring(
    session: Session, *, number: int, rows: Sequence[dict[str, str]], at: datetime
) -> list[str]:
    sentra = makers.sentra_named(session, rows[0]["Sentra"])
    name = f"{rows[0]['Nama IKM']} {number}"
    maker = makers.register(session, name, sentra=sentra, by=None, at=at)
    outlet = places.require_main(session)
    slugs: list[str] = []
    for row in rows:
        facts = products.Facts(
            title=row["Nama Barang"], motif=row["Motif"], technique=row["Teknik"], size=row["Ukuran"],

        )  # fmt: skip
        product = products.create(
            session, facts, maker=maker, kind="counted", price=25_000 + 1_000 * len(slugs) * number,
            net_price=None, by=None, at=at,
        )  # fmt: skip
        stock.move(
            session, product.id, outlet.id, 3, reason="opening", source=("bench", product.id),
            business_date=local_date(at, outlet.zone), by=None, at=at,
        )  # fmt: skip
        slugs.append(product.slug)
    return slugs


def look(config: Config, slugs: Sequence[str], *, rounds: int) -> Looked:
    """Ask for each page `rounds` times, after once to warm up."""
    app = create_app(config)
    pass_over_what_stays()  # as the served one does
    database, client = app.house.database, app.test_client()
    searches = [*(f"/browse?q={q}" for q in SEARCHES), *(f"/en/browse?q={q}" for q in ENGLISH)]
    found = Looked(database.read_engine.dialect.name, len(slugs), {}, {}, {})
    for page in (*PAGES, f"/p/{slugs[len(slugs) // 2]}", *searches):
        with questions(database) as asked:
            answer = client.get(page)
        assert answer.status_code == 200, (page, answer.status_code)
        found.asked[page] = len(asked)
        found.pages[page], found.busy[page] = Series(), Series()
        for _turn in range(rounds):
            before = time.process_time()
            found.pages[page].take(partial(client.get, page))
            found.busy[page].times.append(time.process_time() - before)
    database.dispose()
    return found


def lines(found: Looked) -> Iterator[str]:
    """Yield the table, line by line."""
    yield f"{f'{found.works} works on show, {found.engine}':56} median      p95   busy"
    for page, series in found.pages.items():
        yield f"  {page[:52]:52} {_row(series, found.busy[page])} {found.asked[page]:3} statements"
    took, busy = found.searching(found.pages), found.searching(found.busy)
    reached = "reached" if busy.median <= AIM else "not reached"
    aim = f"(aim: {AIM * 1000:.0f} ms busy, {reached})"
    yield f"  {'all searches':52} {_row(took, busy)} {aim}"


def _row(took: Series, busy: Series) -> str:
    return f"{took.median * 1000:8.1f} {took.p95 * 1000:8.1f} {busy.median * 1000:6.1f} ms"
