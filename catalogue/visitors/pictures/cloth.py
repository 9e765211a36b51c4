"""The ground a motif lies on: colours, weave, couched thread, light over soft folds."""

from collections.abc import Sequence
from math import sin
from random import Random
from typing import TypeVar

from catalogue.visitors.pictures.paths import Motif, num

Shades = tuple[str, str, str, str]
Drawing = tuple[str, str]  # definitions, and the drawing that uses them


GOLDS = (
    ("#7d5214", "#c8923a", "#ecc876", "#fff0c2"),
    ("#74480f", "#bd8430", "#e3b862", "#fce7b0"),
    ("#6d5a3c", "#b9a27a", "#ddcda8", "#fffaea"),
)
TAPIS = (
    ("#4d0f1c", "#1b1626", "#8e2b22", "#b4812f"),
    ("#1a1729", "#4a1020", "#73202a", "#a8772c"),
    ("#2c1712", "#141119", "#7a2a1c", "#bb8a3c"),
    ("#64141f", "#2a0d16", "#1d1a33", "#c29147"),
    ("#241a33", "#120f1c", "#6a1a34", "#a57a3a"),
    ("#1c2a24", "#101614", "#5d1b22", "#b3873a"),
)
SATIN = (
    ("#5c1426", "#f0dfbf", "#d9b468", "#fff8e6"),
    ("#e9dcc2", "#8a1f36", "#c1933f", "#d9677c"),
    ("#16243f", "#e2c07a", "#b5893c", "#fff0c8"),
    ("#12382f", "#ead9ae", "#c39a4a", "#fffbe8"),
    ("#2a1230", "#e5a9a2", "#d6b061", "#ffe6df"),
    ("#d9c7a0", "#1f2747", "#8c6a2c", "#5d6aa6"),
)
BATIK = (
    ("#14233d", "#ecdcb8", "#b47a35", "#6f8fb0"),
    ("#4a2412", "#f0dfba", "#c68a3e", "#8c4f22"),
    ("#6e1a1a", "#f2e2c2", "#d19a4c", "#a8432f"),
    ("#1e1511", "#ead6ab", "#a86a2c", "#7c2a1e"),
    ("#1f3a33", "#efe2c0", "#c08d44", "#6a9a80"),
)
SHIRT = (
    ("#1c1a20", "#d9ad58"),
    ("#6a1a26", "#f1dfb8"),
    ("#f2ece0", "#6a1a26"),
    ("#c9973f", "#1f1a2c"),
    ("#22383a", "#ecd7a2"),
    ("#2a2745", "#e3b862"),
)
PRINTS = {
    "kopi": (
        ("#2a1711", "#c08a55", "#5f7a4a", "#b4322a"),
        ("#e8dcc4", "#5a3120", "#6f8455", "#a32a24"),
    ),
    "keripik": (
        ("#24402d", "#7fa363", "#f0cf73", "#7a5214"),
        ("#ecdfbf", "#4f7a45", "#d8a432", "#7a5214"),
    ),
    "emping": (
        ("#efdfb9", "#d3a55a", "#5f7d48", "#a8331f"),
        ("#5d1b18", "#e9c987", "#8ba366", "#d8792f"),
    ),
    "singkong": (
        ("#33421f", "#8fae62", "#f1e6cb", "#f1e6cb"),
        ("#efe6d0", "#5f8a4a", "#dcc48e", "#7a5214"),
    ),
    "nangka": (
        ("#23402c", "#f0bd4e", "#6f9a54", "#7a4a1c"),
        ("#f0e4c4", "#e3a334", "#4f7a45", "#7a4a1c"),
    ),
    "teri": (
        ("#17303f", "#dfe3dc", "#9fb4b8", "#17303f"),
        ("#e6e0cf", "#3f5f70", "#86a3ad", "#f4f0e2"),
    ),
}

COLOURS = {
    "merah": (122, 26, 36), "marun": (84, 18, 28), "putih": (242, 236, 224), "krem": (226, 212, 184),
    "hitam": (28, 26, 32), "biru": (36, 40, 82), "hijau": (30, 58, 50), "kuning": (201, 151, 63),
    "emas": (201, 151, 63), "cokelat": (70, 36, 20), "coklat": (70, 36, 20), "ungu": (40, 24, 52),
}  # fmt: skip
NEAR_ENOUGH = 48
"""How far, in red, green and blue, a ground may be from the colour that a thing is told to have."""


Palette = TypeVar("Palette", bound=tuple[str, ...])


class Chance(Random):
    """What a drawing's choices are made by: no secret, the same for the same words."""

    def __init__(self, words: str, told: str) -> None:
        """Choose by `words`; `told` is the thing's name as an address, which may say its colour."""
        super().__init__(words)
        self.colour = next((COLOURS[word] for word in told.split("-") if word in COLOURS), None)

    def palette(self, palettes: Sequence[Palette]) -> Palette:
        """Return one of the palettes: nearest to the told colour where there is one, its ground first."""
        by_chance, told = self.choice(palettes), self.colour
        if told is None:
            return by_chance
        away = {one: max(abs(part - other) for part, other in zip(_rgb(one[0]), told, strict=True))
                for one in palettes}  # fmt: skip
        nearest = min(palettes, key=away.__getitem__)
        return nearest if away[nearest] <= NEAR_ENOUGH else by_chance


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def rect(x: float, y: float, w: float, h: float, fill: str, *, extra: str = "") -> str:
    """Return a filled rectangle."""
    return f'<path d="M{num(x)} {num(y)}h{num(w)}v{num(h)}h{num(-w)}z" fill="{fill}"{extra}/>'


