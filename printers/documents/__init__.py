"""The papers that Titip prints, as frozen values: everything a paper says stands in it.

A document is made and stored with the event it tells of, and printed afterwards by whatever
printer there is. Amounts are whole rupiah, times are aware, `zone` is WIB, WITA or WIT.
"""

from typing import Any

from printers.codec import BrokenDocument, decode, encode
from printers.documents.agreement import Agreement, AnnexLine, Clause
from printers.documents.base import Document, Letterhead
from printers.documents.counts import CountedGroup, CountedLine, CountRecord
from printers.documents.goods import (
    ConsignmentLine,
    ConsignmentNote,
    PickingGroup,
    PickingLine,
    PickingList,
    TestPage,
)
from printers.documents.keepsake import Keepsake, Ornament
from printers.documents.labels import Label, LabelRun, Labels
from printers.documents.maker import MakerSlip, SlipLine, SlipReceived, SlipStock, SumRow
from printers.documents.monthly import Coverage, Guests, MonthGroup, MonthlyReport, MonthSums
from printers.documents.moves import (
    BazarAccount,
    BazarLine,
    MakerShare,
    PackingLine,
    PackingList,
)
from printers.documents.paying import (
    EnvelopeSlip,
    NoteCount,
    PaymentList,
    PaymentRow,
    PaymentSlips,
)
from printers.documents.quotation import PriceTier, Quotation, QuotedLine
from printers.documents.receipt import Receipt, ReceiptLine, ReceiptTender
from printers.documents.record import Fact, Record, RecordLine, Signer
from printers.documents.shift import ReportRow, ShiftReport
from printers.documents.statement import PayoutSlip, Statement, StatementEntry, StatementLine
from printers.documents.tours import GuideSlip
from printers.documents.turnover import MonthSold, Turnover

__all__ = [
    "Agreement",
    "AnnexLine",
    "BazarAccount",
    "BazarLine",
    "BrokenDocument",
    "Clause",
    "ConsignmentLine",
    "ConsignmentNote",
    "CountRecord",
    "CountedGroup",
    "CountedLine",
    "Coverage",
    "Document",
    "EnvelopeSlip",
    "Fact",
    "Guests",
    "GuideSlip",
    "Keepsake",
    "Label",
    "LabelRun",
    "Labels",
    "Letterhead",
    "MakerShare",
    "MakerSlip",
    "MonthGroup",
    "MonthSold",
    "MonthSums",
    "MonthlyReport",
    "NoteCount",
    "Ornament",
    "PackingLine",
    "PackingList",
    "PaymentList",
    "PaymentRow",
    "PaymentSlips",
    "PayoutSlip",
    "PickingGroup",
    "PickingLine",
    "PickingList",
    "PriceTier",
    "Quotation",
    "QuotedLine",
    "Receipt",
    "ReceiptLine",
    "ReceiptTender",
    "Record",
    "RecordLine",
    "ReportRow",
    "ShiftReport",
    "Signer",
    "SlipLine",
    "SlipReceived",
    "SlipStock",
    "Statement",
    "StatementEntry",
    "StatementLine",
    "SumRow",
    "TestPage",
    "Turnover",
    "from_json",
    "to_json",
]

KINDS: dict[str, type[Document]] = {
    c.kind: c
    for c in (
        Receipt,
        MonthlyReport,
        Labels,
        Statement,
        ShiftReport,
        ConsignmentNote,
        PayoutSlip,
        PackingList,
        BazarAccount,
        PickingList,
        Agreement,
        Record,
        TestPage,
        CountRecord,
        GuideSlip,
        MakerSlip,
        Turnover,
        PaymentList,
        PaymentSlips,
        Keepsake,
        Quotation,
    )
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
