"""Every list of the office can be sorted and taken away, and what it takes away is what it shows."""

import csv
import io
import re
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook

from core.dispatch import TitipFlask
from tests.catalogue.desk import Desk, furnish, sign_in

LISTS = {
    "/manage/products", "/manage/makers", "/manage/makers/archived", "/manage/consignments",
    "/manage/contracts", "/manage/certificates", "/manage/import", "/manage/returns",
    "/manage/losses", "/manage/expiry", "/manage/ageing", "/manage/ageing/ending", "/manage/transfers",
    "/manage/announcements", "/manage/counts", "/manage/bazars", "/manage/sales", "/manage/shifts", "/manage/ledger",
    "/manage/settlements", "/manage/payouts", "/manage/treasury", "/manage/opening",
    "/manage/outlets", "/manage/users", "/manage/printers",
}  # fmt: skip
SORTED = re.compile(r'<th scope="col"[^>]*><a href="([^"]+)">')
CHOICES = re.compile(r'<select id="(\w+)" name="\w+">(.*?)</select>', re.DOTALL)
VALUE = re.compile(r'<option value="([^"]+)"')


@pytest.fixture
def desk(app: TitipFlask, client) -> Desk:
    """A manager in a furnished house."""
    desk = Desk(app, client, sign_in(app, client, "manager"))
    furnish(desk)
    return desk


def narrowings(page: str, path: str) -> Iterator[str]:
    """Every heading and one choice of every box of a page, as an address."""
    for address in SORTED.findall(page):
        yield address.replace("&amp;", "&")
    for name, options in CHOICES.findall(page):
        for value in VALUE.findall(options)[:1]:
            yield f"{path}?{name}={value}"
    yield f"{path}?q=zzzz"


def counted(desk: Desk, path: str, form: str) -> int:
    """The rows of a list's file, its heading not counted."""
    answer = desk.get(f"{path}{'&' if '?' in path else '?'}as={form}")
    assert answer.status_code == 200, path
    assert answer.headers["Content-Disposition"].startswith("attachment"), path
    if form == "xlsx":
        return len(list(load_workbook(io.BytesIO(answer.data)).active.iter_rows())) - 1
    return len(list(csv.reader(io.StringIO(answer.text)))) - 1


def test_every_list_is_sorted_narrowed_and_taken_away(desk: Desk):
    for path in sorted(LISTS):
        page = desk.get(path).text
        for address in narrowings(page, path):
            assert desk.get(address).status_code == 200, address
        assert counted(desk, path, "csv") == counted(desk, path, "xlsx"), path


def test_a_file_has_what_the_search_leaves(desk: Desk):
    for path in ("/manage/products", "/manage/makers", "/manage/consignments", "/manage/users"):
        assert counted(desk, path, "csv") > 0, path
        assert counted(desk, f"{path}?q=zzzz", "xlsx") == 0, path


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_every_page_with_a_list_is_tried(desk: Desk):
    pages = {
        rule.rule for rule in desk.app.url_map.iter_rules()
        if "GET" in rule.methods and rule.rule.startswith("/manage") and not rule.arguments
        and "." not in rule.rule
    }  # fmt: skip

    taken_away = {path for path in pages if desk.get(f"{path}?as=csv").mimetype == "text/csv"}

    assert taken_away == LISTS


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_cashier_takes_no_list_away(app: TitipFlask, client):
    sign_in(app, client, "cashier")

    assert {client.get(f"{path}?as=csv").status_code for path in LISTS} == {403}
