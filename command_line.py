"""What the verbs of the command line share: settings, the opened house, questions and refusals."""

import getpass
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import click
from sqlalchemy.exc import OperationalError

from catalogue.outlets import queries as outlets
from catalogue.outlets import showroom
from catalogue.outlets.first import first_outlet
from config import BadSetting, Config
from core.clock import Clock
from core.db import Database, warn_of_old_sqlite
from core.errors import Refused
from core.users.queries import anyone
from migrations.schema import NewerData, upgrade
from printers.agent import AlreadyRunning, BadServer, TurnedAway


@dataclass(frozen=True)
class OpenHouse:
    """What a verb works with: settings, the database with today's tables, and the moment."""

    config: Config
    database: Database
    clock: Clock

    @property
    def at(self) -> datetime:
        """The present moment."""
        return self.clock.now()


def stop(indonesian: str, english: str) -> NoReturn:
    """End the program with one sentence in both languages."""
    click.echo(f"titip: {indonesian}\n       {english}", err=True)
    sys.exit(1)


def configuration() -> Config:
    """Return the settings of the environment; stop on one that cannot be used."""
    try:
        return Config.from_env(os.environ)
    except BadSetting as bad:
        stop(bad.indonesian, bad.english)


@contextmanager
def refusals() -> Iterator[None]:
    """End the program with the sentence of a refusal, as a page would show it."""
    try:
        yield
    except Refused as refusal:
        click.echo(f"titip: {refusal.message}", err=True)
        sys.exit(1)


@contextmanager
def open_house() -> Iterator[OpenHouse]:
    """Open the house for one verb, beside a running Titip or without one."""
    config = configuration()
    need_home(config)
    with prepared(config) as database, refusals():
        yield OpenHouse(config, database, Clock(config.now))


def need_home(config: Config) -> None:
    """Stop unless the data folder is there and can be written."""
    try:
        config.home.mkdir(parents=True, exist_ok=True)
        (config.home / "log").mkdir(exist_ok=True)
        probe = config.home / ".probe"
        probe.write_bytes(b"titip")
        probe.unlink()
    except OSError as error:
        stop(
            f"Folder data {config.home} tidak bisa ditulisi ({error.strerror}); beri izin, sediakan"
            " ruang, atau pilih folder lain dengan TITIP_HOME.",
            f"The data folder {config.home} cannot be written ({error.strerror}); allow it, make"
            " room, or choose another with TITIP_HOME.",
        )


@contextmanager
def prepared(config: Config) -> Iterator[Database]:
    """Yield the database with its tables as this version needs them; stop where that fails."""
    if config.is_sqlite:
        warn_of_old_sqlite()
    database = Database(config.database_url)
    try:
        upgrade(database)
    except NewerData:
        stop(
            "Data ini dibuat oleh Titip yang lebih baru; perbarui Titip lalu jalankan lagi.",
            "This data was made by a newer Titip; update Titip and run it again.",
        )
    except OperationalError as error:
        reason = str(error.orig).partition("\n")[0]
        stop(
            f"Basis data tidak bisa dibuka ({reason}); periksa TITIP_DATABASE_URL, izin folder"
            " data dan ruang disk.",
            f"The database cannot be opened ({reason}); check TITIP_DATABASE_URL, the data"
            " folder's permissions and the room on the disk.",
        )
    try:
        yield database
    finally:
        database.dispose()


def be_agent(server: str, token_file: Path, work: Callable[[str, Path], None]) -> None:
    """Run the agent's `work`; stop with a sentence where it cannot begin or is turned away."""
    try:
        work(server, token_file)
    except TurnedAway:
        stop(
            "Server tidak mengenal agen ini (lagi); daftarkan agen di halaman Printer, lalu simpan"
            f" tanda pengenalnya di {token_file}.",
            "The server does not know this agent (any more); enrol an agent on the page Printers"
            f" and keep its token in {token_file}.",
        )
    except AlreadyRunning:
        stop(
            f"Agen dengan {token_file} sudah berjalan di komputer ini.",
            f"An agent with {token_file} is running on this machine already.",
        )
    except BadServer:
        stop(
            f"{server} bukan alamat server; tulis misalnya https://galeri.example.org.",
            f"{server} is no address of a server; write for example https://galeri.example.org.",
        )
    except OSError as error:
        stop(
            f"Berkas {token_file} tidak bisa dibaca ({error.strerror}).",
            f"The file {token_file} cannot be read ({error.strerror}).",
        )


def is_untouched(database: Database) -> bool:
    """Say whether nobody has begun anything here: no decision, no people, no outlet."""
    with database.reader() as session:
        return not (showroom.is_decided(session) or anyone(session) or outlets.active(session))


@contextmanager
def place_for_goods(house: OpenHouse, *, dry_run: bool) -> Iterator[Database]:
    """Yield the database an import goes into, with a place for the goods.

    An untouched house becomes a real one with its first outlet; a dry run on it happens in a
    database that is thrown away.
    """
    if not is_untouched(house.database):
        yield house.database
        return
    if not dry_run:
        make_first_place(house.database, at=house.at)
        yield house.database
        return
    with tempfile.TemporaryDirectory() as folder:
        trial = Database(f"sqlite:///{Path(folder) / 'trial.db'}")
        upgrade(trial)
        make_first_place(trial, at=house.at)
        yield trial
        trial.dispose()


def make_first_place(database: Database, *, at: datetime) -> None:
    """Decide that this house is a real one and give it its first outlet."""
    with database.writer() as session:
        showroom.decide(session, demo=False, at=at)
        first_outlet(session, at)


def ask_password() -> str:
    """Ask for a new password, twice; without a terminal read one line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    while True:
        password = getpass.getpass("Kata sandi / password: ")
        if password == getpass.getpass("Sekali lagi / again: "):
            return password
        click.echo("Tidak sama, ulangi. / They differ, once more.", err=True)


def ask_pin() -> str:
    """Ask for a PIN for the till, empty for none; without a terminal read one line."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return getpass.getpass("PIN kasir, boleh kosong / PIN for the till, may be empty: ")


def show_progress(done: int, total: int) -> None:
    """Show how far long work is: in place on a terminal, now and then in a log."""
    if sys.stderr.isatty():
        click.echo(f"\r{done}/{total}", err=True, nl=done == total)
    elif done == total or done % 200 < 12:
        click.echo(f"{done}/{total}", err=True)
