"""Every way of writing a cell that the sheets showed, and what is refused."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.stock import cells
from core.ids import ean13_check, is_ean13
from core.money import plain

AMOUNTS = st.integers(100, 999_999).map(lambda n: n * 1000)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("Rp 1.250.000,-", 1_250_000),
        ("Rp18.000,-", 18_000),
        ("Rp. 18.000", 18_000),
        ("25rb", 25_000),
        ("25 ribu", 25_000),
        ("25k", 25_000),
        ("1,5jt", 1_500_000),
        ("1.5 juta", 1_500_000),
        ("77.000,00", 77_000),
        ("77000.0", 77_000),
        ("11.325.000,00", 11_325_000),
        ("105,000", 105_000),
        ("4.390.000", 4_390_000),
        ("Rp\u00a034.000", 34_000),
        ("18.000/pcs", 18_000),
        (36000, 36_000),
        (36000.0, 36_000),
        (None, None),
        (" - ", None),
        ("", None),
    ],
)
def test_an_amount_is_read_in_all_its_spellings(cell, amount):
    assert cells.rupiah(cell) == amount


@pytest.mark.parametrize(
    "cell",
    [
        "dua ratus ribu",
        "-5000",
        -5000,
        "77.000,50",
        12.5,
        "18",
        1,
        "1.25.000",
        "Rp",
        True,
        "#REF!",
        "1e9",
        "25000-30000",
        "99999999999999",
    ],
)
def test_an_amount_that_is_none_is_refused_with_its_words(cell):
    with pytest.raises(cells.WrongCell, match="harga"):
        cells.rupiah(cell)


@given(AMOUNTS)
def test_every_written_form_of_an_amount_means_the_same(amount):
    spellings = [
        amount,
        float(amount),
        str(amount),
        plain(amount),
        f"Rp {plain(amount)},-",
        f"{plain(amount)},00",
        f"{amount // 1000}rb",
        f"{amount:,}",
    ]

    assert {cells.rupiah(spelling) for spelling in spellings} == {amount}


@pytest.mark.parametrize(
    ("cell", "bps"),
    [
        ("0.15", 1500),
        (0.2, 2000),
        ("15 persen", 1500),
        ("20,0%", 2000),
        (20, 2000),
        ("20%", 2000),
        ("12,5 %", 1250),
        (0.125, 1250),
        (0.15000000000000002, 1500),
        (1, 100),
        ("0,5%", 50),
        (0, 0),
        ("10 Persen", 1000),
        ("", None),
        (None, None),
    ],
)
def test_a_rate_is_read_in_all_its_spellings(cell, bps):
    assert cells.rate(cell) == bps


@pytest.mark.parametrize("cell", [140, "140%", 100, -5, "banyak", "12,345%", 0.33333, True, 1e9])
def test_a_rate_outside_its_bounds_is_refused(cell):
    with pytest.raises(cells.WrongCell, match="komisi"):
        cells.rate(cell)


@given(st.integers(1, 99))
def test_every_written_form_of_a_whole_percentage_means_the_same(percent):
    spellings = [percent, f"{percent}%", f"{percent},0%", f"{percent} persen", str(percent)]
    if percent > 1:
        spellings.append(percent / 100)

    assert {cells.rate(spelling) for spelling in spellings} == {percent * 100}


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2027-03-23", date(2027, 3, 23)),
        ("2027-03-23T00:00:00", date(2027, 3, 23)),
        ("17/09/2027", date(2027, 9, 17)),
        ("28-04-27", date(2027, 4, 28)),
        ("1.5.2027", date(2027, 5, 1)),
        ("3 Maret 2027", date(2027, 3, 3)),
        ("3 Mar. 27", date(2027, 3, 3)),
        ("22-Agu-2027", date(2027, 8, 22)),
        ("Jul 2027", date(2027, 7, 31)),
        ("Februari 2028", date(2028, 2, 29)),
        ("02/2027", date(2027, 2, 28)),
        (datetime(2027, 2, 6), date(2027, 2, 6)),
        (date(2027, 2, 6), date(2027, 2, 6)),
        (46_350, date(2026, 11, 24)),
        ("46350", date(2026, 11, 24)),
        ("", None),
        ("-", None),
    ],
)
def test_a_day_is_read_in_all_its_spellings(cell, day):
    assert cells.day(cell) == day


@pytest.mark.parametrize(
    "cell", ["31/02/2027", "09/17/2027", "besok", "3 Maretus 2027", "13/2027", 27, "1899-01-01"]
)
def test_a_day_that_does_not_exist_is_refused(cell):
    with pytest.raises(cells.WrongCell, match="tanggal"):
        cells.day(cell)


MONTHS = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_written_form_of_a_day_means_the_same(day):
    spellings = [
        day.isoformat(),
        day.strftime("%d/%m/%Y"),
        day.strftime("%d-%m-%y"),
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        datetime(day.year, day.month, day.day),
        (day - date(1899, 12, 30)).days,
    ]

    assert {cells.day(spelling) for spelling in spellings} == {day}


@given(st.integers(2000, 2099), st.integers(1, 12))
def test_a_bare_month_means_its_last_day(year, month):
    found = cells.day(f"{MONTHS[month - 1][:3]} {year}")

    assert found is not None
    assert (found.year, found.month) == (year, month)
    assert (found + timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    "cell",
    [
        "+6284839422239",
        "6284839422239",
        84839422239,
        84839422239.0,
        "0848-3942-2239",
        "0848 3942 2239",
        "84839422239",
        "+62 848-3942-2239",
        "084839422239 / 0812000000",
        "+62 (0)848 3942 2239",
        "HP 084839422239",
    ],
)
def test_a_phone_number_is_read_in_all_its_spellings(cell):
    assert cells.phone(cell) == "084839422239"


@pytest.mark.parametrize("cell", ["tanya Bu Sri", "0812", "0812345678901234"])
def test_a_phone_number_that_is_none_is_refused(cell):
    with pytest.raises(cells.WrongCell, match="nomor HP"):
        cells.phone(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (7339443635768, "7339443635768"),
        ("7339443635768", "7339443635768"),
        (39443635768, "0039443635768"),
        ("NIB 0039443635768", "0039443635768"),
        (7339443635768.0, "7339443635768"),
        (None, None),
    ],
)
def test_a_nib_keeps_or_regains_its_leading_zeros(cell, number):
    assert cells.nib(cell) == number


@pytest.mark.parametrize("cell", ["12345", "73394436357681", "belum punya nib", "7.33944E+12"])
def test_a_nib_that_is_none_is_refused(cell):
    with pytest.raises(cells.WrongCell, match="NIB"):
        cells.nib(cell)


@given(st.integers(0, 10**12 - 1))
def test_a_barcode_needs_its_right_check_digit(number):
    digits = f"{number:012d}"
    check = ean13_check(digits)

    assert cells.barcode(digits + check) == digits + check
    if number > 10**7:
        assert cells.barcode(int(digits + check)) == digits + check
    for wrong in set("0123456789") - {check}:
        assert not is_ean13(digits + wrong)
        with pytest.raises(cells.WrongCell, match="barcode"):
            cells.barcode(digits + wrong)


def test_a_barcode_that_excel_cut_says_so():
    with pytest.raises(cells.WrongCell, match="dipotong oleh Excel"):
        cells.barcode("8,99817E+12")


@pytest.mark.parametrize(
    ("cell", "pieces"),
    [(12, 12), (12.0, 12), ("12", 12), ("12 buah", 12), ("1.000", 1000), ("2,0", 2), ("", None)],
)
def test_a_quantity_is_whole(cell, pieces):
    assert cells.quantity(cell) == pieces


@pytest.mark.parametrize("cell", ["2,5", -3, 0, "selusin", 1.5, True, 10**9])
def test_a_quantity_that_is_not_whole_and_positive_is_refused(cell):
    with pytest.raises(cells.WrongCell, match="jumlah"):
        cells.quantity(cell)


def test_papers_are_written_one_way_and_odd_ones_are_kept_for_a_person():
    assert cells.pirt("P-IRT No. 202187174759830") == "2021871747598-30"
    assert cells.pirt("2021871747598-30") == "2021871747598-30"
    assert cells.pirt("sedang diurus") == "SEDANG DIURUS"
    assert cells.halal("id 18368299308282844") == "ID18368299308282844"
    assert cells.pirt("-") is None
