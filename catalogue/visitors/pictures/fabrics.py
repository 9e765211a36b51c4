"""Tapis, sulam usus and batik: how each craft lays a motif on its cloth."""

from dataclasses import dataclass, field

from catalogue.visitors.pictures.choice import MOTIFS, WIDE, motif_of
from catalogue.visitors.pictures.cloth import (
    BATIK,
    GOLDS,
    SATIN,
    TAPIS,
    Chance,
    Drawing,
    Shades,
    couched,
    lay,
    rect,
    sheen,
    string,
    thread_pattern,
    use,
    weave,
)
from catalogue.visitors.pictures.paths import num, spiral


@dataclass
class _Loom:
    """A tapis being made: its size, and what is laid on the ground so far."""

    w: int
    h: int
    ground: list[str] = field(default_factory=list)
    cords: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)

    def stripes(self, y: float, height: float) -> None:
        self.ground.append(
            f'<use href="#S" transform="translate(0 {num(y)})scale(1 {height / 100:.2g})"/>'
        )

    def cord(self, y: float, count: int = 2) -> None:
        self.cords.extend(f"M-4 {num(y + i * 7)}h{num(self.w + 8)}" for i in range(count))


def tapis(name: str, rng: Chance, w: int, h: int) -> Drawing:
    """Draw gold couched on striped cloth: in bands, over the whole field, or one great motif."""
    ground, second, warm, ochre = rng.palette(TAPIS)
    gold = rng.choices(GOLDS, (6, 5, 1))[0]
    key, motif = motif_of(name, rng)
    minor = rng.choice([k for k in ("belah ketupat", "pucuk rebung", "mata kibau") if k != key])
    wide = WIDE.get(key, 104)
    layout = rng.choice(("band", "band", "field", "great" if key else "band"))
    across = _across(layout, wide, rng)
    scale, small = min(w / across / wide, h * 0.52 / 124), w / 11 / 104
    loom = _Loom(w, h, [rect(0, 0, w, h, ground)])
    if layout == "field":
        _field(loom, wide, scale)
    else:
        _band(
            loom,
            rng,
            (ground, second),
            wide=wide,
            scale=scale,
            small=small,
            great=layout == "great",
        )
    defs = (
        f'<g id="S"><path d="M0 0h{w}v16H0zM0 84h{w}v16H0z" fill="{warm}"/>'
        f'<path d="M0 22h{w}v7H0zM0 71h{w}v7H0z" fill="{ochre}"/>'
        f'<path d="M0 35h{w}v30H0z" fill="{second}"/></g>'
        + couched("m", motif, gold, warm, scale)
        + string("M", "m", wide * 1.03, int(across) + 3)
    )
    if layout != "field":
        defs += couched("n", MOTIFS[minor](), gold, warm, small) + string("N", "n", 106, 13)
    defs += f'<path id="l" d="{"".join(loom.cords)}"/>' + weave() + sheen(rng)
    return defs, (
        "".join(loom.ground)
        + rect(0, 0, w, h, "url(#w)")
        + _gold_cords(gold)
        + "".join(loom.rows)
        + rect(0, 0, w, h, "url(#s)")
    )


def _across(layout: str, wide: int, rng: Chance) -> float:
    """Return how many motifs lie side by side."""
    band, field_ = rng.choice((2.4, 3, 3.4)), rng.choice((3.2, 4))
    if wide > 180:
        return {"band": 1.6, "field": 2, "great": 1}[layout]
    return {"band": band, "field": field_, "great": 1.3}[layout]


def _field(loom: _Loom, wide: int, scale: float) -> None:
    """Lay rows of the motif over the whole cloth, stripes between them."""
    count = max(2, round(loom.h / (124 * scale * 1.32)))
    gap = loom.h / count
    for i in range(count + 1):
        loom.stripes(i * gap - 16, 32)
        loom.cord(i * gap - 26, 1)
        loom.cord(i * gap + 26, 1)
    fit = min(scale, (gap - 64) / 124)
    for i in range(count):
        shift = 0.5 * (i % 2) * wide * scale
        loom.rows.append(lay("M", loom.w, (i + 0.5) * gap, fit, shift=shift))


