"""Sheets of paper: every figure of the document stands on the page, as often as it should."""

from dataclasses import replace
from datetime import date

import pytest

from printers.documents import ConsignmentLine, Document, StatementLine
from printers.pdf import NotForSheet, pdf_bytes
from tests.printers import papers
from tests.tools.reading import page_texts, pages

SHEETS: list[Document] = [
    papers.statement(), papers.consignment_note(), papers.payout_slip(), papers.shift_report(),
    papers.packing_list(), papers.bazar_account(),
    papers.picking_list(), papers.count_record(),
    papers.record(copies=("",)), papers.monthly_report(),
]  # fmt: skip


def words(document: Document) -> str:
    """Return all words of the PDF of a document, blanks evened."""
    return " ".join(" ".join(page_texts(pdf_bytes(document))).split())


@pytest.mark.parametrize("document", SHEETS, ids=lambda d: d.kind)
def test_the_same_document_gives_the_same_bytes(document: Document) -> None:
    assert pdf_bytes(document) == pdf_bytes(replace(document))


@pytest.mark.parametrize("document", SHEETS, ids=lambda d: d.kind)
def test_demonstration_and_copy_are_marked_on_every_page(document: Document) -> None:
    for text in page_texts(pdf_bytes(replace(document, demo=True, copy=2))):
        assert "MODE CONTOH" in text and "Halaman" in text
    assert "SALINAN 2" in words(replace(document, copy=2))
    assert "MODE CONTOH" not in words(document) and "SALINAN" not in words(document)


@pytest.mark.parametrize("document", SHEETS, ids=lambda d: d.kind)
def test_the_english_paper_is_english(document: Document) -> None:
    text = words(replace(document, language="en"))
    assert "Page 1 of" in text
    assert not any(w in text for w in ("Halaman", "Jumlah", "Yang menerima", "Kasir:", "Banyak "))


def test_a_statement_shows_every_line_and_its_own_proof() -> None:
    statement = papers.statement()
    text = words(statement)
    for line in statement.lines:
        assert line.number in text
    for figure in ("2.131.000", "–40.500", "–418.100", "85.000", "Rp1.672.400", "320.000"):
        assert figure in text
    assert "Satu juta enam ratus tujuh puluh dua ribu empat ratus rupiah" in text
    assert "1 sampai 15 November 2026" in text
    assert "G1: 3f9ac21e77b0" in text


def test_a_statement_over_outlets_has_a_subtotal_for_each() -> None:
    text = words(papers.statement())
    assert "Galeri lantai 1: Rp1.571.600" in text and "Stan Wali Kota: Rp100.800" in text
    one = papers.statement()
    same = replace(one, lines=tuple(replace(line, outlet="Galeri") for line in one.lines))
    assert "Galeri: Rp" not in words(same)


def test_a_discount_borne_by_the_house_is_shown_so_that_the_sum_is_right() -> None:
    line = StatementLine(
        day=date(2026, 11, 2), number="G1", title="Kain", quantity=1, amount=100_000,
        discount=10_000, commission=20_000, share=80_000,
    )  # fmt: skip
    statement = papers.statement(lines=(line,), entries=(), opening=0, closing=80_000)
    assert "Ditanggung galeri 10.000" in words(statement)


def test_a_long_statement_repeats_its_head_and_numbers_its_pages() -> None:
    one = papers.statement()
    extra = sum(line.share for line in one.lines)
    long = replace(one, lines=one.lines * 12, closing=one.closing + 11 * extra)
    texts = page_texts(pdf_bytes(long))
    assert len(texts) > 3
    assert all("Harga jual" in text for text in texts[:-1])
    assert [f"Halaman {n} dari {len(texts)}" in t for n, t in enumerate(texts, 1)] == [True] * len(
        texts
    )
    assert "Saksi" in texts[-1] and "Harga barang terjual" in texts[-1]


def test_a_statement_without_sales_says_so() -> None:
    empty = papers.statement(lines=(), entries=(), opening=5_000, closing=5_000)
    assert "Tidak ada penjualan dalam masa ini." in words(empty)


def test_a_short_tanda_terima_has_both_copies_on_one_sheet() -> None:
    line = ConsignmentLine(code="2000001000120", title="Kain", quantity=1, price=4_350_000)
    (text,) = page_texts(pdf_bytes(papers.consignment_note(lines=(line,), notes=())))
    assert "untuk perajin" in text and "untuk galeri" in text
    assert text.count("2000001000120") == 2 and text.count("Yang menyerahkan") == 2


