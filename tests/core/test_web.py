"""Where a page may lead."""

import pytest

from core.web import own_path


@pytest.mark.parametrize("target", ["/", "/pos", "/manage?from=2026-05-01&to=2026-05-09", "/m/x#y"])
def test_a_path_of_this_site_is_led_to(target: str):
    assert own_path(target) == target


@pytest.mark.parametrize(
    "target",
    ["", "//x.id", "/\\x.id", "/\t/x.id", "/\n/x.id", "/a\r\nSet-Cookie: b=c", "/a\\b", "https://x.id",
     "javascript:alert(1)", "pos", "/\x00"],
)  # fmt: skip
def test_another_site_is_not_led_to(target: str):
    assert own_path(target) is None
