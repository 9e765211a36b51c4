"""The papers that Titip prints, as frozen values: everything a paper says stands in it.

A document is made and stored with the event it tells of, and printed afterwards by whatever
printer there is. Amounts are whole rupiah, times are aware, `zone` is WIB, WITA or WIT.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, ClassVar, Self

from core.clock import ZONES
from printers.codec import BrokenDocument, decode, encode


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """Whose paper it is: name, address line by line, phone (may be empty)."""

    name: str
    address: tuple[str, ...] = ()
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Document:
    """What every paper has. `demo` prints MODE CONTOH; `copy` n > 0 prints SALINAN n."""

    kind: ClassVar[str]
    version: ClassVar[int] = 1

    house: Letterhead
    language: str = "id"
    demo: bool = False
    copy: int = 0

    def __post_init__(self) -> None:
        """Refuse a document that contradicts itself."""
        if self.language not in ("id", "en"):
            raise BrokenDocument(f"no language {self.language!r}")
        zone = getattr(self, "zone", "WIB")
        if zone not in ZONES:
            raise BrokenDocument(f"no zone {zone!r}")
        self.check()

    def check(self) -> None:
        """Raise BrokenDocument where the sums of the paper do not agree."""

    def as_copy(self, number: int) -> Self:
        """Return the same document marked as copy `number` (0 = the original)."""
        return replace(self, copy=number)


@dataclass(frozen=True, kw_only=True)
class ReceiptLine:
    """One line: `amount` = quantity × unit price − discount; negative quantity = a return."""

    title: str
    maker: str
    quantity: int
    unit_price: int
    amount: int
    code: str = ""
    discount: int = 0
    discount_label: str = ""


@dataclass(frozen=True, kw_only=True)
class ReceiptTender:
    """How a part was paid, in the words of the shop; `claimed` = not yet seen by the acquirer."""

    label: str
    amount: int
    reference: str = ""
    claimed: bool = False


@dataclass(frozen=True, kw_only=True)
class Receipt(Document):
    """The till's receipt. `total` = sum of the line amounts + rounding.

    A cash tender's amount is what was received; `change` is what went back. `url` is the digital
    receipt, None while there is no public address. `original` is the sale a return belongs to.
    """

    kind: ClassVar[str] = "receipt"

    outlet: str
    till: str
    number: str
    cashier: str
    completed_at: datetime
    zone: str
    lines: tuple[ReceiptLine, ...]
    total: int
    tenders: tuple[ReceiptTender, ...]
    rounding: int = 0
    change: int = 0
    original: str = ""
    practice: bool = False
    url: str | None = None
    footer: tuple[str, ...] = ()

    def check(self) -> None:
        """Lines and rounding must make the total."""
        for line in self.lines:
            if line.quantity * line.unit_price - line.discount != line.amount:
                raise BrokenDocument(f"line {line.title!r} of {self.number} does not add up")
        if sum(line.amount for line in self.lines) + self.rounding != self.total:
            raise BrokenDocument(f"receipt {self.number} does not add up")

    @property
    def list_total(self) -> int:
        """Sum of the lines at list price."""
        return sum(line.quantity * line.unit_price for line in self.lines)

    @property
    def discount_total(self) -> int:
        """Sum of the discounts, a positive number of rupiah."""
        return sum(line.discount for line in self.lines)

    @property
    def pieces(self) -> int:
        """How many pieces went over the counter, returns not counted."""
        return sum(line.quantity for line in self.lines if line.quantity > 0)

    @property
    def claimed(self) -> bool:
        """Whether a tender still waits for its confirmation."""
        return any(tender.claimed for tender in self.tenders)


@dataclass(frozen=True, kw_only=True)
class Label:
    """One price tag. `code` is 13 digits with a right check digit; `url` is the page of the piece.

    `facts` are short words under the name (technique, days to make, size); food has
    `best_before`, `lot` and `marks` (P-IRT, Halal).
    """

    code: str
    title: str
    price: int
    maker: str = ""
    facts: tuple[str, ...] = ()
    best_before: date | None = None
    lot: str = ""
    marks: tuple[str, ...] = ()
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class LabelRun:
    """One label, `count` times."""

    label: Label
    count: int = 1


@dataclass(frozen=True, kw_only=True)
class Labels(Document):
    """A batch of price tags; `stock` names the labels, empty = those that the printer holds."""

    kind: ClassVar[str] = "labels"

    runs: tuple[LabelRun, ...]
    stock: str = ""

    def check(self) -> None:
        """Every count is at least one."""
        if any(run.count < 1 for run in self.runs):
            raise BrokenDocument("a label is printed at least once")

    def each(self) -> tuple[Label, ...]:
        """Return the labels one by one, as they come out of the printer."""
        return tuple(run.label for run in self.runs for _ in range(run.count))


@dataclass(frozen=True, kw_only=True)
class StatementLine:
    """One sold (or returned) line of a maker: share = what the maker gets of it.

    `discount` and `commission` are what was taken off, as positive rupiah; on a return all
    amounts are negative. `note` says who bore a discount, or which receipt a return belongs to.
    """

    day: date
    number: str
    title: str
    quantity: int
    amount: int
    discount: int
    commission: int
    share: int
    outlet: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class StatementEntry:
    """A maker's entry that is no sale line: payout, fee, compensation. Signed rupiah."""

    day: date
    label: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class Statement(Document):
    """Laporan hasil titipan. closing = opening + shares of the lines + entries.

    `held` is money not yet due, told apart and no part of `closing`. `heads` are the heads of the
    hash chains at posting, in the form `name: digest`.
    """

    kind: ClassVar[str] = "statement"

    number: str
    maker: str
    maker_code: str
    period_from: date
    period_to: date
    posted_at: datetime
    zone: str
    opening: int
    lines: tuple[StatementLine, ...]
    entries: tuple[StatementEntry, ...]
    closing: int
    held: int = 0
    terms: str = ""
    payment: str = ""
    heads: tuple[str, ...] = ()

    def check(self) -> None:
        """Opening, lines and entries must make the closing balance."""
        earned = sum(line.share for line in self.lines)
        if self.opening + earned + sum(e.amount for e in self.entries) != self.closing:
            raise BrokenDocument(f"statement {self.number} does not add up")


