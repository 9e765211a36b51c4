"""Completes a ticket over HTTP in a process that kills itself at the n-th SQL statement."""

import os
import signal
from pathlib import Path
from typing import Any

from sqlalchemy import event

from app import create_app
from config import Config
from core import cookies


def complete(home: str, url: str, session: str, device: str, key: str, left: int) -> None:
    """Complete the open ticket; die before the `left`-th statement, or print the answer's status."""
    app = create_app(Config(home=Path(home), database_url=url))
    app.house.demo = False
    count = 0

    def watch(*_args: Any) -> None:
        nonlocal count
        count += 1
        if count == left:
            os.kill(os.getpid(), signal.SIGKILL)

    client = app.test_client()
    client.set_cookie(cookies.SESSION, session)
    client.set_cookie(cookies.DEVICE, device)
    event.listen(app.house.database.write_engine, "before_cursor_execute", watch)
    event.listen(app.house.database.write_engine, "commit", watch)
    answer = client.post(
        "/pos/complete",
        data={"key": key, "pane": "cash", "received": "50.000"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    print(answer.status_code)
