"""What travels: pages, styles and scripts are packed for a browser that can open them."""

import gzip

import brotli
import pytest

from tests.catalogue.desk import Desk, furnish, sign_in


@pytest.fixture
def desk(app, client) -> Desk:
    """A manager in a furnished house."""
    desk = Desk(app, client, sign_in(app, client, "manager"))
    furnish(desk)
    return desk


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
