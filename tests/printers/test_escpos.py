"""The bytes of a roll, read by an interpreter that is stricter than any printer."""

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printers.documents import Document, ReceiptTender
from printers.escpos import drawer_pulse, roll_bytes
from printers.layout import COLUMNS
from printers.profile import Profile
from printers.rolls import NotForRoll, lay_out
from tests.printers import papers
from tests.tools.escpos_view import View
from tests.tools.reading import scan

PAPERS: list[Document] = [
    papers.receipt(), papers.shift_report(), papers.statement(), papers.consignment_note(), papers.payout_slip(),
    papers.test_page(), papers.record(), papers.packing_list(),
]  # fmt: skip
LONG = "Kain tapis pucuk rebung motif iluk keris sulam benang emas tiga"
NO_BLANKS = "Selendangtapisbelahketupatsulambenangemaslampungbarat"


def printed(document: Document, profile: Profile) -> View:
    """Return what a printer of that profile does with the document."""
    return View(profile.dots).feed(roll_bytes(lay_out(document, profile.columns), profile))


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("document", PAPERS, ids=lambda d: d.kind)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_paper_prints_without_a_warning(
    document: Document, columns: int, language: str
) -> None:
    document = dataclasses.replace(document, language=language, demo=True, copy=3)
    view = printed(document, Profile(columns=columns))
    assert view.warnings == []
    assert view.lines[0].strip().startswith("***")


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("native", [True, False], ids=["native", "drawn"])
def test_bar_code_and_qr_of_a_receipt_can_be_read(columns: int, native: bool) -> None:
    profile = Profile(columns=columns, native_barcode=native, native_qr=native)
    receipt = papers.receipt(number="G1000000004Z")
    (paper,) = printed(receipt, profile).papers()
    assert scan(paper) == [("qrcode", receipt.url), ("code128", "G1000000004Z")]


@pytest.mark.parametrize("columns", [32, 48])
def test_a_statement_tells_every_line_and_its_sum_on_a_roll(columns: int) -> None:
    words = "\n".join(printed(papers.statement(), Profile(columns=columns)).lines)

    for line in papers.statement().lines:
        assert line.number in words
    assert "Galeri lantai 1" in words and "Stan Wali Kota" in words
    assert "ditanggung galeri" in words.replace("\n  ", " ").replace("  ", " ")
    assert "Rp1.672.400" in words and "office: 81d04ee0ab12" in words


@pytest.mark.parametrize("columns", COLUMNS)
def test_an_acknowledgement_comes_as_one_copy_for_each_side(columns: int) -> None:
    note = papers.consignment_note(demo=True)
    view = printed(note, Profile(columns=columns, cutter=True))

    words = "\n".join(view.lines)
    first, second = words.split("Lembar untuk galeri")
    assert [event[0] for event in view.events] == ["cut", "cut"]
    for one, whose in ((first, "Lembar untuk perajin"), ("Lembar untuk galeri" + second, "galeri")):
        assert whose in one and one.count("Yang menyerahkan") == 1
    assert words.count(note.number) == 2 and words.count("MODE CONTOH") == 4


def test_without_a_public_address_no_qr_is_printed() -> None:
    view = printed(papers.receipt(url=None), Profile())
    assert [event[0] for event in view.events] == ["barcode", "cut"]


@pytest.mark.parametrize("columns", COLUMNS)
def test_names_of_any_length_and_script_stay_inside_the_paper(columns: int) -> None:
    lines = tuple(
        papers.sold(title, maker, 3, 12_875_000, 100)
        for title in (LONG, NO_BLANKS, "刺繍の布 – été", "") for maker in (NO_BLANKS, "")
    )  # fmt: skip
    receipt = papers.receipt(
        lines=lines, total=sum(line.amount for line in lines), cashier=LONG, till=NO_BLANKS,
        tenders=(ReceiptTender(label=LONG, amount=309_000_000, reference=NO_BLANKS * 2),),
    )  # fmt: skip
    view = printed(receipt, Profile(columns=columns))
    assert view.warnings == []
    assert sum("38.625.000" in line for line in view.lines) == len(lines)


@given(st.text(max_size=80), st.text(max_size=60), st.sampled_from(COLUMNS))
@settings(max_examples=25, deadline=None)
def test_no_text_makes_a_printer_wrap_or_obey(title: str, maker: str, columns: int) -> None:
    line = papers.sold(title, maker, 1, 5)
    receipt = papers.receipt(lines=(line,), total=5, cashier=maker, footer=(title,))
    view = printed(receipt, Profile(columns=columns))
    assert view.warnings == []
    assert [event[0] for event in view.events] == ["qr", "barcode", "cut"]


