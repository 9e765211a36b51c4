"""Bad input at every form of the goods: each gets a sentence at its field, and nothing is written."""

import io
import struct
import zipfile
import zlib
from datetime import timedelta

import pytest
from openpyxl import Workbook

from tests.catalogue.desk import Desk
from tests.catalogue.nasty import (
    DAYS,
    MONEY,
    NAMES,
    PERCENTS,
    PIECES,
    PRICES,
    Case,
    complaint,
    everything,
)

PHONES = ["12", "+1 555 010 999", "08", "0812-ABC-3456", "=0812", "9" * 40]
DIGITS_13 = ["123", "12345678901234", "abcdefghijklm", "-123456789012", "=1+1", "٢" * 13]
CODES = ["123", "2000000000016", "abc", "=1", "9" * 50]

MAKER = {"name": "Batik Umpama", "owner": "Bapak Umpama", "sentra": "Batik Lampung",
         "address": "Jl. Umpama Raya 1", "phone": "081211112222", "nib": "1234567890123",
         "story": "Membatik malam hari.", "story_en": "Waxes at night."}  # fmt: skip
GOODS = {"title": "Selendang Umpama", "kind": "counted", "price": "150.000", "motif": "Motif Umpama",
         "description": "Ditenun sebulan penuh."}  # fmt: skip


