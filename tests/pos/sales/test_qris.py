"""QRIS codes: vectors made for tests, and every broken form refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.sales.qris import NotQris, crc, parse, sealed, tlv, with_amount

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
SPEC_STYLE_OF_25000 = (
    "00020101021226670018ID.CO.EXAMPLE2.WWW01159360001404567890215MIDCONTOH1234560303UMI"
    "51370014ID.CO.QRIS.WWW0215ID10191234567815204123453033605405250005802ID5914NamaMerchantC1"
    "6009NamaKota16110123456789062070703K1963045BF1"
)
WITH_BILL_AND_TILL = (
    "00020101021226680016ID.CO.CONTOH.WWW01189360099900000000170215CONTOH0000000010303UMI"
    "51440014ID.CO.QRIS.WWW0215ID10990000000010303UMI520459475303360540712750005802ID"
    "5917SENTRA CONTOH UJI6014BANDAR LAMPUNG61053515862240114N20261122-00410702K26304A1A3"
)
CHINESE = (
    "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN"
    "5914BEST TRANSPORT6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603"
    "***0708A60086670902ME91320016A0112233449988770708123456786304A13A"
)


def transfer_code() -> str:
    """A code for sending money to a person, as EMVCo's tag 40 and its kind of business say."""
    fields = [(tag, "4829" if tag == "52" else value) for tag, value in tlv(STATIC[:-8])]
    return sealed([*fields[:2], ("40", "0016ID.CO.CONTOH.WWW"), *fields[2:]])


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
        (sealed(field for field in tlv(STATIC[:-8]) if field[0] != "59"), "tidak lengkap"),
        (transfer_code(), "transfer perorangan"),
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


@pytest.mark.parametrize(
    ("code", "amount", "bill", "till", "becomes"),
    [
        (SPEC_STYLE, 25_000, "", "", SPEC_STYLE_OF_25000),
        (STATIC, 150_000, "", "", DYNAMIC),
        (STATIC, 1_275_000, "N20261122-0041", "K2", WITH_BILL_AND_TILL),
    ],
)
def test_a_static_code_becomes_one_with_its_amount(
    code: str, amount: int, bill: str, till: str, becomes: str
) -> None:
    assert with_amount(parse(code), amount, bill=bill, terminal=till) == becomes


def test_what_looks_like_a_tag_inside_a_value_stays() -> None:
    """A replacing of text would turn this shop's name into nonsense."""
    tricky = sealed(
        (tag, "010211 5802ID 5405" if tag == "59" else value) for tag, value in tlv(STATIC[:-8])
    )

    made = parse(with_amount(parse(tricky), 150_000))

    assert (made.merchant, made.get("54"), made.get("01")) == ("010211 5802ID 5405", "150000", "12")


def test_a_code_that_asks_for_a_tip_takes_no_amount() -> None:
    tip = sealed([*tlv(STATIC[:-8]), ("55", "01")])

    with pytest.raises(NotQris, match="tip"):
        with_amount(parse(tip), 150_000)


def test_additional_data_without_room_stays_as_it_is() -> None:
    full = "0325" + "S" * 25 + "0525" + "R" * 25 + "0825" + "P" * 25
    code = sealed((tag, full if tag == "62" else value) for tag, value in tlv(STATIC[:-8]))

    assert parse(with_amount(parse(code), 1, bill="N1234", terminal="G1")).get("62") == full
    assert parse(with_amount(parse(code), 1, bill="N1")).get("62") == "0102N1" + full


@given(st.integers(1, 10_000_000), st.text(max_size=30), st.text(max_size=30))
def test_every_amount_makes_a_code_that_reads_back(amount: int, bill: str, till: str) -> None:
    made = parse(with_amount(parse(STATIC), amount, bill=bill, terminal=till))

    assert made.get("54") == str(amount)
    assert (made.nmid, made.merchant, made.is_static) == (
        "ID1099000000001", "SENTRA CONTOH UJI", False,
    )  # fmt: skip


def test_templates_that_hold_no_tags_are_left_alone() -> None:
    odd = sealed((tag, "odd" if tag in ("51", "62") else value) for tag, value in tlv(STATIC[:-8]))

    assert parse(odd).nmid is None
    assert parse(with_amount(parse(odd), 1, bill="N1")).get("62") == "odd"
