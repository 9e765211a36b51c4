"""What the import has to know of the goods already there; reads only, in few statements.

What an earlier, unfinished import of the same batch brought does not count as already there:
taking a batch up again must decide as one run would have decided.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from catalogue.makers.matching import KnownMaker, name_key
from catalogue.makers.models import Maker
from catalogue.makers.queries import owner_id
from catalogue.outlets import queries as outlets
from catalogue.outlets.models import Outlet
from catalogue.products.matching import KnownProduct, kind
from catalogue.products.models import Product, ProductCode, ProductPrice
from catalogue.stock.models import Consignment, ConsignmentLine, ImportBatch, ImportRow
from core.errors import Refused
from core.i18n import _

T = TypeVar("T")

AT_ONCE = 500
"""Values in one IN list; both engines take more, but plans get no better."""


@dataclass(frozen=True)
class Taken:
    """Where a row of this batch went that came in before."""

    maker_id: int
    product_id: int


@dataclass(frozen=True)
class CodeHolder:
    """The product that carries a barcode."""

    product_id: int
    maker_id: int | None
    title: str
    is_unique: bool
    prices: tuple[int, int]


def outlet_for(session: Session, code: str | None) -> Outlet:
    """Return the outlet of `code`, else the only one or the main one; raise Refused without."""
    active = outlets.active(session)
    if code is not None:
        wanted = outlets.by_code(session, code)
        if wanted is None or wanted.archived_at is not None:
            names = ", ".join(o.code for o in active)
            raise Refused(
                _("Tidak ada tempat berkode %(code)s; yang ada: %(names)s.", code=code, names=names)
            )
        return wanted
    if len(active) == 1:
        return active[0]
    return outlets.require_main(session)


def batch(session: Session, name_key: str) -> ImportBatch | None:
    """Return the batch of that name, or None before its first row."""
    return session.scalar(select(ImportBatch).where(ImportBatch.name_key == name_key))


def taken(session: Session, batch_id: int | None, hashes: Sequence[str]) -> dict[str, Taken]:
    """Return which of these rows the batch already holds, by hash."""
    found: dict[str, Taken] = {}
    if batch_id is None:
        return found
    for some in _portions(hashes):
        rows = session.execute(
            select(ImportRow.row_hash, owner_id(), ConsignmentLine.product_id)
            .join(ConsignmentLine, ConsignmentLine.id == ImportRow.consignment_line_id)
            .join(Consignment, Consignment.id == ConsignmentLine.consignment_id)
            .join(Maker, Maker.id == Consignment.maker_id)
            .where(ImportRow.batch_id == batch_id, ImportRow.row_hash.in_(some))
        )
        found.update({row_hash: Taken(maker, product) for row_hash, maker, product in rows})
    return found


def known_makers(session: Session) -> list[KnownMaker]:
    """Return every maker in use by what makers are matched by, and by what they were before.

    A sheet that still names one who was merged means the one who stayed.
    """
    stays = aliased(Maker)
    rows = session.execute(
        select(stays.id, Maker.name, Maker.phone, Maker.nib)
        .join(stays, stays.id == owner_id())
        .where(stays.archived_at.is_(None))
        .order_by(Maker.id)
    )
    return [KnownMaker(number, name_key(name), phone, nib) for number, name, phone, nib in rows]


def known_products(
    session: Session, maker_ids: Iterable[int], *, batch_id: int | None, own_prefix: str
) -> dict[int, list[KnownProduct]]:
    """Return the counted products of these makers as they were before the batch began."""
    found: dict[int, list[KnownProduct]] = defaultdict(list)
    for some in _portions(sorted(set(maker_ids))):
        products = session.execute(
            select(
                Product.id,
                Product.maker_id,
                Product.title,
                Product.motif,
                Product.technique,
                Product.size,
                Product.net_weight,
            )
            .where(
                Product.maker_id.in_(some),
                Product.kind == "counted",
                Product.archived_at.is_(None),
            )
            .order_by(Product.id)
        ).all()
        ids = [row.id for row in products]
        ours = _born_in(session, ids, batch_id)
        prices = _prices_before(session, ids, batch_id)
        coded = _with_own_barcode(session, ids, own_prefix)
        for row in products:
            if row.id not in ours:
                what = kind(row.title, row.motif, row.technique, row.size, row.net_weight)
                found[row.maker_id].append(
                    KnownProduct(row.id, what, *prices[row.id], row.id in coded)
                )
    return found


def code_holders(session: Session, codes: Sequence[str]) -> dict[str, CodeHolder]:
    """Return which products carry these barcodes."""
    found: dict[str, CodeHolder] = {}
    for some in _portions(codes):
        rows = session.execute(
            select(ProductCode.code, Product.id, Product.maker_id, Product.title, Product.kind)
            .join(Product, Product.id == ProductCode.product_id)
            .where(ProductCode.code.in_(some))
        ).all()
        prices = _prices_before(session, [row.id for row in rows], None)
        for row in rows:
            price, net = prices[row.id]
            found[row.code] = CodeHolder(
                row.id, row.maker_id, row.title, row.kind == "unique", (price, net or 0)
            )
    return found


def _born_in(session: Session, product_ids: Sequence[int], batch_id: int | None) -> set[int]:
    """Return the products whose first delivery was this batch."""
    if batch_id is None:
        return set()
    firsts: set[int] = set()
    for some in _portions(product_ids):
        first = (
            select(func.min(ConsignmentLine.id))
            .where(ConsignmentLine.product_id.in_(some))
            .group_by(ConsignmentLine.product_id)
        )
        firsts.update(
            session.scalars(
                select(ConsignmentLine.product_id)
                .join(Consignment, Consignment.id == ConsignmentLine.consignment_id)
                .where(ConsignmentLine.id.in_(first), Consignment.batch_id == batch_id)
            )
        )
    return firsts


def _prices_before(
    session: Session, product_ids: Sequence[int], batch_id: int | None
) -> dict[int, tuple[int, int | None]]:
    """Return list and net price: the newest from before the batch, else the oldest."""
    began = session.get_one(ImportBatch, batch_id).created_at if batch_id else None
    found: dict[int, tuple[int, int | None]] = {}
    for some in _portions(product_ids):
        rows = session.execute(
            select(
                ProductPrice.product_id,
                ProductPrice.price,
                ProductPrice.net_price,
                ProductPrice.set_at,
            )
            .where(ProductPrice.product_id.in_(some))
            .order_by(ProductPrice.id)
        )
        for product_id, price, net, set_at in rows:
            if product_id not in found or began is None or set_at < began:
                found[product_id] = (price, net)
    return found


def _with_own_barcode(session: Session, product_ids: Sequence[int], own_prefix: str) -> set[int]:
    """Return the products that carry a maker's barcode beside or instead of ours."""
    found: set[int] = set()
    for some in _portions(product_ids):
        found.update(
            session.scalars(
                select(ProductCode.product_id).where(
                    ProductCode.product_id.in_(some), ~ProductCode.code.startswith(own_prefix)
                )
            )
        )
    return found


def _portions(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]
