"""The cloth motifs that live or move: creatures, riders, boats and chariots; as motifs.py draws the others."""

from math import cos, pi, sin

from catalogue.visitors.pictures.paths import Motif, disc, hook, lozenge, num, poly, ribbon


def gajah() -> Motif:
    """Draw the elephant with its crown."""
    body = (
        "M52 6V-12Q50-34 24-36H-8Q-18-48-34-44Q-50-40-52-22L-58 8Q-60 24-50 26Q-42 26-44 "
        "16L-40-2L-31 0L-29 46H-12L-10 20H18L20 46H37L39 12Q50 14 52 6Z"
    )
    ear = "M-25-36Q-2-40-6-16Q-14-2-27-14Z"
    saddle = "M4-36H28V-2H4ZM4-26H28M4-12H28"
    tusk = "M-42-4q-10 4-14 0"
    crown = "".join(poly((x - 6, -40), (x, -58), (x + 6, -40)) for x in (4, 16, 28))
    gems = (
        lozenge(16, -19, 6, 5)
        + lozenge(16, -7, 4, 3.4)
        + lozenge(16, -31, 4, 3.4)
        + disc(-38, -27, 3)
    )
    return Motif(
        thread=ear + saddle + tusk + "M52-8q9 6 7 18M-66 54H60",
        a=body,
        b=ear + crown,
        c=gems + lozenge(-52, -52, 4, 6) + lozenge(50, -48, 4, 6),
    )


def kupu_kupu() -> Motif:
    """Draw the butterfly, seen from above."""

    def wing(s: int) -> tuple[str, str, str]:
        upper = (
            f"M{4 * s} -4C{14 * s} -34 {40 * s} -60 {58 * s} -46"
            f"C{68 * s} -34 {56 * s} -6 {5 * s} 4Z"
        )
        lower = (
            f"M{5 * s} 8C{30 * s} 4 {52 * s} 16 {46 * s} 34C{42 * s} 50 {26 * s} 46 {22 * s} 58"
            f"C{14 * s} 48 {6 * s} 34 {4 * s} 14Z"
        )
        rim = (
            f"M{9 * s} -6C{20 * s} -32 {40 * s} -50 {51 * s} -40C{57 * s} -30 {44 * s} -10 {9 * s} -1"
            f"M{9 * s} 12C{28 * s} 10 {42 * s} 20 {38 * s} 32C{34 * s} 42 {24 * s} 40 {20 * s} 46"
        )
        return upper, lower, rim

    spots = "".join(
        lozenge(s * x, y, r, r * 1.4)
        for s in (-1, 1)
        for x, y, r in ((41, -34, 6), (26, -18, 4), (31, 26, 4.5), (19, 34, 3))
    )
    body = "".join(lozenge(0, y, 4.4, 8) for y in (-14, 0, 14)) + lozenge(0, 30, 3.2, 9)
    (ul, ll, rl), (ur, lr, rr) = wing(-1), wing(1)
    feelers = "M-1-24C-4-40-12-50-22-50q-6 1-4 6M1-24C4-40 12-50 22-50q6 1 4 6"
    return Motif(thread=ul + ll + ur + lr + rl + rr + feelers, a=ul + lr, b=ur + ll, c=spots + body)


def naga() -> Motif:
    """Draw the crowned serpent, winding."""
    steps = 20
    spine, wide = [], []
    for k in range(steps + 1):
        t = k / steps
        spine.append((76 - 116 * t, 14 + 25 * sin(t * 2.75 * pi) - 12 * t))
        wide.append(1.5 + 12 * min(1, t * 1.5))
    under, over = ribbon(spine, wide)
    x, y = spine[-1]
    head = (
        f"M{num(x + 9)} {num(y + 13)}C{num(x - 2)} {num(y - 6)} {num(x - 2)} {num(y - 26)} "
        f"{num(x - 14)} {num(y - 31)}L{num(x - 34)} {num(y - 20)}L{num(x - 22)} {num(y - 15)}"
        f"L{num(x - 31)} {num(y - 7)}C{num(x - 20)} {num(y - 4)} {num(x - 14)} {num(y)} "
        f"{num(x - 9)} {num(y + 12)}Z"
    )
    crest = "".join(
        poly(
            (x - 14 + k * 9, y - 32 + k * 7),
            (x - 6 + k * 11, y - 50 + k * 7),
            (x - 4 + k * 7, y - 26 + k * 8),
        )
        for k in range(3)
    )
    tongue = f"M{num(x - 24)} {num(y - 15)}l-16 4l-7-5M{num(x - 40)} {num(y - 11)}l-5 6"
    scales = "".join(lozenge(*spine[k], wide[k] * 0.4, wide[k] * 0.52) for k in range(4, steps, 3))
    fins = "".join(
        f"M{num(spine[k][0])} {num(spine[k][1] - wide[k] - 1)}l4-11 5 10"
        for k in range(6, steps - 2, 3)
    )
    tail = hook(76, 15, 1, 1, 0.9)
    return Motif(
        thread=fins
        + tongue
        + tail
        + "M-62 54l7-6 7 6 7-6 7 6 7-6 7 6 7-6 7 6 7-6 7 6 7-6 7 6 7-6 7 6 7-6 7 6",
        a=under + head,
        b=over + crest,
        c=scales + disc(x - 12, y - 21, 3),
    )


