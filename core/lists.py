"""Lists of the office: searched, narrowed, sorted and cut to pages by the database; kept as files.

A `Listing` is declared once, beside the tables it reads. Its page and its files come from the
same query, so that a file holds exactly what the page was narrowed to, all pages of it. To add one:

1. Declare it (`catalogue/makers/listing.py` is the example): `query` selects what a row needs and
   joins what is sorted or narrowed by; each `Column` has a heading, what its cell is in a file
   and, where it can be sorted, by what; `has` says what a searched word may be part of; each
   `Filter` is a box to choose from. A list that depends on the day is a function that returns one.
2. The view asks and shows, and needs no other route for the files (`?as=csv`, `?as=xlsx`):

       wanted = lists.asked(MAKERS, request.args)
       if wanted.form:
           return list_file(MAKERS, wanted)
       return page("makers/list.html", shown=lists.shown(db(), MAKERS, wanted))

3. The template writes only its rows (`templates/makers/list.html`): `list_downloads(shown)` among
   the page's actions, `list_filters(shown)`, `list_heads(shown)` inside the table's head, its own
   `<tr>` for each of `shown.rows`, and `list_below(shown)`.

Headings and names are Indonesian sources, said in the reader's language when they are shown.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import IO, Any, Literal

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, or_, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from core import forms, sheets
from core.clock import local
from core.i18n import _
from core.sheets import Cell
from core.text import fold, nearest

PER_PAGE = 50
AT_ONCE = 500
"""Rows that are held in memory while a file is written."""
LONGEST_WORDS = 100
FORMS = {"csv": sheets.CSV, "xlsx": sheets.XLSX}

Condition = ColumnElement[bool]
Expression = SQLColumnExpression[Any]


@dataclass(frozen=True)
class Column:
    """One column: its name in addresses, its heading, and what it holds in a file.

    `sort` is what the database sorts by (never null: coalesce it). A `number` stands to the right,
    and its heading sorts the largest first. Not `on_page`: only the files have it. A `spare` one is
    left out on a phone, and so are its cells, which the template marks with that class.
    """

    key: str
    label: str
    cell: Callable[[Any], Cell]
    sort: Expression | None = None
    number: bool = False
    on_page: bool = True
    spare: bool = False


@dataclass(frozen=True)
class Filter:
    """What narrows a list: a box to choose from, a day to pick, or tabs above it (`look`).

    `where` turns a chosen value into a condition, None if it means nothing; "" is no choice.
    """

    key: str
    label: str
    options: Callable[[Session], Sequence[tuple[Any, str]]]
    where: Callable[[str], Condition | None]
    everything: str = _("Semua")
    look: Literal["box", "day", "tabs"] = "box"


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list as it is declared; `name` is its file's.

    `order` is the key of the column it is sorted by unless the address says otherwise, a minus
    before it for the largest first; `key`, one column or several, is different for every row and
    orders those that are alike. `known` reads the texts whose
    words a misspelt word may mean. `fill` turns rows as selected into what template and cells
    read, many at once. `sums` are added up over every row that was asked for.
    """

    name: str
    label: str
    query: Select[*tuple[Any, ...]]
    key: Expression | tuple[Expression, ...]
    columns: Sequence[Column]
    order: str
    filters: Sequence[Filter] = ()
    has: Callable[[str], Condition] | None = None
    hint: str = ""
    known: Callable[[Session], Sequence[str]] | None = None
    fill: Callable[[Session, Sequence[Any]], Sequence[Any]] | None = None
    sums: Sequence[Expression] = ()
    per_page: int = PER_PAGE

    @property
    def keys(self) -> tuple[Expression, ...]:
        """The columns that tell rows apart."""
        return self.key if isinstance(self.key, tuple) else (self.key,)


@dataclass(frozen=True)
class Asked:
    """What an address asks of a list; `form` is csv or xlsx where it wants a file."""

    words: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    is_descending: bool = False
    number: int = 1
    form: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was left out on purpose."""
        return bool(self.words or self.chosen)


@dataclass(frozen=True)
class Shown:
    """One page of a list. `first` is the number of its first row, `options` by the filter's key."""

    listing: Listing
    asked: Asked
    rows: Sequence[Any]
    count: int
    sums: tuple[int, ...]
    number: int
    pages: int
    first: int
    options: Mapping[str, Sequence[tuple[Any, str]]]


