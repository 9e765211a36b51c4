"""A motif's SVG paths as plain points, for papers: a sheet draws them as they are, a roll in dots."""

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache
from math import atan2, cos, hypot, pi, sin, sqrt

from PIL import Image, ImageDraw

from printers.documents import Ornament

Point = tuple[float, float]
Line = tuple[tuple[Point, ...], bool]
"""Points one after the other, and whether the last leads back to the first."""

TOKENS = re.compile(r"[MLHVQTCSAZ]|-?\d*\.?\d+", re.IGNORECASE)
TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "Q": 4, "T": 2, "C": 6, "S": 4, "A": 7, "Z": 0}
STEPS = 14
"""Straight pieces that stand for a curve."""
TALL = 150
"""Units that a motif may be high."""
STRIPES = ((0.03, 0.075), (0.265, 0.06), (0.735, 0.06), (0.97, 0.075))
"""Groups of stripes on a cloth: the middle and the height of each, as parts of the cloth's height."""
BANDS = ((0.0, 0.16, 2), (0.22, 0.29, 3), (0.35, 0.65, 1), (0.71, 0.78, 3), (0.84, 1.0, 2))
"""The stripes of a group: from, to, and which of the cloth's colours."""
CORD = 9
"""Units between a group of stripes and the gold cord beside it, a cloth being 600 across."""
FINE = 3
"""A drawing for a roll is made so many times larger, then made smaller: its lines are even."""


def rows(width: float, height: float, wide: int) -> tuple[tuple[float, float], ...]:
    """Return where rows of a motif lie on a cloth, as parts of its height, and how large each is."""
    return (0.5, min(height * 0.36 / 124, width * 0.92 / wide)), (0.148, 0.42), (0.852, 0.42)


@lru_cache(maxsize=256)
def lines(path: str) -> tuple[Line, ...]:
    """Return SVG path data as lines of points; curves become short straight pieces."""
    found: list[Line] = []
    points: list[Point] = []
    for command, given in _commands(path):
        if command in "MZ" and len(points) > 1:
            found.append((tuple(points), command == "Z"))
        if command == "M":
            points = [(given[0], given[1])]
        elif command == "Z":
            points = points[:1]
        else:
            points += _piece(command, points[-1], given)
    if len(points) > 1:
        found.append((tuple(points), False))
    return tuple(found)


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each command in capitals, with its numbers from the origin: none stays relative."""
    tokens = TOKENS.findall(path)
    at, command = 0, "M"
    here = start = pull = (0.0, 0.0)
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
        name = command.upper()
        given = [float(number) for number in tokens[at : at + TAKES[name]]]
        at += TAKES[name]
        if command.islower():
            given = _from_origin(name, given, here)
        if name in "HV":
            given = [given[0], here[1]] if name == "H" else [here[0], given[0]]
            name = "L"
        if name in "TS":  # a smooth curve goes on as the last one ended
            given = [2 * here[0] - pull[0], 2 * here[1] - pull[1], *given]
            name = "Q" if name == "T" else "C"
        here = start if name == "Z" else (given[-2], given[-1])
        pull = (given[-4], given[-3]) if name in "QC" else here
        if name == "M":
            start, command = here, "l" if command == "m" else "L"  # more pairs are lines
        yield name, given


def _from_origin(name: str, given: list[float], here: Point) -> list[float]:
    if name == "A":
        return [*given[:5], given[5] + here[0], given[6] + here[1]]
    if name == "V":
        return [given[0] + here[1]]
    return [number + here[at % 2] for at, number in enumerate(given)]


def _piece(command: str, start: Point, given: list[float]) -> list[Point]:
    if command == "L":
        return [(given[0], given[1])]
    if command == "A":
        return _arc(start, given)
    corners = [start, *zip(given[::2], given[1::2], strict=True)]
    return [_bent(corners, step / STEPS) for step in range(1, STEPS + 1)]


def _bent(corners: list[Point], t: float) -> Point:
    """Return a point of a Bezier curve, by halving (de Casteljau)."""
    while len(corners) > 1:
        corners = [
            (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)
            for a, b in itertools.pairwise(corners)
        ]
    return corners[0]


def _arc(start: Point, given: list[float]) -> list[Point]:
    """Return the points of a circle's arc; our motifs have no ellipses."""
    radius, _same, _turn, large, sweep, x, y = given
    half = hypot(x - start[0], y - start[1]) / 2
    if not half:
        return []
    radius = max(radius, half)
    away = sqrt(radius * radius - half * half) / (2 * half)
    side = -away if (large == sweep) else away
    middle = (
        (start[0] + x) / 2 + side * (start[1] - y) * -1,
        (start[1] + y) / 2 + side * (start[0] - x),
    )
    first = atan2(start[1] - middle[1], start[0] - middle[0])
    last = atan2(y - middle[1], x - middle[0])
    turn = (last - first) % (2 * pi)
    turn = turn if sweep else turn - 2 * pi
    return [
        (
            middle[0] + radius * cos(first + turn * step / STEPS),
            middle[1] + radius * sin(first + turn * step / STEPS),
        )
        for step in range(1, STEPS + 1)
    ]


def in_black(ornament: Ornament, height: int) -> Image.Image:
    """Return a motif as black lines and areas on white, `height` dots high, for a roll."""
    scale = height * FINE / TALL
    width = round((ornament.wide + 10) * scale)
    image = Image.new("L", (width, height * FINE), 255)
    draw = ImageDraw.Draw(image)

    def placed(points: tuple[Point, ...]) -> list[Point]:
        return [(width / 2 + x * scale, height * FINE / 2 + y * scale) for x, y in points]

    for points, _closed in lines(ornament.c):
        draw.polygon(placed(points), fill=0)
    for path, weight in ((ornament.thread, 2.2), (ornament.a, 0.9), (ornament.b, 0.9)):
        for points, closed in lines(path):
            drawn = placed(points)
            drawn = [*drawn, drawn[0]] if closed else drawn
            draw.line(drawn, fill=0, width=max(1, round(weight * scale)), joint="curve")
    small = image.resize((width // FINE, height), Image.Resampling.LANCZOS)
    return small.point(lambda level: 255 if level > 150 else 0).convert("1")
