"""Composes the English of a product where nobody wrote it: title, technique, motif, craft, unit.

A title is read by the longest phrases known: the thing itself stands first in Indonesian and last
in English, what describes it turns round, the motif and the weight follow after a comma. Names
that have no English (tapis, siger, Way Kambas) stay; a word not known stays as it was written.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from core.text import capitalised

HEADS = {
    "bantal": "pillow",
    "bolero": "bolero",
    "bros": "brooch",
    "dompet": "wallet",
    "emping": "emping crackers",
    "emping melinjo": "melinjo emping crackers",
    "gantungan kunci": "key ring",
    "hiasan dinding": "wall hanging",
    "kain": "cloth",
    "kantong kertas": "paper bag",
    "kaos": "T-shirt",
    "kebaya": "kebaya blouse",
    "kemeja": "shirt",
    "kelas mencucuk": "couching class",
    "keripik": "crisps",
    "kopi": "coffee",
    "kopi drip bag": "drip-bag coffee",
    "kopi robusta": "robusta coffee",
    "kopi robusta biji": "robusta coffee beans",
    "kopi robusta bubuk": "ground robusta coffee",
    "kopiah": "kopiah cap",
    "kotak kado": "gift box",
    "ongkos kirim": "postage",
    "peci": "peci cap",
    "peci/kopiah": "peci cap",
    "peyek": "peyek crackers",
    "sambal": "sambal",
    "sarung": "sarong",
    "sarung bantal": "cushion cover",
    "selendang": "shawl",
    "syal": "scarf",
    "taplak": "tablecloth",
    "tas": "bag",
    "tas belanja": "shopping bag",
    "tempat kartu": "card holder",
    "teri jengki": "jengki anchovies",
    "teri nasi": "tiny anchovies",
    "teri nilon": "nilon anchovies",
}
"""What a thing can be; the longest phrase at the start of a title is the thing itself."""

DESCRIBING = {
    "anak": "children’s",
    "balado": "balado chilli",
    "batik": "batik",
    "besar": "large",
    "biji": "whole-bean",
    "bintang perak": "Bintang Perak",
    "biru": "blue",
    "bubuk": "ground",
    "cap": "hand-stamped",
    "cokelat": "chocolate",
    "coklat": "chocolate",
    "cucuk andak": "Cucuk Andak",
    "cucuk pinggir": "Cucuk Pinggir",
    "gajah way kambas": "Way Kambas elephant",
    "galeri": "gallery",
    "hijau": "green",
    "hitam": "black",
    "inuh": "Inuh",
    "jung sarat": "Jung Sarat",
    "katun": "cotton",
    "kecil": "small",
    "keju": "cheese",
    "kering": "dried",
    "kombinasi": "drawn-and-stamped",
    "kuning": "yellow",
    "laut andak": "Laut Andak",
    "laut linau": "Laut Linau",
    "limar sekebar": "Limar Sekebar",
    "manis": "sweet",
    "merah": "red",
    "motif lampung": "Lampung-motif",
    "nangka": "jackfruit",
    "original": "original",
    "pedas": "spicy",
    "pedas manis": "sweet and spicy",
    "petik merah": "red-picked",
    "pisang": "banana",
    "putih": "white",
    "raja medal": "Raja Medal",
    "raja tunggal": "Raja Tunggal",
    "robusta": "robusta",
    "singkong": "cassava",
    "sulam usus": "sulam usus",
    "sutra": "silk",
    "tapis": "tapis",
    "teri": "anchovy",
    "tulis": "hand-drawn",
}
"""What stands after the thing in Indonesian and before it in English; names keep their capitals."""

MOTIFS = {
    "ayam": "chicken",
    "belah ketupat": "lozenge",
    "bintang": "star",
    "bunga": "flower",
    "gajah": "elephant",
    "iluk keris": "kris-curve",
    "kapal": "ship",
    "kupu-kupu": "butterfly",
    "mata kibau": "buffalo-eye",
    "menunggang kuda": "rider",
    "naga": "naga serpent",
    "orang di atas perahu": "people-in-a-boat",
    "pilin": "scroll",
    "pohon hayat": "tree-of-life",
    "pucuk rebung": "bamboo-shoot",
    "rato": "chariot",
    "sasab": "solid-couching",
    "siger": "siger crown",
    "sulur daun": "tendril",
    "tajuk berayun": "swinging-fringe",
}

TECHNIQUES = {
    "bordir mesin": "machine embroidery",
    "cap": "hand-stamped wax (cap)",
    "cucuk tangan": "couched by hand (cucuk)",
    "kombinasi": "combined techniques",
    "motif cetak": "printed motif",
    "sablon": "screen print",
    "sulam tangan": "embroidered by hand",
    "tulis": "hand-drawn wax (tulis)",
}

CRAFTS = {
    "aneka keripik": "Crisps",
    "batik lampung": "Lampung batik",
    "emping melinjo": "Emping melinjo",
    "kaos motif lampung": "Lampung-motif T-shirts",
    "kopi": "Coffee",
    "olahan ikan teri": "Anchovy products",
    "sulam usus": "Sulam usus",
    "tapis": "Tapis",
}

UNITS = {"buah": "piece", "bungkus": "pack", "lembar": "piece", "pasang": "pair", "botol": "bottle"}

AMOUNT = re.compile(r"^\d+(?:[.,]\d+)?$")
MEASURES = {"g": "g", "gr": "g", "kg": "kg", "ml": "ml", "l": "l", "cm": "cm", "jam": "hour"}
SIZES = {"xs", "s", "m", "l", "xl", "xxl"}
LONGEST = 4


class _Part(NamedTuple):
    """A phrase read from a title: its Indonesian and what it is in it."""

    text: str
    kind: str  # head, word, motif, tail or unknown


@lru_cache(maxsize=8192)
def english_title(title: str) -> str:
    """Return an English title: 'Dompet Tapis Kapal' -> 'Tapis wallet, ship motif'."""
    parts = _read(title)
    if all(p.kind == "unknown" for p in parts):
        return title
    head = next((p for p in parts if p.kind == "head"), None)
    motif = next((p for p in reversed(parts) if p.kind == "motif"), None)
    describing = [p for p in parts if p is not head and p is not motif and p.kind != "tail"]
    words = [_word(p) for p in reversed(describing)]
    if head is not None:
        words.append(HEADS[head.text])
    said = " ".join(words) + (f", {MOTIFS[motif.text]} motif" if motif else "")
    tail = " ".join(p.text for p in parts if p.kind == "tail")
    return capitalised(said) + (f", {tail}" if tail else "")


CLOTH_ITSELF = ("batik", "tapis")
"""What stands for the cloth where a title names nothing made of it: Batik Tulis Mata Kibau."""


@lru_cache(maxsize=8192)
def thing_of(title: str) -> str:
    """Return what a title says the thing is, in Indonesian: 'Tas Tapis Siger' -> tas; '' if unknown."""
    parts = _read(title)
    head = next((p.text for p in parts if p.kind == "head"), "")
    return head or ("kain" if parts and parts[0].text in CLOTH_ITSELF else "")


def english_thing(name: str) -> str:
    """Return the English of a thing, first letter large; an unknown one stays as it is."""
    said = HEADS.get(_key(name))
    return capitalised(said) if said else name


def english_motif(name: str) -> str:
    """Return the English of a motif, first letter large; an unknown one stays as it is."""
    said = MOTIFS.get(_key(name))
    return capitalised(said.replace("-", " ")) if said else name


def english_technique(name: str) -> str:
    """Return the English of a technique; an unknown one stays as it is."""
    return TECHNIQUES.get(_key(name), name)


def english_craft(name: str) -> str:
    """Return the English of a sentra's craft; an unknown one stays as it is."""
    return CRAFTS.get(_key(name), name)


