"""Lists of the office: what an address asks, which rows that leaves, and the same rows as a file."""

import csv
import io
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from core import lists
from core.db import Database
from core.lists import Column, Listing, Shown
from core.users.models import User, UserRole
from core.users.service import create_user

NAMES = ["Ani", "Budi", "Citra", "Dedi", "=Eka", "Fani", "Gita"]

PEOPLE = Listing(
    name="orang",
    label="Orang",
    query=select(User),
    key=User.id,
    columns=(
        Column("name", "Nama", lambda user: user.name, sort=func.lower(User.name)),
        Column("number", "Nomor", lambda user: user.id, sort=User.id, number=True),
        Column("login", "Nama masuk", lambda user: user.login, on_page=False),
    ),
    order="name",
    filters=(
        lists.one_of(
            "role", "Peran",
            {role: (role, User.role_rows.any(UserRole.role == role)) for role in ("cashier", "manager")},
        ),
        lists.by_id("person", "Orang", lambda number: User.id == number, lambda session: [(1, "Ani")]),
    ),
    has=lambda word: func.lower(User.name).contains(word, autoescape=True),
    known=lambda session: [name.lower() for name in session.scalars(select(User.name))],
    sums=(User.id,),
    per_page=3,
)  # fmt: skip


@pytest.fixture
def people(database: Database, at) -> Iterator[Session]:
    """Seven people, the first two managers, read by a connection that cannot write."""
    with database.writer() as session:
        for number, name in enumerate(NAMES):
            create_user(
                session, name, login=f"p{number}",
                roles=["manager" if number < 2 else "cashier"], at=at, by=None,
            )  # fmt: skip
    with database.reader() as session:
        yield session


def shown(session: Session, **args: str) -> Shown:
    return lists.shown(session, PEOPLE, lists.asked(PEOPLE, MultiDict(args)))


def names(session: Session, **args: str) -> list[str]:
    return [user.name for user in shown(session, **args).rows]


def file_names(session: Session, form: str, **args: str) -> list[str]:
    asked = lists.asked(PEOPLE, MultiDict({**args, "as": form}))
    with lists.as_file(session, PEOPLE, asked, zone="WIB") as file:
        if form == "xlsx":
            rows = list(load_workbook(file).active.iter_rows(values_only=True))
        else:
            rows = list(csv.reader(io.StringIO(file.read().decode(), newline="")))
    assert list(rows[0]) == ["Nama", "Nomor", "Nama masuk"]
    return [str(row[0]).removeprefix("'") for row in rows[1:]]


def test_a_list_is_cut_to_pages_and_counted(people: Session):
    found = shown(people, page="2")

    assert [user.name for user in found.rows] == ["Citra", "Dedi", "Fani"]
    assert (found.count, found.pages, found.number, found.first) == (7, 3, 2, 4)


def test_sums_are_of_all_pages_and_of_what_is_asked_only(people: Session):
    assert shown(people).sums == (sum(range(1, 8)),)
    assert shown(people, role="manager").sums == (1 + 2,)
    assert shown(people, q="nobody at all").sums == (0,)


def test_a_page_behind_the_last_is_the_last(people: Session):
    assert shown(people, page="99").number == 3
    assert names(people, page="99") == ["Gita"]


@pytest.mark.parametrize("page", ["0", "-1", "x", "", "9" * 30, "1.5"])
def test_a_page_that_is_no_number_is_the_first_or_the_last(people: Session, page: str):
    assert shown(people, page=page).number in (1, 3)


def test_a_heading_sorts_both_ways(people: Session):
    assert names(people, sort="number") == ["Ani", "Budi", "Citra"]
    assert names(people, sort="-number") == ["Gita", "Fani", "=Eka"]


@pytest.mark.parametrize("sort", ["login", "-login", "id; drop table", "-", "--name"])
def test_what_cannot_be_sorted_by_leaves_the_usual_order(people: Session, sort: str):
    assert names(people, sort=sort) == ["=Eka", "Ani", "Budi"]


def test_words_are_all_in_it_and_a_misspelt_one_means_the_nearest(people: Session):
    assert names(people, q="AN") == ["Ani", "Fani"]
    assert names(people, q="Citta") == ["Citra"]
    assert names(people, q="100%_") == []


def test_filters_narrow_and_what_they_do_not_know_is_left_out(people: Session):
    assert names(people, role="manager") == ["Ani", "Budi"]
    assert names(people, person="3") == ["Citra"]
    assert names(people, role="manager", person="3") == []
    assert shown(people, role="king", person="x").count == 7


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "args", [{}, {"q": "an"}, {"q": "Citta"}, {"role": "manager"}, {"sort": "-number", "page": "2"}]
)
def test_a_file_has_every_row_of_every_page_in_the_same_order(
    people: Session, form: str, args: dict[str, str]
):
    pages = shown(people, **args).pages
    on_pages = [
        name for number in range(1, pages + 1) for name in names(people, **{**args, "page": str(number)})
    ]  # fmt: skip

    assert file_names(people, form, **args) == on_pages
    assert on_pages


def test_a_file_is_filled_part_by_part(people: Session, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lists, "AT_ONCE", 2)

    assert file_names(people, "csv") == sorted(NAMES, key=str.lower)


def test_the_first_rows_are_there_to_pick_from(people: Session):
    rows, count = lists.first(people, PEOPLE, "an", limit=1)

    assert ([user.name for user in rows], count) == (["Ani"], 2)
