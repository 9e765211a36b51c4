"""The cloth motifs of plants, stars and things, each drawn once in a cell about 100 wide and 120 high around (0, 0).

A motif is four kinds of path: `thread`, lines laid on the cloth; `a` and `b`, areas filled by
threads lying in two directions; `c`, an accent. A craft decides what those four look like.
"""

from math import cos, pi, sin

from catalogue.visitors.pictures.paths import Motif, disc, hook, lozenge, num, poly


def pucuk_rebung() -> Motif:
    """Draw the bamboo shoot: nested triangles with curling tips."""
    shell = [poly((-46, 60), (0, -48), (46, 60)), poly((-36, 54), (0, -30), (36, 54))]
    ribs = [
        poly((-27 + i * 7, 48), (0, -14 + i * 18), (27 - i * 7, 48), close=False)
        for i in range(1, 3)
    ]
    curls = [hook(0, -48, -1, 1), hook(0, -48, 1, 1)]
    left = poly((-27, 48), (0, -14), (0, 4), (-20, 48)) + poly((-13, 48), (0, 20), (0, 48))
    right = poly((27, 48), (0, -14), (0, 4), (20, 48)) + poly((13, 48), (0, 20), (0, 48))
    beads = "".join(
        lozenge(s * (42 - i * 10), 38 - i * 24, 2.6, 4) for i in range(4) for s in (-1, 1)
    )
    return Motif(
        thread="".join(shell + ribs + curls), a=left, b=right, c=beads + lozenge(0, -57, 4, 6)
    )


def belah_ketupat() -> Motif:
    """Draw the lozenge in lozenges."""
    ring = [poly((0, -60 * s), (46 * s, 0), (0, 60 * s), (-46 * s, 0)) for s in (1, 0.84, 0.5)]
    left = poly((0, -46), (-35, 0), (0, 46), (0, 33), (-25, 0), (0, -33))
    right = poly((0, -46), (35, 0), (0, 46), (0, 33), (25, 0), (0, -33))
    heart = lozenge(0, 0, 13, 17) + lozenge(0, 0, 5, 7)
    side = "".join(lozenge(x, y, 7, 9) for x in (-42, 42) for y in (-46, 46))
    hooks = (
        hook(-24, -40, -1, 1, 0.9)
        + hook(24, -40, 1, 1, 0.9)
        + hook(-24, 40, -1, -1, 0.9)
        + hook(24, 40, 1, -1, 0.9)
    )
    return Motif(thread="".join(ring) + hooks, a=left, b=right, c=heart + side)


def mata_kibau() -> Motif:
    """Draw the buffalo eye."""

    def eye(s: float) -> str:
        return (
            f"M{num(-50 * s)} 0Q{num(-28 * s)} {num(-14 * s)} 0 {num(-42 * s)}Q{num(28 * s)} "
            f"{num(-14 * s)} {num(50 * s)} 0Q{num(28 * s)} {num(14 * s)} 0 {num(42 * s)}"
            f"Q{num(-28 * s)} {num(14 * s)} {num(-50 * s)} 0Z"
        )

    left = (
        "M-40 0Q-24-12 0-34V-18A18 18 0 0 0 0 18V34Q-24 12-40 0ZM0-60l-12 14 12-4ZM0 "
        "60l-12-14 12 4Z"
    )
    right = "M40 0Q24-12 0-34V-18A18 18 0 0 1 0 18V34Q24 12 40 0ZM0-60l12 14-12-4ZM0 60l12-14-12 4Z"
    corners = (
        "".join(lozenge(x, y, 7, 9) for x in (-38, 38) for y in (-38, 38))
        + lozenge(-58, 0, 3, 5)
        + lozenge(58, 0, 3, 5)
    )
    return Motif(
        thread=eye(1) + disc(0, 0, 18) + disc(0, 0, 13), a=left, b=right, c=disc(0, 0, 7) + corners
    )


