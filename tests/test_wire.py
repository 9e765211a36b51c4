"""What travels: pages, styles and scripts are packed for a browser that can open them."""

import gzip
import os
from pathlib import Path

import brotli
import pytest

from tests.catalogue.desk import Desk, manager_desk


@pytest.fixture
def desk(app, client) -> Desk:
    """A manager in a furnished house."""
    return manager_desk(app, client)


@pytest.mark.parametrize("engine_kind", ["sqlite"])
@pytest.mark.parametrize(
    "path", ["/", "/browse", "/static/css/components.css", "/static/js/till.js"]
)
def test_a_page_and_what_it_loads_are_packed(desk: Desk, path: str) -> None:
    plain = desk.client.get(path, buffered=True)
    assert "Content-Encoding" not in plain.headers
    for name, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        packed = desk.client.get(path, headers={"Accept-Encoding": name}, buffered=True)
        assert packed.headers["Content-Encoding"] == name
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert len(packed.data) < len(plain.data) / 2
        if path.startswith("/static"):
            assert unpack(packed.data) == plain.data
        else:  # a page holds keys of its own each time
            assert unpack(packed.data).rstrip().endswith(b"</html>")


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_file_that_the_browser_has_is_not_sent_again(desk: Desk) -> None:
    first = desk.client.get(
        "/static/css/components.css", headers={"Accept-Encoding": "br"}, buffered=True
    )
    again = desk.client.get(
        "/static/css/components.css",
        headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]},
        buffered=True,
    )
    assert again.status_code == 304 and not again.data


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_file_is_packed_once_and_again_when_it_was_edited(desk: Desk, tmp_path: Path) -> None:
    desk.app.static_folder = str(tmp_path)
    file = tmp_path / "look.css"

    def write(rule: str, *, at: int) -> None:
        file.write_text(rule * 200)
        os.utime(file, (at, at))

    def ask(how: str = "br", **headers: str):
        return desk.client.get(
            "/static/look.css", headers={"Accept-Encoding": how, **headers}, buffered=True
        )

    write("a { color: red }\n", at=1_000_000_000)
    first = ask()
    assert brotli.decompress(first.data) == file.read_bytes()
    # Of the same length and age it counts as the same file, so what is kept shows that it is.
    write("b { color: tan }\n", at=1_000_000_000)
    assert ask().data == first.data
    assert ask(**{"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert gzip.decompress(ask("gzip").data) == file.read_bytes()
    write("b { color: tan }\n", at=1_000_000_060)
    edited = ask(**{"If-None-Match": first.headers["ETag"]})
    assert edited.status_code == 200
    assert brotli.decompress(edited.data) == file.read_bytes()
