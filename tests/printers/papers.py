"""Made-up papers that the printing tests share."""

from dataclasses import replace
from datetime import UTC, date, datetime

from printers.documents import (
    BazarAccount,
    BazarLine,
    ConsignmentLine,
    ConsignmentNote,
    CountedGroup,
    CountedLine,
    CountRecord,
    Coverage,
    Fact,
    Guests,
    Letterhead,
    MakerShare,
    MonthGroup,
    MonthlyReport,
    MonthSums,
    PackingLine,
    PackingList,
    PayoutSlip,
    PickingGroup,
    PickingLine,
    PickingList,
    Receipt,
    ReceiptLine,
    ReceiptTender,
    Record,
    RecordLine,
    ReportRow,
    ShiftReport,
    Signer,
    Statement,
    StatementEntry,
    StatementLine,
    TestPage,
)

AT = datetime(2026, 11, 22, 3, 43, tzinfo=UTC)
HOUSE = Letterhead(
    name="Galeri Sentra IKM Tapis",
    address=("Lapangan Kalpataru, Kemiling", "Bandar Lampung"),
    phone="0721 000000",
)


def sold(title: str, maker: str, quantity: int, price: int, off: int = 0) -> ReceiptLine:
    """Return a line of a receipt."""
    return ReceiptLine(
        title=title, maker=maker, quantity=quantity, unit_price=price, discount=off,
        discount_label="Potongan 10%" if off else "", amount=quantity * price - off,
    )  # fmt: skip


LINES = (
    sold("Selendang tapis belah ketupat", "Tapis Nuwo Benang", 1, 405_000),
    sold("Kopi robusta bubuk 250 g", "Kopi Bukit Khayal", 2, 45_000),
    sold("Emping melinjo manis 500 g", "Dapur Emping Rekaan", 1, 68_000),
    sold("Kaos siger hitam, L", "Kaos Way Misal", 1, 95_000, 9_500),
    sold("Hiasan dinding siger", "Tapis Nuwo Benang", 1, 895_000),
    sold("Bros sulam usus kupu-kupu", "Sulam Usus Anjung Andai", 3, 35_000),
)


def receipt(**changes: object) -> Receipt:
    """Return the receipt of the design's mock, changed as asked."""
    fields: dict[str, object] = {
        "house": HOUSE, "outlet": "Galeri lantai 1", "till": "Kasir 1", "number": "G1004702",
        "cashier": "Rina P.", "completed_at": AT, "zone": "WIB", "lines": LINES,
        "total": 1_648_500, "change": 51_500,
        "tenders": (ReceiptTender(label="Tunai", amount=1_700_000),),
        "url": "https://galeri.example.org/r/Jk3hV0sYt2uQ9bZxW4mPfA",
        "footer": ("Terima kasih / Thank you", "Retur 7 hari dengan struk ini"),
    }  # fmt: skip
    return Receipt(**(fields | changes))  # type: ignore[arg-type]


def shift_report(**changes: object) -> ShiftReport:
    """Return a Z report that agrees with itself."""
    fields: dict[str, object] = {
        "house": HOUSE, "letter": "Z", "number": "Z-0031", "outlet": "Galeri lantai 1",
        "till": "Kasir 1", "cashier": "Rina P.", "business_date": date(2026, 11, 22),
        "opened_at": AT, "printed_at": AT.replace(hour=10), "zone": "WIB",
        "opening_float": 300_000, "first_sale": "G1004699", "last_sale": "G1004702",
        "sales": (
            ReportRow(label="Nota selesai", amount=2_014_000, count=4),
            ReportRow(label="Retur", amount=-140_000, count=1),
        ),
        "tenders": (
            ReportRow(label="Tunai", amount=1_648_500, count=3),
            ReportRow(label="QRIS (menunggu konfirmasi)", amount=225_500, count=1),
        ),
        "cash": (
            ReportRow(label="Tunai diterima", amount=1_648_500),
            ReportRow(label="Setor ke brankas", amount=-1_000_000),
        ),
        "expected": 948_500, "counted": 948_000,
        "denominations": ((100_000, 9), (20_000, 2), (1_000, 8)),
        "proof": (
            ReportRow(label="Pembayaran dikurangi kembalian", amount=1_874_000),
            ReportRow(label="Hak perajin", amount=1_499_200),
            ReportRow(label="Hak galeri", amount=374_800),
        ),
        "proof_ok": True, "head": "3f9ac21e77b0",
    }  # fmt: skip
    return ShiftReport(**(fields | changes))  # type: ignore[arg-type]


