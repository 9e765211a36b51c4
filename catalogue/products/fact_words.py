"""The English of a product's facts where nobody wrote it: materials, colours, care, ingredients.

Each fact is a list (commas) or a few sentences; every known phrase in it is put into English and
what is not known stays as it was written, so nothing that a maker says is lost.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from core.text import capitalised

MATERIALS = {
    "benang": "thread",
    "benang emas": "gold thread",
    "benang katun": "cotton thread",
    "benang perak": "silver thread",
    "benang sutra": "silk thread",
    "beludru": "velvet",
    "bambu": "bamboo",
    "cermin": "mirror glass",
    "ijuk": "palm fibre",
    "kaca": "glass",
    "kain": "cloth",
    "kain katun": "cotton cloth",
    "kain songket": "songket cloth",
    "kain tenun": "woven cloth",
    "katun": "cotton",
    "katun combed": "combed cotton",
    "kayu": "wood",
    "kertas": "paper",
    "kulit": "leather",
    "kulit imitasi": "imitation leather",
    "linen": "linen",
    "manik-manik": "beads",
    "mote": "seed beads",
    "pandan": "pandan leaf",
    "payet": "sequins",
    "pewarna alam": "natural dyes",
    "pewarna sintetis": "synthetic dyes",
    "primisima": "primisima cotton",
    "rotan": "rattan",
    "satin": "satin",
    "sutra": "silk",
    "tembaga": "copper",
    "tenun": "handwoven cloth",
    "usus": "couched ribbon (usus)",
}

COLOURS = {
    "abu-abu": "grey",
    "biru": "blue",
    "biru tua": "dark blue",
    "cokelat": "brown",
    "coklat": "brown",
    "emas": "gold",
    "hijau": "green",
    "hijau tua": "dark green",
    "hitam": "black",
    "jingga": "orange",
    "krem": "cream",
    "kuning": "yellow",
    "marun": "maroon",
    "merah": "red",
    "merah hati": "deep red",
    "merah marun": "maroon",
    "merah muda": "pink",
    "merah tua": "dark red",
    "nila": "indigo",
    "oranye": "orange",
    "perak": "silver",
    "putih": "white",
    "ungu": "purple",
}

INGREDIENTS = {
    "bawang merah": "shallots",
    "bawang putih": "garlic",
    "bumbu": "spices",
    "bumbu rempah": "spices",
    "cabai": "chilli",
    "cabe": "chilli",
    "cokelat": "chocolate",
    "garam": "salt",
    "gula": "sugar",
    "gula merah": "palm sugar",
    "ikan teri": "anchovies",
    "kacang": "peanuts",
    "kacang tanah": "peanuts",
    "keju": "cheese",
    "kopi": "coffee",
    "kopi arabika": "arabica coffee",
    "kopi robusta": "robusta coffee",
    "lengkuas": "galangal",
    "melinjo": "melinjo",
    "minyak": "oil",
    "minyak goreng": "cooking oil",
    "minyak kelapa": "coconut oil",
    "minyak nabati": "vegetable oil",
    "minyak sawit": "palm oil",
    "nangka": "jackfruit",
    "penyedap rasa": "flavour enhancer",
    "pisang": "banana",
    "santan": "coconut milk",
    "singkong": "cassava",
    "susu": "milk",
    "susu bubuk": "milk powder",
    "telur": "egg",
    "tepung": "flour",
    "tepung beras": "rice flour",
    "tepung tapioka": "tapioca flour",
    "tepung terigu": "wheat flour",
    "ubi": "sweet potato",
}

SENTENCES = {
    "angin-anginkan": "Air it in the shade",
    "cuci dengan tangan": "Wash by hand",
    "cuci kering": "Dry clean",
    "cuci kering saja": "Dry clean only",
    "habiskan segera setelah dibuka": "Finish soon after opening",
    "hindari sinar matahari langsung": "Keep out of direct sunlight",
    "jangan dicuci dengan mesin": "Do not machine wash",
    "jangan dijemur langsung": "Do not dry in direct sun",
    "jangan diperas": "Do not wring",
    "jangan disemprot parfum": "Do not spray with perfume",
    "jangan kena air": "Keep dry",
    "jangan pakai pemutih": "Do not bleach",
    "setrika dari balik kain": "Iron from the back of the cloth",
    "setrika suhu rendah": "Iron on low heat",
    "simpan di kulkas setelah dibuka": "Refrigerate after opening",
    "simpan di tempat kering": "Keep in a dry place",
    "simpan di tempat kering dan sejuk": "Keep in a cool, dry place",
    "simpan di tempat sejuk dan kering": "Keep in a cool, dry place",
    "simpan di tempat tertutup rapat": "Keep tightly closed",
    "simpan digulung, jangan dilipat": "Store rolled, not folded",
    "tutup rapat": "Keep tightly closed",
    "tutup rapat setelah dibuka": "Close tightly after opening",
}
"""What is said about keeping and washing, a sentence each, without its full stop."""


def english_material(written: str) -> str:
    """Return the English of materials: 'katun, benang emas' -> 'Cotton, gold thread'."""
    return _listed(written, "material")


def english_colour(written: str) -> str:
    """Return the English of colours: 'merah marun dan emas' -> 'Maroon and gold'."""
    return _listed(written, "colour")


def english_ingredients(written: str) -> str:
    """Return the English of a list of ingredients."""
    return _listed(written, "ingredients")


def english_care(written: str) -> str:
    """Return the English of sentences about keeping and washing; an unknown sentence stays."""
    said = []
    for sentence in re.split(r"(?<=[.;])\s+|\n+", written):
        bare = sentence.strip().rstrip(".;").strip()
        if bare:
            said.append(SENTENCES.get(" ".join(bare.lower().split()), bare))
    return ". ".join(said) + ("." if said else "")


KNOWN: Mapping[str, Mapping[str, str]] = {
    "material": MATERIALS,
    "colour": COLOURS,
    "ingredients": INGREDIENTS,
}


@lru_cache(maxsize=4096)
def _listed(written: str, kind: str) -> str:
    known = KNOWN[kind]
    parts = [_phrase(part, known) for part in re.split(r"\s*[,;]\s*", written.strip()) if part]
    said = ", ".join(parts)
    return capitalised(said)


def _phrase(part: str, known: Mapping[str, str]) -> str:
    """Return one member of a list in English, read by the longest phrases known."""
    words, said = part.split(), []
    while words:
        taken = next(
            (n for n in range(min(3, len(words)), 0, -1) if " ".join(words[:n]).lower() in known), 0
        )
        if taken:
            said.append(known[" ".join(words[:taken]).lower()])
        else:
            said.append({"dan": "and", "campuran": "mixed"}.get(words[0].lower(), words[0]))
        words = words[taken or 1 :]
    return " ".join(said)
