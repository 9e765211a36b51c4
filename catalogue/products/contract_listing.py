"""The office's list of contracts: every version of every level, those in force first of all."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, case, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from catalogue.makers.models import Maker
from catalogue.products import wording
from catalogue.products.models import Category, Contract, Product
from core.i18n import _
from core.lists import Column, Condition, Filter, Listing, one_of
from core.text import fold

LEVELS = {
    "product": _("Barang"), "category": _("Golongan"), "maker": _("Perajin"),
    "house": _("Ruang pamer"),
}  # fmt: skip

MONTH = timedelta(days=30)

_level = case(
    (Contract.product_id.is_not(None), "product"),
    (Contract.category_id.is_not(None), "category"),
    (Contract.maker_id.is_not(None), "maker"),
    else_="house",
)
_name = func.coalesce(Product.title, Category.name, Maker.name, "")


def contracts_on(today: date) -> Listing:
    """Return the list as it is on a date: rows of version, level, name, maker and whether it holds."""
    is_held = _is_held(today)
    query = (
        select(Contract, _level, _name, Maker.name, is_held)
        .select_from(Contract)
        .outerjoin(Product, Product.id == Contract.product_id)
        .outerjoin(Category, Category.id == Contract.category_id)
        .outerjoin(Maker, Maker.id == func.coalesce(Contract.maker_id, Product.maker_id))
    )
    return Listing(
        name="perjanjian",
        label=_("Perjanjian"),
        query=query,
        key=Contract.id,
        columns=(
            Column("level", _("Tingkat"), lambda r: _(LEVELS[r[1]]), sort=_level),
            Column("name", _("Untuk"), lambda r: r[2], sort=func.lower(_name)),
            Column("maker", _("Perajin"), lambda r: r[3] or "", on_page=False),
            Column("terms", _("Bagi hasil"), lambda r: wording.brief(r[0])),
            Column("period", _("Masa titip"), lambda r: r[0].period_days, number=True,
                   sort=func.coalesce(Contract.period_days, 0)),
            Column("starts_on", _("Mulai"), lambda r: r[0].starts_on, sort=Contract.starts_on),
            Column("ends_on", _("Berakhir"), lambda r: r[0].ends_on,
                   sort=func.coalesce(Contract.ends_on, date.max)),
        ),
        order="-starts_on",
        filters=(_levels(), _states(today, is_held)),
        has=_has,
        hint=_("nama perajin, barang, atau golongan"),
        known=_known,
    )  # fmt: skip


def _is_held(today: date) -> Condition:
    """Say that a version has begun and none of its level that has begun counts before it."""
    newer = aliased(Contract)
    replaced = (
        select(newer.id)
        .where(
            newer.product_id.is_not_distinct_from(Contract.product_id),
            newer.category_id.is_not_distinct_from(Contract.category_id),
            newer.maker_id.is_not_distinct_from(Contract.maker_id),
            newer.starts_on <= today,
            or_(
                newer.starts_on > Contract.starts_on,
                and_(newer.starts_on == Contract.starts_on, newer.id > Contract.id),
            ),
        )
        .exists()
    )
    return and_(Contract.starts_on <= today, ~replaced)


def _levels() -> Filter:
    return one_of(
        "level", _("Tingkat"), {key: (name, _level == key) for key, name in LEVELS.items()}
    )


def _states(today: date, is_held: Condition) -> Filter:
    """Return the box of states; unless another is chosen, only what holds now is shown."""
    soon = Contract.ends_on.between(today, today + MONTH)
    states = {
        "soon": (_("Berakhir dalam 30 hari"), and_(is_held, soon)),
        "over": (_("Sudah berakhir, berjalan terus"), and_(is_held, Contract.ends_on < today)),
        "coming": (_("Belum mulai"), Contract.starts_on > today),
        "all": (_("Semua versi"), true()),
    }
    return Filter(
        "state", _("Keadaan"),
        options=lambda _session: [(key, _(name)) for key, (name, _where) in states.items()],
        where=lambda value: states[value][1] if value in states else is_held,
        everything=_("Berlaku sekarang"),
    )  # fmt: skip


def _has(word: str) -> Condition:
    return or_(
        Product.title_key.contains(word, autoescape=True),
        Maker.name_key.contains(word, autoescape=True),
        func.lower(Category.name).contains(word, autoescape=True),
        func.lower(Maker.code) == word,
    )


def _known(session: Session) -> Sequence[str]:
    names: list[Any] = list(session.scalars(select(Maker.name_key)))
    names += session.scalars(select(Product.title_key).join(Contract))
    return names + [fold(name) for name in session.scalars(select(Category.name))]
