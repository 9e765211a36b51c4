"""Taking the rows of one step in: makers, products, consignments, and then the goods.

Everything of a step is looked up and written together, in a few statements however many rows it
has. What an earlier step of the same batch made is found again by the identities of its rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from catalogue.makers import owners
from catalogue.makers import queries as maker_reads
from catalogue.makers import service as makers
from catalogue.makers.models import Maker
from catalogue.outlets.models import Outlet
from catalogue.products import certificates, contracts, licences
from catalogue.products import queries as product_reads
from catalogue.products import service as products
from catalogue.products.models import Contract, Product
from catalogue.products.terms import Terms
from catalogue.stock import import_queries as known
from catalogue.stock import service as stock
from catalogue.stock.models import Consignment, ImportBatch, ImportRow
from catalogue.stock.planned import Plan, PlannedMaker, PlannedRow
from core.clock import local_date
from core.i18n import _


@dataclass
class Heard:
    """What a person should hear of rows that came in."""

    new_makers: set[str] = field(default_factory=set)
    doubts: set[str] = field(default_factory=set)


class Intake:
    """One step's work on one batch at one outlet; everything inside the caller's transaction."""

    def __init__(
        self,
        session: Session,
        plan: Plan,
        batch: ImportBatch,
        outlet: Outlet,
        *,
        by: int | None,
        at: datetime,
    ) -> None:
        self.session, self.plan, self.batch, self.outlet = session, plan, batch, outlet
        self.by, self.at = by, at
        self.today = local_date(at, outlet.zone)
        self.heard = Heard()

    def take(self, rows: Sequence[PlannedRow]) -> Heard:
        """Take these rows in and return what to tell; raise Refused if one of them cannot be."""
        self.heard = Heard()
        before = self._taken_before(rows)
        holders = self._makers({row.maker for row in rows}, before)
        self._certify(rows, holders)
        goods = self._products(rows, holders, before)
        papers = {
            place: stock.draft(
                self.session,
                holders[place],
                self.outlet,
                batch=self.batch,
                note=_("Impor lembar %(batch)s", batch=self.batch.name),
                by=self.by,
                at=self.at,
            )
            for place in sorted(holders)
        }
        self._receive(rows, goods, papers)
        for paper in papers.values():
            stock.seal(self.session, paper, by=self.by, at=self.at)
        return self.heard

    def _taken_before(self, rows: Sequence[PlannedRow]) -> dict[str, known.Taken]:
        """Return where this batch's earlier rows of the same new makers and products went."""
        hashes: set[str] = set()
        for row in rows:
            maker, product = self.plan.makers[row.maker], self.plan.products[row.product]
            for new in [maker, *(self.plan.makers[twin] for twin in maker.twins)]:
                if new.maker_id is None:
                    hashes.update(new.hashes)
            if product.product_id is None:
                hashes.update(product.hashes)
        return known.taken(self.session, self.batch.id, sorted(hashes))

    # -- makers ------------------------------------------------------------------------------------

    def _makers(self, places: Iterable[int], before: dict[str, known.Taken]) -> dict[int, Maker]:
        found: dict[int, Maker] = {}
        for place in sorted(places):
            planned = self.plan.makers[place]
            maker_id = _maker_id(planned, before)
            if maker_id is None:
                found[place] = self._new_maker(planned, found, before)
            else:
                found[place] = maker_reads.require_maker(self.session, maker_id)
                makers.fill_in(self.session, found[place], phone=planned.phone, nib=planned.nib)
        return found

    def _new_maker(
        self, planned: PlannedMaker, found: dict[int, Maker], before: dict[str, known.Taken]
    ) -> Maker:
        maker = makers.register(
            self.session,
            planned.name,
            sentra=makers.sentra_named(self.session, planned.sentra),
            owner=planned.owner,
            address=planned.address,
            phone=planned.phone,
            nib=planned.nib,
            by=self.by,
            at=self.at,
        )
        usual = contracts.default_in_force(self.session, on=self.today)
        contracts.agree(
            self.session,
            _changed(usual, _terms(planned.commission_bps)),
            maker=maker,
            starts_on=self.today,
            by=self.by,
            at=self.at,
        )
        self.heard.new_makers.add(maker.name)
        others = set(planned.doubts)
        for twin in planned.twins:
            other_id = (
                found[twin].id if twin in found else _maker_id(self.plan.makers[twin], before)
            )
            if other_id is not None:
                others.add(other_id)
        for other_id in sorted(others - {maker.id}):
            self._doubt(maker, maker_reads.require_maker(self.session, other_id))
        return maker

    def _doubt(self, maker: Maker, other: Maker) -> None:
        reason = _("%(one)s mungkin sama dengan %(other)s", one=maker.name, other=other.name)
        makers.doubt(self.session, maker, other, reason=reason, at=self.at)
        self.heard.doubts.add(reason)

    def _certify(self, rows: Sequence[PlannedRow], holders: dict[int, Maker]) -> None:
        papers: dict[tuple[int, str, str], date | None] = {}
        for each in rows:
            if each.row.pirt:
                papers[each.maker, "pirt", each.row.pirt] = licences.pirt_expiry(each.row.pirt)
            if each.row.halal:
                papers[each.maker, "halal", each.row.halal] = None
        for (place, kind, number), expires_on in papers.items():
            certificates.note(
                self.session, holders[place], kind, number, expires_on=expires_on, at=self.at
            )

    # -- goods -------------------------------------------------------------------------------------

    def _products(
        self,
        rows: Sequence[PlannedRow],
        holders: dict[int, Maker],
        before: dict[str, known.Taken],
    ) -> dict[int, Product]:
        first = {row.product: row for row in reversed(rows)}
        ids = {place: self._product_id(place, before) for place in sorted(first)}
        there = product_reads.by_ids(self.session, [i for i in ids.values() if i is not None])
        missing = [first[place] for place, product_id in ids.items() if product_id is None]
        created = products.create_all(
            self.session,
            [self._new(row, holders[row.maker]) for row in missing],
            by=self.by,
            at=self.at,
        )
        found = {place: there[i] for place, i in ids.items() if i is not None}
        for row, product in zip(missing, created, strict=True):
            found[row.product] = product
            doubt = self.plan.products[row.product].doubt
            if doubt:
                products.doubt(self.session, product, reason=doubt, at=self.at)
        self._agree({place: found[place] for place in sorted(found)}, first)
        return found

    def _product_id(self, place: int, before: dict[str, known.Taken]) -> int | None:
        planned = self.plan.products[place]
        if planned.product_id is not None:
            return planned.product_id
        return next((before[h].product_id for h in planned.hashes if h in before), None)

    def _new(self, planned: PlannedRow, maker: Maker) -> products.NewProduct:
        row, wanted = planned.row, self.plan.products[planned.product]
        facts = products.Facts(
            title=wanted.row.title,
            motif=wanted.row.motif,
            technique=wanted.row.technique,
            size=wanted.row.size,
            net_weight=row.net_weight,
            unit=row.unit or "buah",
        )
        kind = "unique" if row.is_unique else "counted"
        return products.NewProduct(facts, maker, kind, row.price, row.net, row.barcode)

    def _agree(self, found: dict[int, Product], first: dict[int, PlannedRow]) -> None:
        """See to it that the terms in force for each product are those of its rows.

        Raises Forbidden where they would change for goods of a maker whom `by` stands behind.
        """
        held = contracts.all_in_force(self.session, list(found.values()), on=self.today)
        for place, product in found.items():
            terms = _terms(first[place].row.commission_bps)
            contract = held.get(product.id)
            if contract is None or (contract.terms, contract.commission_bps) != (
                terms.kind,
                terms.commission_bps,
            ):
                sentence = _("Perjanjian Anda sendiri diisi pengurus lain.")
                owners.refuse_own(self.session, [product.maker_id], sentence, by=self.by)
                contracts.agree(
                    self.session,
                    _changed(contract, terms),
                    product=product,
                    starts_on=self.today,
                    by=self.by,
                    at=self.at,
                )

    def _receive(
        self,
        rows: Sequence[PlannedRow],
        goods: dict[int, Product],
        papers: dict[int, Consignment],
    ) -> None:
        lines = stock.add_lines(
            self.session,
            [
                (
                    papers[each.maker],
                    stock.NewLine(
                        goods[each.product],
                        each.row.quantity,
                        each.row.price,
                        each.row.net,
                        each.row.expiry,
                        each.row.note,
                    ),
                )
                for each in rows
            ],
        )
        written = [papers[each.maker] for each in rows]
        stock.take_in(self.session, list(zip(written, lines, strict=True)), by=self.by, at=self.at)
        self.session.add_all(
            ImportRow(batch_id=self.batch.id, row_hash=each.row_hash, consignment_line_id=line.id)
            for each, line in zip(rows, lines, strict=True)
        )
        self.session.flush()


def _maker_id(planned: PlannedMaker, before: dict[str, known.Taken]) -> int | None:
    """Return who a maker of the plan is: known before, or made by an earlier step."""
    if planned.maker_id is not None:
        return planned.maker_id
    return next((before[h].maker_id for h in planned.hashes if h in before), None)


def _terms(commission_bps: int | None) -> Terms:
    return Terms("net" if commission_bps is None else "percent", commission_bps)


def _changed(contract: Contract | None, terms: Terms) -> Terms:
    """Return what was agreed with the sheet's way of sharing; a sheet says nothing of the rest."""
    if contract is None:
        return terms
    return replace(
        contracts.terms_of(contract), kind=terms.kind, commission_bps=terms.commission_bps
    )