def one_of(
    key: str,
    label: str,
    choices: Mapping[str, tuple[str, Condition]],
    *,
    usual: Condition | None = None,
    everything: str = _("Semua"),
    tabs: bool = False,
) -> Filter:
    """Return a filter by named conditions: value -> what it is called, what it leaves.

    `usual` holds while nothing is chosen.
    """
    wheres: dict[str, Condition] = {value: where for value, (_name, where) in choices.items()}
    if usual is not None:
        wheres[""] = usual
    return Filter(
        key, label,
        options=lambda _session: [(value, _(name)) for value, (name, _where) in choices.items()],
        where=wheres.get, everything=everything, look="tabs" if tabs else "box",
    )  # fmt: skip


def by_id(
    key: str,
    label: str,
    refers: InstrumentedAttribute[Any] | ColumnElement[Any] | Callable[[int], Condition],
    options: Callable[[Session], Sequence[tuple[Any, str]]],
    *,
    everything: str = _("Semua"),
) -> Filter:
    """Return a filter by the id of a row: by the column that `refers` to it, or its condition.

    An address may name several, with commas between: 3,5.
    """

    def of_text(value: str) -> Condition | None:
        texts = value.split(",")
        chosen = forms.ids(texts)
        if len(chosen) < len(texts):
            return None
        if isinstance(refers, InstrumentedAttribute | ColumnElement):
            return refers.in_(chosen)
        return or_(*map(refers, chosen))

    return Filter(key, label, options, of_text, everything)


def days(column: Expression, *, first: str = "from", last: str = "to") -> tuple[Filter, Filter]:
    """Return the filters of a span of days by a date column, both inclusive, by their two names."""

    def since(value: str) -> Condition | None:
        day = forms.iso_day(value)
        return None if day is None else column >= day

    def until(value: str) -> Condition | None:
        day = forms.iso_day(value)
        return None if day is None else column <= day

    return (
        Filter(first, _("Dari"), lambda _session: (), since, look="day"),
        Filter(last, _("Sampai"), lambda _session: (), until, look="day"),
    )


def asked(listing: Listing, args: forms.Form) -> Asked:
    """Return what the address asks; what the list does not know is left out."""
    sort = forms.text(args, "sort") or listing.order
    sorts = {column.key for column in listing.columns if column.sort is not None}
    if sort.removeprefix("-") not in sorts:
        sort = listing.order
    chosen = {one.key: forms.text(args, one.key) for one in listing.filters}
    return Asked(
        words=forms.text(args, "q")[:LONGEST_WORDS] if listing.has else "",
        chosen={
            one.key: chosen[one.key]
            for one in listing.filters
            if chosen[one.key] and one.where(chosen[one.key]) is not None
        },
        sort=sort.removeprefix("-"),
        is_descending=sort.startswith("-"),
        number=forms.page_number(args),
        form=forms.choice(args, "as", FORMS),
    )


