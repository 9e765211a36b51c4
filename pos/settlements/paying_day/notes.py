"""Pecahan: how many of each note fill the envelopes, and which of them to ask the bank for."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

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


class Fetched(NamedTuple):
    """Notes from the bank and notes that should lie here; together they come to the envelopes.

    `change` are those among them that come to one note of an envelope which is in neither.
    """

    bank: Notes
    here: Notes
    change: Notes = ()


def notes_to_fetch(amounts: Sequence[int], lacks: int) -> Fetched:
    """Return the notes to ask the bank for, `lacks` rupiah in all, and those that should lie here.

    Together they fill every one of `amounts`. What is here is taken to be in the largest notes; where
    no whole note comes out even, one note of an envelope is made up of smaller ones. More than the
    amounts come to is asked for in the fewest notes.
    """
    bank = Counter(dict(notes_for(amounts)))
    left = sum(amounts) - lacks
    if left < 0:
        return Fetched(_in_order(bank + Counter(dict(notes_in(-left)))), ())
    here = _exactly(left, bank)
    if here is not None:
        return Fetched(_in_order(bank - here), _in_order(here))
    here = Counter()
    for note in NOTES:
        here[note] = min(bank[note], left // note)
        left -= here[note] * note
    bank -= here
    broken = min(bank)  # `left` is smaller than every note that is still to be fetched
    bank[broken] -= 1
    from_bank, from_here = Counter(dict(notes_in(broken - left))), Counter(dict(notes_in(left)))
    return Fetched(
        _in_order(bank + from_bank), _in_order(here + from_here), _in_order(from_bank + from_here)
    )


def _exactly(amount: int, purse: Counter[int], notes: Sequence[int] = NOTES) -> Counter[int] | None:
    """Return notes of `purse` that come to `amount`, the largest first; None where none do.

    One fewer than fits is tried too: 60 is no 50, but three times 20.
    """
    if not amount:
        return Counter()
    if not notes:
        return None
    most = min(purse[notes[0]], amount // notes[0])
    for count in range(most, max(most - 2, -1), -1):
        smaller = _exactly(amount - count * notes[0], purse, notes[1:])
        if smaller is not None:
            return Counter({notes[0]: count}) + smaller
    return None


def _in_order(purse: Counter[int]) -> Notes:
    return tuple((note, purse[note]) for note in NOTES if purse[note])
