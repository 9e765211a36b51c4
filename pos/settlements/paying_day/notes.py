"""Pecahan: how many of each note to fetch, so that every envelope can be filled exactly."""

from collections.abc import Iterable

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
    """Return the notes to fetch so that every one of `amounts` can be paid without change."""
    counts = dict.fromkeys(NOTES, 0)
    for amount in amounts:
        for note, count in notes_in(amount):
            counts[note] += count
    return tuple((note, count) for note, count in counts.items() if count)
