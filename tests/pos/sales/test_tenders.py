"""What is offered and what it comes to: change, rounding, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refused
from pos.sales.errors import NotPaid
from pos.sales.rounding import Direction, rounding_of
from pos.sales.tenders import (
    QRIS_LIMIT,
    Offer,
    Payment,
    pay,
    qris_parts,
    quick_notes,
    standing,
)


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


KINDS = ("cash", "qris", "card", "transfer")
OFFERS = st.lists(
    st.builds(Offer, st.sampled_from(KINDS), st.none() | st.integers(1, 12_000_000)), max_size=6
)


@given(
    st.integers(-(10**7), 3 * 10**7),
    OFFERS,
    st.sampled_from([1, 100, 500]),
    st.sampled_from(["down", "nearest", "up"]),
)
def test_any_mix_comes_to_the_ticket_and_its_rounding(
    net: int, offers: list[Offer], step: int, direction: Direction
) -> None:
    try:
        result = paid(net, *offers, step=step, direction=direction)
    except Refused:
        return
    cash = [tender for tender in result.tenders if tender.kind == "cash"]
    assert sum(tender.amount for tender in result.tenders) == net + result.rounding
    assert all(tender.change == 0 for tender in result.tenders if tender.kind != "cash")
    assert len(cash) <= 1
    assert abs(result.rounding) < step
    assert result.rounding == 0 or any(offer.kind == "cash" for offer in offers)
    assert all(tender.amount <= QRIS_LIMIT for tender in result.tenders if tender.kind == "qris")


@given(
    st.integers(1, 3 * 10**7),
    st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 12_000_000)), max_size=5),
    st.booleans(),
    st.sampled_from([1, 100, 500]),
    st.sampled_from(["down", "nearest", "up"]),
)
def test_what_the_screen_says_of_the_parts_is_what_is_booked(
    net: int, given_parts: list[tuple[str, int]], last: bool, step: int, direction: Direction
) -> None:
    parts = [Offer(kind, amount) for kind, amount in given_parts]
    if last:  # mostly random parts come to nothing whole: let cash bring what is left
        left = standing(net, parts, step=step, direction=direction).cash_left
        parts.append(Offer("cash", max(1, left + net % 50_000)))
    stands = standing(net, parts, step=step, direction=direction)
    try:
        result = paid(net, *parts, step=step, direction=direction)
    except Refused:
        assert not stands.is_paid
        return
    assert stands.is_paid
    assert stands.change == result.change


def test_cash_first_and_the_rest_by_qris_rounds_nothing() -> None:
    result = paid(33_333, Offer("cash", 20_000), Offer("qris"))

    assert [(t.kind, t.amount, t.change) for t in result.tenders] == [
        ("qris", 13_333, 0), ("cash", 20_000, 0),
    ]  # fmt: skip
    assert result.rounding == 0


def test_two_handfuls_of_cash_are_one_tender() -> None:
    result = paid(68_000, Offer("cash", 50_000), Offer("cash", 20_000))

    assert [(t.tendered, t.change) for t in result.tenders] == [(70_000, 2_000)]


@pytest.mark.parametrize(
    "offers",
    [
        (Offer("card", 68_000), Offer("cash", 10_000)),
        (Offer("card", 70_000), Offer("cash")),
        (Offer("card", 40_000), Offer("qris", 40_000)),
    ],
)
def test_what_is_too_much_and_no_change_is_refused(offers: tuple[Offer, ...]) -> None:
    with pytest.raises(Refused, match="Lebih"):
        paid(68_000, *offers)
