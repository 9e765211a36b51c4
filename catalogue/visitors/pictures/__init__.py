"""Draws the picture of a product that has no photo yet, as textile art in SVG.

The same craft, motif and seed always give the same picture, so it can be cached for good.
"""

import re
from functools import lru_cache
from html import escape

from catalogue.visitors.pictures import fabrics, prints
from catalogue.visitors.pictures.choice import MOTIFS, WIDE, craft_of, food_of, known, motif_of
from catalogue.visitors.pictures.cloth import BATIK, GOLDS, SATIN, TAPIS, Chance, Shades
from catalogue.visitors.pictures.foods import FOOD
from catalogue.visitors.pictures.motifs import belah_ketupat
from catalogue.visitors.pictures.paths import Motif, num

DRAWN = {
    "tapis": fabrics.tapis,
    "sulam usus": fabrics.sulam_usus,
    "batik": fabrics.batik,
    "kaos": prints.kaos,
}


def picture(
    craft: str, motif: str, seed: str, *, width: int = 600, height: int = 750, title: str = ""
) -> str:
    """Return one picture as an SVG document, for an <img>; its ids are not unique."""
    kind = craft_of(craft)
    rng = _chance(kind, motif, seed)
    if kind in FOOD:
        defs, body = prints.food(food_of(kind, seed), rng, width, height)
    else:
        defs, body = DRAWN[kind](motif, rng, width, height)
    label = f"<title>{escape(title)}</title>" if title else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">{label}'
        + _squeeze(f"<defs>{defs}</defs>{body}")
        + "</svg>"
    )


def sample(craft: str, motif: str, seed: str) -> tuple[Motif, int, Shades, Shades]:
    """Return what a card's cloth is made of: a motif, its width, colours of the cloth and of the thread.

    A tapis has the ground and the gold of its picture on the wall.
    """
    kind = craft_of(craft)
    rng = _chance(kind, motif, seed)
    if kind in ("batik", "sulam usus"):
        ground, light, middle, accent = rng.palette(BATIK if kind == "batik" else SATIN)
        cloth, thread = (ground, ground, middle, accent), (middle, light, light, "#ffffff")
    else:
        cloth = rng.palette(TAPIS)
        thread = rng.choices(GOLDS, (6, 5, 1))[0]
    if kind in FOOD:
        return FOOD[food_of(kind, seed)](), 104, cloth, thread
    key, drawn = motif_of(motif, rng)
    return drawn, WIDE.get(key, 104), cloth, thread


@lru_cache(maxsize=256)
def emblem(motif: str, size: int = 96) -> str:
    """Return the motif alone as inline SVG in the colour of the text around it."""
    key = known(motif)
    parts = (MOTIFS.get(key) or FOOD.get(motif.lower()) or belah_ketupat)()
    half = max(WIDE.get(key, 104), 150) / 2 + 4
    box = f"{num(-half)} {num(-half)} {num(2 * half)} {num(2 * half)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="{box}" '
        'fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" '
        f'stroke-linecap="round" aria-hidden="true"><path d="{parts.thread}"/>'
        f'<path d="{parts.a}{parts.b}" stroke-width="1"/>'
        f'<path d="{parts.c}" fill="currentColor" stroke="none"/></svg>'
    )


def _chance(kind: str, motif: str, seed: str) -> Chance:
    return Chance(f"{kind}|{motif.lower().replace('-', ' ')}|{seed}", seed)


def _squeeze(markup: str) -> str:
    """Return the same drawing in fewer bytes: '4 -10' -> '4-10' and '0.5' -> '.5'."""
    markup = re.sub(r"(?<=[\d.]) (?=-)", "", markup)
    return re.sub(r'(?<=[\s",(a-zA-Z-])0(?=\.\d)', "", markup)
