"""The two servers: Titip as `./titip run` starts it, and the bare page under the same gunicorn."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config import PROJECT
from core.server import listen

START_SECONDS = 60


@contextmanager
def titip(home: Path) -> Iterator[str]:
    """Run Titip on the data folder `home`, web and worker, and yield its address."""
    process = subprocess.Popen(
        [sys.executable, str(PROJECT / "commands.py"), "run", "--port", "0"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=_surroundings(home),
    )
    assert process.stdout is not None
    watchdog = threading.Timer(START_SECONDS, process.kill)
    watchdog.start()
    try:
        said = ""
        for line in process.stdout:
            said += line
            found = re.search(r"is ready:\s+(http://\S+)", line)
            if found:
                break
        else:
            raise RuntimeError(f"Titip did not start:\n{said}")
        watchdog.cancel()
        yield found[1]
    finally:
        watchdog.cancel()
        process.send_signal(signal.SIGTERM)
        process.communicate()


@contextmanager
def bare(home: Path) -> Iterator[str]:
    """Serve the bare page and yield its address."""
    with listen("127.0.0.1", 0) as listener:
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.bare", str(listener.fileno())],
            pass_fds=(listener.fileno(),),
            cwd=PROJECT,
            env=_surroundings(home),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        try:
            _wait_for(url)
            yield url
        finally:
            process.terminate()
            process.wait()


def hold_in_log(home: Path, name: str) -> float | None:
    """Return the longest hold of the write lock, in seconds, that a program noted as it ended."""
    words = (home / "log" / f"{name}.log").read_text()
    found = re.findall(r"write lock: longest hold ([\d.]+) ms", words)
    return float(found[-1]) / 1000 if found else None


def _surroundings(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TITIP_")}
    return {**kept, "TITIP_HOME": str(home)}


def _wait_for(url: str) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