def cases(desk: Desk) -> dict[str, Case]:
    """The forms of the goods by name."""
    tomorrow = (desk.today() + timedelta(days=1)).isoformat()
    return {
        "a new maker": Case("/manage/makers/new", MAKER, {
            "name": NAMES, "sentra": ["", "   ", "..."], "phone": PHONES, "nib": DIGITS_13,
        }),
        "a maker's record": Case(f"/manage/makers/{desk.maker_id}/edit", MAKER, {
            "name": NAMES, "sentra": ["", "..."], "phone": PHONES, "nib": DIGITS_13,
        }),
        "a maker's private data": Case(
            f"/manage/makers/{desk.maker_id}/private",
            {"nik": "1871000000000001", "bank_name": "Bank Umpama", "bank_account": "1234567890",
             "bank_holder": "Ibu Umpama Lestari"},
            {"nik": ["123", "abc", "-1", "=1", "9" * 40], "bank_account": ["abc", "=1", "-5", "9" * 80]},
        ),
        "a maker's PIN": Case(
            f"/manage/makers/{desk.maker_id}/access", {"pin": "2580"},
            {"pin": ["", "12", "abcd", "1234567", "12 4", "٢٥٨٠", "=123"]},
        ),
        "a new product": Case("/manage/products/new", {**GOODS, "maker": str(desk.maker_id)}, {
            "title": NAMES, "price": ["", *PRICES], "net_price": MONEY,
            "net_price, at price": ["0", "150.001"],
            "code": CODES, "days_to_make": ["-1", "2,5", "abc", "9" * 20],
        }),
        "a product's facts": Case(f"/manage/products/{desk.crisps_id}/edit", GOODS, {
            "title": NAMES, "days_to_make": ["-1", "2,5", "abc", "9" * 20],
        }),
        "a new price": Case(f"/manage/products/{desk.crisps_id}/price", {"price": "25.000"}, {
            "price": ["", "14.999", *PRICES], "net_price": MONEY, "net_price, at price": ["0", "25.001"],
        }),
        "a new agreement": Case(
            f"/manage/contracts/new?maker={desk.maker_id}",
            {"terms": "percent", "commission": "12,5", "bearer": "shared", "starts_on": tomorrow},
            {"commission": ["", *PERCENTS], "floor_price": MONEY, "payout_minimum": MONEY,
             "period_days": ["-1", "2,5", "abc", "9" * 20], "starts_on": DAYS,
             "ends_on": [*DAYS, desk.today().isoformat()]},
        ),
        "goods that a draft brings": Case(
            "/manage/consignments/2/new-goods",
            {"title": "Selendang Umpama", "motif": "Motif Umpama", "quantity": "3",
             "price": "150.000", "net_price": "100.000", "expires_on": tomorrow}, {
                "title": NAMES, "quantity": PIECES, "price": ["", "99.999", *PRICES],
                "net_price": MONEY, "net_price, at price": ["150.001"], "code": CODES,
                "expires_on": [*DAYS, (desk.today() - timedelta(days=1)).isoformat()],
            },
        ),
        "a line of a draft": Case(
            "/manage/consignments/2/lines",
            {"quantity-3": "4", "price-3": "20.000", "net_price-3": "15.000",
             "expires_on-3": tomorrow},
            {"quantity-3": ["", *PIECES], "price-3": ["", *PRICES], "net_price-3": ["20.001", *MONEY],
             "price-3, at net_price-3": ["14.999"],
             "expires_on-3": [*DAYS, (desk.today() - timedelta(days=1)).isoformat()]},
        ),
        "a correction": Case(
            "/manage/consignments/1/correction",
            {"quantity-2": "6", "price-2": "20.000", "expires_on-2": tomorrow,
             "reason": "Salah hitung di meja"},
            {"quantity-2": ["", *[p for p in PIECES if p != "0"]], "price-2": ["", *PRICES],
             "expires_on-2": DAYS, "reason": ["", "   "]},
        ),
        "a certificate": Case(
            "/manage/certificates/new",
            {"maker": str(desk.maker_id), "kind": "nib", "number": "1234567890123", "detail": "Sertifikat Umpama"},
            {"number": ["", "123", "abc", "=1+1", "9" * 200], "issued_on": DAYS, "expires_on": DAYS},
        ),
        "a loss": Case(
            "/manage/losses/new",
            {"outlet": "1", "happened_on": desk.today().isoformat(), "found_by": "Ibu Saksi Umpama",
             "note": "Rak jatuh waktu dibersihkan"},
            {"happened_on": [*DAYS, tomorrow], "note": ["", "  "], "found_by": ["", "  "]},
        ),
        "a line of a transfer": Case(
            "/manage/transfers/1/lines", {f"quantity-{desk.crisps_id - 1}": "3"},
            {f"quantity-{desk.crisps_id - 1}": ["", *PIECES]},
        ),
        "an announcement": Case(
            "/manage/announcements/new",
            {"maker": str(desk.maker_id), "outlet": "1", "expected_on": tomorrow,
             "note": "Dititip lewat adiknya"},
            {"expected_on": DAYS},
        ),
        "goods that are announced": Case(
            "/manage/announcements/1/lines",
            {"title": "Taplak Umpama Besar", "quantity": "3", "price": "150.000",
             "net_price": "100.000"},
            {"title": ["", "   ", "x" * 5_000], "quantity": PIECES, "price": PRICES,
             "net_price": MONEY},
        ),
        "another size": Case(
            f"/manage/products/{desk.crisps_id}/sizes",
            {"size": "500 gram", "own_size": "200 gram", "size_price": "45.000",
             "size_net_price": "30.000"},
            {"size": ["", "  "], "size_price": PRICES, "size_net_price": MONEY, "size_code": CODES},
        ),
        "many prices at once": Case(
            "/manage/prices", {"by": "percent", "amount": "10", "step": "500"},
            {"amount": ["", *PERCENTS], "step": ["7", "-1", "abc", "2,5"]}, answer=409,
        ),
        "the sheet of opening balances": Case(
            "/manage/opening", {"on": desk.today().isoformat()}, {"file": [""]}, answer=422,
        ),
        "a category": Case("/manage/categories", {"name": "Makanan Kering"}, {"name": NAMES}),
        "a place": Case(
            "/manage/outlets", {"name": "Bazar Enggal", "code": "B7", "address": "Lapangan Enggal"},
            {"name": NAMES, "code": ["", "G1", "A B", "=1", "TERLALUPANJANG", "🙂"]},
        ),
        "a till": Case(
            "/manage/outlets/1/tills", {"till_name": "Kasir Dua Belas", "series": "G9"},
            {"till_name": ["", "  "], "series": ["", "G1", "=1", "TERLALUPANJANG", "🙂"]},
        ),
        "a person": Case(
            "/manage/users/new",
            {"name": "Ratna Umpama", "login": "ratna", "role": "cashier", "pin": "1357",
             "password": "sandi-umpama"},
            {"name": ["", "   "], "login": ["", "  ", "manager"], "pin": ["12", "abcd", "1234567"],
             "password": ["pendek"]},
        ),
    }  # fmt: skip


FORMS = ("a new maker", "a maker's record", "a maker's private data", "a maker's PIN",
         "a new product", "a product's facts", "a new price", "a new agreement",
         "goods that a draft brings", "a line of a draft", "a correction", "a certificate",
         "a loss", "a line of a transfer", "an announcement", "goods that are announced",
         "another size", "many prices at once", "the sheet of opening balances", "a category", "a place", "a till", "a person")  # fmt: skip


@pytest.fixture
def busy_desk(desk: Desk) -> Desk:
    """A desk with net terms, crisps at Rp15.000 of Rp20.000, and a draft of them: line 3."""
    desk.done(f"/manage/contracts/new?maker={desk.maker_id}", terms="net", bearer="shared")
    desk.done(f"/manage/products/{desk.crisps_id}/price", price="20.000", net_price="15.000")
    desk.done("/manage/consignments/new", maker=desk.maker_id, outlet=1)
    desk.done("/manage/consignments/2/scan", q="2000000000022")
    desk.done("/manage/transfers/new", origin=1, destination=2)
    desk.done("/manage/transfers/1/scan", q="2000000000022")
    desk.done("/manage/announcements/new", maker=desk.maker_id, outlet=1)
    return desk


