"""The catalogue for partners: what can be bought, by regency, sentra and maker, with prices by how many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.makers.models import Sentra
from catalogue.makers.service import CRAFTS
from catalogue.partners import tiers
from catalogue.partners.models import PriceTier
from catalogue.products.models import Product, ProductCode
from catalogue.visitors.queries import each_on_show
from catalogue.visitors.shown import Work
from core.text import key

HUNG = tuple(CRAFTS.values())
"""The crafts as the catalogue shows them: cloth first, then what is eaten and drunk."""


@dataclass(frozen=True)
class Wish:
    """What a partner looks for: keys of regency and sentra, rupiah from and to; empty: everything."""

    regency: str = ""
    sentra: str = ""
    low: int | None = None
    high: int | None = None

    def fits(self, work: Work, regency: str) -> bool:
        """Whether a work is looked for."""
        return (
            self.regency in ("", key(regency))
            and self.sentra in ("", key(work.sentra))
            and (self.low is None or work.price >= self.low)
            and (self.high is None or work.price <= self.high)
        )


@dataclass(frozen=True)
class Entry:
    """A work as it stands in the catalogue."""

    work: Work
    code: str
    regency: str
    tiers: Sequence[PriceTier] = ()


def found(
    session: Session, wish: Wish, regencies: Mapping[str, str], *, at: datetime, today: date
) -> list[tuple[Work, str]]:
    """Return the works that can be bought and are looked for, each with its regency, in order."""
    works = [
        (work, regencies.get(work.sentra, "")) for work in each_on_show(session, at=at, today=today)
    ]
    return in_order([pair for pair in works if wish.fits(*pair)])


def in_order(works: Sequence[tuple[Work, str]]) -> list[tuple[Work, str]]:
    """Return works with their regencies in the order of the catalogue.

    Regencies stand by what they are known for, cloth before food; in each its sentra likewise, and
    in a sentra what costs least first.
    """
    first: dict[str, int] = {}
    for work, regency in works:
        first[regency] = min(first.get(regency, len(HUNG)), _rank(work))
    return sorted(
        works,
        key=lambda w: (
            w[1] == "", first[w[1]], w[1], _rank(w[0]), w[0].sentra, w[0].price, w[0].title, w[0].slug,
        ),
    )  # fmt: skip


def entries(session: Session, works: Sequence[tuple[Work, str]]) -> list[Entry]:
    """Return works with what else the catalogue says of them: code and prices for firms."""
    slugs = [work.slug for work, _regency in works]
    rows = session.execute(
        select(Product.slug, Product.id, func.min(ProductCode.code))
        .join(ProductCode, ProductCode.product_id == Product.id)
        .where(Product.slug.in_(slugs))
        .group_by(Product.slug, Product.id)
    ).all()
    known = {slug: (number, code) for slug, number, code in rows}
    priced = tiers.of_products(session, [number for number, _code in known.values()])
    found = []
    for work, regency in works:
        number, code = known[work.slug]
        found.append(Entry(work, code, regency, tiers.below(priced.get(number, ()), work.price)))
    return found


def _rank(work: Work) -> int:
    return HUNG.index(work.craft) if work.craft in HUNG else len(HUNG)


def regencies_of_sentra(session: Session) -> dict[str, str]:
    """Return every sentra in order, with its regency, empty where nobody said so."""
    rows = session.execute(select(Sentra.name, Sentra.regency).order_by(Sentra.name))
    return {row.name: row.regency for row in rows}
