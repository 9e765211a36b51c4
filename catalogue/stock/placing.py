"""Which product each row of a sheet is: one of those there, or a new one."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from catalogue.products.matching import Fit, KnownProduct, Offer, fit
from catalogue.stock import import_queries as known
from catalogue.stock.planned import Candidate, Plan, PlannedProduct, PlannedRow
from catalogue.stock.rows import ConsignedRow, sort_key
from core.i18n import _
from core.money import rupiah


def place_products(
    plan: Plan,
    candidates: Sequence[Candidate],
    holders: dict[str, known.CodeHolder],
    there: dict[int, list[KnownProduct]],
) -> None:
    """Write into `plan` the products that the candidates are, and the rows in their order."""
    groups: dict[tuple[Any, ...], list[Candidate]] = defaultdict(list)
    for each in candidates:
        groups[each.group].append(each)
    offers: dict[int, list[Offer]] = defaultdict(list)
    for group, mine in groups.items():
        if not mine[0].row.barcode and not mine[0].row.is_unique:
            offers[group[0]].append(Offer(mine[0].row.kind, mine[0].row.prices))
    written = []
    in_order = sorted(
        groups.items(), key=lambda g: (g[0][0], min(sort_key(c.row) for c in g[1]), g[0][-1])
    )
    for group, mine in in_order:
        maker = plan.makers[group[0]]
        beside = offers[group[0]]
        known_here = there.get(maker.maker_id or 0, [])
        product = _planned_product(mine, maker.name, holders, beside, known_here)
        plan.products.append(product)
        for each in mine:
            maker.hashes.append(each.row_hash)
            product.hashes.append(each.row_hash)
            if not each.taken:
                written.append(
                    PlannedRow(
                        each.raw, each.row, each.row_hash, each.maker, len(plan.products) - 1
                    )
                )
    written.sort(key=lambda p: (plan.makers[p.maker].cluster.order, sort_key(p.row), p.row_hash))
    plan.rows = written


def _planned_product(
    mine: Sequence[Candidate],
    maker: str,
    holders: dict[str, known.CodeHolder],
    beside: Sequence[Offer],
    there: Sequence[KnownProduct],
) -> PlannedProduct:
    row = min((c.row for c in mine), key=sort_key)
    before = sorted({c.taken.product_id for c in mine if c.taken})
    if before:
        return PlannedProduct(row, before[0])
    if row.barcode:
        holder = holders.get(row.barcode)
        if holder is None:
            return PlannedProduct(row, None)
        return PlannedProduct(row, holder.product_id, _change(row, maker, holder.prices))
    if row.is_unique:
        return PlannedProduct(row, None)
    found, product_id = fit(Offer(row.kind, row.prices), beside, there)
    if found is Fit.NEW_PRICE:
        old = next(p.prices for p in there if p.id == product_id)
        return PlannedProduct(row, product_id, _change(row, maker, old))
    if found is Fit.UNCLEAR:
        return PlannedProduct(row, None, doubt=_doubt(row, maker, there))
    return PlannedProduct(row, product_id)


def _change(row: ConsignedRow, maker: str, old: tuple[int, int]) -> str | None:
    """Return the sentence about a price that is another than before, None if it is not."""
    if row.prices == old:
        return None
    return _(
        "%(title)s (%(maker)s): %(old)s → %(new)s",
        title=row.title,
        maker=maker,
        old=_prices(old),
        new=_prices(row.prices),
    )


def _prices(prices: tuple[int, int]) -> str:
    if not prices[1]:
        return rupiah(prices[0])
    return _("%(price)s, titip %(net)s", price=rupiah(prices[0]), net=rupiah(prices[1]))


def _doubt(row: ConsignedRow, maker: str, there: Sequence[KnownProduct]) -> str:
    others = sorted({p.prices for p in there if p.kind == row.kind and not p.has_own_barcode})
    return _(
        "%(title)s (%(maker)s) seharga %(price)s masuk sebagai barang baru; yang sejenis sudah "
        "ada seharga %(others)s",
        title=row.title,
        maker=maker,
        price=_prices(row.prices),
        others=" / ".join(_prices(p) for p in others),
    )
