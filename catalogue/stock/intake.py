"""Taking the rows of one step in: finds or makes maker, product and consignment, then the goods.

What a step has found or made is kept between its rows; a row that fails takes back only its own.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from catalogue.makers import queries as maker_reads
from catalogue.makers import service as makers
from catalogue.makers.models import Maker
from catalogue.outlets.models import Outlet
from catalogue.products import certificates, contracts
from catalogue.products import service as products
from catalogue.products.contracts import Terms
from catalogue.products.models import Product
from catalogue.products.queries import require_product
from catalogue.stock import import_queries as known
from catalogue.stock import service as stock
from catalogue.stock.models import Consignment, ImportBatch, ImportRow
from catalogue.stock.plan import Plan, PlannedMaker, PlannedRow
from catalogue.stock.rows import ConsignedRow
from core.clock import local_date
from core.i18n import _


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
        self.new_makers: set[str] = set()
        self.doubts: set[str] = set()
        self._found: dict[tuple[str, Any], Any] = {}

    def remember(self) -> tuple[dict[tuple[str, Any], Any], set[str], set[str]]:
        """Return what is known now, to come back to when a row fails."""
        return dict(self._found), set(self.new_makers), set(self.doubts)

    def forget(self, before: tuple[dict[tuple[str, Any], Any], set[str], set[str]]) -> None:
        """Go back to what was known before a row that failed."""
        self._found, self.new_makers, self.doubts = before

    def take(self, planned: PlannedRow) -> None:
        """Take one row in; raise Refused if it cannot be."""
        row = planned.row
        maker = self._maker(planned.maker, row)
        product = self._product(planned, maker)
        consignment = self._consignment(maker)
        line = stock.add_line(
            self.session, consignment, product, quantity=row.quantity, price=row.price,
            net_price=row.net, expires_on=row.expiry, note=row.note,
        )
        stock.take_in(self.session, consignment, line, by=self.by, at=self.at)
        self.session.add(
            ImportRow(batch_id=self.batch.id, row_hash=planned.row_hash,
                      consignment_line_id=line.id)
        )
        self.session.flush()

    def seal(self) -> None:
        """Give the consignments of this step their numbers."""
        for (what, _key), found in self._found.items():
            if what == "consignment":
                stock.seal(self.session, found, by=self.by, at=self.at)

    # -- makers ------------------------------------------------------------------------------------

    def _maker(self, place: int, row: ConsignedRow) -> Maker:
        found = self._found.get(("maker", place))
        if found is None:
            planned = self.plan.makers[place]
            maker_id = self._maker_id(planned)
            found = self._new_maker(planned) if maker_id is None else \
                maker_reads.require_maker(self.session, maker_id)
            makers.fill_in(self.session, found, phone=planned.phone, nib=planned.nib)
            self._found["maker", place] = found
        self._certify(found, row)
        return found  # type: ignore[no-any-return]

    def _maker_id(self, planned: PlannedMaker) -> int | None:
        """Return who a maker of the plan is: known before, or made by an earlier step."""
        if planned.maker_id is not None:
            return planned.maker_id
        taken = known.taken(self.session, self.batch.id, planned.hashes)
        return next((t.maker_id for t in taken.values()), None)

    def _new_maker(self, planned: PlannedMaker) -> Maker:
        maker = makers.register(
            self.session, planned.name, sentra=makers.sentra_named(self.session, planned.sentra),
            owner=planned.owner, address=planned.address, phone=planned.phone, nib=planned.nib,
            by=self.by, at=self.at,
        )
        contracts.agree(
            self.session, _terms(planned.commission_bps), maker=maker, starts_on=self.today,
            by=self.by, at=self.at,
        )
        self.new_makers.add(maker.name)
        others = set(planned.doubts)
        for twin in planned.twins:
            other_id = self._maker_id(self.plan.makers[twin])
            if other_id is not None:
                others.add(other_id)
        for other_id in sorted(others - {maker.id}):
            self._doubt(maker, maker_reads.require_maker(self.session, other_id))
        return maker

    def _doubt(self, maker: Maker, other: Maker) -> None:
        reason = _("%(one)s mungkin sama dengan %(other)s", one=maker.name, other=other.name)
        makers.doubt(self.session, maker, other, reason=reason, at=self.at)
        self.doubts.add(reason)

    def _certify(self, maker: Maker, row: ConsignedRow) -> None:
        papers: list[tuple[str, str | None, date | None]] = [
            ("pirt", row.pirt, certificates.pirt_expiry(row.pirt)),
            ("halal", row.halal, None),
        ]
        for kind, number, expires_on in papers:
            if number and ("paper", (maker.id, kind, number)) not in self._found:
                certificates.note(
                    self.session, maker, kind, number, expires_on=expires_on, at=self.at
                )
                self._found["paper", (maker.id, kind, number)] = True

    # -- goods -------------------------------------------------------------------------------------

    def _product(self, planned: PlannedRow, maker: Maker) -> Product:
        found: Product | None = self._found.get(("product", planned.product))
        if found is None:
            found = self._known_product(planned) or self._new_product(planned, maker)
            self._agree(found, planned.row)
            self._found["product", planned.product] = found
        return found

    def _known_product(self, planned: PlannedRow) -> Product | None:
        wanted = self.plan.products[planned.product]
        product_id = wanted.product_id
        if product_id is None:
            taken = known.taken(self.session, self.batch.id, wanted.hashes)
            product_id = next((t.product_id for t in taken.values()), None)
        return require_product(self.session, product_id) if product_id else None

    def _new_product(self, planned: PlannedRow, maker: Maker) -> Product:
        row, wanted = planned.row, self.plan.products[planned.product]
        product = products.create(
            self.session,
            products.Facts(
                title=wanted.row.title, motif=row.motif, technique=row.technique, size=row.size,
                net_weight=row.net_weight, unit=row.unit or "buah",
            ),
            maker=maker, kind="unique" if row.is_unique else "counted", price=row.price,
            net_price=row.net, code=row.barcode, by=self.by, at=self.at,
        )
        if wanted.doubt:
            products.doubt(self.session, product, reason=wanted.doubt, at=self.at)
        return product

    def _agree(self, product: Product, row: ConsignedRow) -> None:
        """See to it that the terms in force for a product are those of the row."""
        terms = _terms(row.commission_bps)
        held = contracts.in_force(self.session, product, on=self.today)
        if held and (held.terms, held.commission_bps) == (terms.kind, terms.commission_bps):
            return
        contracts.agree(
            self.session, terms, product=product, starts_on=self.today, by=self.by, at=self.at
        )

    def _consignment(self, maker: Maker) -> Consignment:
        found: Consignment | None = self._found.get(("consignment", maker.id))
        if found is None:
            note = _("Impor lembar %(batch)s", batch=self.batch.name)
            found = stock.draft(
                self.session, maker, self.outlet, batch=self.batch, note=note, by=self.by,
                at=self.at,
            )
            self._found["consignment", maker.id] = found
        return found


def _terms(commission_bps: int | None) -> Terms:
    return Terms("net" if commission_bps is None else "percent", commission_bps)
