"""Codes: what a scan means, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import ean13_check, in_store_code, is_ean13, normalise_code


def test_the_check_digit_of_the_gs1_example() -> None:
    assert ean13_check("200000100001") == "4"


@pytest.mark.parametrize(
    "scanned",
    [
        "2000001000014",
        " 2000001000014\n",
        "https://titip.example/k/2000001000014",
        "https://titip.example/en/k/2000001000014?x=1",
        "2000 0010 0001 4",
    ],
)
def test_what_a_scanner_sends_means_the_code(scanned: str) -> None:
    assert normalise_code(scanned) == "2000001000014"


def test_a_upc_of_twelve_digits_gets_its_leading_zero_back() -> None:
    assert normalise_code("036000291452") == "0036000291452"


@pytest.mark.parametrize(
    "scanned", ["", "2000001000013", "22", "20000010000140", "abc", "２０００"]
)
def test_what_is_no_code_is_none(scanned: str) -> None:
    assert normalise_code(scanned) is None


@given(st.integers(0, 10**10 - 1))
def test_our_codes_are_ean13_and_carry_the_serial(serial: int) -> None:
    code = in_store_code(serial)

    assert is_ean13(code)
    assert code.startswith("20")
    assert int(code[2:12]) == serial


@given(st.integers(0, 10**10 - 1), st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(serial: int, place: int, step: int) -> None:
    code = in_store_code(serial)
    wrong = code[:place] + str((int(code[place]) + step) % 10) + code[place + 1 :]

    assert not is_ean13(wrong)
