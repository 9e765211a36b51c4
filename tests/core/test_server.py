"""The supervisor: whatever ends it, what it started ends with it."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from core.server import Program, Supervisor
from tests import warm


def supervise(folder: Path) -> None:
    """Keep two programs alive."""
    programs = [Program(name, ["sleep", "600"]) for name in ("one", "two")]
    Supervisor(programs, log_folder=folder, environ=dict(os.environ), folder=folder).run()


def started_by(pid: int) -> list[int]:
    """The processes that one has started."""
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_cleanly_with_everything_it_started(
    number: signal.Signals, tmp_path: Path
):
    supervisor = warm.start(supervise, tmp_path)
    assert supervisor.pid is not None
    started: list[int] = []
    try:
        until = time.monotonic() + 20
        while len(started) < 2:
            assert time.monotonic() < until
            time.sleep(0.02)
            started = started_by(supervisor.pid)

        os.kill(supervisor.pid, number)
        supervisor.join(20)
    finally:
        exitcode = supervisor.exitcode
        supervisor.kill()
        supervisor.join()
        left = [pid for pid in started if Path(f"/proc/{pid}").exists()]
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    assert exitcode == 0
    assert not left
