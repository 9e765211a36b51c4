"""Pecahan: how many of each note fill the envelopes, and which of them to ask the bank for."""

from collections import Counter
from collections.abc import Iterable, Sequence

NOTES = (100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100)
"""Notes and coins in use, largest first; each amount of cash is a multiple of the last."""

Notes = tuple[tuple[int, int], ...]
"""Pairs (note in rupiah, how many), largest first, none of them zero."""


def notes_in(amount: int) -> Notes:
    """Return the notes of one envelope of `amount` rupiah, a multiple of Rp100: the fewest there are."""
    found = []
    left = amount
    for note in NOTES:
        count, left = divmod(left, note)
        if count:
            found.append((note, count))
    return tuple(found)


def notes_for(amounts: Iterable[int]) -> Notes:
    """Return the notes that fill every one of `amounts` exactly."""
    purse: Counter[int] = Counter()
    for amount in amounts:
        purse.update(dict(notes_in(amount)))
    return _in_order(purse)


def notes_to_fetch(amounts: Sequence[int], lacks: int) -> tuple[Notes, Notes]:
    """Return the notes to ask the bank for, `lacks` rupiah in all, and those that should lie here.

    Together they fill every one of `amounts`. What is here is taken to be in the largest notes; where
    no whole note comes out even, one note of an envelope is made up of smaller ones. More than the
    amounts come to is asked for in the fewest notes.
    """
    bank, here = Counter(dict(notes_for(amounts))), Counter[int]()
    left = sum(amounts) - lacks
    if left < 0:
        bank.update(dict(notes_in(-left)))
        left = 0
    for note in NOTES:
        count = min(bank[note], left // note)
        bank[note] -= count
        here[note] += count
        left -= count * note
    if left:  # smaller than every note that is still to be fetched
        broken = min(note for note in NOTES if bank[note])
        bank[broken] -= 1
        bank.update(dict(notes_in(broken - left)))
        here.update(dict(notes_in(left)))
    return _in_order(bank), _in_order(here)


def _in_order(purse: Counter[int]) -> Notes:
    return tuple((note, purse[note]) for note in NOTES if purse[note])