def use(name: str, x: float, y: float, scale: float = 1.0, turn: float = 0) -> str:
    """Return the defined shape `name` laid at x, y."""
    where = (
        f"translate({num(x)} {num(y)})"
        + (f"rotate({num(turn)})" if turn else "")
        + (f"scale({scale:.3g})" if scale != 1 else "")
    )
    return f'<use href="#{name}" transform="{where}"/>'


def string(
    ident: str, name: str, step: float, count: int, *, flip: bool = False, sway: int = 0
) -> str:
    """Return `count` motifs on a string around 0, to be laid as one row beyond both edges."""
    uses = []
    for k in range(-(count // 2), count // 2 + 1):
        turn = ' transform="rotate(180 {0} {1})"' if flip and k % 2 else ""
        x, y = num(round(k * step)), num(round(sway * sin(k * 1.3)))
        uses.append(
            f'<use href="#{name}" x="{x}"'
            + (f' y="{y}"' if sway else "")
            + turn.format(x, y)
            + "/>"
        )
    return f'<g id="{ident}">{"".join(uses)}</g>'


def lay(
    ident: str, width: float, y: float, scale: float, *, turn: float = 0, shift: float = 0.0
) -> str:
    """Return the string `ident` laid as a row across the middle of `width`."""
    return use(ident, width / 2 + shift, y, scale, turn)


def thread_pattern(name: str, angle: int, dark: str, light: str, pitch: float = 3) -> str:
    """Return the pattern of threads lying side by side at `angle`."""
    turn = f' patternTransform="rotate({angle})"' if angle else ""
    p = f"{pitch:.3g}"
    return (
        f'<pattern id="{name}" width="{p}" height="{p}" patternUnits="userSpaceOnUse"{turn}>'
        f'<path d="M0 0h9v9H0z" fill="{dark}"/>'
        f'<path d="M0 {pitch / 3:.2g}h9" stroke="{light}" stroke-width="{pitch / 2:.2g}"/>'
        f"</pattern>"
    )


def weave(dark: float = 0.2, light: float = 0.07) -> str:
    """Return the pattern of the ground, warp over weft."""
    return (
        f'<pattern id="w" width="4" height="4" patternUnits="userSpaceOnUse">'
        f'<path d="M0 .5h4m-4 2h4" stroke="#000" stroke-opacity="{dark}"/>'
        f'<path d="M.5 0v4m2-4v4" stroke="#fff" stroke-opacity="{light}"/></pattern>'
    )


def sheen(rng: Random, strength: float = 1.0) -> str:
    """Return light falling over soft folds."""
    stops = (
        (0, "000", 0.34),
        (rng.uniform(0.16, 0.28), "fff", 0.11),
        (rng.uniform(0.4, 0.52), "000", 0.14),
        (rng.uniform(0.64, 0.76), "fff", 0.07),
        (1, "000", 0.4),
    )
    body = "".join(
        f'<stop offset="{at:.2f}" stop-color="#{colour}" stop-opacity="{alpha * strength:.2f}"/>'
        for at, colour, alpha in stops
    )
    return f'<linearGradient id="s" x2="1" y2="{rng.uniform(0.1, 0.4):.2f}">{body}</linearGradient>'


def couched(name: str, motif: Motif, gold: Shades, accent: str, scale: float) -> str:
    """Return gold-wrapped thread caught by small stitches: shadow, body, light, glint."""
    deep, body, light, glint = gold
    w = max(1, scale * 0.5) / scale
    fine = 3 * max(1, scale * 0.36) / scale
    t = f"{name}t"
    return (
        thread_pattern(f"{name}a", 0, body, light, fine)
        + thread_pattern(f"{name}b", 90, deep, body, fine)
        + f'<path id="{t}" d="{motif.thread}"/><g id="{name}" fill="none" '
        f'stroke-linejoin="round">'
        f'<path d="{motif.a}" fill="url(#{name}a)"/><path d="{motif.b}" fill="url(#{name}b)"/>'
        f'<path d="{motif.c}" fill="{accent}" stroke="{body}" stroke-width="{num(1.4 * w)}"/>'
        f'<use href="#{t}" y="{num(1.4 * w)}" stroke="#000" stroke-opacity=".5" '
        f'stroke-width="{num(5 * w)}"/>'
        f'<use href="#{t}" stroke="{deep}" stroke-width="{num(4.2 * w)}"/>'
        f'<use href="#{t}" stroke="{light}" stroke-width="{num(2.6 * w)}"/>'
        f'<use href="#{t}" stroke="{glint}" stroke-width="{num(1.1 * w)}" '
        f'stroke-dasharray="{num(2.4 * w)} {num(2.8 * w)}"/></g>'
    )
