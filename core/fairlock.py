"""A first-come-first-served lock across threads and processes.

SQLite's busy handler sleeps and retries, so under load the unlucky wait long; here whoever
came first goes first. Within a process a queue keeps the order, between processes `flock` does.
"""

import fcntl
import os
import threading
import time
from collections import deque
from pathlib import Path
from types import TracebackType


class FairLock:
    """A fair, non-reentrant lock named by a file; use it as a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.longest_hold = 0.0
        """Seconds of the longest hold so far in this process, for the bench."""
        self._guard = threading.Lock()
        self._queue: deque[threading.Lock] = deque()
        self._owner: int | None = None
        self._file: int | None = None
        self._since = 0.0

    @property
    def waiting(self) -> int:
        """How many in this process wait for the lock."""
        return max(len(self._queue) - 1, 0)

    def __enter__(self) -> "FairLock":
        me = threading.get_ident()
        if self._owner == me:
            raise RuntimeError("a write transaction is already open in this thread")
        turn = threading.Lock()
        turn.acquire()
        with self._guard:
            first = not self._queue
            self._queue.append(turn)
        if not first:
            turn.acquire()  # released by whoever leaves before us
        self._owner = me
        self._lock_file()
        self._since = time.monotonic()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.longest_hold = max(self.longest_hold, time.monotonic() - self._since)
        assert self._file is not None
        fcntl.flock(self._file, fcntl.LOCK_UN)
        self._owner = None
        with self._guard:
            self._queue.popleft()
            if self._queue:
                self._queue[0].release()

    def _lock_file(self) -> None:
        try:
            if self._file is None:
                self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX)
        except OSError:
            self._owner = None
            with self._guard:
                self._queue.popleft()
                if self._queue:
                    self._queue[0].release()
            raise
