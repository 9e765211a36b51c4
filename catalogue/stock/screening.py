"""Refusals that need the whole sheet: what one row says is contradicted by another, or by the goods.

Symmetric: where two rows contradict each other both are refused, whichever comes first.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from catalogue.stock import import_queries as known
from catalogue.stock.planned import Candidate, Plan, RefusedRow
from catalogue.stock.rows import expired
from core.i18n import _
from core.money import percent


def _refuse(plan: Plan, candidate: Candidate, reason: str) -> None:
    plan.refused.append(RefusedRow.of(candidate.raw, reason))


def refuse_expired(
    plan: Plan, candidates: Sequence[Candidate], delivered_on: date
) -> list[Candidate]:
    """Refuse goods that had expired when they were brought, unless they came in before."""
    left = []
    for each in candidates:
        reason = None if each.taken else expired(each.row, delivered_on=delivered_on)
        if reason:
            _refuse(plan, each, reason)
        else:
            left.append(each)
    return left


def refuse_codes(
    plan: Plan,
    candidates: Sequence[Candidate],
    holders: dict[str, known.CodeHolder],
    own_prefix: str,
) -> list[Candidate]:
    """Refuse barcodes that mean two things here, or another maker's goods there."""
    meanings: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
    for each in candidates:
        if each.row.barcode and not each.taken:
            meanings[each.row.barcode].add(each.group)
    left = []
    for each in candidates:
        code = each.row.barcode
        reason = None
        if code and not each.taken:
            maker_id = plan.makers[each.maker].maker_id
            if len(meanings[code]) > 1:
                reason = _(
                    "barcode %(code)s dipakai untuk barang atau harga yang berbeda di "
                    "lembar ini; perbaiki salah satu",
                    code=code,
                )
            else:
                reason = _wrong_holder(each, maker_id, holders.get(code), own_prefix)
        if reason:
            _refuse(plan, each, reason)
        else:
            left.append(each)
    return left


def _wrong_holder(
    each: Candidate, maker_id: int | None, holder: known.CodeHolder | None, own_prefix: str
) -> str | None:
    code = each.row.barcode or ""
    if holder is None:
        if code.startswith(own_prefix):
            return _(
                "barcode %(code)s adalah kode toko yang belum terdaftar; kosongkan agar "
                "dibuatkan kode baru",
                code=code,
            )
        return None
    if holder.maker_id != maker_id or maker_id is None:
        return _(
            "barcode %(code)s sudah dipakai %(title)s milik perajin lain; periksa barcode "
            "atau nama IKM",
            code=code,
            title=holder.title,
        )
    if holder.is_unique or each.row.is_unique:
        return _(
            "barcode %(code)s sudah dipakai %(title)s, dan karya tunggal tidak dapat "
            "ditambah; kosongkan barcode",
            code=code,
            title=holder.title,
        )
    return None


def refuse_mixed_rates(plan: Plan, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Refuse rows of one product that name different commissions: a product has one."""
    rates: dict[tuple[Any, ...], set[int]] = defaultdict(set)
    for each in candidates:
        if not each.taken and each.row.commission_bps is not None:
            rates[each.group].add(each.row.commission_bps)
    left = []
    for each in candidates:
        found = rates[each.group]
        if len(found) > 1 and not each.taken:
            listed = ", ".join(percent(bps) for bps in sorted(found))
            _refuse(
                plan,
                each,
                _("barang yang sama memakai komisi berbeda (%(rates)s); samakan", rates=listed),
            )
        else:
            left.append(each)
    return left