def bintang() -> Motif:
    """Draw the eight-pointed star."""
    left, right = [], []
    for k in range(8):
        t, out = k * pi / 4, 56 if k % 2 == 0 else 42
        tip = (out * sin(t), -out * cos(t))
        low, high = ((20 * sin(t + s * pi / 8), -20 * cos(t + s * pi / 8)) for s in (-1, 1))
        left.append(poly((0, 0), low, tip))
        right.append(poly((0, 0), high, tip))
    ring = "".join(disc(62 * sin(k * pi / 8), -62 * cos(k * pi / 8), 2.4) for k in range(1, 16, 2))
    reach = [60 if k % 4 == 0 else 46 if k % 2 == 0 else 24 for k in range(16)]
    outline = poly(*[(r * sin(k * pi / 8), r * cos(k * pi / 8) * -1) for k, r in enumerate(reach)])
    return Motif(thread=outline, a="".join(left), b="".join(right), c=disc(0, 0, 7) + ring)


def bunga() -> Motif:
    """Draw the flower: eight round petals around its heart, small leaves between them."""
    left: list[str] = []
    right: list[str] = []
    rim, leaves = [], []
    for k in range(8):
        t = k * pi / 4

        def at(far: float, turn: float, t: float = t) -> str:
            return f"{num(far * sin(t + turn))} {num(-far * cos(t + turn))}"

        foot, tip = at(13, 0), at(50, 0)
        for side, half in ((-1, left), (1, right)):
            half.append(f"M{foot}C{at(26, side * 0.5)} {at(50, side * 0.44)} {tip}Z")
        rim.append(f"M{at(17, -0.35)}C{at(30, -0.5)} {at(58, -0.46)} {at(57, 0)}")
        rim.append(f"C{at(58, 0.46)} {at(30, 0.5)} {at(17, 0.35)}")
        leaves.append(disc(60 * sin(t + pi / 8), -60 * cos(t + pi / 8), 3))
    return Motif(
        thread="".join(rim) + disc(0, 0, 12),
        a="".join(left),
        b="".join(right),
        c=disc(0, 0, 7) + "".join(leaves),
    )


def siger() -> Motif:
    """Draw the bride's crown."""
    a, b, veins = [], [], []
    for k in range(-4, 5):
        x, foot, top = k * 10, round(21 - k * k * 0.4), round(-58 + k * k * 2.1)
        lean = k * 3
        tip = f"{num(x + lean)} {num(top)}"
        a.append(
            f"M{num(x)} {num(foot)}H{num(x - 5)}Q{num(x - 9 + lean / 2)} {num(top + 30)} {tip}Z"
        )
        b.append(
            f"M{num(x)} {num(foot)}H{num(x + 5)}Q{num(x + 9 + lean / 2)} {num(top + 30)} {tip}Z"
        )
        veins.append(disc(x + lean * 1.12, top - 6, 2.6))
    band = "M-57 6Q0 34 57 6L52 22Q0 52-52 22Z"
    horns = "M-57 6C-74-6-72-34-56-42C-64-26-56-14-48-8M57 6C74-6 72-34 56-42C64-26 56-14 48-8"
    drops = "".join(lozenge(x, round(46 - x * x * 0.007), 3, 7) for x in range(-40, 41, 10))
    gems = "".join(lozenge(x, round(29 - x * x * 0.0065), 4, 4) for x in range(-36, 37, 12))
    return Motif(
        thread=band + horns, a="".join(a) + band, b="".join(b), c=gems + drops + "".join(veins[::2])
    )


