"""Processes that need not import Titip: forked from one that did so once.

An interpreter with all of Titip in it takes two seconds of a core to come up, and the tests start
hundreds. What is forked here is as much a process of its own as what is started by name: it has
its own connections, threads and environment, and can be killed.
"""

import multiprocessing
import os
from collections.abc import Callable, Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

WARM = multiprocessing.get_context("forkserver")
"""What to make processes and pools with, where `spawn` would do but for the time it takes."""
WARM.set_forkserver_preload(["app", "commands", "worker", "gunicorn.workers.gthread"])


def start(work: Callable[..., Any], *args: Any) -> BaseProcess:
    """Start a process that calls `work`, a function of a module, and ends with it."""
    process = WARM.Process(target=work, args=args)
    process.start()
    return process


def become(environ: Mapping[str, str], output: Path) -> None:
    """Let this process live in `environ` and write what it says to the end of a file."""
    os.environ.clear()
    os.environ.update(environ)
    file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(file, stream)
    os.close(file)
