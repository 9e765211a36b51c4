"""Why a product has its terms: each level that could have decided, and why it did or did not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from catalogue.makers.models import Maker
from catalogue.outlets import queries as outlets
from catalogue.products import categories, contracts
from catalogue.products.models import Category, Contract, Product
from catalogue.products.subjects import Subject


@dataclass(frozen=True)
class Rung:
    """One level on a date: its version by then (`held`), older ones, and the next (`coming`).

    `subject` is None where the product has no category or no maker. `wins` says that this level
    decides, `is_over` that its version ended and goes on, `is_late` that it was written down only
    after the date.
    """

    kind: str
    subject: Subject | None
    held: Contract | None = None
    earlier: Sequence[Contract] = ()
    coming: Contract | None = None
    wins: bool = False
    is_over: bool = False
    is_late: bool = False


def explained(session: Session, product: Product, *, on: date) -> list[Rung]:
    """Return the four levels of a product on a date, the one that counts first on top."""
    category = categories.require(session, product.category_id) if product.category_id else None
    rungs: list[Rung] = []
    decided = False
    for kind, subject in _subjects(product, category, product.maker):
        rung = _rung(session, kind, subject, on, open_=not decided)
        decided = decided or rung.wins
        rungs.append(rung)
    return rungs


def _subjects(
    product: Product, category: Category | None, maker: Maker | None
) -> list[tuple[str, Subject | None]]:
    return [
        ("product", Subject(product=product)),
        ("category", Subject(category=category) if category else None),
        ("maker", Subject(maker=maker) if maker else None),
        ("house", Subject()),
    ]


def _rung(session: Session, kind: str, subject: Subject | None, on: date, *, open_: bool) -> Rung:
    if subject is None:
        return Rung(kind, None)
    versions = contracts.versions(session, subject.level)
    begun = [version for version in versions if version.starts_on <= on]
    later = [version for version in versions if version.starts_on > on]
    held = begun[0] if begun else None
    return Rung(
        kind,
        subject,
        held=held,
        earlier=begun[1:],
        coming=later[-1] if later else None,
        wins=open_ and held is not None,
        is_over=held is not None and contracts.is_over(held, on=on),
        is_late=held is not None and outlets.house_date(session, held.created_at) > on,
    )
