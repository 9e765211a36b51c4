"""Races: several pieces of work on one database, let go at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from core.db import Database
from core.errors import Refused
from tests.houses import share_statements

Work = Callable[[Database], str]


def race(url: str, *works: Work) -> list[str]:
    """Run each work in a thread with its own pool of connections; return how each ended."""
    start = Barrier(len(works))

    def run(work: Work) -> str:
        database = Database(url)
        share_statements(database)
        try:
            start.wait()
            return work(database)
        except Refused as refusal:
            return type(refusal).__name__
        finally:
            database.dispose()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))
