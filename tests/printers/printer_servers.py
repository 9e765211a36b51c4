"""Network printers of every temper, as real servers on 127.0.0.1."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Behaviour = Callable[["PrinterServer", socket.socket], None]


@dataclass
class PrinterServer:
    """A printer at `port`; `papers` holds the bytes of each connection."""

    port: int
    papers: list[bytes] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        """Host and port as a printer's record has them."""
        return f"127.0.0.1:{self.port}"

    def wait_for(self, count: int, seconds: float = 5) -> list[bytes]:
        """Return the papers as soon as there are `count` of them."""
        end = time.monotonic() + seconds
        while len(self.papers) < count and time.monotonic() < end:
            time.sleep(0.01)
        assert len(self.papers) == count
        return self.papers


@contextmanager
def printer(behaviour: Behaviour, port: int = 0) -> Iterator[PrinterServer]:
    """Run a printer that treats every connection by `behaviour`; port 0 is any free one."""
    with socket.create_server(("127.0.0.1", port)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        server = PrinterServer(listener.getsockname()[1])

        def accept() -> None:
            with suppress(OSError):
                while True:
                    link, _peer = listener.accept()
                    with link:
                        behaviour(server, link)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.done.set()
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def reads_all(server: PrinterServer, link: socket.socket) -> None:
    """A good printer without a voice."""
    server.papers.append(b"".join(iter(lambda: link.recv(4096), b"")))


def slow(server: PrinterServer, link: socket.socket) -> None:
    """Prints as slowly as paper comes out."""
    got = b""
    while not server.done.is_set() and (part := link.recv(2048)):
        got += part
        time.sleep(0.01)
    server.papers.append(got)


def never_reads(server: PrinterServer, _link: socket.socket) -> None:
    """Takes the call and no byte."""
    server.done.wait(30)


def dies_in_mid_job(server: PrinterServer, link: socket.socket) -> None:
    """Takes some bytes, then loses its power: the connection is reset."""
    server.papers.append(link.recv(100))
    link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def answering(status: int = 0x12, paper: int = 0x12, *, at_end: bool = True) -> Behaviour:
    """Return a printer that answers questions, with unasked reports in between."""

    def behave(server: PrinterServer, link: socket.socket) -> None:
        got = b""
        while part := link.recv(4096):
            got += part
            if part == b"\x10\x04\x01":
                link.sendall(b"\x80" + bytes((status,)))
            elif part == b"\x10\x04\x04":
                link.sendall(bytes((paper,)))
            if got.endswith(b"\x1dr\x01"):
                if at_end:
                    link.sendall(b"\x00")
                break
        server.papers.append(got)

    return behave


def nobody() -> str:
    """Return an address at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"127.0.0.1:{listener.getsockname()[1]}"
