"""A real Titip for tests, on a data folder of its own: as `./titip run` starts it, or its two
programs alone, which are there much sooner.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.process import BaseProcess
from pathlib import Path

import demo
from config import PROJECT
from core.db import Database
from core.server import listen
from tests import shared, warm
from tests.postgres import TEMPLATE

START_SECONDS = 60
STOP_SECONDS = 20
DEMO_TEMPLATE = "titip_demonstration"
OPENS_AT = datetime.fromisoformat("2026-05-09T09:00:00+07:00")
"""The moment the demonstration's clock starts in tests: a Saturday morning."""


@dataclass
class Server:
    """A running Titip: where it answers, and where its data is."""

    home: Path
    database_url: str
    url: str

    def logs(self) -> str:
        """Return what web and worker wrote to their logs."""
        return logs(self.home)


def logs(home: Path) -> str:
    """Return the ends of the logs in a data folder."""
    return "\n".join(
        f"--- {path.name}\n{path.read_text()[-4000:]}"
        for path in sorted((home / "log").glob("*.log"))
    )


def surroundings(home: Path, database_url: str, environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a Titip: this one, but with its own settings and no other."""
    here = {name: value for name, value in os.environ.items() if not name.startswith("TITIP_")}
    return here | {"TITIP_HOME": str(home), "TITIP_DATABASE_URL": database_url, **environ}


# -- its two programs ----------------------------------------------------------------------------


@contextmanager
def serving(home: Path, database_url: str, **environ: str) -> Iterator[Server]:
    """Run the web and the worker that `run` would keep alive, until the block ends."""
    programs: list[BaseProcess] = []
    try:
        # The web has the listener then; when the web is gone, nobody shall be kept waiting.
        with listen("127.0.0.1", 0) as listener:
            port = listener.getsockname()[1]
            settings = surroundings(home, database_url, environ) | {"TITIP_PORT": str(port)}
            programs.append(warm.start(web, settings, log_file(home, "web"), listener))
            programs.append(warm.start(work, settings, log_file(home, "worker")))
        url = f"http://127.0.0.1:{port}"
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=START_SECONDS).close()
        except OSError as error:
            raise AssertionError("Titip did not start:\n" + logs(home)) from error
        yield Server(home, database_url, url)
    finally:
        for program in programs:
            program.terminate()
        for program in programs:
            program.join(STOP_SECONDS)
        alive = [program for program in programs if program.exitcode is None]
        for program in alive:
            program.kill()
            program.join()
        assert not alive, "Titip did not stop:\n" + logs(home)


def log_file(home: Path, name: str) -> Path:
    """Make the file that a program writes its log to."""
    path = home / "log" / f"{name}.log"
    path.parent.mkdir(exist_ok=True)
    path.touch()
    return path


def web(environ: Mapping[str, str], log: Path, listener: socket.socket) -> None:
    """Be the program `web`."""
    warm.become(environ, Path(os.devnull), log, log)
    be("web", str(listener.fileno()))


def work(environ: Mapping[str, str], log: Path) -> None:
    """Be the program `work`."""
    warm.become(environ, Path(os.devnull), log, log)
    be("work")


def be(*words: str) -> None:
    """Do what `./titip` does with these words, and end as it ends."""
    from commands import titip

    titip(words, prog_name="titip")


# -- as `./titip run` starts it ------------------------------------------------------------------


@dataclass
class Run(Server):
    """A Titip under its supervisor: the process, and what it said."""

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Read what it prints until it says its address."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line)
            # With a public address, that one is said first and this machine's below it.
            found = re.search(r"(?:siap / is ready:|^)\s+(http://127\.\S+)", line)
            if found:
                self.url = found[1]
                threading.Thread(target=self._drain, daemon=True).start()
                return
        raise AssertionError("Titip did not start:\n" + "".join(self.said) + self.logs())

    def _drain(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as output:
            self.said.extend(output)


@contextmanager
def running(home: Path, database_url: str, *options: str, **environ: str) -> Iterator[Run]:
    """Run Titip on `home` and `database_url` until the block ends; `environ` adds settings."""
    process = subprocess.Popen(
        [sys.executable, str(PROJECT / "commands.py"), "run", "--port", "0", *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=surroundings(home, database_url, environ),
    )
    server = Run(home, database_url, "", process)
    watchdog = threading.Timer(START_SECONDS, process.kill)
    watchdog.start()
    try:
        server.listen()
        watchdog.cancel()
        yield server
    finally:
        watchdog.cancel()
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
        if not server.url and process.stdout:
            process.stdout.close()


# -- the demonstration ---------------------------------------------------------------------------


def demonstration(shared_folder: Path) -> Path:
    """Return a data folder with the demonstration on SQLite, made by the first who asks."""
    made = shared_folder / "demonstration"
    template = shared.sqlite_template(shared_folder)
    with shared.locked(shared_folder):
        if not made.exists():
            making = shared_folder / "demonstration.making"
            shutil.rmtree(making, ignore_errors=True)
            making.mkdir()
            shutil.copyfile(template, making / "titip.db")
            load(f"sqlite:///{making / 'titip.db'}", making)
            making.rename(made)
    return made


def demonstration_template(shared_folder: Path) -> str:
    """Return the name of a PostgreSQL database with the demonstration, to make copies of."""
    cluster = shared.postgres_cluster(shared_folder)
    made = shared_folder / "demonstration.postgres"
    with shared.locked(shared_folder):
        if not made.exists():
            cluster.drop(DEMO_TEMPLATE)
            url = cluster.create(DEMO_TEMPLATE, template=TEMPLATE)
            load(url, demonstration_files(shared_folder))
            made.touch()
    return DEMO_TEMPLATE


def demonstration_files(shared_folder: Path) -> Path:
    """Return the data folder that belongs to that template: stored statements, above all."""
    return shared_folder / "demonstration.postgres.home"


def load(url: str, home: Path) -> None:
    """Load the demonstration into the database at `url`."""
    database = Database(url)
    demo.load(database, home=home, at=OPENS_AT)
    database.dispose()
