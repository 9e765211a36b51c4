"""The office's menu is calm: of its groups the one with the page is open, and nothing needs JavaScript."""

import re

import pytest

from core.dispatch import TitipFlask
from tests.catalogue.desk import sign_in

pytestmark = pytest.mark.parametrize("engine_kind", ["sqlite"])
GROUP = re.compile(
    r'<details( name="menu")?( open)?><summary>(.*?)</summary>(.*?)</details>', re.DOTALL
)


def groups(page: str) -> list[tuple[bool, str, str]]:
    """Each group of the menu: whether it is open, its name and its entries."""
    menu = page.split("<nav", 1)[1].split("</nav>", 1)[0]
    found = GROUP.findall(menu)
    assert len({one_by_one for one_by_one, *_rest in found}) == 1
    # Of groups with one name a browser shows one: all open would be a lie.
    assert not found[0][0] or sum(bool(opened) for _one, opened, *_rest in found) <= 1
    return [(bool(opened), name, entries) for _one, opened, name, entries in found]


def test_the_group_of_the_page_is_open_and_no_other(app: TitipFlask, client):
    sign_in(app, client, "manager")

    found = groups(client.get("/manage/expiry").text)

    assert [name for opened, name, _entries in found if opened] == ["Rak dan label"]
    assert [name for _o, name, entries in found if 'aria-current="page"' in entries] == [
        "Rak dan label"
    ]
    assert len(found) >= 4


def test_where_no_group_has_the_page_all_are_closed(app: TitipFlask, client):
    sign_in(app, client, "manager")

    found = groups(client.get("/manage").text)

    assert len(found) >= 4 and not any(opened for opened, _name, _entries in found)


def test_a_short_menu_hides_nothing(app: TitipFlask, client):
    sign_in(app, client, "officer")

    found = groups(client.get("/manage/summary").text)
    assert found and all(opened for opened, _name, _entries in found)