def _band(
    loom: _Loom,
    rng: Chance,
    grounds: tuple[str, str],
    *,
    wide: int,
    scale: float,
    small: float,
    great: bool,
) -> None:
    """Lay one band of the motif, or one great motif, between stripes and rows of the minor one."""
    w, tall, low = loom.w, 124 * scale, 128 * small
    mid = loom.h * (0.5 if great else rng.choice((0.42, 0.46, 0.5)))
    top, bottom = mid - tall / 2 - 20, mid + tall / 2 + 20
    loom.ground.append(rect(0, top, w, bottom - top, grounds[rng.random() < 0.4]))
    loom.cord(top - 8)
    loom.cord(bottom)
    if great and wide < 180:
        loom.rows.append(use("m", w / 2, mid, scale))
        loom.rows.extend(
            use("n", w / 2 + sx * w * 0.43, mid + sy * tall * 0.36, small * 1.2)
            for sx in (-1, 1)
            for sy in (-1, 0, 1)
        )
    else:
        loom.rows.append(lay("M", w, mid, scale))
    y = bottom + 18
    for at, height in ((y, 46), (top - 64, 46), (y + 104 + low, 70), (top - 172 - low, 70)):
        loom.stripes(at, height)
    for at, count in ((y + 56, 1), (top - 74, 1), (y + 78 + low, 2)):
        loom.cord(at, count)
    loom.rows.append(lay("N", w, y + 68 + low / 2, small))
    loom.rows.append(lay("N", w, top - 86 - low / 2, small, turn=180))


def _gold_cords(gold: Shades) -> str:
    return "".join(
        f'<use href="#l" {how}/>'
        for how in (
            'y="1.4" stroke="#000" stroke-opacity=".5" stroke-width="5"',
            f'stroke="{gold[0]}" stroke-width="4.2"',
            f'stroke="{gold[2]}" stroke-width="2.4"',
            f'stroke="{gold[3]}" stroke-width="1.1" stroke-dasharray="2.4 2.8"',
        )
    )


def sulam_usus(name: str, rng: Chance, w: int, h: int) -> Drawing:
    """Draw satin tubes tacked in curves, the motif in a round opening of the net."""
    ground, tube, gold, light = rng.palette(SATIN)
    key, motif = motif_of(name, rng)
    wide = WIDE.get(key, 104)
    scale = min(w * (0.56 if wide < 180 else 0.68) / wide, h * 0.44 / 124)
    coil = spiral(0, 0, 2, 12)
    k = 1 / scale

    def tubes(ident: str, d: str, fat: float) -> str:
        return (
            f'<path id="{ident}t" d="{d}"/><g id="{ident}" fill="none" stroke-linecap="round" '
            f'stroke-linejoin="round">'
            f'<use href="#{ident}t" stroke="{gold}" stroke-width="{num(fat * 1.9)}" '
            f'stroke-dasharray="{num(fat * 0.12)} {num(fat * 0.62)}" stroke-linecap="butt"/>'
            f'<use href="#{ident}t" y="{num(fat * 0.2)}" stroke="#000" stroke-opacity=".4" '
            f'stroke-width="{num(fat * 1.1)}"/>'
            f'<use href="#{ident}t" stroke="{tube}" stroke-width="{num(fat)}"/>'
            f'<use href="#{ident}t" x="{num(-fat * 0.12)}" y="{num(-fat * 0.18)}" '
            f'stroke="{light}" stroke-opacity=".75" stroke-width="{num(fat * 0.26)}"/></g>'
        )

    net = (
        f'<pattern id="w" width="14" height="14" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path d="M0 0h14v14" fill="none" stroke="{gold}" '
        f'stroke-opacity=".5" stroke-width="1.2"/>'
        f'<circle r="2" cx="14" fill="{gold}" fill-opacity=".7"/></pattern>'
    )
    fills = thread_pattern("a", 20, tube, light, 4) + thread_pattern("b", 110, gold, tube, 4)
    defs = net + fills + tubes("m", motif.thread, 6.4 * k) + tubes("c", coil, 6.4) + sheen(rng, 0.8)
    draw = [rect(0, 0, w, h, ground), rect(0, 0, w, h, "url(#w)")]
    step = w / rng.choice((6, 7, 8))
    size = step / 66
    y, r = step / 2, 0
    defs += string("C", "c", 66, int(w / step) + 4, flip=True)
    while y < h + step / 2:
        draw.append(lay("C", w, y, size, shift=0.5 * (r % 2) * step))
        y, r = y + step * 0.88, r + 1
    if not key:  # nothing to look at through an opening
        return defs, "".join(draw) + rect(0, 0, w, h, "url(#s)")
    rim = (
        f'<path d="M{num(w * 0.13)} {num(h / 2)}a{num(w * 0.37)} {num(h * 0.3)} 0 1 0 '
        f'{num(w * 0.74)} 0a{num(w * 0.37)} {num(h * 0.3)} 0 1 0 {num(-w * 0.74)} 0Z" '
        f'fill="{ground}" stroke='
    )
    draw += [
        f'{rim}"{tube}" stroke-width="7"/>',
        f'{rim}"{light}" stroke-opacity=".7" stroke-width="1.8" stroke-dasharray="9 3"/>',
    ]
    body = (
        f'<g transform="translate({num(w / 2)} {num(h / 2)})scale({scale:.3g})">'
        f'<path d="{motif.a}" fill="url(#a)"/><path d="{motif.b}" fill="url(#b)"/>'
        f'<path d="{motif.c}" fill="{gold}" stroke="{light}" stroke-width="{num(k)}"/>'
        f'<use href="#m"/></g>'
    )
    return defs, "".join(draw) + body + rect(0, 0, w, h, "url(#s)")