@pytest.mark.parametrize("name", FORMS)
def test_bad_input_gets_a_sentence_at_its_field_and_leaves_no_trace(busy_desk: Desk, name: str):
    case, before = cases(busy_desk)[name], busy_desk.read(everything)

    complaints = [
        f"{where} = {value[:40]!r}: {wrong}"
        for where, values in case.wrong.items()
        for value in values
        if (wrong := complaint(busy_desk, case, where, value, before=before))
    ]

    assert not complaints, "\n".join(complaints)
    answer = busy_desk.send(case.path, **case.right)
    assert answer.status_code == case.answer, answer.text  # ... and what is right is taken


def test_every_form_has_its_test(busy_desk: Desk):
    assert set(cases(busy_desk)) == set(FORMS)


def zipped(name: str = "barang.txt") -> bytes:
    """A zip that holds no workbook."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, "Nama IKM;Nama Barang")
    return held.getvalue()


def bomb() -> bytes:
    """A PNG of a few bytes that claims 40,000 times 40,000 pixels."""
    size = struct.pack(">IIBBBBB", 40_000, 40_000, 8, 2, 0, 0, 0)
    head = struct.pack(">I", 13) + b"IHDR" + size + struct.pack(">I", zlib.crc32(b"IHDR" + size))
    return b"\x89PNG\r\n\x1a\n" + head


SHEETS = {
    "barang.xlsx": [b"", zipped(), zipped("xl/workbook.xml"), b"\x89PNG\r\n", b"%PDF-1.4", b"\xff" * 99],
    "barang.csv": [b"", b"\x00" * 50, zipped()],
}  # fmt: skip
PHOTOS = {
    "kain.jpg": [b"GIF89a", zipped(), b"<svg onload=x>", bomb(), b"\xff\xd8\xff", b"=1+1"],
    "kain.png": [b"not a photo", bomb()],
}
LICENCE = {"maker": "1", "kind": "nib", "number": "1234567890123"}
UPLOADS = {
    "a sheet": ("/manage/import", "file", {}, SHEETS),
    "a product's photos": ("/manage/products/2/photos", "photo", {}, PHOTOS),
    "a maker's photo": ("/manage/makers/1/photo", "photo", {}, PHOTOS),
    "a licence's scan": ("/manage/certificates/new", "scan", LICENCE, PHOTOS),
}


@pytest.mark.parametrize("name", UPLOADS)
def test_a_file_that_is_none_gets_a_sentence_and_leaves_no_trace(busy_desk: Desk, name: str):
    path, field, right, files = UPLOADS[name]
    before = busy_desk.read(everything)

    complaints = [
        f"{filename} {content[:20]!r}: {wrong}"
        for filename, held in files.items()
        for content in held
        for file in [(io.BytesIO(content), filename)]
        if (wrong := complaint(busy_desk, Case(path, right), field, file, before=before))
    ]

    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize("path", ["/manage/import", "/manage/makers/1/photo"])
def test_a_file_over_twenty_megabytes_is_too_large(busy_desk: Desk, path: str):
    before = busy_desk.read(everything)
    body = b"--x\r\n" + bytes(20 * 1024 * 1024)

    answer = busy_desk.client.post(path, data=body, content_type="multipart/form-data; boundary=x")

    assert answer.status_code == 413
    assert "Satu berkas paling besar 20 MB" in answer.text
    assert busy_desk.read(everything) == before


def test_formulas_in_the_cells_of_a_sheet_bring_nothing_in(busy_desk: Desk):
    book, held = Workbook(), io.BytesIO()
    book.active.append(["Nama IKM", "Nama Barang", "Jumlah", "Harga Jual", "Komisi %"])
    book.active.append(["Sekar Contoh", '=HYPERLINK("http://x")', 1, 10_000, 15])
    book.active.append(["Sekar Contoh", "Taplak", "=1+1", 10_000, 15])
    book.save(held)
    before = busy_desk.read(everything)

    sheet = (io.BytesIO(held.getvalue()), "rumus.xlsx")
    page = busy_desk.done("/manage/import", file=sheet, batch="Mei")

    after = busy_desk.read(everything)
    assert "rumus.xlsx" in page
    changed = {table for table in before if before[table] != after[table]}
    assert changed == {"job", "audit_entry", "request_key"}  # it is only tried out