def shown(session: Session, listing: Listing, asked: Asked) -> Shown:
    """Return the page that was asked for, the last one where there are not that many."""
    query, count, sums = _found(session, listing, asked)
    pages = max(1, -(-count // listing.per_page))
    number = min(asked.number, pages)
    offset = (number - 1) * listing.per_page
    rows = _rows(session, listing, query.limit(listing.per_page).offset(offset))
    return Shown(
        listing, asked, rows, count, sums, number, pages, offset + 1,
        options={one.key: _options(session, one, asked) for one in listing.filters},
    )  # fmt: skip


def _options(session: Session, one: Filter, asked: Asked) -> Sequence[tuple[Any, str]]:
    """Return what the box offers, what is chosen among it even where it is not offered any more."""
    offered, chosen = list(one.options(session)), asked.chosen.get(one.key)
    if chosen and offered and chosen not in {str(value) for value, _name in offered}:
        offered.append((chosen, _("Yang dipilih")))
    return offered


def first(
    session: Session, listing: Listing, words: str, *, limit: int
) -> tuple[Sequence[Any], int]:
    """Return the first rows that have the words, for a box to pick from, and how many there are."""
    query, count, _sums = _found(session, listing, replace(asked(listing, {}), words=words))
    return _rows(session, listing, query.limit(limit)), count


def as_file(session: Session, listing: Listing, asked: Asked, *, zone: str) -> IO[bytes]:
    """Return every row that was asked for as a file; never more than some of them are in memory.

    A moment that a cell gives in UTC stands there on the clock of `zone`.
    """
    header = [_(column.label) for column in listing.columns]
    rows = _cells(session, listing, asked, zone)
    if asked.form == "xlsx":
        return sheets.xlsx_file(_(listing.label), header, rows)
    return sheets.csv_file(header, rows)


def _cells(session: Session, listing: Listing, asked: Asked, zone: str) -> Iterator[list[Cell]]:
    query, _count, _sums = _found(session, listing, asked)
    result = session.execute(query.execution_options(yield_per=AT_ONCE))
    for part in result.partitions():
        for row in _filled(session, listing, _bare(listing, part)):
            yield [_on_clock(column.cell(row), zone) for column in listing.columns]


def _on_clock(cell: Cell, zone: str) -> Cell:
    return local(cell, zone) if isinstance(cell, datetime) and cell.tzinfo is UTC else cell


def _found(
    session: Session, listing: Listing, asked: Asked
) -> tuple[Select[*tuple[Any, ...]], int, tuple[int, ...]]:
    """Return the query in its order, how many rows it has, and their sums.

    Where nothing has the words, a misspelt one is read as the known word that it is most like.
    """
    query = _narrowed(listing, asked)
    count, sums = _counted(session, listing, query)
    if not count and asked.words and listing.known:
        meant = nearest(asked.words, listing.known(session))
        query = _narrowed(listing, replace(asked, words=meant))
        count, sums = _counted(session, listing, query)
    return query.order_by(*_order(listing, asked)), count, sums


def _narrowed(listing: Listing, asked: Asked) -> Select[*tuple[Any, ...]]:
    query = listing.query
    if listing.has:
        query = query.where(*(listing.has(word) for word in fold(asked.words).split()))
    for one in listing.filters:
        where = one.where(asked.chosen.get(one.key, ""))
        query = query if where is None else query.where(where)
    return query


def _counted(
    session: Session, listing: Listing, query: Select[*tuple[Any, ...]]
) -> tuple[int, tuple[int, ...]]:
    sums = [func.coalesce(func.sum(column), 0) for column in listing.sums]
    count, *added = session.execute(
        query.with_only_columns(func.count(), *sums, maintain_column_froms=True)
    ).one()
    return int(count), tuple(int(amount) for amount in added)


def _order(listing: Listing, asked: Asked) -> list[Expression]:
    column = next(c for c in listing.columns if c.key == asked.sort)
    assert column.sort is not None
    if asked.is_descending:
        return [column.sort.desc(), *(key.desc() for key in listing.keys)]
    return [column.sort, *listing.keys]


def _rows(session: Session, listing: Listing, ordered: Select[*tuple[Any, ...]]) -> Sequence[Any]:
    """Return a page of rows. Which they are comes first: to sort, a database would else work out
    every column of every row.
    """
    page = session.execute(
        ordered.with_only_columns(*listing.keys, maintain_column_froms=True)
    ).all()
    these = tuple_(*listing.keys).in_([tuple(row) for row in page])
    rows = session.execute(ordered.limit(None).offset(None).where(these))
    return _filled(session, listing, _bare(listing, rows.all()))


def _bare(listing: Listing, rows: Sequence[Any]) -> Sequence[Any]:
    """Return rows of a single thing as these things."""
    is_single = len(listing.query.column_descriptions) == 1
    return [row[0] for row in rows] if is_single else rows


def _filled(session: Session, listing: Listing, rows: Sequence[Any]) -> Sequence[Any]:
    return listing.fill(session, rows) if listing.fill else rows
