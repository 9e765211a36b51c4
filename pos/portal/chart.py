"""A small bar chart as numbers: the page draws it with SVG attributes only."""

from collections.abc import Sequence
from dataclasses import dataclass

PITCH, BAR, HEIGHT, BASE = 11, 8, 56, 62


@dataclass(frozen=True)
class Bar:
    """One bar: where it stands, how tall it is, and the day of the month it tells of."""

    x: int
    y: int
    height: int
    day: int
    amount: int


@dataclass(frozen=True)
class Chart:
    """The bars of a month up to today, and the width they take."""

    bars: tuple[Bar, ...]
    width: int

    @property
    def best(self) -> Bar | None:
        """The tallest bar, or None while nothing sold."""
        top = max(self.bars, key=lambda bar: bar.amount, default=None)
        return top if top is not None and top.amount > 0 else None


def bars(amounts: Sequence[int]) -> Chart:
    """Return the chart of one amount a day; a day without sales is a low line."""
    most = max([*amounts, 1])
    drawn = []
    for index, amount in enumerate(amounts):
        height = max(2, HEIGHT * max(0, amount) // most)
        drawn.append(Bar(index * PITCH, BASE - height, height, index + 1, amount))
    return Chart(tuple(drawn), PITCH * 31)
