"""Every list of the office can be sorted and taken away, and what it takes away is what it shows."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from catalogue.outlets import queries as outlets
from core.dispatch import TitipFlask
from printers import service
from printers.models import Connection, Printer
from tests.catalogue.desk import Desk, manager_desk, sign_in
from tests.printers.papers import HOUSE

TEMPLATES = Path(__file__).parents[1] / "templates"
LISTS = {
    "/manage/products", "/manage/makers", "/manage/makers/archived", "/manage/consignments",
    "/manage/contracts", "/manage/certificates", "/manage/import", "/manage/returns",
    "/manage/losses", "/manage/expiry", "/manage/ageing", "/manage/ageing/ending", "/manage/transfers",
    "/manage/announcements", "/manage/counts", "/manage/bazars", "/manage/sales", "/manage/shifts", "/manage/carried", "/manage/ledger",
    "/manage/settlements", "/manage/payouts", "/manage/payouts/given", "/manage/adjustments", "/manage/treasury", "/manage/opening",
    "/manage/outlets", "/manage/users", "/manage/printers", "/manage/categories", "/manage/tagging",
    "/manage/labels/reprint", "/manage/makers/doubts", "/manage/unrecorded",
    "/manage/reports/sales", "/manage/reports/sales/lines", "/manage/reports/sales/tenders",
    "/manage/visitors", "/manage/dinas", "/manage/fairness", "/manage/campaigns",
    "/manage/visits", "/manage/events", "/manage/visits/agencies", "/manage/visits/takings",
    "/manage/enquiries", "/manage/sentra",
}  # fmt: skip
NO_LISTS = {
    # one thing with what belongs to it, whose goods, sales or movements have a list of their own
    "goods/show.html", "goods/prices.html", "products/maker.html", "outlets/show.html",
    "tagging/show.html", "reports/sale.html", "settlements/statement.html",
    "settlements/run.html", "bazars/show.html", "stock/import.html",
    "printers/agents.html",
    # papers: what was signed, with its own PDF
    "departures/signed.html", "corrections/show.html", "transfers/sent.html", "stock/received.html",
    "counts/found.html",
    "tours/takings.html", "dinas/show.html",
    # forms: what is being written, chosen or checked before it is kept
    "departures/draft.html", "departures/new_return.html", "departures/check_loss.html",
    "departures/check_return.html", "corrections/new.html", "stock/draft.html", "stock/check.html",
    "announced/show.html", "tags/choose.html", "products/prices.html", "settlements/new.html",
    "settlements/paying_day.html", "settlements/merge.html", "settlements/merge_choose.html", "settlements/opening_check.html",
}  # fmt: skip
OFFICE = re.compile(r'{% extends "(manage|settlements)/base.html" %}')
SORTED = re.compile(r'<th scope="col"[^>]*><a href="([^"]+)">')
CHOICES = re.compile(r'<select id="(\w+)" name="\w+">(.*?)</select>', re.DOTALL)
VALUE = re.compile(r'<option value="([^"]+)"')


@pytest.fixture
def desk(app: TitipFlask, client) -> Desk:
    """A manager in a furnished house."""
    return manager_desk(app, client)


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


def test_moments_stand_on_the_clock_of_a_house_that_is_not_in_the_west(desk: Desk):
    at = datetime(2026, 5, 9, 16, 30, tzinfo=UTC)  # in WIT the next day has begun
    with desk.app.house.database.writer() as session:
        outlets.require_main(session).zone = "WIT"
        printer = Printer(name="Struk baru", connection=Connection.FILE)
        session.add(printer)
        session.flush()
        service.test_page(session, printer, HOUSE, zone="WIT", by=desk.user_id, at=at)

    assert "10 Mei 2026 01.30 WIT" in desk.get("/manage/printers").text
    assert "2026-05-10T01:30:00+09:00" in desk.get("/manage/printers?as=csv").text


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_every_page_with_a_list_is_tried(desk: Desk):
    pages = {
        rule.rule for rule in desk.app.url_map.iter_rules()
        if "GET" in rule.methods and rule.rule.startswith("/manage") and not rule.arguments
        and "." not in rule.rule
    }  # fmt: skip

    taken_away = {path for path in pages if desk.get(f"{path}?as=csv").mimetype == "text/csv"}

    assert taken_away == LISTS


def test_every_table_of_the_office_is_a_list_that_can_be_taken_away():
    tables = {
        str(path.relative_to(TEMPLATES)): text
        for path in TEMPLATES.rglob("*.html")
        if OFFICE.search(text := path.read_text(encoding="utf-8")) and "<table" in text
    }

    kept_in = {
        name for name, text in tables.items() if not re.search(r"list_(downloads|actions)\(", text)
    }

    assert kept_in - NO_LISTS == set(), "a list without files: declare it with core/lists.py"
    assert NO_LISTS - kept_in == set(), "no table any more, or with files: take it out here"


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_an_empty_list_has_one_thing_to_do(app: TitipFlask, client):
    sign_in(app, client, "manager")

    for path in sorted(LISTS):
        page = client.get(path).text.split("<main", 1)[1]
        assert page.count('class="button primary"') <= 1, path
        assert client.get(f"{path}?q=zzzz").text.count('class="button primary"') <= 1, path


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_cashier_takes_no_list_away(app: TitipFlask, client):
    sign_in(app, client, "cashier")

    assert {client.get(f"{path}?as=csv").status_code for path in LISTS} == {403}
