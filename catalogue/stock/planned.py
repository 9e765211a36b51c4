"""What a plan is made of: the makers, products and rows that an import is going to write."""

from dataclasses import dataclass, field
from typing import Any

from catalogue.makers.matching import Cluster
from catalogue.stock import import_queries as known
from catalogue.stock.cells import text
from catalogue.stock.rows import ConsignedRow
from catalogue.stock.sheet import RawRow


@dataclass(frozen=True)
class RefusedRow:
    """A row that cannot be taken: where it stands, its cells as they were, and why."""

    number: int
    cells: tuple[Any, ...]
    reason: str
    subject: str = ""
    """Maker and goods as the row names them, so that a person finds it."""

    @classmethod
    def of(cls, raw: RawRow, reason: str) -> "RefusedRow":
        """Return the refusal of `raw` for `reason`."""
        named = [text(raw.fields.get(field)) for field in ("business", "title")]
        subject = ", ".join(name for name in named if name)
        return cls(raw.number, raw.cells, reason, subject[:120])


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
class Candidate:
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