def consignment_note(**changes: object) -> ConsignmentNote:
    """Return a tanda terima of three kinds of goods."""
    fields: dict[str, object] = {
        "house": HOUSE, "number": "TT-2026-0117", "maker": "Tapis Nuwo Benang",
        "maker_code": "A-012", "outlet": "Galeri lantai 1", "received_at": AT, "zone": "WIB",
        "received_by": "Rina P.", "delivered_by": "Sekar B.",
        "lines": (
            ConsignmentLine(code="2000001000120", title="Kain tapis pucuk rebung", quantity=1,
                            price=4_350_000, detail="karya tunggal, cucuk tangan"),
            ConsignmentLine(code="2000001000137", title="Dompet sasab", quantity=12,
                            price=140_000),
            ConsignmentLine(code="2000001001202", title="Emping melinjo manis 500 g",
                            quantity=40, price=68_000, detail="Lot E-1107, 14 Feb 2027"),
        ),
        "terms": "Komisi 20%, dibayar tanggal 16 dan akhir bulan.",
        "notes": ("Barang tetap milik perajin sampai terjual.",),
    }  # fmt: skip
    return ConsignmentNote(**(fields | changes))  # type: ignore[arg-type]


def count_record(**changes: object) -> CountRecord:
    """Return the record of a count of two makers' goods, one piece short and one too many."""
    purse = CountedLine(code="2000001000137", title="Dompet sasab", counted=11, expected=12,
                        value=112_000, owed=112_000, detail="1 di nota kasir saat dihitung")  # fmt: skip
    cloth = CountedLine(
        code="2000001000120", title="Kain tapis pucuk rebung", counted=1, expected=1
    )
    crisps = CountedLine(code="2000001001202", title="Emping melinjo manis 500 g", counted=41,
                         expected=40, detail="baik sebelum 14 Feb 2027")  # fmt: skip
    fields: dict[str, object] = {
        "house": HOUSE, "number": "SO000007", "outlet": "Galeri lantai 1", "scope": "Rak A2",
        "started_at": AT, "signed_at": AT.replace(hour=9), "zone": "WIB",
        "counters": ("Rina P.", "Dewi S."), "maker_name": "Sekar B.", "house_name": "Sri B.",
        "groups": (
            CountedGroup(maker="Tapis Nuwo Benang", maker_code="A-012", lines=(purse, cloth)),
            CountedGroup(maker="Dapur Emping Rekaan", maker_code="A-020", lines=(crisps,)),
        ),
    }  # fmt: skip
    return CountRecord(**(fields | changes))  # type: ignore[arg-type]


def picking_list(**changes: object) -> PickingList:
    """Return what to fetch of two makers' for tagging."""
    cloth = PickingLine(code="2000001000120", title="Kain tapis pucuk rebung", quantity=1,
                        detail="pucuk rebung, cucuk tangan", shelf="A2", sheets="1")  # fmt: skip
    crisps = PickingLine(code="2000001001202", title="Emping melinjo manis 500 g", quantity=40,
                         detail="baik sebelum 14 Feb 2027", sheets="1-2")  # fmt: skip
    fields: dict[str, object] = {
        "house": HOUSE, "batch": "Titipan awal November", "outlet": "Galeri lantai 1",
        "day": date(2026, 11, 22),
        "groups": (
            PickingGroup(maker="Tapis Nuwo Benang", maker_code="A-012", lines=(cloth,)),
            PickingGroup(maker="Dapur Emping Rekaan", maker_code="A-020", lines=(crisps,)),
        ),
    }  # fmt: skip
    return PickingList(**(fields | changes))  # type: ignore[arg-type]


def record(**changes: object) -> Record:
    """Return a record of goods that were lost and damaged, one copy for each of two sides."""
    fields: dict[str, object] = {
        "house": HOUSE, "title": "Berita acara kehilangan", "number": "BA000017", "made_at": AT,
        "zone": "WIB",
        "facts": (
            Fact(label="Tempat", value="Galeri lantai 1"),
            Fact(label="Ditemukan oleh", value="Rina P."),
        ),
        "opening": "Rak kaca di pojok timur jatuh waktu dibersihkan.",
        "lines": (
            RecordLine(code="2000001000120", title="Kain tapis pucuk rebung", quantity=1,
                       amount=3_480_000, detail="Tapis Nuwo Benang, rusak"),
            RecordLine(code="2000001001202", title="Emping melinjo manis 500 g", quantity=12,
                       amount=660_000, detail="Dapur Emping Rekaan, hilang"),
        ),
        "amount_label": "Ganti rugi",
        "notes": ("Masuk ke laporan hasil berikutnya.",),
        "signers": (Signer(role="Yang menemukan", name="Rina P."), Signer(role="Saksi"),
                    Signer(role="Pengurus", name="Sri Bendahara")),
        "copies": ("Lembar pertama", "Lembar kedua"),
    }  # fmt: skip
    return Record(**(fields | changes))  # type: ignore[arg-type]


