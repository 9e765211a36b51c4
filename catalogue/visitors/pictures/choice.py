"""Which drawing stands for a craft and a motif, however a sheet spells them."""

from functools import lru_cache
from random import Random

from catalogue.visitors.pictures.foods import FOOD
from catalogue.visitors.pictures.motifs import MOTIFS, Motif

CRAFTS = ("tapis", "sulam usus", "batik", "kaos", "keripik", "kopi", "emping", "teri")
COMMON = ("belah ketupat", "pucuk rebung", "sulur daun", "mata kibau")


@lru_cache(maxsize=256)
def craft_of(name: str) -> str:
    """Return our word for a craft: 'Batik Lampung' -> 'batik'; an unknown one is drawn as tapis."""
    name = name.lower().replace("-", " ")
    return next((craft for craft in CRAFTS if craft in name), "tapis")


def motif_of(name: str, rng: Random) -> tuple[str, Motif]:
    """Return the motif called `name` and its key; an unknown one becomes a common one by `rng`."""
    key = name.lower().replace("-", " ").strip()
    if key not in MOTIFS:
        key = rng.choice(COMMON)
    return key, MOTIFS[key]()


def is_drawn(craft: str, motif: str) -> bool:
    """Say whether the picture of such a thing shows its own motif, and no common one for it."""
    known = motif.lower().replace("-", " ").strip() in MOTIFS
    return known and craft_of(craft) not in FOOD


def food_of(craft: str) -> Motif:
    """Return what stands on the bags of a food craft."""
    return FOOD[craft]()
