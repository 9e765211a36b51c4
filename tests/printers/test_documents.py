"""Documents are stored for ten years: what is read back is what was written."""

import dataclasses
import json

import pytest

from core.db import canonical
from printers.codec import BrokenDocument
from printers.documents import (
    Document,
    Label,
    LabelRun,
    Labels,
    ReceiptTender,
    from_json,
    to_json,
)
from tests.printers import papers

LABELS = Labels(
    house=papers.HOUSE,
    runs=(LabelRun(label=Label(code="2000001000120", title="Kain", price=4_350_000), count=2),),
)
EVERY: list[Document] = [
    papers.receipt(demo=True, copy=2), papers.shift_report(), papers.consignment_note(),
    papers.payout_slip(), papers.packing_list(), papers.bazar_account(), papers.statement(), papers.test_page(), LABELS,
    papers.picking_list(), papers.count_record(), papers.record(), papers.monthly_report(),
]  # fmt: skip


@pytest.mark.parametrize("document", EVERY, ids=lambda d: d.kind)
def test_a_document_reads_back_as_it_was_written(document: Document) -> None:
    stored = canonical(to_json(document))
    assert from_json(json.loads(stored)) == document


def test_two_equal_documents_are_stored_as_the_same_bytes() -> None:
    assert canonical(to_json(papers.receipt())) == canonical(to_json(papers.receipt()))


@pytest.mark.parametrize(
    "change",
    [
        {"total": "1648500"}, {"total": 1648500.0}, {"change": True}, {"zone": "CET"},
        {"surprise": 1}, {"completed_at": "kemarin"}, {"kind": "cheque"}, {"version": 99},
        {"language": "de"}, {"lines": {}}, {"house": None},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_not_our_document_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(BrokenDocument):
        from_json(to_json(papers.receipt()) | change)


def test_a_missing_field_is_refused() -> None:
    stored = to_json(papers.receipt())
    del stored["number"]
    with pytest.raises(BrokenDocument):
        from_json(stored)


def test_a_receipt_that_does_not_add_up_cannot_be_made() -> None:
    with pytest.raises(BrokenDocument):
        papers.receipt(total=1_648_400)
    assert papers.receipt(total=1_648_400, rounding=-100).rounding == -100


def test_a_statement_that_does_not_add_up_cannot_be_made() -> None:
    with pytest.raises(BrokenDocument):
        papers.statement(closing=1_672_401)


def test_a_copy_differs_in_its_mark_only() -> None:
    original = papers.receipt()
    copy = original.as_copy(1)
    assert copy.copy == 1
    assert dataclasses.replace(copy, copy=0) == original


def test_a_document_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        papers.receipt().total = 1  # type: ignore[misc]


def test_returned_pieces_are_not_counted_as_sold() -> None:
    back = papers.sold("Dompet sasab", "Tapis Nuwo Benang", -1, 140_000)
    there = papers.sold("Peci tapis", "Tapis Nuwo Benang", 2, 160_000)
    swap = papers.receipt(lines=(back, there), total=180_000)
    assert (swap.pieces, swap.list_total) == (2, 180_000)


def test_a_receipt_is_claimed_while_one_tender_is() -> None:
    cash = ReceiptTender(label="Tunai", amount=1)
    qris = ReceiptTender(label="QRIS", amount=1, claimed=True)
    assert papers.receipt(tenders=(cash, qris)).claimed
    assert not papers.receipt(tenders=(cash,)).claimed


def test_the_stamp_is_due_above_five_million_only() -> None:
    assert not papers.payout_slip(amount=5_000_000).needs_stamp
    assert papers.payout_slip(amount=5_000_001).needs_stamp


@pytest.mark.parametrize(
    "change",
    [
        {"lines": (papers.bazar_line(1, returned=2), papers.bazar_line(2), papers.bazar_line(3))},
        {"rounding": 1},
        {"house_share": 1},
    ],
    ids=["goods", "takings", "shares"],
)
def test_a_bazar_that_does_not_add_up_cannot_be_made(change: dict[str, object]) -> None:
    with pytest.raises(BrokenDocument, match="does not add up|do not add up"):
        papers.bazar_account(**change)  # type: ignore[arg-type]
