"""Whom a contract is for: the showroom, a maker, a category or one product."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from catalogue.makers import owners
from catalogue.makers import queries as makers
from catalogue.makers.models import Maker
from catalogue.products import categories, contracts, queries
from catalogue.products.models import Category, Contract, Product
from catalogue.products.terms import Terms
from core.i18n import _


@dataclass(frozen=True)
class Subject:
    """Whom a version is for: at most one of these; none of them is the showroom's default."""

    maker: Maker | None = None
    category: Category | None = None
    product: Product | None = None

    @property
    def kind(self) -> str:
        """The level: product, category, maker or house."""
        if self.product is not None:
            return "product"
        if self.category is not None:
            return "category"
        return "maker" if self.maker is not None else "house"

    @property
    def level(self) -> contracts.Level:
        """The level as contracts know it: ids of product, category, maker."""
        return (
            self.product.id if self.product is not None else None,
            self.category.id if self.category is not None else None,
            self.maker.id if self.maker is not None else None,
        )

    @property
    def name(self) -> str:
        """What it is called, empty for the showroom."""
        named = self.product.title if self.product is not None else ""
        return named or next((s.name for s in (self.category, self.maker) if s is not None), "")

    @property
    def owner(self) -> Maker | None:
        """The maker whose money these terms share, where it is one."""
        return self.product.maker if self.product is not None else self.maker

    @property
    def ids(self) -> dict[str, int]:
        """What names it in an address."""
        return {
            key: thing.id
            for key, thing in (
                ("product", self.product), ("category", self.category), ("maker", self.maker),
            )
            if thing is not None
        }  # fmt: skip


def subject_of(session: Session, level: contracts.Level) -> Subject:
    """Return whom a level is for; the product goes before the category, it before the maker."""
    product_id, category_id, maker_id = level
    if product_id is not None:
        return Subject(product=queries.require_product(session, product_id))
    if category_id is not None:
        return Subject(category=categories.require(session, category_id))
    if maker_id is not None:
        return Subject(maker=makers.require_maker(session, maker_id))
    return Subject()


def conclude(
    session: Session,
    terms: Terms,
    subject: Subject,
    *,
    starts_on: date,
    ends_on: date | None,
    by: int,
    at: datetime,
) -> Contract:
    """Agree on a version as a person of the office; nobody agrees with themselves.

    Raises Forbidden where `by` stands behind that very maker, or behind one whose goods are of that
    category, and what contracts.agree raises. `categories.put` keeps own goods out of others.
    """
    sharing = {subject.owner.id} if subject.owner is not None else set()
    if subject.kind == "category":
        assert subject.category is not None
        sharing = categories.makers_in(session, subject.category.id)
    owners.refuse_own(session, sharing, _("Perjanjian Anda sendiri diisi pengurus lain."), by=by)
    return contracts.agree(
        session, terms, starts_on=starts_on, ends_on=ends_on, by=by, at=at,
        maker=subject.maker, category=subject.category, product=subject.product,
    )  # fmt: skip
