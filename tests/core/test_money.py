"""Rupiah written, read, spread and taken apart by units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.i18n import use_locale
from core.money import in_words, parse_rupiah, percent, rupiah, spread, terbilang, unit_share


@pytest.mark.parametrize(
    ("amount", "written"),
    [(0, "Rp0"), (150_000, "Rp150.000"), (1_648_500, "Rp1.648.500"), (-50_000, "−Rp50.000")],
)
def test_rupiah_is_written_as_eyd_asks(amount: int, written: str) -> None:
    assert rupiah(amount) == written


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("150000", 150_000),
        ("150.000", 150_000),
        ("Rp 1.250.000,-", 1_250_000),
        ("0", 0),
        ("Rp77.000,00", 77_000),
    ],
)
def test_what_a_person_types_is_read(typed: str, amount: int) -> None:
    assert parse_rupiah(typed) == amount


@pytest.mark.parametrize("typed", ["", "abc", "1.5", "-5", "12,5", "1.00.000", "٣"])
def test_what_is_no_amount_is_none(typed: str) -> None:
    assert parse_rupiah(typed) is None


@pytest.mark.parametrize(("bps", "written"), [(1500, "15%"), (1250, "12,5%"), (5, "0,05%")])
def test_basis_points_are_written_as_percent(bps: int, written: str) -> None:
    assert percent(bps) == written


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**7), min_size=1, max_size=30))
def test_spread_parts_make_the_whole(total: int, weights: list[int]) -> None:
    if not any(weights):
        weights[0] = 1

    parts = spread(total, weights)

    assert sum(parts) == total
    whole = sum(weights)
    assert all(
        total * w // whole <= part <= total * w // whole + 1
        for w, part in zip(weights, parts, strict=True)
    )


def test_spread_gives_the_odd_rupiah_to_the_largest_remainder_then_the_first() -> None:
    assert spread(10, [1, 1, 1]) == [4, 3, 3]
    assert spread(5, [3, 1, 2]) == [2, 1, 2]


@given(st.integers(-(10**9), 10**9), st.integers(1, 60), st.data())
def test_units_give_back_exactly_the_whole(whole: int, quantity: int, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(1, quantity), max_size=6)) | {quantity})
    first, total = 1, 0
    for last in cuts:
        total += unit_share(whole, quantity, first, last)
        first = last + 1

    assert total == whole


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (100, "seratus"),
        (1000, "seribu"),
        (1001, "seribu satu"),
        (2500, "dua ribu lima ratus"),
        (150_000, "seratus lima puluh ribu"),
        (1_500_000, "satu juta lima ratus ribu"),
        (2_000_000_000, "dua miliar"),
        (1_001_000, "satu juta seribu"),
        (19, "sembilan belas"),
        (215, "dua ratus lima belas"),
    ],
)
def test_terbilang(number: int, words: str) -> None:
    assert terbilang(number) == words


def test_words_follow_the_language_that_is_spoken() -> None:
    assert in_words(215) == "dua ratus lima belas"
    with use_locale("en"):
        assert in_words(0) == "zero"
        assert in_words(-1_250_021) == ("minus one million two hundred fifty thousand twenty-one")
        assert in_words(40_000_000_019) == "forty billion nineteen"


@pytest.mark.parametrize("typed", ["1" * 13, "9" * 5000, "-1", "１２３", "²"])
def test_what_is_no_amount_of_a_showroom_is_not_parsed(typed: str) -> None:
    assert parse_rupiah(typed) is None


def test_leading_noughts_do_not_count() -> None:
    assert parse_rupiah("0" * 20 + "5") == 5
    assert parse_rupiah("000") == 0