def packing_list(**changes: object) -> PackingList:
    """Return a packing list of three kinds of goods."""
    fields: dict[str, object] = {
        "house": HOUSE, "number": "PB000012", "origin": "Galeri lantai 1",
        "destination": "Bazar HUT Kota", "sent_at": AT, "zone": "WIB", "sent_by": "Rina P.",
        "carrier": "Pak Sopir Rekaan", "purpose": "Bazar HUT Kota",
        "lines": (
            PackingLine(code="2000001000120", title="Kain tapis pucuk rebung", quantity=1,
                        price=4_350_000, detail="Tapis Nuwo Benang"),
            PackingLine(code="2000001000137", title="Dompet sasab", quantity=12, price=140_000),
            PackingLine(code="2000001001202", title="Emping melinjo manis 500 g", quantity=40,
                        price=68_000, detail="baik sebelum 14 Feb 2027"),
        ),
        "notes": ("Kembali Minggu malam.",),
    }  # fmt: skip
    return PackingList(**(fields | changes))  # type: ignore[arg-type]


def bazar_line(number: int, **changes: object) -> BazarLine:
    """Return a line of a bazar's account: taken 4, sold 1, back 3."""
    fields: dict[str, object] = {
        "code": f"200000100{number:04d}", "title": f"Dompet sasab {number}",
        "maker": "Tapis Nuwo Benang", "taken": 4, "sold": 1, "returned": 3, "lost": 0,
        "missing": 0, "amount": 140_000,
    }  # fmt: skip
    return BazarLine(**(fields | changes))  # type: ignore[arg-type]


