"""Devices: handing bytes to a printer, with a hard limit on every wait.

Either all bytes were handed over, or one of two things is said: nothing left (the job may be
tried again by itself) or something may have left (only a person may print it again).
"""

import contextlib
import os
import select
import socket
import subprocess
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.i18n import _

CONNECT_SECONDS = 3.0
WRITE_SECONDS = 5.0
"""Longest wait without the printer taking a single byte."""
WHOLE_SECONDS = 30.0
"""Longest time for all bytes of one job."""
ANSWER_SECONDS = 1.0
GOODBYE_SECONDS = 0.4
CHUNK = 4096
PRINTED = "printed"

ASK_STATUS = b"\x10\x04\x01"
ASK_PAPER = b"\x10\x04\x04"
ASK_WHEN_DONE = b"\x1dr\x01"
"""Answered in its turn, after everything before it was taken from the buffer."""


class NothingLeft(Exception):
    """Not a byte of the job reached the printer."""


class SomethingLeft(Exception):
    """Bytes left, and then it broke: what is on the paper is not known."""


@dataclass(frozen=True)
class Target:
    """Where a job goes: connection and address of the printer, and the name of the job."""

    connection: str
    address: str
    answers: bool
    job: str
    home: Path


def send(target: Target, data: bytes) -> None:
    """Hand `data` to the printer; raise NothingLeft or SomethingLeft."""
    SENDERS[target.connection](target, data)


# -- network -----------------------------------------------------------------------------------


def _network(target: Target, data: bytes) -> None:
    host, _colon, port = target.address.rpartition(":")
    try:
        address = (host or target.address, int(port) if host else 9100)
        link = socket.create_connection(address, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise NothingLeft(f"{target.address}: {error}") from error
    with contextlib.closing(link):
        if target.answers:
            _ask_before(link)
        link.settimeout(0)
        _write_all(link.send, link.fileno(), data)
        _ask_after(link) if target.answers else _say_goodbye(link)


def _ask_before(link: socket.socket) -> None:
    """Ask a printer that is known to answer whether it is ready; questions print nothing."""
    status = _answer(link, ASK_STATUS)
    if status is None:
        raise NothingLeft(_("Printer tidak menjawab."))
    if status & 0x08:
        raise NothingLeft(_("Printer sedang tidak siap (off-line)."))
    paper = _answer(link, ASK_PAPER)
    if paper is not None and paper & 0x60:
        raise NothingLeft(_("Kertas habis."))


def _answer(link: socket.socket, question: bytes) -> int | None:
    """Return the byte that answers a real-time question; unasked reports are passed over."""
    try:
        link.settimeout(ANSWER_SECONDS)
        link.sendall(question)
        end = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < end:
            got = link.recv(1)
            if not got:
                break
            if got[0] & 0x93 == 0x12:  # the fixed bits of an answer to DLE EOT
                return got[0]
    except OSError:
        pass
    return None


def _ask_after(link: socket.socket) -> None:
    """Wait until the printer has taken everything in."""
    try:
        link.settimeout(WRITE_SECONDS)
        link.sendall(ASK_WHEN_DONE)
        if link.recv(1):
            return
    except OSError as error:
        raise SomethingLeft(_("Printer tidak menjawab.")) from error
    raise SomethingLeft(_("Printer memutus sambungan."))


def _say_goodbye(link: socket.socket) -> None:
    """Close in order, and notice if the printer had already gone.

    Silence is normal here; a reset means that bytes were thrown away.
    """
    try:
        link.settimeout(GOODBYE_SECONDS)
        link.shutdown(socket.SHUT_WR)
        while link.recv(64):
            pass
    except TimeoutError:
        return
    except OSError as error:
        raise SomethingLeft(_("Printer memutus sambungan.")) from error


def _write_all(write: Callable[[bytes], int], handle: int, data: bytes) -> None:
    """Write everything to a non-blocking descriptor, within the limits."""
    done = 0
    end = time.monotonic() + WHOLE_SECONDS
    poll = select.poll()
    poll.register(handle, select.POLLOUT)
    try:
        while done < len(data):
            wait = min(WRITE_SECONDS, end - time.monotonic())
            if wait <= 0 or not poll.poll(wait * 1000):
                said = _("berhenti menerima setelah %(n)s dari %(all)s bita", n=done, all=len(data))
                raise TimeoutError(said)
            with contextlib.suppress(BlockingIOError):
                done += write(data[done : done + CHUNK])
    except OSError as error:
        raise (SomethingLeft if done else NothingLeft)(str(error)) from error


# -- wires and queues ---------------------------------------------------------------------------


def _usb(target: Target, data: bytes) -> None:
    """Write to the kernel's printer device, /dev/usb/lp0 unless told otherwise."""
    _device(target.address or "/dev/usb/lp0", data)


def _serial(target: Target, data: bytes) -> None:
    """Write to a serial or Bluetooth port, `path@speed`, 9600 baud unless told otherwise."""
    path, _at, speed = target.address.partition("@")
    _device(path, data, speed=speed or "9600")


def _device(path: str, data: bytes, *, speed: str = "") -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError as error:
        raise NothingLeft(str(error)) from error
    try:
        if speed:
            _set_speed(handle, speed)
        _write_all(lambda part: os.write(handle, part), handle, data)
    finally:
        os.close(handle)


def _set_speed(handle: int, speed: str) -> None:
    """Make a serial line raw, eight bits, at that speed; other devices have none."""
    if not os.isatty(handle):
        return
    constant = getattr(termios, f"B{speed}", None)
    if constant is None:
        raise NothingLeft(f"no serial speed {speed}")
    mode = termios.tcgetattr(handle)
    mode[0] = mode[1] = mode[3] = 0
    mode[2] = termios.CS8 | termios.CLOCAL | termios.CREAD
    mode[4] = mode[5] = constant
    termios.tcsetattr(handle, termios.TCSANOW, mode)


def _lp(target: Target, data: bytes) -> None:
    """Hand the job to the system's own spooler, untouched."""
    command = ["lp", "-d", target.address, "-o", "raw", "-t", target.job, "-"]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=WRITE_SECONDS * 2, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise SomethingLeft(_("Antrean sistem (lp) tidak selesai.")) from error
    except OSError as error:
        raise NothingLeft(str(error)) from error
    if done.returncode:
        raise NothingLeft(done.stderr.decode(errors="replace").strip() or "lp refused the job")


def _file(target: Target, data: bytes) -> None:
    """Append to the named file, or without a name write TITIP_HOME/printed/<job>.bin."""
    try:
        if target.address:
            with Path(target.address).open("ab") as file:
                file.write(data)
            return
        path = target.home / PRINTED / f"{target.job}.bin"
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise NothingLeft(str(error)) from error


SENDERS: dict[str, Callable[[Target, bytes], None]] = {
    "network": _network,
    "usb": _usb,
    "serial": _serial,
    "lp": _lp,
    "file": _file,
}
