"""Draws the picture of a product that has no photo yet, as textile art in SVG.

The same craft, motif and seed always give the same picture, so it can be cached for good.
"""

import re
from functools import lru_cache
from html import escape
from random import Random

from catalogue.visitors.pictures import fabrics, prints
from catalogue.visitors.pictures.choice import craft_of
from catalogue.visitors.pictures.foods import FOOD
from catalogue.visitors.pictures.motifs import MOTIFS, WIDE, belah_ketupat
from catalogue.visitors.pictures.paths import num

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
    # A seed for a drawing, not for a secret.
    rng = Random(f"{kind}|{motif.lower().replace('-', ' ')}|{seed}")
    if kind in FOOD:
        defs, body = prints.food(rng, width, height, kind)
    else:
        defs, body = DRAWN[kind](motif, rng, width, height)
    label = f"<title>{escape(title)}</title>" if title else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">{label}'
        + _squeeze(f"<defs>{defs}</defs>{body}")
        + "</svg>"
    )


@lru_cache(maxsize=256)
def emblem(motif: str, size: int = 96) -> str:
    """Return the motif alone as inline SVG in the colour of the text around it."""
    key = motif.lower().replace("-", " ")
    parts = (MOTIFS.get(key) or FOOD.get(key) or belah_ketupat)()
    half = max(WIDE.get(key, 104), 150) / 2 + 4
    box = f"{num(-half)} {num(-half)} {num(2 * half)} {num(2 * half)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="{box}" '
        'fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" '
        f'stroke-linecap="round" aria-hidden="true"><path d="{parts.thread}"/>'
        f'<path d="{parts.a}{parts.b}" stroke-width="1"/>'
        f'<path d="{parts.c}" fill="currentColor" stroke="none"/></svg>'
    )


def _squeeze(markup: str) -> str:
    """Return the same drawing in fewer bytes: '4 -10' -> '4-10' and '0.5' -> '.5'."""
    markup = re.sub(r"(?<=[\d.]) (?=-)", "", markup)
    return re.sub(r'(?<=[\s",(a-zA-Z-])0(?=\.\d)', "", markup)
