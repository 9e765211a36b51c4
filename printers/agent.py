"""The agent: `print-worker --server URL --token-file FILE`, beside a distant counter's printers.

Asks the server every second, and prints on what stands beside it. A server that is away is
waited for; a job that was sent is reported until the server has heard it.
"""

import base64
import fcntl
import http.client
import json
import logging
import ssl
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from core.i18n import _
from printers.devices import Target
from printers.outcome import Outcome, attempt

log = logging.getLogger(__name__)

ASK_EVERY = 1.0
HELLO_EVERY = 60.0
AFTER_TROUBLE = 3.0
TIMEOUT = 15.0
AT_ONCE = 8
"""Printers that one agent serves at the same time."""


class BadServer(ValueError):
    """The address is no address of a server."""


class Away(Exception):
    """The server did not answer."""


class Refusal(Exception):
    """The server answered, and said no; `status` is its HTTP status."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class TurnedAway(Exception):
    """The server does not know this token, or not any more."""


class AlreadyRunning(RuntimeError):
    """Another agent with this token file is at work."""


@dataclass(frozen=True)
class Server:
    """Where the server is, and the token to show it. Certificates are checked as ever."""

    scheme: str
    host: str
    path: str
    token: str

    @classmethod
    def at(cls, url: str, token: str) -> "Server":
        """Read the address; raise BadServer where it is none."""
        parts = urlsplit(url if "://" in url else f"https://{url}")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise BadServer(url)
        return cls(parts.scheme, parts.netloc, parts.path.rstrip("/"), token)

    @property
    def is_open(self) -> bool:
        """Whether the token and the papers travel unencrypted."""
        return self.scheme == "http"

    def ask(self, path: str, form: dict[str, str] | None = None) -> dict[str, Any]:
        """GET a path, or POST a form to it; raise Away, Refusal or TurnedAway."""
        link: http.client.HTTPConnection
        if self.is_open:
            link = http.client.HTTPConnection(self.host, timeout=TIMEOUT)
        else:
            link = http.client.HTTPSConnection(
                self.host, timeout=TIMEOUT, context=ssl.create_default_context()
            )
        headers = {"Authorization": f"Bearer {self.token}", "Connection": "close"}
        body = None
        if form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            link.request("GET" if form is None else "POST", self.path + path, body, headers)
            answer = link.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Away(str(error)) from error
        finally:
            link.close()
        if answer.status == 401:
            raise TurnedAway
        if answer.status >= 500:
            raise Away(f"HTTP {answer.status}")
        if answer.status != 200:
            raise Refusal(answer.status, _("Server menolak (%(n)s).", n=answer.status))
        try:
            found: dict[str, Any] = json.loads(said)
        except ValueError as error:
            raise Away("no Titip answers there") from error
        return found


def run_agent(url: str, token_file: Path, stop: threading.Event) -> None:
    """Print until `stop` is set; raise TurnedAway, BadServer, AlreadyRunning or OSError."""
    server = Server.at(url, token_file.read_text().strip())
    if server.is_open:
        log.warning("without https anybody in this network can read the token and the papers")
    with _alone(token_file), ThreadPoolExecutor(AT_ONCE) as pool:
        _Agent(server, token_file.absolute().parent, stop, pool).run()


@contextmanager
def _alone(token_file: Path) -> Iterator[None]:
    """Hold the token file; the system lets go of it when the process dies."""
    with token_file.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyRunning(str(token_file)) from error
        yield


class _Agent:
    def __init__(
        self, server: Server, home: Path, stop: threading.Event, pool: ThreadPoolExecutor
    ) -> None:
        self.server, self.home, self.stop, self.pool = server, home, stop, pool
        self.busy: set[int] = set()
        self.is_away = False

    def run(self) -> None:
        """Ask and print until told to stop."""
        said_hello = -HELLO_EVERY
        while not self.stop.is_set():
            try:
                if time.monotonic() - said_hello >= HELLO_EVERY:
                    self.server.ask("/agent/hello", {})
                    said_hello = time.monotonic()
                waiting = self.server.ask("/agent/work")["printers"]
            except (Away, Refusal) as trouble:
                if not self.is_away:
                    log.warning("server away: %s", trouble)
                self.is_away = True
                self.stop.wait(AFTER_TROUBLE)
                continue
            if self.is_away:
                log.info("server is back")
            self.is_away = False
            for printer_id in set(waiting) - self.busy:
                self.busy.add(printer_id)
                self.pool.submit(self.serve, printer_id)
            self.stop.wait(ASK_EVERY)

    def serve(self, printer_id: int) -> None:
        """Print what waits for one printer, one job after the other."""
        try:
            while not self.stop.is_set() and self.print_next(printer_id):
                pass
        except (Away, Refusal, TurnedAway) as trouble:
            log.warning("printer %s: %s", printer_id, trouble)
        except Exception:  # say so and go on; what was claimed is handed out again
            log.exception("printer %s", printer_id)
        finally:
            self.busy.discard(printer_id)

    def print_next(self, printer_id: int) -> bool:
        """Claim, fetch, begin, send, report; False if there was nothing."""
        number = self.server.ask(f"/agent/printers/{printer_id}/claim", {})["job"]
        if number is None:
            return False
        job = f"/agent/jobs/{number}"
        try:
            paper = self.server.ask(f"{job}/paper")
        except Refusal as refusal:
            return self.report(job, Outcome("failed", str(refusal)))
        try:
            self.server.ask(f"{job}/begin", {})
        except Away as trouble:  # it may have heard us: nothing left all the same
            return self.report(job, Outcome("nothing", str(trouble)))
        target = Target(
            str(paper["connection"]), str(paper["address"]), bool(paper["answers"]),
            str(paper["job"]), self.home,
        )  # fmt: skip
        return self.report(job, attempt(target, base64.b64decode(paper["bytes"])))

    def report(self, job: str, outcome: Outcome) -> bool:
        """Tell the server how it ended, until it has heard it; then there may be a next job."""
        form = {"outcome": outcome.kind, "words": outcome.words}
        while True:
            try:
                self.server.ask(f"{job}/report", form)
            except Away:
                if self.stop.wait(AFTER_TROUBLE):
                    return False
            else:
                return outcome.kind != "nothing"
