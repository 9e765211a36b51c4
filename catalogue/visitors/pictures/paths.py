"""SVG path data: the shapes that motifs are put together from."""

from collections.abc import Sequence
from math import hypot
from typing import NamedTuple


class Motif(NamedTuple):
    """SVG path data of one motif: lines, two filled areas, an accent."""

    thread: str
    a: str
    b: str
    c: str


def num(value: float) -> str:
    """Return a number in as few characters as a tenth of a unit needs."""
    text = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def poly(*points: tuple[float, float], close: bool = True) -> str:
    """Return a path through points: poly((0, 0), (10, 4)) -> 'M0 0L10 4Z'."""
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points) + ("Z" if close else "")


def lozenge(x: float, y: float, rx: float, ry: float) -> str:
    """Return a lozenge around x, y."""
    return f"M{num(x - rx)} {num(y)}l{num(rx)} {num(-ry)} {num(rx)} {num(ry)} {num(-rx)} {num(ry)}Z"


def disc(x: float, y: float, r: float) -> str:
    """Return a circle around x, y."""
    return (
        f"M{num(x - r)} {num(y)}a{num(r)} {num(r)} 0 1 0 {num(2 * r)} 0a{num(r)} {num(r)} 0 "
        f"1 0 {num(-2 * r)} 0Z"
    )


def spiral(x: float, y: float, turns: int = 2, step: float = 4, side: int = 1) -> str:
    """Return a coil of half circles, growing outwards; side=-1 mirrors it."""
    d, r, dx = f"M{num(x)} {num(y)}", step, side
    for _ in range(turns * 2):
        d += f"a{num(r)} {num(r)} 0 0 {1 if side > 0 else 0} {num(dx * 2 * r)} 0"
        dx, r = -dx, r + step / 2
    return d


def hook(x: float, y: float, sx: int, sy: int, size: float = 1.0) -> str:
    """Return the key-shaped curl at the ends of lozenges and branches."""
    k = size
    return (
        f"M{num(x)} {num(y)}q{num(4 * sx * k)} {num(-12 * sy * k)} {num(14 * sx * k)} "
        f"{num(-10 * sy * k)}"
        f"q{num(8 * sx * k)} {num(4 * sy * k)} {num(2 * sx * k)} {num(10 * sy * k)}"
        f"q{num(-5 * sx * k)} {num(3 * sy * k)} {num(-6 * sx * k)} {num(-3 * sy * k)}"
    )


def ribbon(spine: Sequence[tuple[float, float]], half: Sequence[float]) -> tuple[str, str]:
    """Return the two halves of a band along `spine`, `half` wide to either side at each point."""
    sides: tuple[list[tuple[float, float]], list[tuple[float, float]]] = ([], [])
    for k, (x, y) in enumerate(spine):
        before, after = spine[max(k - 1, 0)], spine[min(k + 1, len(spine) - 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        far = half[k] / (hypot(dx, dy) or 1)
        for side, sign in zip(sides, (1, -1), strict=True):
            side.append((x - sign * dy * far, y + sign * dx * far))
    left, right = (poly(*spine, *reversed(side)) for side in sides)
    return left, right
