"""The numbers of licences: what is kept, what is a doubt, what is plainly wrong."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.products import licences
from catalogue.products.licences import KINDS, Checked, check
from core.errors import Refused

TODAY = date(2026, 5, 9)
PIRT = "2141871000017-31"
HALAL = "ID18110000000000018"


@pytest.mark.parametrize(
    "kind, typed, kept",
    [
        ("nib", "1234000000084", "1234000000084"),
        ("nib", "0120001234567", "0120001234567"),
        ("nib", "NIB: 1234 0000 00084", "1234000000084"),
        ("pirt", PIRT, PIRT),
        ("pirt", "214187100001731", PIRT),
        ("pirt", "P-IRT No. 2141871000017-31", PIRT),
        ("pirt", "PIRT: 2141871000017 31", PIRT),
        ("pirt", "P.IRT NO. 2141871000017-31", PIRT),
        ("pirt", "P-IRT Nomor 2141871000017-31", PIRT),
        ("halal", HALAL, HALAL),
        ("halal", "id 1811 0000 0000 00018", HALAL),
        ("bpom", "MD 123456789012", "MD 123456789012"),
        ("bpom", "md123456789012", "MD 123456789012"),
        ("bpom", "BPOM RI ML 123456789012345", "ML 123456789012345"),
        ("sni", "SNI 8302:2016", "SNI 8302:2016"),
        ("sni", "sni 01-3836-2000", "SNI 01-3836-2000"),
        ("merek", "IDM000123456", "IDM000123456"),
        ("merek", "idm 000 123 456", "IDM000123456"),
        ("batikmark", "012/BATIKMARK/2026", "012/BATIKMARK/2026"),
        ("ig", "ID G 000000026", "ID G 000000026"),
    ],
)
def test_a_right_number_is_kept_in_one_form_and_not_doubted(kind: str, typed: str, kept: str):
    assert check(kind, typed, today=TODAY) == Checked(kept)


@pytest.mark.parametrize(
    "kind, typed, said",
    [
        ("pirt", "3063306010072-19", "berakhir tahun 2019"),
        ("pirt", "2153276010281-21", "berakhir tahun 2021"),
        ("pirt", "2141871000017-32", "paling lama 5 tahun"),
        ("pirt", "9141871000017-31", "kemasan"),
        ("pirt", "2161871000017-31", "jenis pangan"),
        ("pirt", "2001871000017-31", "jenis pangan"),
        ("pirt", "2140171000017-31", "kode provinsi"),
        ("pirt", "214187100001-31", "13 angka"),
        ("pirt", "206187100001731A", "13 angka"),
        ("halal", "ID123456789", "ID dan 17 angka"),
        ("halal", "LPPOM-07060045670518", "ID dan 17 angka"),
        ("bpom", "MD 12345678901", "12 sampai 15 angka"),
        ("bpom", "123456789012", "MD atau ML"),
        ("sni", "SNI 8302", "diakhiri tahun"),
        ("merek", "DID2026012345", "IDM dan 9 angka"),
    ],
)
def test_an_unusual_number_is_kept_and_doubted(kind: str, typed: str, said: str):
    checked = check(kind, typed, today=TODAY)

    assert checked.number and any(said in doubt for doubt in checked.doubts)


@pytest.mark.parametrize(
    "kind, typed, said",
    [
        *((kind, "", "Isi nomornya") for kind in KINDS),
        *((kind, "   ", "Isi nomornya") for kind in KINDS),
        *((kind, "1" * 61, "terlalu panjang") for kind in KINDS),
        ("nib", "123400000008", "13 angka"),
        ("nib", "12340000000845", "13 angka"),
        ("nib", "123400000008O", "13 angka"),
        ("pirt", "sedang diurus", "bukan nomor P-IRT"),
        ("pirt", "2141871", "bukan nomor P-IRT"),
        ("halal", "halal", "bukan nomor Halal"),
        ("bpom", "MD", "bukan nomor BPOM"),
        ("sni", "SNI", "bukan nomor SNI"),
        ("merek", "Sekar Contoh", "bukan nomor Merek"),
        ("batikmark", "emas", "bukan nomor Batikmark"),
        ("ig", "Kopi Robusta Lampung", "bukan nomor Indikasi geografis"),
        ("halal", "١٢٣٤٥٦٧٨٩٠", "bukan nomor Halal"),
    ],
)
def test_what_is_plainly_no_number_is_refused(kind: str, typed: str, said: str):
    with pytest.raises(Refused, match=said) as refusal:
        check(kind, typed, today=TODAY)

    assert refusal.value.field == "number"


@pytest.mark.parametrize(
    "number, ends",
    [(PIRT, date(2031, 12, 31)), ("2141871000017", None), ("", None), (None, None), ("x-31", None)],
)
def test_a_pirt_number_says_when_it_ends(number: str | None, ends: date | None):
    assert licences.pirt_expiry(number) == ends


@given(kind=st.sampled_from(KINDS), typed=st.text(max_size=80))
def test_any_text_is_kept_or_refused_with_a_sentence(kind: str, typed: str):
    try:
        checked: Checked | None = check(kind, typed, today=TODAY)
        said, field = "", "number"
    except Refused as refusal:
        checked, said, field = None, refusal.message, str(refusal.field)

    assert field == "number" and bool(said) == (checked is None)
    if checked is not None:
        assert checked.number and len(checked.number) <= 61
        assert all(doubt.endswith(".") for doubt in checked.doubts)


@given(
    kind=st.sampled_from(("pirt", "halal", "bpom", "merek")),
    typed=st.text(alphabet=string.ascii_letters + string.digits + " .-", min_size=1, max_size=40),
)
def test_a_kept_number_is_kept_the_same_when_it_is_typed_again(kind: str, typed: str):
    try:
        once = check(kind, typed, today=TODAY)
    except Refused:
        return
    assert check(kind, once.number, today=TODAY) == once


@given(digits=st.text(alphabet=string.digits, min_size=15, max_size=15))
def test_fifteen_digits_are_always_a_pirt_number(digits: str):
    kept = check("pirt", digits, today=TODAY).number

    assert kept == f"{digits[:13]}-{digits[13:]}"
    assert check("pirt", f"P-IRT {kept}", today=TODAY).number == kept
