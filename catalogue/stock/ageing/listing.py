"""The office's lists of goods by age: all of them with their markdown, and those that must go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from catalogue.makers import queries as makers
from catalogue.makers.models import Maker
from catalogue.outlets import queries as places
from catalogue.outlets.models import Outlet
from catalogue.products import markdowns
from catalogue.products.holding import held_on
from catalogue.products.models import Contract, MarkdownStep, Product
from catalogue.products.queries import Price, current_prices
from catalogue.stock.ageing.queries import on_shelf
from core.days import days_between
from core.i18n import _
from core.lists import Column, Condition, Filter, Listing, by_id, one_of
from core.money import percent

WEEK, MONTH = 7, 30
FAR = 1_000_000
"""Days until something that never ends."""


@dataclass(frozen=True)
class OnShelf:
    """A product at an outlet: pieces, since when the oldest, under which contract.

    `left` is the days until its time is over (negative when it is), None where it never is; `cause`
    says by what: period or contract.
    """

    product: Product
    outlet: Outlet
    contract: Contract
    pieces: int
    since: date
    days: int
    left: int | None
    cause: str
    price: Price

    @property
    def off_bps(self) -> int:
        """The markdown of the oldest piece now, in basis points; 0 while there is none."""
        step = markdowns.reached(self.contract, self.days)
        return step.off_bps if step else 0

    @property
    def price_now(self) -> int:
        """What one of the oldest pieces costs now, after the plan."""
        off = markdowns.off_price(self.price.price, self.off_bps)
        most = markdowns.room(
            self.contract, price=self.price.price, quantity=1, net_price=self.price.net_price
        )
        return self.price.price - min(off, most)

    @property
    def next_step(self) -> tuple[date, int] | None:
        """The day and the basis points of the next step, None where none comes."""
        step = markdowns.coming(self.contract, self.days)
        return (self.since + timedelta(days=step.after_days), step.off_bps) if step else None

    @property
    def ends_on(self) -> date | None:
        """The day on which its time is over."""
        return None if self.left is None else self.since + timedelta(days=self.days + self.left)


@dataclass(frozen=True)
class _Parts:
    """The columns of the query that more than one place needs."""

    query: Select[*tuple[Any, ...]]
    shelf: Any
    days: ColumnElement[int]
    left: ColumnElement[int]
    cause: ColumnElement[str]
    off: ColumnElement[int]


def _parts(today: date) -> _Parts:
    shelf, held = on_shelf(), held_on(today)
    days = days_between(shelf.c.since, literal(today))
    by_period = case((Contract.afterwards == "return", Contract.period_days - days), else_=FAR)
    by_contract = func.coalesce(days_between(literal(today), Contract.ends_on), FAR)
    left = case((by_period <= by_contract, by_period), else_=by_contract)
    cause = case((by_period <= by_contract, "period"), else_="contract")
    off = (
        select(func.coalesce(func.max(MarkdownStep.off_bps), 0))
        .where(MarkdownStep.contract_id == Contract.id, MarkdownStep.after_days <= days)
        .correlate(Contract, shelf)
        .scalar_subquery()
    )
    query = (
        select(Product, Outlet, Contract, shelf.c.pieces, shelf.c.since, days, left, cause)
        .select_from(shelf)
        .join(Product, Product.id == shelf.c.product_id)
        .join(Maker, Maker.id == Product.maker_id)
        .join(Outlet, Outlet.id == shelf.c.outlet_id)
        .join(held, held.c.product_id == Product.id)
        .join(Contract, Contract.id == held.c.contract_id)
        .options(contains_eager(Product.maker), selectinload(Contract.steps))
    )
    return _Parts(query, shelf, days, left, cause, off)


def ageing(today: date) -> Listing:
    """Return the list of everything on the shelf by age, with the step of its markdown plan."""
    parts = _parts(today)
    return Listing(
        name="umur-titipan",
        label=_("Umur titipan"),
        query=parts.query,
        key=parts.shelf.c.product_id,
        columns=(
            *_what(parts),
            Column("since", _("Sejak"), lambda r: r.since, on_page=False),
            Column("days", _("Hari di rak"), lambda r: r.days, sort=parts.days, number=True),
            Column("price", _("Harga jual"), lambda r: r.price.price, number=True),
            Column("off", _("Turun sekarang"), lambda r: percent(r.off_bps) if r.off_bps else "",
                   sort=parts.off, number=True),
            Column("now", _("Harga di kasir"), lambda r: r.price_now, on_page=False),
            Column("next", _("Tahap berikutnya"), lambda r: r.next_step and r.next_step[0]),
            Column("next_off", _("Turun berikutnya"),
                   lambda r: percent(r.next_step[1]) if r.next_step else "", on_page=False),
        ),
        order="-days",
        filters=(
            one_of("state", _("Keadaan"), {
                "marked": (_("Harganya sudah turun"), parts.off > 0),
                "over": (_("Masa titipnya habis"), parts.days >= Contract.period_days),
                "90": (_("90 hari atau lebih"), parts.days >= 90),
                "180": (_("180 hari atau lebih"), parts.days >= 180),
            }),
            *_whose(parts),
        ),
        has=_has,
        hint=_("nama barang atau perajin"),
        fill=_filled,
    )  # fmt: skip


def ending(today: date) -> Listing:
    """Return the list of goods whose time on the shelf or whose contract is over or soon will be."""
    parts = _parts(today)
    return Listing(
        name="akhir-titipan",
        label=_("Akhir titipan"),
        query=parts.query.where(parts.left <= MONTH),
        key=parts.shelf.c.product_id,
        columns=(
            *_what(parts),
            Column("cause", _("Sebab"), lambda r: _(CAUSES[r.cause]), sort=parts.cause),
            Column("ends_on", _("Berakhir"), lambda r: r.ends_on, sort=parts.left),
            Column("left", _("Sisa hari"), lambda r: r.left, on_page=False),
        ),
        order="maker",
        filters=(
            one_of("state", _("Sisa waktu"), {
                "over": (_("Sudah habis"), parts.left <= 0),
                "week": (_("Sampai 7 hari lagi"), parts.left.between(1, WEEK)),
                "month": (_("8 sampai 30 hari lagi"), parts.left.between(WEEK + 1, MONTH)),
            }),
            *_whose(parts),
        ),
        has=_has,
        hint=_("nama barang atau perajin"),
        fill=_filled,
    )  # fmt: skip


def stepped_on(session: Session, on: date, *, after: int, limit: int) -> list[int]:
    """Return products above the id `after` whose oldest piece reaches a step of its plan on a date."""
    parts = _parts(on)
    steps = parts.query.join(
        MarkdownStep,
        and_(MarkdownStep.contract_id == Contract.id, MarkdownStep.after_days == parts.days),
    )
    ids = steps.with_only_columns(Product.id).distinct().where(Product.id > after)
    return list(session.scalars(ids.order_by(Product.id).limit(limit)))


def count_over(session: Session, *, today: date) -> int:
    """Count the goods whose time is over, a product at each place once."""
    parts = _parts(today)
    over = parts.query.where(parts.left <= 0)
    return session.scalar(over.with_only_columns(func.count(), maintain_column_froms=True)) or 0


def of_maker(session: Session, maker_id: int, *, today: date) -> Sequence[OnShelf]:
    """Return what a maker has on hand, by place, what must go soonest first."""
    parts = _parts(today)
    mine = parts.query.where(Product.maker_id == maker_id)
    return _filled(session, session.execute(mine.order_by(parts.left, Product.title_key)).all())


def marked_down(session: Session, *, today: date) -> Sequence[OnShelf]:
    """Return the goods whose oldest piece has reached a step of its plan, a product at each place once."""
    if session.scalar(select(MarkdownStep.contract_id).limit(1)) is None:
        return []  # most houses: their walls need not add up every movement
    parts = _parts(today)
    return _filled(session, session.execute(parts.query.where(parts.off > 0)).all())


CAUSES = {"period": _("Masa titip"), "contract": _("Perjanjian")}


def _what(parts: _Parts) -> tuple[Column, ...]:
    return (
        Column("code", _("Kode"), lambda r: r.product.code, on_page=False),
        Column("title", _("Barang"), lambda r: r.product.title, sort=Product.title_key.expression),
        Column(
            "maker", _("Perajin"), lambda r: r.product.maker.name, sort=Maker.name_key.expression
        ),
        Column("outlet", _("Tempat"), lambda r: r.outlet.name, sort=Outlet.name.expression),
        Column("pieces", _("Jumlah"), lambda r: r.pieces, sort=parts.shelf.c.pieces, number=True),
    )


def _whose(parts: _Parts) -> tuple[Filter, ...]:
    return (
        by_id("maker", _("Perajin"), lambda number: Product.maker_id == number, makers.names),
        by_id(
            "outlet", _("Ada di"), lambda number: parts.shelf.c.outlet_id == number,
            places.choices, everything=_("Semua tempat"),
        ),
    )  # fmt: skip


def _has(word: str) -> Condition:
    return or_(
        Product.title_key.contains(word, autoescape=True),
        Maker.name_key.contains(word, autoescape=True),
    )


def _filled(session: Session, rows: Sequence[Any]) -> Sequence[OnShelf]:
    prices = current_prices(session, [row[0].id for row in rows])
    return [
        OnShelf(
            product, outlet, contract, int(pieces), since, int(days),
            int(left) if left < FAR else None, cause, prices[product.id],
        )
        for product, outlet, contract, pieces, since, days, left, cause in rows
    ]  # fmt: skip
