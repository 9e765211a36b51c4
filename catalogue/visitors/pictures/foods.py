"""What stands on the bags: coffee, banana crisps, melinjo and anchovy, in the form of motifs."""

from math import cos, sin

from catalogue.visitors.pictures.paths import Motif, disc, num


def bean() -> Motif:
    """Draw coffee: two beans, a sprig and its cherries."""
    beans = (
        "M-34 26C-50 6-42-22-22-30C-6-22-4 8-18 26Q-26 34-34 26Z",
        "M30 34C12 24 12-2 26-14C44-14 54 8 48 26Q42 38 30 34Z",
    )
    folds = "M-22-28C-34-10-18 4-27 28M26-12C22 4 40 8 33 33"
    leaf = "M4-20Q-2-52 28-66Q36-34 4-20Z"
    cherries = disc(-2, -36, 8) + disc(-14, -48, 7)
    return Motif(
        thread=folds + "M4-20Q14-40 26-62M4-20Q-6-30-14-44", a="".join(beans), b=leaf, c=cherries
    )


def banana() -> Motif:
    """Draw keripik: a banana leaf and the round slices."""
    leaf = "M-46 52C-56 4-26-46 26-64C34-30 6 30-38 54Z"
    veins = "M-46 56Q-20 0 24-60" + "".join(
        f"M{num(-38 + i * 11)} {num(40 - i * 17)}q{num(4 + i)} {num(-14 - i)} "
        f"{num(-2 + i * 1.6)} {num(-28 + i * 2.4)}"
        f"M{num(-38 + i * 11)} {num(40 - i * 17)}q{num(12 - i)} {num(0 - i * 0.5)} "
        f"{num(22 - i * 1.5)} {num(-12)}"
        for i in range(1, 6)
    )
    slices = disc(34, 24, 17) + disc(14, 48, 13)
    seeds = "".join(
        disc(x + 5 * sin(k * 2.1), y - 5 * cos(k * 2.1), 1.6)
        for x, y in ((34, 24), (14, 48))
        for k in range(3)
    )
    return Motif(thread=veins, a=leaf, b=slices, c=seeds)


def melinjo() -> Motif:
    """Draw emping: a bunch of melinjo and one pounded chip."""
    twig = "M-40-58C-20-46-10-30-8-6M-22-44Q-34-28-34-16M-12-30Q8-30 16-16"
    fruit = "".join(
        f"M{x} {y}c-10 0-12 14-10 22q4 10 10 10t10-10c2-8 0-22-10-22Z"
        for x, y in ((-34, -16), (-8, -6), (16, -16))
    )
    leaf = "M-26-48Q-4-74 34-62Q16-38-26-48Z"
    chip = "M36 28q16 4 14 20t-20 16q-20 0-22-14t10-18q8-8 18-4Z"
    shine = (
        "M-39-8q-3 8 0 16M-13 2q-3 8 0 16M11-8q-3 8 0 16M18 44q10-8 22-2M16 54q12-4 26-2"
        "M-24-48Q4-58 30-61"
    )
    return Motif(thread=twig + shine, a=chip, b=leaf, c=fruit)


def anchovy() -> Motif:
    """Draw teri: one small silver fish, swimming left."""
    body = "M-56 0Q-42-13-14-12Q22-11 44-2L60-13Q55 0 60 13L44 3Q22 13-14 12Q-42 12-56 0Z"
    belly = "M-50 3Q-14 9 44 1Q22 13-14 12Q-40 11-50 3Z"
    return Motif(
        thread="M-36-9Q-30 0-36 9M-28-2Q8-6 44 0M-4-12q8-8 16-6l-2 7M-8 12q6 6 12 5",
        a=body,
        b=belly,
        c=disc(-45, -2, 2.6),
    )


def cassava() -> Motif:
    """Draw keripik singkong: a cassava leaf with its fingers, and slices of the root."""
    fingers, veins = "", ""
    for k in range(-3, 4):
        t, far = k * 0.52, 58 - abs(k) * 6
        tip = far * sin(t), -far * cos(t)
        low, high = (
            (0.62 * far * sin(t + s * 0.34), -0.62 * far * cos(t + s * 0.34)) for s in (-1, 1)
        )
        fingers += f"M0 0Q{num(low[0])} {num(low[1])} {num(tip[0])} {num(tip[1])}"
        fingers += f"Q{num(high[0])} {num(high[1])} 0 0Z"
        veins += f"M0 0L{num(tip[0] * 0.86)} {num(tip[1] * 0.86)}"
    slices = "".join(
        f"M{x - 17} {y}c0-15 34-15 34 0s-34 15-34 0Z" for x, y in ((-30, 34), (24, 44), (-4, 62))
    )
    rings = "".join(f"M{x - 9} {y}c0-7 18-7 18 0" for x, y in ((-30, 34), (24, 44), (-4, 62)))
    return Motif(thread=veins + "M0 0Q2 14-4 24" + rings, a=fingers, b=slices, c="")


def jackfruit() -> Motif:
    """Draw keripik nangka: bulbs of the fruit with their stones, and a leaf."""
    bulbs, stones, shine = "", "", ""
    for x, y in ((-30, 8), (16, -6), (-6, 44), (36, 36)):
        bulbs += f"M{x} {y - 24}c20 6 24 40 4 46c-24 4-28-34-4-46Z"
        stones += f"M{x + 1} {y + 2}c7 4 7 14 0 15c-8 0-8-11 0-15Z"
        shine += f"M{x - 8} {y + 8}q-2-12 5-20"
    leaf = "M-14-22Q-16-58 22-68Q24-32-14-22Z"
    return Motif(thread=shine + "M-14-22Q0-46 20-66", a=bulbs, b=leaf, c=stones)


FOOD = {
    "kopi": bean,
    "keripik": banana,
    "emping": melinjo,
    "teri": anchovy,
    "singkong": cassava,
    "nangka": jackfruit,
}
"""Food crafts, and what else a food's own name may say is in it."""
