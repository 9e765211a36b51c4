"""The office's menu is calm: of its groups the one with the page is open, and nothing needs JavaScript."""

import re

import pytest

from core.dispatch import TitipFlask
from tests.catalogue.desk import sign_in

pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"])
GROUP = re.compile(r"<details( open)?><summary>(.*?)</summary>(.*?)</details>", re.DOTALL)


def groups(page: str) -> list[tuple[bool, str, str]]:
    """Each group of the menu: whether it is open, its name and its entries."""
    menu = page.split("<nav", 1)[1].split("</nav>", 1)[0]
    return [(bool(opened), name, entries) for opened, name, entries in GROUP.findall(menu)]


def test_the_group_of_the_page_is_open_and_no_other(app: TitipFlask, client):
    sign_in(app, client, "manager")

    found = groups(client.get("/manage/expiry").text)

    assert [name for opened, name, _entries in found if opened] == ["Rak dan label"]
    assert [name for _o, name, entries in found if 'aria-current="page"' in entries] == [
        "Rak dan label"
    ]
    assert len(found) >= 4


def test_where_no_group_has_the_page_the_daily_ones_are_open(app: TitipFlask, client):
    sign_in(app, client, "manager")

    found = groups(client.get("/manage").text)

    assert [opened for opened, _name, _entries in found][:3] == [True, True, False]


def test_a_short_menu_hides_nothing(app: TitipFlask, client):
    sign_in(app, client, "officer")

    assert all(opened for opened, _name, _entries in groups(client.get("/manage/summary").text))
