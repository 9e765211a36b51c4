"""A slow line to a server: every answer comes late, and for a while nothing comes through at all."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

PIECE = 1 << 16


class SlowLine:
    """A port of this machine that leads to another one, `latency` seconds there and back."""

    def __init__(self, port: int, latency: float) -> None:
        self.port, self.latency = port, latency
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.up = threading.Event()
        self.up.set()
        self.swallowed = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def drop(self, seconds: float) -> None:
        """Let nothing through for so long; what was on its way is lost, and its connection with it."""
        self.up.clear()
        threading.Timer(seconds, self.up.set).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self.listener.accept()
                far = socket.create_connection(("127.0.0.1", self.port))
                for source, target in ((near, far), (far, near)):
                    threading.Thread(target=self._pump, args=(source, target), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError), source, target:
            while piece := source.recv(PIECE):
                time.sleep(self.latency / 2)
                if not self.up.is_set():
                    self.swallowed += 1
                    self.up.wait()
                    return
                target.sendall(piece)


@contextmanager
def slow_line(port: int, latency: float) -> Iterator[SlowLine]:
    """Open a slow line to a port until the block ends."""
    line = SlowLine(port, latency)
    try:
        yield line
    finally:
        line.listener.close()
