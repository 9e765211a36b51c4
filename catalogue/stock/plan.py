"""What an import is going to do with every row, decided before anything is written.

The plan looks at the whole sheet at once, so its decisions do not depend on the order of rows,
and the same sheet against the same goods gives the same plan in a dry run, in the real run, and
when an interrupted run is taken up again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from catalogue.makers.matching import Cluster, Directory, KnownMaker, NamedMaker, cluster, name_key
from catalogue.outlets import showroom
from catalogue.products.matching import Fit, KnownProduct, Offer, fit
from catalogue.stock import import_queries as known
from catalogue.stock.rows import ConsignedRow, WrongRow, expired, identities, read_row, sort_key
from catalogue.stock.sheet import RawRow, Sheet
from core import settings
from core.i18n import _
from core.money import percent, rupiah


@dataclass(frozen=True)
class RefusedRow:
    """A row that cannot be taken: where it stands, its cells as they were, and why."""

    number: int
    cells: tuple[Any, ...]
    reason: str


@dataclass(eq=False)
class PlannedMaker:
    """A maker of the sheet; `maker_id` is None for one who is new."""

    cluster: Cluster
    name: str
    owner: str
    sentra: str
    address: str
    phone: str | None
    nib: str | None
    commission_bps: int | None
    """The commission of most of its rows, None for net terms."""
    maker_id: int | None
    doubts: set[int] = field(default_factory=set)
    twins: set[int] = field(default_factory=set)
    """Places in the plan of other makers of this sheet who may be the same."""
    hashes: list[str] = field(default_factory=list)


@dataclass(eq=False)
class PlannedProduct:
    """A product of the sheet; `product_id` is None for one that is new."""

    row: ConsignedRow
    product_id: int | None
    change: str | None = None
    """The sentence about a price that changes."""
    doubt: str | None = None
    """Why a person should look at a new product."""
    hashes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class PlannedRow:
    """A row to take: what it says, its identity, and where its maker and product stand."""

    raw: RawRow
    row: ConsignedRow
    row_hash: str
    maker: int
    product: int


@dataclass
class Plan:
    """Everything that one import will do; `rows` in the order in which they are written."""

    headers: tuple[str, ...]
    makers: list[PlannedMaker] = field(default_factory=list)
    products: list[PlannedProduct] = field(default_factory=list)
    rows: list[PlannedRow] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    already_there: int = 0


@dataclass(frozen=True)
class _Candidate:
    """A row that may come in, while it is being decided."""

    raw: RawRow
    row: ConsignedRow
    row_hash: str
    maker: int
    taken: known.Taken | None

    @property
    def group(self) -> tuple[Any, ...]:
        """What is one product within the sheet; every one-of-a-kind piece is its own."""
        piece = self.row_hash if self.row.is_unique else ""
        return (self.maker, self.row.kind, self.row.prices, self.row.barcode or "", piece)


def make(
    session: Session, sheet: Sheet, *, batch_id: int | None, today: date, delivered_on: date
) -> Plan:
    """Return the plan for `sheet` against the goods that `session` sees."""
    plan = Plan(sheet.headers)
    good = _read(sheet.rows, plan)
    hashes = identities([row for _raw, row in good])
    taken = known.taken(session, batch_id, hashes)
    named = [_named(row) for _raw, row in good]
    clusters = cluster(named)
    place_of = {spelling: n for n, each in enumerate(clusters) for spelling in each.spellings}
    candidates = [
        _Candidate(raw, row, row_hash, place_of[spelling], taken.get(row_hash))
        for (raw, row), row_hash, spelling in zip(good, hashes, named, strict=True)
    ]
    _place_makers(session, plan, clusters, candidates)
    plan.already_there = sum(1 for c in candidates if c.taken)
    candidates = _refuse_expired(plan, candidates, delivered_on)
    holders = known.code_holders(session, sorted({c.row.barcode for c in candidates
                                                  if c.row.barcode}))
    prefix = settings.get(session, showroom.CODE_PREFIX, on=today)
    candidates = _refuse_codes(plan, candidates, holders, prefix)
    candidates = _refuse_mixed_rates(plan, candidates)
    there = known.known_products(
        session, [m.maker_id for m in plan.makers if m.maker_id], batch_id=batch_id,
        own_prefix=prefix,
    )
    _place_products(plan, candidates, holders, there)
    plan.refused.sort(key=lambda refusal: refusal.number)
    return plan


def _read(raws: Iterable[RawRow], plan: Plan) -> list[tuple[RawRow, ConsignedRow]]:
    good = []
    for raw in raws:
        try:
            good.append((raw, read_row(raw)))
        except WrongRow as wrong:
            plan.refused.append(RefusedRow(raw.number, raw.cells, wrong.message))
    return good


def _named(row: ConsignedRow) -> NamedMaker:
    return NamedMaker(name_key(row.business), row.phone, row.nib)


# -- makers ----------------------------------------------------------------------------------------


def _place_makers(
    session: Session, plan: Plan, clusters: Sequence[Cluster], candidates: Sequence[_Candidate]
) -> None:
    Directory(known.known_makers(session)).place(clusters)
    rows_of: dict[int, list[_Candidate]] = defaultdict(list)
    for each in candidates:
        rows_of[each.maker].append(each)
    for place, found in enumerate(clusters):
        mine = rows_of[place]
        before = {c.taken.maker_id for c in mine if c.taken}
        if len(before) == 1:
            found.maker_id, found.doubts = before.pop(), set()
        plan.makers.append(_planned_maker(found, [c.row for c in mine]))
    _find_twins(plan, clusters)


def _planned_maker(found: Cluster, rows: Sequence[ConsignedRow]) -> PlannedMaker:
    return PlannedMaker(
        cluster=found,
        name=_usual((row.business for row in rows), prefer_mixed=True),
        owner=_usual(row.owner for row in rows),
        sentra=_usual(row.sentra for row in rows) or _("Lain-lain"),
        address=_usual(row.address for row in rows),
        phone=_usual(row.phone or "" for row in rows) or None,
        nib=found.nib,
        commission_bps=_usual_terms(rows),
        maker_id=found.maker_id,
        doubts=found.doubts,
    )


def _usual(spellings: Iterable[str], *, prefer_mixed: bool = False) -> str:
    """Return the spelling met most often; capitals only where nobody wrote otherwise."""
    counts = Counter(s for s in spellings if s)

    def rank(spelling: str) -> tuple[bool, int, str]:
        return (prefer_mixed and spelling == spelling.upper(), -counts[spelling], spelling)

    return min(counts, key=rank, default="")


def _usual_terms(rows: Sequence[ConsignedRow]) -> int | None:
    counts = Counter(row.commission_bps for row in rows)
    return min(counts, key=lambda bps: (-counts[bps], -1 if bps is None else bps))


def _find_twins(plan: Plan, clusters: Sequence[Cluster]) -> None:
    """Note pairs within the sheet who may be one, where at least one of the two is new."""
    spelled = [
        KnownMaker(place, s.name_key, s.phone, s.nib)
        for place, each in enumerate(clusters) for s in each.spellings
    ]
    directory = Directory(spelled)
    for place, maker in enumerate(plan.makers):
        if maker.maker_id is None:
            for twin in directory.doubts(clusters[place]) - {place}:
                plan.makers[twin].twins.add(place)
                maker.twins.add(twin)


# -- refusals that need the whole sheet ------------------------------------------------------------


def _refuse(plan: Plan, candidate: _Candidate, reason: str) -> None:
    plan.refused.append(RefusedRow(candidate.raw.number, candidate.raw.cells, reason))


def _refuse_expired(
    plan: Plan, candidates: Sequence[_Candidate], delivered_on: date
) -> list[_Candidate]:
    left = []
    for each in candidates:
        reason = None if each.taken else expired(each.row, delivered_on=delivered_on)
        if reason:
            _refuse(plan, each, reason)
        else:
            left.append(each)
    return left


def _refuse_codes(
    plan: Plan,
    candidates: Sequence[_Candidate],
    holders: dict[str, known.CodeHolder],
    own_prefix: str,
) -> list[_Candidate]:
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
                reason = _("barcode %(code)s dipakai untuk barang atau harga yang berbeda di "
                           "lembar ini; perbaiki salah satu", code=code)
            else:
                reason = _wrong_holder(each, maker_id, holders.get(code), own_prefix)
        if reason:
            _refuse(plan, each, reason)
        else:
            left.append(each)
    return left


def _wrong_holder(
    each: _Candidate, maker_id: int | None, holder: known.CodeHolder | None, own_prefix: str
) -> str | None:
    code = each.row.barcode or ""
    if holder is None:
        if code.startswith(own_prefix):
            return _("barcode %(code)s adalah kode toko yang belum terdaftar; kosongkan agar "
                     "dibuatkan kode baru", code=code)
        return None
    if holder.maker_id != maker_id or maker_id is None:
        return _("barcode %(code)s sudah dipakai %(title)s milik perajin lain; periksa barcode "
                 "atau nama IKM", code=code, title=holder.title)
    if holder.is_unique or each.row.is_unique:
        return _("barcode %(code)s sudah dipakai %(title)s, dan karya tunggal tidak dapat "
                 "ditambah; kosongkan barcode", code=code, title=holder.title)
    return None


def _refuse_mixed_rates(plan: Plan, candidates: Sequence[_Candidate]) -> list[_Candidate]:
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
            _refuse(plan, each, _("barang yang sama memakai komisi berbeda (%(rates)s); samakan",
                                  rates=listed))
        else:
            left.append(each)
    return left


# -- products --------------------------------------------------------------------------------------


def _place_products(
    plan: Plan,
    candidates: Sequence[_Candidate],
    holders: dict[str, known.CodeHolder],
    there: dict[int, list[KnownProduct]],
) -> None:
    groups: dict[tuple[Any, ...], list[_Candidate]] = defaultdict(list)
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
                    PlannedRow(each.raw, each.row, each.row_hash, each.maker,
                               len(plan.products) - 1)
                )
    written.sort(key=lambda p: (plan.makers[p.maker].cluster.order, sort_key(p.row), p.row_hash))
    plan.rows = written


def _planned_product(
    mine: Sequence[_Candidate],
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
    return _("%(title)s (%(maker)s): %(old)s → %(new)s", title=row.title, maker=maker,
             old=_prices(old), new=_prices(row.prices))


def _prices(prices: tuple[int, int]) -> str:
    if not prices[1]:
        return rupiah(prices[0])
    return _("%(price)s, titip %(net)s", price=rupiah(prices[0]), net=rupiah(prices[1]))


def _doubt(row: ConsignedRow, maker: str, there: Sequence[KnownProduct]) -> str:
    others = sorted({p.prices for p in there if p.kind == row.kind and not p.has_own_barcode})
    return _("%(title)s (%(maker)s) seharga %(price)s masuk sebagai barang baru; yang sejenis sudah "
             "ada seharga %(others)s", title=row.title, maker=maker, price=_prices(row.prices),
             others=" / ".join(_prices(p) for p in others))