def ayam() -> Motif:
    """Draw the cock, its tail raised."""
    body = (
        "M-34-26C-26-34-14-30-14-18C-12-6 0-6 12-10C24-14 30-10 32-2C34 18 20 34 0 34"
        "C-22 34-34 18-34-2C-34-12-38-14-38-18Z"
    )
    plumes = [
        f"M{20 + k} {-6 + k * 5}C{30 + k * 4} {-44 + k * 14} {46 + k * 3} {-56 + k * 17} "
        f"{60 - k * 2} {-44 + k * 20}C{52 - k} {-40 + k * 16} {44} {-20 + k * 10} {30 + k} {8 + k * 3}Z"
        for k in range(3)
    ]
    wing = "M-14 4C-2-4 16-2 22 6C14 20-4 24-14 4Z"
    feathers = "M-8 6Q4 2 18 7M-5 11Q4 8 13 11"
    comb = poly((-34, -28), (-36, -42), (-28, -34)) + poly((-28, -33), (-26, -48), (-21, -33))
    comb += poly((-21, -32), (-14, -43), (-15, -29))
    wattle = "M-37-16q-6 8-1 13q6-4 4-12Z"
    beak = "M-36-25L-50-20L-37-18Z"
    legs = "M-8 34V54M-8 54l-10 4M-8 54l8 4M-8 54h-12M12 32V54M12 54l-10 4M12 54l8 4M12 54h-12"
    return Motif(
        thread=feathers + legs + wing + "M-58 60H58",
        a=body + plumes[1],
        b=plumes[0] + plumes[2] + wing,
        c=comb
        + wattle
        + beak
        + disc(-27, -22, 2.6)
        + lozenge(-50, 14, 4, 6)
        + lozenge(52, 38, 4, 6),
    )


def pilin() -> Motif:
    """Draw the scroll: two coils that are one line."""

    def coil(s: int) -> str:
        """One coil: along its outer edge to the heart, along its inner edge back."""
        out = ((32, 64), (25, -50), (19, 38), (13, -26))
        back = ((11, 22), (14.5, -29), (19.5, 39), (25, -50))
        return (
            f"M{-4 * s} 0"
            + "".join(f"a{r} {r} 0 0 1 {s * x} 0" for r, x in out)
            + "".join(f"a{num(r)} {num(r)} 0 0 0 {s * x} 0" for r, x in back)
            + "Z"
        )

    def leaf(x: int, y: int, lean: int, tall: int) -> str:
        return f"M{x} {y}q{lean - 9} {tall // 2} {lean} {tall}q{9 + lean} {-tall // 2} {-lean} {-tall}Z"

    buds = "".join(
        leaf(s * x, s * -32, s * lean, s * -22)
        for s in (-1, 1)
        for x, lean in ((18, -8), (28, 0), (38, 8))
    )
    beads = "".join(lozenge(s * 32, 0, 4.6, 6) + lozenge(s * -18, s * -34, 4, 6) for s in (-1, 1))
    return Motif(thread=coil(1) + coil(-1), a=coil(1) + buds, b=coil(-1), c=beads)