def kapal() -> Motif:
    """Draw the ship with its people on the sea."""
    hull = "M-64 2C-52 40 52 40 64 2L50 6C40 24-40 24-50 6Z"
    prow = "M64 2C74-14 66-32 54-28C46-24 50-14 57-16M-64 2C-74-14-66-32-54-28C-46-24-50-14-57-16"
    house = "M-26 6V-12M26 6V-12M-13 6V-12M13 6V-12M-34-10L0-38L34-10Z"
    mast = "M0-38V-70M-46 6H46"
    people = "".join(f"M{x} 4V-8M{x - 5}-13l5 5 5-5" for x in (-38, 38))
    sea = "M-64 50l8-8 8 8 8-8 8 8 8-8 8 8 8-8 8 8 8-8 8 8 8-8 8 8 8-8 8 8 8-8"
    oars = "".join(f"M{x} 28l-5 12" for x in (-30, -18, -6, 8, 20, 32))
    flag = "M0-70L20-62L0-54ZM0-70L-20-62L0-54Z"
    heads = "".join(lozenge(x, -17, 3.6, 4.6) for x in (-38, 38)) + lozenge(0, -1, 5, 6)
    return Motif(
        thread=prow + house + mast + people + sea + oars,
        a=hull + "M-24-14L0-33V-14Z",
        b="M24-14L0-33V-14Z" + flag,
        c=heads,
    )


def sulur_daun() -> Motif:
    """Draw the leafy tendril."""
    stem = "M-100 0C-76-46-24-46 0 0S76 46 100 0"
    coils = "M-62-34C-48-20-34 4-54 12C-70 16-74-4-60-6M62 34C48 20 34-4 54-12C70-16 74 4 60 6"
    tips = [
        (-86, -22, -14, -30),
        (-30, -31, 6, -30),
        (-12, -18, 22, -22),
        (86, 22, 14, 30),
        (30, 31, -6, 30),
        (12, 18, -22, 22),
        (-84, -20, 12, 26),
        (84, 20, -12, -26),
    ]
    a = "".join(
        f"M{x} {y}q{num(dx * 0.1 - dy * 0.45)} {num(dy * 0.1 + dx * 0.45)} {dx} {dy}Z"
        for x, y, dx, dy in tips
    )
    b = "".join(
        f"M{x} {y}q{num(dx * 0.9 + dy * 0.45)} {num(dy * 0.9 - dx * 0.45)} {dx} {dy}Z"
        for x, y, dx, dy in tips
    )
    return Motif(
        thread=stem + coils, a=a, b=b, c=disc(-58, 2, 5) + disc(58, -2, 5) + lozenge(0, 0, 5, 7)
    )


def pohon_hayat() -> Motif:
    """Draw the tree of life."""
    trunk = "M-3 58V-50M3 58V-50"
    arms, a, b, fruit = "", "", "", ""
    for level, reach in enumerate((46, 38, 28, 18)):
        y = 30 - level * 24
        for s in (-1, 1):
            arms += (
                f"M{3 * s} {y}C{num(s * reach * 0.6)} {y - 2} {num(s * reach)} {y - 8} "
                f"{num(s * reach)} {y - 22}"
            )
            arms += f"M{num(s * reach * 0.55)} {y - 4}q{s * 8} {8} {s * 2} {13}"
            fruit += lozenge(s * (reach * 0.55 + 2), y + 12, 3, 4)
            a += f"M{num(s * reach)} {y - 20}q-9-10 0-22Z"
            b += f"M{num(s * reach)} {y - 20}q9-10 0-22Z"
    roots = "M-3 58L-26 62M3 58L26 62M-40 62H40"
    crown = "M0-50q-12-12 0-28Z", "M0-50q12-12 0-28Z"
    birds = "M-44 56q2-14 12-14l6-6 0 8q0 10-10 12zM44 56q-2-14-12-14l-6-6 0 8q0 10 10 12z"
    return Motif(thread=trunk + arms + roots, a=a + crown[0], b=b + crown[1] + birds, c=fruit)


