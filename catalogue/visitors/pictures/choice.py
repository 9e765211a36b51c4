"""Which drawing stands for a craft and a motif, however a sheet spells them."""

import re
from functools import lru_cache
from random import Random

from catalogue.visitors.pictures import figures, motifs
from catalogue.visitors.pictures.foods import FOOD
from catalogue.visitors.pictures.paths import Motif

CRAFTS = ("tapis", "sulam usus", "batik", "kaos", "keripik", "kopi", "emping", "teri")
PLAIN = "polos"
"""What a work without a motif asks for: the ground of its craft."""
COMMON = ("belah ketupat", "pucuk rebung", "sulur daun", "mata kibau")

MOTIFS = {
    "pucuk rebung": motifs.pucuk_rebung,
    "belah ketupat": motifs.belah_ketupat,
    "mata kibau": motifs.mata_kibau,
    "bintang": motifs.bintang,
    "bunga": motifs.bunga,
    "siger": motifs.siger,
    "kapal": motifs.kapal,
    "sulur daun": motifs.sulur_daun,
    "pohon hayat": motifs.pohon_hayat,
    "tajuk berayun": motifs.tajuk_berayun,
    "iluk keris": motifs.iluk_keris,
    "sasab": motifs.sasab,
    "gajah": figures.gajah,
    "kupu kupu": figures.kupu_kupu,
    "naga": figures.naga,
    "ayam": figures.ayam,
    "pilin": figures.pilin,
    "menunggang kuda": figures.menunggang_kuda,
    "orang di atas perahu": figures.orang_di_atas_perahu,
    "rato": figures.rato,
}
"""Every motif of the glossary has a drawing of its own."""

OTHER_NAMES = {
    "tumpal": "pucuk rebung",
    "wajik": "belah ketupat",
    "kembang": "bunga",
    "pohon kehidupan": "pohon hayat",
    "kayu ara": "pohon hayat",
    "tajuk": "tajuk berayun",
    "perahu": "kapal",
    "obat nyamuk": "pilin",
    "ukel": "pilin",
    "kuda": "menunggang kuda",
}

WIDE = {
    "sulur daun": 200,
    "orang di atas perahu": 164,
    "kapal": 150,
    "siger": 140,
    "naga": 172,
    "gajah": 136,
    "menunggang kuda": 142,
    "rato": 138,
    "ayam": 130,
    "kupu kupu": 134,
    "pilin": 140,
    "mata kibau": 122,
    "bintang": 132,
    "bunga": 126,
    "pohon hayat": 108,
}
"""How wide a motif is, where it is wider than the usual 104 units."""


@lru_cache(maxsize=256)
def craft_of(name: str) -> str:
    """Return our word for a craft: 'Batik Lampung' -> 'batik'; an unknown one is drawn as tapis."""
    name = name.lower().replace("-", " ")
    return next((craft for craft in CRAFTS if craft in name), "tapis")


@lru_cache(maxsize=512)
def known(name: str) -> str:
    """Return the motif of ours that a name means, '' where it means none: 'Siger Pengantin' -> siger."""
    said = " ".join(re.findall(r"[a-z0-9]+", name.lower()))
    for other in (*MOTIFS, *OTHER_NAMES):
        if re.search(rf"\b{other}\b", said):
            return OTHER_NAMES.get(other, other)
    return ""


def motif_of(name: str, rng: Random) -> tuple[str, Motif]:
    """Return the motif called `name` and its key: nameless a common one by `rng`, just to adorn.

    One that we have no drawing of becomes rows of stitches without a key, and never another motif.
    """
    key = known(name) if name else rng.choice(COMMON)
    return key, MOTIFS.get(key, motifs.grains)()


def is_drawn(craft: str, motif: str) -> bool:
    """Say whether the picture of such a thing shows its own motif."""
    return bool(known(motif)) and craft_of(craft) not in FOOD


def food_of(craft: str, seed: str) -> str:
    """Return what lies in the bags of a food craft: what the thing's own name says, else the craft's."""
    return next((word for word in seed.split("-") if word in FOOD and word != craft), craft)
