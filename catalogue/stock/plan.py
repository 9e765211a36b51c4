"""What an import is going to do with every row, decided before anything is written.

The plan looks at the whole sheet at once, so its decisions do not depend on the order of rows,
and the same sheet against the same goods gives the same plan in a dry run, in the real run, and
when an interrupted run is taken up again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from catalogue.makers.matching import Cluster, Directory, KnownMaker, NamedMaker, cluster, name_key
from catalogue.outlets import showroom
from catalogue.stock import import_queries as known
from catalogue.stock.placing import place_products
from catalogue.stock.planned import Candidate, Plan, PlannedMaker, RefusedRow
from catalogue.stock.rows import ConsignedRow, WrongRow, identities, read_row
from catalogue.stock.screening import refuse_codes, refuse_expired, refuse_mixed_rates
from catalogue.stock.sheet import RawRow, Sheet
from core import settings
from core.i18n import _


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
        Candidate(raw, row, row_hash, place_of[spelling], taken.get(row_hash))
        for (raw, row), row_hash, spelling in zip(good, hashes, named, strict=True)
    ]
    _place_makers(session, plan, clusters, candidates)
    plan.already_there = sum(1 for c in candidates if c.taken)
    candidates = refuse_expired(plan, candidates, delivered_on)
    holders = known.code_holders(
        session, sorted({c.row.barcode for c in candidates if c.row.barcode})
    )
    prefix = settings.get(session, showroom.CODE_PREFIX, on=today)
    candidates = refuse_codes(plan, candidates, holders, prefix)
    candidates = refuse_mixed_rates(plan, candidates)
    there = known.known_products(
        session,
        [m.maker_id for m in plan.makers if m.maker_id],
        batch_id=batch_id,
        own_prefix=prefix,
    )
    place_products(plan, candidates, holders, there)
    plan.refused.sort(key=lambda refusal: refusal.number)
    return plan


def _read(raws: Iterable[RawRow], plan: Plan) -> list[tuple[RawRow, ConsignedRow]]:
    good = []
    for raw in raws:
        try:
            good.append((raw, read_row(raw)))
        except WrongRow as wrong:
            plan.refused.append(RefusedRow.of(raw, wrong.message))
    return good


def _named(row: ConsignedRow) -> NamedMaker:
    return NamedMaker(name_key(row.business), row.phone, row.nib)


# -- makers ----------------------------------------------------------------------------------------


def _place_makers(
    session: Session, plan: Plan, clusters: Sequence[Cluster], candidates: Sequence[Candidate]
) -> None:
    Directory(known.known_makers(session)).place(clusters)
    rows_of: dict[int, list[Candidate]] = defaultdict(list)
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
        for place, each in enumerate(clusters)
        for s in each.spellings
    ]
    directory = Directory(spelled)
    for place, maker in enumerate(plan.makers):
        if maker.maker_id is None:
            for twin in directory.doubts(clusters[place]) - {place}:
                plan.makers[twin].twins.add(place)
                maker.twins.add(twin)
