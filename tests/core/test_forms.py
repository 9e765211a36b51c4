"""Reading what people type into forms."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import forms
from core.errors import Refused
from core.money import percent, plain, rupiah


@pytest.mark.parametrize(
    "typed, rate",
    [("15", 1500), ("12,5", 1250), ("12.5%", 1250), ("0", 0), ("100", 10_000), ("7,25 %", 725)],
)
def test_a_percentage_becomes_basis_points(typed: str, rate: int):
    assert forms.bps({"x": typed}, "x") == rate


@pytest.mark.parametrize("typed", ["101", "100,01", "-1", "lima", "1,234", "15 persen"])
def test_what_is_no_percentage_is_refused_at_its_field(typed: str):
    with pytest.raises(Refused) as refusal:
        forms.bps({"x": typed}, "x")

    assert refusal.value.field == "x"


@pytest.mark.parametrize(
    "typed",
    ["081234567890", "+62 812-3456-7890", "6281234567890", "0812 3456 7890", "00628123456 7890"],
)
def test_a_mobile_number_is_kept_with_its_zero(typed: str):
    assert forms.phone({"x": typed}, "x") == "081234567890"


@pytest.mark.parametrize("typed", ["0721123456", "8", "0812abc", "+1 555 1234567"])
def test_what_is_no_mobile_number_is_refused(typed: str):
    with pytest.raises(Refused):
        forms.phone({"x": typed}, "x")


@pytest.mark.parametrize(
    ("typed", "amount"), [("150000", 150_000), ("Rp150.000,-", 150_000), ("", None)]
)
def test_money_is_read_as_people_write_it(typed: str, amount: int | None):
    assert forms.optional_money({"x": typed}, "x") == amount


def test_missing_money_is_refused():
    with pytest.raises(Refused):
        forms.money({}, "x")


@pytest.mark.parametrize("typed", ["", "x", "-1", "1" * 19, "１"])
def test_an_id_that_is_none_names_nothing(typed: str):
    assert forms.optional_id({"x": typed}, "x") is None


def test_a_day_is_a_day_of_the_calendar():
    assert forms.day({"x": "2026-05-09"}, "x") == date(2026, 5, 9)
    assert forms.day({}, "x") is None
    with pytest.raises(Refused):
        forms.day({"x": "2026-02-30"}, "x")


def test_numbers_are_whole_and_not_endless():
    assert forms.number({"x": "12"}, "x") == 12
    assert forms.number({}, "x", default=3) == 3
    for typed in ("", "1,5", "-2", "1" * 10, "²"):
        with pytest.raises(Refused):
            forms.number({"x": typed}, "x")


@pytest.mark.parametrize("typed", ["0001-01-01", "9999-12-31", "2026-13-01", "x"])
def test_a_day_at_the_end_of_the_calendar_is_none(typed: str):
    assert forms.iso_day(typed) is None


def test_ids_are_picked_from_what_was_sent():
    assert forms.ids(["3", "²", "x", "1" * 19, "-1", "7"]) == [3, 7]


@pytest.mark.parametrize(
    ("typed", "number"), [("4", 4), ("", 1), ("0", 1), ("x", 1), ("9" * 18, 100_000)]
)
def test_every_page_number_is_a_page(typed: str, number: int):
    assert forms.page_number({"page": typed}) == number


@given(st.integers(0, 10**12 - 1))
def test_rupiah_are_read_as_they_are_written(amount: int):
    for typed in (plain(amount), rupiah(amount), f"{amount}", f" Rp {plain(amount)},- "):
        assert forms.money({"x": typed}, "x") == amount


@given(st.integers(0, 10_000))
def test_a_percentage_is_read_as_it_is_written(bps: int):
    assert forms.bps({"x": percent(bps)}, "x") == bps


@given(st.integers(0, 10**9 - 1))
def test_a_number_is_read_as_it_is_written(number: int):
    assert forms.number({"x": f" {number} "}, "x") == number


def read(reader: Any, typed: str) -> Any:
    """What a reader makes of it, or its refusal."""
    try:
        return reader({"x": typed}, "x")
    except Refused as refusal:
        return refusal


@given(st.text(max_size=30) | st.from_regex(r"[-+]?[0-9]{1,15}([.,][0-9]{1,4})?%?", fullmatch=True))
def test_whatever_is_typed_is_a_value_in_its_bounds_or_a_sentence_at_the_field(typed: str):
    for reader, most in ((forms.money, 10**12 - 1), (forms.number, 10**9 - 1), (forms.bps, 10_000)):
        found = read(reader, typed)

        if isinstance(found, Refused):
            assert found.field == "x" and found.message
        else:
            assert found is None or 0 <= found <= most


@given(st.text(max_size=30) | st.dates().map(str))
def test_whatever_is_typed_for_a_day_is_a_day_of_ours_or_a_sentence(typed: str):
    found = read(forms.day, typed)

    if isinstance(found, Refused):
        assert found.field == "x" and found.message
    else:
        assert found is None or 1900 <= found.year <= 2999


def test_signs_that_no_keyboard_has_are_left_out_and_a_name_is_one_line() -> None:
    assert forms.text({"a": " Kain\x0b\x1b merah\nbaris dua "}, "a") == "Kain merah\nbaris dua"
    assert forms.name({"name": "Bu\r\nSari  Ayu"}) == "Bu Sari Ayu"


def test_an_address_that_no_letter_reaches_is_none() -> None:
    assert not forms.EMAIL.fullmatch("a@[x.id")
    assert forms.EMAIL.fullmatch("bu.sari+titip@contoh.web.id")
