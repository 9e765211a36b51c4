"""Sheets as they arrive: encodings, delimiters, banners, and files that are no sheet."""

import io
import random
import zipfile

import pytest
from openpyxl import Workbook

from catalogue.stock import sheet

HEADER = ["No", "Nama IKM", "Nama Barang", "Jumlah", "Harga Titip", "Harga Jual", "Komisi %"]
LINE = ["1", "Tapis Sari", "Peci Tapis", "3", "", "150000", "20"]


def as_csv(lines, delimiter=",", encoding="utf-8"):
    return "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)


def as_xlsx(lines, *more_pages):
    book = Workbook()
    for line in lines:
        book.active.append(line)
    for page in more_pages:
        extra = book.create_sheet()
        for line in page:
            extra.append(line)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_whatever_excel_made_of_it(delimiter, encoding):
    line = [*LINE[:1], "Kopi Café", *LINE[2:]]

    found = sheet.read_bytes(as_csv([HEADER, line], delimiter, encoding))

    assert found.rows[0].fields["business"] == "Kopi Café"
    assert found.rows[0].fields["price"] == "150000"
    assert found.rows[0].number == 2


def test_the_banner_names_the_batch_and_the_header_stands_below_it():
    banner = [["DAFTAR BARANG TITIPAN"], ["Periode: November 2026 (data contoh)"], []]

    found = sheet.read_bytes(as_xlsx([*banner, HEADER, LINE]))

    assert found.batch == "2026-11"
    assert [row.number for row in found.rows] == [5]


def test_without_a_banner_there_is_no_batch():
    assert sheet.read_bytes(as_csv([HEADER, LINE])).batch is None


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("November 2026", "2026-11"),
        ("nov 2026 (contoh)", "2026-11"),
        ("11/2026", "2026-11"),
        ("2026-11", "2026-11"),
        ("1-15 November 2026", "1-15 november 2026"),
        ("  Bazar   Kalianda ", "bazar kalianda"),
        ("()", "awal"),
    ],
)
def test_a_batch_has_one_spelling(given, name):
    assert sheet.batch_name(given) == name


def test_blank_total_note_and_repeated_header_rows_are_skipped():
    lines = [
        HEADER,
        LINE,
        [],
        [""] * 7,
        HEADER,
        LINE,
        ["", "Jumlah baris", "413"],
        ["TOTAL", "", "", "6"],
        ["3"],
        ["", "", "Bandar Lampung 22 November 2026"],
    ]

    assert [row.number for row in sheet.read_bytes(as_csv(lines)).rows] == [2, 6]


def test_a_maker_whose_name_begins_like_a_total_is_kept():
    line = ["1", "Jumlah Berkah", *LINE[2:]]

    assert len(sheet.read_bytes(as_csv([HEADER, line])).rows) == 1


def test_headers_are_known_by_their_other_names_in_any_order():
    header = ["HARGA\nJUAL", "Qty", "Merek Usaha", "Produk", "Komisi Persen"]

    found = sheet.read_bytes(as_xlsx([header, [1000, 2, "A", "B", 10]]))

    assert found.rows[0].fields == {
        "price": 1000,
        "quantity": 2,
        "business": "A",
        "title": "B",
        "commission": 10,
    }


def test_of_several_worksheets_the_one_with_the_header_is_read():
    found = sheet.read_bytes(as_xlsx([["Catatan", "panjang"]], [HEADER, LINE]))

    assert len(found.rows) == 1


def test_a_formula_without_a_result_is_marked():
    found = sheet.read_bytes(as_xlsx([HEADER, [*LINE[:5], "=100+50", "20"]]))

    assert found.rows[0].has_lost_formula


def test_a_formula_in_a_column_of_no_meaning_to_us_does_not_matter():
    found = sheet.read_bytes(as_xlsx([[*HEADER, "Nilai"], [*LINE, "=D2*F2"]]))

    assert not found.rows[0].has_lost_formula


@pytest.mark.parametrize("missing", ["Nama IKM", "Nama Barang", "Jumlah", "Harga Jual"])
def test_a_missing_column_is_named(missing):
    place = HEADER.index(missing)
    lines = [line[:place] + line[place + 1 :] for line in (HEADER, LINE)]

    with pytest.raises(sheet.MissingColumn, match=missing):
        sheet.read_bytes(as_csv(lines))


def test_a_sheet_without_terms_is_refused():
    with pytest.raises(sheet.MissingColumn, match="Komisi % atau Harga Titip"):
        sheet.read_bytes(
            as_csv([["Nama IKM", "Nama Barang", "Jumlah", "Harga Jual"], ["A", "B", "1", "1000"]])
        )


def test_a_column_that_stands_twice_is_refused():
    with pytest.raises(sheet.MissingColumn, match="dua kali"):
        sheet.read_bytes(as_csv([[*HEADER, "Harga"], [*LINE, "1"]]))


def _archive(**members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


NASTY = {
    "empty": b"",
    "blank": b" \r\n \r\n",
    "only-header": as_csv([HEADER]),
    "prose": b"Ibu yang baik,\nini bukan lembar.\n",
    "zip": _archive(**{"catatan.txt": "halo"}),
    "broken-zip": b"PK\x03\x04" + b"\x00" * 200,
    "cut-xlsx": as_xlsx([HEADER, LINE])[:3000],
    "empty-xlsx": as_xlsx([]),
    "xlsx-of-nothing-known": as_xlsx([["a", "b"], ["c", "d"]]),
    "broken-sheet": _archive(**{"[Content_Types].xml": "<x", "xl/workbook.xml": "<x"}),
    "old-xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500,
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    "pdf": b"%PDF-1.7\nxx",
    "noise": random.Random(7).randbytes(4000),
    "cp1252-noise": bytes(b for b in random.Random(8).randbytes(4000) if b),
    "half-utf16": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("name", NASTY)
def test_what_is_no_sheet_is_refused_with_one_sentence(name):
    with pytest.raises(sheet.NotASheet) as refusal:
        sheet.read_bytes(NASTY[name])

    assert refusal.value.message.endswith((".", "…)."))
    assert "\n" not in refusal.value.message


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path):
    with pytest.raises(sheet.NotASheet, match=r"tidak_ada\.csv"):
        sheet.read(tmp_path / "tidak_ada.csv")
    with pytest.raises(sheet.NotASheet):
        sheet.read(tmp_path)


def test_a_sheet_too_long_is_refused():
    with pytest.raises(sheet.NotASheet, match="50000 baris"):
        sheet.read_bytes(as_csv([HEADER] + [LINE] * (sheet.MOST_ROWS + 1)))
