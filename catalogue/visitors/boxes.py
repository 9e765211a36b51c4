"""The boxes that visitors tick: the groups, what of a work lies in which box, and the words beside each."""

import re
from collections.abc import Callable
from functools import lru_cache

from catalogue.products.fact_words import english_colour, english_material
from catalogue.products.glossary import (
    english_craft,
    english_motif,
    english_technique,
    english_thing,
)
from catalogue.visitors import traits
from catalogue.visitors.meanings import craft_name
from catalogue.visitors.shown import Work
from core.i18n import _, current_locale
from core.text import capitalised, key

DOUBLED = re.compile(r"\b(\w+) \1\b")
"""A doubled word that lost its hyphen in an address: kupu kupu."""

GROUPS = (
    "craft", "type", "trait", "price", "made", "technique", "motif", "material", "colour", "size",
    "sentra", "place",
)  # fmt: skip


def label_of(group: str, value: str) -> str:
    """Return the words beside a box."""
    if group == "craft":
        return craft_name(value.replace("-", " "))
    if group in SAID:
        return _(SAID[group][value]) if value in SAID[group] else value
    if group == "place":
        return value
    name = DOUBLED.sub(r"\1-\1", value.replace("-", " "))
    said = ENGLISH[group](name) if current_locale() == "en" else name
    return capitalised(said)


@lru_cache(maxsize=1024)
def _one(text: str) -> frozenset[str]:
    return frozenset([key(text)]) if text else frozenset()


def _sizes(work: Work) -> frozenset[str]:
    sizes = (traits.size_of(size, work.weight) for size in work.sizes or (work.measure,))
    return frozenset(size for size in sizes if size)


def _traits(work: Work) -> frozenset[str]:
    has = {
        "unique": work.unique,
        "halal": work.halal,
        "bag": traits.fits_a_bag(work.measure, work.weight),
    }
    return frozenset(name for name, holds in has.items() if holds)


VALUES: dict[str, Callable[[Work], frozenset[str]]] = {
    "craft": lambda work: _one(work.craft),
    "type": lambda work: traits.thing(work.title),
    "trait": _traits,
    "price": lambda work: frozenset([traits.band_of(work.price)]),
    "made": lambda work: _one(traits.made_by(work.technique)),
    "technique": lambda work: _one(work.technique),
    "motif": lambda work: _one(work.motif),
    "material": lambda work: traits.listed(work.material),
    "colour": lambda work: traits.listed(work.colour),
    "size": _sizes,
    "sentra": lambda work: _one(work.sentra),
    "place": lambda work: frozenset(work.places),
}

ENGLISH: dict[str, Callable[[str], str]] = {
    "type": english_thing,
    "technique": english_technique,
    "motif": english_motif,
    "material": english_material,
    "colour": english_colour,
    "sentra": english_craft,
}

LABELS = {
    "craft": "Kerajinan",
    "type": "Jenis barang",
    "trait": "Pilihan",
    "price": "Harga",
    "made": "Dibuat dengan",
    "technique": "Cara membuat",
    "motif": "Motif",
    "material": "Bahan",
    "colour": "Warna",
    "size": "Ukuran",
    "sentra": "Sentra",
    "place": "Ada di",
}

SAID: dict[str, dict[str, str]] = {
    "trait": {
        "unique": "Karya tunggal",
        "bag": "Muat di tas: sampai 30 cm atau 250 g",
        "halal": "Bersertifikat halal",
    },
    "price": {
        "0-25": "Sampai Rp25.000",
        "25-50": "Rp25.000–50.000",
        "50-100": "Rp50.000–100.000",
        "100-250": "Rp100.000–250.000",
        "250-500": "Rp250.000–500.000",
        "500-1000": "Rp500.000–1 juta",
        "1000-2500": "Rp1–2,5 juta",
        "2500-5000": "Rp2,5–5 juta",
        "5000": "Di atas Rp5 juta",
    },
    "made": {
        "hand": "Tangan",
        "mixed": "Gabungan beberapa cara",
        "machine": "Mesin",
        "print": "Cetak atau sablon",
    },
    "size": {
        **{letter: letter.upper() for letter in traits.LETTERS},
        "cm-30": "Sampai 30 cm",
        "cm-100": "30 sampai 100 cm",
        "cm-more": "Lebih dari 100 cm",
        "g-100": "Sampai 100 g",
        "g-250": "100 sampai 250 g",
        "g-more": "Lebih dari 250 g",
    },
}
"""Groups whose boxes have a fixed order, with the words beside each (Indonesian sources)."""
