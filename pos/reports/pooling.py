"""What an officer sees of groups: none so small that one of its makers could be read out of it. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from pos.reports.figures import Slice

FEWEST = 3
"""Makers in a group whose figures an officer sees: with two, each could work out the other's."""


def pooled(rows: Sequence[Slice], rest: str, *, disjoint: bool = True) -> list[Slice]:
    """Return the rows with those of fewer than FEWEST makers added up as one, called `rest`.

    If what was added up is still of too few, the next smallest joins it, so that it cannot be
    worked out as what the others leave. Rows without a maker (the house's own goods) stay.
    `disjoint` says that no maker stands in two rows.
    """
    own = [row for row in rows if not row.sellers]
    large = sorted(
        (row for row in rows if row.sellers >= FEWEST), key=lambda row: row.net, reverse=True
    )
    small = [row for row in rows if 0 < row.sellers < FEWEST]
    count = sum if disjoint else max
    while small and large and count(row.sellers for row in small) < FEWEST:
        small.append(large.pop())
    if not small or count(row.sellers for row in small) < FEWEST:
        return large + own
    together = replace(
        small[0], part=None, name=rest, sellers=count(row.sellers for row in small),
        pieces=sum(row.pieces for row in small), net=sum(row.net for row in small),
        makers=sum(row.makers for row in small),
    )  # fmt: skip
    return [*large, together, *own]
