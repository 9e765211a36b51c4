"""Running Titip: gunicorn for the web, a worker beside it, and a supervisor that keeps both alive.

The supervisor binds the port before anything else, so that a taken port is known at once and no
visitor is turned away while the web process restarts. What its children write to their error
output goes to rotating files in the data folder; nothing else writes there, so rotation is safe.
"""

import contextlib
import ctypes
import errno
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import FrameType
from typing import IO, Any

from gunicorn.app.base import BaseApplication

from core.collecting import pass_over_what_stays

THREADS = 12
STOP_SECONDS = 15
HEALTHY_SECONDS = 60
LONGEST_PAUSE = 30
EARLY_DEATHS = 3
LOG_BYTES, LOG_FILES = 1_000_000, 5
PR_SET_PDEATHSIG = 1
STARTED_BY = "TITIP_STARTED_BY"
"""In a started program's environment: the supervisor's process."""
DIED_BEFORE = "the supervisor died before this process was up"


class PortTaken(Exception):
    """Another program listens on that port."""


class PortForbidden(Exception):
    """This user may not listen on that address or port."""


class NeverReady(Exception):
    """A program died again and again without ever having answered; `last_words` say why."""

    def __init__(self, name: str, last_words: str) -> None:
        super().__init__(name)
        self.name, self.last_words = name, last_words


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes any free one. Raises PortTaken, PortForbidden."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken from error
        raise PortForbidden from error
    return listener


def lan_address() -> str | None:
    """Return this machine's address in the shop's network, or None without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 9))  # a datagram socket: nothing is sent
        except OSError:
            return None
        address = str(probe.getsockname()[0])
    return None if address.startswith(("127.", "0.")) else address


def die_with_parent() -> None:
    """End this process when the supervisor dies without a word (kill -9), or has died already.

    To be called before anything slow: Linux tells only of deaths after it was asked to.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    started_by = os.environ.get(STARTED_BY)
    if started_by and os.getppid() != int(started_by):
        sys.exit(DIED_BEFORE)


class Web(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn on an inherited socket, one process with threads per `workers`.

    Threads, because browsers keep idle connections open and those would stall sync workers.
    """

    def __init__(self, load: Callable[[], Any], *, listener: int, workers: int) -> None:
        self.load = load
        self.listener, self.workers = listener, workers
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        for name, value in {
            "bind": f"fd://{self.listener}",
            "workers": self.workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "keepalive": 65,
            "timeout": 120,
            "graceful_timeout": STOP_SECONDS - 5,
            "accesslog": None,
            "errorlog": "-",
            "control_socket_disable": True,
            "post_worker_init": lambda _worker: pass_over_what_stays(),
            "worker_exit": say_longest_hold,
        }.items():
            self.cfg.set(name, value)


def say_longest_hold(_arbiter: object, worker: Any) -> None:
    """Note in the log how long this process held the write lock at most; the bench reads it."""
    house = getattr(worker.wsgi, "house", None)
    lock = house.database.lock if house is not None else None
    if lock is not None:
        worker.log.info("write lock: longest hold %.1f ms", lock.longest_hold * 1000)


@dataclass
class Program:
    """One supervised process: how to start it, and how it has been doing."""

    name: str
    command: list[str]
    pass_fds: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    deaths: int = 0
    start_after: float = 0.0
    last_words: list[str] = field(default_factory=list)


class Supervisor:
    """Starts programs, starts the dead ones again, and ends all of them together."""

    def __init__(
        self,
        programs: Iterable[Program],
        *,
        log_folder: Path,
        environ: dict[str, str],
        folder: Path,
    ) -> None:
        self.programs = list(programs)
        self.log_folder, self.environ, self.folder = log_folder, environ, folder
        self.stopping = threading.Event()
        self.is_ready = False
        """Set by the caller once the web has answered; before that, repeated deaths are final."""

    def run(self) -> None:
        """Keep the programs running until SIGINT, SIGTERM or SIGHUP; raise NeverReady."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        try:
            while not self.stopping.is_set():
                for program in self.programs:
                    self._look_after(program)
                self.stopping.wait(0.3)
        finally:
            self._end()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping.set()

    def _look_after(self, program: Program) -> None:
        now = time.monotonic()
        if program.process is None:
            if now >= program.start_after:
                self._start(program)
            return
        if program.process.poll() is None:
            return
        lived = now - program.started_at
        program.deaths = 1 if lived > HEALTHY_SECONDS else program.deaths + 1
        if not self.is_ready and program.deaths >= EARLY_DEATHS:
            raise NeverReady(program.name, "".join(program.last_words))
        program.process = None
        program.start_after = now + min(2 ** (program.deaths - 1), LONGEST_PAUSE)

    def _start(self, program: Program) -> None:
        program.started_at = time.monotonic()
        program.process = subprocess.Popen(
            program.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=program.pass_fds,
            env=self.environ | {STARTED_BY: str(os.getpid())},
            cwd=self.folder,
            start_new_session=True,  # Ctrl-C reaches the supervisor only, which then ends them in order
        )
        threading.Thread(
            target=self._keep_log, args=(program, program.process.stdout), daemon=True
        ).start()

    def _keep_log(self, program: Program, output: IO[bytes]) -> None:
        handler = RotatingFileHandler(
            self.log_folder / f"{program.name}.log",
            maxBytes=LOG_BYTES,
            backupCount=LOG_FILES,
            delay=True,
        )
        with contextlib.closing(handler), output:
            for line in output:
                words = line.decode("utf-8", "replace")
                program.last_words = [*program.last_words[-40:], words]
                with contextlib.suppress(OSError):  # a full disk must not stop the till
                    handler.emit(logging.makeLogRecord({"msg": words.rstrip("\n")}))

    def _end(self) -> None:
        alive = [p.process for p in self.programs if p.process and p.process.poll() is None]
        for process in alive:
            process.terminate()
        until = time.monotonic() + STOP_SECONDS
        for process in alive:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