def english_unit(name: str) -> str:
    """Return the English of a unit of sale; an unknown one stays as it is."""
    return UNITS.get(_key(name), name)


def _read(title: str) -> list[_Part]:
    words = title.replace(",", " ").split()
    parts: list[_Part] = []
    while words:
        part, taken = _next_part(words, head_wanted=not any(p.kind == "head" for p in parts))
        if part.kind == "unknown" and parts and parts[-1].kind == "unknown":
            part = _Part(f"{parts.pop().text} {part.text}", "unknown")  # names keep their order
        parts.append(part)
        words = words[taken:]
    return parts


def _next_part(words: list[str], *, head_wanted: bool) -> tuple[_Part, int]:
    """Return the longest phrase known at the start of `words`, and how many words it takes."""
    said, taken = _measure(words)
    if taken:
        return _Part(said, "tail"), taken
    for count in range(min(LONGEST, len(words)), 0, -1):
        text = _key(" ".join(words[:count]))
        if head_wanted and text in HEADS:
            return _Part(text, "head"), count
        for kind, known in (("word", DESCRIBING), ("motif", MOTIFS)):
            if text in known:
                return _Part(text, kind), count
    return _Part(words[0], "unknown"), 1


def _measure(words: list[str]) -> tuple[str, int]:
    """Return a weight, a size or a number of pieces at the start of `words`, and its length."""
    first, second = words[0].lower(), words[1].lower() if len(words) > 1 else ""
    if first == "isi" and AMOUNT.match(second):
        return f"pack of {second}", 2
    if AMOUNT.match(first):
        return (f"{first} {MEASURES[second]}", 2) if second in MEASURES else (first, 1)
    return (f"size {words[0].upper()}", 1) if first in SIZES else ("", 0)


def _word(part: _Part) -> str:
    if part.kind == "motif":
        return MOTIFS[part.text]
    return DESCRIBING.get(part.text, part.text)


def _key(text: str) -> str:
    return " ".join(text.lower().split())