def batik(name: str, rng: Chance, w: int, h: int) -> Drawing:
    """Draw wax lines and soga brown, a border of shoots, fine cracks in the dye."""
    ground, wax, soga, third = rng.palette(BATIK)
    key, motif = motif_of(name, rng)
    wide = WIDE.get(key, 104)
    across = rng.choice((2.1, 2.6, 3.1))
    scale = w / across / wide
    tall = 124 * scale * 1.12
    k = 1 / scale
    dots = (
        f'<pattern id="w" width="18" height="18" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate({rng.choice((0, 30, 45))})">'
        f'<g fill="{wax}" fill-opacity=".6">'
        '<circle cx="3" cy="3" r="1.5"/><circle cx="12" cy="5" r="1.1"/>'
        '<circle cx="7" cy="12" r="1.4"/><circle cx="15" cy="14" r="1.1"/></g></pattern>'
    )
    hatch = (
        f'<pattern id="a" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(35)"><path d="M0 0h6v6H0z" fill="{wax}"/>'
        f'<path d="M0 1h6" stroke="{soga}" stroke-width="1.3"/></pattern>'
    )
    m = (
        f'<g id="m" stroke-linejoin="round" stroke-linecap="round">'
        f'<path d="{motif.a}{motif.b}{motif.c}{motif.thread}" fill="none" stroke="{ground}" '
        f'stroke-width="{num(14 * k)}"/><path d="{motif.a}" fill="url(#a)" stroke="{wax}" '
        f'stroke-width="{num(2.4 * k)}"/>'
        f'<path d="{motif.b}" fill="{soga}" stroke="{wax}" stroke-width="{num(2.4 * k)}"/>'
        f'<path d="{motif.c}" fill="{third}" stroke="{wax}" stroke-width="{num(1.6 * k)}"/>'
        f'<path d="{motif.thread}" fill="none" stroke="{wax}" stroke-width="{num(3 * k)}"/></g>'
    )
    flower = (
        f'<g id="n" fill="{third}" stroke="{wax}" stroke-width="2">'
        + "".join(
            f'<path d="M0 0q-11-14 0-28q11 14 0 28z" transform="rotate({t})"/>'
            for t in range(0, 360, 60)
        )
        + f'<circle r="5" fill="{soga}"/></g>'
    )
    pair = (
        f'<g id="p"><use href="#m"/><use href="#n" '
        f'transform="translate({num(wide * 0.57)})scale({num(0.8 * k)})"/></g>'
    ) + string("M", "p", wide * 1.14, int(across) + 3)
    draw, y, r = [rect(0, 0, w, h, ground), rect(0, 0, w, h, "url(#w)")], tall * 0.52, 0
    foot = h * 0.16
    while y < h - foot + tall * 0.3:
        draw.append(lay("M", w, y, scale, shift=0.5 * (r % 2) * wide * scale * 1.14))
        y, r = y + tall, r + 1
    pitch = w / 9
    edge = "".join(
        (
            f"M{num(i * pitch)} {num(h)}l{num(pitch / 2)} {num(-foot * 0.78)} {num(pitch / 2)} "
            f"{num(foot * 0.78)}"
        )
        for i in range(9)
    )
    inner = "".join(
        (
            f"M{num(i * pitch + pitch * 0.22)} {num(h)}l{num(pitch * 0.28)} {num(-foot * 0.44)} "
            f"{num(pitch * 0.28)} {num(foot * 0.44)}"
        )
        for i in range(9)
    )
    border = (
        rect(0, h - foot, w, foot, ground)
        + f'<path d="M0 {num(h - foot)}h{num(w)}m0 7h{num(-w)}" stroke="{wax}" '
        f'stroke-width="2.4"/>'
        f'<path d="{edge}" fill="{soga}" stroke="{wax}" stroke-width="2.4"/>'
        f'<path d="{inner}" fill="{third}" stroke="{wax}" stroke-width="1.6"/>'
    )
    crack = "".join(
        f"M{rng.randrange(int(w))} {rng.randrange(int(h))}"
        + "".join(f"l{rng.randrange(-70, 70)} {rng.randrange(10, 60)}" for _ in range(3))
        for _ in range(6)
    )
    return (
        dots + hatch + m + flower + pair + sheen(rng, 0.7),
        "".join(draw)
        + border
        + f'<path d="{crack}" fill="none" stroke="{ground}" stroke-opacity=".4"/>'
        + rect(0, 0, w, h, "url(#s)"),
    )
