"""Cash rounding: coins under Rp100 are rare, so the cash part of a ticket is rounded."""

from typing import Literal

Direction = Literal["down", "nearest", "up"]


def rounding_of(cash_due: int, *, step: int, direction: Direction) -> int:
    """Return what is added to `cash_due` rupiah (negative: taken off) to reach a multiple of `step`.

    Works on the amount without its sign, so a refund mirrors the sale. Step 1 rounds nothing.
    """
    size = abs(cash_due)
    down = -(size % step)
    if direction == "down" or down == 0:
        change = down
    elif direction == "up":
        change = down + step
    else:
        change = down if -down * 2 < step else down + step
    return change if cash_due >= 0 else -change
