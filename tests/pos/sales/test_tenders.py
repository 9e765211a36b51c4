"""What is offered and what it comes to: change, rounding, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refused
from pos.sales.errors import NotPaid
from pos.sales.rounding import Direction, rounding_of
from pos.sales.tenders import QRIS_LIMIT, Offer, Payment, pay, qris_parts, quick_notes


def paid(net: int, *offers: Offer, step: int = 100, direction: Direction = "down") -> Payment:
    return pay(net, offers, step=step, direction=direction)


def test_cash_gives_change() -> None:
    result = paid(1_648_500, Offer("cash", 1_700_000))

    assert (result.change, result.rounding) == (51_500, 0)
    assert result.tenders[0].amount == 1_648_500


def test_cash_is_rounded_in_the_customer_s_favour() -> None:
    assert paid(33_333, Offer("cash")).rounding == -33


def test_what_is_not_cash_is_exact() -> None:
    assert paid(33_333, Offer("qris")).rounding == 0


def test_only_the_cash_part_of_a_mix_is_rounded() -> None:
    result = paid(100_050, Offer("qris", 60_030), Offer("cash", 50_000))

    assert result.rounding == -20
    assert result.change == 10_000


def test_money_back_is_rounded_as_money_taken() -> None:
    result = paid(-33_333, Offer("cash"))

    assert result.rounding == 33
    assert result.tenders[0].amount == -33_300


def test_too_little_says_how_much_is_missing() -> None:
    with pytest.raises(NotPaid, match="Rp48.500"):
        paid(1_648_500, Offer("cash", 1_600_000))


def test_too_much_by_card_is_refused() -> None:
    with pytest.raises(Refused, match="Lebih"):
        paid(10_000, Offer("card", 20_000))


def test_above_the_limit_qris_is_several_that_add_up() -> None:
    result = paid(12_000_000, Offer("qris"))

    assert [tender.amount for tender in result.tenders] == [10_000_000, 2_000_000]


@given(st.integers(1, 10**8))
def test_qris_parts_keep_the_limit_and_make_the_whole(amount: int) -> None:
    parts = qris_parts(amount)

    assert sum(parts) == amount
    assert all(0 < part <= QRIS_LIMIT for part in parts)


def test_nothing_to_pay_needs_no_tender() -> None:
    assert paid(0, Offer("cash")).tenders == ()


@given(
    st.integers(-(10**8), 10**8),
    st.sampled_from([1, 100, 500]),
    st.sampled_from(["down", "nearest", "up"]),
)
def test_rounding_reaches_a_whole_step_and_mirrors(
    due: int, step: int, direction: Direction
) -> None:
    change = rounding_of(due, step=step, direction=direction)

    assert (due + change) % step == 0
    assert abs(change) < step
    assert rounding_of(-due, step=step, direction=direction) == -change


@given(st.integers(0, 9_000_000), st.integers(0, 9_000_000), st.integers(0, 20_000_000))
def test_tenders_come_to_the_ticket_and_its_rounding(net: int, card: int, cash: int) -> None:
    try:
        result = paid(net, Offer("card", card), Offer("cash", cash))
    except Refused:
        return
    assert sum(tender.amount for tender in result.tenders) == net + result.rounding
    assert all(tender.tendered - tender.change == tender.amount for tender in result.tenders)


@given(st.integers(1, 10**8))
def test_quick_notes_are_more_than_due_and_few(due: int) -> None:
    notes = quick_notes(due)

    assert len(notes) <= 4
    assert all(note > due for note in notes)