def bazar_account(kinds: int = 3, makers: int = 2, **changes: object) -> BazarAccount:
    """Return the account of a bazar of two days, of so many kinds by so many makers."""
    lines = tuple(bazar_line(number) for number in range(1, kinds + 1))
    amount = kinds * 140_000
    each, rest = divmod(amount * 8 // 10, makers)
    fields: dict[str, object] = {
        "house": HOUSE, "number": "BZ000003", "name": "Bazar HUT Kota", "outlet": "Bazar HUT Kota",
        "place": "Lapangan Saburai", "first_day": date(2026, 11, 21),
        "last_day": date(2026, 11, 22), "printed_at": AT, "zone": "WIB", "carrier": "Rina P.",
        "lines": lines, "sales": kinds,
        "tenders": (
            ReportRow(label="Tunai", amount=amount - 140_000, count=kinds - 1),
            ReportRow(label="QRIS", amount=140_000, count=1),
        ),
        "rounding": 0, "house_share": amount - amount * 8 // 10,
        "makers": tuple(
            MakerShare(name=f"Tapis Rekaan {n}", code=f"M{n:04d}", pieces=1,
                       amount=amount // makers, share=each + (rest if n == 0 else 0))
            for n in range(makers)
        ),
        "closed_at": AT, "closed_by": "Sri Pengurus",
    }  # fmt: skip
    return BazarAccount(**(fields | changes))  # type: ignore[arg-type]


def payout_slip(**changes: object) -> PayoutSlip:
    """Return a kuitansi of a cash payout."""
    fields: dict[str, object] = {
        "house": HOUSE, "number": "KB-2026-0042", "maker": "Tapis Nuwo Benang",
        "maker_code": "A-012", "amount": 1_757_400, "paid_at": AT, "zone": "WIB",
        "purpose": "Hasil titipan 1 sampai 15 November 2026", "method": "Tunai, kas bendahara",
        "paid_by": "Sri Bendahara", "statement": "LP-2026-11-A-012",
        "place": "Bandar Lampung", "carried": 0,
    }  # fmt: skip
    return PayoutSlip(**(fields | changes))  # type: ignore[arg-type]


def statement(**changes: object) -> Statement:
    """Return the statement of the design's mock."""
    rows = (
        (2, "G1004512", "Selendang belah ketupat", 1, 405_000, 0, 81_000, ""),
        (4, "G1004538", "Dompet sasab", 2, 280_000, 0, 56_000, ""),
        (7, "G1004590", "Sarung bantal mata kibau", 3, 405_000, 40_500, 72_900,
         "rombongan 10%, ditanggung bersama"),
        (8, "W1000231", "Gantungan kunci pucuk rebung", 6, 126_000, 0, 25_200, ""),
        (12, "G1004655", "Peci tapis siger", 1, 160_000, 0, 32_000, ""),
        (14, "G1004671", "Hiasan dinding siger, karya tunggal", 1, 895_000, 0, 179_000,
         "potongan 45.000 ditanggung galeri"),
        (15, "G1004688", "Retur: dompet sasab", -1, -140_000, 0, -28_000, "nota G1004538"),
    )  # fmt: skip
    lines = tuple(
        StatementLine(
            day=date(2026, 11, day), number=number, title=title, quantity=quantity,
            amount=amount, discount=off, commission=fee, share=amount - off - fee, note=note,
            outlet="Stan Wali Kota" if number.startswith("W") else "Galeri lantai 1",
        )
        for day, number, title, quantity, amount, off, fee, note in rows
    )  # fmt: skip
    fields: dict[str, object] = {
        "house": HOUSE, "number": "LP-2026-11-A-012", "maker": "Tapis Nuwo Benang",
        "maker_code": "A-012", "period_from": date(2026, 11, 1),
        "period_to": date(2026, 11, 15), "posted_at": AT, "zone": "WIB", "opening": 85_000,
        "lines": lines,
        "entries": (
            StatementEntry(day=date(2026, 11, 3), label="Dibayar KB-2026-0031, tunai",
                           amount=-85_000),
        ),
        "closing": 1_672_400, "held": 320_000, "terms": "Komisi 20%, sejak 1 Jan 2026",
        "payment": "Tunai di galeri, 27 November 2026",
        "heads": ("G1: 3f9ac21e77b0", "office: 81d04ee0ab12"),
    }  # fmt: skip
    return Statement(**(fields | changes))  # type: ignore[arg-type]


def test_page(**changes: object) -> TestPage:
    """Return a test page."""
    fields: dict[str, object] = {
        "house": HOUSE, "printer": "Struk kasir 1", "printed_at": AT, "zone": "WIB",
        "connection": "192.168.1.50:9100",
    }  # fmt: skip
    return TestPage(**(fields | changes))  # type: ignore[arg-type]


test_page.__test__ = False  # type: ignore[attr-defined]


def monthly_report(groups: int = 8, **changes: object) -> MonthlyReport:
    """A month of a house with eight sentra, their names as long as names get."""
    one = MonthGroup(
        name="Sentra Kerajinan Tapis dan Sulam Usus Kecamatan Kemiling", sentra=(1,), members=47,
        active=41,
        turnover=112_345_678, pieces=1_234, share=89_876_543, paid=85_000_100,
        turnover_before=101_000_000, pieces_before=1_400, paid_before=None,
        turnover_year_before=0, pieces_year_before=0, paid_year_before=12_000_000,
    )  # fmt: skip
    own = replace(
        one, name="Barang galeri sendiri", sentra=(0,), members=0, active=0, turnover=1_250_000,
        pieces=40, share=0, paid=0, paid_before=0,
    )  # fmt: skip
    sums = MonthSums(
        sales=4_321, pieces=groups * 1_234 + 40, turnover=groups * 112_345_678 + 1_250_000,
        share=groups * 89_876_543, paid=7,
    )  # fmt: skip
    facts: dict[str, object] = {
        "house": HOUSE, "number": "005/LAP/V/2026", "first": date(2026, 5, 1),
        "last": date(2026, 5, 31), "place": "Bandar Lampung", "signatory": "Dra. Hj. Ratna Rekaan, M.M.",
        "addressee": "Kepala Dinas Perindustrian Kota Bandar Lampung",
        "position": "Ketua Pengelola Galeri Sentra IKM Tapis", "members": 189, "active": 151,
        "now": sums, "before": sums, "year_before": MonthSums(), "own": own,
        "groups": (one,) * groups,
        "coverage": tuple(
            Coverage(licence=licence, label=label, have=11, need=12)
            for licence, label in (
                ("nib", "NIB"), ("pirt", "P-IRT atau BPOM (pangan)"),
                ("halal", "Sertifikat halal (pangan)"),
            )
        ),
        "guests": Guests(groups=12, in_groups=480, local=1_200, foreign=77),
        "guests_before": Guests(), "guests_year_before": Guests(),
        "made_at": datetime(2026, 6, 1, 3, 0, tzinfo=UTC), "zone": "WIB",
    }  # fmt: skip
    return MonthlyReport(**(facts | changes))  # type: ignore[arg-type]
