"""Reads for merging, handing out and erasing: what a maker has, and which merges there were."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from catalogue.makers import queries as makers
from catalogue.makers.models import Maker
from catalogue.products import contracts
from catalogue.products.models import Certificate, Contract, Product
from catalogue.stock.models import Consignment, StockLevel
from core.errors import NotFound
from core.i18n import _
from pos.settlements import queries as settlements
from pos.settlements.maker_records.models import MakerMerge
from pos.settlements.models import Statement


@dataclass(frozen=True)
class Holdings:
    """What hangs on a maker: goods, pieces on hand, papers, terms, money in rupiah, sign-in."""

    maker: Maker
    goods: int
    pieces: int
    consignments: int
    certificates: int
    statements: int
    contract: Contract | None
    has_own_contract: bool
    owed: int
    payable: int
    has_access: bool
    has_bank: bool


def holdings(session: Session, maker: Maker, *, today: date) -> Holdings:
    """Return what hangs on a maker and on those who were merged into the maker."""
    family = makers.family(maker.id)
    private = makers.private_of(session, maker.id)
    contract = contracts.of_maker_in_force(session, maker.id, on=today)

    def count(column: object, *where: object) -> int:
        return int(session.scalar(select(func.count(column)).where(*where)) or 0)  # type: ignore[arg-type]

    pieces = session.scalar(
        select(func.coalesce(func.sum(StockLevel.on_hand), 0))
        .join(Product, Product.id == StockLevel.product_id)
        .where(Product.maker_id == maker.id)
    )
    return Holdings(
        maker=maker,
        goods=count(Product.id, Product.maker_id == maker.id),
        pieces=int(pieces or 0),
        consignments=count(Consignment.id, Consignment.maker_id.in_(family)),
        certificates=count(Certificate.id, Certificate.maker_id == maker.id),
        statements=count(Statement.id, Statement.maker_id.in_(family)),
        contract=contract,
        has_own_contract=contract is not None and contract.maker_id is not None,
        owed=settlements.owed(session, maker.id),
        payable=settlements.payable(session, maker.id),
        has_access=makers.user_of(session, maker.id) is not None,
        has_bank=bool(private and private.bank_account),
    )


def require_merge(session: Session, merge_id: int) -> MakerMerge:
    """Return the merge, or raise NotFound."""
    found = session.get(MakerMerge, merge_id)
    if found is None:
        raise NotFound(_("Penggabungan ini tidak ada dalam daftar."))
    return found


def merges_of(session: Session, maker_id: int) -> list[MakerMerge]:
    """Return the merges that a maker was part of, newest first."""
    return list(
        session.scalars(
            select(MakerMerge)
            .where(or_(MakerMerge.into_id == maker_id, MakerMerge.from_id == maker_id))
            .order_by(MakerMerge.id.desc())
        )
    )