def test_a_long_tanda_terima_begins_each_copy_on_a_page_of_its_own() -> None:
    line = papers.consignment_note().lines[0]
    texts = page_texts(pdf_bytes(papers.consignment_note(lines=(line,) * 60)))
    starts = [n for n, text in enumerate(texts) if "Lembar untuk" in text]
    assert starts == [0, len(texts) // 2]
    assert sum(text.count(line.code) for text in texts) == 120


@pytest.mark.parametrize("amount,due", [(5_000_000, False), (5_000_001, True)])
def test_the_place_for_the_stamp_is_there_when_it_is_due(amount: int, due: bool) -> None:
    assert ("Meterai" in words(papers.payout_slip(amount=amount))) is due


def test_a_kuitansi_says_the_amount_in_figures_and_words() -> None:
    text = words(papers.payout_slip(carried=50))
    assert "Rp1.757.400" in text and "Rp50" in text
    assert "# satu juta tujuh ratus lima puluh tujuh ribu empat ratus rupiah #" in text
    assert "Bandar Lampung, 22 November 2026" in text


def test_a_shift_report_fits_one_page_and_shows_difference_and_proof() -> None:
    (text,) = page_texts(pdf_bytes(papers.shift_report()))
    assert "–Rp500" in text and "Bukti harian: COCOK" in text
    (wrong,) = page_texts(pdf_bytes(papers.shift_report(proof_ok=False)))
    assert "TIDAK COCOK" in wrong


def test_names_are_never_taken_for_markup_and_any_script_prints() -> None:
    text = words(papers.payout_slip(maker="<b>Toko & Žebra</b>", purpose="刺繍"))
    assert "<b>Toko & Žebra</b>" in text and "CiXiu" in text


@pytest.mark.parametrize("document", SHEETS, ids=lambda d: d.kind)
def test_nothing_is_printed_outside_the_margins(document: Document) -> None:
    for page in pages(pdf_bytes(document), 72):
        edge = 20
        assert page.crop((0, 0, edge, page.height)).getextrema()[0] > 100
        assert page.crop((page.width - edge, 0, page.width, page.height)).getextrema()[0] > 200


def test_the_record_of_a_count_says_what_differs_what_it_costs_and_who_signs() -> None:
    text = words(papers.count_record())
    assert "3 macam dihitung, 53 buah. 2 macam berbeda: kurang 1, lebih 1." in text
    assert "Kekurangan bernilai Rp112.000 bagi perajin; galeri mengganti Rp112.000" in text
    assert "12 11 –1 112.000" in text and "40 41 +1" in text
    assert "Rina P., Dewi S." in text and "Wakil perajin, Galeri, Sekar B. Sri B." in text
    one = papers.count_record()
    even = words(replace(one, groups=(replace(one.groups[0], lines=one.groups[0].lines[1:]),)))
    assert "Semua cocok dengan catatan." in even and "Perajin, Galeri," in even


def test_a_picking_list_says_what_from_where_how_many_and_on_which_sheets() -> None:
    text = words(papers.picking_list())
    assert "Tapis Nuwo Benang (A-012): 1 macam, 1 buah" in text
    assert "2000001000120 Kain tapis pucuk rebung" in text and "A2 1 1" in text
    assert "40 1-2" in text and "Perajin 2 Label 41" in text


def test_a_receipt_is_for_the_roll() -> None:
    with pytest.raises(NotForSheet):
        pdf_bytes(papers.receipt())


def test_a_short_record_is_two_copies_on_one_sheet_to_cut_apart() -> None:
    (text,) = page_texts(pdf_bytes(papers.record()))
    assert text.count("BA000017") == 3, "on each copy, and at the foot"
    assert "Lembar pertama" in text and "Lembar kedua" in text
    assert text.count("4.140.000") == 2 and text.count("13") >= 2
    assert text.count("Saksi,") == 2


def test_a_long_record_gives_each_copy_its_own_pages() -> None:
    line = papers.record().lines[0]
    texts = page_texts(pdf_bytes(papers.record(lines=(line,) * 60)))
    first = next(n for n, text in enumerate(texts) if "Lembar kedua" in text)
    assert 0 < first < len(texts) - 1
    assert "Lembar pertama" in texts[0] and "Saksi," in texts[first - 1]


def test_a_record_without_amounts_has_no_column_for_them() -> None:
    text = words(papers.record(amount_label=""))
    assert "Ganti rugi" not in text and "4.140.000" not in text and "13" in text


def test_a_packing_list_has_every_piece_and_three_signatures() -> None:
    text = words(papers.packing_list())
    for figure in ("Kain tapis pucuk rebung", "2000001000137", "12 1.680.000", "53 8.750.000"):
        assert figure in text
    assert all(role in text for role in ("Yang menyerahkan,", "Yang membawa,", "Yang menerima,"))
    assert "Pak Sopir Rekaan" in text and "Kembali Minggu malam." in text


def test_an_ordinary_bazar_stands_on_one_sheet() -> None:
    [text] = page_texts(pdf_bytes(papers.bazar_account(kinds=30, makers=8)))
    assert text.count("Dompet sasab") == 30 and text.count("Tapis Rekaan") == 8
    assert "Yang membawa," in text and "Pengurus," in text
    assert "21 sampai 22 November 2026" in " ".join(text.split())


def test_a_large_bazar_goes_on_over_pages() -> None:
    texts = page_texts(pdf_bytes(papers.bazar_account(kinds=120, makers=47)))
    assert len(texts) > 2
    assert sum(text.count("Tapis Rekaan") for text in texts) == 47
