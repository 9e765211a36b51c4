"""Who is believed about where a visitor came from."""

from collections.abc import Iterable
from typing import Any

import pytest
from werkzeug.test import Client

from core.proxies import behind

FORGED = {"X-Forwarded-For": "127.0.0.1, 203.0.113.7", "X-Forwarded-Proto": "https"}


def echo(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [f"{environ['REMOTE_ADDR']} {environ['wsgi.url_scheme']}".encode()]


@pytest.mark.parametrize(
    ("peer", "headers", "seen"),
    [
        (
            "10.0.0.1",
            FORGED,
            "203.0.113.7 https",
        ),  # the visitor's own word before it counts for nothing
        ("10.0.0.1", {}, "10.0.0.1 http"),
        ("::ffff:10.0.0.1", FORGED, "203.0.113.7 https"),
        ("::ffff:198.51.100.9", FORGED, "::ffff:198.51.100.9 http"),
        ("", FORGED, " http"),
        ("198.51.100.9", FORGED, "198.51.100.9 http"),
        ("127.0.0.1", FORGED, "127.0.0.1 http"),
    ],
)
def test_only_the_named_server_is_believed(peer: str, headers: dict[str, str], seen: str):
    client = Client(behind(echo, "10.0.0.1"))

    answer = client.get("/", environ_base={"REMOTE_ADDR": peer}, headers=headers)

    assert answer.text == seen