def test_the_receipt_of_the_design_reads_so_on_58_mm() -> None:
    lines = printed(papers.receipt(url=None), Profile(columns=32)).lines
    assert lines[:12] == [
        " GALERI SENTRA", "   IKM TAPIS", "  Lapangan Kalpataru, Kemiling",
        "         Bandar Lampung", "       Telp. 0721 000000", "-" * 32,
        "No. G1004702             Kasir 1", "22 Nov 2026 10.43 WIB    Rina P.",
        "Galeri lantai 1", "-" * 32, "Selendang tapis belah ketupat", "  Tapis Nuwo Benang",
    ]  # fmt: skip
    assert "  1 x 405.000            405.000" in lines
    assert "  Potongan 10%            -9.500" in lines
    assert "TOTAL                Rp1.648.500" in lines
    assert "Kembalian                 51.500" in lines


def test_an_english_receipt_is_english() -> None:
    text = "\n".join(printed(papers.receipt(language="en"), Profile()).lines)
    assert "Change" in text and "Kembalian" not in text


def test_a_claimed_qris_payment_is_said_on_the_receipt() -> None:
    qris = ReceiptTender(label="QRIS", amount=1_648_500, claimed=True)
    claimed = printed(papers.receipt(tenders=(qris,), change=0), Profile())
    assert any("menunggu konfirmasi" in line for line in claimed.lines)
    confirmed = printed(papers.receipt(), Profile())
    assert not any("menunggu" in line for line in confirmed.lines)


def test_practice_copy_and_demonstration_are_marked() -> None:
    marked = printed(papers.receipt(practice=True, copy=2, demo=True), Profile())
    text = "\n".join(marked.lines)
    assert "LATIHAN" in text and "SALINAN 2" in text and text.count("MODE CONTOH") == 2
    plain = "\n".join(printed(papers.receipt(), Profile()).lines)
    assert not any(mark in plain for mark in ("LATIHAN", "SALINAN", "MODE CONTOH"))


def test_rounding_is_printed_only_where_there_is_some() -> None:
    rounded = papers.receipt(total=1_648_400, rounding=-100)
    assert any("Pembulatan" in line for line in printed(rounded, Profile()).lines)
    assert not any("Pembulatan" in line for line in printed(papers.receipt(), Profile()).lines)


def test_a_printer_without_cutter_only_feeds() -> None:
    data = roll_bytes(lay_out(papers.receipt(), 32), Profile(columns=32, cutter=False))
    assert b"\x1dV" not in data
    assert data.endswith(b"\x1bd\x04")


def test_a_sheet_document_has_no_form_on_the_roll() -> None:
    with pytest.raises(NotForRoll):
        lay_out(papers.picking_list(), 48)


def test_no_code_page_is_ever_chosen_and_the_printer_is_initialised_once() -> None:
    data = roll_bytes(lay_out(papers.receipt(cashier="Zoë €"), 48), Profile())
    assert b"\x1bt" not in data
    assert data.count(b"\x1b@") == 1 and data.startswith(b"\x1b@")


def test_the_drawer_pulse_is_long_enough_and_opens_nothing_else() -> None:
    view = View().feed(drawer_pulse())
    assert view.events == [("drawer", 0, 120, 500)]
    assert View().feed(drawer_pulse(5)).events == [("drawer", 1, 120, 500)]
    assert view.warnings == [] and view.lines == []


def test_no_receipt_contains_a_drawer_pulse() -> None:
    assert b"\x1bp" not in roll_bytes(lay_out(papers.receipt(), 48), Profile())


def test_rendering_leaves_no_folder_no_log_handler_and_no_word(tmp_path: Path) -> None:
    code = (
        "import logging; from printers.escpos import roll_bytes, Profile;"
        "from printers.layout import Barcode, Qr;"
        "roll_bytes([Barcode('A1'), Qr('x')], Profile(native_barcode=False, native_qr=False));"
        "roll_bytes([Barcode('A1'), Qr('x')], Profile());"
        "assert logging.root.handlers == []"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={"TMPDIR": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("columns", COLUMNS)
def test_a_record_comes_as_one_copy_for_each_side(columns: int) -> None:
    view = printed(papers.record(demo=True), Profile(columns=columns, cutter=True))

    words = "\n".join(view.lines)
    assert words.index("Lembar pertama") < words.index("Lembar kedua")
    assert words.count("BA000017") == words.count("4.140.000") == words.count("Saksi") == 2
    assert len(view.papers()) == 2
