"""What a markdown plan takes off, and where it stops. Pure arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.products import markdowns
from catalogue.products.models import Contract, MarkdownStep
from pos.sales.split import split_net, split_percent


def contract(bearer: str = "shared", **terms: int | None) -> Contract:
    """A contract with a plan of 10 % after 30 days and 25 % after 60."""
    rate = terms.get("commission_bps")
    return Contract(
        terms="net" if rate is None else "percent", commission_bps=rate, bearer=bearer,
        floor_price=terms.get("floor_price"),
        steps=[MarkdownStep(after_days=30, off_bps=1000), MarkdownStep(after_days=60, off_bps=2500)],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("days", "off", "ahead"),
    [(0, 0, 30), (29, 0, 30), (30, 1000, 60), (59, 1000, 60), (60, 2500, 0)],
)
def test_a_step_is_reached_on_its_day(days: int, off: int, ahead: int):
    plan = contract(commission_bps=1500)
    now, coming = markdowns.reached(plan, days), markdowns.coming(plan, days)

    assert (now.off_bps if now else 0, coming.after_days if coming else 0) == (off, ahead)


def test_the_oldest_are_sold_first_and_only_they_come_down():
    plan = contract(commission_bps=1500)
    ages = [(70, 1), (40, 2), (5, 10)]

    off = [
        markdowns.off_pieces(plan, ages, price=10_000, quantity=quantity)
        for quantity in (1, 2, 3, 4, 50)
    ]

    assert off == [2_500, 3_500, 4_500, 4_500, 4_500]


def test_what_comes_off_is_rounded_down_by_the_piece():
    assert markdowns.off_price(33_333, 1000) == 3_333
    assert markdowns.off_price(5, 1000) == 0


def test_the_floor_stops_the_plan():
    plan = contract(commission_bps=1500, floor_price=9_500)

    assert markdowns.room(plan, price=10_000, quantity=2, net_price=None) == 1_000
    assert markdowns.room(plan, price=9_000, quantity=2, net_price=None) == 0


amounts = st.integers(1, 5_000_000)
bearers = st.sampled_from(["house", "shared", "maker"])


@given(amounts, st.integers(1, 20), st.integers(0, 10_000), bearers)
def test_a_plan_leaves_no_share_below_zero_under_percent_terms(
    price: int, quantity: int, rate: int, bearer: str
):
    plan = contract(bearer, commission_bps=rate)
    most = markdowns.room(plan, price=price, quantity=quantity, net_price=None)

    split = split_percent(price * quantity, most, rate_bps=rate, bearer=bearer)  # type: ignore[arg-type]

    assert split.maker >= 0
    assert split.house >= 0


@given(amounts, st.integers(1, 20), st.data(), bearers)
def test_a_plan_leaves_no_share_below_zero_under_net_terms(
    price: int, quantity: int, data: st.DataObject, bearer: str
):
    net = data.draw(st.integers(1, price))
    most = markdowns.room(contract(bearer), price=price, quantity=quantity, net_price=net)

    split = split_net(price * quantity, most, net=net * quantity, bearer=bearer)  # type: ignore[arg-type]

    assert split.maker >= 0
    assert split.house >= 0
