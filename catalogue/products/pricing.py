"""Changing many prices at once: which goods, by how much, and what will not do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalogue.makers import owners
from catalogue.makers.models import Maker
from catalogue.products import contracts, queries
from catalogue.products.models import Contract, Product, ProductPrice
from catalogue.products.queries import Price
from catalogue.products.service import MAX_PRICE
from core import jobs
from core.errors import Refused
from core.i18n import _
from core.jobs import Job
from core.money import rupiah
from core.users import service as people

KIND = "prices"
STEP_ROWS = 25
"""Prices that one transaction changes; each is a row and a line of the activity log."""

Row = tuple[int, int, int | None, int, int | None]
"""Product, price and net price until now, price and net price to be."""


@dataclass(frozen=True, kw_only=True)
class Which:
    """Which goods: of a maker (0: the house's own), of a category, of a motif; None is any."""

    maker_id: int | None = None
    category_id: int | None = None
    motif: str = ""


@dataclass(frozen=True, kw_only=True)
class Change:
    """By how much: `bps` of the price or `amount` rupiah, signed, to whole `step` rupiah.

    `with_net` lets the net price go the same way, else it stays.
    """

    bps: int = 0
    amount: int = 0
    step: int = 1
    with_net: bool = False

    def of(self, price: int) -> int:
        """Return a price after the change; halves are rounded up."""
        changed = (price * (10_000 + self.bps) + 5_000) // 10_000 + self.amount
        return (changed + self.step // 2) // self.step * self.step


@dataclass(frozen=True)
class Proposal:
    """What would become of one price; `refusal` says why it stays as it is, '' if it does not."""

    product: Product
    before: Price
    after: Price
    refusal: str = ""


def propose(session: Session, which: Which, change: Change, *, on: date, by: int) -> list[Proposal]:
    """Return what the change would do to each product in use, by maker and title.

    `by` raises no net price of the own goods.
    """
    goods = _chosen(session, which)
    prices = queries.current_prices(session, [product.id for product in goods])
    held = contracts.all_in_force(session, goods, on=on) if goods else {}
    own = owners.owned_by(session, by)
    return [
        _proposal(
            product, prices[product.id], change, held.get(product.id),
            is_own=product.maker_id in own,
        ) for product in goods
    ]  # fmt: skip


def rows_of(proposals: Sequence[Proposal]) -> list[Row]:
    """Return the rows that a job takes, of the proposals that nothing speaks against."""
    return [
        (p.product.id, p.before.price, p.before.net_price, p.after.price, p.after.net_price)
        for p in proposals
        if not p.refusal
    ]


def start(session: Session, rows: Sequence[Row], *, by: int, at: datetime) -> Job:
    """Let the worker change these prices, a few at a time."""
    if not rows:
        raise Refused(_("Tidak ada harga yang berubah."), field="amount")
    return jobs.enqueue(session, KIND, {"rows": rows}, by=by, at=at, total=len(rows))


@jobs.step(KIND)
def change_some(session: Session, job: Job, at: datetime) -> bool:
    """Change the next prices; one that somebody changed meanwhile stays and is named."""
    done = job.cursor or 0
    rows = job.payload["rows"][done : done + STEP_ROWS]
    current = queries.current_prices(session, [row[0] for row in rows])
    good = [row for row in rows if current[row[0]] == Price(row[1], row[2])]
    session.add_all(
        ProductPrice(
            product_id=row[0], price=row[3], net_price=row[4], set_at=at, set_by=job.created_by
        )
        for row in good
    )
    session.flush()
    people.record_all(
        session, "product.priced", kind="product", subject_ids=[row[0] for row in good],
        by=job.created_by, at=at,
    )  # fmt: skip
    result = job.result or {"changed": 0, "left": []}
    left = [row[0] for row in rows if row not in good]
    job.result = {"changed": result["changed"] + len(good), "left": result["left"] + left}
    job.cursor = job.progress = done + len(rows)
    return job.progress >= job.total


def _chosen(session: Session, which: Which) -> list[Product]:
    query = (
        select(Product)
        .outerjoin(Maker, Maker.id == Product.maker_id)
        .where(Product.archived_at.is_(None))
        .order_by(func.coalesce(Maker.name_key, ""), Product.title_key, Product.id)
    )
    if which.maker_id == 0:
        query = query.where(Product.maker_id.is_(None))
    elif which.maker_id is not None:
        query = query.where(Product.maker_id == which.maker_id)
    if which.category_id is not None:
        query = query.where(Product.category_id == which.category_id)
    if which.motif:
        query = query.where(func.lower(Product.motif) == which.motif.lower())
    return list(session.scalars(query))


def _proposal(
    product: Product, before: Price, change: Change, contract: Contract | None, *, is_own: bool
) -> Proposal:
    net = before.net_price
    if net is not None and change.with_net:
        net = change.of(net)
    after = Price(change.of(before.price), net)
    refusal = _refusal(before, after, contract)
    if not refusal and is_own and (net or 0) > (before.net_price or 0):
        refusal = _("harga titip barang sendiri dinaikkan pengurus lain")
    return Proposal(product, before, after, refusal)


def _refusal(before: Price, after: Price, contract: Contract | None) -> str:
    if after == before:
        return _("tidak berubah")
    if not 0 < after.price <= MAX_PRICE or (after.net_price is not None and after.net_price <= 0):
        return _("harganya tidak masuk akal")
    if after.net_price is not None and after.price < after.net_price:
        return _("di bawah harga titip %(net)s", net=rupiah(after.net_price))
    floor = contract.floor_price if contract else None
    if floor is not None and after.price < floor:
        return _("di bawah batas bawah %(floor)s", floor=rupiah(floor))
    return ""
