"""What `./titip run` does between the command line and the supervisor.

In order: the data folder, the only run on it, the port, the tables, the demonstration, the
greeting; whatever cannot be done ends with one sentence in both languages.
"""

import fcntl
import io
import os
import socket
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import click
import segno

import published
from catalogue.outlets import showroom
from command_line import is_untouched, stop
from config import LOOPBACK, PROJECT, Config
from core import settings
from core.clock import Clock
from core.db import Database
from core.server import (
    NeverReady,
    PortForbidden,
    PortTaken,
    Program,
    Supervisor,
    lan_address,
    listen,
)

READY_SECONDS = 90


@contextmanager
def only_run(config: Config) -> Iterator[None]:
    """Hold the data folder: two programs over one drawer would both print."""
    with (config.home / "run.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            owner = lock.read().strip()
            stop(
                f"Titip sudah berjalan untuk data ini (proses {owner}); pakai yang"
                " itu, atau hentikan dulu.",
                f"Titip already runs on this data (process {owner}); use that one or stop it"
                " first.",
            )
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def take_port(config: Config) -> socket.socket:
    """Return the listening socket; stop where the port is taken or may not be used."""
    try:
        return listen(config.host, config.port)
    except PortTaken:
        stop(
            f"Port {config.port} sudah dipakai program lain; pilih yang lain dengan --port"
            f" {config.port + 1}.",
            f"Port {config.port} is taken by another program; choose another with --port"
            f" {config.port + 1}.",
        )
    except PortForbidden:
        stop(
            f"Alamat {config.host}:{config.port} tidak bisa dibuka di komputer ini; periksa"
            " --host dan --port.",
            f"The address {config.host}:{config.port} cannot be opened on this machine; check"
            " --host and --port.",
        )


def begin(database: Database, config: Config, *, empty: bool) -> None:
    """On the very first start decide what this house is: the demonstration or a real one."""
    at = Clock(config.now).now()
    untouched = is_untouched(database)
    if untouched and empty:
        with database.writer() as session:
            showroom.decide(session, demo=False, at=at)
    elif untouched or is_demo(database, config):  # a loading that was cut off goes on
        import demo

        if untouched:
            click.echo("Menyiapkan ruang pamer contoh … / Setting up the demonstration …", err=True)
        demo.load(database, home=config.home, at=at)
    if config.now is not None and not is_demo(database, config):
        stop(
            "TITIP_NOW hanya untuk data contoh; hapus setelan itu untuk data sungguhan.",
            "TITIP_NOW is for demonstration data only; unset it for real data.",
        )


def is_demo(database: Database, config: Config) -> bool:
    """Say whether this house is the demonstration."""
    with database.reader() as session:
        return settings.get(session, showroom.DEMO, on=Clock(config.now).now().date())


def greeting(database: Database, config: Config, *, lan: bool) -> list[str]:
    """Return what to print once Titip answers; stop where a network must not be served."""
    with database.reader() as session:
        open_logins = published.still_working(session)
    address = f"http://{config.host}:{config.port}"
    if lan:
        if open_logins:
            stop(
                "Jaringan toko tidak dilayani selama sandi contoh masih berlaku; ganti sandi contoh"
                " dulu, atau mulai dengan data sendiri (--empty).",
                "The shop's network is not served while the published passwords still work; change"
                " them first, or start with data of your own (--empty).",
            )
        address = f"http://{lan_address() or config.host}:{config.port}"
    lines = ["", f"Titip siap / is ready:  {config.public_url or address}"]
    if config.public_url:
        lines.append(f"                        {address}")
    if lan:
        lines.append(qr(config.public_url or address))
    if open_logins:
        lines += ["", "MODE CONTOH / demonstration, masuk dengan / sign in with:"]
        lines += [login_line(login) for login in open_logins]
        if config.host not in LOOPBACK:
            lines.append(
                "  Awas: alamat ini terbuka dan sandi contoh masih berlaku! / Beware: open address!"
            )
    return [*lines, "", "Ctrl-C untuk berhenti / to stop"]


def login_line(login: published.Login) -> str:
    """Return one published log-in as a line."""
    secrets = [s for s in (login.password, login.pin and f"PIN {login.pin}") if s]
    page = "/maker/login" if login.role == "maker" else "/login"
    return f"  {login.role:8} {login.name:13} {' / '.join(secrets):26} {page}"


def qr(address: str) -> str:
    """Return the address as a QR code for the terminal."""
    drawn = io.StringIO()
    segno.make(address, micro=False).terminal(drawn, compact=True)
    return drawn.getvalue()


def serve(config: Config, listener: int, lines: list[str]) -> None:
    """Run web and worker until a signal; print `lines` once the web answers."""
    environ = {
        **os.environ,
        "TITIP_HOME": str(config.home),
        "TITIP_HOST": config.host,
        "TITIP_PORT": str(config.port),
    }
    me = [sys.executable, str(PROJECT / "commands.py")]
    supervisor = Supervisor(
        [
            Program("web", [*me, "web", str(listener)], pass_fds=(listener,)),
            Program("worker", [*me, "work"]),
        ],
        log_folder=config.home / "log",
        environ=environ,
        folder=PROJECT,
    )
    threading.Thread(target=announce, args=(supervisor, config, lines), daemon=True).start()
    try:
        supervisor.run()
    except NeverReady as failure:
        click.echo(failure.last_words, err=True)
        stop(
            f"Titip tidak bisa mulai; rinciannya ada di {config.home / 'log'}/{failure.name}.log.",
            f"Titip could not start; see {config.home / 'log'}/{failure.name}.log.",
        )
    click.echo("Titip berhenti / stopped.", err=True)


def announce(supervisor: Supervisor, config: Config, lines: list[str]) -> None:
    """Wait until the web answers, then print the address and the log-ins."""
    host = "127.0.0.1" if config.host in ("0.0.0.0", "::") else config.host  # noqa: S104
    host = f"[{host}]" if ":" in host else host
    try:
        with urllib.request.urlopen(f"http://{host}:{config.port}/healthz", timeout=READY_SECONDS):
            pass
    except urllib.error.HTTPError:
        pass  # an answer all the same
    except OSError:
        click.echo(
            f"Titip belum menjawab; lihat {config.home / 'log'}/web.log / no answer yet", err=True
        )
        return
    supervisor.is_ready = True
    click.echo("\n".join(lines))
    sys.stdout.flush()
