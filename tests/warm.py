"""Processes that need not import Titip: forked from one that did so once.

An interpreter with all of Titip in it takes two seconds of a core to come up, and the tests start
hundreds. What is forked here is as much a process of its own as what is started by name: it has
its own connections, threads and environment, and can be killed.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

WARM = multiprocessing.get_context("forkserver")
"""What to make processes and pools with, where `spawn` would do but for the time it takes."""
WARM.set_forkserver_preload(["app", "commands", "worker", "gunicorn.workers.gthread"])


@dataclass(frozen=True)
class Done:
    """How a process ended (minus the signal that killed it), and what it said."""

    returncode: int
    stdout: str
    stderr: str


def start(work: Callable[..., Any], *args: Any) -> BaseProcess:
    """Start a process that calls `work`, a function of a module, and ends with it."""
    process = WARM.Process(target=work, args=args)
    process.start()
    return process


def run(
    work: Callable[..., Any],
    *args: Any,
    environ: Mapping[str, str] | None = None,
    typed: str = "",
    seconds: float = 120,
) -> Done:
    """Call `work` in a process of its own and wait until it has ended.

    It lives in `environ`, or in what this process lives in now: the one it is forked from has kept
    what was there when the first was forked.
    """
    environ = dict(os.environ) if environ is None else environ
    with TemporaryDirectory() as folder:
        streams = [Path(folder, name) for name in ("in", "out", "err")]
        for stream in streams:
            stream.touch()
        streams[0].write_text(typed)
        process = start(_call, work, args, environ, streams)
        process.join(seconds)
        returncode = process.exitcode
        process.kill()
        process.join()
        said = [stream.read_text() for stream in streams[1:]]
        assert returncode is not None, "\n".join([f"still running after {seconds} s:", *said])
        return Done(returncode, *said)


def become(environ: Mapping[str, str], *streams: Path) -> None:
    """Let this process live in `environ`, read from the first file and write to the others."""
    os.environ.clear()
    os.environ.update(environ)
    for number, path in enumerate(streams):
        file = os.open(path, os.O_WRONLY | os.O_APPEND if number else os.O_RDONLY)
        os.dup2(file, number)
        os.close(file)
    sys.stdin = os.fdopen(0, closefd=False)  # multiprocessing gave it the null device


def _call(
    work: Callable[..., Any],
    args: tuple[Any, ...],
    environ: Mapping[str, str],
    streams: list[Path],
) -> None:
    become(environ, *streams)
    work(*args)