def menunggang_kuda() -> Motif:
    """Draw the rider on his horse."""
    horse = (
        "M-60-18C-58-30-50-38-42-42L-40-50L-34-44C-26-38-22-26-16-16H26C40-16 46-8 46 4L48 50H38"
        "L32 22Q10 18-8 22L-14 50H-24L-26 16C-32 4-36-6-40-16L-52-8Z"
    )
    mane = "".join(
        poly((-37 + k * 5, -44 + k * 8), (-27 + k * 5, -45 + k * 7), (-32 + k * 5, -34 + k * 8))
        for k in range(4)
    )
    tail = "M45-6C60-10 66 6 60 24C56 36 62 42 66 44C52 48 48 32 52 18C54 8 50 4 46 6Z"
    rider = "M-6-12L-4-38Q6-44 16-38L18-12L24 10H14L10-8H2L-8 14H-18Z"
    arms = "M-2-32L-18-26L-34-30M14-32L26-22"
    reins = "M-54-24Q-44-20-34-30"
    crown = poly((-2, -54), (-6, -68), (2, -61), (6, -72), (10, -61), (18, -68), (14, -54))
    saddle = lozenge(5, 6, 7, 8) + lozenge(24, 4, 4, 5) + lozenge(-14, 4, 4, 5)
    return Motif(
        thread=arms + reins + "M-14 56H60M-64 56H-20",
        a=horse,
        b=rider + tail + mane,
        c=disc(6, -48, 7) + crown + saddle + disc(-47, -33, 2.4),
    )


def orang_di_atas_perahu() -> Motif:
    """Draw the people standing in their boat."""
    hull = "M-70-2C-58 36 58 36 70-2L56 6C44 18-44 18-56 6Z"
    prow = "M70-2C78-16 74-34 62-32C54-30 56-20 63-21M-70-2C-78-16-74-34-62-32C-54-30-56-20-63-21"
    places = ((-36, 9), (-12, 13), (12, 13), (36, 9))
    people = "".join(f"M{x} {y - 26}L{x + 11} {y}H{x - 11}Z" for x, y in places)
    limbs = "".join(f"M{x - 4} {y - 20}l-9 4 2-15M{x + 4} {y - 20}l9 4-2-15" for x, y in places)
    heads = "".join(lozenge(x, y - 33, 5, 6.5) for x, y in places)
    hats = "".join(poly((x - 7, y - 40), (x, y - 52), (x + 7, y - 40)) for x, y in places)
    oars = "".join(f"M{x} 24l-6 15" for x in (-40, -24, -8, 8, 24, 40))
    sea = "".join(f"M-72 {y}l8-7 8 7" + " 8-7 8 7" * 8 for y in (48, 58))
    gems = "".join(lozenge(x, 22 - abs(x) * 0.07, 4, 3.6) for x in (-32, -16, 0, 16, 32))
    return Motif(thread=prow + limbs + oars + sea, a=hull + hats, b=people, c=heads + gems)


def rato() -> Motif:
    """Draw the chariot: wheels, and a seat under tiers of roof."""
    wheels, spokes, hubs = "", "", ""
    for x in (-28, 28):
        wheels += disc(x, 38, 19) + disc(x, 38, 14)
        hubs += disc(x, 38, 4)
        spokes += "".join(
            f"M{num(x + 5 * cos(k * pi / 4))} {num(38 + 5 * sin(k * pi / 4))}"
            f"L{num(x + 14 * cos(k * pi / 4))} {num(38 + 14 * sin(k * pi / 4))}"
            for k in range(8)
        )
    box = "M-50-2H50L42 18H-42Z"
    rail = "M-50-2V-10M50-2V-10M-54-10H54M-28-10V-22M28-10V-22M-9-10V-22M9-10V-22"
    shaft = "M46 14C60 14 66 6 64-6q-2-8-8-5q-4 5 2 7M-46 14C-60 14-66 6-64-6q2-8 8-5q4 5-2 7"
    low, high = poly((-40, -22), (0, -40), (40, -22)), poly((-26, -38), (0, -54), (26, -38))
    top = poly((-13, -53), (0, -66), (13, -53))
    drops = "".join(lozenge(x, -17, 2.4, 4) for x in (-38, 38, -19, 19, 0))
    gems = "".join(lozenge(x, 8, 5, 6) for x in (-30, -10, 10, 30)) + lozenge(0, -71, 3, 5)
    return Motif(
        thread=wheels + spokes + rail + shaft,
        a=box + low + top,
        b=high,
        c=hubs + drops + gems,
    )
