"""Prints: a shirt with a motif on its chest, and block print on a cotton bag tied with tapis."""

from catalogue.visitors.pictures.choice import WIDE, motif_of
from catalogue.visitors.pictures.cloth import (
    GOLDS,
    PRINTS,
    SHIRT,
    TAPIS,
    Chance,
    Drawing,
    lay,
    rect,
    sheen,
    string,
    thread_pattern,
    weave,
)
from catalogue.visitors.pictures.foods import FOOD
from catalogue.visitors.pictures.paths import lozenge, num


def kaos(name: str, rng: Chance, w: int, h: int) -> Drawing:
    """Draw a shirt with the motif printed on its chest."""
    cloth, ink = rng.palette(SHIRT)
    key, motif = motif_of(name, rng)
    wide = WIDE.get(key, 104)
    u = min(w / 600, h / 700)
    scale = min(215 * u / wide, 205 * u / 124)
    shirt = (
        "M-70-260Q0-214 70-260L150-238Q180-228 194-202L258-96 190-56 158-100V256Q0 268-158 "
        "256V-100L-190-56-258-96-194-202Q-180-228-150-238Z"
    )
    paper = "#e9dfcd" if cloth != "#f2ece0" else "#c9b48f"
    defs = (
        '<pattern id="w" width="3" height="6" patternUnits="userSpaceOnUse">'
        '<path d="M0 0l1.5 3L3 0M0 3l1.5 3L3 3" fill="none" stroke="#000" '
        'stroke-opacity=".12" '
        'stroke-width=".7"/></pattern>'
        + weave().replace('id="w"', 'id="p"').replace(".2", ".05")
        + sheen(rng, 0.9)
    )
    art = (
        f'<g transform="translate(0 -30)scale({num(scale / u * 100)}e-2)" fill="{ink}">'
        f'<path d="{motif.a}{motif.c}"/><path d="{motif.b}" fill-opacity=".72"/>'
        f'<path d="{motif.thread}" fill="none" stroke="{ink}" '
        f'stroke-width="{num(3.4 * u / scale)}" stroke-linejoin="round"/></g>'
    )
    rule = "".join(lozenge(x, 112, 4, 6) for x in range(-84, 85, 14))
    return defs, (
        rect(0, 0, w, h, paper)
        + rect(0, 0, w, h, "url(#p)")
        + f'<g transform="translate({num(w / 2)} {num(h / 2)})scale({u:.3g})">'
        f'<path d="{shirt}" fill="#000" fill-opacity=".13" transform="translate(9 14)"/>'
        f'<path d="{shirt}" fill="#000" fill-opacity=".12" transform="translate(3 5)"/>'
        f'<path d="{shirt}" fill="{cloth}"/><path d="{shirt}" fill="url(#w)"/>'
        + (art if key else "")
        + f'<path d="{rule}" fill="{ink}"/><path d="{shirt}" fill="url(#s)" fill-opacity=".8"/>'
        '<path d="M-70-260Q0-214 70-260Q0-190-70-260Z" fill="#000" fill-opacity=".38"/>'
        '<path d="M-80-257Q0-182 80-257" fill="none" stroke="#000" '
        'stroke-opacity=".3" stroke-width="3"/><path '
        'd="M-158-100L-150-150M158-100L150-150M-158 244Q0 256 158 244M-246-90L-184-54'
        'M246-90L184-54" fill="none" stroke="#000" '
        'stroke-opacity=".28" stroke-width="2"/></g>'
    )


def food(craft: str, rng: Chance, w: int, h: int) -> Drawing:
    """Draw block print on a cotton bag, tied with a strip of tapis."""
    ground, first, second, third = rng.choice(PRINTS[craft])
    motif = FOOD[craft]()
    dark = sum(int(ground[i : i + 2], 16) for i in (1, 3, 5)) < 300
    across = rng.choice((3, 3.6, 4.2)) if craft != "teri" else rng.choice((2.6, 3.2))
    pitch = w / across
    scale = pitch / (126 if craft != "teri" else 132)
    drop = pitch * (0.98 if craft != "teri" else 0.36)
    m = (
        f'<g id="m" stroke-linecap="round"><path d="{motif.a}" fill="{first}"/>'
        f'<path d="{motif.b}" fill="{second}"/><path d="{motif.c}" fill="{third}"/>'
        f'<path d="{motif.thread}" fill="none" stroke="{ground}" stroke-width="2.6"/></g>'
    )
    if craft in ("kopi", "emping"):
        m = m.replace(f'stroke="{ground}"', f'stroke="{"#f3e3c0" if dark else "#3a2014"}"')
    m += string(
        "M",
        "m",
        pitch / scale,
        int(across) + 3,
        flip=craft != "teri",
        sway=12 if craft == "teri" else 0,
    )
    draw, y, r = [rect(0, 0, w, h, ground)], drop * 0.4, 0
    turn = rng.choice((-9, 0, 7))
    while y < h + drop:
        draw.append(
            lay(
                "M",
                w,
                y,
                scale,
                turn=turn if craft == "teri" else 0,
                shift=(0.5 * (r % 2) + rng.uniform(-0.04, 0.04)) * pitch,
            )
        )
        y, r = y + drop, r + 1
    gold, cloth = GOLDS[0], rng.choice(TAPIS)
    band, y0 = h * 0.115, h * rng.choice((0.7, 0.74, 0.78))
    teeth = "".join(
        (
            f"M{num(i * w / 24)} {num(y0 + band * 0.78)}l{num(w / 48)} {num(-band * 0.56)} "
            f"{num(w / 48)} {num(band * 0.56)}"
        )
        for i in range(24)
    )
    strip = (
        rect(0, y0 + 5, w, band, "#000", extra=' fill-opacity=".28"')
        + rect(0, y0, w, band, cloth[0])
        + rect(0, y0, w, band * 0.1, cloth[3])
        + rect(0, y0 + band * 0.9, w, band * 0.1, cloth[3])
        + rect(0, y0, w, band, "url(#w)")
        + f'<path d="{teeth}" fill="url(#a)" stroke="{gold[2]}" stroke-width="1.6"/>'
    )
    defs = (
        weave(0.13, 0.1)
        + thread_pattern("a", 0, gold[1], gold[2])
        + m
        + sheen(rng, 0.55 if dark else 0.3)
    )
    return defs, "".join(draw) + rect(0, 0, w, h, "url(#w)") + strip + rect(0, 0, w, h, "url(#s)")
