"""Pecahan: the notes come to the sum, and every envelope can be filled from what was fetched."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from pos.settlements.paying_day.notes import NOTES, notes_for, notes_in, notes_to_fetch
from printers.words import change_first

ENVELOPES = st.lists(st.integers(0, 90_000).map(lambda hundreds: hundreds * 100), max_size=47)


def test_the_notes_pay_each_maker_without_change():
    assert notes_for([371_600, 26_600]) == (
        (100_000, 3), (50_000, 1), (20_000, 2), (5_000, 1), (1_000, 2), (500, 2), (100, 2),
    )  # fmt: skip


@given(ENVELOPES)
def test_notes_times_their_number_come_to_the_total(amounts: list[int]):
    assert sum(note * count for note, count in notes_for(amounts)) == sum(amounts)


@given(ENVELOPES)
def test_every_envelope_is_filled_from_the_fetched_notes_and_nothing_is_left(amounts: list[int]):
    purse = Counter(dict(notes_for(amounts)))
    for amount in amounts:
        inside = dict(notes_in(amount))
        assert sum(note * count for note, count in inside.items()) == amount
        purse.subtract(inside)
        assert min(purse.values(), default=0) >= 0
    assert set(purse.elements()) == set()


def test_the_bank_is_asked_for_what_is_lacking_in_the_small_notes_that_are_needed():
    bank, here, _none = notes_to_fetch([371_600, 26_600], lacks=98_200)
    assert here == ((100_000, 3),)
    assert bank == ((50_000, 1), (20_000, 2), (5_000, 1), (1_000, 2), (500, 2), (100, 2))


def test_a_note_is_broken_where_no_whole_one_comes_out_even():
    bank, here, change = notes_to_fetch([200_000], lacks=150_000)
    assert (bank, here) == (((100_000, 1), (50_000, 1)), ((50_000, 1),))
    assert change == ((50_000, 2),)


def test_no_note_is_broken_where_smaller_ones_come_out_even():
    fetched = notes_to_fetch([90_000, 20_000], lacks=50_000)
    assert fetched == (((50_000, 1),), ((20_000, 3),), ())


def test_what_was_lent_by_kas_bendahara_is_asked_for_too():
    bank, here, change = notes_to_fetch([200_000], lacks=250_000)
    assert change == ()
    assert (bank, here) == (((100_000, 2), (50_000, 1)), ())


@given(ENVELOPES, st.integers(0, 50_000).map(lambda hundreds: hundreds * 100))
def test_what_is_fetched_is_what_is_lacking_and_fills_the_envelopes_with_what_is_here(
    amounts: list[int], treasury: int
):
    lacks = max(0, sum(amounts) - treasury)
    bank, here, change = (dict(notes) for notes in notes_to_fetch(amounts, lacks))
    assert sum(note * count for note, count in bank.items()) == lacks
    assert sum(note * count for note, count in here.items()) == sum(amounts) - lacks
    purse, wanted = Counter(bank) + Counter(here), Counter(dict(notes_for(amounts)))
    if change:  # one note lies there in parts, and those are named
        purse.subtract(change)
        assert min(purse.values()) >= 0
        purse[sum(note * count for note, count in change.items())] += 1
    assert +purse == wanted


@given(st.integers(1, 90_000).map(lambda hundreds: hundreds * 100))
def test_an_envelope_is_filled_with_as_few_pieces_as_can_be(amount: int):
    for (note, count), larger in zip(notes_in(amount), _larger_of(amount), strict=True):
        assert larger is None or note * count < larger


def _larger_of(amount: int) -> list[int | None]:
    """The next larger note of each that lies in the envelope."""
    return [
        NOTES[NOTES.index(note) - 1] if note != NOTES[0] else None for note, _n in notes_in(amount)
    ]


def test_the_notes_to_change_are_named_with_what_they_become():
    said = change_first(((20_000, 2), (10_000, 1))).replace("\N{NO-BREAK SPACE}", " ")
    assert said == "Tukar dulu 20.000 × 2, 10.000 × 1 menjadi selembar 50.000."
