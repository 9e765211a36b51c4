"""QRIS codes: vectors made for tests, and every broken form refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.sales.qris import NotQris, crc, parse

STATIC = (
    "00020101021126680016ID.CO.CONTOH.WWW01189360099900000000170215CONTOH0000000010303UMI"
    "51440014ID.CO.QRIS.WWW0215ID10990000000010303UMI5204594753033605802ID5917SENTRA CONTOH UJI"
    "6014BANDAR LAMPUNG61053515862070703A016304D6D1"
)
DYNAMIC = (
    "00020101021226680016ID.CO.CONTOH.WWW01189360099900000000170215CONTOH0000000010303UMI"
    "51440014ID.CO.QRIS.WWW0215ID10990000000010303UMI52045947530336054061500005802ID"
    "5917SENTRA CONTOH UJI6014BANDAR LAMPUNG61053515862070703A0163044BA2"
)
SPEC_STYLE = (
    "00020101021126670018ID.CO.EXAMPLE2.WWW01159360001404567890215MIDCONTOH1234560303UMI"
    "51370014ID.CO.QRIS.WWW0215ID10191234567815204123453033605802ID5914NamaMerchantC1"
    "6009NamaKota16110123456789062070703K196304B22E"
)
CHINESE = (
    "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN"
    "5914BEST TRANSPORT6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603"
    "***0708A60086670902ME91320016A0112233449988770708123456786304A13A"
)


def test_the_published_check_value_of_the_crc() -> None:
    assert crc("123456789") == "29B1"


def test_a_static_code_shows_name_and_nmid() -> None:
    code = parse(STATIC)

    assert (code.merchant, code.nmid, code.is_static) == (
        "SENTRA CONTOH UJI",
        "ID1099000000001",
        True,
    )


def test_a_dynamic_code_carries_its_amount() -> None:
    assert not parse(DYNAMIC).is_static
    assert parse(DYNAMIC).get("54") == "150000"


def test_odd_but_valid_lengths_are_read() -> None:
    assert parse(SPEC_STYLE).merchant == "NamaMerchantC1"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "bukan isi QRIS"),
        ("https://contoh.id", "bukan isi QRIS"),
        (STATIC[:-4] + "0000", "Angka periksa"),
        (DYNAMIC.replace("150000", "150001"), "Angka periksa"),
        (STATIC[:60], "terpotong"),
        (CHINESE, "bukan QRIS rupiah"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(text: str, says: str) -> None:
    with pytest.raises(NotQris, match=says):
        parse(text)


@given(st.integers(6, len(STATIC) - 5), st.sampled_from("0123456789ABC"))
def test_any_changed_character_is_noticed(place: int, letter: str) -> None:
    changed = STATIC[:place] + letter + STATIC[place + 1 :]

    if changed != STATIC:
        with pytest.raises(NotQris):
            parse(changed)


@given(st.text(max_size=600))
def test_no_text_crashes_it(text: str) -> None:
    with pytest.raises(NotQris):
        parse("000201" + text)