def tajuk_berayun() -> Motif:
    """Draw the swinging fringe."""
    a = "".join(poly((x, -20), (x, -54), (x - 9, -20)) for x in range(-40, 41, 20))
    b = "".join(poly((x, -20), (x, -54), (x + 9, -20)) for x in range(-40, 41, 20))
    band = "M-50-14H50M-50-6H50" + "".join(
        poly((x - 10, -20), (x, -60), (x + 10, -20), close=False) for x in range(-40, 41, 20)
    )
    swags = (
        "M-50-6Q-40 14-30-6Q-20 14-10-6Q0 14 10-6Q20 14 30-6Q40 14 50-6M-50-6Q-30 34-10-6"
        "M-30-6Q-10 34 10-6M-10-6Q10 34 30-6M10-6Q30 34 50-6"
    )
    drops = [(x, 46 - abs(x) * 0.55) for x in range(-40, 41, 20)]
    strings = "".join(f"M{x} 12V{num(y - 10)}" for x, y in drops)
    a += "".join(f"M{x} {num(y - 12)}q-9 13 0 22Z" for x, y in drops)
    b += "".join(f"M{x} {num(y - 12)}q9 13 0 22Z" for x, y in drops)
    return Motif(
        thread=band + swags + strings,
        a=a,
        b=b,
        c="".join(lozenge(x, y + 15, 2.6, 4) for x, y in drops)
        + "".join(lozenge(x, -34, 2.4, 5) for x in range(-30, 31, 20)),
    )


def iluk_keris() -> Motif:
    """Draw three wavy blades."""

    def blade(cx: int, top: int, side: int) -> str:
        """One half of a wavy blade: its middle line up, its edge down."""
        ys = [44 + (top - 44) * k / 6 for k in range(7)]
        up = f"M{cx} 44Q{cx + 9} {num((ys[0] + ys[1]) / 2)} {cx} {num(ys[1])}" + "".join(
            f"T{cx} {num(y)}" for y in ys[2:]
        )
        wide = [cx + side * 9 * (1 - k / 6) ** 0.6 for k in range(7)]
        down = (
            f"Q{num(cx - 9 + side)} {num((ys[6] + ys[5]) / 2)} {num(wide[5])} {num(ys[5])}"
            + "".join(f"T{num(wide[k])} {num(ys[k])}" for k in range(4, -1, -1))
        )
        return up + down + "Z"

    blades = ((-32, -34), (0, -58), (32, -34))
    hilts = "".join(f"M{x - 14} 46H{x + 14}M{x - 9} 51H{x + 9}M{x} 51q-7 5 0 11" for x, _ in blades)
    curls = hook(-16, -30, -1, 1, 0.7) + hook(16, -30, 1, 1, 0.7)
    beads = "".join(lozenge(x, y, 3.4, 5) for x in (-16, 16) for y in (-10, 14)) + "".join(
        lozenge(x, y, 3, 4.4) for x in (-48, 48) for y in (-20, 6, 30)
    )
    return Motif(
        thread=hilts + curls,
        a="".join(blade(x, y, -1) for x, y in blades),
        b="".join(blade(x, y, 1) for x, y in blades),
        c=beads,
    )


def sasab() -> Motif:
    """Draw ground filled solid with couched thread."""
    a, b = "", ""
    for row in range(4):
        for col in range(4):
            x, y = -37.5 + col * 25, -45 + row * 30
            a += poly((x, y - 14), (x - 11.5, y), (x, y + 14))
            b += poly((x, y - 14), (x + 11.5, y), (x, y + 14))
    return Motif(
        thread="M-52-61H52M-52 61H52",
        a=a,
        b=b,
        c="".join(lozenge(x, y, 2.6, 4) for x in (-25, 0, 25) for y in (-30, 0, 30)),
    )


def grains() -> Motif:
    """Draw rows of small stitches, where the motif of a cloth is not told or not known to us."""
    at = [(x, y) for y in (-24, 0, 24) for x in range(-39, 40, 26)]
    return Motif(
        thread="",
        a="".join(lozenge(x, y, 4, 6) for x, y in at),
        b="".join(lozenge(x + 13, y - 12, 2, 3) for x, y in at),
        c="",
    )