@dataclass(frozen=True, kw_only=True)
class ReportRow:
    """One row of a shift report: a label, how many, and rupiah."""

    label: str
    amount: int
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class ShiftReport(Document):
    """X (while open) or Z (at close) of one shift.

    `proof_ok` is None on an X. `difference` = counted − expected. `denominations` are pairs of
    (note in rupiah, how many).
    """

    kind: ClassVar[str] = "shift_report"

    letter: str
    number: str
    outlet: str
    till: str
    cashier: str
    business_date: date
    opened_at: datetime
    printed_at: datetime
    zone: str
    opening_float: int
    first_sale: str = ""
    last_sale: str = ""
    sales: tuple[ReportRow, ...] = ()
    tenders: tuple[ReportRow, ...] = ()
    cash: tuple[ReportRow, ...] = ()
    expected: int | None = None
    counted: int | None = None
    denominations: tuple[tuple[int, int], ...] = ()
    proof: tuple[ReportRow, ...] = ()
    proof_ok: bool | None = None
    head: str = ""

    def check(self) -> None:
        """The letter is X or Z; counted notes make the counted sum."""
        if self.letter not in ("X", "Z"):
            raise BrokenDocument(f"no shift report {self.letter!r}")
        notes = sum(note * count for note, count in self.denominations)
        if self.denominations and notes != self.counted:
            raise BrokenDocument(f"the counted notes of {self.number} do not make the sum")

    @property
    def difference(self) -> int | None:
        """Counted minus expected cash, None while nothing was counted."""
        if self.counted is None or self.expected is None:
            return None
        return self.counted - self.expected


@dataclass(frozen=True, kw_only=True)
class ConsignmentLine:
    """One kind of goods that a maker brought: how many, at which list price."""

    code: str
    title: str
    quantity: int
    price: int
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class ConsignmentNote(Document):
    """Tanda terima titipan: what a maker brought, signed by both, in two copies."""

    kind: ClassVar[str] = "consignment_note"

    number: str
    maker: str
    maker_code: str
    outlet: str
    received_at: datetime
    zone: str
    received_by: str
    lines: tuple[ConsignmentLine, ...]
    delivered_by: str = ""
    terms: str = ""
    notes: tuple[str, ...] = ()

    @property
    def pieces(self) -> int:
        """How many pieces in all."""
        return sum(line.quantity for line in self.lines)

    @property
    def value(self) -> int:
        """Value of the goods at list price."""
        return sum(line.quantity * line.price for line in self.lines)


STAMP_DUTY_ABOVE = 5_000_000


@dataclass(frozen=True, kw_only=True)
class PayoutSlip(Document):
    """Kuitansi of one payout. `carried` is what stays in the maker's balance afterwards."""

    kind: ClassVar[str] = "payout_slip"

    number: str
    maker: str
    maker_code: str
    amount: int
    purpose: str
    method: str
    paid_at: datetime
    zone: str
    paid_by: str
    statement: str = ""
    place: str = ""
    carried: int = 0

    @property
    def needs_stamp(self) -> bool:
        """Whether UU 10/2020 asks for a meterai: only above, not at, five million rupiah."""
        return self.amount > STAMP_DUTY_ABOVE


@dataclass(frozen=True, kw_only=True)
class TestPage(Document):
    """A page that shows what a printer can do."""

    kind: ClassVar[str] = "test_page"
    __test__: ClassVar[bool] = False  # pytest must not take it for a test

    printer: str
    printed_at: datetime
    zone: str
    connection: str = ""


KINDS: dict[str, type[Document]] = {
    c.kind: c
    for c in (Receipt, Labels, Statement, ShiftReport, ConsignmentNote, PayoutSlip, TestPage)
}


def to_json(document: Document) -> dict[str, Any]:
    """Return the document as JSON values, with its kind and version."""
    return {"kind": document.kind, "version": document.version, **encode(document)}


def from_json(value: dict[str, Any]) -> Document:
    """Read a stored document back; raise BrokenDocument if it is none that we know."""
    fields = dict(value)
    kind, version = fields.pop("kind", None), fields.pop("version", None)
    wanted = KINDS.get(str(kind))
    if wanted is None or version != wanted.version:
        raise BrokenDocument(f"no document of kind {kind!r}, version {version!r}")
    document = decode(wanted, fields)
    assert isinstance(document, Document)
    return document
