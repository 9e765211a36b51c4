"""The split: parts make the whole under all terms, and come back exactly in any order of returns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.sales.split import (
    Bearer,
    Split,
    returned_part,
    split_house,
    split_net,
    split_percent,
)

BEARERS: tuple[Bearer, ...] = ("house", "shared", "maker")
RUPIAH = st.integers(0, 50_000_000)


@st.composite
def splits(draw: st.DrawFn) -> Split:
    """Any split of any line."""
    listed = draw(RUPIAH)
    discount = draw(st.integers(0, listed))
    bearer = draw(st.sampled_from(BEARERS))
    if draw(st.booleans()):
        return split_percent(listed, discount, rate_bps=draw(st.integers(0, 10_000)), bearer=bearer)
    return split_net(listed, discount, net=draw(st.integers(0, listed)), bearer=bearer)


# The table of pos/sales/split.py with P = 100.001, D = 10.000, c = 15%: ⌊P·c⌋ = 15.000, ⌊N·c⌋ = 13.500.
@pytest.mark.parametrize(
    ("bearer", "maker", "house"),
    [("shared", 76_501, 13_500), ("house", 85_001, 5_000), ("maker", 75_001, 15_000)],
)
def test_percent_terms_of_the_design_table(bearer: Bearer, maker: int, house: int) -> None:
    result = split_percent(100_001, 10_000, rate_bps=1500, bearer=bearer)

    assert (result.maker, result.house) == (maker, house)


@pytest.mark.parametrize(
    ("bearer", "maker"), [("house", 80_000), ("maker", 70_000), ("shared", 72_000)]
)
def test_net_terms_of_the_design_table(bearer: Bearer, maker: int) -> None:
    result = split_net(100_000, 10_000, net=80_000, bearer=bearer)

    assert (result.maker, result.house) == (maker, 90_000 - maker)


def test_the_house_may_lose_on_a_discount_it_bears() -> None:
    assert split_percent(100_000, 30_000, rate_bps=1000, bearer="house").house == -20_000


def test_house_goods_are_the_house_s() -> None:
    assert split_house(5_000, 500) == Split(
        maker=0, house=4_500, commission=5_000, house_discount=500
    )


@given(splits())
def test_the_parts_make_the_whole(result: Split) -> None:
    assert result.maker + result.house == result.paid
    assert result.house == result.commission - result.house_discount


@given(RUPIAH, st.integers(0, 10_000))
def test_the_odd_rupiah_goes_to_the_maker(listed: int, rate_bps: int) -> None:
    result = split_percent(listed, 0, rate_bps=rate_bps, bearer="shared")

    assert result.maker * 10_000 >= listed * (10_000 - rate_bps)


@given(RUPIAH, st.integers(0, 10_000), st.data())
def test_nobody_bears_more_than_the_discount(listed: int, rate: int, data: st.DataObject) -> None:
    discount = data.draw(st.integers(0, listed))
    for bearer in BEARERS:
        result = split_percent(listed, discount, rate_bps=rate, bearer=bearer)
        assert 0 <= result.house_discount <= discount


@given(splits(), st.integers(1, 40), st.data())
def test_any_order_of_returns_gives_back_exactly_the_shares(
    sold: Split, quantity: int, data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(1, quantity), max_size=5)) | {quantity})
    parts, first = [], 1
    for last in cuts:
        parts.append(returned_part(sold, quantity=quantity, first=first, last=last))
        first = last + 1

    assert sum(part.maker for part in parts) == sold.maker
    assert sum(part.house for part in parts) == sold.house
    assert sum(part.commission for part in parts) == sold.commission
    assert sum(part.house_discount for part in parts) == sold.house_discount


@pytest.mark.parametrize(("listed", "discount"), [(100, -1), (100, 101)])
def test_a_discount_outside_the_price_is_refused(listed: int, discount: int) -> None:
    with pytest.raises(ValueError, match="discount"):
        split_percent(listed, discount, rate_bps=1500, bearer="shared")


@pytest.mark.parametrize(("first", "last"), [(0, 1), (2, 1), (1, 4)])
def test_units_that_do_not_exist_cannot_come_back(first: int, last: int) -> None:
    with pytest.raises(ValueError, match="units"):
        returned_part(split_house(3_000, 0), quantity=3, first=first, last=last)
