"""The worker beside the web: advances jobs and lets the printers print, until it is told to stop."""

import logging
import signal
import threading
import time
from pathlib import Path
from types import FrameType

from app import create_app
from catalogue.outlets import queries as outlets
from config import Config
from core import due, jobs
from core.clock import Clock
from core.collecting import pass_over_what_stays
from core.db import Database
from core.dispatch import House
from folders import DUE
from pos.portal.notices import outbox
from printers.agent import run_agent
from printers.worker import run_worker

PAUSE_SECONDS = 0.5
DUE_SECONDS = 60

log = logging.getLogger(__name__)


def work_until_stopped(config: Config) -> None:
    """Do what is waiting, again and again, until SIGTERM or SIGINT."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    stopping = until_stopped()
    house = create_app(config).house
    pass_over_what_stays()
    printing = threading.Thread(
        target=run_worker,
        args=(house.database, config.home, stopping),
        kwargs={"now": house.clock.now, "override": config.printer},
    )
    printing.start()
    asked = time.monotonic() - DUE_SECONDS  # at the start, and then every minute
    while not stopping.is_set():
        try:
            if time.monotonic() - asked >= DUE_SECONDS:
                asked = time.monotonic()
                due.run(house.database, DUE, zone_of=outlets.house_zone, at=house.clock.now())
                outbox.run(
                    house.database, config.smtp_password, address=config.public_url,
                    at=house.clock.now(),
                )  # fmt: skip
            busy = advance_jobs(house)
        except Exception:  # the database may be away for a moment; the worker must outlive that
            log.exception("work failed")
            busy = False
        if not busy:
            stopping.wait(PAUSE_SECONDS)
    printing.join()
    if house.database.lock is not None:
        log.info("write lock: longest hold %.1f ms", house.database.lock.longest_hold * 1000)
    house.database.dispose()


def print_until_stopped(config: Config, database: Database, clock: Clock) -> None:
    """Print what is queued until SIGTERM or SIGINT, and nothing else."""
    run_worker(database, config.home, until_stopped(), now=clock.now, override=config.printer)


def be_agent_until_stopped(server: str, token_file: Path) -> None:
    """Print what a server queued for the printers beside this machine, until SIGTERM or SIGINT."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    run_agent(server, token_file, until_stopped())


def until_stopped() -> threading.Event:
    """Return an event that SIGTERM and SIGINT set."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return stopping


def advance_jobs(house: House) -> bool:
    """Run one step of the oldest open job; False when there is none."""
    with house.database.reader() as session:
        job_id = jobs.next_open(session)
    if job_id is None:
        return False
    jobs.advance(house.database, job_id, at=house.clock.now(), files=house.files)
    return True
